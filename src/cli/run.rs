//! `napkin run`: the main job. Page → simulation → report on the terminal and in a folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{RunArgs, Warmup};
use super::output::{self, Failure, File};
use super::progress::{self, Progress};
use super::terminal::Terminal;
use super::{Exit, gate, input, interrupt};
use crate::blueprint::Blueprint;
use crate::message::cli as say;
use crate::pipeline::{self, Design, Finished, Loaded};
use crate::report::chart::Chart;
use crate::report::markdown::{self, ChartRef};
use crate::report::{Report, chart, json, text};
use crate::world::run::DEFAULT_MAX_IN_FLIGHT;
use crate::world::{Execution, RunError};

/// The pictures that a report may have, so that those of a former one can be cleared away.
const CHARTS: [&str; 4] = ["latency", "timeline", "utilization", "cost"];
/// Pixels of a PNG for each unit of the drawing: sharp on a screen of double density.
#[cfg(feature = "png")]
const PNG_SCALE: f32 = 2.0;

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
        output::complain(&say::nothing_to_run(&args.scenario));
        return Ok(Exit::Invalid);
    };
    args.run.apply(&mut design.blueprint.run);
    loaded.warnings.extend(beyond_the_end(&design.blueprint));
    let folder = folder(args);
    if let Some(folder) = &folder {
        output::ensure_writable(folder)?;
    }
    let finished = simulate(args, &loaded, &design, terminal)?;
    let (report, interrupted) = (finished.report.clone(), finished.interrupted);
    // A part of a run must not take the place of a whole one.
    let written = match folder.filter(|_| !interrupted) {
        Some(folder) => write(&folder, &report).map(|()| Some(folder)),
        None => Ok(None),
    };
    print(args, finished, started, terminal, written.as_ref().ok().and_then(Option::as_ref))?;
    written?;
    Ok(match (interrupted, args.gate) {
        (true, _) => Exit::Failed,
        (false, true) => gate::judge(&report),
        (false, false) => Exit::Done,
    })
}

/// Where the files go; `--json` writes them only if it is told where.
fn folder(args: &RunArgs) -> Option<PathBuf> {
    match (&args.output.out, args.output.json) {
        (Some(folder), _) => Some(folder.clone()),
        (None, true) => None,
        (None, false) => Some(PathBuf::from("reports").join(input::stem(&args.scenario))),
    }
}

fn simulate(
    args: &RunArgs,
    loaded: &Loaded<'_>,
    design: &Design,
    terminal: &Terminal,
) -> Result<Finished, Failure> {
    let progress = Progress::default();
    let in_flight = args.run.max_in_flight.and_then(|most| usize::try_from(most).ok());
    let execution = Execution {
        threads: args.run.threads.map_or(0, usize::from),
        max_in_flight: in_flight.unwrap_or(DEFAULT_MAX_IN_FLIGHT),
        stop: interrupt::listen(),
        progress: &progress.done_ns,
    };
    let visible = terminal.live && !args.output.quiet;
    let finished = progress::watch(visible, &progress, || {
        pipeline::run(
            loaded,
            design,
            execution,
            &|plan| {
                let each = plan.warmup_ns + plan.duration_ns;
                progress.plan(each.saturating_mul(u64::from(plan.replications)));
            },
            command(args),
        )
    });
    finished.map_err(|error| {
        Failure::Because(match error {
            RunError::InFlight { limit, at_s } => say::too_many_in_flight(limit, at_s),
            RunError::RunAway { requests, within_ns } => say::run_away(requests, within_ns),
            RunError::Stopped => say::stopped(),
        })
    })
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
        return output::print(&json::to_json(&report));
    }
    if args.output.quiet {
        return Ok(());
    }
    let mut out = text::render(&report, terminal.width, terminal.color);
    if let Some(folder) = written {
        out.push('\n');
        out.push_str(&say::written(&folder.join("report.md").display().to_string()));
    } else if finished.interrupted {
        out.push('\n');
        out.push_str(&say::not_written());
    }
    output::print(&out)
}

