//! What one should know first.

use super::bottleneck::RATE;
use super::causes::{causes, limiters, refuses};
use super::components::busiest_of;
use super::later::waiting;
use super::struck::struck;
use super::unanswered;
use std::collections::BTreeSet;

use crate::blueprint::{Blueprint, Metric, Step, calls, ends};
use crate::document::{
    Bottleneck, ComponentReport, Ended, Objective, Own, Phase, Precision, Report, Stability,
};
use crate::estimate::Flow;
use crate::figure::NEAR_LIMIT;
use crate::message::findings::{Caveat, Finding, Place, PrecisionEnd};
use crate::world::meters::{ComponentMeter, Reason};
use crate::world::{Outcome, Plan};

/// p99 has to change by this factor before a phase is worth a sentence.
const NOTABLE: f64 = 1.5;
/// From this error rate on, latencies tell of a part only.
const MANY_FAIL: f64 = 0.05;
/// A phase that fails by so much more than the first is worth a sentence.
const FAILS: f64 = 0.01;
/// Calls that arrive evenly and take about as long as one another wait ρ / (1 − ρ) of their work at most; from so
/// many times that on something else makes them wait.
const QUEUES: f64 = 10.0;
/// Fewer answers than this share of what comes, without failures, and the event holds them up.
const STALLS: f64 = 0.5;
/// Work left for later is worth a sentence from so many times the answer's latency on.
const LATER: f64 = 5.0;
/// Misses that fetch what another miss is fetching are worth a sentence from this share of the misses on, if there are
/// some of them in a run.
const AGAIN: (f64, u64) = (0.05, 10);
/// The napkin and the run have to differ by this much before it is worth a sentence.
const DISAGREES: f64 = 0.15;

/// Caches whose misses of one key come at once.
fn stampedes(blueprint: &Blueprint, outcome: &Outcome, report: &Report, found: &mut Vec<Finding>) {
    let runs = u64::from(report.replications.max(1));
    for (at, component) in blueprint.components.iter().enumerate() {
        let meters = || outcome.replications.iter().map(|meters| &meters.components[at]);
        let again = meters().map(|meter| meter.loads.again).sum::<u64>() / runs;
        // Whoever waits since before the window is merged in it and missed before it.
        let missed = |it: &ComponentMeter| (it.lookups - it.hits).saturating_sub(it.loads.merged);
        let misses: u64 = meters().map(missed).sum();
        let misses = misses / runs;
        if component.spec.cache().is_some()
            && again >= AGAIN.1
            && again as f64 >= AGAIN.0 * misses as f64
        {
            let component = component.name.clone();
            // Those that came before the window may end in it.
            found.push(Finding::Stampede { component, misses: misses.max(again), again });
        }
    }
}

/// The findings, the most important first.
pub fn findings(
    blueprint: &Blueprint,
    outcome: &Outcome,
    flow: &Flow,
    report: &Report,
) -> Vec<Finding> {
    let mut found = Vec::new();
    cut_off(blueprint, outcome, &mut found);
    match &report.too_short {
        Some(short) => found.push(short.clone()),
        None => unstable(report, &mut found),
    }
    found.extend(later_waits(blueprint, outcome, report));
    if report.requests.completed == 0 {
        found.push(Finding::NothingCompleted);
    }
    let share = unanswered::of(blueprint, outcome, report, None);
    if share >= unanswered::MANY && report.too_short.is_none() {
        found.push(Finding::Unanswered { share });
    }
    types_that_fail(blueprint, report, &mut found);
    objectives(report, &mut found);
    if tells(report) {
        found.push(report.limit.clone().unwrap_or(Finding::NoLimit));
    }
    causes(blueprint, outcome, report, &mut found);
    super::standstill::findings(blueprint, report, &mut found);
    struck(blueprint, outcome, report, &mut found);
    super::scaling::findings(blueprint, outcome, report, &mut found);
    phases(report, &mut found);
    let failed = report.errors.rate.value;
    if failed >= MANY_FAIL && report.latency_ms.is_some() {
        found.push(Finding::LatencyOfTheAnswered { failed });
    }
    if report.requests.offered > 0 {
        let ratio = report.requests.retries as f64 / report.requests.offered as f64;
        if ratio > 0.02 {
            found.push(Finding::RetryAmplification { ratio });
        }
    }
    no_quorum(blueprint, report, &mut found);
    data(report, &mut found);
    stampedes(blueprint, outcome, report, &mut found);
    if !outcome.plan.eventful && report.stability.stable {
        arithmetic(blueprint, flow, report, &mut found);
    }
    if let Some(Precision { wanted, hardest: Some(hardest), ended_by: Ended::Precision, .. }) =
        &report.precision
    {
        let (wanted, hardest, replications) = (*wanted, hardest.clone(), report.replications);
        found.push(Finding::PrecisionReached { wanted, hardest, replications });
    }
    found
}

