//! A note for the terminal, set in columns.

use crate::document::Topology;
use crate::drawing;
use crate::message::report::Text;
use crate::message::{Lang, Say};
use crate::note::sections::{Block, Formula, Mark, Section, Table};
use crate::note::{Detail, Note, Part};
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Row, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

/// Narrower than this, tables would be unreadable; the terminal may wrap them instead.
const LEAST_WIDTH: usize = 60;

/// Blanks before everything that stands under a heading.
const INDENT: &str = "  ";

/// Blanks between two columns of a table.
const GAP: usize = 2;

/// Words between two blank margins and a line under the titles: nothing else is needed to read a table.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The note in lines of at most `width` columns, with ANSI colours if `color`; ends with a newline.
///
/// The verdict stands first, then what it is made from: someone who reads ten lines has read the answer.
#[must_use]
pub fn render(note: &Note, detail: Detail, width: usize, color: bool) -> String {
    let lang = note.lang;
    let mut page = Page { out: String::new(), width: width.max(LEAST_WIDTH), color, lang };
    page.title(&note.title, &note.about);
    let not_whole = note.not_whole().map(|why| why.say(lang));
    let answer: Vec<&String> = not_whole
        .iter()
        .chain(std::iter::once(&note.headline).chain(&note.answer))
        .filter(|sentence| !sentence.is_empty())
        .collect();
    if !answer.is_empty() {
        page.out.push('\n');
        answer.into_iter().for_each(|sentence| page.hanging("", sentence));
    }
    let shown = |part: &&Part| part.detail <= detail && !part.blocks().is_empty();
    note.parts.iter().filter(shown).for_each(|part| page.section(&part.section));
    if detail == Detail::Brief {
        return page.out;
    }
    page.out.push('\n');
    if detail == Detail::Usual && !note.left_out.is_empty() {
        page.hanging("", &note.left_out);
    }
    let Note { napkin, seed, wall_s, .. } = note;
    page.line(&Text::MadeBy { napkin, seed: *seed, wall_s: *wall_s }.say(lang));
    page.out
}

/// The narrowest a column can be: figures are never broken, words only between words.
fn least_width(table: &Table, column: usize) -> usize {
    let whole = table.right.get(column) == Some(&true);
    let least = |cell: &String| -> usize {
        if whole { columns(cell) } else { cell.split_whitespace().map(columns).max().unwrap_or(0) }
    };
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    cells.chain(table.head.get(column)).map(least).max().unwrap_or(0)
}

/// Columns that a text takes in a terminal.
fn columns(text: &str) -> usize {
    text.width()
}

/// What has been written so far.
struct Page {
    out: String,
    width: usize,
    color: bool,
    lang: Lang,
}

