//! `--vary path=low..high`: which values a parameter takes, and how each is written.
//!
//! A range keeps the units that it was written in; the text around it is kept, too, so that
//! `app.work=exp(1ms..10ms)` varies the mean of an exponential. Without units it takes those of the page.

use crate::message::sweep::Refusal;
use crate::units::{Dim, parse_quantity, parse_range};

/// What one `--vary` says, before it is laid over points.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// The path, as `--set` takes it.
    pub path: String,
    /// Its values.
    pub over: Over,
}

/// Over what.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// A range.
    Range(Range),
    /// These, as they are written.
    List(Vec<String>),
}

/// A range of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// Ends in base units.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// What they are numbers of.
    pub dim: Dim,
    /// Evenly over the logarithm.
    pub log: bool,
    /// True if neither end has a unit and both are whole.
    pub bare_whole: bool,
    /// What stands around the range: `exp(` and `)`.
    around: (String, String),
    /// Both ends as they were written.
    ends: [String; 2],
    /// A dollar sign, or nothing.
    prefix: String,
    /// Units to write values in, the smaller first: what stands behind the number, and its size.
    units: Vec<(String, f64)>,
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// As `--set` takes it.
    pub written: String,
    /// In base units; of words, their number from 1.
    pub value: f64,
}

/// Reads one `--vary`; `page` is what the page says at a path.
///
/// # Errors
/// A sentence about what is wrong with it.
pub fn parse(
    text: &str,
    log: bool,
    page: &dyn Fn(&str) -> Option<String>,
) -> Result<Vary, Refusal> {
    let without_equals = || Refusal::WithoutEquals { text: text.to_owned() };
    let (path, rest) = text.split_once('=').ok_or_else(without_equals)?;
    let (path, rest) = (path.trim(), rest.trim());
    if path.is_empty() || rest.is_empty() {
        return Err(without_equals());
    }
    let (rest, log) = match rest.rsplit_once(':') {
        Some((rest, "log")) => (rest, true),
        Some((rest, "linear")) => (rest, false),
        _ => (rest, log),
    };
    let unit = page(path).as_deref().and_then(unit_of);
    let over = match rest.find("..") {
        Some(at) => Over::Range(range(text, rest, at, log, unit.as_ref())?),
        None => Over::List(list(text, rest, unit.as_ref())?),
    };
    Ok(Vary { path: path.to_owned(), over })
}

/// What stands before and behind the number.
type Unit = (String, String);

/// The unit of a single value of the page, without the word of a count: `/day` of `100M/day`.
fn unit_of(text: &str) -> Option<Unit> {
    if parse_quantity(text).ok()?.dim == Dim::NONE {
        return None;
    }
    let (prefix, _, suffix) = split(text.trim());
    let suffix = suffix.find('/').map_or(suffix, |slash| &suffix[slash..]);
    Some((prefix.to_owned(), suffix.to_owned()))
}

/// A number's sign of money, its digits, and what stands behind.
fn split(text: &str) -> (&str, &str, &str) {
    let (prefix, rest) = text.strip_prefix('$').map_or(("", text), |rest| ("$", rest));
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '_');
    let end = rest.find(|c: char| !is_digit(c)).unwrap_or(rest.len());
    (prefix, &rest[..end], rest[end..].trim_start())
}

/// `text` with a unit, if it has none: a bare count keeps its word, `1k` → `1k/s`.
fn with_unit(text: &str, unit: Option<&Unit>) -> String {
    let text = text.trim();
    let is_bare = parse_quantity(text).is_ok_and(|found| found.dim == Dim::NONE);
    match unit {
        Some((prefix, suffix)) if is_bare && !text.ends_with('%') => {
            format!("{prefix}{text}{suffix}")
        }
        _ => text.to_owned(),
    }
}

