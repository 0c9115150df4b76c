//! Histograms of durations in ns, with exact count, sum, minimum and maximum beside them.
//!
//! [`Histogram`] is an HDR histogram (Tene, hdrhistogram.org) of three digits for a run's latencies;
//! [`Small`] has two digits and only the memory of the range in use, for each interval and each
//! station. Both cut every octave into equal buckets, so that a bucket is found by a shift.
//!
//! The quantile q of n durations is the smallest duration such that at least ⌈q·n⌉ (and at least
//! one) are no longer than it: an order statistic, nothing interpolated. It is reported as the
//! midpoint of its bucket, kept within the exact minimum and maximum: [`Histogram`] is within
//! 1/2048 (0.05 %) of it, [`Small`] within 1/256 (0.4 %).

/// The longest duration that [`Histogram`] resolves: 2^43 − 1 ns, 2.4 hours. Longer ones count as
/// saturated; they are ranked above all others and still enter mean and maximum exactly.
pub const HIGHEST_NS: u64 = (1 << 43) - 1;

/// Count, sum and extremes, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Exact {
    count: u64,
    sum: u128,
    min: u64,
    max: u64,
}

impl Exact {
    const EMPTY: Self = Self { count: 0, sum: 0, min: u64::MAX, max: 0 };

    #[inline]
    fn record(&mut self, ns: u64) {
        self.count += 1;
        self.sum += u128::from(ns);
        self.min = self.min.min(ns);
        self.max = self.max.max(ns);
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    fn some<T>(&self, value: T) -> Option<T> {
        (self.count > 0).then_some(value)
    }

    fn mean(&self) -> Option<f64> {
        self.some(self.sum as f64 / self.count as f64)
    }

    /// ⌈q·n⌉ within 1..=n. A product that misses a whole number by rounding alone is that number.
    fn rank(&self, q: f64) -> u64 {
        let exact = q * self.count as f64;
        let nearest = (exact + 0.5).floor();
        let is_whole = (exact - nearest).abs() <= 1e-15 * 4.0 * nearest;
        let rank = if is_whole { nearest } else { exact.ceil() };
        (rank as u64).clamp(1, self.count.max(1))
    }
}

/// Each octave of a [`Histogram`] has 2^10 buckets: three digits.
const FINE_BITS: u32 = 10;
/// Buckets up to that of [`HIGHEST_NS`].
const FINE_BUCKETS: usize = bucket_of::<FINE_BITS>(HIGHEST_NS) + 1;

/// Buckets that are looked at together.
const STRETCH: usize = 64;

/// Durations of a run, to three digits.
#[derive(Debug, Clone)]
pub struct Histogram {
    counts: Box<[u64; FINE_BUCKETS]>,
    exact: Exact,
    saturated: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl Histogram {
    /// An empty histogram, 270 KB.
    #[must_use]
    pub fn new() -> Self {
        let counts = vec![0; FINE_BUCKETS].into_boxed_slice();
        // The slice has the array's length.
        let counts = counts.try_into().unwrap_or_else(|_| Box::new([0; FINE_BUCKETS]));
        Self { counts, exact: Exact::EMPTY, saturated: 0 }
    }

    /// Counts one duration, ns.
    #[inline]
    pub fn record(&mut self, ns: u64) {
        self.exact.record(ns);
        let index = bucket_of::<FINE_BITS>(ns);
        if index < FINE_BUCKETS {
            self.counts[index] += 1;
        } else {
            self.saturated += 1;
        }
    }

    /// The buckets between the extremes: outside of them nothing was counted.
    fn used(&self) -> std::ops::Range<usize> {
        let end = FINE_BUCKETS.min(bucket_of::<FINE_BITS>(self.exact.max) + 1);
        bucket_of::<FINE_BITS>(self.exact.min).min(end)..end
    }

    /// Adds all that another histogram counted.
    pub fn merge(&mut self, other: &Self) {
        self.exact.merge(&other.exact);
        self.saturated += other.saturated;
        let used = other.used();
        for (count, add) in self.counts[used.clone()].iter_mut().zip(&other.counts[used]) {
            *count += add;
        }
    }

    /// Moves all that was counted to another histogram and to a coarser one: the same as if each had been
    /// recorded there.
    ///
    /// What is done for each interval of a run must cost little where few were counted: one pass, which steps
    /// over stretches of nothing as fast as memory is read.
    pub fn drain_into(&mut self, fine: &mut Self, small: &mut Small) {
        if self.exact.count == 0 {
            return;
        }
        fine.exact.merge(&self.exact);
        fine.saturated += self.saturated;
        small.exact.merge(&self.exact);
        let used = self.used();
        let from = used.start / STRETCH * STRETCH;
        let (own, theirs) = (&mut self.counts[from..used.end], &mut fine.counts[from..used.end]);
        for (nth, (own, theirs)) in
            own.chunks_mut(STRETCH).zip(theirs.chunks_mut(STRETCH)).enumerate()
        {
            // Not `any`: without a way out in the middle the compiler reads many at a time.
            if own.iter().fold(0, |all, &count| all | count) == 0 {
                continue;
            }
            for (at, (count, into)) in own.iter_mut().zip(theirs).enumerate() {
                let add = std::mem::take(count);
                if add > 0 {
                    *into += add;
                    // Of eight buckets to an octave here there is one there: each lies in it whole.
                    let middle = bucket_middle::<FINE_BITS>(from + nth * STRETCH + at);
                    small
                        .add(bucket_of::<SUB_BITS>(middle), u32::try_from(add).unwrap_or(u32::MAX));
                }
            }
        }
        if self.saturated > 0 {
            let add = u32::try_from(self.saturated).unwrap_or(u32::MAX);
            small.add(bucket_of::<SUB_BITS>(self.exact.max), add);
        }
        self.exact = Exact::EMPTY;
        self.saturated = 0;
    }

    /// The quantile `q` in 0..=1, ns, as the module's documentation defines it; None if empty.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        let rank = self.exact.rank(q);
        let mut seen = 0;
        for index in self.used() {
            seen += self.counts[index];
            if seen >= rank {
                let middle = bucket_middle::<FINE_BITS>(index);
                return self.exact.some(middle.clamp(self.exact.min, self.exact.max));
            }
        }
        self.max()
    }

