//! What a caller has to turn: timeouts, second tries, connections.

use super::{Axis, Level, Tempting};
use crate::blueprint::{Path, Step, calls};
use crate::component::CallPolicy;
use crate::figure::NEAR_LIMIT;
use crate::message::explain::{Lever, Setting};
use crate::study::explain::evidence::Evidence;
use crate::units::exact::nanoseconds;

/// From so many calls for each request on, second tries are a load of their own.
const AMPLIFIED: f64 = 1.02;
/// Second tries as most would add them.
const A_FEW: &str = "{ times: 2, backoff: exponential, base: 10ms, jitter: true, budget: 20% }";
/// More of them, at once: each finds another instance, or draws again.
const AT_ONCE: &str = "{ times: 4, backoff: exponential, base: 10ms, jitter: true }";
/// Second tries that go on for half a minute: longer than most failovers.
const PATIENT: &str = "{ times: 8, backoff: exponential, base: 200ms, jitter: true }";

/// One place on the page where a policy is written.
struct Site<'a> {
    /// As `--set` names it.
    path: String,
    /// What the report calls the place of its timeouts.
    place: String,
    /// Whose it is in words.
    name: String,
    policy: &'a CallPolicy,
}

pub(super) fn axes(evidence: &Evidence<'_>, found: &mut Vec<Axis>) {
    deadlines(evidence, found);
    for site in sites(evidence) {
        let failing = evidence
            .fails(&site.place, Some("timeout"))
            .max(evidence.calls_fail(&site.place, "timeout"));
        timeout(evidence, &site, failing, found);
        breaker(evidence, &site, failing, found);
        guards_off(evidence, &site, found);
        hedge(evidence, &site, found);
        retry(evidence, &site, failing, found);
        if let Some(pool) = site.policy.pool
            && evidence.waits_long(&site.place, "pool")
        {
            let waits = evidence.waits(&site.place, Some("pool"));
            let mut axis = Axis::new(&site.name, Lever::Pool, pool, waits.max(0.3));
            for times in [2, 4, 8] {
                axis = axis.level(&format!("{}.pool", site.path), pool.saturating_mul(times));
            }
            found.push(axis);
        }
    }
}

/// From this share of failed calls on, a breaker may save what its callers wait for.
const FAILING: f64 = 0.2;

/// Those who wait for a component that fails or does not answer could stop asking.
fn breaker(evidence: &Evidence<'_>, site: &Site<'_>, failing: f64, found: &mut Vec<Axis>) {
    let errors = evidence.calls_fail(&site.place, "error");
    let is_component = site.place == site.path;
    // What is full by its own work answers as much as it can: it has to be asked less, or to be larger.
    let is_full = evidence.is_full(&site.place);
    if site.policy.breaker.is_none() && is_component && !is_full && failing.max(errors) > FAILING {
        let hope = failing.max(errors).min(1.0) * 0.5;
        let axis = Axis::from(&site.name, Lever::Breaker, Setting::Unset, hope);
        found.push(axis.level(&format!("{}.breaker", site.path), "50%"));
    }
}

/// What guards a call may be what harms it: copies where it is full, a breaker that refuses what could be answered.
fn guards_off(evidence: &Evidence<'_>, site: &Site<'_>, found: &mut Vec<Axis>) {
    if let Some(hedge) = site.policy.hedge
        && evidence.is_full(&site.place)
    {
        let axis = Axis::new(&site.name, Lever::NoHedge, nanoseconds(hedge.after_ns), 1.0);
        found.push(axis.level(&format!("{}.hedge", site.path), "null"));
    }
    let refused = evidence.calls_fail(&site.place, "circuit_open");
    if let Some(breaker) = site.policy.breaker
        && refused > FAILING
    {
        let failures = format!("{}%", breaker.failures * 100.0);
        let axis = Axis::new(&site.name, Lever::NoBreaker, failures, refused.min(1.0) * 0.5);
        found.push(axis.level(&format!("{}.breaker", site.path), "null"));
    }
}

/// From this share of the slowest requests' time on, one component's own work makes them slow …
const SLOW: f64 = 0.5;
/// … where it takes them so many times its mean.
const TAIL: f64 = 3.0;