fn range(
    whole: &str,
    rest: &str,
    dots: usize,
    log: bool,
    unit: Option<&Unit>,
) -> Result<Range, Refusal> {
    let is_part = |c: char| c.is_alphanumeric() || " .$%/_-+".contains(c);
    let start = rest[..dots].rfind(|c: char| !is_part(c)).map_or(0, |at| at + 1);
    let behind = &rest[dots + 2..];
    let end = dots + 2 + behind.find(|c: char| !is_part(c)).unwrap_or(behind.len());
    let start = start + rest[start..dots].len() - rest[start..dots].trim_start().len();
    let end = dots + 2 + rest[dots + 2..end].trim_end().len();
    let (low, high) = (rest[start..dots].trim(), rest[dots + 2..end].trim());
    let lends = |text: &str| parse_quantity(text).is_ok_and(|found| found.dim == Dim::NONE);
    // The unit of one end is both's; only if neither has one, it is the page's.
    let ends = if lends(low) && lends(high) {
        [with_unit(low, unit), with_unit(high, unit)]
    } else {
        let own = |text: &str| {
            let (prefix, _, suffix) = split(text);
            (prefix.to_owned(), suffix.to_owned())
        };
        let other = if lends(low) { own(high) } else { own(low) };
        [with_unit(low, Some(&other)), with_unit(high, Some(&other))]
    };
    let both = parse_range(&format!("{}..{}", ends[0], ends[1]));
    let found = both
        .map_err(|error| Refusal::NotARange { text: whole.to_owned(), why: error.what.into() })?;
    if found.low >= found.high {
        return Err(Refusal::EmptyRange { text: whole.to_owned() });
    }
    if log && found.low <= 0.0 {
        return Err(Refusal::LogFromZero { text: whole.to_owned() });
    }
    let sizes = ends.iter().zip([found.low, found.high]).filter_map(|(text, value)| {
        let (_, digits, suffix) = split(text);
        let number: f64 = digits.replace([',', '_'], "").parse().ok()?;
        (number != 0.0).then(|| (suffix.to_owned(), value / number))
    });
    let mut units: Vec<(String, f64)> = sizes.collect();
    units.dedup_by(|a, b| a.0 == b.0);
    let is_whole = |text: &String| text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0);
    Ok(Range {
        low: found.low,
        high: found.high,
        dim: found.dim,
        log,
        bare_whole: ends.iter().all(is_whole),
        around: (rest[..start].to_owned(), rest[end..].to_owned()),
        prefix: if ends[1].starts_with('$') { "$".to_owned() } else { String::new() },
        ends,
        units,
    })
}

fn list(whole: &str, rest: &str, unit: Option<&Unit>) -> Result<Vec<String>, Refusal> {
    let mut items = vec![String::new()];
    let mut depth = 0;
    for c in rest.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        match items.last_mut() {
            Some(last) if c != ',' || depth > 0 => last.push(c),
            _ => items.push(String::new()),
        }
    }
    let items: Vec<String> = items.iter().map(|item| with_unit(item, unit)).collect();
    if items.len() < 2 || items.iter().any(String::is_empty) {
        return Err(Refusal::OneValue { text: whole.to_owned() });
    }
    Ok(items)
}

impl Range {
    /// The value at a share of the way: 0 is the low end, 1 the high one.
    fn value_at(&self, share: f64) -> f64 {
        if self.log {
            self.low * libm::exp(share * libm::log(self.high / self.low))
        } else {
            self.low + share * (self.high - self.low)
        }
    }

    /// The values at these shares of the way, ascending, each rounded where its neighbours allow; `whole` for
    /// whole numbers alone, of which each appears once.
    #[must_use]
    pub fn places(&self, shares: &[f64], whole: bool) -> Vec<Place> {
        let values: Vec<f64> = shares.iter().map(|share| self.value_at(*share)).collect();
        let gap = |at: usize| {
            let to = |other: Option<&f64>| other.map_or(f64::INFINITY, |v| (v - values[at]).abs());
            to(at.checked_sub(1).and_then(|before| values.get(before))).min(to(values.get(at + 1)))
        };
        let mut places: Vec<Place> = Vec::new();
        for (at, &value) in values.iter().enumerate() {
            let place = if value <= self.low {
                self.as_typed(0)
            } else if value >= self.high * (1.0 - 1e-12) {
                self.as_typed(1)
            } else {
                self.rounded(value, gap(at), whole)
            };
            if places.last().is_none_or(|last| last.value < place.value) {
                places.push(place);
            }
        }
        places
    }

