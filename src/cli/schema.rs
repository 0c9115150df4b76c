//! `napkin schema`: what editors complete and check a page with.

use super::Exit;
use super::args::SchemaArgs;
use super::output::{self, Failure};
use crate::report::json;

/// Prints the schema.
pub fn main(_args: &SchemaArgs) -> Result<Exit, Failure> {
    output::print(&json::document(&serde_json::json!({})))?;
    Ok(Exit::Done)
}
