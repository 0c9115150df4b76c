//! Why a field has no effect, and why a value was assumed.

use crate::message::Why;

pub fn why(what: &Why) -> String {
    match what {
        Why::NoCores => "without `cores` or `machine`, work is a pure delay",
        Why::SharedCores => "under `order: processor_sharing` nobody waits: all share the cores",
        Why::NoTimeout => "without a `timeout` the client never gives up",
        Why::NothingQueues => "without `workers`, `cores` or `machine`, nothing ever waits",
        Why::NoWorkers => "without `workers` there are no threads to free",
        Why::FixedPause => "the pause is always `base`; it grows with `backoff: exponential`",
        Why::NotWeighted => "weights count only with `policy: weighted`",
        Why::KnownHitRatio => "with a known `hit_ratio` no entries are simulated",
        Why::NoMemoryLimit => "without `memory` or `machine` nothing has to go",
        Why::NoTtl => "without a `ttl` no entry's life ever ends",
        Why::NoEarlyRefresh => "it counts only with `refresh: early`",
        Why::NoReplicas => "the database has no `replicas`",
        Why::OneShard => "there is one shard; write `shards: 4`",
        Why::PageRead => "a page that is not in the buffer is read like 8 KiB from an SSD at random (napkin_2026)",
        Why::NoDiskWork => "no work here uses the disk; write `work: { cpu: 1ms, disk: 2 }`",
        Why::AtMostOnce => "with `at_most_once` no message is handed out again",
        Why::OpenLoad => "only `clients` think; arrivals at a rate don't wait for answers",
        Why::ClosedLoad => "`clients` send when they have their answer; there is no rate to change",
        Why::TimesOne => "one times the load is the load",
        Why::OnlyKill => "only `kill` has a count",
        Why::OnlySlow => "only `slow` has `times`",
        Why::NoDesign => "the page has no `components` whose latency or cost could be measured",
        Why::NothingRuns => "the page has no `components` that anything could happen to",
        Why::OneSite => "every component is at the same site; write `site:` in some of them",
        Why::NobodyGivesUp => "nobody gives up on this call; write a `timeout` too",
        Why::TakesAll => "without workers or cores the consumer takes every message at once",
        Why::NothingLater => "no path leaves work for `later`",
        Why::NoPriorityOrder => "no server has `order: priority`",
        Why::FlushIsOver => "a flush is over at once",
        Why::SetStays => "the new value stays; set the old one back with another entry",
        Why::RetryPause => "the pause before a retry was not written",
        Why::HealthChecks => "napkin's choice: an outage is noticed in some seconds, a slip is not",
        Why::CacheWork => "one core of a single-threaded cache does about 81,000 to 134,000 GETs a second (redis-benchmark)",
        Why::DatabaseRead => "pgbench of 2026-03: 1,600 to 1,770 TPC-B transactions a second per vCPU, of five statements each",
        Why::DatabaseWrite => "pgbench of 2026-03: one TPC-B transaction, a commit with three updates, takes 565 to 625 µs of a vCPU",
        Why::KvWork => "ScyllaDB's own rule for sizing: at least 12,500 simple operations a second on a core",
        Why::OneCopy => "there is one copy of each key",
        Why::Lag => "the lag of the replicas was not written; 10 ms is usual inside a region",
        Why::Failover => "napkin's choice; RDS Multi-AZ states 60 to 120 s in all, Aurora often under 30 s",
        Why::Boot => "napkin's choice; a virtual machine takes one to some minutes, a container some seconds",
        Why::Burst => "not written: one second's worth",
        Why::DataSize => "the size of an item was not written",
        Why::HalfARoundTrip => "half of the latency table's round trip inside a data centre",
        Why::Redeliver => "napkin's choice: long beside a consumer's work, short beside an outage",
        Why::UsableShare => "napkin's choice: the share of a capacity that a need is computed for, so that queues stay short and one \
         machine may fail",
        Why::InstanceAvailability => "napkin's choice: the round figure of textbooks for one instance, deployments included; failures are taken \
         as independent",
        Why::NotWritten => "the page does not say",
    }
    .to_owned()
}
