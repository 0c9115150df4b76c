//! The difference of one figure between two designs that were simulated under the same random numbers.
//!
//! Replication r of both saw the same arrivals and draws, so what is left in the difference of its two figures
//! is what the designs themselves make of them: Var(Y − X) = Var X + Var Y − 2 Cov(X, Y), and the covariance
//! is what common random numbers are for. The interval is the paired one (Law, "Simulation Modeling and
//! Analysis", 5th ed. 2015, 10.2.1 and 11.2), around the difference of the pooled figures: for quantiles each
//! replication is a section of both merged histograms, as in [`sectioned_interval`].

use super::interval::{Interval, mean, sectioned_interval, t_quantile};

/// A figure of one design: of all replications together, and of each.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    /// Pooled.
    pub value: f64,
    /// By replication.
    pub each: &'a [f64],
}

/// The difference of two designs' figures, 95 % intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// `to` − `from`.
    pub difference: Interval,
    /// The difference as a share of `from`; `None` if that is 0, in all replications or in one.
    pub relative: Option<Interval>,
    /// The interval as it would be if the replications of both were independent.
    pub unpaired: Interval,
}

/// Pairs two figures; `None` unless both have the same number of replications, at least one.
#[must_use]
pub fn paired(from: Figure<'_>, to: Figure<'_>) -> Option<Paired> {
    if from.each.is_empty() || from.each.len() != to.each.len() {
        return None;
    }
    let pairs = || from.each.iter().zip(to.each);
    let differences: Vec<f64> = pairs().map(|(a, b)| b - a).collect();
    let value = to.value - from.value;
    let has_ratio = from.value != 0.0 && from.each.iter().all(|a| *a != 0.0);
    let ratios: Vec<f64> = pairs().map(|(a, b)| (b - a) / a).collect();
    Some(Paired {
        difference: sectioned_interval(value, &differences),
        relative: has_ratio.then(|| sectioned_interval(value / from.value, &ratios)),
        unpaired: welch(from, to),
    })
}

/// The interval of a difference of independent samples (Welch, "The generalization of Student's problem when
/// several different population variances are involved", Biometrika 34, 1947), its degrees of freedom rounded
/// down.
fn welch(from: Figure<'_>, to: Figure<'_>) -> Interval {
    let value = to.value - from.value;
    let n = from.each.len() as f64;
    if n < 2.0 {
        return Interval { value, low: f64::NEG_INFINITY, high: f64::INFINITY };
    }
    let variance = |each: &[f64]| {
        let mean = mean(each).unwrap_or(0.0);
        each.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n
    };
    let (a, b) = (variance(from.each), variance(to.each));
    if a + b <= 0.0 {
        return Interval::exact(value);
    }
    let freedom = (a + b) * (a + b) / ((a * a + b * b) / (n - 1.0));
    let half = t_quantile((freedom + 1e-9).floor() as u64) * (a + b).sqrt();
    Interval { value, low: value - half, high: value + half }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Stream;

    fn figure(each: &[f64]) -> Figure<'_> {
        Figure { value: mean(each).expect("values"), each }
    }

    #[test]
    fn by_hand() {
        // Differences 1, 2, 3: mean 2, s = 1, t(2) = 4.30265, half 4.30265/√3 = 2.48414.
        let (a, b) = ([10.0, 20.0, 30.0], [11.0, 22.0, 33.0]);
        let found = paired(figure(&a), figure(&b)).expect("three pairs");
        assert_eq!(found.difference.value, 2.0);
        assert!((found.difference.half_width() - 2.484_138).abs() < 1e-5, "{found:?}");
        // Each is a tenth more: the share is known exactly.
        let relative = found.relative.expect("nothing is 0");
        assert!((relative.value - 0.1).abs() < 1e-12 && relative.half_width() < 1e-12);
        // Variances 100/3 and 121/3; ν = 73.67²·2/(33.33² + 40.33²) = 3.964 → 3, t = 3.18245.
        let half = 3.182_446 * (221.0_f64 / 3.0).sqrt();
        assert!((found.unpaired.half_width() - half).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn a_design_and_itself_do_not_differ() {
        let a = [1.0, 5.0, 2.0];
        let found = paired(figure(&a), figure(&a)).expect("three pairs");
        assert_eq!(found.difference, Interval::exact(0.0));
        assert!(found.unpaired.half_width() > 1.0);
    }

    #[test]
    fn what_cannot_be_paired_is_not() {
        assert_eq!(paired(figure(&[1.0, 2.0]), figure(&[1.0])), None);
        let one = paired(figure(&[1.0]), figure(&[2.0])).expect("one pair");
        assert!(!one.difference.is_bounded() && !one.unpaired.is_bounded());
        let zero = paired(figure(&[0.0, 1.0]), figure(&[1.0, 1.0])).expect("two pairs");
        assert_eq!(zero.relative, None);
    }

    /// Of 1,000 pairs with a common part, 95 % of the intervals contain the true difference.
    #[test]
    fn paired_intervals_cover() {
        let mut covered = 0;
        for trial in 0..1000 {
            let mut stream = Stream::new(trial, 0, "coverage", "draws");
            let (mut a, mut b) = (Vec::new(), Vec::new());
            for _ in 0..10 {
                let common = 10.0 * stream.exp1();
                a.push(common + stream.exp1());
                b.push(common + stream.exp1() + 0.25);
            }
            let found = paired(figure(&a), figure(&b)).expect("ten pairs");
            covered += u32::from(found.difference.contains(0.25));
        }
        // 950 ± 3.3 standard deviations of 6.9.
        assert!((927..=973).contains(&covered), "{covered} of 1000");
    }
}
