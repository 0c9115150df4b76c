//! What can be said of the tables of facts, and of the yearly model.

use serde::Serialize;

/// A mistake in a table of facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// `this table cannot be read: it is empty`
    Unreadable(Unreadable),
    /// ``row 2 (a): unknown field `nmae` ``
    UnknownField {
        /// Of which row.
        row: Row,
        /// The field.
        field: String,
        /// The field that may be meant.
        near: Option<String>,
        /// Every field.
        fields: &'static [&'static str],
    },
    /// ``row 5 (a.seek): no `year` ``
    MissingField {
        /// Of which row.
        row: Row,
        /// The field.
        field: &'static str,
        /// What it is.
        expected: Expected,
    },
    /// ``row 1 (a.b): `value: 10 parsecs` cannot be used``
    BadValue {
        /// Of which row.
        row: Row,
        /// The field.
        field: &'static str,
        /// What is written there; may be empty.
        text: String,
        /// What it should be.
        expected: Expected,
    },
    /// `row 4 (a.c) is written twice`
    Twice {
        /// The second row.
        row: Row,
    },
    /// ``row 1 (deen.x): `deen` is not one of `lists:` ``
    Unlisted {
        /// The row.
        row: Row,
        /// Its list.
        list: String,
        /// The list that may be meant.
        near: Option<String>,
    },
    /// `this table has no rows`
    NoRows,
    /// `row 5 (a.seek): it is not clear how long it takes`
    NoFigure {
        /// The row.
        row: Row,
    },
}

/// Why a whole table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// `it is empty`
    Empty,
    /// `expected a list of rows here`
    NoList,
    /// ``expected `key: value` here``
    NoMap,
    /// `expected a plain value here, not a list or a map`
    NoValue,
    /// ``unknown field `row`, expected one of lists, sources, rows``
    UnknownSection {
        /// What is written.
        section: String,
        /// Every section.
        sections: Vec<&'static str>,
    },
    /// `duplicate mapping key: rows`
    DuplicateKey {
        /// The key, where the reader tells it.
        key: Option<String>,
    },
    /// In the words of the YAML reader.
    Other(String),
}

/// What a row of a table is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// `row 1 (dean_2009.disk_seek)`, of the latency table.
    Latency {
        /// Counted from 1.
        number: usize,
        /// As far as it is written; may be empty.
        name: String,
    },
    /// `list 2`, of the latency table's `lists:`.
    List {
        /// Counted from 1.
        number: usize,
    },
    /// `machines row 3 (m7g.large)`, of the price book.
    Price {
        /// `machines`, `units` and so on.
        section: &'static str,
        /// Counted from 1.
        number: usize,
        /// As far as it is written; may be empty.
        name: String,
    },
}

/// What a field of a table must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Small letters, digits and `_`.
    Name,
    /// A duration above zero.
    Duration,
    /// More than the low end of the range.
    AboveLow {
        /// The low end, as written.
        low: String,
    },
    /// A size above zero.
    Size,
    /// Bits a second above zero.
    Bandwidth,
    /// The year of a figure.
    Year,
    /// A whole number above zero.
    Count,
    /// US dollars.
    Usd,
    /// A number above zero.
    Number,
    /// Zero, where the first tier begins.
    FirstTier,
    /// More than the tier before.
    NextTier {
        /// Where that begins.
        previous: f64,
    },
    /// A family and a size.
    MachineName,
    /// What a price buys one of.
    Unit,
    /// A key of `sources:`, or a reference.
    Source {
        /// The key that may be meant.
        near: Option<String>,
    },
    /// When a price was read.
    Date,
}

/// Why `napkin latency` shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// ``the latency table has no list `dean_207`: did you mean `dean_2007`?``
    NoSuchList {
        /// What was asked for.
        list: String,
        /// The list that may be meant.
        near: Option<String>,
        /// Every list.
        lists: Vec<String>,
    },
    /// A year and a list were both asked for.
    YearAndList,
    /// `the yearly model covers 1990 to 2030, not 2031: …`
    YearOutside {
        /// The year that was asked for.
        year: u16,
        /// The model's first.
        first: u16,
        /// The model's last.
        last: u16,
    },
}

/// Why a figure of the yearly model should not be believed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Doubt {
    /// Network cards did not keep that pace.
    Nic {
        /// The year of the figure.
        year: u16,
        /// What the curve makes of it.
        gigabytes_per_s: f64,
    },
    /// Memory did not keep that pace.
    Memory {
        /// The year of the figure.
        year: u16,
        /// What the curve makes of it.
        gigabytes_per_s: f64,
    },
    /// Drives did not keep that pace.
    Ssd {
        /// The year of the figure.
        year: u16,
        /// What the curve makes of it.
        gigabytes_per_s: f64,
    },
    /// There were no such drives to read.
    SsdBefore {
        /// The first year of such drives.
        first: u16,
    },
    /// The formula of the SSD's random read is surely not what was meant.
    SsdFlat,
}

/// A text of `napkin latency`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Text<'a> {
    /// The head above the operations.
    Operation,
    /// The head above the durations.
    Takes,
    /// The head above how much data it is for.
    Per,
    /// The head above the durations at which a nanosecond is a second.
    Human,
    /// The head above the year of each figure.
    Year,
    /// The sources below a table.
    Sources,
    /// The notes below a table.
    Notes,
    /// How long so many nanoseconds would feel if each were a second: `0.5 s`, `1 min 40 s`, `5.8 days`.
    Felt {
        /// Nanoseconds.
        ns: f64,
    },
    /// What the bars show.
    Bars,
    /// What the bars of a year show.
    BarsOfYear,
    /// The order in which a bare name is looked for.
    SearchOrder {
        /// The lists in that order.
        lists: &'a [&'a str],
    },
    /// `2020, by the yearly model`
    YearTitle {
        /// The year.
        year: u16,
    },
    /// Where the yearly model is from.
    YearSource,
    /// The same as a line below a table: `Source: …`
    YearSourceLine,
    /// How far the yearly model goes.
    BelievableTo {
        /// Its last year.
        year: u16,
    },
    /// What the mark `?` means.
    NotBelievable,
}
