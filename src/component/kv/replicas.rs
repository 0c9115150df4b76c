//! A key-value store's nodes while a run goes on: which version of each key they have, and what they have missed.
//!
//! Versions are numbers that grow with every write of the store, and of two the newer one wins, as with timestamps. A
//! read is stale if the newest answer that it takes is older than a write that had been acknowledged when the read began.

use std::collections::VecDeque;

use crate::component::load_balancer::balancer::jump_hash;

/// A write that a node has missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Request type of the write, which says which data it is of.
    pub request_type: u16,
    /// The key's slot.
    pub key: u32,
    /// Its version.
    pub version: u32,
}

/// One data set's keys.
#[derive(Clone, Debug)]
struct Keys {
    /// Version of each key at each of its copies; 0 is what was there at the start.
    versions: Vec<u32>,
    /// By key: the newest version that was acknowledged.
    acknowledged: Vec<u32>,
    /// By key: how many commits there had been with it, of all stores together.
    commits: Vec<u32>,
}

/// One node's missed writes.
#[derive(Clone, Debug, Default)]
struct Missed {
    hints: VecDeque<Hint>,
    /// The first of them is on its way.
    under_way: bool,
}

/// The nodes of one key-value store.
#[derive(Clone, Debug)]
pub struct Replicas {
    instances: usize,
    copies: usize,
    /// By data set; `None` where nobody writes it.
    data: Vec<Option<Keys>>,
    missed: Vec<Missed>,
    newest: u32,
}

impl Replicas {
    /// So many nodes, of which `copies` keep a key; `slots` are the keys of each data set that is written here.
    #[must_use]
    pub fn new(instances: usize, copies: usize, slots: &[Option<usize>], commits: u32) -> Self {
        let keys = |slots: usize| Keys {
            versions: vec![0; slots * copies],
            acknowledged: vec![0; slots],
            commits: vec![commits; slots],
        };
        Self {
            instances,
            copies,
            data: slots.iter().map(|slots| slots.map(keys)).collect(),
            missed: vec![Missed::default(); instances],
            newest: 0,
        }
    }

    /// The node of a key's copy: the copies follow one another on the ring.
    #[must_use]
    pub fn node(&self, hash: u64, copy: usize) -> usize {
        (jump_hash(hash, self.instances) + copy) % self.instances
    }

    /// Which copy of a key a node keeps.
    fn copy_at(&self, hash: u64, node: usize) -> usize {
        (node + self.instances - jump_hash(hash, self.instances)) % self.instances
    }

    /// Nodes that keep a key.
    #[must_use]
    pub const fn copies(&self) -> usize {
        self.copies
    }

    /// The version of the next write.
    pub const fn next_version(&mut self) -> u32 {
        self.newest += 1;
        self.newest
    }

    /// The version of a key that a node has.
    #[must_use]
    pub fn version(&self, data: usize, key: u32, hash: u64, node: usize) -> u32 {
        let Some(keys) = &self.data[data] else { return 0 };
        keys.versions[key as usize * self.copies + self.copy_at(hash, node)]
    }

    /// A node gets a version, and keeps it unless it has a newer one.
    pub fn put(&mut self, data: usize, key: u32, hash: u64, node: usize, version: u32) {
        let at = key as usize * self.copies + self.copy_at(hash, node);
        if let Some(keys) = &mut self.data[data] {
            keys.versions[at] = keys.versions[at].max(version);
        }
    }

    /// The newest version of a key that was acknowledged.
    #[must_use]
    pub fn acknowledged(&self, data: usize, key: u32) -> u32 {
        self.data[data].as_ref().map_or(0, |keys| keys.acknowledged[key as usize])
    }

    /// A write is acknowledged, as the store's so many-th commit.
    pub fn acknowledge(&mut self, data: usize, key: u32, version: u32, commits: u32) {
        if let Some(keys) = &mut self.data[data]
            && version > keys.acknowledged[key as usize]
        {
            keys.acknowledged[key as usize] = version;
            keys.commits[key as usize] = commits;
        }
    }

    /// How many commits there had been with a key's last write; `None` where nobody writes it.
    #[must_use]
    pub fn commits(&self, data: usize, key: u32) -> Option<u32> {
        self.data[data].as_ref().map(|keys| keys.commits[key as usize])
    }

    /// A node has missed a write.
    pub fn miss(&mut self, node: usize, hint: Hint) {
        self.missed[node].hints.push_back(hint);
    }

    /// The next hint to bring to a node; `None` if there is none, or one is on its way.
    pub fn next_hint(&mut self, node: usize) -> Option<Hint> {
        let missed = &mut self.missed[node];
        let hint = missed.hints.front().copied().filter(|_| !missed.under_way);
        missed.under_way |= hint.is_some();
        hint
    }

    /// The hint that was on its way has come.
    pub fn hint_came(&mut self, node: usize) {
        self.missed[node].hints.pop_front();
        self.missed[node].under_way = false;
    }

    /// The hint that was on its way is lost with the node: it has to come again.
    pub fn hint_lost(&mut self, node: usize) {
        self.missed[node].under_way = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_by_neighbours_on_the_ring() {
        let replicas = Replicas::new(5, 3, &[Some(10)], 1);
        for hash in [3, 77, u64::MAX] {
            let nodes: Vec<usize> = (0..3).map(|copy| replicas.node(hash, copy)).collect();
            assert_eq!(nodes[1], (nodes[0] + 1) % 5);
            assert_eq!(nodes[2], (nodes[0] + 2) % 5);
            let copies: Vec<usize> =
                nodes.iter().map(|&node| replicas.copy_at(hash, node)).collect();
            assert_eq!(copies, [0, 1, 2]);
        }
    }

    #[test]
    fn the_newer_of_two_versions_stays() {
        let mut replicas = Replicas::new(3, 3, &[Some(1)], 1);
        replicas.put(0, 0, 9, 1, 7);
        replicas.put(0, 0, 9, 1, 5);
        assert_eq!(replicas.version(0, 0, 9, 1), 7);
        replicas.acknowledge(0, 0, 7, 2);
        replicas.acknowledge(0, 0, 5, 3);
        assert_eq!((replicas.acknowledged(0, 0), replicas.commits(0, 0)), (7, Some(2)));
    }

    #[test]
    fn hints_come_one_after_the_other_and_again_if_they_are_lost() {
        let mut replicas = Replicas::new(3, 3, &[Some(2)], 1);
        let hint = |key| Hint { request_type: 0, key, version: 1 };
        replicas.miss(2, hint(0));
        replicas.miss(2, hint(1));
        assert_eq!(replicas.next_hint(2), Some(hint(0)));
        assert_eq!(replicas.next_hint(2), None);
        replicas.hint_lost(2);
        assert_eq!(replicas.next_hint(2), Some(hint(0)));
        replicas.hint_came(2);
        assert_eq!(replicas.next_hint(2), Some(hint(1)));
    }
}
