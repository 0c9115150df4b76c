//! What a database counts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Measured;

/// Replication, pages in memory, failovers.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct DatabaseCounts {
    /// The share of reads that found an old value, with replicas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_read_ratio: Option<Measured>,
    /// The share of reads whose page was in memory, with a `buffer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buffer_hit_ratio: Option<Measured>,
    /// How long a write takes to reach a replica.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag_ms: Option<Measured>,
    /// What failovers there were.
    #[serde(flatten)]
    pub failover: Option<FailoverCounts>,
}

/// Failovers, in all replications.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct FailoverCounts {
    /// How many.
    pub failovers: u64,
    /// How long they took, on average.
    pub recovery_s: f64,
    /// Writes that were acknowledged and then lost.
    pub lost_writes: u64,
}
