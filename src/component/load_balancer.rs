//! `load_balancer`: picks an instance of the next step for each call that passes.

use crate::sample::Dist;

/// A load balancer's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// How the instance is picked.
    pub policy: Policy,
    /// Shares of the instances, for `weighted` (default: equal).
    pub weights: Vec<f64>,
    /// Delay added to each call.
    pub work: Dist,
    /// `None`: it knows at once which instances are up.
    pub health: Option<Health>,
}

/// How an instance is picked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Policy {
    #[default]
    RoundRobin,
    Random,
    LeastConnections,
    TwoChoices,
    Weighted,
    IpHash,
    ConsistentHash,
}

/// Active health checks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Health {
    /// Between two checks.
    pub every_ns: u64,
    /// Failed checks before an instance is left out.
    pub fails: u32,
    /// Passed checks before it is used again.
    pub passes: u32,
}
