//! Varying durations: how long one piece of work, one hop, one pause takes.
//!
//! All are integer nanoseconds when drawn, rounded to the nearest, never negative, and at most
//! [`MAX_NS`], so that adding one to any clock of this program cannot overflow.

use std::sync::Arc;

use super::Stream;
use super::exponential::exp;

/// The longest duration that can be drawn: 2^63 − 1 ns, 292 years.
pub const MAX_NS: u64 = i64::MAX as u64;

/// The 99th percentile of the standard normal.
const Z99: f64 = 2.326_347_874_040_841;

/// A distribution of durations, in nanoseconds. The constructors check parameters; a variant
/// written out by hand must keep to the ranges that they state.
#[derive(Debug, Clone, PartialEq)]
pub enum Dist {
    /// Always the same.
    Constant(u64),
    /// Exponential.
    Exponential {
        /// The mean, ns.
        mean_ns: f64,
    },
    /// exp(mu + sigma z) with z standard normal.
    LogNormal {
        /// The logarithm of the median in ns.
        mu: f64,
        /// The standard deviation of the logarithm.
        sigma: f64,
    },
    /// Every duration from low to high alike, both included.
    Uniform {
        /// The shortest, ns.
        low_ns: u64,
        /// The longest, ns.
        high_ns: u64,
    },
    /// P(longer than x) = (min / x)^alpha.
    Pareto {
        /// The shortest, ns.
        min_ns: f64,
        /// The tail's exponent: the mean is infinite up to 1, the variance up to 2.
        alpha: f64,
    },
    /// The sum of k exponential phases.
    Erlang {
        /// The number of phases.
        k: u32,
        /// The mean of the sum, ns.
        mean_ns: f64,
    },
    /// One of the given samples, each as likely as the others; sorted, never empty.
    Empirical(Arc<[u64]>),
}

impl Dist {
    /// Always 0.
    pub const ZERO: Self = Self::Constant(0);

    /// Exponential with this mean. None unless the mean is finite and not negative.
    #[must_use]
    pub fn exponential(mean_ns: f64) -> Option<Self> {
        match usable(mean_ns) {
            true if mean_ns == 0.0 => Some(Self::ZERO),
            true => Some(Self::Exponential { mean_ns }),
            false => None,
        }
    }

    /// Lognormal with this mean and coefficient of variation (standard deviation over mean):
    /// sigma² = ln(1 + cv²), mu = ln mean − sigma²/2. None unless both are finite, not negative.
    #[must_use]
    pub fn lognormal_mean_cv(mean_ns: f64, cv: f64) -> Option<Self> {
        if !usable(mean_ns) || !usable(cv) {
            return None;
        }
        if mean_ns == 0.0 || cv == 0.0 {
            return Some(Self::Constant(round(mean_ns)));
        }
        let variance = libm::log1p(cv * cv);
        let mu = libm::log(mean_ns) - 0.5 * variance;
        variance.is_finite().then(|| Self::LogNormal { mu, sigma: variance.sqrt() })
    }

    /// Lognormal with this median and 99th percentile: mu = ln p50, sigma = ln(p99/p50) / 2.3263.
    /// None unless 0 < p50 ≤ p99 < ∞.
    #[must_use]
    pub fn lognormal_p50_p99(p50_ns: f64, p99_ns: f64) -> Option<Self> {
        if !usable(p99_ns) || p50_ns <= 0.0 || p50_ns.is_nan() || p50_ns > p99_ns {
            return None;
        }
        if p50_ns == p99_ns {
            return Some(Self::Constant(round(p50_ns)));
        }
        let sigma = libm::log(p99_ns / p50_ns) / Z99;
        Some(Self::LogNormal { mu: libm::log(p50_ns), sigma })
    }

    /// Uniform from low to high, both included. None if low > high.
    #[must_use]
    pub fn uniform(low_ns: u64, high_ns: u64) -> Option<Self> {
        let high_ns = high_ns.min(MAX_NS);
        match low_ns.cmp(&high_ns) {
            std::cmp::Ordering::Less => Some(Self::Uniform { low_ns, high_ns }),
            std::cmp::Ordering::Equal => Some(Self::Constant(low_ns)),
            std::cmp::Ordering::Greater => None,
        }
    }

