//! Against exact small caches, a simulated cache, and each other.

use super::*;
use crate::sample::{Popularity, Stream};
use std::collections::BTreeMap;

fn zipf(keys: u64, a: f64, rate: f64) -> Vec<Bin> {
    let popularity = Popularity::zipf(keys, a).unwrap();
    (0..keys).map(|key| Bin::new(1.0, rate * popularity.probability(key))).collect()
}

fn check(evict: Evict, ttl_s: Option<f64>, capacity: f64, bins: &[Bin], expect: f64, within: f64) {
    let hits = steady_state(evict, ttl_s, capacity, bins).hit_ratio(bins);
    assert!((hits - expect).abs() <= within, "{evict:?} {ttl_s:?} {capacity}: {hits}, {expect}");
}

/// The exact LRU hit ratio: the stationary distribution of the Markov chain of ordered contents,
/// by power iteration.
fn lru_by_markov_chain(probabilities: &[f64], capacity: usize) -> f64 {
    let mut states = BTreeMap::from([((0..capacity).collect::<Vec<usize>>(), 1.0)]);
    for _ in 0..2_000 {
        let mut next: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
        for (state, mass) in &states {
            for (key, p) in probabilities.iter().enumerate() {
                let mut after: Vec<usize> = vec![key];
                after.extend(state.iter().copied().filter(|&held| held != key));
                after.truncate(capacity);
                *next.entry(after).or_default() += mass * p;
            }
        }
        states = next;
    }
    states
        .iter()
        .map(|(state, mass)| mass * state.iter().map(|&key| probabilities[key]).sum::<f64>())
        .sum()
}

/// King's formula ("Analysis of demand paging algorithms", 1971): the probability of the ordered
/// contents k1, k2, … is Π p(ki) / (1 − p(k1) − … − p(k(i−1))).
fn lru_by_king(probabilities: &[f64], capacity: usize) -> f64 {
    fn walk(p: &[f64], held: &mut Vec<usize>, mass: f64, capacity: usize) -> f64 {
        let sum: f64 = held.iter().map(|&key| p[key]).sum();
        if held.len() == capacity {
            return mass * sum;
        }
        let mut total = 0.0;
        for key in 0..p.len() {
            if !held.contains(&key) {
                held.push(key);
                total += walk(p, held, mass * p[key] / (1.0 - sum), capacity);
                held.pop();
            }
        }
        total
    }
    walk(probabilities, &mut Vec::new(), 1.0, capacity)
}

/// The exact hit ratio of FIFO and RANDOM (Gelenbe): the contents S have probability in proportion
/// to Π p(k), so that it is 1 − (C + 1) e(C+1) / e(C), e being the elementary symmetric sums.
fn fifo_by_gelenbe(probabilities: &[f64], capacity: usize) -> f64 {
    let mut sums = vec![0.0; capacity + 2];
    sums[0] = 1.0;
    for p in probabilities {
        for size in (1..sums.len()).rev() {
            sums[size] += p * sums[size - 1];
        }
    }
    1.0 - (capacity + 1) as f64 * sums[capacity + 1] / sums[capacity]
}

#[test]
fn the_references_agree_with_each_other() {
    let p = [0.5, 0.3, 0.2];
    for capacity in 1..=2 {
        let (chain, king) = (lru_by_markov_chain(&p, capacity), lru_by_king(&p, capacity));
        assert!((chain - king).abs() < 1e-12, "{chain} {king}");
    }
    // One entry: a hit is the same key twice in a row.
    assert!((lru_by_king(&p, 1) - 0.38).abs() < 1e-12);
    assert!((fifo_by_gelenbe(&p, 1) - 0.38).abs() < 1e-12);
}

#[test]
fn che_is_near_the_exact_lru_even_with_few_keys() {
    for (keys, a, capacity, within) in
        [(3, 1.0, 1, 0.02), (3, 1.0, 2, 0.02), (9, 0.8, 3, 0.005), (9, 1.2, 4, 0.006)]
    {
        let bins = zipf(keys, a, 7.0);
        let p: Vec<f64> = bins.iter().map(|bin| bin.rate_per_key / 7.0).collect();
        let exact = lru_by_king(&p, capacity);
        check(Evict::Lru, None, capacity as f64, &bins, exact, within);
    }
    check(Evict::Lru, None, 4.0, &[Bin::new(10.0, 3.0)], 0.4, 1e-9);
}

#[test]
fn fifo_and_random_are_one_and_near_gelenbe() {
    for evict in [Evict::Fifo, Evict::Random] {
        for (keys, a, capacity, within) in
            [(3, 1.0, 2, 0.02), (12, 0.8, 4, 0.01), (300, 0.8, 40, 0.002)]
        {
            let bins = zipf(keys, a, 7.0);
            let p: Vec<f64> = bins.iter().map(|bin| bin.rate_per_key / 7.0).collect();
            let exact = fifo_by_gelenbe(&p, capacity);
            check(evict, None, capacity as f64, &bins, exact, within);
        }
    }
}

