//! How figures are written in English: `figure` has chosen their digits and their units.

use crate::figure::{self, Digits, NOTHING, Number, Scale, Shown, Size, Time, Unit};
use crate::message::Lang;
use crate::words::number::written;

written!(Lang::En);

/// A ratio in whole percent, with a decimal only where whole percents would say nothing.
pub fn percent(ratio: f64) -> String {
    let percent = ratio * 100.0;
    let decimals = if percent.abs() < 10.0 || (percent - 100.0).abs() < 1.0 { 1 } else { 0 };
    let text = fixed(percent, decimals);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// A difference of shares, in percentage points: a percent of it would be something else.
pub fn points(value: f64, low: Option<f64>, high: Option<f64>) -> String {
    show_between(value, low, high, Unit::Percent).replace('%', " pp")
}

/// A figure with its unit.
pub fn shown(of: &Shown) -> String {
    let unit = unit(&of.scale);
    let around = |before: &str, digits: &Digits, after: &str| {
        let digits = grouped(digits);
        let (sign, digits) = digits.strip_prefix('-').map_or(("", &*digits), |rest| ("-", rest));
        let Written { dollar, suffix, .. } = &unit;
        format!("{sign}{before}{dollar}{digits}{after}{}{suffix}", unit.gap())
    };
    // A unit stands apart from an interval.
    let behind = match &*unit.suffix {
        "" | "%" => unit.suffix.clone(),
        suffix => format!(" {suffix}"),
    };
    match &of.number {
        Number::Nothing => NOTHING.to_owned(),
        Number::One(digits) => around("", digits, ""),
        Number::Signed(digits) if digits.text().starts_with('-') => around("", digits, ""),
        Number::Signed(digits) => around("+", digits, ""),
        Number::Below(digits) => around("<", digits, ""),
        Number::Above(digits) => around(">", digits, ""),
        &Number::Large { value, digits, short } => {
            let (size, word) = large(value, short);
            around("", &figure::significant(value / size, digits), word)
        }
        Number::PlusMinus { value, half_width } => {
            format!("{} ± {}{behind}", grouped(value), grouped(half_width))
        }
        Number::Between { value, low, high } => {
            format!("{} ({}–{}){behind}", grouped(value), grouped(low), grouped(high))
        }
    }
}

/// Digits alone: `1,234.5`.
pub fn grouped(digits: &Digits) -> String {
    digits.grouped(',')
}

/// The word for numbers of this size.
fn large(value: f64, short: bool) -> (f64, &'static str) {
    match (value.abs(), short) {
        (size, false) if size >= 1e12 => (1e12, " trillion"),
        (size, false) if size >= 1e9 => (1e9, " billion"),
        (_, false) => (1e6, " million"),
        (size, true) if size >= 1e9 => (1e9, "bn"),
        (_, true) => (1e6, "M"),
    }
}

/// A unit as it stands at digits.
struct Written {
    dollar: &'static str,
    suffix: String,
    /// Whether a space stands before the suffix.
    spaced: bool,
}

impl Written {
    fn gap(&self) -> &'static str {
        if self.spaced { " " } else { "" }
    }
}

fn unit(scale: &Scale) -> Written {
    let close = |suffix: &str| Written { dollar: "", suffix: suffix.to_owned(), spaced: false };
    let spaced = |suffix: &str| Written { dollar: "", suffix: suffix.to_owned(), spaced: true };
    let usd = |suffix: &str| Written { dollar: "$", suffix: suffix.to_owned(), spaced: false };
    match scale {
        Scale::Plain => close(""),
        Scale::Percent => close("%"),
        Scale::Time(unit) => spaced(time(*unit)),
        Scale::Bytes(unit) => spaced(size(*unit)),
        Scale::BytesPerSecond(unit) => spaced(&format!("{}/s", size(*unit))),
        Scale::Per(unit) => close(&format!("/{}", period(*unit))),
        Scale::Usd => usd(""),
        Scale::UsdPer(unit) => usd(&format!("/{}", period(*unit))),
        Scale::UsdFor(each) => usd(each),
        Scale::Named(name) => spaced(name),
    }
}

fn time(unit: Time) -> &'static str {
    match unit {
        Time::Ns => "ns",
        Time::Us => "us",
        Time::Ms => "ms",
        Time::S => "s",
        Time::Min => "min",
        Time::H => "h",
        Time::Day => "d",
        Time::Month => "months",
        Time::Year => "years",
    }
}

/// Behind a slash.
fn period(unit: Time) -> &'static str {
    match unit {
        Time::Day => "day",
        Time::Month => "month",
        Time::Year => "year",
        Time::Ns | Time::Us | Time::Ms | Time::S | Time::Min | Time::H => time(unit),
    }
}

fn size(unit: Size) -> &'static str {
    match unit {
        Size::B => "B",
        Size::KB => "KB",
        Size::MB => "MB",
        Size::GB => "GB",
        Size::TB => "TB",
        Size::PB => "PB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Measured, Unit};

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

    #[test]
    fn figures_of_a_drawing_read_well() {
        let check = |figure: Shown, expect: &str| assert_eq!(shown(&figure), expect);
        check(figure::significant_count(12_345.6, 3), "12,300");
        check(figure::significant_count(1e300, 3), "1.00e300");
        check(figure::about_duration(39.53), "39.5 ms");
        check(figure::about_duration(0.25), "250 us");
        check(figure::about_duration(0.000_1), "100 ns");
        check(figure::about_duration(5e-7), "0.5 ns");
        check(figure::about_duration(0.999_96), "1 ms");
        check(figure::about_duration(1_250.0), "1.25 s");
        check(figure::about_duration(119_000.0), "119 s");
        check(figure::about_duration(1e7), "2.78 h");
        check(figure::about_duration(0.0), "0 ms");
        check(figure::about_duration(f64::NAN), NOTHING);
        check(figure::tick_duration(1e7), "10,000 s");
        check(figure::tick_duration(20.0), "20 ms");
        check(figure::about_percent(0.873), "87%");
        check(figure::about_percent(0.004), "0.4%");
        check(figure::about_percent(0.000_4), "<0.1%");
        check(figure::about_percent(0.994_9), "99.5%");
        check(figure::about_percent(0.999_9), ">99.9%");
        check(figure::about_percent(1.0), "100%");
        check(figure::about_percent(12.5), "1,250%");
        check(figure::exact_percent(0.999_9), "99.99%");
        check(figure::exact_percent(0.99), "99%");
        check(figure::about_rate(12_500.0), "12,500/s");
        check(figure::about_rate(1.25e6), "1.25M/s");
        check(figure::about_dollars(5_730.4), "$5,730");
        check(figure::about_dollars(12.0), "$12");
        check(figure::about_dollars(0.5), "$0.50");
        check(figure::about_dollars(0.001), "<$0.01");
    }

    #[test]
    fn a_point_of_a_drawing_has_no_more_digits_than_its_interval_supports() {
        let check = |value: f64, half: f64, expect: &str| {
            let measured = Measured::between(value, value - half, value + half);
            assert_eq!(shown(&measured.about_duration()), expect);
        };
        check(39.53, 0.04, "39.5 ms");
        check(39.53, 1.2, "39.5 ms");
        check(39.53, 6.0, "40 ms");
        check(412.0, 70.0, "410 ms");
        check(412.0, 300.0, "400 ms");
        let alone = Measured { value: 39.53, low: None, high: None };
        assert_eq!(shown(&alone.about_duration()), "39.5 ms");
    }
}
