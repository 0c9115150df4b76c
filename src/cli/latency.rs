//! `napkin latency`: the table of how long things take.

use serde_json::{Map, Value};

use super::Exit;
use super::args::LatencyArgs;
use super::output::{self, Failure};
use super::terminal::Terminal;
use crate::note::latency;
use crate::pipeline;
use crate::report::json;
use crate::scenario::page;
use crate::words::Say;

/// Prints the whole table, one list, or one year of the model.
pub fn main(args: &LatencyArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    let path = args.latency_table.as_deref();
    let facts = match pipeline::facts(&mut page::read_file, path, None) {
        Ok(facts) => facts,
        Err(wrong) => {
            let name = path.map(|path| path.display().to_string()).unwrap_or_default();
            output::show_problems(&wrong.problems, &wrong.sources, &name, terminal);
            return Ok(Exit::Invalid);
        }
    };
    let table = facts.tables().latency;
    let list = args.list.as_deref();
    let text = if args.json {
        latency::render_json(table, list, args.year, terminal.lang).map(|body| {
            let mut document = Map::new();
            document.insert("napkin".to_owned(), env!("CARGO_PKG_VERSION").into());
            if let Value::Object(body) = body {
                document.extend(body);
            }
            json::document(&document, terminal.lang)
        })
    } else {
        latency::render(table, list, args.year, true, terminal.width, terminal.lang)
    };
    match text {
        Ok(text) => {
            if args.json || !args.quiet {
                output::print(&text)?;
            }
            Ok(Exit::Done)
        }
        // A list that the table has not got, or a year that its model does not cover.
        Err(refusal) => {
            output::complain(&refusal.say(terminal.lang), terminal.lang);
            Ok(Exit::Usage)
        }
    }
}
