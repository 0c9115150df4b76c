//! `server`: instances of a machine, each with cores, worker threads, memory, a disk and a network card.

use super::Hardware;
use crate::message::language as say;
use crate::reader::{Fields, Want};
use crate::sample::Dist;

/// A server's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Limits of each instance.
    pub hardware: Hardware,
    /// Instances.
    pub instances: u32,
    /// Threads per instance, each held by a call from admission to answer.
    pub workers: Option<u32>,
    /// Waiting places per instance, before the workers if there are any, else before the cores.
    pub queue: Option<u32>,
    /// Waiting for an answer frees the worker too.
    pub is_async: bool,
    /// What each call asks of the instance.
    pub work: Work,
    /// Order in which the cores serve.
    pub order: Order,
    /// Universal Scalability Law α.
    pub contention: f64,
    /// Universal Scalability Law β.
    pub coherency: f64,
}

/// What a call asks of an instance: CPU time, then disk, then a wait that nothing limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// CPU time.
    pub cpu: Dist,
    /// Disk use.
    pub disk: DiskWork,
    /// Time spent outside (a remote API, a lock): delays, occupies no core.
    pub io: Dist,
    /// Memory held from admission to answer, bytes.
    pub memory_b: Option<f64>,
}

/// Disk use of a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum DiskWork {
    /// None.
    #[default]
    None,
    /// The disk is busy this long.
    Time(Dist),
    /// So many operations, each 1/iops.
    Operations(f64),
    /// One operation of so many bytes: 1/iops + bytes/bandwidth.
    Bytes(f64),
}

/// Order of service at the cores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// First come, first served.
    #[default]
    Fifo,
    /// All at once, sharing the cores.
    ProcessorSharing,
    /// Lower `priority:` first, without interrupting.
    Priority,
}

/// Its fields on a page.
pub const FIELDS: [&str; 13] = [
    "machine",
    "cores",
    "memory",
    "bandwidth",
    "disk",
    "instances",
    "workers",
    "queue",
    "async",
    "work",
    "order",
    "contention",
    "coherency",
];

/// Reads a server's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let hardware = Hardware::read_with_disk(fields);
    let instances = fields.count("instances", super::MOST_INSTANCES);
    let workers = fields.count("workers", super::MOST_WORKERS);
    let queue = fields.whole("queue", 0, u64::from(super::MOST_WORKERS) * 1000);
    let is_async = fields.flag("async");
    let work = Work::read(fields).unwrap_or_default();
    let words = [
        ("fifo", Order::Fifo),
        ("processor_sharing", Order::ProcessorSharing),
        ("priority", Order::Priority),
    ];
    let order = fields.choice("order", &words);
    let contention = fields.amount("contention", Want::Share);
    let coherency = fields.amount("coherency", Want::Share);
    let has_cores = fields.has("cores").or(fields.has("machine")).is_some();
    let has_workers = fields.has("workers").is_some();
    if !has_cores {
        for name in ["order", "contention", "coherency"] {
            fields.useless(name, say::WHY_NO_CORES);
        }
    }
    if !has_cores && !has_workers {
        fields.useless("queue", say::WHY_NOTHING_QUEUES);
    }
    if is_async.is_some_and(|is_async| is_async.value) && !has_workers {
        fields.useless("async", say::WHY_NO_WORKERS);
    }
    if has_cores && order.as_ref().is_some_and(|order| order.value == Order::ProcessorSharing) {
        for name in ["contention", "coherency"] {
            fields.useless(name, say::WHY_SHARED);
        }
        if !has_workers {
            fields.useless("queue", say::WHY_SHARED);
        }
    }
    Spec {
        hardware,
        instances: instances.map_or(1, |instances| instances.value),
        workers: workers.map(|workers| workers.value),
        queue: queue.map(|queue| u32::try_from(queue.value).unwrap_or(u32::MAX)),
        is_async: is_async.is_some_and(|is_async| is_async.value),
        work,
        order: order.map(|order| order.value).unwrap_or_default(),
        contention: contention.map_or(0.0, |contention| contention.value),
        coherency: coherency.map_or(0.0, |coherency| coherency.value),
    }
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(work) = Work::read(fields) {
        spec.work = work;
    }
}

impl Default for Work {
    fn default() -> Self {
        Self { cpu: Dist::ZERO, disk: DiskWork::None, io: Dist::ZERO, memory_b: None }
    }
}

impl Work {
    /// A duration is CPU time; a map may say what is asked of each resource.
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let node = fields.node("work")?;
        let parts = ["cpu", "disk", "io", "memory"];
        if !parts.iter().any(|part| node.get(part).is_some()) {
            let cpu = fields.varying("work")?.value;
            return Some(Self { cpu, ..Self::default() });
        }
        let mut inner = fields.nested("work")?;
        let cpu = inner.varying("cpu").map_or(Dist::ZERO, |cpu| cpu.value);
        let disk = DiskWork::read(&mut inner);
        let io = inner.varying("io").map_or(Dist::ZERO, |io| io.value);
        let memory_b = inner.amount("memory", Want::Size).map(|memory| memory.value);
        inner.finish();
        Some(Self { cpu, disk, io, memory_b })
    }
}

impl DiskWork {
    /// A duration is time on the disk, a plain number counts operations, a size is one operation of so much.
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let Some(node) = fields.node("disk") else { return Self::None };
        match fields.reading.dimension(node) {
            Some(crate::units::Dim::BYTES) => {
                fields.amount("disk", Want::Size).map_or(Self::None, |size| Self::Bytes(size.value))
            }
            Some(crate::units::Dim::NONE) => fields
                .amount("disk", Want::Count)
                .map_or(Self::None, |count| Self::Operations(count.value)),
            _ => fields.varying("disk").map_or(Self::None, |time| Self::Time(time.value)),
        }
    }
}
