//! What a run found: the document that `napkin run --json` prints.
//!
//! `Report` serializes to the document; text, Markdown and charts are drawn from the same data. Fields marked
//! `skip` are for the drawings alone.

pub use crate::figure::Measured;

use super::{ComponentReport, Said, Told};
use crate::message::cost::{Item, Unpriced};
use crate::message::estimate::{Formula, Step};
use crate::message::findings::{Caveat, Finding, HeldUp};
use crate::message::story;
use crate::message::topology::{Blow, Detail, Label, Limit};
use crate::message::{Complaint, EventLabel, PhaseLabel, Why};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Latency of the successes, in milliseconds.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct LatencyMs {
    pub mean: Measured,
    pub p50: Measured,
    pub p75: Measured,
    pub p90: Measured,
    pub p95: Measured,
    pub p99: Measured,
    pub p999: Measured,
    pub p9999: Measured,
    /// The slowest seen: it has no interval, and its object has the key `value` alone.
    #[serde(serialize_with = "value_alone")]
    #[schemars(with = "ValueAlone")]
    pub max: Measured,
}

/// What `value_alone` writes, for the schema.
#[derive(JsonSchema)]
#[allow(dead_code)] // Only its shape is used.
struct ValueAlone {
    /// The value.
    value: f64,
}

/// Writes `{ "value": … }`: an extreme has no interval, so it does not pretend to have an unknown one.
fn value_alone<S: serde::Serializer>(measured: &Measured, to: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeStruct;
    let mut object = to.serialize_struct("Measured", 1)?;
    object.serialize_field("value", &measured.value)?;
    object.end()
}

/// `requests:` of the document. Counts are sums over the replications' measured windows.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Requests {
    pub offered: u64,
    pub completed: u64,
    pub failed: u64,
    /// Requests + every retry made by any caller.
    pub attempts: u64,
    pub retries: u64,
    /// Requests under way when the measured windows began, and when they ended:
    /// offered + at start = completed + failed + at end.
    pub in_flight_at_start: u64,
    pub in_flight_at_end: u64,
    pub offered_per_s: Measured,
    pub completed_per_s: Measured,
}

/// `errors:` of the document.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Errors {
    /// Failed requests over ended requests.
    pub rate: Measured,
    /// Failed requests by the reason that the client saw.
    pub by_reason: BTreeMap<String, u64>,
    /// The same, by the component where the failure arose (`client` for the client's own timeout).
    pub by_component: BTreeMap<String, BTreeMap<String, u64>>,
}

/// One entry of `requests:` in the scenario.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct RequestType {
    /// Requests offered.
    pub requests: u64,
    /// `None` when nothing completed or the load does not settle.
    pub latency_ms: Option<LatencyMs>,
    /// Its failures.
    pub errors: Errors,
    /// From the intended arrival to the end of the work left for `later`; `None` without such work, and where the
    /// window ends before it can tell.
    pub later_ms: Option<LatencyMs>,
}

/// One objective of the SLO table.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Objective {
    /// `p99`, `errors`, `availability`, `cost`, …; of one request type: `redirect.p99`.
    pub objective: String,
    /// `ms`, `ratio`, `USD/month`.
    pub unit: String,
    /// What was asked for.
    pub target: f64,
    /// What was measured; `None` when there is nothing to measure.
    pub actual: Option<f64>,
    /// Interval, where there is one.
    pub low: Option<f64>,
    /// Interval, where there is one.
    pub high: Option<f64>,
    /// Whether the point estimate meets it.
    pub met: bool,
    /// Whether the interval does not contain the target.
    pub clear: bool,
}

impl Objective {
    /// Whether it is on the time until later work is done, which no client waits for.
    #[must_use]
    pub fn is_of_later(&self) -> bool {
        self.objective.rsplit('.').next().is_some_and(|own| own.starts_with("later_"))
    }

    /// What there is to say of an objective that is not simply met.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        let Self { target, actual, low, high, .. } = *self;
        let (objective, unit) = (self.objective.clone(), self.unit.clone());
        match (low, high) {
            (Some(low), Some(high)) if !self.clear && actual.is_some() => {
                Some(Finding::ObjectiveUnclear { objective, unit, target, low, high })
            }
            _ if !self.met => {
                Some(Finding::ObjectiveMissed { objective, unit, target, actual, low, high })
            }
            _ => None,
        }
    }
}

/// The busiest resource of the design.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Bottleneck {
    pub component: String,
    pub resource: String,
    /// Over the whole measured window.
    pub utilization: f64,
    /// In its busiest interval, where something changes over time; what breaks first goes by this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_utilization: Option<f64>,
    /// What is full only because those that hold it wait for this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held_up: Vec<HeldUp>,
}

/// Whether the load settles.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Stability {
    /// False if the number in the system keeps growing.
    pub stable: bool,
    /// Requests in the system, growth per second.
    pub growth_per_s: f64,
    /// Where they pile up.
    pub component: Option<String>,
}

