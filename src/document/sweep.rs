//! What `napkin sweep --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Bottleneck, Head, LatencyMs, Measured, Objective, State, Told};
use crate::message::study::Trouble;

/// Figures over one parameter, or two.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Sweep {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
    /// What varies: one parameter, or two.
    pub parameters: Vec<Parameter>,
    /// Every point, by the first parameter, then the second.
    pub points: Vec<Point>,
    /// Where more load begins to cost more than it brings, or more of something begins to bring little;
    /// `None` for two parameters, and where the points do not show one.
    pub knee: Option<Knee>,
    /// Where objectives turn; empty for two parameters.
    pub breaks: Vec<Break>,
    /// Simulated requests in all, about.
    pub max_requests: u64,
}

/// One parameter.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Parameter {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// The base unit of its values: `1/s`, `s`, `B`, empty for a count, `ordinal` for words, whose values count
    /// from 1.
    pub unit: String,
    /// As `--set` takes them, ascending.
    pub written: Vec<String>,
    /// In base units.
    pub values: Vec<f64>,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// The unit that axes are labelled with, and how many base units it is.
    #[serde(skip)]
    pub shown: (String, f64),
    /// Whether the values are spread over a logarithm.
    #[serde(skip)]
    pub log: bool,
}

/// The figures at one point.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Point {
    /// The parameters' values, as `--set` takes them.
    pub at: Vec<String>,
    /// The same in base units.
    pub values: Vec<f64>,
    /// What came of it.
    pub state: State,
    /// Why there are no figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Told<Trouble>>,
    /// Requests that came.
    pub offered_per_s: Option<Measured>,
    /// Requests answered.
    pub completed_per_s: Option<Measured>,
    /// Failed requests over ended requests.
    pub error_rate: Option<Measured>,
    /// `None` when nothing completed, or the load does not settle.
    pub latency_ms: Option<LatencyMs>,
    /// The busiest resource.
    pub bottleneck: Option<Bottleneck>,
    /// The bill.
    pub cost_per_month_usd: Option<f64>,
    /// The bill by request.
    pub cost_per_million_usd: Option<f64>,
    /// The page's objectives.
    pub slo: Vec<Objective>,
    /// Whether all of them are met; `None` without any.
    pub met: Option<bool>,
    /// What queueing theory says, where it says something.
    pub theory: Option<Theory>,
}

/// Queueing theory's word on one point.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Serialize)]
pub struct Theory {
    /// Mean latency.
    pub mean_ms: f64,
    /// 99 % quantile, where there is a closed form.
    pub p99_ms: Option<f64>,
    /// False for an approximation.
    pub exact: bool,
    /// `M/M/2`, `Jackson network`, `Allen–Cunneen`.
    pub model: String,
}

/// Where the curve bends.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Knee {
    /// What is called a knee.
    pub method: Method,
    /// The point.
    pub at: String,
    /// In base units.
    pub value: f64,
    /// The points beside it, between which the knee lies.
    pub between: [f64; 2],
}

/// What is called a knee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Over a load: throughput over mean latency is greatest (Kleinrock 1979).
    #[default]
    Power,
    /// Over anything else: p99 is furthest from its chord (Satopää et al. 2011).
    Kneedle,
}

/// Where an objective turns from met to missed, or back.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Break {
    /// `p99`, `errors`, `cost`, …
    pub objective: String,
    /// True if it is met below and missed above.
    pub met_below: bool,
    /// The points between which it turns.
    pub between: [String; 2],
    /// The same in base units.
    pub values: [f64; 2],
    /// Interpolated between them, in base units; `None` where one of them has no figure, or only whole numbers
    /// make sense.
    pub at: Option<f64>,
    /// Whether the intervals of both points are clear of the target.
    pub clear: bool,
}
