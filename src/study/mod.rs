//! What asks many runs of one page: compare, sweep, capacity, scale, montecarlo, explain. Floor 10.
//!
//! A study reads its page again with changes ([`Subject::variant`]), simulates each variant
//! ([`Variant::simulate`]), and returns a document. It knows nothing of machines, files or terminals.
//! A study is deterministic under its seed: what it decides depends on simulated figures alone, and whatever it
//! does on several threads it collects in a fixed order.

pub mod capacity;
pub mod compare;
pub mod explain;
mod load;
pub mod montecarlo;
pub mod scale;
mod subject;
pub mod sweep;
mod watch;
mod window;

pub use subject::{Overrides, Subject, Variant};
pub use watch::{Steps, Watch};

use crate::message::study::Trouble;
use crate::message::{Refusal, Remark};
use crate::pipeline::Rejected;
use crate::problem::{Problem, Problems, SET, Source, Span};
use crate::world::RunError;

/// Why there is no document.
#[derive(Clone, Debug)]
pub enum StudyError {
    /// The page, or a change to it, is wrong.
    Rejected(Rejected),
    /// What was asked for cannot be asked of this page.
    Refused(Refusal),
    /// A run came to nothing.
    Run(RunError),
}

impl StudyError {
    /// The same for changes that were given with another flag than `--set`: what points into one names that flag, and
    /// what is wrong with the page because of one says which. `sets` are the page's own changes.
    #[must_use]
    pub fn of_flag(self, flag: &str, sets: &[String]) -> Self {
        let Self::Rejected(Rejected { problems, mut sources }) = self else { return self };
        let is_own = |source: &Source| source.name == SET && !sets.contains(&source.text);
        let renamed = sources.rename(flag, is_own);
        let told = |problem: &Problem| {
            let inside = problem.span.is_none_or(|span| renamed.contains(&span.file));
            let by = renamed.last().filter(|_| !inside && problem.also.is_none());
            by.map_or_else(
                || problem.clone(),
                |&file| {
                    let text = sources.get(file).map_or("", |source| source.text.as_str());
                    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
                    problem.clone().also(Span { file, start: 0, end }, Remark::WithThis)
                },
            )
        };
        let mut all = Problems::default();
        all.extend(problems.iter().map(told));
        Self::Rejected(Rejected { problems: all, sources })
    }
}

/// Why a run came to nothing, for a study that goes on without it; `None` if it was stopped from outside.
fn gave_up(error: RunError) -> Option<Trouble> {
    match error {
        RunError::InFlight { limit, at_s } => Some(Trouble::InFlight { limit, at_s }),
        RunError::RunAway { open, requests, .. } => Some(Trouble::RunAway { open, requests }),
        RunError::Budget { steps, reached_ns, warmup_ns } => {
            let at_s = reached_ns.saturating_sub(warmup_ns) as f64 / 1e9;
            Some(Trouble::Budget { steps, at_s })
        }
        RunError::Memory { what, bytes, limit } => Some(Trouble::Memory { what, bytes, limit }),
        RunError::Stopped => None,
    }
}

impl From<Rejected> for StudyError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl From<RunError> for StudyError {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}
