//! A note in Markdown: what GitHub and most blogs render.

use crate::drawing::mermaid;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::sections::{Block, Formula, Table};
use crate::note::{Note, Part};

/// A chart beside the note.
#[derive(Clone, Debug, Default)]
pub struct ChartRef {
    /// Which chart it is: its file's name without the ending.
    pub stem: &'static str,
    /// File name relative to the note: `latency.svg`.
    pub file: String,
    /// The one message of the chart.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// The note, with the charts embedded by their relative file names; ends with a newline.
///
/// It says nothing that another run of the same page would not say: no wall clock, no date, no path but
/// those of `note.command`, which is as the user typed it.
#[must_use]
pub fn render(note: &Note, charts: &[ChartRef]) -> String {
    let lang = note.lang;
    let mut page = Page { out: String::new(), lang };
    page.paragraph(&format!("# {}", prose(&note.title)));
    if !note.about.trim().is_empty() {
        page.paragraph(&format!("> {}", prose(&note.about)));
    }
    if let Some(why) = note.not_whole() {
        page.paragraph(&prose(&why.say(lang)));
    }
    if !note.headline.is_empty() {
        let rest: Vec<String> = note.answer.iter().map(|sentence| prose(sentence)).collect();
        let headline = prose(&note.headline);
        page.paragraph(format!("**{headline}** {}", rest.join(" ")).trim_end());
    }
    for part in &note.parts {
        let pictures: Vec<&ChartRef> =
            charts.iter().filter(|chart| note.shows(part, chart.stem)).collect();
        page.part(part, &pictures);
    }
    page.heading(&Label::Reproduce.say(lang));
    if !note.command.is_empty() {
        page.fenced("sh", &note.command);
    }
    let (version, seed) = (note.napkin.as_str(), note.seed);
    page.paragraph(&prose(&Text::SameBytes { version, seed }.say(lang)));
    page.finish()
}

/// What a column of the arithmetic shows of a line.
type Cell = fn(&Formula) -> String;

/// What has been written so far.
struct Page {
    out: String,
    lang: Lang,
}

impl Page {
    /// All of it, without the empty line at its end.
    fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    /// Pictures with their messages.
    fn charts(&mut self, charts: &[&ChartRef]) {
        for chart in charts {
            let alt = prose(&chart.alt);
            self.paragraph(&format!("![{alt}]({})", address(&chart.file)));
            self.paragraph(&format!("*{}*", prose(&chart.title)));
        }
    }

