//! Runs a command on a page in a folder of its own, and reads its document.
#![allow(dead_code, reason = "each area uses its part")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A page of `tests/verdicts/pages`, by its stem.
pub fn page(stem: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/verdicts/pages")
        .join(format!("{stem}.yaml"));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// What a command prints of a page's text. `args` are the command, then its options: `run --max-requests 50000`.
pub fn printed(text: &str, args: &str) -> Output {
    let folder = TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("page.yaml"), text).expect("a page can be written");
    let mut args = args.split_whitespace();
    Command::new(env!("CARGO_BIN_EXE_napkin"))
        .env("NAPKIN_LANG", "en")
        .current_dir(folder.path())
        .arg(args.next().expect("a command"))
        .arg("page.yaml")
        .args(args)
        .stdin(Stdio::null())
        .output()
        .expect("the program can be started")
}

/// The document of a command that accepts the page.
pub fn document(text: &str, args: &str) -> Value {
    let output = printed(text, &format!("{args} --json"));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {args}\n{}\nin\n{text}", String::from_utf8_lossy(&output.stderr))
    })
}

/// What a command answers to a page that it refuses: the problems, as a user reads them.
pub fn refused(text: &str, args: &str) -> String {
    let output = printed(text, args);
    assert!(!output.status.success(), "{args} accepts\n{text}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The findings of a document with this code.
pub fn findings<'a>(document: &'a Value, code: &str) -> Vec<&'a Value> {
    let all = document["findings"].as_array().expect("a list of findings");
    all.iter().filter(|finding| finding["code"] == code).collect()
}
