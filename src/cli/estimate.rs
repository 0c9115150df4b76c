//! `napkin estimate`: the arithmetic alone.

use std::path::Path;

use super::args::{EstimateArgs, Rounding};
use super::output::{self, Failure, File};
use super::run::{picture, quoted};
use super::terminal::Terminal;
use super::{Exit, input};
use crate::message::cli as say;
use crate::pipeline;
use crate::report::estimate::Document;
use crate::report::markdown::{self, ChartRef};
use crate::report::{Report, chart, json, text};

/// The picture's files, so that those of a former estimate can be cleared away.
const CHARTS: [&str; 2] = ["tornado.svg", "tornado.png"];

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
    if let Some(folder) = &args.out {
        output::ensure_writable(folder)?;
    }
    let napkin = env!("CARGO_PKG_VERSION");
    let (estimate, cost) = pipeline::estimate(&loaded, args.rounding == Rounding::Interview);
    let mut document = Document::new(napkin, &loaded.name, estimate, cost);
    document.assumed.clone_from(&loaded.assumed);
    let report = Report {
        napkin: napkin.to_owned(),
        scenario: loaded.name,
        about: loaded.about,
        estimate: document.estimate.clone(),
        assumed: loaded.assumed,
        latency_rows: loaded.latency_rows,
        warnings: loaded.warnings,
        command: command(args),
        ..Report::default()
    };
    if let Some(folder) = &args.out {
        write(folder, &report, &document)?;
    }
    if args.json {
        output::print(&json::document(&document))?;
    } else if !args.quiet {
        let mut out = text::render_estimate(&report, &document, terminal.width, terminal.color);
        if let Some(folder) = &args.out {
            out.push('\n');
            out.push_str(&say::written(&folder.join("estimate.md").display().to_string()));
        }
        output::print(&out)?;
    }
    Ok(Exit::Done)
}

/// Writes the note, its chart and the document.
fn write(folder: &Path, report: &Report, document: &Document) -> Result<(), Failure> {
    let mut files: Vec<File> = Vec::new();
    let mut shown: Vec<ChartRef> = Vec::new();
    if let Some(chart) = chart::tornado(document) {
        let vector = format!("{}.svg", chart.file_stem);
        // The note shows the PNG: it looks the same wherever the font of the SVG is not installed.
        let file = match picture(&chart)? {
            Some((name, bytes)) => {
                files.push((name.clone(), bytes));
                name
            }
            None => vector.clone(),
        };
        files.push((vector, chart.svg.into_bytes()));
        shown.push(ChartRef { file, title: chart.title, alt: chart.alt });
    }
    let note = markdown::render_estimate(report, document, &shown);
    files.push(("estimate.md".to_owned(), note.into_bytes()));
    files.push(("estimate.json".to_owned(), json::document(document).into_bytes()));
    let obsolete = CHARTS.iter().filter(|&&name| !files.iter().any(|(file, _)| file == name));
    let obsolete: Vec<String> = obsolete.map(|&name| name.to_owned()).collect();
    output::write_folder(folder, &files, &obsolete)
}

/// The command that gives the same estimate again.
fn command(args: &EstimateArgs) -> String {
    let mut words = vec!["napkin".to_owned(), "estimate".to_owned(), quoted(&args.scenario)];
    for set in &args.page.set {
        words.extend(["--set".to_owned(), quoted(set)]);
    }
    let tables = [("--latency-table", &args.page.latency_table), ("--prices", &args.page.prices)];
    for (flag, path) in tables {
        if let Some(path) = path {
            words.extend([flag.to_owned(), quoted(&path.display().to_string())]);
        }
    }
    if args.rounding == Rounding::Interview {
        words.extend(["--rounding".to_owned(), "interview".to_owned()]);
    }
    words.join(" ")
}
