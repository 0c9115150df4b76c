//! Figures as people read them, and never more digits than are known.
//!
//! A measured value is rounded where its own interval begins to blur it: the interval's half-width is
//! rounded to one significant digit (two if the first is a 1, the rule of the Particle Data Group in
//! spirit), and the value to the same decimal. A figure without an interval gets four significant digits.
//! A figure that is not finite is printed as a dash.

/// What a figure without a value looks like.
pub const NOTHING: &str = "–";

/// What a share below a thousandth of a percent looks like, where it only matters that it is small.
pub const NEGLIGIBLE: &str = "<0.001%";

/// How many significant digits an exact figure gets.
const EXACT_DIGITS: i32 = 4;

/// The most significant digits that a figure with a very narrow interval gets.
const MOST_DIGITS: i32 = 6;

/// What a figure counts, which decides its scale and its suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds; shown as ns, us, ms or s, whichever reads best.
    Ms,
    /// Events per second: `1,204/s`.
    PerSecond,
    /// A ratio, shown in percent: 0.813 is `81.3%`.
    Percent,
    /// A plain number, also a ratio that is to stay one.
    Plain,
    /// Dollars a month: `$5,730/month`.
    UsdPerMonth,
}

impl Unit {
    /// The unit that an objective names (`ms`, `ratio`, `USD/month`, `1/s`); anything else is plain.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "ms" => Self::Ms,
            "ratio" => Self::Percent,
            "USD/month" => Self::UsdPerMonth,
            "1/s" | "/s" => Self::PerSecond,
            _ => Self::Plain,
        }
    }
}

/// The decimal exponent of `value` once it is rounded to `digits` significant digits: 3 for 1,204.
///
/// Read from the formatted number, because a logarithm may differ in its last bit between platforms.
fn exponent(value: f64, digits: i32) -> i32 {
    let precision = usize::try_from(digits - 1).unwrap_or(0);
    let text = format!("{value:.precision$e}");
    text.rsplit('e').next().and_then(|power| power.parse().ok()).unwrap_or(0)
}

/// Puts thousands separators into the integer part of a formatted number.
fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (integer, fraction) =
        rest.find('.').map_or((rest, ""), |point| (&rest[..point], &rest[point..]));
    let mut out = String::from(sign);
    for (index, digit) in integer.chars().enumerate() {
        if index > 0 && (integer.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// `value` with this many decimals (negative: rounded to tens, hundreds, …), grouped, and never `-0`.
#[must_use]
pub fn fixed(value: f64, decimals: i32) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    let text = match usize::try_from(decimals) {
        Ok(places) => format!("{value:.places$}"),
        Err(_) => {
            let step = (0..-decimals).fold(1.0, |step, _| step * 10.0);
            format!("{:.0}", (value / step).round() * step)
        }
    };
    let zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    grouped(if zero { text.trim_start_matches('-') } else { &text })
}

/// Cuts the zeros after the point that say nothing.
fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `value` with this many significant digits, without trailing zeros after the point.
#[must_use]
pub fn significant(value: f64, digits: i32) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    trimmed(fixed(value, digits - 1 - exponent(value, digits)))
}

/// Decimals that leave the half-width one significant digit, or two if the first is a 1.
fn decimals_of(half_width: f64) -> i32 {
    let first = exponent(half_width, 1);
    let leads_with_one = format!("{half_width:.1e}").starts_with('1');
    if leads_with_one { 1 - exponent(half_width, 2) } else { -first }
}

/// A scale and the suffix that goes with it.
#[derive(Clone, Copy)]
struct Scale {
    factor: f64,
    suffix: &'static str,
    /// Whether a space stands before the suffix.
    spaced: bool,
}

