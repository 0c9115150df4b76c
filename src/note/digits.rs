//! `Measured` figures as words, with honest digits; the rounding itself is `message::number`'s.

use crate::document::Measured;
use crate::message::number;

pub use crate::message::number::Unit;

/// A measured figure with its interval: `9.10 ± 0.03 ms`, `1,204 ± 9 /s`, `81.3 ± 0.4%`.
#[must_use]
pub fn show_measured(measured: Measured, unit: Unit) -> String {
    number::show_between(measured.value, measured.low, measured.high, unit)
}

/// The value alone, rounded as its interval asks: `9.10 ms`.
#[must_use]
pub fn show_rounded(measured: Measured, unit: Unit) -> String {
    number::rounded(measured.value, measured.low, measured.high, unit)
}

/// The value alone in three significant digits or as many as its interval supports, for sentences.
#[must_use]
pub fn show_brief(measured: Measured, unit: Unit) -> String {
    number::brief_between(measured.value, measured.low, measured.high, unit)
}

/// A whole number with thousands separators.
#[must_use]
pub fn show_count(value: u64) -> String {
    number::count(value)
}

/// Dollars and cents: `$1,234.56`.
#[must_use]
pub fn show_money(usd: f64) -> String {
    number::money(usd)
}

/// Dollars a month: `$5,730/month`.
#[must_use]
pub fn show_per_month(usd: f64) -> String {
    number::per_month(usd)
}
