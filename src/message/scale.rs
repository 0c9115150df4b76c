//! What `napkin scale` can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::capacity::Criterion as Judged;
use crate::figure::Measured;

/// A kind of design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// One machine.
    #[default]
    Up,
    /// Many small ones.
    Out,
    /// Several of a middle size.
    Diagonal,
    /// A database's primary with replicas that read.
    Replicas,
    /// A database's shards.
    Shards,
}

/// What can be scaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaled {
    /// A server.
    #[default]
    Server,
    /// A cache.
    Cache,
    /// A database.
    Database,
}

/// Why nothing can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A component that is not made of machines of a size.
    CannotScale {
        /// The component.
        name: String,
        /// Its kind, as pages have it.
        kind: &'static str,
    },
    /// A page of clients.
    NoRate,
    /// No machine, no family.
    NoMachine {
        /// The component.
        name: String,
    },
    /// ``the prices have no family `m9`; did you mean `m7g`?``
    NoFamily {
        /// As it was asked for.
        family: String,
        /// One that is spelt alike.
        near: Option<String>,
    },
    /// A family of one size.
    OneSize {
        /// The family.
        family: String,
    },
}

/// Machines in their roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machines<'a> {
    /// `20 × c7g.large`.
    Instances {
        /// How many.
        count: u32,
        /// Of what.
        machine: &'a str,
    },
    /// `1 primary + 3 × r7g.large`, `4 shards × r7g.large`.
    Nodes {
        /// Shards.
        shards: u32,
        /// Replicas of each.
        replicas: u32,
        /// Of what.
        machine: &'a str,
    },
}

/// Why one big machine is not the cheapest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why<'a> {
    /// `no c7g carries it alone`.
    OneMachine {
        /// The family.
        family: &'a str,
    },
    /// `it costs $2,118/month, 20 × c7g.large $1,059/month`.
    Price {
        /// Of one machine, a month.
        up_usd: f64,
        /// Of the cheapest design, a month.
        other_usd: f64,
        /// That design.
        other: Machines<'a>,
    },
    /// `db is full, whatever is done here`.
    Elsewhere {
        /// What is full.
        component: &'a str,
    },
}

/// Why cores in one machine and in several do not add up to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cores {
    /// One queue for all of them wastes none.
    Pooling,
    /// They slow each other down.
    SlowEachOther,
    /// Sizes double.
    Steps,
}

/// What is left after one machine is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Left {
    /// `0% left`.
    Nothing,
    /// `75% of the keys left`.
    Keys {
        /// 0 to 1.
        share: f64,
    },
    /// `95% left, p99 40 ms, met`; `50% left, overloaded` without a p99.
    Share {
        /// 0 to 1.
        share: f64,
        /// With its interval.
        p99_ms: Option<Measured>,
        /// Whether every objective is met then.
        meets: bool,
    },
}

/// A cell of the criteria.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// `$103/month at 1,000/s`.
    Cost {
        /// A month.
        usd: f64,
        /// What it carries.
        per_s: f64,
    },
    /// `$2,118/month at 20,000/s (page: $0.04/million)`.
    LongTerm {
        /// A month.
        usd: f64,
        /// What it carries.
        per_s: f64,
        /// A million of the page's requests.
        per_million_usd: f64,
    },
    /// `none at 20,000/s`.
    NoneAt {
        /// The rate.
        per_s: f64,
    },
    /// `carries 20,000/s with 40; not reached`, `carries 8,200/s, then ends`.
    Limit {
        /// The rate.
        per_s: f64,
        /// How many machines carry it, if more would carry more.
        machines: Option<u32>,
    },
    /// `40 at the highest rate; a balancer, health checks, deploys in turn *`.
    Operate(Way, u32),
    /// `a restart, or a failover *`.
    Resize(Way),
    /// `95% left, p99 40 ms, met`.
    Lost(Left),
    /// `a replica: 75% left, …; the primary: no writes until one is promoted`.
    ReplicaLost(Left),
    /// `one copy, nothing to agree on *`.
    Consistency {
        /// The kind of design.
        way: Way,
        /// Of what.
        scaled: Scaled,
        /// Stale reads among all, where they are counted.
        stale: Option<f64>,
    },
}

