//! What `napkin sweep` can say.

use super::Complaint;
use crate::figure::Measured;

/// Why there is no sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// ``a sweep is over one parameter or two, and there are 3: `--vary traffic.rate=1k/s..20k/s` ``.
    OneOrTwo {
        /// Parameters that were given.
        count: usize,
    },
    /// A `--vary` that is not `path=values`.
    WithoutEquals {
        /// As it was given.
        text: String,
    },
    /// ``the range of `--vary app.work=5ms..1ms` is empty``.
    EmptyRange {
        /// As it was given.
        text: String,
    },
    /// ``` `--vary traffic.rate=1ms..5/s` is not a range of numbers: … ```.
    NotARange {
        /// As it was given.
        text: String,
        /// What is wrong with its numbers.
        why: Complaint,
    },
    /// A logarithm of nothing.
    LogFromZero {
        /// As it was given.
        text: String,
    },
    /// A single value.
    OneValue {
        /// As it was given.
        text: String,
    },
    /// Rounded to whole numbers, one value is left.
    OnePlace {
        /// The parameter.
        path: String,
    },
    /// The same parameter twice.
    Twice {
        /// The parameter.
        path: String,
    },
}

/// What a knee is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    /// A load: beyond it, waiting grows faster than throughput.
    Load,
    /// Something of which more is worse.
    Climbs,
    /// Something of which more is better.
    Falls,
}

/// A resource and how busy it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busiest<'a> {
    /// The component.
    pub component: &'a str,
    /// Its resource.
    pub resource: &'a str,
    /// 0 to 1.
    pub utilization: f64,
    /// True on a page on which something happens: then it is the highest, not the mean.
    pub is_peak: bool,
}

