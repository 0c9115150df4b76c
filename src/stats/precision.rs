//! How many replications a wanted relative precision takes: the sequential procedure of relative precision.
//!
//! Replications are added until δ / |x̄| ≤ γ / (1 + γ), where δ is half the width of the 95 % interval: then the
//! error relative to the unknown truth is at most γ with the interval's own confidence (Law, "Simulation Modeling
//! and Analysis", 5th ed., 9.4.1). A run that stops when its intervals happen to be narrow covers the truth a
//! little less often than one of a fixed length; the shortfall vanishes as γ goes to 0 (Chow and Robbins, "On the
//! asymptotic theory of fixed-width sequential confidence intervals for the mean", Ann. Math. Statist. 36, 1965;
//! Nádas 1969 for relative widths). What keeps it small before that: at least [`FEWEST`] replications, and few
//! looks, since each batch is as large as the intervals so far predict.

/// Replications before the first look: what Law recommends.
pub const FEWEST: u32 = 10;
/// A batch makes them so many times as many at most: what few replications predict is itself uncertain.
const GROWTH_MAX: f64 = 2.0;
/// And at least so many times as many, so that there are few looks.
const GROWTH_MIN: f64 = 1.2;

/// The relative error that an interval allows: δ / (scale − δ), which is at most γ exactly if δ / scale is at most
/// γ / (1 + γ). `None` if the interval is as wide as the scale: then nothing is known.
#[must_use]
pub fn relative_error(half_width: f64, scale: f64) -> Option<f64> {
    let left = scale - half_width;
    (left > 0.0 && half_width.is_finite()).then(|| half_width / left)
}

/// How many replications there are to be in all, so that an interval of this half-width shrinks to a relative
/// error of `wanted`; half-widths go with 1 / √n. More than `done`, and at most `most`; `None` if that is reached.
#[must_use]
pub fn replications(half_width: f64, scale: f64, wanted: f64, done: u32, most: u32) -> Option<u32> {
    if done >= most {
        return None;
    }
    let times = half_width * (1.0 + wanted) / (scale * wanted);
    let growth = if times.is_finite() { times * times } else { GROWTH_MAX };
    let predicted = f64::from(done) * growth.clamp(GROWTH_MIN, GROWTH_MAX);
    Some((predicted.ceil() as u32).clamp(done + 1, most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Stream;
    use crate::stats::Interval;

    #[test]
    fn the_criterion_is_laws() {
        // Law: γ = 0.10 stops at δ/|x̄| ≤ 0.0909.
        let check = |half: f64, expect: Option<f64>| {
            let found = relative_error(half, 100.0);
            assert!(
                found.zip(expect).map_or(found == expect, |(a, b)| (a - b).abs() < 1e-12),
                "{half}: {found:?}"
            );
        };
        check(100.0 * 0.1 / 1.1, Some(0.1));
        check(0.0, Some(0.0));
        check(50.0, Some(1.0));
        check(100.0, None);
        check(f64::INFINITY, None);
    }

    #[test]
    fn batches_are_as_large_as_predicted_within_bounds() {
        let check = |half: f64, done: u32, most: u32, expect: Option<u32>| {
            assert_eq!(replications(half, 101.0, 0.01, done, most), expect, "{half} {done}");
        };
        check(1.2, 100, 1000, Some(144));
        check(10.0, 10, 1000, Some(20));
        check(1.01, 100, 1000, Some(120));
        check(1.2, 100, 110, Some(110));
        check(1.2, 100, 100, None);
        check(f64::INFINITY, 10, 1000, Some(20));
        check(0.0, 1, 1000, Some(2));
    }

    /// The whole procedure on exponentials, the worst that a mean over requests may look like, at three precisions:
    /// how often the last interval contains the truth, and whether the error kept its promise.
    #[test]
    fn stopping_early_costs_little_coverage() {
        const TRIALS: u32 = 2000;
        for (wanted, seed) in [(0.15, 1), (0.05, 2), (0.03, 3)] {
            let (mut covered, mut within) = (0, 0);
            for trial in 0..TRIALS {
                let mut stream = Stream::new(seed, trial, "precision", "draws");
                // Each value is what one replication gives: the mean of 20 exponentials.
                let mut values: Vec<f64> = Vec::new();
                let mut count = FEWEST;
                let interval = loop {
                    while values.len() < count as usize {
                        values.push((0..20).map(|_| stream.exp1()).sum::<f64>() / 20.0);
                    }
                    let interval = Interval::from_means(&values).expect("not empty");
                    let half = interval.half_width();
                    if relative_error(half, interval.value).is_some_and(|error| error <= wanted) {
                        break interval;
                    }
                    count = replications(half, interval.value, wanted, count, 100_000)
                        .expect("far from the most");
                };
                covered += u32::from(interval.contains(1.0));
                within += u32::from((interval.value - 1.0).abs() <= wanted);
            }
            // Three standard errors of 2,000 trials are 1.5 %.
            assert!(covered * 1000 >= 930 * TRIALS, "{wanted}: {covered} of {TRIALS}");
            assert!(within * 1000 >= 930 * TRIALS, "{wanted}: {within} of {TRIALS}");
        }
    }
}
