//! A page's load: how large it is, and the same page under so many times as much of it.

use crate::blueprint::{Blueprint, Load, so_many_times};
use crate::estimate::{self, Flow};

const NS_PER_S: f64 = 1e9;
/// A hit ratio moves utilization by less than this factor on the way to saturation.
const FURTHEST: f64 = 100.0;
/// A window is at least so many mean latencies long.
const LATENCIES: f64 = 20.0;

/// The design with every rate, or the number of clients, multiplied.
#[must_use]
pub(super) fn scaled(blueprint: &Blueprint, times: f64) -> Blueprint {
    let mut scaled = blueprint.clone();
    for request_type in &mut scaled.request_types {
        request_type.rate_per_s *= times;
    }
    if let Load::Closed { clients, .. } = &mut scaled.load {
        *clients = so_many_times(*clients, times);
    }
    scaled
}

/// What is scaled: requests per second of an open load, clients of a closed one.
#[must_use]
pub(super) fn size_of(blueprint: &Blueprint) -> f64 {
    match &blueprint.load {
        Load::Open { .. } => {
            blueprint.request_types.iter().map(|request_type| request_type.rate_per_s).sum()
        }
        Load::Closed { clients, .. } => f64::from(*clients),
    }
}

/// Whether something changes over time, so that a run has to cover it.
#[must_use]
pub(super) fn is_eventful(blueprint: &Blueprint) -> bool {
    blueprint.is_eventful()
}

/// The flow of a design under so many times its load.
#[must_use]
pub(super) fn flow_at(blueprint: &Blueprint, times: f64) -> Flow {
    estimate::flow(&scaled(blueprint, times))
}

/// The utilization of the busiest resource, by arithmetic; 0 where nothing limits. A limiter's is what comes over
/// what it lets pass: behind it nothing is ever busier, however much comes.
#[must_use]
pub(super) fn busiest(blueprint: &Blueprint, flow: &Flow) -> f64 {
    let each = blueprint.components.iter().zip(&flow.components);
    let of = each.filter_map(|(component, own)| match component.spec.limiter() {
        Some(limiter) if !limiter.per_key => Some(own.calls_per_s / limiter.rate_per_s),
        _ => own.utilization,
    });
    of.fold(0.0, f64::max)
}

/// So many times the load fill the busiest resource, by arithmetic; `None` where nothing limits.
///
/// A closed load fills nothing beyond its bound; there it is the number of clients at which both bounds of
/// operational analysis meet: N* = X (R + Z) (Denning and Buzen, ACM Computing Surveys 10(3), 1978).
#[must_use]
pub(super) fn saturation(blueprint: &Blueprint) -> Option<f64> {
    if let Load::Closed { clients, think } = &blueprint.load {
        let flow = flow_at(blueprint, 1e-9);
        let busy = busiest(blueprint, &flow);
        let rate = flow.requests_per_s;
        let latency_s: f64 = blueprint
            .request_types
            .iter()
            .zip(&flow.request_types)
            .map(|(request_type, flow)| request_type.share * flow.latency_s)
            .sum();
        let most_per_s = (busy > 0.0).then(|| rate / busy)?;
        let knee = most_per_s * (latency_s + think.mean_ns() / NS_PER_S);
        return Some((knee / f64::from(*clients)).max(1.0 / f64::from(*clients)));
    }
    let today = busiest(blueprint, &flow_at(blueprint, 1.0));
    if today <= 0.0 {
        return None;
    }
    let first = 1.0 / today;
    // A cache's hit ratio moves with the rate, so that utilization is not quite proportional to it.
    let (mut times, mut rounds) = (1.0 / today, 0);
    while rounds < 8 {
        let busy = busiest(blueprint, &flow_at(blueprint, times));
        if !busy.is_finite() || busy <= 0.0 || (busy - 1.0).abs() < 1e-3 {
            break;
        }
        // Where more load makes nothing busier, something on the way holds it back.
        if times / busy > FURTHEST * first {
            break;
        }
        times /= busy;
        rounds += 1;
    }
    Some(times)
}

/// Mean requests per second under so many times the load, before anything happens.
#[must_use]
pub(super) fn rate_per_s(blueprint: &Blueprint, times: f64) -> f64 {
    match &blueprint.load {
        Load::Open { .. } => size_of(blueprint) * times,
        Load::Closed { .. } => flow_at(blueprint, times).requests_per_s,
    }
    .max(1e-9)
}

/// The time in which so many requests arrive, ns; at least many times as long as the answers take, so that
/// some are seen.
#[must_use]
pub(super) fn time_for(requests: f64, blueprint: &Blueprint, times: f64) -> u64 {
    let flow = flow_at(blueprint, times);
    let slowest_s =
        flow.request_types.iter().map(|request_type| request_type.latency_s).fold(0.0, f64::max);
    let wanted_s = requests / rate_per_s(blueprint, times);
    (wanted_s.max(LATENCIES * slowest_s) * NS_PER_S).clamp(1e6, 2.6e15) as u64
}
