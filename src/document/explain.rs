//! What `napkin explain --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::Head;

/// Where time goes, what fails where, and which changes help.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Explanation {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
}
