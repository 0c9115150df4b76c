//! Curves with their bands, dots and rules: what sweeps, comparisons, frontiers, fans and distributions are
//! drawn with. A study says what to draw; where labels go, and how wide the axes are, is decided here.

mod axes;
mod figures;
mod sheet;
#[cfg(test)]
mod tests;

use super::Chart;
use super::style::{Color, GREEN, GREEN_INK, INK, MUTED, PALETTE, VERMILLION, VERMILLION_INK};
use crate::figure::{
    Shown, Unit, about_dollars, about_rate, about_seconds, fine_percent, significant_count,
    tick_duration,
};
use crate::message::Lang;
use crate::message::Say;

/// One picture of curves over an axis.
#[derive(Clone, Debug, Default)]
pub struct Plot {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it: scenario, seed, how many runs.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// Drawn in this order, the most important last.
    pub curves: Vec<Curve>,
    /// Straight lines through the plot: an objective, a knee, today.
    pub rules: Vec<Rule>,
    /// Points with a label of their own.
    pub dots: Vec<Dot>,
}

/// One axis.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// What it measures: `offered load`; the unit is written with the ticks.
    pub name: String,
    /// How its figures are written.
    pub unit: Written,
    /// How values are spread over it.
    pub spread: Spread,
    /// The highest value shown; what is above is drawn at the edge. `None`: all of it is shown.
    pub until: Option<f64>,
}

/// How an axis's figures are written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Written {
    /// A plain figure.
    #[default]
    Plain,
    /// In this unit.
    In(Unit),
    /// Seconds, as clocks show them.
    Seconds,
    /// Dollars.
    Usd,
}

impl Written {
    /// A figure of this axis, in three digits.
    #[must_use]
    pub fn figure(self, value: f64) -> Shown {
        match self {
            Self::Plain | Self::In(Unit::Plain) => significant_count(value, 3),
            Self::In(Unit::Ms) => tick_duration(value),
            Self::In(Unit::PerSecond) => about_rate(value),
            Self::In(Unit::Percent) => fine_percent(value),
            Self::In(Unit::UsdPerMonth) | Self::Usd => about_dollars(value),
            Self::Seconds => about_seconds(value),
        }
    }

    /// The same in words.
    #[must_use]
    pub fn show(self, value: f64, lang: Lang) -> String {
        self.figure(value).say(lang)
    }
}

/// How values are spread over an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// From zero, or logarithmic where the values span more than 20×.
    #[default]
    Fitting,
    /// From zero.
    Linear,
    /// From the least to the greatest value, evenly: for an axis on which zero means nothing.
    Tight,
    /// Logarithmic.
    Log,
}

/// What a curve, dot or bar is about; decides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// What the picture is about.
    #[default]
    Main,
    /// What it is compared with.
    Other,
    /// The n-th of several that are equally important, from 0.
    Nth(usize),
    /// Theory, a guide, what recedes.
    Quiet,
    /// An objective, what is met.
    Good,
    /// What is missed, what breaks.
    Bad,
}

impl Tone {
    /// Of lines and areas.
    #[must_use]
    pub fn color(self) -> Color {
        match self {
            Self::Main => PALETTE[0].0,
            Self::Other => MUTED,
            Self::Nth(n) => PALETTE[n % PALETTE.len()].0,
            Self::Quiet => super::style::GREY,
            Self::Good => GREEN,
            Self::Bad => VERMILLION,
        }
    }

    /// Of text: dark enough to be read at label size.
    #[must_use]
    pub fn ink(self) -> Color {
        match self {
            Self::Main => PALETTE[0].1,
            Self::Other => INK,
            Self::Nth(n) => PALETTE[n % PALETTE.len()].1,
            Self::Quiet => MUTED,
            Self::Good => GREEN_INK,
            Self::Bad => VERMILLION_INK,
        }
    }
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// A line with its points marked where there are few.
    #[default]
    Line,
    /// Dashes.
    Dashed,
    /// Steps, as of an empirical distribution: a value holds until the next.
    Steps,
}

/// A curve.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    /// Written at its end, or where there is room for it; may be empty.
    pub label: String,
    /// By ascending x. A `NAN` breaks the line.
    pub points: Vec<(f64, f64)>,
    /// `(x, low, high)`: shaded around it; may be empty.
    pub band: Vec<(f64, f64, f64)>,
    /// Its colour.
    pub tone: Tone,
    /// Its line.
    pub stroke: Stroke,
}

/// A straight line through the plot.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Where.
    pub at: f64,
    /// True: at this y, from left to right. False: at this x, from top to bottom.
    pub horizontal: bool,
    /// Written beside it.
    pub label: String,
    /// Its colour.
    pub tone: Tone,
}

/// A point with a label.
#[derive(Clone, Debug, Default)]
pub struct Dot {
    /// Where.
    pub x: f64,
    /// Where.
    pub y: f64,
    /// Written beside it.
    pub label: String,
    /// Its colour.
    pub tone: Tone,
}

/// The picture; `None` if no point of it can be drawn.
#[must_use]
pub fn draw(plot: &Plot, lang: Lang) -> Option<Chart> {
    sheet::draw(plot, lang)
}
