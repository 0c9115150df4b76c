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
    /// Misses that waited for the answer to another miss of the entry, and got it, where misses are merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<u64>,
    /// Misses that fetched what another miss of the entry had fetched meanwhile, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_again: Option<u64>,
    /// Entries that were fetched anew before the end of their life, with `refresh: early`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refreshed_early: Option<u64>,
    /// Reads that were answered with an entry after the end of its life, with `stale_while`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_expired: Option<u64>,
}
