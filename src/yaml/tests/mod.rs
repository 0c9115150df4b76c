//! Whole messages, as they are printed.

use super::read;
use crate::message::Lang;
use crate::problem::{Problems, Sources};
use crate::report::problem::render;

mod lookalikes;
mod syntax;
mod traps;

/// The problems of a page, rendered, without the lines that hold only the margin.
fn said(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", text);
    let mut problems = Problems::default();
    let _ = read(text, file, &mut problems);
    let all: Vec<String> =
        problems.sorted().iter().map(|found| render(found, &sources, Lang::En, false)).collect();
    let all = all.join("\n\n");
    all.lines().filter(|line| line.trim() != "|").collect::<Vec<_>>().join("\n")
}

fn check(text: &str, expect: &str) {
    assert_eq!(said(text), expect.trim_matches('\n'), "{text}");
}
