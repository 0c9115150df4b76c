//! The documents that `--json` prints, as plain data. Floor 0: no maths, no drawing.

pub mod capacity;
mod compare;
mod component;
pub mod estimate;
mod explain;
mod montecarlo;
mod run;
pub mod scale;
mod sweep;
mod told;

pub use capacity::Capacity;
pub use compare::{Compared, Comparison, Difference, MetricDifference, State, Verdict};
pub use component::{
    BusiestInstance, CacheCounts, ComponentReport, DatabaseCounts, FailoverCounts, GuardCounts,
    KvCounts, Own, QueueCounts, Resource, ScalingCounts, ServerCounts, ServiceMs, WaitMs,
};
pub use explain::{
    Advice, BeforeAfter, Effect, Explanation, NextBottleneck, Part, PhaseShare, PieceOfTime,
    Simulated, Slice, TimeSpent, TracedRequest,
};
pub use montecarlo::*;
pub use run::*;
pub use scale::Scaling;
pub use sweep::{Break, Knee, Method, Parameter, Point, Sweep, Theory};
pub use told::{Said, TEXTS, Told};

use schemars::JsonSchema;
use serde::Serialize;

/// What the document of every study begins with.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Head {
    /// napkin's version.
    pub napkin: String,
    /// The scenario's name.
    pub scenario: String,
    /// The seed in effect.
    pub seed: u64,
    /// True if the study was stopped before it was done; what follows is what was known by then.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
    /// The budget of steps, if some runs of the study used up their share of it: what they would have said is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_steps: Option<u64>,
    /// Wall-clock seconds; only ever on standard output, never in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wall_s: Option<f64>,
    /// The command that gives the same study again.
    #[serde(skip)]
    pub command: String,
    /// What the page says of itself.
    #[serde(skip)]
    pub about: String,
}
