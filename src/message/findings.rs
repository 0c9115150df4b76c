//! What a run found, and what makes its figures less than they seem.

use schemars::JsonSchema;
use serde::Serialize;

use super::{EventLabel, PhaseLabel};

/// How calls fail without a limit that has a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailsBy {
    /// It answers with errors.
    Error,
    /// Its callers' breakers are open.
    CircuitOpen,
    /// It refuses what has waited too long.
    Shed,
    /// Its callers have given up before its turn comes.
    Expired,
}

/// What one reads first of a run. Ratios are 0..1.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields' names say it.
pub enum Finding {
    /// `db is the bottleneck (cpu 100% busy). It holds up the workers of web: …` Below 70 % nothing is
    /// called one.
    Bottleneck {
        component: String,
        resource: String,
        utilization: f64,
        /// In its busiest interval, where something changes over time.
        peak_utilization: Option<f64>,
        /// What is full only because those that hold it wait for this.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        held_up: Vec<HeldUp>,
    },
    /// `The primary of shard 3 of db is the bottleneck: its cpu is 96% busy, 31% on average of all instances. …`
    HotInstance {
        component: String,
        place: Place,
        resource: String,
        utilization: f64,
        /// Of all instances.
        average: f64,
    },
    /// Calls wait though nothing is busy on average.
    WaitsBelowLimit {
        component: String,
        resource: String,
        utilization: f64,
        wait_ms: f64,
        work_ms: f64,
    },
    /// `app is throttled for 31% of its time with work: its quota of 0.5 cores … is spent before they are over. …`
    Throttled {
        component: String,
        /// Of the time in which there was work.
        share: f64,
        /// Cores.
        quota: f64,
        /// Of the quota.
        utilization: f64,
    },
    /// `cache stands still for 20 ms every 1.5 s, and that decides the p99: …`
    Pauses {
        component: String,
        /// Means.
        for_ms: f64,
        every_s: f64,
        /// Wait of its calls.
        wait_p99_ms: f64,
        utilization: Option<f64>,
    },
    /// `Instance 2 of app is 10 times as slow for a while, and the balancer goes on giving it its share: …`
    SlowInstance {
        component: String,
        /// Counted from 1.
        instance: usize,
        /// How many times as slow; `None` if it hangs.
        times: Option<f64>,
        utilization: f64,
        /// Of all instances.
        average: f64,
    },
    /// `limit refuses 76% of the calls: it lets 1,200/s pass (8 keys × 150/s).`
    Limiter {
        component: String,
        refused: f64,
        passes_per_s: f64,
        /// With a limit for each key.
        keys: Option<u64>,
        rate_per_s: f64,
        /// The leaky bucket's.
        wait_ms: f64,
    },
    /// `bank answers 5% of its calls with an error.`
    FailsCalls {
        component: String,
        by: FailsBy,
        /// Of the calls to it.
        share: f64,
        /// How often a breaker opened, in a run.
        opened: Option<f64>,
    },
    /// `app's workers are full because they wait for bank, which hangs.`
    WaitsForStruck {
        component: String,
        resource: String,
        waits_for: String,
        /// Else it is slow.
        hangs: bool,
    },
    /// `A deadlock: each request holds one of the 10 connections of db and waits for a second one. …`
    Deadlock {
        component: String,
        resource: String,
        count: u64,
        /// What a request needs at once.
        each: u64,
        /// Requests under way at most; `None` is no limit.
        callers: Option<u64>,
        /// The fewest with which one request can always go on.
        least: Option<u64>,
    },
    /// `No component has a limit, so nothing can be the bottleneck.`
    NoLimit,
    /// `The p99 objective is missed: 131 ms, the target is 100 ms.`
    ObjectiveMissed {
        objective: String,
        /// `ms`, `ratio`, `USD/month`.
        unit: String,
        target: f64,
        /// `None` when there was nothing to measure.
        actual: Option<f64>,
        low: Option<f64>,
        high: Option<f64>,
    },
    /// The interval contains the target: more replications would decide it.
    ObjectiveUnclear { objective: String, unit: String, target: f64, low: f64, high: f64 },
    /// `Every objective is met.`
    ObjectivesMet,
    /// The load does not settle: requests pile up at a component; `None`: with the callers, whose
    /// calls wait for their next try or an answer.
    Unstable { component: Option<String>, growth_per_s: f64 },
    /// Something goes on growing after the last event.
    EndsUnstable { component: Option<String>, growth_per_s: f64 },
    /// Only the work left for later does not settle.
    LaterUnstable { queue: String, growth_per_s: f64 },
    /// A queue's messages take longer than it waits for them; messages of one run.
    Redelivered {
        queue: String,
        messages: u64,
        /// How often a message is done, on average.
        times: f64,
        redeliver_after_s: f64,
        /// Messages that a worker holds, the one in work included.
        prefetch: u32,
        /// Mean work of what takes them.
        work_s: f64,
    },
    /// Messages that were handed out so often and not done; of one run, and as a share of those that came.
    DeadLetters { queue: String, messages: f64, share: f64, after: u16 },
    /// Nothing at all completed.
    NothingCompleted,
    /// `Retries add to the load: 1.72 for each request.`
    RetryAmplification { ratio: f64 },
    /// `Copies add to the load: 16% of the calls to app are sent twice.`
    CopiesAdd { component: String, share: f64 },
    /// `During “kill cache” 12% of the requests fail.`
    PhaseFailures { phase: PhaseLabel, rate: f64 },
    /// What an event did to p99; `None` when nothing completed in it.
    PhaseEffect { phase: PhaseLabel, p99_before_ms: f64, p99_during_ms: Option<f64> },
    /// An event stops the answers, and those that come later have waited for its end.
    PhaseStalls {
        phase: PhaseLabel,
        completed_per_s: f64,
        offered_per_s: f64,
        p99_after_ms: Option<f64>,
    },
    /// After an event the system did not come back.
    NoRecovery {
        phase: PhaseLabel,
        p99_before_ms: f64,
        p99_after_ms: Option<f64>,
        /// Shares of requests that fail before it and at the end, where that is what does not recover.
        failing: Option<(f64, f64)>,
    },
    /// `Whether it recovers from “hang bank” cannot be told: the run ends 1 s after it.`
    EndsTooSoon { phase: PhaseLabel, left_s: f64 },
    /// `look: 73.7% fail, at maps_quota (rate limited).` A request type that the average of all of them hides.
    TypeFails { request_type: String, rate: f64, component: String, reason: String },
    /// `75% of the requests have no answer when the run ends.`
    Unanswered { share: f64 },
    /// Latencies are of a part only.
    LatencyOfTheAnswered { failed: f64 },
    /// Work left for later takes its time.
    LaterTakes { request_type: String, answer_p99_ms: f64, later_p99_ms: f64 },
    /// Stale reads seen at a component whose data lag.
    StaleReads { component: String, ratio: f64 },
    /// `At cache 1,240 of 1,500 misses fetch an entry that another miss is fetching already: …` On average of the runs.
    Stampede { component: String, misses: u64, again: u64 },
    /// `12% of the calls to store fail for want of a quorum: …` Of a key-value store with fewer nodes up than a call needs.
    NoQuorum {
        component: String,
        /// Of its calls.
        share: f64,
        copies: u32,
        write: u32,
        read: u32,
    },
    /// Writes acknowledged and then lost in a failover, on average of the runs.
    LostWrites { component: String, writes: u64 },
    /// Waiting is what the arithmetic leaves out; with `branches`, also that the slowest of several counts.
    WaitingAdds { request_type: String, napkin_ms: f64, run_ms: f64, branches: bool },
    /// A mean latency below that of the arithmetic.
    FasterThanNapkin { request_type: String, napkin_ms: f64, run_ms: f64 },
    /// Every metric is as precise as was asked.
    PrecisionReached { wanted: f64, hardest: String, replications: u32 },
    /// `9,925 messages still wait in jobs at the end of a run; the last of them is begun about 79.4 s later. …` Messages
    /// on average of the runs.
    LaterWaits {
        queue: String,
        messages: u64,
        /// Age of the oldest one that is not done.
        oldest_s: f64,
        /// At the rate at which they were handed out; `None` if none was.
        begun_after_s: Option<f64>,
    },
    /// `Too short to tell: a call to coder works for 600 s, and the window is 20 s. …`
    TooShort {
        component: String,
        /// Mean work of a call, by arithmetic.
        work_s: f64,
        window_s: f64,
        /// A window that would tell.
        enough_s: f64,
        /// Of its fullest resource; `None` where nothing limits it.
        needs: Option<Needs>,
    },
    /// `The autoscaler of app swings: in a run it turns 6 times between more and fewer instances, from 2 to 9. …`
    ScalingSwings {
        component: String,
        /// In a run, on average.
        turns: f64,
        least: u64,
        most: u64,
        boot_s: f64,
        cooldown_s: f64,
    },
    /// `The autoscaler of app wants more than its 4 instances at 40% of its looks. …`
    ScalingCapped {
        component: String,
        max: u32,
        /// Of its looks.
        share: f64,
    },
    /// `The autoscaler of app asked for 15,309 instances at once, …: it leaves out those that boot.`
    ScalingOvershoots {
        component: String,
        asked: u64,
        /// As many would have had what its looks saw at the target.
        needed: u64,
        boot_s: f64,
        every_s: f64,
    },
    /// `Nothing that the autoscaler of app asked for is ready within the window of 60 s. …`
    ScalingUnseen {
        component: String,
        window_s: f64,
        /// From a look to the first call of what it asks for.
        every_s: f64,
        boot_s: f64,
    },
    /// `app is full for 75 s while the instances that its autoscaler asked for boot, 90 s each. …` In a run, on average.
    ScalingLate { component: String, full_s: f64, boot_s: f64 },
    /// The budget of requests ends the run before an event.
    CutOff { event: EventLabel, at_s: f64, end_s: f64 },
}

