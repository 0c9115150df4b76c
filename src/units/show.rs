//! A quantity as one would write it on a whiteboard. Everything shown here can be parsed back.

use super::quantity::{Dim, Quantity, Ranged};
use crate::figure::{Digits, fixed, round};

/// Significant digits unless the caller knows better.
const DIGITS: usize = 4;
const MONTH_S: f64 = 730.0 * 3600.0;

/// With 4 significant digits (money under a million: to the cent), in the unit that fits its size:
/// `3,500/s`, `36.5 TB`, `250 us`, `3.65 days`, `$1,234.56`, `1.2 MB/s`, `1.5bn`.
#[must_use]
pub fn show(quantity: Quantity) -> String {
    write(quantity, DIGITS, true, None)
}

/// With this many significant digits, at least 1 and at most 17.
#[must_use]
pub fn show_digits(quantity: Quantity, digits: usize) -> String {
    write(quantity, digits.clamp(1, 17), false, None)
}

/// As [`show`], with the noun of counts and rates: `150M users`, `3,472 tweets/s`.
#[must_use]
pub fn show_ranged(ranged: &Ranged) -> String {
    write(ranged.quantity(), DIGITS, true, ranged.noun.as_deref())
}

/// With this many digits and a noun.
pub(super) fn show_as(quantity: Quantity, digits: usize, noun: Option<&str>) -> String {
    write(quantity, digits, false, noun)
}

/// The seconds of the unit of time that a duration, a rate or a running cost is shown in; parts of a second
/// count as a second.
pub(super) fn base_period_s(quantity: Quantity) -> f64 {
    let value = quantity.value.abs();
    let of = |units: &Scale<'_>| {
        let (_, name) = scale(value, DIGITS, units);
        units.iter().find(|unit| unit.1 == name).map_or(1.0, |unit| unit.0)
    };
    match quantity.dim {
        Dim::TIME => of(&DURATIONS).max(1.0),
        Dim::RATE => {
            let longest = PERIODS_OF_RATES.iter().copied();
            let size = of(&RATES);
            longest
                .min_by(|a, b| (a * size - 1.0).abs().total_cmp(&(b * size - 1.0).abs()))
                .unwrap_or(1.0)
        }
        Dim::PRICE_PER_TIME | Dim::PRICE_PER_BYTE_TIME => MONTH_S,
        _ => 1.0,
    }
}

fn write(quantity: Quantity, digits: usize, cents: bool, noun: Option<&str>) -> String {
    let Quantity { value, dim } = quantity;
    if value < 0.0 {
        return format!("-{}", write(Quantity::new(-value, dim), digits, cents, noun));
    }
    // `tweets`, `tweets/user`, or for whom or what there is so much: `/tweet`.
    let noun = match noun {
        Some(each) if each.starts_with('/') => each.to_owned(),
        Some(noun) => format!(" {noun}"),
        None => String::new(),
    };
    match dim {
        Dim::NONE => format!("{}{noun}", number_below(value, 1.0, digits)),
        Dim::TIME => duration(value, digits),
        Dim::BYTES => format!("{}{noun}", spaced(scale(value, digits, &SIZES))),
        Dim::RATE => {
            let (number, per) = scale(value, digits, &RATES);
            format!("{number}{noun}/{per}")
        }
        Dim::BANDWIDTH => format!("{}{noun}/s", spaced(scale(value, digits, &SIZES))),
        Dim::MONEY => format!("{}{noun}", money(value, digits, cents)),
        Dim::PRICE_PER_TIME => format!("{}{noun}/month", money(value * MONTH_S, digits, cents)),
        Dim::PRICE_PER_BYTE => format!("{}/GB", money(value * 1e9, digits, cents)),
        Dim::PRICE_PER_BYTE_TIME => {
            format!("{}/GB/month", money(value * 1e9 * MONTH_S, digits, cents))
        }
        _ => {
            let (number, unit) = (number(value, digits), dim.unit());
            match unit.strip_prefix('1') {
                Some(below) => format!("{number}{below}"),
                None => format!("{number} {unit}"),
            }
        }
    }
}

/// Units from large to small, as how many base units they are.
type Scale<'a> = [(f64, &'a str)];

