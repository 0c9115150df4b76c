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
//! - **Behind another cache** requests for a key are its misses, which are never closer than the time
//!   it keeps an entry: gaps are taken as that quiet time plus an exponential, and Poisson requests
//!   are the case without quiet time. (Martina, Garetto & Leonardi do so for LRU behind LRU.) A stay
//!   with N hits on average then gives N / (1 + N) as hit ratio.
//! - **Invalidation** by writes of rate ω ends a stay after an exponential time.
//!
//! Ignored: that an expired entry may keep its room until it is noticed, and that counting policies
//! must first learn which keys are hot.

mod gaps;

use super::Evict;
use gaps::{Gaps, integral};

/// Keys that are asked for equally often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Keys of this kind.
    pub keys: f64,
    /// Reads per second of each key, as they arrive at this cache.
    pub rate_per_key: f64,
    /// Writes per second of each key that remove its entry.
    pub invalidations_per_key: f64,
    /// No two reads of a key come closer than this, seconds: 0 but behind another cache.
    pub quiet_s: f64,
    /// Room that one entry takes, in the unit of the capacity: 1 to count entries, else bytes.
    pub room: f64,
}

impl Bin {
    /// Keys that are read and never written, with capacity counted in entries.
    #[must_use]
    pub const fn new(keys: f64, rate_per_key: f64) -> Self {
        Self { keys, rate_per_key, invalidations_per_key: 0.0, quiet_s: 0.0, room: 1.0 }
    }
}

/// What a cache holds in the long run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steady {
    /// How long an entry stays unasked (LRU), or stays at all (FIFO, RANDOM), seconds; infinite
    /// where memory does not limit, and for LFU, which does not forget by time.
    pub characteristic_s: f64,
    /// For each bin, the share of time that one of its keys is present: what a warm cache holds.
    pub present: Vec<f64>,
    /// For each bin, the probability that a read is a hit: `present`, but for quiet times.
    pub hits: Vec<f64>,
}

