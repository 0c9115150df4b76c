//! A formula as one says it at a whiteboard: values in place of names, units of time brought together, and the
//! result. `150M users × 2 tweets/day ÷ 86,400 s/day ≈ 3,472 tweets/s`.
//!
//! Values keep the units that they were written in: a name that stands for `100M/day` is printed so, and where
//! days meet seconds or years, the factor between them is part of the step. In an interview's rounding every
//! number that goes in is round, the factors are easy ones, and each result keeps two digits; what is
//! computed from it goes on with the rounded result.

use std::collections::BTreeSet;

use super::calendar::{Periods, Rounding, above_half, round_number, round_share, tidy};
use super::eval::{Names, combine, fold, map, to_multiple};
use super::formula::{Formula, Op, Piece, Shown};
use super::function::{Binary, Function};
use super::literal::Literal;
use super::manner::Manner;
use super::parse::parse_quantity;
use super::propagate::Model;
use super::quantity::{Dim, Quantity, Ranged};
use super::show::{base_period_s, number, number_below, show_as, show_digits, show_ranged};
use super::table;
use crate::figure::round;

/// Significant digits that a result keeps in an interview.
const INTERVIEW_DIGITS: usize = 2;
/// Digits of a literal that was rounded: it has two by then.
const ROUNDED_DIGITS: usize = 4;

/// A value as it stands on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// In base units; rounded, if the board is.
    pub value: f64,
    /// As it is written: `100M/day`.
    pub text: String,
    /// In the units of time that it is written in, base units otherwise.
    number: f64,
    periods: Periods,
    manner: Manner,
}

/// One line of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The formula with values in place of names, and what comes out.
    pub step: String,
    /// What comes out, as the lines below use it.
    pub face: Face,
    /// The unit that the page asks for.
    shown_in: Option<Shown>,
    /// In what it is shown otherwise.
    manner: Manner,
}

impl Line {
    /// Another value of this line, such as an end of its interval, as the line shows its own.
    #[must_use]
    pub fn shown(&self, value: &Ranged, digits: usize) -> String {
        match &self.shown_in {
            Some(shown) => in_unit(value.value, shown, value.noun.as_deref(), digits),
            None => {
                let (quantity, noun) = (value.quantity(), value.noun.as_deref());
                let own = self.manner.shown(quantity, noun, digits);
                own.unwrap_or_else(|| show_as(quantity, digits, noun))
            }
        }
    }
}

/// What is known of a node while the formula is worked out.
#[derive(Clone, Copy, Debug)]
struct Worked {
    number: f64,
    periods: Periods,
}

impl Worked {
    /// The same in other units of time.
    fn converted(self, to: Periods, rounding: Rounding) -> Self {
        let by: f64 =
            self.periods.factors_to(to, rounding).iter().map(|factor| factor.by).product();
        Self { number: self.number * by, periods: to }
    }

    /// The same without units of time that only cancel.
    fn settled(self, dim: Dim, rounding: Rounding) -> Self {
        self.converted(Periods::seconds(dim.time), rounding)
    }
}

impl Face {
    /// A value that nobody wrote: it is shown in the unit that fits its size.
    fn computed(value: &Ranged) -> Self {
        let periods = default_periods(value.quantity());
        Self {
            value: value.value,
            text: show_ranged(value),
            number: tidy(value.value / periods.size()),
            periods,
            manner: Manner::default(),
        }
    }

    /// A round number for a value that nobody wrote.
    fn rounded(self, dim: Dim, noun: Option<&str>) -> Self {
        let number = if dim == Dim::NONE {
            round_share(self.number, 1.0)
        } else {
            round_number(self.number)
        };
        let value = number * self.periods.size();
        let text = show_as(Quantity::new(value, dim), ROUNDED_DIGITS, noun);
        Self { value, text, number, ..self }
    }
}

