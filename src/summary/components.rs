//! Each component's own figures: utilization, queue, wait, and what its kind adds.

use std::collections::BTreeMap;

use super::measure::{mean_of, measured, per_second, plain, positive, ratio_of_sums, share};
use super::window_s;
use crate::blueprint::{Blueprint, Step};
use crate::component::{CallPolicy, Spec};
use crate::document::{
    BusiestInstance, CacheCounts, ComponentReport, DatabaseCounts, FailoverCounts, GuardCounts,
    KvCounts, Measured, Own, QueueCounts, Resource, ScalingCounts, ServerCounts, ServiceMs, WaitMs,
};
use crate::stats::{Small, sectioned_interval};
use crate::world::Outcome;
use crate::world::meters::{ComponentMeter, Meters, ScalingMeter};
use crate::world::program::TURN;

/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// Every component, by name.
pub fn components(blueprint: &Blueprint, outcome: &Outcome) -> BTreeMap<String, ComponentReport> {
    blueprint
        .components
        .iter()
        .enumerate()
        .map(|(at, component)| (component.name.clone(), one(blueprint, outcome, at)))
        .collect()
}

/// The resources of a component: name and index into `Meters::resources`.
pub fn resources_of(outcome: &Outcome, component: usize) -> Vec<(&'static str, usize)> {
    outcome
        .resources
        .iter()
        .enumerate()
        .filter(|(_, (owner, name))| *owner == component && *name != "active" && *name != TURN)
        .map(|(at, (_, name))| (*name, at))
        .collect()
}

fn one(blueprint: &Blueprint, outcome: &Outcome, at: usize) -> ComponentReport {
    let reps = &outcome.replications;
    let length_s = window_s(outcome);
    let spec = &blueprint.components[at].spec;
    let mut resources = BTreeMap::new();
    for (name, id) in resources_of(outcome, at) {
        let utilization =
            share(ratio_of_sums(reps, &|m| m.resources[id].used, &|m| m.resources[id].capacity));
        let throttled = (name == "cpu" && spec.hardware().is_some_and(|own| own.quota.is_some()))
            .then(|| {
                share(ratio_of_sums(reps, &|m| m.resources[id].throttled.0, &|m| {
                    m.resources[id].throttled.1
                }))
            });
        resources.insert(name.to_owned(), Resource { utilization, throttled });
    }
    let busiest = resources
        .iter()
        .filter(|(name, _)| name.as_str() != "pool")
        .map(|(_, resource)| resource.utilization)
        .max_by(|a, b| a.value.total_cmp(&b.value));
    let queues: Vec<f64> = reps
        .iter()
        .map(|meters| {
            let waiting: f64 =
                resources_of(outcome, at).iter().map(|&(_, id)| meters.resources[id].waiting).sum();
            (waiting + meters.components[at].backlog_area) / (length_s * 1e9)
        })
        .collect();
    let worked_at = |m: &Meters| (m.components[at].served + m.components[at].stopped) as f64;
    let service = ratio_of_sums(reps, &|m| m.components[at].service_ns as f64 / MS, &worked_at);
    ComponentReport {
        kind: spec.kind().to_owned(),
        utilization: busiest,
        arrivals_per_s: per_second(reps, length_s, &|m| m.components[at].arrivals),
        queue_mean: positive(mean_of(&queues)),
        wait_ms: wait_ms(reps, at),
        service_ms: ServiceMs { mean: positive(service) },
        resources,
        // Of an autoscaler's instances its own figures tell.
        instances: spec.hardware().filter(|_| spec.autoscale().is_none()).map(|_| spec.instances()),
        busiest_instance: busiest_instance(outcome, at),
        own: own(spec, reps, at, length_s),
        guards: guards(blueprint, reps, at),
        failed_calls: failed_calls(reps, at),
    }
}

/// What the breakers and copies of those who call it did.
fn guards(blueprint: &Blueprint, reps: &[Meters], at: usize) -> GuardCounts {
    let total = |count: fn(&ComponentMeter) -> u64| -> u64 {
        reps.iter().map(|meters| count(&meters.components[at])).sum()
    };
    let of_paths = blueprint.request_types.iter().flat_map(|it| policies(&it.path, at));
    let policies: Vec<&CallPolicy> = of_paths.collect();
    let breaks = policies.iter().any(|policy| policy.breaker.is_some());
    let hedges = policies.iter().any(|policy| policy.hedge.is_some());
    GuardCounts {
        breakers_opened: breaks.then(|| total(|meter| meter.opened)),
        copies: hedges.then(|| total(|meter| meter.copies)),
        copies_won: hedges.then(|| total(|meter| meter.copies_won)),
    }
}

