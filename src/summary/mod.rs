//! Outcome → document: what the replications measured becomes figures with intervals, objectives, findings.

mod bottleneck;
mod causes;
mod components;
mod expected;
mod figures;
mod findings;
mod latency;
mod later;
mod measure;
mod objectives;
mod over_time;
mod precision;
mod scaling;
mod stability;
mod standstill;
mod story;
mod struck;
mod too_short;
mod topology;
mod unanswered;

pub use figures::{Figure, figures, p99_and_errors, utilization_of};
pub use latency::{Cut, pooled, pooled_of_all};
pub use measure::measured;
pub use objectives::objective_name;

use std::collections::BTreeMap;

use crate::blueprint::Blueprint;
use crate::cost::{ComponentUsage, Usage};
use crate::document::{
    Assumed, Cost, Errors, EstimateLine, LatencyRow, Report, RequestType, Requests, Told, Warning,
};
use crate::estimate::Flow;
use crate::message::Complaint;
use crate::world::Outcome;
use crate::world::meters::{CLIENT, FailureCounts, Meters};
pub use expected::expected_usage;
pub use precision::more_replications;

use measure::{per_second, ratio_of_sums, share};

/// What a report is made of.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Inputs<'a> {
    pub blueprint: &'a Blueprint,
    pub outcome: &'a Outcome,
    pub flow: &'a Flow,
    pub estimate: Vec<EstimateLine>,
    pub cost: Cost,
    pub assumed: Vec<Assumed>,
    pub latency_rows: Vec<LatencyRow>,
    pub warnings: Vec<Complaint>,
    /// As the user would type it to run the page again.
    pub command: String,
}

/// The share of a second that a window is long.
pub(crate) fn window_s(outcome: &Outcome) -> f64 {
    let length = outcome.plan.window.length_ns() as f64;
    length / 1e9
}

/// The document of a run.
#[must_use]
pub fn report(inputs: Inputs<'_>) -> Report {
    let Inputs {
        blueprint,
        outcome,
        flow,
        estimate,
        cost,
        assumed,
        latency_rows,
        warnings,
        command,
    } = inputs;
    let reps = &outcome.replications;
    let stability::Verdict { stability, steadily_growing, only_later } =
        stability::stability(blueprint, outcome);
    let components = components::components(blueprint, outcome);
    let short = too_short::too_short(blueprint, outcome, flow, &components, &stability);
    // What grows without waiting is the work under way.
    let only_later = only_later
        || stability.component.is_none() && short.as_ref().is_some_and(|short| short.only_later);
    let whole = latency::Cut::default();
    let settles = !steadily_growing || only_later;
    let latency_ms = if settles { latency::latency_ms(outcome, whole) } else { None };
    let waiting = later::waiting(blueprint, outcome);
    let later_is_known = |request_type: &crate::blueprint::RequestType| {
        !steadily_growing
            && !later::leaves_in(request_type, &waiting)
            && !short.as_ref().is_some_and(|short| short.is_called_by(request_type))
    };
    let warmup_s = outcome.plan.warmup_ns as f64 / 1e9;
    let mut report = Report {
        napkin: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: blueprint.name.clone(),
        about: blueprint.about.clone(),
        seed: outcome.plan.seed,
        simulated_s: window_s(outcome),
        warmup_s,
        replications: u32::try_from(reps.len()).unwrap_or(u32::MAX),
        events: outcome.events,
        requests: requests(outcome),
        percentiles: if latency_ms.is_some() { latency::curve(reps) } else { Vec::new() },
        latency_ms,
        errors: errors(blueprint, reps, &|_, _| true, error_rate(reps)),
        request_types: request_types(blueprint, outcome, settles, &later_is_known),
        bottleneck: bottleneck::bottleneck(&components, blueprint, outcome),
        components,
        stability,
        cost,
        estimate,
        assumed,
        latency_rows,
        warnings: warnings.into_iter().map(Warning::from).collect(),
        phases: over_time::phases(blueprint, outcome),
        timeseries: over_time::timeseries(blueprint, outcome),
        marks: over_time::marks(blueprint, outcome),
        topology: topology::topology(blueprint, outcome),
        command,
        too_short: short.map(|short| short.finding(blueprint)),
        ..Report::default()
    };
    report.slo = objectives::objectives(blueprint, outcome, &report);
    report.precision = precision::precision(blueprint, outcome, &report);
    report.limit = findings::limit(blueprint, &report).filter(|_| findings::tells(&report));
    let found = findings::findings(blueprint, outcome, flow, &report);
    report.findings = found.into_iter().map(Told).collect();
    let caveats = findings::caveats(blueprint, outcome, &report);
    report.story = story::story(blueprint, outcome, &report);
    report.warnings.extend(caveats.into_iter().map(|caveat| Warning::Run(Told(caveat))));
    report
}

