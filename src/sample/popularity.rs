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
        Self::hot_keys(keys, hot, share_of_requests)
    }

    /// The first `hot` keys take `share_of_requests` of the requests; both parts are uniform within. None if there are
    /// no keys, if `hot` is not within 1..=keys, or if the share is not within 0..=1.
    #[must_use]
    pub fn hot_keys(keys: u64, hot: u64, share_of_requests: f64) -> Option<Self> {
        if !(1..=keys).contains(&hot) || !(0.0..=1.0).contains(&share_of_requests) {
            return None;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The laws tried: (law, name).
    fn laws() -> Vec<(Popularity, &'static str)> {
        let all = [
            (Popularity::uniform(1000), "uniform"),
            (Popularity::zipf(1, 1.0), "zipf of one key"),
            (Popularity::zipf(100, 0.8), "zipf 0.8 of 100"),
            (Popularity::zipf(513, 1.0), "zipf 1 of 513"),
            (Popularity::zipf(1_000_000, 0.0), "zipf 0"),
            (Popularity::zipf(1_000_000, 0.6), "zipf 0.6"),
            (Popularity::zipf(100_000_000, 0.99), "zipf 0.99"),
            (Popularity::zipf(100_000_000, 1.0), "zipf 1"),
            (Popularity::zipf(10_000_000_000, 1.2), "zipf 1.2"),
            (Popularity::zipf(1_000_000, 3.0), "zipf 3"),
            (Popularity::hot(100_000, 0.01, 0.9), "hot"),
            (Popularity::hot(10, 0.0, 1.0), "one hot key"),
            (Popularity::hot(10, 1.0, 0.5), "all hot"),
        ];
        all.into_iter().map(|(law, name)| (law.expect(name), name)).collect()
    }

    /// Chi² of draws over the bins, those that expect fewer than 20 joined with their neighbours.
    #[test]
    fn draws_follow_the_masses() {
        let count = 500_000;
        for (law, name) in laws() {
            let mut stream = Stream::new(41, 0, "popularity", name);
            let mut draws: Vec<u64> = (0..count).map(|_| law.draw(&mut stream)).collect();
            draws.sort_unstable();
            assert!(*draws.last().expect("draws") < law.keys(), "{name}");
            let (mut chi2, mut cells, mut from) = (0.0, 0.0, 0);
            let bins = law.bins();
            for (i, &(_, to, _)) in bins.iter().enumerate() {
                let rest = law.mass(to..law.keys()) * f64::from(count);
                let expect = law.mass(from..to) * f64::from(count);
                if i + 1 < bins.len() && (expect < 20.0 || rest < 20.0) {
                    continue;
                }
                let below = |rank| draws.partition_point(|&d| d < rank);
                let found = (below(to) - below(from)) as f64;
                chi2 += (found - expect) * (found - expect) / expect;
                (cells, from) = (cells + 1.0, to);
            }
            let freedom: f64 = cells - 1.0;
            assert!(
                chi2 <= freedom + 4.0 * (2.0 * freedom).sqrt() + 1e-9,
                "{name}: {chi2} {cells}"
            );
        }
    }

    /// The same within the tail alone, cut into quarters of decades.
    #[test]
    fn the_tail_follows_its_masses() {
        let keys = 10_000_000_000;
        let law = Popularity::zipf(keys, 0.9).expect("valid");
        let mut stream = Stream::new(42, 0, "popularity", "tail");
        let edges: Vec<u64> =
            (11..=40).map(|quarter| libm::pow(10.0, f64::from(quarter) / 4.0) as u64).collect();
        let count = 500_000;
        let mut counts = vec![0.0; edges.len()];
        for _ in 0..count {
            let rank = law.draw(&mut stream);
            counts[edges.partition_point(|&edge| edge <= rank)] += 1.0;
        }
        let mut chi2 = 0.0;
        for (i, found) in counts.iter().enumerate() {
            let from = if i == 0 { 0 } else { edges[i - 1] };
            let expect = law.mass(from..edges[i]) * f64::from(count);
            chi2 += (found - expect) * (found - expect) / expect;
        }
        assert!(chi2 < 58.3, "chi2(29) = {chi2}"); // 0.1 % critical value
    }

    #[test]
    fn masses_add_up() {
        for (law, name) in laws() {
            let bins = law.bins();
            assert!(bins.len() <= 2000 && bins[0].0 == 0, "{name}: {} bins", bins.len());
            assert!(bins.windows(2).all(|w| w[0].1 == w[1].0), "{name}: gaps");
            assert_eq!(bins.last().map(|b| b.1), Some(law.keys()), "{name}");
            let sum: f64 = bins.iter().map(|b| b.2).sum();
            assert!((sum - 1.0).abs() < 1e-11, "{name}: {sum}");
            assert!((law.mass(0..u64::MAX) - 1.0).abs() < 1e-12, "{name}");
            assert_eq!(law.mass(5..5), 0.0);
            assert_eq!(law.probability(law.keys()), 0.0);
            let to = law.keys().min(2000);
            let direct: f64 = (0..to).rev().map(|rank| law.probability(rank)).sum();
            assert!((law.mass(0..to) / direct - 1.0).abs() < 1e-11, "{name}");
        }
    }

    #[test]
    fn hot_keys_take_their_share() {
        let law = Popularity::hot(1000, 0.01, 0.9).expect("valid");
        assert!((law.mass(0..10) - 0.9).abs() < 1e-12);
        assert!((law.probability(3) - 0.09).abs() < 1e-15);
        assert!((law.probability(10) - 0.1 / 990.0).abs() < 1e-15);
        assert!((law.mass(5..15) - (0.45 + 0.5 / 990.0)).abs() < 1e-12);
    }

    #[test]
    fn impossible_laws_are_refused() {
        assert!(Popularity::uniform(0).is_none() && Popularity::zipf(0, 1.0).is_none());
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(Popularity::zipf(10, bad).is_none());
            assert!(Popularity::hot(10, bad, 0.5).is_none());
            assert!(Popularity::hot(10, 0.5, bad).is_none());
        }
        assert!(Popularity::hot(0, 0.5, 0.5).is_none() && Popularity::hot(9, 0.5, 1.1).is_none());
    }
}