const DURATIONS: [(f64, &str); 8] = [
    (365.0 * 86_400.0, "years"),
    (86_400.0, "days"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
    (1e-6, "us"),
    (1e-9, "ns"),
];

const SIZES: [(f64, &str); 7] =
    [(1e18, "EB"), (1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB"), (1.0, "B")];

/// A rate is shown per second unless that would be less than one.
const RATES: [(f64, &str); 6] = [
    (1.0, "s"),
    (1.0 / 60.0, "min"),
    (1.0 / 3600.0, "h"),
    (1.0 / 86_400.0, "day"),
    (1.0 / MONTH_S, "month"),
    (1.0 / (365.0 * 86_400.0), "year"),
];

/// The same as lengths, which the inverses of the fractions above need not be.
const PERIODS_OF_RATES: [f64; 6] = [1.0, 60.0, 3600.0, 86_400.0, MONTH_S, 365.0 * 86_400.0];

/// The number in the largest unit of which there is at least one, after rounding; 0 in the base unit.
fn scale<'a>(value: f64, digits: usize, units: &Scale<'a>) -> (String, &'a str) {
    let fits = |&&(size, _): &&(f64, &str)| round(value / size, digits) >= 1.0;
    let base = |&&(size, _): &&(f64, &str)| size == 1.0 && value == 0.0;
    let unit = units.iter().find(fits).or_else(|| units.iter().find(base)).or(units.last());
    let &(size, name) = unit.unwrap_or(&(1.0, ""));
    (number(value / size, digits), name)
}

fn spaced((number, unit): (String, &str)) -> String {
    format!("{number} {unit}")
}

fn duration(value: f64, digits: usize) -> String {
    match scale(value, digits, &DURATIONS) {
        (number, "days") if number == "1" => "1 day".to_owned(),
        (number, "years") if number == "1" => "1 year".to_owned(),
        scaled => spaced(scaled),
    }
}

/// `$1,234.56`, `$0.10`, `$0.0816`, `$1.5M`.
fn money(value: f64, digits: usize, cents: bool) -> String {
    let rounded = round(value, digits);
    if !(1e-4..1e6).contains(&rounded) || rounded.fract() == 0.0 && !cents {
        return format!("${}", number(value, digits));
    }
    let digits = if cents && value >= 1.0 { fixed(value, 2) } else { Digits::shortest(rounded) };
    format!("${}", digits.cents_if_any().grouped(','))
}

/// A count: `0.0012`, `999,999`, `1.5M`, `2bn`, `3 trillion`, `1e15`.
pub(super) fn number(value: f64, digits: usize) -> String {
    let rounded = round(value, digits);
    let scaled = |by: f64| plain(round(rounded / by, digits));
    match rounded {
        0.0 => "0".to_owned(),
        large if large >= 1e15 => format!("{rounded:e}"),
        large if large >= 1e12 => format!("{} trillion", scaled(1e12)),
        large if large >= 1e9 => format!("{}bn", scaled(1e9)),
        large if large >= 1e6 => format!("{}M", scaled(1e6)),
        small if small < 1e-4 => format!("{rounded:e}"),
        _ => plain(rounded),
    }
}

/// Of a number just below a whole, what is missing is told too: 0.999999 is not 1, nor is 99.9999 % all.
pub(super) fn number_below(value: f64, whole: f64, digits: usize) -> String {
    let missing = 1.0 - value / whole;
    // Less is the noise of a double.
    if !(1e-12..0.01).contains(&missing) {
        return number(value, digits);
    }
    let nines = (1..12).find(|&nines| missing * NINES[nines] > 1.0 - 1e-6).unwrap_or(12);
    // Two digits of what is missing; a percentage has its decimals two places later.
    let decimals = (nines + 1).max(digits).saturating_sub(if whole > 1.0 { 2 } else { 0 });
    fixed(value, i32::try_from(decimals).unwrap_or(i32::MAX)).trimmed().text().to_owned()
}

const NINES: [f64; 12] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11];

/// Digits with commas between the thousands; shortest form that names this very number.
pub(super) fn plain(value: f64) -> String {
    Digits::shortest(value).grouped(',')
}