/// One line of the bill.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct CostLine {
    /// What is paid for: `app: 40 × m7g.large`.
    pub item: Said<Item>,
    /// How much of it, in the price's own unit.
    pub quantity: f64,
    /// The unit: `instance-hour`, `GB`, …
    pub unit: String,
    /// Dollars per unit.
    pub unit_price: f64,
    /// Dollars a month of 730 h.
    pub per_month_usd: f64,
    /// Where the price is from, and its date.
    pub source: String,
    /// Whether the price is older than it should be; the bill marks it †.
    pub stale: bool,
}

/// The monthly bill.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Cost {
    pub per_month_usd: f64,
    /// `None` when nothing completed.
    pub per_million_requests_usd: Option<f64>,
    pub lines: Vec<CostLine>,
    /// What the page uses and the price book has no price for, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unpriced: Vec<Said<Unpriced>>,
}

/// One named quantity of `assume:` or `estimate:`, or one that napkin adds.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct EstimateLine {
    /// Its name.
    pub name: String,
    /// Base units: s, B, 1/s, USD, or a plain count.
    pub value: f64,
    /// 5 % quantile of the ranges' propagation; equal to `value` where nothing is a range.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
    /// Where it varies, the median of the propagation: not quite `value`, which has every range at its own
    /// median, when ranges are added up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<f64>,
    /// Which base unit: `s`, `B`, `1/s`, `B/s`, `USD`, `` for a count, …
    pub unit: String,
    /// As it was written: `write_qps * reads_per_write`.
    pub formula: Said<Formula>,
    /// As one writes it on a whiteboard: `1,157/s × 10 ≈ 11,574/s`.
    pub step: Said<Step>,
    /// `assume`, `estimate` or `napkin` (a line that napkin added).
    pub kind: String,
    /// With `--rounding interview`: the value that round numbers come to, in base units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interview: Option<f64>,
    /// With `--rounding interview`: the step with round numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interview_step: Option<String>,
    /// With `--rounding interview`: what the rounding costs, (interview - value) / value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
    /// Value, low and high as the page's unit and nouns have them, for those who read; the figures are above.
    #[serde(skip)]
    pub shown: Option<(String, String, String)>,
    /// The median likewise, where it is clearly another figure than the value.
    #[serde(skip)]
    pub shown_median: Option<String>,
}

/// Something napkin chose because the page did not say.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Assumed {
    pub path: String,
    pub value: String,
    pub why: Told<Why>,
}

/// A row of the latency table that the page used.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct LatencyRow {
    pub list: String,
    pub name: String,
    pub value: f64,
    pub unit: String,
    pub source: String,
}

/// What the reader should know before believing the figures.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum Warning {
    /// Of the page.
    Page(Told<OfPage>),
    /// Of the run.
    Run(Told<Caveat>),
}

/// A warning of the page: its sentence says all of it.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename = "page")]
pub struct OfPage {
    /// What is odd.
    #[serde(skip)]
    pub what: Complaint,
}

impl From<Complaint> for Warning {
    fn from(what: Complaint) -> Self {
        Self::Page(Told(OfPage { what }))
    }
}

/// Before, during and after each timeline event or spike.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Phase {
    /// `before`, `kill cache`, `after`, …
    pub label: Told<PhaseLabel>,
    /// Seconds from the start of the measured window.
    pub from_s: f64,
    /// Its end.
    pub to_s: f64,
    /// Mean over the phase.
    pub offered_per_s: f64,
    /// Mean over the phase.
    pub completed_per_s: f64,
    /// Latency of what completed in it.
    pub latency_ms: Option<LatencyMs>,
    /// Its failures.
    pub errors: Errors,
}

/// Utilization and queue over time.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct ComponentSeries {
    pub utilization: Vec<f64>,
    pub queue: Vec<f64>,
    /// Of a server that scales by itself: instances that take calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<f64>,
    /// And those that boot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub booting: Vec<f64>,
}

/// The run over time, averaged over the replications; one entry per interval.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Timeseries {
    pub interval_s: f64,
    pub offered_per_s: Vec<f64>,
    pub completed_per_s: Vec<f64>,
    /// `None` (null) in an interval in which nothing completed.
    pub p99_ms: Vec<Option<f64>>,
    pub errors_per_s: Vec<f64>,
    pub components: BTreeMap<String, ComponentSeries>,
}

/// A mark on the time axis: a timeline event or a spike.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Mark {
    /// Seconds from the start of the measured window.
    pub at_s: f64,
    /// Its end, where it has one.
    pub until_s: Option<f64>,
    /// `kill cache`, `traffic × 3`.
    pub label: Told<EventLabel>,
}

/// A component of the design, or the client.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct DrawnNode {
    /// The component's name; `None` for the client.
    pub name: Option<String>,
    /// `server`, `cache`, …; empty for the client.
    pub kind: String,
    /// Its site, if the page has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// What it consists of.
    #[serde(skip)]
    pub detail: Detail,
    /// A database's machine, which its detail does not name.
    #[serde(skip)]
    pub machine: Option<String>,
    /// What it refuses or makes wait beyond.
    #[serde(skip)]
    pub limits: Vec<Limit>,
    /// What the timeline does to it.
    #[serde(skip)]
    pub struck: Vec<Struck>,
    /// Calls before it: the client is 0. For drawing from left to right.
    #[serde(skip)]
    pub depth: u32,
}