/// The sentences of the note.
#[derive(Clone, Debug, PartialEq)]
pub enum Text<'a> {
    /// Heading: `Point by point`.
    PointByPoint,
    /// Heading: `How it was swept`.
    HowItWasSwept,
    /// `The knee is near traffic.rate = 4k/s (between 3k/s and 5k/s): p99 12 ms, app cpu 70%; …`
    Knee {
        /// The parameter.
        path: &'a str,
        /// The point.
        at: &'a str,
        /// The points beside it.
        between: [&'a str; 2],
        /// What bends.
        bend: Bend,
        /// p99 there.
        p99_ms: Option<f64>,
        /// What is busy there.
        busiest: Option<Busiest<'a>>,
    },
    /// `app cpu 93%`.
    BusiestOf(Busiest<'a>),
    /// `The p99 objective breaks between traffic.rate = 4k/s and 5k/s, at about 4.4k/s.`
    Turns {
        /// `p99`, `errors`, …
        objective: &'a str,
        /// The parameter.
        path: &'a str,
        /// The points between which it turns.
        between: &'a [String; 2],
        /// Where between them, and in which base unit.
        about: Option<(f64, &'a str)>,
        /// Met below, missed above; or the other way round.
        met_below: bool,
        /// No interval leaves a doubt.
        clear: bool,
    },
    /// `The p99 and errors objectives are met at every point.`
    NeverTurns {
        /// `p99`, `errors`, …
        objectives: &'a [&'a str],
        /// Met, or missed.
        met: bool,
    },
    /// `From app.work = 5ms to 8ms the load does not settle: there is no latency to give.`
    DoesNotSettle {
        /// The parameter.
        path: &'a str,
        /// The first point.
        from: &'a str,
        /// The last, if it is another.
        to: Option<&'a str>,
    },
    /// `From app.instances = 2 to 8, p99 goes from 40 ms to 12 ms.`
    RangeOf {
        /// The parameter.
        path: &'a str,
        /// The first point, and its p99 in ms.
        from: (&'a str, f64),
        /// The last.
        to: (&'a str, f64),
    },
    /// `p99 is lowest with lb.policy = least_connections, 12 ms, and highest with random, 30 ms.`
    BestOfWords {
        /// The parameter.
        path: &'a str,
        /// The word with the lowest p99, and that in ms.
        best: (&'a str, f64),
        /// The one with the highest.
        worst: (&'a str, f64),
    },
    /// `p99 by both parameters; ! misses an objective.`
    Mark,
    /// `The mean agrees with theory (M/M/2) within its interval at 11 of 12 points.`
    Theory {
        /// The model of the first point.
        first: &'a str,
        /// That of the last.
        last: &'a str,
        /// A closed form, or an approximation.
        exact: bool,
        /// Points at which they agree.
        inside: usize,
        /// Points that have both.
        of: usize,
    },
    /// `Of 36 combinations of app.cores and traffic.rate, 20 meet every objective.`
    OfTwo {
        /// The parameters.
        paths: [&'a str; 2],
        /// Combinations that meet every objective.
        met: usize,
        /// Combinations.
        of: usize,
    },
    /// `Of 36 combinations of app.cores and traffic.rate, 20 settle.`
    OfTwoSettled {
        /// The parameters.
        paths: [&'a str; 2],
        /// Combinations that settle.
        settled: usize,
        /// Combinations.
        of: usize,
    },
    /// `The cheapest of them is app.cores = 2 with app.instances = 4: $103/month, p99 12 ms.`
    Cheapest {
        /// The parameters.
        paths: [&'a str; 2],
        /// Their values.
        at: &'a [String],
        /// A month.
        usd: f64,
        /// Its p99.
        p99_ms: f64,
    },
    /// `12 points share a budget of 20M simulated requests (--max-requests); …`
    Plan {
        /// Points.
        points: usize,
        /// The budget.
        max_requests: u64,
    },
    /// In a cell: `met`, `MISSED`, or nothing where there are no objectives.
    Met(Option<bool>),
    /// In place of latencies: `given up`.
    GivenUp,
    /// In place of latencies: `does not settle`.
    Unsettled,
    /// In place of latencies: `nothing completed`.
    NothingCompleted,
    /// The mark behind a figure that misses an objective: `12 ms !`.
    Misses {
        /// The figure.
        p99_ms: f64,
    },
}

/// Heads of the table's columns, behind the parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// `completed`.
    Completed,
    /// `p50`.
    P50,
    /// `p99`.
    P99,
    /// `errors`.
    Errors,
    /// `busiest`.
    Busiest,
    /// `cost`.
    Cost,
    /// `SLO`.
    Slo,
    /// `mean`.
    Mean,
    /// `mean, theory`, or `mean, approx.`
    MeanTheory {
        /// A closed form.
        exact: bool,
    },
    /// `p99, theory`, or `p99, approx.`
    P99Theory {
        /// A closed form.
        exact: bool,
    },
}

/// What is written at a curve's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// `p99`.
    P99,
    /// `p50`.
    P50,
    /// `mean`.
    Mean,
    /// `mean, theory`, or `mean, approximation`.
    MeanTheory {
        /// A closed form.
        exact: bool,
    },
    /// `p99, theory`.
    P99Theory,
    /// `offered`.
    Offered,
    /// `completed`.
    Completed,
    /// `busiest resource`.
    Busiest,
    /// `errors`.
    Errors,
    /// `cost`.
    Cost,
}

/// Everything else that stands in its charts.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart<'a> {
    /// Axis: `latency`.
    Latency,
    /// Axis: `share`.
    Share,
    /// Axis: `requests`.
    Requests,
    /// Axis: `cost a month`.
    CostAMonth,
    /// Axis: `cache.memory (GiB)`.
    Parameter {
        /// Its path.
        path: &'a str,
        /// What its values are in; may be empty.
        unit: &'a str,
    },
    /// Rule: `knee`.
    Knee,
    /// Rule: `does not settle`.
    DoesNotSettle,
    /// Rule: `p99 ≤ 100 ms`.
    Goal {
        /// The target.
        p99_ms: f64,
    },
    /// Title: `Latency over traffic.rate`.
    LatencyOver(&'a str),
    /// Title: `How busy the busiest resource is, and what fails, over traffic.rate`.
    LoadOver(&'a str),
    /// Title: `What is answered of what is asked, over traffic.rate`.
    ThroughputOver(&'a str),
    /// Title: `The bill over app.instances`.
    BillOver(&'a str),
    /// Title: `The p99 objective breaks between traffic.rate = 4k/s and 5k/s`.
    Breaks {
        /// `p99`, …
        objective: &'a str,
        /// The parameter.
        path: &'a str,
        /// The points between which it turns.
        between: &'a [String; 2],
        /// Met below, missed above; or the other way round.
        met_below: bool,
    },
    /// Title: `Latency bends near traffic.rate = 4k/s`.
    Bends {
        /// The parameter.
        path: &'a str,
        /// The knee.
        at: &'a str,
    },
    /// Title: `p99 over app.cores and traffic.rate: objectives met in 20 of 36`.
    Heat {
        /// The parameters.
        paths: [&'a str; 2],
        /// Combinations that meet every objective, if there are any objectives.
        met: Option<usize>,
        /// Combinations.
        of: usize,
    },
    /// Subtitle: `shortener · seed 1 · 12 points · bands are 95 % intervals`.
    Subtitle {
        /// The page.
        scenario: &'a str,
        /// Its seed.
        seed: u64,
        /// Points.
        points: usize,
        /// Whether intervals are drawn.
        bands: bool,
    },
    /// For those who cannot see it: `Latency over traffic.rate: 1k/s p99 8 ms; 2k/s p99 9 ms.`
    Alt {
        /// The chart's title.
        title: &'a str,
        /// What it shows.
        figures: &'a [Figure<'a>],
    },
}

/// A point in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure<'a> {
    /// `4k/s p99 12 ms`.
    P99(&'a str, Measured),
    /// `random 12 ms`.
    Latency(&'a str, f64),
    /// `4k/s 72%`.
    Busy(&'a str, f64),
    /// `4k/s 3,990/s`.
    Completed(&'a str, Measured),
    /// `4 $103/month`.
    Cost(&'a str, f64),
}
