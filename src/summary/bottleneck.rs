//! What limits: the resource that is full by its own work, and not by waiting for another.

use std::collections::{BTreeMap, BTreeSet};

use super::causes::limiters;
use super::components::{busiest_of, resources_of};
use super::window_s;
use crate::blueprint::{Blueprint, ComponentId, Path, Step};
use crate::document::{Bottleneck, ComponentReport};
use crate::figure::NEAR_LIMIT;
use crate::message::findings::HeldUp;
use crate::world::Outcome;

/// From here on what waits for another is full of those that wait.
pub const FULL: f64 = 0.9;
/// From here on a resource can take no more.
pub const SATURATED: f64 = 0.98;
/// The resource of a rate limiter.
pub const RATE: &str = "rate";
/// Intervals in which a resource is as busy as this share of its busiest one count as its busy time.
const BUSY_TIME: f64 = 0.95;

/// One resource of a component.
#[derive(Clone, Copy)]
struct Candidate {
    at: ComponentId,
    name: &'static str,
    /// Index into `Meters::resources`.
    id: usize,
    utilization: f64,
    peak: Option<f64>,
    /// How busy it is where and when it is busiest.
    level: f64,
    rank: f64,
}

/// The busiest limited resource of the design: by its busiest interval where something changes over time.
///
/// Workers, connections and pools are held for as long as what is called takes, so that they are full wherever that
/// is: they are the bottleneck only where nothing beneath them, that they wait for, is.
pub fn bottleneck(
    components: &BTreeMap<String, ComponentReport>,
    blueprint: &Blueprint,
    outcome: &Outcome,
) -> Option<Bottleneck> {
    let all = candidates(components, blueprint, outcome);
    if let Some(limiter) = limiter(components, blueprint, outcome, &all) {
        return Some(limiter);
    }
    let counts = |one: &&Candidate| one.name != "pool" || one.level >= NEAR_LIMIT;
    let by_rank = |a: &&Candidate, b: &&Candidate| {
        // Of equals the first of the page.
        a.rank.total_cmp(&b.rank).then((b.at, b.id).cmp(&(a.at, a.id)))
    };
    let first = all.iter().filter(counts).max_by(by_rank).or(all.iter().max_by(by_rank))?;
    let waits = Waits { all: &all, beneath: beneath(blueprint), outcome };
    let limit = if first.level >= NEAR_LIMIT { waits.cause(*first) } else { *first };
    let is_held_up = |one: &&Candidate| {
        one.level >= FULL && one.id != limit.id && waits.cause(**one).id == limit.id
    };
    let name = |one: &Candidate| blueprint.components[one.at].name.clone();
    let held_up = all.iter().filter(is_held_up).map(|one| HeldUp {
        component: name(one),
        resource: one.name.to_owned(),
        utilization: one.level,
    });
    Some(Bottleneck {
        component: name(&limit),
        resource: limit.name.to_owned(),
        utilization: limit.utilization,
        peak_utilization: limit.peak,
        held_up: held_up.collect(),
    })
}

/// A limiter that refuses calls or holds them back, unless what passes it fills something else.
fn limiter(
    components: &BTreeMap<String, ComponentReport>,
    blueprint: &Blueprint,
    outcome: &Outcome,
    all: &[Candidate],
) -> Option<Bottleneck> {
    let all_s = window_s(outcome) * outcome.replications.len() as f64;
    let found = limiters(blueprint, components, all_s);
    let most = found.into_iter().max_by(|a, b| a.refused.total_cmp(&b.refused))?;
    if all.iter().any(|one| one.level >= SATURATED) {
        return None;
    }
    Some(Bottleneck {
        component: blueprint.components[most.at].name.clone(),
        resource: RATE.to_owned(),
        utilization: most.utilization,
        peak_utilization: outcome.plan.eventful.then_some(1.0),
        held_up: Vec::new(),
    })
}

fn candidates(
    components: &BTreeMap<String, ComponentReport>,
    blueprint: &Blueprint,
    outcome: &Outcome,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, component) in blueprint.components.iter().enumerate() {
        let Some(report) = components.get(&component.name) else { continue };
        for (name, id) in resources_of(outcome, at) {
            let Some(resource) = report.resources.get(name) else { continue };
            let utilization = resource.utilization.value;
            let peak = outcome.plan.eventful.then(|| peak(outcome, id));
            // Where one instance has most of the load, it is what limits.
            let uneven = busiest_of(report, name).map_or(utilization, |(_, most)| most);
            // Of two that are full at their busiest, the one that is full for longer limits.
            let rank = match peak {
                Some(peak) if peak >= NEAR_LIMIT => (peak * 50.0).round() + utilization,
                _ => uneven,
            };
            let level = peak.unwrap_or(uneven).max(uneven);
            found.push(Candidate { at, name, id, utilization, peak, level, rank });
        }
    }
    found
}

