//! Quantities with dimensions: how they are written, computed with, and shown.
//!
//! Every value on a page is a number with a unit. [`Formula::parse`] reads one (`5ms`, `100M/day`, `$0.10/h`,
//! `1.5..3`, `write_qps * reads_per_write`), [`Formula::eval`] computes it in base units (s, B, USD, plain counts)
//! with its dimension checked, [`propagate()`] carries ranges through a whole list of named formulas, and [`show()`]
//! writes a result the way one would on a whiteboard.

mod calendar;
mod cursor;
pub mod eval;
pub mod exact;
pub mod formula;
mod function;
mod lex;
mod literal;
mod manner;
mod normal;
mod noun;
pub mod parse;
mod parser;
pub mod propagate;
pub mod quantity;
pub mod ranges;
pub mod show;
mod table;
#[cfg(test)]
mod tests;
pub mod tornado;
pub mod whiteboard;

pub use calendar::{Periods, Rounding};
pub use eval::Names;
pub use formula::Formula;
pub use lex::begins_word as is_letter;
pub use parse::{expect_dim, parse_as, parse_quantity, parse_range};
pub use propagate::{Model, propagate};
pub use quantity::{Dim, Quantity, Ranged, UnitError};
pub use show::{show, show_digits, show_ranged};
pub use table::{is_currency, is_unit, nearest};
pub use tornado::{Analysis, Swing};
