//! What a cache or a CDN counts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Measured;

/// Hits, and what became of writes.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct CacheCounts {
    /// The share of reads that it had an entry for.
    pub hit_ratio: Measured,
    /// The share of reads that found an old value, where anything is read that is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_read_ratio: Option<Measured>,
    /// Writes that were acknowledged and then lost with an instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_writes: Option<u64>,
}