/// The units of time in which a result is shown unless the formula says otherwise.
fn default_periods(quantity: Quantity) -> Periods {
    match quantity.dim {
        Dim::RATE | Dim::PRICE_PER_TIME | Dim::PRICE_PER_BYTE_TIME => {
            Periods::of_length(base_period_s(quantity)).inverse()
        }
        Dim::TIME => Periods::of_length(base_period_s(quantity)),
        dim => Periods::seconds(dim.time),
    }
}

/// A literal in its unit, as a round number.
fn round_literal(literal: &Literal) -> f64 {
    let own = literal.ranged().value / literal.one;
    match (literal.dim == Dim::NONE, literal.percent) {
        (true, true) => round_share(own, 100.0),
        (true, false) => round_share(own, 1.0),
        _ => round_number(own),
    }
}

/// A result with the digits that an interview keeps, of what is left where it is most of a whole.
fn round_result(value: f64, dim: Dim) -> f64 {
    let rounded = |value| round(value, INTERVIEW_DIGITS);
    if dim == Dim::NONE && value > 0.5 && value < 1.0 {
        above_half(value, 1.0, rounded)
    } else {
        rounded(value)
    }
}

impl Model {
    /// Every formula as a line of the board, in the order given. `values` are what [`Model::evaluate`] found.
    #[must_use]
    pub fn board(&self, values: &[Ranged], outer: Names<'_>, rounding: Rounding) -> Vec<Line> {
        let mut lines: Vec<Option<Line>> = vec![None; self.formulas.len()];
        let powers = self.names_in_powers();
        for at in self.order().0 {
            let (_, formula) = &self.formulas[at];
            let names = |name: &str| match self.index.get(name) {
                Some(&own) if own == at => None,
                Some(&other) => lines[other].as_ref().map(|line| line.face.clone()),
                None => outer(name).map(|value| outer_face(&value, rounding)),
            };
            let Some(value) = values.get(at) else { continue };
            // Nobody takes 2^41 for 2^40: what a power is made of stays as it was written.
            let keeps = formula.is_amount()
                && !formula.has_range()
                && powers.contains(self.formulas[at].0.as_str());
            let rounding = if keeps { Rounding::Exact } else { rounding };
            let line = Board::new(formula, &names, rounding).line(value);
            lines[at] = Some(line);
        }
        let empty = || Line {
            step: String::new(),
            face: Face::computed(&Ranged::exact(f64::NAN, Dim::NONE)),
            shown_in: None,
            manner: Manner::default(),
        };
        lines.into_iter().map(|line| line.unwrap_or_else(empty)).collect()
    }

    /// Names in the base or in the exponent of a power.
    fn names_in_powers(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for (_, formula) in &self.formulas {
            for (node, inside) in formula.nodes.iter().zip(formula.in_powers()) {
                if let (Op::Name(name), true) = (&node.op, inside) {
                    names.insert(name.as_str());
                }
            }
        }
        names
    }
}

/// A value of a table.
fn outer_face(value: &Ranged, rounding: Rounding) -> Face {
    let face = Face::computed(value);
    match rounding {
        Rounding::Exact => face,
        Rounding::Interview => face.rounded(value.dim, value.noun.as_deref()),
    }
}

impl Formula {
    /// The formula as one says it at a whiteboard, values in place of names, and its result, with `=` where the
    /// result is not rounded. A formula that cannot be computed is printed without a result, and one that is
    /// its own result without repeating it.
    #[must_use]
    pub fn step(&self, names: Names<'_>) -> String {
        let faces = |name: &str| names(name).map(|value| Face::computed(&value));
        let board = Board::new(self, &faces, Rounding::Exact);
        match self.eval(names) {
            Ok(value) => board.line(&value).step,
            Err(_) => board.substituted(),
        }
    }
}

/// One formula to be written out.
struct Board<'a> {
    formula: &'a Formula,
    names: &'a dyn Fn(&str) -> Option<Face>,
    rounding: Rounding,
    /// By node: what stands in a power, and keeps its digits.
    in_powers: Vec<bool>,
    /// The unit that the page asks for, with the rate of its currency.
    shown_in: Option<Shown>,
}

