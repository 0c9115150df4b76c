//! Confidence intervals over replications: 95 %, by Student's t.

/// A value with its 95 % confidence interval. With a single replication nothing is known of the
/// spread, and the interval is (−∞, ∞).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The point estimate.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl Interval {
    /// The mean of one value per replication: mean ± t · s / √n. None if there is no value.
    #[must_use]
    pub fn from_means(values: &[f64]) -> Option<Self> {
        let mean = mean(values)?;
        Some(Self::sectioned(mean, values))
    }

    /// The mean of one value per replication, where the mean's own distribution is skewed (`skewness_of_mean`).
    #[must_use]
    pub fn from_skewed_means(values: &[f64], skewness: f64) -> Option<Self> {
        let plain = Self::from_means(values)?;
        if !plain.is_bounded() {
            return Some(plain);
        }
        let df = values.len() as u64 - 1;
        let error = plain.half_width() / t_quantile(df);
        let (below, above) = skewed_ends(df, skewness);
        Some(Self { low: plain.value - below * error, high: plain.value + above * error, ..plain })
    }

    /// A value that is known exactly.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// Half the width; infinite with one replication.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Whether the interval contains `x`, ends included.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }

    /// Whether both ends are finite.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.low.is_finite() && self.high.is_finite()
    }

    /// Value and ends times `factor`, such as from ns to ms; `factor` is not negative.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }

    /// `centre` ± t · s / √n, with s² = Σ (xᵢ − centre)² / (n − 1).
    fn sectioned(centre: f64, values: &[f64]) -> Self {
        let n = values.len();
        if n < 2 {
            return Self { value: centre, low: f64::NEG_INFINITY, high: f64::INFINITY };
        }
        let squares: f64 = values.iter().map(|x| (x - centre) * (x - centre)).sum();
        let half = t_quantile(n as u64 - 1) * (squares / (n as f64 - 1.0) / n as f64).sqrt();
        Self { value: centre, low: centre - half, high: centre + half }
    }
}

/// The arithmetic mean; None of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The interval of a quantile over replications, by sectioning: the centre is the quantile of all
/// replications pooled (`pooled`, from their merged histogram), and each replication's own
/// quantile is a section whose squared distance from that centre estimates the variance.
///
/// Centring at the pooled quantile, not at the mean of the replications' quantiles (batching),
/// keeps the small-sample bias of each section out of the interval's place. Asmussen and Glynn,
/// "Stochastic Simulation" (2007), III.5; Nakayama, "Confidence intervals for quantiles using
/// sectioning when applying variance-reduction techniques", ACM TOMACS 24(4), 2014.
#[must_use]
pub fn sectioned_interval(pooled: f64, sections: &[f64]) -> Interval {
    Interval::sectioned(pooled, sections)
}

/// The skewness of the mean of batches, from theirs: κ₃/n² ÷ (κ₂/n)^(3/2), with the unbiased k-statistics. 0 of fewer
/// than three, or of equal ones.
#[must_use]
pub fn skewness_of_mean(batches: &[f64]) -> f64 {
    let n = batches.len() as f64;
    let Some(mean) = mean(batches).filter(|_| batches.len() > 2) else { return 0.0 };
    let away = || batches.iter().map(|x| x - mean);
    let second = away().map(|x| x * x).sum::<f64>() / (n - 1.0);
    let third = n * away().map(|x| x * x * x).sum::<f64>() / ((n - 1.0) * (n - 2.0));
    let error = (second / n).sqrt();
    if error > 0.0 { third / (n * n) / (error * error * error) } else { 0.0 }
}

/// What a two-sided 95 % interval of a mean multiplies its standard error by, to the left and to the right, if the
/// mean's distribution has this skewness.
///
/// Student's t goes through the transformation that takes the skewness out of a studentized mean: Hall, "On the
/// removal of skewness by transformation", Journal of the Royal Statistical Society B 54(1), 1992; in this form Willink,
/// Communications in Statistics: Theory and Methods 34(1), 2005, and, in simulation, Tafazzoli and Wilson, "Skart",
/// IIE Transactions 43(2), 2011. Where the estimated skewness is large the cubic runs away: an end is
/// moved by half of its distance at most.
#[must_use]
pub fn skewed_ends(df: u64, skewness: f64) -> (f64, f64) {
    const MOST: f64 = 1.5;
    let t = t_quantile(df);
    let a = skewness / 6.0;
    if a.abs() < 1e-9 || !t.is_finite() {
        return (t, t);
    }
    let moved = |t: f64| (libm::cbrt(1.0 + 6.0 * a * (t - a)) - 1.0) / (2.0 * a);
    let bounded = |end: f64| end.clamp(t / MOST, t * MOST);
    (bounded(moved(t)), bounded(-moved(-t)))
}