impl Page {
    /// Writes one line under a heading.
    fn line(&mut self, text: &str) {
        let line = format!("{INDENT}{text}");
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// Marks a text with an ANSI code where colours are wanted.
    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// The scenario's name, and what the page says of itself.
    fn title(&mut self, name: &str, about: &str) {
        for line in wrapped(&one_line(name), self.width) {
            self.out.push_str(&self.paint("1", &line));
            self.out.push('\n');
        }
        for line in wrapped(&one_line(about), self.width) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// A heading with a line to the right margin.
    fn heading(&mut self, title: &str) {
        let rule = "─".repeat(self.width.saturating_sub(columns(title) + 4));
        let heading = format!("── {} {rule}", self.paint("1", title));
        self.out.push_str(&format!("\n{heading}\n\n"));
    }

    /// A heading, and what stands under it.
    fn section(&mut self, section: &Section) {
        self.heading(&section.title);
        for (index, block) in section.blocks.iter().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            match block {
                Block::Sentence(text) => self.hanging("", text),
                Block::List(items) => items.iter().for_each(|item| self.hanging("• ", item)),
                // Not wrapped: what is copied must be what is run.
                Block::Command(line) => self.line(line),
                Block::Table(table) => self.table(table),
                Block::Formulas(lines) => self.formulas(lines),
                Block::Design(topology) => self.design(topology),
            }
        }
    }

    /// The design in characters.
    fn design(&mut self, topology: &Topology) {
        let drawn = drawing::draw(topology, self.width - INDENT.len(), self.lang);
        drawn.lines().for_each(|line| self.line(line));
    }

    /// A paragraph whose further lines stand under its first word, behind the bullet.
    fn hanging(&mut self, bullet: &str, text: &str) {
        let indent = " ".repeat(columns(bullet));
        let room = self.width - INDENT.len() - columns(bullet);
        for (index, line) in wrapped(&one_line(text), room).iter().enumerate() {
            self.line(&format!("{}{line}", if index == 0 { bullet } else { &indent }));
        }
    }

    /// A table; columns of words give way if it is too wide, and what still does not fit goes on below,
    /// beside the first column once more.
    fn table(&mut self, table: &Table) {
        if table.head.is_empty() {
            return;
        }
        let room = self.width - INDENT.len();
        let mut from = 1;
        loop {
            let (part, next) = self.part(table, from, room);
            if from > 1 {
                self.out.push('\n');
            }
            self.set(&part, room);
            if next >= table.head.len() {
                break;
            }
            from = next;
        }
    }

    /// The first column and as many from `from` on as fit; and the first one that is left over.
    fn part(&self, table: &Table, from: usize, room: usize) -> (Table, usize) {
        let mut used = least_width(table, 0);
        let mut next = from;
        while next < table.head.len() {
            let width = GAP + least_width(table, next);
            if used + width > room && next > from {
                break;
            }
            used += width;
            next += 1;
        }
        let pick = |cells: &[String]| -> Vec<String> {
            cells
                .iter()
                .take(1)
                .chain(&cells[from.min(cells.len())..next.min(cells.len())])
                .cloned()
                .collect()
        };
        let part = Table {
            head: pick(&table.head),
            right: table
                .right
                .iter()
                .take(1)
                .chain(&table.right[from.min(next)..next.min(table.right.len())])
                .copied()
                .collect(),
            rows: table.rows.iter().map(|row| pick(row)).collect(),
            marks: table
                .marks
                .iter()
                .filter(|((_, column), _)| (from..next).contains(column))
                .map(|((row, column), mark)| ((*row, column + 1 - from), *mark))
                .collect(),
        };
        (part, next)
    }

    /// Sets a table that fits.
    fn set(&mut self, table: &Table, room: usize) {
        let mut set = comfy_table::Table::new();
        set.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
        // The last column's margin, one blank, may stand beyond the edge, since the line is trimmed.
        set.set_width(u16::try_from(room + 1).unwrap_or(u16::MAX));
        set.set_header(Row::from(table.head.iter().map(|cell| one_line(cell)).collect::<Vec<_>>()));
        for row in &table.rows {
            set.add_row(row.iter().map(|cell| one_line(cell)).collect::<Vec<_>>());
        }
        let least: usize = (0..table.head.len()).map(|i| GAP + least_width(table, i)).sum();
        // Where the words alone are too wide, the library may cut them.
        let fits = least <= room + GAP; // The last gap is beyond the edge.
        for (index, column) in set.column_iter_mut().enumerate() {
            // Between two columns the library sets one blank of its own.
            column.set_padding((0, 1));
            let least = u16::try_from(least_width(table, index) + 1).unwrap_or(u16::MAX);
            if table.right.get(index) == Some(&true) {
                column.set_cell_alignment(CellAlignment::Right);
                if fits {
                    column.set_constraint(ColumnConstraint::ContentWidth);
                }
            } else if fits {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
        // Painted after it is set, since colours have no width; a row may take several lines.
        let mut verdicts = table.verdicts().peekable();
        for line in set.to_string().lines() {
            let rule = line.starts_with('─');
            let line: String =
                if rule { line.chars().take(room).collect() } else { line.trim_end().to_owned() };
            let found = verdicts.next_if(|(_, verdict)| line.ends_with(verdict));
            let painted = found.map(|(mark, verdict)| {
                let before = line.len() - verdict.len();
                format!("{}{}", &line[..before], self.paint(code(mark), verdict))
            });
            self.line(&painted.unwrap_or(line));
        }
    }

    /// Lines of arithmetic, their equals signs below each other, each on one line if it fits.
    fn formulas(&mut self, lines: &[Formula]) {
        let longest = lines.iter().map(|line| columns(&line.name)).max().unwrap_or(0);
        // A name longer than this would push every formula to the right for its own sake.
        let margin = longest.min(self.width / 3);
        for line in lines {
            let padding = " ".repeat(margin.saturating_sub(columns(&line.name)));
            let mut parts = Vec::new();
            for (sign, part) in [("= ", &line.formula), ("= ", &line.step), ("≈ ", &line.value)] {
                if part.starts_with(['≈', '=']) {
                    parts.push(one_line(part));
                } else if !part.is_empty() {
                    parts.push(format!("{sign}{}", one_line(part)));
                }
            }
            if !line.range.is_empty() {
                parts.push(Text::NinetyPercent(&line.range).say(self.lang));
            }
            if !line.exact.is_empty() {
                parts.push(line.exact.clone());
            }
            // A name that leaves too little room stands on a line of its own.
            let indent = margin.max(columns(&line.name)) + 1;
            let beside = indent <= self.width / 2;
            let indent = if beside { indent } else { margin.min(self.width / 4) + 1 };
            let room = self.width - INDENT.len() - indent;
            if !beside {
                wrapped(&line.name, self.width - INDENT.len())
                    .iter()
                    .for_each(|name| self.line(name));
            }
            for (index, text) in fitted(&parts, room).iter().enumerate() {
                if index == 0 && beside {
                    self.line(&format!("{}{padding} {text}", line.name));
                } else {
                    let indent = if beside { margin + 1 } else { indent };
                    self.line(&format!("{}{text}", " ".repeat(indent)));
                }
            }
        }
    }
}

/// The ANSI code of a verdict's colour.
const fn code(mark: Mark) -> &'static str {
    match mark {
        Mark::Met | Mark::Better => "32",
        Mark::Missed | Mark::Worse => "31",
        Mark::Open | Mark::Tie => "33",
    }
}

/// Joins parts into as few lines as fit; a part is never broken.
fn packed(parts: &[String], room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(part) <= room => {
                line.push(' ');
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

/// The same, with a part that is wider than a line broken between its words.
fn fitted(parts: &[String], room: usize) -> Vec<String> {
    let broken = parts.iter().flat_map(|part| {
        if columns(part) <= room { vec![part.clone()] } else { wrapped(part, room) }
    });
    packed(&broken.collect::<Vec<_>>(), room)
}

/// Cuts a word into pieces of at most `room` columns.
fn pieces(word: &str, room: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        let wide = columns(c.encode_utf8(&mut [0; 4]));
        match pieces.last_mut() {
            Some(piece) if piece.is_empty() || columns(piece) + wide <= room => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

/// A text without line breaks and control characters, which would tear a column (or recolour a terminal).
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.trim().to_owned()
}

/// Breaks a text between words so that no line is wider than `room`; a word that is wider is cut.
pub(crate) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let words: Vec<String> = text.split_whitespace().flat_map(|word| pieces(word, room)).collect();
    packed(&words, room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Report;
    use crate::message::Complaint;
    use crate::message::cost::{Item, Unpriced};
    use crate::message::design::Fault;
    use crate::message::estimate::Formula;
    use crate::note::{run, sample};

    fn shown(report: &Report, detail: Detail, width: usize) -> String {
        render(&run::note(report, Lang::En), detail, width, false)
    }

    #[test]
    fn a_busy_page() {
        insta::assert_snapshot!(shown(&sample::url_shortener(), Detail::Full, 100));
    }

    #[test]
    fn a_page_on_which_nothing_works() {
        insta::assert_snapshot!(shown(&sample::nothing_works(), Detail::Full, 100));
    }

    #[test]
    fn a_page_with_hardly_anything() {
        insta::assert_snapshot!(shown(&sample::minimal(), Detail::Full, 80));
    }

    #[test]
    fn the_verdict_alone() {
        insta::assert_snapshot!(shown(&sample::nothing_works(), Detail::Brief, 100));
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let report = sample::url_shortener();
        let usual = shown(&report, Detail::Usual, 100);
        assert!(usual.contains("--full"), "{usual}");
        assert!(!shown(&report, Detail::Full, 100).contains("--full"));
        assert!(!shown(&sample::minimal(), Detail::Usual, 100).contains("lines of arithmetic"));
    }

    #[test]
    fn lines_fit_the_width_without_colour_codes() {
        for width in [72, 80, 100, 120] {
            for report in [sample::url_shortener(), sample::nothing_works(), sample::minimal()] {
                let text = shown(&report, Detail::Full, width);
                for line in text.lines() {
                    assert!(columns(line) <= width, "{width}: {line}");
                }
                assert!(!text.contains('\x1b') && !text.contains("NaN") && !text.contains("inf"));
            }
        }
    }

    #[test]
    fn what_is_too_long_is_broken() {
        let mut report = sample::url_shortener();
        report.scenario = "a long name ".repeat(12);
        for line in &mut report.estimate {
            line.name =
                format!("{}_of_quite_a_long_name_that_goes_on_and_on_and_on_and_on", line.name);
            let formula = line.formula.say(Lang::En);
            let long = "something * something_else + ".repeat(4);
            line.formula = Formula::Written(format!("{formula} + {long}")).into();
        }
        for line in &mut report.cost.lines {
            line.item = Item::CdnBytes { components: "x".repeat(90) }.into();
        }
        report.warnings.push(
            Complaint::from(Fault::LinkTwice { from: "y".repeat(300), to: "z".repeat(300) }).into(),
        );
        let text = shown(&report, Detail::Full, 72);
        for line in text.lines() {
            assert!(columns(line) <= 72, "{line}");
        }
    }

    #[test]
    fn what_has_no_price_is_said() {
        let mut report = sample::url_shortener();
        let component = "blobs".to_owned();
        report.cost.unpriced.push(Unpriced::NoMachine { component }.into());
        let text = shown(&report, Detail::Full, 100);
        assert!(text.contains("total, unpriced not included"), "{text}");
        assert!(text.contains("Not included, for want of a price:\n\n  • blobs: no"), "{text}");
        report.cost.lines.clear();
        assert!(shown(&report, Detail::Full, 100).contains("• blobs: no"));
    }

    #[test]
    fn colours_change_nothing_but_the_colours() {
        let report = sample::url_shortener();
        let mut colored = render(&run::note(&report, Lang::En), Detail::Full, 100, true);
        assert!(colored.contains("\x1b[31m✗ missed\x1b[0m"), "{colored}");
        for code in ["\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m"] {
            colored = colored.replace(code, "");
        }
        assert_eq!(colored, shown(&report, Detail::Full, 100));
    }
}
