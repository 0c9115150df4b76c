//! `server`: instances of a machine, each with cores, worker threads, memory, a disk and a network card.

use super::Hardware;
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
