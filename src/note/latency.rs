//! `napkin latency`: the table, scaled to human time, and drawn. Pure text; no colour.

use crate::document::Told;
use crate::facts::latency::{LatencyTable, List, Row};
use crate::facts::years::{self, YearRow};
use crate::message::Lang;
use crate::message::estimate::Text::Notation;
use crate::message::facts::{Refusal, Text};
use crate::problem::Problems;
use crate::words::Say;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use bars::{bar, bar_range};

mod bars;

const NS_PER_S: f64 = 1e9;
/// A bar shorter than this shows nothing.
const BAR_WIDTH_MIN: usize = 11;
const BAR_WIDTH_MAX: usize = 44;
/// Between two columns.
const GAP: usize = 2;

/// The table as text: every list, or one; or the yearly model's figures of one year. `human` adds the column
/// in which a nanosecond is a second; lines are at most `width` wide where the words allow it.
///
/// # Errors
///
/// If there is no such list, the year is outside the model, or both are asked for.
pub fn render(
    table: &LatencyTable,
    list: Option<&str>,
    year: Option<u16>,
    human: bool,
    width: usize,
    lang: Lang,
) -> Result<String, Refusal> {
    let page = Page { human, width, lang };
    match (list, year) {
        (Some(_), Some(_)) => Err(Refusal::YearAndList),
        (None, Some(year)) => Ok(page.of_year(year, &years::at(year)?)),
        (list, None) => Ok(page.of_lists(table, &chosen(table, list)?)),
    }
}

/// The same as data: `{lists: [{list, about, rows}]}`, or `{year, source, rows}`; values are in seconds.
///
/// # Errors
///
/// As `render`.
pub fn render_json(
    table: &LatencyTable,
    list: Option<&str>,
    year: Option<u16>,
    lang: Lang,
) -> Result<Value, Refusal> {
    match (list, year) {
        (Some(_), Some(_)) => Err(Refusal::YearAndList),
        (None, Some(year)) => {
            let rows: Vec<Value> =
                years::at(year)?.iter().map(|row| year_row_json(row, lang)).collect();
            Ok(json!({ "year": year, "source": Text::YearSource.say(lang), "rows": rows }))
        }
        (list, None) => {
            let list_json = |list: &&List| {
                let rows: Vec<Value> =
                    table.rows_of(&list.name).map(|row| row_json(row, lang)).collect();
                json!({ "list": list.name, "about": list.about, "rows": rows })
            };
            let lists: Vec<Value> = chosen(table, list)?.iter().map(list_json).collect();
            Ok(json!({ "lists": lists }))
        }
    }
}

fn chosen<'t>(table: &'t LatencyTable, list: Option<&str>) -> Result<Vec<&'t List>, Refusal> {
    let Some(wanted) = list else { return Ok(table.lists().iter().collect()) };
    let found: Vec<&List> = table.lists().iter().filter(|list| list.name == wanted).collect();
    if found.is_empty() {
        let lists: Vec<String> = table.lists().iter().map(|list| list.name.clone()).collect();
        let near = Problems::nearest(wanted, lists.iter().map(String::as_str));
        let near = near.map(str::to_owned);
        return Err(Refusal::NoSuchList { list: wanted.to_owned(), near, lists });
    }
    Ok(found)
}

fn row_json(row: &Row, lang: Lang) -> Value {
    json!({
        "list": row.list, "name": row.name,
        "value": row.value_s, "low": row.low_s, "high": row.high_s, "unit": "s",
        "written": row.written, "per": row.per, "per_bytes": row.per_bytes,
        "human": Text::Felt { ns: row.value_s * NS_PER_S }.say(lang),
        "year": row.year, "source": row.source, "note": row.note,
    })
}

fn year_row_json(row: &YearRow, lang: Lang) -> Value {
    json!({
        "name": row.name, "value": row.value_ns / NS_PER_S, "unit": "s", "per": row.per,
        "human": Text::Felt { ns: row.value_ns }.say(lang),
        "believable": row.doubt.is_none(), "note": row.doubt.map(Told),
    })
}

/// One line of a drawing: its words, and how to draw its bar.
struct Line {
    operation: String,
    takes: String,
    per: String,
    human: String,
    low_ns: f64,
    high_ns: f64,
    doubtful: bool,
    tail: String,
}

/// How a page of the table is to look.
struct Page {
    human: bool,
    width: usize,
    lang: Lang,
}

