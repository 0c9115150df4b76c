//! A database's nodes while a run goes on: who is primary, how far each replica has come, what was lost.
//!
//! Every shard has a log; a write takes the next place in it. A replica has applied the log up to some place
//! and answers reads from there: a read is stale if the key's last write has a later place. In-order apply is
//! what MySQL's and PostgreSQL's physical replication guarantee.

use std::collections::VecDeque;

use super::ShardBy;
use crate::component::load_balancer::balancer::jump_hash;

/// One node's progress through its shard's log.
#[derive(Clone, Debug, Default)]
struct Node {
    applied: u32,
    /// Places on their way: (due, place), due never decreasing; or applied out of turn.
    inbox: VecDeque<(u64, u32)>,
    /// Places applied while an earlier one was not.
    early: Vec<u32>,
    /// The log up to here has arrived, applied or not; counted where applying costs time and somebody waits for it.
    arrived: u32,
    /// Places on their way to `arrived`: (due, place), due never decreasing.
    shipped: VecDeque<(u64, u32)>,
}

impl Node {
    /// What is due by `now` has arrived.
    fn arrive(&mut self, now: u64) {
        while let Some(&(due, place)) = self.shipped.front() {
            if due > now {
                break;
            }
            self.arrived = place;
            self.shipped.pop_front();
        }
    }

    /// It has the log up to `place`, and nothing is on its way.
    fn follow(&mut self, place: u32) {
        *self = Self { applied: place, arrived: place, ..Self::default() };
    }
}

/// One shard.
#[derive(Clone, Debug)]
struct Shard {
    /// The node, within the shard, that takes writes; `None` while there is none.
    primary: Option<u32>,
    log: u32,
    nodes: Vec<Node>,
    /// Writes whose clients wait for a replica: (acknowledged at, place).
    unacknowledged: VecDeque<(u64, u32)>,
    /// Since when its primary is dead, if it is.
    dead_since_ns: Option<u64>,
}