/// Whether the run tells what limits: of work that outlasts the window it has not seen how busy anything becomes.
pub fn tells(report: &Report) -> bool {
    let busy = |found: &Bottleneck| found.peak_utilization.unwrap_or(found.utilization);
    report.too_short.is_none()
        || report.bottleneck.as_ref().is_some_and(|it| busy(it) >= NEAR_LIMIT)
}

/// What limits: a component, one instance of it, or nothing but bursts. `None` where nothing has a limit.
pub fn limit(blueprint: &Blueprint, report: &Report) -> Option<Finding> {
    let Bottleneck { component, resource, utilization, peak_utilization, held_up } =
        report.bottleneck.clone()?;
    if resource == RATE {
        let all_s = report.simulated_s * f64::from(report.replications.max(1));
        let found = limiters(blueprint, &report.components, all_s);
        let here = found.iter().find(|found| blueprint.components[found.at].name == component);
        return here.map(|found| refuses(blueprint, found));
    }
    let average = utilization;
    let is_near = peak_utilization.unwrap_or(average) >= NEAR_LIMIT;
    let here = report.components.get(&component);
    if let Some((at, utilization)) = here.and_then(|here| busiest_of(here, &resource))
        && !is_near
        && utilization >= NEAR_LIMIT
    {
        let slow =
            here.and_then(|own| super::standstill::slow_instance(blueprint, &component, own));
        if slow.is_some() {
            return slow;
        }
        let place = place(blueprint, &component, at);
        return Some(Finding::HotInstance { component, place, resource, utilization, average });
    }
    if let Some(told) =
        here.and_then(|own| super::standstill::throttled(blueprint, &component, own))
    {
        return Some(told);
    }
    if let Some(here) = here
        && peak_utilization.is_none()
        && !is_near
        && here.wait_ms.mean.value
            > QUEUES * here.service_ms.mean.value * average / (1.0 - average).max(0.01)
        && here.service_ms.mean.value > 0.0
    {
        let (wait_ms, work_ms) = (here.wait_ms.mean.value, here.service_ms.mean.value);
        return Some(Finding::WaitsBelowLimit {
            component,
            resource,
            utilization,
            wait_ms,
            work_ms,
        });
    }
    Some(Finding::Bottleneck { component, resource, utilization, peak_utilization, held_up })
}

/// What an instance of a component is.
fn place(blueprint: &Blueprint, name: &str, at: usize) -> Place {
    let component = blueprint.components.iter().find(|component| component.name == *name);
    match component.and_then(|component| component.spec.database()) {
        Some(spec) => {
            let nodes = 1 + spec.replicas as usize;
            let shard = at / nodes + 1;
            match (spec.replicas, at % nodes) {
                (0, _) => Place::Shard { number: shard },
                (_, 0) => Place::Primary { shard },
                _ => Place::Replica { shard },
            }
        }
        None => Place::Instance { number: at + 1 },
    }
}