impl Page {
    fn say(&self, text: Text<'_>) -> String {
        text.say(self.lang)
    }

    fn felt(&self, ns: f64) -> String {
        self.say(Text::Felt { ns })
    }

    fn of_lists(&self, table: &LatencyTable, lists: &[&List]) -> String {
        let mut sources: Vec<&str> = Vec::new();
        let mut out = String::new();
        for list in lists {
            let mut lines = Vec::new();
            let mut notes: Vec<(&str, Vec<&str>)> = Vec::new();
            for row in table.rows_of(&list.name) {
                lines.push(self.row_line(row, number_of(&mut sources, &row.source)));
                let Some(note) = &row.note else { continue };
                match notes.iter_mut().find(|(text, _)| text == note) {
                    Some((_, names)) => names.push(&row.name),
                    None => notes.push((note, vec![&row.name])),
                }
            }
            push_title(&mut out, &list.name, &list.about);
            self.draw(&mut out, &lines);
            if !notes.is_empty() {
                out.push('\n');
                out.push_str(&format!("  {}\n", self.say(Text::Notes)));
                for (note, names) in notes {
                    push_wrapped(
                        &mut out,
                        "  - ",
                        &format!("{}: {note}", names.join(", ")),
                        self.width,
                    );
                }
            }
            out.push('\n');
        }
        out.push_str(&format!("{}\n", self.say(Text::Sources)));
        for (index, source) in sources.iter().enumerate() {
            push_wrapped(&mut out, &format!("  [{}] ", index + 1), source, self.width);
        }
        out.push('\n');
        push_wrapped(&mut out, "", &self.say(Text::Bars), self.width);
        if lists.len() > 1 {
            let names: Vec<&str> = lists.iter().map(|list| list.name.as_str()).collect();
            push_wrapped(&mut out, "", &self.say(Text::SearchOrder { lists: &names }), self.width);
        }
        out
    }

    fn row_line(&self, row: &Row, source: usize) -> Line {
        let (low_ns, high_ns) = (row.low_s * NS_PER_S, row.high_s * NS_PER_S);
        let human = if row.is_range() {
            format!("{}–{}", self.felt(low_ns), self.felt(high_ns))
        } else {
            self.felt(low_ns)
        };
        Line {
            operation: row.name.clone(),
            takes: Notation(&row.written).say(self.lang),
            per: row.per.clone().unwrap_or_default(),
            human,
            low_ns,
            high_ns,
            doubtful: false,
            tail: format!("{}  [{source}]", row.year),
        }
    }

    fn of_year(&self, year: u16, rows: &[YearRow]) -> String {
        let lines: Vec<Line> = rows
            .iter()
            .map(|row| Line {
                operation: row.name.to_owned(),
                takes: Notation(&duration(row.value_ns)).say(self.lang),
                per: row.per.unwrap_or("").to_owned(),
                human: self.felt(row.value_ns),
                low_ns: row.value_ns,
                high_ns: row.value_ns,
                doubtful: row.doubt.is_some(),
                tail: if row.doubt.is_some() { "?".to_owned() } else { String::new() },
            })
            .collect();
        let mut out = String::new();
        push_title(&mut out, &self.say(Text::YearTitle { year }), "");
        self.draw(&mut out, &lines);
        out.push('\n');
        if rows.iter().any(|row| row.doubt.is_some()) {
            push_wrapped(&mut out, "", &self.say(Text::NotBelievable), self.width);
            for row in rows {
                if let Some(doubt) = row.doubt {
                    let note = doubt.say(self.lang);
                    push_wrapped(&mut out, "  - ", &format!("{}: {note}", row.name), self.width);
                }
            }
            out.push('\n');
        }
        push_wrapped(&mut out, "", &self.say(Text::BarsOfYear), self.width);
        push_wrapped(
            &mut out,
            "",
            &self.say(Text::BelievableTo { year: years::BELIEVABLE_TO }),
            self.width,
        );
        push_wrapped(&mut out, "", &self.say(Text::YearSourceLine), self.width);
        out
    }

