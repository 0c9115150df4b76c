//! What `napkin explain` can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::PhaseLabel;
use super::study::Cut;
use crate::figure::{Measured, Unit};

/// What a change turns, the simplest first: of two that cost the same, the simpler one is advised.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Lever {
    #[default]
    RetryBudget,
    FewerRetries,
    Connections,
    Pool,
    FewerWorkers,
    Timeout,
    Queue,
    Cancel,
    RedeliverAfter,
    Prefetch,
    Failover,
    Policy,
    Health,
    CountBooting,
    Cooldown,
    MinInstances,
    MaxInstances,
    ScaleTarget,
    AddHedge,
    Workers,
    Ttl,
    NoRetry,
    LongerQueue,
    ReadsFrom,
    Burst,
    Rate,
    Memory,
    Instances,
    Machine,
    Cores,
    Capacity,
    Replicas,
    Buffer,
    Iops,
    NewCache,
    Shards,
    Async,
    AddRetry,
    MoreRetries,
    FewerInstances,
    SmallerMachine,
    FewerReplicas,
    ReadPrimary,
    ReadMoreAnswers,
    ReadQuorum,
    WriteQuorum,
    Replication,
    OnWrite,
    ShorterTtl,
    Merge,
    Shed,
    Deadline,
    Breaker,
    NoBreaker,
    NoHedge,
    ShorterPauses,
}

/// What stands on the page.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Setting {
    /// As the page writes it: `8`, `c7g.xlarge`, `500ms`.
    Written(String),
    /// Nothing limits but the cores.
    #[allow(missing_docs)]
    Cores { cores: u32 },
    /// Nothing.
    #[default]
    Unset,
}

/// A change to one part of the page.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What is turned.
    pub lever: Lever,
    /// Where: a component, or an entry of `requests:`.
    pub component: String,
    /// From.
    pub from: Setting,
    /// To, as the page would write it.
    pub to: String,
}

/// Why a change helps, or why it does not.
#[derive(Clone, Debug, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// `more of them share the calls`
    MoreShareTheCalls,
    /// `those that boot were asked for again and again`
    AskedForTwice,
    /// `instances went that were needed again`
    GoneBeforeNeeded,
    /// `enough are ready before the load comes`
    ReadyBeforeNeeded,
    /// `more cores share the work`
    MoreCores,
    /// `second tries are a load of their own`
    RetriesAreALoad,
    /// `copies are a load of their own`
    CopiesAreALoad,
    /// `the second of two is seldom slow, too`
    SecondIsSeldomSlow,
    /// `a dead instance is noticed sooner`
    NoticedSooner,
    /// It stands still for a shorter time.
    StandsStillLess,
    /// `requests waited for a connection while the rest was idle`
    WaitedForAConnection,
    /// `more at once get in each other's way`
    InEachOthersWay,
    /// `answers were on their way when the caller gave up`
    AnswersWereOnTheirWay,
    /// `who would wait too long is told at once, and what is taken is answered in time`
    ToldAtOnce,
    /// `work that nobody waits for is not done`
    UselessWork,
    /// `callers stop waiting for what does not answer`
    NobodyWaitsForIt,
    /// `messages are not handed out a second time while the first consumer still works at them`
    WorkedAtTwice,
    /// `a dead primary is replaced sooner`
    ReplacedSooner,
    /// `no queue is long while another is short`
    EvenQueues,
    /// `requests waited for a worker, not for a core`
    WaitedForAWorker,
    /// `workers waited for answers from below`
    WorkersWaited,
    /// `one miss of an entry fetches it, in place of all that come meanwhile`
    FetchedOnce,
    /// `more is found without asking further`
    MoreIsFound,
    /// `a burst is waited for in place of being refused`
    BurstIsWaitedFor,
    /// `more nodes answer the reads`
    MoreNodesAnswer,
    /// `requests were refused that could be carried`
    RefusedWithoutNeed,
    /// `it was full`
    ItWasFull,
    /// `messages were refused`
    MessagesWereRefused,
    /// `each shard has a part of the keys`
    PartOfTheKeys,
    /// `the primary is never behind`
    PrimaryIsNeverBehind,
    /// `every read asks a node that has the last write`
    QuorumsMeet,
    /// `fewer nodes have to answer (and a read may miss the last write)`
    FewerAnswersAreEnough,
    /// `writes are acknowledged sooner (and the last ones lost if the primary dies)`
    SoonerAcknowledged,
    /// `an old value is not kept for so long`
    OldValuesGoSooner,
    /// `what failed once works the second time`
    WorksTheSecondTime,
    /// `the objectives leave room (what is left when one dies was not simulated)`
    ObjectivesLeaveRoom,

    /// `it is not the limit; db's cpu is`
    #[allow(missing_docs)]
    NotTheLimit { component: String, resource: String },
    /// `every write still goes to the primary, and again to each replica`
    WritesGoToThePrimary,
    /// `entries expire before the memory is full`
    EntriesExpire,
    /// `what is full gets more to do`
    MoreToDo,
    /// `the hottest keys still share a node with others, or are one`
    OneIsHot,
    /// `what each shard does anyway stays with it`
    EachShardAnyway,
    /// `what takes longer only waits longer`
    OnlyWaitsLonger,
    /// `workers are busy because what they wait for is`
    WorkersWaitForWhatIsBusy,
    /// `what would have been late is refused in its place`
    RefusedInItsPlace,
    /// `an objective would be missed, or met too closely`
    MetTooClosely,
    /// `it changes little of what requests wait for or fail by`
    ChangesLittle,
}

