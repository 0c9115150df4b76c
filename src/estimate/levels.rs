//! What every cache on the paths holds, one behind another: a cache's misses are the next one's reads.

use super::tally::{ComponentTally, Source, Tally};
use crate::blueprint::{Blueprint, ComponentId};
use crate::component::cache::Evict;
use crate::component::cache::theory::{self as cache, Bin};

/// What every cache (and a database's buffer) answers, as far as the rounds before this one tell, and
/// which share of calls a rate limiter lets pass.
#[derive(Clone, Debug)]
pub(super) struct Caches {
    /// The keys of each data set: (keys, mass) by bin.
    pub bins: Vec<Vec<(f64, f64)>>,
    /// By component, by data set, by bin: the probability of a hit; empty where nothing is known.
    pub hits: Vec<Vec<Vec<f64>>>,
    /// As `hits`: the share of time that a key is present.
    pub present: Vec<Vec<Vec<f64>>>,
    pub characteristic_s: Vec<Option<f64>>,
    /// By component: the least time between two of its misses of a key, seconds.
    pub quiet_s: Vec<f64>,
    pub passes: Vec<f64>,
}

impl Caches {
    /// Before the first round: no cache holds anything.
    pub fn empty(blueprint: &Blueprint) -> Self {
        let bins = blueprint.data.iter().map(|data| {
            data.popularity
                .bins()
                .into_iter()
                .map(|(from, to, mass)| ((to - from) as f64, mass))
                .collect()
        });
        let count = blueprint.components.len();
        Self {
            bins: bins.collect(),
            hits: vec![vec![Vec::new(); blueprint.data.len()]; count],
            present: vec![vec![Vec::new(); blueprint.data.len()]; count],
            characteristic_s: vec![None; count],
            quiet_s: vec![0.0; count],
            passes: vec![1.0; count],
        }
    }

    /// Fills the caches as what came by would; true if that changed anything.
    pub fn settle(&mut self, blueprint: &Blueprint, tally: &Tally) -> bool {
        let mut changed = false;
        for (id, component) in blueprint.components.iter().enumerate() {
            let came = &tally.components[id];
            if let Some(limiter) = component.spec.limiter().filter(|limiter| !limiter.per_key) {
                let passes = (limiter.rate_per_s / came.calls()).min(1.0);
                changed |= differs(self.passes[id], passes);
                self.passes[id] = passes;
            }
            if let Some(kept) = component.spec.keeps() {
                let ttl_s = kept.ttl_ns.map(|ns| ns as f64 / 1e9);
                let memory_b = kept.memory_b.unwrap_or(f64::INFINITY);
                changed |= self.fill(blueprint, id, came, (kept.evict, ttl_s, memory_b));
            }
        }
        changed
    }

    fn fill(
        &mut self,
        blueprint: &Blueprint,
        id: ComponentId,
        came: &ComponentTally,
        (evict, ttl_s, memory_b): (Evict, Option<f64>, f64),
    ) -> bool {
        let mut bins = Vec::new();
        let by_bin: Vec<Vec<f64>> = came
            .reads_by_bin
            .clone()
            .into_iter()
            .enumerate()
            .map(|(data, mut reads)| {
                // What is only written takes room as well, if a write leaves an entry.
                if came.updates_of[data] > 0.0 {
                    reads.resize(self.bins[data].len(), 0.0);
                }
                reads
            })
            .collect();
        for (data, reads) in by_bin.iter().enumerate() {
            let quiet_s = match came.source_of[data] {
                Source::Misses(above) => self.quiet_s[above],
                Source::Nowhere | Source::Mixed => 0.0,
            };
            bins.extend(reads.iter().zip(&self.bins[data]).map(|(reads, &(keys, mass))| Bin {
                keys,
                rate_per_key: reads / keys,
                invalidations_per_key: came.invalidations_of[data] * mass / keys,
                updates_per_key: came.updates_of[data] * mass / keys,
                quiet_s,
                room: blueprint.data[data].size_b,
            }));
        }
        let steady = cache::steady_state(evict, ttl_s, memory_b, &bins);
        self.characteristic_s[id] = Some(steady.characteristic_s);
        let own_quiet_s = cache::quiet_after(evict, ttl_s, steady.characteristic_s);
        let mut written = came.invalidations_of.iter().chain(&came.updates_of);
        self.quiet_s[id] = if written.any(|&writes| writes > 0.0) { 0.0 } else { own_quiet_s };
        let mut shares = steady.hits.into_iter();
        let mut present = steady.present.into_iter();
        let mut changed = false;
        for (data, reads) in by_bin.iter().enumerate() {
            let hits: Vec<f64> = shares.by_ref().take(reads.len()).collect();
            let old = &mut self.hits[id][data];
            changed |= old.len() != hits.len()
                || old.iter().zip(&hits).any(|(before, now)| differs(*before, *now));
            *old = hits;
            self.present[id][data] = present.by_ref().take(reads.len()).collect();
        }
        changed
    }
}

fn differs(before: f64, now: f64) -> bool {
    (before - now).abs() > 1e-9
}
