//! Durations of one interval, on their way into the run's histogram and the interval's.
//!
//! To record each in both would cost a request two records; to record it in one and add that up at the interval's
//! end costs a pass over the histogram, however few were counted. So the first few of an interval are kept as they
//! are, and where no more come each is recorded twice: half of what a short run of M/M/1 took was the passes.

use super::{Histogram, Small};

/// So many are kept as they are: about as many as can be recorded twice in the time of one pass.
const FEW: usize = 4096;

/// Durations that were counted together.
#[derive(Debug, Clone)]
pub struct Gathered {
    few: Box<[u64]>,
    /// How many of `few` there are.
    kept: usize,
    /// All beyond them.
    many: Histogram,
}

impl Default for Gathered {
    fn default() -> Self {
        Self { few: vec![0; FEW].into_boxed_slice(), kept: 0, many: Histogram::new() }
    }
}

impl Gathered {
    /// Counts one duration, ns.
    #[inline]
    pub fn record(&mut self, ns: u64) {
        match self.few.get_mut(self.kept) {
            Some(place) => {
                *place = ns;
                self.kept += 1;
            }
            None => self.many.record(ns),
        }
    }

    /// How many durations were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.kept as u64 + self.many.count()
    }

    /// Moves all of them to two histograms: the same as if each had been recorded in both.
    pub fn drain_into(&mut self, fine: &mut Histogram, small: &mut Small) {
        let few = &self.few[..self.kept];
        if self.many.count() == 0 {
            for &ns in few {
                fine.record(ns);
                small.record(ns);
            }
        } else {
            few.iter().for_each(|&ns| self.many.record(ns));
            self.many.drain_into(fine, small);
        }
        self.kept = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Dist, Stream};

    /// Intervals with so many durations each.
    fn check(counts: &[usize]) {
        let mut stream = Stream::new(5, 0, "gathered", "durations");
        let dist = Dist::exponential(3e6).expect("valid");
        let (mut gathered, mut fine) = (Gathered::default(), Histogram::new());
        let (mut fine_told, mut small_told) = (Histogram::new(), Small::new());
        for &count in counts {
            let (mut small, mut told) = (Small::new(), Small::new());
            for _ in 0..count {
                let ns = dist.sample(&mut stream);
                gathered.record(ns);
                fine_told.record(ns);
                told.record(ns);
            }
            assert_eq!(gathered.count(), count as u64);
            gathered.drain_into(&mut fine, &mut small);
            assert_eq!(gathered.count(), 0);
            assert_eq!(format!("{small:?}"), format!("{told:?}"));
            small_told.merge(&told);
        }
        assert_eq!(format!("{fine:?}"), format!("{fine_told:?}"));
        assert_eq!(small_told.count(), fine.count());
    }

    #[test]
    fn few_and_many_are_counted_alike() {
        check(&[0, 1, FEW - 1, FEW, FEW + 1, 3 * FEW, 7, 0, 2 * FEW]);
    }
}
