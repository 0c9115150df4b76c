//! Varying durations: how long one piece of work, one hop, one pause takes.
//!
//! All are integer nanoseconds when drawn, rounded to the nearest, never negative, and at most
//! [`MAX_NS`], so that adding one to any clock of this program cannot overflow.

use std::sync::Arc;

use super::Stream;

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
            Self::LogNormal { mu, sigma } => round(libm::exp(mu + sigma * stream.normal())),
            Self::Uniform { low_ns, high_ns } => low_ns + stream.below(high_ns - low_ns + 1),
            Self::Pareto { min_ns, alpha } => round(min_ns * libm::exp(stream.exp1() / alpha)),
            Self::Erlang { k, mean_ns } => round(mean_ns * erlang(*k, stream) / f64::from(*k)),
            Self::Empirical(sorted) => sorted[stream.below(sorted.len() as u64) as usize],
        }
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
