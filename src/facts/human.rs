//! Nanoseconds on a human scale (1 ns = 1 s), and as a bar.

use crate::figure::fixed;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
/// A year has 365 days, as everywhere in napkin.
const YEAR: f64 = 365.0 * DAY;

/// The bars' scale: from 1 ns …
const BAR_FROM_LOG10_NS: f64 = 0.0;
/// … to 100 s, eleven powers of ten.
const BAR_TO_LOG10_NS: f64 = 11.0;

/// How long it would feel if one nanosecond were one second: `0.5 s`, `1 min 40 s`, `5.8 days`,
/// `4.76 years`. Three digits at most; two units only where both are whole and say more than a fraction.
#[must_use]
pub fn humanize(ns: f64) -> String {
    let seconds = ns;
    if seconds < MINUTE {
        return format!("{} s", digits(seconds));
    }
    if seconds < HOUR {
        return two_units(seconds, MINUTE, "min", 1.0, "s");
    }
    if seconds < DAY {
        return two_units(seconds, HOUR, "h", MINUTE, "min");
    }
    if seconds < YEAR {
        return plural(seconds / DAY, "day");
    }
    plural(seconds / YEAR, "year")
}

fn two_units(seconds: f64, large: f64, large_name: &str, small: f64, small_name: &str) -> String {
    let in_small = (seconds / small).round();
    let per_large = large / small;
    let whole = (in_small / per_large).floor();
    let rest = in_small - whole * per_large;
    if rest == 0.0 {
        format!("{whole} {large_name}")
    } else {
        format!("{whole} {large_name} {rest} {small_name}")
    }
}

fn plural(value: f64, unit: &str) -> String {
    let text = digits(value);
    if text == "1" { format!("{text} {unit}") } else { format!("{text} {unit}s") }
}

/// Two digits below a hundred of anything but a fraction that three tell better; whole above.
fn digits(value: f64) -> String {
    let places = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    fixed(value, places).trimmed().grouped(',')
}

/// A logarithmic bar, at most `width` characters: empty at 1 ns and below, full at 100 s and above, in
/// eighths of a character.
#[must_use]
pub fn bar(ns: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = cells(ns, width * 8);
    // A figure at the scale's foot is still a figure: it keeps a sliver.
    let eighths = eighths.max(usize::from(width > 0));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A bar whose solid part reaches the low end and whose shaded part reaches the high end.
#[must_use]
pub fn bar_range(low_ns: f64, high_ns: f64, width: usize) -> String {
    let low = cells(low_ns, width);
    let high = cells(high_ns, width).max(low + 1).min(width);
    format!("{}{}", "█".repeat(low.min(high)), "▒".repeat(high.saturating_sub(low)))
}

/// Where a figure stands on the scale, in `steps` equal steps.
fn cells(ns: f64, steps: usize) -> usize {
    let share = (libm::log10(ns) - BAR_FROM_LOG10_NS) / (BAR_TO_LOG10_NS - BAR_FROM_LOG10_NS);
    // Clamped to 0..1 first, and NaN becomes 0: the cast cannot leave the range.
    (share.clamp(0.0, 1.0) * steps as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::{bar, bar_range, humanize};

    #[test]
    fn nanoseconds_as_seconds() {
        let check = |ns: f64, expect: &str| assert_eq!(humanize(ns), expect, "{ns}");
        check(0.5, "0.5 s");
        check(7.0, "7 s");
        check(100.0, "1 min 40 s");
        check(300.0, "5 min");
        check(3_000.0, "50 min");
        check(3_599.9, "60 min");
        check(10_000.0, "2 h 47 min");
        check(20_000.0, "5 h 33 min");
        check(250_000.0, "2.89 days");
        check(500_000.0, "5.79 days");
        check(10_000_000.0, "116 days");
        check(150_000_000.0, "4.76 years");
        check(1e11, "3,171 years");
    }

    #[test]
    fn bars_are_logarithmic() {
        assert_eq!(bar(1e11, 11), "█".repeat(11));
        assert_eq!(bar(1e14, 11), "█".repeat(11));
        assert_eq!(bar(1_000.0, 11), "███");
        assert_eq!(bar(0.5, 11), "▏");
        assert_eq!(bar(1.0, 0), "");
        // √10 is half of a power of ten.
        assert_eq!(bar(10f64.sqrt() * 10.0, 11), "█▌");
        assert_eq!(bar_range(100.0, 1_000.0, 11), "██▒");
        assert_eq!(bar_range(100.0, 101.0, 11), "██▒");
        assert_eq!(bar(f64::NAN, 3), "▏");
    }
}
