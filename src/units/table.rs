//! Every unit word and what it stands for.

/// True if the word stands for a unit when no name shadows it.
#[must_use]
pub fn is_unit(_word: &str) -> bool {
    false
}
