//! What can be wrong with a page, a table or a command line: one variant an area.

use super::Words;

/// What is wrong, with the names and figures that a sentence about it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Complaint {
    /// Areas whose sentences are still made where the mistake is found. Goes when the last of them is gone.
    Worded(Words),
}

impl Complaint {
    /// The words where they are made already; goes with [`Self::Worded`].
    #[must_use]
    pub const fn worded(&self) -> Option<&Words> {
        match self {
            Self::Worded(words) => Some(words),
        }
    }
}

impl From<Words> for Complaint {
    fn from(words: Words) -> Self {
        Self::Worded(words)
    }
}

/// What is said of a second place that explains a problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// `with this`, beside a change without which the page would be right.
    WithThis,
    /// As [`Complaint::Worded`].
    Worded(String),
}

impl From<String> for Remark {
    fn from(words: String) -> Self {
        Self::Worded(words)
    }
}

impl From<&str> for Remark {
    fn from(words: &str) -> Self {
        Self::Worded(words.to_owned())
    }
}
