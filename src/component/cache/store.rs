//! The entries of a cache (or of a page buffer) while a run goes on.
//!
//! Keys are slots of a key space: popular keys one by one, the long tail by one representative for each block
//! of neighbours, which weighs as much as its block. Touching is for keys that have an entry of their own;
//! a key that is only represented looks at its representative's entry and leaves it alone. This is spatial
//! sampling (Waldspurger et al., FAST 2015; USENIX ATC 2017), stratified by popularity.

use std::collections::BTreeSet;

use super::Evict;

const NIL: u32 = u32::MAX;
const NEVER: u64 = u64::MAX;

#[derive(Clone, Copy, Debug)]
struct Entry {
    newer: u32,
    older: u32,
    expires_ns: u64,
    version: u32,
    /// References so far (LFU), or the place in the list of members (random).
    mark: u32,
    /// The instance that holds it.
    shelf: u32,
    present: bool,
}

#[derive(Clone, Debug)]
struct Shelf {
    newest: u32,
    oldest: u32,
    used_b: u64,
    capacity_b: u64,
    members: Vec<u32>,
    by_references: BTreeSet<(u32, u32)>,
}

/// Entries of every instance of one cache.
#[derive(Clone, Debug)]
pub struct Store {
    evict: Evict,
    ttl_ns: Option<u64>,
    entries: Vec<Entry>,
    weights_b: Vec<u64>,
    shelves: Vec<Shelf>,
    random: u64,
}

impl Store {
    /// `weights_b[slot]`: the bytes that an entry stands for. `capacity_b` is of each instance.
    #[must_use]
    pub fn new(
        evict: Evict,
        ttl_ns: Option<u64>,
        capacity_b: Option<f64>,
        instances: usize,
        weights_b: Vec<u64>,
        seed: u64,
    ) -> Self {
        let entry = Entry {
            newer: NIL,
            older: NIL,
            expires_ns: NEVER,
            version: 0,
            mark: 0,
            shelf: 0,
            present: false,
        };
        let capacity_b = capacity_b.map_or(u64::MAX, |bytes| bytes as u64);
        let shelf = Shelf {
            newest: NIL,
            oldest: NIL,
            used_b: 0,
            capacity_b,
            members: Vec::new(),
            by_references: BTreeSet::new(),
        };
        Self {
            evict,
            ttl_ns,
            entries: vec![entry; weights_b.len()],
            weights_b,
            shelves: vec![shelf; instances],
            random: seed | 1,
        }
    }

    /// The version of a live entry. `own` is false for a key that is only represented.
    pub fn lookup(&mut self, at: usize, slot: u32, own: bool, now: u64) -> Option<u32> {
        self.glance(at, slot, own, now, 0).map(|(version, _)| version)
    }

    /// As `lookup`, with the end of the entry's life; also if that was less than `grace_ns` ago.
    pub fn glance(
        &mut self,
        at: usize,
        slot: u32,
        own: bool,
        now: u64,
        grace_ns: u64,
    ) -> Option<(u32, u64)> {
        let entry = self.entries[slot as usize];
        if own && self.evict == Evict::Lfu {
            self.refer(slot);
        }
        let over = entry.expires_ns.saturating_add(grace_ns) <= now;
        if !entry.present || entry.shelf as usize != at || over {
            return None;
        }
        if own && self.evict == Evict::Lru {
            self.unlink(at, slot);
            self.link(at, slot);
        }
        Some((entry.version, entry.expires_ns))
    }

    /// Whether there is a live entry.
    #[must_use]
    pub fn has(&self, at: usize, slot: u32, now: u64) -> bool {
        let entry = &self.entries[slot as usize];
        entry.present && entry.shelf as usize == at && entry.expires_ns > now
    }

    /// Puts an entry in, or renews it.
    pub fn fill(&mut self, at: usize, slot: u32, version: u32, now: u64) {
        let expires = self.ttl_ns.map_or(NEVER, |ttl| now.saturating_add(ttl));
        self.insert(at, slot, version, expires);
    }

