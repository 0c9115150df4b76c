//! How `napkin explain` looks: its document as a note with charts.

use super::chart::Chart;
use super::note::Note;
use crate::document::Explanation;

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 0] = [];

/// The note.
#[must_use]
pub fn note(document: &Explanation) -> Note {
    Note::new(&document.head)
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(_document: &Explanation) -> Vec<Chart> {
    Vec::new()
}
