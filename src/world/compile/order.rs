//! Whether requests keep their order: then they can be executed in columns instead of event by event.
//!
//! Where requests come to each station in the order in which they were sent, and what happens to one depends on
//! those before it only, nothing needs a calendar: a block of requests can take its first step, then its second,
//! and so on (`world/machine/columns.rs`). That is so for one request type of open load whose path is delays, work,
//! choices by turn or at random, and lines, of which only the last may let requests overtake each other.

use std::collections::BTreeSet;

use crate::blueprint::{Blueprint, Load};
use crate::component::load_balancer::Policy;
use crate::world::program::{NO_SLOT, Op, Program, Rule};

/// Whether the whole page can run in columns.
pub(super) fn is_kept(program: &Program, blueprint: &Blueprint) -> bool {
    let open = matches!(blueprint.load, Load::Open { .. });
    let one = program.entries.len() == 1 && program.bodies.len() == 1;
    let plain = program.resources.is_empty()
        && program.sharings.is_empty()
        && program.stores.is_empty()
        && program.backlogs.is_empty();
    open && one && plain && program.calm && blueprint.timeline.is_empty() && walk(program)
}

/// Follows the body's instructions. A stream that two of them draw from would be drawn from in another order.
fn walk(program: &Program) -> bool {
    let mut streams = BTreeSet::new();
    let mut ordered = true;
    for op in &program.ops {
        let fits = match *op {
            Op::Arrive { .. } | Op::Served { .. } | Op::EndCall | Op::Return => true,
            Op::Hop { link } => {
                let link = &program.links[link as usize];
                ordered &= link.constant_ns.is_some();
                !link.cuttable && (link.constant_ns.is_some() || streams.insert(link.stream))
            }
            Op::Work { work } => {
                let work = &program.works[work as usize];
                ordered &= work.is_constant;
                work.scalability.is_none() && streams.insert(work.stream)
            }
            Op::Choose { chooser, slot } => {
                let chooser = &program.choosers[chooser as usize];
                let by_turn = matches!(
                    chooser.rule,
                    Rule::Balance(Policy::RoundRobin | Policy::Random | Policy::Weighted)
                );
                slot != NO_SLOT && by_turn && ordered && streams.insert(chooser.stream)
            }
            Op::Line { work, line, slot } => {
                let (was_ordered, line) = (ordered, &program.lines[line as usize]);
                ordered &= slot == NO_SLOT && line.capacity == 1;
                let stream = program.works[work as usize].stream;
                was_ordered && line.bound.is_none() && streams.insert(stream)
            }
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    !program.ops.is_empty()
}