    fn around(&self, text: &str) -> String {
        format!("{}{text}{}", self.around.0, self.around.1)
    }

    fn as_typed(&self, end: usize) -> Place {
        let value = if end == 0 { self.low } else { self.high };
        Place { written: self.around(&self.ends[end]), value }
    }

    /// In the largest unit of which there is at least one, rounded to a twentieth of the way to the next value.
    fn rounded(&self, value: f64, gap: f64, whole: bool) -> Place {
        let fits = |unit: &&(String, f64)| value.abs() >= unit.1;
        let largest = self.units.iter().rev().find(fits).or(self.units.first());
        let (suffix, size) = largest.map_or(("", 1.0), |(suffix, size)| (suffix.as_str(), *size));
        let finest = libm::floor(libm::log10(gap / size)) - 1.0;
        let step = if whole { 1.0 } else { libm::pow(10.0, finest) };
        let number = (value / size / step).round() * step;
        let decimals = if whole { 0 } else { (-finest).clamp(0.0, 12.0) as usize };
        let mut digits = format!("{number:.decimals$}");
        if digits.contains('.') {
            digits = digits.trim_end_matches('0').trim_end_matches('.').to_owned();
        }
        let written = format!("{}{digits}{suffix}", self.prefix);
        // What is simulated is what is written.
        let value = parse_quantity(&written).map_or(number * size, |found| found.value);
        Place { written: self.around(&written), value }
    }

    /// The low end and half of one; `None` where that is not the number it should be.
    #[must_use]
    pub fn halfway_to_next(&self) -> Option<Place> {
        let value = self.low + 0.5;
        (value < self.high).then(|| Place { written: self.around(&format!("{value}")), value })
    }

    /// The unit that axes are labelled with, and how many base units it is.
    #[must_use]
    pub fn shown(&self) -> (String, f64) {
        self.units.last().cloned().unwrap_or_else(|| (String::new(), 1.0))
    }
}