impl<'a> Board<'a> {
    fn new(
        formula: &'a Formula,
        names: &'a dyn Fn(&str) -> Option<Face>,
        rounding: Rounding,
    ) -> Self {
        let shown_in = formula.shown_in.clone().map(|mut shown| {
            if let Some(one) = shown.rate.as_ref().and_then(|rate| names(rate)) {
                shown.unit.mul *= one.value;
            }
            shown
        });
        Self { formula, names, rounding, in_powers: formula.in_powers(), shown_in }
    }

    /// What the values of the formula have in common.
    fn manner(&self) -> Manner {
        let of = |op: &Op| match op {
            Op::Value(literal) => Manner::of(literal),
            Op::Name(word) | Op::Each(word, false) => {
                (self.names)(word).map_or_else(Manner::default, |face| face.manner)
            }
            _ => Manner::default(),
        };
        self.formula.nodes.iter().fold(Manner::default(), |all, node| all.and(of(&node.op)))
    }

    /// A literal's number in its unit, rounded if the board is.
    fn own(&self, node: usize, literal: &Literal) -> f64 {
        if self.is_interview() && !self.in_powers[node] {
            round_literal(literal)
        } else {
            literal.ranged().value / literal.one
        }
    }

    fn is_interview(&self) -> bool {
        self.rounding == Rounding::Interview
    }

    fn line(&self, exact: &Ranged) -> Line {
        let left = self.substituted();
        let worked = self.worked();
        let periods = worked.map(|worked| worked.periods);
        let manner = self.manner().in_periods(periods, exact.quantity());
        let literal = self.formula.is_amount() && self.formula.shown_in.is_none();
        let found = self.result(exact, worked, manner);
        if literal && let Some(worked) = worked {
            // What was written is kept as it was written: the lines below use 100M/day, not 1,157/s.
            let text = if self.formula.has_range() { self.median(&left) } else { left.clone() };
            let face = Face {
                value: tidy(worked.number * worked.periods.size()),
                text,
                number: worked.number,
                periods: worked.periods,
                manner,
            };
            // A range comes to its median, in its own unit.
            let found = if self.formula.has_range() && !self.is_interview() {
                Face { text: face.text.clone(), ..found }
            } else {
                found
            };
            let step = if self.formula.has_range() && !self.is_interview() {
                equation(&left, &found.text, exact.value, found.value)
            } else if self.says_enough(worked, &found) {
                left
            } else {
                self.with_result(left, worked, &found, exact)
            };
            return Line { step, face, shown_in: None, manner };
        }
        let step = match worked {
            Some(worked) => self.with_result(left, worked, &found, exact),
            None => equation(&left, &found.text, exact.value, found.value),
        };
        Line { step, face: found, shown_in: self.shown_in.clone(), manner }
    }

    /// True for a literal whose unit needs no other beside it: 10%, 8000 rps, 5 years, but not 100M/day or 4KiB.
    fn says_enough(&self, worked: Worked, found: &Face) -> bool {
        let plain = self.formula.nodes.iter().all(|node| match &node.op {
            Op::Value(literal) => {
                let tens = libm::log10(literal.one * literal.periods.size().recip());
                literal.dim.bytes == 0 || (tens - tens.round()).abs() < 1e-12
            }
            _ => true,
        });
        // What is counted per second is worth saying; 2 hours a day as a share of a day is not.
        let per_second = found.periods == Periods::seconds(-1) && worked.periods != found.periods;
        plain && !per_second
    }

