//! What happened in a run, in order: each a fact with its time.

use schemars::JsonSchema;
use serde::Serialize;

use super::EventLabel;

/// One step of the story.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
pub struct Step {
    /// Seconds from the start of the measured window.
    pub at_s: f64,
    /// What happens then.
    #[serde(flatten)]
    pub what: Happening,
}

/// What happens. Shares are 0..1; counts are means of the replications.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields' names say it.
pub enum Happening {
    /// `The load is multiplied by 3.`, `cache is killed.`
    Begins {
        event: EventLabel,
        /// Of a kill: how many instances, where not all.
        #[serde(skip_serializing_if = "Option::is_none")]
        instances: Option<u32>,
    },
    /// `cache is back.`
    Ends {
        event: EventLabel,
        /// Of a change of the load: nothing else changes it now, so that it is what the page says again.
        is_usual_load: bool,
    },
    /// `db's cpu is full.` Again and again, if `times` is more than one: then `until_s` is the last end.
    Full {
        component: String,
        resource: String,
        times: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        until_s: Option<f64>,
    },
    /// `db's cpu has room again, after 9 s.`
    Free { component: String, resource: String, full_s: f64 },
    /// `1,240 wait at db: its longest queue.`
    QueuePeaks {
        component: String,
        waiting: f64,
        /// Nearly as many wait at the end of the run.
        stays: bool,
    },
    /// `The backlog at db is gone.`
    BacklogGone { component: String },
    /// `Requests begin to fail: timeouts at db, 34% at worst.` Again and again, if `times` is more than one.
    Fails {
        reason: String,
        component: String,
        /// Of the requests that end, in the worst interval.
        share: f64,
        /// Which fail, where not every type does.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        request_types: Vec<String>,
        times: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        until_s: Option<f64>,
    },
    /// `No more of them fail so.`
    FailsNoMore { reason: String, component: String },
    /// `Callers try again: up to 1.8 retries for each request.`
    RetriesBegin { each: f64 },
    /// `The retries are over.`
    RetriesEnd,
    /// `Retries keep it there: 1.8 for each request until the end.` Nothing happens any more that asks for them.
    RetriesStay { each: f64 },
    /// `Breakers of bank's callers open.` `times` is how many did, in a run.
    BreakerOpens { component: String, times: f64 },
    /// `They are closed again.`
    BreakerCloses { component: String },
    /// `A replica of db becomes the primary.` In so many shards, in a run.
    Promotes { component: String, shards: f64 },
    /// `app scales from 2 to 9 instances until 95 s.`
    Scales { component: String, from: u64, to: u64, until_s: f64 },
    /// `app scales up and down 7 times until 300 s, between 2 and 9 instances.`
    ScalesOften { component: String, least: u64, most: u64, times: usize, until_s: f64 },
    /// `p99 is over its objective of 100 ms from the beginning.`
    P99Outside { target_ms: f64 },
    /// `p99 leaves its objective of 100 ms: 2.4 s at worst.` Again and again, if `times` is more than one.
    P99Leaves {
        target_ms: f64,
        /// `None` where nothing completed in an interval.
        worst_ms: Option<f64>,
        times: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        until_s: Option<f64>,
    },
    /// `p99 is within its objective again, after 12 s.`
    P99Returns { target_ms: f64, outside_s: f64 },
    /// `p99 rises from 12 ms to 480 ms.` Without an objective.
    P99Rises {
        usual_ms: f64,
        /// `None` where nothing completed in an interval.
        worst_ms: Option<f64>,
        times: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        until_s: Option<f64>,
    },
    /// `p99 is back at 12 ms.`
    P99Normal { usual_ms: f64, risen_s: f64 },
    /// `Nothing else stands out: no resource becomes full, and no more requests fail.`
    NothingElse,
    /// `It does not recover: p99 was 12 ms and is 980 ms.`
    NoRecovery {
        p99_before_ms: f64,
        p99_after_ms: Option<f64>,
        /// Shares of requests that fail before it and at the end, where that is what does not recover.
        failing: Option<(f64, f64)>,
    },
    /// `At the end it still grows: db falls behind by 120 requests every second.` `None`: with the callers.
    StillGrows { component: Option<String>, growth_per_s: f64 },
}

/// What the notes put around it.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// `What happened, in order`.
    Title,
    /// `10 s: The load is multiplied by 3. db's cpu is full.`
    At {
        /// When.
        at_s: f64,
        /// What happens then.
        sentences: &'a [String],
    },
}
