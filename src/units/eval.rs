//! The value of a formula, with its dimension checked at every operation.

use std::ops::Range;

use super::formula::{Formula, Op};
use super::function::{Binary, Function};
use super::literal::Noun;
use super::noun;
use super::quantity::{Dim, Quantity, Ranged, UnitError};
use super::show::show;
use super::table::{self, Unit};
use crate::message::units::Fault;

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
        self.check_nouns(&|name| names(name).map(|value| value.dim))?;
        let mut done: Vec<Ranged> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let value = match &node.op {
                Op::Value(literal) => literal.ranged(),
                Op::Name(name) => look_up(name, &node.at, names)?,
                Op::Each(word, false) => each(word, names),
                Op::Each(word, true) => each(word, &|_| None),
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
        let value = done.pop().unwrap_or(Ranged::exact(f64::NAN, Dim::NONE));
        match &self.shown_in {
            Some(shown) if shown.rate.is_some() => {
                let money = shown.unit.dim.times(Dim::MONEY);
                if money == Some(value.dim) {
                    return Ok(value);
                }
                let (own, unit) = (value.dim.unit(), Dim::MONEY.unit());
                Err(UnitError::new(shown.at.clone(), Fault::CannotShowIn { own, unit }))
            }
            Some(shown) if shown.unit.dim != value.dim => {
                if let (Dim::NONE, Some(word)) = (shown.unit.dim, &shown.noun) {
                    // Of a size there is no number of anything: what was meant is a unit.
                    let (word, near) = (word.clone(), table::nearest(word));
                    let fault = Fault::UnknownUnit { word, near };
                    return Err(UnitError::new(shown.at.clone(), fault));
                }
                let (unit, own) = (shown.unit.dim.unit(), value.dim.unit());
                Err(UnitError::new(shown.at.clone(), Fault::CannotShowIn { own, unit }))
            }
            Some(shown) if shown.noun.is_some() => Ok(Ranged { noun: shown.noun.clone(), ..value }),
            _ => Ok(value),
        }
    }

    /// Refuses a noun that is also a name: `3 seek` would silently be 3, not 3 seeks long. `150M users` beside a
    /// number of users is what it says; `reads/users` could as well be a division.
    pub(super) fn check_nouns(
        &self,
        dim_of: &dyn Fn(&str) -> Option<Dim>,
    ) -> Result<(), UnitError> {
        let literals = self.nodes.iter().filter_map(|node| match &node.op {
            Op::Value(literal) => Some(literal),
            _ => None,
        });
        let misleads = |noun: &'_ Noun| {
            let is_other = |dim: Dim| noun.strict || ![Dim::NONE, Dim::RATE].contains(&dim);
            let word = noun.word.split(' ').find(|word| dim_of(word).is_some_and(is_other))?;
            let fault = Fault::NounIsName { noun: word.to_owned(), divides: noun.below };
            Some(UnitError::new(noun.at.clone(), fault))
        };
        self.check_spelling(dim_of)?;
        literals.flat_map(|literal| &literal.nouns).find_map(misleads).map_or(Ok(()), Err)
    }

    /// Refuses a noun that is a unit but for one letter, and no name: `5 yeers`, `30GB/dya`.
    fn check_spelling(&self, dim_of: &dyn Fn(&str) -> Option<Dim>) -> Result<(), UnitError> {
        let slip = |word: &str, at: &Range<usize>| {
            let mut words = word.split(' ').filter(|word| dim_of(word).is_none());
            let (word, near) =
                words.find_map(|word| table::misspelt(word).map(|near| (word, near)))?;
            let fault = Fault::UnknownUnit { word: word.to_owned(), near: Some(near) };
            Some(UnitError::new(at.clone(), fault))
        };
        let found = self.nodes.iter().find_map(|node| match &node.op {
            Op::Value(literal) => literal.nouns.iter().find_map(|noun| slip(&noun.word, &noun.at)),
            Op::Each(word, _) => slip(word, &node.at),
            _ => None,
        });
        found.map_or(Ok(()), Err)
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
            return Err(UnitError::new(at.start..node.at.end, Fault::MinuteOrMonth));
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
            return Err(UnitError::new(at.clone(), Fault::ExpectedValue { found: String::new() }));
        };
        if !function.takes_many() {
            let Some(&multiple) = others.first() else {
                return one_value(function, &done[first], at);
            };
            return self.multiple(function, (first, multiple), done, at);
        }
        let mut total = done[first].clone();
        let mut adopts = self.is_bare_zero(first);
        for &next in others {
            let right = &done[next];
            if adopts {
                total.dim = right.dim;
            } else if total.dim != right.dim && !self.is_bare_zero(next) {
                let (left, right) = (total.dim.unit(), right.dim.unit());
                let fault = Fault::CannotCompare { function: function.name(), left, right };
                return Err(UnitError::new(at.clone(), fault));
            }
            adopts &= self.is_bare_zero(next);
            let noun = same_noun(&total, right);
            let value = finite(fold(function, total.value, right.value), at)?;
            total = Ranged { noun, ..Ranged::exact(value, total.dim) };
        }
        Ok(total)
    }

    /// `round(storage, 5 PB)`: the nearest multiple; `ceil` goes up to the next, `floor` down to the last.
    fn multiple(
        &self,
        function: Function,
        (value, multiple): (usize, usize),
        done: &[Ranged],
        at: &Range<usize>,
    ) -> Result<Ranged, UnitError> {
        let (a, b) = (&done[value], &done[multiple]);
        if a.dim != b.dim {
            let (own, multiple) = (a.dim.unit(), b.dim.unit());
            let fault = Fault::CannotRoundTo { function: function.name(), own, multiple };
            return Err(UnitError::new(at.clone(), fault));
        }
        if b.value <= 0.0 {
            let fault = Fault::MultipleAboveZero { function: function.name() };
            return Err(UnitError::new(self.nodes[multiple].at.clone(), fault));
        }
        let rounded = finite(to_multiple(function, a.value, b.value), at)?;
        Ok(Ranged { noun: a.noun.clone(), ..Ranged::exact(rounded, a.dim) })
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
        None => Err(UnitError::new(at.clone(), Fault::UnknownName { name: name.to_owned() })),
    }
}

