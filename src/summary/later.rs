//! Work that is left for later: how long it takes, and what of it is not done when the window ends.

use super::latency::of_sections;
use super::measure::{measured, positive};
use crate::blueprint::{Blueprint, RequestType, Target, calls};
use crate::component::Spec;
use crate::document::{LatencyMs, Measured, Report};
use crate::message::findings::Finding;
use crate::stats::{Histogram, quantile_interval, sectioned_interval};
use crate::world::Outcome;
use crate::world::meters::Meters;

/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// From this share of a queue's messages on, those that wait at the end are missing in what is known of later work …
const MANY: f64 = 0.01;
/// … and from so many of them on in a run.
const FEWEST: f64 = 10.0;

/// A queue in which far more messages wait at the window's end than at its start, so that what was done within it
/// tells of the early ones alone.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The queue.
    pub at: usize,
    /// Messages at the end of a run, on average.
    messages: f64,
    /// Age of the oldest one that is not done, on average, seconds.
    oldest_s: f64,
    /// How fast they are handed out while any waits, per second.
    per_s: f64,
}

/// The queues that the window's end cuts.
pub fn waiting(blueprint: &Blueprint, outcome: &Outcome) -> Vec<Waiting> {
    let queues = blueprint.components.iter().enumerate();
    let queues = queues.filter(|(_, component)| matches!(component.spec, Spec::Queue(_)));
    queues.filter_map(|(at, _)| of_queue(outcome, at)).collect()
}

fn of_queue(outcome: &Outcome, at: usize) -> Option<Waiting> {
    let runs = outcome.replications.len().max(1) as f64;
    let mean = |count: fn(&Meters, usize) -> u64| -> f64 {
        outcome.replications.iter().map(|meters| count(meters, at) as f64).sum::<f64>() / runs
    };
    let messages = mean(|meters, at| meters.components[at].waiting_at_end);
    let more = messages - mean(|meters, at| meters.components[at].waiting_at_start);
    let sent = mean(|meters, at| meters.components[at].arrivals);
    if more < FEWEST || more < MANY * sent {
        return None;
    }
    let handed_out = mean(|meters, at| meters.components[at].handed_out);
    let while_any_waits_s = mean(|meters, at| meters.components[at].handing_out_ns) / 1e9;
    let oldest_s = mean(|meters, at| meters.components[at].oldest_ns) / 1e9;
    Some(Waiting { at, messages, oldest_s, per_s: handed_out / while_any_waits_s })
}

impl Waiting {
    /// What there is to say of it.
    pub fn finding(&self, blueprint: &Blueprint) -> Finding {
        let begun_after_s = Some(self.messages / self.per_s).filter(|after| after.is_finite());
        Finding::LaterWaits {
            queue: blueprint.components[self.at].name.clone(),
            messages: self.messages.round() as u64,
            oldest_s: self.oldest_s,
            begun_after_s,
        }
    }
}

/// Whether a request type leaves work in one of these queues.
pub fn leaves_in(request_type: &RequestType, queues: &[Waiting]) -> bool {
    let called = calls(&request_type.path);
    called.iter().any(|(component, _)| queues.iter().any(|queue| queue.at == *component))
}

/// The time to the end of the work that a request type leaves for later.
pub fn later_ms(reps: &[Meters], request_type: usize) -> Option<LatencyMs> {
    let done = |meters: &Meters| meters.request_types[request_type].later.clone();
    of_sections(&reps.iter().filter_map(done).collect::<Vec<_>>(), &[])
}

/// What was done of it in each replication, and of what was not the ages beyond `overdue_ns`: that it takes longer is
/// known.
pub fn sections(reps: &[Meters], only: Option<usize>, overdue_ns: u64) -> Vec<Histogram> {
    let of_replication = |meters: &Meters| {
        let mut all = Histogram::new();
        let own = meters.request_types.iter().enumerate();
        for (_, own) in own.filter(|(at, _)| only.is_none_or(|only| only == *at)) {
            own.later.iter().for_each(|done| all.merge(done));
            let overdue = own.left_ns.iter().filter(|age| **age > overdue_ns);
            overdue.for_each(|&age| all.record(age));
        }
        all
    };
    reps.iter().map(of_replication).collect()
}

/// Whether what was done within the windows tells how long later work takes.
fn is_known(blueprint: &Blueprint, reps: &[Meters], report: &Report, only: Option<usize>) -> bool {
    let types = blueprint.request_types.iter().enumerate();
    types.filter(|(at, _)| only.is_none_or(|only| only == *at)).all(|(at, own)| {
        let leaves = |meters: &Meters| {
            let own = &meters.request_types[at];
            own.later.is_some() || !own.left_ns.is_empty()
        };
        let found = report.request_types.get(&own.name);
        found.is_some_and(|found| found.later_ms.is_some()) || !reps.iter().any(leaves)
    })
}

/// What an objective on later work is held against; `None` where the run cannot tell. What is not done when a window
/// ends and is older than the objective counts as taking as long as it is old; so an objective may be missed, but is
/// never met, of work of which only the early part was seen.
pub fn measured_against(
    blueprint: &Blueprint,
    outcome: &Outcome,
    report: &Report,
    target: &Target,
) -> Option<Measured> {
    let (reps, quantile) = (&outcome.replications, target.metric.later_quantile()?);
    let sections = sections(reps, target.request_type, target.target as u64);
    let all: Histogram = sections.iter().collect();
    let interval = quantile_interval(quantile, &all, &sections, &[])?;
    let is_told =
        interval.value > target.target || is_known(blueprint, reps, report, target.request_type);
    let interval = if interval.is_bounded() {
        interval
    } else {
        // What an event leaves is late at once: few replications have anything beyond the quantile of all.
        let own = sections.iter().filter_map(|own| own.quantile(quantile));
        sectioned_interval(interval.value, &own.map(|ns| ns as f64).collect::<Vec<_>>())
    };
    is_told.then(|| positive(measured(interval.scaled(1.0 / MS))))
}
