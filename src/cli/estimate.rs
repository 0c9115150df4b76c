//! `napkin estimate`: the arithmetic alone.

use serde_json::json;

use super::args::EstimateArgs;
use super::output::{self, Failure};
use super::terminal::Terminal;
use super::{Exit, input};
use crate::report::{Report, json, text};

/// Prints what the page's formulas come to, and what napkin adds to them.
pub fn main(args: &EstimateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let facts = match input::facts(&args.page, terminal) {
        Ok(facts) => facts,
        Err(exit) => return Ok(exit),
    };
    let loaded = match input::load(&args.scenario, &args.page, &facts, terminal) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let napkin = env!("CARGO_PKG_VERSION");
    if args.json {
        let document =
            json!({ "napkin": napkin, "scenario": loaded.name, "estimate": loaded.estimate });
        output::print(&json::document(&document))?;
    } else if !args.quiet {
        let report = Report {
            napkin: napkin.to_owned(),
            scenario: loaded.name,
            about: loaded.about,
            estimate: loaded.estimate,
            assumed: loaded.assumed,
            latency_rows: loaded.latency_rows,
            warnings: loaded.warnings,
            ..Report::default()
        };
        output::print(&text::render_estimate(&report, terminal.width, terminal.color))?;
    }
    Ok(Exit::Done)
}
