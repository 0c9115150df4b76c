//! What all studies can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::EventLabel;

/// Why a variant has no figures.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Trouble {
    /// `Its run was given up 12 s in, with 1,000,000 requests under way at once.`
    InFlight { limit: usize, at_s: u64 },
    /// `Its run was given up after 90,000 requests: that is three times what it was given.`
    RunAway { open: bool, requests: u64 },
    /// `The load does not settle: app falls behind by 12 requests every second, …`
    Unstable { place: Option<String>, growth_per_s: f64 },
}

/// What the budget of requests leaves out of a page:
/// `The budget of requests ends each run at 53 s: “set cache.hit_ratio” at 60 s was not simulated, …`
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct Cut {
    /// The window that the page asks for, s.
    pub asked_s: f64,
    /// The window that was simulated, s.
    pub simulated_s: f64,
    /// Events that no run came to; where there is one, no objective is judged and no figure compared.
    pub events: Vec<NotSimulated>,
}

/// An event that no run came to.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
pub struct NotSimulated {
    /// Which.
    pub event: EventLabel,
    /// When it would begin, s.
    pub at_s: f64,
}

/// The study was stopped; what is shown is what was known by then.
#[must_use]
pub fn interrupted() -> String {
    "Stopped before it was done: these are the figures known by then.".to_owned()
}

/// Steps done, of those planned so far.
#[must_use]
pub fn steps_template() -> String {
    "{spinner} {bar:32} {pos} of {len} runs".to_owned()
}

/// What made the study, and how long it took.
#[must_use]
pub fn made_by(napkin: &str, seed: u64, wall_s: Option<f64>) -> String {
    let took = wall_s.map_or(String::new(), |wall_s| {
        format!(", {} s", crate::message::number::significant(wall_s, 2))
    });
    format!("napkin {napkin}, seed {seed}{took}")
}
