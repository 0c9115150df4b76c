//! One page out of its files: `base`, `include` and `--set` applied, spans kept. Floor 3.

use std::io;
use std::path::Path;

use crate::problem::{Problems, Sources, Span};
use crate::yaml::Node;

/// Reads a file: its bytes, or why they cannot be had.
pub type Reader<'a> = dyn FnMut(&Path) -> io::Result<Vec<u8>> + 'a;

/// Reads a page from the disk and composes it.
pub fn load(path: &Path, sets: &[String], problems: &mut Problems, sources: &mut Sources) -> Option<Node> {
    load_with(&mut |file| std::fs::read(file), path, sets, problems, sources)
}

/// Like `load`, but every file comes from `reader`.
pub fn load_with(
    reader: &mut Reader<'_>,
    path: &Path,
    sets: &[String],
    problems: &mut Problems,
    sources: &mut Sources,
) -> Option<Node> {
    let _ = (reader, path, sets, problems, sources);
    None
}

/// Like `load_with`, for a text that is already at hand (the standard input).
pub fn load_text(
    reader: &mut Reader<'_>,
    name: &str,
    text: &str,
    sets: &[String],
    problems: &mut Problems,
    sources: &mut Sources,
) -> Option<Node> {
    let _ = (reader, name, text, sets, problems, sources);
    None
}

/// Writes a value at a path of `--set`'s grammar; `at` is where the path was written. False if it cannot be.
pub fn set_value(page: &mut Node, path: &str, value: Node, at: Span, problems: &mut Problems) -> bool {
    let _ = (page, path, value, at, problems);
    false
}

/// The node at a path of `--set`'s grammar (`app.instances`, `timeline.0.at`), if there is one.
#[must_use]
pub fn lookup<'a>(page: &'a Node, path: &str) -> Option<&'a Node> {
    let _ = (page, path);
    None
}
