//! The kinds of component, one room each, all of the same shape; this registry lists them alphabetically.
//!
//! A room reads in the same order: what is modelled, what is ignored and the source → `Spec`, its YAML
//! fields with their meaning → `read`, which turns a page's fields into a `Spec` → facts for the estimate and
//! the bill → runtime state → tests. A `Spec` holds resolved values: durations in nanoseconds (inside
//! `Dist`), sizes in bytes, rates per second.

pub mod cache;
pub mod call;
pub mod database;
pub mod load_balancer;
pub mod machine;
pub mod queue;
pub mod rate_limiter;
pub mod server;

pub use call::{CallPolicy, Calls};
pub use machine::Hardware;

use crate::message::language as say;
use crate::problem::{Problems, Span};
use crate::reader::{Fields, Reading, Spanned};
use crate::yaml::Node;

/// The most instances of one component.
pub const MOST_INSTANCES: u32 = 1_000_000;
/// The most threads or connections of one instance.
pub const MOST_WORKERS: u32 = 10_000_000;

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

    /// Instances (nodes) at the start.
    #[must_use]
    pub const fn instances(&self) -> u32 {
        match self {
            Self::Server(server) => server.instances,
            Self::Cache(cache) | Self::Cdn(cache) => cache.instances,
            Self::Database(database) => database.shards.saturating_mul(1 + database.replicas),
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => 1,
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

/// The fields that every kind has, of the call into it and of its place.
pub const COMMON_FIELDS: [&str; 5] = ["timeout", "retry", "pool", "cancel", "site"];

/// A component as it is written.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// Its own fields.
    pub spec: Spec,
    /// What every caller of it does.
    pub calls: Calls,
    /// Where it stands.
    pub site: Option<Spanned<&'a str>>,
    /// Where its kind was written.
    pub kind: Span,
    /// The fields that were written, to tell a default from a choice.
    pub fields: &'a Node,
}

type Read = fn(&mut Fields<'_, '_>) -> Spec;

/// What reads each kind, in the order of [`KINDS`].
const READERS: [Read; 7] = [
    |fields| Spec::Cache(cache::read_cache(fields)),
    |fields| Spec::Cdn(cache::read_cdn(fields)),
    |fields| Spec::Database(database::read(fields)),
    |fields| Spec::LoadBalancer(load_balancer::read(fields)),
    |fields| Spec::Queue(queue::read(fields)),
    |fields| Spec::RateLimiter(rate_limiter::read(fields)),
    |fields| Spec::Server(server::read(fields)),
];

/// Reads `{ kind: { fields } }`; `path` is where the component stands on the page.
pub fn read<'a>(
    reading: &mut Reading<'a>,
    name: &str,
    node: &'a Node,
    path: &str,
) -> Option<Written<'a>> {
    let Some(entries) = node.as_map() else {
        reading.complain(node.span, say::component_wants_a_kind(name));
        return None;
    };
    let [(kind, inner)] = entries else {
        let known = entries.iter().find(|(key, _)| KINDS.contains(&key.text.as_str()));
        let message = match known {
            Some((kind, _)) => say::beside_a_kind(name, &kind.text, entries.len()),
            None => say::component_wants_a_kind(name),
        };
        let stray = entries.iter().find(|(key, _)| !KINDS.contains(&key.text.as_str()));
        let span = stray.or(entries.get(1)).map_or(node.span, |(key, _)| key.span);
        reading.complain(if known.is_some() { span } else { node.span }, message);
        return None;
    };
    let Some(index) = KINDS.iter().position(|known| *known == kind.text) else {
        let is_field = FIELDS.iter().any(|fields| fields.contains(&kind.text.as_str()))
            || COMMON_FIELDS.contains(&kind.text.as_str());
        let message = if is_field {
            say::component_wants_a_kind(name)
        } else {
            let near = Problems::nearest(&kind.text.to_lowercase(), KINDS);
            say::unknown_kind(&kind.text, near.or_else(|| say::meant_kind(&kind.text)))
        };
        reading.complain(kind.span, message);
        return None;
    };
    let path = format!("{path}.{name}.{}", kind.text);
    let mut fields = Fields::of(reading, inner, &kind.text, &path)?;
    let spec = READERS[index](&mut fields);
    let calls = Calls::read(&mut fields);
    let site = fields.word("site");
    fields.finish();
    Some(Written { spec, calls, site, kind: kind.span, fields: inner })
}

/// The own fields of each kind, in the order of [`KINDS`].
pub const FIELDS: [&[&str]; 7] = [
    &cache::FIELDS,
    &cache::FIELDS,
    &database::FIELDS,
    &load_balancer::FIELDS,
    &queue::FIELDS,
    &rate_limiter::FIELDS,
    &server::FIELDS,
];

/// Reads a step's fields over the component's own; `name` is the component's.
pub fn read_step<'a>(
    reading: &mut Reading<'a>,
    name: &str,
    node: &'a Node,
    base: &Spec,
) -> Option<(Spec, Calls)> {
    let mut spec = base.clone();
    let mut fields = Fields::of(reading, node, name, name)?;
    match &mut spec {
        Spec::Cache(spec) | Spec::Cdn(spec) => cache::read_step(spec, &mut fields),
        Spec::Database(spec) => database::read_step(spec, &mut fields),
        Spec::LoadBalancer(spec) => load_balancer::read_step(spec, &mut fields),
        Spec::Queue(spec) => queue::read_step(spec, &mut fields),
        Spec::RateLimiter(_) => {}
        Spec::Server(spec) => server::read_step(spec, &mut fields),
    }
    let calls = Calls::read(&mut fields);
    let kind = base.kind();
    let own = KINDS.iter().position(|known| *known == kind).map_or(&[][..], |index| FIELDS[index]);
    fields.finish_but(&|field| {
        let fixed = own.contains(&field) || field == "site";
        fixed.then(|| say::fixed_in_a_step(field, name, kind))
    });
    Some((spec, calls))
}
