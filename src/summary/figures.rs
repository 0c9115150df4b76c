//! A run's figures replication by replication, so that two runs under the same random numbers can be paired.

use super::components::resources_of;
use super::latency::{Cut, pooled};
use super::later::{measured_against, sections};
use super::objectives;
use crate::blueprint::{Blueprint, Metric, Target};
use crate::component::Spec;
use crate::document::Report;
use crate::stats::Histogram;
use crate::world::Outcome;
use crate::world::meters::Meters;

/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// One figure of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// `p99`, `errors`, `redirect.p99`, `cache.hit_ratio`, `app.cpu.utilization`.
    pub metric: String,
    /// `ms`, `ratio`, `1/s`.
    pub unit: &'static str,
    /// Whether more is better.
    pub more_is_better: bool,
    /// Of all replications together, as the report has it; `None` where there is nothing to measure.
    pub value: Option<f64>,
    /// Of each replication by itself; empty if one of them has nothing to measure.
    pub each: Vec<f64>,
    /// Two values that differ by less than this share of them are the same, as far as can be told.
    pub resolution: f64,
}

/// Quantiles are midpoints of a histogram's buckets, each within 1/2048 of the truth.
const BUCKETS: f64 = 1.0 / 1024.0;

/// The latencies that are compared.
const QUANTILES: [(&str, Option<f64>); 8] = [
    ("mean", None),
    ("p50", Some(0.5)),
    ("p75", Some(0.75)),
    ("p90", Some(0.9)),
    ("p95", Some(0.95)),
    ("p99", Some(0.99)),
    ("p999", Some(0.999)),
    ("p9999", Some(0.9999)),
];