/// What is advised (or advised against): changes that belong together, and why.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
pub struct Advised {
    /// What is changed.
    pub changes: Vec<Change>,
    /// Why that helps, or does not.
    pub why: Option<Why>,
    /// More requests are refused, and no objective speaks of it.
    pub sheds: bool,
}

/// What a change does: before and after, and what it costs more a month.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Moves {
    pub p99_ms: (Option<f64>, Option<f64>),
    /// Of the objective on later work, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later_ms: Option<(Option<f64>, Option<f64>)>,
    pub errors: (Option<f64>, Option<f64>),
    /// `None` where nothing on the page has a price.
    pub usd: Option<f64>,
}

/// An objective that is missed.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Off {
    pub objective: String,
    pub unit: String,
    pub target: f64,
    pub actual: Option<f64>,
}

/// Where time is spent, or a request fails.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
#[schemars(with = "String")]
pub enum Place {
    /// At a component.
    Component(String),
    /// `client`: at the client itself.
    #[default]
    Client,
    /// `network`: on the network.
    Network,
}

impl Place {
    /// Whether it is the component of this name.
    #[must_use]
    pub fn is(&self, component: &str) -> bool {
        matches!(self, Self::Component(name) if name == component)
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        match place {
            Place::Component(name) => name,
            Place::Client => "client".to_owned(),
            Place::Network => "network".to_owned(),
        }
    }
}

/// How time is spent.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spent {
    /// In a queue, or for an answer.
    #[default]
    Waiting,
    /// Being worked on.
    Service,
    /// On the way.
    Network,
}

/// On what time is spent.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
pub struct SpentOn {
    /// The component; `network`, or `client` for the client's own pauses.
    pub component: Place,
    /// How.
    pub spent: Spent,
    /// The resource: `cpu`, `workers`, `connections`, `pool`, `retry`, …
    pub on: String,
}

/// Why requests fail at a place.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// `the client stops waiting`
    ClientStopsWaiting,
    /// `db has not answered in time`
    #[default]
    NotInTime,
    /// `jobs is full`
    Full,
    /// `every waiting place at app is taken`
    NoPlace,
    /// `no instance of app is up`
    NoneUp,
    /// `an instance of app dies with the call, or is dead`
    Dies,
    /// `gate lets no more through`
    Limited,
    /// `the request leaves the queue at app`
    Leaves,
    /// `bank answers with an error`
    AnswersWithAnError,
    /// `the breaker of those who call bank is open`
    BreakerIsOpen,
    /// `its turn at db comes after everybody has given up`
    NobodyWaits,
    /// `app sheds the call: its queue has been too long`
    Sheds,
    /// `too few of the nodes that keep a key of store are up`
    NoQuorum,
}

/// One way in which requests fail.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Serialize)]
pub struct Failing {
    /// Where it arises; `client` for the client's own timeout.
    pub component: Place,
    /// `timeout`, `queue_full`, …
    pub reason: String,
    /// What that means there.
    pub cause: Cause,
    /// Failed requests, all replications.
    pub requests: u64,
    /// Of all failed requests.
    pub share: f64,
    /// The phase with the most of them, and its share of them; `None` without phases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<(PhaseLabel, f64)>,
}

/// On what requests spend the most of their time.
#[derive(Clone, Debug, Default, JsonSchema, PartialEq, Serialize)]
pub struct Most {
    /// On what.
    #[serde(flatten)]
    pub on: SpentOn,
    /// Of their time.
    pub share: f64,
    /// Of that, the largest share at one of several instances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_one_instance: Option<f64>,
    /// How long they take on average.
    pub mean_ms: f64,
}

