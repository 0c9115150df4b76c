//! Why a study cannot be made: one variant an area.

use super::{capacity, compare};

/// What was asked for that cannot be asked of this page.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// `napkin capacity`.
    Capacity(capacity::Refusal),
    /// `napkin compare`.
    Compare(compare::Refusal),
    /// `page.yaml has no components to simulate: it is a page for ‘napkin estimate’`
    NothingToSimulate {
        /// The page.
        file: String,
    },
    /// ``the page has no component `ap`; did you mean `app`?``
    #[allow(missing_docs)]
    NoComponent { name: String, near: Option<String>, all: Vec<String> },
    /// Studies whose sentences are still made where they refuse. Goes when the last of them is gone.
    Worded(String),
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

impl From<String> for Refusal {
    fn from(words: String) -> Self {
        Self::Worded(words)
    }
}
