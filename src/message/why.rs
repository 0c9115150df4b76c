//! Reasons: why a field has no effect, and why a value was assumed.

use schemars::JsonSchema;
use serde::Serialize;

/// Why a field has no effect, or why a value was chosen that the page does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// Without `cores` or `machine`, work is a pure delay.
    NoCores,
    /// Under `order: processor_sharing` nobody waits: all share the cores.
    SharedCores,
    /// Without `workers`, `cores` or `machine`, nothing ever waits.
    NothingQueues,
    /// Without a `timeout` nobody gives up.
    NoTimeout,
    /// Without `workers` there are no threads to free.
    NoWorkers,
    /// The pause is always `base`; it grows with `backoff: exponential`.
    FixedPause,
    /// Weights count only with `policy: weighted`.
    NotWeighted,
    /// With a known `hit_ratio` no entries are simulated.
    KnownHitRatio,
    /// Without `memory` or `machine` nothing has to go.
    NoMemoryLimit,
    /// Without a `ttl` no entry's life ever ends.
    NoTtl,
    /// It is about `refresh: early`.
    NoEarlyRefresh,
    /// The database has no `replicas`.
    NoReplicas,
    /// There is one shard; write `shards: 4`.
    OneShard,
    /// A page that is not in the buffer is read like 8 KiB from an SSD at random (`napkin_2026`).
    PageRead,
    /// No work here uses the disk; write `work: { cpu: 1ms, disk: 2 }`.
    NoDiskWork,
    /// With `at_most_once` no message is handed out again.
    AtMostOnce,
    /// Only `clients` think; arrivals at a rate don't wait for answers.
    OpenLoad,
    /// `clients` send when they have their answer; there is no rate to change.
    ClosedLoad,
    /// One times the load is the load.
    TimesOne,
    /// Only `arrive` says within how long, and which request.
    OnlyArrive,
    /// `within` says over how long the requests come.
    ArriveWithin,
    /// Only `kill`, `slow` and `hang` strike instances.
    OnlyStrikes,
    /// Only `slow` has `times`.
    OnlySlow,
    /// The page has no `components` whose latency or cost could be measured.
    NoDesign,
    /// The page has no `components` that anything could happen to.
    NothingRuns,
    /// Every component is at the same site; write `site:` in some of them.
    OneSite,
    /// Nobody gives up on this call; write a `timeout` too.
    NobodyGivesUp,
    /// The consumer takes every message as soon as it is there.
    TakesAll,
    /// No path leaves work for `later`.
    NothingLater,
    /// No server has `order: priority`.
    NoPriorityOrder,
    /// A flush is over at once.
    FlushIsOver,
    /// The new value stays; set the old one back with another entry.
    SetStays,
    /// The pause before a retry was not written.
    RetryPause,
    /// Napkin's choice: an outage is noticed in some seconds, a slip is not.
    HealthChecks,
    /// One core of a single-threaded cache does about 81,000 to 134,000 GETs a second (`redis-benchmark`).
    CacheWork,
    /// `pgbench` of 2026-03: 1,600 to 1,770 `TPC-B` transactions a second per vCPU, of five statements each.
    DatabaseRead,
    /// `pgbench` of 2026-03: one `TPC-B` transaction, a commit with three updates, takes 565 to 625 µs of a vCPU.
    DatabaseWrite,
    /// ScyllaDB's own rule: at least 12,500 simple operations a second on a core.
    KvWork,
    /// There is one copy of each key.
    OneCopy,
    /// The lag of the replicas was not written; 10 ms is usual inside a region.
    Lag,
    /// Napkin's choice; RDS Multi-AZ states 60 to 120 s in all, Aurora often under 30 s.
    Failover,
    /// Napkin's choice: a virtual machine takes one to some minutes, a container some seconds.
    Boot,
    /// Not written: one second's worth.
    Burst,
    /// The size of an item was not written.
    DataSize,
    /// Half of the latency table's round trip inside a data centre.
    HalfARoundTrip,
    /// Napkin's choice: long beside a consumer's work, short beside an outage.
    Redeliver,
    /// Napkin's choice: the share of a capacity that a need is computed for, so that queues stay short and one machine may fail.
    UsableShare,
    /// Napkin's choice: the round figure of textbooks for one instance, deployments included; failures are taken as independent.
    InstanceAvailability,
    /// The page does not say.
    NotWritten,
}
