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

use maud::html;

use crate::chart::Chart;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::sections::Block;
use crate::note::{Note, Part};
use page::Shown;

/// The note, with its charts.
///
/// It says nothing that another run of the same page would not say: no wall clock, no date.
#[must_use]
pub fn render(note: &Note, charts: &[Chart]) -> String {
    let of = |part: &Part| -> Vec<&Chart> {
        charts.iter().filter(|chart| note.shows(part, chart.file_stem)).collect()
    };
    let shown = note.parts.iter().map(|part| set(part, &of(part), note.lang));
    let mut parts: Vec<Shown> = shown.flatten().collect();
    parts.push(again(note));
    page::whole(note, &parts)
}

/// A part as markup; nothing of one that has neither words nor pictures.
fn set(part: &Part, pictures: &[&Chart], lang: Lang) -> Option<Shown> {
    if part.blocks().is_empty() && pictures.is_empty() {
        return None;
    }
    let drawn = |block: &&Block| pictures.is_empty() || !matches!(block, Block::Design(_));
    let body = html! {
        @for each in pictures { (chart::figure(each, lang)) }
        @for block in part.blocks().iter().filter(drawn) { (section::block(block, lang)) }
    };
    Some(Shown { title: part.section.title.clone(), folded: part.folded, body })
}

/// The command, and why it gives the same figures.
fn again(note: &Note) -> Shown {
    let same = Text::SameBytes { version: &note.napkin, seed: note.seed }.say(note.lang);
    let command = (!note.command.is_empty()).then(|| Block::Command(note.command.clone()));
    let blocks: Vec<Block> = command.into_iter().chain([Block::Sentence(same)]).collect();
    let body = html! { @for block in &blocks { (section::block(block, note.lang)) } };
    Shown { title: Label::Reproduce.say(note.lang), folded: false, body }
}
