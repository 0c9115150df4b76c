//! The note of a run.

use super::sections::{self, Section};
use super::{Detail, Note, Part, Pictures};
use crate::chart::{DESIGN, film};
use crate::document::Report;
use crate::message::Lang;

/// The note. The wall clock is not in it: nothing of it differs between two runs of the same page.
#[must_use]
pub fn note(report: &Report, lang: Lang) -> Note {
    let (headline, answer) = sections::answer(report, lang);
    Note {
        title: report.scenario.clone(),
        about: report.about.clone(),
        headline,
        standing: sections::standing(report),
        answer,
        parts: parts(report, lang),
        left_out: sections::left_out(report, lang).unwrap_or_default(),
        command: report.command.clone(),
        napkin: report.napkin.clone(),
        seed: report.seed,
        lang,
        ..Note::default()
    }
}

/// The verdict's parts first, then the figures it is made from, then what those stand on.
fn parts(report: &Report, lang: Lang) -> Vec<Part> {
    let brief = |found: Section| Part::from(found).shown_from(Detail::Brief);
    let full = |found: Section| Part::from(found).shown_from(Detail::Full);
    let film = Pictures::Of(film::STEM);
    let verdict = [
        sections::objectives(report, lang).map(brief),
        sections::further(report, lang).map(brief),
        sections::story(report, lang).map(|found| brief(found).with(film)),
        sections::warnings(report, lang).map(brief),
    ];
    let measured = [
        sections::design(report, lang).map(|found| Part::from(found).with(Pictures::Of(DESIGN))),
        Some(Part::from(sections::simulation(report, lang)).with(Pictures::Of("latency"))),
        Some(Part::from(sections::over_time(report, lang)).with(Pictures::Of("timeline"))),
        sections::components(report, lang)
            .map(|found| Part::from(found).with(Pictures::Of("utilization"))),
        sections::bill(report, lang).map(|found| Part::from(found).with(Pictures::Of("cost"))),
        Some(Part::untitled(Pictures::Others)),
        sections::arithmetic(report, lang).map(|found| Part::from(found).folded()),
        sections::added_arithmetic(report, lang).map(|found| full(found).folded()),
        sections::assumed(report, lang).map(full),
        sections::latency_rows(report, lang).map(full),
        Some(Part::from(sections::run(report, lang))),
    ];
    verdict.into_iter().chain(measured).flatten().collect()
}
