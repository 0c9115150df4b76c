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

mod small;
#[cfg(test)]
mod tests;

use small::SUB_BITS;
pub use small::Small;

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

impl<'a> FromIterator<&'a Self> for Histogram {
    /// All that these have counted.
    fn from_iter<I: IntoIterator<Item = &'a Self>>(parts: I) -> Self {
        let mut all = Self::new();
        parts.into_iter().for_each(|part| all.merge(part));
        all
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

    /// A duration of each bucket, ns, and how many were counted there; those too long for any bucket as the longest.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let counted = self.used().map(|index| {
            let middle = bucket_middle::<FINE_BITS>(index);
            (middle.clamp(self.exact.min, self.exact.max), self.counts[index])
        });
        counted.chain([(self.exact.max, self.saturated)]).filter(|&(_, count)| count > 0)
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
