//! Limits that have a name of their own: a rate that refuses or holds back, a deadlock, messages done again and again.

use std::collections::{BTreeMap, BTreeSet};

use crate::blueprint::{Blueprint, ComponentId, Load, Path, Step};
use crate::component::Spec;
use crate::document::{ComponentReport, Own, Report};
use crate::message::findings::{FailsBy, Finding};
use crate::world::Outcome;
use crate::world::meters::{Meters, Reason};

/// A limiter limits from this share of refused calls on.
const REFUSES: f64 = 0.01;
/// A limiter holds calls back if on average they wait for the turns of so many others.
const HOLDS_BACK: f64 = 10.0;
/// Messages handed out again are worth a sentence from this share on.
const AGAIN: f64 = 0.01;
/// Copies are a load of their own from this share of the calls on.
const TWICE: f64 = 0.02;
/// Where connections are all held and the work at them fills less than this share of the time, nobody works.
const IDLE: f64 = 0.1;

/// A rate limiter that refuses calls or holds them back.
pub struct Limited {
    /// The component.
    pub at: ComponentId,
    /// The share of calls that it refuses.
    pub refused: f64,
    /// What it lets pass in a second, all keys together.
    pub passes_per_s: f64,
    /// What passed over what may.
    pub utilization: f64,
    keys: Option<u64>,
    rate_per_s: f64,
    wait_ms: f64,
}

/// The limiters of a page that limit.
pub fn limiters(
    blueprint: &Blueprint,
    components: &BTreeMap<String, ComponentReport>,
    all_s: f64,
) -> Vec<Limited> {
    let one = |(at, component): (ComponentId, &crate::blueprint::Component)| {
        let spec = component.spec.limiter()?;
        let report = components.get(&component.name)?;
        let came = report.arrivals_per_s.value;
        let refused_count = report.failed_calls.get("rate_limited").copied().unwrap_or(0);
        let refused = if came > 0.0 { refused_count as f64 / (came * all_s) } else { 0.0 };
        let keys = spec.per_key.then(|| keys_at(blueprint, at));
        let passes_per_s = spec.rate_per_s * keys.unwrap_or(1) as f64;
        let wait_ms = report.wait_ms.mean.value;
        let limits = refused >= REFUSES || wait_ms * spec.rate_per_s / 1e3 >= HOLDS_BACK;
        let utilization = (came * (1.0 - refused).max(0.0) / passes_per_s).min(1.0);
        let rate_per_s = spec.rate_per_s;
        limits.then_some(Limited {
            at,
            refused,
            passes_per_s,
            utilization,
            keys,
            rate_per_s,
            wait_ms,
        })
    };
    blueprint.components.iter().enumerate().filter_map(one).collect()
}

/// Keys of the data with which a component is called.
fn keys_at(blueprint: &Blueprint, at: ComponentId) -> u64 {
    let calling = blueprint.request_types.iter().filter(|request_type| {
        crate::blueprint::calls(&request_type.path).iter().any(|(component, _)| *component == at)
    });
    let data: BTreeSet<usize> =
        calling.filter_map(|request_type| request_type.reads.or(request_type.writes)).collect();
    data.into_iter().map(|data| blueprint.data[data].keys).sum::<u64>().max(1)
}

/// What a limiter does.
pub fn refuses(blueprint: &Blueprint, found: &Limited) -> Finding {
    Finding::Limiter {
        component: blueprint.components[found.at].name.clone(),
        refused: found.refused,
        passes_per_s: found.passes_per_s,
        keys: found.keys,
        rate_per_s: found.rate_per_s,
        wait_ms: found.wait_ms,
    }
}

/// What has a name of its own, beside what limits.
pub fn causes(blueprint: &Blueprint, outcome: &Outcome, report: &Report, found: &mut Vec<Finding>) {
    let all_s = report.simulated_s * f64::from(report.replications.max(1));
    for limited in limiters(blueprint, &report.components, all_s) {
        let finding = refuses(blueprint, &limited);
        if report.limit.as_ref() != Some(&finding) {
            found.push(finding);
        }
    }
    fails_calls(blueprint, report, all_s, found);
    for request_type in &blueprint.request_types {
        if report.requests.completed == 0 {
            deadlocks(blueprint, report, &request_type.path, &[], found);
        }
        redelivered(blueprint, outcome, report, &request_type.path, found);
    }
}

/// Components whose calls fail by themselves, or by what guards them.
fn fails_calls(blueprint: &Blueprint, report: &Report, all_s: f64, found: &mut Vec<Finding>) {
    let kinds = [
        (Reason::Error, FailsBy::Error),
        (Reason::CircuitOpen, FailsBy::CircuitOpen),
        (Reason::Shed, FailsBy::Shed),
        (Reason::Expired, FailsBy::Expired),
    ];
    for component in &blueprint.components {
        let Some(here) = report.components.get(&component.name) else { continue };
        if let Some(copies) = here.guards.copies {
            let share = copies as f64 / (here.wanted(all_s) - copies as f64).max(1.0);
            if share >= TWICE {
                found.push(Finding::CopiesAdd { component: component.name.clone(), share });
            }
        }
        let count = |reason: Reason| here.failed_calls.get(reason.name()).copied().unwrap_or(0);
        let (arrived, wanted) = (here.arrivals_per_s.value * all_s, here.wanted(all_s));
        for (reason, by) in kinds {
            let all = if by == FailsBy::CircuitOpen { wanted } else { arrived };
            let share = (count(reason) as f64 / all.max(1.0)).min(1.0);
            if share < REFUSES {
                continue;
            }
            let runs = f64::from(report.replications.max(1));
            let opened = here.guards.breakers_opened.filter(|_| by == FailsBy::CircuitOpen);
            found.push(Finding::FailsCalls {
                component: component.name.clone(),
                by,
                share,
                opened: opened.map(|opened| opened as f64 / runs),
            });
        }
    }
}

