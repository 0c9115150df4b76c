//! The latency table: published lists of how long things take, one row each, dated and sourced.
//!
//! Rows of the same name live in different lists, because the lists disagree; nothing here mixes them.

use super::table::{self, Reading, RowReader, SIZES, Word, Words, quantity};
use crate::message::Remark;
use crate::message::facts::{self as say, Expected, Fault};
use crate::problem::{FileId, Problem, Problems, Span, problem};
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const BUILTIN: &str = include_str!("../../latency-table.yaml");

const DURATIONS: [(&str, f64); 8] = [
    ("ns", 1e-9),
    ("us", 1e-6),
    ("µs", 1e-6),
    ("μs", 1e-6),
    ("ms", 1e-3),
    ("s", 1.0),
    ("min", 60.0),
    ("h", 3600.0),
];

const FIELDS: [&str; 9] = ["list", "name", "value", "low", "high", "per", "year", "source", "note"];

/// One published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which list it stands in: `dean_2009`.
    pub list: String,
    /// The operation: `disk_seek`.
    pub name: String,
    /// The low end, seconds; the value itself where one value was published.
    pub low_s: f64,
    /// The high end, seconds; the value itself where one value was published.
    pub high_s: f64,
    /// The value, seconds: as published, or √(low·high) of a range, the median of the lognormal that has
    /// the range as a symmetric interval.
    pub value_s: f64,
    /// How much data the figure is for, as written: `1MB`.
    pub per: Option<String>,
    /// The same in bytes.
    pub per_bytes: Option<f64>,
    /// The unit the figure was written in, of the low end where there are two: `ms`.
    pub unit: String,
    /// The figure as written: `10 ms`, `100–150 ns`, `300 ms–2 s`.
    pub written: String,
    /// The year it was published or measured.
    pub year: u16,
    /// Where it can be read.
    pub source: String,
    /// What one should know before using it.
    pub note: Option<String>,
}

impl Row {
    /// True if a low and a high were published.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.low_s < self.high_s
    }

    /// `dean_2009.disk_seek`.
    #[must_use]
    pub fn dotted(&self) -> String {
        format!("{}.{}", self.list, self.name)
    }
}

/// One list of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// `dean_2009`.
    pub name: String,
    /// What it is, one line; may be empty.
    pub about: String,
}

/// Every list.
#[derive(Clone, Debug, PartialEq)]
pub struct LatencyTable {
    rows: Vec<Row>,
    /// In the order in which a bare name is looked for.
    lists: Vec<List>,
}

/// The file as it is written, before any word is understood.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    lists: Vec<Spanned<Words>>,
    #[serde(default)]
    sources: Option<Words>,
    rows: Vec<Spanned<Words>>,
}

impl LatencyTable {
    /// The table that is compiled into the program.
    ///
    /// # Panics
    ///
    /// Never: a test reads the embedded file.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static TABLE: OnceLock<LatencyTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            Self::parse(BUILTIN, FileId::default())
                .expect("the embedded latency table is read by a test of this module")
        })
    }

    /// The text of the built-in table, for messages that point into it.
    #[must_use]
    pub const fn builtin_text() -> &'static str {
        BUILTIN
    }

    /// Reads a table of this form; `file` is the id that the problems' places carry.
    ///
    /// # Errors
    ///
    /// Every bad row at once, each with its number and what was expected.
    pub fn parse(text: &str, file: FileId) -> Result<Self, Vec<Problem>> {
        let written: File = table::read(text, file)?;
        let mut reading = Reading { text, file, problems: Vec::new() };
        let sources = read_sources(written.sources.as_ref());
        let mut lists = read_lists(&written.lists, &mut reading);
        let listed = lists.len();
        let mut rows: Vec<Row> = Vec::new();
        let mut first_seen = BTreeMap::new();
        for (index, words) in written.rows.iter().enumerate() {
            let called = say::Row::Latency { number: index + 1, name: words.value.name() };
            let Some(row) = read_row(words, called.clone(), &sources, &mut reading) else {
                continue;
            };
            let span = reading.row_span(words);
            if let Some(&first) = first_seen.get(&row.dotted()) {
                let found = problem(span, Fault::Twice { row: called });
                reading.push(found.also(first, Remark::FirstWritten));
                continue;
            }
            first_seen.insert(row.dotted(), span);
            if !lists.iter().any(|list| list.name == row.list) {
                if listed > 0 {
                    let near = Problems::nearest(&row.list, lists.iter().map(|l| l.name.as_str()));
                    let near = near.map(str::to_owned);
                    let place = words.value.get("list").map_or(span, |word| reading.span(word));
                    let fault = Fault::Unlisted { row: called, list: row.list, near };
                    reading.push(problem(place, fault));
                    continue;
                }
                lists.push(List { name: row.list.clone(), about: String::new() });
            }
            rows.push(row);
        }
        if written.rows.is_empty() {
            let found = problem(Span::default(), Fault::NoRows);
            reading.push(Problem { span: None, ..found });
        }
        if reading.problems.is_empty() { Ok(Self { rows, lists }) } else { Err(reading.problems) }
    }

    /// A row by name. A dotted name (`dean_2007.disk_seek`) is looked for in that list; a bare one in
    /// `list` if given, else in every list, in their order in the file.
    #[must_use]
    pub fn lookup(&self, list: Option<&str>, name: &str) -> Option<&Row> {
        let in_list = |list: &str, name: &str| {
            self.rows.iter().find(|row| row.name == name && row.list == list)
        };
        if let Some((list, name)) = name.split_once('.') {
            return in_list(list, name);
        }
        match list {
            Some(list) => in_list(list, name),
            None => self.lists.iter().find_map(|list| in_list(&list.name, name)),
        }
    }

    /// Every row, in the order of the file.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows of one list.
    pub fn rows_of<'t>(&'t self, list: &'t str) -> impl Iterator<Item = &'t Row> {
        self.rows.iter().filter(move |row| row.list == list)
    }

    /// The lists, in the order in which a bare name is looked for.
    #[must_use]
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// Every name once, sorted: candidates for "did you mean".
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.rows.iter().map(|row| row.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Words {
    /// `dean_2007.disk_seek`, as far as it is written: for messages about the row.
    fn name(&self) -> String {
        let part = |key| self.get(key).map_or("", |word: &Word| word.value.as_str());
        match (part("list"), part("name")) {
            ("", name) => name.to_owned(),
            (list, "") => list.to_owned(),
            (list, name) => format!("{list}.{name}"),
        }
    }
}

fn read_sources(words: Option<&Words>) -> BTreeMap<String, String> {
    words
        .into_iter()
        .flat_map(Words::iter)
        .map(|(key, text)| (key.value.clone(), text.value.clone()))
        .collect()
}

fn read_lists(written: &[Spanned<Words>], reading: &mut Reading<'_>) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for (index, words) in written.iter().enumerate() {
        let row = say::Row::List { number: index + 1 };
        let mut reader = RowReader::new(words, row, &["name", "about"], reading);
        let Some(name) = reader.name("name", "_", Expected::Name) else { continue };
        let about = reader.text("about").unwrap_or_default();
        if lists.iter().any(|list| list.name == name) {
            reader.reading.push(problem(reader.span, Fault::Twice { row: reader.row }));
        } else {
            lists.push(List { name, about });
        }
    }
    lists
}

