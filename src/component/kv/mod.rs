//! `kv`: a key-value store whose keys are kept by several nodes each, with a quorum for writes and one for reads.
//!
//! Modelled after Dynamo (DeCandia et al., SOSP 2007) and Cassandra (Lakshman & Malik, 2010): consistent hashing, versions of
//! which the newest wins, hints for a node that is down, read repair. The caller's library asks the nodes itself
//! (Dynamo's client-driven coordination, §6.4) and knows at once which are up. Left out: a coordinator's own work, sloppy
//! quorums (a hint does not count as a copy), vector clocks, anti-entropy by Merkle trees, and nodes that join or leave.

pub mod replicas;

use crate::component::{self, Hardware, Kind, MOST_INSTANCES, PLACE, call, machine};
use crate::message::Why;
use crate::message::component::Fault;
use crate::reader::table::Otherwise::{Assumed, Is};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Want};
use crate::sample::Dist;

/// The most nodes that keep a key: each is a message of its own.
const MOST_COPIES: u32 = 99;
/// What is usual, where there are as many nodes.
const USUAL_COPIES: u32 = 3;
/// The work of a call where none is written, microseconds.
const WORK_US: u64 = 80;

/// A key-value store's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Limits of each node.
    pub hardware: Hardware,
    /// Nodes.
    pub instances: u32,
    /// Nodes that keep a key.
    pub copies: u32,
    /// A write is acknowledged once so many have it.
    pub write: u32,
    /// A read is answered with the newest of so many answers.
    pub read: u32,
    /// Whom a read asks.
    pub asks: Asks,
    /// CPU time of a write, at each node.
    pub write_work: Dist,
    /// CPU time of a read, at each node.
    pub read_work: Dist,
    /// What a write's way to a node takes beside the hop.
    pub lag: Dist,
    /// A write that a node misses is kept and brought to it later.
    pub hints: bool,
    /// A read brings the newest value to the nodes that have an older one.
    pub read_repair: bool,
}

/// Whom a read asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asks {
    /// Every copy, and the first answers count.
    #[default]
    All,
    /// As many as it needs.
    Quorum,
}

impl Word for Asks {
    const WORDS: &'static [(&'static str, Self)] = &[("all", Self::All), ("quorum", Self::Quorum)];
}

impl Spec {
    /// Nodes that one call works at.
    #[must_use]
    pub fn works(&self, writes: bool) -> u32 {
        if writes || self.asks == Asks::All { self.copies } else { self.read }
    }

    /// Answers that a call waits for.
    #[must_use]
    pub const fn quorum(&self, writes: bool) -> u32 {
        if writes { self.write } else { self.read }
    }
}

