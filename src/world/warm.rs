//! Caches as their load would have filled them: the state that a run starts from.
//!
//! Under independent references each entry is present with a probability that its own request rate and the
//! cache's characteristic time decide (Che, Tung & Wang 2002; Fricker, Robert & Roberts 2012), independently of
//! the others for all but tiny caches. So each slot is drawn present or not, with an age from its own
//! conditional law, and the entries are put in from the oldest to the youngest. One whose key has been written
//! since then, by a request that did not tell this cache, is stale. Only the start is made this way:
//! every hit and miss of the run comes from the entries themselves. `tests/behaviour/caches.rs` compares
//! the state with the one that a long cold run reaches.

use std::cmp::Reverse;

use super::layout::{Layout, shelf_of};
use super::machine::FIRST;
use super::program::StoreSpec;
use crate::blueprint::{Load, Path, Step};
use crate::component::cache::store::Store;
use crate::component::cache::theory::{Bin, quiet_after, steady_state};
use crate::component::cache::{Evict, OnWrite};
use crate::sample::Stream;

/// A store's long-run contents.
#[derive(Clone, Debug, Default)]
pub struct Warm {
    /// For each slot: the probability that it is present.
    present: Vec<f32>,
    /// For each slot: reads per second for its key that reach this store.
    reads: Vec<f32>,
    /// For each slot: writes per second that leave a new entry, that remove it, and that it never hears of.
    updates: Vec<f32>,
    removals: Vec<f32>,
    missed: Vec<f32>,
    characteristic_s: f64,
}

/// One way by which a request type reaches a cache or a database.
struct Visit {
    component: usize,
    /// Of a request type's requests, how many come: repetitions ask for one key, and count as one.
    per_request: f64,
    behind: Vec<usize>,
    /// What a write does to an entry here; nothing, at a database.
    on_write: OnWrite,
}

/// For each slot of a store, per second.
struct Rates {
    reads: Vec<f64>,
    updates: Vec<f64>,
    removals: Vec<f64>,
    missed: Vec<f64>,
}

/// The version of an entry that lacks a write.
const STALE: u32 = FIRST - 1;

/// The contents of every store, those nearest to the client first.
pub(super) fn warm(layout: &Layout<'_>) -> Vec<Warm> {
    let blueprint = layout.blueprint;
    let mut visits = Vec::new();
    for (at, request_type) in blueprint.request_types.iter().enumerate() {
        let mut found = Vec::new();
        walk(&request_type.path, 1.0, &[], &mut found);
        visits.extend(found.into_iter().map(|visit| (at, visit)));
    }
    let mut order: Vec<usize> = (0..layout.program.stores.len()).collect();
    let depth = |store: usize| {
        let component = layout.program.stores[store].component;
        let reaching = visits.iter().filter(|(_, visit)| visit.component == component);
        reaching.map(|(_, visit)| visit.behind.len()).max().unwrap_or(0)
    };
    order.sort_by_key(|&store| depth(store));
    // How often each key is asked for takes a power: once is enough for all stores and request types.
    let shares: Vec<Vec<f64>> = layout
        .keys
        .iter()
        .map(|space| (0..space.slots()).map(|slot| space.probability(slot)).collect())
        .collect();
    let mut all = vec![Warm::default(); layout.program.stores.len()];
    for store in order {
        all[store] = contents(layout, store, &visits, &shares, &all);
    }
    all
}