    /// A paragraph, and the empty line behind it.
    fn paragraph(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    /// A heading of a section.
    fn heading(&mut self, title: &str) {
        self.paragraph(&format!("## {title}"));
    }

    /// A block of code.
    fn fenced(&mut self, language: &str, code: &str) {
        self.paragraph(&format!("```{language}\n{}\n```", code.trim_end()));
    }

    /// A part: its heading, its pictures, what stands under them. Nothing of one that has neither.
    fn part(&mut self, part: &Part, pictures: &[&ChartRef]) {
        if part.blocks().is_empty() && pictures.is_empty() {
            return;
        }
        if !part.section.title.is_empty() {
            self.heading(&part.section.title);
        }
        self.charts(pictures);
        for block in part.blocks() {
            match block {
                Block::Sentence(text) => self.paragraph(&prose(text)),
                Block::List(items) => {
                    let items: Vec<String> =
                        items.iter().map(|item| format!("- {}", prose(item))).collect();
                    self.paragraph(&items.join("\n"));
                }
                Block::Command(line) => self.fenced("sh", line),
                Block::Table(table) => self.table(table),
                Block::Formulas(lines) => self.formulas(lines),
                Block::Design(topology) => {
                    self.fenced("mermaid", &mermaid::flowchart(topology, self.lang));
                }
            }
        }
    }

    /// A table.
    fn table(&mut self, table: &Table) {
        let cells = |row: &[String]| row.iter().map(|cell| prose(cell)).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = table.rows.iter().map(|row| cells(row)).collect();
        self.grid(&cells(&table.head), &table.right, &rows);
    }

    /// A table whose cells are Markdown already.
    fn grid(&mut self, head: &[String], right: &[bool], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut out = line(head);
        let rules: Vec<String> =
            right.iter().map(|right| if *right { "---:" } else { "---" }.to_owned()).collect();
        out.push_str(&line(&rules));
        for row in rows {
            out.push_str(&line(row));
        }
        self.paragraph(out.trim_end());
    }

    /// Lines of arithmetic as a table; a column that no line needs is left out.
    fn formulas(&mut self, lines: &[Formula]) {
        let columns: [(Label, bool, Cell); 6] = [
            (Label::Quantity, false, |line| code(&line.name)),
            (Label::Formula, false, |line| code(&line.formula)),
            (Label::Worked, false, |line| prose(&line.step)),
            (Label::Value, true, |line| prose(&line.value)),
            (Label::Range, true, |line| prose(&line.range)),
            (Label::RoundingError, false, |line| prose(&line.exact)),
        ];
        let needed: Vec<_> = columns
            .into_iter()
            .filter(|(_, _, cell)| lines.iter().any(|line| !cell(line).is_empty()))
            .collect();
        let head: Vec<String> = needed.iter().map(|column| column.0.say(self.lang)).collect();
        let right: Vec<bool> = needed.iter().map(|column| column.1).collect();
        let rows: Vec<Vec<String>> =
            lines.iter().map(|line| needed.iter().map(|column| column.2(line)).collect()).collect();
        self.grid(&head, &right, &rows);
    }
}

/// A text as Markdown prose that means nothing but its words, also inside a table.
///
/// Backticks stay, since napkin's own sentences set commands in them. A dollar is escaped because many blogs
/// take two of them for mathematics; an underscore only where it could begin or end emphasis.
fn prose(text: &str) -> String {
    let chars: Vec<char> =
        text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let word = |index: Option<usize>| {
        index.and_then(|index| chars.get(index)).is_some_and(|c| c.is_alphanumeric() || *c == '_')
    };
    let mut out = String::new();
    let mut in_code = false;
    for (index, &c) in chars.iter().enumerate() {
        match c {
            // One that nothing closes is a letter, or what follows would not be escaped.
            '`' if in_code || chars[index + 1..].contains(&'`') => {
                in_code = !in_code;
                out.push(c);
            }
            '`' => out.push_str("\\`"),
            '|' => out.push_str("\\|"),
            _ if in_code => out.push(c),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '*' | '[' | ']' | '\\' | '$' => out.extend(['\\', c]),
            '_' if !(word(index.checked_sub(1)) && word(Some(index + 1))) => out.push_str("\\_"),
            _ => out.push(c),
        }
    }
    out
}

/// A text as code; empty for nothing.
fn code(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let clean: String = text
        .trim()
        .chars()
        .map(|c| {
            if c.is_control() {
                ' '
            } else if c == '`' {
                '\''
            } else {
                c
            }
        })
        .collect();
    format!("`{}`", clean.replace('|', "\\|"))
}

/// A file name as the address of an image: blanks and brackets would end it.
fn address(file: &str) -> String {
    file.replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{run, sample};

    fn charts() -> Vec<ChartRef> {
        vec![ChartRef {
            stem: "timeline",
            file: "latency over time.svg".into(),
            title: "p99 leaves the SLO when the cache dies".into(),
            alt: "Latency over time: p99 rises from 9 ms to 212 ms".into(),
        }]
    }

    #[test]
    fn a_busy_page() {
        insta::assert_snapshot!(render(&run::note(&sample::url_shortener(), Lang::En), &charts()));
    }

    #[test]
    fn a_page_on_which_nothing_works() {
        insta::assert_snapshot!(render(&run::note(&sample::nothing_works(), Lang::En), &[]));
    }

    #[test]
    fn a_page_with_hardly_anything() {
        insta::assert_snapshot!(render(&run::note(&sample::minimal(), Lang::En), &[]));
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(
            prose("a|b <c> $5 [x] *y* snake_case _z_"),
            "a\\|b &lt;c> \\$5 \\[x\\] \\*y\\* snake_case \\_z\\_"
        );
        assert_eq!(prose("`--set a|b=$x`"), "`--set a\\|b=$x`");
        assert_eq!(code("a | b"), "`a \\| b`");
    }
}
