//! What the charts say: titles, names of axes, labels, and what they show for those who cannot see them.

use crate::figure::Shown;

/// Words of a chart. Figures arrive rounded.
#[derive(Clone, Debug, PartialEq)]
pub enum Text<'a> {
    /// `seed 1`.
    Seed(u64),
    /// `1 run of 60 s`.
    Runs {
        /// How many.
        replications: u32,
        /// How long each is.
        length: Shown,
    },
    /// What the whiskers at the points are: `with 95 % intervals`.
    WithIntervals,
    /// `p99.9 39.5 ms`.
    PercentileIs {
        /// Which.
        quantile: f64,
        /// How long it takes.
        value: Shown,
    },
    /// An objective on a percentile: `SLO p99 ≤ 100 ms`.
    Objective {
        /// On which percentile.
        quantile: f64,
        /// How long it may take.
        target: Shown,
    },
    /// Name of an axis: `latency (log scale)`.
    LatencyAxis {
        /// Whether it is logarithmic.
        log: bool,
    },
    /// Name of an axis: `share of requests that are at least this fast`.
    QuantileAxis,
    /// What a title says holds for a part of the requests only: `…: of the 73% that were answered`.
    OfTheAnswered {
        /// What it says.
        title: &'a str,
        /// The part.
        share: Shown,
    },
    /// `p99 is 39.5 ms, inside the 100 ms SLO`.
    LatencyInside(Against),
    /// `p99 is 139 ms, over the 100 ms SLO`.
    LatencyOver(Against),
    /// The interval contains the objective: `p99 is 99.5 ms, too close to the 100 ms SLO to call`.
    LatencyUndecided(Against),
    /// No objective, and a long tail: `p99 is 39.5 ms, 12 times the median`.
    LatencyTail {
        /// The p99.
        p99: Shown,
        /// How many times the median it is.
        times: f64,
    },
    /// No objective, and no tail to speak of: `p99 is 39.5 ms`.
    LatencyIs {
        /// Which percentile.
        quantile: f64,
        /// How long it takes.
        value: Shown,
    },
    /// `Latency keeps growing: the load does not settle`.
    LatencyGrows,
    /// Too few requests for a percentile: `Latency of the few requests that completed`.
    LatencyFew,
    /// `Latency by percentile: p50 3 ms, p99 39.5 ms. Objectives: SLO p99 ≤ 100 ms.`
    LatencyAlt {
        /// The percentiles.
        values: &'a [String],
        /// The objectives.
        objectives: &'a [String],
    },
    /// Name of an axis: `requests per second`.
    TrafficAxis,
    /// Name of an axis: `p99 latency per 1 s interval (log scale)`.
    P99Axis {
        /// How long an interval is.
        interval: Shown,
        /// Whether it is logarithmic.
        log: bool,
    },
    /// Name of an axis: `how busy the busiest resource of each is`.
    BusyAxis,
    /// What was asked for: `offered`.
    Offered,
    /// What was answered: `completed`.
    Completed,
    /// What failed: `errors`.
    Errors,
    /// `p99`.
    P99,
    /// The objective's line: `SLO 100 ms`.
    SloLine(Shown),
    /// Events whose names find no room: `2 events not named`.
    EventsNotNamed(usize),
    /// `p99 leaves the 100 ms SLO at 12 s, for 23 s`.
    P99Leaves {
        /// The objective.
        target: Shown,
        /// When.
        when: When<'a>,
        /// For how long; `None`: until the end.
        back: Option<Shown>,
    },
    /// `p99 is over the 100 ms SLO from beginning to end`.
    P99AlwaysOver(Shown),
    /// `p99 is inside the 100 ms SLO in all but 1 of 60 intervals`.
    P99MostlyInside {
        /// The objective.
        target: Shown,
        /// Intervals outside.
        outside: usize,
        /// Intervals in all.
        of: usize,
    },
    /// In and out: `p99 is over the 100 ms SLO 50% of the time, again and again`.
    P99Scattered {
        /// The objective.
        target: Shown,
        /// The part of the time.
        share: Shown,
    },
    /// `p99 stays inside the 100 ms SLO`.
    P99Inside(Shown),
    /// `p99 stays inside the 100 ms SLO through “kill cache”`.
    P99InsideThrough {
        /// The objective.
        target: Shown,
        /// What happened.
        event: &'a str,
    },
    /// `p99 stays inside the 100 ms SLO through all 2 events`.
    P99InsideThroughAll {
        /// The objective.
        target: Shown,
        /// How many.
        events: usize,
    },
    /// `p99 rises from 12 ms to 480 ms after “kill cache”`.
    P99Rises {
        /// Before.
        from: Shown,
        /// At its worst.
        to: Shown,
        /// What happened.
        event: &'a str,
    },
    /// `p99 holds at 12 ms through “kill cache”`.
    P99HoldsThrough {
        /// The usual one.
        value: Shown,
        /// What happened.
        event: &'a str,
    },
    /// `p99 holds at 12 ms`.
    P99Holds(Shown),
    /// `p99 goes between 45 ms and 1 s`.
    P99Swings {
        /// At its lowest.
        low: Shown,
        /// In the highest tenth of the intervals.
        high: Shown,
    },
    /// `“kill cache”: completed falls to 40% of offered for 15 s`.
    Collapse {
        /// What is completed, of what is offered.
        share: Shown,
        /// What it begins with, or when.
        cause: Cause<'a>,
        /// How long it lasts; `None`: until the end.
        length: Option<Shown>,
    },
    /// Intervals without a p99: `nothing completed`.
    NoneCompleted,
    /// Title: `Nothing completed`.
    NothingCompleted,
    /// `Requests per second and p99 latency over time. …. Events: kill cache at 60 s.`
    TimelineAlt {
        /// The message.
        title: &'a str,
        /// What happened.
        events: &'a [String],
    },
    /// `kill cache at 60 s`.
    EventAt {
        /// What happened.
        event: &'a str,
        /// When.
        at: Shown,
    },
    /// Name of an axis: `utilization of each component's busiest resource`.
    UtilizationAxis,
    /// `db (cpu) is the bottleneck at 87%`.
    Bottleneck(Busy<'a>),
    /// Something is busy at times: `db (cpu) reaches 98% at its busiest, 23% on average`.
    Reaches {
        /// The peak.
        peak: Busy<'a>,
        /// On average.
        average: Shown,
    },
    /// At the end of a bar: `23%, up to 98%`.
    AverageAndPeak {
        /// On average.
        average: Shown,
        /// In the busiest interval.
        peak: Shown,
    },
    /// The same, where the peak is that of another resource: `23%, disk up to 98%`.
    AverageAndPeakOf {
        /// On average.
        average: Shown,
        /// The other resource.
        resource: &'a str,
        /// In the busiest interval.
        peak: Shown,
    },
    /// `Nothing is busy: app (cpu), the busiest, is at 61%`.
    NotBusy(Busy<'a>),
    /// `No component has anything to do`.
    Idle,
    /// No bottleneck is named: `db is the busiest at 87%`.
    Busiest {
        /// What.
        component: &'a str,
        /// How busy it is.
        utilization: Shown,
    },
    /// Bars beyond those shown: `10 less busy components not shown`.
    ComponentsLeftOut(usize),
    /// `Utilization by component: db 87%, app 61%. 10 less busy components not shown.`
    UtilizationAlt {
        /// The bars.
        values: &'a [String],
        /// Bars beyond them.
        left_out: usize,
    },
    /// Name of an axis: `dollars a month, and share of the bill`.
    CostAxis,
    /// `$5,730 a month: 63% is app`.
    Cost {
        /// The bill.
        total: Shown,
        /// The largest part.
        share: Shown,
        /// What it is for.
        most: &'a str,
    },
    /// The bill has no large part: `$5,730 a month over 12 items: app is the largest, 13%`.
    CostSpread {
        /// The bill.
        total: Shown,
        /// How many parts it has.
        owners: usize,
        /// The largest part.
        share: Shown,
        /// What it is for.
        most: &'a str,
    },
    /// The bill has one part: `$60 a month, all of it app`.
    CostAll {
        /// The bill.
        total: Shown,
        /// What it is for.
        owner: &'a str,
    },
    /// `$0.12 per million requests`.
    PerMillion(Shown),
    /// Several small lines as one: `other (5 lines)`.
    OtherLines(usize),
    /// `Monthly cost $5,730: app $3,600 · 63%.`
    CostAlt {
        /// The bill.
        total: Shown,
        /// Its bars.
        values: &'a [String],
    },
    /// `keep matters most: storage is 18 TB to 73 TB with it`.
    TornadoTitle {
        /// The one with the longest bar.
        assumption: &'a str,
        /// What it moves.
        result: &'a str,
        /// From here.
        low: Shown,
        /// To here.
        high: Shown,
    },
    /// What the bars are: `…each assumption from its 5% (pale) to its 95% quantile, the others at their medians`.
    TornadoSubtitle(&'a str),
    /// Above the bars of one result: `storage: 36.5 TB (20 TB – 70 TB, 90%)`.
    TornadoHead {
        /// The result.
        result: &'a str,
        /// Its median.
        median: Shown,
        /// Its 5 % quantile.
        low: Shown,
        /// Its 95 % quantile.
        high: Shown,
    },
    /// Above the bars of one outcome: `p99: 39.5 ms`.
    TornadoCenter {
        /// The outcome.
        outcome: &'a str,
        /// With every input at its centre.
        value: Shown,
    },
    /// `storage is 18 TB to 73 TB with keep`.
    TornadoBar {
        /// The result.
        result: &'a str,
        /// The assumption.
        assumption: &'a str,
        /// From here.
        low: Shown,
        /// To here.
        high: Shown,
    },
    /// `Bars of how far results swing with each assumption: ….`
    TornadoAlt(&'a [String]),
    /// The paler end of a tornado's bars: `with the input at its low end`.
    TornadoLow,
    /// The darker end: `at its high end`.
    TornadoHigh,
    /// A cell of a heat map that has no figure: `unstable`.
    HeatNothing,
    /// In a waterfall's legend: `waiting`.
    SpentWaiting,
    /// In a waterfall's legend: `working`.
    SpentService,
    /// In a waterfall's legend: `on the network`.
    SpentNetwork,
    /// In a waterfall's legend: `waiting for an answer from below`.
    SpentDownstream,
    /// Below a waterfall: `since the request arrived`.
    WaterfallAxis,
    /// Column of a table behind a chart: `name`.
    ColumnName,
    /// Column of such a table: `time`.
    ColumnTime,
    /// Column of such a table: `spent`, as waiting, working or on the network.
    ColumnSpent,
    /// From one time to another: `3 ms – 12 ms`.
    FromTo {
        /// The earlier.
        from: Shown,
        /// The later.
        to: Shown,
    },
}

/// A percentile beside its objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// Which percentile.
    pub quantile: f64,
    /// How long it takes.
    pub value: Shown,
    /// How long it may take.
    pub target: Shown,
}

/// A resource and how busy it is: `db (cpu)`, `87%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy<'a> {
    /// Whose.
    pub component: &'a str,
    /// Which.
    pub resource: &'a str,
    /// How busy.
    pub utilization: Shown,
}

/// When p99 leaves its objective.
#[derive(Clone, Debug, PartialEq)]
pub enum When<'a> {
    /// At a time that no event explains: `at 12 s`.
    At(Shown),
    /// As soon as an event happens: `with “traffic × 3”`.
    With(&'a str),
    /// While an event lasts: `12 s into “traffic × 3”`.
    Into {
        /// How long after its beginning.
        delay: Shown,
        /// What happens.
        event: &'a str,
    },
    /// `32 s after “traffic × 3”`.
    After {
        /// How long after its beginning.
        delay: Shown,
        /// What happened.
        event: &'a str,
    },
}

/// What a collapse begins with.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause<'a> {
    /// An event.
    Event(&'a str),
    /// No event: the time.
    At(Shown),
}
