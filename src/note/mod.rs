//! What a command says before it is decided how it looks: an answer in a sentence or two, then parts in order.
//! A run, an estimate and every study fill one [`Note`]; `text`, `markdown` and `html` know nothing else.

pub mod capacity;
pub mod compare;
pub mod digits;
pub mod estimate;
pub mod explain;
pub mod latency;
pub mod montecarlo;
mod part;
pub mod run;
#[cfg(test)]
pub(crate) mod sample;
pub mod scale;
pub mod sections;
pub mod sweep;
pub mod swings;

pub use part::{Detail, Part, Pictures};

use crate::chart::DESIGN;
use crate::document::Head;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use sections::{Mark, Section};

/// What a command says.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The scenario's name.
    pub title: String,
    /// What the page says of itself.
    pub about: String,
    /// The answer, in one sentence: what one reads first. Empty for an estimate, which has none.
    pub headline: String,
    /// How it stands with the objectives, where the command says so.
    pub standing: Option<Mark>,
    /// What else to say at once, a sentence each.
    pub answer: Vec<String>,
    /// What it stands on.
    pub parts: Vec<Part>,
    /// What a terminal leaves out unless all is asked for, in a sentence; empty where that is nothing.
    pub left_out: String,
    /// The command that makes it again; empty where nobody typed one.
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
    /// The wall clock in seconds, for the terminal alone.
    pub wall_s: Option<f64>,
}

impl Note {
    /// A study's note: it begins as its document does, with the design and the study's own pictures.
    #[must_use]
    pub fn new(head: &Head, lang: Lang) -> Self {
        let parts = vec![
            Part::untitled(Pictures::Of(DESIGN)).titled(Label::Design.say(lang)),
            Part::untitled(Pictures::Others),
        ];
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
            parts,
            ..Self::default()
        }
    }

    /// Adds sections, as they are.
    pub fn add(&mut self, sections: impl IntoIterator<Item = Section>) {
        self.parts.extend(sections.into_iter().map(Part::from));
    }

    /// Why it is not whole, if it is not.
    #[must_use]
    pub fn not_whole(&self) -> Option<Text<'static>> {
        let Self { interrupted, out_of_steps, .. } = *self;
        (interrupted || out_of_steps.is_some())
            .then_some(Text::NotWhole { interrupted, out_of_steps })
    }

    /// Whether the picture of this file stem stands above a part.
    #[must_use]
    pub fn shows(&self, part: &Part, stem: &str) -> bool {
        let is_of = |other: &Part| matches!(other.pictures, Pictures::Of(named) if named == stem);
        match part.pictures {
            Pictures::None => false,
            Pictures::Of(_) => is_of(part),
            Pictures::Others => !self.parts.iter().any(is_of),
        }
    }
}