/// Each page's own sums, as `requests:` wants them.
fn requests(outcome: &Outcome) -> Requests {
    let reps = &outcome.replications;
    let total = |count: &dyn Fn(&Meters) -> u64| reps.iter().map(count).sum::<u64>();
    let offered = |m: &Meters| m.request_types.iter().map(|j| j.offered).sum::<u64>();
    let completed = |m: &Meters| m.request_types.iter().map(|j| j.completed).sum::<u64>();
    let failed = |m: &Meters| m.request_types.iter().map(|j| j.failed).sum::<u64>();
    let retries = total(&|m| m.retries);
    let length_s = window_s(outcome);
    Requests {
        offered: total(&offered),
        completed: total(&completed),
        failed: total(&failed),
        attempts: total(&offered) + retries,
        retries,
        in_flight_at_start: total(&|m| m.carried),
        in_flight_at_end: total(&|m| m.unfinished),
        offered_per_s: per_second(reps, length_s, &offered),
        completed_per_s: per_second(reps, length_s, &completed),
    }
}

fn error_rate(reps: &[Meters]) -> crate::document::Measured {
    let failed = |m: &Meters| m.request_types.iter().map(|j| j.failed).sum::<u64>() as f64;
    let ended =
        |m: &Meters| m.request_types.iter().map(|j| j.failed + j.completed).sum::<u64>() as f64;
    share(ratio_of_sums(reps, &failed, &ended))
}

/// Failed requests by reason and place; `counts` says which (request type, phase).
fn errors(
    blueprint: &Blueprint,
    reps: &[Meters],
    counts: &dyn Fn(u16, u16) -> bool,
    rate: crate::document::Measured,
) -> Errors {
    let mut errors = Errors { rate, ..Errors::default() };
    let all: Vec<&FailureCounts> = reps.iter().map(|meters| &meters.failures).collect();
    for (&(request_type, phase, reason, place), &count) in all.into_iter().flatten() {
        if !counts(request_type, phase) {
            continue;
        }
        let reason = reason.name().to_owned();
        let name = if place == CLIENT {
            "client".to_owned()
        } else {
            blueprint.components[place as usize].name.clone()
        };
        *errors.by_reason.entry(reason.clone()).or_insert(0) += count;
        *errors.by_component.entry(name).or_default().entry(reason).or_insert(0) += count;
    }
    errors
}

