//! Caches as their load would have filled them: the state that a run starts from.
//!
//! Under independent references each entry is present with a probability that its own request rate and the
//! cache's characteristic time decide (Che, Tung & Wang 2002; Fricker, Robert & Roberts 2012), independently of
//! the others for all but tiny caches. So each slot is drawn present or not, with an age from its own
//! conditional law, and the entries are put in from the oldest to the youngest. Only the start is made this way:
//! every hit and miss of the run comes from the entries themselves. `tests/behaviour/caches.rs` compares
//! the state with the one that a long cold run reaches.

use std::cmp::Reverse;

use super::program::StoreSpec;
use super::setup::{Prepared, shelf_of};
use crate::blueprint::{Load, Path, Step};
use crate::component::Spec;
use crate::component::cache::Evict;
use crate::component::cache::store::Store;
use crate::component::cache::theory::{Bin, quiet_after, steady_state};
use crate::sample::Stream;

/// A store's long-run contents.
#[derive(Clone, Debug, Default)]
pub struct Warm {
    /// For each slot: the probability that it is present.
    present: Vec<f32>,
    /// For each slot: requests per second for its key that reach this store.
    rate: Vec<f32>,
    characteristic_s: f64,
}

/// One way by which a journey reaches a cache.
struct Visit {
    component: usize,
    per_request: f64,
    behind: Vec<usize>,
}

/// The contents of every store, those nearest to the client first.
pub(super) fn warm(prepared: &Prepared<'_>) -> Vec<Warm> {
    let blueprint = prepared.blueprint;
    let mut visits = Vec::new();
    for (at, journey) in blueprint.journeys.iter().enumerate() {
        let mut found = Vec::new();
        walk(&journey.path, 1.0, &[], &mut found);
        visits.extend(found.into_iter().map(|visit| (at, visit)));
    }
    let mut order: Vec<usize> = (0..prepared.program.stores.len()).collect();
    let depth = |store: usize| {
        let component = prepared.program.stores[store].component;
        let reaching = visits.iter().filter(|(_, visit)| visit.component == component);
        reaching.map(|(_, visit)| visit.behind.len()).max().unwrap_or(0)
    };
    order.sort_by_key(|&store| depth(store));
    // How often each key is asked for takes a power: once is enough for all stores and journeys.
    let shares: Vec<Vec<f64>> = prepared
        .keys
        .iter()
        .map(|space| (0..space.slots()).map(|slot| space.probability(slot)).collect())
        .collect();
    let mut all = vec![Warm::default(); prepared.program.stores.len()];
    for store in order {
        all[store] = contents(prepared, store, &visits, &shares, &all);
    }
    all
}