#[test]
fn lfu_holds_the_most_requested_keys() {
    let bins = [Bin::new(2.0, 1.0), Bin::new(1.0, 6.0), Bin::new(4.0, 0.5)];
    check(Evict::Lfu, None, 1.0, &bins, 0.6, 1e-12);
    check(Evict::Lfu, None, 2.0, &bins, 0.7, 1e-12);
    check(Evict::Lfu, None, 100.0, &bins, 1.0, 1e-12);
    // 6/s with a ttl of 1 s: 6 hits to each miss.
    check(Evict::Lfu, Some(1.0), 100.0, &bins[1..2], 6.0 / 7.0, 1e-12);
}

#[test]
fn a_ttl_alone_gives_its_own_formula_for_every_policy() {
    let bins = [Bin::new(10.0, 0.3)];
    for evict in [Evict::Lru, Evict::Fifo, Evict::Random, Evict::Lfu] {
        check(evict, Some(5.0), f64::INFINITY, &bins, 1.5 / 2.5, 1e-12);
        check(evict, None, f64::INFINITY, &bins, 1.0, 1e-12);
        check(evict, Some(0.0), f64::INFINITY, &bins, 0.0, 1e-12);
        check(evict, None, 0.0, &bins, 0.0, 1e-12);
    }
}

#[test]
fn writes_that_invalidate_leave_reads_over_reads_and_writes() {
    let bins = [Bin { invalidations_per_key: 0.1, ..Bin::new(10.0, 0.3) }];
    for evict in [Evict::Lru, Evict::Fifo, Evict::Random, Evict::Lfu] {
        check(evict, None, f64::INFINITY, &bins, 0.75, 1e-12);
    }
}

#[test]
fn room_is_filled_exactly_when_memory_limits() {
    let mut bins = zipf(500, 0.9, 1_000.0);
    bins.iter_mut().for_each(|bin| bin.invalidations_per_key = 0.05 * bin.rate_per_key);
    bins[3].room = 40.0;
    for evict in [Evict::Lru, Evict::Fifo, Evict::Random, Evict::Lfu] {
        for ttl_s in [None, Some(3.0)] {
            let steady = steady_state(evict, ttl_s, 100.0, &bins);
            assert!((steady.occupied(&bins) - 100.0).abs() < 1e-6, "{evict:?} {ttl_s:?}");
        }
    }
}

#[test]
fn requests_at_extreme_rates_give_shares() {
    for (quiet_s, invalidations_per_key) in
        [(0.0, 0.0), (1e-3, 0.0), (1e9, 0.0), (1e3, 1e-9), (f64::INFINITY, 1e9)]
    {
        let bins = [(1e9, 1e-12), (1.0, 1e12), (7.0, 1e-3), (5.0, 0.0)].map(|(keys, rate)| Bin {
            quiet_s,
            invalidations_per_key,
            ..Bin::new(keys, rate)
        });
        for evict in [Evict::Lru, Evict::Fifo, Evict::Random, Evict::Lfu] {
            for (ttl_s, capacity) in
                [(None, 2.0), (None, 1e12), (Some(1e-9), 1e6), (Some(1e9), 1e3), (Some(0.0), 1.0)]
            {
                let steady = steady_state(evict, ttl_s, capacity, &bins);
                assert!(
                    steady.present.iter().chain(&steady.hits).all(|x| (0.0..=1.0).contains(x)),
                    "{evict:?} {ttl_s:?} {capacity} {quiet_s} {invalidations_per_key}: {steady:?}"
                );
            }
        }
    }
    assert_eq!(steady_state(Evict::Lru, None, 10.0, &[]).hit_ratio(&[]), 0.0);
}

/// A simulated LRU or FIFO cache with a ttl counted from the fill; an expired entry gives up its room at
/// once.
struct Cache {
    lru: bool,
    ttl_s: f64,
    capacity: usize,
    /// By key: (when it was last used or filled, which is its place in the order; when it was filled).
    entries: BTreeMap<u64, (usize, usize)>,
    /// Keys by place in the order, and by fill.
    order: BTreeMap<usize, u64>,
    fills: BTreeMap<usize, u64>,
    times_s: Vec<f64>,
}

impl Cache {
    fn new(lru: bool, ttl_s: f64, capacity: usize) -> Self {
        let (entries, order, fills) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { lru, ttl_s, capacity, entries, order, fills, times_s: Vec::new() }
    }

    fn remove(&mut self, key: u64) -> Option<(usize, usize)> {
        let (place, fill) = self.entries.remove(&key)?;
        self.order.remove(&place);
        self.fills.remove(&fill);
        Some((place, fill))
    }

