use super::small::OCTAVE;
use super::*;
use crate::sample::{Dist, Stream};

#[test]
fn counts_and_points_within_buckets() {
    let values = durations(5000);
    let (mut large, mut small) = (Histogram::new(), Small::new());
    values.iter().for_each(|&ns| large.record(ns));
    values.iter().for_each(|&ns| small.record(ns));
    for q in QUANTILES {
        let at = large.quantile(q).expect("not empty");
        let exact = values.iter().filter(|&&ns| ns <= at).count() as f64;
        for counted in [large.count_up_to(at), small.count_up_to(at)] {
            assert!((counted as f64 - exact).abs() <= 30.0, "{q}: {counted} for {exact}");
        }
        let point = large.interpolated(q).expect("not empty");
        assert!((point - at as f64).abs() <= at as f64 / 1000.0, "{q}: {point} in {at}");
    }
    assert_eq!((small.count_up_to(0), small.count_up_to(u64::MAX)), (0, 5000));
    assert_eq!(large.count_up_to(u64::MAX), 5000);
    assert_eq!(Histogram::new().interpolated(0.5), None);
}

const QUANTILES: [f64; 8] = [0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0];

/// Durations of all magnitudes, beside each other.
fn durations(count: usize) -> Vec<u64> {
    let mut stream = Stream::new(5, 0, "histogram", "durations");
    let wide = Dist::lognormal_mean_cv(1e9, 30.0).expect("valid");
    (0..count).map(|_| wide.sample(&mut stream)).collect()
}

