//! What a queue counts.

use schemars::JsonSchema;
use serde::Serialize;

/// Messages, in all replications.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct QueueCounts {
    /// Handed out again because they were not done in time.
    pub redelivered: u64,
    /// With `dead_letter`: set aside, because they were handed out so often and not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead_letters: Option<u64>,
    /// Refused because the queue was full.
    pub dropped: u64,
    /// Not yet handed out when the measured windows ended.
    pub waiting_at_end: u64,
    /// Age of the oldest message that was not done then, from its request's intended arrival, seconds; mean over the
    /// replications.
    pub oldest_at_end_s: f64,
}
