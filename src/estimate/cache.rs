//! How full of what a cache is in the long run: closed forms for the estimate and for a warm start.
//!
//! Requests for each key are taken as a Poisson stream of their own (the independent reference
//! model). Every policy is then a rule for how long one entry stays once it is filled, E\[R\], and
//! a key of rate λ is present a share λE\[R\] / (1 + λE\[R\]) of the time: after it has left, the
//! next request fills it again 1/λ later. A Poisson request sees that share as its hit probability.
//!
//! - **LRU**: an entry leaves after T without a request, T being the same for all keys (the
//!   characteristic time): present 1 − exp(−λT). Che, Tung & Wang, "Hierarchical web caching
//!   systems: modeling, design and experimental results", IEEE JSAC 20(7), 2002; why it is so
//!   accurate: Fricker, Robert & Roberts, "A versatile and accurate approximation for LRU cache
//!   performance", ITC 24, 2012.
//! - **FIFO and RANDOM**: an entry stays T, or T on average: λT / (1 + λT). The two have the same
//!   hit ratio (Gelenbe, IEEE Trans. Computers C-22(6), 1973); in this form: Martina, Garetto &
//!   Leonardi, "A unified approach to the performance analysis of caching systems", INFOCOM 2014.
//! - **LFU**: the most requested keys, as many as fit.
//! - **TTL**, counted from the fill: λτ / (1 + λτ); with a memory limit too, the stay is cut at τ.
//!   For LRU that needs P(no gap of T so far), taken as exponential beyond T with the right mean.
//! - **Invalidation** by writes of rate ω ends a stay after an exponential time.
//!
//! Ignored: that an expired entry may keep its room until it is noticed, and that counting policies
//! must first learn which keys are hot.

use crate::component::cache::Evict;

/// Keys that are asked for equally often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Keys of this kind.
    pub keys: f64,
    /// Reads per second of each key, as they arrive at this cache.
    pub rate_per_key: f64,
    /// Writes per second of each key that remove its entry.
    pub invalidations_per_key: f64,
    /// Room that one entry takes, in the unit of the capacity: 1 to count entries, else bytes.
    pub room: f64,
}

impl Bin {
    /// Keys that are read and never written, with capacity counted in entries.
    #[must_use]
    pub const fn new(keys: f64, rate_per_key: f64) -> Self {
        Self { keys, rate_per_key, invalidations_per_key: 0.0, room: 1.0 }
    }
}

/// What a cache holds in the long run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steady {
    /// How long an entry stays unasked (LRU), or stays at all (FIFO, RANDOM), seconds; infinite
    /// where memory does not limit, and for LFU, which does not forget by time.
    pub characteristic_s: f64,
    /// For each bin, the share of time that one of its keys is present: its hit probability too.
    pub present: Vec<f64>,
}

impl Steady {
    /// Hits over reads; 0 without reads.
    #[must_use]
    pub fn hit_ratio(&self, bins: &[Bin]) -> f64 {
        let (mut hits, mut reads) = (0.0, 0.0);
        for (bin, present) in bins.iter().zip(&self.present) {
            let rate = bin.keys * bin.rate_per_key;
            reads += rate;
            hits += rate * present;
        }
        if reads > 0.0 { hits / reads } else { 0.0 }
    }

    /// Expected room taken, in the unit of `Bin::room`.
    #[must_use]
    pub fn occupied(&self, bins: &[Bin]) -> f64 {
        bins.iter().zip(&self.present).map(|(bin, present)| bin.keys * bin.room * present).sum()
    }
}

/// The steady state of a cache that these reads and writes arrive at.
///
/// `ttl_s` counts from the fill; `capacity` is in the unit of `Bin::room`, infinite for no limit.
/// Rates, keys and rooms must be finite and not negative; one that is not counts as 0.
#[must_use]
pub fn steady_state(evict: Evict, ttl_s: Option<f64>, capacity: f64, bins: &[Bin]) -> Steady {
    let ttl_s = ttl_s.unwrap_or(f64::INFINITY).max(0.0);
    if evict == Evict::Lfu {
        return most_requested(ttl_s, capacity, bins);
    }
    let characteristic_s = characteristic_time(evict, ttl_s, capacity, bins);
    let present = bins.iter().map(|bin| present(evict, characteristic_s, ttl_s, bin)).collect();
    Steady { characteristic_s, present }
}