/// Notes every cache or database on a path, with the caches that stand before it.
fn walk(path: &Path, per_request: f64, behind: &[usize], found: &mut Vec<Visit>) {
    let mut before = behind.to_vec();
    for step in path {
        match step {
            Step::Call { component, spec, .. } => {
                let is_store = matches!(&**spec, Spec::Cache(_) | Spec::Cdn(_) | Spec::Database(_));
                if is_store {
                    let component = *component;
                    found.push(Visit { component, per_request, behind: before.clone() });
                }
                if matches!(&**spec, Spec::Cache(_) | Spec::Cdn(_)) {
                    before.push(*component);
                }
            }
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                for path in paths {
                    walk(path, per_request, &before, found);
                }
            }
            Step::Repeat { times, path, .. } => {
                walk(path, per_request * times.mean_ns(), &before, found);
            }
            Step::Chance { share, path } => walk(path, per_request * share, &before, found),
            Step::OneOf { paths, .. } => {
                let total: f64 = paths.iter().map(|path| path.1).sum();
                for (_, weight, path) in paths {
                    walk(path, per_request * weight / total, &before, found);
                }
            }
            Step::Later(path) => walk(path, per_request, &before, found),
        }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn contents(
    prepared: &Prepared<'_>,
    store: usize,
    visits: &[(usize, Visit)],
    shares: &[Vec<f64>],
    done: &[Warm],
) -> Warm {
    let spec = &prepared.program.stores[store];
    let slots = prepared.data_offset.last().copied().unwrap_or(0) as usize;
    let (mut rate, mut writes) = (vec![0.0_f64; slots], vec![0.0_f64; slots]);
    for (at, visit) in visits.iter().filter(|(_, visit)| visit.component == spec.component) {
        let journey = &prepared.blueprint.journeys[*at];
        let Some(data) = journey.reads.or(journey.writes) else { continue };
        let offset = prepared.data_offset[data] as usize;
        let per_s = rate_of(prepared, *at) * visit.per_request;
        let filters: Vec<&Warm> = visit
            .behind
            .iter()
            .filter_map(|&cache| {
                prepared.program.stores.iter().position(|spec| spec.component == cache)
            })
            .map(|store| &done[store])
            .filter(|warm| !warm.present.is_empty())
            .collect();
        for (slot, share) in shares[data].iter().enumerate() {
            let entry = offset + slot;
            let asked = per_s * share;
            if journey.writes.is_some() {
                writes[entry] += asked;
            } else {
                let passed: f64 =
                    filters.iter().map(|warm| 1.0 - f64::from(warm.present[entry])).product();
                rate[entry] += asked * passed;
            }
        }
    }
    let updates = matches!(&prepared.blueprint.components[spec.component].spec,
        Spec::Cache(cache) | Spec::Cdn(cache)
            if cache.on_write != crate::component::cache::OnWrite::Invalidate);
    if updates || spec.buffer.is_some() {
        writes.fill(0.0);
    }
    // A cache behind another never hears of a key sooner than the one before forgets it.
    let quiet_s = visits
        .iter()
        .filter(|(_, visit)| visit.component == spec.component)
        .filter_map(|(_, visit)| visit.behind.last())
        .filter_map(|&cache| {
            let before = prepared.program.stores.iter().position(|s| s.component == cache)?;
            let warm = done.get(before).filter(|warm| !warm.present.is_empty())?;
            let ttl_s = prepared.program.stores[before].ttl_ns.map(|ttl| ttl as f64 * 1e-9);
            Some(quiet_after(prepared.program.stores[before].evict, ttl_s, warm.characteristic_s))
        })
        .fold(0.0, f64::max);
    settle(prepared, spec, &rate, &writes, quiet_s)
}

/// Requests per second of a journey before anything happens.
fn rate_of(prepared: &Prepared<'_>, journey: usize) -> f64 {
    let spec = &prepared.blueprint.journeys[journey];
    match &prepared.blueprint.load {
        Load::Open { .. } => spec.rate_per_s,
        // A closed load's rate is not known before it has run; thinking time bounds it from above, and for a
        // cache without expiry only the proportions matter.
        Load::Closed { clients, think } => {
            f64::from(*clients) * spec.share / (think.mean_ns() * 1e-9).max(1e-3)
        }
    }
}

/// Slots of about the same popularity are solved for together.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn settle(
    prepared: &Prepared<'_>,
    spec: &StoreSpec,
    rate: &[f64],
    writes: &[f64],
    quiet_s: f64,
) -> Warm {
    let mut bins = Vec::new();
    let mut spans = Vec::new();
    for (data, space) in prepared.keys.iter().enumerate() {
        let offset = prepared.data_offset[data] as usize;
        let slots = space.slots() as usize;
        let (mut from, mut rank) = (0, 0);
        while from < slots {
            // Of ranks within a hundredth of each other: in the tail a slot stands for many.
            let (mut to, mut keys) = (from, 0);
            while to < slots && (to == from || keys <= rank / 128) {
                keys += space.keys_of(to as u32);
                to += 1;
            }
            let middle = offset + (from + to) / 2;
            rank += keys;
            bins.push(Bin {
                keys: keys as f64,
                rate_per_key: rate[middle],
                invalidations_per_key: writes[middle],
                quiet_s,
                room: prepared.blueprint.data[data].size_b,
            });
            spans.push(offset + from..offset + to);
            from = to;
        }
    }
    let instances = match &prepared.blueprint.components[spec.component].spec {
        // Every node of a shard sees its own pages; shards split the keys between them.
        Spec::Database(database) => f64::from(database.shards),
        _ => f64::from(prepared.program.instances[spec.component]),
    };
    let capacity = spec.capacity_b.map_or(f64::INFINITY, |bytes| bytes * instances);
    let ttl_s = spec.ttl_ns.map(|ttl| ttl as f64 * 1e-9);
    let steady = steady_state(spec.evict, ttl_s, capacity, &bins);
    let mut warm = Warm {
        present: vec![0.0; rate.len()],
        rate: rate.iter().map(|&per_s| per_s as f32).collect(),
        characteristic_s: steady.characteristic_s,
    };
    for (span, present) in spans.into_iter().zip(steady.present) {
        warm.present[span].fill(present as f32);
    }
    warm
}

