//! Display.
use super::quantity::{Quantity, Ranged};

/// As on a whiteboard, 4 significant digits.
#[must_use]
pub fn show(quantity: Quantity) -> String {
    show_digits(quantity, 4)
}
/// With this many significant digits.
#[must_use]
pub fn show_digits(_quantity: Quantity, _digits: usize) -> String {
    String::new()
}
/// With its noun: `150M users`.
#[must_use]
pub fn show_ranged(_ranged: &Ranged) -> String {
    String::new()
}
