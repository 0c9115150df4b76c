//! Formulas.
use super::eval::Names;
use super::quantity::UnitError;
use std::ops::Range;

/// A parsed formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {}

impl Formula {
    /// Reads a formula.
    /// # Errors
    /// Syntax and unknown units.
    pub fn parse(_text: &str) -> Result<Self, UnitError> {
        Err(UnitError::new(0..0, ""))
    }
    /// The text that was parsed.
    #[must_use]
    pub fn text(&self) -> &str {
        ""
    }
    /// Free identifiers that are not unit words.
    #[must_use]
    pub fn names(&self) -> Vec<(String, Range<usize>)> {
        Vec::new()
    }
    /// Free identifiers, unit words included, since a name may shadow a unit (`x / day`).
    #[must_use]
    pub fn words(&self) -> Vec<(String, Range<usize>)> {
        Vec::new()
    }
    /// True for one value as it is written: a number with its unit, or a range of two.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        false
    }
    /// True if a range stands in it.
    #[must_use]
    pub fn has_range(&self) -> bool {
        false
    }
    /// `150M users × 2 tweets/day ≈ 3,472/s`.
    #[must_use]
    pub fn step(&self, _names: Names<'_>) -> String {
        String::new()
    }
    /// `150M users × 2 tweets/day`.
    #[must_use]
    pub fn substituted(&self, _names: Names<'_>) -> String {
        String::new()
    }
}
