//! The histogram of two digits, for each interval and each station.

use super::{Exact, bucket_middle, bucket_of};

/// Each octave of a [`Small`] has 2^7 buckets: two digits.
pub(super) const SUB_BITS: u32 = 7;
pub(super) const OCTAVE: usize = 1 << SUB_BITS;

/// Durations to two digits, in 512 bytes for each octave of the range in use.
#[derive(Debug, Clone)]
pub struct Small {
    pub(super) exact: Exact,
    /// The index of the first counter, a multiple of [`OCTAVE`].
    offset: usize,
    pub(super) counts: Vec<u32>,
}

impl Default for Small {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> FromIterator<&'a Self> for Small {
    /// All that these have counted.
    fn from_iter<I: IntoIterator<Item = &'a Self>>(parts: I) -> Self {
        let mut all = Self::new();
        parts.into_iter().for_each(|part| all.merge(part));
        all
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

    pub(super) fn add(&mut self, index: usize, add: u32) {
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
