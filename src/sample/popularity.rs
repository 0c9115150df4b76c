//! Popularity: which of n keys a request asks for. A key is its rank, 0 the most popular.

use std::ops::Range;
use std::sync::Arc;

use super::Stream;
use super::zipf::Zipf;

/// How requests spread over `keys` keys. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Popularity {
    keys: u64,
    law: Law,
}

#[derive(Debug, Clone)]
enum Law {
    Uniform,
    Zipf(Arc<Zipf>),
    /// The first `hot` keys, fewer than all, together take `share` of the requests.
    Hot {
        hot: u64,
        share: f64,
    },
}

impl Popularity {
    /// Every key alike. None if there are no keys.
    #[must_use]
    pub fn uniform(keys: u64) -> Option<Self> {
        (keys > 0).then_some(Self { keys, law: Law::Uniform })
    }

    /// Zipf: the key of rank r (from 0) is asked for in proportion to (r + 1)^-a. None if there
    /// are no keys, or if `a` is negative or not finite. `a` may be 1, and may be above it.
    #[must_use]
    pub fn zipf(keys: u64, a: f64) -> Option<Self> {
        if keys == 0 || !a.is_finite() || a < 0.0 {
            return None;
        }
        let law = if a == 0.0 { Law::Uniform } else { Law::Zipf(Arc::new(Zipf::new(keys, a))) };
        Some(Self { keys, law })
    }

    /// `share_of_keys` of the keys (rounded, at least one) take `share_of_requests` of the
    /// requests; both parts are uniform within. None if there are no keys or a share is not
    /// within 0..=1.
    #[must_use]
    pub fn hot(keys: u64, share_of_keys: f64, share_of_requests: f64) -> Option<Self> {
        let is_share = |x: f64| (0.0..=1.0).contains(&x);
        if keys == 0 || !is_share(share_of_keys) || !is_share(share_of_requests) {
            return None;
        }
        let hot = ((keys as f64 * share_of_keys + 0.5) as u64).clamp(1, keys);
        let law =
            if hot == keys { Law::Uniform } else { Law::Hot { hot, share: share_of_requests } };
        Some(Self { keys, law })
    }

    /// The number of keys.
    #[must_use]
    pub fn keys(&self) -> u64 {
        self.keys
    }

    /// Draws the key of one request, in 0..keys.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> u64 {
        match &self.law {
            Law::Uniform => stream.below(self.keys),
            Law::Zipf(zipf) => zipf.draw(stream),
            Law::Hot { hot, share } => {
                if stream.chance(*share) {
                    stream.below(*hot)
                } else {
                    hot + stream.below(self.keys - hot)
                }
            }
        }
    }

    /// The probability that a request asks for the key of this rank; 0 beyond the last.
    #[must_use]
    pub fn probability(&self, rank: u64) -> f64 {
        if rank >= self.keys {
            return 0.0;
        }
        match &self.law {
            Law::Uniform => 1.0 / self.keys as f64,
            Law::Zipf(zipf) => zipf.probability(rank),
            Law::Hot { hot, share } if rank < *hot => share / *hot as f64,
            Law::Hot { hot, share } => (1.0 - share) / (self.keys - hot) as f64,
        }
    }

    /// The probability that a request asks for one of these ranks; ranks beyond the last add
    /// nothing. The relative error is below 1e-9.
    #[must_use]
    pub fn mass(&self, ranks: Range<u64>) -> f64 {
        let (from, to) = (ranks.start, ranks.end.min(self.keys));
        if from >= to {
            return 0.0;
        }
        match &self.law {
            Law::Uniform => (to - from) as f64 / self.keys as f64,
            Law::Zipf(zipf) => zipf.mass(from, to),
            Law::Hot { hot, share } => {
                let in_hot = to.min(*hot).saturating_sub(from) as f64;
                let in_cold = to.saturating_sub(from.max(*hot)) as f64;
                share * in_hot / *hot as f64 + (1.0 - share) * in_cold / (self.keys - hot) as f64
            }
        }
    }

    /// The keys cut into at most about 2,000 ranges (from, to, mass) within which the
    /// probability hardly varies: the most popular ranks singly, then ranges that grow
    /// geometrically. For integrals over popularity, such as the hit ratio of a cache.
    #[must_use]
    pub fn bins(&self) -> Vec<(u64, u64, f64)> {
        let whole = |from: u64, to: u64| (from, to, self.mass(from..to));
        match &self.law {
            Law::Uniform => vec![whole(0, self.keys)],
            Law::Zipf(zipf) => zipf.ranges().map(|(from, to)| whole(from, to)).collect(),
            Law::Hot { hot, .. } => vec![whole(0, *hot), whole(*hot, self.keys)],
        }
    }
}
