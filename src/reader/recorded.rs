//! `replay: rates.csv`: times and rates as a monitoring system exports them, a row to a line.

use super::samples::{lines, name_of};
use super::{Reading, Text};
use crate::message::values::Fault;
use crate::units::{Dim, parse_quantity};

/// The most rows that are kept.
const MAX_ROWS: usize = 200_000;
/// Bad lines that are shown before the rest is counted.
const SHOWN: usize = 3;
/// A bare time from here on is milliseconds since 1970, not seconds.
const MILLISECONDS_FROM: f64 = 1e11;

impl Reading<'_> {
    /// The rows of a file: seconds since the first row, and requests a second.
    pub fn recorded(&mut self, file: &Text<'_>) -> Option<Vec<(f64, f64)>> {
        let text = self.text_of_file(file)?;
        let name = name_of(file).to_owned();
        let (mut rows, mut bad) = (Vec::new(), Vec::new());
        for (index, (number, line)) in lines(&text).enumerate() {
            match row(line) {
                Some(row) => rows.push((number, row)),
                // The first line may name the columns.
                None if index == 0 && !line.starts_with(|c: char| c.is_ascii_digit()) => {}
                None => bad.push((number, line.to_owned())),
            }
        }
        if !bad.is_empty() {
            let more = bad.len().saturating_sub(SHOWN);
            bad.truncate(SHOWN);
            self.complain(file.span, Fault::BadRates { file: name, shown: bad, more });
            return None;
        }
        if let Some(at) = rows.windows(2).find(|pair| pair[1].1.0 < pair[0].1.0) {
            self.complain(file.span, Fault::RatesBackwards { file: name, line: at[1].0 });
            return None;
        }
        if rows.len() > MAX_ROWS {
            let (found, most) = (rows.len(), MAX_ROWS);
            self.complain(file.span, Fault::TooManyRates { file: name, found, most });
            return None;
        }
        let start = rows.first().map_or(0.0, |(_, row)| row.0);
        if rows.iter().all(|(_, row)| row.1 == 0.0) {
            self.complain(file.span, Fault::NoRates { file: name });
            return None;
        }
        Some(rows.into_iter().map(|(_, (at, rate))| (at - start, rate)).collect())
    }
}

/// A time in seconds, and a rate a second.
fn row(line: &str) -> Option<(f64, f64)> {
    let mut cells = line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
    let (time, rate) = (cells.next()?, cells.next()?);
    Some((seconds(time)?, per_second(rate)?))
}

/// `90`, `1.5h`, `00:05`, `00:05:30`, `2026-03-01T00:05:00Z`, `1772323200`.
fn seconds(text: &str) -> Option<f64> {
    if let Ok(bare) = text.parse::<f64>() {
        let found = if bare >= MILLISECONDS_FROM { bare * 1e-3 } else { bare };
        return (found.is_finite() && found >= 0.0).then_some(found);
    }
    if let Some((date, time)) = text.split_once(['T', ' ']).filter(|(date, _)| date.contains('-')) {
        return Some(days(date)? * 86_400.0 + clock(time.trim().trim_end_matches('Z'))?);
    }
    if text.contains(':') {
        return clock(text);
    }
    let found = parse_quantity(text).ok()?;
    (found.dim == Dim::TIME && found.value >= 0.0).then_some(found.value)
}

/// Hours, minutes and perhaps seconds.
fn clock(text: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = text.split(':').map(|part| part.parse().ok()).collect();
    match parts?.as_slice() {
        [hours, minutes] => Some(hours * 3600.0 + minutes * 60.0),
        [hours, minutes, seconds] => Some(hours * 3600.0 + minutes * 60.0 + seconds),
        _ => None,
    }
}

/// Days since 1970-01-01 (Richards, Explanatory Supplement to the Astronomical Almanac, 2013, 15.11).
fn days(date: &str) -> Option<f64> {
    let parts: Option<Vec<i64>> = date.split('-').map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts?.as_slice() else { return None };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1970..=9999).contains(&year) {
        return None;
    }
    let before = (month - 14) / 12;
    let julian = (1461 * (year + 4800 + before)) / 4 + (367 * (month - 2 - 12 * before)) / 12
        - (3 * ((year + 4900 + before) / 100)) / 4
        + day
        - 32_075;
    #[expect(clippy::cast_precision_loss, reason = "a few million days")]
    let days = (julian - 2_440_588) as f64;
    Some(days)
}

fn per_second(text: &str) -> Option<f64> {
    let found = match text.parse::<f64>() {
        Ok(bare) => bare,
        Err(_) => parse_quantity(text).ok().filter(|found| found.dim == Dim::RATE)?.value,
    };
    (found.is_finite() && found >= 0.0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_as_they_are_exported() {
        for (line, expected) in [
            ("90,200", (90.0, 200.0)),
            ("1.5h; 12k/min", (5400.0, 200.0)),
            ("00:05,3", (300.0, 3.0)),
            ("00:05:30\t3", (330.0, 3.0)),
            ("1970-01-02T00:00:10Z,5", (86_410.0, 5.0)),
            ("2026-03-01 00:00:00,5", (1_772_323_200.0, 5.0)),
            ("1772323200000,5", (1_772_323_200.0, 5.0)),
            ("\"60\",\"7\"", (60.0, 7.0)),
        ] {
            assert_eq!(row(line), Some(expected), "{line}");
        }
        for line in ["90", "a,b", "-1,5", "90,-5", "90,5MB", "5MB,3", "2026-13-01 00:00,3"] {
            assert_eq!(row(line), None, "{line}");
        }
    }
}