/// Which scale suits a figure of this size.
fn scale(unit: Unit, size: f64) -> Scale {
    let spaced = |factor, suffix| Scale { factor, suffix, spaced: true };
    match unit {
        Unit::Ms if size == 0.0 => spaced(1.0, "ms"),
        Unit::Ms if size < 0.001 => spaced(1e6, "ns"),
        Unit::Ms if size < 0.1 => spaced(1e3, "us"),
        Unit::Ms if size < 1000.0 => spaced(1.0, "ms"),
        Unit::Ms => spaced(1e-3, "s"),
        Unit::PerSecond => Scale { factor: 1.0, suffix: "/s", spaced: false },
        Unit::Percent => Scale { factor: 100.0, suffix: "%", spaced: false },
        Unit::Plain => Scale { factor: 1.0, suffix: "", spaced: false },
        Unit::UsdPerMonth => Scale { factor: 1.0, suffix: "/month", spaced: false },
    }
}

/// A figure without an interval: `9.1 ms`, `1,204/s`, `81.3%`, `$5,730/month`.
#[must_use]
pub fn show(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    if unit == Unit::UsdPerMonth {
        return per_month(value);
    }
    let Scale { factor, suffix, spaced } = scale(unit, value.abs());
    let figure = value * factor;
    let digits = if unit == Unit::Percent && (99.0..100.0).contains(&figure) {
        near_hundred(figure)
    } else {
        significant(figure, EXACT_DIGITS)
    };
    format!("{digits}{}{suffix}", if spaced { " " } else { "" })
}

/// A percentage just below 100, with enough decimals to keep it below: what counts is what is missing.
fn near_hundred(percent: f64) -> String {
    let decimals = (1 - exponent(100.0 - percent, 2)).clamp(2, 8);
    trimmed(fixed(percent, decimals))
}

/// A measured figure with its 95 % interval: `9.10 ± 0.03 ms`, `1,204 ± 9 /s`, `81.3 ± 0.4%`.
///
/// An interval that reaches much further to one side is printed as it is, `9.1 (8.9–14) ms`, since ± would
/// claim a symmetry that was not measured. Without an interval, or with one narrower than the last digit
/// worth printing, this is `show`.
#[must_use]
pub fn show_between(value: f64, low: Option<f64>, high: Option<f64>, unit: Unit) -> String {
    let (Some(low), Some(high)) = (low, high) else { return show(value, unit) };
    let (below, above) = ((value - low).max(0.0), (high - value).max(0.0));
    let half_width = below.max(above);
    if !value.is_finite() || !half_width.is_finite() || half_width == 0.0 {
        return show(value, unit);
    }
    let Scale { factor, suffix, .. } = scale(unit, value.abs().max(half_width));
    let figure = value * factor;
    let decimals = decimals_of(half_width * factor);
    let most =
        if figure == 0.0 { decimals } else { MOST_DIGITS - 1 - exponent(figure, MOST_DIGITS) };
    if decimals > most || unit == Unit::UsdPerMonth {
        return show(value, unit);
    }
    let gap = if suffix.is_empty() || suffix == "%" { "" } else { " " };
    let nearer = below.min(above);
    if half_width > 2.0 * nearer {
        // The nearer end earns one digit more than the further one.
        let finer = if nearer > 0.0 { decimals_of(nearer * factor) } else { decimals };
        let decimals = finer.min(decimals + 1).min(most);
        let digits = |end: f64| fixed(end * factor, decimals);
        return format!("{} ({}–{}){gap}{suffix}", digits(value), digits(low), digits(high));
    }
    let number = fixed(figure, decimals);
    format!("{number} ± {}{gap}{suffix}", fixed(half_width * factor, decimals))
}

/// As [`show_between`]; two digits of a latency that was measured but has no interval, since the runs are too few to
/// know how far it is to be trusted.
#[must_use]
pub fn show_measured(value: f64, low: Option<f64>, high: Option<f64>, unit: Unit) -> String {
    let known = low.is_some() && high.is_some() || unit != Unit::Ms;
    let rounded = || significant(value, 2).replace(',', "").parse().unwrap_or(value);
    if known { show_between(value, low, high, unit) } else { show(rounded(), unit) }
}

