//! `napkin estimate`: the arithmetic alone.

use std::path::Path;

use super::args::{EstimateArgs, Rounding, RunFlags};
use super::folder::{self, Contents, Names};
use super::output::{self, Failure};
use super::terminal::Terminal;
use super::{Exit, command, input};
use crate::chart::Chart;
use crate::document::estimate::{Document, rounding_cost};
use crate::document::{Report, Warning};
use crate::estimate::SEED;
use crate::message::cli::Text;
use crate::note::{self, Detail, Note, swings};
use crate::pipeline;
use crate::report::markdown::{self, ChartRef};
use crate::report::{html, json, text};
use crate::words::Say;

/// The picture, so that that of a former estimate can be cleared away.
const CHARTS: [&str; 1] = ["tornado"];

/// Prints what the page's formulas come to, and what napkin adds to them.
pub fn main(args: &EstimateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    let facts = match input::facts(&args.page, terminal) {
        Ok(facts) => facts,
        Err(exit) => return Ok(exit),
    };
    let loaded = match input::load(&args.scenario, &args.page, &facts, terminal) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    if args.json || args.quiet {
        // The report in words has them.
        output::show_problems(&loaded.problems, &loaded.sources, &args.scenario, terminal);
    }
    if let Some(folder) = &args.out {
        output::ensure_writable(folder)?;
    }
    let napkin = env!("CARGO_PKG_VERSION");
    let seed = args.seed.unwrap_or(SEED);
    let (estimate, cost) = pipeline::estimate(&loaded, seed, args.rounding == Rounding::Interview);
    let document = Document {
        napkin: napkin.to_owned(),
        scenario: loaded.name.clone(),
        rounding: rounding_cost(&estimate.lines),
        estimate: estimate.lines,
        tornado: estimate.tornado,
        cost,
        assumed: loaded.assumed.clone(),
        finals: estimate.finals,
    };
    let report = Report {
        napkin: napkin.to_owned(),
        scenario: loaded.name,
        about: loaded.about,
        estimate: document.estimate.clone(),
        assumed: loaded.assumed,
        latency_rows: loaded.latency_rows,
        warnings: loaded.warnings.into_iter().map(Warning::from).collect(),
        command: command(args),
        seed,
        ..Report::default()
    };
    let note = note::estimate::note(&report, &document, terminal.lang);
    if let Some(folder) = &args.out {
        write(folder, &note, &document)?;
    }
    if args.json {
        output::print(&json::document(&document, terminal.lang))?;
    } else if !args.quiet {
        let mut out = text::render(&note, Detail::Full, terminal.width, terminal.color);
        if let Some(folder) = &args.out {
            out.push('\n');
            let file = folder.join("estimate.md").display().to_string();
            out.push_str(&Text::Written { file: &file }.say(terminal.lang));
        }
        output::print(&out)?;
    }
    Ok(Exit::Done)
}

/// Writes the note, its chart and the document.
fn write(folder: &Path, told: &Note, document: &Document) -> Result<(), Failure> {
    let lang = told.lang;
    let names = Names { note: "estimate.md", page: "estimate.html", document: "estimate.json" };
    let note = |shown: &[ChartRef]| markdown::render(told, shown);
    let charts: Vec<Chart> = swings::draw(document, lang).into_iter().collect();
    let page = html::render(told, &charts);
    let (document, stems, others) = (json::document(document, lang), &CHARTS, Vec::new());
    folder::write(folder, Contents { names, page, document, charts, stems, others }, note)
}

/// The command that gives the same estimate again.
fn command(args: &EstimateArgs) -> String {
    let interview = (args.rounding == Rounding::Interview).then(|| "interview".to_owned());
    let run = RunFlags { seed: args.seed, ..RunFlags::default() };
    let own: Vec<(&str, Option<String>)> =
        interview.into_iter().map(|rounding| ("rounding", Some(rounding))).collect();
    command::line("estimate", &[&args.scenario], &args.page, &run, &own)
}
