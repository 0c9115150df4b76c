//! What each range does to each result: the bars of a tornado.

use super::PageFormula;
use crate::document::estimate::Bar;
use crate::units::Swing;

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
