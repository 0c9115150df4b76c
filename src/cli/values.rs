//! What can be written behind a flag: each function reads a value, or says why it is none.

use std::error::Error;
use std::fmt;

use crate::facts::years;
use crate::message::cli::BadValue;
use crate::message::{Lang, capacity};
use crate::scenario::run::PRECISIONS;
use crate::study::capacity::growth::{Rate as Growth, Start};
use crate::study::scale::Rates;
use crate::units::{Dim, UnitError, parse_as};
use crate::words::Say;
use crate::world::budget::STEPS_PER_S;

/// The longest measured window, seconds: 30 days, as on a page.
const DURATION_MAX_S: f64 = 30.0 * 86_400.0;
const NS_PER_S: f64 = 1e9;
/// What a budget of steps can be: less than the first would simulate nothing.
const MOST_STEPS_FROM: f64 = 1e4;
const MOST_STEPS: f64 = 1e15;
/// What a simulation may be allowed to take, bytes.
const MEMORY: std::ops::RangeInclusive<f64> = 64e6..=1e12;
/// From a thousandth of a page's load to a million times it.
const LOADS: std::ops::RangeInclusive<f64> = 1e-3..=1e6;

/// What the argument parser shows behind its own words, which are English whatever `--lang` says: it is read with the
/// other flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused<W>(pub W);

impl<W: Say> fmt::Display for Refused<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.say(Lang::En))
    }
}

impl<W: Say + fmt::Debug> Error for Refused<W> {}

type Read<T> = Result<T, Refused<BadValue>>;

/// `--warmup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warmup {
    /// Found by a pilot run.
    Auto,
    /// This long, ns.
    Ns(u64),
}

pub fn growth(text: &str) -> Result<Growth, Refused<capacity::Refusal>> {
    Growth::parse(text).map_err(Refused)
}

pub fn start(text: &str) -> Result<Start, Refused<capacity::Refusal>> {
    Start::parse(text).map_err(Refused)
}

/// A measured window, ns.
pub fn duration(text: &str) -> Read<u64> {
    let seconds = seconds(text)?;
    match nanoseconds(seconds) {
        Some(0) | None => Err(Refused(BadValue::Duration)),
        Some(length) => Ok(length),
    }
}

pub fn warmup(text: &str) -> Read<Warmup> {
    if text == "auto" {
        return Ok(Warmup::Auto);
    }
    nanoseconds(seconds(text)?).map(Warmup::Ns).ok_or(Refused(BadValue::Duration))
}

pub fn precision(text: &str) -> Read<f64> {
    let share = ratio(text)?;
    PRECISIONS.contains(&share).then_some(share).ok_or(Refused(BadValue::Precision))
}

/// So many times a load: `10x`, or `10`.
pub fn load(text: &str) -> Read<f64> {
    let number = text.trim().trim_end_matches(['x', 'X', '×', '배']);
    let times = number.trim().parse::<f64>().map_err(|_| Refused(BadValue::Load))?;
    (LOADS.contains(&times)).then_some(times).ok_or(Refused(BadValue::Load))
}

/// An amount of money a month: `$100`, `100`, `$1,000/month`.
pub fn dollars(text: &str) -> Read<f64> {
    let number = text.trim().trim_start_matches('$').trim_end_matches("/month").replace(',', "");
    let usd = number.parse::<f64>().map_err(|_| Refused(BadValue::Dollars))?;
    (usd.is_finite() && usd >= 0.0).then_some(usd).ok_or(Refused(BadValue::Dollars))
}

pub fn share(text: &str) -> Read<f64> {
    let share = ratio(text)?;
    (0.0..=1.0).contains(&share).then_some(share).ok_or(Refused(BadValue::Share))
}

fn ratio(text: &str) -> Read<f64> {
    parse_as(text, Dim::NONE).map(|found| found.value).map_err(no_quantity)
}

/// A number of requests.
pub fn requests(text: &str) -> Read<u64> {
    whole(text, 1, 1_000_000_000_000)
}

/// Steps, or seconds of two cores.
pub fn budget(text: &str) -> Read<u64> {
    let steps = match parse_as(text, Dim::NONE) {
        Ok(found) => found.value,
        Err(_) => seconds(text)? * STEPS_PER_S as f64,
    };
    let is_sound = (MOST_STEPS_FROM..=MOST_STEPS).contains(&steps);
    is_sound.then_some(steps.round() as u64).ok_or(Refused(BadValue::Budget))
}

