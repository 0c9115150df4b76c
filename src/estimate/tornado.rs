//! What each range does to each result: the bars of a tornado.

use schemars::JsonSchema;
use serde::Serialize;

use super::PageFormula;
use crate::units::Swing;

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

/// The bars of every result that varies, the longest of each result first. `names` are of the model's formulas,
/// with true for an assumption, which is no result.
pub(super) fn bars(names: &[(String, bool)], swings: &[Swing]) -> Vec<Bar> {
    let mut all = Vec::new();
    for (at, (quantity, is_assumed)) in names.iter().enumerate() {
        if *is_assumed {
            continue;
        }
        let mut of_it: Vec<Bar> = swings
            .iter()
            .filter_map(|swing| {
                let (low, high) = swing.ends[at];
                let rank_correlation = swing.rank_correlation[at];
                let moves = low != high && low.is_finite() && high.is_finite();
                moves.then(|| Bar {
                    quantity: quantity.clone(),
                    assumption: name_of(names, swings, swing),
                    low,
                    high,
                    rank_correlation,
                })
            })
            .collect();
        of_it.sort_by(|a, b| b.width().total_cmp(&a.width()));
        all.extend(of_it);
    }
    all
}

/// The name of a range: its formula's, with its place if there are several.
fn name_of(names: &[(String, bool)], swings: &[Swing], swing: &Swing) -> String {
    let name = &names[swing.formula].0;
    let several = swings.iter().filter(|other| other.formula == swing.formula).count() > 1;
    if several { format!("{name} ({})", swing.occurrence + 1) } else { name.clone() }
}

/// Napkin's own lines that come first.
const FIRST: [&str; 5] =
    ["peak_qps", "storage_kept", "storage_a_year", "bandwidth_out", "average_qps"];

/// The results that vary and that nothing else on the page is made of, then the standard ones.
pub(super) fn finals(page: &[PageFormula], bars: &[Bar]) -> Vec<String> {
    let varies = |name: &str| bars.iter().any(|bar| bar.quantity == name);
    let used = |name: &str| {
        let others = page.iter().filter(|line| !line.is_assumed && line.name != name);
        others.flat_map(|line| line.formula.words()).any(|(word, _)| word == name)
    };
    let own = page.iter().filter(|line| !line.is_assumed && !used(&line.name));
    let own = own.map(|line| line.name.as_str());
    let standard = FIRST.into_iter().filter(|name| page.iter().all(|line| line.name != *name));
    own.chain(standard).filter(|name| varies(name)).map(str::to_owned).collect()
}
