//! The labels and sentences of the report. Sentences take figures already written as words.

/// Every heading, column title and fixed word of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Label {
    // Headings.
    Answer,
    Design,
    Arithmetic,
    ArithmeticAdded,
    Simulation,
    Failures,
    RequestTypes,
    Components,
    Findings,
    Phases,
    Objectives,
    Bill,
    Assumed,
    LatencyRows,
    Warnings,
    Run,
    Charts,
    Reproduce,
    Glance,
    Matters,
    // Columns and rows.
    Quantity,
    Formula,
    Worked,
    Value,
    Range,
    RoundNumbers,
    RoundingError,
    Remark,
    Assumption,
    AtLow,
    Swing,
    AtHigh,
    RankCorrelation,
    Requests,
    PerSecond,
    InAll,
    Share,
    Offered,
    Completed,
    Failed,
    Retries,
    Latency,
    Interval,
    Mean,
    P50,
    P90,
    P95,
    P99,
    P999,
    Max,
    Reason,
    Where,
    Request,
    LaterP99,
    Component,
    Kind,
    Calls,
    Busy,
    BusyOf,
    Queue,
    WaitMean,
    WaitP99,
    OwnWork,
    HitRatio,
    Stale,
    Phase,
    Time,
    Objective,
    Target,
    Actual,
    Met,
    Item,
    Amount,
    UnitPrice,
    PerMonth,
    Total,
    TotalOfPriced,
    Setting,
    Why,
    Row,
    Source,
    Seed,
    Replications,
    MeasuredTime,
    WarmUp,
    Events,
    WallClock,
    Version,
    // Words in cells.
    IsMet,
    IsMissed,
    NotClear,
    // Of the page for a browser.
    OnThisPage,
    OverTime,
    AsTable,
    ByKeys,
}

impl Label {
    /// The label in English.
    #[must_use]
    #[allow(clippy::too_many_lines)] // One line per label: a table, not logic.
    pub fn text(self) -> &'static str {
        match self {
            Self::Answer => "The answer",
            Self::Design => "The design",
            Self::Arithmetic => "Napkin arithmetic",
            Self::ArithmeticAdded => "What napkin adds",
            Self::Simulation => "What the simulation found",
            Self::Failures => "Failures",
            Self::RequestTypes => "Each kind of request",
            Self::Components => "Each component",
            Self::Findings => "What it means",
            Self::Phases => "Before, during, after",
            Self::Objectives => "Objectives",
            Self::Bill => "Monthly bill",
            Self::Assumed => "What napkin assumed",
            Self::LatencyRows => "Rows of the latency table used",
            Self::Warnings => "Warnings",
            Self::Run => "This run",
            Self::Charts => "Charts",
            Self::Reproduce => "Run it again",
            Self::Quantity => "quantity",
            Self::Formula => "formula",
            Self::Worked => "worked out",
            Self::Value => "value",
            Self::Range => "90 % range",
            Self::Glance => "At a glance",
            Self::Matters => "What matters most",
            Self::RoundNumbers => "in round numbers",
            Self::RoundingError => "error",
            Self::Remark => "",
            Self::Assumption => "assumption",
            Self::AtLow => "at 5 %",
            Self::Swing => "swing",
            Self::AtHigh => "at 95 %",
            Self::RankCorrelation => "rank corr.",
            Self::Requests => "requests",
            Self::PerSecond => "per second",
            Self::InAll => "in all",
            Self::Share => "share",
            Self::Offered => "offered",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Retries => "retries",
            Self::Latency => "latency",
            Self::Interval => "with 95 % interval",
            Self::Mean => "mean",
            Self::P50 => "p50",
            Self::P90 => "p90",
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::P999 => "p99.9",
            Self::Max => "max",
            Self::Reason => "reason",
            Self::Where => "where",
            Self::Request => "request",
            Self::LaterP99 => "p99 with later work",
            Self::Component => "component",
            Self::Kind => "kind",
            Self::Calls => "calls",
            Self::Busy => "busy",
            Self::BusyOf => "busiest",
            Self::Queue => "queue",
            Self::WaitMean => "mean wait",
            Self::WaitP99 => "p99 wait",
            Self::OwnWork => "own work",
            Self::HitRatio => "hit ratio",
            Self::Stale => "stale",
            Self::Phase => "phase",
            Self::Time => "time",
            Self::Objective => "objective",
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Met => "met",
            Self::Item => "item",
            Self::Amount => "amount",
            Self::UnitPrice => "unit price",
            Self::PerMonth => "a month",
            Self::Total => "total",
            Self::TotalOfPriced => "total, unpriced not included",
            Self::Setting => "setting",
            Self::Why => "why",
            Self::Row => "row",
            Self::Source => "source",
            Self::Seed => "seed",
            Self::Replications => "replications",
            Self::MeasuredTime => "measured",
            Self::WarmUp => "warm-up, cut",
            Self::Events => "events",
            Self::WallClock => "wall clock",
            Self::Version => "napkin",
            Self::IsMet => "✓ met",
            Self::IsMissed => "✗ missed",
            Self::NotClear => "~ not clear",
            Self::OnThisPage => "On this page",
            Self::OverTime => "Over time",
            Self::AsTable => "The figures as a table",
            Self::ByKeys => "The figures, one by one: the arrow keys go from each to the next",
        }
    }
}

/// What a component's kind counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Count {
    Instances,
    LostWrites,
    BufferHits,
    Lag,
    Failovers,
    Recovery,
    Redelivered,
    Dropped,
    WaitingAtEnd,
    BreakersOpened,
    Copies,
    CopiesWon,
}