fn request_types(
    blueprint: &Blueprint,
    outcome: &Outcome,
    settles: bool,
    later_is_known: &dyn Fn(&crate::blueprint::RequestType) -> bool,
) -> BTreeMap<String, RequestType> {
    let reps = &outcome.replications;
    let each = |(at, spec): (usize, &crate::blueprint::RequestType)| {
        let only = latency::Cut { request_type: Some(at), phase: None };
        let failed = |m: &Meters| m.request_types[at].failed as f64;
        let ended =
            |m: &Meters| (m.request_types[at].failed + m.request_types[at].completed) as f64;
        let rate = share(ratio_of_sums(reps, &failed, &ended));
        let request_type = RequestType {
            requests: reps.iter().map(|meters| meters.request_types[at].offered).sum(),
            latency_ms: if settles { latency::latency_ms(outcome, only) } else { None },
            errors: errors(blueprint, reps, &|j, _| usize::from(j) == at, rate),
            later_ms: if later_is_known(spec) { later::later_ms(reps, at) } else { None },
        };
        (spec.name.clone(), request_type)
    };
    blueprint.request_types.iter().enumerate().map(each).collect()
}

/// What the bill follows: measured calls, and bytes in proportion to them.
#[must_use]
pub fn usage(blueprint: &Blueprint, outcome: &Outcome, flow: &Flow) -> Usage {
    let reps = &outcome.replications;
    let length_s = window_s(outcome) * reps.len().max(1) as f64;
    // A spike of seconds is not billed all month: what was measured is brought back to the page's own rate.
    let scale = outcome.plan.mean_multiplier.max(1e-9) * length_s.max(1e-9);
    let sum = |count: &dyn Fn(&Meters) -> u64| reps.iter().map(count).sum::<u64>() as f64 / scale;
    let mut usage = Usage::default();
    for (at, component) in flow.components.iter().enumerate() {
        let calls_per_s = sum(&|meters| meters.components[at].arrivals);
        let expected = component.calls_per_s;
        let scale = if expected > 0.0 { calls_per_s / expected } else { 0.0 };
        usage.components.push(ComponentUsage {
            calls_per_s,
            bytes_out_per_s: component.bytes_out_per_s * scale,
            instances: mean_instances(blueprint, outcome, at),
        });
    }
    for (at, request_type) in blueprint.request_types.iter().enumerate() {
        let completed_per_s = sum(&|meters| meters.request_types[at].completed);
        usage.completed_per_s += completed_per_s;
        let bytes_per_s = completed_per_s * request_type.size_b.unwrap_or(0.0);
        if request_type.writes.is_none() && !topology::starts_at_cdn(&request_type.path) {
            usage.client_bytes_per_s += bytes_per_s;
        }
        let crossings = topology::site_crossings(blueprint, request_type);
        usage.cross_site_bytes_per_s += bytes_per_s * crossings;
    }
    usage
}

/// Time average of a component's instances, if the timeline or an autoscaler changes them; booting ones are paid for.
fn mean_instances(blueprint: &Blueprint, outcome: &Outcome, component: usize) -> Option<f64> {
    use crate::blueprint::{Change, Verb};
    let end = outcome.plan.duration_ns;
    let scaled =
        outcome.replications.iter().filter_map(|m| m.components[component].scaling.as_ref());
    let areas: Vec<f64> = scaled.map(|meter| meter.ready_ns + meter.booting_ns).collect();
    if !areas.is_empty() {
        return Some(areas.iter().sum::<f64>() / (areas.len() as f64 * end.max(1) as f64));
    }
    let own = blueprint.components[component].spec.instances();
    let mut steps: Vec<(u64, u32)> = Vec::new();
    for happening in &blueprint.timeline {
        let Verb::Set(changes) = &happening.verb else { continue };
        for (id, change) in changes {
            if let Change::Instances(count) = change
                && *id == component
            {
                steps.push((happening.at_ns, *count));
                steps.extend(happening.for_ns.map(|length| (happening.at_ns + length, own)));
            }
        }
    }
    if steps.is_empty() || end == 0 {
        return None;
    }
    steps.sort_unstable();
    let (mut from, mut count, mut area) = (0, own, 0.0);
    for (at, next) in steps {
        let at = at.min(end);
        area += f64::from(count) * (at - from) as f64;
        (from, count) = (at, next);
    }
    area += f64::from(count) * (end - from) as f64;
    Some(area / end as f64)
}