/// Where a call is slow by its own work now and then, the second of two seldom is, too.
fn hedge(evidence: &Evidence<'_>, site: &Site<'_>, found: &mut Vec<Axis>) {
    let own = evidence.report.components.get(&site.place);
    let mean_ms = own.map_or(0.0, |own| own.service_ms.mean.value);
    let share = evidence.works(&site.place);
    let slowest_ms = evidence.time.map_or(0.0, |time| time.slowest.mean_ms);
    let has_tail = mean_ms > 0.0 && share * slowest_ms > TAIL * mean_ms;
    if site.policy.hedge.is_some() || site.place != site.path || share < SLOW || !has_tail {
        return;
    }
    // A copy of a write is a second write, and what is busy has no room for copies.
    if evidence.busy(&site.place) > NEAR_LIMIT || takes_writes(evidence, &site.place) {
        return;
    }
    let mut axis = Axis::from(&site.name, Lever::AddHedge, Setting::Unset, share);
    for times in [2.0, 4.0] {
        let after = nanoseconds((mean_ms * times).ceil() as u64 * 1_000_000);
        let set = format!("{}.hedge={{ after: {after}, at_most: 20% }}", site.path);
        axis.levels.push(Level { sets: vec![set], to: after });
    }
    found.push(axis);
}

/// Whether any request that writes calls a component.
fn takes_writes(evidence: &Evidence<'_>, name: &str) -> bool {
    let blueprint = evidence.blueprint;
    let writing = blueprint.request_types.iter().filter(|own| own.writes.is_some());
    writing.flat_map(|own| calls(&own.path)).any(|(at, _)| blueprint.components[at].name == name)
}

/// Work whose turn comes after its client has gone could be dropped.
fn deadlines(evidence: &Evidence<'_>, found: &mut Vec<Axis>) {
    let given_up = evidence.fails("client", Some("timeout"));
    for request_type in &evidence.blueprint.request_types {
        let has_one = request_type.deadline || request_type.call.timeout_ns.is_none();
        // A page with only a `path` has no client that gives up.
        if given_up > 0.0 && !has_one && !request_type.call.cancel {
            let axis = Axis::new(&request_type.name, Lever::Deadline, "false", given_up * 0.8);
            let path = format!("requests.{}.deadline", request_type.name);
            found.push(axis.level(&path, "true"));
        }
    }
}

/// Where policies are written, and where second tries could be.
fn sites<'a>(evidence: &Evidence<'a>) -> Vec<Site<'a>> {
    let blueprint = evidence.blueprint;
    let mut sites = Vec::new();
    for component in &blueprint.components {
        sites.push(Site {
            path: component.name.clone(),
            place: component.name.clone(),
            name: component.name.clone(),
            policy: &component.call,
        });
    }
    let is_single = blueprint.request_types.len() == 1
        && blueprint.request_types[0].name == crate::scenario::requests::ONLY;
    for request_type in &blueprint.request_types {
        if !is_single {
            sites.push(Site {
                path: format!("requests.{}", request_type.name),
                place: "client".to_owned(),
                name: request_type.name.clone(),
                policy: &request_type.call,
            });
        }
        let path = if is_single {
            "path".to_owned()
        } else {
            format!("requests.{}.path", request_type.name)
        };
        for (at, step) in request_type.path.iter().enumerate() {
            let Step::Call { component, call, .. } = step else { continue };
            let own = &blueprint.components[*component];
            if own.call != *call {
                sites.push(Site {
                    path: format!("{path}.{at}.{}", own.name),
                    place: own.name.clone(),
                    name: own.name.clone(),
                    policy: call,
                });
            }
        }
    }
    sites
}

/// Whether a step of a path says itself how often a call to the site's component is tried again.
fn tries_again(evidence: &Evidence<'_>, path: &Path, site: &Site<'_>) -> bool {
    path.iter().any(|step| match step {
        Step::Call { component, call, .. } => {
            let own = &evidence.blueprint.components[*component];
            own.name == site.path && call.retry.is_some()
        }
        Step::Parallel { paths, .. } | Step::Sequence(paths) => {
            paths.iter().any(|path| tries_again(evidence, path, site))
        }
        Step::OneOf { paths, .. } => paths.iter().any(|one| tries_again(evidence, &one.2, site)),
        Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => {
            tries_again(evidence, path, site)
        }
    })
}

