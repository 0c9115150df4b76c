//! What `napkin explain --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Bottleneck, Head, LatencyMs, Measured, Objective, Told};
use crate::message::PhaseLabel;
use crate::message::explain::{Advised, Answer, Failing, Moves, SpentOn};
use crate::message::study::Cut;

/// Where time goes, what fails where, and which changes help.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Explanation {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
    /// The answer, sentence by sentence.
    pub answer: Vec<Told<Answer>>,
    /// The objectives as the page stands; those that `explain` itself went by if the page has none.
    pub slo: Vec<Objective>,
    /// True if the page has no objectives, and `slo` is napkin's.
    pub slo_is_implied: bool,
    /// False if the number in the system keeps growing.
    pub stable: bool,
    /// `None` when nothing completed, or when a steady load does not settle.
    pub latency_ms: Option<LatencyMs>,
    /// Where the time of single requests goes; `None` when none was answered, and none failed.
    pub time: Option<TimeSpent>,
    /// Failed requests over ended requests.
    pub error_rate: Measured,
    /// What failed where and why, the most frequent first.
    pub failures: Vec<Told<Failing>>,
    /// The busiest resource; `None` where nothing limits.
    pub bottleneck: Option<Bottleneck>,
    /// What limits once that is widened; `None` where nothing is near its limit.
    pub next: Option<NextBottleneck>,
    /// Changes worth making, the best first; of two changes together if no single one is enough.
    pub advice: Vec<Advice>,
    /// What the budget of requests leaves out of the page; where that is an event, nothing is judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Told<Cut>>,
    /// Changes that one might try, and that do not help.
    pub no_help: Vec<Advice>,
    /// What all of this was simulated with.
    pub simulated: Simulated,
}

/// Where the time of requests goes: of those that took about as long as the median one, of the slowest 1 %, and
/// of those that failed.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct TimeSpent {
    /// The replication that was followed, from 0: the one whose p99 is nearest to that of all.
    pub replication: u32,
    /// Its requests that were followed from their arrival to their answer.
    pub followed: u64,
    /// Around the median.
    pub median: Slice,
    /// The slowest 1 %.
    pub slowest: Slice,
    /// Requests that failed; `None` without any.
    pub failed: Option<Slice>,
}

/// Requests of about one latency.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Slice {
    /// How many of the followed requests.
    pub requests: u64,
    /// The lowest latency among them.
    pub from_ms: f64,
    /// The highest.
    pub to_ms: f64,
    /// Their mean: the sum of `parts`.
    pub mean_ms: f64,
    /// On what, the longest first.
    pub parts: Vec<Part>,
    /// When they arrived.
    pub phases: Vec<PhaseShare>,
    /// The one of them whose time is spent most like theirs on average.
    pub example: Option<TracedRequest>,
}

/// The share of the requests that arrived in one phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct PhaseShare {
    pub phase: Told<PhaseLabel>,
    pub share: f64,
}

/// A part of the mean latency.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Part {
    /// On what.
    #[serde(flatten)]
    pub what: SpentOn,
    /// Mean over the slice's requests, ms.
    pub mean_ms: f64,
    /// Of their mean latency.
    pub share: f64,
    /// Of a component with several instances: the largest share of this part that is at one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_one_instance: Option<f64>,
}

/// One request.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct TracedRequest {
    /// Its entry of `requests:`.
    pub request: String,
    /// When it arrived, seconds from the start of the measured window.
    pub at_s: f64,
    /// To its answer.
    pub latency_ms: f64,
    /// In order, without a gap: they sum to the latency.
    pub pieces: Vec<PieceOfTime>,
}

/// A piece of one request's time.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct PieceOfTime {
    /// On what.
    #[serde(flatten)]
    pub what: SpentOn,
    /// From, ms since the request arrived.
    pub from_ms: f64,
    /// To.
    pub to_ms: f64,
}

/// What limits once the bottleneck is widened.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct NextBottleneck {
    /// The busiest now.
    pub now: Bottleneck,
    /// What was changed for it, as `--set` takes it: twice as much of it.
    pub set: Vec<String>,
    /// Then this is the busiest.
    pub bottleneck: Option<Bottleneck>,
    /// What that does.
    pub effect: Effect,
}

/// A change that was simulated.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Advice {
    /// As `--set` takes it; two changes belong together.
    pub set: Vec<String>,
    /// What it changes, and why that helps or does not.
    pub says: Told<Advised>,
    /// What to type to see it.
    pub command: String,
    /// Every objective is met.
    pub meets: bool,
    /// And that is clear of every interval.
    pub clear: bool,
    /// It changes settings alone, and the page comes back after its events, which it does not as it stands.
    pub recovers: bool,
    /// The objectives that are still missed.
    pub missed: Vec<String>,
    /// What it does.
    pub effect: Effect,
}

/// What a change does, against the page as it stands: same seed, same requests, replication by replication.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Effect {
    /// p99, milliseconds.
    pub p99_ms: BeforeAfter,
    /// Time until later work is done, milliseconds: what the page's first objective on it measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later_ms: Option<BeforeAfter>,
    /// Failed requests over ended requests.
    pub errors: BeforeAfter,
    /// The bill, dollars a month.
    pub cost_per_month_usd: BeforeAfter,
    /// What settles, and what does not.
    pub stable: bool,
}

impl Effect {
    /// The same as a sentence needs it.
    #[must_use]
    pub fn moves(&self) -> Moves {
        let ends = |it: &BeforeAfter| (it.before, it.after);
        let bills = ends(&self.cost_per_month_usd);
        let usd = self.cost_per_month_usd.difference.map_or(0.0, |it| it.value);
        Moves {
            p99_ms: ends(&self.p99_ms),
            later_ms: self.later_ms.as_ref().map(ends),
            errors: ends(&self.errors),
            usd: (bills != (Some(0.0), Some(0.0))).then_some(usd),
        }
    }
}

/// Before, after, and the difference.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct BeforeAfter {
    /// As the page stands; `None` where there is nothing to measure.
    pub before: Option<f64>,
    /// With the change.
    pub after: Option<f64>,
    /// After less before, with its interval over the pairs of replications.
    pub difference: Option<Measured>,
}

/// What was simulated.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Simulated {
    /// Variants of the page, the page itself included.
    pub variants: u64,
    /// Requests, all variants.
    pub requests: u64,
    /// Replications of each.
    pub replications: u32,
    /// Length of one replication's measured window.
    pub simulated_s: f64,
}