/// Notes every cache or database on a path, with the caches that stand before it.
fn walk(path: &Path, per_request: f64, behind: &[usize], found: &mut Vec<Visit>) {
    let mut before = behind.to_vec();
    for step in path {
        match step {
            Step::Call { component, spec, .. } => {
                let Some(on_write) = spec.on_write() else { continue };
                let (component, behind) = (*component, before.clone());
                found.push(Visit { component, per_request, behind, on_write });
                if spec.cache().is_some() {
                    before.push(component);
                }
            }
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                for path in paths {
                    walk(path, per_request, &before, found);
                }
            }
            Step::Repeat { times, path, .. } => {
                walk(path, per_request * times.mean_ns().min(1.0), &before, found);
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

fn contents(
    layout: &Layout<'_>,
    store: usize,
    visits: &[(usize, Visit)],
    shares: &[Vec<f64>],
    done: &[Warm],
) -> Warm {
    let spec = &layout.program.stores[store];
    let slots = layout.data_offset.last().copied().unwrap_or(0) as usize;
    let none = || vec![0.0_f64; slots];
    let mut rates = Rates { reads: none(), updates: none(), removals: none(), missed: none() };
    for (at, visit) in visits.iter().filter(|(_, visit)| visit.component == spec.component) {
        let request_type = &layout.blueprint.request_types[*at];
        let per_s = rate_of(layout, *at) * visit.per_request;
        if let Some(data) = request_type.writes {
            let told = match visit.on_write {
                OnWrite::Invalidate => &mut rates.removals,
                OnWrite::Update => &mut rates.updates,
                OnWrite::Ignore => continue,
            };
            add(told, layout.data_offset[data], &shares[data], per_s);
            continue;
        }
        let Some(data) = request_type.reads else { continue };
        let offset = layout.data_offset[data] as usize;
        let filters: Vec<&Warm> = visit
            .behind
            .iter()
            .filter_map(|&cache| {
                layout.program.stores.iter().position(|spec| spec.component == cache)
            })
            .map(|store| &done[store])
            .filter(|warm| !warm.present.is_empty())
            .collect();
        for (slot, share) in shares[data].iter().enumerate() {
            let entry = offset + slot;
            let passed: f64 =
                filters.iter().map(|warm| 1.0 - f64::from(warm.present[entry])).product();
            rates.reads[entry] += per_s * share * passed;
        }
    }
    if spec.buffer.is_none() {
        missed(layout, spec, visits, shares, &mut rates.missed);
    }
    // A cache behind another never hears of a key sooner than the one before forgets it.
    let quiet_s = visits
        .iter()
        .filter(|(_, visit)| visit.component == spec.component)
        .filter_map(|(_, visit)| visit.behind.last())
        .filter_map(|&cache| {
            let before = layout.program.stores.iter().position(|s| s.component == cache)?;
            let warm = done.get(before).filter(|warm| !warm.present.is_empty())?;
            let ttl_s = layout.program.stores[before].ttl_ns.map(|ttl| ttl as f64 * 1e-9);
            Some(quiet_after(layout.program.stores[before].evict, ttl_s, warm.characteristic_s))
        })
        .fold(0.0, f64::max);
    settle(layout, spec, &rates, quiet_s)
}

/// Adds a rate to each key of a data set, by its share.
fn add(sums: &mut [f64], offset: u32, shares: &[f64], per_s: f64) {
    for (sum, share) in sums[offset as usize..].iter_mut().zip(shares) {
        *sum += per_s * share;
    }
}

/// Writes that are committed where this store's entries come from, by requests that do not tell it.
fn missed(
    layout: &Layout<'_>,
    spec: &StoreSpec,
    visits: &[(usize, Visit)],
    shares: &[Vec<f64>],
    missed: &mut [f64],
) {
    for (at, request_type) in layout.blueprint.request_types.iter().enumerate() {
        let Some(data) = request_type.writes else { continue };
        let of_this = |(request_type, _): &&(usize, Visit)| *request_type == at;
        let tells = visits.iter().filter(of_this).any(|(_, visit)| {
            visit.component == spec.component && visit.on_write != OnWrite::Ignore
        });
        if tells {
            continue;
        }
        let origin = spec.origins[data];
        let commits = visits.iter().filter(of_this).filter(|(_, visit)| {
            let is = &layout.blueprint.components[visit.component].spec;
            let commits = is.database().is_some() || is.kv().is_some();
            commits && origin.is_none_or(|origin| origin == visit.component)
        });
        let per_request = commits.map(|(_, visit)| visit.per_request).fold(0.0, f64::max);
        let per_s = rate_of(layout, at) * per_request.min(1.0);
        add(missed, layout.data_offset[data], &shares[data], per_s);
    }
}

/// Requests per second of a request type before anything happens.
fn rate_of(layout: &Layout<'_>, request_type: usize) -> f64 {
    let spec = &layout.blueprint.request_types[request_type];
    match &layout.blueprint.load {
        Load::Open { .. } => spec.rate_per_s,
        // A closed load's rate is not known before it has run; thinking time bounds it from above, and for a
        // cache without expiry only the proportions matter.
        Load::Closed { clients, think } => {
            f64::from(*clients) * spec.share / (think.mean_ns() * 1e-9).max(1e-3)
        }
    }
}

/// Slots of about the same popularity are solved for together.
fn settle(layout: &Layout<'_>, spec: &StoreSpec, rates: &Rates, quiet_s: f64) -> Warm {
    let mut bins = Vec::new();
    let mut spans = Vec::new();
    for (data, space) in layout.keys.iter().enumerate() {
        let offset = layout.data_offset[data] as usize;
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
                rate_per_key: rates.reads[middle],
                invalidations_per_key: rates.removals[middle],
                updates_per_key: rates.updates[middle],
                quiet_s,
                room: layout.blueprint.data[data].size_b,
            });
            spans.push(offset + from..offset + to);
            from = to;
        }
    }
    // Every node of a shard sees its own pages; shards split the keys between them.
    let database = layout.blueprint.components[spec.component].spec.database();
    let instances = layout.program.instances[spec.component];
    let instances = f64::from(database.map_or(instances, |database| database.shards));
    let capacity = spec.capacity_b.map_or(f64::INFINITY, |bytes| bytes * instances);
    let ttl_s = spec.ttl_ns.map(|ttl| ttl as f64 * 1e-9);
    let steady = steady_state(spec.evict, ttl_s, capacity, &bins);
    let short = |rates: &[f64]| rates.iter().map(|&per_s| per_s as f32).collect();
    let mut warm = Warm {
        present: vec![0.0; rates.reads.len()],
        reads: short(&rates.reads),
        updates: short(&rates.updates),
        removals: short(&rates.removals),
        missed: short(&rates.missed),
        characteristic_s: steady.characteristic_s,
    };
    for (span, present) in spans.into_iter().zip(steady.present) {
        warm.present[span].fill(present as f32);
    }
    warm
}

