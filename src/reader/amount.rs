//! A number with its unit, as the field that holds it wants it.

use super::{Reading, Spanned, Text};
use crate::message::language as say;
use crate::units::Dim;
use crate::yaml::{Node, Value};

/// Seconds in a month of 730 h: money per month is kept as money per second by the units.
pub const SECONDS_PER_MONTH: f64 = 730.0 * 3600.0;

/// The longest duration that a page may write, ns: 292 years, what a clock of nanoseconds can hold.
pub const MAX_NS: f64 = i64::MAX as f64;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A length of time; read as nanoseconds.
    Duration,
    /// Bytes.
    Size,
    /// Events per second.
    Rate,
    /// Bytes per second.
    Bandwidth,
    /// A count or a ratio, without a unit.
    Count,
    /// A share of a whole, 0 to 1.
    Share,
    /// Dollars per month.
    Cost,
}

/// A number in the unit of its [`Want`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// True if a range stands behind it.
    pub uncertain: bool,
}

impl Want {
    const fn dim(self) -> Dim {
        match self {
            Self::Duration => Dim::TIME,
            Self::Size => Dim::BYTES,
            Self::Rate => Dim::RATE,
            Self::Bandwidth => Dim::BANDWIDTH,
            Self::Count | Self::Share => Dim::NONE,
            Self::Cost => Dim::PRICE_PER_TIME,
        }
    }

    /// From the base unit to the field's.
    const fn scale(self) -> f64 {
        match self {
            Self::Duration => 1e9,
            Self::Cost => SECONDS_PER_MONTH,
            _ => 1.0,
        }
    }

    /// What fits, in words: `a duration, such as 5ms`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Duration => say::A_DURATION,
            Self::Size => say::A_SIZE,
            Self::Rate => say::A_RATE,
            Self::Bandwidth => say::A_BANDWIDTH,
            Self::Count => say::A_COUNT,
            Self::Share => say::A_SHARE,
            Self::Cost => say::A_COST,
        }
    }
}

/// True for `exp(5ms)` and its like where a plain number is wanted; `exp` of a number is a function.
fn is_distribution(text: &Text<'_>, want: Want) -> bool {
    match text.call() {
        Some(("exp", _)) => want.dim() != Dim::NONE,
        Some(("uniform" | "erlang" | "samples", _)) => true,
        _ => false,
    }
}

impl<'a> Reading<'a> {
    /// The text of a field that holds one value; a map, a list or nothing is reported.
    pub fn text(&mut self, node: &'a Node, field: &str, fits: &str) -> Option<Text<'a>> {
        let message = match &node.value {
            Value::Scalar(scalar) if scalar.text.trim().is_empty() => say::no_value(field, fits),
            Value::Scalar(_) => return Text::of(node),
            Value::Null => say::no_value(field, fits),
            Value::List(_) => say::not_a_list(field, fits),
            Value::Map(_) => say::not_a_map(field, fits),
        };
        self.complain(node.span, message);
        None
    }

    /// What a scalar is a number of, if it is one; nothing is reported.
    #[must_use]
    pub fn dimension(&self, node: &Node) -> Option<Dim> {
        self.dimension_of(node.as_text()?)
    }

    /// What a text is a number of, if it is one; nothing is reported.
    #[must_use]
    pub fn dimension_of(&self, text: &str) -> Option<Dim> {
        let formula = crate::units::Formula::parse(text).ok()?;
        self.peek(&formula).map(|ranged| ranged.dim)
    }

    /// A number, from the text of a field; below zero is reported.
    pub fn amount(&mut self, text: &Text<'_>, field: &str, want: Want) -> Option<Amount> {
        if is_distribution(text, want) {
            self.complain(text.span, say::does_not_vary(field, text.text, want.words()));
            return None;
        }
        let computed = self.compute_as(text, want.dim(), want.words())?;
        let value = computed.ranged.value * want.scale();
        if !value.is_finite() || (want == Want::Duration && value > MAX_NS) {
            self.complain(text.span, say::too_large(field));
            return None;
        }
        if value < 0.0 {
            self.complain(text.span, say::negative(field));
            return None;
        }
        if want == Want::Share && value > 1.0 {
            self.complain(text.span, say::beyond_a_whole(field, text.text));
            return None;
        }
        Some(Amount { value, uncertain: computed.uncertain })
    }

    /// A whole number within `1..=max` (`0..=max` if `zero`), which is no estimate.
    pub fn whole(
        &mut self,
        text: &Text<'_>,
        field: &str,
        (min, max): (u64, u64),
    ) -> Option<Spanned<u64>> {
        let amount = self.amount(text, field, Want::Count)?;
        if amount.uncertain {
            self.complain(text.span, say::range_of_a_count(field));
            return None;
        }
        let message = if amount.value.fract() != 0.0 {
            say::not_whole(field, text.text)
        } else if amount.value < min as f64 {
            say::below(field, min)
        } else if amount.value > max as f64 {
            say::beyond_limit(field, max)
        } else {
            return Some(Spanned::new(amount.value as u64, text.span));
        };
        self.complain(text.span, message);
        None
    }
}
