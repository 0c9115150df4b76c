//! The napkin: what a design asks for, by arithmetic alone.
pub mod cache;
mod load;
pub mod visits;
mod walk;

pub use visits::{ComponentFlow, Flow, JourneyFlow, ResourceLoad, flow, flow_at};

use crate::blueprint::Blueprint;
use crate::report::EstimateLine;
use crate::units::eval::Names;
use crate::units::propagate::ModelError;
use crate::units::Formula;

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

/// The page's own lines, then those that napkin adds from traffic to components to latency.
///
/// `outer` knows the names that are not the page's (the latency table's).
///
/// # Errors
///
/// What is wrong with the page's formulas: the index into `page`, and where.
pub fn estimate(
    _page: &[PageFormula],
    _outer: Names<'_>,
    _design: Option<(&Blueprint, &Flow)>,
) -> Result<Vec<EstimateLine>, Vec<ModelError>> {
    Ok(Vec::new())
}
