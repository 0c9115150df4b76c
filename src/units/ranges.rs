//! Ranges in a text as it was written, and the text again with a draw in place of each: what a trial of a
//! Monte Carlo study sets.

use std::ops::Range;

use super::formula::{Formula, Op};
use super::normal::{Z95, quantile};
use super::quantity::Dim;
use crate::figure::round;

/// Digits of a draw: more than anyone can know of it, few enough to be read.
const DIGITS: usize = 7;

/// One range of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenRange {
    /// Its bytes in the text.
    pub at: Range<usize>,
    /// Its low end, base units.
    pub low: f64,
    /// Its high end, base units.
    pub high: f64,
    /// What it is a number of.
    pub dim: Dim,
    /// True if a draw is written with a `$` before it.
    dollar: bool,
    /// What stands behind the number: ` GB`, `M users`, `%`.
    tail: String,
    /// One of it, base units.
    one: f64,
}

/// Every range in a text that is a formula, or a call whose arguments are (`erlang(3, 2ms..5ms)`). The two ends
/// of `uniform(1ms..5ms)` are no range: that value varies from draw to draw, and both ends are known.
#[must_use]
pub fn ranges(text: &str) -> Vec<WrittenRange> {
    if !text.contains("..") || text.trim_start().starts_with("uniform") {
        return Vec::new();
    }
    let found = within(text, 0);
    if !found.is_empty() {
        return found;
    }
    let (Some(open), Some(close)) = (text.find('('), text.rfind(')')) else { return Vec::new() };
    let mut start = open + 1;
    let mut all = Vec::new();
    for part in text.get(start..close).unwrap_or("").split(',') {
        all.extend(within(part, start));
        start += part.len() + 1;
    }
    all
}

/// The ranges of a formula that begins at `offset` of the whole text.
fn within(text: &str, offset: usize) -> Vec<WrittenRange> {
    let Ok(formula) = Formula::parse(text) else { return Vec::new() };
    let mut found: Vec<WrittenRange> = formula
        .nodes
        .iter()
        .filter_map(|node| match &node.op {
            Op::Value(literal) if literal.is_range() => {
                let written = text.get(node.at.clone())?;
                let (dollar, tail, one) = unit_of(written, literal.dim)?;
                let at = node.at.start + offset..node.at.end + offset;
                let (low, high) = (literal.low, literal.high);
                Some(WrittenRange { at, low, high, dim: literal.dim, dollar, tail, one })
            }
            _ => None,
        })
        .collect();
    found.sort_by_key(|range| range.at.start);
    found
}

/// How a single number of a range is written: the high end lends its unit, else the low one.
fn unit_of(written: &str, dim: Dim) -> Option<(bool, String, f64)> {
    let (low, high) = written.split_once("..")?;
    [high, low].into_iter().find_map(|end| {
        let dollar = written.contains('$');
        let number = end.trim().trim_start_matches(['-', '$', ' ']);
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_');
        let mut length = number.find(|c| !is_part(c)).unwrap_or(number.len());
        // `3e5`: the exponent belongs to the number.
        if let Some(rest) = number[length..].strip_prefix(['e', 'E']) {
            let sign = usize::from(rest.starts_with(['-', '+']));
            let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
            length += if digits > 0 { 1 + sign + digits } else { 0 };
        }
        // So does that of `10^5`.
        if let Some(power) = number[length..].strip_prefix('^') {
            let sign = usize::from(power.starts_with('-'));
            length += 1 + sign + power[sign..].bytes().take_while(u8::is_ascii_digit).count();
        }
        // `5 $/GB`: a draw has its `$` in front.
        let tail = number[length..].replacen('$', "", 1);
        let sign = if dollar { "$" } else { "" };
        let one = Formula::parse(&format!("{sign}1{tail}")).ok()?.eval(&|_| None).ok()?;
        let fits = one.dim == dim && one.value.is_finite() && one.value > 0.0;
        fits.then_some((dollar, tail, one.value))
    })
}