/// Events that the budget of requests left out.
fn cut_off(blueprint: &Blueprint, outcome: &Outcome, found: &mut Vec<Finding>) {
    let end = outcome.plan.duration_ns;
    if !outcome.plan.is_cut() {
        return;
    }
    let shape = blueprint.shape.marks.iter().map(|(from, _, label)| (*from, label));
    let timeline = blueprint.timeline.iter().map(|happening| (happening.at_ns, &happening.label));
    for (at, label) in shape.chain(timeline).filter(|(at, _)| *at >= end) {
        let (at_s, end_s) = (at as f64 / 1e9, end as f64 / 1e9);
        found.push(Finding::CutOff { event: label.clone(), at_s, end_s });
    }
}

/// What piles up, and what that makes of the latencies.
fn unstable(report: &Report, found: &mut Vec<Finding>) {
    let Stability { stable, growth_per_s, ref component } = report.stability;
    if stable {
        return;
    }
    let here = component.as_ref().and_then(|component| report.components.get(component));
    let is_queue = here.is_some_and(|here| matches!(here.own, Own::Queue(_)));
    let component = component.clone();
    let growth_per_s = if is_queue { growth_per_s } else { requests_growth(report, growth_per_s) };
    found.push(match component {
        Some(queue) if is_queue && report.latency_ms.is_some() => {
            Finding::LaterUnstable { queue, growth_per_s }
        }
        component if report.latency_ms.is_some() => {
            Finding::EndsUnstable { component, growth_per_s }
        }
        component => Finding::Unstable { component, growth_per_s },
    });
}

/// How many requests more are under way each second. `all_per_s` counts what belongs to them, too: branches, copies, the
/// work of those who have given up.
fn requests_growth(report: &Report, all_per_s: f64) -> f64 {
    let more = report.requests.in_flight_at_end.saturating_sub(report.requests.in_flight_at_start);
    let own_per_s = more as f64 / (report.simulated_s * f64::from(report.replications.max(1)));
    if own_per_s > 0.0 { all_per_s.min(own_per_s) } else { all_per_s }
}

