//! Reasons: why a field has no effect, and why a value was assumed.

/// A processor's field without a processor.
pub const WHY_NO_CORES: &str = "without `cores` or `machine`, work is a pure delay";

/// Under processor sharing nobody waits for a core of its own.
pub const WHY_SHARED: &str = "under `order: processor_sharing` nobody waits: all share the cores";
/// Waiting places where nobody waits.
pub const WHY_NOTHING_QUEUES: &str = "without `workers`, `cores` or `machine`, nothing ever waits";
/// Freeing threads that are not limited.
pub const WHY_NO_WORKERS: &str = "without `workers` there are no threads to free";
/// A pause that does not grow.
pub const WHY_FIXED_PAUSE: &str =
    "the pause is always `base`; it grows with `backoff: exponential`";
/// Weights under another policy.
pub const WHY_NOT_WEIGHTED: &str = "weights count only with `policy: weighted`";
/// Entries of a cache that has none.
pub const WHY_HIT_RATIO: &str = "with a known `hit_ratio` no entries are simulated";
/// Eviction without a limit.
pub const WHY_NO_MEMORY_LIMIT: &str = "without `memory` or `machine` nothing has to go";
/// Replication without replicas.
pub const WHY_NO_REPLICAS: &str = "the database has no `replicas`";
/// One shard takes every key.
pub const WHY_ONE_SHARD: &str = "there is one shard; write `shards: 4`";
/// Misses that cost nothing.
pub const WHY_PAGE_READ: &str =
    "a page that is not in the buffer is read like 8 KiB from an SSD at random (napkin_2026)";
/// A disk that nothing uses.
pub const WHY_NO_DISK_WORK: &str =
    "no work here uses the disk; write `work: { cpu: 1ms, disk: 2 }`";
/// Messages that never come back.
pub const WHY_AT_MOST_ONCE: &str = "with `at_most_once` no message is handed out again";
/// Clients that don't wait don't think.
pub const WHY_OPEN_LOAD: &str = "only `clients` think; arrivals at a rate don't wait for answers";
/// A closed load has no rate.
pub const WHY_CLOSED_LOAD: &str =
    "`clients` send when they have their answer; there is no rate to change";
/// Times one.
pub const WHY_TIMES_ONE: &str = "one times the load is the load";
/// Only `kill` counts.
pub const WHY_ONLY_KILL: &str = "only `kill` has a count";
/// Only `slow` multiplies.
pub const WHY_ONLY_SLOW: &str = "only `slow` has `times`";
/// Objectives of arithmetic.
pub const WHY_NO_DESIGN: &str =
    "the page has no `components` whose latency or cost could be measured";
/// Randomness without anything to happen to.
pub const WHY_NOTHING_RUNS: &str = "the page has no `components` that anything could happen to";
/// Only one site.
pub const WHY_ONE_SITE: &str = "every component is at the same site; write `site:` in some of them";
/// Nobody gives up.
pub const WHY_NOBODY_GIVES_UP: &str = "nobody gives up on this call; write a `timeout` too";
/// Nobody looks at priorities.
pub const WHY_NO_PRIORITY_ORDER: &str = "no server has `order: priority`";

/// Why `for` does not go with these verbs.
#[must_use]
pub fn why_it_does_not_last(verb: &str) -> &'static str {
    if verb == "flush" {
        "a flush is over at once"
    } else {
        "the new value stays; set the old one back with another entry"
    }
}

/// Default pause before a retry.
pub const WHY_RETRY_BASE: &str = "the pause before a retry was not written";
/// Default health checks.
pub const WHY_HEALTH: &str = "napkin's choice: an outage is noticed in some seconds, a slip is not";
/// Default work of a cache.
pub const WHY_CACHE_WORK: &str = "one core of a single-threaded cache does about 81,000 to 134,000 GETs a second (redis-benchmark)";
/// Default work of a read.
pub const WHY_DATABASE_READ: &str = "pgbench of 2026-03: 1,600 to 1,770 TPC-B transactions a second per vCPU, of five statements each";
/// Default work of a write.
pub const WHY_DATABASE_WRITE: &str = "pgbench of 2026-03: one TPC-B transaction, a commit with three updates, takes 565 to 625 µs of a vCPU";
/// Default replication lag.
pub const WHY_LAG: &str = "the lag of the replicas was not written; 10 ms is usual inside a region";
/// Default failover.
pub const WHY_FAILOVER: &str =
    "napkin's choice; RDS Multi-AZ states 60 to 120 s in all, Aurora often under 30 s";
/// Default burst of a rate limiter.
pub const WHY_BURST: &str = "not written: one second's worth";
/// Default size of an item.
pub const WHY_DATA_SIZE: &str = "the size of an item was not written";
/// Default delay of a hop.
pub const WHY_HOP: &str = "half of the latency table's round trip inside a data centre";

/// The choice for a message that nobody finishes.
pub const WHY_REDELIVER: &str =
    "napkin's choice: long beside a consumer's work, short beside an outage";
