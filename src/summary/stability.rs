//! Whether the load settles, and if not, where it piles up.

use super::components::resources_of;
use crate::blueprint::Blueprint;
use crate::component::Spec;
use crate::document::Stability;
use crate::stats::{Growth, growth_of_replications};
use crate::world::Outcome;

/// Intervals that a judgement needs.
const FEWEST: usize = 24;

/// What is known of the load.
pub struct Verdict {
    /// For the document.
    pub stability: Stability,
    /// The load outgrows the design by itself, before or without any event: a mean would mean nothing.
    pub steadily_growing: bool,
    /// What grows is only work left for later: the answers that clients wait for settle.
    pub only_later: bool,
}

/// Growth of what is in the system: over the whole run of a steady load; with events, after the last one, and before
/// the first one where what comes after it cannot tell. What piled up before an event that cures it has settled.
pub fn stability(blueprint: &Blueprint, outcome: &Outcome) -> Verdict {
    let end = outcome.plan.window.intervals();
    if !outcome.plan.eventful {
        return growth_within(outcome, 0, end)
            .filter(Growth::is_growing)
            .map_or_else(settled, |growth| growing(blueprint, outcome, (0, end), &growth, true));
    }
    let before = (0, before_first_event(blueprint, outcome));
    let after = (after_last_event(blueprint, outcome), end);
    let first = growth_within(outcome, before.0, before.1).filter(Growth::is_growing);
    let last = growth_within(outcome, after.0, after.1);
    match (first, last) {
        (first, Some(last)) if last.is_growing() => {
            growing(blueprint, outcome, after, &last, first.is_some())
        }
        (Some(first), None) => growing(blueprint, outcome, before, &first, true),
        (Some(first), Some(_)) if !drains(outcome, before, after) => {
            growing(blueprint, outcome, before, &first, true)
        }
        _ => settled(),
    }
}

/// Whether what piled up in the first span is gone by the end of the second: at most half of it is left.
fn drains(outcome: &Outcome, first: (usize, usize), second: (usize, usize)) -> bool {
    let level = |(from, to): (usize, usize)| -> f64 {
        let each = outcome.replications.iter().filter_map(|meters| {
            let series = meters.live.get(from..to.min(meters.live.len()))?;
            let quarter = (series.len() / 4).max(1);
            let last = series.get(series.len().checked_sub(quarter)?..)?;
            Some(last.iter().sum::<f64>() / quarter as f64)
        });
        each.sum()
    };
    level(second) <= level(first) / 2.0
}

fn settled() -> Verdict {
    Verdict {
        stability: Stability { stable: true, growth_per_s: 0.0, component: None },
        steadily_growing: false,
        only_later: false,
    }
}

/// What grows between two intervals.
fn growing(
    blueprint: &Blueprint,
    outcome: &Outcome,
    (from, to): (usize, usize),
    growth: &Growth,
    steadily_growing: bool,
) -> Verdict {
    let component = fullest(blueprint, outcome, from, to);
    let only_later =
        component.is_some_and(|at| matches!(blueprint.components[at].spec, Spec::Queue(_)));
    Verdict {
        stability: Stability {
            stable: false,
            growth_per_s: growth.per_s,
            component: component.map(|at| blueprint.components[at].name.clone()),
        },
        steadily_growing,
        only_later,
    }
}

/// Growth between two intervals; `None` where there are too few of them to tell.
fn growth_within(outcome: &Outcome, from: usize, to: usize) -> Option<Growth> {
    let interval_s = outcome.plan.window.interval_ns as f64 / 1e9;
    let series: Vec<&[f64]> = outcome
        .replications
        .iter()
        .filter_map(|meters| meters.live.get(from..to.min(meters.live.len())))
        .filter(|series| series.len() >= FEWEST)
        .collect();
    growth_of_replications(&series, interval_s)
}

/// Whole intervals before the first event.
fn before_first_event(blueprint: &Blueprint, outcome: &Outcome) -> usize {
    let window = &outcome.plan.window;
    let timeline = blueprint.timeline.iter().map(|happening| happening.at_ns);
    let shape = blueprint.shape.points.first().map(|point| point.0);
    let first = timeline.chain(shape).min().unwrap_or(window.length_ns());
    usize::try_from(first / window.interval_ns.max(1)).unwrap_or(0)
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
fn fullest(blueprint: &Blueprint, outcome: &Outcome, from: usize, to: usize) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for at in 0..blueprint.components.len() {
        let grown: f64 = outcome
            .replications
            .iter()
            .map(|meters| {
                let queues: f64 = resources_of(outcome, at)
                    .iter()
                    .filter_map(|&(_, id)| within(&meters.resources[id].series, from, to))
                    .map(|series| rise(series.iter().map(|point| point.1)))
                    .sum();
                let backlog =
                    within(&meters.components[at].backlog_intervals, from, to).unwrap_or(&[]);
                queues + rise(backlog.iter().copied())
            })
            .sum();
        if best.is_none_or(|(most, _)| grown > most) {
            best = Some((grown, at));
        }
    }
    best.filter(|(grown, _)| *grown > 0.0).map(|(_, at)| at)
}

fn within<T>(series: &[T], from: usize, to: usize) -> Option<&[T]> {
    series.get(from..to.min(series.len()))
}

fn rise(series: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = series.collect();
    let quarter = (all.len() / 4).max(1);
    if all.len() < 2 {
        return 0.0;
    }
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    mean(&all[all.len() - quarter..]) - mean(&all[..quarter])
}
