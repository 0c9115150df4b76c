//! The series that a story is found in, one entry an interval: means of the replications.

use std::collections::BTreeMap;

use crate::blueprint::Blueprint;
use crate::document::Report;
use crate::world::Outcome;
use crate::world::meters::{Reason, Turn};

/// A reason, and the component where it arises.
pub type Cause = (Reason, u16);

/// All of a run that a story needs.
pub struct Series {
    /// Seconds of an interval.
    pub interval_s: f64,
    /// Intervals.
    pub count: usize,
    /// Intervals that lie before the first event; none if it comes at once, all if there is none.
    pub before: usize,
    /// When the page makes something happen or end, in seconds.
    events_s: Vec<f64>,
    /// When the last of it is over, if something ever happens and it is over before the end.
    pub over_s: Option<f64>,
    /// Requests that ended, in all replications.
    pub ended: Vec<f64>,
    /// Requests that came, in all replications.
    pub offered: Vec<f64>,
    /// Tries after the first, in all replications.
    pub retries: Vec<f64>,
    /// Failures by what they fail of, in all replications.
    pub failures: BTreeMap<Cause, Vec<f64>>,
    /// Those of the whole run, by request type.
    pub by_type: BTreeMap<Cause, BTreeMap<u16, f64>>,
    /// What turned at components, in a run on average.
    pub turns: BTreeMap<(Turn, u16), Vec<f64>>,
}

impl Series {
    pub fn of(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Self {
        let reps = &outcome.replications;
        let window = &outcome.plan.window;
        let (count, interval_s) = (window.intervals(), window.interval_ns as f64 / 1e9);
        let end_s = report.simulated_s;
        let mut series = Self {
            interval_s,
            count,
            before: count,
            events_s: Vec::new(),
            over_s: None,
            ended: vec![0.0; count],
            offered: vec![0.0; count],
            retries: vec![0.0; count],
            failures: BTreeMap::new(),
            by_type: BTreeMap::new(),
            turns: BTreeMap::new(),
        };
        for mark in &report.marks {
            series.events_s.push(mark.at_s);
            series.events_s.extend(mark.until_s);
        }
        if let Some(first) = report.marks.first() {
            series.before = ((first.at_s / interval_s) as usize).min(count);
        } else if blueprint.shape.period_ns.is_some() {
            // A load that is never the same has no usual time.
            series.before = 0;
        }
        let last = report.marks.iter().map(|mark| mark.until_s.unwrap_or(mark.at_s));
        series.over_s = last.max_by(f64::total_cmp).filter(|over| *over < end_s);
        let each = 1.0 / reps.len().max(1) as f64;
        for (at, interval) in reps.iter().flat_map(|meters| meters.intervals.iter().enumerate()) {
            series.ended[at] += (interval.completed + interval.failed) as f64;
            series.offered[at] += interval.offered as f64;
            series.retries[at] += interval.retries as f64;
            for (&(request_type, reason, place), &failed) in &interval.failures {
                let cause = (reason, place);
                let own = series.failures.entry(cause).or_insert_with(|| vec![0.0; count]);
                own[at] += failed as f64;
                let types = series.by_type.entry(cause).or_default();
                *types.entry(request_type).or_insert(0.0) += failed as f64;
            }
            for (&what, &times) in &interval.turns {
                let own = series.turns.entry(what).or_insert_with(|| vec![0.0; count]);
                own[at] += times as f64 * each;
            }
        }
        series
    }

    /// When what is seen in an interval happens: at its start, or with the last event within it, which it follows.
    pub fn time(&self, interval: usize) -> f64 {
        let from = self.interval_s * interval as f64;
        let within = |at: &&f64| **at > from && **at < from + self.interval_s;
        self.events_s.iter().filter(within).copied().fold(from, f64::max)
    }

    /// The mean of a share before the first event; 0 where there is nothing before it.
    pub fn usual(&self, part: &[f64], of: &[f64]) -> f64 {
        let sum = |values: &[f64]| values[..self.before.min(values.len())].iter().sum::<f64>();
        if self.before == self.count || sum(of) <= 0.0 { 0.0 } else { sum(part) / sum(of) }
    }
}
