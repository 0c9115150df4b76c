//! The rounding: to significant digits, to decimals, and to what an interval leaves known.

/// What a figure without a value looks like.
pub const NOTHING: &str = "–";

/// What a share below a thousandth of a percent looks like, where it only matters that it is small.
pub const NEGLIGIBLE: &str = "<0.001%";

/// How many significant digits an exact figure gets.
pub(super) const EXACT_DIGITS: i32 = 4;

/// Numbers from here on have an exponent instead of zeros.
const MOST_ZEROS: f64 = 1e15;

/// So have those that would need more decimals.
const MOST_DECIMALS: i32 = 15;

/// The digits of a rounded number, not grouped yet: `-1234.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits(String);

impl Digits {
    /// The shortest digits that name this very number.
    #[must_use]
    pub fn shortest(value: f64) -> Self {
        Self(format!("{value}"))
    }

    /// The digits of a whole number.
    #[must_use]
    pub fn whole(value: u64) -> Self {
        Self(value.to_string())
    }

    /// As they are: `1234.5`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// With something between the thousands: `1,234.5`.
    #[must_use]
    pub fn grouped(&self, separator: char) -> String {
        let (sign, rest) = self.0.strip_prefix('-').map_or(("", &*self.0), |rest| ("-", rest));
        let (integer, fraction) =
            rest.find('.').map_or((rest, ""), |point| (&rest[..point], &rest[point..]));
        let mut out = String::with_capacity(self.0.len() + integer.len() / 3);
        out.push_str(sign);
        for (index, digit) in integer.chars().enumerate() {
            if index > 0 && (integer.len() - index).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out + fraction
    }

    /// The number that these digits name; not a number if there are none.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Without the zeros after the point, which say nothing.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        if self.0.contains('.') && !self.0.contains('e') {
            let kept = self.0.trim_end_matches('0').trim_end_matches('.').len();
            self.0.truncate(kept);
        }
        self
    }

    /// No cents of a whole number, and all of them of any other: `12`, `12.50`, `0.0816`.
    #[must_use]
    pub fn cents_if_any(self) -> Self {
        let digits = self.trimmed();
        if digits.0.contains('.') { digits.padded(2) } else { digits }
    }

    /// At least so many digits after the point: `12.5` is `12.50`.
    pub(super) fn padded(mut self, places: usize) -> Self {
        let has = self.0.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if has == 0 && places > 0 {
            self.0.push('.');
        }
        self.0.extend(std::iter::repeat_n('0', places.saturating_sub(has)));
        self
    }
}

/// The decimal exponent of `value` once it is rounded to `digits` significant digits: 3 for 1,204.
///
/// Read from the formatted number, because a logarithm may differ in its last bit between platforms.
pub(super) fn exponent(value: f64, digits: i32) -> i32 {
    let precision = usize::try_from(digits - 1).unwrap_or(0);
    let text = format!("{value:.precision$e}");
    text.rsplit('e').next().and_then(|power| power.parse().ok()).unwrap_or(0)
}

/// The nearest number with this many significant digits; 0 and what is not finite stay as they are.
#[must_use]
pub fn round(value: f64, digits: usize) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

/// `value` with this many decimals (negative: rounded to tens, hundreds, …), and never `-0`.
#[must_use]
pub fn fixed(value: f64, decimals: i32) -> Digits {
    if !value.is_finite() {
        return Digits(NOTHING.to_owned());
    }
    if value.abs() >= MOST_ZEROS || decimals > MOST_DECIMALS && value != 0.0 {
        return Digits(format!("{value:.2e}"));
    }
    let text = match usize::try_from(decimals) {
        Ok(places) => format!("{value:.places$}"),
        Err(_) => {
            let step = (0..-decimals).fold(1.0, |step, _| step * 10.0);
            format!("{:.0}", (value / step).round() * step)
        }
    };
    let zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    Digits(if zero { text.trim_start_matches('-').to_owned() } else { text })
}

/// `value` with this many significant digits, without trailing zeros after the point.
#[must_use]
pub fn significant(value: f64, digits: i32) -> Digits {
    if value == 0.0 {
        return Digits("0".to_owned());
    }
    if !value.is_finite() {
        return Digits(NOTHING.to_owned());
    }
    fixed(value, digits - 1 - exponent(value, digits)).trimmed()
}

/// Decimals that leave an interval's half-width one significant digit, or two if the first is a 1.
pub(super) fn decimals_of(half_width: f64) -> i32 {
    let first = exponent(half_width, 1);
    let leads_with_one = format!("{half_width:.1e}").starts_with('1');
    if leads_with_one { 1 - exponent(half_width, 2) } else { -first }
}

/// A percentage just below 100, with enough decimals to keep it below: what counts is what is missing.
pub(super) fn near_hundred(percent: f64) -> Digits {
    let decimals = (1 - exponent(100.0 - percent, 2)).clamp(2, 8);
    fixed(percent, decimals).trimmed()
}
