//! The shape both tables share: lists of rows, each a flat map of words, every word with its place.
//!
//! A derived structure would stop at the first mistake. Here a row is first read as plain words, so that
//! one look reports every bad row of a file.

use crate::message::facts::{Expected, Fault, Row, Unreadable};
use crate::problem::{FileId, Problem, Problems, Span, problem};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_yaml::{DefaultMessageFormatter, Error, MessageFormatter, Spanned};
use std::fmt;

/// Sizes as a table writes them, in bytes.
pub(super) const SIZES: [(&str, f64); 9] = [
    ("B", 1.0),
    ("KB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
];

/// A word and its place; empty where nothing was written.
#[derive(Debug)]
pub(super) struct Word {
    /// The word.
    pub value: String,
    /// Where it stands.
    pub place: serde_yaml::Location,
}

impl From<Spanned<Option<String>>> for Word {
    fn from(written: Spanned<Option<String>>) -> Self {
        Self { value: written.value.unwrap_or_default(), place: written.referenced }
    }
}

/// `key:` without a value is no mistake of the file's form: the field that needs a value says so.
type Cell = Spanned<Option<String>>;

/// A flat map, in the order written.
#[derive(Debug)]
pub(super) struct Words(Vec<(Word, Word)>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Words;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a row: `{ key: value, … }`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<Cell, Cell>()? {
                    entries.push((key.into(), value.into()));
                }
                Ok(Words(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl Words {
    /// Each key with its value.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Word, &Word)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Word> {
        self.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }
}

/// Reads a whole file; the reader's own complaint (bad YAML, a key twice, an unknown section) becomes one
/// `Problem`.
pub(super) fn read<T: DeserializeOwned>(text: &str, file: FileId) -> Result<T, Vec<Problem>> {
    serde_yaml::from_str(text).map_err(|error| {
        let plain = error.without_snippet();
        let found = problem(Span::default(), Fault::Unreadable(unreadable(plain)));
        let span = plain.location().map(|location| place_of(location, text, file));
        vec![Problem { span, ..found }]
    })
}

fn unreadable(error: &Error) -> Unreadable {
    match error {
        Error::Eof { .. } => Unreadable::Empty,
        Error::Unexpected { expected: "sequence start", .. } => Unreadable::NoList,
        Error::Unexpected { expected: "mapping start", .. } => Unreadable::NoMap,
        Error::Unexpected { expected: "string scalar", .. } => Unreadable::NoValue,
        Error::SerdeUnknownField { field, expected, .. } => {
            Unreadable::UnknownSection { section: field.clone(), sections: expected.clone() }
        }
        Error::DuplicateMappingKey { key, .. } => Unreadable::DuplicateKey { key: key.clone() },
        other => Unreadable::Other(DefaultMessageFormatter.format_message(other).into_owned()),
    }
}

fn place_of(location: serde_yaml::Location, text: &str, file: FileId) -> Span {
    let span = location.span();
    let end_of_text = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let start = span
        .byte_offset()
        .and_then(|offset| u32::try_from(offset).ok())
        .unwrap_or(0)
        .min(end_of_text);
    let length = span.byte_len().and_then(|len| u32::try_from(len).ok()).unwrap_or(0).max(1);
    Span { file, start, end: start.saturating_add(length).min(end_of_text) }
}

/// What every reader of rows needs: the text the spans point into, and where problems go.
pub(super) struct Reading<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Its id.
    pub file: FileId,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
}

impl Reading<'_> {
    /// Where a word stands.
    pub(super) fn span(&self, word: &Word) -> Span {
        place_of(word.place, self.text, self.file)
    }

    /// Where a row starts.
    pub(super) fn row_span(&self, row: &Spanned<Words>) -> Span {
        place_of(row.referenced, self.text, self.file)
    }

    /// Keeps a problem.
    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

/// One row being read: its words, what to call it in a message, and where problems go.
pub(super) struct RowReader<'r, 'a> {
    /// The words.
    pub words: &'r Words,
    /// Which row it is.
    pub row: Row,
    /// Where the row stands.
    pub span: Span,
    /// Where problems go.
    pub reading: &'r mut Reading<'a>,
}

impl<'r, 'a> RowReader<'r, 'a> {
    /// Starts on a row, and complains of every key that is not one of `fields`.
    pub(super) fn new(
        words: &'r Spanned<Words>,
        row: Row,
        fields: &'static [&'static str],
        reading: &'r mut Reading<'a>,
    ) -> Self {
        let span = reading.row_span(words);
        for (key, _) in words.value.iter() {
            let field = key.value.clone();
            if !fields.contains(&field.as_str()) {
                let near = Problems::nearest(&field, fields.iter().copied()).map(str::to_owned);
                let fault = Fault::UnknownField { row: row.clone(), field, near, fields };
                reading.push(problem(reading.span(key), fault));
            }
        }
        Self { words: &words.value, row, span, reading }
    }

    /// The words of a field, if it is written.
    pub(super) fn optional(&self, field: &str) -> Option<&'r Word> {
        self.words.get(field)
    }

    /// The words of a field, if it is written and not empty.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        self.optional(field).map(|word| word.value.clone()).filter(|text| !text.is_empty())
    }

    /// The words of a field that every row must have.
    pub(super) fn required(
        &mut self,
        field: &'static str,
        expected: &Expected,
    ) -> Option<&'r Word> {
        let found = self.optional(field).filter(|word| !word.value.trim().is_empty());
        if found.is_none() {
            let (row, expected) = (self.row.clone(), expected.clone());
            self.reading.push(problem(self.span, Fault::MissingField { row, field, expected }));
        }
        found
    }

    /// Complains of a field's words.
    pub(super) fn bad(&mut self, field: &'static str, word: &Word, expected: Expected) {
        let (row, text) = (self.row.clone(), word.value.clone());
        let span = self.reading.span(word);
        self.reading.push(problem(span, Fault::BadValue { row, field, text, expected }));
    }

    /// A number that must be above zero, with one of `units` behind it (`&[("", 1.0)]` for a bare one).
    pub(super) fn quantity(
        &mut self,
        field: &'static str,
        word: &Word,
        units: &[(&str, f64)],
        expected: Expected,
    ) -> Option<f64> {
        let found = quantity(&word.value, units).map(|(value, _)| value);
        if found.is_none() {
            self.bad(field, word, expected);
        }
        found
    }

    /// A name: small letters, digits and what `extra` allows.
    pub(super) fn name(
        &mut self,
        field: &'static str,
        extra: &str,
        expected: Expected,
    ) -> Option<String> {
        let word = self.required(field, &expected)?;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || extra.contains(c);
        if word.value.starts_with(|c: char| c.is_ascii_lowercase()) && word.value.chars().all(fits)
        {
            return Some(word.value.clone());
        }
        self.bad(field, word, expected);
        None
    }
}

/// `10ms` → (0.01, `ms`): a finite number above zero with one of `units` behind it, whose factor it is
/// multiplied by. Kept small on purpose: a table's words are simpler than a scenario's.
pub(super) fn quantity<'u>(text: &str, units: &[(&'u str, f64)]) -> Option<(f64, &'u str)> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let value: f64 = number.parse().ok()?;
    let &(unit, factor) = units.iter().find(|(name, _)| *name == unit.trim())?;
    let scaled = value * factor;
    (scaled.is_finite() && scaled > 0.0).then_some((scaled, unit))
}

#[cfg(test)]
mod tests {
    use super::quantity;

    #[test]
    fn quantities_need_a_number_above_zero_and_a_known_unit() {
        let units = [("ms", 1e-3), ("s", 1.0), ("", 2.0)];
        assert_eq!(quantity("1.5s", &units), Some((1.5, "s")));
        assert_eq!(quantity(" 10 ms ", &units), Some((0.01, "ms")));
        assert_eq!(quantity("4", &units), Some((8.0, "")));
        for bad in ["", "s", "-1s", "0s", "1.2.3s", "5 parsecs", "1e400", "nan", "inf"] {
            assert_eq!(quantity(bad, &units), None, "{bad}");
        }
    }
}
