//! Single values for the fields of a page, and the check that a value is of the kind that its field wants.

use super::formula::{Formula, Op};
use super::quantity::{Dim, Quantity, Ranged, UnitError};
use super::show::show;
use super::table;
use crate::message::units::{Behind, Fault};

/// Longer texts than this are shown by their value instead.
const MAX_QUOTED_CHARS: usize = 32;

/// One known number with its unit. It may be computed (`3 * 5ms`), but from literals alone.
///
/// # Errors
///
/// Mistakes of the text, names, and ranges.
pub fn parse_quantity(text: &str) -> Result<Quantity, UnitError> {
    let formula = Formula::parse(text)?;
    if let Some(node) = formula
        .nodes
        .iter()
        .find(|node| matches!(&node.op, Op::Value(literal) if literal.is_range()))
    {
        let text = text.get(node.at.clone()).unwrap_or("").to_owned();
        return Err(UnitError::new(node.at.clone(), Fault::RangeRefused { text }));
    }
    formula.eval(&|_| None).map(|value| value.quantity())
}

/// One number or one range, with its median and its interval.
///
/// # Errors
///
/// Mistakes of the text, and names.
pub fn parse_range(text: &str) -> Result<Ranged, UnitError> {
    Formula::parse(text)?.eval(&|_| None)
}

/// One known number of this dimension: [`parse_quantity`] and [`expect_dim`] in one.
///
/// # Errors
///
/// Those of both.
pub fn parse_as(text: &str, dim: Dim) -> Result<Quantity, UnitError> {
    let found = parse_quantity(text)?;
    // The noun is lost in a quantity, yet it is what a misspelt unit is read as.
    let noun = Formula::parse(text)?.eval(&|_| None)?.noun;
    expect_dim(Ranged { noun, ..found.into() }, dim, text).map(|found| found.quantity())
}

/// The value itself if it is of this dimension, or a 0 without a unit, which fits anywhere. `text` is what the
/// user wrote, for the message.
///
/// # Errors
///
/// A bare number where a unit is needed, with the units that fit; a value of another dimension.
pub fn expect_dim(found: Ranged, dim: Dim, text: &str) -> Result<Ranged, UnitError> {
    if found.dim == dim {
        return Ok(found);
    }
    if found.dim == Dim::NONE && found.low == 0.0 && found.high == 0.0 && found.noun.is_none() {
        return Ok(Ranged { dim, ..found });
    }
    let (expected, at) = (dim.unit(), 0..text.len());
    if found.dim == Dim::NONE {
        let bare = is_literal(text) && text.trim_end().ends_with(|c: char| c.is_ascii_digit());
        let behind = match found.noun.as_deref().and_then(table::nearest) {
            Some(near) => Behind::Near(near),
            None if bare => Behind::Nothing(text.trim().to_owned()),
            None => Behind::Other,
        };
        return Err(UnitError::new(at, Fault::NeedsUnit { unit: expected, behind }));
    }
    let short = is_literal(text) && text.chars().count() <= MAX_QUOTED_CHARS;
    let shown = if short { text.trim().to_owned() } else { show(found.quantity()) };
    let found = found.dim.unit();
    Err(UnitError::new(at, Fault::WrongDimension { expected, found, shown }))
}

fn is_literal(text: &str) -> bool {
    Formula::parse(text).is_ok_and(|formula| formula.is_literal())
}
