//! `samples(file.csv)`: measured durations, one to a line.

use std::path::Path;

use super::{Reading, Text};
use crate::message::values::Fault;
use crate::sample::Dist;

/// The most samples that are kept.
const MAX_SAMPLES: usize = 1_000_000;
/// The most bytes that they may take as text: what reads the file reads no more.
pub const MAX_BYTES: usize = 64 << 20;
/// Bad lines that are shown before the rest is counted.
const SHOWN: usize = 3;

/// Endings of a header that name the unit of bare numbers: `latency_ms`.
const HEADER_UNITS: [&str; 4] = ["ns", "us", "ms", "s"];

impl Reading<'_> {
    /// The samples in a file, relative to the page.
    pub(super) fn samples(&mut self, file: &Text<'_>) -> Option<Dist> {
        let text = self.text_of_file(file)?;
        let file_name = || name_of(file).to_owned();
        let (mut samples, mut bad) = (Vec::new(), Vec::new());
        let mut unit = "";
        for (number, line) in lines(&text) {
            if number == 1
                && let Some(found) = header(line)
            {
                unit = found;
                continue;
            }
            match sample(line, unit) {
                Some(ns) => samples.push(ns),
                None => bad.push((number, line.to_owned())),
            }
        }
        if !bad.is_empty() {
            let more = bad.len().saturating_sub(SHOWN);
            bad.truncate(SHOWN);
            self.complain(file.span, Fault::BadSamples { file: file_name(), shown: bad, more });
            return None;
        }
        let (found, most) = (samples.len(), MAX_SAMPLES);
        if found == 0 {
            self.complain(file.span, Fault::NoSamples { file: file_name() });
            return None;
        }
        if found > most {
            self.complain(file.span, Fault::TooManySamples { file: file_name(), found, most });
            return None;
        }
        Dist::samples(samples)
    }

    /// The text of a file that the page names, relative to the page.
    pub(super) fn text_of_file(&mut self, file: &Text<'_>) -> Option<String> {
        let name = name_of(file);
        let file_name = || name.to_owned();
        let bytes = match (self.read_file)(Path::new(name)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let (file_name, detail) = (file_name(), error.to_string());
                self.complain(file.span, Fault::SamplesUnreadable { file: file_name, detail });
                return None;
            }
        };
        if bytes.len() > MAX_BYTES {
            let fault = Fault::SamplesTooLarge { file: file_name(), limit_mib: MAX_BYTES >> 20 };
            self.complain(file.span, fault);
            return None;
        }
        let text = String::from_utf8(bytes).ok();
        if text.is_none() {
            self.complain(file.span, Fault::SamplesNotText { file: file_name() });
        }
        text
    }
}

/// A file's name without quotes.
pub(super) fn name_of<'t>(file: &Text<'t>) -> &'t str {
    file.text.trim_matches(['"', '\''])
}

/// The lines that hold something, with their numbers.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// The unit that a header gives to bare numbers, `""` if it names none; `None` if the line is no header.
fn header(line: &str) -> Option<&'static str> {
    if line.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return None;
    }
    let last = line.rsplit(['_', ' ', '(', '[']).next().unwrap_or("").trim_end_matches([')', ']']);
    Some(HEADER_UNITS.into_iter().find(|unit| *unit == last).unwrap_or(""))
}

/// One line as nanoseconds.
fn sample(line: &str, unit: &str) -> Option<u64> {
    let bare = line.parse::<f64>().is_ok();
    let text = if bare { format!("{line}{unit}") } else { line.to_owned() };
    let found = crate::units::parse_quantity(&text).ok()?;
    let fits = found.dim == crate::units::Dim::TIME || (found.value == 0.0 && bare);
    let ns = found.value * 1e9;
    (fits && (0.0..=super::amount::MAX_NS).contains(&ns)).then(|| ns.round() as u64)
}
