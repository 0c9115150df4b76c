//! The last pass: what needs no decision is put together, so that the interpreter passes it in one step.

use crate::world::program::{Note, Op, Pc, Program, Stretch};

/// Per request type, the constant time from a request's start to the first instruction that others matter to.
pub(super) fn leads_ns(program: &Program) -> Vec<u64> {
    program.entries.iter().map(|entry| lead_ns(program, entry.body)).collect()
}

/// Marks the works that are alone at their stream: they may draw ahead, in blocks, and draw the same numbers.
pub(super) fn mark_blocks(program: &mut Program) {
    let mut uses = vec![0_u32; program.streams.len()];
    let works = program.works.iter().map(|work| work.stream);
    let links = program.links.iter().map(|link| link.stream);
    let choosers = program.choosers.iter().map(|chooser| chooser.stream);
    let calls = program.calls.iter().map(|call| call.stream);
    let repeats = program.repeats.iter().map(|repeat| repeat.stream);
    let chances = program.chances.iter().map(|chance| chance.1);
    let picks = program.picks.iter().map(|pick| pick.stream);
    let hits = program.hit_ratios.iter().map(|ratio| ratio.1);
    let databases = program.databases.iter().map(|database| database.stream);
    let all = works.chain(links).chain(choosers).chain(calls).chain(repeats).chain(chances);
    for stream in all.chain(picks).chain(hits).chain(databases) {
        uses[stream as usize] += 1;
    }
    for work in &mut program.works {
        work.in_blocks = uses[work.stream as usize] == 1 && work.dist.is_constant().is_none();
    }
}

/// Sets stretches over instructions that only take time or count.
///
/// The instructions stay where they are, but for the first, so that jumps into their midst find them, and a
/// frame that has failed, or waited, takes them one by one. A work whose time varies takes the stretch behind it.
pub(super) fn fuse(program: &mut Program) {
    let mut pc = 0;
    while pc < program.ops.len() {
        let spends = match program.ops[pc] {
            Op::Work { work } if program.works[work as usize].is_plain => Some(work),
            _ => None,
        };
        let varies = spends.filter(|&work| !program.works[work as usize].is_constant);
        let from = pc + usize::from(varies.is_some());
        let stretch = stretch_at(program, from);
        let length = stretch.end as usize - from;
        if length > usize::from(varies.is_none()) {
            program.stretches.push(stretch);
            let stretch = super::index(program.stretches.len() - 1);
            program.ops[pc] = match varies {
                Some(work) => Op::Spend { work, stretch },
                None => Op::Stretch { stretch },
            };
        }
        pc = from + length.max(usize::from(varies.is_none()));
    }
}

/// The longest stretch from an instruction on; of length 0 if that decides something.
fn stretch_at(program: &Program, start: usize) -> Stretch {
    let (mut ns, mut notes, mut end) = (0_u64, Vec::new(), start);
    for &op in &program.ops[start..] {
        match op {
            Op::EndCall => {}
            Op::Arrive { road } => notes.push(Note::Arrived(road)),
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
