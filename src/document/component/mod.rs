//! What each component did; what only its kind counts is in its kind's file.

mod cache;
mod database;
mod kv;
mod queue;
mod server;

pub use cache::CacheCounts;
pub use database::{DatabaseCounts, FailoverCounts};
pub use kv::KvCounts;
pub use queue::QueueCounts;
pub use server::{ScalingCounts, ServerCounts};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Measured;

/// One component's measurements.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct ComponentReport {
    /// `server`, `cache`, …
    pub kind: String,
    /// Of its busiest resource, 0..1; `None` where nothing limits it.
    pub utilization: Option<Measured>,
    /// Calls into it.
    pub arrivals_per_s: Measured,
    /// Calls waiting in its queues, time average.
    pub queue_mean: Measured,
    /// Waiting before service.
    pub wait_ms: WaitMs,
    /// `{ mean }`: its own work per call, without waiting and without downstream calls.
    pub service_ms: ServiceMs,
    /// Each limited resource (`workers`, `cpu`, `disk`, `network`, `memory`, `connections`, …).
    pub resources: BTreeMap<String, Resource>,
    /// Its machines (a database's nodes), of a kind that has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instances: Option<u32>,
    /// Where its load is uneven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busiest_instance: Option<BusiestInstance>,
    /// What only its kind counts.
    #[serde(flatten)]
    pub own: Own,
    /// What its callers' breakers and copies did, where there are any.
    #[serde(flatten)]
    pub guards: GuardCounts,
    /// Calls into it that failed, by reason, whatever became of the request.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub failed_calls: BTreeMap<String, u64>,
}

/// What its callers' breakers and copies did, in all replications.
#[derive(Clone, Copy, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct GuardCounts {
    /// How often a breaker opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breakers_opened: Option<u64>,
    /// Calls that were sent a second time (`hedge`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<u64>,
    /// Of those, the ones that the copy answered first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies_won: Option<u64>,
}

/// What only a component's kind counts.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum Own {
    /// A cache or a CDN.
    Cache(CacheCounts),
    /// A database.
    Database(DatabaseCounts),
    /// A key-value store.
    Kv(KvCounts),
    /// A queue.
    Queue(QueueCounts),
    /// A server that scales by itself.
    Server(ServerCounts),
    /// A kind that counts nothing of its own.
    Nothing {},
}

impl Default for Own {
    fn default() -> Self {
        Self::Nothing {}
    }
}

impl Own {
    /// The share of a cache's reads that it had an entry for.
    #[must_use]
    pub const fn hit_ratio(&self) -> Option<Measured> {
        match self {
            Self::Cache(counts) => Some(counts.hit_ratio),
            Self::Database(_)
            | Self::Kv(_)
            | Self::Queue(_)
            | Self::Server(_)
            | Self::Nothing {} => None,
        }
    }

    /// The share of reads that found an old value.
    #[must_use]
    pub const fn stale_read_ratio(&self) -> Option<Measured> {
        match self {
            Self::Cache(counts) => counts.stale_read_ratio,
            Self::Database(counts) => counts.stale_read_ratio,
            Self::Kv(counts) => counts.stale_read_ratio,
            Self::Queue(_) | Self::Server(_) | Self::Nothing {} => None,
        }
    }

    /// What an autoscaler did.
    #[must_use]
    pub const fn scaling(&self) -> Option<&ScalingCounts> {
        match self {
            Self::Server(counts) => Some(&counts.autoscale),
            Self::Cache(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::Queue(_)
            | Self::Nothing {} => None,
        }
    }

    /// Writes that were acknowledged and then lost, in all replications.
    #[must_use]
    pub fn lost_writes(&self) -> Option<u64> {
        match self {
            Self::Cache(counts) => counts.lost_writes,
            Self::Database(counts) => counts.failover.as_ref().map(|found| found.lost_writes),
            Self::Kv(_) | Self::Queue(_) | Self::Server(_) | Self::Nothing {} => None,
        }
    }
}

/// The reason of a call that an open breaker kept back: it never arrived.
const KEPT_BACK: &str = "circuit_open";

impl ComponentReport {
    /// Calls that its callers wanted of it in so many seconds: those that arrived, and those that a breaker kept back.
    #[must_use]
    pub fn wanted(&self, seconds: f64) -> f64 {
        let kept_back = self.failed_calls.get(KEPT_BACK).copied().unwrap_or(0);
        self.arrivals_per_s.value * seconds + kept_back as f64
    }

    /// The resource that `utilization` is of. A pool is its callers': it is never that.
    #[must_use]
    pub fn busiest(&self) -> Option<&str> {
        self.utilization?;
        let own = self.resources.iter().filter(|(name, _)| name.as_str() != "pool");
        own.max_by(|a, b| a.1.utilization.value.total_cmp(&b.1.utilization.value))
            .map(|(name, _)| name.as_str())
    }
}

/// Mean and p99 of a wait, milliseconds.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct WaitMs {
    pub mean: Measured,
    pub p99: Measured,
}

/// Mean service time.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct ServiceMs {
    pub mean: Measured,
}

/// One resource of a component.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
pub struct Resource {
    /// 0..1, of what there is: of cores with a quota, of the quota.
    pub utilization: Measured,
    /// The share of the time with work in which it stood still because the quota of its period was used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throttled: Option<Measured>,
}

/// The busiest instance of a component whose load is uneven: a hot shard, a popular key's cache node.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
pub struct BusiestInstance {
    /// Which, counted from 0.
    pub instance: usize,
    /// Its busiest resource.
    pub resource: String,
    /// How busy that is.
    pub utilization: Measured,
}