/// What the timeline does to a component, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Struck {
    /// What happens.
    pub blow: Blow,
    /// Seconds from the start of the measured window.
    pub at_s: f64,
    /// Its end, where it has one.
    pub until_s: Option<f64>,
}

/// All calls from one component to another.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct DrawnEdge {
    /// Who calls: index into `nodes`.
    pub from: usize,
    /// Who is called: index into `nodes`.
    pub to: usize,
    /// Calls that reached it per second, tries included; mean over the measured window.
    pub calls_per_s: Measured,
    /// Why, or how often.
    #[serde(skip)]
    pub label: Option<Label>,
    /// Work left for later: nobody waits for it.
    pub later: bool,
    /// Connections of each calling instance.
    #[serde(skip)]
    pub pool: Option<u32>,
    /// When the timeline cuts it: seconds from the start of the measured window, and the end.
    #[serde(skip)]
    pub cut: Vec<(f64, Option<f64>)>,
}

/// The design as a graph: the first node is the client.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Topology {
    pub nodes: Vec<DrawnNode>,
    #[serde(rename = "calls")]
    pub edges: Vec<DrawnEdge>,
}

/// How tight the intervals were asked to be, and are.
#[derive(Clone, Debug, Default, JsonSchema, Serialize, PartialEq)]
pub struct Precision {
    /// The relative error asked for, a share.
    pub wanted: f64,
    /// The largest of `metrics`; `None` where it is not known.
    pub reached: Option<f64>,
    /// The metric that has it; `None` where nothing could be measured.
    pub hardest: Option<String>,
    /// Why there are not more replications.
    pub ended_by: Ended,
    /// Of each metric, the relative error that its 95 % interval allows; `None` if that is wider than the value.
    pub metrics: BTreeMap<String, Option<f64>>,
}

/// What ended a run that goes on until it is precise.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Every metric is as precise as was asked.
    Precision,
    /// The budget of requests.
    #[default]
    MaxRequests,
    /// The most replications that a run may have.
    Replications,
    /// It was stopped.
    Interrupt,
    /// The load does not settle, or nothing completes: more of the same would not help.
    Unsettled,
}

/// Everything that `napkin run` prints and writes. Key order is the document's order.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Report {
    /// napkin's version.
    pub napkin: String,
    /// The scenario's name.
    pub scenario: String,
    /// What the page says of itself.
    pub about: String,
    /// The seed in effect.
    pub seed: u64,
    /// Length of one replication's measured window.
    pub simulated_s: f64,
    /// What was cut before it.
    pub warmup_s: f64,
    /// Replications.
    pub replications: u32,
    /// With `until_precision`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// Calendar events handled, all replications.
    pub events: u64,
    /// Wall-clock seconds; only ever on standard output, never in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wall_s: Option<f64>,
    /// Offered, completed, failed.
    pub requests: Requests,
    /// `None` when nothing completed, or when a steady load does not settle.
    pub latency_ms: Option<LatencyMs>,
    /// `[[quantile, ms], …]` of the merged histogram.
    pub percentiles: Vec<(f64, f64)>,
    /// By reason and place.
    pub errors: Errors,
    /// One per entry of `requests:`.
    pub request_types: BTreeMap<String, RequestType>,
    /// One per component.
    pub components: BTreeMap<String, ComponentReport>,
    /// The objectives.
    pub slo: Vec<Objective>,
    /// The busiest resource; `None` where nothing limits.
    pub bottleneck: Option<Bottleneck>,
    /// Whether the load settles.
    pub stability: Stability,
    /// The bill.
    pub cost: Cost,
    /// The arithmetic.
    pub estimate: Vec<EstimateLine>,
    /// What napkin chose.
    pub assumed: Vec<Assumed>,
    /// What was read from the latency table.
    pub latency_rows: Vec<LatencyRow>,
    /// What the reader should know before believing the figures.
    pub warnings: Vec<Warning>,
    /// Before, during, after.
    pub phases: Vec<Phase>,
    /// Over time.
    pub timeseries: Timeseries,
    /// Events to mark on the charts.
    pub marks: Vec<Mark>,
    /// What happened, in order; empty where nothing does.
    pub story: Vec<Told<story::Step>>,
    /// What limits: one of the findings.
    #[serde(skip)]
    pub limit: Option<Finding>,
    /// Work that lasts longer than the window, so that there is no verdict; it is a finding, too.
    #[serde(skip)]
    pub too_short: Option<Finding>,
    /// What one reads first: the bottleneck, the SLO, what broke.
    pub findings: Vec<Told<Finding>>,
    /// The components that a path visits, and the calls between them.
    #[serde(rename = "design")]
    pub topology: Topology,
    /// Where the page was read from, for "run it again".
    #[serde(skip)]
    pub command: String,
}
