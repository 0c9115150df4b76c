//! The value of a formula, with its dimension checked at every operation.

use std::ops::Range;

use super::formula::{Binary, Formula, Function, Op, Piece};
use super::parse::parse_quantity;
use super::quantity::{Dim, Quantity, Ranged, UnitError};
use super::show::{show, show_ranged};
use super::table::{self, Unit};
use crate::message::units as message;

/// Looks a name up; `None` for one that does not exist.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<Ranged>;

impl Formula {
    /// The value with every range at its median: √(low·high), or the mean where low ≤ 0. A formula that is one
    /// literal or one name keeps its interval; what is computed has low = value = high, since only
    /// [`propagate`](super::propagate()) knows how intervals combine.
    ///
    /// # Errors
    ///
    /// Unknown names, dimensions that do not fit, divisions by zero and values that no number holds, with the
    /// bytes of the text where they are.
    pub fn eval(&self, names: Names<'_>) -> Result<Ranged, UnitError> {
        self.check_nouns(&|name| names(name).is_some())?;
        let mut done: Vec<Ranged> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let value = match &node.op {
                Op::Value(literal) => literal.ranged(),
                Op::Name(name) => look_up(name, &node.at, names)?,
                Op::Negate(inner) => negate(&done[*inner]),
                Op::Binary(operator, left, right) => {
                    self.refuse_minutes(*operator, *right, &node.at, names)?;
                    let sides = Sides { formula: self, left: *left, right: *right, at: &node.at };
                    sides.apply(*operator, &done[*left], &done[*right])?
                }
                Op::Call(function, arguments) => {
                    self.call(*function, arguments, &done, &node.at)?
                }
            };
            done.push(value);
        }
        // The parser never makes a formula without a node.
        Ok(done.pop().unwrap_or(Ranged::exact(f64::NAN, Dim::NONE)))
    }

    /// Refuses a noun that is also a name: `3 seek` would silently be 3, not 3 seeks long.
    pub(super) fn check_nouns(&self, known: &dyn Fn(&str) -> bool) -> Result<(), UnitError> {
        let literals = self.nodes.iter().filter_map(|node| match &node.op {
            Op::Value(literal) => Some(literal),
            _ => None,
        });
        match literals.flat_map(|literal| &literal.nouns).find(|noun| known(&noun.word)) {
            Some(noun) => Err(UnitError::new(noun.at.clone(), message::noun_is_name(&noun.word))
                .help(message::noun_is_name_help(&noun.word, noun.below))),
            None => Ok(()),
        }
    }

    /// `x / m` is as ambiguous as `100/m`, unless a name shadows `m`.
    fn refuse_minutes(
        &self,
        operator: Binary,
        right: usize,
        at: &Range<usize>,
        names: Names<'_>,
    ) -> Result<(), UnitError> {
        let node = &self.nodes[right];
        let minutes = matches!(&node.op, Op::Name(name) if name == "m");
        if operator == Binary::Divide && minutes && names("m").is_none() {
            return Err(UnitError::new(at.start..node.at.end, message::minute_or_month())
                .help(message::minute_or_month_help()));
        }
        Ok(())
    }

    /// True for a 0 without a unit, which adds to anything.
    fn is_bare_zero(&self, index: usize) -> bool {
        matches!(&self.nodes[index].op, Op::Value(literal)
            if literal.low == 0.0 && literal.high == 0.0 && literal.dim == Dim::NONE)
    }

    /// True for a number written out, with or without a sign.
    fn is_constant(&self, index: usize) -> bool {
        match &self.nodes[index].op {
            Op::Value(literal) => !literal.is_range(),
            Op::Negate(inner) => {
                matches!(&self.nodes[*inner].op, Op::Value(literal) if !literal.is_range())
            }
            _ => false,
        }
    }

    fn call(
        &self,
        function: Function,
        arguments: &[usize],
        done: &[Ranged],
        at: &Range<usize>,
    ) -> Result<Ranged, UnitError> {
        // The parser gives every call at least one argument.
        let Some((&first, others)) = arguments.split_first() else {
            return Err(UnitError::new(at.clone(), message::expected_value("")));
        };
        if !function.takes_many() {
            return one_value(function, &done[first], at);
        }
        let mut total = done[first].clone();
        let mut adopts = self.is_bare_zero(first);
        for &next in others {
            let right = &done[next];
            if adopts {
                total.dim = right.dim;
            } else if total.dim != right.dim && !self.is_bare_zero(next) {
                let (left, right) = (total.dim.unit(), right.dim.unit());
                let title = message::cannot_compare(function.name(), &left, &right);
                return Err(UnitError::new(at.clone(), title));
            }
            adopts &= self.is_bare_zero(next);
            let noun = same_noun(&total, right);
            let value = finite(fold(function, total.value, right.value), at)?;
            total = Ranged { noun, ..Ranged::exact(value, total.dim) };
        }
        Ok(total)
    }

    /// The formula as one says it at a whiteboard, values in place of names, and its result:
    /// `150M users × 2 tweets/day ≈ 3,472/s`, with `=` where the result is not rounded. A formula that cannot be
    /// computed is printed without a result, and one that is its own result without repeating it.
    #[must_use]
    pub fn step(&self, names: Names<'_>) -> String {
        let left = self.substituted(names);
        let Ok(result) = self.eval(names) else { return left };
        // Without its noun: the left side already says what is counted.
        let right = show(result.quantity());
        if right == left || show_ranged(&result) == left {
            return left;
        }
        let exact = parse_quantity(&right)
            .is_ok_and(|shown| (shown.value - result.value).abs() <= 1e-9 * result.value.abs());
        format!("{left} {} {right}", if exact { '=' } else { '≈' })
    }

    /// The formula with values in place of names: `150M users × 2 tweets/day`. Literals and parentheses stay as
    /// they were written.
    #[must_use]
    pub fn substituted(&self, names: Names<'_>) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(written) => text.push_str(written),
                Piece::Name(name) => match names(name).map(|value| show_ranged(&value)) {
                    Some(value) if value.starts_with('-') => {
                        text.push('(');
                        text.push_str(&value);
                        text.push(')');
                    }
                    Some(value) => text.push_str(&value),
                    None => text.push_str(name),
                },
            }
        }
        text
    }
}

