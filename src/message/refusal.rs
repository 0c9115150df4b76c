//! Why a study cannot be made: one variant an area.

use super::{capacity, compare, montecarlo, scale, sweep};

/// What was asked for that cannot be asked of this page.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// `napkin capacity`.
    Capacity(capacity::Refusal),
    /// `napkin compare`.
    Compare(compare::Refusal),
    /// `napkin montecarlo`.
    MonteCarlo(montecarlo::Refusal),
    /// `napkin scale`.
    Scale(scale::Refusal),
    /// `napkin sweep`.
    Sweep(sweep::Refusal),
    /// `page.yaml has no components to simulate: it is a page for ‘napkin estimate’`
    NothingToSimulate {
        /// The page.
        file: String,
    },
    /// ``the page has no component `ap`; did you mean `app`?``
    #[allow(missing_docs)]
    NoComponent { name: String, near: Option<String>, all: Vec<String> },
}

impl From<capacity::Refusal> for Refusal {
    fn from(what: capacity::Refusal) -> Self {
        Self::Capacity(what)
    }
}

impl From<compare::Refusal> for Refusal {
    fn from(what: compare::Refusal) -> Self {
        Self::Compare(what)
    }
}

impl From<montecarlo::Refusal> for Refusal {
    fn from(what: montecarlo::Refusal) -> Self {
        Self::MonteCarlo(what)
    }
}

impl From<scale::Refusal> for Refusal {
    fn from(what: scale::Refusal) -> Self {
        Self::Scale(what)
    }
}

impl From<sweep::Refusal> for Refusal {
    fn from(what: sweep::Refusal) -> Self {
        Self::Sweep(what)
    }
}