/// Queues that the end of the window cuts, but for the one that is said to grow.
fn later_waits(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Vec<Finding> {
    let all = waiting(blueprint, outcome).into_iter().map(|queue| queue.finding(blueprint));
    let grows = |queue: &String| report.stability.component.as_ref() == Some(queue);
    all.filter(|found| !matches!(found, Finding::LaterWaits { queue, .. } if grows(queue)))
        .collect()
}

/// Request types that fail far more often than all requests together do, or are allowed to; worst first.
fn types_that_fail(blueprint: &Blueprint, report: &Report, found: &mut Vec<Finding>) {
    if report.request_types.len() < 2 {
        return;
    }
    let asked = blueprint
        .slo
        .iter()
        .find(|target| target.metric == Metric::Errors && target.request_type.is_none())
        .map_or(MANY_FAIL, |target| target.target);
    let hidden = |rate: f64| rate >= MANY_FAIL && rate > asked;
    let mut types: Vec<(&String, &crate::document::Errors)> = report
        .request_types
        .iter()
        .map(|(name, own)| (name, &own.errors))
        .filter(|(_, errors)| hidden(errors.rate.value))
        .collect();
    types.sort_by(|a, b| b.1.rate.value.total_cmp(&a.1.rate.value));
    for (name, errors) in types {
        let places = errors.by_component.iter().flat_map(|(component, reasons)| {
            reasons.iter().map(move |(reason, count)| (*count, component, reason))
        });
        let Some((_, component, reason)) = places.max_by_key(|(count, ..)| *count) else {
            continue;
        };
        found.push(Finding::TypeFails {
            request_type: name.clone(),
            rate: errors.rate.value,
            component: component.clone(),
            reason: reason.clone(),
        });
    }
}

fn objectives(report: &Report, found: &mut Vec<Finding>) {
    let (met, missed): (Vec<_>, Vec<_>) = report.slo.iter().partition(|row| row.met);
    found.extend(missed.into_iter().chain(met).filter_map(Objective::finding));
    if !report.slo.is_empty() && report.slo.iter().all(|row| row.met && row.clear) && whole(found) {
        found.push(Finding::ObjectivesMet);
    }
}

/// Whether nothing was found that makes the objectives less than met: a type that fails, events that were left out,
/// work that outlasts the window, later work that falls behind.
fn whole(found: &[Finding]) -> bool {
    let hides = |finding: &Finding| {
        matches!(
            finding,
            Finding::TypeFails { .. }
                | Finding::CutOff { .. }
                | Finding::Unanswered { .. }
                | Finding::TooShort { .. }
                | Finding::LaterUnstable { .. }
                | Finding::LaterWaits { .. }
        )
    };
    !found.iter().any(hides)
}

fn phases(report: &Report, found: &mut Vec<Finding>) {
    let p99 = |phase: &Phase| phase.latency_ms.as_ref().map(|latency| latency.p99.value);
    let [first, rest @ ..] = report.phases.as_slice() else { return };
    let Some(before) = p99(first) else { return };
    let Some((last, middle)) = rest.split_last() else { return };
    for (at, phase) in middle.iter().enumerate() {
        let label = || phase.label.0.clone();
        let during = p99(phase);
        let rate = phase.errors.rate.value;
        if rate > first.errors.rate.value + FAILS {
            found.push(Finding::PhaseFailures { phase: label(), rate });
        }
        if during.is_none_or(|during| during > before * NOTABLE) {
            found.push(Finding::PhaseEffect {
                phase: label(),
                p99_before_ms: before,
                p99_during_ms: during,
            });
        } else if phase.completed_per_s < STALLS * (1.0 - rate) * phase.offered_per_s {
            // The few that were answered had nearly arrived before it began: they tell nothing of it.
            found.push(Finding::PhaseStalls {
                phase: label(),
                completed_per_s: phase.completed_per_s,
                offered_per_s: phase.offered_per_s,
                p99_after_ms: p99(&rest[at + 1]),
            });
        }
    }
    let End { p99_ms: after, errors, draining } = at_the_end(report);
    let failing = errors > first.errors.rate.value + 0.05;
    // Where nothing is asked any more, there is nothing to recover.
    let silent = last.offered_per_s <= 0.0 || (after.is_none() && asks_nothing(report));
    if (draining || silent) && !failing {
        return;
    }
    if failing || after.is_none_or(|after| after > before * 2.0 * NOTABLE) {
        let phase = middle.last().unwrap_or(last).label.0.clone();
        let left_s = last.to_s - last.from_s;
        // What is judged is the last tenth: it has to be all after the event.
        found.push(if left_s < 0.1 * (last.to_s - first.from_s) {
            Finding::EndsTooSoon { phase, left_s }
        } else {
            Finding::NoRecovery {
                phase,
                p99_before_ms: before,
                p99_after_ms: after,
                failing: failing.then_some((first.errors.rate.value, errors)),
            }
        });
    }
}

/// True if hardly anything is asked in the last tenth of the run: a recorded load may end in nothing.
fn asks_nothing(report: &Report) -> bool {
    let offered = &report.timeseries.offered_per_s;
    let from = offered.len() - offered.len() / 10;
    offered[from..].iter().sum::<f64>() <= 0.0
}

/// The last tenth of the run: what came of it all, once the dust has settled.
struct End {
    p99_ms: Option<f64>,
    errors: f64,
    /// More is answered than asked: a backlog is on its way out.
    draining: bool,
}

fn at_the_end(report: &Report) -> End {
    let series = &report.timeseries;
    let count = series.p99_ms.len();
    let from = count - (count / 10).max(3).min(count);
    let known: Vec<f64> = series.p99_ms[from..].iter().flatten().copied().collect();
    let p99_ms = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64);
    let sum = |values: &[f64]| values[from..].iter().sum::<f64>();
    let failed = sum(&series.errors_per_s);
    let completed = sum(&series.completed_per_s);
    let ended = failed + completed;
    End {
        p99_ms,
        errors: if ended > 0.0 { failed / ended } else { 0.0 },
        draining: completed > 1.03 * sum(&series.offered_per_s),
    }
}

