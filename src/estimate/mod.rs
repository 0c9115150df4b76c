//! The napkin: what a design asks for, by arithmetic alone, every step shown.
//!
//! [`flow`] multiplies means along the paths; [`estimate`] writes the page's own formulas and then what the
//! flow says, from traffic to components to latency; [`cache`] has the closed forms for caches.

mod levels;
mod lines;
mod load;
pub mod visits;
mod walk;

pub use visits::{ComponentFlow, Flow, JourneyFlow, ResourceLoad, flow, flow_at};

use crate::blueprint::Blueprint;
use crate::document::EstimateLine;
use crate::units::eval::Names;
use crate::units::propagate::ModelError;
use crate::units::{Formula, Model, Ranged};

/// Draws for the intervals: quantiles at 5 % and 95 % are then known to about 1 % of their rank.
const DRAWS: u32 = 10_000;
/// The estimate is part of every report: its draws are always the same.
const SEED: u64 = 1;

/// One formula of `assume:` or `estimate:`.
#[derive(Clone, Debug)]
pub struct PageFormula {
    /// Its name.
    pub name: String,
    /// What it says.
    pub formula: Formula,
    /// True under `assume:`, false under `estimate:`.
    pub is_assumed: bool,
}

/// The page's own lines, then those that napkin adds (`kind` is `napkin`).
///
/// `outer` knows the names that are not the page's, such as the latency table's. `design` is `None` for a
/// page of formulas alone.
///
/// # Errors
///
/// What is wrong with the page's formulas: the index into `page`, and where in its text.
pub fn estimate(
    page: &[PageFormula],
    outer: Names<'_>,
    design: Option<(&Blueprint, &Flow)>,
) -> Result<Vec<EstimateLine>, Vec<ModelError>> {
    let mut all = page_lines(page, outer)?;
    if let Some((blueprint, flow)) = design {
        all.extend(lines::napkin(blueprint, flow));
    }
    Ok(all)
}

fn page_lines(
    page: &[PageFormula],
    outer: Names<'_>,
) -> Result<Vec<EstimateLine>, Vec<ModelError>> {
    let formulas = page.iter().map(|line| (line.name.clone(), line.formula.clone())).collect();
    let values = Model::new(formulas).propagate(outer, DRAWS, SEED)?;
    let names = |name: &str| -> Option<Ranged> {
        let own = page.iter().position(|line| line.name == name);
        own.map_or_else(|| outer(name), |at| values.get(at).cloned())
    };
    Ok(page
        .iter()
        .zip(&values)
        .map(|(line, value)| EstimateLine {
            name: line.name.clone(),
            value: value.value,
            low: value.low,
            high: value.high,
            unit: value.dim.unit(),
            formula: line.formula.text().to_owned(),
            step: line.formula.step(&names),
            kind: if line.is_assumed { "assume" } else { "estimate" }.to_owned(),
        })
        .collect())
}

#[cfg(test)]
mod tests;
