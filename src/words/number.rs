//! Figures as words: `figure` chooses digits and a unit, a language writes them. The functions here are for those who
//! know the language only when they run; a language's own sentences have the same ones without it.

use super::Say;
use crate::figure::{self, Measured, Unit};
use crate::message::Lang;

/// A language's own functions, for its own sentences.
macro_rules! written {
    ($lang:expr) => {
        written! { $lang =>
            show(value: f64, unit: $crate::figure::Unit);
            show_between(value: f64, low: Option<f64>, high: Option<f64>, unit: $crate::figure::Unit);
            brief_between(value: f64, low: Option<f64>, high: Option<f64>, unit: $crate::figure::Unit);
            rounded(value: f64, low: Option<f64>, high: Option<f64>, unit: $crate::figure::Unit);
            brief(value: f64, unit: $crate::figure::Unit);
            brief_beside(value: f64, other: f64, unit: $crate::figure::Unit);
            count(value: u64);
            money(usd: f64);
            per_month(usd: f64);
            unit_price(usd: f64);
            duration(seconds: f64);
            base_unit(value: f64, unit: &str, digits: i32);
        }
        #[allow(unused_imports)]
        pub use $crate::words::number::{fixed, significant};
    };
    ($lang:expr => $($name:ident($($arg:ident: $of:ty),*);)*) => {$(
        #[doc = concat!("[`crate::words::number::", stringify!($name), "`] in this language.")]
        // A language need not have a sentence for each.
        #[allow(dead_code)]
        pub fn $name($($arg: $of),*) -> String {
            $crate::words::number::$name($($arg,)* $lang)
        }
    )*};
}
pub(super) use written;

/// [`figure::fixed`], in every language alike: `1,234.50`.
#[must_use]
pub fn fixed(value: f64, decimals: i32) -> String {
    figure::fixed(value, decimals).grouped(',')
}

/// [`figure::significant`], in every language alike.
#[must_use]
pub fn significant(value: f64, digits: i32) -> String {
    figure::significant(value, digits).grouped(',')
}

/// [`figure::show`], written.
#[must_use]
pub fn show(value: f64, unit: Unit, lang: Lang) -> String {
    figure::show(value, unit).say(lang)
}

/// [`Measured::show`], written.
#[must_use]
pub fn show_between(
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    unit: Unit,
    lang: Lang,
) -> String {
    Measured { value, low, high }.show(unit).say(lang)
}

/// [`Measured::show_cautiously`], written.
#[must_use]
pub fn show_measured(
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    unit: Unit,
    lang: Lang,
) -> String {
    Measured { value, low, high }.show_cautiously(unit).say(lang)
}

/// [`Measured::rounded`], written.
#[must_use]
pub fn rounded(value: f64, low: Option<f64>, high: Option<f64>, unit: Unit, lang: Lang) -> String {
    Measured { value, low, high }.rounded(unit).say(lang)
}

/// [`Measured::brief`], written.
#[must_use]
pub fn brief_between(
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    unit: Unit,
    lang: Lang,
) -> String {
    Measured { value, low, high }.brief(unit).say(lang)
}

/// [`figure::count`], written.
#[must_use]
pub fn count(value: u64, lang: Lang) -> String {
    figure::count(value).say(lang)
}

/// [`figure::money`], written.
#[must_use]
pub fn money(usd: f64, lang: Lang) -> String {
    figure::money(usd).say(lang)
}

/// [`figure::per_month`], written.
#[must_use]
pub fn per_month(usd: f64, lang: Lang) -> String {
    figure::per_month(usd).say(lang)
}

/// [`figure::unit_price`], written.
#[must_use]
pub fn unit_price(usd: f64, lang: Lang) -> String {
    figure::unit_price(usd).say(lang)
}

/// [`figure::brief`], written.
#[must_use]
pub fn brief(value: f64, unit: Unit, lang: Lang) -> String {
    figure::brief(value, unit).say(lang)
}

/// [`figure::brief_beside`], written.
#[must_use]
pub fn brief_beside(value: f64, other: f64, unit: Unit, lang: Lang) -> String {
    figure::brief_beside(value, other, unit).say(lang)
}

/// [`figure::duration`], written.
#[must_use]
pub fn duration(seconds: f64, lang: Lang) -> String {
    figure::duration(seconds).say(lang)
}

/// [`figure::base_unit`], written.
#[must_use]
pub fn base_unit(value: f64, unit: &str, digits: i32, lang: Lang) -> String {
    figure::base_unit(value, unit, digits).say(lang)
}

/// [`figure::signed_percent`], written.
#[must_use]
pub fn signed_percent(share: f64, lang: Lang) -> String {
    figure::signed_percent(share).say(lang)
}