impl Count {
    /// Before its figure.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Instances => "instances",
            Self::LostWrites => "lost writes",
            Self::BufferHits => "buffer hit ratio",
            Self::Lag => "lag",
            Self::Failovers => "failovers",
            Self::Recovery => "recovery",
            Self::Redelivered => "redelivered",
            Self::Dropped => "dropped",
            Self::WaitingAtEnd => "still waiting at the end",
            Self::BreakersOpened => "breakers opened",
            Self::Copies => "sent twice",
            Self::CopiesWon => "answered by the copy",
        }
    }
}

/// A failure reason as words: `queue_full` is `queue full`.
#[must_use]
pub fn reason(name: &str) -> String {
    name.replace('_', " ")
}

/// Both ends of a range.
#[must_use]
pub fn range(low: &str, high: &str) -> String {
    format!("{low} – {high}")
}

/// A range whose median is another figure than the one beside it.
#[must_use]
pub fn range_with_median(range: &str, median: &str) -> String {
    format!("{range}, median {median}")
}

/// A range behind a line of the arithmetic.
#[must_use]
pub fn ninety_percent(range: &str) -> String {
    format!("({range}, 90 %)")
}

/// No request failed.
#[must_use]
pub fn no_failures() -> String {
    "No request failed.".to_owned()
}

/// There is no latency to print, and no reason is known.
#[must_use]
pub fn no_latency() -> String {
    "No latency is given, because the load does not settle.".to_owned()
}

/// Figures in a table are rounded to their intervals.
#[must_use]
pub fn rounded_to_intervals() -> String {
    "Every figure is rounded to what its 95 % interval supports; the intervals are in result.json."
        .to_owned()
}

/// Retries next to requests.
#[must_use]
pub fn retries(retries: &str, each: f64) -> String {
    let each = super::number::significant(each, 3);
    format!("{retries} retries: {each} for each request.")
}

/// Calls that failed and were tried again, or done without: `failed calls 1,204 timeout, 3 queue full`.
#[must_use]
pub fn failed_calls(counts: &[(String, String)]) -> String {
    let all: Vec<String> =
        counts.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    format!("failed calls {}", all.join(", "))
}

/// The arithmetic that napkin adds to the page's own.
#[must_use]
pub fn napkin_adds() -> String {
    "What napkin adds:".to_owned()
}

/// What the note has and the terminal leaves out, of which at least one is more than nothing: lines of arithmetic, settings that
/// napkin assumed, rows of the latency table.
#[must_use]
pub fn left_out(added: usize, assumed: usize, rows: usize) -> String {
    let parts = [
        (added, "line of arithmetic that napkin adds", "lines of arithmetic that napkin adds"),
        (assumed, "setting that it assumed", "settings that it assumed"),
        (rows, "row of the latency table", "rows of the latency table"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    let list = match parts.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => parts.concat(),
    };
    format!("The note also has {list}; `--full` prints them.")
}

/// Above what the page uses and nobody has a price for.
#[must_use]
pub fn unpriced() -> String {
    "Not included, for want of a price:".to_owned()
}

/// Cost per million completed requests.
#[must_use]
pub fn per_million(usd: Option<&str>) -> String {
    match usd {
        Some(usd) => format!("{usd} per million completed requests; a month is 730 hours."),
        None => {
            "Nothing completed, so there is no cost per request; a month is 730 hours.".to_owned()
        }
    }
}

/// What the dagger in the bill means.
#[must_use]
pub fn dagger() -> String {
    "† this price is stale: check it before you rely on it.".to_owned()
}

/// Where the prices are from.
#[must_use]
pub fn prices_from(sources: &[&str]) -> String {
    format!("Prices: {}.", sources.join("; "))
}

/// The one-line answer for a load that is carried; `busiest` is its rate at the busiest, where that is another.
#[must_use]
pub fn carries(usual: &str, busiest: Option<&str>, p99: &str, cost: Option<&str>) -> String {
    let price = cost.map_or(String::new(), |cost| format!(" for {cost}"));
    let busiest = busiest.map_or(String::new(), |rate| format!(" ({rate} at the busiest)"));
    format!("It carries its {usual} requests a second{busiest} at a p99 of {p99}{price}.")
}

/// The one-line answer for a load that is not carried.
#[must_use]
pub fn carries_not(completed: &str, offered: &str, cost: Option<&str>) -> String {
    let price = cost.map_or(String::new(), |cost| format!(", and it costs {cost}"));
    format!(
        "It does not carry its load: of {offered} requests a second, {completed} complete{price}."
    )
}

/// The caption of a chart.
#[must_use]
pub fn caption(title: &str) -> String {
    format!("*{title}*")
}

/// The last lines of the note.
#[must_use]
pub fn same_bytes(version: &str, seed: u64) -> String {
    format!(
        "With napkin {version} and seed {seed} this prints the same figures to the last digit, whatever the \
         machine or the number of threads."
    )
}

/// Above the arithmetic of the note.
#[must_use]
pub fn arithmetic_intro() -> String {
    "What one can work out by hand, before anything is simulated. A range is a 90 % interval."
        .to_owned()
}

/// Above the run's figures in the note.
#[must_use]
pub fn simulation_intro(replications: u32, measured: &str) -> String {
    let times = if replications == 1 { "once".to_owned() } else { format!("{replications} times") };
    format!(
        "The same page, simulated request by request {times} for {measured} each. Latency is that of requests \
         that succeeded, counted from the moment each was due."
    )
}