impl Steady {
    /// Hits over reads; 0 without reads.
    #[must_use]
    pub fn hit_ratio(&self, bins: &[Bin]) -> f64 {
        let (mut hits, mut reads) = (0.0, 0.0);
        for (bin, share) in bins.iter().zip(&self.hits) {
            let rate = bin.keys * bin.rate_per_key;
            reads += rate;
            hits += rate * share;
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
    let shares = bins.iter().map(|bin| shares(evict, characteristic_s, ttl_s, bin));
    let (present, hits) = shares.unzip();
    Steady { characteristic_s, present, hits }
}

/// The T at which the expected room taken equals the capacity, seconds; infinite if all fits.
///
/// Room taken grows with T, and is at most T × Σ keys × room × rate, which gives the lower end of
/// the bracket; the root is then found by the Illinois method on log T.
fn characteristic_time(evict: Evict, ttl_s: f64, capacity: f64, bins: &[Bin]) -> f64 {
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
    bins.iter().map(|bin| bin.keys * bin.room * shares(evict, characteristic_s, ttl_s, bin).0).sum()
}

/// The share of time that a key of this bin is present, and the share of its reads that hit.
fn shares(evict: Evict, characteristic_s: f64, ttl_s: f64, bin: &Bin) -> (f64, f64) {
    let (rate, ends) = (usable(bin.rate_per_key), usable(bin.invalidations_per_key));
    if rate == 0.0 {
        return (0.0, 0.0);
    }
    if bin.quiet_s > 0.0 {
        return quiet_shares(evict, characteristic_s, ttl_s, Gaps::new(rate, bin.quiet_s, ends));
    }
    if evict == Evict::Lru && ttl_s == f64::INFINITY && ends == 0.0 {
        let share = -libm::expm1(-rate * characteristic_s);
        return (share, share);
    }
    let stay_s = match evict {
        Evict::Lru => lru_stay(rate, ends, characteristic_s, ttl_s),
        Evict::Fifo => integral(ends, characteristic_s.min(ttl_s)),
        Evict::Random => integral(ends + 1.0 / characteristic_s, ttl_s),
        Evict::Lfu => integral(ends, ttl_s),
    };
    let requests = rate * stay_s;
    let share = if requests.is_finite() { requests / (1.0 + requests) } else { 1.0 };
    (share, share)
}

/// As [`shares`] for requests with quiet times: a stay of mean R with N hits is a share R / ((1 + N) ×
/// mean gap) of the time, and N / (1 + N) of the requests hit.
fn quiet_shares(evict: Evict, characteristic_s: f64, ttl_s: f64, gaps: Gaps) -> (f64, f64) {
    let whole = characteristic_s.min(ttl_s);
    let goes = gaps.ends + 1.0 / characteristic_s;
    let (stay_s, hits) = match evict {
        Evict::Lru if characteristic_s < ttl_s => {
            let missed = gaps.missed(characteristic_s);
            let first = gaps.cut(characteristic_s);
            expire(characteristic_s, ttl_s, first / missed, (1.0 - missed) / missed, gaps)
        }
        _ if whole.is_infinite() && goes == 0.0 => return (1.0, 1.0),
        _ if whole.is_infinite() || evict == Evict::Random && characteristic_s.is_finite() => {
            let next = gaps.survives(goes);
            expire(0.0, ttl_s, 1.0 / goes, next / (1.0 - next), gaps)
        }
        _ if whole <= 0.0 => return (0.0, 0.0),
        _ => {
            let stay_s = integral(gaps.ends, whole);
            (stay_s, gaps.requests_in(whole) * stay_s / whole)
        }
    };
    if !stay_s.is_finite() || !hits.is_finite() {
        return (1.0, 1.0);
    }
    ((stay_s / ((1.0 + hits) * gaps.mean_s)).min(1.0), hits / (1.0 + hits))
}

/// A stay that only invalidation cuts before `least_s`, of mean `stay_s` and exponential beyond, cut by
/// expiry; its hits are cut in proportion.
fn expire(least_s: f64, ttl_s: f64, stay_s: f64, hits: f64, gaps: Gaps) -> (f64, f64) {
    if ttl_s == f64::INFINITY {
        return (stay_s, hits);
    }
    let first = integral(gaps.ends, least_s);
    let still_there = libm::exp(-gaps.ends * least_s);
    let hazard = still_there / (stay_s - first).max(0.0);
    let cut_s = first + still_there * integral(hazard, ttl_s - least_s);
    let per_s = if stay_s.is_finite() { hits / stay_s } else { 1.0 / gaps.mean_s };
    (cut_s, per_s * cut_s)
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

/// LFU: the bins of the highest rates until the room is used up; of the last one, a part.
fn most_requested(ttl_s: f64, capacity: f64, bins: &[Bin]) -> Steady {
    let mut order: Vec<usize> = (0..bins.len()).collect();
    order.sort_by(|&a, &b| bins[b].rate_per_key.total_cmp(&bins[a].rate_per_key));
    let mut left = capacity.max(0.0);
    let (mut present, mut hits) = (vec![0.0; bins.len()], vec![0.0; bins.len()]);
    for at in order {
        let bin = &bins[at];
        let (share, hit) = shares(Evict::Lfu, f64::INFINITY, ttl_s, bin);
        let wanted = bin.keys * bin.room * share;
        let kept = if wanted > left { left / wanted } else { 1.0 };
        (present[at], hits[at]) = (share * kept, hit * kept);
        left -= wanted * kept;
        if kept < 1.0 {
            break;
        }
    }
    Steady { characteristic_s: f64::INFINITY, present, hits }
}

/// The time that this cache keeps at least between two misses of one key that is never invalidated,
/// seconds: what the next cache's requests are apart.
#[must_use]
pub fn quiet_after(evict: Evict, ttl_s: Option<f64>, characteristic_s: f64) -> f64 {
    let ttl_s = ttl_s.unwrap_or(f64::INFINITY);
    match evict {
        Evict::Lru | Evict::Fifo => characteristic_s.min(ttl_s),
        // A key that is not held misses at once, again and again.
        Evict::Random | Evict::Lfu => 0.0,
    }
}

/// A rate that can be worked with: 0 for what is negative or not finite.
fn usable(rate: f64) -> f64 {
    if rate.is_finite() { rate.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests;