/// A sentence of the answer.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Answer {
    /// `Not simulated: the budget of requests ends each run at 53 s, so “set cache.hit_ratio” at 60 s was left out, …`
    Cut(Cut),
    /// ``By arithmetic coder needs 4,900 instances; the page has 200. The run of 12 s is too short to show it.``
    TooShort { component: String, utilization: f64, needed: u64, instances: u32, simulated_s: f64 },
    /// `Every objective is met.`
    Met { implied: bool },
    /// `The load does not settle.`
    DoesNotSettle { implied: bool },
    /// `Missed: p99 is 797 ms, not 100 ms.`
    Missed { missed: Vec<Off>, settles: bool, implied: bool },
    /// `Of the failures 98% are because db has not answered in time.`
    Fails(Failing),
    /// `The slowest 1 % take 797 ms on average and spend 90% of it waiting for db's cpu.`
    SlowestSpend(Most),
    /// `Those that fail take 1 s on average and spend 90% of it waiting for db's cpu.`
    FailedSpend(Most),
    /// ``It could cost less: ‘--set app.instances=3’ (p99 …).``
    CouldCostLess { set: Vec<String>, moves: Moves },
    /// ``‘--set db.cancel=true’ needs no more hardware, and it recovers after the last event, though errors is …: ….``
    Recovers { set: Vec<String>, missed: Vec<String>, moves: Moves },
    /// ``‘--set app.instances=8’ brings it to every objective: p99 797 ms → 92 ms, ….``
    Enough { set: Vec<String>, moves: Moves },
    /// ``‘--set app.instances=8’ helps most, though p99 is still missed: p99 797 ms → 120 ms, ….``
    HelpsMost { set: Vec<String>, missed: Vec<String>, moves: Moves },
    /// ``‘--set db.cores=16’ leaves fewer failures, but is far from enough: p99 …, errors 85% → 43%, ….``
    Helps { set: Vec<String>, moves: Moves },
    /// `With objectives (‘slo:’) there would be something to weigh: what could be spared.`
    NothingToWeigh,
    /// `Nothing was found that costs less and still meets them clearly.`
    NothingToSpare,
    /// `It was stopped before a change was found that brings it closer.`
    StoppedEarly,
    /// `Nothing that was tried brings it much closer.`
    NothingHelps,
}

/// The text of its note and charts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Text<'a> {
    /// ``‘--set app.instances=8’: app: 5 → 8 instances: more of them share the calls``
    PieceOfAdvice { set: &'a [String], says: &'a Advised },
    /// ``To see the first at work: ‘napkin run …’``
    ToSeeIt { command: &'a str },
    /// `73.4% of the requests fail.`
    ManyFail { rate: Measured },
    /// `db limits now: its cpu is 100% busy.`
    Now { component: &'a str, resource: &'a str, utilization: f64 },
    /// ``With ‘--set db.cores=8’ the busiest is app, whose cpu is 93% busy: p99 …``
    Next { set: &'a [String], then: Option<(&'a str, &'a str, f64)>, moves: Moves },
    /// `12 variants of the page were simulated, each 4 times for 20 s with the same requests: …`
    HowSimulated { variants: u64, requests: u64, replications: u32, seconds: f64 },
    /// `40,000 requests of one replication were followed from arrival to answer; …`
    Followed { followed: u64, median: u64, slowest: u64 },
    /// `98% of the slowest arrived in “sale”.`
    SlowestArrivedIn { phase: &'a PhaseLabel, share: f64 },

    /// Heading: `Where time goes`.
    Time,
    /// Heading: `What fails`.
    Failures,
    /// Heading: `What limits`.
    Limit,
    /// Heading: `Changes worth making`.
    Advice,
    /// Heading: `What does not help`.
    NoHelp,
    /// Heading: `What was simulated`.
    Simulated,

    /// Column: `spent`.
    Spent,
    /// Column: `near p50`.
    Median,
    /// Column: `share`.
    ShareColumn,
    /// Column: `slowest 1 %`.
    Slowest,
    /// Column: `failed`.
    Failed,
    /// Column: `where`.
    Where,
    /// Column: `reason`.
    Reason,
    /// Column: `requests`.
    Requests,
    /// Column: `of failures`.
    ShareOfFailures,
    /// Column: `mostly in`.
    When,
    /// Column: `--set`.
    Set,
    /// Column: `p99`.
    P99,
    /// Column: `errors`.
    Errors,
    /// Column: `bill a month`.
    Bill,
    /// Column: `misses`.
    Misses,

    /// Cell: `as it stands`.
    AsItStands,
    /// Cell: `in all`.
    InAll,
    /// Cell: `797 ms`, or `none`.
    Value { value: Option<f64>, unit: Unit },
    /// Cell: `92 ms (−705 ± 12 ms)`, `92 ms (tie)`.
    Changed { after: Option<f64>, by: Option<Measured>, unit: Unit },
    /// Cell: `+$60`, or `same`.
    BillChanged { usd: f64 },
    /// Cell: `none`, where every objective is met.
    Met,
    /// Cell: `none, closely`.
    MetClosely,
    /// Cell: `p99, errors`, or `does not settle`.
    StillMissed(&'a [String]),
    /// Cell: `<1%`, in whole percent.
    Share(f64),
    /// Cell: `sale (98%)`.
    MostlyIn { phase: &'a PhaseLabel, share: f64 },

    /// `A slow request spends 90% of its time waiting for db's cpu`
    WaterfallTitle { on: &'a SpentOn, share: f64 },
    /// `near the median: get, 2.1 ms`, `one of the slowest 1 %: get, 797 ms`
    Panel { is_slow: bool, request: &'a str, latency_ms: f64 },
    /// `Two cores: two requests that were simulated (seed 1)`
    WaterfallSubtitle { scenario: &'a str, seed: u64 },
    /// `Waterfall of a slow request (797 ms) and of one near the median (2.1 ms): …`
    WaterfallAlt { median_ms: Option<f64>, slow_ms: f64 },
}