    /// How many lie in the bucket of `ns` or below it.
    #[must_use]
    pub fn count_up_to(&self, ns: u64) -> u64 {
        if ns > HIGHEST_NS {
            return self.exact.count;
        }
        self.counts[..=bucket_of::<FINE_BITS>(ns)].iter().sum()
    }

    /// The quantile `q` as a point of its bucket: as far into it as the rank q·n is into its count. Continuous in `q`,
    /// for the ends of intervals that are narrower than a bucket. None if empty.
    #[must_use]
    pub fn interpolated(&self, q: f64) -> Option<f64> {
        let rank = q * self.exact.count as f64;
        let mut seen = 0.0;
        for index in self.used().filter(|&index| self.counts[index] > 0) {
            let here = self.counts[index] as f64;
            if seen + here >= rank {
                let low = bucket_start::<FINE_BITS>(index) as f64;
                let next = bucket_start::<FINE_BITS>(index + 1) as f64;
                let inside = ((rank - seen) / here).clamp(0.0, 1.0);
                let (min, max) = (self.exact.min as f64, self.exact.max as f64);
                return self.exact.some((low + (next - low) * inside).clamp(min, max));
            }
            seen += here;
        }
        self.max().map(|max| max as f64)
    }

    /// How many durations were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.exact.count
    }

    /// How many were longer than [`HIGHEST_NS`].
    #[must_use]
    pub fn saturated(&self) -> u64 {
        self.saturated
    }

    /// The mean, ns, exact; None if empty.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.exact.mean()
    }

    /// The shortest, ns, exact; None if empty.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        self.exact.some(self.exact.min)
    }

    /// The longest, ns, exact; None if empty.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        self.exact.some(self.exact.max)
    }
}

/// Each octave of a [`Small`] has 2^7 buckets: two digits.
const SUB_BITS: u32 = 7;
const OCTAVE: usize = 1 << SUB_BITS;

/// Durations to two digits, in 512 bytes for each octave of the range in use.
#[derive(Debug, Clone)]
pub struct Small {
    exact: Exact,
    /// The index of the first counter, a multiple of [`OCTAVE`].
    offset: usize,
    counts: Vec<u32>,
}

impl Default for Small {
    fn default() -> Self {
        Self::new()
    }
}

impl Small {
    /// An empty histogram; it holds no memory before the first duration.
    #[must_use]
    pub fn new() -> Self {
        Self { exact: Exact::EMPTY, offset: 0, counts: Vec::new() }
    }

