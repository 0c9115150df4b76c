//! What the figures stand on: what napkin chose, the latency rows, the warnings, the run itself.

use super::{Block, Section, Side, Table};
use crate::document::Report;
use crate::message::number::{base_unit, duration, significant};
use crate::message::report::{self, Label};
use crate::message::{Lang, Say};
use crate::note::digits::show_count;
use Side::{Left, Right};

/// What napkin chose because the page did not say.
pub fn assumed(report: &Report, lang: Lang) -> Option<Section> {
    let mut table = Table::new(&[(Label::Setting, Left), (Label::Value, Left), (Label::Why, Left)]);
    for assumed in &report.assumed {
        table.row([assumed.path.clone(), assumed.value.clone(), assumed.why.say(lang)]);
    }
    section(Label::Assumed, table)
}

/// What a report leaves out unless all of it is asked for, counted; `None` if that is nothing.
pub fn left_out(report: &Report) -> Option<String> {
    let (added, assumed) = (super::arithmetic::added(report), report.assumed.len());
    let rows = report.latency_rows.len();
    (added + assumed + rows > 0).then(|| report::left_out(added, assumed, rows))
}

/// The rows of the latency table that the page used.
pub fn latency_rows(report: &Report) -> Option<Section> {
    let mut table = Table::new(&[(Label::Row, Left), (Label::Value, Right), (Label::Source, Left)]);
    for row in &report.latency_rows {
        table.row([
            format!("{}.{}", row.list, row.name),
            base_unit(row.value, &row.unit, 4),
            row.source.clone(),
        ]);
    }
    section(Label::LatencyRows, table)
}

/// A section of one table, unless it is empty.
fn section(title: Label, table: Table) -> Option<Section> {
    (!table.rows.is_empty())
        .then(|| Section { title: title.text().to_owned(), blocks: vec![Block::Table(table)] })
}

/// What to know before believing the figures.
pub fn warnings(report: &Report, lang: Lang) -> Option<Section> {
    (!report.warnings.is_empty()).then(|| Section {
        title: Label::Warnings.text().to_owned(),
        blocks: vec![Block::List(
            report.warnings.iter().map(|warning| warning.say(lang)).collect(),
        )],
    })
}

/// How the run was made; the wall clock only where `wall_s` is given, which is on a terminal.
pub fn run(report: &Report) -> Section {
    let mut table = Table::new(&[(Label::Setting, Left), (Label::Value, Right)]);
    let mut row = |label: Label, value: String| table.row([label.text().to_owned(), value]);
    row(Label::Seed, report.seed.to_string());
    row(Label::Replications, report.replications.to_string());
    row(Label::MeasuredTime, duration(report.simulated_s));
    row(Label::WarmUp, duration(report.warmup_s));
    row(Label::Events, show_count(report.events));
    if let Some(wall_s) = report.wall_s {
        row(Label::WallClock, format!("{} s", significant(wall_s, 2)));
    }
    row(Label::Version, report.napkin.clone());
    Section { title: Label::Run.text().to_owned(), blocks: vec![Block::Table(table)] }
}