/// A word below a `/`: a name, or 1 of the unit or of the noun that it is.
pub(super) fn each(word: &str, names: Names<'_>) -> Ranged {
    names(word).unwrap_or_else(|| match table::find_alone(word) {
        Some(unit) => Ranged::exact(Unit::apply(unit, "1", 0), unit.dim),
        None => Ranged { noun: Some(word.to_owned()), ..Ranged::exact(1.0, Dim::NONE) },
    })
}

fn negate(value: &Ranged) -> Ranged {
    Ranged {
        value: -value.value,
        median: -value.median,
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
        let too_high = || self.error(Fault::UnitTooHigh);
        let (dim, noun) = match operator {
            Binary::Add | Binary::Subtract => {
                self.refuse_share_of_nothing(operator, a)?;
                (self.sum_dim(operator, a, b)?, same_noun(a, b))
            }
            Binary::Multiply => {
                let dim = a.dim.times(b.dim).ok_or_else(too_high)?;
                (dim, noun::of_product(a, b, dim))
            }
            Binary::Divide => {
                let dim = a.dim.per(b.dim).ok_or_else(too_high)?;
                (dim, noun::of_quotient(a, b, dim))
            }
            Binary::Power => (self.power_dim(a, b)?, None),
        };
        if operator == Binary::Divide && b.value == 0.0 {
            return Err(self.error(Fault::DivisionByZero));
        }
        let value = finite(combine(operator, a.value, b.value), self.at)?;
        Ok(Ranged { noun, ..Ranged::exact(value, dim) })
    }

    fn error(&self, what: Fault) -> UnitError {
        UnitError::new(self.at.clone(), what)
    }

    /// `users + 10%` adds a tenth of one user, which nobody means.
    fn refuse_share_of_nothing(&self, operator: Binary, a: &Ranged) -> Result<(), UnitError> {
        let node = &self.formula.nodes[self.right];
        let percent = matches!(&node.op, Op::Value(literal) if literal.percent);
        if !percent || (a.noun.is_none() && a.dim == Dim::NONE) {
            return Ok(());
        }
        let share = self.formula.text.get(node.at.clone()).unwrap_or("").to_owned();
        let sign = if operator == Binary::Add { '+' } else { '-' };
        Err(UnitError::new(node.at.clone(), Fault::ShareOfNothing { share, sign }))
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
            Fault::CannotAdd { left, right }
        } else {
            Fault::CannotSubtract { left, right }
        }))
    }

    fn power_dim(&self, base: &Ranged, exponent: &Ranged) -> Result<Dim, UnitError> {
        if exponent.dim != Dim::NONE {
            return Err(self.error(Fault::ExponentHasUnit { found: exponent.dim.unit() }));
        }
        if base.dim == Dim::NONE {
            return Ok(Dim::NONE);
        }
        // The dimension must not depend on a value that could change.
        let power = exponent.value;
        if !self.formula.is_constant(self.right) || power.fract() != 0.0 || power.abs() > 9.0 {
            return Err(self.error(Fault::PowerOfUnit { found: base.dim.unit() }));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a whole number from -9 to 9")]
        let power = power as i8;
        base.dim.power(power).ok_or_else(|| self.error(Fault::UnitTooHigh))
    }
}

