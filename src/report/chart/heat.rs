//! A figure over two parameters: cells shaded by value, each with its figure, the objective's edge drawn in.

use super::Chart;
use super::frame::Frame;
use super::plot::Written;
use super::style::HEIGHT;

/// A heat map.
#[derive(Clone, Debug, Default)]
pub struct Heat {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Names of the horizontal and the vertical parameter.
    pub axes: (String, String),
    /// What stands below the columns, from left to right.
    pub columns: Vec<String>,
    /// What stands beside the rows, from bottom to top.
    pub rows: Vec<String>,
    /// How a cell's figure is written.
    pub unit: Written,
    /// By row (from the bottom), then column.
    pub cells: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// `None`: nothing completed, or it does not settle.
    pub value: Option<f64>,
    /// Whether the objectives are met there; `None` where there are none.
    pub met: Option<bool>,
}

/// The picture; `None` without cells.
#[must_use]
pub fn draw(heat: &Heat) -> Option<Chart> {
    let frame = Frame::new(&heat.title, &heat.subtitle, HEIGHT);
    Some(frame.finish(heat.file_stem, heat.alt.clone()))
}
