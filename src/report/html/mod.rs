//! The report as a page for a browser: one file that asks for no other, to be read on a screen, a phone or paper.
//!
//! ```text
//! mod        which parts a page has, in order
//! page       the document around them: head, verdict, contents, foot   style.css, script.js
//! section    sentences, lists, tables, formulas
//! chart      a picture with its figures
//! inline     a sentence's backticks, stars and addresses as tags; what no text may carry
//! ```

mod chart;
mod inline;
mod page;
mod section;

use maud::{Markup, html};

use crate::chart::{Chart, DESIGN};
use crate::document::Report;
use crate::document::estimate::Document;
use crate::drawing;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::Note;
use crate::note::sections::{self, Block, Section};
use page::{Page, Part, Verdict};

/// Columns of the design's drawing, where there is no picture of it.
const DRAWING: usize = 96;

/// The report of a run.
///
/// It says nothing that another run of the same page would not say: no wall clock, no date.
#[must_use]
pub fn render(report: &Report, charts: &[Chart], lang: Lang) -> String {
    let (headline, rest) = sections::answer(report, lang);
    let verdict = Verdict { mark: sections::standing(report), headline, rest };
    let pictures = |stem: &str| chart::named(charts, stem, lang);
    let simulation = section::whole(&sections::simulation(report, lang), lang);
    let Report { replications, simulated_s, .. } = *report;
    let times = Text::SimulationIntro { replications, measured_s: simulated_s }.say(lang);
    let mut parts: Vec<Part> = Vec::new();
    parts.extend(sections::further(report, lang).map(|found| plain(&found, lang)));
    parts.extend(sections::warnings(report, lang).map(|found| plain(&found, lang)));
    parts.extend(design(report, charts, lang));
    parts.extend(sections::objectives(report, lang).map(|found| plain(&found, lang)));
    parts.push(Part::new(
        &Label::Simulation.say(lang),
        html! { (section::sentence(&times)) (pictures("latency")) (simulation) },
    ));
    parts.extend(over_time(report, pictures("timeline"), lang));
    parts.extend(with_picture(sections::components(report, lang), pictures("utilization"), lang));
    parts.extend(with_picture(sections::bill(report, lang), pictures("cost"), lang));
    let known = [DESIGN, "latency", "timeline", "utilization", "cost"];
    let others = charts.iter().filter(|chart| !known.contains(&chart.file_stem));
    parts.extend(others.map(|other| Part::new(&other.title, chart::figure(other, lang))));
    parts.extend(sections::arithmetic(report, lang).map(|found| {
        let body = html! { (section::sentence(&Text::ArithmeticIntro.say(lang))) (section::whole(&found, lang)) };
        Part { folded: true, ..Part::new(&found.title, body) }
    }));
    parts.extend(sections::assumed(report, lang).map(|found| plain(&found, lang)));
    parts.extend(sections::latency_rows(report, lang).map(|found| plain(&found, lang)));
    parts.push(reproduce(report, lang));
    let Report { scenario, about, napkin, .. } = report;
    page::whole(&Page { title: scenario, about, napkin, verdict: Some(verdict), parts }, lang)
}

/// The note of a study, with its charts after the answer.
#[must_use]
pub fn render_note(note: &Note, charts: &[Chart], lang: Lang) -> String {
    let mut rest = note.answer.clone();
    if let Some(why) = note.not_whole() {
        rest.insert(0, why.say(lang));
    }
    let verdict = Verdict { mark: note.standing, headline: note.headline.clone(), rest };
    let mut parts = Vec::new();
    let (design, charts): (Vec<&Chart>, Vec<&Chart>) =
        charts.iter().partition(|chart| chart.file_stem == DESIGN);
    parts.extend(
        design
            .into_iter()
            .map(|picture| Part::new(&Label::Design.say(lang), chart::figure(picture, lang))),
    );
    if !charts.is_empty() {
        let pictures = html! { @for each in charts { (chart::figure(each, lang)) } };
        // Each has a title of its own.
        parts.push(Part::new("", pictures));
    }
    parts.extend(note.sections.iter().map(|found| plain(found, lang)));
    let same = Text::SameBytes { version: &note.napkin, seed: note.seed }.say(lang);
    parts.push(again(&note.command, &same, html! {}, lang));
    let Note { title, about, napkin, .. } = note;
    page::whole(&Page { title, about, napkin, verdict: Some(verdict), parts }, lang)
}

/// The estimate without a simulation, with its charts.
#[must_use]
pub fn render_estimate(
    report: &Report,
    document: &Document,
    charts: &[Chart],
    lang: Lang,
) -> String {
    let mut parts = Vec::new();
    for found in sections::of_estimate(report, document, lang).into_iter().flatten() {
        let is_what_matters = found.title == Label::Matters.say(lang);
        let pictures = html! {
            @if is_what_matters { @for each in charts { (chart::figure(each, lang)) } }
        };
        parts.push(Part::new(&found.title, html! { (pictures) (section::whole(&found, lang)) }));
    }
    parts.push(again(&report.command, "", html! {}, lang));
    let Report { scenario, about, napkin, .. } = report;
    page::whole(&Page { title: scenario, about, napkin, verdict: None, parts }, lang)
}

/// A section as it is.
fn plain(found: &Section, lang: Lang) -> Part {
    Part::new(&found.title, section::whole(found, lang))
}

/// A section below its picture.
fn with_picture(found: Option<Section>, picture: Markup, lang: Lang) -> Option<Part> {
    found.map(|found| Part::new(&found.title, html! { (picture) (section::whole(&found, lang)) }))
}

/// The design: its picture, or else the drawing in text.
fn design(report: &Report, charts: &[Chart], lang: Lang) -> Option<Part> {
    let picture = charts.iter().find(|chart| chart.file_stem == DESIGN);
    let body = match picture {
        Some(picture) => chart::figure(picture, lang),
        None if report.topology.nodes.is_empty() => return None,
        None => section::drawing(&drawing::draw(&report.topology, DRAWING, lang)),
    };
    Some(Part::new(&Label::Design.say(lang), body))
}

/// The run over time, and its phases.
fn over_time(report: &Report, picture: Markup, lang: Lang) -> Option<Part> {
    let phases = sections::phases(report, lang);
    let title =
        phases.as_ref().map_or_else(|| Label::OverTime.say(lang), |found| found.title.clone());
    let body = html! { (picture) @if let Some(found) = &phases { (section::whole(found, lang)) } };
    (!body.0.is_empty()).then(|| Part::new(&title, body))
}

/// The command, why it gives the same figures, and how the run was made.
fn reproduce(report: &Report, lang: Lang) -> Part {
    let timeless = Report { wall_s: None, ..report.clone() };
    let run = section::whole(&sections::run(&timeless, lang), lang);
    let same = Text::SameBytes { version: &report.napkin, seed: report.seed }.say(lang);
    again(&report.command, &same, run, lang)
}

fn again(command: &str, same: &str, run: Markup, lang: Lang) -> Part {
    let mut blocks = Vec::new();
    if !command.is_empty() {
        blocks.push(Block::Command(command.to_owned()));
    }
    if !same.is_empty() {
        blocks.push(Block::Sentence(same.to_owned()));
    }
    let title = Label::Reproduce.say(lang);
    let found = Section { title, blocks };
    Part::new(&found.title, html! { (section::whole(&found, lang)) (run) })
}