fn one_value(function: Function, a: &Ranged, at: &Range<usize>) -> Result<Ranged, UnitError> {
    let (name, found) = (function.name(), a.dim.unit());
    let dim = match function {
        Function::Sqrt => {
            a.dim.root().ok_or_else(|| UnitError::new(at.clone(), Fault::RootOfUnit { found }))?
        }
        Function::Abs => a.dim,
        _ if a.dim == Dim::NONE => Dim::NONE,
        _ => {
            let takes_multiple = function.takes_multiple();
            let fault = Fault::NeedsPlain { function: name, found, takes_multiple };
            return Err(UnitError::new(at.clone(), fault));
        }
    };
    let found = || show(Quantity::new(a.value, a.dim));
    let outside = match function {
        Function::Ln | Function::Log10 | Function::Log2 if a.value <= 0.0 => {
            Some(Fault::NotAboveZero { function: name, found: found() })
        }
        Function::Sqrt if a.value < 0.0 => {
            Some(Fault::BelowZero { function: name, found: found() })
        }
        _ => None,
    };
    if let Some(fault) = outside {
        return Err(UnitError::new(at.clone(), fault));
    }
    let counts =
        matches!(function, Function::Abs | Function::Ceil | Function::Floor | Function::Round);
    // What is rounded up is a number of things to have: 4 of them, not 4 requests/thread.
    let is_ratio = |noun: &str| function == Function::Ceil && noun.contains('/');
    let noun = a.noun.clone().filter(|noun| counts && !is_ratio(noun));
    Ok(Ranged { noun, ..Ranged::exact(finite(map(function, a.value), at)?, dim) })
}

fn finite(value: f64, at: &Range<usize>) -> Result<f64, UnitError> {
    if value.is_finite() {
        return Ok(value);
    }
    let fault = if value.is_nan() { Fault::NotANumber } else { Fault::ResultTooLarge };
    Err(UnitError::new(at.clone(), fault))
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
        Function::Abs => a.abs(),
        Function::Ceil => above_noise(a).ceil(),
        Function::Exp => libm::exp(a),
        Function::Floor => above_noise(a).floor(),
        Function::Ln => libm::log(a),
        Function::Log10 => libm::log10(a),
        Function::Log2 => libm::log2(a),
        Function::Round => a.round(),
        Function::Sqrt => a.sqrt(),
        Function::Max | Function::Min | Function::Sum => a,
    }
}

/// The whole number that `a` is but for the last digits of a double, or `a`: three machines at a third of the
/// load each are three, not four.
fn above_noise(a: f64) -> f64 {
    let whole = a.round();
    if (a - whole).abs() <= 1e-12 * a.abs() { whole } else { a }
}

/// The multiple of `step` that a function takes a value to, not checked.
pub(super) fn to_multiple(function: Function, a: f64, step: f64) -> f64 {
    let count = map(function, a / step);
    // A step of 1/1000 is rather divided by its inverse, which a double holds exactly.
    let inverse = (1.0 / step).round();
    if step < 1.0 && (inverse * step - 1.0).abs() < 1e-12 { count / inverse } else { count * step }
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
