//! Ranges through a whole list of named formulas.
use super::Formula;
use super::eval::Names;
use super::quantity::{Ranged, UnitError};

/// Named formulas, in the order in which they were written; they may use each other in any order.
#[derive(Clone, Debug, Default)]
pub struct Model {
    formulas: Vec<(String, Formula)>,
}

/// What is wrong with one formula of a model: its index, and the error in its text.
pub type ModelError = (usize, UnitError);

impl Model {
    /// A model of these formulas.
    #[must_use]
    pub fn new(formulas: Vec<(String, Formula)>) -> Self {
        Self { formulas }
    }
    /// Every formula with every range at its median, in the order given. `outer` has the other names.
    /// # Errors
    /// Every formula's own error; those that follow from another's are left out.
    pub fn evaluate(&self, _outer: Names<'_>) -> Result<Vec<Ranged>, Vec<ModelError>> {
        Err(vec![(self.formulas.len(), UnitError::new(0..0, ""))])
    }
    /// Monte-Carlo intervals.
    /// # Errors
    /// As `evaluate`.
    pub fn propagate(
        &self,
        _outer: Names<'_>,
        _draws: u32,
        _seed: u64,
    ) -> Result<Vec<Ranged>, Vec<ModelError>> {
        Err(Vec::new())
    }
    /// The draws themselves, one vector of `draws` values per formula.
    /// # Errors
    /// As `evaluate`.
    pub fn samples(
        &self,
        _outer: Names<'_>,
        _draws: u32,
        _seed: u64,
    ) -> Result<Vec<Vec<f64>>, Vec<ModelError>> {
        Err(Vec::new())
    }
}

/// `Model::propagate` with no outer names.
/// # Errors
/// As `Model::evaluate`.
pub fn propagate(
    formulas: &[(String, Formula)],
    draws: u32,
    seed: u64,
) -> Result<Vec<Ranged>, Vec<ModelError>> {
    Model::new(formulas.to_vec()).propagate(&|_| None, draws, seed)
}