fn read_row(
    words: &Spanned<Words>,
    called: say::Row,
    sources: &BTreeMap<String, String>,
    reading: &mut Reading<'_>,
) -> Option<Row> {
    let mut reader = RowReader::new(words, called, &FIELDS, reading);
    // Every field is read before any is given up, so that a row with two mistakes gets two messages.
    let list = reader.name("list", "_", Expected::Name);
    let name = reader.name("name", "_", Expected::Name);
    let figure = read_figure(&mut reader);
    let per = read_per(&mut reader);
    let year = read_year(&mut reader);
    let source = read_source(&mut reader, sources);
    let note = reader.text("note");
    let (per, per_bytes) = per?.unzip();
    let (low, high) = figure?;
    let single = low == high;
    Some(Row {
        list: list?,
        name: name?,
        low_s: low.0,
        high_s: high.0,
        value_s: if single { low.0 } else { (low.0 * high.0).sqrt() },
        per,
        per_bytes,
        unit: low.1.to_owned(),
        written: written_figure(words, low.1, high.1),
        year: year?,
        source: source?,
        note,
    })
}

/// Seconds, and the unit they were written in.
type Figure = (f64, &'static str);

fn read_figure(reader: &mut RowReader<'_, '_>) -> Option<(Figure, Figure)> {
    let fields = ["value", "low", "high"].map(|field| reader.optional(field));
    let mut read = |field: &'static str, word: &Word| {
        let found = quantity(&word.value, &DURATIONS);
        if found.is_none() {
            reader.bad(field, word, Expected::Duration);
        }
        found
    };
    match fields {
        [Some(value), None, None] => read("value", value).map(|figure| (figure, figure)),
        [None, Some(low), Some(high)] => {
            let (from, to) = (read("low", low), read("high", high));
            let (from, to) = (from?, to?);
            if from.0 < to.0 {
                return Some((from, to));
            }
            reader.bad("high", high, Expected::AboveLow { low: low.value.clone() });
            None
        }
        _ => {
            let fault = Fault::NoFigure { row: reader.row.clone() };
            reader.reading.push(problem(reader.span, fault));
            None
        }
    }
}

/// `Some(None)` where nothing is written, `None` where it is wrong.
fn read_per(reader: &mut RowReader<'_, '_>) -> Option<Option<(String, f64)>> {
    let Some(word) = reader.optional("per") else { return Some(None) };
    let bytes = reader.quantity("per", word, &SIZES, Expected::Size)?;
    Some(Some((word.value.clone(), bytes)))
}

fn read_year(reader: &mut RowReader<'_, '_>) -> Option<u16> {
    let word = reader.required("year", &Expected::Year)?;
    let year = word.value.parse().ok().filter(|year| (1950..=2100).contains(year));
    if year.is_none() {
        reader.bad("year", word, Expected::Year);
    }
    year
}

/// A key of `sources:`, or the reference itself. One word that is no key is a misspelt key.
fn read_source(
    reader: &mut RowReader<'_, '_>,
    sources: &BTreeMap<String, String>,
) -> Option<String> {
    let word = reader.required("source", &Expected::Source { near: None })?;
    if let Some(source) = sources.get(&word.value) {
        return Some(source.clone());
    }
    if word.value.trim().contains(' ') {
        return Some(word.value.clone());
    }
    let near = Problems::nearest(&word.value, sources.keys().map(String::as_str));
    reader.bad("source", word, Expected::Source { near: near.map(str::to_owned) });
    None
}

/// `10 ms`, `100–150 ns`, `300 ms–2 s`: the published digits, whatever their floating-point value.
fn written_figure(words: &Spanned<Words>, low_unit: &str, high_unit: &str) -> String {
    let digits = |field: &str| {
        let text = words.value.get(field).map_or("", |word| word.value.as_str());
        text.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned()
    };
    if words.value.get("value").is_some() {
        return format!("{} {low_unit}", digits("value"));
    }
    let (low, high) = (digits("low"), digits("high"));
    if low_unit == high_unit {
        format!("{low}–{high} {low_unit}")
    } else {
        format!("{low} {low_unit}–{high} {high_unit}")
    }
}