    /// What comes out, in the unit in which it is shown.
    fn result(&self, exact: &Ranged, worked: Option<Worked>, manner: Manner) -> Face {
        let shown = self.shown_in.as_ref();
        let usual = manner.slow_period(exact.dim).unwrap_or(default_periods(exact.quantity()));
        let target = shown.map_or(usual, |shown| shown.unit.periods);
        let worked = worked.map(|worked| worked.converted(target, self.rounding).number);
        // What is shown in bits is rounded in bits.
        let bits = if shown.is_none() && manner.is_in_bits(exact.dim) { 8.0 } else { 1.0 };
        // Round numbers can leave nothing of a difference; then it is taken as it is.
        let lost = |number: f64| !number.is_finite() || (number == 0.0 && exact.value != 0.0);
        let (number, value) = match worked.filter(|_| self.is_interview()) {
            Some(number) => {
                let number = if lost(number) { exact.value / target.size() } else { number };
                let number = round_result(number * bits, exact.dim) / bits;
                (number, tidy(number * target.size()))
            }
            None => (tidy(exact.value / target.size()), exact.value),
        };
        let quantity = Quantity::new(value, exact.dim);
        let noun = exact.noun.as_deref();
        let digits = if self.is_interview() { INTERVIEW_DIGITS } else { ROUNDED_DIGITS };
        // 30 TB/day comes first, and what that is a second goes on.
        let own = Some(manner).filter(|_| shown.is_none() && exact.dim != Dim::BANDWIDTH);
        let own = own.or(Some(manner).filter(|manner| bits > 1.0 && manner.is_in_bits(exact.dim)));
        let text = match (shown, own.and_then(|manner| manner.shown(quantity, noun, digits))) {
            (Some(shown), _) => in_unit(value, shown, noun, ROUNDED_DIGITS),
            (None, Some(text)) => text,
            (None, None) if self.is_interview() => show_as(quantity, INTERVIEW_DIGITS, noun),
            (None, None) => show_ranged(&Ranged { noun: exact.noun.clone(), ..quantity.into() }),
        };
        Face { value, text, number, periods: target, manner }
    }

    /// The step with its factors and its result.
    fn with_result(&self, left: String, worked: Worked, found: &Face, exact: &Ranged) -> String {
        let value = if self.is_interview() {
            worked.converted(found.periods, self.rounding).number * found.periods.size()
        } else {
            exact.value
        };
        if exact.dim == Dim::BANDWIDTH && self.formula.shown_in.is_none() {
            // 30 TB/day is what one says; how many MB/s that is comes second.
            if let Some(said) = self.per_period(worked, exact) {
                let own = worked.number * worked.periods.size();
                let first = equation(&left, &said, own, own);
                return equation(&first, &found.text, value, found.value);
            }
        }
        let factors = worked.periods.factors_to(found.periods, self.rounding);
        let sum =
            self.formula.nodes.last().is_some_and(|node| {
                matches!(node.op, Op::Binary(Binary::Add | Binary::Subtract, ..))
            });
        let mut text = if sum && !factors.is_empty() { format!("({left})") } else { left };
        factors.iter().for_each(|factor| text.push_str(&factor.text));
        equation(&text, &found.text, value, found.value)
    }

    /// A bandwidth in the period that its parts are written in, if that is not a second.
    fn per_period(&self, worked: Worked, exact: &Ranged) -> Option<String> {
        if worked.periods.total() != -1 || worked.periods == Periods::seconds(-1) {
            return None;
        }
        let bytes = Quantity::new(worked.number, Dim::BYTES);
        let digits = if self.is_interview() { INTERVIEW_DIGITS } else { ROUNDED_DIGITS };
        let per = worked.periods.name()?;
        let each = exact.noun.as_deref().filter(|noun| noun.starts_with('/')).unwrap_or("");
        Some(format!("{}{each}/{per}", show_digits(bytes, digits)))
    }

    /// The formula with values in place of names: `150M users × 2 tweets/day`. Literals (but for their rounding)
    /// and parentheses stay as they were written.
    fn substituted(&self) -> String {
        let mut text = String::new();
        for piece in &self.formula.pieces {
            match piece {
                Piece::Text(written) => text.push_str(written),
                Piece::Value(node, written) => match &self.formula.nodes[*node].op {
                    Op::Value(literal) => text.push_str(&self.literal(*node, literal, written)),
                    _ => text.push_str(written),
                },
                Piece::Name(name) => match (self.names)(name).map(|face| face.text) {
                    Some(value) if value.starts_with('-') => {
                        text.push('(');
                        text.push_str(&value);
                        text.push(')');
                    }
                    Some(value) => text.push_str(&value),
                    None => text.push_str(name),
                },
                Piece::Rate(name) => {
                    let rate = (self.names)(name).map_or_else(|| name.clone(), |face| face.text);
                    text.push_str(Binary::Multiply.sign());
                    text.push_str(&rate);
                }
                Piece::Each(word, is_noun) => match (self.names)(word).filter(|_| !is_noun) {
                    Some(face) => {
                        text.push_str(Binary::Divide.sign());
                        text.push_str(&face.text);
                    }
                    None => {
                        text.push('/');
                        text.push_str(word);
                    }
                },
            }
        }
        text
    }

