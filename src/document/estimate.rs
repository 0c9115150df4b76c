//! The document of `napkin estimate`, and what of it is drawn.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Assumed, Cost, EstimateLine};

/// Results whose tornado is drawn; the document has all of them.
const MOST_RESULTS: usize = 3;

/// What `napkin estimate` finds.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Document {
    /// napkin's version.
    pub napkin: String,
    /// The scenario's name.
    pub scenario: String,
    /// The arithmetic: the page's own lines, then napkin's.
    pub estimate: Vec<EstimateLine>,
    /// With `--rounding interview`: what the round numbers cost in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<RoundingCost>,
    /// For each result that varies and each range that it depends on, the result at both ends of the range
    /// while the others stay at their medians; the longest first.
    pub tornado: Vec<Bar>,
    /// The monthly bill by arithmetic; `None` for a page without a design.
    pub cost: Option<Cost>,
    /// What was chosen because the page did not say.
    pub assumed: Vec<Assumed>,
    /// Names of the results that matter most to a reader, for the pictures.
    #[serde(skip)]
    pub finals: Vec<String>,
}

/// The errors of an interview's rounding over all results.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct RoundingCost {
    /// `interview`.
    pub mode: String,
    /// The largest error of a result, with its sign.
    pub worst_error: f64,
    /// The result that it is of.
    pub worst: String,
    /// The median of the errors' sizes.
    pub median_error: f64,
}

/// One range and one result.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
#[schemars(rename = "TornadoBar")]
pub struct Bar {
    /// The line that swings.
    pub quantity: String,
    /// The line whose range goes from end to end while the others stay at their medians.
    pub assumption: String,
    /// The quantity with the assumption at its 5 % quantile, in the quantity's base unit.
    pub low: f64,
    /// The quantity with the assumption at its 95 % quantile.
    pub high: f64,
    /// Spearman's rank correlation of the two over 10,000 draws, if both vary.
    pub rank_correlation: Option<f64>,
}

impl Bar {
    /// How far it swings.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.high - self.low).abs()
    }
}

/// What round numbers cost over all results; `None` where nothing was rounded.
#[must_use]
pub fn rounding_cost(lines: &[EstimateLine]) -> Option<RoundingCost> {
    let results = lines.iter().filter(|line| line.kind != "assume");
    let mut errors: Vec<(f64, &str)> =
        results.filter_map(|line| Some((line.error?, line.name.as_str()))).collect();
    errors.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    // Of equals the first of the page is named.
    let largest = errors.last()?.0.abs();
    let (worst_error, worst) = errors.iter().find(|error| error.0.abs() == largest).copied()?;
    let middle = errors.len() / 2;
    let median_error = if errors.len() % 2 == 1 {
        errors[middle].0.abs()
    } else {
        f64::midpoint(errors[middle - 1].0.abs(), errors[middle].0.abs())
    };
    let (mode, worst) = ("interview".to_owned(), worst.to_owned());
    Some(RoundingCost { mode, worst_error, worst, median_error })
}

/// The results to draw, each with its bars.
#[must_use]
pub fn results(document: &Document) -> Vec<(&EstimateLine, Vec<&Bar>)> {
    let of = |name: &String| {
        let line = document.estimate.iter().find(|line| line.name == *name)?;
        let bars: Vec<&Bar> = document.tornado.iter().filter(|bar| bar.quantity == *name).collect();
        (!bars.is_empty()).then_some((line, bars))
    };
    document.finals.iter().filter_map(of).take(MOST_RESULTS).collect()
}
