//! What all studies can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::EventLabel;

/// What takes memory while a page is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kept {
    /// `the figures of 100,000 replications`.
    Figures { replications: u32 },
    /// `200,000,000 entries of caches and page buffers`.
    Entries { entries: u64 },
    /// `200,000,000 keys of databases and limiters`.
    Keys { keys: u64 },
    /// `5,000,000 instances`.
    Instances { instances: u64 },
    /// `2,600,000 points of the load's shape`.
    Shape { points: u64 },
    /// `40,000,000 events that wait`: timeouts of calls that have ended long ago, mostly.
    Events { events: u64 },
}

/// Why a variant has no figures.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Trouble {
    /// `Its run was given up 12 s in, with 1,000,000 requests under way at once.`
    InFlight { limit: usize, at_s: u64 },
    /// `Its run was given up after 90,000 requests: that is three times what it was given.`
    RunAway { open: bool, requests: u64 },
    /// `Its run was given up: its share of the budget of 1,200,000,000 steps ended 3.2 s in.`
    Budget { steps: u64, at_s: f64 },
    /// `It was not run: the figures of 100,000 replications take 73 GB, and 2 GB are allowed.`
    Memory { what: Kept, bytes: u64, limit: u64 },
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
