//! The note of a study before it is decided how it looks: an answer in a sentence or two, then sections.
//! `text`, `markdown` and `html` set it as they set a report.

pub mod capacity;
pub mod compare;
pub mod digits;
pub mod explain;
pub mod latency;
pub mod montecarlo;
#[cfg(test)]
pub(crate) mod sample;
pub mod scale;
pub mod sections;
pub mod sweep;
pub mod swings;

use crate::document::Head;
use crate::message::Lang;
use crate::message::report::Text;
use sections::{Mark, Section};

/// A study's note. Fill in `answer` and `sections`; the rest comes from the document's head.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The scenario's name.
    pub title: String,
    /// What the page says of itself.
    pub about: String,
    /// The answer, in one sentence: what one reads first.
    pub headline: String,
    /// How it stands with the objectives, where the study says so.
    pub standing: Option<Mark>,
    /// What else to say at once, a sentence each.
    pub answer: Vec<String>,
    /// What it stands on.
    pub sections: Vec<Section>,
    /// The command that makes it again.
    pub command: String,
    /// napkin's version.
    pub napkin: String,
    /// The seed.
    pub seed: u64,
    /// Stopped before it was done.
    pub interrupted: bool,
    /// The budget of steps, if some runs used up their share of it.
    pub out_of_steps: Option<u64>,
    /// The language that it is in.
    pub lang: Lang,
    /// The wall clock, for the terminal alone.
    pub wall_s: Option<f64>,
}

impl Note {
    /// A note that begins as its document does.
    #[must_use]
    pub fn new(head: &Head, lang: Lang) -> Self {
        Self {
            lang,
            title: head.scenario.clone(),
            about: head.about.clone(),
            command: head.command.clone(),
            napkin: head.napkin.clone(),
            seed: head.seed,
            interrupted: head.interrupted,
            out_of_steps: head.out_of_steps,
            wall_s: head.wall_s,
            ..Self::default()
        }
    }

    /// Why it is not whole, if it is not.
    #[must_use]
    pub fn not_whole(&self) -> Option<Text<'static>> {
        let Self { interrupted, out_of_steps, .. } = *self;
        (interrupted || out_of_steps.is_some())
            .then_some(Text::NotWhole { interrupted, out_of_steps })
    }
}
