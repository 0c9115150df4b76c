//! `napkin check`: validate, and say everything that is wrong.

use serde_json::{Value, json};

use super::args::CheckArgs;
use super::output::{self, Failure};
use super::terminal::Terminal;
use super::{Exit, input};
use crate::message::cli::Text;
use crate::report::json;
use crate::words::Say;

/// Checks every page; one that is wrong does not keep the others from being looked at.
pub fn main(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    let facts = match input::facts(&args.page, terminal) {
        Ok(facts) => facts,
        Err(exit) => return Ok(exit),
    };
    let mut exit = Exit::Done;
    let mut verdicts: Vec<Value> = Vec::new();
    for scenario in &args.scenarios {
        let valid = match input::load(scenario, &args.page, &facts, terminal) {
            Ok(loaded) => {
                output::show_problems(&loaded.problems, &loaded.sources, scenario, terminal);
                if !args.quiet && !args.json {
                    let (name, has_design) = (&loaded.name, loaded.design.is_some());
                    let fit = Text::Fit { file: scenario, name, has_design };
                    output::print(&fit.say(terminal.lang))?;
                }
                true
            }
            Err(failed) => {
                exit = failed;
                false
            }
        };
        verdicts.push(json!({ "file": scenario, "valid": valid }));
    }
    if args.json {
        let document = json!({ "napkin": env!("CARGO_PKG_VERSION"), "checked": verdicts });
        output::print(&json::document(&document, terminal.lang))?;
    }
    Ok(exit)
}
