//! Pages as the suites read and run them: by the same calls as the command line, from texts instead of files.
#![allow(dead_code, reason = "each suite uses its part")]

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};

use napkin::blueprint::{self, Page, RunSettings, Tables};
use napkin::document::{ComponentReport, Report};
use napkin::message::Lang;
use napkin::pipeline::{self, Design, Finished, Loaded};
use napkin::problem::{Problems, Sources};
use napkin::report::problem::render;
use napkin::scenario::page::{self, Reader};
use napkin::study::{Steps, StudyError, Subject, Watch};
use napkin::world::{Budget, Execution, Outcome, RunError, Share};

/// What the page of a text is called.
pub const PAGE: &str = "page.yaml";

/// A component's figures as the document has them, by key.
pub fn own(component: &ComponentReport) -> serde_json::Value {
    serde_json::to_value(component).expect("plain data")
}

/// Requests in flight at once, at most.
pub const MAX_IN_FLIGHT: usize = 1_000_000;

/// The page of a text, which is the only file there is.
pub fn only(text: &str) -> impl FnMut(&Path) -> io::Result<Vec<u8>> + '_ {
    move |file| match file == Path::new(PAGE) {
        true => Ok(text.as_bytes().to_vec()),
        false => Err(io::Error::from(io::ErrorKind::NotFound)),
    }
}

/// What a user would read, a string each.
pub fn said(problems: &Problems, sources: &Sources) -> Vec<String> {
    problems.sorted().iter().map(|problem| render(problem, sources, Lang::En, false)).collect()
}

fn owned(sets: &[&str]) -> Vec<String> {
    sets.iter().map(|&set| set.to_owned()).collect()
}

/// Reads a page without its arithmetic: the page, unless something forbids it, and everything that is said of it.
pub fn build(files: &mut Reader<'_>, path: &Path, sets: &[String]) -> (Option<Page>, Vec<String>) {
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    let tree = page::load_with(files, path, sets, &mut problems, &mut sources);
    let folder = path.parent().unwrap_or_else(|| Path::new("")).to_owned();
    let mut beside = |file: &Path| files(&folder.join(file));
    let page = tree.as_ref().and_then(|tree| {
        let stem = pipeline::stem(path);
        blueprint::build(tree, &stem, Tables::builtin(), &mut beside, &mut problems)
    });
    assert_eq!(page.is_none(), problems.any_errors(), "{}", path.display());
    (page, said(&problems, &sources))
}

/// Loads a page, or says what is wrong with it.
pub fn load(files: &mut Reader<'_>, path: &Path, sets: &[&str]) -> Result<Loaded<'static>, String> {
    pipeline::load(files, path, &owned(sets), Tables::builtin())
        .map_err(|wrong| said(&wrong.problems, &wrong.sources).join("\n"))
}

/// As `load`, of a text.
pub fn load_text(text: &str, sets: &[&str]) -> Result<Loaded<'static>, String> {
    load(&mut only(text), Path::new(PAGE), sets)
}

/// A page that was run.
pub struct Ran {
    pub design: Design,
    pub report: Report,
    pub outcome: Outcome,
}

/// Runs a page on so many threads.
pub fn run(mut loaded: Loaded<'_>, threads: usize, max_in_flight: usize) -> Result<Ran, RunError> {
    let design = loaded.design.take().expect("the page describes a design");
    let (stop, progress) = (AtomicBool::new(false), AtomicU64::new(0));
    let budget = Budget::new(u64::MAX, u64::MAX);
    let share = Share { may_cut: false, ..Share::whole(&budget) };
    let execution = Execution { threads, max_in_flight, stop: &stop, progress: &progress, share };
    let finished = pipeline::run(&loaded, &design, execution, &|_| {}, String::new());
    let Finished { report, outcome } = finished?;
    Ok(Ran { design, report, outcome })
}

/// As `run`, of a text that is a page and settles.
pub fn run_text(text: &str, sets: &[&str], threads: usize) -> Ran {
    let loaded = load_text(text, sets).unwrap_or_else(|said| panic!("{said}\nin\n{text}"));
    run(loaded, threads, MAX_IN_FLIGHT).unwrap_or_else(|error| panic!("{error:?} in\n{text}"))
}

/// Opens each text as a page, with the same changes, and hands them to a study.
pub fn study<D>(
    texts: &[&str],
    sets: &[&str],
    threads: usize,
    stop: &AtomicBool,
    work: impl FnOnce(&[Subject<'_>], &Watch<'_>) -> Result<D, StudyError>,
) -> Result<D, StudyError> {
    let overrides = |_: &mut RunSettings| {};
    let mut subjects = Vec::new();
    for text in texts {
        let mut files = only(text);
        let command = "napkin study page.yaml".to_owned();
        let (path, tables) = (Path::new(PAGE), Tables::builtin());
        subjects.push(Subject::open(&mut files, path, &owned(sets), tables, &overrides, command)?);
    }
    let steps = Steps::default();
    let budget = Budget::new(u64::MAX, u64::MAX);
    let watch = Watch {
        threads,
        max_in_flight: MAX_IN_FLIGHT,
        stop,
        steps: &steps,
        budget: &budget,
        share: None,
    };
    work(&subjects, &watch)
}
