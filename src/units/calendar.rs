//! The units of time that a value is written in, and the factors between them: what one multiplies by on a
//! whiteboard to get from tweets a day to tweets a second.

use super::show::{number, plain};
use crate::figure::round;

/// How numbers are worked with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// As they are: a day has 86,400 s.
    #[default]
    Exact,
    /// As one does in an interview: round numbers go in, results keep two digits, a day has 10^5 s and a month
    /// 2.5 million ("Back-of-the-envelope estimation" in Alex Xu, System Design Interview, volume 1, 2020;
    /// the month is the System Design Primer's).
    Interview,
}

/// The units of time, from the longest to the shortest: their length in seconds, one of them and many.
const PERIODS: [(f64, &str, &str); 7] = [
    (365.0 * 86_400.0, "year", "years"),
    (730.0 * 3600.0, "month", "months"),
    (604_800.0, "week", "weeks"),
    (86_400.0, "day", "days"),
    (3600.0, "h", "h"),
    (60.0, "min", "min"),
    (1.0, "s", "s"),
];
const YEAR: usize = 0;
const MONTH: usize = 1;
const DAY: usize = 3;
const SECOND: usize = 6;

/// Factors that are easier to work with than the true ones, in interviews: how many of the second are taken
/// for one of the first.
const EASY: [(usize, usize, f64); 6] = [
    (YEAR, SECOND, 3e7),
    (YEAR, DAY, 400.0),
    (YEAR, 2, 50.0),
    (MONTH, SECOND, 2.5e6),
    (MONTH, DAY, 30.0),
    (DAY, SECOND, 1e5),
];

/// Powers of the units of time in a value as it is written: 100M/day has a day to the power of -1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Periods([i8; 7]);

/// A factor of a conversion, as it is written and as a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Factor {
    /// ` ÷ 86,400 s/day`, ` × 365 days/year`.
    pub text: String,
    /// What it multiplies by.
    pub by: f64,
}

impl Periods {
    /// Seconds to this power, which has no other unit.
    pub(super) const fn seconds(power: i8) -> Self {
        Self([0, 0, 0, 0, 0, 0, power])
    }

    /// The unit of so many seconds; parts of a second are written in seconds.
    pub(super) const fn of_length(seconds: f64) -> Self {
        let mut powers = [0; 7];
        let mut at = 0;
        while at < SECOND && PERIODS[at].0 != seconds {
            at += 1;
        }
        powers[at] = 1;
        Self(powers)
    }

    /// The power of time in all.
    pub(super) fn total(self) -> i8 {
        self.0.iter().fold(0, |sum, &power| sum.saturating_add(power))
    }

    /// The only unit in it.
    pub(super) fn name(self) -> Option<&'static str> {
        let mut used = self.0.iter().zip(PERIODS).filter(|&(&power, _)| power != 0);
        let (_, (_, name, _)) = used.next()?;
        used.next().is_none().then_some(name)
    }

    /// To the power of -1.
    pub(super) fn inverse(self) -> Self {
        Self(self.0.map(i8::saturating_neg))
    }

    /// Of a product.
    pub(super) fn times(self, other: Self) -> Self {
        let mut powers = self.0;
        powers
            .iter_mut()
            .zip(other.0)
            .for_each(|(power, more)| *power = power.saturating_add(more));
        Self(powers)
    }

    /// Of a quotient.
    pub(super) fn per(self, other: Self) -> Self {
        self.times(other.inverse())
    }

    /// Of a whole power.
    pub(super) fn power(self, power: i8) -> Self {
        Self(self.0.map(|own| own.saturating_mul(power)))
    }

    /// One of this unit in seconds.
    pub(super) fn size(self) -> f64 {
        let sizes =
            PERIODS.iter().zip(self.0).map(|(period, power)| libm::pow(period.0, power.into()));
        sizes.product()
    }

    /// The factors that turn a number in these units into one in `target`'s. Both are of the same dimension.
    pub(super) fn factors_to(self, target: Self, rounding: Rounding) -> Vec<Factor> {
        let mut left = self.per(target).0;
        let mut factors = Vec::new();
        // The dimension is the same, so that each unit too many above has one below.
        while let (Some(above), Some(below)) =
            (left.iter().position(|&power| power > 0), left.iter().position(|&power| power < 0))
        {
            left[above] -= 1;
            left[below] += 1;
            factors.push(factor(above, below, rounding));
        }
        factors
    }
}

/// What `above` per `below` is multiplied by to be a plain number: a day per year is 1/365.
fn factor(above: usize, below: usize, rounding: Rounding) -> Factor {
    // The longer unit stands first in the table.
    let (long, short, sign) =
        if above < below { (above, below, " × ") } else { (below, above, " ÷ ") };
    let easy = EASY
        .iter()
        .find(|easy| rounding == Rounding::Interview && (easy.0, easy.1) == (long, short));
    let count = easy.map_or(PERIODS[long].0 / PERIODS[short].0, |easy| easy.2);
    let text = if (count - 1e5).abs() < f64::EPSILON && easy.is_some() {
        "10^5".to_owned()
    } else if count.fract() == 0.0 && count < 1e8 {
        plain(count)
    } else {
        number(count, 4)
    };
    let many = if (count - 1.0).abs() < f64::EPSILON { PERIODS[short].1 } else { PERIODS[short].2 };
    let text = format!("{sign}{text} {many}/{}", PERIODS[long].1);
    Factor { text, by: if above < below { count } else { 1.0 / count } }
}

