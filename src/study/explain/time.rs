//! Where the time of single requests goes: what was traced, as parts of the mean and one example.

use std::collections::BTreeMap;

use crate::blueprint::Blueprint;
use crate::component::load_balancer::Policy;
use crate::document::{Part, PhaseShare, PieceOfTime, Slice, TimeSpent, Told, TracedRequest};
use crate::message::explain::{self, Place, SpentOn};
use crate::study::{StudyError, Watch};
use crate::summary::{Cut, pooled, pooled_of_all};
use crate::world::execute::trace;
use crate::world::meters::Meters;
use crate::world::trace::{Piece, Spent, Traced, Wanted};
use crate::world::{Outcome, Plan, RunError};

/// So many requests of a replication are followed: their slowest 1 % are hundreds.
const FOLLOWED: u64 = 40_000;
/// So many of each kind are kept.
const KEPT: usize = 400;
/// Latencies within this of the median are near it.
const NEAR: f64 = 0.05;
/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// What a part of time is spent on: component, kind of time, resource.
type Key = (u32, Spent, &'static str);

/// Runs one replication again and says where its requests' time went; `None` if none came.
pub fn time(
    blueprint: &Blueprint,
    outcome: &Outcome,
    watch: &Watch<'_>,
) -> Result<Option<TimeSpent>, StudyError> {
    let Some((replication, wanted)) = wanted(outcome) else { return Ok(None) };
    let simulated_ns = std::sync::atomic::AtomicU64::new(0);
    let execution = watch.execution(1, &simulated_ns);
    let traces = match trace(blueprint, &outcome.plan, replication, wanted, execution) {
        Ok(traces) => traces,
        // The study goes on without it.
        Err(RunError::Budget { .. } | RunError::Memory { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let slice = |kept: &[Traced]| slice(blueprint, &outcome.plan, kept);
    Ok(Some(TimeSpent {
        replication,
        followed: traces.followed,
        median: slice(&traces.near),
        slowest: slice(&traces.slow),
        failed: (!traces.failed.is_empty()).then(|| slice(&traces.failed)),
    }))
}

/// Which replication to follow, and which of its requests to keep. The one whose p99 is nearest to that of all:
/// where some replications break down and others do not, the slowest are those of the former.
fn wanted(outcome: &Outcome) -> Option<(u32, Wanted)> {
    let reps = &outcome.replications;
    let p99_ns = pooled_of_all(reps).quantile(0.99).unwrap_or(1).max(1) as f64;
    let off = |meters: &Meters| {
        let own = pooled(meters, Cut::default()).quantile(0.99);
        own.map_or(f64::INFINITY, |own| libm::log((own.max(1) as f64) / p99_ns).abs())
    };
    let nearest = (0..reps.len()).min_by(|&a, &b| off(&reps[a]).total_cmp(&off(&reps[b])))?;
    let meters = &reps[nearest];
    let own = pooled(meters, Cut::default());
    let offered: u64 = meters.request_types.iter().map(|request_type| request_type.offered).sum();
    if offered == 0 {
        return None;
    }
    let median = own.quantile(0.5).unwrap_or(0) as f64;
    let wanted = Wanted {
        every: offered.div_ceil(FOLLOWED).max(1),
        near_ns: ((median * (1.0 - NEAR)) as u64, (median * (1.0 + NEAR)) as u64),
        slow_ns: own.quantile(0.99).unwrap_or(u64::MAX),
        most: KEPT,
    };
    Some((u32::try_from(nearest).unwrap_or(0), wanted))
}

fn slice(blueprint: &Blueprint, plan: &Plan, kept: &[Traced]) -> Slice {
    if kept.is_empty() {
        return Slice::default();
    }
    let count = kept.len() as f64;
    let mut sums: BTreeMap<Key, u64> = BTreeMap::new();
    let mut instances: BTreeMap<Key, BTreeMap<u32, u64>> = BTreeMap::new();
    for piece in kept.iter().flat_map(|traced| &traced.pieces) {
        *sums.entry(key(piece)).or_insert(0) += piece.length_ns();
        *instances.entry(key(piece)).or_default().entry(piece.instance).or_insert(0) +=
            piece.length_ns();
    }
    let total: u64 = kept.iter().map(|traced| traced.latency_ns).sum();
    let mut parts: Vec<Part> = sums
        .iter()
        .map(|(key, &ns)| Part {
            what: what(blueprint, *key),
            mean_ms: ns as f64 / count / MS,
            share: if total > 0 { ns as f64 / total as f64 } else { 0.0 },
            at_one_instance: at_one(blueprint, key.0, &instances[key], ns),
        })
        .collect();
    parts.sort_by(|a, b| b.mean_ms.total_cmp(&a.mean_ms));
    let mut phases: Vec<PhaseShare> = Vec::new();
    for traced in kept {
        let offset = traced.started_ns.saturating_sub(plan.window.from_ns);
        let at = plan.window.cuts_ns.iter().take_while(|&&cut| cut <= offset).count();
        let phase = Told(plan.phase_labels.get(at).cloned().unwrap_or_default());
        match phases.iter_mut().find(|known| known.phase == phase) {
            Some(known) => known.share += 1.0 / count,
            None => phases.push(PhaseShare { phase, share: 1.0 / count }),
        }
    }
    let latencies = || kept.iter().map(|traced| traced.latency_ns);
    Slice {
        requests: kept.len() as u64,
        from_ms: latencies().min().unwrap_or(0) as f64 / MS,
        to_ms: latencies().max().unwrap_or(0) as f64 / MS,
        mean_ms: total as f64 / count / MS,
        parts,
        phases,
        example: typical(kept, &sums).map(|traced| example(blueprint, plan, traced)),
    }
}

/// The largest share of a part that is at one instance, where there are several.
fn at_one(
    blueprint: &Blueprint,
    component: u32,
    by_instance: &BTreeMap<u32, u64>,
    ns: u64,
) -> Option<f64> {
    let spec = &blueprint.components.get(component as usize)?.spec;
    // Where calls take turns, the queues of one moment are at one instance or another: only where something of the
    // request says which one it goes to is one of them hot.
    let servers = spec.server().is_some_and(|server| server.instances > 1);
    let several = spec.is_split_by_key() || servers && is_chosen_by_request(blueprint);
    let most = *by_instance.values().max()?;
    (several && ns > 0).then(|| most as f64 / ns as f64)
}

/// Whether a load balancer goes by key, by client or by weights.
fn is_chosen_by_request(blueprint: &Blueprint) -> bool {
    blueprint.components.iter().filter_map(|component| component.spec.balancer()).any(|balancer| {
        matches!(balancer.policy, Policy::IpHash | Policy::ConsistentHash | Policy::Weighted)
    })
}

const fn key(piece: &Piece) -> Key {
    (piece.component, piece.spent, piece.what)
}

fn what(blueprint: &Blueprint, (component, spent, on): Key) -> SpentOn {
    let component = match blueprint.components.get(component as usize) {
        Some(found) => Place::Component(found.name.clone()),
        None if spent == Spent::Network => Place::Network,
        None => Place::Client,
    };
    let spent = match spent {
        Spent::Waiting => explain::Spent::Waiting,
        Spent::Service => explain::Spent::Service,
        Spent::Network => explain::Spent::Network,
    };
    SpentOn { component, spent, on: on.to_owned() }
}

/// The request whose parts are nearest to the mean ones.
fn typical<'a>(kept: &'a [Traced], sums: &BTreeMap<Key, u64>) -> Option<&'a Traced> {
    let count = kept.len() as f64;
    let distance = |traced: &Traced| {
        let mut own: BTreeMap<Key, u64> = sums.keys().map(|key| (*key, 0)).collect();
        for piece in &traced.pieces {
            *own.entry(key(piece)).or_insert(0) += piece.length_ns();
        }
        own.iter().map(|(key, &ns)| (ns as f64 - sums[key] as f64 / count).abs()).sum::<f64>()
    };
    let mut best: Option<(f64, &Traced)> = None;
    for traced in kept {
        let far = distance(traced);
        if best.is_none_or(|(least, _)| far < least) {
            best = Some((far, traced));
        }
    }
    best.map(|(_, traced)| traced)
}

fn example(blueprint: &Blueprint, plan: &Plan, traced: &Traced) -> TracedRequest {
    let ms = |at: u64| (at - traced.started_ns) as f64 / MS;
    TracedRequest {
        request: blueprint
            .request_types
            .get(usize::from(traced.request_type))
            .map_or_else(String::new, |request_type| request_type.name.clone()),
        at_s: (traced.started_ns as f64 - plan.window.from_ns as f64) / 1e9,
        latency_ms: traced.latency_ns as f64 / MS,
        pieces: traced
            .pieces
            .iter()
            .map(|piece| PieceOfTime {
                what: what(blueprint, key(piece)),
                from_ms: ms(piece.from_ns),
                to_ms: ms(piece.to_ns),
            })
            .collect(),
    }
}
