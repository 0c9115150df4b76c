//! What a server counts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Measured;

/// An autoscaler's work: means and sums over the replications.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct ServerCounts {
    /// What it did.
    pub autoscale: ScalingCounts,
}

/// Instances over the measured window.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct ScalingCounts {
    /// Instances that take calls, on average.
    pub instances: Measured,
    /// Instances that boot, on average: they are paid for, too.
    pub booting: Measured,
    /// The fewest that took calls in any replication.
    pub least: u64,
    /// The most that took calls in any replication.
    pub most: u64,
    /// The most in any replication with those that boot.
    pub most_asked: u64,
    /// How often it asked for more, in a replication on average.
    pub increases: f64,
    /// How often it asked for fewer, in a replication on average.
    pub decreases: f64,
    /// How often an increase followed a decrease, or the other way round, in a replication on average.
    pub turns: f64,
    /// The share of its looks that wanted more than `max`.
    pub at_max: f64,
}
