//! What `napkin montecarlo --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::Head;

/// Unknown inputs and random events drawn many times: how the outcome is distributed.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct MonteCarlo {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
}
