//! The note of an estimate: the answers first, then each step, what matters in it, and what it stands on.

use super::sections;
use super::{Note, Part, Pictures};
use crate::document::Report;
use crate::document::estimate::Document;
use crate::message::Lang;

/// The note. `report` has what a run's report has of arithmetic, `document` what only an estimate has.
#[must_use]
pub fn note(report: &Report, document: &Document, lang: Lang) -> Note {
    let plain = Part::from;
    let parts = [
        sections::glance(document, lang).map(plain),
        sections::arithmetic(report, lang).map(plain),
        sections::added_arithmetic(report, lang).map(plain),
        sections::tornado(document, lang).map(|found| Part::from(found).with(Pictures::Others)),
        sections::assumed(report, lang).map(plain),
        sections::latency_rows(report, lang).map(plain),
        sections::warnings(report, lang).map(plain),
    ];
    Note {
        title: report.scenario.clone(),
        about: report.about.clone(),
        parts: parts.into_iter().flatten().collect(),
        command: report.command.clone(),
        napkin: report.napkin.clone(),
        seed: report.seed,
        lang,
        ..Note::default()
    }
}
