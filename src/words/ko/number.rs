//! How figures are written in Korean: large numbers by 만, 억 and 조, units close to their digits, money in 달러.

use crate::figure::{
    Digits, NOTHING, Number, Scale, Shown, Size, Time, Unit, round, significant as digits_of,
};
use crate::message::Lang;
use crate::words::number::written;

written!(Lang::Ko);

/// A difference of shares, in percentage points: a percent of it would be something else.
pub fn points(value: f64, low: Option<f64>, high: Option<f64>) -> String {
    show_between(value, low, high, Unit::Percent).replace('%', "%p")
}

/// A figure with its unit.
pub fn shown(of: &Shown) -> String {
    let Written { before, suffix } = unit(&of.scale);
    let around = |sign: &str, digits: &str| {
        let (minus, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
        format!("{before}{sign}{minus}{digits}{suffix}")
    };
    match &of.number {
        Number::Nothing => NOTHING.to_owned(),
        Number::One(digits) => around("", &grouped(digits)),
        Number::Signed(digits) if digits.text().starts_with('-') => around("", &grouped(digits)),
        Number::Signed(digits) => around("+", &grouped(digits)),
        Number::Below(digits) => around("<", &grouped(digits)),
        Number::Above(digits) => around(">", &grouped(digits)),
        &Number::Large { value, digits, short: _ } => around("", &large(value, digits)),
        Number::PlusMinus { value, half_width } => {
            format!("{before}{} ± {}{suffix}", grouped(value), grouped(half_width))
        }
        Number::Between { value, low, high } => {
            let (value, low, high) = (grouped(value), grouped(low), grouped(high));
            format!("{before}{value}{suffix} ({low}~{high})")
        }
    }
}

/// Digits alone: `1,234.5`.
fn grouped(digits: &Digits) -> String {
    digits.grouped(',')
}

/// From a million on by 만, 억 and 조: `150만`, `1.5억`, `3,650억`.
fn large(value: f64, digits: i32) -> String {
    let places = usize::try_from(digits).unwrap_or(1);
    let (size, word) = match round(value.abs(), places) {
        size if size >= 1e12 => (1e12, "조"),
        size if size >= 1e8 => (1e8, "억"),
        _ => (1e4, "만"),
    };
    format!("{}{word}", grouped(&digits_of(value / size, digits)))
}

/// What stands around digits.
struct Written {
    before: &'static str,
    suffix: String,
}

fn unit(scale: &Scale) -> Written {
    let behind = |suffix: &str| Written { before: "", suffix: suffix.to_owned() };
    match scale {
        Scale::Plain => behind(""),
        Scale::Percent => behind("%"),
        Scale::Time(unit) => behind(time(*unit)),
        Scale::Bytes(unit) => behind(size(*unit)),
        Scale::BytesPerSecond(unit) => behind(&format!("{}/초", size(*unit))),
        Scale::Per(unit) => behind(&format!("건/{}", period(*unit))),
        Scale::Usd => behind("달러"),
        Scale::UsdPer(Time::Month) => Written { before: "월 ", suffix: "달러".to_owned() },
        Scale::UsdPer(Time::Year) => Written { before: "연 ", suffix: "달러".to_owned() },
        Scale::UsdPer(unit) => behind(&format!("달러/{}", period(*unit))),
        Scale::UsdFor(each) => behind(&format!("달러{each}")),
        Scale::Named(name) => behind(&named(name)),
    }
}

/// Units of the price book by their Korean names; what a page names stays as it is.
fn named(name: &str) -> String {
    match name {
        "instance-hour" => "인스턴스·시간".to_owned(),
        "hour" => "시간".to_owned(),
        "GB-month" => "GB·월".to_owned(),
        "IOPS-month" => "IOPS·월".to_owned(),
        "LCU-hour" => "LCU·시간".to_owned(),
        "10k requests" => "만 건".to_owned(),
        "1M requests" => "백만 건".to_owned(),
        unit if unit.len() <= 3 && unit.chars().all(|c| c.is_ascii_uppercase()) => unit.to_owned(),
        other => format!(" {other}"),
    }
}

const fn time(unit: Time) -> &'static str {
    match unit {
        Time::Ns => "ns",
        Time::Us => "μs",
        Time::Ms => "ms",
        Time::S => "초",
        Time::Min => "분",
        Time::H => "시간",
        Time::Day => "일",
        Time::Month => "개월",
        Time::Year => "년",
    }
}

/// Behind a slash.
const fn period(unit: Time) -> &'static str {
    match unit {
        Time::Month => "월",
        Time::Ns | Time::Us | Time::Ms | Time::S | Time::Min | Time::H | Time::Day | Time::Year => {
            time(unit)
        }
    }
}

const fn size(unit: Size) -> &'static str {
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
    use crate::figure::{self, Measured, Unit};

    #[test]
    fn figures_are_written_as_korean_engineers_write_them() {
        let check = |figure: Shown, expect: &str| assert_eq!(shown(&figure), expect);
        let base = |value, unit| figure::base_unit(value, unit, 4);
        check(base(3500.0, "1/s"), "3,500건/초");
        check(base(3.65e13, "B"), "36.5TB");
        check(base(1.25e9, "B/s"), "1.25GB/초");
        check(base(150e6, ""), "1.5억");
        check(base(1.5e6, ""), "150만");
        check(base(365e9, ""), "3,650억");
        check(base(99_999_999.0, ""), "1억");
        check(base(3e12, ""), "3조");
        check(base(86_400.0, ""), "86,400");
        check(base(315_360_000.0, "s"), "10년");
        check(base(0.0025, "s"), "2.5ms");
        check(base(2.0 / 2_628_000.0, "USD/s"), "월 2.00달러");
        check(figure::per_month(4183.0), "월 4,183달러");
        check(figure::money(-12.0), "-12.00달러");
        check(figure::show(11_570.0, Unit::PerSecond), "11,570건/초");
        check(figure::signed_percent(0.096), "+9.6%");
        check(figure::about_percent(0.0004), "<0.1%");
        check(figure::about_rate(1.25e6), "125만건/초");
        let between = |value, low, high, unit| Measured::between(value, low, high).show(unit);
        check(between(9.10, 9.07, 9.13, Unit::Ms), "9.10 ± 0.03ms");
        check(between(9.1, 8.9, 14.0, Unit::Ms), "9.1ms (8.9~14.0)");
        check(figure::show(f64::NAN, Unit::Ms), "–");
    }
}
