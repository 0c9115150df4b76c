//! The run over time: phases between events, and a series of intervals for the charts.

use std::collections::BTreeMap;

use super::components::resources_of;
use super::latency::{Cut, latency_ms};
use super::measure::{ratio_of_sums, share};
use crate::blueprint::Blueprint;
use crate::document::{ComponentSeries, Mark, Phase, Timeseries};
use crate::stats::Small;
use crate::world::Outcome;
use crate::world::meters::Meters;

fn seconds(ns: u64) -> f64 {
    ns as f64 / 1e9
}

/// Before, during and after each event.
pub fn phases(blueprint: &Blueprint, outcome: &Outcome) -> Vec<Phase> {
    let reps = &outcome.replications;
    let window = &outcome.plan.window;
    let mut starts = vec![0];
    starts.extend(&window.cuts_ns);
    let each = |(at, &from): (usize, &u64)| {
        let to = starts.get(at + 1).copied().unwrap_or(window.length_ns());
        let length_s = seconds(to - from) * reps.len().max(1) as f64;
        let sum = |count: fn(&(u64, u64)) -> u64| {
            reps.iter().map(|meters| count(&meters.phases[at])).sum::<u64>() as f64 / length_s
        };
        let failed = |m: &Meters| {
            let of_phase =
                m.failures.iter().filter(|((_, phase, _, _), _)| usize::from(*phase) == at);
            of_phase.map(|(_, count)| *count).sum::<u64>() as f64
        };
        let rate = share(ratio_of_sums(reps, &failed, &|m| failed(m) + m.phases[at].1 as f64));
        Phase {
            label: outcome.plan.phase_labels.get(at).cloned().unwrap_or_default().into(),
            from_s: seconds(from),
            to_s: seconds(to),
            offered_per_s: sum(|phase| phase.0),
            completed_per_s: sum(|phase| phase.1),
            latency_ms: latency_ms(outcome, Cut { request_type: None, phase: Some(at) }),
            errors: super::errors(blueprint, reps, &|_, phase| usize::from(phase) == at, rate),
        }
    };
    starts.iter().enumerate().map(each).collect()
}

/// Events to mark on the charts.
pub fn marks(blueprint: &Blueprint, outcome: &Outcome) -> Vec<Mark> {
    let end = outcome.plan.duration_ns;
    let shape = blueprint.shape.marks.iter().map(|(from, until, label)| (*from, *until, label));
    let timeline = blueprint.timeline.iter().map(|happening| {
        let until = happening.for_ns.map(|length| happening.at_ns + length);
        (happening.at_ns, until, &happening.label)
    });
    let mut marks: Vec<Mark> = shape
        .chain(timeline)
        .filter(|(from, _, _)| *from < end)
        .map(|(from, until, label)| Mark {
            at_s: seconds(from),
            until_s: until.map(|until| seconds(until.min(end))),
            label: label.clone().into(),
        })
        .collect();
    marks.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    marks
}

/// One entry per interval, averaged over the replications.
pub fn timeseries(blueprint: &Blueprint, outcome: &Outcome) -> Timeseries {
    let reps = &outcome.replications;
    let window = &outcome.plan.window;
    let count = window.intervals();
    let length_s = |at: usize| {
        let from = window.interval_ns * at as u64;
        seconds(window.interval_ns.min(window.length_ns() - from)) * reps.len().max(1) as f64
    };
    let rate = |pick: fn(&crate::world::meters::Interval) -> u64| -> Vec<f64> {
        (0..count)
            .map(|at| {
                reps.iter().map(|meters| pick(&meters.intervals[at])).sum::<u64>() as f64
                    / length_s(at)
            })
            .collect()
    };
    let p99 = |at: usize| -> Option<f64> {
        let all: Small = reps.iter().map(|meters| &meters.intervals[at].latency).collect();
        all.quantile(0.99).map(|ns| ns as f64 / 1e6)
    };
    let names = blueprint.components.iter().enumerate();
    Timeseries {
        interval_s: seconds(window.interval_ns),
        offered_per_s: rate(|interval| interval.offered),
        completed_per_s: rate(|interval| interval.completed),
        p99_ms: (0..count).map(p99).collect(),
        errors_per_s: rate(|interval| interval.failed),
        components: names
            .map(|(at, component)| (component.name.clone(), series(outcome, at, count)))
            .collect::<BTreeMap<_, _>>(),
    }
}

/// A component's busiest resource and its waiters, interval by interval.
fn series(outcome: &Outcome, component: usize, count: usize) -> ComponentSeries {
    let reps = &outcome.replications;
    let all = reps.len().max(1) as f64;
    let ids = resources_of(outcome, component);
    let mean = |id: usize, at: usize, pick: fn(&(f64, f64)) -> f64| {
        let values = reps.iter().filter_map(|meters| meters.resources[id].series.get(at));
        values.map(pick).sum::<f64>() / all
    };
    let utilization = |at: usize| {
        let limits = ids.iter().filter(|(name, _)| *name != "pool");
        limits.map(|&(_, id)| mean(id, at, |point| point.0)).fold(0.0, f64::max)
    };
    let queue = |at: usize| {
        let waiting: f64 = ids.iter().map(|&(_, id)| mean(id, at, |point| point.1)).sum();
        let backlog = reps
            .iter()
            .filter_map(|meters| meters.components[component].backlog_intervals.get(at))
            .sum::<f64>();
        waiting + backlog / all
    };
    let scaling = |pick: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let each = |at: usize| {
            let scaled = reps.iter().filter_map(|m| m.components[component].scaling.as_ref());
            scaled.filter_map(|meter| meter.series.get(at)).map(pick).sum::<f64>() / all
        };
        let scales = reps.iter().any(|meters| meters.components[component].scaling.is_some());
        if scales { (0..count).map(each).collect() } else { Vec::new() }
    };
    let limited = ids.iter().any(|(name, _)| *name != "pool");
    ComponentSeries {
        utilization: if limited { (0..count).map(utilization).collect() } else { Vec::new() },
        queue: (0..count).map(queue).collect(),
        instances: scaling(|point| point.0),
        booting: scaling(|point| point.1),
    }
}