    /// Puts an entry in with a given end of life: for the state a run starts from.
    pub fn insert(&mut self, at: usize, slot: u32, version: u32, expires_ns: u64) {
        let weight = self.weights_b[slot as usize];
        if weight > self.shelves[at].capacity_b {
            return;
        }
        let entry = self.entries[slot as usize];
        if entry.present && entry.shelf as usize != at {
            // The instances have changed since: the key has moved.
            self.remove(slot);
        }
        let entry = &mut self.entries[slot as usize];
        entry.version = version;
        entry.expires_ns = expires_ns;
        if entry.present {
            if self.evict == Evict::Lru {
                self.unlink(at, slot);
                self.link(at, slot);
            }
            return;
        }
        if self.evict == Evict::Lfu && !self.admits(at, slot, weight) {
            return;
        }
        while self.shelves[at].used_b + weight > self.shelves[at].capacity_b {
            let Some(victim) = self.victim(at) else { return };
            self.remove(victim);
        }
        self.entries[slot as usize].present = true;
        self.entries[slot as usize].shelf = u32::try_from(at).unwrap_or(0);
        self.shelves[at].used_b += weight;
        match self.evict {
            Evict::Lru | Evict::Fifo => self.link(at, slot),
            Evict::Random => {
                let place = u32::try_from(self.shelves[at].members.len()).unwrap_or(NIL);
                self.entries[slot as usize].mark = place;
                self.shelves[at].members.push(slot);
            }
            Evict::Lfu => {
                let references = self.entries[slot as usize].mark;
                self.shelves[at].by_references.insert((references, slot));
            }
        }
    }

    /// A write made the entry worthless.
    pub fn invalidate(&mut self, at: usize, slot: u32) {
        let entry = self.entries[slot as usize];
        if entry.present && entry.shelf as usize == at {
            self.remove(slot);
        }
    }

    /// A write leaves the new value in the cache.
    pub fn update(&mut self, at: usize, slot: u32, version: u32, now: u64) {
        self.fill(at, slot, version, now);
    }

    /// Everything at an instance is gone.
    pub fn flush(&mut self, at: usize) {
        for slot in 0..self.entries.len() {
            let entry = self.entries[slot];
            if entry.present && entry.shelf as usize == at {
                self.remove(u32::try_from(slot).unwrap_or(NIL));
            }
        }
    }

    /// References that a key has had before the run (LFU).
    pub fn set_references(&mut self, slot: u32, references: u32) {
        self.entries[slot as usize].mark = references;
    }

    /// Bytes in use at an instance.
    #[cfg(test)]
    fn used_b(&self, at: usize) -> u64 {
        self.shelves[at].used_b
    }

    /// Bytes that entries may fill at an instance.
    #[must_use]
    pub fn capacity_b(&self, at: usize) -> u64 {
        self.shelves[at].capacity_b
    }

    fn refer(&mut self, slot: u32) {
        let entry = &mut self.entries[slot as usize];
        let before = entry.mark;
        entry.mark = before.saturating_add(1);
        if entry.present {
            let references = &mut self.shelves[entry.shelf as usize].by_references;
            references.remove(&(before, slot));
            references.insert((before.saturating_add(1), slot));
        }
    }

    /// LFU keeps out what was asked for less often than everything inside.
    fn admits(&self, at: usize, slot: u32, weight: u64) -> bool {
        let shelf = &self.shelves[at];
        shelf.used_b + weight <= shelf.capacity_b
            || shelf
                .by_references
                .first()
                .is_none_or(|&(least, _)| self.entries[slot as usize].mark >= least)
    }

    fn victim(&mut self, at: usize) -> Option<u32> {
        match self.evict {
            Evict::Lru | Evict::Fifo => {
                let oldest = self.shelves[at].oldest;
                (oldest != NIL).then_some(oldest)
            }
            Evict::Lfu => self.shelves[at].by_references.first().map(|&(_, slot)| slot),
            Evict::Random => {
                // Xorshift64*: victims need no stream of their own beyond the seed they are given.
                self.random ^= self.random >> 12;
                self.random ^= self.random << 25;
                self.random ^= self.random >> 27;
                let members = &self.shelves[at].members;
                if members.is_empty() {
                    return None;
                }
                let draw = self.random.wrapping_mul(0x2545_F491_4F6C_DD1D);
                let place = (u128::from(draw) * members.len() as u128) >> 64;
                members.get(usize::try_from(place).unwrap_or(0)).copied()
            }
        }
    }