/// The values of a list: ascending by number, or words in the order given. The second is what they are numbers
/// of; `None` for words.
#[must_use]
pub fn places_of_list(items: &[String]) -> (Vec<Place>, Option<Dim>) {
    let numbers: Option<Vec<_>> = items.iter().map(|item| parse_quantity(item).ok()).collect();
    let dims = numbers.as_ref().map(|all| all.iter().map(|found| found.dim).collect::<Vec<_>>());
    let dim = dims.and_then(|dims| {
        let first = *dims.first()?;
        dims.iter().all(|dim| *dim == first).then_some(first)
    });
    if let (Some(numbers), Some(dim)) = (numbers, dim) {
        let mut places: Vec<Place> = items
            .iter()
            .zip(numbers)
            .map(|(written, found)| Place { written: written.clone(), value: found.value })
            .collect();
        places.sort_by(|a, b| a.value.total_cmp(&b.value));
        places.dedup_by(|a, b| a.value == b.value);
        return (places, Some(dim));
    }
    let nth = |(at, written): (usize, &String)| {
        let value = (at + 1) as f64;
        Place { written: written.clone(), value }
    };
    (items.iter().enumerate().map(nth).collect(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, page: Option<&str>, shares: &[f64], whole: bool) -> Vec<String> {
        let vary = parse(text, false, &|_| page.map(str::to_owned)).expect(text);
        let places = match &vary.over {
            Over::Range(range) => range.places(shares, whole),
            Over::List(items) => places_of_list(items).0,
        };
        places.into_iter().map(|place| place.written).collect()
    }

    fn check(text: &str, page: Option<&str>, expect: [&str; 3]) {
        assert_eq!(written(text, page, &[0.0, 0.5, 1.0], false), expect, "{text}");
    }

    #[test]
    fn units_are_kept() {
        check("traffic.rate=1k/s..20k/s", None, ["1k/s", "10.5k/s", "20k/s"]);
        check("app.work=1..5ms", None, ["1ms", "3ms", "5ms"]);
        check("app.work=500us..5ms", None, ["500us", "2.8ms", "5ms"]);
        check("app.work=20us..1.8ms", None, ["20us", "910us", "1.8ms"]);
        check("c.hit_ratio=50%..90%", None, ["50%", "70%", "90%"]);
        check("cache.memory=1GiB..16GiB:log", None, ["1GiB", "4GiB", "16GiB"]);
        check("x=$1..$3", None, ["$1", "$2", "$3"]);
        check("assume.peak=1..3", Some("2..4"), ["1", "2", "3"]);
    }

    #[test]
    fn a_bare_number_takes_the_unit_of_the_page() {
        check("traffic.rate=1k..20k", Some("200/s"), ["1k/s", "10.5k/s", "20k/s"]);
        check("assume.new=50..150", Some("100M/day"), ["50/day", "100/day", "150/day"]);
        check("app.work=1..2", Some("5 ms"), ["1ms", "1.5ms", "2ms"]);
        check("app.work=1ms,2,3", Some("5 ms"), ["1ms", "2ms", "3ms"]);
        check("assume.share=10%..30%", Some("5ms"), ["10%", "20%", "30%"]);
    }

    #[test]
    fn what_stands_around_a_range_is_kept() {
        check("app.work=exp(1ms..5ms)", Some("5ms"), ["exp(1ms)", "exp(3ms)", "exp(5ms)"]);
        check(
            "app.work={ mean: 1ms..5ms, cv: 2 }",
            None,
            ["{ mean: 1ms, cv: 2 }", "{ mean: 3ms, cv: 2 }", "{ mean: 5ms, cv: 2 }"],
        );
    }

    #[test]
    fn whole_numbers_appear_once() {
        let shares: Vec<f64> = (0..=10).map(|at| f64::from(at) / 10.0).collect();
        assert_eq!(written("app.instances=2..5", None, &shares, true), ["2", "3", "4", "5"]);
    }

    #[test]
    fn lists_are_sorted_if_they_are_numbers() {
        check("x=4,1,2", None, ["1", "2", "4"]);
        check("lb.policy=random, two_choices,ip_hash", None, ["random", "two_choices", "ip_hash"]);
        check(
            "app.work=exp(2ms),exp(1ms),erlang(2, 1ms)",
            None,
            ["exp(2ms)", "exp(1ms)", "erlang(2, 1ms)"],
        );
    }

    #[test]
    fn values_are_rounded_where_their_neighbours_allow() {
        let shares: Vec<f64> = (0..12).map(|at| f64::from(at) / 11.0).collect();
        let found = written("traffic.rate=100/s..1000/s", None, &shares, false);
        assert_eq!(&found[..4], ["100/s", "182/s", "264/s", "345/s"]);
        let found = written("traffic.rate=1000/s..1001/s", None, &shares, false);
        assert_eq!(&found[..2], ["1000/s", "1000.091/s"]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let refused = |text: &str, expect: fn(String) -> Refusal| {
            let found = parse(text, false, &|_| None).expect_err(text);
            assert_eq!(found, expect(text.to_owned()), "{text}");
        };
        refused("traffic.rate", |text| Refusal::WithoutEquals { text });
        refused("traffic.rate=", |text| Refusal::WithoutEquals { text });
        refused("traffic.rate=5/s..5/s", |text| Refusal::EmptyRange { text });
        refused("traffic.rate=5/s", |text| Refusal::OneValue { text });
        refused("traffic.rate=1/s,", |text| Refusal::OneValue { text });
        refused("traffic.rate=0/s..5/s:log", |text| Refusal::LogFromZero { text });
        for text in ["traffic.rate=20/s..1/s", "traffic.rate=1ms..5/s", "app.instances=a..b"] {
            let found = parse(text, false, &|_| None).expect_err(text);
            assert!(matches!(found, Refusal::NotARange { .. }), "{found:?}");
        }
    }
}
