//! `load_balancer`: picks an instance of the next step for each call that passes.

pub mod balancer;

use crate::component::{self, Kind, PLACE, call};
use crate::message::Why;
use crate::message::component::Fault;
use crate::reader::table::Otherwise::{Assumed, Is};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
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
    TwoChoicesReplaced,
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

/// The kind.
pub static KIND: Kind = Kind {
    table: Table::of("load_balancer", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "Spreads calls over the instances of the next step.",
    words: &["lb", "alb", "nginx", "haproxy", "proxy"],
    read: |fields| component::Spec::LoadBalancer(read(fields)),
};

/// Its fields on a page.
const FIELDS: &[Field] = &[
    field("policy", choice::<Policy>(), Is("`round_robin`"), "how the instance is picked")
        .shown("see below")
        .or_else(&["algorithm", "strategy"]),
    field(
        "weights",
        Form::Numbers,
        Is("1 each"),
        "shares of the instances, with `policy: weighted`",
    )
    .shown("list of numbers"),
    field("work", Form::Varying(Want::Duration), Is("0"), "delay added to each call")
        .or_else(&["service_time", "latency"])
        .in_steps(),
    field(
        "health",
        Form::Map(&HEALTH),
        Is("it knows at once"),
        "health checks, by which alone it learns which instances are up",
    )
    .or_else(&["health_check"]),
];

/// The fields of `health`.
static HEALTH: Table = Table::of(
    "health",
    &[&[
        field(
            "every",
            Form::Positive(Want::Duration),
            Assumed("2s", Why::HealthChecks),
            "between two checks",
        ),
        field(
            "fails",
            Form::Whole(1, 1000),
            Assumed("3", Why::HealthChecks),
            "failed checks before an instance is left out",
        ),
        field(
            "passes",
            Form::Whole(1, 1000),
            Assumed("2", Why::HealthChecks),
            "passed checks before it is used again",
        ),
    ]],
);

impl Word for Policy {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("round_robin", Self::RoundRobin),
        ("random", Self::Random),
        ("least_connections", Self::LeastConnections),
        ("two_choices", Self::TwoChoices),
        ("two_choices_replaced", Self::TwoChoicesReplaced),
        ("weighted", Self::Weighted),
        ("ip_hash", Self::IpHash),
        ("consistent_hash", Self::ConsistentHash),
    ];
}

/// Reads a load balancer's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let policy = fields.choice("policy");
    let weights = read_weights(fields);
    let work = fields.varying("work");
    let health = Health::read(fields);
    let policy_is_known = policy.is_some() || fields.has("policy").is_none();
    let policy = policy.map(|policy| policy.value).unwrap_or_default();
    if policy_is_known && policy != Policy::Weighted {
        fields.useless("weights", Why::NotWeighted);
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
        if let Some(text) = fields.reading.text(item, "weights", Want::Count)
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
        fields.complain("weights", Fault::ZeroWeights);
    }
    weights
}

impl Health {
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let mut health = fields.nested("health")?;
        let every = health.duration("every");
        let fails = health.count("fails");
        let passes = health.count("passes");
        for name in ["every", "fails", "passes"] {
            if health.has(name).is_none() {
                health.assume(name);
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