fn timeout(evidence: &Evidence<'_>, site: &Site<'_>, failing: f64, found: &mut Vec<Axis>) {
    let Some(timeout) = site.policy.timeout_ns.filter(|_| failing > 0.0) else { return };
    // Where nothing is full, those who wait longer get an answer.
    let idle = 1.0 - evidence.report.bottleneck.as_ref().map_or(0.0, |it| it.utilization).min(1.0);
    let hope = failing.min(1.0) * (0.5 + idle) + 0.05;
    let path = format!("{}.timeout", site.path);
    let mut axis = Axis::new(&site.name, Lever::Timeout, nanoseconds(timeout), hope);
    for times in [2, 4, 10] {
        axis = axis.level(&path, nanoseconds(timeout.saturating_mul(times)));
    }
    axis = axis.level(&path, "null");
    axis.probe = 1;
    found.push(axis);
    if !site.policy.cancel {
        let axis = Axis::new(&site.name, Lever::Cancel, "false", hope * 1.2);
        found.push(axis.level(&format!("{}.cancel", site.path), "true"));
    }
}

fn retry(evidence: &Evidence<'_>, site: &Site<'_>, failing: f64, found: &mut Vec<Axis>) {
    let amplified = evidence.amplification() - 1.0;
    let path = format!("{}.retry", site.path);
    let Some(retry) = &site.policy.retry else {
        // A step's own tries go before its component's: what is added there would change nothing.
        if evidence.blueprint.request_types.iter().any(|one| tries_again(evidence, &one.path, site))
        {
            return;
        }
        let reasons = ["timeout", "connection_lost", "no_healthy_target"];
        let died: f64 = reasons.iter().map(|it| evidence.fails(&site.place, Some(it))).sum();
        // Errors that a component answers with; those of the client's own requests are of what it calls.
        let all = died + evidence.fails(&site.place, Some("error"));
        if all > 0.0005 {
            let axis = Axis::from(&site.name, Lever::AddRetry, Setting::Unset, all.min(1.0));
            let axis = axis.level(&path, A_FEW).level(&path, AT_ONCE).level(&path, PATIENT);
            let full = evidence.busy(&site.place) > 0.9
                || evidence.report.bottleneck.as_ref().is_some_and(|it| it.utilization > 0.9);
            found.push(if full { axis.tempting(Tempting::RetriesAreLoad) } else { axis });
        }
        return;
    };
    if amplified > AMPLIFIED - 1.0 {
        let hope = amplified.min(1.0) + failing.min(1.0);
        if retry.budget.is_none_or(|budget| budget > 0.1) {
            let written = |it: f64| Setting::Written(format!("{}%", it * 100.0));
            let from = retry.budget.map_or(Setting::Unset, written);
            let axis = Axis::from(&site.name, Lever::RetryBudget, from, hope);
            let axis = axis.level(&format!("{path}.budget"), "10%");
            found.push(axis.level(&format!("{path}.budget"), "2%"));
        }
        let axis = Axis::new(&site.name, Lever::NoRetry, retry.times, hope * 0.7);
        found.push(axis.level(&path, "null"));
    }
    if retry.times > 1 && amplified > AMPLIFIED - 1.0 {
        let hope = amplified.min(1.0) + failing.min(1.0);
        let axis = Axis::new(&site.name, Lever::FewerRetries, retry.times, hope * 0.6);
        found.push(axis.level(&format!("{path}.times"), 1));
    }
    let died: f64 = ["connection_lost", "no_healthy_target"]
        .iter()
        .map(|reason| evidence.fails(&site.place, Some(reason)))
        .sum();
    if died > 0.0005 {
        // Something died: tries that go on for longer than it takes to replace it find the next one.
        let mut axis = Axis::new(&site.name, Lever::MoreRetries, retry.times, died.min(1.0));
        for more in [2, 4, 8] {
            axis = axis.level(&format!("{path}.times"), retry.times.saturating_add(more));
        }
        axis.probe = 1;
        found.push(axis);
    } else if failing > 0.0 {
        let axis = Axis::new(&site.name, Lever::MoreRetries, retry.times, 0.2);
        let axis = axis.level(&format!("{path}.times"), retry.times.saturating_mul(2));
        found.push(axis.tempting(Tempting::RetriesAreLoad));
    }
}