impl WrittenRange {
    /// The quantile of the unknown number, base units: lognormal if its low end is above zero, else normal,
    /// with 5 % below the low end and 5 % above the high one. `p` is between 0 and 1, ends excluded.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let is_log = self.low > 0.0;
        let (from, to) = if is_log {
            (libm::log(self.low), libm::log(self.high))
        } else {
            (self.low, self.high)
        };
        let value = f64::midpoint(from, to) + (to - from) / (2.0 * Z95) * quantile(p);
        if is_log { libm::exp(value) } else { value }
    }

    /// A value as the page would have it, to 7 significant digits: `2.316471 GB`.
    #[must_use]
    pub fn write(&self, value: f64) -> String {
        let number = value / self.one;
        let rounded = round(number, DIGITS);
        let dollar = if self.dollar { "$" } else { "" };
        let tail = &self.tail;
        if rounded < 0.0 {
            // In parentheses, since a sign may not follow an operator.
            return format!("(0 - {dollar}{}{tail})", -rounded);
        }
        format!("{dollar}{rounded}{tail}")
    }
}

/// The text with these values in place of its ranges, which are those that [`ranges`] found in it.
#[must_use]
pub fn drawn(text: &str, ranges: &[WrittenRange], values: &[f64]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, value) in ranges.iter().zip(values) {
        out += text.get(from..range.at.start).unwrap_or("");
        out += &range.write(*value);
        from = range.at.end;
    }
    out + text.get(from..).unwrap_or("")
}

/// The quantile function of the standard normal distribution, for 0 < p < 1.
#[must_use]
pub fn standard_normal(p: f64) -> f64 {
    quantile(p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, p: f64, expect: &str) {
        let found = ranges(text);
        let values: Vec<f64> = found.iter().map(|range| range.quantile(p)).collect();
        assert_eq!(drawn(text, &found, &values), expect, "{text} at {p}");
        if !found.is_empty() && Formula::parse(text).is_ok() {
            let names = |_: &str| None;
            let whole = Formula::parse(expect).and_then(|formula| formula.eval(&names));
            let asked = Formula::parse(text).and_then(|formula| formula.eval(&names));
            assert_eq!(whole.map(|got| got.dim), asked.map(|want| want.dim), "{expect}");
        }
    }

    #[test]
    fn a_draw_is_written_as_the_range_was() {
        check("2..8", 0.5, "4");
        check("1..100 GB", 0.5, "10 GB");
        check("5..20ms", 0.05, "5ms");
        check("5..20ms", 0.95, "20ms");
        check("150M..150.1M users", 0.95, "150.1M users");
        check("10%..40%", 0.5, "20%");
        check("$1..$4/h", 0.5, "$2/h");
        check("1e3..1e5/s", 0.5, "10000/s");
        check("-4..8", 0.5, "2");
        check("-8..4", 0.5, "(0 - 2)");
        check("100/s * 2..8 + 4/s..9/s", 0.5, "100/s * 4 + 6/s");
        check("exp(2ms..8ms)", 0.5, "exp(4ms)");
        check("erlang(3, 2ms..8ms)", 0.5, "erlang(3, 4ms)");
        check("zipf(0.8..0.9)", 0.95, "zipf(0.9)");
        check("uniform(1ms..5ms)", 0.5, "uniform(1ms..5ms)");
        check("5ms", 0.5, "5ms");
        check("a sentence .. and more", 0.5, "a sentence .. and more");
    }

    #[test]
    fn ends_are_the_5_and_95_percent_quantiles() {
        let range = &ranges("2..8 ms")[0];
        for (p, expect) in [(0.05, 0.002), (0.5, 0.004), (0.95, 0.008)] {
            assert!((range.quantile(p) / expect - 1.0).abs() < 1e-12);
        }
        let range = &ranges("-1..3")[0];
        assert!(
            (range.quantile(0.05) + 1.0).abs() < 1e-12 && (range.quantile(0.5) - 1.0).abs() < 1e-12
        );
    }
}
