//! What `napkin compare` can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::study::Trouble;
use crate::figure::Measured;

/// Why nothing can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `there is nothing to compare it with: name another page, or give a change …`
    OneAlone,
    /// `--variant changes one page, and there are several: …`
    VariantsOfOnePage,
    /// `‘--variant "big"’ does not say what changes: …`
    #[allow(missing_docs)]
    NotAVariant { text: String },
}

/// What a variant is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(into = "String")]
#[schemars(with = "String")]
pub enum Name {
    /// `as it stands`; `as_it_stands` in a document.
    #[default]
    AsItStands,
    /// As the page, its file or a flag has it; a second one of that name is `name (2)`.
    Given(String),
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        match name {
            Name::AsItStands => "as_it_stands".to_owned(),
            Name::Given(name) => name,
        }
    }
}

/// What a variant does to one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Does<'a> {
    pub metric: &'a str,
    pub unit: &'a str,
    /// The difference.
    pub by: Measured,
    /// The same as a share.
    pub relative: Option<f64>,
    /// It cannot be told from none.
    pub is_tie: bool,
}

/// Why a variant has no figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing<'a> {
    /// Its run came to nothing.
    Trouble(&'a Trouble),
    /// `stopped`
    Stopped,
    /// `nothing completed`
    NothingCompleted,
}

/// The text of its note and charts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Text<'a> {
    /// `cache hit ratio`
    Metric(&'a str),
    /// `9.1 ms`
    Value { value: f64, unit: &'a str },
    /// `+3.1 ± 0.2 ms`, `-0.4 ± 0.1 pp`, `-$71/month`; `pp` are percentage points.
    Difference { by: Measured, unit: &'a str },
    /// `-62 ± 3%`
    Relative(Measured),
    /// ``‘app.instances=8’ lowers p99 by 31 ± 2 ms (-62%), for $71.00 more a month.``
    Answer { variant: &'a Name, does: &'a [Does<'a>], against: Option<&'a Name>, usd: Option<f64> },
    /// `big has no latency to compare. It does not settle: …`
    NoFigures { variant: &'a Name, because: Missing<'a> },
    /// `big meets the p99 objective, which was missed.`
    ObjectiveTurns { variant: &'a Name, objective: &'a str, met: bool, clear: bool },
    /// `Better: p50, p99.`
    Better(&'a [&'a str]),
    /// `Worse: errors.`
    Worse(&'a [&'a str]),
    /// `A tie, as far as was simulated: mean.`
    Ties(&'a [&'a str]),
    /// `Both saw the same requests: the interval of the difference of p99 is 5 times narrower than …`
    Narrower { metric: &'a str, times: f64 },
    /// `10 replications of 20 s each, after a warm-up of 2 s; …`
    Plan { replications: u32, simulated_s: f64, warmup_s: f64 },

    /// Heading: `Side by side`.
    Variants,
    /// Heading, and the head of its column: `Objectives`.
    Objectives,
    /// Heading: `How it was compared`.
    How,

    /// Column: `figure`.
    Figure,
    /// Column: `difference`.
    DifferenceColumn,
    /// Column: `relative`.
    RelativeColumn,
    /// Column: `verdict`.
    Verdict,
    /// Column: `variant`.
    Variant,
    /// Column: `p99`.
    P99,
    /// Column: `errors`.
    Errors,
    /// Column: `completed`.
    Completed,
    /// Column: `busiest`.
    Busiest,
    /// Column: `cost`.
    Cost,

    /// Cell: `app cpu 93%`.
    BusiestCell { component: &'a str, resource: &'a str, utilization: f64 },
    /// Cell: `12 ms MISSED`.
    ObjectiveCell { actual: Option<f64>, unit: &'a str, met: bool, clear: bool },
    /// `p99 ≤ 100 ms`
    AtMost { objective: &'a str, target: f64, unit: &'a str },
    /// `availability ≥ 99.9%`
    AtLeast { objective: &'a str, target: f64, unit: &'a str },

    /// A sentence as the title of a chart.
    Title(&'a Self),
    /// `How slow the slowest are, by variant`
    LatencyTitle,
    /// `p99 over time, side by side`
    OverTimeTitle,
    /// `What each variant costs, and the p99 it buys`
    CostTitle,
    /// `url-shortener · seed 1 · 10 replications`
    Subtitle { scenario: &'a str, seed: u64, replications: u32 },
    /// `latency: as it stands p99 9.1 ms; big p99 7.0 ms.`
    LatencyAlt(&'a [(&'a Name, Measured)]),
    /// `p99 over time, side by side: db dies; db is back.`
    OverTimeAlt(&'a [&'a str]),
    /// `What each variant costs, and the p99 it buys: big $71/month 7 ms.`
    CostAlt(&'a [(&'a Name, f64, f64)]),
    /// Axis: `one request in so many is slower`.
    OneInSoMany,
    /// Axis: `latency`.
    Latency,
    /// Axis: `time in the run`.
    Time,
    /// Axis: `cost a month`.
    CostAMonth,
}