/// The 97.5 % quantile of Student's t with `df` degrees of freedom: what a two-sided 95 %
/// interval multiplies its standard error by. Infinite for 0.
///
/// Found by bisection of the distribution function for whole degrees of freedom, a finite sum
/// (Abramowitz and Stegun 26.7.3, 26.7.4); above 1,000 by the expansion 26.7.5, exact to 1e-12
/// there. No library's quantile is used, because theirs go through the platform's logarithm.
#[must_use]
pub fn t_quantile(df: u64) -> f64 {
    const Z: f64 = 1.959_963_984_540_054;
    if df == 0 {
        return f64::INFINITY;
    }
    if df > 1000 {
        let (n, z2) = (df as f64, Z * Z);
        let g1 = (z2 + 1.0) * Z / 4.0;
        let g2 = ((5.0 * z2 + 16.0) * z2 + 3.0) * Z / 96.0;
        let g3 = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * Z / 384.0;
        return Z + (g1 + (g2 + g3 / n) / n) / n;
    }
    let (mut low, mut high) = (1.9, 12.8);
    while high - low > 1e-15 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if central_probability(middle, df) < 0.95 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// P(|T| < t) for Student's T with `df` ≥ 1 degrees of freedom.
fn central_probability(t: f64, df: u64) -> f64 {
    let n = df as f64;
    let root = (n + t * t).sqrt();
    // With θ = atan(t / √n).
    let (sin, cos2) = (t / root, n / (n + t * t));
    let is_odd = df % 2 == 1;
    let (mut term, mut sum) = if is_odd { (n.sqrt() / root, 0.0) } else { (1.0, 0.0) };
    let mut i = if is_odd { 1 } else { 0 };
    while i + 2 <= df {
        sum += term;
        i += 2;
        term *= cos2 * (i as f64 - 1.0) / i as f64;
    }
    if is_odd {
        let theta = libm::atan(t / n.sqrt());
        std::f64::consts::FRAC_2_PI * (theta + sin * sum)
    } else {
        sin * sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Stream;
    use crate::stats::Histogram;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    #[test]
    fn t_quantiles_match_the_table_and_another_implementation() {
        // Abramowitz and Stegun, table 26.10.
        for (df, expect) in [(1, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (30, 2.042)] {
            assert!((t_quantile(df) - expect).abs() < 6e-4, "df {df}: {}", t_quantile(df));
        }
        for df in [1, 2, 3, 4, 5, 7, 10, 19, 20, 63, 100, 999, 1000, 1001, 5000, 1_000_000] {
            let t = t_quantile(df);
            let other = StudentsT::new(0.0, 1.0, df as f64).expect("valid");
            assert!((other.cdf(t) - 0.975).abs() < 1e-9, "df {df}: {t}");
        }
        assert_eq!(t_quantile(0), f64::INFINITY);
        assert!((1..3000).all(|df| t_quantile(df + 1) < t_quantile(df)));
    }

    #[test]
    fn an_interval_by_hand() {
        // Mean 4, s² = 4, standard error 2/√3, t(2) = 4.30265.
        let i = Interval::from_means(&[2.0, 4.0, 6.0]).expect("values");
        assert_eq!(i.value, 4.0);
        assert!((i.half_width() - 4.302_652_729_9 * 2.0 / 3_f64.sqrt()).abs() < 1e-8, "{i:?}");
        assert!(i.contains(4.0) && !i.contains(9.0) && i.is_bounded());
        assert_eq!(i.scaled(2.0).value, 8.0);
        let one = Interval::from_means(&[2.0]).expect("a value");
        assert!(one.value == 2.0 && !one.is_bounded() && one.contains(-1e300));
        assert_eq!(Interval::from_means(&[]), None);
        assert_eq!(Interval::exact(3.0).half_width(), 0.0);
    }

    #[test]
    fn a_skewed_mean_has_a_skewed_interval() {
        assert_eq!(skewed_ends(9, 0.0), (t_quantile(9), t_quantile(9)));
        // By hand: a = 0.1, t = 2.262157: (∛(1 + 0.6 · 2.162157) − 1)/0.2 and (1 − ∛(1 − 0.6 · 2.362157))/0.2, cut at 1.5 t.
        let (below, above) = skewed_ends(9, 0.6);
        assert!((below - 1.597).abs() < 1e-3 && (above - 1.5 * 2.262_157).abs() < 1e-3);
        assert_eq!(skewed_ends(9, -0.6), (above, below));
        assert!(!skewed_ends(0, 1.0).0.is_finite());
        let plain = Interval::from_means(&[2.0, 4.0, 6.0]).expect("values");
        assert_eq!(Interval::from_skewed_means(&[2.0, 4.0, 6.0], 0.0), Some(plain));
        let skewed = Interval::from_skewed_means(&[2.0, 4.0, 6.0], 0.6).expect("values");
        assert!(skewed.low > plain.low && skewed.high > plain.high && skewed.value == 4.0);
    }

    #[test]
    fn the_skewness_of_a_mean() {
        // κ₂ = 3, κ₃ = 4 · 6/(3 · 2) · … of 0, 0, 0, 3.464: by hand 2/√4 = 1.
        let x = 12.0_f64.sqrt();
        assert!((skewness_of_mean(&[0.0, 0.0, 0.0, x]) - 1.0).abs() < 1e-12);
        assert_eq!(skewness_of_mean(&[1.0, 2.0, 3.0]), 0.0);
        assert_eq!(skewness_of_mean(&[5.0; 9]), 0.0);
        assert_eq!(skewness_of_mean(&[5.0]), 0.0);
    }

    /// 95 % intervals of p99 over 20 replications of 5,000 exponentials, whose p99 is ln 100.
    #[test]
    fn quantile_intervals_cover() {
        let truth = libm::log(100.0) * 1e6;
        let mut covered = 0;
        for trial in 0..500 {
            let mut pooled = Histogram::new();
            let mut sections = Vec::new();
            for replication in 0..20 {
                let mut stream = Stream::new(trial, replication, "coverage", "draws");
                // Exact sections, so that only the method is tested; the pool is the histogram.
                let mut draws: Vec<u64> =
                    (0..5000).map(|_| (stream.exp1() * 1e6 + 0.5) as u64).collect();
                draws.iter().for_each(|&ns| pooled.record(ns));
                let (_, p99, _) = draws.select_nth_unstable(4949);
                sections.push(*p99 as f64);
            }
            let centre = pooled.quantile(0.99).expect("not empty") as f64;
            covered += u32::from(sectioned_interval(centre, &sections).contains(truth));
        }
        assert!((460..=490).contains(&covered), "{covered} of 500");
    }
}
