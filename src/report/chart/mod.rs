//! Charts of a report as SVG, fit for a talk; `png` turns the same SVG into pixels.
//!
//! Each drawing is one file with `draw(&Report) -> Option<Chart>`: `None` when there is nothing to show.
//! The same report gives the same bytes, always.

mod latency_table;
#[cfg(feature = "png")]
pub mod png;

pub use latency_table::log_bars;

use crate::report::Report;

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Name of its file, without the ending: `latency`, `timeline`, `utilization`, `cost`.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The whole SVG document.
    pub svg: String,
}

/// Every chart that this report has something to show for, in the order they should be read.
#[must_use]
pub fn all(_report: &Report) -> Vec<Chart> {
    Vec::new()
}