/// The kind.
pub static KIND: Kind = Kind {
    table: Table::of("kv", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "A key-value store: several copies of each key, and a quorum for reads and writes.",
    words: &["key_value", "nosql", "dynamo", "dynamodb", "cassandra", "scylla", "riak", "kvstore"],
    read: |fields| component::Spec::Kv(read(fields)),
};

const WORK: crate::reader::table::Otherwise = Assumed("80us", Why::KvWork);
const MAJORITY: crate::reader::table::Otherwise = Is("a majority of the `copies`");

/// Its fields on a page.
const FIELDS: &[Field] = &[
    machine::MACHINE.means("cores, memory, bandwidth and price of a node"),
    machine::CORES.means("CPU cores of a node"),
    machine::MEMORY.means("for the record; a node finds room for everything"),
    machine::BANDWIDTH,
    field(
        "instances",
        Form::Whole(1, MOST_INSTANCES as u64),
        Is("as many as `copies`"),
        "nodes; consistent hashing says which of them keep a key",
    )
    .or_else(&["nodes", "count", "shards"])
    .is_size(),
    field(
        "copies",
        Form::Whole(1, MOST_COPIES as u64),
        Is("3; of fewer `instances`, each"),
        "nodes that keep a key (N)",
    )
    .or_else(&["replicas", "replication_factor", "n"]),
    field(
        "write",
        Form::Whole(1, MOST_COPIES as u64),
        MAJORITY,
        "a write goes to all copies and is acknowledged once so many have it (W)",
    )
    .or_else(&["w", "writes", "write_quorum"])
    .in_steps(),
    field(
        "read",
        Form::Whole(1, MOST_COPIES as u64),
        MAJORITY,
        "a read is answered with the newest of the first so many answers (R)",
    )
    .or_else(&["r", "reads", "read_quorum"])
    .in_steps(),
    field(
        "asks",
        choice::<Asks>(),
        Is("`all`"),
        "a read asks all copies and takes the first `read` answers, or it asks as many as it needs",
    ),
    field("write_work", Form::Varying(Want::Duration), WORK, "CPU time of a write, at each node")
        .or_else(&["work"])
        .in_steps(),
    field("read_work", Form::Varying(Want::Duration), WORK, "CPU time of a read, at each node")
        .or_else(&["work"])
        .in_steps(),
    field(
        "lag",
        Form::Varying(Want::Duration),
        Is("0"),
        "what a write takes to a node beside the hop: the cause of stale reads",
    )
    .or_else(&["replication_lag", "delivery"]),
    field(
        "hints",
        Form::Flag,
        Is("`true`"),
        "a write that a node misses is kept, and brought to it once it is back, one after the other",
    )
    .or_else(&["hinted_handoff", "handoff"]),
    field(
        "read_repair",
        Form::Flag,
        Is("`false`"),
        "a read brings the newest value to those of the nodes it asked that have an older one",
    )
    .or_else(&["repair"]),
];

/// Reads a key-value store's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let hardware = Hardware::read(fields);
    let instances = fields.count("instances").map(|instances| instances.value);
    let copies = fields.count("copies").map(|copies| copies.value);
    if let (Some(instances), Some(copies)) = (instances, copies)
        && copies > instances
    {
        fields.complain("copies", Fault::MoreCopiesThanNodes { copies, instances });
    }
    let copies = copies.unwrap_or(instances.map_or(USUAL_COPIES, |nodes| nodes.min(USUAL_COPIES)));
    let instances = instances.unwrap_or(copies).max(copies);
    let write = quorum(fields, "write", copies).unwrap_or(copies / 2 + 1);
    let read = quorum(fields, "read", copies).unwrap_or(copies / 2 + 1);
    let asks = fields.choice("asks");
    let write_work = work(fields, "write_work");
    let read_work = work(fields, "read_work");
    let lag = fields.varying("lag");
    let hints = fields.flag("hints");
    let read_repair = fields.flag("read_repair");
    if copies == 1 {
        for name in ["asks", "read_repair"] {
            fields.useless(name, Why::OneCopy);
        }
    }
    Spec {
        hardware,
        instances,
        copies,
        write,
        read,
        asks: asks.map_or(Asks::All, |asks| asks.value),
        write_work,
        read_work,
        lag: lag.map_or(Dist::ZERO, |lag| lag.value),
        hints: hints.is_none_or(|hints| hints.value),
        read_repair: read_repair.is_some_and(|repair| repair.value),
    }
}

/// A quorum, of no more than the copies.
fn quorum(fields: &mut Fields<'_, '_>, name: &'static str, copies: u32) -> Option<u32> {
    let found = fields.count(name)?.value;
    if found > copies {
        fields.complain(name, Fault::QuorumAboveCopies { field: name, quorum: found, copies });
    }
    Some(found.min(copies))
}

fn work(fields: &mut Fields<'_, '_>, name: &'static str) -> Dist {
    if let Some(work) = fields.varying(name) {
        return work.value;
    }
    if fields.has(name).is_none() {
        fields.assume(name);
    }
    Dist::Constant(WORK_US * 1000)
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    spec.write = quorum(fields, "write", spec.copies).unwrap_or(spec.write);
    spec.read = quorum(fields, "read", spec.copies).unwrap_or(spec.read);
    if let Some(work) = fields.varying("write_work") {
        spec.write_work = work.value;
    }
    if let Some(work) = fields.varying("read_work") {
        spec.read_work = work.value;
    }
}