/// The shard that a key's hash belongs to.
#[must_use]
pub fn shard_of(hash: u64, shards: usize, by: ShardBy) -> usize {
    match by {
        ShardBy::Hash => usize::try_from(hash % shards as u64).unwrap_or(0),
        ShardBy::Consistent => jump_hash(hash, shards),
    }
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
        let shard = Shard {
            primary: Some(0),
            log: 0,
            nodes: vec![Node::default(); 1 + replicas as usize],
            unacknowledged: VecDeque::new(),
            dead_since_ns: None,
        };
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

    /// The client of a place will hear of it at `due`, unless the primary dies before.
    pub fn acknowledge(&mut self, node: usize, place: u32, due: u64, now: u64) {
        let (shard, _) = self.place(node);
        let waiting = &mut self.list[shard].unacknowledged;
        while waiting.front().is_some_and(|&(due, _)| due <= now) {
            waiting.pop_front();
        }
        waiting.push_back((due, place));
    }

    /// A replica will have applied a place when `due` has come.
    pub fn send(&mut self, node: usize, place: u32, due: u64) -> u64 {
        let (shard, within) = self.place(node);
        let inbox = &mut self.list[shard].nodes[within].inbox;
        let due = inbox.back().map_or(due, |&(last, _)| due.max(last));
        inbox.push_back((due, place));
        due
    }

    /// A place will have arrived at a replica when `due` has come and what was sent before it is there; returns that
    /// instant. Applying it is another matter.
    pub fn ship(&mut self, node: usize, place: u32, due: u64, now: u64) -> u64 {
        let (shard, within) = self.place(node);
        let node = &mut self.list[shard].nodes[within];
        node.arrive(now);
        let due = node.shipped.back().map_or(due, |&(last, _)| due.max(last));
        node.shipped.push_back((due, place));
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

    /// The shard's primary dies: what it had not shipped will never arrive, and what it had not acknowledged
    /// nobody counts on.
    pub fn primary_died(&mut self, shard: usize, now: u64) {
        let nodes = self.list[shard].nodes.len();
        for node in shard * nodes..(shard + 1) * nodes {
            self.seen(node, now);
        }
        let shard = &mut self.list[shard];
        for node in &mut shard.nodes {
            node.inbox.clear();
            node.arrive(now);
            node.shipped.clear();
        }
        shard.unacknowledged.retain(|&(due, _)| due > now);
        shard.dead_since_ns = Some(now);
    }

    /// Since when a shard's primary is dead, if it is.
    #[must_use]
    pub fn dead_since_ns(&self, shard: usize) -> Option<u64> {
        self.list[shard].dead_since_ns
    }

    /// A node is back: it copies from the primary what it missed, if that is alive. If it is the primary itself,
    /// its replicas do.
    pub fn came_back(&mut self, node: usize) {
        let (shard, within) = self.place(node);
        let shard = &mut self.list[shard];
        let is_primary = shard.primary.is_some_and(|primary| primary as usize == within);
        let is_alive = shard.dead_since_ns.is_none();
        for (at, node) in shard.nodes.iter_mut().enumerate() {
            if is_primary || at == within && is_alive {
                node.follow(shard.log);
            }
        }
        if is_primary {
            shard.unacknowledged.clear();
            shard.dead_since_ns = None;
        }
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
                // What has arrived is applied before it takes over.
                let arrived = self.list[shard].nodes[within].arrived;
                let seen = self.seen(base + within, now).max(arrived);
                if best.is_none_or(|(most, _)| seen > most) {
                    best = Some((seen, within));
                }
            }
        }
        let (seen, within) = best?;
        let shard = &mut self.list[shard];
        let unheard =
            shard.unacknowledged.iter().filter(|&&(_, place)| place > seen).count() as u64;
        self.lost_writes += u64::from(shard.log - seen).saturating_sub(unheard);
        shard.primary = u32::try_from(within).ok();
        shard.unacknowledged.clear();
        shard.dead_since_ns = None;
        // The others follow the new primary from where it stands: what it never had, nobody has.
        for node in &mut shard.nodes {
            node.follow(shard.log);
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
    fn what_has_arrived_is_not_lost_before_it_is_applied() {
        let mut shards = Shards::new(1, 1);
        let dues = [90, 20, 30].map(|due| {
            let place = shards.append(0);
            let due = shards.ship(1, place, due, 0);
            shards.acknowledge(0, place, due, 0);
            due
        });
        assert_eq!(dues, [90, 90, 90]);
        shards.primary_died(0, 95);
        assert_eq!(shards.promote(0, 1000, |node| node != 0), Some(1));
        assert_eq!(shards.lost_writes, 0);
    }

    #[test]
    fn a_failover_loses_what_the_replica_had_not_seen() {
        let mut shards = Shards::new(1, 2);
        for due in [10, 20, 30] {
            let place = shards.append(0);
            shards.send(1, place, due);
            shards.send(2, place, due + 100);
        }
        shards.primary_died(0, 25);
        shards.depose(0);
        assert_eq!(shards.promote(0, 1000, |node| node != 0), Some(1));
        assert_eq!(shards.lost_writes, 1);
        assert!(shards.is_primary(1));
    }

    #[test]
    fn what_was_never_acknowledged_is_not_lost() {
        let mut shards = Shards::new(1, 1);
        for (due, acknowledged) in [(10, 11), (20, 21), (30, 31)] {
            let place = shards.append(0);
            shards.send(1, place, due);
            shards.acknowledge(0, place, acknowledged, 0);
        }
        shards.primary_died(0, 25);
        shards.depose(0);
        assert_eq!(shards.promote(0, 1000, |node| node != 0), Some(1));
        assert_eq!(shards.lost_writes, 0);
    }

    #[test]
    fn a_node_that_comes_back_catches_up() {
        let mut shards = Shards::new(1, 1);
        let _missed = shards.append(0);
        shards.came_back(1);
        let place = shards.append(0);
        shards.applied(1, place);
        assert_eq!(shards.seen(1, 0), 2);
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
