//! What `napkin compare --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Bottleneck, Cost, Head, LatencyMs, Mark, Measured, Objective, Stability, Timeseries, Told,
};
use crate::message::compare::Name;
use crate::message::study::{Cut, Trouble};

/// Variants side by side, with the intervals of their differences.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Comparison {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
    /// Replications of each variant; replication r of all sees the same arrivals and draws.
    pub replications: u32,
    /// Length of one replication's measured window, the same for all.
    pub simulated_s: f64,
    /// What was cut before it: the longest warm-up that any of them needs.
    pub warmup_s: f64,
    /// What the budget of requests leaves out of the page; where that is an event, nothing is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Told<Cut>>,
    /// The first is what the others are compared with.
    pub variants: Vec<Compared>,
    /// Each further variant against the first.
    pub differences: Vec<Difference>,
}

/// What came of simulating one variant, or one point of a sweep.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The load settles (or does, before its events): its figures mean something.
    #[default]
    Settles,
    /// The number in the system keeps growing: there is no mean and no percentile.
    Unstable,
    /// The run was given up: too much in flight, or a load that runs away.
    GaveUp,
    /// It was stopped from outside.
    Stopped,
}

/// One variant.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Compared {
    /// What it is called; `as_it_stands` for the page without changes.
    pub name: Name,
    /// The page's name.
    pub scenario: String,
    /// Its changes to the page, as `--set` takes them.
    pub changes: Vec<String>,
    /// What came of it.
    pub state: State,
    /// Why there are no figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Told<Trouble>>,
    /// Requests answered.
    pub completed_per_s: Option<Measured>,
    /// Failed requests over ended requests.
    pub error_rate: Option<Measured>,
    /// `None` when nothing completed, or the load does not settle.
    pub latency_ms: Option<LatencyMs>,
    /// `[[quantile, ms], …]` of the merged histogram.
    pub percentiles: Vec<(f64, f64)>,
    /// The busiest resource.
    pub bottleneck: Option<Bottleneck>,
    /// Whether the load settles, and where it piles up if not.
    pub stability: Option<Stability>,
    /// The bill.
    pub cost: Option<Cost>,
    /// The page's objectives.
    pub slo: Vec<Objective>,
    /// Over time.
    #[serde(skip)]
    pub timeseries: Timeseries,
    /// Events to mark on the chart.
    #[serde(skip)]
    pub marks: Vec<Mark>,
}

/// One variant against another.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Difference {
    /// Which variant.
    pub variant: Name,
    /// Against which.
    pub against: Name,
    /// The figures that both have, in the order in which they should be read.
    pub metrics: Vec<MetricDifference>,
}

/// One figure of two variants.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct MetricDifference {
    /// `p99`, `errors`, `redirect.p99`, `cache.hit_ratio`, `app.cpu.utilization`, `cost`, …
    pub metric: String,
    /// `ms`, `ratio`, `1/s`, `USD/month`, `USD`.
    pub unit: String,
    /// Of the variant that it is compared with; `None` if there is nothing to measure.
    pub from: Option<f64>,
    /// Of the variant.
    pub to: Option<f64>,
    /// `to` − `from`, with the 95 % interval of paired replications.
    pub difference: Option<Measured>,
    /// The difference as a share of `from`.
    pub relative: Option<Measured>,
    /// What the interval would be if the replications were not paired (Welch).
    pub unpaired: Option<Measured>,
    /// Width of the unpaired interval over that of the paired one.
    pub times_narrower: Option<f64>,
    /// In a word.
    pub verdict: Verdict,
}

/// What a difference comes to.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interval excludes zero, on the good side.
    Better,
    /// The interval excludes zero, on the bad side.
    Worse,
    /// The interval contains zero: nothing to choose between them, as far as was simulated.
    Tie,
    /// There is no interval, or nothing to compare.
    #[default]
    Unknown,
}
