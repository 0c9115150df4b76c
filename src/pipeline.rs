//! The whole program as a few pure calls: files → page → estimate, simulation, bill → report.
//!
//! ```text
//! files ─load→ Loaded (page, design, arithmetic) ─run→ Finished (report)
//! ```
//!
//! Nothing here touches a disk or a terminal: files come from a `Reader`, and what is wrong goes back as
//! `Rejected`. The command line and the tests call the same functions.

use std::io;
use std::path::Path;

use crate::blueprint::{self, Blueprint, Tables};
use crate::cost;
use crate::document::{Assumed, Cost, EstimateLine, LatencyRow, Report};
use crate::estimate::{self, Doubt, Estimate, Flow, Inputs, PageFormula, Written};
use crate::facts::latency::{LatencyTable, Row};
use crate::facts::prices::PriceBook;
use crate::message::cli::{File, Unreadable};
use crate::message::{Complaint, units};
use crate::problem::{FileId, Problem, Problems, Sources, Span, problem, warning};
use crate::reader;
use crate::scenario::page::{self, Reader};
use crate::summary;
use crate::units::propagate::ModelError;
use crate::units::{Dim, Ranged};
use crate::world::{self, Execution, Outcome, Plan, RunError};
use crate::yaml::{Node, PAGE_MAX_BYTES, PAGE_MAX_MIB};

/// Everything that is wrong, and the texts that it points into.
#[derive(Clone, Debug, Default)]
pub struct Rejected {
    /// At least one error.
    pub problems: Problems,
    /// The texts.
    pub sources: Sources,
}

/// The latency table and the price book in use; `None` is the one in the program.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    latency: Option<LatencyTable>,
    prices: Option<PriceBook>,
}

impl Facts {
    /// What a page may refer to.
    #[must_use]
    pub fn tables(&self) -> Tables<'_> {
        let known = Tables::builtin();
        Tables {
            latency: self.latency.as_ref().unwrap_or(known.latency),
            prices: self.prices.as_ref().unwrap_or(known.prices),
        }
    }
}

/// A page that is fit to run, and what arithmetic says of it.
#[derive(Clone, Debug)]
pub struct Loaded<'t> {
    /// `name:` of the page, or its file's stem.
    pub name: String,
    /// `about:` of the page.
    pub about: String,
    /// The design; `None` for a page of arithmetic alone.
    pub design: Option<Design>,
    /// The page's formulas, then napkin's own.
    pub estimate: Vec<EstimateLine>,
    /// What was chosen because the page did not say.
    pub assumed: Vec<Assumed>,
    /// Rows of the latency table that the page used.
    pub latency_rows: Vec<LatencyRow>,
    /// What does not forbid the run.
    pub warnings: Vec<Complaint>,
    /// The same with their places.
    pub problems: Problems,
    /// The texts that they point into.
    pub sources: Sources,
    arithmetic: Arithmetic,
    tables: Tables<'t>,
}

/// What can be simulated.
#[derive(Clone, Debug)]
pub struct Design {
    /// The design, resolved.
    pub blueprint: Blueprint,
    /// What each part of it carries, by arithmetic.
    pub flow: Flow,
}

/// A run that came to an end.
#[derive(Debug)]
pub struct Finished {
    /// What it found.
    pub report: Report,
    /// What each replication measured. `interrupted` is true if it was stopped before every one was done.
    pub outcome: Outcome,
}

/// Reads the tables that replace those in the program.
///
/// # Errors
/// Every bad row of both at once.
pub fn facts(
    reader: &mut Reader<'_>,
    latency: Option<&Path>,
    prices: Option<&Path>,
) -> Result<Facts, Rejected> {
    let mut wrong = Rejected::default();
    let latency = latency.and_then(|path| table(reader, path, LatencyTable::parse, &mut wrong));
    let prices = prices.and_then(|path| table(reader, path, PriceBook::parse, &mut wrong));
    if wrong.problems.any_errors() { Err(wrong) } else { Ok(Facts { latency, prices }) }
}

fn table<T>(
    reader: &mut Reader<'_>,
    path: &Path,
    parse: fn(&str, FileId) -> Result<T, Vec<Problem>>,
    wrong: &mut Rejected,
) -> Option<T> {
    let name = path.display().to_string();
    let text = match text_of(reader(path)) {
        Ok(text) => text,
        Err(why) => {
            wrong.problems.push(Problem::nowhere(File::Unreadable { name, why }));
            return None;
        }
    };
    let file = wrong.sources.add(name, text.as_str());
    match parse(&text, file) {
        Ok(table) => Some(table),
        Err(problems) => {
            wrong.problems.extend(problems);
            None
        }
    }
}

fn text_of(bytes: io::Result<Vec<u8>>) -> Result<String, Unreadable> {
    let bytes = bytes.map_err(|error| Unreadable::System(error.to_string()))?;
    if bytes.len() > PAGE_MAX_BYTES {
        return Err(Unreadable::LargerThan { mib: PAGE_MAX_MIB });
    }
    String::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)
}

