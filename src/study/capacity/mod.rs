//! The highest rate that meets the objectives, what limits it, and when it runs out; or the smallest count
//! that carries a rate.

mod crossing;
pub mod growth;
pub(super) mod probe;
pub(super) mod search;
mod size;
mod utilization;

pub(super) use utilization::ERRORS;

use super::{StudyError, Subject, Watch, load};
use crate::blueprint::{Blueprint, Load, Metric, Target};
use crate::cost;
use crate::document::capacity::{Limit, Probe, There, Verdict};
use crate::document::{Bottleneck, Capacity, ComponentReport, Measured, Report, Told};
use crate::figure::NEAR_LIMIT;
use crate::message::PhaseLabel;
use crate::message::capacity::{Criterion, LoadUnit, Refusal};
use crate::message::findings::Finding;
use crate::summary::{self, objective_name};
use growth::{Rate, Start};
use probe::Probed;
use search::{Found, Search};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// How the load grows.
    pub growth: Option<Rate>,
    /// When the load is the page's.
    pub from: Option<Start>,
    /// The field whose smallest value is sought, in place of the highest rate.
    pub size: Option<String>,
    /// The rate that it is to carry, per second; `None` is the page's.
    pub rate_per_s: Option<f64>,
}

/// Makes the study.
///
/// # Errors
/// What is wrong with the page or the request, or why nothing could be simulated.
pub fn study(
    subject: &Subject<'_>,
    request: &Request,
    watch: &Watch<'_>,
) -> Result<Capacity, StudyError> {
    let blueprint = &subject.base.design.blueprint;
    let is_open = matches!(blueprint.load, Load::Open { .. });
    let mut document = Capacity {
        head: subject.head(),
        unit: if is_open { LoadUnit::PerSecond } else { LoadUnit::Clients },
        today: load::size_of(blueprint),
        peak_times: subject.base.design.flow.peak_times,
        ..Capacity::default()
    };
    if let Some(field) = &request.size {
        size::find(subject, field, request.rate_per_s, watch, &mut document)?;
        return Ok(document);
    }
    let has_objective = blueprint.slo.iter().any(|target| target.metric != Metric::Cost);
    if has_objective {
        by_objectives(subject, watch, &mut document)?;
    } else if is_open {
        utilization::find(subject, watch, &mut document)?;
    } else {
        return Err(StudyError::Refused(Refusal::ClosedWithoutObjective.into()));
    }
    finish(&mut document, request);
    bills(subject, &mut document);
    Ok(document)
}

/// The highest rate by the page's objectives.
fn by_objectives(
    subject: &Subject<'_>,
    watch: &Watch<'_>,
    document: &mut Capacity,
) -> Result<(), StudyError> {
    let (loaded, design) = (&subject.base.loaded, &subject.base.design);
    let blueprint = &design.blueprint;
    let search = Search::new(loaded, blueprint, watch);
    let saturation = load::saturation(blueprint);
    // A shape saturates at its peak first; how much of it a queue takes up is for the simulation to say.
    let guess = saturation.unwrap_or(1.0) / design.flow.peak_times.max(1.0);
    let found = search.run(guess)?;
    fill(document, blueprint, &found);
    Ok(())
}

/// Writes what a search found.
fn fill(document: &mut Capacity, blueprint: &Blueprint, found: &Found) {
    let today = document.today;
    document.head.interrupted = found.interrupted;
    document.judged_by = judged_by(blueprint);
    let row = |probed: &Probed| row_of(probed, today, blueprint);
    document.probes = found.edge.iter().map(row).collect();
    document.search = found.short.iter().map(row).collect();
    document.verdict = match (found.bracket, found.capacity()) {
        _ if found.interrupted => Verdict::Unknown,
        ((None, _), _) => Verdict::Never,
        ((Some(_), None), _) => Verdict::Unlimited,
        (_, Some(_)) => Verdict::Found,
        _ => Verdict::Unknown,
    };
    if document.verdict == Verdict::Unlimited {
        document.at_least = found.bracket.0.map(|times| times * today);
    }
    if document.verdict == Verdict::Never {
        if let Some(lowest) = found.short.first() {
            let worst = lowest.room.iter().position(|room| room.value < 1.0);
            document.limit = Some(limit_by(blueprint, worst, lowest.report.as_ref()));
        }
        return;
    }
    let (Some((criterion, _)), Some(at)) = (found.first(), found.capacity()) else { return };
    // Too few replications may leave an objective without an interval; then the capacity has none either.
    let known = at.is_jump || has_interval(found, criterion);
    document.capacity = Some(Measured {
        value: at.value * today,
        low: (known && at.low > 0.0).then_some(at.low * today),
        high: (known && at.high.is_finite()).then_some(at.high * today),
    });
    if matches!(blueprint.load, Load::Closed { .. }) {
        whole(document);
    }
    document.is_jump = at.is_jump;
    if let Some(nearest) = nearest(found, at.value) {
        document.limit = Some(limit_by(blueprint, Some(criterion), nearest.report.as_ref()));
        document.there = nearest.report.as_ref().map(|report| there(nearest.times * today, report));
    }
}

