//! `database`: shards of a primary and replicas, with replication lag, failover and a buffer of pages.

pub mod shards;

use crate::component::{
    self, Hardware, Kind, MOST_INSTANCES, MOST_WORKERS, PLACE, call, machine, pauses,
};
use crate::message::Why;
use crate::message::component::Fault;
use crate::reader::table::Otherwise::{Assumed, AssumedSo, Is};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
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

/// The kind.
pub static KIND: Kind = Kind {
    table: Table::of("database", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "Primaries, replicas and shards.",
    words: &["db", "sql", "postgres", "mysql", "store"],
    read: |fields| component::Spec::Database(read(fields)),
};

/// Its fields on a page.
const FIELDS: &[Field] = &[
    machine::MACHINE.means("cores, memory, bandwidth and price of a node"),
    machine::CORES.means("CPU cores of a node"),
    machine::MEMORY.means("for the record; pages have `buffer`"),
    machine::BANDWIDTH,
    pauses::FIELD,
    Field {
        default: AssumedSo(
            "100us",
            Why::PageRead,
            "100us * a page, with a `buffer`; else none",
        ),
        ..machine::DISK.means(
            "reads that miss the `buffer`, and every write, take one operation; without `disk` a miss is a delay, \
             and writes take none",
        )
    },
    field("replicas", Form::Whole(0, MOST_INSTANCES as u64), Is("0"), "per shard, beside the primary")
        .or_else(&["instances", "followers", "count", "nodes"])
        .is_size(),
    field(
        "replication",
        choice::<Replication>(),
        Is("`async`"),
        "a write is acknowledged once the primary, one replica too, or every replica has it",
    ),
    field(
        "lag",
        Form::Varying(Want::Duration),
        Assumed("10ms", Why::Lag),
        "from commit to visibility on a replica: the cause of stale reads",
    )
    .or_else(&["replication_lag"]),
    field(
        "read",
        Form::Varying(Want::Duration),
        Assumed("200us", Why::DatabaseRead),
        "CPU time of a read",
    )
    .or_else(&["work"])
    .in_steps(),
    field(
        "write",
        Form::Varying(Want::Duration),
        Assumed("600us", Why::DatabaseWrite),
        "CPU time of a write, on the primary and on each replica",
    )
    .or_else(&["work"])
    .in_steps(),
    field(
        "reads_from",
        choice::<ReadsFrom>(),
        Is("`replicas` if there are any"),
        "which nodes answer reads",
    ),
    field("shards", Form::Whole(1, MOST_INSTANCES as u64), Is("1"), "parts, by key")
        .or_else(&["partitions"])
        .is_size(),
    field(
        "shard_by",
        choice::<ShardBy>(),
        Is("`hash`"),
        "key mod n, or a hash that moves few keys",
    )
    .or_else(&["partition_by"]),
    field(
        "connections",
        Form::Whole(1, MOST_WORKERS as u64),
        Is("no limit"),
        "per node, held from arrival to answer",
    )
    .is_size(),
    field(
        "buffer",
        Form::Positive(Want::Size),
        Is("every read goes to the `disk`, if there is one"),
        "memory for pages, per node",
    )
    .or_else(&["buffer_pool"]),
    field(
        "failover",
        Form::Map(&FAILOVER),
        Is("a dead primary is out until it comes back"),
        "a replica takes its place",
    ),
];

/// The fields of `failover`.
static FAILOVER: Table = Table::of(
    "failover",
    &[&[
        field(
            "detect",
            Form::Amount(Want::Duration),
            Assumed("10s", Why::Failover),
            "until the failure is noticed",
        ),
        field(
            "promote",
            Form::Amount(Want::Duration),
            Assumed("20s", Why::Failover),
            "from then until a replica is primary",
        ),
    ]],
);

impl Word for Replication {
    const WORDS: &'static [(&'static str, Self)] =
        &[("async", Self::Async), ("semi_sync", Self::SemiSync), ("sync", Self::Sync)];
}

impl Word for ReadsFrom {
    const WORDS: &'static [(&'static str, Self)] =
        &[("replicas", Self::Replicas), ("primary", Self::Primary), ("any", Self::Any)];
}

impl Word for ShardBy {
    const WORDS: &'static [(&'static str, Self)] =
        &[("hash", Self::Hash), ("consistent", Self::Consistent)];
}

/// Reads a database's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let hardware = Hardware::read_with_disk(fields);
    let replicas = fields.whole("replicas");
    let replicas = replicas.map(|replicas| u32::try_from(replicas.value).unwrap_or(u32::MAX));
    let replication = fields.choice("replication");
    let lag = fields.varying("lag");
    let read = work(fields, "read", 200);
    let write = work(fields, "write", 600);
    let reads_from = fields.choice("reads_from");
    let shards = fields.count("shards").map(|shards| shards.value);
    if let (Some(shards), Some(replicas)) = (shards, replicas) {
        let nodes = u64::from(shards) * (1 + u64::from(replicas));
        if nodes > u64::from(MOST_INSTANCES) {
            fields.complain("shards", Fault::TooManyNodes { nodes, most: MOST_INSTANCES });
        }
    }
    let shard_by = fields.choice("shard_by");
    let connections = fields.count("connections");
    let buffer = fields.amount("buffer");
    let failover = Failover::read(fields);
    let has_replicas = replicas.map_or(fields.has("replicas").is_some(), |count| count > 0);
    refuse_useless(fields, has_replicas, shards);
    let lag = match lag {
        Some(lag) => lag.value,
        None if has_replicas => {
            fields.assume("lag");
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
            fields.useless(name, Why::NoReplicas);
        }
    }
    let one_shard = shards == Some(1) || fields.has("shards").is_none();
    if one_shard {
        fields.useless("shard_by", Why::OneShard);
    }
    if fields.has("buffer").is_some() && fields.has("disk").is_none() {
        fields.assume("disk");
    }
}

fn work(fields: &mut Fields<'_, '_>, name: &'static str, default_us: u64) -> Dist {
    if let Some(work) = fields.varying(name) {
        return work.value;
    }
    if fields.has(name).is_none() {
        fields.assume(name);
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
        for name in ["detect", "promote"] {
            if failover.has(name).is_none() {
                failover.assume(name);
            }
        }
        failover.finish();
        Some(Self {
            detect_ns: detect.map_or(10_000_000_000, |detect| detect.value),
            promote_ns: promote.map_or(20_000_000_000, |promote| promote.value),
        })
    }
}
