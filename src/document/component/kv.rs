//! What a key-value store counts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Measured;

/// Stale reads, and writes that nodes get later than others, in all replications.
#[derive(Clone, Copy, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct KvCounts {
    /// The share of reads that miss a write which had been acknowledged when they began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_read_ratio: Option<Measured>,
    /// Writes that a node missed and that were kept for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hints_kept: Option<u64>,
    /// Of those, the ones that came to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hints_delivered: Option<u64>,
    /// How often a read brought a node a newer version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_repairs: Option<u64>,
}
