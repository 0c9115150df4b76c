//! A figure that is ready to be written.

use super::round::Digits;
use super::scale::Scale;

/// Its digits and its unit. A language only writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What is known of it.
    pub number: Number,
    /// In which unit.
    pub scale: Scale,
}

/// The digits of a figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// It has no value: `–`.
    Nothing,
    /// `9.10`.
    One(Digits),
    /// With the sign that it has: `+9.6`, `-14`.
    Signed(Digits),
    /// Less than this, which is too little to tell: `<0.1`.
    Below(Digits),
    /// More than this: `>99.9`.
    Above(Digits),
    /// So large that a language has words for it: `365 billion`.
    Large {
        /// Not rounded.
        value: f64,
        /// To how many significant digits.
        digits: i32,
        /// `1.2M` instead of `1.2 million`.
        short: bool,
    },
    /// `9.10 ± 0.03`.
    PlusMinus {
        /// The point estimate.
        value: Digits,
        /// Of its interval.
        half_width: Digits,
    },
    /// An interval that reaches much further to one side: `9.1 (8.9–14.0)`.
    Between {
        /// The point estimate.
        value: Digits,
        /// The nearer or further end.
        low: Digits,
        /// The other.
        high: Digits,
    },
}

impl Shown {
    /// A figure without a value.
    pub(super) const NOTHING: Self = Self { number: Number::Nothing, scale: Scale::Plain };

    /// Digits and their unit.
    pub(super) fn one(digits: Digits, scale: Scale) -> Self {
        Self { number: Number::One(digits), scale }
    }
}
