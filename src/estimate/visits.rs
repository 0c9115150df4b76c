//! How often requests come by each component, and what that asks of it: means, multiplied along the
//! paths. No queueing, no failures, no second tries; what these add is what the simulation is for.
//!
//! Offered load in erlangs is rate × mean work, and by Little's law (Little, "A proof for the queuing
//! formula L = λW", Operations Research 9(3), 1961) the mean number busy. A closed load's rate is the
//! asymptotic bound of operational analysis, the smaller of N / (R + Z) and the rate that fills the
//! busiest resource (Denning & Buzen, "The operational analysis of queueing network models", ACM
//! Computing Surveys 10(3), 1978).

use super::flow::Flow;
use super::levels::Caches;
use super::tally::Tally;
use super::{load, walk};
use crate::blueprint::{Blueprint, Load, Shape, Verb};

/// The flow at the base rate.
#[must_use]
pub fn flow(blueprint: &Blueprint) -> Flow {
    match &blueprint.load {
        Load::Open { .. } => {
            let rates: Vec<f64> = blueprint.request_types.iter().map(|j| j.rate_per_s).collect();
            flow_at(blueprint, &rates)
        }
        Load::Closed { clients, think } => {
            closed(blueprint, f64::from(*clients), think.mean_ns() / 1e9)
        }
    }
}

/// The flow with these requests per second of each request type, in the blueprint's order.
#[must_use]
pub fn flow_at(blueprint: &Blueprint, rates_per_s: &[f64]) -> Flow {
    let mut caches = Caches::empty(blueprint);
    let mut tally = Tally::default();
    // A cache's misses are the next one's requests: each round gets one more level right, and as no
    // path calls itself, few rounds are enough.
    for _ in 0..MAX_ROUNDS {
        tally = walk::tally(blueprint, rates_per_s, &caches);
        if !caches.settle(blueprint, &tally) {
            break;
        }
    }
    let components = (0..blueprint.components.len())
        .map(|id| load::component(blueprint, id, &tally.components[id], &caches))
        .collect();
    Flow {
        requests_per_s: rates_per_s.iter().sum(),
        peak_times: peak_times(blueprint),
        components,
        request_types: tally.request_types,
    }
}

/// Rounds after which levels of caches are taken as settled.
const MAX_ROUNDS: usize = 20;

/// The flow of a closed load: the rate at which its own latency and capacities hold it.
fn closed(blueprint: &Blueprint, clients: f64, think_s: f64) -> Flow {
    let at = |rate: f64| {
        let rates: Vec<f64> = blueprint.request_types.iter().map(|j| rate * j.share).collect();
        flow_at(blueprint, &rates)
    };
    let mut rate = if think_s > 0.0 { clients / think_s } else { clients };
    let mut found = at(rate);
    for _ in 0..MAX_ROUNDS {
        let latency_s: f64 = blueprint
            .request_types
            .iter()
            .zip(&found.request_types)
            .map(|(j, f)| j.share * f.latency_s)
            .sum();
        let cycle_s = latency_s + think_s;
        let busiest = found.components.iter().filter_map(|c| c.utilization).fold(0.0, f64::max);
        let bound = (clients / cycle_s).min(rate / busiest);
        // Neither a delay nor a limit anywhere: no finite rate describes it.
        let next = if bound.is_finite() { bound } else { 0.0 };
        let settled = (next - rate).abs() <= 1e-9 * rate;
        (rate, found) = (next, at(next));
        if settled || rate == 0.0 {
            break;
        }
    }
    found
}

/// The highest product of the shape and the timeline's traffic over time.
fn peak_times(blueprint: &Blueprint) -> f64 {
    let traffic: Vec<(u64, u64, f64)> = blueprint
        .timeline
        .iter()
        .filter_map(|happening| match happening.verb {
            Verb::Traffic(times) => {
                let until =
                    happening.for_ns.map_or(u64::MAX, |ns| happening.at_ns.saturating_add(ns));
                Some((happening.at_ns, until, times))
            }
            _ => None,
        })
        .collect();
    let of_traffic = |at: u64| -> f64 {
        traffic
            .iter()
            .filter(|(from, to, _)| *from <= at && at < *to)
            .map(|(_, _, times)| times)
            .product()
    };
    let shape = &blueprint.shape;
    if shape.period_ns.is_some() {
        // How the period falls on the events depends on the run's length: take the highest of each.
        let highest = traffic.iter().map(|&(at, _, _)| of_traffic(at)).fold(1.0, f64::max);
        return highest * shape.points.iter().map(|point| point.1).fold(1.0, f64::max);
    }
    // Piecewise linear times piecewise constant is highest at an end of a piece, on one of its sides.
    let mut instants: Vec<u64> = shape.points.iter().map(|point| point.0).collect();
    instants.extend(traffic.iter().flat_map(|&(from, to, _)| [from, to.saturating_sub(1)]));
    instants.iter().fold(1.0, |peak: f64, &at| peak.max(highest_at(shape, at) * of_traffic(at)))
}

/// The shape's multiplier at an instant; the higher one where it jumps.
fn highest_at(shape: &Shape, at_ns: u64) -> f64 {
    let points = &shape.points;
    let here = points.iter().filter(|point| point.0 == at_ns).map(|point| point.1);
    if let Some(highest) = here.reduce(f64::max) {
        return highest;
    }
    let after = points.partition_point(|point| point.0 < at_ns);
    match (after.checked_sub(1).and_then(|before| points.get(before)), points.get(after)) {
        (None, _) => 1.0,
        (Some(last), None) => last.1,
        (Some(&(from, low)), Some(&(to, high))) => {
            low + (high - low) * (at_ns - from) as f64 / (to - from) as f64
        }
    }
}
