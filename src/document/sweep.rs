//! What `napkin sweep --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::Head;

/// Figures over one parameter, or two.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Sweep {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
}