/// Who waits for whom.
struct Waits<'a> {
    all: &'a [Candidate],
    /// Of each component, those that its calls lead to.
    beneath: Vec<BTreeSet<ComponentId>>,
    outcome: &'a Outcome,
}

impl Waits<'_> {
    /// What a resource is full for: itself, or what those that hold it wait for.
    fn cause(&self, from: Candidate) -> Candidate {
        let mut now = from;
        let mut seen = BTreeSet::from([from.id]);
        while let Some(next) = self.next(now).filter(|next| seen.insert(next.id)) {
            now = next;
        }
        now
    }

    /// The full resource for which those that hold this one wait the most, if they would not fill it without waiting.
    fn next(&self, now: Candidate) -> Option<Candidate> {
        let under = |one: &&Candidate| {
            one.id != now.id
                && depth(now.name) < 2
                && (self.beneath[now.at].contains(&one.at)
                    || one.at == now.at && depth(one.name) > depth(now.name))
        };
        let under: Vec<&Candidate> = self.all.iter().filter(under).collect();
        let busy_time = self.busy_time(now);
        let (busy, _) = self.within(now.id, &busy_time);
        let units = self.units(now.id);
        let waiting: Vec<(f64, f64)> =
            under.iter().map(|one| self.within(one.id, &busy_time)).collect();
        let all_waiting: f64 = waiting.iter().map(|one| one.1).sum();
        let own = (busy * units - all_waiting).max(0.0) / units.max(1.0);
        let limits = |(one, (busy, waiting)): &(&Candidate, (f64, f64))| {
            // Where it is uneven, a full instance is enough.
            let uneven = if one.peak.is_none() { one.level } else { 0.0 };
            let level = busy.max(uneven);
            *waiting > 0.0 && level >= NEAR_LIMIT && level > own
        };
        let most = under.into_iter().zip(waiting).filter(limits);
        most.max_by(|a, b| a.1.1.total_cmp(&b.1.1)).map(|(one, _)| *one)
    }

    /// The intervals in which a resource is about as busy as it gets; all of them where nothing changes.
    fn busy_time(&self, of: Candidate) -> Vec<usize> {
        let all = 0..self.outcome.plan.window.intervals();
        let Some(peak) = of.peak else { return all.collect() };
        all.filter(|&at| self.within(of.id, &[at]).0 >= BUSY_TIME * peak).collect()
    }

    /// Mean utilization and mean number that wait in some intervals.
    fn within(&self, id: usize, intervals: &[usize]) -> (f64, f64) {
        let reps = &self.outcome.replications;
        let points = reps.iter().flat_map(|meters| {
            intervals.iter().filter_map(move |&at| meters.resources[id].series.get(at))
        });
        let sum = points.fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let count = (reps.len() * intervals.len()).max(1) as f64;
        (sum.0 / count, sum.1 / count)
    }

    /// Units that there are, of all instances, on average.
    fn units(&self, id: usize) -> f64 {
        let reps = &self.outcome.replications;
        let sum: f64 = reps.iter().map(|meters| meters.resources[id].capacity).sum();
        sum / (self.outcome.plan.window.length_ns() as f64 * reps.len().max(1) as f64).max(1.0)
    }
}

/// What holds a resource waits for those deeper in the same component: a pool, then workers or connections, then
/// what they work with.
pub fn depth(resource: &str) -> u8 {
    match resource {
        "pool" => 0,
        "workers" | "connections" => 1,
        _ => 2,
    }
}

/// Of each component, those that a call of it waits for.
pub fn beneath(blueprint: &Blueprint) -> Vec<BTreeSet<ComponentId>> {
    let mut found = vec![BTreeSet::new(); blueprint.components.len()];
    for request_type in &blueprint.request_types {
        walk(&request_type.path, &[], &mut found);
    }
    found
}

fn walk(path: &Path, above: &[ComponentId], found: &mut [BTreeSet<ComponentId>]) {
    let mut above = above.to_vec();
    for step in path {
        if let Step::Call { component, .. } = step {
            for &caller in &above {
                found[caller].insert(*component);
            }
            above.push(*component);
        }
        // Nobody waits for what is left for later.
        let callers = if matches!(step, Step::Later(_)) { &[] } else { above.as_slice() };
        for inner in step.inner() {
            walk(inner, callers, found);
        }
    }
}

/// The highest utilization of any interval, averaged over the replications.
fn peak(outcome: &Outcome, resource: usize) -> f64 {
    let reps = &outcome.replications;
    let all = reps.len().max(1) as f64;
    (0..outcome.plan.window.intervals())
        .map(|at| {
            let values = reps.iter().filter_map(|m| m.resources[resource].series.get(at));
            values.map(|point| point.0).sum::<f64>() / all
        })
        .fold(0.0, f64::max)
}
