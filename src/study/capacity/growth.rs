//! When growth uses a capacity up.

use crate::document::Measured;
use crate::document::capacity::Growth;
use crate::message::capacity::Refusal;
use crate::units::{Dim, parse_as};

/// Growth by a share each period.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// As it was given.
    pub given: String,
    /// 0.05 for 5 %.
    share: f64,
    /// The period in months.
    months: f64,
}

/// The month at which the page's load is.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// As it was given.
    pub given: String,
    /// Months since year 0, with a part for the day.
    months: f64,
}

/// A year's months over its days, and its weeks.
const DAYS_PER_MONTH: f64 = 365.0 / 12.0;
const PERIODS: [(&str, f64); 6] = [
    ("day", 1.0 / DAYS_PER_MONTH),
    ("week", 7.0 / DAYS_PER_MONTH),
    ("month", 1.0),
    ("quarter", 3.0),
    ("year", 12.0),
    ("y", 12.0),
];

impl Rate {
    /// Reads `5%/month`.
    ///
    /// # Errors
    /// If it is not written so.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let (share, period) = text.rsplit_once('/').ok_or(Refusal::GrowthForm)?;
        let months = PERIODS.iter().find(|(name, _)| *name == period.trim());
        let (_, months) = months.ok_or(Refusal::GrowthForm)?;
        let share = parse_as(share.trim(), Dim::NONE).map_err(|_| Refusal::GrowthForm)?.value;
        if !share.is_finite() || share <= 0.0 || !share_is_written(text) {
            return Err(Refusal::GrowthForm);
        }
        Ok(Self { given: text.trim().to_owned(), share, months: *months })
    }

    /// Months until the load has grown this many times.
    fn months_to(&self, times: f64) -> f64 {
        self.months * libm::log(times) / libm::log1p(self.share)
    }

    /// When the headroom is used up.
    #[must_use]
    pub(super) fn runs_out(&self, headroom: Measured, start: Option<&Start>) -> Growth {
        let months = Measured {
            value: self.months_to(headroom.value),
            low: headroom.low.filter(|low| *low > 0.0).map(|low| self.months_to(low)),
            high: headroom.high.map(|high| self.months_to(high)),
        };
        let runs_out = start.map(|start| {
            let at = |end: f64| start.after(end);
            [
                at(months.low.unwrap_or(months.value)),
                at(months.value),
                at(months.high.unwrap_or(months.value)),
            ]
        });
        Growth { given: self.given.clone(), months, runs_out }
    }
}

/// `5/month` is more likely 5 % than five times as much.
fn share_is_written(text: &str) -> bool {
    text.contains('%') || text.trim_start().starts_with("0.")
}

impl Start {
    /// Reads `2026-11` or `2026-11-20`.
    ///
    /// # Errors
    /// If it is not written so.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let parts: Vec<u32> = text
            .split('-')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| Refusal::StartForm)?;
        let (year, month, day) = match parts[..] {
            [year, month] => (year, month, 1),
            [year, month, day] => (year, month, day),
            _ => return Err(Refusal::StartForm),
        };
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(Refusal::StartForm);
        }
        let part = f64::from(day - 1) / DAYS_PER_MONTH;
        Ok(Self {
            given: text.to_owned(),
            months: f64::from(year * 12 + month - 1) + part.min(0.999),
        })
    }

    /// The month so many months later: `2028-01`.
    fn after(&self, months: f64) -> String {
        let at = (self.months + months).floor().clamp(0.0, 12.0 * 99_999.0) as i64;
        format!("{:04}-{:02}", at / 12, at % 12 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_doubles_when_it_should() {
        let check = |text: &str, times: f64, expect: f64| {
            let months = Rate::parse(text).expect("a growth").months_to(times);
            assert!((months - expect).abs() < 1e-9, "{text}: {months}");
        };
        check("100%/month", 2.0, 1.0);
        check("100%/year", 4.0, 24.0);
        check("21%/quarter", 1.21, 3.0);
        check("5%/month", 1.05 * 1.05, 2.0);
        check("5%/month", 1.0 / 1.05, -1.0);
        for bad in ["5%", "5/month", "-5%/month", "0%/month", "5%/fortnight", "fast"] {
            assert!(Rate::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn months_are_counted_on_the_calendar() {
        let check = |from: &str, months: f64, expect: &str| {
            assert_eq!(Start::parse(from).expect("a month").after(months), expect);
        };
        check("2026-11", 0.0, "2026-11");
        check("2026-11", 14.2, "2028-01");
        check("2026-11-20", 1.5, "2027-01");
        check("2026-01", -1.0, "2025-12");
        for bad in ["2026", "2026-13", "2026-00", "11-2026-5-5", "soon"] {
            assert!(Start::parse(bad).is_err(), "{bad}");
        }
    }
}