    /// Pareto. None unless 0 ≤ min < ∞ and 0 < alpha < ∞.
    #[must_use]
    pub fn pareto(min_ns: f64, alpha: f64) -> Option<Self> {
        (usable(min_ns) && usable(alpha) && alpha > 0.0).then_some(Self::Pareto { min_ns, alpha })
    }

    /// The sum of k exponential phases with this mean in all. None if k is 0 or the mean is
    /// negative or not finite.
    #[must_use]
    pub fn erlang(k: u32, mean_ns: f64) -> Option<Self> {
        match k {
            0 => None,
            1 => Self::exponential(mean_ns),
            _ => usable(mean_ns).then_some(Self::Erlang { k, mean_ns }),
        }
    }

    /// One of these samples (ns) each time. None if there is none.
    #[must_use]
    pub fn samples(mut samples_ns: Vec<u64>) -> Option<Self> {
        samples_ns.iter_mut().for_each(|ns| *ns = (*ns).min(MAX_NS));
        samples_ns.sort_unstable();
        let (first, last) = (*samples_ns.first()?, *samples_ns.last()?);
        Some(if first == last { Self::Constant(first) } else { Self::Empirical(samples_ns.into()) })
    }

    /// Draws one duration, ns.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> u64 {
        match self {
            Self::Constant(ns) => *ns,
            Self::Exponential { mean_ns } => round(mean_ns * stream.exp1()),
            Self::LogNormal { mu, sigma } => round(exp(mu + sigma * stream.normal())),
            Self::Uniform { low_ns, high_ns } => low_ns + stream.below(high_ns - low_ns + 1),
            Self::Pareto { min_ns, alpha } => round(min_ns * exp(stream.exp1() / alpha)),
            Self::Erlang { k, mean_ns } => round(mean_ns * erlang(*k, stream) / f64::from(*k)),
            Self::Empirical(sorted) => sorted[stream.below(sorted.len() as u64) as usize],
        }
    }

    /// Draws as many durations as there are places, the same as [`sample`](Self::sample) would one by one.
    pub fn fill(&self, stream: &mut Stream, places: &mut [u64]) {
        // A generator of its own stays in registers, and what the law is is asked once.
        let mut own = stream.clone();
        match self {
            Self::Constant(ns) => places.fill(*ns),
            Self::Exponential { mean_ns } => {
                for place in places {
                    *place = round(mean_ns * own.exp1());
                }
            }
            Self::LogNormal { mu, sigma } => {
                for place in places {
                    *place = round(exp(mu + sigma * own.normal()));
                }
            }
            _ => {
                for place in places {
                    *place = self.sample(&mut own);
                }
            }
        }
        *stream = own;
    }

    /// The mean, ns; infinite for a Pareto with alpha ≤ 1.
    #[must_use]
    pub fn mean_ns(&self) -> f64 {
        match self {
            Self::Constant(ns) => *ns as f64,
            Self::Exponential { mean_ns } | Self::Erlang { mean_ns, .. } => *mean_ns,
            Self::LogNormal { mu, sigma } => libm::exp(mu + 0.5 * sigma * sigma),
            Self::Uniform { low_ns, high_ns } => 0.5 * (*low_ns as f64 + *high_ns as f64),
            Self::Pareto { min_ns, .. } if *min_ns == 0.0 => 0.0,
            Self::Pareto { alpha, .. } if *alpha <= 1.0 => f64::INFINITY,
            Self::Pareto { min_ns, alpha } => min_ns * alpha / (alpha - 1.0),
            Self::Empirical(sorted) => {
                let sum: u128 = sorted.iter().map(|&ns| u128::from(ns)).sum();
                sum as f64 / sorted.len() as f64
            }
        }
    }

    /// The squared coefficient of variation, variance over squared mean; infinite for a Pareto
    /// with alpha ≤ 2, and 0 for what is always 0.
    #[must_use]
    pub fn cv2(&self) -> f64 {
        match self {
            Self::Constant(_) => 0.0,
            Self::Exponential { .. } => 1.0,
            Self::LogNormal { sigma, .. } => libm::expm1(sigma * sigma),
            Self::Uniform { low_ns, high_ns } => {
                let relative = (*high_ns - *low_ns) as f64 / self.mean_ns();
                relative * relative / 12.0
            }
            Self::Pareto { min_ns, .. } if *min_ns == 0.0 => 0.0,
            Self::Pareto { alpha, .. } if *alpha <= 2.0 => f64::INFINITY,
            Self::Pareto { alpha, .. } => 1.0 / (alpha * (alpha - 2.0)),
            Self::Erlang { k, .. } => 1.0 / f64::from(*k),
            Self::Empirical(sorted) => {
                let mean = self.mean_ns();
                let relative = |ns: &u64| (*ns as f64 - mean) / mean;
                sorted.iter().map(|ns| relative(ns) * relative(ns)).sum::<f64>()
                    / sorted.len() as f64
            }
        }
    }

    /// The same shape, every duration `factor` times as long. A factor that is negative or not a
    /// number counts as 0.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        if factor.is_nan() || factor <= 0.0 {
            return Self::ZERO;
        }
        let times = |ns: u64| round(ns as f64 * factor);
        match self {
            Self::Constant(ns) => Self::Constant(times(*ns)),
            Self::Exponential { mean_ns } => Self::Exponential { mean_ns: mean_ns * factor },
            Self::LogNormal { mu, sigma } => {
                Self::LogNormal { mu: mu + libm::log(factor), sigma: *sigma }
            }
            Self::Uniform { low_ns, high_ns } => {
                Self::Uniform { low_ns: times(*low_ns), high_ns: times(*high_ns) }
            }
            Self::Pareto { min_ns, alpha } => {
                Self::Pareto { min_ns: min_ns * factor, alpha: *alpha }
            }
            Self::Erlang { k, mean_ns } => Self::Erlang { k: *k, mean_ns: mean_ns * factor },
            Self::Empirical(sorted) => {
                Self::Empirical(sorted.iter().map(|&ns| times(ns)).collect())
            }
        }
    }

    /// The one duration that it always takes, if there is one.
    #[must_use]
    pub fn is_constant(&self) -> Option<u64> {
        match self {
            Self::Constant(ns) => Some(*ns),
            _ => None,
        }
    }

    /// The shortest duration possible, ns.
    #[must_use]
    pub fn min_ns(&self) -> u64 {
        match self {
            Self::Constant(ns) | Self::Uniform { low_ns: ns, .. } => *ns,
            Self::Pareto { min_ns, .. } => round(*min_ns),
            Self::Empirical(sorted) => sorted.first().copied().unwrap_or(0),
            Self::Exponential { .. } | Self::LogNormal { .. } | Self::Erlang { .. } => 0,
        }
    }
}