    fn draw(&self, out: &mut String, lines: &[Line]) {
        let mut head = Line {
            operation: self.say(Text::Operation),
            takes: self.say(Text::Takes),
            per: self.say(Text::Per),
            human: self.say(Text::Human),
            low_ns: 0.0,
            high_ns: 0.0,
            doubtful: false,
            tail: String::new(),
        };
        let widest = |title: &str, part: fn(&Line) -> &str| {
            let words = lines.iter().map(|line| part(line).width()).max().unwrap_or(0);
            if words == 0 { 0 } else { words.max(title.width()) }
        };
        let operation = widest(&head.operation, |line| &line.operation);
        let takes = widest(&head.takes, |line| &line.takes);
        let per = widest(&head.per, |line| &line.per);
        let human = if self.human { widest(&head.human, |line| &line.human) } else { 0 };
        let tail = widest("", |line| &line.tail);
        let used = [operation, takes, per, human, tail]
            .iter()
            .filter(|column| **column > 0)
            .map(|column| column + GAP)
            .sum::<usize>()
            + GAP;
        let bar = self.width.saturating_sub(used).clamp(BAR_WIDTH_MIN, BAR_WIDTH_MAX);
        let widths = Widths { operation, takes, per, human, bar };
        if tail > 1 {
            head.tail = self.say(Text::Year);
        }
        push_line(out, &head, &scale(bar), &widths);
        for line in lines {
            push_line(out, line, &drawn_bar(line, bar), &widths);
        }
    }
}

/// Sources are numbered from 1, in the order of their first row.
fn number_of<'t>(sources: &mut Vec<&'t str>, source: &'t str) -> usize {
    let known = sources.iter().position(|known| *known == source);
    known.map_or_else(
        || {
            sources.push(source);
            sources.len()
        },
        |index| index + 1,
    )
}

/// Three digits and a unit: `45.3 us`, `1.45 ms`.
fn duration(ns: f64) -> String {
    let (value, unit) = match ns {
        v if v < 999.5 => (v, "ns"),
        v if v < 999.5e3 => (v / 1e3, "us"),
        v if v < 999.5e6 => (v / 1e6, "ms"),
        v => (v / NS_PER_S, "s"),
    };
    let places = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    let text = format!("{value:.places$}");
    let short =
        if places > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { text.as_str() };
    format!("{short} {unit}")
}

fn push_title(out: &mut String, title: &str, about: &str) {
    out.push_str(title);
    if !about.is_empty() {
        out.push_str(": ");
        out.push_str(about);
    }
    out.push_str("\n\n");
}

/// The columns' widths; zero leaves a column out.
struct Widths {
    operation: usize,
    takes: usize,
    per: usize,
    human: usize,
    bar: usize,
}

fn drawn_bar(line: &Line, width: usize) -> String {
    if line.low_ns < line.high_ns {
        return bar_range(line.low_ns, line.high_ns, width);
    }
    let solid = bar(line.low_ns, width);
    if line.doubtful { "░".repeat(solid.width()) } else { solid }
}

/// The axis above the bars, each label starting where its bar would end; labels that would touch are left out.
fn scale(width: usize) -> String {
    let mut axis = String::new();
    for (decade, label) in [(0, "1ns"), (3, "1us"), (6, "1ms"), (9, "1s")] {
        let at = decade * width / 11;
        if at + label.len() <= width && (at == 0 || axis.width() < at) {
            axis.push_str(&" ".repeat(at - axis.width()));
            axis.push_str(label);
        }
    }
    axis
}

fn push_line(out: &mut String, line: &Line, bar: &str, widths: &Widths) {
    let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
    let mut text = format!("  {}{}", line.operation, pad(&line.operation, widths.operation));
    text.push_str(&format!("  {}{}", pad(&line.takes, widths.takes), line.takes));
    if widths.per > 0 {
        text.push_str(&format!("  {}{}", line.per, pad(&line.per, widths.per)));
    }
    if widths.human > 0 {
        text.push_str(&format!("  {}{}", line.human, pad(&line.human, widths.human)));
    }
    text.push_str(&format!("  {bar}{}  {}", pad(bar, widths.bar), line.tail));
    out.push_str(text.trim_end());
    out.push('\n');
}

/// Words broken at spaces; the lines after the first are indented as far as `lead` is wide.
fn push_wrapped(out: &mut String, lead: &str, text: &str, width: usize) {
    let indent = " ".repeat(lead.width());
    let mut line = lead.to_owned();
    let mut empty = true;
    for word in text.split(' ') {
        if !empty && line.width() + 1 + word.width() > width {
            out.push_str(&line);
            out.push('\n');
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    out.push_str(&line);
    out.push('\n');
}