    /// Whether a read at this time is a hit; a miss fills.
    fn read(&mut self, key: u64, clock_s: f64) -> bool {
        let now = self.times_s.len();
        self.times_s.push(clock_s);
        while let Some((&fill, &old)) = self.fills.first_key_value() {
            if clock_s - self.times_s[fill] <= self.ttl_s {
                break;
            }
            self.remove(old);
        }
        let held = self.remove(key);
        let (place, fill) = held.unwrap_or((now, now));
        let place = if self.lru { now } else { place };
        self.entries.insert(key, (place, fill));
        self.order.insert(place, key);
        self.fills.insert(fill, key);
        if self.entries.len() > self.capacity {
            let oldest = *self.order.first_key_value().unwrap().1;
            self.remove(oldest);
        }
        held.is_some()
    }
}

/// Hit ratios of a row of simulated caches, where each reads through the next; writes invalidate in the
/// last alone.
fn simulated(bins: &[Bin], writes: f64, mut caches: Vec<Cache>) -> Vec<f64> {
    let keys = bins.len() as u64;
    let rate: f64 = bins.iter().map(|bin| bin.rate_per_key).sum();
    let popularity = Popularity::zipf(keys, 0.8).unwrap();
    let mut stream = Stream::new(7, 0, "cache", "test");
    let mut clock_s = 0.0;
    let mut counts = vec![(0.0, 0.0); caches.len()];
    for step in 0..300_000 {
        clock_s += stream.exp1() / (rate * (1.0 + writes));
        let key = popularity.draw(&mut stream);
        if stream.chance(writes / (1.0 + writes)) {
            caches.last_mut().and_then(|last| last.remove(key));
            continue;
        }
        for (cache, (reads, hits)) in caches.iter_mut().zip(&mut counts) {
            let hit = cache.read(key, clock_s);
            if step >= 60_000 {
                *reads += 1.0;
                *hits += f64::from(u8::from(hit));
            }
            if hit {
                break;
            }
        }
    }
    counts.iter().map(|(reads, hits)| hits / reads).collect()
}

#[test]
fn lru_with_ttl_and_writes_is_near_a_simulated_cache() {
    for (ttl_s, capacity, writes) in
        [(1e9, 200, 0.0), (4.0, 200, 0.0), (1.5, 200, 0.0), (4.0, 200, 0.1), (1e9, 100, 0.3)]
    {
        let mut bins = zipf(2_000, 0.8, 300.0);
        let expect = simulated(&bins, writes, vec![Cache::new(true, ttl_s, capacity)])[0];
        bins.iter_mut().for_each(|bin| bin.invalidations_per_key = writes * bin.rate_per_key);
        check(Evict::Lru, Some(ttl_s), capacity as f64, &bins, expect, 0.006);
    }
}

#[test]
fn a_cache_behind_another_is_near_a_simulated_row_of_two() {
    let check = |policies: [Evict; 2], ttls: [f64; 2], capacities: [usize; 2], writes: f64| {
        let mut bins = zipf(2_000, 0.8, 300.0);
        let written: Vec<f64> = bins.iter().map(|bin| writes * bin.rate_per_key).collect();
        let row = [0, 1].map(|at| Cache::new(policies[at] == Evict::Lru, ttls[at], capacities[at]));
        let expect = simulated(&bins, writes, row.into());
        let mut found = Vec::new();
        for at in [0, 1] {
            let (evict, ttl_s) = (policies[at], Some(ttls[at]));
            let steady = steady_state(evict, ttl_s, capacities[at] as f64, &bins);
            found.push(steady.hit_ratio(&bins));
            let quiet_s = quiet_after(evict, ttl_s, steady.characteristic_s);
            for ((bin, hits), written) in bins.iter_mut().zip(&steady.hits).zip(&written) {
                (bin.rate_per_key, bin.quiet_s) = (bin.rate_per_key * (1.0 - hits), quiet_s);
                bin.invalidations_per_key = *written;
            }
        }
        let off = (found[1] - expect[1]).abs();
        assert!(off <= 0.01, "{policies:?} {ttls:?} {capacities:?}: {found:?}, {expect:?}");
    };
    let (lru, fifo, never) = (Evict::Lru, Evict::Fifo, 1e9);
    check([lru, lru], [never, never], [200, 100], 0.0);
    check([lru, lru], [never, never], [200, 200], 0.0);
    check([lru, lru], [never, never], [100, 400], 0.0);
    check([lru, lru], [2.0, never], [2_000, 400], 0.0);
    check([lru, lru], [2.0, 20.0], [2_000, 2_000], 0.0);
    check([lru, lru], [2.0, 5.0], [2_000, 400], 0.0);
    check([fifo, fifo], [never, never], [200, 400], 0.0);
    check([fifo, lru], [never, never], [200, 400], 0.0);
    check([lru, lru], [2.0, 20.0], [2_000, 2_000], 0.1);
    check([lru, lru], [never, never], [100, 400], 0.1);
    check([lru, fifo], [never, 3.0], [100, 400], 0.1);
}