/// Whether a parameter is finite and not negative.
fn usable(x: f64) -> bool {
    x.is_finite() && x >= 0.0
}

/// To the nearest nanosecond; the cast to a signed integer is the cheapest that saturates.
#[inline]
fn round(ns: f64) -> u64 {
    ((ns + 0.5) as i64) as u64
}

/// The sum of k standard exponentials: added up while that is cheap, beyond it by the exact
/// rejection of Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS
/// 26(3), 2000, whose cost does not grow with k.
#[inline]
fn erlang(k: u32, stream: &mut Stream) -> f64 {
    if k <= 6 {
        return (0..k).map(|_| stream.exp1()).sum();
    }
    let d = f64::from(k) - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = stream.normal();
        let root = 1.0 + c * z;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let u = stream.uniform_open();
        let square = z * z;
        if u < 1.0 - 0.0331 * square * square
            || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v))
        {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::Distribution;
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    const COUNT: usize = 200_000;

    fn drawn(dist: &Dist) -> Vec<u64> {
        let mut stream = Stream::new(21, 0, "duration", "draws");
        let mut values: Vec<u64> = (0..COUNT).map(|_| dist.sample(&mut stream)).collect();
        values.sort_unstable();
        values
    }

    /// Filling places is drawing one by one.
    #[test]
    fn filling_is_sampling() {
        let laws = [
            Some(Dist::Constant(70)),
            Dist::exponential(5e6),
            Dist::lognormal_mean_cv(5e6, 1.5),
            Dist::uniform(1_000_000, 5_000_000),
            Dist::erlang(3, 5e6),
        ];
        for dist in laws.into_iter().flatten() {
            let mut one = Stream::new(22, 0, "duration", "draws");
            let mut many = one.clone();
            let singly: Vec<u64> = (0..5000).map(|_| dist.sample(&mut one)).collect();
            let mut places = vec![0; 5000];
            dist.fill(&mut many, &mut places);
            assert_eq!(places, singly, "{dist:?}");
            assert_eq!(one, many, "{dist:?}");
        }
    }

    /// Mean and squared coefficient of variation, as stated and as drawn.
    fn check(dist: Option<Dist>, mean_ns: f64, cv2: f64) {
        let dist = dist.expect("valid");
        assert!((dist.mean_ns() / mean_ns - 1.0).abs() < 1e-9, "{dist:?}: {}", dist.mean_ns());
        assert!((dist.cv2() - cv2).abs() < 1e-9, "{dist:?}: {}", dist.cv2());
        let values = drawn(&dist);
        let n = values.len() as f64;
        let mean = values.iter().map(|&v| v as f64).sum::<f64>() / n;
        assert!((mean / mean_ns - 1.0).abs() < 4.5 * (cv2 / n).sqrt() + 1e-6, "{dist:?}: {mean}");
        let square = |v: &u64| (*v as f64 / mean - 1.0) * (*v as f64 / mean - 1.0);
        let found = values.iter().map(square).sum::<f64>() / n;
        assert!((found - cv2).abs() <= 0.05 * cv2, "{dist:?}: cv2 {found}");
        assert!(values[0] >= dist.min_ns());
    }

    #[test]
    fn moments_are_those_stated() {
        check(Some(Dist::Constant(70)), 70.0, 0.0);
        check(Dist::exponential(5e6), 5e6, 1.0);
        check(Dist::lognormal_mean_cv(5e6, 1.5), 5e6, 2.25);
        check(Dist::uniform(1_000_000, 5_000_000), 3e6, 16.0 / 9.0 / 12.0);
        check(Dist::pareto(1e6, 6.0), 1.2e6, 1.0 / 24.0);
        check(Dist::erlang(3, 5e6), 5e6, 1.0 / 3.0);
        check(Dist::erlang(40, 5e6), 5e6, 1.0 / 40.0);
        check(Dist::samples(vec![9_000, 1_000, 2_000]), 4_000.0, 38.0 / 3.0 / 16.0);
    }

    #[test]
    fn lognormal_meets_its_percentiles() {
        let values = drawn(&Dist::lognormal_p50_p99(3e6, 40e6).expect("valid"));
        let at = |q: f64| values[(q * COUNT as f64) as usize] as f64;
        assert!((at(0.5) / 3e6 - 1.0).abs() < 0.02, "{}", at(0.5));
        assert!((at(0.99) / 40e6 - 1.0).abs() < 0.04, "{}", at(0.99));
    }

    #[test]
    fn pareto_has_its_tail() {
        let values = drawn(&Dist::pareto(1e6, 1.5).expect("valid"));
        for times in [2.0, 10.0, 100.0] {
            let longer = values.iter().filter(|&&v| v as f64 > 1e6 * times).count() as f64;
            let expect = COUNT as f64 * libm::pow(times, -1.5);
            assert!((longer - expect).abs() < 4.0 * expect.sqrt(), "{times}: {longer}");
        }
        assert_eq!(Dist::pareto(1e6, 1.0).map(|d| d.mean_ns()), Some(f64::INFINITY));
        assert_eq!(Dist::pareto(1e6, 2.0).map(|d| d.cv2()), Some(f64::INFINITY));
    }

    /// Both ways of adding phases, against another library's gamma distribution.
    #[test]
    fn erlang_is_a_gamma() {
        for k in [2, 6, 7, 30] {
            let ours = drawn(&Dist::erlang(k, 1e9).expect("valid"));
            let gamma = rand_distr::Gamma::new(f64::from(k), 1e9 / f64::from(k)).expect("valid");
            let mut other = Xoshiro256PlusPlus::seed_from_u64(u64::from(k));
            let mut theirs: Vec<u64> =
                (0..COUNT).map(|_| gamma.sample(&mut other) as u64).collect();
            theirs.sort_unstable();
            let gap =
                ours.iter().enumerate().map(|(i, x)| theirs.partition_point(|y| y < x).abs_diff(i));
            let gap = gap.max().unwrap_or(0) as f64;
            assert!(gap / COUNT as f64 * (COUNT as f64 / 2.0).sqrt() < 1.95, "k {k}: {gap}");
        }
    }

    #[test]
    fn uniform_and_samples_reach_both_ends() {
        let values = drawn(&Dist::uniform(3, 5).expect("valid"));
        assert_eq!((values[0], values[COUNT - 1]), (3, 5));
        let middle = values.iter().filter(|&&v| v == 4).count();
        assert!((65_600..67_700).contains(&middle), "{middle}");
        let values = drawn(&Dist::samples(vec![8, 1, 8, 8]).expect("valid"));
        assert_eq!((values[0], values[COUNT - 1]), (1, 8));
        let ones = values.iter().filter(|&&v| v == 1).count();
        assert!((49_200..50_800).contains(&ones), "{ones}");
    }

    #[test]
    fn impossible_parameters_are_refused() {
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Dist::exponential(bad), None);
            assert_eq!(Dist::lognormal_mean_cv(bad, 1.0), None);
            assert_eq!(Dist::lognormal_mean_cv(1.0, bad), None);
            assert_eq!(Dist::lognormal_p50_p99(bad, 1.0), None);
            assert_eq!(Dist::lognormal_p50_p99(1.0, bad), None);
            assert_eq!(Dist::pareto(bad, 1.0), None);
            assert_eq!(Dist::pareto(1.0, bad), None);
            assert_eq!(Dist::erlang(2, bad), None);
        }
        assert_eq!(Dist::lognormal_p50_p99(2.0, 1.0), None);
        assert_eq!(Dist::lognormal_p50_p99(0.0, 1.0), None);
        assert_eq!(Dist::pareto(1.0, 0.0), None);
        assert_eq!(Dist::erlang(0, 1.0), None);
        assert_eq!(Dist::uniform(2, 1), None);
        assert_eq!(Dist::samples(vec![]), None);
    }

    #[test]
    fn what_does_not_vary_is_constant() {
        let constant = |dist: Option<Dist>| dist.and_then(|d| d.is_constant());
        assert_eq!(constant(Dist::exponential(0.0)), Some(0));
        assert_eq!(constant(Dist::lognormal_mean_cv(7.0, 0.0)), Some(7));
        assert_eq!(constant(Dist::lognormal_p50_p99(7.0, 7.0)), Some(7));
        assert_eq!(constant(Dist::uniform(7, 7)), Some(7));
        assert_eq!(constant(Dist::samples(vec![7, 7])), Some(7));
        assert_eq!(constant(Dist::erlang(1, 5.0)), None);
    }

    /// A scaled distribution makes the same draws, each times the factor, to the nanosecond.
    #[test]
    fn scaling_scales_every_draw() {
        let all = [
            Some(Dist::Constant(1000)),
            Dist::exponential(5e6),
            Dist::lognormal_mean_cv(5e6, 1.5),
            Dist::pareto(1e6, 1.5),
            Dist::erlang(9, 5e6),
            Dist::samples(vec![1_000, 3_000, 77_000]),
        ];
        for dist in all.into_iter().flatten() {
            let tripled = dist.scaled(3.0);
            let (mut a, mut b) = (Stream::new(1, 0, "x", "y"), Stream::new(1, 0, "x", "y"));
            for _ in 0..1000 {
                let (one, three) = (dist.sample(&mut a), tripled.sample(&mut b));
                assert!(one.abs_diff(three / 3) <= 1 + one / 1_000_000_000, "{dist:?}");
            }
            assert!((tripled.mean_ns() / dist.mean_ns() - 3.0).abs() < 1e-9);
            assert_eq!(dist.scaled(0.0), Dist::ZERO);
            assert_eq!(dist.scaled(-1.0), Dist::ZERO);
        }
        assert_eq!(Dist::uniform(10, 20).map(|d| d.scaled(2.0)), Dist::uniform(20, 40));
    }

    #[test]
    fn draws_round_and_saturate() {
        assert_eq!((round(0.4), round(0.5), round(1e300), round(f64::NAN)), (0, 1, MAX_NS, 0));
        let heavy = Dist::pareto(1e18, 0.1).expect("valid");
        assert_eq!(drawn(&heavy)[COUNT - 1], MAX_NS);
    }
}
