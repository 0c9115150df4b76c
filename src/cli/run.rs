//! `napkin run`: the main job. Page → simulation → report on the terminal and in a folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::RunArgs;
use super::folder::Contents;
use super::output::{self, Failure, File};
use super::progress::{self, Progress};
use super::terminal::Terminal;
use super::{Exit, command, folder, gate, input, interrupt};
use crate::blueprint::Blueprint;
use crate::chart;
use crate::chart::film::{self, Film};
use crate::document::Report;
use crate::message::cli::{Fault, Text};
use crate::message::{Complaint, Lang, timeline};
use crate::note::{self, Note};
use crate::pipeline::{self, Design, Finished, Loaded};
use crate::report::markdown::{self, ChartRef};
use crate::report::{hdr, html, json, text};
use crate::stats::Histogram;
use crate::summary::{self, Cut};
use crate::words::Say;
use crate::world::execute::DEFAULT_MAX_IN_FLIGHT;
use crate::world::{Execution, Outcome, Plan, RunError, Share};

/// The pictures that a report may have, so that those of a former one can be cleared away.
const CHARTS: [&str; 6] = ["design", "latency", "timeline", "utilization", "cost", film::STEM];

/// The latencies as HdrHistogram's plotter takes them, and as its log.
const DISTRIBUTION: &str = "latency.hgrm";
const LOG: &str = "latency.hlog";

/// Runs a page and reports.
pub fn main(args: &RunArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let started = Instant::now();
    let facts = match input::facts(&args.page, terminal) {
        Ok(facts) => facts,
        Err(exit) => return Ok(exit),
    };
    let mut loaded = match input::load(&args.scenario, &args.page, &facts, terminal) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let Some(mut design) = loaded.design.take() else {
        let file = args.scenario.clone();
        output::complain(&Fault::NothingToRun { file }.say(terminal.lang), terminal.lang);
        return Ok(Exit::Invalid);
    };
    args.run.apply(&mut design.blueprint.run);
    let page = &mut design.blueprint.run.until_precision;
    *page = args.until_precision.or(*page);
    loaded.warnings.extend(beyond_the_end(&design.blueprint));
    let folder = folder::of(&args.output, &input::stem(&args.scenario), &args.page.sets());
    if let Some(folder) = &folder {
        output::ensure_writable(folder)?;
    }
    let finished = simulate(args, &loaded, &design, terminal)?;
    let (report, interrupted) = (finished.report.clone(), finished.outcome.interrupted);
    // A part of a run must not take the place of a whole one.
    let written = match folder.filter(|_| !interrupted) {
        Some(folder) => write(&folder, &finished, terminal.lang).map(|()| Some(folder)),
        None => Ok(None),
    };
    print(args, finished, started, terminal, written.as_ref().ok().and_then(Option::as_ref))?;
    written?;
    Ok(match (interrupted, args.gate) {
        (true, _) => Exit::Failed,
        (false, true) => gate::judge(&report, terminal.lang),
        (false, false) => Exit::Done,
    })
}

fn simulate(
    args: &RunArgs,
    loaded: &Loaded<'_>,
    design: &Design,
    terminal: &Terminal,
) -> Result<Finished, Failure> {
    let progress = Progress::default();
    let budget = args.run.budget();
    let in_flight = args.run.max_in_flight.and_then(|most| usize::try_from(most).ok());
    let execution = Execution {
        threads: args.run.threads.map_or(0, usize::from),
        max_in_flight: in_flight.unwrap_or(DEFAULT_MAX_IN_FLIGHT),
        stop: interrupt::listen(terminal.lang),
        progress: &progress.done_ns,
        share: Share::whole(&budget),
    };
    let own: Vec<(&str, Option<String>)> = args
        .until_precision
        .map(|share| ("until-precision", Some(share.to_string())))
        .into_iter()
        .collect();
    let visible = terminal.live && !args.output.quiet;
    let finished = progress::watch(visible, &progress, terminal.lang, || {
        pipeline::run(
            loaded,
            design,
            execution,
            &|plan| {
                if !args.output.quiet {
                    say_what_it_costs(plan, &design.blueprint, budget.steps(), terminal.lang);
                }
                let each = plan.warmup_ns + plan.duration_ns;
                progress.plan(each.saturating_mul(u64::from(plan.replications)));
            },
            command::line("run", &[&args.scenario], &args.page, &args.run, &own),
        )
    });
    finished.map_err(|error| Failure::Because(because(error)))
}