/// What those who call a component do about it.
fn policies(path: &[Step], at: usize) -> Vec<&CallPolicy> {
    let mut found = Vec::new();
    for step in path {
        if let Step::Call { component, call, .. } = step
            && *component == at
        {
            found.push(call);
        }
        found.extend(step.inner().into_iter().flat_map(|inner| policies(inner, at)));
    }
    found
}

/// From so many times the average on the busiest instance is worth a word: what is even by design is within it.
const UNEVEN: f64 = 1.25;

/// The busiest instance of a component whose load is uneven, with its busiest resource: a hot shard, a popular
/// key's cache node, a server that a hash likes. What is due to chance alone is not uneven.
fn busiest_instance(outcome: &Outcome, at: usize) -> Option<BusiestInstance> {
    let reps = &outcome.replications;
    let mut best: Option<BusiestInstance> = None;
    for (name, id) in resources_of(outcome, at).into_iter().filter(|(name, _)| *name != "pool") {
        let count = reps.iter().map(|meters| meters.resources[id].instances.len()).max()?;
        // One that was there for a part of the time only had the load of that part.
        let was_there = |instance: usize| -> f64 {
            let there = reps.iter().filter_map(|m| m.resources[id].instances.get(instance));
            there.map(|there| there.1).sum()
        };
        let longest = (0..count).map(was_there).fold(0.0, f64::max);
        if (0..count).any(|instance| was_there(instance) < 0.99 * longest) {
            continue;
        }
        let of = |instance: usize| {
            let part = |meters: &Meters| meters.resources[id].instances.get(instance).copied();
            share(ratio_of_sums(
                reps,
                &|meters| part(meters).map_or(0.0, |(used, _)| used),
                &|meters| part(meters).map_or(0.0, |(_, capacity)| capacity),
            ))
        };
        let all = ratio_of_sums(reps, &|m| m.resources[id].used, &|m| m.resources[id].capacity);
        let found = (0..count).map(|instance| (instance, of(instance)));
        let most = found.max_by(|a, b| a.1.value.total_cmp(&b.1.value));
        let uneven = |found: &(usize, Measured)| {
            let low = found.1.low.unwrap_or(found.1.value);
            low > UNEVEN * all.value && count > 1
        };
        if let Some((instance, utilization)) = most.filter(uneven)
            && best.as_ref().is_none_or(|most| utilization.value > most.utilization.value)
        {
            best = Some(BusiestInstance { instance, resource: name.to_owned(), utilization });
        }
    }
    best
}

fn wait_ms(reps: &[Meters], at: usize) -> WaitMs {
    let served = |m: &Meters| m.components[at].served as f64;
    let mean = ratio_of_sums(reps, &|m| m.components[at].waited_ns as f64 / MS, &served);
    let waits = || reps.iter().map(|meters| &meters.components[at].wait);
    let all: Small = waits().collect();
    let own: Vec<f64> =
        waits().filter_map(|wait| wait.quantile(0.99).map(|ns| ns as f64 / MS)).collect();
    let p99 = all
        .quantile(0.99)
        .map_or_else(|| plain(0.0), |ns| measured(sectioned_interval(ns as f64 / MS, &own)));
    WaitMs { mean: positive(mean), p99: positive(p99) }
}

fn ratio(
    reps: &[Meters],
    at: usize,
    above: fn(&ComponentMeter) -> u64,
    below: fn(&ComponentMeter) -> u64,
) -> Measured {
    let part = |meters: &Meters| above(&meters.components[at]) as f64;
    let whole = |meters: &Meters| below(&meters.components[at]) as f64;
    share(ratio_of_sums(reps, &part, &whole))
}