/// A measured figure rounded as its interval asks, without the interval, for tables with many columns.
#[must_use]
pub fn rounded(value: f64, low: Option<f64>, high: Option<f64>, unit: Unit) -> String {
    let (Some(low), Some(high)) = (low, high) else { return show(value, unit) };
    let half_width = (value - low).max(high - value);
    if !value.is_finite() || !half_width.is_finite() || half_width <= 0.0 {
        return show(value, unit);
    }
    let Scale { factor, suffix, spaced } = scale(unit, value.abs().max(half_width));
    let figure = value * factor;
    let decimals = decimals_of(half_width * factor);
    let most =
        if figure == 0.0 { decimals } else { EXACT_DIGITS - 1 - exponent(figure, EXACT_DIGITS) };
    if decimals > most || unit == Unit::UsdPerMonth {
        return show(value, unit);
    }
    format!("{}{}{suffix}", fixed(figure, decimals), if spaced { " " } else { "" })
}

/// The same for a sentence: three significant digits, or fewer where the interval supports no more.
#[must_use]
pub fn brief_between(value: f64, low: Option<f64>, high: Option<f64>, unit: Unit) -> String {
    let half_width = match (low, high) {
        (Some(low), Some(high)) => (value - low).max(high - value),
        _ => return brief(value, unit),
    };
    if !value.is_finite() || !half_width.is_finite() || half_width <= 0.0 {
        return brief(value, unit);
    }
    let Scale { factor, .. } = scale(unit, value.abs().max(half_width));
    let figure = value * factor;
    let decimals = decimals_of(half_width * factor);
    let enough = figure != 0.0 && decimals >= 2 - exponent(figure, 3);
    if enough { brief(value, unit) } else { rounded(value, low, high, unit) }
}

/// The value itself, rounded where its interval begins to blur it.
#[must_use]
pub fn supported(value: f64, low: Option<f64>, high: Option<f64>) -> f64 {
    let (Some(low), Some(high)) = (low, high) else { return value };
    let half_width = (value - low).max(high - value);
    if !value.is_finite() || !half_width.is_finite() || half_width <= 0.0 {
        return value;
    }
    fixed(value, decimals_of(half_width)).replace(',', "").parse().unwrap_or(value)
}

/// A whole number with thousands separators: `12,345`.
#[must_use]
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// Dollars and cents: `$1,234.56`.
#[must_use]
pub fn money(usd: f64) -> String {
    dollars(usd, 2)
}

/// Dollars with this many decimals, the sign before the dollar.
fn dollars(usd: f64, decimals: i32) -> String {
    let digits = fixed(usd, decimals);
    match digits.strip_prefix('-') {
        _ if !usd.is_finite() => digits,
        Some(rest) => format!("-${rest}"),
        None => format!("${digits}"),
    }
}

/// Dollars a month, in whole dollars from a hundred on: `$5,730/month`, `$3.65/month`.
#[must_use]
pub fn per_month(usd: f64) -> String {
    let decimals = if usd.abs() >= 100.0 || usd == 0.0 { 0 } else { 2 };
    if usd.is_finite() { format!("{}/month", dollars(usd, decimals)) } else { NOTHING.to_owned() }
}

/// The price of one unit, as many decimals as it needs but at least cents: `$0.0816`, `$12.00`.
#[must_use]
pub fn unit_price(usd: f64) -> String {
    if !usd.is_finite() || usd == 0.0 {
        return dollars(usd, 2);
    }
    let decimals = (EXACT_DIGITS - 1 - exponent(usd, EXACT_DIGITS)).max(2);
    let full = fixed(usd, decimals);
    let (whole, fraction) = full.split_once('.').unwrap_or((&full, ""));
    let kept = fraction.trim_end_matches('0');
    format!("${whole}.{kept:0<2}")
}

