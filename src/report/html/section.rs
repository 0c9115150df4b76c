//! Sections of a note as markup.

use maud::{Markup, html};

use super::inline::{clean, prose};
use crate::document::Topology;
use crate::drawing;
use crate::message::report::Label;
use crate::message::{Lang, Say};
use crate::note::sections::{Block, Formula, Mark, Table};

/// Columns of a design in characters.
const DRAWING: usize = 96;

/// One paragraph.
pub fn sentence(text: &str) -> Markup {
    html! { p { (prose(text)) } }
}

/// A design in characters, where it has no picture.
fn design(topology: &Topology, lang: Lang) -> Markup {
    let lines: Vec<String> = drawing::draw(topology, DRAWING, lang).lines().map(clean).collect();
    html! { pre class="drawing" { (lines.join("\n")) } }
}

/// A piece of a section.
pub fn block(block: &Block, lang: Lang) -> Markup {
    match block {
        Block::Sentence(text) => sentence(text),
        Block::List(items) => html! { ul { @for item in items { li { (prose(item)) } } } },
        Block::Table(table) => self::table(table),
        Block::Command(line) => html! { pre class="command" { code { (clean(line)) } } },
        Block::Formulas(lines) => formulas(lines, lang),
        Block::Design(topology) => design(topology, lang),
    }
}

/// A table that scrolls in a box of its own where it is too wide.
fn table(table: &Table) -> Markup {
    let rows = table.rows.iter().enumerate();
    grid(
        html! { @for (at, title) in table.head.iter().enumerate() {
            th scope="col" class=[side(table, at)] { (prose(title)) }
        } },
        html! { @for (index, row) in rows {
            tr class=[whole_row(table, index)] {
                @for (at, cell) in row.iter().enumerate() {
                    (self::cell(table, (index, at), cell))
                }
            }
        } },
    )
}

/// A grid of cells.
pub fn grid(head: Markup, rows: Markup) -> Markup {
    html! {
        div class="scroll" { table { thead { tr { (head) } } tbody { (rows) } } }
    }
}

/// What the last cell of a row says of all of it.
fn whole_row(table: &Table, row: usize) -> Option<&'static str> {
    let last = table.head.len().checked_sub(1)?;
    table.marks.get(&(row, last)).map(|mark| class(*mark))
}

/// A cell; the first of a row names it.
fn cell(table: &Table, (row, column): (usize, usize), text: &str) -> Markup {
    let mark = table.marks.get(&(row, column));
    let class = side(table, column);
    match mark {
        Some(mark) => html! {
            td class=[class] { span class={ "mark " (self::class(*mark)) } { (sign(*mark)) (prose(text)) } }
        },
        None if column == 0 && class.is_none() => html! { th scope="row" { (prose(text)) } },
        None => html! { td class=[class] { (prose(text)) } },
    }
}

fn side(table: &Table, column: usize) -> Option<&'static str> {
    table.right.get(column).filter(|right| **right).map(|_| "n")
}

/// How a page names what a figure comes to.
pub const fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Met => "met",
        Mark::Missed => "missed",
        Mark::Open => "open",
        Mark::Better => "better",
        Mark::Worse => "worse",
        Mark::Tie => "tie",
    }
}

/// The sign beside a colour, where the words have none.
fn sign(mark: Mark) -> Markup {
    let sign = match mark {
        Mark::Better => "+",
        Mark::Worse => "−",
        Mark::Tie => "=",
        Mark::Met | Mark::Missed | Mark::Open => return html! {},
    };
    html! { span class="sign" aria-hidden="true" { (sign) } " " }
}

/// What a column of the arithmetic shows of a line.
type Cell = fn(&Formula) -> &str;

/// Lines of arithmetic as a table; a column that no line needs is left out.
fn formulas(lines: &[Formula], lang: Lang) -> Markup {
    let columns: [(Label, &str, Cell); 6] = [
        (Label::Quantity, "name", |line| &line.name),
        (Label::Formula, "code", |line| &line.formula),
        (Label::Worked, "code", |line| &line.step),
        (Label::Value, "n", |line| &line.value),
        (Label::Range, "n", |line| &line.range),
        (Label::RoundingError, "", |line| &line.exact),
    ];
    let needed: Vec<_> = columns
        .into_iter()
        .filter(|(_, _, cell)| lines.iter().any(|line| !cell(line).is_empty()))
        .collect();
    grid(
        html! { @for (label, class, _) in &needed { th scope="col" class=(class) { (label.say(lang)) } } },
        html! { @for line in lines {
            tr { @for (_, class, cell) in &needed { td class=(class) { (clean(cell(line))) } } }
        } },
    )
}
