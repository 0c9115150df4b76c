//! What `napkin montecarlo --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Head, Told};
use crate::figure::Measured;
use crate::message::montecarlo::{Drawn, Drew, NoPage};
pub use crate::message::montecarlo::{Moment, Outcome};

/// Unknown inputs and random events drawn many times: how the outcome is distributed.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct MonteCarlo {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
    /// What a trial is.
    pub trial: TrialPlan,
    /// Trials simulated.
    pub trials: u32,
    /// Draws that made no page: a share above 100 %, a negative size. They are left out of every figure.
    pub impossible: u32,
    /// What was wrong with the first of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impossible_because: Option<Told<NoPage>>,
    /// Trials that were given up with too much in flight. Their latency is worse than any other's, and they
    /// miss every objective of latency, errors and availability.
    pub given_up: u32,
    /// For each objective, how likely it is missed; empty without `slo:`.
    pub missed: Vec<Miss>,
    /// That any of them is missed.
    pub missed_any: Option<Miss>,
    /// How peak load, p99, errors and cost are distributed over the trials.
    pub outcomes: Vec<Spread>,
    /// What was drawn for each trial.
    pub inputs: Vec<Input>,
    /// Each input's rank correlation with each outcome, the strongest first.
    pub drivers: Vec<Driver>,
    /// A correlation at least this far from 0 is significant: 5 % in all, shared by every pair (Bonferroni).
    pub significant_from: f64,
    /// The trials that miss their objectives by most (without objectives: of the highest p99), the worst first.
    pub worst: Vec<Worst>,
    /// Quantiles over the trials at each instant of the window.
    pub over_time: OverTime,
    /// How often what fails was up, drawn and expected.
    pub availability: Vec<Uptime>,
    /// Defaults of the page's `montecarlo:` section that are in effect.
    pub assumed: Vec<super::Assumed>,
    /// Values of each outcome by trial; an infinity where there is none.
    #[serde(skip)]
    pub values: Vec<Vec<f64>>,
    /// p99's objective, ms, if the page has one.
    #[serde(skip)]
    pub p99_target_ms: Option<f64>,
}

/// What one trial draws, and what of it is simulated.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct TrialPlan {
    /// The moment of its horizon that is simulated.
    pub moment: Moment,
    /// The stretch of time whose spikes, crowds and failures are drawn; null where nothing happens at random.
    pub horizon_s: Option<f64>,
    /// The window that is simulated.
    pub window_s: f64,
    /// What is simulated before it, and not measured.
    pub warmup_s: f64,
    /// True if the page's own `shape` or `timeline` was set aside for the random ones.
    pub story_set_aside: bool,
    /// True if the page has no `montecarlo:` section, so that napkin's own spikes were drawn.
    pub spikes_by_default: bool,
}

/// How likely an objective is missed in a trial.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Miss {
    /// `p99`, `errors`, …; `any` for any of them.
    pub objective: String,
    /// `ms`, `ratio`, `USD/month`.
    pub unit: String,
    /// What was asked for.
    pub target: Option<f64>,
    /// Trials that missed it.
    pub trials: u32,
    /// Their share.
    pub probability: f64,
    /// Low end of its 95 % interval (Wilson).
    pub low: f64,
    /// High end.
    pub high: f64,
}

impl Miss {
    /// The share with its interval.
    #[must_use]
    pub fn share(&self) -> Measured {
        Measured::between(self.probability, self.low, self.high)
    }
}

/// How an outcome is distributed.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Spread {
    /// All but `missed`.
    pub outcome: Outcome,
    /// `1/s`, `ms`, `ratio`, `USD/month`.
    pub unit: String,
    /// Trials in which it has no value: nothing was answered, or the load did not settle.
    pub undefined: u32,
    /// By ascending quantile. Trials without a value count as worse than any other.
    pub quantiles: Vec<Quantile>,
}

/// One quantile over the trials.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Quantile {
    /// 0 to 1.
    pub quantile: f64,
    /// Its value; null where that trial has none.
    pub value: Option<f64>,
    /// Low end of its 95 % interval (order statistics); null where the trials are too few.
    pub low: Option<f64>,
    /// High end.
    pub high: Option<f64>,
}

/// Something that was drawn.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Input {
    /// What it is: `peak`, `app.work`, `highest load`.
    pub name: Told<Drawn>,
    /// Where a range stands on the page; null for what happens at random.
    pub path: Option<String>,
    /// 5 % quantile of what was drawn.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// 95 % quantile.
    pub high: f64,
    /// Its base unit.
    pub unit: String,
}

/// What an input has to do with an outcome.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Driver {
    /// The input.
    pub input: Told<Drawn>,
    /// One of `outcomes`, or `missed`: that any objective is missed.
    pub outcome: Outcome,
    /// Spearman's rank correlation.
    pub correlation: f64,
    /// Whether chance alone would hardly bring it.
    pub significant: bool,
    /// Median outcome where the input is in its lowest fifth (of `missed` the share); null if there is none.
    pub at_low: Option<f64>,
    /// The same where it is in its highest fifth.
    pub at_high: Option<f64>,
}

/// One of the worst trials, and how to see it again.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Worst {
    /// Its number, from 1.
    pub trial: u32,
    /// Its seed in `run`.
    pub seed: u64,
    /// Its p99; null if it has none.
    pub p99_ms: Option<f64>,
    /// Its share of failed requests; null if it was given up.
    pub error_rate: Option<f64>,
    /// The highest load of its horizon.
    pub peak_per_s: f64,
    /// Its monthly bill.
    pub cost_per_month_usd: f64,
    /// Objectives that it misses.
    pub missed: Vec<String>,
    /// What was drawn.
    pub drew: Vec<Told<Drew>>,
    /// What was set on the page.
    pub sets: Vec<String>,
    /// The command that simulates it again, with a whole report.
    pub command: String,
}

/// Quantiles over the trials at each instant of the window.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct OverTime {
    /// Length of an interval.
    pub interval_s: f64,
    /// Requests per second.
    pub offered_per_s: Bands,
    /// p99 of each interval; null where a trial of that rank had no answer.
    pub p99_ms: Bands,
}

/// Five quantiles by interval.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Bands {
    pub p05: Vec<Option<f64>>,
    pub p25: Vec<Option<f64>>,
    pub p50: Vec<Option<f64>>,
    pub p75: Vec<Option<f64>>,
    pub p95: Vec<Option<f64>>,
}

/// How often the instances of a component were up over all horizons.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Uptime {
    /// The component.
    pub component: String,
    /// MTBF ÷ (MTBF + MTTR).
    pub expected: f64,
    /// The share of instance-time that was up in the draws.
    pub drawn: f64,
    /// Low end of its 95 % interval over the trials.
    pub low: f64,
    /// High end.
    pub high: f64,
}