/// A name, or 1 of the unit that it stands for.
fn look_up(name: &str, at: &Range<usize>, names: Names<'_>) -> Result<Ranged, UnitError> {
    if let Some(value) = names(name) {
        return Ok(value);
    }
    match table::find_alone(name) {
        Some(unit) => {
            let noun = unit.noun.map(str::to_owned);
            Ok(Ranged { noun, ..Ranged::exact(Unit::apply(unit, "1", 0), unit.dim) })
        }
        None => Err(UnitError::new(at.clone(), message::unknown_name(name))),
    }
}

fn negate(value: &Ranged) -> Ranged {
    Ranged {
        value: -value.value,
        low: -value.high,
        high: -value.low,
        dim: value.dim,
        noun: value.noun.clone(),
    }
}

/// Both operands of an operator, and where it stands.
struct Sides<'a> {
    formula: &'a Formula,
    left: usize,
    right: usize,
    at: &'a Range<usize>,
}

impl Sides<'_> {
    fn apply(&self, operator: Binary, a: &Ranged, b: &Ranged) -> Result<Ranged, UnitError> {
        let too_high = || self.error(message::unit_too_high());
        let (dim, noun) = match operator {
            Binary::Add | Binary::Subtract => (self.sum_dim(operator, a, b)?, same_noun(a, b)),
            Binary::Multiply => (a.dim.times(b.dim).ok_or_else(too_high)?, product_noun(a, b)),
            Binary::Divide => (a.dim.per(b.dim).ok_or_else(too_high)?, quotient_noun(a, b)),
            Binary::Power => (self.power_dim(a, b)?, None),
        };
        if operator == Binary::Divide && b.value == 0.0 {
            let error = self.error(message::division_by_zero());
            return Err(error.label(message::right_side_zero()));
        }
        let value = finite(combine(operator, a.value, b.value), self.at)?;
        // A noun counts things; what things weigh or cost is said by the unit.
        let noun = noun.filter(|_| dim == Dim::NONE || dim == Dim::RATE);
        Ok(Ranged { noun, ..Ranged::exact(value, dim) })
    }

    fn error(&self, title: String) -> UnitError {
        UnitError::new(self.at.clone(), title)
    }

    fn sum_dim(&self, operator: Binary, a: &Ranged, b: &Ranged) -> Result<Dim, UnitError> {
        if a.dim == b.dim || self.formula.is_bare_zero(self.right) {
            return Ok(a.dim);
        }
        if self.formula.is_bare_zero(self.left) {
            return Ok(b.dim);
        }
        let (left, right) = (a.dim.unit(), b.dim.unit());
        Err(self.error(if operator == Binary::Add {
            message::cannot_add(&left, &right)
        } else {
            message::cannot_subtract(&left, &right)
        }))
    }

    fn power_dim(&self, base: &Ranged, exponent: &Ranged) -> Result<Dim, UnitError> {
        if exponent.dim != Dim::NONE {
            return Err(self.error(message::exponent_has_unit(&exponent.dim.unit())));
        }
        if base.dim == Dim::NONE {
            return Ok(Dim::NONE);
        }
        // The dimension must not depend on a value that could change.
        let power = exponent.value;
        if !self.formula.is_constant(self.right) || power.fract() != 0.0 || power.abs() > 9.0 {
            return Err(self.error(message::power_of_unit(&base.dim.unit())));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a whole number from -9 to 9")]
        let power = power as i8;
        base.dim.power(power).ok_or_else(|| self.error(message::unit_too_high()))
    }
}