/// What only the kind counts. Counts are sums over the replications, as those of `requests:` are.
fn own(spec: &Spec, reps: &[Meters], at: usize, length_s: f64) -> Own {
    let total = |count: fn(&ComponentMeter) -> u64| -> u64 {
        reps.iter().map(|meters| count(&meters.components[at])).sum()
    };
    let stale = || ratio(reps, at, |m| m.stale_reads, |m| m.reads);
    let reads = total(|m| m.reads) > 0;
    match spec {
        Spec::Cache(cache) | Spec::Cdn(cache) => Own::Cache(CacheCounts {
            hit_ratio: ratio(reps, at, |m| m.hits, |m| m.lookups),
            stale_read_ratio: reads.then(stale),
            lost_writes: Some(total(|m| m.lost_writes)).filter(|&lost| lost > 0),
            merged: cache.loads.merge.then(|| total(|m| m.loads.merged)),
            fetched_again: Some(total(|m| m.loads.again)).filter(|&again| again > 0),
            refreshed_early: cache.loads.beta.map(|_| total(|m| m.loads.early)),
            answered_expired: (cache.loads.stale_while_ns > 0).then(|| total(|m| m.loads.expired)),
        }),
        Spec::Database(database) => {
            let replicated = database.replicas > 0;
            let applied = |m: &Meters| m.components[at].applied as f64;
            let lag = || ratio_of_sums(reps, &|m| m.components[at].lag_ns as f64 / MS, &applied);
            let hits = || ratio(reps, at, |m| m.hits, |m| m.lookups);
            let failovers = total(|m| m.failovers);
            let failover = || FailoverCounts {
                failovers,
                recovery_s: total(|m| m.recovery_ns) as f64 / 1e9 / failovers as f64,
                lost_writes: total(|m| m.lost_writes),
            };
            Own::Database(DatabaseCounts {
                stale_read_ratio: (reads && replicated).then(stale),
                buffer_hit_ratio: database.buffer_b.is_some().then(hits),
                lag_ms: (replicated && total(|m| m.applied) > 0).then(lag),
                failover: (failovers > 0).then(failover),
            })
        }
        Spec::Kv(_) => Own::Kv(KvCounts {
            stale_read_ratio: reads.then(stale),
            hints_kept: Some(total(|m| m.kv.hints)).filter(|&hints| hints > 0),
            hints_delivered: Some(total(|m| m.kv.delivered)).filter(|&hints| hints > 0),
            read_repairs: Some(total(|m| m.kv.repairs)).filter(|&repairs| repairs > 0),
        }),
        Spec::Queue(queue) => Own::Queue(QueueCounts {
            redelivered: total(|m| m.redelivered),
            dead_letters: queue.dead_letter.map(|_| total(|m| m.dead_letters)),
            dropped: total(|m| m.dropped),
            waiting_at_end: total(|m| m.waiting_at_end),
            oldest_at_end_s: total(|m| m.oldest_ns) as f64 / 1e9 / reps.len().max(1) as f64,
        }),
        Spec::Server(server) if server.autoscale.is_some() => {
            Own::Server(ServerCounts { autoscale: scaling(reps, at, length_s) })
        }
        Spec::LoadBalancer(_) | Spec::RateLimiter(_) | Spec::Server(_) => Own::Nothing {},
    }
}

/// What an autoscaler did.
fn scaling(reps: &[Meters], at: usize, length_s: f64) -> ScalingCounts {
    let meters: Vec<&ScalingMeter> =
        reps.iter().filter_map(|meters| meters.components[at].scaling.as_ref()).collect();
    let mean = |of: fn(&ScalingMeter) -> f64| {
        mean_of(&meters.iter().map(|meter| of(meter)).collect::<Vec<f64>>())
    };
    let instances = |of: fn(&ScalingMeter) -> f64| {
        let each = meters.iter().map(|meter| of(meter) / (length_s * 1e9));
        positive(mean_of(&each.collect::<Vec<f64>>()))
    };
    let looks: u64 = meters.iter().map(|meter| meter.looks).sum();
    let capped: u64 = meters.iter().map(|meter| meter.capped).sum();
    ScalingCounts {
        instances: instances(|meter| meter.ready_ns),
        booting: instances(|meter| meter.booting_ns),
        least: meters.iter().map(|meter| meter.least).min().unwrap_or(0) as u64,
        most: meters.iter().map(|meter| meter.most).max().unwrap_or(0) as u64,
        most_asked: meters.iter().map(|meter| meter.most_asked).max().unwrap_or(0) as u64,
        increases: mean(|meter| meter.ups as f64).value,
        decreases: mean(|meter| meter.downs as f64).value,
        turns: mean(|meter| meter.turns as f64).value,
        at_max: capped as f64 / looks.max(1) as f64,
    }
}

/// Calls that failed, by reason.
fn failed_calls(reps: &[Meters], at: usize) -> BTreeMap<String, u64> {
    let mut failures = BTreeMap::new();
    for (reason, count) in reps.iter().flat_map(|meters| &meters.components[at].failures) {
        *failures.entry(reason.name().to_owned()).or_insert(0) += count;
    }
    failures
}

/// The instance on which a resource is busiest, and how busy it is there, if the load is uneven.
pub fn busiest_of(report: &ComponentReport, resource: &str) -> Option<(usize, f64)> {
    let found = report.busiest_instance.as_ref().filter(|found| found.resource == resource)?;
    Some((found.instance, found.utilization.value))
}
