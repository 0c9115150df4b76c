//! What `napkin scale --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::Head;

/// Scale-up against scale-out: the cheapest design of each kind for each rate.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Scaling {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
}
