//! What has been written of each key, as each database knows it: how stale reads are found.
//!
//! A replica is compared by places in its shard's log, which only writes to the same database move. An entry of a
//! cache is compared by instants: all commits of a replication are counted, and an entry knows how many there
//! had been when it was read. A read that misses a write nobody has been told of yet is not stale: the two
//! happen at once, and either order is right (linearizability; Herlihy & Wing, TOPLAS 12(3), 1990).

use crate::component::database::Replication;

/// How many commits there have been when a replication starts: what is in the databases by then is one.
pub(in crate::world) const FIRST: u32 = 1;

/// One data set's keys in one database.
#[derive(Clone, Debug)]
pub(in crate::world) struct Written {
    /// The place of each key's last write in its shard's log; 0 is none.
    places: Vec<u32>,
    /// How many commits there were with it.
    commits: Vec<u32>,
    /// Of each key, when the client of its last write hears of it, and the place before; empty where it hears
    /// at once.
    heard: Vec<(u64, u32)>,
}

impl Written {
    /// Nothing has been written yet.
    pub fn new(slots: usize, replication: Replication) -> Self {
        let waits = replication != Replication::Async;
        Self {
            places: vec![0; slots],
            commits: vec![FIRST; slots],
            heard: if waits { vec![(0, 0); slots] } else { Vec::new() },
        }
    }

    /// A write takes a place; its client hears of it later.
    pub fn commit(&mut self, slot: usize, place: u32, commits: u32, heard_ns: u64, now: u64) {
        if let Some(heard) = self.heard.get_mut(slot) {
            let before = if heard.0 <= now { self.places[slot] } else { heard.1 };
            *heard = (heard_ns, before);
        }
        self.places[slot] = place;
        self.commits[slot] = commits;
    }

    /// The place of a key's last write, and of the last that its client has heard of.
    pub fn places(&self, slot: usize, now: u64) -> (u32, u32) {
        let last = self.places[slot];
        match self.heard.get(slot) {
            Some(&(heard_ns, before)) if heard_ns > now => (last, before),
            _ => (last, last),
        }
    }

    /// How many commits there were with a key's last write.
    pub fn commits(&self, slot: usize) -> u32 {
        self.commits[slot]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_counts_once_its_client_has_heard_of_it() {
        let mut written = Written::new(1, Replication::Sync);
        written.commit(0, 7, 2, 50, 10);
        assert_eq!((written.places(0, 49), written.places(0, 50)), ((7, 0), (7, 7)));
        written.commit(0, 8, 3, 90, 60);
        assert_eq!(written.places(0, 89), (8, 7));
    }

    #[test]
    fn of_two_that_nobody_has_heard_of_neither_counts() {
        let mut written = Written::new(1, Replication::SemiSync);
        written.commit(0, 7, 2, 50, 10);
        written.commit(0, 8, 3, 60, 20);
        assert_eq!((written.places(0, 55), written.places(0, 60)), ((8, 0), (8, 8)));
    }
}
