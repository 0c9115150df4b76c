//! What an autoscaler did that one should know.

use super::bottleneck::SATURATED;
use super::components::resources_of;
use crate::blueprint::Blueprint;
use crate::component::autoscale::Spec;
use crate::document::{Report, ScalingCounts};
use crate::message::findings::Finding;
use crate::world::Outcome;
use crate::world::meters::Meters;

/// A change of load turns an autoscaler twice, up and down; from so many turns on for each it swings by itself.
const SWINGS: f64 = 4.0;
/// From this share of the looks on the limit is worth a sentence.
const CAPPED: f64 = 0.1;
/// So many times what the same looks need is too much.
const OVERSHOOTS: f64 = 2.0;
/// From this share of the boot time on, in which all is full, the boot is what makes it fail.
const LATE: f64 = 0.3;

/// The findings of every autoscaler.
pub fn findings(
    blueprint: &Blueprint,
    outcome: &Outcome,
    report: &Report,
    found: &mut Vec<Finding>,
) {
    for (at, component) in blueprint.components.iter().enumerate() {
        let Some(scale) = component.spec.autoscale() else { continue };
        let own = report.components.get(&component.name).and_then(|own| own.own.scaling());
        let Some(counts) = own else { continue };
        let name = || component.name.clone();
        if let Some(unseen) = unseen(outcome, at, scale, counts, name()) {
            found.push(unseen);
        }
        let (full_s, boot_s) = (full_while_booting_s(outcome, at), scale.boot_ns as f64 / 1e9);
        // Shorter than from one look to the next, it is not the boot that is late.
        if full_s >= (LATE * boot_s).max(scale.every_ns as f64 / 1e9) {
            found.push(Finding::ScalingLate { component: name(), full_s, boot_s });
        }
        let changes = blueprint.timeline.len() + blueprint.shape.marks.len();
        let daily = blueprint.shape.period_ns.is_some();
        if !daily && counts.turns >= SWINGS * (1 + changes) as f64 {
            found.push(Finding::ScalingSwings {
                component: name(),
                turns: counts.turns,
                least: counts.least,
                most: counts.most,
                boot_s: scale.boot_ns as f64 / 1e9,
                cooldown_s: scale.cooldown_ns as f64 / 1e9,
            });
        }
        let meters = outcome.replications.iter().filter_map(|m| m.components[at].scaling.as_ref());
        let most = u64::from(meters.map(|meter| meter.most_needed).max().unwrap_or(0));
        let needed = most.clamp(u64::from(scale.min), u64::from(scale.max));
        if !scale.counts_booting && counts.most_asked as f64 >= OVERSHOOTS * needed as f64 {
            found.push(Finding::ScalingOvershoots {
                component: name(),
                asked: counts.most_asked,
                needed,
                boot_s: scale.boot_ns as f64 / 1e9,
                every_s: scale.every_ns as f64 / 1e9,
            });
        } else if counts.at_max >= CAPPED {
            let (max, share) = (scale.max, counts.at_max);
            found.push(Finding::ScalingCapped { component: name(), max, share });
        }
    }
}

/// How long a component is full in a run, on average, while instances that were asked for boot.
fn full_while_booting_s(outcome: &Outcome, at: usize) -> f64 {
    let own = resources_of(outcome, at);
    let interval_s = outcome.plan.window.interval_ns as f64 / 1e9;
    let late = |meters: &Meters| {
        let booting = meters.components[at].scaling.iter().flat_map(|it| it.series.iter());
        let is_full = |interval: usize| {
            let of = |id: usize| meters.resources[id].series.get(interval).map_or(0.0, |it| it.0);
            own.iter().any(|&(_, id)| of(id) >= SATURATED)
        };
        let intervals = booting.enumerate().filter(|(_, (_, booting))| *booting > 0.0);
        intervals.filter(|(interval, _)| is_full(*interval)).count() as f64 * interval_s
    };
    let all = outcome.replications.len().max(1) as f64;
    outcome.replications.iter().map(late).sum::<f64>() / all
}

/// What was asked for is ready only after the end.
fn unseen(
    outcome: &Outcome,
    at: usize,
    scale: &Spec,
    counts: &ScalingCounts,
    component: String,
) -> Option<Finding> {
    let meters = outcome.replications.iter().filter_map(|m| m.components[at].scaling.as_ref());
    let booted: u64 = meters.map(|meter| meter.booted).sum();
    let waits = counts.increases > 0.0 && booted == 0;
    let too_short = outcome.plan.duration_ns < scale.every_ns;
    (waits || too_short).then(|| Finding::ScalingUnseen {
        component,
        window_s: super::window_s(outcome),
        every_s: scale.every_ns as f64 / 1e9,
        boot_s: scale.boot_ns as f64 / 1e9,
    })
}