    /// Counts one duration, ns.
    #[inline]
    pub fn record(&mut self, ns: u64) {
        self.exact.record(ns);
        let index = bucket_of::<SUB_BITS>(ns);
        // An index below the offset wraps around to a huge one: one check finds both.
        match self.counts.get_mut(index.wrapping_sub(self.offset)) {
            Some(count) => *count = count.saturating_add(1),
            None => self.grow_and_add(index, 1),
        }
    }

    /// Counts so many durations of 0.
    pub fn record_zeros(&mut self, count: u64) {
        if count == 0 {
            return;
        }
        self.exact.count += count;
        self.exact.min = 0;
        self.add(0, u32::try_from(count).unwrap_or(u32::MAX));
    }

    fn add(&mut self, index: usize, add: u32) {
        match self.counts.get_mut(index.wrapping_sub(self.offset)) {
            Some(count) => *count = count.saturating_add(add),
            None => self.grow_and_add(index, add),
        }
    }

    /// Adds all that another histogram counted.
    pub fn merge(&mut self, other: &Self) {
        if other.exact.count == 0 {
            return;
        }
        self.exact.merge(&other.exact);
        for (i, &add) in other.counts.iter().enumerate().filter(|(_, add)| **add > 0) {
            self.add(other.offset + i, add);
        }
    }

    /// Widens the counters to whole octaves that include `index`, then adds there.
    #[cold]
    #[inline(never)]
    fn grow_and_add(&mut self, index: usize, add: u32) {
        let octave = index / OCTAVE * OCTAVE;
        if self.counts.is_empty() {
            self.offset = octave;
        }
        let missing = self.offset.saturating_sub(octave);
        if missing > 0 {
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.offset = octave;
        }
        let needed = octave + OCTAVE - self.offset;
        if self.counts.len() < needed {
            self.counts.resize(needed, 0);
        }
        let count = &mut self.counts[index - self.offset];
        *count = count.saturating_add(add);
    }

    /// The quantile `q` in 0..=1, ns, as the module's documentation defines it; None if empty.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        let rank = self.exact.rank(q);
        let mut seen = 0;
        for (i, &count) in self.counts.iter().enumerate() {
            seen += u64::from(count);
            if seen >= rank {
                let middle = bucket_middle::<SUB_BITS>(self.offset + i);
                return self.exact.some(middle.clamp(self.exact.min, self.exact.max));
            }
        }
        self.max()
    }

    /// How many lie in the bucket of `ns` or below it.
    #[must_use]
    pub fn count_up_to(&self, ns: u64) -> u64 {
        let buckets =
            (bucket_of::<SUB_BITS>(ns) + 1).saturating_sub(self.offset).min(self.counts.len());
        self.counts[..buckets].iter().map(|&count| u64::from(count)).sum()
    }

    /// How many durations were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.exact.count
    }

    /// The mean, ns, exact; None if empty.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.exact.mean()
    }

    /// The shortest, ns, exact; None if empty.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        self.exact.some(self.exact.min)
    }

    /// The longest, ns, exact; None if empty.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        self.exact.some(self.exact.max)
    }

    /// Forgets everything but keeps the memory, for the next interval.
    pub fn clear(&mut self) {
        self.exact = Exact::EMPTY;
        self.counts.fill(0);
    }
}

/// The bucket of a duration: itself below 2^(BITS + 1), then 2^BITS equal buckets to an octave.
#[inline]
const fn bucket_of<const BITS: u32>(ns: u64) -> usize {
    let shift = u64::BITS - BITS - 1 - (ns | 1 << BITS).leading_zeros();
    ((shift << BITS) as u64 + (ns >> shift)) as usize
}

/// How many powers of two wide a bucket is.
const fn bucket_width<const BITS: u32>(index: usize) -> usize {
    if index < 2 << BITS { 0 } else { (index >> BITS) - 1 }
}

/// The shortest duration in a bucket.
const fn bucket_start<const BITS: u32>(index: usize) -> u64 {
    let shift = bucket_width::<BITS>(index);
    ((index - (shift << BITS)) as u64) << shift
}

/// The midpoint of a bucket, rounded down.
const fn bucket_middle<const BITS: u32>(index: usize) -> u64 {
    bucket_start::<BITS>(index) + (1 << bucket_width::<BITS>(index) >> 1)
}

#[cfg(test)]
mod tests {
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
}
