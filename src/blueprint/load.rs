//! Who sends how much: every request with a rate of its own, or all of them sharing the traffic's.

use super::{Arrivals, Load, Shape};
use crate::message::Beside;
use crate::message::component;
use crate::message::traffic::Fault;
use crate::problem::Span;
use crate::reader::Reading;
use crate::sample::Dist;
use crate::scenario::Scenario;
use crate::scenario::requests::Request;
use crate::scenario::traffic::Traffic;

/// The load with each request's part of it.
pub(super) struct Loaded {
    pub(super) load: Load,
    /// What the page's load is multiplied by; done here.
    pub(super) times: f64,
    pub(super) shape: Shape,
    /// Requests per second of each request; 0 under a closed load.
    pub(super) rates: Vec<f64>,
    /// Share of each request.
    pub(super) shares: Vec<f64>,
}

/// How the requests say their part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Rates,
    Weights,
    /// One request, which takes everything.
    Alone,
    /// It could not be told; already reported.
    Unknown,
}

pub(super) fn resolve(scenario: &Scenario<'_>, reading: &mut Reading<'_>) -> Loaded {
    let requests = &scenario.requests;
    let traffic = scenario.traffic.as_ref();
    let by = by(requests, reading);
    match by {
        By::Rates => refuse_second_load(requests, traffic, reading),
        By::Weights | By::Alone => require_load(scenario, reading),
        By::Unknown => {}
    }
    let times = traffic.and_then(|traffic| traffic.times).map_or(1.0, |times| times.value);
    let parts: Vec<f64> = requests
        .iter()
        .map(|request| match by {
            By::Rates => request.rate.map_or(0.0, |rate| rate.value * times),
            By::Weights => request.weight.map_or(0.0, |weight| weight.value),
            By::Alone | By::Unknown => 1.0,
        })
        .collect();
    let total: f64 = parts.iter().sum();
    let shares: Vec<f64> =
        parts.iter().map(|part| if total > 0.0 { part / total } else { 0.0 }).collect();
    let clients = traffic.and_then(|traffic| traffic.clients);
    let rate = traffic.and_then(|traffic| traffic.rate).map_or(0.0, |rate| rate.value * times);
    let rates = match (by, clients) {
        (By::Rates, _) => parts,
        (_, Some(_)) => vec![0.0; requests.len()],
        _ => shares.iter().map(|share| share * rate).collect(),
    };
    let arrivals = traffic.and_then(|traffic| traffic.arrivals.clone());
    let load = match clients {
        Some(clients) => Load::Closed {
            clients: so_many_times(clients.value, times),
            think: traffic
                .and_then(|traffic| traffic.think.clone())
                .map_or(Dist::ZERO, |think| think.value),
        },
        None => Load::Open {
            arrivals: arrivals.map_or(Arrivals::Poisson, |arrivals| arrivals.value),
            shared: by == By::Weights,
        },
    };
    let shape = traffic.and_then(|traffic| traffic.shape.clone());
    Loaded { load, times, shape: shape.map(|shape| shape.value).unwrap_or_default(), rates, shares }
}

/// So many times as many clients, at least one.
#[must_use]
pub fn so_many_times(clients: u32, times: f64) -> u32 {
    (f64::from(clients) * times).round().clamp(1.0, f64::from(u32::MAX)) as u32
}

/// Mixtures and gaps are reported, with both places.
fn by(requests: &[Request<'_>], reading: &mut Reading<'_>) -> By {
    let first = |pick: fn(&Request<'_>) -> Option<Span>| requests.iter().find_map(pick);
    let rate = first(|request| request.load_keys.0);
    let weight = first(|request| request.load_keys.1);
    match (rate, weight) {
        (Some(rate), Some(weight)) => {
            let mixed = requests
                .iter()
                .any(|request| request.load_keys.0.is_some() && request.load_keys.1.is_some());
            if !mixed {
                let also = (rate, Beside::Rate);
                reading.complain_also(weight, Fault::RatesAndWeights, also);
            }
            By::Unknown
        }
        (Some(rate), None) => {
            gaps(requests, |request| request.load_keys.0, ("rate", rate), reading);
            By::Rates
        }
        (None, Some(weight)) => {
            gaps(requests, |request| request.load_keys.1, ("weight", weight), reading);
            let readable = requests.iter().all(|request| request.weight.is_some());
            let total: f64 = requests.iter().filter_map(|r| r.weight).map(|w| w.value).sum();
            if readable && total <= 0.0 {
                reading.complain(weight, component::Fault::ZeroWeights);
            }
            By::Weights
        }
        (None, None) if requests.len() == 1 => By::Alone,
        (None, None) => {
            for request in requests.iter().filter(|request| request.is_readable) {
                reading.complain(
                    request.name.span,
                    Fault::RequestWithoutPart { request: request.name.value.to_owned() },
                );
            }
            By::Unknown
        }
    }
}

fn gaps(
    requests: &[Request<'_>],
    key: fn(&Request<'_>) -> Option<Span>,
    (field, first): (&'static str, Span),
    reading: &mut Reading<'_>,
) {
    let readable = requests.iter().filter(|request| request.is_readable);
    for request in readable.filter(|request| key(request).is_none()) {
        let also = (first, Beside::AnotherHasIt);
        let span = request.name.span;
        let request = request.name.value.to_owned();
        reading.complain_also(span, Fault::RequestWithout { request, field }, also);
    }
}

/// Requests with rates of their own leave nothing for the traffic to say but how it is spaced.
fn refuse_second_load(
    requests: &[Request<'_>],
    traffic: Option<&Traffic>,
    reading: &mut Reading<'_>,
) {
    let Some(traffic) = traffic else { return };
    let first = requests.iter().find_map(|request| request.load_keys.0);
    for field in ["rate", "clients"] {
        if let (Some(place), Some(first)) = (traffic.place(field), first) {
            let also = (first, Beside::Rate);
            reading.complain_also(place, Fault::LoadTwice { field }, also);
        }
    }
}

fn require_load(scenario: &Scenario<'_>, reading: &mut Reading<'_>) {
    let Some(traffic) = &scenario.traffic else {
        if !scenario.is_suspect {
            let requests = scenario.requests.len();
            reading.complain(scenario.span, Fault::NoTraffic { requests });
        }
        return;
    };
    let written = traffic.place("rate").or(traffic.place("clients")).is_some();
    if !written && traffic.rate.is_none() {
        reading.complain(traffic.span, Fault::TrafficWithoutRate);
    }
}
