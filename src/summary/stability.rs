//! Whether the load settles, and if not, where it piles up.

use super::components::resources_of;
use crate::blueprint::Blueprint;
use crate::document::Stability;
use crate::stats::growth_of_replications;
use crate::world::Outcome;

/// Intervals that a judgement needs.
const FEWEST: usize = 24;

/// Growth of what is in the system: over the whole run of a steady load, after the last event else.
pub fn stability(blueprint: &Blueprint, outcome: &Outcome) -> Stability {
    let window = &outcome.plan.window;
    #[allow(clippy::cast_precision_loss)]
    let interval_s = window.interval_ns as f64 / 1e9;
    let from = if outcome.plan.eventful { after_last_event(blueprint, outcome) } else { 0 };
    let series: Vec<&[f64]> = outcome
        .replications
        .iter()
        .filter_map(|meters| meters.live.get(from..))
        .filter(|series| series.len() >= FEWEST)
        .collect();
    let growth = growth_of_replications(&series, interval_s);
    let growing = growth.as_ref().is_some_and(crate::stats::Growth::is_growing);
    if !growing {
        return Stability { stable: true, growth_per_s: 0.0, component: None };
    }
    Stability {
        stable: false,
        growth_per_s: growth.map_or(0.0, |growth| growth.per_s),
        component: fullest(blueprint, outcome, from),
    }
}

/// The first interval after the last event; the end if something goes on to the end.
fn after_last_event(blueprint: &Blueprint, outcome: &Outcome) -> usize {
    let window = &outcome.plan.window;
    let last = blueprint
        .timeline
        .iter()
        .map(|happening| happening.at_ns + happening.for_ns.unwrap_or(0))
        .chain(blueprint.shape.marks.iter().map(|(from, until, _)| until.unwrap_or(*from)))
        .max()
        .unwrap_or(0);
    if blueprint.shape.period_ns.is_some() {
        return usize::MAX;
    }
    usize::try_from(last.div_ceil(window.interval_ns.max(1))).unwrap_or(usize::MAX)
}

/// Where the queue has grown the most between the first and the last quarter of the intervals.
fn fullest(blueprint: &Blueprint, outcome: &Outcome, from: usize) -> Option<String> {
    let mut best: Option<(f64, usize)> = None;
    for at in 0..blueprint.components.len() {
        let grown: f64 = outcome
            .replications
            .iter()
            .map(|meters| {
                let queues: f64 = resources_of(outcome, at)
                    .iter()
                    .filter_map(|&(_, id)| meters.resources[id].series.get(from..))
                    .map(|series| rise(series.iter().map(|point| point.1)))
                    .sum();
                let backlog = meters.components[at].backlog_intervals.get(from..).unwrap_or(&[]);
                queues + rise(backlog.iter().copied())
            })
            .sum();
        if best.is_none_or(|(most, _)| grown > most) {
            best = Some((grown, at));
        }
    }
    best.filter(|(grown, _)| *grown > 0.0).map(|(_, at)| blueprint.components[at].name.clone())
}

#[allow(clippy::cast_precision_loss)]
fn rise(series: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = series.collect();
    let quarter = (all.len() / 4).max(1);
    if all.len() < 2 {
        return 0.0;
    }
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    mean(&all[all.len() - quarter..]) - mean(&all[..quarter])
}
