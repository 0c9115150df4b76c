//! `napkin schema`: what editors complete and check a page with, and what `--json` documents look like.

mod document;
mod form;
mod page;

use super::Exit;
use super::args::{Document, SchemaArgs};
use super::output::{self, Failure};
use super::terminal::Terminal;
use crate::document::{Capacity, Comparison, Explanation, MonteCarlo, Scaling, Sweep};
use crate::report::json;

/// Prints the schema of a page, or of a command's document.
pub fn main(args: &SchemaArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    let schema = match args.output {
        None => page::schema(),
        Some(Document::Run) => document::run(),
        Some(Document::Estimate) => document::estimate(),
        Some(Document::Compare) => document::of::<Comparison>(),
        Some(Document::Sweep) => document::of::<Sweep>(),
        Some(Document::Capacity) => document::of::<Capacity>(),
        Some(Document::Scale) => document::of::<Scaling>(),
        Some(Document::Montecarlo) => document::of::<MonteCarlo>(),
        Some(Document::Explain) => document::of::<Explanation>(),
    };
    output::print(&json::document(&schema, terminal.lang))?;
    Ok(Exit::Done)
}