/// Writes the note, its charts and the document; nothing in them differs between two runs.
fn write(folder: &Path, report: &Report) -> Result<(), Failure> {
    let charts = chart::all(report);
    let mut files: Vec<File> = Vec::new();
    let mut shown: Vec<ChartRef> = Vec::new();
    for chart in charts {
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
    files.push(("report.md".to_owned(), markdown::render(report, &shown).into_bytes()));
    files.push(("result.json".to_owned(), json::to_json(report).into_bytes()));
    let obsolete: Vec<String> = CHARTS
        .iter()
        .flat_map(|stem| [format!("{stem}.svg"), format!("{stem}.png")])
        .filter(|name| !files.iter().any(|(file, _)| file == name))
        .collect();
    output::write_folder(folder, &files, &obsolete)
}

/// The chart in pixels, if napkin was built to draw them.
#[cfg(feature = "png")]
pub(super) fn picture(chart: &Chart) -> Result<Option<File>, Failure> {
    let bytes = chart::png::to_png(&chart.svg, PNG_SCALE)
        .map_err(|error| Failure::Because(say::no_picture(chart.file_stem, &error)))?;
    Ok(Some((format!("{}.png", chart.file_stem), bytes)))
}

#[cfg(not(feature = "png"))]
pub(super) fn picture(_: &Chart) -> Result<Option<File>, Failure> {
    Ok(None)
}

/// The command that gives the same report again: what decides the figures, and nothing else.
fn command(args: &RunArgs) -> String {
    let mut words = vec!["napkin".to_owned(), "run".to_owned(), quoted(&args.scenario)];
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push(format!("--{name}"));
            words.push(quoted(&value));
        }
    };
    for set in &args.page.set {
        flag("set", Some(set.clone()));
    }
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    flag("latency-table", path(&args.page.latency_table));
    flag("prices", path(&args.page.prices));
    flag("seed", args.run.seed.map(|seed| seed.to_string()));
    flag("replications", args.run.replications.map(|count| count.to_string()));
    flag("duration", args.run.duration.map(say::nanoseconds));
    flag(
        "warmup",
        args.run.warmup.map(|warmup| match warmup {
            Warmup::Auto => "auto".to_owned(),
            Warmup::Ns(length) => say::nanoseconds(length),
        }),
    );
    flag("caches", args.run.caches.map(|caches| format!("{caches:?}").to_lowercase()));
    flag("max-requests", args.run.max_requests.map(|most| most.to_string()));
    flag("max-in-flight", args.run.max_in_flight.map(|most| most.to_string()));
    words.join(" ")
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '=' | ':' | ',' | '+');
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// What a shortened run never gets to. The page's own duration is checked with the page.
fn beyond_the_end(blueprint: &Blueprint) -> Vec<String> {
    let Some(end_ns) = blueprint.run.duration_ns else { return Vec::new() };
    let marks = blueprint.shape.marks.iter().map(|(at_ns, _, label)| (*at_ns, label));
    let events = blueprint.timeline.iter().map(|happening| (happening.at_ns, &happening.label));
    marks
        .chain(events)
        .filter(|(at_ns, _)| *at_ns >= end_ns)
        .map(|(at_ns, label)| say::beyond_the_end(label, at_ns, end_ns))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn check(line: &str, expect: &str) {
        let words = line.split(' ');
        let super::super::args::Command::Run(args) =
            super::super::args::Cli::parse_from(words).command
        else {
            panic!("{line} is a run");
        };
        assert_eq!(command(&args), expect);
    }

    #[test]
    fn the_command_in_the_report_has_what_decides_the_figures() {
        check("napkin run a.yaml", "napkin run a.yaml");
        check("napkin run a.yaml --threads 2 --out x --quiet --gate", "napkin run a.yaml");
        check(
            "napkin run a.yaml --duration 2s --warmup auto --set app.work=exp(5ms) --seed 7",
            "napkin run a.yaml --set 'app.work=exp(5ms)' --seed 7 --duration 2s --warmup auto",
        );
        check(
            "napkin run a.yaml --duration 1500us --caches cold --max-requests 5k",
            "napkin run a.yaml --duration 1500us --caches cold --max-requests 5000",
        );
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("a b.yaml"), "'a b.yaml'");
        assert_eq!(quoted("reports/x-1.yaml"), "reports/x-1.yaml");
    }
}
