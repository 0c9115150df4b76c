//! The interval of a quantile over replications, from the shares above it.
//!
//! The spread is measured in shares, not in time: what share of each replication's durations lies above the pooled
//! quantile. That spread, moved along the pooled distribution, gives the ends (Woodruff, "Confidence intervals for
//! medians and other position measures", JASA 47, 1952; Francisco and Fuller, Annals of Statistics 19(1), 1991). Against
//! sectioning (Nakayama, ACM TOMACS 24(4), 2014) it has two merits: a replication's own quantile, biased where few
//! durations lie beyond it, does not enter; and a tail that is longer to the right gives an interval that is, too.
//!
//! Durations beyond a high quantile come in clumps, one for each busy period, so their number is skewed. The
//! correction needs the skewness (`skewed_ends`), which so few replications cannot tell: it is taken from
//! batches within them.

use super::interval::{Interval, skewed_ends, skewness_of_mean};
use super::{Histogram, Small};

/// The interval of the quantile `q`, 0 < `q` < 1, ns: `sections` are the replications, `pooled` their sum, `batches`
/// stretches of them of about equal length (none: no correction for skewness). Unbounded where the durations
/// are too few to tell. `None` if there are none.
#[must_use]
pub fn quantile_interval(
    q: f64,
    pooled: &Histogram,
    sections: &[Histogram],
    batches: &[Small],
) -> Option<Interval> {
    let at = pooled.quantile(q)?;
    let value = at as f64;
    let unbounded = Interval { value, low: f64::NEG_INFINITY, high: f64::INFINITY };
    let above = |count: u64, up_to: u64| count.saturating_sub(up_to) as f64;
    let sections: Vec<&Histogram> = sections.iter().filter(|own| own.count() > 0).collect();
    let n = sections.len() as f64;
    if sections.len() < 2 {
        return Some(unbounded);
    }
    // A ratio of sums, because replications differ in size: each one's share of what lies above, less what its size
    // alone would bring, over the mean size.
    let mean_size = pooled.count() as f64 / n;
    let share = above(pooled.count(), pooled.count_up_to(at)) / pooled.count() as f64;
    let squares: f64 = sections
        .iter()
        .map(|own| above(own.count(), own.count_up_to(at)) - share * own.count() as f64)
        .map(|excess| (excess / mean_size) * (excess / mean_size))
        .sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    if error <= 0.0 {
        // Many equal durations are a quantile that is known; the longest of all, alone, is one that is not.
        let two_below = pooled.quantile((q - 2.0 / pooled.count() as f64).max(0.0));
        return Some(if two_below == Some(at) { Interval::exact(value) } else { unbounded });
    }
    let shares: Vec<f64> = batches
        .iter()
        .filter(|batch| batch.count() > 0)
        .map(|batch| above(batch.count(), batch.count_up_to(at)) / batch.count() as f64)
        .collect();
    // A share that came out low by so much leaves the truth that much further to the right.
    let (fewer, more) = skewed_ends(sections.len() as u64 - 1, skewness_of_mean(&shares));
    let (low, high) = (q - fewer * error, q + more * error);
    if high >= 1.0 {
        return Some(unbounded);
    }
    // Durations are whole nanoseconds: what is interpolated below the first is none.
    let whole = |ns: f64| if ns < 1.0 { 0.0 } else { ns };
    let low = whole(pooled.interpolated(low.max(0.0))?).min(value);
    let high = whole(pooled.interpolated(high)?).max(value);
    Some(Interval { value, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Stream;

    fn of(values: &[u64]) -> Histogram {
        let mut all = Histogram::new();
        values.iter().for_each(|&ns| all.record(ns));
        all
    }

    fn interval(q: f64, sections: &[Histogram]) -> Interval {
        quantile_interval(q, &sections.iter().collect(), sections, &[]).expect("not empty")
    }

    #[test]
    fn by_hand() {
        // 1..=100 twice, and once moved by ten: of 300, the 150th is 54.
        let plain: Vec<u64> = (1..=100).collect();
        let moved: Vec<u64> = (11..=110).collect();
        let found = interval(0.5, &[of(&plain), of(&plain), of(&moved)]);
        assert_eq!(found.value, 54.0);
        // Above it: 46, 46, 56; error = √((2 · 3.33² + 6.67²)/2/3)/100 = 0.0333; t(2) = 4.303: 0.5 ± 0.1434.
        assert!((found.low - 39.0).abs() <= 1.0 && (found.high - 67.7).abs() <= 1.0, "{found:?}");
    }

    #[test]
    fn too_few_durations_bound_nothing() {
        let sections = [of(&[1, 2, 3]), of(&[1, 2, 90]), of(&[4, 5, 6])];
        assert!(!interval(0.9, &sections).is_bounded());
        assert!(!interval(0.5, &sections[..1]).is_bounded());
        assert_eq!(quantile_interval(0.5, &Histogram::new(), &[], &[]), None);
    }

    #[test]
    fn nothing_lies_between_none_and_a_nanosecond() {
        // Hits of a cache that takes no time: 60, 55 and 65 of 100.
        let sections =
            [60, 55, 65].map(|hits| of(&[vec![0; hits], vec![9_000; 100 - hits]].concat()));
        let found = interval(0.5, &sections);
        assert_eq!((found.value, found.low), (0.0, 0.0));
        assert!(found.high == 0.0 || found.high > 1.0, "{found:?}");
    }

    #[test]
    fn equal_replications_have_no_width() {
        assert_eq!(interval(0.5, &[of(&[7; 50]), of(&[7; 60])]), Interval::exact(7.0));
    }

    /// 95 % intervals of p99 over 10 replications of 5,000 exponentials, whose p99 is ln 100.
    #[test]
    fn independent_durations_are_covered() {
        let truth = libm::log(100.0) * 1e6;
        let mut covered = 0;
        for trial in 0..500 {
            let draw = |replication| {
                let mut stream = Stream::new(trial, replication, "coverage", "draws");
                let draws: Vec<u64> =
                    (0..5000).map(|_| (stream.exp1() * 1e6 + 0.5) as u64).collect();
                of(&draws)
            };
            let sections: Vec<Histogram> = (0..10).map(draw).collect();
            covered += u32::from(interval(0.99, &sections).contains(truth));
        }
        assert!((460..=490).contains(&covered), "{covered} of 500");
    }
}
