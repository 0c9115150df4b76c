//! What is written into the design as a picture. Figures arrive rounded.

use super::topology::Blow;
use crate::figure::Shown;

/// Words of the picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Text<'a> {
    /// What a component is, by its kind on the page: `load balancer`.
    Kind(&'a str),
    /// In a box: `cpu 78%`.
    Busy {
        /// Of which resource.
        resource: &'a str,
        /// On average.
        average: Shown,
    },
    /// The same where it was far busier at times: `cpu 23%, up to 98%`.
    BusyUpTo {
        /// Of which resource.
        resource: &'a str,
        /// On average.
        average: Shown,
        /// In the busiest interval.
        peak: Shown,
    },
    /// The same where the peak is another resource's: `cpu 23%, disk up to 98%`.
    BusyUpToOf {
        /// Of which resource.
        resource: &'a str,
        /// On average.
        average: Shown,
        /// The other resource.
        other: &'a str,
        /// In the busiest interval.
        peak: Shown,
    },
    /// A rate limiter: `lets 500/s pass`.
    LetsPass(Shown),
    /// A rate limiter with a limit for each key: `lets 10/s of each key pass`.
    LetsPassOfEachKey(Shown),
    /// `200 workers each`; of one instance alone: `200 workers`.
    Workers {
        /// Of each instance.
        count: Shown,
        /// Whether there are several instances.
        each: bool,
    },
    /// `100 connections each`; of one node alone: `100 connections`.
    Connections {
        /// Of each node.
        count: Shown,
        /// Whether there are several nodes.
        each: bool,
    },
    /// A queue: `holds 10,000 messages`.
    Holds(Shown),
    /// `8 GB each`; of one instance alone: `8 GB`.
    Memory {
        /// Of each instance.
        size: Shown,
        /// Whether there are several instances.
        each: bool,
    },
    /// Beside a call: the caller's connections, `pool 20`.
    Pool(u32),
    /// `26% of the calls fail`.
    Fail(Shown),
    /// `dead at 60 s for 20 s`.
    Struck {
        /// What happens.
        blow: &'a Blow,
        /// When.
        at: Shown,
        /// For how long; `None`: until the end.
        length: Option<Shown>,
    },
    /// A call that the timeline cuts: `cut at 60 s for 20 s`.
    Cut {
        /// When.
        at: Shown,
        /// For how long; `None`: until the end.
        length: Option<Shown>,
    },
    /// Events that are not listed: `3 more events`.
    MoreEvents(usize),
    /// Above a box: `bottleneck`.
    Bottleneck,
    /// Above the box of what refuses: `limit`.
    Limit,
    /// What the colours say: `busiest resource`.
    LegendBusy,
    /// What the arrows say: `arrows: calls a second, on average`.
    LegendCalls,
    /// Title: `At 1,050/s, db (cpu) is the bottleneck at 87%`.
    TitleBottleneck {
        /// Requests offered.
        offered: Shown,
        /// What limits.
        component: &'a str,
        /// Its busiest resource.
        resource: &'a str,
        /// How busy that is.
        utilization: Shown,
    },
    /// Title: `db (cpu) reaches 98% at its busiest`.
    TitleReaches {
        /// What limits.
        component: &'a str,
        /// Its busiest resource.
        resource: &'a str,
        /// How busy that is.
        peak: Shown,
    },
    /// Title: `At 1,050/s, one instance of cache is the bottleneck (cpu 96%)`.
    TitleHotInstance {
        /// Requests offered.
        offered: Shown,
        /// Whose.
        component: &'a str,
        /// Its busiest resource.
        resource: &'a str,
        /// How busy that is.
        utilization: Shown,
    },
    /// Title: `At 1,050/s, limit refuses 76% of its calls`.
    TitleRefuses {
        /// Requests offered.
        offered: Shown,
        /// What refuses.
        component: &'a str,
        /// The part.
        share: Shown,
    },
    /// Title: `At 1,050/s, nothing is busy: app (cpu), the busiest, is at 61%`.
    TitleNotBusy {
        /// Requests offered.
        offered: Shown,
        /// The busiest.
        component: &'a str,
        /// Its busiest resource.
        resource: &'a str,
        /// How busy that is.
        utilization: Shown,
    },
    /// Title where nothing is known to limit: `1,050/s through 5 components`.
    Title {
        /// Requests offered.
        offered: Shown,
        /// How many.
        components: usize,
    },
    /// `client → lb 1,050/s`.
    Call {
        /// Who calls.
        from: &'a str,
        /// Who is called.
        to: &'a str,
        /// How often.
        rate: Shown,
    },
    /// `The design. Boxes: db cpu 87%, …. Calls: client → lb 1,050/s, ….`
    Alt {
        /// What stands in the boxes.
        boxes: &'a [String],
        /// The arrows.
        calls: &'a [String],
    },
}
