//! Fields of a page as typed values: reads a node, complains with its place, and goes on. Floor 2.
//!
//! [`Reading`] is what every reader shares: the tables, the named quantities of the page, the problems found.
//! [`Fields`] is one map of the page; a reader asks it for each field by name and type, and
//! [`Fields::finish`] reports what nobody asked for.

mod amount;
mod choice;
mod duration;
mod fields;
mod formula;
mod recorded;
mod samples;
pub mod table;
mod text;

pub use amount::{Amount, Want};
pub use duration::MAPS as VARYING;
pub use fields::{Fields, join};
pub use formula::EstimateLine;
pub use samples::MAX_BYTES as SAMPLES_MAX_BYTES;
pub use text::Text;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::facts::latency::{LatencyTable, Row};
use crate::facts::prices::PriceBook;
use crate::message::{Complaint, Remark, Why};
use crate::problem::{Problems, Severity, Span, problem, warning};

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: to(self.value), span: self.span }
    }
}

/// Something chosen because the page did not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumedValue {
    /// Where on the page it would be written: `components.cache.cache.work`.
    pub path: String,
    /// What was chosen, as it would be written.
    pub value: String,
    /// Why.
    pub why: Why,
}

/// The facts that a page may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// How long things take.
    pub latency: &'a LatencyTable,
    /// Machines and prices.
    pub prices: &'a PriceBook,
}

impl Tables<'static> {
    /// Those in the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self { latency: LatencyTable::builtin(), prices: PriceBook::builtin() }
    }
}

/// Reads a file named on the page, relative to the page.
pub type ReadFile<'a> = dyn FnMut(&Path) -> io::Result<Vec<u8>> + 'a;

/// What every reader of one page shares.
pub struct Reading<'a> {
    /// The facts.
    pub tables: Tables<'a>,
    /// What is wrong with the page so far.
    pub problems: &'a mut Problems,
    /// Latency rows used so far, each once, in the order of their first use.
    pub rows: Vec<Row>,
    /// What was chosen because the page did not say.
    pub assumed: Vec<AssumedValue>,
    /// The latency list that bare row names are looked up in; `None` is the table's own order.
    pub list: Option<String>,
    read_file: &'a mut ReadFile<'a>,
    /// The page's `assume` and `estimate`.
    names: BTreeMap<String, formula::Known>,
    /// Names whose formula is wrong: what uses them is not complained about again.
    broken: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    /// A reading of one page, with nothing known yet.
    pub fn new(
        tables: Tables<'a>,
        read_file: &'a mut ReadFile<'a>,
        problems: &'a mut Problems,
    ) -> Self {
        Self {
            tables,
            problems,
            rows: Vec::new(),
            assumed: Vec::new(),
            list: None,
            read_file,
            names: BTreeMap::new(),
            broken: BTreeSet::new(),
        }
    }

    /// True if an error was found within a part of the page.
    #[must_use]
    pub fn is_wrong_in(&self, part: Span) -> bool {
        let within =
            |span: Span| span.file == part.file && part.start <= span.start && span.end <= part.end;
        let errors = self.problems.iter().filter(|found| found.severity == Severity::Error);
        errors.filter_map(|found| found.span).any(within)
    }

    /// Reports an error at a place.
    pub fn complain(&mut self, span: Span, what: impl Into<Complaint>) {
        self.problems.push(problem(span, what));
    }

    /// Reports an error at a place, with a second place that explains it.
    pub fn complain_also(
        &mut self,
        span: Span,
        what: impl Into<Complaint>,
        also: (Span, impl Into<Remark>),
    ) {
        self.problems.push(problem(span, what).also(also.0, also.1));
    }

    /// Reports something that does not forbid the run.
    pub fn warn(&mut self, span: Span, what: impl Into<Complaint>) {
        self.problems.push(warning(span, what));
    }

    /// Notes a value that was chosen because the page did not say.
    pub fn assume(&mut self, path: String, value: impl Into<String>, why: Why) {
        let chosen = AssumedValue { path, value: value.into(), why };
        if !self.assumed.contains(&chosen) {
            self.assumed.push(chosen);
        }
    }

    /// Notes that a latency row was used.
    pub fn use_row(&mut self, row: &Row) {
        if !self.rows.contains(row) {
            self.rows.push(row.clone());
        }
    }
}
