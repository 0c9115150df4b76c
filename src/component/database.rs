//! `database`: shards of a primary and replicas, with replication lag, failover and a buffer of pages.

use super::Hardware;
use crate::sample::Dist;

/// A database's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Limits of each node.
    pub hardware: Hardware,
    /// Replicas per shard, beside the primary.
    pub replicas: u32,
    /// When a write is acknowledged.
    pub replication: Replication,
    /// From commit on the primary to visibility on a replica.
    pub lag: Dist,
    /// CPU time of a read.
    pub read: Dist,
    /// CPU time of a write (each replica spends it too).
    pub write: Dist,
    /// Which nodes answer reads.
    pub reads_from: ReadsFrom,
    /// Shards.
    pub shards: u32,
    /// How a key finds its shard.
    pub shard_by: ShardBy,
    /// Connections per node, held from arrival to answer.
    pub connections: Option<u32>,
    /// Memory for pages, bytes; misses go to the disk.
    pub buffer_b: Option<f64>,
    /// `None`: a dead primary is replaced only when it comes back.
    pub failover: Option<Failover>,
}

/// When a write is acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Replication {
    /// Once the primary has it.
    #[default]
    Async,
    /// Once one replica has it too.
    SemiSync,
    /// Once every replica has it.
    Sync,
}

/// Which nodes answer reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ReadsFrom {
    Replicas,
    #[default]
    Primary,
    Any,
}

/// How a key finds its shard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ShardBy {
    #[default]
    Hash,
    Consistent,
}

/// Replacing a dead primary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failover {
    /// Until the failure is noticed.
    pub detect_ns: u64,
    /// From then until a replica is primary.
    pub promote_ns: u64,
}
