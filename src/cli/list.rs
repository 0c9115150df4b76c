//! `napkin list`: the gallery.

use serde_json::{Value, json};

use super::Exit;
use super::args::ListArgs;
use super::gallery::GALLERY;
use super::output::{self, Failure};
use super::terminal::Terminal;
use crate::message::Lang;
use crate::message::cli::Text;
use crate::report::json;
use crate::report::text::wrapped;
use crate::words::Say;

/// Blanks between the two columns.
const GAP: usize = 2;
/// A column of words narrower than this would be unreadable.
const LEAST_ROOM: usize = 40;

/// Prints each scenario's name and what it teaches.
pub fn main(args: &ListArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    if args.json {
        let scenarios: Vec<Value> = GALLERY
            .iter()
            .map(|entry| json!({ "name": entry.name, "teaches": entry.teaches() }))
            .collect();
        let document = json!({ "napkin": env!("CARGO_PKG_VERSION"), "scenarios": scenarios });
        output::print(&json::document(&document, terminal.lang))?;
        return Ok(Exit::Done);
    }
    if !args.quiet {
        output::print(&text(terminal.width, terminal.lang))?;
    }
    Ok(Exit::Done)
}

/// Names on the left, what each teaches beside it.
fn text(width: usize, lang: Lang) -> String {
    let longest = GALLERY.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let room = width.saturating_sub(longest + GAP).max(LEAST_ROOM);
    let mut out = String::new();
    for entry in GALLERY {
        for (index, line) in wrapped(&entry.teaches(), room).iter().enumerate() {
            let name = if index == 0 { entry.name } else { "" };
            out.push_str(&format!("{name:longest$}{:GAP$}{line}\n", ""));
        }
    }
    format!("{out}\n{}\n", Text::RunOne.say(lang))
}
