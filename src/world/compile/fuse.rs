//! The last pass: what needs no decision is put together, so that the interpreter passes it in one step.

use crate::world::program::{Note, Op, Pc, Program, Stretch};

/// Writes down the lead of every journey, and sets stretches over instructions that only take time or count.
///
/// The instructions stay where they are, but for the first, so that jumps into their midst find them, and a
/// frame that has failed, or waited, takes them one by one.
pub(super) fn fuse(program: &mut Program) {
    program.lead_ns = program.entries.iter().map(|entry| lead_ns(program, entry.body)).collect();
    let mut pc = 0;
    while pc < program.ops.len() {
        let stretch = stretch_at(program, pc);
        let length = stretch.end as usize - pc;
        if length > 1 {
            program.stretches.push(stretch);
            let stretch = super::index(program.stretches.len() - 1);
            program.ops[pc] = Op::Stretch { stretch };
        }
        pc += length.max(1);
    }
}

/// The longest stretch from an instruction on; of length 0 if that decides something.
fn stretch_at(program: &Program, start: usize) -> Stretch {
    let (mut ns, mut notes, mut end) = (0_u64, Vec::new(), start);
    for &op in &program.ops[start..] {
        match op {
            Op::EndCall => {}
            Op::Arrive { component } => notes.push(Note::Arrived(component)),
            Op::Served { component, counted: true } => notes.push(Note::Served(component)),
            Op::Served { counted: false, .. } => {}
            _ => {
                let Some(constant) = constant_ns(program, op) else { break };
                ns = ns.saturating_add(constant);
                if let Op::Work { work } = op {
                    notes.push(Note::Worked(program.works[work as usize].component, constant));
                }
            }
        }
        end += 1;
    }
    Stretch { first: program.ops[start], end: super::index(end), ns, notes }
}

/// How long an instruction takes, if that never varies.
fn constant_ns(program: &Program, op: Op) -> Option<u64> {
    match op {
        Op::Hop { link } => {
            let link = &program.links[link as usize];
            link.constant_ns.filter(|_| !link.cuttable)
        }
        Op::Work { work } => {
            let work = &program.works[work as usize];
            work.is_constant.then(|| work.dist.min_ns())
        }
        _ => None,
    }
}

/// The constant time from a request's start to the first instruction that others can matter to.
fn lead_ns(program: &Program, body: u32) -> u64 {
    let start: Pc = program.bodies[body as usize].start;
    program.ops[start as usize..]
        .iter()
        .map_while(|&op| match op {
            Op::Arrive { .. } | Op::Served { .. } => Some(0),
            op => constant_ns(program, op),
        })
        .fold(0, u64::saturating_add)
}
