//! Exact figures: four significant digits, unless the caller knows better.

use super::round::{Digits, EXACT_DIGITS, exponent, fixed, near_hundred, significant};
use super::scale::{Scale, Size, Time, Unit};
use super::shown::{Number, Shown};

/// A figure without an interval: `9.1 ms`, `1,204/s`, `81.3%`, `$5,730/month`.
#[must_use]
pub fn show(value: f64, unit: Unit) -> Shown {
    if !value.is_finite() {
        return Shown::NOTHING;
    }
    if unit == Unit::UsdPerMonth {
        return per_month(value);
    }
    let (factor, scale) = unit.scale(value.abs());
    let figure = value * factor;
    let digits = if unit == Unit::Percent && (99.0..100.0).contains(&figure) {
        near_hundred(figure)
    } else {
        significant(figure, EXACT_DIGITS)
    };
    Shown::one(digits, scale)
}

/// A whole number: `12,345`.
#[must_use]
pub fn count(value: u64) -> Shown {
    Shown::one(Digits::whole(value), Scale::Plain)
}

/// A plain number with so many significant digits: `12,350`.
#[must_use]
pub fn significant_count(value: f64, digits: i32) -> Shown {
    Shown::one(significant(value, digits), Scale::Plain)
}

/// Dollars and cents: `$1,234.56`.
#[must_use]
pub fn money(usd: f64) -> Shown {
    dollars(usd, 2, Scale::Usd)
}

/// Dollars with this many decimals.
fn dollars(usd: f64, decimals: i32, scale: Scale) -> Shown {
    if usd.is_finite() { Shown::one(fixed(usd, decimals), scale) } else { Shown::NOTHING }
}

/// Dollars a month, in whole dollars from a hundred on: `$5,730/month`, `$3.65/month`.
#[must_use]
pub fn per_month(usd: f64) -> Shown {
    let decimals = if usd.abs() >= 100.0 || usd == 0.0 { 0 } else { 2 };
    dollars(usd, decimals, Scale::UsdPer(Time::Month))
}

/// The price of one unit, as many decimals as it needs but at least cents: `$0.0816`, `$12.00`.
#[must_use]
pub fn unit_price(usd: f64) -> Shown {
    if !usd.is_finite() || usd == 0.0 {
        return dollars(usd, 2, Scale::Usd);
    }
    Shown::one(price_digits(usd), Scale::Usd)
}

fn price_digits(usd: f64) -> Digits {
    let decimals = (EXACT_DIGITS - 1 - exponent(usd, EXACT_DIGITS)).max(2);
    fixed(usd, decimals).trimmed().padded(2)
}

/// A duration in the largest unit that leaves a figure of one or more: `250 us`, `1.5 s`, `10 min`, `30 d`.
#[must_use]
pub fn duration(seconds: f64) -> Shown {
    in_unit_of_time(seconds, Time::said(seconds), EXACT_DIGITS)
}

fn in_unit_of_time(seconds: f64, unit: Time, digits: i32) -> Shown {
    if !seconds.is_finite() {
        return Shown::NOTHING;
    }
    Shown::one(significant(seconds / unit.seconds(), digits), Scale::Time(unit))
}

/// Data in the largest unit that it fills.
fn data(bytes: f64, digits: i32, scale: fn(Size) -> Scale) -> Shown {
    let unit = Size::of(bytes);
    Shown::one(significant(bytes / unit.bytes(), digits), scale(unit))
}

/// A figure in a base unit of the arithmetic: seconds, bytes, rates, dollars or a plain count, scaled so
/// that it can be said aloud: `3.65 TB`, `1,157/s`, `365 billion`. An unknown unit is written behind.
#[must_use]
pub fn base_unit(value: f64, unit: &str, digits: i32) -> Shown {
    let plain = |value, scale| Shown { number: plain(value, digits), scale };
    let money = |usd, scale| Shown { number: Number::One(money_digits(usd, digits)), scale };
    match unit {
        _ if !value.is_finite() => Shown::NOTHING,
        "s" if digits >= EXACT_DIGITS => duration(value),
        "s" => in_unit_of_time(value, Time::of(value), digits),
        "B" => data(value, digits, Scale::Bytes),
        "B/s" => data(value, digits, Scale::BytesPerSecond),
        "1/s" => {
            let period = Time::of_rate(value);
            plain(value * period.seconds(), Scale::Per(period))
        }
        "USD" => money(value, Scale::Usd),
        "" | "1" => plain(value, Scale::Plain),
        "USD/s" => money(value * Time::Month.seconds(), Scale::UsdPer(Time::Month)),
        other => match other.strip_prefix("USD") {
            Some(each) if each.starts_with('/') => money(value, Scale::UsdFor(each.to_owned())),
            _ => plain(value, Scale::Named(other.to_owned())),
        },
    }
}

/// Whole dollars from a hundred on, cents below, more decimals for fractions of a cent.
fn money_digits(usd: f64, digits: i32) -> Digits {
    match usd {
        usd if usd.abs() >= 100.0 => significant(usd.round(), digits.max(EXACT_DIGITS) + 2),
        0.0 => fixed(usd, 2),
        _ => price_digits(usd),
    }
}

/// A plain number: its digits below a million, in words above.
fn plain(value: f64, digits: i32) -> Number {
    if value.abs() < 1e6 {
        Number::One(significant(value, digits))
    } else {
        Number::Large { value, digits, short: false }
    }
}

/// A relative error with its sign and two digits: `+9.6%`, `-14%`, `0%`.
#[must_use]
pub fn signed_percent(share: f64) -> Shown {
    let percent = share * 100.0;
    if !percent.is_finite() {
        return Shown::NOTHING;
    }
    let digits = significant(percent, 2);
    let number =
        if percent.abs() < 0.005 { Number::One(fixed(0.0, 0)) } else { Number::Signed(digits) };
    Shown { number, scale: Scale::Percent }
}