/// Clients come whole: of 48.7 the objectives hold for 48.
fn whole(document: &mut Capacity) {
    let floor = |end: f64| (end + 1e-6).floor();
    if let Some(capacity) = document.capacity.as_mut().filter(|found| found.value >= 1.0) {
        capacity.value = floor(capacity.value);
        capacity.low = capacity.low.map(floor);
        capacity.high = capacity.high.map(floor);
    }
}

/// Whether a criterion's figures at the edge have intervals, in all long probes that have figures.
fn has_interval(found: &Found, criterion: usize) -> bool {
    found.edge.iter().map(|probe| probe.room[criterion]).all(|room| room.is_bounded)
}

/// The long probe nearest to a rate; a short one where there are no long ones.
fn nearest(found: &Found, times: f64) -> Option<&Probed> {
    let probes = if found.edge.is_empty() { &found.short } else { &found.edge };
    let distance = |probe: &Probed| (probe.times - times).abs();
    let known = probes.iter().filter(|probe| probe.report.is_some());
    known.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// What every rate of a page is judged by.
pub(super) fn judged_by(blueprint: &Blueprint) -> Vec<Criterion> {
    let names = limiting(blueprint).map(|target| objective_name(blueprint, target));
    names.map(Criterion::Objective).chain([Criterion::Settles]).collect()
}

/// The objectives that a rate can miss.
fn limiting(blueprint: &Blueprint) -> impl Iterator<Item = &Target> {
    blueprint.slo.iter().filter(|target| target.metric != Metric::Cost)
}

/// One probe as the document has it.
fn row_of(probed: &Probed, today: f64, blueprint: &Blueprint) -> Probe {
    let load = probed.times * today;
    let Some(report) = &probed.report else { return Probe { load, ..Probe::default() } };
    let objectives = blueprint
        .slo
        .iter()
        .zip(&report.slo)
        .filter(|(target, _)| target.metric != Metric::Cost)
        .map(|(_, objective)| objective.clone())
        .collect();
    Probe {
        load,
        objectives,
        stable: report.stability.stable,
        meets: probed.meets(),
        replications: report.replications,
        simulated_s: report.simulated_s,
        requests: report.requests.offered,
    }
}

/// What limits by the n-th of what a page is judged by.
fn limit_by(blueprint: &Blueprint, criterion: Option<usize>, report: Option<&Report>) -> Limit {
    let at = criterion.unwrap_or(usize::MAX);
    let objective = judged_by(blueprint).get(at).cloned().unwrap_or_default();
    let metric = limiting(blueprint).nth(at).map(|target| target.metric);
    limit(objective, metric, report)
}

/// What limits, from the report of a run at the limit; `metric` is that of the objective, if it is one.
fn limit(objective: Criterion, metric: Option<Metric>, report: Option<&Report>) -> Limit {
    let Some(report) = report else { return Limit { objective, ..Limit::default() } };
    let busiest = report.bottleneck.as_ref();
    let waits_at = report
        .components
        .iter()
        .filter(|(_, component)| component.queue_mean.value > 0.0)
        .max_by(|a, b| a.1.queue_mean.value.total_cmp(&b.1.queue_mean.value))
        .map(|(name, _)| name.clone())
        .filter(|name| busiest.is_none_or(|busiest| busiest.component != *name));
    let waits_at = report
        .stability
        .component
        .clone()
        .filter(|name| {
            objective == Criterion::Settles
                && busiest.is_none_or(|busiest| busiest.component != *name)
        })
        .or(waits_at);
    let phase = worst_phase(metric, report);
    if let Some(limiter) = refusing_limiter(metric, report).or_else(|| holding_limiter(report)) {
        let (component, resource) = (Some(limiter), Some("rate".to_owned()));
        let utilization = Some(1.0);
        return Limit { component, resource, utilization, phase, objective, ..Limit::default() };
    }
    // One instance may be full where all of them are not.
    if let Some(Finding::HotInstance { component, place, resource, utilization, .. }) =
        report.limit.clone()
    {
        let (component, resource) = (Some(component), Some(resource));
        let (place, utilization) = (Some(place), Some(utilization));
        let hot = Limit { component, place, resource, utilization, ..Limit::default() };
        return Limit { phase, objective, ..hot };
    }
    Limit {
        place: None,
        component: busiest.map(|busiest| busiest.component.clone()),
        resource: busiest.map(|busiest| busiest.resource.clone()),
        utilization: busiest.map(|busiest| busiest.utilization),
        peak_utilization: busiest.and_then(|busiest| busiest.peak_utilization),
        waits_at,
        phase,
        objective,
    }
}

/// The limiter at which most requests fail, where failures are what an objective is missed by: what is busiest behind
/// it has nothing to do with that.
fn refusing_limiter(metric: Option<Metric>, report: &Report) -> Option<String> {
    if !matches!(metric, Some(Metric::Errors | Metric::Availability)) {
        return None;
    }
    let failed = |reasons: &std::collections::BTreeMap<String, u64>| reasons.values().sum::<u64>();
    let (worst, _) = report.errors.by_component.iter().max_by_key(|(_, own)| failed(own))?;
    let limiter = report.components.get(worst).filter(|own| own.kind == "rate_limiter");
    limiter.map(|_| worst.clone())
}

/// The limiter that holds calls back, where that is what limits: what the run names, or where most is waited while no
/// resource is near its limit.
fn holding_limiter(report: &Report) -> Option<String> {
    if let Some(Finding::Limiter { component, .. }) = &report.limit {
        return Some(component.clone());
    }
    let near = |it: &Bottleneck| it.peak_utilization.unwrap_or(it.utilization) >= NEAR_LIMIT;
    if report.bottleneck.as_ref().is_some_and(near) {
        return None;
    }
    let wait_ms = |own: &ComponentReport| own.wait_ms.mean.value;
    let longest = report.components.iter().max_by(|a, b| wait_ms(a.1).total_cmp(&wait_ms(b.1)))?;
    let (name, own) = longest;
    (own.kind == "rate_limiter" && wait_ms(own) > 0.0).then(|| name.clone())
}

/// The phase in which an objective is at its worst; `None` for a steady load.
fn worst_phase(metric: Option<Metric>, report: &Report) -> Option<Told<PhaseLabel>> {
    if report.phases.len() < 2 {
        return None;
    }
    let is_errors = matches!(metric, Some(Metric::Errors | Metric::Availability));
    let badness = |phase: &crate::document::Phase| {
        if is_errors {
            phase.errors.rate.value
        } else {
            phase.latency_ms.as_ref().map_or(f64::INFINITY, |latency| latency.p99.value)
        }
    };
    let worst = report.phases.iter().max_by(|a, b| badness(a).total_cmp(&badness(b)))?;
    (badness(worst) > 0.0).then(|| worst.label.clone())
}

/// The design there.
fn there(load: f64, report: &Report) -> There {
    There {
        load,
        completed_per_s: report.requests.completed_per_s,
        latency_ms: report.latency_ms.clone(),
        errors: report.errors.rate,
        per_month_usd: report.cost.per_month_usd,
        per_million_requests_usd: report.cost.per_million_requests_usd,
        ..There::default()
    }
}

/// The bill today, and the load at which it reaches its objective: by the bill's arithmetic, which knows that what is
/// sent gets cheaper with its amount, at so many times the load that it gives what was measured there.
fn bills(subject: &Subject<'_>, document: &mut Capacity) {
    let design = &subject.base.design;
    let today = document.today;
    let Some(there) = document.there.as_mut().filter(|there| there.load > 0.0) else { return };
    let slo = &design.blueprint.slo;
    let target = slo.iter().find(|target| target.metric == Metric::Cost).map(|it| it.target);
    let bill = |times: f64| {
        let usage = summary::expected_usage(&design.blueprint, &design.flow, times);
        cost::price(&design.blueprint, subject.tables().prices, &usage).per_month_usd
    };
    there.cost_objective_usd = target;
    let Some(measured) = where_it_is(&bill, there.per_month_usd) else {
        there.today_per_month_usd = Some(there.per_month_usd);
        return;
    };
    there.today_per_month_usd = Some(bill(measured * today / there.load));
    let until = target.and_then(|most| where_it_is(&bill, most));
    there.cost_objective_until = until.map(|times| times / measured * there.load);
}

/// The argument at which a growing function reaches a value; `None` where it starts above it, or never does.
fn where_it_is(of: &dyn Fn(f64) -> f64, value: f64) -> Option<f64> {
    const FAR: f64 = 1e9;
    let (mut low, mut high) = (0.0, 1.0);
    if of(low) >= value {
        return None;
    }
    while of(high) < value {
        high *= 2.0;
        if high > FAR {
            return None;
        }
    }
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if of(middle) < value { low = middle } else { high = middle }
    }
    Some(high)
}

/// Headroom and growth follow from the capacity.
fn finish(document: &mut Capacity, request: &Request) {
    let Some(capacity) = document.capacity else { return };
    let of = |end: f64| end / document.today;
    let headroom = Measured {
        value: of(capacity.value),
        low: capacity.low.map(of),
        high: capacity.high.map(of),
    };
    document.headroom = Some(headroom);
    document.growth =
        request.growth.as_ref().map(|growth| growth.runs_out(headroom, request.from.as_ref()));
}
