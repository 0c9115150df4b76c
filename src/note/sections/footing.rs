//! What the figures stand on: what napkin chose, the latency rows, the warnings, the run itself.

use super::{Block, Section, Side, Table};
use crate::document::Report;
use crate::message::estimate::Text::Notation;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::digits::show_count;
use crate::words::number::{base_unit, duration};
use Side::{Left, Right};

/// What napkin chose because the page did not say.
pub fn assumed(report: &Report, lang: Lang) -> Option<Section> {
    let mut table =
        Table::new(&[(Label::Setting, Left), (Label::Value, Left), (Label::Why, Left)], lang);
    for assumed in &report.assumed {
        table.row([
            assumed.path.clone(),
            Notation(&assumed.value).say(lang),
            assumed.why.say(lang),
        ]);
    }
    section(Label::Assumed, table, lang)
}

/// What a report leaves out unless all of it is asked for, counted; `None` if that is nothing.
pub fn left_out(report: &Report, lang: Lang) -> Option<String> {
    let (added, assumed) = (super::arithmetic::added(report), report.assumed.len());
    let rows = report.latency_rows.len();
    (added + assumed + rows > 0).then(|| Text::LeftOut { added, assumed, rows }.say(lang))
}

/// The rows of the latency table that the page used.
pub fn latency_rows(report: &Report, lang: Lang) -> Option<Section> {
    let mut table =
        Table::new(&[(Label::Row, Left), (Label::Value, Right), (Label::Source, Left)], lang);
    for row in &report.latency_rows {
        table.row([
            format!("{}.{}", row.list, row.name),
            base_unit(row.value, &row.unit, 4, lang),
            row.source.clone(),
        ]);
    }
    section(Label::LatencyRows, table, lang)
}

/// A section of one table, unless it is empty.
fn section(title: Label, table: Table, lang: Lang) -> Option<Section> {
    (!table.rows.is_empty())
        .then(|| Section { title: title.say(lang), blocks: vec![Block::Table(table)] })
}

/// What to know before believing the figures.
pub fn warnings(report: &Report, lang: Lang) -> Option<Section> {
    (!report.warnings.is_empty()).then(|| Section {
        title: Label::Warnings.say(lang),
        blocks: vec![Block::List(
            report.warnings.iter().map(|warning| warning.say(lang)).collect(),
        )],
    })
}

/// How the run was made, beside its seed and version, which stand below every note.
pub fn run(report: &Report, lang: Lang) -> Section {
    let mut table = Table::new(&[(Label::Setting, Left), (Label::Value, Right)], lang);
    let mut row = |label: Label, value: String| table.row([label.say(lang), value]);
    row(Label::Replications, report.replications.to_string());
    row(Label::MeasuredTime, duration(report.simulated_s, lang));
    row(Label::WarmUp, duration(report.warmup_s, lang));
    row(Label::Events, show_count(report.events, lang));
    Section { title: Label::Run.say(lang), blocks: vec![Block::Table(table)] }
}
