//! What `napkin capacity --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::Head;

/// The highest rate that meets the objectives, what limits it, and when it runs out.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Capacity {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
}