    /// A literal as it was written, or as it is rounded.
    fn literal(&self, node: usize, literal: &Literal, written: &str) -> String {
        let own = literal.ranged().value / literal.one;
        let rounded = self.own(node, literal);
        if !self.is_interview()
            || (!literal.is_range() && (own - rounded).abs() <= 1e-12 * own.abs())
        {
            return written.replace(" per ", "/");
        }
        scaled(literal, rounded)
    }

    /// A range's median, in the unit that it was written in.
    fn median(&self, left: &str) -> String {
        match self.formula.nodes.first().map(|node| &node.op) {
            Some(Op::Value(literal)) if self.formula.nodes.len() == 1 && !self.is_interview() => {
                scaled(literal, literal.ranged().value / literal.one)
            }
            _ => left.to_owned(),
        }
    }

    /// Every node in the units that its parts are written in; `None` where they do not fit together.
    fn worked(&self) -> Option<Worked> {
        let mut done: Vec<(Worked, Dim)> = Vec::with_capacity(self.formula.nodes.len());
        for (at, node) in self.formula.nodes.iter().enumerate() {
            let next = match &node.op {
                Op::Value(literal) => (self.of_literal(at, literal), literal.dim),
                Op::Each(word, true) => Self::of_unit(word),
                Op::Name(word) | Op::Each(word, false) => self.of_word(word),
                Op::Negate(inner) => {
                    let (value, dim) = done[*inner];
                    (Worked { number: -value.number, ..value }, dim)
                }
                Op::Binary(operator, left, right) => {
                    self.binary(*operator, done[*left], done[*right])?
                }
                Op::Call(function, arguments) => {
                    let values: Vec<(Worked, Dim)> = arguments.iter().map(|&at| done[at]).collect();
                    self.call(*function, &values)?
                }
            };
            done.push(next);
        }
        done.pop().map(|(worked, _)| worked)
    }

    fn of_literal(&self, node: usize, literal: &Literal) -> Worked {
        let value = self.own(node, literal) * literal.one;
        Worked { number: tidy(value / literal.periods.size()), periods: literal.periods }
    }

    fn of_word(&self, word: &str) -> (Worked, Dim) {
        if let Some(face) = (self.names)(word) {
            let dim = Dim::new(face.periods.total(), 0, 0);
            return (Worked { number: face.number, periods: face.periods }, dim);
        }
        Self::of_unit(word)
    }

    /// One of a unit, or of a noun.
    fn of_unit(word: &str) -> (Worked, Dim) {
        let one = table::find_alone(word).unwrap_or(table::Unit::ONE);
        let number = tidy(one.apply("1", 0) / one.periods.size());
        (Worked { number, periods: one.periods }, one.dim)
    }

