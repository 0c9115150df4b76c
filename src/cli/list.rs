//! `napkin list`: the gallery.

use serde_json::{Value, json};

use super::Exit;
use super::args::ListArgs;
use super::gallery::GALLERY;
use super::output::{self, Failure};
use crate::message::cli as say;
use crate::report::json;

/// Prints each scenario's name and what it teaches.
pub fn main(args: &ListArgs) -> Result<Exit, Failure> {
    if args.json {
        let scenarios: Vec<Value> = GALLERY
            .iter()
            .map(|entry| json!({ "name": entry.name, "teaches": entry.teaches() }))
            .collect();
        let document = json!({ "napkin": env!("CARGO_PKG_VERSION"), "scenarios": scenarios });
        output::print(&json::document(&document))?;
        return Ok(Exit::Done);
    }
    let entries: Vec<(&str, String)> =
        GALLERY.iter().map(|entry| (entry.name, entry.teaches())).collect();
    output::print(&say::gallery(&entries))?;
    Ok(Exit::Done)
}