/// Key-value stores of which too few nodes were up, whatever became of the requests.
fn no_quorum(blueprint: &Blueprint, report: &Report, found: &mut Vec<Finding>) {
    let seconds = report.simulated_s * f64::from(report.replications.max(1));
    for component in &blueprint.components {
        let Some(kv) = component.spec.kv() else { continue };
        let Some(here) = report.components.get(&component.name) else { continue };
        let failed = here.failed_calls.get(Reason::NoQuorum.name()).copied().unwrap_or(0);
        if failed > 0 {
            found.push(Finding::NoQuorum {
                component: component.name.clone(),
                share: failed as f64 / here.wanted(seconds).max(1.0),
                copies: kv.copies,
                write: kv.write,
                read: kv.read,
            });
        }
    }
}

fn data(report: &Report, found: &mut Vec<Finding>) {
    for (name, request_type) in &report.request_types {
        if let (Some(answer), Some(later)) = (&request_type.latency_ms, &request_type.later_ms)
            && later.p99.value > LATER * answer.p99.value
        {
            found.push(Finding::LaterTakes {
                request_type: name.clone(),
                answer_p99_ms: answer.p99.value,
                later_p99_ms: later.p99.value,
            });
        }
    }
    for (name, component) in &report.components {
        if let Some(ratio) = component
            .own
            .stale_read_ratio()
            .map(|stale| stale.value)
            .filter(|&ratio| ratio >= 0.001)
        {
            found.push(Finding::StaleReads { component: name.clone(), ratio });
        }
        if let Some(lost) = component.own.lost_writes().filter(|&lost| lost > 0) {
            // A sentence speaks of one run; the document sums over all.
            let runs = u64::from(report.replications.max(1));
            let writes = ((lost + runs / 2) / runs).max(1);
            found.push(Finding::LostWrites { component: name.clone(), writes });
        }
    }
}

/// Where the arithmetic and the run disagree: that is the lesson.
fn arithmetic(blueprint: &Blueprint, flow: &Flow, report: &Report, found: &mut Vec<Finding>) {
    for (at, napkin) in flow.request_types.iter().enumerate() {
        let request_type = &blueprint.request_types[at];
        let Some(run) =
            report.request_types.get(&request_type.name).and_then(|j| j.latency_ms.as_ref())
        else {
            continue;
        };
        let napkin_ms = napkin.latency_s * 1e3;
        if (run.mean.value - napkin_ms).abs() > DISAGREES * napkin_ms {
            let (request_type, run_ms) = (request_type.name.clone(), run.mean.value);
            let branches = slowest_counts(&blueprint.request_types[at].path);
            found.push(if run_ms > napkin_ms {
                Finding::WaitingAdds { request_type, napkin_ms, run_ms, branches }
            } else {
                Finding::FasterThanNapkin { request_type, napkin_ms, run_ms }
            });
        }
    }
}

/// Whether an answer waits for the slowest of several calls at a time, of which the arithmetic knows the means.
fn slowest_counts(path: &[Step]) -> bool {
    path.iter().any(|step| match step {
        Step::Parallel { paths, .. } => {
            paths.len() > 1 || paths.iter().any(|it| slowest_counts(it))
        }
        Step::Repeat { at_once, path, .. } => *at_once > 1 || slowest_counts(path),
        Step::Later(_) => false,
        Step::Call { .. } | Step::Sequence(_) | Step::Chance { .. } | Step::OneOf { .. } => {
            step.inner().into_iter().any(|it| slowest_counts(it))
        }
    })
}

