//! A database's nodes while a run goes on: who is primary, how far each replica has come, what was lost.
//!
//! Every shard has a log; a write takes the next place in it. A replica has applied the log up to some place
//! and answers reads from there: a read is stale if the key's last write has a later place. In-order apply is
//! what MySQL's and PostgreSQL's physical replication guarantee.

use std::collections::VecDeque;

/// One node's progress through its shard's log.
#[derive(Clone, Debug, Default)]
struct Node {
    applied: u32,
    /// Places on their way: (due, place), due never decreasing; or applied out of turn.
    inbox: VecDeque<(u64, u32)>,
    /// Places applied while an earlier one was not.
    early: Vec<u32>,
}

/// One shard.
#[derive(Clone, Debug)]
struct Shard {
    /// The node, within the shard, that takes writes; `None` while there is none.
    primary: Option<u32>,
    log: u32,
    nodes: Vec<Node>,
}

/// Every shard of one database.
#[derive(Clone, Debug)]
pub struct Shards {
    list: Vec<Shard>,
    per_shard: u32,
    /// Acknowledged writes that a failover threw away.
    pub lost_writes: u64,
}

impl Shards {
    /// `shards` × (1 + `replicas`) nodes.
    #[must_use]
    pub fn new(shards: u32, replicas: u32) -> Self {
        let shard =
            Shard { primary: Some(0), log: 0, nodes: vec![Node::default(); 1 + replicas as usize] };
        Self { list: vec![shard; shards as usize], per_shard: 1 + replicas, lost_writes: 0 }
    }

    /// Shards.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Nodes of each shard.
    #[must_use]
    pub const fn per_shard(&self) -> u32 {
        self.per_shard
    }

    /// The node that takes a shard's writes, as an index over all nodes.
    #[must_use]
    pub fn primary(&self, shard: usize) -> Option<usize> {
        let base = shard * self.per_shard as usize;
        self.list[shard].primary.map(|node| base + node as usize)
    }

    /// Whether a node is its shard's primary.
    #[must_use]
    pub fn is_primary(&self, node: usize) -> bool {
        self.primary(node / self.per_shard as usize) == Some(node)
    }

    /// The next place in the log of a node's shard.
    pub fn append(&mut self, node: usize) -> u32 {
        let (shard, within) = self.place(node);
        let shard = &mut self.list[shard];
        shard.log += 1;
        shard.nodes[within].applied = shard.log;
        shard.log
    }

    /// A replica will have applied a place when `due` has come.
    pub fn send(&mut self, node: usize, place: u32, due: u64) -> u64 {
        let (shard, within) = self.place(node);
        let inbox = &mut self.list[shard].nodes[within].inbox;
        let due = inbox.back().map_or(due, |&(last, _)| due.max(last));
        inbox.push_back((due, place));
        due
    }

    /// A replica has applied a place, perhaps before an earlier one.
    pub fn applied(&mut self, node: usize, place: u32) {
        let (shard, within) = self.place(node);
        let node = &mut self.list[shard].nodes[within];
        if place <= node.applied {
            return;
        }
        node.early.push(place);
        while let Some(at) = node.early.iter().position(|&early| early == node.applied + 1) {
            node.early.swap_remove(at);
            node.applied += 1;
        }
    }

    /// How far a node has come by `now`.
    pub fn seen(&mut self, node: usize, now: u64) -> u32 {
        let (shard, within) = self.place(node);
        let node = &mut self.list[shard].nodes[within];
        while let Some(&(due, place)) = node.inbox.front() {
            if due > now {
                break;
            }
            node.applied = node.applied.max(place);
            node.inbox.pop_front();
        }
        node.applied
    }

    /// The other nodes of a node's shard.
    pub fn peers(&self, node: usize) -> impl Iterator<Item = usize> + use<> {
        let per_shard = self.per_shard as usize;
        let base = node / per_shard * per_shard;
        (base..base + per_shard).filter(move |&peer| peer != node)
    }

    /// The shard's primary is gone.
    pub fn depose(&mut self, shard: usize) {
        self.list[shard].primary = None;
    }

    /// The most advanced of the nodes that are up becomes primary; returns it. Writes it never had are lost.
    pub fn promote(&mut self, shard: usize, now: u64, up: impl Fn(usize) -> bool) -> Option<usize> {
        let base = shard * self.per_shard as usize;
        let nodes = self.list[shard].nodes.len();
        let mut best: Option<(u32, usize)> = None;
        for within in 0..nodes {
            if up(base + within) {
                let seen = self.seen(base + within, now);
                if best.is_none_or(|(most, _)| seen > most) {
                    best = Some((seen, within));
                }
            }
        }
        let (seen, within) = best?;
        let shard = &mut self.list[shard];
        self.lost_writes += u64::from(shard.log - seen);
        shard.primary = u32::try_from(within).ok();
        // The others follow the new primary from where it stands: what it never had, nobody has.
        for node in &mut shard.nodes {
            node.applied = shard.log;
            node.inbox.clear();
            node.early.clear();
        }
        Some(base + within)
    }

    fn place(&self, node: usize) -> (usize, usize) {
        let per_shard = self.per_shard as usize;
        (node / per_shard, node % per_shard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replica_sees_a_write_after_the_lag() {
        let mut shards = Shards::new(1, 1);
        let place = shards.append(0);
        shards.send(1, place, 50);
        assert_eq!((shards.seen(1, 49), shards.seen(1, 50)), (0, 1));
    }

    #[test]
    fn a_failover_loses_what_the_replica_had_not_seen() {
        let mut shards = Shards::new(1, 2);
        for due in [10, 20, 30] {
            let place = shards.append(0);
            shards.send(1, place, due);
            shards.send(2, place, due + 100);
        }
        shards.depose(0);
        assert_eq!(shards.promote(0, 25, |node| node != 0), Some(1));
        assert_eq!(shards.lost_writes, 1);
        assert!(shards.is_primary(1));
    }

    #[test]
    fn an_early_apply_waits_for_its_turn() {
        let mut shards = Shards::new(1, 1);
        shards.append(0);
        shards.append(0);
        shards.applied(1, 2);
        assert_eq!(shards.seen(1, 0), 0);
        shards.applied(1, 1);
        assert_eq!(shards.seen(1, 0), 2);
    }
}