impl Warm {
    /// Draws the entries of one replication.
    pub(super) fn fill(
        &self,
        store: &mut Store,
        spec: &StoreSpec,
        instances: usize,
        stream: &mut Stream,
    ) {
        let mut entries: Vec<(u64, u32, u64, u32)> = Vec::new();
        let ttl_s = spec.ttl_ns.map_or(f64::INFINITY, |ttl| ttl as f64 * 1e-9);
        for (slot, &present) in self.present.iter().enumerate() {
            let reads = f64::from(self.reads[slot]);
            let rate = reads + f64::from(self.updates[slot]);
            let id = slot as u32;
            if spec.evict == Evict::Lfu {
                // A long memory: so many references that a run's own hardly change the order.
                store.set_references(id, (reads * 1e5).min(4e9) as u32);
            }
            for copy in 0..spec.copies() {
                if rate <= 0.0 || !stream.chance(f64::from(present)) {
                    continue;
                }
                let filled_s = self.fill_age(spec.evict, rate, ttl_s, stream);
                let age_s = self.last_use(spec.evict, rate, filled_s, stream);
                let written_s = self.write_age(slot, spec.evict, filled_s, ttl_s, stream);
                let expires = if ttl_s.is_finite() {
                    ((ttl_s - written_s).max(0.0) * 1e9) as u64
                } else {
                    u64::MAX
                };
                let missed = f64::from(self.missed[slot]);
                let stale = missed > 0.0 && stream.exp1() < missed * written_s;
                let version = if stale { STALE } else { FIRST };
                // Of numbers that are not negative, the bits are in the order of the values.
                let oldest_first = age_s.max(0.0).to_bits();
                entries.push((oldest_first, id * spec.copies() + copy, expires, version));
            }
        }
        entries.sort_unstable_by_key(|&(age, slot, ..)| (Reverse(age), slot));
        for (_, slot, expires, version) in entries {
            store.insert(shelf_of(u64::from(slot), instances, spec), slot, version, expires);
        }
    }

    /// How long ago an entry that is present got its value: filled `filled_s` ago, and not written or removed
    /// since, or written later. Where nothing ever pushes it out or ends it, for ever.
    fn write_age(
        &self,
        slot: usize,
        evict: Evict,
        filled_s: f64,
        ttl_s: f64,
        stream: &mut Stream,
    ) -> f64 {
        let lasts = evict == Evict::Lfu || !self.characteristic_s.is_finite();
        let (filled_s, most_s) = match (lasts, ttl_s.is_finite()) {
            (true, false) => (f64::INFINITY, f64::INFINITY),
            (true, true) => (filled_s, ttl_s),
            (false, _) => (filled_s, filled_s),
        };
        let ends = f64::from(self.removals[slot]) + f64::from(self.updates[slot]);
        if ends <= 0.0 {
            return filled_s;
        }
        // The age since the last end, given that it is below the longest.
        let below = -libm::expm1(-ends * most_s);
        -libm::log1p(-stream.uniform() * below) / ends
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
