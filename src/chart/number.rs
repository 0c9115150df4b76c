//! Figures as a reader of a chart wants them: few digits, thousands apart, a unit that fits.

use crate::document::Measured;

/// Rounded to this many significant digits; 0 and what is not finite stay as they are.
fn significant(value: f64, digits: usize) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

/// The power of ten of the first digit: 2 for 345, −1 for 0.5.
fn magnitude(value: f64) -> i32 {
    let text = format!("{value:e}");
    text.rsplit('e').next().and_then(|power| power.parse().ok()).unwrap_or(0)
}

/// Thousands apart, without trailing zeros after the point: `12,500`, `0.25`.
#[must_use]
pub fn plain(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    if value.abs() >= 1e15 {
        return format!("{value:.2e}");
    }
    let text = format!("{:.9}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0');
    let mut out = String::new();
    if value < 0.0 {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// Three significant digits: `1,230`, `45.6`.
#[must_use]
pub fn rounded(value: f64) -> String {
    plain(significant(value, 3))
}

/// A duration given in milliseconds, in the unit that suits it, to `digits` digits: `39.5 ms`, `1.25 s`.
fn duration_to(ms: f64, digits: usize) -> String {
    const UNITS: [(f64, f64, &str); 7] = [
        (1e-3, 1e-6, "ns"),
        (1.0, 1e-3, "us"),
        (1e3, 1.0, "ms"),
        (120e3, 1e3, "s"),
        (7_200e3, 60e3, "min"),
        (172_800e3, 3_600e3, "h"),
        (f64::INFINITY, 86_400e3, "d"),
    ];
    if !ms.is_finite() {
        return "–".to_owned();
    }
    let ms = significant(ms, digits);
    if ms == 0.0 {
        return "0 ms".to_owned();
    }
    let fits = |unit: &&(f64, f64, &str)| ms.abs() < unit.0;
    let (_, size, name) = UNITS.iter().find(fits).unwrap_or(&UNITS[6]);
    format!("{} {name}", plain(significant(ms / size, digits)))
}

/// A duration given in milliseconds, to three digits: `39.5 ms`, `1.25 s`, `250 us`.
#[must_use]
pub fn duration(ms: f64) -> String {
    duration_to(ms, 3)
}

/// A duration on an axis: as `duration`, but whole seconds stay seconds, so that decades look alike.
#[must_use]
pub fn duration_tick(ms: f64) -> String {
    if ms.is_finite() && ms >= 1e3 { format!("{} s", rounded(ms / 1e3)) } else { duration(ms) }
}

/// A measured duration with no more digits than its interval supports.
#[must_use]
pub fn duration_measured(ms: Measured) -> String {
    duration_to(ms.value, digits_supported(ms))
}

/// One to three: the last digit kept is about a tenth of the interval's half-width.
fn digits_supported(of: Measured) -> usize {
    let (Some(low), Some(high)) = (of.low, of.high) else { return 3 };
    let half = (high - low).abs() / 2.0;
    if half.is_nan() || half <= 0.0 || of.value == 0.0 || !of.value.is_finite() {
        return 3;
    }
    // With a first digit of 1 or 2 one more place still says something (±1.2 but ±6).
    let fine = i32::from(significant(half, 1) < 3.0 * libm::pow(10.0, f64::from(magnitude(half))));
    let digits = magnitude(of.value) - magnitude(half) + 1 + fine;
    usize::try_from(digits.clamp(1, 3)).unwrap_or(3)
}

/// Seconds from the start, for ticks and for titles: `90 s`, `12 min`.
#[must_use]
pub fn seconds(s: f64) -> String {
    if s == 0.0 { "0 s".to_owned() } else { duration(s * 1e3) }
}

/// A share of one: `87 %`, `0.4 %`, `99.5 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    let p = share * 100.0;
    if !p.is_finite() {
        "–".to_owned()
    } else if p <= 0.0 {
        "0 %".to_owned()
    } else if p < 0.1 {
        "<0.1 %".to_owned()
    } else if p < 0.95 {
        format!("{p:.1} %")
    } else if p > 99.0 && p < 100.0 {
        if p < 99.95 { format!("{} %", plain(significant(p, 3))) } else { ">99.9 %".to_owned() }
    } else {
        format!("{} %", plain(p.round()))
    }
}

/// A share of one to three digits, however small: `0.02 %`, `12.5 %`.
#[must_use]
pub fn fine_percent(share: f64) -> String {
    if share.is_finite() { format!("{} %", rounded(share * 100.0)) } else { "–".to_owned() }
}

/// A rate per second: `12,500/s`, `1.2M/s`.
#[must_use]
pub fn rate(per_s: f64) -> String {
    if per_s.abs() >= 1e9 {
        format!("{}bn/s", rounded(per_s / 1e9))
    } else if per_s.abs() >= 1e6 {
        format!("{}M/s", rounded(per_s / 1e6))
    } else {
        format!("{}/s", rounded(per_s))
    }
}

/// Dollars: cents below a hundred, none above.
#[must_use]
pub fn dollars(usd: f64) -> String {
    let sign = if usd < 0.0 { "-" } else { "" };
    let usd = usd.abs();
    if usd > 0.0 && usd < 0.005 {
        format!("{sign}<$0.01")
    } else if usd < 99.995 {
        format!("{sign}${usd:.2}").trim_end_matches(".00").to_owned()
    } else {
        format!("{sign}${}", plain(usd.round()))
    }
}

/// A quantile in per cent: `99.9 %`.
#[must_use]
pub fn quantile_percent(quantile: f64) -> String {
    format!("{} %", plain(significant(quantile * 100.0, 9)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: String, expect: &str) {
        assert_eq!(input, expect);
    }

    #[test]
    fn figures_read_well() {
        check(plain(1_234_567.0), "1,234,567");
        check(plain(-0.25), "-0.25");
        check(rounded(12_345.6), "12,300");
        check(plain(1e300), "1.00e300");
        check(duration(39.53), "39.5 ms");
        check(duration(0.25), "250 us");
        check(duration(0.000_1), "100 ns");
        check(duration(5e-7), "0.5 ns");
        check(duration(0.999_96), "1 ms");
        check(duration(1_250.0), "1.25 s");
        check(duration(119_000.0), "119 s");
        check(duration(1e7), "2.78 h");
        check(duration(0.0), "0 ms");
        check(duration_tick(1e7), "10,000 s");
        check(duration_tick(20.0), "20 ms");
        check(duration(f64::NAN), "–");
        check(percent(0.873), "87 %");
        check(percent(0.004), "0.4 %");
        check(percent(0.994_9), "99.5 %");
        check(percent(1.0), "100 %");
        check(percent(12.5), "1,250 %");
        check(rate(12_500.0), "12,500/s");
        check(rate(1.25e6), "1.25M/s");
        check(dollars(5_730.4), "$5,730");
        check(dollars(12.0), "$12");
        check(dollars(0.5), "$0.50");
        check(quantile_percent(0.999_9), "99.99 %");
        check(quantile_percent(0.99), "99 %");
    }

    #[test]
    fn no_more_digits_than_the_interval_supports() {
        let measured = |value, half: f64| Measured {
            value,
            low: Some(value - half),
            high: Some(value + half),
        };
        check(duration_measured(measured(39.53, 0.04)), "39.5 ms");
        check(duration_measured(measured(39.53, 1.2)), "39.5 ms");
        check(duration_measured(measured(39.53, 6.0)), "40 ms");
        check(duration_measured(measured(412.0, 70.0)), "410 ms");
        check(duration_measured(measured(412.0, 300.0)), "400 ms");
        check(duration_measured(Measured { value: 39.53, low: None, high: None }), "39.5 ms");
    }
}
