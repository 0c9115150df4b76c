//! Key spaces: from "the 71,203,344th most popular of 100 million keys" to a slot of a small array.
//!
//! Keys up to `HEAD` have a slot each. The rest are cut into blocks of neighbours in popularity, and each
//! block has one slot: its representative's, the key in its middle. A request for any other key of the block
//! looks at the representative's entry, which is in the same state with the same probability, but does not
//! touch it; so entries age and expire at a real key's pace. This is spatial sampling (Waldspurger et al. 2015,
//! 2017), stratified: popular keys are all sampled.

use crate::sample::{Popularity, Stream};

/// Keys that are followed one by one.
pub const HEAD: u64 = 1 << 17;
/// Representatives of the rest, at most.
const TAIL_SLOTS: u64 = 1 << 17;

/// The slots of one data set.
#[derive(Clone, Debug)]
pub struct KeySpace {
    popularity: Popularity,
    head: u64,
    block: u64,
    slots: u32,
}

impl KeySpace {
    /// The slots of a data set of this popularity.
    #[must_use]
    pub fn new(popularity: Popularity) -> Self {
        let keys = popularity.keys();
        let head = keys.min(HEAD);
        let tail = keys - head;
        let block = tail.div_ceil(TAIL_SLOTS).max(1);
        let slots = head + tail.div_ceil(block);
        Self { popularity, head, block, slots: u32::try_from(slots).unwrap_or(u32::MAX) }
    }

    /// Slots.
    #[must_use]
    pub const fn slots(&self) -> u32 {
        self.slots
    }

    /// A key's slot, and whether it has the slot for itself.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> (u32, bool) {
        let rank = self.popularity.draw(stream);
        if rank < self.head {
            return (rank as u32, true);
        }
        let tail = rank - self.head;
        let block = tail / self.block;
        ((self.head + block) as u32, self.representative(block) == rank)
    }

    fn representative(&self, block: u64) -> u64 {
        (self.head + block * self.block + self.block / 2).min(self.popularity.keys() - 1)
    }

    /// Keys that a slot stands for.
    #[must_use]
    pub fn keys_of(&self, slot: u32) -> u64 {
        let slot = u64::from(slot);
        if slot < self.head {
            return 1;
        }
        let from = self.head + (slot - self.head) * self.block;
        (from + self.block).min(self.popularity.keys()) - from
    }

    /// The probability that a request is for the key that has this slot.
    #[must_use]
    pub fn probability(&self, slot: u32) -> f64 {
        let slot = u64::from(slot);
        let rank = if slot < self.head { slot } else { self.representative(slot - self.head) };
        self.popularity.probability(rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_million_keys_need_a_quarter_million_slots() {
        let keys = 100_000_000;
        let space = KeySpace::new(Popularity::zipf(keys, 0.9).expect("valid"));
        assert!(space.slots() <= 1 << 18);
        let total: u64 = (0..space.slots()).map(|slot| space.keys_of(slot)).sum();
        assert_eq!(total, keys);
        let mass: f64 = (0..space.slots())
            .map(|slot| space.probability(slot) * space.keys_of(slot) as f64)
            .sum();
        assert!((mass - 1.0).abs() < 1e-4, "{mass}");
    }

    #[test]
    fn few_keys_have_a_slot_each() {
        let space = KeySpace::new(Popularity::uniform(1000).expect("valid"));
        let mut stream = Stream::new(1, 0, "a", "b");
        assert_eq!(space.slots(), 1000);
        assert!((0..1000).all(|_| space.draw(&mut stream).1));
    }
}