/// Says before the first replication that a request costs so much that fewer are simulated.
fn say_what_it_costs(plan: &Plan, blueprint: &Blueprint, steps: u64, lang: Lang) {
    if let Some(calls) = plan.calls_per_request {
        let requests = plan.expected_requests(blueprint);
        output::note(&Text::Costs { calls, steps, requests }.say(lang));
    }
}

/// Why a run came to nothing.
pub const fn because(error: RunError) -> Fault {
    match error {
        RunError::InFlight { limit, at_s } => Fault::TooManyInFlight { limit, at_s },
        RunError::RunAway { open: true, requests, within_ns } => {
            Fault::TooManyArrived { requests, within_ns }
        }
        RunError::RunAway { open: false, requests, within_ns } => {
            Fault::TooManySent { requests, within_ns }
        }
        RunError::Budget { steps, reached_ns, .. } => Fault::OutOfBudget { steps, reached_ns },
        RunError::Memory { what, bytes, limit } => Fault::OutOfMemory { what, bytes, limit },
        RunError::Stopped => Fault::Stopped,
    }
}

/// Prints the document or the report, with the time it took: the one thing that differs between two runs.
fn print(
    args: &RunArgs,
    finished: Finished,
    started: Instant,
    terminal: &Terminal,
    written: Option<&PathBuf>,
) -> Result<(), Failure> {
    let report = Report { wall_s: Some(started.elapsed().as_secs_f64()), ..finished.report };
    if args.output.json {
        return output::print(&json::document(&report, terminal.lang));
    }
    if args.output.quiet {
        return Ok(());
    }
    let note = Note { wall_s: report.wall_s, ..note::run::note(&report, terminal.lang) };
    let mut out = text::render(&note, args.detail(), terminal.width, terminal.color);
    if let Some(folder) = written {
        out.push('\n');
        let file = folder.join("report.md").display().to_string();
        out.push_str(&Text::Written { file: &file }.say(terminal.lang));
    } else if finished.outcome.interrupted {
        out.push('\n');
        out.push_str(&Text::NotWritten.say(terminal.lang));
    }
    output::print(&out)
}

/// Writes the note, its charts and the document; nothing in them differs between two runs.
fn write(folder: &Path, finished: &Finished, lang: Lang) -> Result<(), Failure> {
    let report = &finished.report;
    let mut others = latencies(&finished.outcome)?;
    let told = note::run::note(report, lang);
    let film = film::film(report, lang);
    let moving = film.as_ref().map(moving).transpose()?.unwrap_or_default();
    // The last moves wherever a picture is shown.
    let shown = film.zip(moving.last()).map(|(film, (file, _))| {
        let Film { title, alt, .. } = film;
        ChartRef { stem: film::STEM, file: file.clone(), title, alt }
    });
    let shown: Vec<ChartRef> = shown.into_iter().collect();
    others.extend(moving);
    let note = |charts: &[ChartRef]| markdown::render(&told, &[charts, shown.as_slice()].concat());
    let document = json::document(report, lang);
    let charts = chart::all(report, lang);
    let page = html::render(&told, &charts);
    let (names, stems) = (folder::REPORT, &CHARTS);
    folder::write(folder, Contents { names, page, document, charts, stems, others }, note)
}

/// The files of a film: what moves in a browser, and last what moves everywhere.
fn moving(film: &Film) -> Result<Vec<File>, Failure> {
    let mut files = vec![(format!("{}.svg", film::STEM), film.svg().into_bytes())];
    files.extend(gif(film)?);
    Ok(files)
}