/// Reads a page with all that it builds on, checks it, and does its arithmetic.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn load<'t>(
    reader: &mut Reader<'_>,
    path: &Path,
    sets: &[String],
    tables: Tables<'t>,
) -> Result<Loaded<'t>, Rejected> {
    load_page(reader, path, sets, tables, true)
}

/// As [`load`] without the page's arithmetic, whose ranges take many draws: for what reads a page again and
/// again. The design is the same.
///
/// # Errors
/// As [`load`], but for formulas that only the draws of their ranges show to be wrong.
pub fn load_design<'t>(
    reader: &mut Reader<'_>,
    path: &Path,
    sets: &[String],
    tables: Tables<'t>,
) -> Result<Loaded<'t>, Rejected> {
    load_page(reader, path, sets, tables, false)
}

fn load_page<'t>(
    reader: &mut Reader<'_>,
    path: &Path,
    sets: &[String],
    tables: Tables<'t>,
    calculates: bool,
) -> Result<Loaded<'t>, Rejected> {
    let mut problems = Problems::default();
    let mut sources = Sources::default();
    let Some(tree) = page::load_with(reader, path, sets, &mut problems, &mut sources) else {
        return Err(Rejected { problems, sources });
    };
    let stem = stem(path);
    let folder = path.parent().unwrap_or_else(|| Path::new("")).to_owned();
    let mut beside = |file: &Path| reader(&folder.join(file));
    let built = blueprint::build(&tree, &stem, tables, &mut beside, &mut problems);
    let Some(page) = built else { return Err(Rejected { problems, sources }) };
    let word = |key: &str| tree.get(key).and_then(Node::as_text).unwrap_or("").trim().to_owned();
    let design = page.blueprint.map(|blueprint| {
        let flow = estimate::flow(&blueprint);
        Design { blueprint, flow }
    });
    let arithmetic = Arithmetic::new(&page.estimate, page.latency_list, &tree);
    let found = if calculates {
        arithmetic.report(design.as_ref(), tables)
    } else {
        Ok(Estimate::default())
    };
    let found = match found {
        Ok(found) => found,
        Err(errors) => {
            complain(&errors, &page.estimate, &sources, &mut problems);
            return Err(Rejected { problems, sources });
        }
    };
    for (at, doubt) in &found.doubts {
        if let Some(line) = page.estimate.get(*at) {
            problems.push(warning(line.span, doubtful(line, doubt)));
        }
    }
    let name = Some(word("name")).filter(|name| !name.is_empty()).unwrap_or(stem);
    Ok(Loaded {
        name,
        about: word("about"),
        design,
        estimate: found.lines,
        assumed: page.assumed.into_iter().map(assumed).chain(found.assumed).collect(),
        latency_rows: page.latency_rows_used.iter().map(latency_row).collect(),
        warnings: problems.sorted().into_iter().map(|problem| problem.what.clone()).collect(),
        problems,
        sources,
        arithmetic,
        tables,
    })
}

/// A line of which it is asked whether it is meant so.
fn doubtful(line: &reader::EstimateLine, doubt: &Doubt) -> units::Fault {
    let (name, text) = (line.name.clone(), line.formula.text().trim().to_owned());
    match doubt {
        Doubt::Unit(dim) => {
            let Dim { time, bytes, money } = *dim;
            units::Fault::OddUnit { name, unit: dim.unit(), time, bytes, money }
        }
        Doubt::BelowABit(shown) => {
            let billions = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
            let number = |word: &str| {
                let number = word.strip_suffix('B')?;
                number.parse::<f64>().is_ok().then(|| number.to_owned())
            };
            let number = billions.filter_map(number).next();
            units::Fault::BelowABit { name, shown: shown.clone(), number }
        }
        Doubt::StillARate { shown, number } => {
            units::Fault::StillARate { name, shown: shown.clone(), number: number.clone() }
        }
        Doubt::BelowNothing(shown) => units::Fault::BelowNothing { name, shown: shown.clone() },
        Doubt::Difference(shown) => {
            let range = text.replacen(['-', '\u{2212}'], "..", 1).replace(" .. ", "..");
            units::Fault::MaybeARange { text, shown: shown.clone(), range }
        }
    }
}

/// What a page is called that does not say: its file's name without the ending.
#[must_use]
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Simulates a page's design and sums up. `planned` is told the plan before the first replication; `command`
/// is what the report says to type for the same run.
///
/// # Errors
/// When too much is in flight, or the run was stopped before the first replication was done.
pub fn run(
    loaded: &Loaded<'_>,
    design: &Design,
    execution: Execution<'_>,
    planned: &dyn Fn(&Plan),
    command: String,
) -> Result<Finished, RunError> {
    let blueprint = &design.blueprint;
    let outcome = match blueprint.run.until_precision {
        None => world::simulate_with(blueprint, execution, planned)?,
        Some(_) => {
            let more = |outcome: &Outcome| {
                let report = report_of(loaded, design, outcome, String::new());
                summary::more_replications(blueprint, outcome, &report)
            };
            world::simulate_until(blueprint, execution, planned, &more)?
        }
    };
    Ok(summed_up(loaded, design, outcome, command))
}

