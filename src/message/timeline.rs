//! What is wrong with what happens, at a time or at random.

use super::EventLabel;

/// A mistake in `timeline:` or `montecarlo:`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `nothing happens in this entry`.
    NoVerb { verbs: Vec<&'static str> },
    /// ``unknown event `kil` ``.
    UnknownVerb { word: String, near: Option<&'static str>, verbs: Vec<&'static str> },
    /// ``one entry has `kill` and `slow` ``.
    TwoVerbs { first: &'static str, second: &'static str },
    /// `` `cut` takes two names ``.
    CutWantsTwo,
    /// `` `app` cannot be cut from itself ``.
    CutOfOne { name: String },
    /// `` `tokio` is neither a component nor a site ``.
    UnknownSide { name: String, near: Option<String> },
    /// ``no component is at the site `tokyo` ``.
    NothingAtSite { name: String },
    /// ``no request is called `login` ``.
    UnknownRequest { name: String, near: Option<String> },
    /// `` `set` takes fields and their new values ``.
    SetWantsAMap,
    /// `` `app` names no field ``.
    SetWantsAField { key: String, is_component: bool },
    /// `` `cores` of `app` cannot change while it runs ``.
    CannotSet { field: String, name: String, kind: &'static str, fits: Vec<&'static str> },
    /// `` `app` has no `workers` to change ``.
    SetOfNoLimit { name: String },
    /// ``the instances of `app` follow its `autoscale` ``
    SetOfScaled { name: String },
    /// ``the hit ratio of `cache` comes out of the run``.
    SetOfMeasuredRatio { name: String },
    /// `` `kill` does not work on `gate` ``: a rate limiter has nothing to kill.
    NothingToStrike { verb: &'static str, name: String },
    /// `` `lb` has no work that could be slower ``.
    NothingToSlow { name: String },
    /// `` `count` and `instance` both say which instances ``.
    CountAndInstance,
    /// `` `app` has no instance 5 ``.
    NoSuchInstance { name: String, instance: u32, all: u32 },
    /// `` `app` has 2 instances, not 3 ``.
    MoreThanThereAre { name: String, count: u32, all: u32 },
    /// `` `db` is not a cache ``.
    FlushOfNoCache { name: String, kind: &'static str },
    /// ``flushing `cache` has no effect``.
    FlushOfKnownRatio { name: String },
    /// `this happens after the end of the run`.
    AfterTheEnd,
    /// `this shape begins after the end of the run`.
    ShapeAfterTheEnd,
    /// `` `kill app` would begin at 900 ms, but the run ends at 500 ms: it was not simulated ``.
    NotReached { event: EventLabel, at_ns: u64, end_ns: u64 },
    /// `` `window` is longer than the `horizon` that it is a part of ``.
    WindowBeyondHorizon,
    /// `` `spikes` would happen more than 10,000 times in each `horizon` ``.
    TooOften { what: String },
    /// `` `times` must be more than one ``.
    SpikeBelowOne { field: &'static str },
    /// `` `max` is below `min` ``.
    MostBelowLeast,
    /// `` `gate` cannot fail ``.
    NothingToFail { name: String },
}