/// The T at which the expected room taken equals the capacity, seconds; infinite if all fits.
///
/// Room taken grows with T, and is at most T × Σ keys × room × rate, which gives the lower end of
/// the bracket; the root is then found by the Illinois method on log T.
#[must_use]
pub fn characteristic_time(evict: Evict, ttl_s: f64, capacity: f64, bins: &[Bin]) -> f64 {
    let excess = |log_t: f64| occupied(evict, libm::exp(log_t), ttl_s, bins) - capacity;
    if occupied(evict, f64::INFINITY, ttl_s, bins) <= capacity {
        return f64::INFINITY;
    }
    let inflow: f64 = bins.iter().map(|bin| bin.keys * bin.room * usable(bin.rate_per_key)).sum();
    if capacity <= 0.0 || inflow <= 0.0 {
        return 0.0;
    }
    let mut low = libm::log(capacity / inflow);
    let (mut below, mut high) = (excess(low), low + 1.0);
    let mut above = excess(high);
    // Rates differ by at most the range of a double, so that this ends; the bound is for safety.
    for step in 1..60 {
        if above > 0.0 {
            break;
        }
        (low, below, high) = (high, above, high + f64::from(step));
        above = excess(high);
    }
    if above <= 0.0 {
        return f64::INFINITY;
    }
    libm::exp(illinois((low, below), (high, above), capacity * 1e-12, excess))
}

/// The root of an increasing function between two points where it is negative (or 0) and positive:
/// false position with the stale end's value halved (Dowell & Jarratt, BIT 11, 1971).
fn illinois(
    (mut low, mut below): (f64, f64),
    (mut high, mut above): (f64, f64),
    tolerance: f64,
    f: impl Fn(f64) -> f64,
) -> f64 {
    let mut last = 0;
    for _ in 0..100 {
        let middle = (low * above - high * below) / (above - below);
        let value = f(middle);
        if value.abs() <= tolerance || high - low <= 1e-13 * middle.abs().max(1.0) {
            return middle;
        }
        if value < 0.0 {
            (low, below) = (middle, value);
            if last == -1 {
                above *= 0.5;
            }
            last = -1;
        } else {
            (high, above) = (middle, value);
            if last == 1 {
                below *= 0.5;
            }
            last = 1;
        }
    }
    0.5 * (low + high)
}

/// Room taken if entries stay as long as `characteristic_s` says.
fn occupied(evict: Evict, characteristic_s: f64, ttl_s: f64, bins: &[Bin]) -> f64 {
    bins.iter().map(|bin| bin.keys * bin.room * present(evict, characteristic_s, ttl_s, bin)).sum()
}

/// The share of time that a key of this bin is present.
fn present(evict: Evict, characteristic_s: f64, ttl_s: f64, bin: &Bin) -> f64 {
    let (rate, ends) = (usable(bin.rate_per_key), usable(bin.invalidations_per_key));
    if rate == 0.0 {
        return 0.0;
    }
    if evict == Evict::Lru && ttl_s == f64::INFINITY && ends == 0.0 {
        return -libm::expm1(-rate * characteristic_s);
    }
    let stay_s = match evict {
        Evict::Lru => lru_stay(rate, ends, characteristic_s, ttl_s),
        Evict::Fifo => integral(ends, characteristic_s.min(ttl_s)),
        Evict::Random => integral(ends + 1.0 / characteristic_s, ttl_s),
        Evict::Lfu => integral(ends, ttl_s),
    };
    let requests = rate * stay_s;
    if requests.is_finite() { requests / (1.0 + requests) } else { 1.0 }
}

/// The mean stay of an LRU entry, seconds: until T passes without a request, or it is invalidated,
/// or it expires.
///
/// Without expiry the time to the first gap of T, cut by an exponential of rate ω, has the mean
/// (1 − q) / (ω + λq), q = exp(−(λ + ω)T).
fn lru_stay(rate: f64, ends: f64, characteristic_s: f64, ttl_s: f64) -> f64 {
    if characteristic_s >= ttl_s {
        return integral(ends, ttl_s);
    }
    let exponent = -(rate + ends) * characteristic_s;
    let without_expiry = -libm::expm1(exponent) / (ends + rate * libm::exp(exponent));
    if ttl_s == f64::INFINITY {
        return without_expiry;
    }
    let first = integral(ends, characteristic_s);
    let still_there = libm::exp(-ends * characteristic_s);
    let hazard = still_there / (without_expiry - first).max(0.0);
    first + still_there * integral(hazard, ttl_s - characteristic_s)
}

/// The integral of exp(−rate t) from 0 to `span`.
fn integral(rate: f64, span: f64) -> f64 {
    match rate {
        0.0 => span,
        _ if rate == f64::INFINITY => 0.0,
        _ => -libm::expm1(-rate * span) / rate,
    }
}

