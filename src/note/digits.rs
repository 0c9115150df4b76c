//! `Measured` figures as words, with honest digits; the rounding itself is `figure`'s.

use crate::document::Measured;
pub use crate::figure::Unit;
use crate::message::{Lang, Say};
use crate::words::number;

/// A measured figure with its interval: `9.10 ± 0.03 ms`, `1,204 ± 9 /s`, `81.3 ± 0.4%`.
#[must_use]
pub fn show_measured(measured: Measured, unit: Unit, lang: Lang) -> String {
    measured.show(unit).say(lang)
}

/// The value alone, rounded as its interval asks: `9.10 ms`.
#[must_use]
pub fn show_rounded(measured: Measured, unit: Unit, lang: Lang) -> String {
    measured.rounded(unit).say(lang)
}

/// The value alone in three significant digits or as many as its interval supports, for sentences.
#[must_use]
pub fn show_brief(measured: Measured, unit: Unit, lang: Lang) -> String {
    measured.brief(unit).say(lang)
}

/// A whole number with thousands separators.
#[must_use]
pub fn show_count(value: u64, lang: Lang) -> String {
    number::count(value, lang)
}

/// Dollars and cents: `$1,234.56`.
#[must_use]
pub fn show_money(usd: f64, lang: Lang) -> String {
    number::money(usd, lang)
}

/// Dollars a month: `$5,730/month`.
#[must_use]
pub fn show_per_month(usd: f64, lang: Lang) -> String {
    number::per_month(usd, lang)
}
