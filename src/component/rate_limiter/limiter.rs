//! Counting calls against a rate.

use super::{Algorithm, Spec};

/// What a limiter says to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on now.
    Pass,
    /// Go on after a wait (leaky bucket).
    After(u64),
    /// Refused.
    Refused,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// Tokens (token bucket), count in the window, or when the bucket will be empty (leaky bucket, ns).
    level: f64,
    /// The window before (sliding window).
    previous: f64,
    since_ns: u64,
    used: bool,
}

/// A limiter's counters: one, or one per key.
#[derive(Clone, Debug)]
pub struct Limiter {
    spec: Spec,
    buckets: Vec<Bucket>,
}

impl Limiter {
    /// `keys` buckets if the limit is per key, else one.
    #[must_use]
    pub fn new(spec: Spec, keys: usize) -> Self {
        let count = if spec.per_key { keys.max(1) } else { 1 };
        Self { spec, buckets: vec![Bucket::default(); count] }
    }

    /// One call at `now`.
    pub fn ask(&mut self, key: u32, now: u64) -> Verdict {
        let at = if self.spec.per_key { key as usize % self.buckets.len() } else { 0 };
        let Spec { rate_per_s, burst, algorithm, .. } = self.spec;
        let bucket = &mut self.buckets[at];
        match algorithm {
            Algorithm::TokenBucket => {
                let full = burst.max(1.0);
                let earned = (now - bucket.since_ns) as f64 * 1e-9 * rate_per_s;
                bucket.level = if bucket.used { (bucket.level + earned).min(full) } else { full };
                bucket.used = true;
                bucket.since_ns = now;
                take(bucket.level >= 1.0, || bucket.level -= 1.0)
            }
            Algorithm::LeakyBucket => {
                let gap_ns = 1e9 / rate_per_s;
                let start = bucket.level.max(now as f64);
                let wait = start - now as f64;
                if wait > burst * gap_ns {
                    return Verdict::Refused;
                }
                bucket.level = start + gap_ns;
                if wait <= 0.0 { Verdict::Pass } else { Verdict::After(wait.round() as u64) }
            }
            Algorithm::FixedWindow | Algorithm::SlidingWindow => {
                // A window lets `burst` calls through, and is as long as the rate takes for them.
                let length_ns = ((burst / rate_per_s) * 1e9).round().max(1.0) as u64;
                let window = now / length_ns;
                let before = bucket.since_ns;
                if window != before {
                    bucket.previous = if window == before + 1 { bucket.level } else { 0.0 };
                    bucket.level = 0.0;
                    bucket.since_ns = window;
                }
                let carried = if algorithm == Algorithm::SlidingWindow {
                    let left = 1.0 - (now % length_ns) as f64 / length_ns as f64;
                    bucket.previous * left
                } else {
                    0.0
                };
                take(bucket.level + carried + 1.0 <= burst + 1e-9, || bucket.level += 1.0)
            }
        }
    }
}

fn take(may: bool, then: impl FnOnce()) -> Verdict {
    if may {
        then();
        return Verdict::Pass;
    }
    Verdict::Refused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(algorithm: Algorithm, at_ms: &[u64]) -> usize {
        let window = matches!(algorithm, Algorithm::FixedWindow | Algorithm::SlidingWindow);
        let burst = if window { 10.0 } else { 2.0 };
        let spec = Spec { rate_per_s: 10.0, burst, algorithm, per_key: false };
        let mut limiter = Limiter::new(spec, 0);
        at_ms.iter().filter(|&&ms| limiter.ask(0, ms * 1_000_000) != Verdict::Refused).count()
    }

    #[test]
    fn each_algorithm_counts_in_its_way() {
        assert_eq!(passed(Algorithm::TokenBucket, &[0, 0, 0, 50, 100, 100]), 3);
        assert_eq!(passed(Algorithm::LeakyBucket, &[0, 0, 0, 0, 0]), 3);
        assert_eq!(passed(Algorithm::FixedWindow, &[990; 12]), 10);
        let two_windows: Vec<u64> = [[990; 10], [1010; 10]].concat();
        assert_eq!(passed(Algorithm::FixedWindow, &two_windows), 20);
        assert_eq!(passed(Algorithm::SlidingWindow, &two_windows), 10);
    }
}