/// A resource that is full because those that hold it wait for another: `web's workers`.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct HeldUp {
    pub component: String,
    pub resource: String,
    /// Where and when it is busiest.
    pub utilization: f64,
}

/// What arithmetic says of a resource: `4,800 of its workers would be busy, and it has 400`.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Needs {
    pub resource: String,
    /// Mean number that would be busy if there were enough.
    pub busy: f64,
    /// How many there are.
    pub there: f64,
}

/// One of a component's instances, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Place {
    /// `Instance 3 of cache`.
    Instance { number: usize },
    /// `Shard 3 of db`: it has no replicas.
    Shard { number: usize },
    /// `The primary of shard 3 of db`: the node that was it at the start.
    Primary { shard: usize },
    /// `A replica of shard 3 of db`.
    Replica { shard: usize },
}

/// What makes the figures of a run less than they seem.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Caveat {
    /// The run was made shorter than asked or usual to stay within the request budget.
    ShrunkToBudget { max_requests: u64, replications: u32, simulated_s: f64 },
    /// A request costs so much that the budget of steps decided how long the run is.
    ShrunkToSteps { calls: f64, steps: u64, requests: u64, replications: u32, simulated_s: f64 },
    /// The steps ended before the window did.
    RanOut { steps: u64, asked_s: f64, simulated_s: f64 },
    /// More replications would take more memory than there may be.
    FewerForMemory { replications: u32 },
    /// The run ended before it was as precise as was asked. `reached` is `None` if an interval is as wide as its value.
    Imprecise { wanted: f64, hardest: String, reached: Option<f64>, ended_by: PrecisionEnd },
    /// There is nothing to be precise about.
    NoPrecision,
    /// The run was stopped early.
    Interrupted { done: u32, planned: u32 },
    /// The pilot never settled.
    NotSettled { warmup_s: f64 },
    /// Nothing stands behind a cache.
    MissesAreFree { cache: String, misses: f64 },
    /// A cache without room for anything.
    ItemTooLarge { cache: String, data: String },
    /// Some prices are older than they should be.
    StalePrices { lines: usize, oldest: String },
}

/// What ended a run before it was precise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PrecisionEnd {
    Budget { max_requests: u64 },
    Replications { most: u32 },
    Interrupt,
}
