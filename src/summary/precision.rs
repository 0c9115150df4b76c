//! How tight the intervals are against what `until_precision` asks for, and how many replications are still wanted.

use std::collections::BTreeMap;

use crate::blueprint::{Blueprint, Metric, Target};
use crate::document::{Ended, Measured, Objective, Precision, Report};
use crate::stats::precision::{relative_error, replications};
use crate::world::Outcome;
use crate::world::plan::MOST_REPLICATIONS;

/// With no event among n trials, the upper end of the 95 % interval of its share is 3 / n: the rule of three (Hanley
/// and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249, 1983).
const RULE_OF_THREE: f64 = 3.0;

/// One of the metrics that the precision is asked of.
struct Width {
    name: String,
    half: f64,
    /// What the half-width is compared with: the value; of a share its target, where that is larger.
    scale: f64,
}

impl Width {
    fn error(&self) -> Option<f64> {
        // What is 0 in every replication, and may be, is known.
        if self.half <= 0.0 { Some(0.0) } else { relative_error(self.half, self.scale) }
    }
}

/// How tight the intervals are; `None` if nothing is asked of them.
pub fn precision(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Option<Precision> {
    let wanted = blueprint.run.until_precision?;
    let widths = widths(blueprint, outcome, report);
    let hardest = hardest(&widths);
    let reached = hardest.and_then(Width::error);
    let ended_by = if report.latency_ms.is_none() {
        Ended::Unsettled
    } else if reached.is_some_and(|reached| reached <= wanted) {
        Ended::Precision
    } else if outcome.interrupted {
        Ended::Interrupt
    } else if outcome.plan.most_replications < MOST_REPLICATIONS {
        Ended::MaxRequests
    } else {
        Ended::Replications
    };
    Some(Precision {
        wanted,
        reached,
        hardest: hardest.map(|width| width.name.clone()),
        ended_by,
        metrics: widths.iter().map(|width| (width.name.clone(), width.error())).collect(),
    })
}

/// How many replications there are to be in all for the precision that is asked for; `None` if those that there
/// are suffice, the limit is reached, or more would not help because the load does not settle.
#[must_use]
pub fn more_replications(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Option<u32> {
    let wanted = blueprint.run.until_precision?;
    let widths = widths(blueprint, outcome, report);
    let hardest = hardest(&widths)?;
    if hardest.error().is_some_and(|error| error <= wanted) {
        return None;
    }
    replications(
        hardest.half,
        hardest.scale,
        wanted,
        report.replications,
        outcome.plan.most_replications,
    )
}

/// The widest, the first of several; none where no latency is known, since then the load does not settle.
fn hardest(widths: &[Width]) -> Option<&Width> {
    let error = |width: &Width| width.error().unwrap_or(f64::INFINITY);
    widths.iter().reduce(|most, width| if error(width) > error(most) { width } else { most })
}

/// Mean, median, p99 and rate of the whole, and whatever has an objective. What a bill comes to is no estimate of
/// the run, and asks for nothing.
fn widths(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Vec<Width> {
    let Some(latency) = &report.latency_ms else { return Vec::new() };
    let mut widths = Vec::new();
    let mut of_value = |name: &str, found: &Measured| {
        widths.push(Width {
            name: name.to_owned(),
            half: half_width(found.low, found.high),
            scale: found.value,
        });
    };
    of_value("mean", &latency.mean);
    of_value("p50", &latency.p50);
    of_value("p99", &latency.p99);
    of_value("completed_per_s", &report.requests.completed_per_s);
    let known: BTreeMap<String, ()> = widths.iter().map(|width| (width.name.clone(), ())).collect();
    for (target, row) in blueprint.slo.iter().zip(&report.slo) {
        if !known.contains_key(&row.objective) {
            widths.extend(of_objective(target, row, outcome));
        }
    }
    widths
}

fn of_objective(target: &Target, row: &Objective, outcome: &Outcome) -> Option<Width> {
    let actual = row.actual?;
    let half = half_width(row.low, row.high);
    let (half, scale) = match target.metric {
        Metric::Cost => return None,
        // Of availability it is the seconds lost that may be few.
        Metric::Availability => (half, (1.0 - actual).max(1.0 - row.target)),
        Metric::Errors | Metric::Stale if actual > 0.0 => (half, actual.max(row.target)),
        Metric::Errors | Metric::Stale if row.target > 0.0 => {
            (RULE_OF_THREE / trials(target, outcome).max(1.0), row.target)
        }
        // Nothing is allowed, and nothing was seen: there is no scale to be tight on.
        Metric::Errors | Metric::Stale => return None,
        _ => (half, actual),
    };
    Some(Width { name: row.objective.clone(), half, scale })
}

/// Infinite where there is no interval.
fn half_width(low: Option<f64>, high: Option<f64>) -> f64 {
    low.zip(high).map_or(f64::INFINITY, |(low, high)| 0.5 * (high - low))
}

/// How often what an objective forbids might have happened.
fn trials(target: &Target, outcome: &Outcome) -> f64 {
    let reps = outcome.replications.iter();
    let request_types = reps.flat_map(|meters| meters.request_types.iter().enumerate());
    let counted =
        request_types.filter(|(at, _)| target.request_type.is_none_or(|only| only == *at));
    let trials: u64 = counted
        .map(|(_, request_type)| match target.metric {
            Metric::Stale => request_type.reads_completed,
            _ => request_type.completed + request_type.failed,
        })
        .sum();
    trials as f64
}