/// Why a run that should have gone on until it was precise is not.
fn imprecise(plan: &Plan, found: &Precision) -> Option<Caveat> {
    let ended_by = match found.ended_by {
        Ended::Precision => return None,
        Ended::Unsettled => return Some(Caveat::NoPrecision),
        Ended::MaxRequests => PrecisionEnd::Budget { max_requests: plan.max_requests },
        Ended::Replications => PrecisionEnd::Replications { most: plan.most_replications },
        Ended::Interrupt => PrecisionEnd::Interrupt,
    };
    let (wanted, hardest, reached) = (found.wanted, found.hardest.clone()?, found.reached);
    Some(Caveat::Imprecise { wanted, hardest, reached, ended_by })
}

/// Caches that requests read and that call nothing: whatever they miss is answered all the same.
fn caches_at_an_end(blueprint: &Blueprint) -> BTreeSet<&str> {
    let reading =
        blueprint.request_types.iter().filter(|request_type| request_type.writes.is_none());
    let ends = reading.flat_map(|request_type| ends(&request_type.path));
    ends.filter(|(_, spec)| spec.cache().is_some())
        .map(|(component, _)| blueprint.components[component].name.as_str())
        .collect()
}

/// Caches of whose data not one item fits into the memory of an instance, with the data.
fn too_large(blueprint: &Blueprint) -> BTreeSet<(&str, &str)> {
    let mut found = BTreeSet::new();
    for request_type in &blueprint.request_types {
        let Some(data) = request_type.reads.map(|data| &blueprint.data[data]) else { continue };
        for (component, spec) in calls(&request_type.path) {
            let Some(cache) = spec.cache() else { continue };
            if cache.hit_ratio.is_none()
                && cache.hardware.memory_b.is_some_and(|memory_b| memory_b < data.size_b)
            {
                let name = blueprint.components[component].name.as_str();
                found.insert((name, data.name.as_str()));
            }
        }
    }
    found
}

/// The share of a cache's reads that it has no entry for.
fn misses(cache: &ComponentReport) -> Option<f64> {
    Some(1.0 - cache.own.hit_ratio()?.value)
}

/// What makes the figures less than they seem.
pub fn caveats(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Vec<Caveat> {
    let mut found = Vec::new();
    let plan = &outcome.plan;
    let replications = report.replications;
    if plan.shrunk {
        let (max_requests, simulated_s) = (plan.max_requests, report.simulated_s);
        found.push(Caveat::ShrunkToBudget { max_requests, replications, simulated_s });
    }
    let (simulated_s, steps) = (report.simulated_s, outcome.steps);
    if let Some(calls) = plan.calls_per_request {
        let requests = report.requests.offered;
        found.push(Caveat::ShrunkToSteps { calls, steps, requests, replications, simulated_s });
    } else if let Some(asked_ns) = plan.asked_ns {
        let asked_s = asked_ns as f64 / 1e9;
        found.push(Caveat::RanOut { steps, asked_s, simulated_s });
    }
    if plan.fewer_for_memory {
        found.push(Caveat::FewerForMemory { replications });
    }
    found.extend(report.precision.as_ref().and_then(|found| imprecise(plan, found)));
    if outcome.interrupted {
        found.push(Caveat::Interrupted { done: replications, planned: plan.replications });
    }
    if plan.warmup_found && !plan.settled && report.stability.stable {
        found.push(Caveat::NotSettled { warmup_s: report.warmup_s });
    }
    for name in caches_at_an_end(blueprint) {
        let misses = report.components.get(name).and_then(misses).unwrap_or(0.0);
        if misses > 0.0 {
            found.push(Caveat::MissesAreFree { cache: name.to_owned(), misses });
        }
    }
    for (name, data) in too_large(blueprint) {
        found.push(Caveat::ItemTooLarge { cache: name.to_owned(), data: data.to_owned() });
    }
    let stale: Vec<&crate::document::CostLine> =
        report.cost.lines.iter().filter(|line| line.stale).collect();
    if let Some(oldest) = stale.iter().map(|line| &line.source).min() {
        found.push(Caveat::StalePrices { lines: stale.len(), oldest: oldest.clone() });
    }
    found
}
