//! What happened, in order: one point for each instant at which something does.

use super::{Block, Section};
use crate::document::{Report, Told};
use crate::message::story::Text;
use crate::message::{Lang, Say};

/// The section; `None` where nothing happens.
pub fn story(report: &Report, lang: Lang) -> Option<Section> {
    let steps: Vec<_> = report.story.iter().map(|Told(step)| step).collect();
    let instants = steps.chunk_by(|a, b| a.at_s.total_cmp(&b.at_s).is_eq());
    let point = |instant: &[&crate::message::story::Step]| {
        let sentences: Vec<String> = instant.iter().map(|step| step.what.say(lang)).collect();
        Text::At { at_s: instant[0].at_s, sentences: &sentences }.say(lang)
    };
    let points: Vec<String> = instants.map(point).collect();
    (!points.is_empty())
        .then(|| Section { title: Text::Title.say(lang), blocks: vec![Block::List(points)] })
}