impl Warm {
    /// Draws the entries of one replication.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    pub(super) fn fill(
        &self,
        store: &mut Store,
        spec: &StoreSpec,
        instances: usize,
        stream: &mut Stream,
    ) {
        let mut entries: Vec<(u64, u32, u64)> = Vec::new();
        let ttl_s = spec.ttl_ns.map_or(f64::INFINITY, |ttl| ttl as f64 * 1e-9);
        for (slot, (&present, &rate)) in self.present.iter().zip(&self.rate).enumerate() {
            let slot = slot as u32;
            let rate = f64::from(rate);
            if spec.evict == Evict::Lfu {
                // A long memory: so many references that a run's own hardly change the order.
                store.set_references(slot, (rate * 1e5).min(4e9) as u32);
            }
            for copy in 0..spec.copies() {
                if rate <= 0.0 || !stream.chance(f64::from(present)) {
                    continue;
                }
                let filled_s = self.fill_age(spec.evict, rate, ttl_s, stream);
                let age_s = self.last_use(spec.evict, rate, filled_s, stream);
                let expires = if ttl_s.is_finite() {
                    ((ttl_s - filled_s).max(0.0) * 1e9) as u64
                } else {
                    u64::MAX
                };
                // Of numbers that are not negative, the bits are in the order of the values.
                entries.push((age_s.max(0.0).to_bits(), slot * spec.copies() + copy, expires));
            }
        }
        entries.sort_unstable_by_key(|&(age, slot, _)| (Reverse(age), slot));
        for (_, slot, expires) in entries {
            store.insert(shelf_of(u64::from(slot), instances, spec), slot, 0, expires);
        }
    }

    /// How long ago an entry that is present was filled.
    fn fill_age(&self, evict: Evict, rate: f64, ttl_s: f64, stream: &mut Stream) -> f64 {
        let stay_s = self.characteristic_s;
        let limit = match evict {
            Evict::Lru if stay_s < ttl_s => return lru_age(rate, stay_s, ttl_s, stream),
            Evict::Fifo => stay_s.min(ttl_s),
            Evict::Random if stay_s.is_finite() => (stream.exp1() * stay_s).min(ttl_s),
            _ => ttl_s,
        };
        if limit.is_finite() { stream.uniform() * limit } else { stream.exp1() / rate }
    }

    /// How long ago it was last asked for, which is what orders LRU; FIFO goes by its fill.
    fn last_use(&self, evict: Evict, rate: f64, filled_s: f64, stream: &mut Stream) -> f64 {
        if evict != Evict::Lru {
            return filled_s;
        }
        if !self.characteristic_s.is_finite() {
            return (stream.exp1() / rate).min(filled_s);
        }
        if filled_s < self.characteristic_s {
            // Its fill was its first use.
            return (stream.exp1() / rate).min(filled_s);
        }
        // Exponential, given that it is below the characteristic time.
        let below = -libm::expm1(-rate * self.characteristic_s);
        -libm::log1p(-stream.uniform() * below) / rate
    }
}

/// The age since its fill of an LRU entry that is present: nobody is pushed out before T has passed; then the first
/// gap of T comes as if by an exponential with the right mean (as in `cache::theory`); expiry cuts both.
fn lru_age(rate: f64, characteristic_s: f64, ttl_s: f64, stream: &mut Stream) -> f64 {
    let gap = libm::exp(-rate * characteristic_s);
    // The mean stay without expiry is (1 − e^−λT) / (λ e^−λT).
    let beyond_s = ((1.0 - gap) / (rate * gap) - characteristic_s).max(0.0);
    let rest_s = ttl_s - characteristic_s;
    let share = if beyond_s.is_finite() { -libm::expm1(-rest_s / beyond_s) } else { 0.0 };
    // Area under P(still there) before and after T.
    let after = if share > 0.0 { beyond_s * share } else { rest_s };
    let draw = stream.uniform() * (characteristic_s + after);
    if draw < characteristic_s {
        return draw;
    }
    if share > 0.0 {
        return characteristic_s - beyond_s * libm::log1p(-stream.uniform() * share);
    }
    characteristic_s + stream.uniform() * rest_s
}