/// Leading digits that one can work with in one's head.
const ROUND: [f64; 12] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0];

/// The round number nearest in ratio: 99,987 is taken for 100,000, 9.1 for 10, a day's 86,400 s for 10^5.
pub(super) fn round_number(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let size = value.abs();
    if (size - 86_400.0).abs() < 1e-6 {
        return 1e5_f64.copysign(value);
    }
    let exponent = libm::floor(libm::log10(size));
    let unit = libm::pow(10.0, exponent);
    let lead = size / unit;
    let off = |round: f64| libm::log(lead / round).abs();
    let best = ROUND
        .iter()
        .copied()
        .fold(1.0, |best, round| if off(round) < off(best) { round } else { best });
    // The text of a decimal is exact where a product of powers of ten need not be.
    let rounded = format!("{best}e{exponent}").parse().unwrap_or(best * unit);
    f64::copysign(rounded, value)
}

/// A round number for a plain one. A share above one half is rounded by what is left of it, which is what one goes
/// on with: of 99.9 % there are 0.1 % left, not nothing.
pub(super) fn round_share(value: f64, whole: f64) -> f64 {
    let share = value / whole;
    if share > 0.5 && share < 1.0 {
        above_half(value, whole, round_number)
    } else {
        round_number(value)
    }
}

/// What is left of a whole when what is missing from it is rounded.
pub(super) fn above_half(value: f64, whole: f64, rounded: impl Fn(f64) -> f64) -> f64 {
    // 1 - 0.9 is not quite 0.1.
    let missing = tidy(1.0 - value / whole);
    tidy(whole * (1.0 - rounded(missing)))
}

/// Without what a division and a multiplication by the same number leave in the last digit.
pub(super) fn tidy(value: f64) -> f64 {
    round(value, 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_what_is_left_of_them() {
        for (value, whole, round) in [
            (99.9, 100.0, 99.9),
            (99.99, 100.0, 99.99),
            (0.95, 1.0, 0.95),
            (0.97, 1.0, 0.97),
            (0.83, 1.0, 0.85),
            (0.67, 1.0, 0.7),
            (0.5, 1.0, 0.5),
            (0.13, 1.0, 0.12),
            (35.0, 100.0, 40.0),
            (100.0, 100.0, 100.0),
            (365.0, 1.0, 400.0),
            (-0.95, 1.0, -1.0),
        ] {
            assert_eq!(round_share(value, whole), round, "{value} of {whole}");
        }
    }

    #[test]
    fn round_numbers() {
        for (value, round) in [
            (99_987.0, 100_000.0),
            (9.1, 10.0),
            (86_400.0, 100_000.0),
            (365.0, 400.0),
            (1157.4, 1200.0),
            (0.7, 0.7),
            (150e6, 150e6),
            (1270.0, 1200.0),
            (-3.4, -3.0),
            (0.0, 0.0),
            (1e-9, 1e-9),
            (2.628e6, 2.5e6),
        ] {
            assert_eq!(round_number(value), round, "{value}");
        }
    }

    fn check(from: &[(f64, i8)], to: &[(f64, i8)], exact: (&str, f64), interview: (&str, f64)) {
        let build = |powers: &[(f64, i8)]| {
            powers.iter().fold(Periods::default(), |all, &(length, power)| {
                all.times(Periods::of_length(length).power(power))
            })
        };
        for (rounding, (text, by)) in [(Rounding::Exact, exact), (Rounding::Interview, interview)] {
            let factors = build(from).factors_to(build(to), rounding);
            let written: String = factors.iter().map(|factor| factor.text.as_str()).collect();
            assert_eq!(written, text);
            let product: f64 = factors.iter().map(|factor| factor.by).product();
            assert!((product / by - 1.0).abs() < 1e-12, "{text}: {product}");
        }
    }

    #[test]
    fn factors() {
        let (s, min, day, month, year) = (1.0, 60.0, 86_400.0, 2_628_000.0, 31_536_000.0);
        check(&[(day, -1)], &[(s, -1)], (" ÷ 86,400 s/day", 1.0 / day), (" ÷ 10^5 s/day", 1e-5));
        check(
            &[(day, -1), (year, 1)],
            &[],
            (" × 365 days/year", 365.0),
            (" × 400 days/year", 400.0),
        );
        check(
            &[(month, -1)],
            &[(s, -1)],
            (" ÷ 2,628,000 s/month", 1.0 / month),
            (" ÷ 2,500,000 s/month", 4e-7),
        );
        check(
            &[(month, -1), (year, 1)],
            &[],
            (" × 12 months/year", 12.0),
            (" × 12 months/year", 12.0),
        );
        check(&[(s, -1), (min, 1)], &[], (" × 60 s/min", 60.0), (" × 60 s/min", 60.0));
        check(&[(s, -1)], &[(s, -1)], ("", 1.0), ("", 1.0));
    }
}
