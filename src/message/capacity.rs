//! What `napkin capacity` can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::PhaseLabel;
use super::findings::Place;
use crate::figure::Measured;

/// Why a capacity cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `clients that wait for their answers never overload a design, …`
    ClosedWithoutObjective,
    /// `--rate is for open loads; this page has clients: …`
    RateOfClients,
    /// `write growth as a share a period: 5%/month, …`
    GrowthForm,
    /// `write the month at which the load is the page's: 2026-11 (or a day: 2026-11-20)`
    StartForm,
    /// `--size app: name a component and one of its counts, such as app.instances (…)`
    #[allow(missing_docs)]
    SizeForm { path: String, fields: Vec<String> },
    /// ``a server has no count `instanzes`; did you mean `instances`?``
    #[allow(missing_docs)]
    NoCount { field: String, kind: String, near: Option<String>, known: Vec<String> },
    /// `app.workers is not on the page, so it does not limit; …`
    #[allow(missing_docs)]
    SizeWithoutLimit { path: String },
}

/// What a load is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub enum LoadUnit {
    /// All rates of an open load together: `1,410/s`.
    #[default]
    #[serde(rename = "1/s")]
    PerSecond,
    /// Those of a closed load: `120 clients`.
    #[serde(rename = "clients")]
    Clients,
}

/// What decides whether a load is carried.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(into = "String")]
#[schemars(with = "String")]
pub enum Criterion {
    /// An objective of the page: `p99`, `redirect.errors`.
    Objective(String),
    /// `settles`: the load settles.
    #[default]
    Settles,
    /// `utilization`: no resource is full.
    Utilization,
}

impl From<Criterion> for String {
    fn from(criterion: Criterion) -> Self {
        match criterion {
            Criterion::Objective(name) => name,
            Criterion::Settles => "settles".to_owned(),
            Criterion::Utilization => "utilization".to_owned(),
        }
    }
}

/// How busy the busiest resource is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Busiest<'a> {
    pub component: &'a str,
    /// Which of its instances, where the others are not as busy.
    pub place: Option<Place>,
    pub resource: &'a str,
    pub utilization: f64,
    /// It is near its limit.
    pub is_near: bool,
}

/// What a run missed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missed<'a> {
    /// `p99 is 120 ms where 100 ms is asked for`
    #[allow(missing_docs)]
    Objective { objective: &'a str, actual: Measured, target: f64, unit: &'a str },
    /// `requests pile up without end`
    DoesNotSettle,
}

