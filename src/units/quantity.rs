//! What a number means: its dimension, its value in base units, and the interval it is known to.

use std::ops::Range;

use crate::message::units::Fault;

/// The powers of seconds, bytes and dollars in a quantity. Counts, shares and nouns have none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dim {
    /// Power of seconds: 1 for a duration, -1 for a rate.
    pub time: i8,
    /// Power of bytes.
    pub bytes: i8,
    /// Power of dollars.
    pub money: i8,
}

impl Dim {
    /// A count, a share, a ratio.
    pub const NONE: Self = Self::new(0, 0, 0);
    /// A duration, in s.
    pub const TIME: Self = Self::new(1, 0, 0);
    /// A size, in B.
    pub const BYTES: Self = Self::new(0, 1, 0);
    /// An amount of money, in USD.
    pub const MONEY: Self = Self::new(0, 0, 1);
    /// A rate of events, in 1/s.
    pub const RATE: Self = Self::new(-1, 0, 0);
    /// A bandwidth, in B/s.
    pub const BANDWIDTH: Self = Self::new(-1, 1, 0);
    /// A running cost, in USD/s.
    pub const PRICE_PER_TIME: Self = Self::new(-1, 0, 1);
    /// A price of transfer, in USD/B.
    pub const PRICE_PER_BYTE: Self = Self::new(0, -1, 1);
    /// A price of storage, in USD/(B·s).
    pub const PRICE_PER_BYTE_TIME: Self = Self::new(-1, -1, 1);

    /// The dimension with these powers of seconds, bytes and dollars.
    #[must_use]
    pub const fn new(time: i8, bytes: i8, money: i8) -> Self {
        Self { time, bytes, money }
    }

    /// The dimension of a product; `None` if a power leaves the range of `i8`.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Some(Self {
            time: self.time.checked_add(other.time)?,
            bytes: self.bytes.checked_add(other.bytes)?,
            money: self.money.checked_add(other.money)?,
        })
    }

    /// The dimension of a quotient; `None` if a power leaves the range of `i8`.
    #[must_use]
    pub fn per(self, other: Self) -> Option<Self> {
        Some(Self {
            time: self.time.checked_sub(other.time)?,
            bytes: self.bytes.checked_sub(other.bytes)?,
            money: self.money.checked_sub(other.money)?,
        })
    }

    /// The dimension of a whole power; `None` if a power leaves the range of `i8`.
    #[must_use]
    pub fn power(self, power: i8) -> Option<Self> {
        Some(Self {
            time: self.time.checked_mul(power)?,
            bytes: self.bytes.checked_mul(power)?,
            money: self.money.checked_mul(power)?,
        })
    }

    /// The dimension of a square root; `None` if a power is odd.
    #[must_use]
    pub fn root(self) -> Option<Self> {
        let even = self.time % 2 == 0 && self.bytes % 2 == 0 && self.money % 2 == 0;
        even.then(|| Self::new(self.time / 2, self.bytes / 2, self.money / 2))
    }

    /// True for what quantities of a system are: a count, a duration, a size, money, and any of them over another.
    /// Seconds squared, bytes squared, or a price times what it is for, are slips far more often than meant.
    #[must_use]
    pub const fn is_plausible(self) -> bool {
        let powers = [self.time, self.bytes, self.money];
        let small = powers[0].abs() <= 1 && powers[1].abs() <= 1 && powers[2].abs() <= 1;
        small && self.money * self.time <= 0 && self.money * self.bytes <= 0
    }

    /// The base unit as the JSON document names it: `s`, `B`, `1/s`, `B/s`, `USD`, `USD/s`, `B·s`, empty for a
    /// count. [`Formula::parse`](super::Formula::parse) reads it back.
    #[must_use]
    pub fn unit(&self) -> String {
        let powers = [(self.money, "USD"), (self.bytes, "B"), (self.time, "s")];
        let side = |sign: i16| -> Vec<String> {
            powers
                .iter()
                .map(|&(power, unit)| (i16::from(power) * sign, unit))
                .filter(|&(power, _)| power > 0)
                .map(
                    |(power, unit)| {
                        if power == 1 { unit.to_owned() } else { format!("{unit}^{power}") }
                    },
                )
                .collect()
        };
        let (above, below) = (side(1).join("·"), side(-1));
        match below.as_slice() {
            [] => above,
            [one] if above.is_empty() => format!("1/{one}"),
            [one] => format!("{above}/{one}"),
            _ if above.is_empty() => format!("1/({})", below.join("·")),
            _ => format!("{above}/({})", below.join("·")),
        }
    }
}

/// One known number, in base units: s, B, USD, and products of their powers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The number, in base units.
    pub value: f64,
    /// What it is a number of.
    pub dim: Dim,
}

impl Quantity {
    /// A number in base units.
    #[must_use]
    pub const fn new(value: f64, dim: Dim) -> Self {
        Self { value, dim }
    }
}

/// A number known to an interval, in base units.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranged {
    /// The value when every range is at its median: √(low·high), or the mean where low ≤ 0.
    pub value: f64,
    /// Half of the draws lie below it. Equal to `value` for a number as written, for products, and for what
    /// always grows with its only range; not for sums of several, nor for `abs`.
    pub median: f64,
    /// 5 % quantile; equal to `value` for a number that is known.
    pub low: f64,
    /// 95 % quantile; equal to `value` for a number that is known.
    pub high: f64,
    /// What it is a number of.
    pub dim: Dim,
    /// What is counted (`users`), for display alone.
    pub noun: Option<String>,
}

impl Ranged {
    /// A number that is known: low = value = high.
    #[must_use]
    pub const fn exact(value: f64, dim: Dim) -> Self {
        Self { value, median: value, low: value, high: value, dim, noun: None }
    }

    /// One unknown number whose 5 % and 95 % quantiles are `low` and `high`; its value is the median of the
    /// lognormal with these quantiles if low > 0, else of the normal.
    #[must_use]
    pub fn between(low: f64, high: f64, dim: Dim) -> Self {
        let value = if low == high {
            low
        } else if low > 0.0 {
            // Two roots instead of the root of the product, which could leave the range of f64.
            low.sqrt() * high.sqrt()
        } else {
            low / 2.0 + high / 2.0
        };
        Self { value, median: value, low, high, dim, noun: None }
    }

    /// True if it is not known exactly.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.low < self.high
    }

    /// The value at the median, without its interval.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        Quantity { value: self.value, dim: self.dim }
    }
}

impl From<Quantity> for Ranged {
    fn from(quantity: Quantity) -> Self {
        Self::exact(quantity.value, quantity.dim)
    }
}

/// What is wrong with the text of a quantity or a formula, and where in it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitError {
    /// Byte offsets into the text that was parsed.
    pub at: Range<usize>,
    /// What is wrong.
    pub what: Fault,
}

impl UnitError {
    /// An error at a place.
    #[must_use]
    pub const fn new(at: Range<usize>, what: Fault) -> Self {
        Self { at, what }
    }
}
