//! `database`: shards of a primary and replicas, with replication lag, failover and a buffer of pages.

pub mod shards;

use crate::component::Hardware;
use crate::message::language as say;
use crate::reader::{Fields, Want};
use crate::sample::Dist;

/// Reading a page when no disk is described: the latency table's random read of 8 KiB (napkin_2026).
pub const DEFAULT_PAGE_READ_NS: u64 = 100_000;

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

/// Its fields on a page.
pub const FIELDS: [&str; 16] = [
    "machine",
    "cores",
    "memory",
    "bandwidth",
    "disk",
    "replicas",
    "replication",
    "lag",
    "read",
    "write",
    "reads_from",
    "shards",
    "shard_by",
    "connections",
    "buffer",
    "failover",
];

/// Reads a database's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let hardware = Hardware::read_with_disk(fields);
    let replicas = fields.whole("replicas", 0, u64::from(super::MOST_INSTANCES));
    let replicas = replicas.map(|replicas| u32::try_from(replicas.value).unwrap_or(u32::MAX));
    let words = [
        ("async", Replication::Async),
        ("semi_sync", Replication::SemiSync),
        ("sync", Replication::Sync),
    ];
    let replication = fields.choice("replication", &words);
    let lag = fields.varying("lag");
    let read = work(fields, "read", 200, say::WHY_DATABASE_READ);
    let write = work(fields, "write", 600, say::WHY_DATABASE_WRITE);
    let words = [
        ("replicas", ReadsFrom::Replicas),
        ("primary", ReadsFrom::Primary),
        ("any", ReadsFrom::Any),
    ];
    let reads_from = fields.choice("reads_from", &words);
    let shards = fields.count("shards", super::MOST_INSTANCES).map(|shards| shards.value);
    if let (Some(shards), Some(replicas)) = (shards, replicas) {
        let nodes = u64::from(shards) * (1 + u64::from(replicas));
        if nodes > u64::from(super::MOST_INSTANCES) {
            fields.complain("shards", say::too_many_nodes(nodes, super::MOST_INSTANCES));
        }
    }
    let words = [("hash", ShardBy::Hash), ("consistent", ShardBy::Consistent)];
    let shard_by = fields.choice("shard_by", &words);
    let connections = fields.count("connections", super::MOST_WORKERS);
    let buffer = fields.positive("buffer", Want::Size);
    let failover = Failover::read(fields);
    let has_replicas = replicas.map_or(fields.has("replicas").is_some(), |count| count > 0);
    refuse_useless(fields, has_replicas, shards);
    let lag = match lag {
        Some(lag) => lag.value,
        None if has_replicas => {
            fields.assume("lag", "10ms", say::WHY_LAG);
            Dist::Constant(10_000_000)
        }
        None => Dist::ZERO,
    };
    let by_replicas = if has_replicas { ReadsFrom::Replicas } else { ReadsFrom::Primary };
    Spec {
        hardware,
        replicas: replicas.unwrap_or(0),
        replication: replication.map(|replication| replication.value).unwrap_or_default(),
        lag,
        read,
        write,
        reads_from: reads_from.map_or(by_replicas, |from| from.value),
        shards: shards.unwrap_or(1),
        shard_by: shard_by.map(|by| by.value).unwrap_or_default(),
        connections: connections.map(|connections| connections.value),
        buffer_b: buffer.map(|buffer| buffer.value),
        failover,
    }
}

fn refuse_useless(fields: &mut Fields<'_, '_>, has_replicas: bool, shards: Option<u32>) {
    if !has_replicas {
        for name in ["lag", "replication", "reads_from", "failover"] {
            fields.useless(name, say::WHY_NO_REPLICAS);
        }
    }
    let one_shard = shards == Some(1) || fields.has("shards").is_none();
    if one_shard {
        fields.useless("shard_by", say::WHY_ONE_SHARD);
    }
    if fields.has("buffer").is_some() && fields.has("disk").is_none() {
        fields.assume("disk", "100us", say::WHY_PAGE_READ);
    }
}

fn work(fields: &mut Fields<'_, '_>, name: &'static str, default_us: u64, why: &str) -> Dist {
    if let Some(work) = fields.varying(name) {
        return work.value;
    }
    if fields.has(name).is_none() {
        fields.assume(name, format!("{default_us}us"), why);
    }
    Dist::Constant(default_us * 1000)
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(read) = fields.varying("read") {
        spec.read = read.value;
    }
    if let Some(write) = fields.varying("write") {
        spec.write = write.value;
    }
}

impl Failover {
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let mut failover = fields.nested("failover")?;
        let detect = failover.duration("detect");
        let promote = failover.duration("promote");
        for (name, value) in [("detect", "10s"), ("promote", "20s")] {
            if failover.has(name).is_none() {
                failover.assume(name, value, say::WHY_FAILOVER);
            }
        }
        failover.finish();
        Some(Self {
            detect_ns: detect.map_or(10_000_000_000, |detect| detect.value),
            promote_ns: promote.map_or(20_000_000_000, |promote| promote.value),
        })
    }
}
