//! Opens a page as a study's command would, and runs the program from outside.

use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;

use napkin::message::Lang;
use napkin::study::{StudyError, Subject, Watch};
use napkin::words::Say as _;
use serde_json::Value;
use tempfile::TempDir;

use crate::common::{self, study};

/// Opens each text as a page and hands them to a study, on so many threads.
pub fn with_pages<D>(
    texts: &[&str],
    threads: usize,
    work: impl FnOnce(&[Subject<'_>], &Watch<'_>) -> Result<D, StudyError>,
) -> Result<D, StudyError> {
    study(texts, &[], threads, &AtomicBool::new(false), work)
}

/// What a user would read.
pub fn said(error: &StudyError) -> String {
    match error {
        StudyError::Rejected(wrong) => common::said(&wrong.problems, &wrong.sources).join("\n"),
        StudyError::Refused(why) => why.say(Lang::En),
        StudyError::Run(error) => format!("{error:?}"),
    }
}

/// The program in a folder with `page.yaml`; the folder goes with what is returned.
pub fn napkin(text: &str, args: &[&str]) -> (Output, TempDir) {
    let folder = TempDir::new().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("page.yaml"), text).expect("a page can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.env("NAPKIN_LANG", "en");
    command.current_dir(folder.path()).args(args).stdin(Stdio::null());
    (command.output().expect("the program can be started"), folder)
}

/// The document that the program prints for `page.yaml`, without the time it took.
pub fn document(text: &str, args: &[&str], threads: &str) -> String {
    let more = ["--json", "--threads", threads];
    let (output, _folder) = napkin(text, &[args, &more].concat());
    let text = String::from_utf8(output.stdout).expect("a document");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    document.as_object_mut().expect("a map").remove("wall_s");
    document.to_string()
}

/// Half of the 99.9 % interval over half of the 95 % one, of 20 replications: t(19) at 99.95 % and 97.5 %.
pub const WIDENING: f64 = 3.883_4 / 2.093_0;