/// Bytes.
pub fn memory(text: &str) -> Read<u64> {
    let bytes = parse_as(text, Dim::BYTES).map_err(no_quantity)?.value;
    MEMORY.contains(&bytes).then_some(bytes.round() as u64).ok_or(Refused(BadValue::Memory))
}

/// Exactly as written: the arithmetic of page values has no room for the digits of every seed.
pub fn seed(text: &str) -> Read<u64> {
    text.trim().parse().map_err(|_| Refused(BadValue::Seed))
}

pub fn replications(text: &str) -> Read<u32> {
    whole(text, 1, 100_000)
}

pub fn trials(text: &str) -> Read<u32> {
    whole(text, 1, 1_000_000)
}

pub fn points(text: &str) -> Read<u16> {
    whole(text, 2, 200)
}

pub fn threads(text: &str) -> Read<u16> {
    whole(text, 1, 1_024)
}

pub fn year(text: &str) -> Read<u16> {
    let (first, last) = (years::FIRST_YEAR, years::LAST_YEAR);
    let year = text.trim().parse().ok().filter(|year| (first..=last).contains(year));
    year.ok_or(Refused(BadValue::Year { first, last }))
}

/// What a sweep makes of the values depends on the page; that there is a path and a value does not.
pub fn vary(text: &str) -> Read<String> {
    match text.split_once('=') {
        Some((path, over)) if !path.trim().is_empty() && !over.trim().is_empty() => {
            Ok(text.to_owned())
        }
        _ => Err(Refused(BadValue::Vary)),
    }
}

/// Requests per second.
pub fn rate(text: &str) -> Read<f64> {
    let found = parse_as(text, Dim::RATE).map_err(no_quantity)?;
    if found.value.is_finite() && found.value > 0.0 {
        Ok(found.value)
    } else {
        Err(Refused(BadValue::Rate))
    }
}

/// `a..b`, or rates with commas between them.
pub fn rates(text: &str) -> Read<Rates> {
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (rate(low)?, rate(high)?);
        return if low < high {
            Ok(Rates::Between(low, high))
        } else {
            Err(Refused(BadValue::Rate))
        };
    }
    let mut list = text.split(',').map(rate).collect::<Read<Vec<f64>>>()?;
    list.sort_by(f64::total_cmp);
    list.dedup();
    Ok(Rates::Each(list))
}

pub fn in_flight(text: &str) -> Read<u64> {
    whole(text, 1, u64::from(u32::MAX))
}

fn seconds(text: &str) -> Read<f64> {
    parse_as(text, Dim::TIME).map(|found| found.value).map_err(no_quantity)
}

fn no_quantity(error: UnitError) -> Refused<BadValue> {
    Refused(BadValue::Quantity(error.what))
}

/// `None` if it is negative or too long.
fn nanoseconds(seconds: f64) -> Option<u64> {
    (0.0..=DURATION_MAX_S).contains(&seconds).then(|| (seconds * NS_PER_S).round() as u64)
}

/// A whole number: `5000`, `5k`, `10M`.
fn whole<N: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Read<N> {
    let value = parse_as(text, Dim::NONE).map_err(no_quantity)?.value;
    let refuse = || Refused(BadValue::Whole { least, most });
    if value.fract() != 0.0 || !(least as f64..=most as f64).contains(&value) {
        return Err(refuse());
    }
    N::try_from(value as u64).map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units_and_bounds() {
        let check = |text: &str, expect: Option<u64>| {
            assert_eq!(duration(text).ok(), expect, "{text}");
        };
        check("2s", Some(2_000_000_000));
        check("1.5 ms", Some(1_500_000));
        check("2m", Some(120_000_000_000));
        check("30 days", Some(30 * 86_400 * 1_000_000_000));
        check("31 days", None);
        check("0s", None);
        check("-1s", None);
        check("5", None);
        check("5MB", None);
    }

    #[test]
    fn a_warmup_may_be_nothing_or_found() {
        assert_eq!(warmup("auto"), Ok(Warmup::Auto));
        assert_eq!(warmup("0s"), Ok(Warmup::Ns(0)));
        assert!(warmup("soon").is_err());
    }

    #[test]
    fn counts_are_whole() {
        let check = |text: &str, expect: Option<u64>| {
            assert_eq!(requests(text).ok(), expect, "{text}");
        };
        check("5k", Some(5_000));
        check("10M", Some(10_000_000));
        check("0", None);
        check("1.5", None);
        check("2s", None);
        check("1e13", None);
    }
}