fn one_value(function: Function, a: &Ranged, at: &Range<usize>) -> Result<Ranged, UnitError> {
    let (name, unit) = (function.name(), a.dim.unit());
    let dim = match function {
        Function::Sqrt => {
            a.dim.root().ok_or_else(|| UnitError::new(at.clone(), message::root_of_unit(&unit)))?
        }
        _ if a.dim == Dim::NONE => Dim::NONE,
        _ => {
            return Err(UnitError::new(at.clone(), message::needs_plain(name, &unit))
                .help(message::divide_first(&unit)));
        }
    };
    let least = match function {
        Function::Ln | Function::Log2 if a.value <= 0.0 => Some(message::above_zero()),
        Function::Sqrt if a.value < 0.0 => Some(message::at_least_zero()),
        _ => None,
    };
    if let Some(least) = least {
        let title = message::out_of_domain(name, &least, &show(Quantity::new(a.value, a.dim)));
        return Err(UnitError::new(at.clone(), title));
    }
    let counts = matches!(function, Function::Ceil | Function::Floor | Function::Round);
    let noun = a.noun.clone().filter(|_| counts);
    Ok(Ranged { noun, ..Ranged::exact(finite(map(function, a.value), at)?, dim) })
}

fn finite(value: f64, at: &Range<usize>) -> Result<f64, UnitError> {
    if value.is_finite() {
        return Ok(value);
    }
    let title = if value.is_nan() { message::not_a_number() } else { message::result_too_large() };
    Err(UnitError::new(at.clone(), title))
}

/// The number of an operation, not checked.
pub(super) fn combine(operator: Binary, a: f64, b: f64) -> f64 {
    match operator {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
    }
}

/// The number of a function of one value, not checked; a function of many has one value as itself.
pub(super) fn map(function: Function, a: f64) -> f64 {
    match function {
        Function::Ceil => a.ceil(),
        Function::Exp => libm::exp(a),
        Function::Floor => a.floor(),
        Function::Ln => libm::log(a),
        Function::Log2 => libm::log2(a),
        Function::Round => a.round(),
        Function::Sqrt => a.sqrt(),
        Function::Max | Function::Min | Function::Sum => a,
    }
}

/// The number of a function of many values, one more of them at a time.
pub(super) fn fold(function: Function, a: f64, b: f64) -> f64 {
    match function {
        Function::Max => a.max(b),
        Function::Min => a.min(b),
        _ => a + b,
    }
}

/// What a sum counts: what both sides count, or the only one that says.
fn same_noun(a: &Ranged, b: &Ranged) -> Option<String> {
    match (&a.noun, &b.noun) {
        (Some(left), Some(right)) if left != right => None,
        (Some(noun), _) | (None, Some(noun)) => Some(noun.clone()),
        (None, None) => None,
    }
}

/// What a product counts: nouns multiply freely, so with two of them nobody knows.
fn product_noun(a: &Ranged, b: &Ranged) -> Option<String> {
    match (&a.noun, &b.noun) {
        (Some(noun), None) | (None, Some(noun)) => Some(noun.clone()),
        _ => None,
    }
}

/// What a quotient counts: what is divided by a plain number or a duration stays what it is.
fn quotient_noun(a: &Ranged, b: &Ranged) -> Option<String> {
    if b.noun.is_some() { None } else { a.noun.clone() }
}
