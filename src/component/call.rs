//! What a caller does about a call: its patience, its second tries, its connections.

use crate::sample::Dist;

/// `timeout`, `retry`, `pool`, `cancel` of a step, a component or a request. Written on a step it describes
/// the call into that step, network included; on a component, every call into it; on a request, the client's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallPolicy {
    /// The caller stops waiting after this long.
    pub timeout_ns: Option<u64>,
    /// Second tries.
    pub retry: Option<Retry>,
    /// Connections per calling instance; a call waits for one and holds it until its answer is back.
    pub pool: Option<u32>,
    /// Whether giving up stops the work (default: abandoned work still burns capacity).
    pub cancel: bool,
}

/// Second tries of a failed call.
#[derive(Clone, Debug, PartialEq)]
pub struct Retry {
    /// Tries after the first.
    pub times: u32,
    /// How the pause grows.
    pub backoff: Backoff,
    /// The first pause.
    pub base: Dist,
    /// The longest pause.
    pub max_ns: Option<u64>,
    /// Full jitter: the pause is uniform between 0 and what backoff says, times this share (1 = full).
    pub jitter: f64,
    /// Retries as a share of calls (a token bucket filled by each first try); `None` is no limit.
    pub budget: Option<f64>,
}

/// How the pause before a second try grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backoff {
    /// The same pause each time.
    #[default]
    Fixed,
    /// Doubling.
    Exponential,
}