#[cfg(feature = "png")]
fn gif(film: &Film) -> Result<Option<File>, Failure> {
    let bytes = film.gif().map_err(|detail| {
        Failure::Because(Fault::Undrawable { chart: film::STEM.to_owned(), detail })
    })?;
    Ok(Some((format!("{}.gif", film::STEM), bytes)))
}

#[cfg(not(feature = "png"))]
fn gif(_: &Film) -> Result<Option<File>, Failure> {
    Ok(None)
}

/// The latencies in the forms of HdrHistogram.
fn latencies(outcome: &Outcome) -> Result<Vec<File>, Failure> {
    let of_each = |meters| summary::pooled(meters, Cut::default());
    let replications: Vec<Histogram> = outcome.replications.iter().map(of_each).collect();
    let window = Duration::from_nanos(outcome.plan.duration_ns);
    let because = |file: &str| {
        let file = file.to_owned();
        |detail| Failure::Because(Fault::Unencodable { file, detail })
    };
    let distribution =
        hdr::distribution(&replications.iter().collect()).map_err(because(DISTRIBUTION))?;
    let log = hdr::log(&replications, window).map_err(because(LOG))?;
    Ok(vec![(DISTRIBUTION.to_owned(), distribution.into_bytes()), (LOG.to_owned(), log)])
}

/// What a shortened run never gets to. The page's own duration is checked with the page.
fn beyond_the_end(blueprint: &Blueprint) -> Vec<Complaint> {
    let Some(end_ns) = blueprint.run.duration_ns else { return Vec::new() };
    let marks = blueprint.shape.marks.iter().map(|(at_ns, _, label)| (*at_ns, label));
    let events = blueprint.timeline.iter().map(|happening| (happening.at_ns, &happening.label));
    marks
        .chain(events)
        .filter(|(at_ns, _)| *at_ns >= end_ns)
        .map(|(at_ns, label)| {
            timeline::Fault::NotReached { event: label.clone(), at_ns, end_ns }.into()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::Tables;
    use crate::chart::design::tests::check;
    use crate::scenario::page;
    use crate::world::Budget;
    use std::sync::atomic::{AtomicBool, AtomicU64};

    /// The report of a page, run for a moment; `None` if it is no design.
    fn short_run(path: &Path) -> Option<Report> {
        let mut loaded = pipeline::load(&mut page::read_file, path, &[], Tables::builtin()).ok()?;
        let mut design = loaded.design.take()?;
        design.blueprint.run.max_requests = Some(2_000);
        let (stop, progress) = (AtomicBool::new(false), AtomicU64::new(0));
        let (max_in_flight, budget) = (1_000_000, Budget::new(u64::MAX, u64::MAX));
        let share = Share { may_cut: false, ..Share::whole(&budget) };
        let execution =
            Execution { threads: 1, max_in_flight, stop: &stop, progress: &progress, share };
        let finished = pipeline::run(&loaded, &design, execution, &|_| {}, String::new());
        finished.ok().map(|finished| finished.report)
    }

    #[test]
    fn the_picture_of_every_page_is_in_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut looked_at = 0;
        for folder in ["scenarios", "tests/verdicts/pages"] {
            for entry in std::fs::read_dir(root.join(folder)).expect("a folder of pages") {
                let path = entry.expect("a file").path();
                if let Some(report) = short_run(&path) {
                    check(&path.display().to_string(), &report);
                    let into = |to: usize| -> f64 {
                        let calls = report.topology.edges.iter().filter(|edge| edge.to == to);
                        calls.map(|edge| edge.calls_per_s.value).sum()
                    };
                    for (at, node) in report.topology.nodes.iter().enumerate() {
                        let Some(name) = &node.name else { continue };
                        let arrivals = report.components[name].arrivals_per_s.value;
                        let difference = (into(at) - arrivals).abs();
                        assert!(difference <= 1e-9 * arrivals, "{name} of {}", path.display());
                    }
                    looked_at += 1;
                }
            }
        }
        assert!(looked_at > 30, "{looked_at} pages");
    }
}