    fn remove(&mut self, slot: u32) {
        let at = self.entries[slot as usize].shelf as usize;
        self.entries[slot as usize].present = false;
        self.shelves[at].used_b -= self.weights_b[slot as usize];
        match self.evict {
            Evict::Lru | Evict::Fifo => self.unlink(at, slot),
            Evict::Lfu => {
                let references = self.entries[slot as usize].mark;
                self.shelves[at].by_references.remove(&(references, slot));
            }
            Evict::Random => {
                let place = self.entries[slot as usize].mark as usize;
                let members = &mut self.shelves[at].members;
                members.swap_remove(place);
                if let Some(&moved) = members.get(place) {
                    self.entries[moved as usize].mark = u32::try_from(place).unwrap_or(NIL);
                }
            }
        }
    }

    fn link(&mut self, at: usize, slot: u32) {
        let shelf = &mut self.shelves[at];
        let before = shelf.newest;
        shelf.newest = slot;
        if before == NIL {
            shelf.oldest = slot;
        } else {
            self.entries[before as usize].newer = slot;
        }
        let entry = &mut self.entries[slot as usize];
        entry.older = before;
        entry.newer = NIL;
    }

    fn unlink(&mut self, at: usize, slot: u32) {
        let Entry { newer, older, .. } = self.entries[slot as usize];
        let shelf = &mut self.shelves[at];
        if newer == NIL {
            shelf.newest = older;
        } else {
            self.entries[newer as usize].older = older;
        }
        if older == NIL {
            self.shelves[at].oldest = newer;
        } else {
            self.entries[older as usize].newer = newer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(evict: Evict) -> Store {
        Store::new(evict, None, Some(2.0), 1, vec![1; 8], 1)
    }

    #[test]
    fn the_least_recently_used_entry_goes() {
        let mut cache = store(Evict::Lru);
        cache.fill(0, 1, 0, 0);
        cache.fill(0, 2, 0, 0);
        assert!(cache.lookup(0, 1, true, 0).is_some());
        cache.fill(0, 3, 0, 0);
        assert!(cache.lookup(0, 2, true, 0).is_none());
        assert!(cache.lookup(0, 1, true, 0).is_some());
    }

    #[test]
    fn the_first_in_goes_first_out() {
        let mut cache = store(Evict::Fifo);
        cache.fill(0, 1, 0, 0);
        cache.fill(0, 2, 0, 0);
        assert!(cache.lookup(0, 1, true, 0).is_some());
        cache.fill(0, 3, 0, 0);
        assert!(cache.lookup(0, 1, true, 0).is_none());
    }

    #[test]
    fn the_least_asked_for_goes() {
        let mut cache = store(Evict::Lfu);
        for slot in [1, 1, 1, 2, 2, 3, 3, 3] {
            if cache.lookup(0, slot, true, 0).is_none() {
                cache.fill(0, slot, 0, 0);
            }
        }
        assert!(cache.lookup(0, 2, false, 0).is_none());
        assert!(cache.lookup(0, 3, false, 0).is_some());
    }

    #[test]
    fn an_entry_dies_at_the_end_of_its_life() {
        let mut cache = Store::new(Evict::Lru, Some(10), None, 1, vec![1; 2], 1);
        cache.fill(0, 1, 7, 100);
        assert_eq!(cache.lookup(0, 1, true, 109), Some(7));
        assert_eq!(cache.lookup(0, 1, true, 110), None);
    }

    #[test]
    fn a_key_that_moved_is_not_found_where_it_was() {
        for evict in [Evict::Lru, Evict::Fifo, Evict::Random, Evict::Lfu] {
            let mut cache = Store::new(evict, None, Some(2.0), 2, vec![1; 8], 1);
            cache.fill(0, 1, 0, 0);
            cache.fill(0, 2, 0, 0);
            assert!(cache.lookup(1, 1, true, 0).is_none());
            cache.fill(1, 1, 0, 0);
            assert!(cache.lookup(1, 1, true, 0).is_some());
            assert_eq!((cache.used_b(0), cache.used_b(1)), (1, 1));
            cache.flush(0);
            assert_eq!((cache.used_b(0), cache.used_b(1)), (0, 1));
        }
    }

    #[test]
    fn random_eviction_keeps_the_members_straight() {
        let mut cache = store(Evict::Random);
        for round in 0..1000_u32 {
            cache.fill(0, round % 8, 0, 0);
            assert!(cache.used_b(0) <= 2);
        }
    }
}