/// Every figure that designs are compared by, in the order in which they should be read: latency, answers and
/// failures, objectives beyond these, hit ratios, and the utilization of each limited resource. What does not
/// settle has no latency.
#[must_use]
pub fn figures(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Vec<Figure> {
    let reps = &outcome.replications;
    let settles = report.latency_ms.is_some();
    let mut found =
        latencies(reps, None, settles, "", &["mean", "p50", "p90", "p95", "p99", "p999"]);
    if blueprint.request_types.len() > 1 {
        for (at, request_type) in blueprint.request_types.iter().enumerate() {
            let own = format!("{}.", request_type.name);
            found.extend(latencies(reps, Some(at), settles, &own, &["p99"]));
        }
    }
    found.push(errors(reps, None, "errors".to_owned()));
    found.push(completed(outcome));
    asked_for(blueprint, outcome, report, &mut found);
    of_queues(blueprint, outcome, report, &mut found);
    for (at, component) in blueprint.components.iter().enumerate() {
        if component.spec.cache().is_some() {
            found.push(hits(reps, at, format!("{}.hit_ratio", component.name)));
        }
    }
    for (at, component) in blueprint.components.iter().enumerate() {
        for (name, id) in resources_of(outcome, at) {
            found.push(Figure {
                metric: utilization_of(&component.name, name),
                ..ratio(reps, &|m| m.resources[id].used, &|m| m.resources[id].capacity)
            });
        }
    }
    found
}

/// `p99` of all requests, and the share of them that fails, `errors`: what a change is judged by first.
#[must_use]
pub fn p99_and_errors(outcome: &Outcome, report: &Report) -> Vec<Figure> {
    let reps = &outcome.replications;
    let mut found = latencies(reps, None, report.latency_ms.is_some(), "", &["p99"]);
    found.push(errors(reps, None, "errors".to_owned()));
    found
}

/// What the utilization of a component's resource is called among the figures.
#[must_use]
pub fn utilization_of(component: &str, resource: &str) -> String {
    format!("{component}.{resource}.utilization")
}

/// Objectives of the page that the other figures do not cover.
fn asked_for(blueprint: &Blueprint, outcome: &Outcome, report: &Report, found: &mut Vec<Figure>) {
    let settles = report.latency_ms.is_some();
    let reps = &outcome.replications;
    for target in &blueprint.slo {
        let label = target.metric.name();
        let own = target
            .request_type
            .map_or(String::new(), |at| format!("{}.", blueprint.request_types[at].name));
        let metric = format!("{own}{label}");
        if found.iter().any(|figure| figure.metric == metric) {
            continue;
        }
        match target.metric {
            Metric::Cost => {}
            Metric::Errors => found.push(errors(reps, target.request_type, metric)),
            Metric::Availability => {
                let Some(each) = objectives::available_shares(blueprint, outcome, !settles) else {
                    continue;
                };
                found.push(mean(metric, "ratio", true, each));
            }
            Metric::Stale => {
                let (stale, reads) = objectives::stale_and_reads(target.request_type);
                found.push(Figure { metric, ..ratio(reps, &stale, &reads) });
            }
            metric if metric.later_quantile().is_some() => {
                found.push(later(blueprint, outcome, report, target));
            }
            _ => found.extend(latencies(reps, target.request_type, settles, &own, &[label])),
        }
    }
}

/// Of pages with queues: how long later work takes, what still waits at the end of a run, what is handed out again.
fn of_queues(blueprint: &Blueprint, outcome: &Outcome, report: &Report, found: &mut Vec<Figure>) {
    let reps = &outcome.replications;
    let queues = blueprint.components.iter().enumerate();
    let queues = queues.filter(|(_, component)| matches!(component.spec, Spec::Queue(_)));
    let queues: Vec<(usize, &str)> = queues.map(|(at, it)| (at, it.name.as_str())).collect();
    if queues.is_empty() {
        return;
    }
    let any = Target { request_type: None, metric: Metric::LaterP99, target: f64::INFINITY };
    if !found.iter().any(|figure| figure.metric == any.metric.name()) {
        found.push(later(blueprint, outcome, report, &any));
    }
    for (at, queue) in queues {
        let waiting = reps.iter().map(|meters| meters.components[at].waiting_at_end as f64);
        found.push(mean(format!("{queue}.waiting_at_end"), "", false, waiting.collect()));
        let again = |meters: &Meters| meters.components[at].redelivered as f64;
        let sent = |meters: &Meters| meters.components[at].arrivals as f64;
        found.push(Figure { metric: format!("{queue}.redelivered"), ..ratio(reps, &again, &sent) });
    }
}

/// An objective on later work.
fn later(blueprint: &Blueprint, outcome: &Outcome, report: &Report, target: &Target) -> Figure {
    let value = measured_against(blueprint, outcome, report, target);
    let quantile = target.metric.later_quantile().unwrap_or(0.0);
    let sections = sections(&outcome.replications, target.request_type, target.target as u64);
    let each = sections.iter().map(|own| own.quantile(quantile).map(|ns| ns as f64 / MS));
    Figure {
        metric: objectives::objective_name(blueprint, target),
        unit: "ms",
        more_is_better: false,
        value: value.map(|value| value.value),
        each: each.collect::<Option<_>>().filter(|_| value.is_some()).unwrap_or_default(),
        resolution: BUCKETS,
    }
}

fn latencies(
    reps: &[Meters],
    request_type: Option<usize>,
    settles: bool,
    own: &str,
    wanted: &[&str],
) -> Vec<Figure> {
    let sections: Vec<Histogram> =
        reps.iter().map(|meters| pooled(meters, Cut { request_type, phase: None })).collect();
    let all: Histogram = sections.iter().collect();
    let of = |histogram: &Histogram, quantile: Option<f64>| match quantile {
        Some(q) => histogram.quantile(q).map(|ns| ns as f64 / MS),
        None => histogram.mean().map(|ns| ns / MS),
    };
    let figure = |&(name, quantile): &(&str, Option<f64>)| {
        let each: Option<Vec<f64>> = sections.iter().map(|section| of(section, quantile)).collect();
        Figure {
            metric: format!("{own}{name}"),
            unit: "ms",
            more_is_better: false,
            value: of(&all, quantile).filter(|_| settles),
            each: each.filter(|_| settles).unwrap_or_default(),
            resolution: if quantile.is_some() { BUCKETS } else { 0.0 },
        }
    };
    QUANTILES.iter().filter(|(name, _)| wanted.contains(name)).map(figure).collect()
}

fn errors(reps: &[Meters], request_type: Option<usize>, metric: String) -> Figure {
    let counts = move |m: &Meters| {
        let own = m.request_types.iter().enumerate();
        let own = own.filter(|(at, _)| request_type.is_none_or(|only| only == *at));
        own.fold((0, 0), |(failed, ended), (_, j)| {
            (failed + j.failed, ended + j.failed + j.completed)
        })
    };
    Figure { metric, ..ratio(reps, &move |m| counts(m).0 as f64, &move |m| counts(m).1 as f64) }
}

fn completed(outcome: &Outcome) -> Figure {
    let length_s = super::window_s(outcome);
    let rate =
        |m: &Meters| m.request_types.iter().map(|j| j.completed).sum::<u64>() as f64 / length_s;
    let each: Vec<f64> = outcome.replications.iter().map(rate).collect();
    mean("completed_per_s".to_owned(), "1/s", true, each)
}

fn hits(reps: &[Meters], at: usize, metric: String) -> Figure {
    let hits = |m: &Meters| m.components[at].hits as f64;
    let lookups = |m: &Meters| m.components[at].lookups as f64;
    Figure { metric, more_is_better: true, ..ratio(reps, &hits, &lookups) }
}

fn mean(metric: String, unit: &'static str, more_is_better: bool, each: Vec<f64>) -> Figure {
    let value = (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64);
    Figure { metric, unit, more_is_better, value, each, resolution: 0.0 }
}

/// Σ above / Σ below, of all and of each.
fn ratio(
    reps: &[Meters],
    above: &dyn Fn(&Meters) -> f64,
    below: &dyn Fn(&Meters) -> f64,
) -> Figure {
    let total: f64 = reps.iter().map(below).sum();
    let each: Option<Vec<f64>> = reps
        .iter()
        .map(|meters| {
            Some(below(meters)).filter(|whole| *whole > 0.0).map(|whole| above(meters) / whole)
        })
        .collect();
    Figure {
        metric: String::new(),
        unit: "ratio",
        more_is_better: false,
        value: (total > 0.0).then(|| reps.iter().map(above).sum::<f64>() / total),
        each: each.unwrap_or_default(),
        resolution: 0.0,
    }
}