/// The report of an outcome.
#[must_use]
pub fn summed_up(
    loaded: &Loaded<'_>,
    design: &Design,
    outcome: Outcome,
    command: String,
) -> Finished {
    let report = report_of(loaded, design, &outcome, command);
    Finished { report, outcome }
}

fn report_of(loaded: &Loaded<'_>, design: &Design, outcome: &Outcome, command: String) -> Report {
    let Design { blueprint, flow } = design;
    let usage = summary::usage(blueprint, outcome, flow);
    summary::report(summary::Inputs {
        blueprint,
        outcome,
        flow,
        estimate: loaded.estimate.clone(),
        cost: cost::price(blueprint, loaded.tables.prices, &usage),
        assumed: loaded.assumed.clone(),
        latency_rows: loaded.latency_rows.clone(),
        warnings: loaded.warnings.clone(),
        command,
    })
}

// ---- the arithmetic ----

/// The estimate with many draws, with what matters in it and what it costs a month; in round numbers as well
/// if it is for an interview. The seed says which draws ([`estimate::SEED`] for those of every report).
#[must_use]
pub fn estimate(loaded: &Loaded<'_>, seed: u64, interview: bool) -> (Estimate, Option<Cost>) {
    let design = loaded.design.as_ref();
    let many = Draws { count: estimate::MANY_DRAWS, seed, swings: true };
    let found = loaded.arithmetic.work_out(design, loaded.tables, many, interview);
    // More draws of what had a value in all but a few can hardly leave it without one.
    let mut found = found
        .unwrap_or_else(|_| Estimate { lines: loaded.estimate.clone(), ..Estimate::default() });
    let cost = design.map(|design| {
        let usage = summary::expected_usage(&design.blueprint, &design.flow, 1.0);
        cost::price(&design.blueprint, loaded.tables.prices, &usage)
    });
    found.lines.extend(cost.as_ref().and_then(estimate::bill::line_of));
    (found, cost)
}

/// The page's formulas, kept to be worked out.
#[derive(Clone, Debug)]
struct Arithmetic {
    page: Vec<PageFormula>,
    written: Written,
    latency_list: Option<String>,
}

/// How ranges are drawn.
#[derive(Clone, Copy, Debug)]
struct Draws {
    count: u32,
    seed: u64,
    swings: bool,
}

impl Arithmetic {
    fn new(lines: &[reader::EstimateLine], latency_list: Option<String>, tree: &Node) -> Self {
        let page = lines.iter().map(|line| PageFormula {
            name: line.name.clone(),
            formula: line.formula.clone(),
            is_assumed: line.is_assume,
        });
        Self { page: page.collect(), written: Written::of(tree), latency_list }
    }

    /// As every report has it.
    fn report(
        &self,
        design: Option<&Design>,
        tables: Tables<'_>,
    ) -> Result<Estimate, Vec<ModelError>> {
        let draws = Draws { count: estimate::DRAWS, seed: estimate::SEED, swings: false };
        self.work_out(design, tables, draws, false)
    }

    fn work_out(
        &self,
        design: Option<&Design>,
        tables: Tables<'_>,
        draws: Draws,
        interview: bool,
    ) -> Result<Estimate, Vec<ModelError>> {
        let outer = |word: &str| {
            let row = tables.latency.lookup(self.latency_list.as_deref(), word)?;
            Some(Ranged::exact(row.value_s, Dim::TIME))
        };
        estimate::work_out(Inputs {
            page: &self.page,
            outer: &outer,
            design: design.map(|design| (&design.blueprint, &design.flow)),
            written: &self.written,
            draws: draws.count,
            seed: draws.seed,
            swings: draws.swings,
            interview,
        })
    }
}

/// Points at formulas that only the draws of their ranges showed to be wrong.
fn complain(
    errors: &[ModelError],
    lines: &[reader::EstimateLine],
    sources: &Sources,
    problems: &mut Problems,
) {
    for (index, error) in errors {
        let span = lines.get(*index).map_or_else(Span::default, |line| {
            let (found, text) = (sources.snippet(line.span), line.formula.text());
            // A quote stands before it, or nothing does.
            match found.len() - text.len().min(found.len()) {
                0 if found == text => line.span.slice(error.at.clone()),
                2 if found.get(1..).is_some_and(|found| found.starts_with(text)) => {
                    line.span.slice(error.at.start + 1..error.at.end + 1)
                }
                _ => line.span,
            }
        });
        problems.push(problem(span, error.what.clone()));
    }
}

fn assumed(chosen: reader::AssumedValue) -> Assumed {
    Assumed { path: chosen.path, value: chosen.value, why: chosen.why.into() }
}

fn latency_row(row: &Row) -> LatencyRow {
    LatencyRow {
        list: row.list.clone(),
        name: row.name.clone(),
        value: row.value_s,
        unit: Dim::TIME.unit(),
        source: row.source.clone(),
    }
}
