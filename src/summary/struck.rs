//! What is full because something that it waits for hangs or is slow.

use super::bottleneck::{FULL, beneath, depth};
use super::components::resources_of;
use crate::blueprint::{Blueprint, Happening, Verb};
use crate::document::Report;
use crate::message::findings::Finding;
use crate::world::Outcome;

/// From this depth on a resource is what the work itself needs.
const CORES: u8 = 2;

/// What limits is full of calls that wait for a component which the timeline hangs or slows.
pub fn struck(blueprint: &Blueprint, outcome: &Outcome, report: &Report, found: &mut Vec<Finding>) {
    let Some(limit) = report.bottleneck.as_ref() else { return };
    let Some(at) = blueprint.components.iter().position(|it| it.name == limit.component) else {
        return;
    };
    let named = |it: &&(&str, usize)| it.0 == limit.resource;
    let Some((_, id)) = resources_of(outcome, at).iter().find(named).copied() else { return };
    // Cores and disks are full by their own work.
    if depth(&limit.resource) >= CORES {
        return;
    }
    let beneath = beneath(blueprint);
    for happening in &blueprint.timeline {
        let (Verb::Hang(struck, _) | Verb::Slow(struck, ..)) = happening.verb else { continue };
        let is_waited_for =
            beneath[at].contains(&struck) || (limit.resource == "pool" && struck == at);
        if is_waited_for && busiest_during(outcome, id, happening) >= FULL {
            found.push(Finding::WaitsForStruck {
                component: limit.component.clone(),
                resource: limit.resource.clone(),
                waits_for: blueprint.components[struck].name.clone(),
                hangs: matches!(happening.verb, Verb::Hang(..)),
            });
            return;
        }
    }
}

/// How busy a resource is in its busiest interval of something that happens, of all replications.
fn busiest_during(outcome: &Outcome, resource: usize, happening: &Happening) -> f64 {
    let interval_ns = outcome.plan.window.interval_ns.max(1);
    let until_ns =
        happening.for_ns.map_or(u64::MAX, |length| happening.at_ns.saturating_add(length));
    let is_during = |at: &usize| {
        let from_ns = (*at as u64).saturating_mul(interval_ns);
        from_ns < until_ns && from_ns.saturating_add(interval_ns) > happening.at_ns
    };
    let series = outcome.replications.iter().map(|meters| &meters.resources[resource].series);
    let during = series.flat_map(|series| {
        series.iter().enumerate().filter(move |(at, _)| is_during(at)).map(|(_, point)| point.0)
    });
    during.fold(0.0, f64::max)
}
