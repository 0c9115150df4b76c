//! `server`: instances of a machine, each with cores, worker threads, memory, a disk and a network card.

use super::autoscale::{self, AUTOSCALE};
use super::{Hardware, Kind, MOST_INSTANCES, MOST_WORKERS, PLACE, call, machine, pauses, shed};
use crate::component;
use crate::message::Why;
use crate::message::component::Fault;
use crate::reader::table::Otherwise::Is;
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Want};
use crate::sample::Dist;

/// A server's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Limits of each instance.
    pub hardware: Hardware,
    /// Instances; with `autoscale` those at the start.
    pub instances: u32,
    /// What adds and removes instances.
    pub autoscale: Option<autoscale::Spec>,
    /// Threads per instance, each held by a call from admission to answer.
    pub workers: Option<u32>,
    /// When calls are refused because all wait too long.
    pub shed: Option<shed::Spec>,
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

/// The kind.
pub static KIND: Kind = Kind {
    table: Table::of("server", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "Machines that do work.",
    words: &["service", "app", "api", "web", "worker", "machine"],
    read: |fields| component::Spec::Server(read(fields)),
};

/// Its fields on a page.
const FIELDS: &[Field] = &[
    machine::MACHINE,
    machine::CORES.means("CPU cores; without them work is a pure delay"),
    machine::MEMORY.means("held from admission to answer: `work.memory`, else the request's `size`"),
    machine::BANDWIDTH
        .means("the card; the request's `size` passes it once, out for reads, in for writes"),
    machine::DISK,
    pauses::FIELD,
    field(
        "instances",
        Form::Whole(1, MOST_INSTANCES as u64),
        Is("1, or `autoscale.min`"),
        "how many there are; with `autoscale`, at the start",
    )
    .or_else(&["count", "nodes", "num_instances", "replicas"])
    .in_set()
    .is_size(),
    AUTOSCALE,
    field(
        "workers",
        Form::Whole(1, MOST_WORKERS as u64),
        Is("no limit"),
        "threads per instance, each held by a call from admission to answer",
    )
    .or_else(&["threads", "concurrency"])
    .in_set()
    .is_size(),
    field(
        "queue",
        Form::Whole(0, MOST_WORKERS as u64 * 1000),
        Is("endless"),
        "waiting places per instance, before the workers, else before the cores; beyond: `queue_full`",
    )
    .or_else(&["queue_size", "max_queue"]),
    shed::FIELD,
    field("async", Form::Flag, Is("`false`"), "waiting for an answer frees the worker too"),
    field(
        "work",
        Form::Short("cpu", &WORK),
        Is("0"),
        "what a call needs: a duration is CPU time",
    )
    .shown("varying duration, or map")
    .or_else(&["service_time", "latency"])
    .in_steps(),
    field("order", choice::<Order>(), Is("`fifo`"), "in which order the cores serve")
        .or_else(&["discipline"]),
    field(
        "contention",
        Form::Amount(Want::Share),
        Is("0"),
        "α of the Universal Scalability Law: work that only one core can do at a time",
    )
    .or_else(&["alpha"]),
    field(
        "coherency",
        Form::Amount(Want::Share),
        Is("0"),
        "β: cores that disturb each other, growing with the square of their number",
    )
    .or_else(&["beta"]),
];

/// The fields of `work`.
static WORK: Table = Table::of(
    "work",
    &[&[
        field("cpu", Form::Varying(Want::Duration), Is("0"), "time on a core"),
        field(
            "disk",
            Form::Varying(Want::Duration),
            Is("0"),
            "time on the disk; or so many operations; or one operation of so many bytes",
        )
        .shown("varying duration, count or size"),
        field(
            "io",
            Form::Varying(Want::Duration),
            Is("0"),
            "time spent outside (a remote API, a lock): holds the worker, no core",
        ),
        field("memory", Form::Amount(Want::Size), Is("the request's `size`"), "memory held")
            .or_else(&["size", "ram", "max_memory"]),
    ]],
);

impl Word for Order {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("fifo", Self::Fifo),
        ("processor_sharing", Self::ProcessorSharing),
        ("priority", Self::Priority),
    ];
}

/// Reads a server's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let hardware = Hardware::read_with_disk(fields);
    let instances = fields.count("instances");
    let workers = fields.count("workers");
    let queue = fields.count("queue");
    let shed = shed::Spec::read(fields);
    let is_async = fields.flag("async");
    let work = Work::read(fields).unwrap_or_default();
    let order = fields.choice("order");
    let contention = fields.amount("contention");
    let coherency = fields.amount("coherency");
    let has_cores = fields.has("cores").or(fields.has("machine")).is_some();
    let has_workers = fields.has("workers").is_some();
    let autoscale = autoscale::Spec::read(fields, has_cores, has_workers);
    if let (Some(scale), Some(instances)) = (&autoscale, &instances)
        && !(scale.min..=scale.max).contains(&instances.value)
    {
        let (instances, min, max) = (instances.value, scale.min, scale.max);
        fields.complain("instances", Fault::StartsOutsideItsScale { instances, min, max });
    }
    let least = autoscale.as_ref().map_or(1, |scale| scale.min);
    if !has_cores {
        for name in ["order", "contention", "coherency"] {
            fields.useless(name, Why::NoCores);
        }
    }
    if !has_cores && !has_workers {
        fields.useless("queue", Why::NothingQueues);
        fields.useless("shed", Why::NothingQueues);
    }
    if is_async.is_some_and(|is_async| is_async.value) && !has_workers {
        fields.useless("async", Why::NoWorkers);
    }
    if has_cores && order.as_ref().is_some_and(|order| order.value == Order::ProcessorSharing) {
        for name in ["contention", "coherency"] {
            fields.useless(name, Why::SharedCores);
        }
        if !has_workers {
            fields.useless("queue", Why::SharedCores);
            fields.useless("shed", Why::SharedCores);
        }
    }
    Spec {
        hardware,
        instances: instances.map_or(least, |instances| instances.value),
        autoscale,
        workers: workers.map(|workers| workers.value),
        queue: queue.map(|queue| queue.value),
        shed,
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
        if !WORK.fields().any(|part| node.get(part.name).is_some()) {
            let cpu = fields.varying("work")?.value;
            return Some(Self { cpu, ..Self::default() });
        }
        let mut inner = fields.nested("work")?;
        let cpu = inner.varying("cpu").map_or(Dist::ZERO, |cpu| cpu.value);
        let disk = DiskWork::read(&mut inner);
        let io = inner.varying("io").map_or(Dist::ZERO, |io| io.value);
        let memory_b = inner.amount("memory").map(|memory| memory.value);
        inner.finish();
        Some(Self { cpu, disk, io, memory_b })
    }
}

impl DiskWork {
    /// A duration is time on the disk, a plain number counts operations, a size is one operation of so much.
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let Some(node) = fields.node("disk") else { return Self::None };
        match fields.reading.dimension(node) {
            Some(crate::units::Dim::BYTES) => fields
                .amount_in("disk", Want::Size)
                .map_or(Self::None, |size| Self::Bytes(size.value)),
            Some(crate::units::Dim::NONE) => fields
                .amount_in("disk", Want::Count)
                .map_or(Self::None, |count| Self::Operations(count.value)),
            _ => fields.varying("disk").map_or(Self::None, |time| Self::Time(time.value)),
        }
    }
}