/// Three significant digits and no interval: what a sentence can carry.
#[must_use]
pub fn brief(value: f64, unit: Unit) -> String {
    if !value.is_finite() || unit == Unit::UsdPerMonth {
        return show(value, unit);
    }
    let Scale { factor, suffix, spaced } = scale(unit, value.abs());
    let figure = value * factor;
    if unit == Unit::Percent && (99.0..100.0).contains(&figure) {
        return show(value, unit);
    }
    format!("{}{}{suffix}", significant(figure, 3), if spaced { " " } else { "" })
}

/// A figure beside the one that it misses: three digits are enough, unless they hide by how little.
#[must_use]
pub fn brief_beside(value: f64, other: f64, unit: Unit) -> String {
    let rough = brief(value, unit);
    if rough == show(other, unit) { show(value, unit) } else { rough }
}

/// The units of time, largest first, in seconds.
const DURATIONS: &[(f64, &str)] = &[
    (31_536_000.0, "years"),
    (86_400.0, "d"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
    (1e-6, "us"),
    (1e-9, "ns"),
];

/// A duration in the largest unit that leaves a figure of one or more: `250 us`, `1.5 s`, `10 min`, `30 d`.
#[must_use]
pub fn duration(seconds: f64) -> String {
    // A minute and a half is rather 90 s than 1.5 min.
    let units = if seconds.abs() < 120.0 { &DURATIONS[4..] } else { DURATIONS };
    in_units(seconds, EXACT_DIGITS, units)
}

/// `value` in the first unit that it fills; in the last one if it fills none.
fn in_units(value: f64, digits: i32, units: &[(f64, &str)]) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    let fitting = units.iter().find(|(size, _)| value.abs() >= *size).or(units.last());
    let (size, name) = fitting.copied().unwrap_or((1.0, ""));
    if value == 0.0 {
        return format!(
            "0 {}",
            units.iter().find(|(size, _)| *size == 1.0).map_or("", |unit| unit.1)
        )
        .trim_end()
        .to_owned();
    }
    format!("{} {name}", significant(value / size, digits)).trim_end().to_owned()
}