/// Calls that hold one of a component's connections or workers and want another one of them.
fn deadlocks(
    blueprint: &Blueprint,
    report: &Report,
    path: &Path,
    above: &[ComponentId],
    found: &mut Vec<Finding>,
) {
    let mut above = above.to_vec();
    for step in path {
        if let Step::Call { component, .. } = step {
            above.push(*component);
            let each = above.iter().filter(|&&one| one == *component).count() as u64;
            let finding = (each > 1).then(|| deadlock(blueprint, report, *component, &above, each));
            found.extend(finding.flatten());
        }
        let callers = if matches!(step, Step::Later(_)) { &[] } else { above.as_slice() };
        for inner in step.inner() {
            deadlocks(blueprint, report, inner, callers, found);
        }
    }
}

fn deadlock(
    blueprint: &Blueprint,
    report: &Report,
    at: ComponentId,
    above: &[ComponentId],
    each: u64,
) -> Option<Finding> {
    let component = &blueprint.components[at];
    let here = report.components.get(&component.name)?;
    let (resource, count) = [("connections", "connections"), ("workers", "workers")]
        .into_iter()
        .find_map(|(resource, field)| {
            here.resources.contains_key(resource).then_some(())?;
            Some((resource, u64::from(component.spec.count(field)?)))
        })?;
    let used = here.resources.get(resource)?.utilization.value;
    let others = here.resources.iter().filter(|(name, _)| *name != resource && *name != "pool");
    let works = others.map(|(_, other)| other.utilization.value).fold(0.0, f64::max);
    if used < 0.99 || works > IDLE {
        return None;
    }
    let callers = callers(blueprint, above, at);
    Some(Finding::Deadlock {
        component: component.name.clone(),
        resource: resource.to_owned(),
        count,
        each,
        callers,
        least: callers.map(|callers| callers * (each - 1) + 1),
    })
}

/// The most requests that can be under way at a component, by those above it and the clients.
fn callers(blueprint: &Blueprint, above: &[ComponentId], at: ComponentId) -> Option<u64> {
    let workers = |&one: &ComponentId| match &blueprint.components[one].spec {
        Spec::Server(spec) if one != at => {
            spec.workers.map(|workers| u64::from(workers) * u64::from(spec.instances))
        }
        _ => None,
    };
    let clients = match blueprint.load {
        Load::Closed { clients, .. } => Some(u64::from(clients)),
        Load::Open { .. } => None,
    };
    above.iter().filter_map(workers).chain(clients).min()
}

/// Messages that are handed out again because they were not done in time.
fn redelivered(
    blueprint: &Blueprint,
    outcome: &Outcome,
    report: &Report,
    path: &Path,
    found: &mut Vec<Finding>,
) {
    for (at, step) in path.iter().enumerate() {
        for inner in step.inner() {
            redelivered(blueprint, outcome, report, inner, found);
        }
        let Step::Call { component, spec, .. } = step else { continue };
        let (Spec::Queue(queue), name) = (&**spec, &blueprint.components[*component].name) else {
            continue;
        };
        let Some(here) = report.components.get(name) else { continue };
        let Own::Queue(counts) = &here.own else { continue };
        let sum =
            |of: &dyn Fn(&Meters) -> u64| -> u64 { outcome.replications.iter().map(of).sum() };
        let messages = sum(&|meters| meters.components[*component].arrivals).max(1) as f64;
        let again = counts.redelivered as f64 / messages;
        let dead = |it: &Finding| matches!(it, Finding::DeadLetters { queue, .. } if queue == name);
        if let (Some(count @ 1..), Some(after)) = (counts.dead_letters, queue.dead_letter)
            && !found.iter().any(dead)
        {
            found.push(Finding::DeadLetters {
                queue: name.clone(),
                messages: count as f64 / f64::from(report.replications.max(1)),
                share: count as f64 / messages,
                after,
            });
        }
        let is_said = found
            .iter()
            .any(|finding| matches!(finding, Finding::Redelivered { queue, .. } if queue == name));
        if again < AGAIN || is_said {
            continue;
        }
        let consumer = crate::blueprint::calls(&path[at + 1..]).first().map(|call| call.0);
        let worker = consumer.and_then(|at| report.components.get(&blueprint.components[at].name));
        // Of those handed out again some still wait.
        let done = consumer.map_or(0, |at| sum(&|meters| meters.components[at].served));
        found.push(Finding::Redelivered {
            queue: name.clone(),
            messages: counts.redelivered.div_ceil(u64::from(report.replications.max(1))),
            times: (done as f64 / messages).clamp(1.0, 1.0 + again),
            redeliver_after_s: queue.redeliver_after_ns as f64 / 1e9,
            prefetch: queue.prefetch,
            work_s: worker.map_or(0.0, |worker| worker.service_ms.mean.value / 1e3),
        });
    }
}