/// The text of its note and charts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Text<'a> {
    /// `It carries 1,410 ± 10/s, 1.34× today's 1,050/s.`
    Carries { capacity: Measured, headroom: Measured, today: f64, unit: LoadUnit },
    /// `It carries between 1,400/s and 1,420/s, 1.34× today's 1,050/s; there it breaks at once.`
    CarriesBetween { low: f64, high: f64, headroom: Measured, today: f64, unit: LoadUnit },
    /// `Nothing limits it as far as it was tried: up to 100,000/s it meets everything.`
    Unlimited { at_least: Option<f64>, unit: LoadUnit },
    /// `No load meets the objectives: p99 is missed even at 1/s.`
    Never { criterion: &'a Criterion, load: f64, unit: LoadUnit },
    /// `Not found yet; by the short runs that were done, it carries 900/s, and 1,800/s no more.`
    Unknown { met: Option<f64>, missed: Option<f64>, unit: LoadUnit },
    /// `Not found yet; by the runs that were done, app.instances = 5 carries 900/s, and 4 does not.`
    SizeUnknown {
        field: &'a str,
        enough: Option<u32>,
        missed: Option<u32>,
        load: f64,
        unit: LoadUnit,
    },
    /// `That is over the cost objective of $500/month, which it keeps up to about 900/s.`
    TooDear { target_usd: f64, until: Option<f64>, unit: LoadUnit },
    /// `The runs at the limit are too few for an interval: ask for more with --replications.`
    TooFew,
    /// `Today's load is already 12% more than it carries.`
    Over { share: f64 },
    /// `That leaves 34% of headroom.`
    Headroom { share: f64 },
    /// `Beyond, p99 is missed first; the busiest resource there is app's cpu, at 93%.`
    Limit { criterion: &'a Criterion, busiest: Option<Busiest<'a>>, during: Option<&'a PhaseLabel> },
    /// `The longest queue is at db.`
    WaitsAt { component: &'a str },
    /// `There a million requests cost $0.12 ($430/month with the same machines).`
    Bill { per_million_usd: f64, per_month_usd: f64 },
    /// `Growing 5%/month, it runs out in 14 months, in 2028-01.`
    RunsOut { given: &'a str, months: Measured, date: Option<&'a str> },
    /// `Growing 5%/month, it ran out 3 months ago, in 2026-08.`
    RanOut { given: &'a str, months: Measured, date: Option<&'a str> },
    /// `For a date, say when the load is the page's: --from 2026-11.`
    NoDate,
    /// `By the capacity's interval the date lies between 2027-12 and 2028-02.`
    DateBetween { low: &'a str, high: &'a str },
    /// `app.instances = 5 is the smallest that carries 1,050/s, for $430/month.`
    Smallest { field: &'a str, count: u32, load: f64, unit: LoadUnit, usd: Option<f64> },
    /// `With 4, p99 is 120 ms where 100 ms is asked for.`
    OneFewer { count: u32, missed: Missed<'a> },
    /// `Fewer cannot be written on this page.`
    NoneFewer,
    /// `The intervals at that edge contain a limit: …`
    SizeUnclear,
    /// `No app.instances up to 160 carries 1,050/s: something else limits.`
    NoSize { field: &'a str, tried: u32, load: f64, unit: LoadUnit },
    /// `The page has app.instances = 6.`
    OnPage { count: u32, field: &'a str },
    /// `A load is carried if all of this holds: p99, the load settles. …`
    JudgedBy(&'a [Criterion]),
    /// `The page has no objective that a rate can miss, so the capacity is the rate at which …`
    JudgedByUtilization,
    /// `The page has no objective that a rate can miss, so napkin's choice is taken: …`
    JudgedByDefault(&'a [Criterion]),
    /// `All rates are multiplied by one factor; … 8,000,000 requests were simulated.`
    Method { unit: LoadUnit, requests: u64 },
    /// `The shape and the timeline are left out: …`
    EventsLeftOut,

    /// Heading: `Runs near the limit`.
    Runs,
    /// Heading: `Counts that were simulated`.
    Counts,
    /// Heading: `How it was found`.
    How,

    /// Column: `load`.
    Load,
    /// Column: `count`.
    Count,
    /// Column: `carried`.
    Carried,
    /// Column: `runs`.
    Replications,
    /// Column: `each`.
    Each,
    /// Column: `busiest`.
    Busiest,
    /// Column: `a month`.
    Monthly,

    /// Cell: `1,410.3/s`.
    LoadOfRun { load: f64, unit: LoadUnit },
    /// Cell: `yes` or `no`.
    IsCarried(bool),
    /// Cell: `app cpu 93%`.
    BusiestCell { component: &'a str, resource: &'a str, utilization: f64 },

    /// `p99 reaches its limit at 1,410/s`
    ChartTitle { objective: &'a str, capacity: Measured, unit: LoadUnit },
    /// `p99 over the offered load, 12 runs; it crosses its limit at 1,410/s.`
    ChartAlt { objective: &'a str, runs: usize, capacity: Measured, unit: LoadUnit },
    /// Axis: `offered load` or `clients`.
    Offered(LoadUnit),
    /// Rule: `today`.
    Today,
    /// Rule: `capacity 1,410/s`.
    Capacity { capacity: Measured, unit: LoadUnit },
    /// `From app.instances = 5 on, all objectives are met`
    SizeTitle { field: &'a str, count: u32 },
    /// `p99 over app.instances; from 5 on all objectives are met.`
    SizeAlt { objective: &'a str, field: &'a str, count: u32 },
    /// `url-shortener · seed 1 · 12 loads or counts simulated · band: 95 % interval`
    Subtitle { scenario: &'a str, seed: u64, runs: usize },
}
