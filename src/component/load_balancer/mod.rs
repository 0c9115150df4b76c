//! `load_balancer`: picks an instance of the next step for each call that passes.

pub mod balancer;

use crate::message::language as say;
use crate::reader::{Fields, Want};
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

/// Its fields on a page.
pub const FIELDS: [&str; 4] = ["policy", "weights", "work", "health"];

/// Reads a load balancer's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let words = [
        ("round_robin", Policy::RoundRobin),
        ("random", Policy::Random),
        ("least_connections", Policy::LeastConnections),
        ("two_choices", Policy::TwoChoices),
        ("weighted", Policy::Weighted),
        ("ip_hash", Policy::IpHash),
        ("consistent_hash", Policy::ConsistentHash),
    ];
    let policy = fields.choice("policy", &words);
    let weights = read_weights(fields);
    let work = fields.varying("work");
    let health = Health::read(fields);
    let policy_is_known = policy.is_some() || fields.has("policy").is_none();
    let policy = policy.map(|policy| policy.value).unwrap_or_default();
    if policy_is_known && policy != Policy::Weighted {
        fields.useless("weights", say::WHY_NOT_WEIGHTED);
    }
    Spec { policy, weights, work: work.map_or(Dist::ZERO, |work| work.value), health }
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(work) = fields.varying("work") {
        spec.work = work.value;
    }
}

fn read_weights(fields: &mut Fields<'_, '_>) -> Vec<f64> {
    let Some(items) = fields.list("weights") else { return Vec::new() };
    let mut weights = Vec::new();
    for item in items {
        if let Some(text) = fields.reading.text(item, "weights", Want::Count.words())
            && let Some(weight) = fields.reading.amount(&text, "weights", Want::Count)
        {
            weights.push(weight.value);
        }
    }
    if weights.len() < items.len() {
        // What is wrong with one was said; the others alone would be too few.
        return Vec::new();
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        fields.complain("weights", say::zero_weights());
    }
    weights
}

impl Health {
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let mut health = fields.nested("health")?;
        let every = health.positive_duration("every");
        let fails = health.count("fails", 1000);
        let passes = health.count("passes", 1000);
        for (name, value) in [("every", "2s"), ("fails", "3"), ("passes", "2")] {
            if health.has(name).is_none() {
                health.assume(name, value, say::WHY_HEALTH);
            }
        }
        health.finish();
        Some(Self {
            every_ns: every.map_or(2_000_000_000, |every| every.value),
            fails: fails.map_or(3, |fails| fails.value),
            passes: passes.map_or(2, |passes| passes.value),
        })
    }
}