    /// Only the power of time of a dimension is kept: the rest has been checked.
    fn binary(
        &self,
        operator: Binary,
        (a, of_a): (Worked, Dim),
        (b, of_b): (Worked, Dim),
    ) -> Option<(Worked, Dim)> {
        Some(match operator {
            Binary::Add | Binary::Subtract => {
                let (a, b, dim) = self.alike((a, of_a), (b, of_b))?;
                (Worked { number: combine(operator, a.number, b.number), periods: a.periods }, dim)
            }
            Binary::Multiply => {
                let periods = a.periods.times(b.periods);
                (Worked { number: a.number * b.number, periods }, of_a.times(of_b)?)
            }
            Binary::Divide => {
                let periods = a.periods.per(b.periods);
                (Worked { number: a.number / b.number, periods }, of_a.per(of_b)?)
            }
            Binary::Power => {
                let (a, b) = (a.settled(of_a, self.rounding), b.settled(Dim::NONE, self.rounding));
                let number = combine(operator, a.number, b.number);
                if of_a.time == 0 {
                    return Some((Worked { number, periods: Periods::default() }, Dim::NONE));
                }
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "checked to be a small whole number"
                )]
                let power = b.number as i8;
                (Worked { number, periods: a.periods.power(power) }, of_a.power(power)?)
            }
        })
    }

    /// Two values in the units of the first, or of the one that has any: a 0 needs none.
    fn alike(
        &self,
        (a, of_a): (Worked, Dim),
        (b, of_b): (Worked, Dim),
    ) -> Option<(Worked, Worked, Dim)> {
        if of_a.time == of_b.time {
            Some((a, b.converted(a.periods, self.rounding), of_a))
        } else if b.number == 0.0 {
            Some((a, b, of_a))
        } else {
            (a.number == 0.0).then_some((Worked { number: 0.0, periods: b.periods }, b, of_b))
        }
    }

    fn call(&self, function: Function, values: &[(Worked, Dim)]) -> Option<(Worked, Dim)> {
        let (&first, others) = values.split_first()?;
        if let (true, Some(&step)) = (function.takes_multiple(), others.first()) {
            let (b, a, dim) = self.alike(step, first)?;
            let number = to_multiple(function, a.number, b.number);
            return Some((Worked { number, periods: b.periods }, dim));
        }
        if !function.takes_many() {
            let (value, dim) = first;
            if function == Function::Abs {
                return Some((Worked { number: value.number.abs(), ..value }, dim));
            }
            let settled = value.settled(dim, self.rounding);
            let dim = if function == Function::Sqrt { Dim::new(dim.time / 2, 0, 0) } else { dim };
            let periods = Periods::seconds(dim.time);
            return Some((Worked { number: map(function, settled.number), periods }, dim));
        }
        let mut total = first;
        for &next in others {
            let (a, b, dim) = self.alike(total, next)?;
            let number = fold(function, a.number, b.number);
            total = (Worked { number, periods: a.periods }, dim);
        }
        Some(total)
    }
}

/// `97.98M/day`, `$0.03/GB`: another number in a literal's unit.
fn scaled(literal: &Literal, value: f64) -> String {
    let (sign, size) = if value < 0.0 { ("-", -value) } else { ("", value) };
    let dollars = if literal.dollars { "$" } else { "" };
    let tail = literal.tail.replace(" per ", "/");
    format!("{sign}{dollars}{}{tail}", number(size, ROUNDED_DIGITS))
}

/// `30 TB/day`, `926 Mbps`, `$150,000/day`, `300M tweets/day`.
fn in_unit(value: f64, shown: &Shown, noun: Option<&str>, digits: usize) -> String {
    let amount = tidy(value / shown.unit.apply("1", 0));
    let (sign, size) = if amount < 0.0 { ("-", -amount) } else { ("", amount) };
    let text = shown.text.replace(" per ", "/");
    let percent = text.starts_with('%');
    let digits = if percent { number_below(size, 100.0, digits) } else { number(size, digits) };
    match text.strip_prefix('$') {
        Some(rest) => format!("{sign}${digits}{rest}"),
        None if text.starts_with('/') => {
            format!(
                "{sign}{digits}{}{text}",
                noun.map(|noun| format!(" {noun}")).unwrap_or_default()
            )
        }
        None if percent => format!("{sign}{digits}{text}"),
        None => format!("{sign}{digits} {text}"),
    }
}

/// Both sides with the sign that is true, or one if they say the same.
fn equation(left: &str, right: &str, before: f64, after: f64) -> String {
    if left.replace([' ', ','], "") == right.replace([' ', ','], "") {
        return left.to_owned();
    }
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs();
    let shown = parse_quantity(right).map_or(after, |shown| shown.value);
    let exact = same(before, after) && same(after, if before == 0.0 { after } else { shown });
    format!("{left} {} {right}", if exact { '=' } else { '≈' })
}
