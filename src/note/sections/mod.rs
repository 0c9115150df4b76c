//! What the report says, in order, before it is decided how it looks: sections of sentences, tables and
//! lines of arithmetic. `text`, `markdown` and `html` set the same sections.

mod arithmetic;
mod bill;
mod components;
mod estimate;
mod footing;
mod simulation;
mod story;
mod verdict;

pub use arithmetic::{added_arithmetic, arithmetic};
pub use bill::bill;
pub use components::components;
pub use estimate::{glance, tornado};
pub use footing::{assumed, latency_rows, left_out, run, warnings};
pub use simulation::{over_time, simulation};
pub use story::story;
pub use verdict::{answer, further, objectives, standing};

use std::collections::BTreeMap;

use crate::document::{Objective, Report, Topology};
use crate::message::report::Label;
use crate::message::{Lang, Say};

/// The design, for a renderer without its picture; `None` for a page without components.
pub fn design(report: &Report, lang: Lang) -> Option<Section> {
    let blocks = vec![Block::Design(report.topology.clone())];
    (!report.topology.nodes.is_empty()).then(|| Section { title: Label::Design.say(lang), blocks })
}

/// One heading and what stands under it.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// In order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// One paragraph.
    Sentence(String),
    /// Points, one each.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A command to be copied: on one line, however long.
    Command(String),
    /// Lines of arithmetic.
    Formulas(Vec<Formula>),
    /// The design: drawn in characters, as Mermaid, or not at all where its picture stands.
    Design(Topology),
}

/// One line of arithmetic: `name = formula = step ≈ value (range)`. Empty parts are left out.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    /// The quantity.
    pub name: String,
    /// As the page has it.
    pub formula: String,
    /// With the figures put in.
    pub step: String,
    /// What comes out; empty where the formula is the value itself.
    pub value: String,
    /// Its 90 % range, and its median where that is another figure; empty where nothing varies.
    pub range: String,
    /// Beside a line in round numbers: the exact value and the error.
    pub exact: String,
}

/// A table whose columns know on which side they are aligned.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Titles.
    pub head: Vec<String>,
    /// By column: true for figures, which stand on the right.
    pub right: Vec<bool>,
    /// Cells, as many in each row as there are titles.
    pub rows: Vec<Vec<String>>,
    /// What a cell comes to, by row and column; most say nothing of the kind.
    pub marks: BTreeMap<(usize, usize), Mark>,
}

/// What a figure comes to: a renderer with colours shows it with one, and with a sign beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An objective that is met.
    Met,
    /// One that is missed.
    Missed,
    /// One that its interval contains, or about which nothing can be said yet.
    Open,
    /// Better than what it is compared with.
    Better,
    /// Worse.
    Worse,
    /// Neither.
    Tie,
}

impl Mark {
    /// What an objective comes to.
    #[must_use]
    pub const fn of(objective: &Objective) -> Self {
        match (objective.actual, objective.clear, objective.met) {
            (Some(_), false, _) => Self::Open,
            (_, _, true) => Self::Met,
            (_, _, false) => Self::Missed,
        }
    }
}

impl Table {
    /// A table of words (left) and figures (right), without rows yet.
    fn new(columns: &[(Label, Side)], lang: Lang) -> Self {
        let mut table = Self::default();
        for (label, side) in columns {
            table.column(label.say(lang), *side);
        }
        table
    }

    /// A table whose titles are a study's own words.
    pub fn titled<T: AsRef<str>>(columns: &[(T, Side)]) -> Self {
        let mut table = Self::default();
        for (title, side) in columns {
            table.column(title.as_ref().to_owned(), *side);
        }
        table
    }

    /// Adds a column; only before the first row.
    pub fn column(&mut self, title: String, side: Side) {
        self.head.push(title);
        self.right.push(side == Side::Right);
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Says what a cell of the last row comes to.
    pub fn mark(&mut self, column: usize, mark: Mark) {
        if let Some(last) = self.rows.len().checked_sub(1) {
            self.marks.insert((last, column), mark);
        }
    }

    /// Rows from above whose last cell comes to something, and that cell.
    pub fn verdicts(&self) -> impl Iterator<Item = (Mark, &str)> {
        let last = self.head.len().saturating_sub(1);
        self.rows.iter().enumerate().filter_map(move |(at, row)| {
            Some((*self.marks.get(&(at, last))?, row.get(last)?.as_str()))
        })
    }

    /// Leaves out the columns in which no row has anything to say.
    pub fn without_empty_columns(mut self) -> Self {
        let keep: Vec<bool> = (0..self.head.len())
            .map(|column| {
                self.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
            })
            .collect();
        let kept = |index: &usize| keep.get(*index).copied().unwrap_or(false);
        let filter = |cells: Vec<String>| -> Vec<String> {
            cells
                .into_iter()
                .enumerate()
                .filter(|(index, _)| kept(index))
                .map(|pair| pair.1)
                .collect()
        };
        self.right = self
            .right
            .into_iter()
            .enumerate()
            .filter(|(index, _)| kept(index))
            .map(|pair| pair.1)
            .collect();
        let place = |column: usize| keep.iter().take(column).filter(|kept| **kept).count();
        let stays = |((row, column), mark): ((usize, usize), Mark)| {
            kept(&column).then(|| ((row, place(column)), mark))
        };
        self.marks = self.marks.into_iter().filter_map(stays).collect();
        self.head = filter(self.head);
        self.rows = self.rows.into_iter().map(filter).collect();
        self
    }
}

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Figures.
    Right,
}
