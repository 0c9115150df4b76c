//! What `napkin compare --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::Head;

/// Variants side by side, with the intervals of their differences.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Comparison {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
}
