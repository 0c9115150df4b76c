//! What `napkin capacity --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Head, LatencyMs, Measured, Objective, Told};
use crate::message::PhaseLabel;
use crate::message::capacity::{Criterion, LoadUnit};
use crate::message::findings::Place;

/// The highest rate that meets the objectives, what limits it, and when it runs out.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Capacity {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
    /// What is scaled: `1/s` (all rates of an open load together) or `clients` (of a closed one).
    pub unit: LoadUnit,
    /// How much of it the page has.
    pub today: f64,
    /// How much of it the whole shape reaches at its highest, as a multiple; 1 without a shape.
    pub peak_times: f64,
    /// What a rate is judged by: the page's objectives but for the cost, and that the load settles.
    pub judged_by: Vec<Criterion>,
    /// True if the page has no objective to judge by, and the busiest resource being full was taken instead.
    pub by_utilization: bool,
    /// Whether it was found.
    pub verdict: Verdict,
    /// The highest load that meets all of it, with its 95 % interval.
    pub capacity: Option<Measured>,
    /// True if an objective breaks at once between the two ends of the interval.
    pub is_jump: bool,
    /// The highest load tried that met all of it, where nothing was missed.
    pub at_least: Option<f64>,
    /// Capacity over today's load.
    pub headroom: Option<Measured>,
    /// What limits there.
    pub limit: Option<Limit>,
    /// The design at (or nearest to) its capacity.
    pub there: Option<There>,
    /// When growth uses it up.
    pub growth: Option<Growth>,
    /// The smallest count that carries the load.
    pub size: Option<Size>,
    /// The runs that the answer was read from, by ascending load.
    pub probes: Vec<Probe>,
    /// Further runs, which only found where to look.
    pub search: Vec<Probe>,
}

/// Whether a capacity was found.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was.
    Found,
    /// Nothing was missed as far as it was tried.
    Unlimited,
    /// Something is missed at any load.
    Never,
    /// It was stopped before it was found.
    Unknown,
    /// `--size` asks something else.
    #[default]
    NotSought,
}

/// What limits the capacity.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Limit {
    /// What is missed first: `p99`, `redirect.errors`, `settles`, `utilization`.
    pub objective: Criterion,
    /// The busiest resource there.
    pub component: Option<String>,
    /// Which of its instances, where one is full and the others are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// `cpu`, `workers`, `connections`, `pool`, `disk`, `network`, `memory`.
    pub resource: Option<String>,
    /// Its utilization over the whole window.
    pub utilization: Option<f64>,
    /// In its busiest interval, where something changes over time.
    pub peak_utilization: Option<f64>,
    /// Where the longest queue is, if it is not that component.
    pub waits_at: Option<String>,
    /// The phase in which it is worst, where something changes over time.
    pub phase: Option<Told<PhaseLabel>>,
}

/// The design at its capacity.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct There {
    /// The load that was simulated.
    pub load: f64,
    /// Answered per second, mean over the window.
    pub completed_per_s: Measured,
    /// Latency there; null where it does not settle.
    pub latency_ms: Option<LatencyMs>,
    /// Failed over ended requests there.
    pub errors: Measured,
    /// The bill there, with the same machines as today.
    pub per_month_usd: f64,
    /// The same for a million requests.
    pub per_million_requests_usd: Option<f64>,
    /// The bill at today's load, by arithmetic.
    pub today_per_month_usd: Option<f64>,
    /// The page's objective on the bill.
    pub cost_objective_usd: Option<f64>,
    /// The load at which the bill reaches that objective; null where it never does, or is over it at any load.
    pub cost_objective_until: Option<f64>,
}

/// When growth uses the capacity up.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Growth {
    /// As it was given: `5%/month`.
    pub given: String,
    /// Months until then, with the interval of the capacity; negative where it is past.
    pub months: Measured,
    /// Where `--from` says when the page's load is: the month of the interval's lower end, the value, the
    /// upper end, as `2028-01`.
    pub runs_out: Option<[String; 3]>,
}

/// The smallest count that carries a load.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Size {
    /// Which field: `app.instances`.
    pub field: String,
    /// What it is on the page.
    pub on_page: u32,
    /// The load that it is to carry.
    pub load: f64,
    /// The smallest that meets everything; null if none does.
    pub count: Option<u32>,
    /// True if the intervals of its objectives, and of one that one fewer misses, are clear of the limits.
    pub clear: bool,
    /// The most that was tried.
    pub tried: u32,
    /// Every count that was simulated, ascending.
    pub trials: Vec<Trial>,
}

/// One count.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Trial {
    pub count: u32,
    /// What it found.
    #[serde(flatten)]
    pub probe: Probe,
    /// The bill.
    pub per_month_usd: Option<f64>,
    /// The busiest component and resource, and its utilization.
    pub bottleneck: Option<(String, String, f64)>,
}

/// One load that was simulated.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Probe {
    /// The load.
    pub load: f64,
    /// Every objective but the cost.
    pub objectives: Vec<Objective>,
    /// Whether the load settles; false too where the requests in flight ran over.
    pub stable: bool,
    /// All of it is met, by the point estimates.
    pub meets: bool,
    /// Replications.
    pub replications: u32,
    /// Measured seconds of each.
    pub simulated_s: f64,
    /// Requests that were measured.
    pub requests: u64,
}