/// LFU: the bins of the highest rates until the room is used up; of the last one, a part.
fn most_requested(ttl_s: f64, capacity: f64, bins: &[Bin]) -> Steady {
    let mut order: Vec<usize> = (0..bins.len()).collect();
    order.sort_by(|&a, &b| bins[b].rate_per_key.total_cmp(&bins[a].rate_per_key));
    let mut left = capacity.max(0.0);
    let mut shares = vec![0.0; bins.len()];
    for at in order {
        let bin = &bins[at];
        let share = present(Evict::Lfu, f64::INFINITY, ttl_s, bin);
        let wanted = bin.keys * bin.room * share;
        if wanted > left {
            shares[at] = share * left / wanted;
            break;
        }
        shares[at] = share;
        left -= wanted;
    }
    Steady { characteristic_s: f64::INFINITY, present: shares }
}

/// A rate that can be worked with: 0 for what is negative or not finite.
fn usable(rate: f64) -> f64 {
    if rate.is_finite() { rate.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Popularity, Stream};
    use std::collections::BTreeMap;

    fn zipf(keys: u64, a: f64, rate: f64) -> Vec<Bin> {
        let popularity = Popularity::zipf(keys, a).unwrap();
        (0..keys).map(|key| Bin::new(1.0, rate * popularity.probability(key))).collect()
    }

    fn check(
        evict: Evict,
        ttl_s: Option<f64>,
        capacity: f64,
        bins: &[Bin],
        expect: f64,
        within: f64,
    ) {
        let hits = steady_state(evict, ttl_s, capacity, bins).hit_ratio(bins);
        assert!(
            (hits - expect).abs() <= within,
            "{evict:?} {ttl_s:?} {capacity}: {hits}, {expect}"
        );
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
        let bins = [Bin::new(1e9, 1e-12), Bin::new(1.0, 1e12), Bin::new(5.0, 0.0)];
        for evict in [Evict::Lru, Evict::Fifo, Evict::Random, Evict::Lfu] {
            for (ttl_s, capacity) in [(None, 2.0), (Some(1e-9), 1e6), (Some(1e9), 1e3)] {
                let steady = steady_state(evict, ttl_s, capacity, &bins);
                assert!(
                    steady.present.iter().all(|share| (0.0..=1.0).contains(share)),
                    "{evict:?} {ttl_s:?} {capacity}: {:?}",
                    steady.present
                );
            }
        }
        assert_eq!(steady_state(Evict::Lru, None, 10.0, &[]).hit_ratio(&[]), 0.0);
    }

    /// The hit ratio of a simulated LRU cache with a ttl counted from the fill and invalidating writes;
    /// an expired entry gives up its room at once.
    fn simulated(keys: u64, rate: f64, ttl_s: f64, capacity: usize, writes: f64) -> f64 {
        let popularity = Popularity::zipf(keys, 0.8).unwrap();
        let mut stream = Stream::new(7, 0, "cache", "test");
        let mut used: BTreeMap<u64, u64> = BTreeMap::new();
        let mut filled: BTreeMap<u64, u64> = BTreeMap::new();
        let mut entries: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
        let (mut clock_s, mut hits, mut reads) = (0.0, 0.0, 0.0);
        let mut times = Vec::new();
        for step in 0_u64..200_000 {
            clock_s += stream.exp1() / (rate * (1.0 + writes));
            times.push(clock_s);
            while let Some((&first, &key)) = filled.first_key_value() {
                if clock_s - times[first as usize] <= ttl_s {
                    break;
                }
                filled.remove(&first);
                used.remove(&entries.remove(&key).unwrap().0);
            }
            let key = popularity.draw(&mut stream);
            let is_write = stream.chance(writes / (1.0 + writes));
            let held = entries.remove(&key);
            if let Some((last, fill)) = held {
                used.remove(&last);
                filled.remove(&fill);
            }
            if is_write {
                continue;
            }
            if step >= 40_000 {
                reads += 1.0;
                hits += f64::from(u8::from(held.is_some()));
            }
            let fill = held.map_or(step, |(_, fill)| fill);
            entries.insert(key, (step, fill));
            used.insert(step, key);
            filled.insert(fill, key);
            if entries.len() > capacity {
                let (_, oldest) = used.pop_first().unwrap();
                filled.remove(&entries.remove(&oldest).unwrap().1);
            }
        }
        hits / reads
    }

    #[test]
    fn lru_with_ttl_and_writes_is_near_a_simulated_cache() {
        for (ttl_s, capacity, writes) in
            [(1e9, 200, 0.0), (4.0, 200, 0.0), (1.5, 200, 0.0), (4.0, 200, 0.1), (1e9, 100, 0.3)]
        {
            let mut bins = zipf(2_000, 0.8, 300.0);
            bins.iter_mut().for_each(|bin| bin.invalidations_per_key = writes * bin.rate_per_key);
            let expect = simulated(2_000, 300.0, ttl_s, capacity, writes);
            check(Evict::Lru, Some(ttl_s), capacity as f64, &bins, expect, 0.006);
        }
    }
}
