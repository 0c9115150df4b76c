//! Single values.
use super::Formula;
use super::eval::Names;
use super::quantity::{Dim, Quantity, Ranged, UnitError};

/// One value, no range.
/// # Errors
/// Syntax.
pub fn parse_quantity(_text: &str) -> Result<Quantity, UnitError> {
    Err(UnitError::new(0..0, ""))
}
/// One value or a range.
/// # Errors
/// Syntax.
pub fn parse_range(_text: &str) -> Result<Ranged, UnitError> {
    Err(UnitError::new(0..0, ""))
}
/// One value of this dimension.
/// # Errors
/// Syntax, dimension.
pub fn parse_as(_text: &str, _dim: Dim) -> Result<Quantity, UnitError> {
    Err(UnitError::new(0..0, ""))
}
/// The value itself if it has the dimension, or is 0 without a unit; `text` is what the user wrote.
/// # Errors
/// The wrong dimension.
pub fn expect_dim(_found: Ranged, _dim: Dim, _text: &str) -> Result<Ranged, UnitError> {
    Err(UnitError::new(0..0, ""))
}
impl Formula {
    /// Evaluates and checks the dimension.
    /// # Errors
    /// As `eval` and `expect_dim`.
    pub fn eval_as(&self, _names: Names<'_>, _dim: Dim) -> Result<Ranged, UnitError> {
        Err(UnitError::new(0..0, ""))
    }
}
