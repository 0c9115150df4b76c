//! The SLO table: what was asked for, what was measured, whether it is met and whether that is clear.

use super::latency::{Cut, pooled};
use super::later;
use super::measure::{mean_of, ratio_of_sums};
use super::unanswered;
use crate::blueprint::{Blueprint, Metric, Target};
use crate::document::{LatencyMs, Measured, Objective, Report};
use crate::world::Outcome;
use crate::world::meters::{Meters, RequestTypeMeter, Second};

/// So many requests in a second must not all stay without an answer.
const MANY: u32 = 10;

/// Every objective of the page.
pub fn objectives(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Vec<Objective> {
    blueprint.slo.iter().map(|target| objective(blueprint, outcome, report, target)).collect()
}

/// What an objective is called: `p99`, `redirect.p99`.
#[must_use]
pub fn objective_name(blueprint: &Blueprint, target: &Target) -> String {
    let label = target.metric.name();
    match target.request_type {
        Some(at) => format!("{}.{label}", blueprint.request_types[at].name),
        None => label.to_owned(),
    }
}

fn of_latency(metric: Metric, latency: &LatencyMs) -> Option<Measured> {
    match metric {
        Metric::Mean => Some(latency.mean),
        Metric::P50 => Some(latency.p50),
        Metric::P75 => Some(latency.p75),
        Metric::P90 => Some(latency.p90),
        Metric::P95 => Some(latency.p95),
        Metric::P99 => Some(latency.p99),
        Metric::P999 => Some(latency.p999),
        Metric::P9999 => Some(latency.p9999),
        _ => None,
    }
}

fn objective(
    blueprint: &Blueprint,
    outcome: &Outcome,
    report: &Report,
    target: &Target,
) -> Objective {
    let request_type = target.request_type.map(|at| blueprint.request_types[at].name.as_str());
    let own = request_type.and_then(|name| report.request_types.get(name));
    let latency = match own {
        Some(request_type) => request_type.latency_ms.as_ref(),
        None => report.latency_ms.as_ref(),
    };
    let waits = piles_up(report)
        || unanswered::of(blueprint, outcome, report, target.request_type) >= unanswered::MANY;
    let (unit, asked, actual) = match target.metric {
        Metric::Errors => {
            let rate = own.map_or(report.errors.rate, |request_type| request_type.errors.rate);
            let rate =
                if waits { failed_or_unanswered(outcome, target.request_type) } else { rate };
            let any = ended(outcome, target.request_type) || waits;
            ("ratio", target.target, any.then_some(rate))
        }
        Metric::Availability => {
            let shares = available_shares(blueprint, outcome, waits);
            let actual = shares.map(|shares| super::measure::share(mean_of(&shares)));
            ("ratio", target.target, actual)
        }
        Metric::Cost => {
            let bill = Measured { value: report.cost.per_month_usd, low: None, high: None };
            // Where nothing has a price there is no bill to hold against anything.
            let is_known = !report.cost.lines.is_empty() || report.cost.unpriced.is_empty();
            ("USD/month", target.target, is_known.then_some(bill))
        }
        Metric::Stale => ("ratio", target.target, Some(stale(outcome, target.request_type))),
        metric if metric.later_quantile().is_some() => {
            ("ms", target.target / 1e6, later::measured_against(blueprint, outcome, report, target))
        }
        metric => {
            let actual = latency.and_then(|latency| of_latency(metric, latency));
            ("ms", target.target / 1e6, actual.filter(|_| !is_beyond(target, outcome, report)))
        }
    };
    // Of availability more is better; of everything else less.
    let meets = |value: f64| {
        if target.metric == Metric::Availability { value >= asked } else { value <= asked }
    };
    let clear = actual.is_none_or(|actual| match (actual.low, actual.high) {
        (Some(low), Some(high)) => asked < low || asked > high || low == high,
        _ => target.metric == Metric::Cost || clear_by_share(target, outcome),
    });
    Objective {
        objective: objective_name(blueprint, target),
        unit: unit.to_owned(),
        target: asked,
        actual: actual.map(|actual| actual.value),
        low: actual.and_then(|actual| actual.low),
        high: actual.and_then(|actual| actual.high),
        met: actual.is_some_and(|actual| meets(actual.value)),
        clear,
    }
}

/// Whether so many requests have waited for longer than the objective, and have no answer, that the quantile lies among
/// them.
fn is_beyond(target: &Target, outcome: &Outcome, report: &Report) -> bool {
    let aged_s = target.target / 1e9;
    target.metric.quantile().is_some_and(|quantile| {
        unanswered::unanswered(outcome, report, target.request_type, aged_s) > 1.0 - quantile
    })
}

/// Whether it is clear on which side of its target a quantile lies that has no interval: by the share of the requests
/// that take longer than the target, which has one.
fn clear_by_share(target: &Target, outcome: &Outcome) -> bool {
    let Some(quantile) = target.metric.quantile() else { return false };
    let cut = Cut { request_type: target.request_type, phase: None };
    // Targets are whole nanoseconds far below 2^53.
    let target_ns = target.target as u64;
    let above = |meters: &Meters| {
        let all = pooled(meters, cut);
        all.count().saturating_sub(all.count_up_to(target_ns)) as f64
    };
    let all = |meters: &Meters| pooled(meters, cut).count() as f64;
    let found = ratio_of_sums(&outcome.replications, &above, &all);
    let allowed = 1.0 - quantile;
    let (Some(low), Some(high)) = (found.low, found.high) else { return false };
    let known = low < high || found.value > 0.0;
    known && (allowed < low || allowed > high)
}

/// Whether any request has ended.
fn ended(outcome: &Outcome, request_type: Option<usize>) -> bool {
    outcome.replications.iter().any(|meters| {
        meters.request_types.iter().enumerate().any(|(at, counts)| {
            request_type.is_none_or(|only| only == at) && counts.completed + counts.failed > 0
        })
    })
}

/// Whether more is asked than answered to the end: who waits then is not answered, and nobody tells him so.
pub(super) fn piles_up(report: &Report) -> bool {
    !report.stability.stable && report.latency_ms.is_none() && report.too_short.is_none()
}

/// The share of the requests that failed or still wait, of a load that outgrows the design.
fn failed_or_unanswered(outcome: &Outcome, request_type: Option<usize>) -> Measured {
    let sum = |meters: &Meters, count: &dyn Fn(&RequestTypeMeter) -> u64| {
        let all = meters.request_types.iter().enumerate();
        let chosen = all.filter(|(at, _)| request_type.is_none_or(|only| only == *at));
        chosen.map(|(_, own)| count(own)).sum::<u64>() as f64
    };
    let without_answer = |own: &RequestTypeMeter| own.offered.saturating_sub(own.completed);
    super::measure::share(ratio_of_sums(
        &outcome.replications,
        &|meters| sum(meters, &without_answer),
        &|meters| sum(meters, &|own| own.offered),
    ))
}

/// The share of seconds whose error rate is within the errors objective, of each replication. Where requests pile
/// up, those that come and are not answered count as failed.
pub(super) fn available_shares(
    blueprint: &Blueprint,
    outcome: &Outcome,
    piles_up: bool,
) -> Option<Vec<f64>> {
    let errors = blueprint
        .slo
        .iter()
        .find(|target| target.request_type.is_none() && target.metric == Metric::Errors)?
        .target;
    // A second in which many ask and nobody is answered, not even with an error, is a second down.
    let silent = |second: &Second| second.ended == 0 && second.offered >= MANY;
    let good = |second: &Second| {
        let waiting = if piles_up { second.offered.saturating_sub(second.ended) } else { 0 };
        let (bad, all) = (second.failed + waiting, second.ended + waiting);
        f64::from(bad) <= errors * f64::from(all) && !silent(second)
    };
    let share = |meters: &Meters| {
        let seconds = &meters.seconds;
        seconds.iter().filter(|second| good(second)).count() as f64 / seconds.len().max(1) as f64
    };
    Some(outcome.replications.iter().map(share).collect())
}

/// The share of completed requests that read something stale.
fn stale(outcome: &Outcome, request_type: Option<usize>) -> Measured {
    let (stale, reads) = stale_and_reads(request_type);
    super::measure::share(ratio_of_sums(&outcome.replications, &stale, &reads))
}

/// What counts the completed requests that read something stale, and what counts those that read.
pub(super) fn stale_and_reads(
    request_type: Option<usize>,
) -> (impl Fn(&Meters) -> f64, impl Fn(&Meters) -> f64) {
    let sum = move |meters: &Meters, count: fn(&RequestTypeMeter) -> u64| {
        let all = meters.request_types.iter().enumerate();
        let chosen = all.filter(|(at, _)| request_type.is_none_or(|only| only == *at));
        chosen.map(|(_, request_type)| count(request_type)).sum::<u64>() as f64
    };
    (
        move |m: &Meters| sum(m, |request_type| request_type.stale),
        move |m: &Meters| sum(m, |request_type| request_type.reads_completed),
    )
}
