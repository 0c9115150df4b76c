//! The report as a study note in Markdown: what GitHub and most blogs render.

use crate::chart;
use crate::document::Report;
use crate::drawing::mermaid;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::sections::{self, Block, Formula, Section, Table};

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
/// those of `report.command`, which is as the user typed it.
#[must_use]
pub fn render(report: &Report, charts: &[ChartRef], lang: Lang) -> String {
    let mut note = Note { out: String::new(), lang };
    note.paragraph(&format!("# {}", prose(&report.scenario)));
    if !report.about.trim().is_empty() {
        note.paragraph(&format!("> {}", prose(&report.about)));
    }
    let (headline, rest) = sections::answer(report, lang);
    let rest: Vec<String> = rest.iter().map(|sentence| prose(sentence)).collect();
    note.paragraph(format!("**{}** {}", prose(&headline), rest.join(" ")).trim_end());
    note.sections([
        sections::objectives(report, lang),
        sections::findings(report, lang),
        sections::warnings(report, lang),
    ]);
    let (design, charts): (Vec<&ChartRef>, Vec<&ChartRef>) =
        charts.iter().partition(|chart| chart.stem == chart::DESIGN);
    if !report.topology.nodes.is_empty() {
        note.heading(&Label::Design.say(lang));
        note.charts(design);
        note.fenced("mermaid", &mermaid::flowchart(&report.topology, lang));
    }
    let Report { replications, simulated_s, .. } = *report;
    let intro = Text::SimulationIntro { replications, measured_s: simulated_s }.say(lang);
    note.section(&sections::simulation(report, lang), Some(intro));
    note.charts(charts);
    note.sections([
        sections::phases(report, lang),
        sections::components(report, lang),
        sections::bill(report, lang),
    ]);
    if let Some(section) = sections::arithmetic(report, lang) {
        note.section(&section, Some(Text::ArithmeticIntro.say(lang)));
    }
    note.sections([sections::assumed(report, lang), sections::latency_rows(report, lang)]);
    note.reproduce(report);
    note.finish()
}

/// A study's note, with its charts after the answer; ends with a newline.
#[must_use]
pub fn render_note(study: &crate::note::Note, charts: &[ChartRef]) -> String {
    let lang = study.lang;
    let mut note = Note { out: String::new(), lang };
    note.paragraph(&format!("# {}", prose(&study.title)));
    if !study.about.trim().is_empty() {
        note.paragraph(&format!("> {}", prose(&study.about)));
    }
    if let Some(why) = study.not_whole() {
        note.paragraph(&prose(&why.say(lang)));
    }
    let rest: Vec<String> = study.answer.iter().map(|sentence| prose(sentence)).collect();
    if !study.headline.is_empty() {
        let headline = prose(&study.headline);
        note.paragraph(format!("**{headline}** {}", rest.join(" ")).trim_end());
    }
    note.charts(charts);
    for section in &study.sections {
        note.section(section, None);
    }
    note.heading(&Label::Reproduce.say(lang));
    if !study.command.is_empty() {
        note.fenced("sh", &study.command);
    }
    let (version, seed) = (study.napkin.as_str(), study.seed);
    note.paragraph(&prose(&Text::SameBytes { version, seed }.say(lang)));
    note.finish()
}

/// The note of an estimate without a simulation, with its charts; ends with a newline.
#[must_use]
pub fn render_estimate(
    report: &Report,
    document: &crate::document::estimate::Document,
    charts: &[ChartRef],
    lang: Lang,
) -> String {
    let mut note = Note { out: String::new(), lang };
    note.paragraph(&format!("# {}", prose(&report.scenario)));
    if !report.about.trim().is_empty() {
        note.paragraph(&format!("> {}", prose(&report.about)));
    }
    for section in sections::of_estimate(report, document, lang).into_iter().flatten() {
        note.section(&section, None);
        if section.title == Label::Matters.say(lang) {
            note.charts(charts);
        }
    }
    note.heading(&Label::Reproduce.say(lang));
    note.fenced("sh", &report.command);
    note.finish()
}

/// What a column of the arithmetic shows of a line.
type Cell = fn(&Formula) -> String;

/// What has been written so far.
struct Note {
    out: String,
    lang: Lang,
}

impl Note {
    /// All of it, without the empty line at its end.
    fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    /// Pictures with their messages.
    fn charts<'a>(&mut self, charts: impl IntoIterator<Item = &'a ChartRef>) {
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

    /// Sections without words of their own before them.
    fn sections<const N: usize>(&mut self, sections: [Option<Section>; N]) {
        for section in sections.into_iter().flatten() {
            self.section(&section, None);
        }
    }

    /// A section, with a sentence under its heading.
    fn section(&mut self, section: &Section, intro: Option<String>) {
        self.heading(&section.title);
        if let Some(intro) = intro {
            self.paragraph(&prose(&intro));
        }
        for block in &section.blocks {
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

    /// The command, and why it gives the same figures.
    fn reproduce(&mut self, report: &Report) {
        self.heading(&Label::Reproduce.say(self.lang));
        if !report.command.is_empty() {
            self.fenced("sh", &report.command);
        }
        let (version, seed) = (report.napkin.as_str(), report.seed);
        self.paragraph(&prose(&Text::SameBytes { version, seed }.say(self.lang)));
        let timeless = Report { wall_s: None, ..report.clone() };
        for block in &sections::run(&timeless, self.lang).blocks {
            if let Block::Table(table) = block {
                self.table(table);
            }
        }
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
    use crate::note::sample;

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
        insta::assert_snapshot!(render(&sample::url_shortener(), &charts(), Lang::En));
    }

    #[test]
    fn a_page_on_which_nothing_works() {
        insta::assert_snapshot!(render(&sample::nothing_works(), &[], Lang::En));
    }

    #[test]
    fn a_page_with_hardly_anything() {
        insta::assert_snapshot!(render(&sample::minimal(), &[], Lang::En));
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

    #[test]
    fn the_wall_clock_is_never_written() {
        let report = sample::url_shortener();
        assert!(report.wall_s.is_some());
        assert!(!render(&report, &[], Lang::En).contains(&Label::WallClock.say(Lang::En)));
    }
}
