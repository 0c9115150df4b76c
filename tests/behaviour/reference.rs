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