/// A figure in a base unit of the arithmetic: seconds, bytes, rates, dollars or a plain count, scaled so
/// that it can be said aloud: `3.65 TB`, `1,157/s`, `365 billion`. An unknown unit is written behind.
#[must_use]
pub fn base_unit(value: f64, unit: &str, digits: i32) -> String {
    const BYTES: [(f64, &str); 6] =
        [(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB"), (1.0, "B")];
    match unit {
        _ if !value.is_finite() => NOTHING.to_owned(),
        "s" if digits >= EXACT_DIGITS => duration(value),
        "s" => in_units(value, digits, DURATIONS),
        "B" => in_units(value, digits, &BYTES),
        "B/s" => format!("{}/s", in_units(value, digits, &BYTES)),
        "1/s" => rate(value, digits),
        "USD" => money_digits(value, digits),
        "" | "1" => plain(value, digits),
        // A month of 730 h.
        "USD/s" => format!("{}/month", money_digits(value * 2_628_000.0, digits)),
        other if other.starts_with("USD/") => {
            format!("{}{}", money_digits(value, digits), &other[3..])
        }
        other => format!("{} {other}", plain(value, digits)),
    }
}

/// A rate in the shortest period in which it is one or more.
fn rate(per_s: f64, digits: i32) -> String {
    const PERIODS: [(f64, &str); 6] = [
        (1.0, "s"),
        (60.0, "min"),
        (3_600.0, "h"),
        (86_400.0, "day"),
        (2_628_000.0, "month"),
        (31_536_000.0, "year"),
    ];
    // A little below one a second is still read best as such.
    let fits = |&&(seconds, _): &&(f64, &str)| {
        per_s == 0.0 || per_s.abs() * seconds >= if seconds > 1.0 { 0.9995 } else { 0.1 }
    };
    let (seconds, period) = PERIODS.iter().find(fits).unwrap_or(&PERIODS[5]);
    format!("{}/{period}", plain(per_s * seconds, digits))
}

/// Whole dollars from a hundred on, cents below, more decimals for fractions of a cent.
fn money_digits(usd: f64, digits: i32) -> String {
    if usd.abs() >= 100.0 {
        let digits = significant(usd.round(), digits.max(EXACT_DIGITS) + 2);
        digits.strip_prefix('-').map_or(format!("${digits}"), |rest| format!("-${rest}"))
    } else {
        unit_price(usd)
    }
}

/// A plain number: with separators below a million, in words above.
fn plain(value: f64, digits: i32) -> String {
    const WORDS: [(f64, &str); 3] = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")];
    if value.abs() < 1e6 { significant(value, digits) } else { in_units(value, digits, &WORDS) }
}

/// A relative error with its sign and two digits: `+9.6 %`, `-14 %`, `0 %`.
#[must_use]
pub fn significant_percent(share: f64) -> String {
    let percent = share * 100.0;
    if !percent.is_finite() {
        return NOTHING.to_owned();
    }
    if percent.abs() < 0.005 {
        return "0 %".to_owned();
    }
    let digits = significant(percent.abs(), 2);
    format!("{}{digits} %", if percent < 0.0 { "-" } else { "+" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(value: f64, half_width: f64, unit: Unit, expect: &str) {
        let shown = show_between(value, Some(value - half_width), Some(value + half_width), unit);
        assert_eq!(shown, expect, "{value} ± {half_width}");
    }

    #[test]
    fn a_sentence_has_no_more_digits_than_the_interval_supports() {
        let check = |value: f64, half: f64, expect: &str| {
            assert_eq!(
                brief_between(value, Some(value - half), Some(value + half), Unit::Ms),
                expect
            );
        };
        check(32.2, 16.0, "32 ms");
        check(32.24, 0.01, "32.2 ms");
        check(32.24, 0.0, "32.2 ms");
        check(110.9, 47.0, "110 ms");
        assert_eq!(brief_between(32.24, None, None, Unit::Ms), "32.2 ms");
    }

    #[test]
    fn no_more_digits_than_the_interval_supports() {
        between(9.1034, 0.0271, Unit::Ms, "9.10 ± 0.03 ms");
        between(1204.4, 9.3, Unit::PerSecond, "1,204 ± 9 /s");
        between(0.8131, 0.0042, Unit::Plain, "0.813 ± 0.004");
        between(0.8131, 0.0042, Unit::Percent, "81.3 ± 0.4%");
        between(123_456.0, 2_345.0, Unit::PerSecond, "123,000 ± 2,000 /s");
        between(9.1034, 0.012, Unit::Ms, "9.103 ± 0.012 ms");
        between(9.1034, 0.0996, Unit::Ms, "9.10 ± 0.10 ms");
        between(2.0, 3.0, Unit::Ms, "2 ± 3 ms");
        between(0.0004, 0.001, Unit::Ms, "0.4 ± 1.0 us");
    }

    #[test]
    fn the_unit_suits_the_size() {
        between(0.0523, 0.0011, Unit::Ms, "52.3 ± 1.1 us");
        between(0.000_52, 0.000_01, Unit::Ms, "520 ± 10 ns");
        between(12_345.0, 210.0, Unit::Ms, "12.3 ± 0.2 s");
        between(0.0, 0.03, Unit::Ms, "0 ± 30 us");
    }

    #[test]
    fn an_interval_too_narrow_to_print_is_left_out() {
        between(556.0, 0.0, Unit::Ms, "556 ms");
        between(556.0, 0.000_001, Unit::Ms, "556 ms");
        between(0.0, 0.0, Unit::Percent, "0%");
    }

    #[test]
    fn a_lopsided_interval_is_printed_as_it_is() {
        assert_eq!(show_between(9.1, Some(8.9), Some(14.0), Unit::Ms), "9.1 (8.9–14.0) ms");
        assert_eq!(show_between(0.0, Some(0.0), Some(0.0004), Unit::Percent), "0.00 (0.00–0.04)%");
    }

    fn check(value: f64, unit: Unit, expect: &str) {
        assert_eq!(show(value, unit), expect, "{value}");
    }

    #[test]
    fn exact_figures_get_four_digits() {
        check(556.0, Unit::Ms, "556 ms");
        check(18.533_333, Unit::Ms, "18.53 ms");
        check(1204.0, Unit::Ms, "1.204 s");
        check(999.96, Unit::Ms, "1,000 ms");
        check(0.25, Unit::Ms, "0.25 ms");
        check(0.017, Unit::Ms, "17 us");
        check(11_574.07, Unit::PerSecond, "11,570/s");
        check(0.9995, Unit::Percent, "99.95%");
        check(0.999_995, Unit::Percent, "99.9995%");
        check(1.0, Unit::Percent, "100%");
        check(0.001, Unit::Percent, "0.1%");
        check(5_730.2, Unit::UsdPerMonth, "$5,730/month");
    }

    #[test]
    fn what_is_not_a_number_is_a_dash() {
        for unit in [Unit::Ms, Unit::PerSecond, Unit::Percent, Unit::Plain, Unit::UsdPerMonth] {
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                check(value, unit, NOTHING);
                assert_eq!(brief(value, unit), NOTHING);
                assert_eq!(show_between(value, Some(value), Some(value), unit), NOTHING);
            }
            assert!(!show_between(1.0, Some(f64::NAN), Some(f64::INFINITY), unit).contains("NaN"));
        }
        assert_eq!(base_unit(f64::NAN, "s", 3), NOTHING);
        assert_eq!(money(f64::NAN), NOTHING);
        assert_eq!(unit_price(f64::INFINITY), NOTHING);
    }

    #[test]
    fn there_is_no_negative_zero() {
        check(-0.0, Unit::Ms, "0 ms");
        assert_eq!(money(-0.001), "$0.00");
        assert_eq!(fixed(-0.3, 0), "0");
        between(-0.3, 5.0, Unit::Plain, "0 ± 5");
    }

    #[test]
    fn money_is_written_in_dollars() {
        assert_eq!(money(1234.56), "$1,234.56");
        assert_eq!(money(-12.0), "-$12.00");
        assert_eq!(per_month(5730.4), "$5,730/month");
        assert_eq!(per_month(3.649), "$3.65/month");
        assert_eq!(unit_price(0.0816), "$0.0816");
        assert_eq!(unit_price(12.0), "$12.00");
        assert_eq!(unit_price(0.000_000_4), "$0.0000004");
    }

    fn base(value: f64, unit: &str, expect: &str) {
        assert_eq!(base_unit(value, unit, 4), expect);
    }

    #[test]
    fn base_units_are_said_aloud() {
        base(3.65e13, "B", "36.5 TB");
        base(1157.41, "1/s", "1,157/s");
        base(3.65e11, "", "365 billion");
        base(150e6, "", "150 million");
        base(86_400.0, "", "86,400");
        base(0.0025, "s", "2.5 ms");
        base(315_360_000.0, "s", "10 years");
        base(1.25e9, "B/s", "1.25 GB/s");
        base(5730.0, "USD", "$5,730");
        base(0.10, "USD", "$0.10");
        base(2.0 / 2_628_000.0, "USD/s", "$2.00/month");
        base(2.0, "users", "2 users");
        base(0.0, "s", "0 s");
        base(100.0, "s", "100 s");
        base(150.0, "s", "2.5 min");
        assert_eq!(count(12_345_678), "12,345,678");
    }
}