/// The definition: the smallest of the sorted with at least ⌈q·n⌉ no longer.
fn order_statistic(sorted: &[u64], q: f64) -> u64 {
    let rank = (q * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

fn check_near(found: Option<u64>, exact: u64, bound: f64) {
    let found = found.expect("not empty") as f64;
    let error = (found - exact as f64).abs();
    assert!(error <= bound * exact as f64, "{found} for {exact}");
}

#[test]
fn quantiles_are_order_statistics_within_the_bound() {
    for count in [1, 2, 3, 10, 1000, 30_000] {
        let mut values = durations(count);
        let (mut large, mut small) = (Histogram::new(), Small::new());
        values.iter().for_each(|&ns| large.record(ns));
        values.iter().for_each(|&ns| small.record(ns));
        values.sort_unstable();
        for q in QUANTILES {
            let exact = order_statistic(&values, q);
            check_near(large.quantile(q), exact, 1.0 / 2048.0);
            check_near(small.quantile(q), exact, 1.0 / 256.0);
        }
        let mean = values.iter().map(|&v| v as f64).sum::<f64>() / count as f64;
        for (n, found, min, max) in [
            (large.count(), large.mean(), large.min(), large.max()),
            (small.count(), small.mean(), small.min(), small.max()),
        ] {
            assert_eq!(n, count as u64);
            assert!((found.expect("not empty") - mean).abs() <= 1e-9 * mean);
            assert_eq!((min, max), (values.first().copied(), values.last().copied()));
        }
    }
}

/// Ranks must not slip by one where q·n is whole: p99 of 100 is the 99th, p7 of 100 the 7th.
#[test]
fn whole_ranks_are_exact() {
    let (mut large, mut small) = (Histogram::new(), Small::new());
    (1..=100).for_each(|ns| large.record(ns));
    (1..=100).for_each(|ns| small.record(ns));
    for percent in 1..=100 {
        let q = f64::from(percent) / 100.0;
        assert_eq!(large.quantile(q), Some(u64::from(percent as u32)));
        assert_eq!(small.quantile(q), Some(u64::from(percent as u32)));
    }
    assert_eq!(large.quantile(0.991), Some(100));
    assert_eq!((large.quantile(0.0), small.quantile(0.0)), (Some(1), Some(1)));
}

#[test]
fn merging_is_recording_together() {
    let values = durations(5000);
    let (mut all, mut halves) = (Histogram::new(), [Histogram::new(), Histogram::new()]);
    let (mut all_small, mut small) = (Small::new(), [Small::new(), Small::new()]);
    for (i, &ns) in values.iter().enumerate() {
        all.record(ns);
        halves[usize::from(i % 3 == 0)].record(ns);
        all_small.record(ns);
        small[usize::from(ns > 50_000_000)].record(ns);
    }
    let [mut first, second] = halves;
    first.merge(&second);
    first.merge(&Histogram::new());
    let [low, mut high] = small;
    high.merge(&low);
    high.merge(&Small::new());
    for q in QUANTILES {
        assert_eq!(first.quantile(q), all.quantile(q));
        assert_eq!(high.quantile(q), all_small.quantile(q));
    }
    assert_eq!((first.mean(), first.count()), (all.mean(), all.count()));
    assert_eq!((high.min(), high.max()), (all_small.min(), all_small.max()));
}

#[test]
fn what_is_too_long_is_counted_and_ranks_last() {
    let mut h = Histogram::new();
    (0..9).for_each(|_| h.record(1000));
    h.record(u64::MAX);
    assert_eq!((h.count(), h.saturated(), h.max()), (10, 1, Some(u64::MAX)));
    assert_eq!((h.quantile(0.9), h.quantile(0.95)), (Some(1000), Some(u64::MAX)));
    let mut s = Small::new();
    [0, u64::MAX, 1 << 50].into_iter().for_each(|ns| s.record(ns));
    assert_eq!((s.quantile(0.3), s.max()), (Some(0), Some(u64::MAX)));
    check_near(s.quantile(0.5), 1 << 50, 1.0 / 256.0);
}

#[test]
fn empty_histograms_know_nothing() {
    let (h, mut s) = (Histogram::new(), Small::new());
    assert_eq!((h.quantile(0.5), h.mean(), h.min(), h.max()), (None, None, None, None));
    s.record(5);
    s.clear();
    assert_eq!((s.quantile(0.5), s.mean(), s.min(), s.max()), (None, None, None, None));
}

/// One octave takes 512 bytes, however long its durations are.
#[test]
fn small_holds_only_what_it_uses() {
    let mut s = Small::new();
    assert_eq!(s.counts.capacity(), 0);
    (5_000_000..8_000_000).step_by(1000).for_each(|ns| s.record(ns));
    assert_eq!(s.counts.len(), OCTAVE);
    s.record(1_000_000);
    assert_eq!(s.counts.len(), 4 * OCTAVE);
}

#[test]
fn buckets_are_contiguous_and_hold_their_middle() {
    let mut previous = 0;
    for shift in 0..64 {
        for ns in [1_u64 << shift, (1 << shift) + (1 << shift) / 3, u64::MAX >> (63 - shift)] {
            let bucket = bucket_of::<SUB_BITS>(ns);
            assert!(bucket >= previous);
            assert_eq!(bucket_of::<SUB_BITS>(bucket_middle::<SUB_BITS>(bucket)), bucket);
            previous = bucket;
        }
    }
    let step = |ns| bucket_of::<SUB_BITS>(ns + 1) - bucket_of::<SUB_BITS>(ns);
    assert!((0..100_000).all(|ns| step(ns) <= 1));
}

/// The same buckets, and so the same quantiles, as the reference implementation has.
#[test]
fn buckets_are_those_of_hdrhistogram() {
    let mut ours = Histogram::new();
    let bounds = hdrhistogram::Histogram::<u64>::new_with_bounds(1, HIGHEST_NS, 3);
    let mut theirs = bounds.expect("valid");
    for ns in durations(30_000).into_iter().chain([0, 1, 2047, 2048, 2049, HIGHEST_NS]) {
        ours.record(ns);
        theirs.saturating_record(ns);
    }
    for step in theirs.iter_recorded() {
        let index = bucket_of::<FINE_BITS>(step.value_iterated_to());
        assert_eq!(ours.counts[index], step.count_at_value());
        let middle = theirs.median_equivalent(step.value_iterated_to());
        assert_eq!(bucket_middle::<FINE_BITS>(index), middle);
    }
    assert_eq!(ours.counts.iter().sum::<u64>(), theirs.len());
}

#[test]
fn draining_into_others_is_recording_there() {
    let (mut fine, mut told, mut direct) = (Histogram::new(), Small::new(), Small::new());
    let (mut total, mut all) = (Histogram::new(), Histogram::new());
    for round in 0..2 {
        for ns in durations(5000).into_iter().map(|ns| ns >> round) {
            fine.record(ns);
            direct.record(ns);
            all.record(ns);
        }
        fine.drain_into(&mut total, &mut told);
        assert_eq!((fine.count(), fine.quantile(0.5)), (0, None));
        for q in QUANTILES {
            assert_eq!(told.quantile(q), direct.quantile(q));
            assert_eq!(total.quantile(q), all.quantile(q));
        }
        assert_eq!((told.count(), told.mean()), (direct.count(), direct.mean()));
        assert_eq!((total.count(), total.mean()), (all.count(), all.mean()));
    }
    assert!(fine.counts.iter().all(|&count| count == 0));
}

#[test]
fn zeros_are_counted_together() {
    let (mut one, mut all) = (Small::new(), Small::new());
    for small in [&mut one, &mut all] {
        small.record(5_000_000);
    }
    (0..3).for_each(|_| one.record(0));
    all.record_zeros(3);
    all.record_zeros(0);
    for q in QUANTILES {
        assert_eq!(one.quantile(q), all.quantile(q));
    }
    assert_eq!((one.mean(), one.min()), (all.mean(), all.min()));
}
