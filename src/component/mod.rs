//! The kinds of component, one room each, all of the same shape; this registry lists them alphabetically.
//!
//! A room reads in the same order: what is modelled, what is ignored and the source → `Spec`, its YAML
//! fields with their meaning → `read`, which turns a page's fields into a `Spec` → facts for the estimate and
//! the bill → runtime state → tests. A `Spec` holds resolved values: durations in nanoseconds (inside
//! `Dist`), sizes in bytes, rates per second.

pub mod cache;
pub mod cache_store;
pub mod cache_theory;
pub mod call;
pub mod database;
pub mod database_state;
pub mod load_balancer;
pub mod load_balancer_state;
pub mod machine;
pub mod queue;
pub mod rate_limiter;
pub mod rate_limiter_state;
pub mod server;

pub use call::CallPolicy;
pub use machine::Hardware;

/// A component's own fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// `cache`: a look-aside, read-through or write-behind cache of entries.
    Cache(cache::Spec),
    /// `cdn`: a cache at the edge; the same room, billed by traffic.
    Cdn(cache::Spec),
    /// `database`: primaries, replicas, shards.
    Database(database::Spec),
    /// `load_balancer`: spreads calls over the instances of the next step.
    LoadBalancer(load_balancer::Spec),
    /// `queue`: takes messages for later.
    Queue(queue::Spec),
    /// `rate_limiter`: refuses what exceeds a rate.
    RateLimiter(rate_limiter::Spec),
    /// `server`: machines that do work.
    Server(server::Spec),
}

/// The kinds' names in the order of `Spec`: what a page may write.
pub const KINDS: [&str; 7] =
    ["cache", "cdn", "database", "load_balancer", "queue", "rate_limiter", "server"];

impl Spec {
    /// The kind's name on a page.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Cache(_) => "cache",
            Self::Cdn(_) => "cdn",
            Self::Database(_) => "database",
            Self::LoadBalancer(_) => "load_balancer",
            Self::Queue(_) => "queue",
            Self::RateLimiter(_) => "rate_limiter",
            Self::Server(_) => "server",
        }
    }

    /// The machine and limits, for kinds that run on machines.
    #[must_use]
    pub const fn hardware(&self) -> Option<&Hardware> {
        match self {
            Self::Cache(spec) | Self::Cdn(spec) => Some(&spec.hardware),
            Self::Database(spec) => Some(&spec.hardware),
            Self::Server(spec) => Some(&spec.hardware),
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => None,
        }
    }
}
