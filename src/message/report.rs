//! The labels and sentences of the report. Figures in them are written already.

/// Every heading, column title and fixed word of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Label {
    // Headings.
    Design,
    Arithmetic,
    ArithmeticAdded,
    Simulation,
    Components,
    Findings,
    Phases,
    Objectives,
    Bill,
    Assumed,
    LatencyRows,
    Warnings,
    Run,
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
    Replications,
    MeasuredTime,
    WarmUp,
    Events,
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

/// What a component's kind counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Count {
    Instances,
    Fewest,
    Most,
    Booting,
    Increases,
    Decreases,
    LostWrites,
    Merged,
    FetchedAgain,
    RefreshedEarly,
    AnsweredExpired,
    BufferHits,
    Lag,
    Failovers,
    Recovery,
    HintsKept,
    HintsDelivered,
    ReadRepairs,
    Redelivered,
    Dropped,
    WaitingAtEnd,
    DeadLetters,
    BreakersOpened,
    Copies,
    /// The share of the time with work in which a quota is used up.
    Throttled,
    CopiesWon,
}

/// What the report says beside findings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Text<'a> {
    /// A failure reason: `queue full` for `queue_full`.
    Reason(&'a str),
    /// A resource by its name in the data: `cpu`.
    Resource(&'a str),
    /// Both ends of a range, and its median where that is another figure than the one beside it.
    Range {
        /// The 5 % quantile.
        low: &'a str,
        /// The 95 % quantile.
        high: &'a str,
        /// As it is shown.
        median: Option<&'a str>,
    },
    /// A range behind a line of the arithmetic: `(3 – 5, 90 %)`.
    NinetyPercent(&'a str),
    /// `No request failed.`
    NoFailures,
    /// `No request failed, but 22% were still waiting when the run ended.`
    OnlyWaits {
        /// 0..1, of all requests.
        share: f64,
    },
    /// There is no latency to print, and no reason is known.
    NoLatency,
    /// Figures in a table are rounded to their intervals.
    RoundedToIntervals,
    /// `1,204 retries: 0.12 for each request.`
    Retries {
        /// In all.
        retries: u64,
        /// For each request.
        each: f64,
    },
    /// Calls that failed by reason and count, and were tried again, or done without:
    /// `failed calls 1,204 timeout, 3 queue full`.
    FailedCalls(&'a [(&'a str, u64)]),
    /// What the note has and the terminal leaves out, of which at least one is more than nothing.
    LeftOut {
        /// Lines of arithmetic.
        added: usize,
        /// Settings that napkin assumed.
        assumed: usize,
        /// Rows of the latency table.
        rows: usize,
    },
    /// Above what the page uses and nobody has a price for.
    Unpriced,
    /// Cost per million completed requests, if any completed.
    PerMillion(Option<&'a str>),
    /// What the dagger in the bill means.
    Dagger,
    /// Where the prices are from.
    PricesFrom(&'a [&'a str]),
    /// The one-line answer for a load that is carried.
    Carries {
        /// Its rate.
        usual: &'a str,
        /// Its rate at the busiest, where that is another.
        busiest: Option<&'a str>,
        /// Of the answers.
        p99: &'a str,
        /// A month, if anything has a price.
        cost: Option<&'a str>,
        /// Every objective is met, or there is none.
        carries: bool,
        /// Of the request types that fail, which share; empty where none does.
        but_not: &'a str,
        /// Objectives that are missed.
        missed: usize,
    },
    /// The one-line answer for a load of which a part fails, as the page allows.
    AnswersSome {
        /// Requests a second that are answered.
        completed: &'a str,
        /// Of so many.
        offered: &'a str,
        /// Of the answers.
        p99: &'a str,
        /// A month, if anything has a price.
        cost: Option<&'a str>,
    },
    /// `8% of put`
    ShareOf {
        /// 0..1.
        share: f64,
        /// Of these.
        of: &'a str,
    },
    /// The one-line answer for a load that is not carried.
    CarriesNot {
        /// Requests a second that are answered.
        completed: &'a str,
        /// Of so many.
        offered: &'a str,
        /// A month, if anything has a price.
        cost: Option<&'a str>,
    },
    /// The last lines of the note.
    SameBytes {
        /// Of napkin.
        version: &'a str,
        /// The seed.
        seed: u64,
    },
    /// Above the arithmetic of the note.
    ArithmeticIntro,
    /// Above the run's figures in the note.
    SimulationIntro {
        /// How often.
        replications: u32,
        /// For how long each, s.
        measured_s: f64,
    },
    /// From when to when, in seconds from the start.
    FromTo {
        /// s.
        from_s: f64,
        /// s.
        to_s: f64,
    },
    /// The study was stopped, or used up its steps; what is shown is what was known by then.
    NotWhole {
        /// Whether it ended before it was done.
        interrupted: bool,
        /// The budget of steps, if it is used up.
        out_of_steps: Option<u64>,
    },
    /// What made the study, and how long it took: `napkin 0.1.0, seed 1, 12 s`.
    MadeBy {
        /// Version.
        napkin: &'a str,
        /// The seed.
        seed: u64,
        /// Seconds on the wall clock, if they are told.
        wall_s: Option<f64>,
    },
}
