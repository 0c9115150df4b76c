//! Formulas of caching, computed from scratch, key by key.

/// Popularity of each of `keys` keys under Zipf's law with exponent `a`.
pub fn zipf(keys: usize, a: f64) -> Vec<f64> {
    normalized((1..=keys).map(|rank| (rank as f64).powf(-a)).collect())
}

/// Every key as hot as any other.
pub fn uniform(keys: usize) -> Vec<f64> {
    normalized(vec![1.0; keys])
}

/// A share of the keys takes a share of the requests.
pub fn hot(keys: usize, share_of_keys: f64, share_of_requests: f64) -> Vec<f64> {
    let hot = (keys as f64 * share_of_keys).round();
    let (high, low) = (share_of_requests / hot, (1.0 - share_of_requests) / (keys as f64 - hot));
    (0..keys).map(|at| if (at as f64) < hot { high } else { low }).collect()
}

fn normalized(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// The x > 0 at which an increasing function has this value, by bisection of its logarithm.
pub fn solve(value: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-30.0_f64, 30.0_f64);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if f(middle.exp()) < value { low = middle } else { high = middle }
    }
    (0.5 * (low + high)).exp()
}

/// Hit ratio if a key of popularity p is present with probability `present(p)`.
fn ratio(popularity: &[f64], present: impl Fn(f64) -> f64) -> f64 {
    popularity.iter().map(|&p| p * present(p)).sum()
}

/// LRU: T solves Σ(1 − exp(−pT)) = capacity (Che, Tung & Wang, IEEE JSAC 20(7), 2002).
pub fn lru(popularity: &[f64], capacity: f64) -> f64 {
    let present = |p: f64, t: f64| -(-p * t).exp_m1();
    let t = solve(capacity, |t| popularity.iter().map(|&p| present(p, t)).sum());
    ratio(popularity, |p| present(p, t))
}

/// FIFO and RANDOM: T solves Σ pT/(1 + pT) = capacity (Martina, Garetto & Leonardi, INFOCOM 2014).
pub fn fifo(popularity: &[f64], capacity: f64) -> f64 {
    let present = |p: f64, t: f64| p * t / (1.0 + p * t);
    let t = solve(capacity, |t| popularity.iter().map(|&p| present(p, t)).sum());
    ratio(popularity, |p| present(p, t))
}

/// LFU that knows the popularities: the most popular keys, as many as fit.
pub fn lfu(popularity: &[f64], capacity: usize) -> f64 {
    let mut sorted = popularity.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted[..capacity].iter().sum()
}

/// TTL τ from the fill, unlimited memory: a miss, then Poisson(λτ) hits: λτ/(1 + λτ).
pub fn ttl(popularity: &[f64], rate: f64, ttl_s: f64) -> f64 {
    ratio(popularity, |p| p * rate * ttl_s / (1.0 + p * rate * ttl_s))
}

/// A stream of random numbers that has nothing to do with the simulator's: SplitMix64 (Steele, Lea & Flood,
/// OOPSLA 2014).
pub struct Random(pub u64);

impl Random {
    /// Uniform in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + 1e-17
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n - 1)
    }
}

/// The plainest LRU cache with expiry: entries by key and by last use. An expired entry keeps its place until
/// it is refilled or pushed out.
pub struct PlainLru {
    capacity: usize,
    ttl_s: f64,
    clock: u64,
    /// By key: last use, expiry.
    entries: std::collections::BTreeMap<usize, (u64, f64)>,
    by_use: std::collections::BTreeMap<u64, usize>,
}

impl PlainLru {
    pub fn new(capacity: usize, ttl_s: f64) -> Self {
        Self {
            capacity,
            ttl_s,
            clock: 0,
            entries: std::collections::BTreeMap::new(),
            by_use: std::collections::BTreeMap::new(),
        }
    }

    /// True for a hit; a miss is filled at once.
    pub fn ask(&mut self, key: usize, now_s: f64) -> bool {
        self.clock += 1;
        let found = self.entries.get(&key).copied();
        if let Some((used, _)) = found {
            self.by_use.remove(&used);
        } else if self.entries.len() == self.capacity
            && let Some((_, oldest)) = self.by_use.pop_first()
        {
            self.entries.remove(&oldest);
        }
        let hit = found.is_some_and(|(_, expires)| expires > now_s);
        let expires =
            if hit { found.map_or(0.0, |(_, expires)| expires) } else { now_s + self.ttl_s };
        self.by_use.insert(self.clock, key);
        self.entries.insert(key, (self.clock, expires));
        hit
    }
}

/// Hit ratios of a chain of plain caches after a warm-up, over several independent rounds: (mean, half a 95 %
/// interval) of each.
pub fn chain_of_lru(
    popularity: &[f64],
    rate: f64,
    caches: &[(usize, f64)],
    requests: usize,
) -> Vec<(f64, f64)> {
    const ROUNDS: usize = 6;
    let mut sums = Vec::new();
    let cumulative: Vec<f64> = popularity
        .iter()
        .scan(0.0, |sum, p| {
            *sum += p;
            Some(*sum)
        })
        .collect();
    let mut ratios = vec![Vec::new(); caches.len()];
    for round in 0..ROUNDS {
        let mut random = Random(round as u64 * 7919 + 1);
        let mut chain: Vec<PlainLru> =
            caches.iter().map(|&(capacity, ttl_s)| PlainLru::new(capacity, ttl_s)).collect();
        let mut counts = vec![(0_u64, 0_u64); caches.len()];
        let mut now_s = 0.0;
        for at in 0..2 * requests {
            now_s -= random.uniform().ln() / rate;
            let draw = random.uniform();
            let key = cumulative.partition_point(|&sum| sum < draw).min(popularity.len() - 1);
            for (cache, count) in chain.iter_mut().zip(&mut counts) {
                let hit = cache.ask(key, now_s);
                if at >= requests {
                    count.0 += u64::from(hit);
                    count.1 += 1;
                }
                if hit {
                    break;
                }
            }
        }
        for (list, (hits, asked)) in ratios.iter_mut().zip(counts) {
            list.push(hits as f64 / asked as f64);
        }
    }
    for list in ratios {
        let mean = list.iter().sum::<f64>() / ROUNDS as f64;
        let squares: f64 = list.iter().map(|x| (x - mean) * (x - mean)).sum();
        // Student's t with five degrees of freedom.
        sums.push((mean, 2.570_6 * (squares / (ROUNDS - 1) as f64 / ROUNDS as f64).sqrt()));
    }
    sums
}

/// Che's hit ratio of an LRU cache over very many keys under Zipf's law: the first keys one by one, the rest in
/// blocks that grow by a tenth of a percent.
pub fn lru_of_many(keys: u64, a: f64, capacity: f64) -> f64 {
    let mut bins: Vec<(f64, f64)> = Vec::new();
    let mut rank = 1_u64;
    while rank <= keys {
        let next = (rank + 1 + rank / 1000).min(keys + 1);
        let middle = 0.5 * (rank + next - 1) as f64;
        bins.push(((next - rank) as f64, middle.powf(-a)));
        rank = next;
    }
    let sum: f64 = bins.iter().map(|(count, weight)| count * weight).sum();
    let present = |weight: f64, t: f64| -(-weight / sum * t).exp_m1();
    let t = solve(capacity, |t| bins.iter().map(|(count, w)| count * present(*w, t)).sum());
    bins.iter().map(|(count, w)| count * w / sum * present(*w, t)).sum()
}