/// What is written in the note, the tables and the charts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Text<'a> {
    /// `up`, `out`, …
    Way(Way),
    /// `20 × c7g.large`.
    Machines(Machines<'a>),
    /// `Up to 4,000/s one big box wins or ties; at 5,000/s it doesn't: …`
    UpTo {
        /// The last rate at which it is among the cheapest.
        wins_to: f64,
        /// The next.
        from: f64,
        /// Why it is not any more.
        why: Why<'a>,
    },
    /// `One big box wins or ties at every rate that was compared, up to 20,000/s.`
    UpAlways {
        /// The highest rate.
        to: f64,
    },
    /// `One big box wins nowhere, from 500/s on: …`
    UpNever {
        /// The lowest rate.
        from: f64,
        /// Why.
        why: Why<'a>,
    },
    /// Nothing carries any of the rates.
    Nothing,
    /// The same question with one machine to spare.
    Spare {
        /// The last rate at which two big boxes are among the cheapest.
        wins_to: Option<f64>,
        /// The next.
        from: Option<f64>,
        /// What they cost there against the cheapest, a month.
        costs: Option<(f64, f64)>,
    },
    /// `One c7g.16xlarge carries 8,200/s; at 8,300/s p99 is missed.`
    OneMachine {
        /// The machine.
        machine: &'a str,
        /// The highest rate that it was seen to carry.
        carries: f64,
        /// The lowest that it was not.
        misses: f64,
        /// What is missed there.
        criterion: &'a Judged,
    },
    /// `One c7g.16xlarge carries 8,200/s, which is all that db carries.`
    OneMachineIsEnough {
        /// The machine.
        machine: &'a str,
        /// The rate.
        carries: f64,
        /// What is full by then.
        other: &'a str,
    },
    /// A larger one does less.
    Retrograde {
        /// The largest.
        machine: &'a str,
    },
    /// What contention and coherency leave of its cores.
    Effective {
        /// The machine.
        machine: &'a str,
        /// Its cores.
        cores: u32,
        /// What they are worth.
        worth: f64,
    },
    /// A vCPU costs the same in every size.
    SamePrice {
        /// The family.
        family: &'a str,
        /// A month.
        usd: f64,
    },
    /// `In m7g a vCPU costs $29/month to $31/month, by the size.`
    OtherPrice {
        /// The family.
        family: &'a str,
        /// A month.
        least: f64,
        /// A month.
        most: f64,
    },
    /// `At 4,000/s one big box is 32 vCPUs, small ones come to 40: …`
    Cores {
        /// The rate.
        per_s: f64,
        /// vCPUs of one machine.
        up: u32,
        /// vCPUs of many.
        out: u32,
        /// Why they differ.
        why: Option<Cores>,
    },
    /// What a database's primary has to do by itself.
    Primary {
        /// Cores that writes ask for.
        writes: f64,
        /// Cores that reads ask for.
        reads: f64,
    },
    /// `Beyond 9,000/s db is full, whatever is done here: the comparison ends there.`
    Elsewhere {
        /// What is full.
        component: &'a str,
        /// From which rate on.
        per_s: f64,
    },
    /// The page has no load balancer.
    NoBalancer,
    /// Heading.
    Frontier,
    /// Heading.
    Criteria,
    /// Heading.
    Sizes,
    /// Heading.
    How,
    /// What the star means.
    Footnote,
    /// What is left of the capacity, and whether that is enough: `95%, met`.
    LeftShort {
        /// 0 to 1.
        share: f64,
        /// `None` for one machine, of which nothing is left.
        meets: Option<bool>,
    },
    /// How it was judged.
    Judged {
        /// What a design is judged by.
        by: &'a [Judged],
        /// The multiple of the rate at which the page's shape peaks, if it has one.
        peak: Option<f64>,
    },
    /// What goes with the machine.
    WithTheMachine,
    /// How the designs were found.
    Method {
        /// Requests that were simulated.
        requests: u64,
    },
    /// What a loss and a spare mean.
    Loss {
        /// Of what.
        scaled: Scaled,
    },
    /// `app: one big box wins or ties up to 4,000/s`.
    ChartTitle {
        /// What is scaled.
        component: &'a str,
        /// Up to where, if anywhere.
        wins_to: Option<f64>,
        /// With one machine to spare.
        spare: bool,
    },
    /// What the chart shows.
    ChartAlt {
        /// What is scaled.
        component: &'a str,
        /// Its curves.
        ways: &'a [Way],
    },
    /// Axis: `rate that is carried`.
    RateAxis,
    /// Axis: `app's machines, a month`.
    CostAxis {
        /// What is scaled.
        component: &'a str,
    },
    /// Rule: `limit of one c7g.16xlarge`.
    LimitRule {
        /// The machine.
        machine: &'a str,
    },
    /// Which study it is.
    Subtitle {
        /// The page.
        scenario: &'a str,
        /// The family.
        family: &'a str,
        /// The seed.
        seed: u64,
    },
}

/// Heads of columns, and of the rows of the criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// `rate`.
    Rate,
    /// The kind of design, which needs no head.
    Kind,
    /// `machines`.
    Machines,
    /// `vCPUs`.
    Vcpus,
    /// `p99`.
    P99,
    /// `$/month`.
    Month,
    /// `page`.
    Page,
    /// `one lost`.
    OneLost,
    /// `N+1`.
    Spare,
    /// `machine`.
    Machine,
    /// `worth`.
    Worth,
    /// `a month`.
    AMonth,
    /// What is compared, which needs no head.
    Criterion,
    /// A row of the criteria.
    Of(Criterion),
}

/// The textbook's criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// `initial cost`.
    InitialCost,
    /// `limit`.
    Limit,
    /// `to operate`.
    Operate,
    /// `downtime on resize`.
    Resize,
    /// `one machine lost`.
    Lost,
    /// `consistency`.
    Consistency,
    /// `long-term cost`.
    LongTerm,
    /// `with one to spare`.
    Spare,
}

impl Criterion {
    /// In the textbook's order.
    pub const ALL: [Self; 8] = [
        Self::InitialCost,
        Self::Limit,
        Self::Operate,
        Self::Resize,
        Self::Lost,
        Self::Consistency,
        Self::LongTerm,
        Self::Spare,
    ];
}
