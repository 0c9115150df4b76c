//! Opens a page as a study's command would, and runs the program from outside.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;

use napkin::pipeline::Facts;
use napkin::problem::render;
use napkin::study::{Steps, StudyError, Subject, Watch};
use tempfile::TempDir;

/// Opens each text as a page and hands them to a study, on so many threads.
pub fn with_pages<D>(
    texts: &[&str],
    threads: usize,
    work: impl FnOnce(&[Subject<'_>], &Watch<'_>) -> Result<D, StudyError>,
) -> Result<D, StudyError> {
    let facts = Facts::default();
    let overrides = |_: &mut napkin::blueprint::RunSettings| {};
    let mut subjects = Vec::new();
    for text in texts {
        let mut files = |_: &Path| -> io::Result<Vec<u8>> { Ok(text.as_bytes().to_vec()) };
        let command = "napkin study page.yaml".to_owned();
        let page = Path::new("page.yaml");
        let subject = Subject::open(&mut files, page, &[], facts.tables(), &overrides, command);
        subjects.push(subject.unwrap_or_else(|error| panic!("{}", said(&error))));
    }
    let (stop, steps) = (AtomicBool::new(false), Steps::default());
    let watch = Watch { threads, max_in_flight: 1_000_000, stop: &stop, steps: &steps };
    work(&subjects, &watch)
}

/// What a user would read.
pub fn said(error: &StudyError) -> String {
    match error {
        StudyError::Rejected(wrong) => {
            let all = wrong.problems.sorted();
            let lines = all.iter().map(|problem| render(problem, &wrong.sources, false));
            lines.collect::<Vec<_>>().join("\n")
        }
        StudyError::Refused(words) => words.clone(),
        StudyError::Run(error) => format!("{error:?}"),
    }
}

/// The program in a folder with `page.yaml`; the folder goes with what is returned.
pub fn napkin(text: &str, args: &[&str]) -> (Output, TempDir) {
    let folder = TempDir::new().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("page.yaml"), text).expect("a page can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.current_dir(folder.path()).args(args).stdin(Stdio::null());
    (command.output().expect("the program can be started"), folder)
}

/// Half of the 99.9 % interval over half of the 95 % one, of 20 replications: t(19) at 99.95 % and 97.5 %.
pub const WIDENING: f64 = 3.883_4 / 2.093_0;
