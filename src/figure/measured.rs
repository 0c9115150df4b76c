//! A measured figure. A value is rounded where its own interval begins to blur it: the interval's half-width is
//! rounded to one significant digit (two if the first is a 1, the rule of the Particle Data Group in spirit), and the
//! value to the same decimal. A figure without an interval gets four significant digits.

use super::brief::{self, brief};
use super::round::{EXACT_DIGITS, decimals_of, exponent, fixed, significant};
use super::scale::Unit;
use super::show::show;
use super::shown::{Number, Shown};
use schemars::JsonSchema;
use serde::Serialize;

/// An interval narrower than this share of its value blurs nothing that anybody reads.
const NARROW: f64 = 5e-4;

/// A measured value with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize, PartialEq)]
pub struct Measured {
    /// The point estimate.
    pub value: f64,
    /// The interval's lower end; `None` (null) where there is no interval.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
}

impl Measured {
    /// With an interval.
    #[must_use]
    pub fn between(value: f64, low: f64, high: f64) -> Self {
        Self { value, low: Some(low), high: Some(high) }
    }

    /// How far the interval reaches to its further side, where there is one and it blurs anything.
    fn half_width(self) -> Option<f64> {
        let (low, high) = (self.low?, self.high?);
        let half_width = (self.value - low).max(high - self.value);
        let known = self.value.is_finite() && half_width.is_finite() && half_width > 0.0;
        known.then_some(half_width)
    }

    /// With its interval: `9.10 ± 0.03 ms`, `1,204 ± 9 /s`, `81.3 ± 0.4%`.
    ///
    /// An interval that reaches much further to one side is told as it is, `9.1 (8.9–14) ms`, since ± would claim a
    /// symmetry that was not measured. Without an interval, or with one narrower than the last digit worth printing,
    /// this is [`show`].
    #[must_use]
    pub fn show(self, unit: Unit) -> Shown {
        let exact = show(self.value, unit);
        let (Some(half_width), Some(low), Some(high)) = (self.half_width(), self.low, self.high)
        else {
            return exact;
        };
        let (factor, scale) = unit.scale(self.value.abs().max(half_width));
        let figure = self.value * factor;
        let decimals = decimals_of(half_width * factor);
        if half_width < NARROW * self.value.abs() || unit == Unit::UsdPerMonth {
            return exact;
        }
        let (below, above) = ((self.value - low).max(0.0), (high - self.value).max(0.0));
        let nearer = below.min(above);
        let number = if half_width > 2.0 * nearer {
            // The nearer end earns one digit more than the further one.
            let finer = if nearer > 0.0 { decimals_of(nearer * factor) } else { decimals };
            let decimals = finer.min(decimals + 1);
            let digits = |end: f64| fixed(end * factor, decimals);
            Number::Between { value: digits(self.value), low: digits(low), high: digits(high) }
        } else {
            let half_width = fixed(half_width * factor, decimals);
            Number::PlusMinus { value: fixed(figure, decimals), half_width }
        };
        Shown { number, scale }
    }

    /// As [`Measured::show`]; two digits of a latency that was measured but has no interval, since the runs are too
    /// few to know how far it is to be trusted.
    #[must_use]
    pub fn show_cautiously(self, unit: Unit) -> Shown {
        let known = self.low.is_some() && self.high.is_some() || unit != Unit::Ms;
        if known { self.show(unit) } else { show(significant(self.value, 2).value(), unit) }
    }

    /// Rounded as its interval asks, without the interval, for tables with many columns.
    #[must_use]
    pub fn rounded(self, unit: Unit) -> Shown {
        let Some(half_width) = self.half_width() else { return show(self.value, unit) };
        let (factor, scale) = unit.scale(self.value.abs().max(half_width));
        let figure = self.value * factor;
        let decimals = decimals_of(half_width * factor);
        let most = if figure == 0.0 {
            decimals
        } else {
            EXACT_DIGITS - 1 - exponent(figure, EXACT_DIGITS)
        };
        if decimals > most || unit == Unit::UsdPerMonth {
            return show(self.value, unit);
        }
        Shown::one(fixed(figure, decimals), scale)
    }

    /// For a sentence: three significant digits, or fewer where the interval supports no more.
    #[must_use]
    pub fn brief(self, unit: Unit) -> Shown {
        let Some(half_width) = self.half_width() else { return brief(self.value, unit) };
        let (factor, _) = unit.scale(self.value.abs().max(half_width));
        let figure = self.value * factor;
        let decimals = decimals_of(half_width * factor);
        let enough = figure != 0.0 && decimals >= 2 - exponent(figure, 3);
        if enough { brief(self.value, unit) } else { self.rounded(unit) }
    }

    /// A duration in milliseconds at a point of a drawing: one to three digits, of which the last is about a tenth of
    /// the interval's half-width.
    #[must_use]
    pub fn about_duration(self) -> Shown {
        brief::duration_to(self.value, self.digits_to_draw())
    }

    fn digits_to_draw(self) -> usize {
        let (Some(low), Some(high)) = (self.low, self.high) else { return 3 };
        let half = (high - low).abs() / 2.0;
        if half.is_nan() || half <= 0.0 || self.value == 0.0 || !self.value.is_finite() {
            return 3;
        }
        // With a first digit of 1 or 2 one more place still says something (±1.2 but ±6).
        let first = exponent(half, 17);
        let fine = exponent(half, 1) == first && format!("{half:.0e}").starts_with(['1', '2']);
        let digits = exponent(self.value, 17) - first + 1 + i32::from(fine);
        usize::try_from(digits.clamp(1, 3)).unwrap_or(3)
    }

    /// The value itself, rounded where its interval begins to blur it.
    #[must_use]
    pub fn supported(self) -> f64 {
        match self.half_width() {
            Some(half_width) => fixed(self.value, decimals_of(half_width)).value(),
            None => self.value,
        }
    }
}
