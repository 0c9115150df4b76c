//! The report as a study note in Markdown.

use super::Report;

/// A chart beside the note.
#[derive(Clone, Debug, Default)]
pub struct ChartRef {
    /// File name relative to the note: `latency.svg`.
    pub file: String,
    /// The one message of the chart.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// The note, with the charts embedded by their relative file names.
#[must_use]
pub fn render(_report: &Report, _charts: &[ChartRef]) -> String {
    String::new()
}
