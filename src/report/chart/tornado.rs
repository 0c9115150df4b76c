//! What matters most: for each input, how far the outcome swings between the input's low and high end.

use super::Chart;
use super::frame::Frame;
use super::plot::Written;
use super::style::HEIGHT;

/// A tornado: bars around the outcome's central value, the widest on top.
#[derive(Clone, Debug, Default)]
pub struct Tornado {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// What the outcome is: `peak_read_qps`.
    pub outcome: String,
    /// How it is written.
    pub unit: Written,
    /// With every input at its centre.
    pub center: f64,
    /// The widest first.
    pub swings: Vec<Swing>,
}

/// One input.
#[derive(Clone, Debug, Default)]
pub struct Swing {
    /// Its name.
    pub name: String,
    /// Its low and high end, as words: `1.5 to 3`; may be empty.
    pub note: String,
    /// The outcome with the input at its low end.
    pub at_low: f64,
    /// The outcome with the input at its high end.
    pub at_high: f64,
}

/// The picture; `None` without a swing that can be drawn.
#[must_use]
pub fn draw(tornado: &Tornado) -> Option<Chart> {
    let frame = Frame::new(&tornado.title, &tornado.subtitle, HEIGHT);
    Some(frame.finish(tornado.file_stem, tornado.alt.clone()))
}
