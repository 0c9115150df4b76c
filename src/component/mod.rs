//! The kinds of component, one room each, all of the same shape; this registry lists them alphabetically.
//!
//! A room reads in the same order: what is modelled, what is ignored and the source → `Spec`, its YAML
//! fields with their meaning → `read`, which turns a page's fields into a `Spec` → facts for the estimate and
//! the bill → runtime state → tests. A `Spec` holds resolved values: durations in nanoseconds (inside
//! `Dist`), sizes in bytes, rates per second.

mod answers;
pub mod autoscale;
pub mod breaker;
pub mod cache;
pub mod call;
pub mod database;
pub mod hedge;
pub mod kv;
pub mod load_balancer;
pub mod machine;
pub mod pauses;
pub mod queue;
pub mod rate_limiter;
pub mod server;
pub mod shed;

pub use call::{CallPolicy, Calls};
pub use machine::Hardware;

use crate::message::component::Fault;
use crate::problem::{Problems, Span};
use crate::reader::table::Otherwise::Is;
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Reading, Spanned};
use crate::yaml::{Key, Node};

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
    /// `kv`: several copies of each key, with quorums.
    Kv(kv::Spec),
    /// `load_balancer`: spreads calls over the instances of the next step.
    LoadBalancer(load_balancer::Spec),
    /// `queue`: takes messages for later.
    Queue(queue::Spec),
    /// `rate_limiter`: refuses what exceeds a rate.
    RateLimiter(rate_limiter::Spec),
    /// `server`: machines that do work.
    Server(server::Spec),
}

/// A kind, as it is registered.
#[derive(Debug)]
pub struct Kind {
    /// Its fields, and its name on a page.
    pub table: Table,
    /// What it is: a line that editors show.
    pub doc: &'static str,
    /// Other people's words for it.
    pub words: &'static [&'static str],
    /// What reads its own fields.
    pub read: Read,
}

type Read = fn(&mut Fields<'_, '_>) -> Spec;

/// Every kind, in the order of [`Spec`].
pub static KINDS: [&Kind; 8] = [
    &cache::KIND,
    &cache::CDN,
    &database::KIND,
    &kv::KIND,
    &load_balancer::KIND,
    &queue::KIND,
    &rate_limiter::KIND,
    &server::KIND,
];

/// The kinds' names.
pub fn kinds() -> impl Iterator<Item = &'static str> + Clone {
    KINDS.iter().map(|kind| kind.name())
}

impl Kind {
    /// Its name on a page.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.table.name
    }

    /// Its fields, without those that every kind has.
    #[must_use]
    pub const fn own(&self) -> &'static [Field] {
        self.table.groups[0]
    }

    fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().copied().find(|kind| kind.name() == name)
    }

    fn meant_by(word: &str) -> Option<&'static str> {
        let word = word.to_lowercase();
        KINDS.iter().find(|kind| kind.words.contains(&word.as_str())).map(|kind| kind.name())
    }
}

impl Spec {
    /// What is registered of its kind.
    #[must_use]
    pub const fn registered(&self) -> &'static Kind {
        match self {
            Self::Cache(_) => &cache::KIND,
            Self::Cdn(_) => &cache::CDN,
            Self::Database(_) => &database::KIND,
            Self::Kv(_) => &kv::KIND,
            Self::LoadBalancer(_) => &load_balancer::KIND,
            Self::Queue(_) => &queue::KIND,
            Self::RateLimiter(_) => &rate_limiter::KIND,
            Self::Server(_) => &server::KIND,
        }
    }

    /// The kind's name on a page.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.registered().name()
    }

    /// Instances (nodes) at the start.
    #[must_use]
    pub const fn instances(&self) -> u32 {
        match self {
            Self::Server(server) => server.instances,
            Self::Cache(cache) | Self::Cdn(cache) => cache.instances,
            Self::Database(database) => database.shards.saturating_mul(1 + database.replicas),
            Self::Kv(kv) => kv.instances,
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => 1,
        }
    }

    /// The machine and limits, for kinds that run on machines.
    #[must_use]
    pub const fn hardware(&self) -> Option<&Hardware> {
        match self {
            Self::Cache(spec) | Self::Cdn(spec) => Some(&spec.hardware),
            Self::Database(spec) => Some(&spec.hardware),
            Self::Kv(spec) => Some(&spec.hardware),
            Self::Server(spec) => Some(&spec.hardware),
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => None,
        }
    }
}

/// Where a component stands.
pub const PLACE: &[Field] =
    &[field("site", Form::Name, Is("the default site"), "[where it stands](#the-network)")
        .or_else(&["region", "zone", "location"])];

/// The fields that every kind has, of the call into it and of its place.
pub static COMMON: Table = Table::of("common", &[call::OF_CLIENT, call::OF_COMPONENT, PLACE]);

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

/// Reads `{ kind: { fields } }`; `path` is where the component stands on the page.
pub fn read<'a>(
    reading: &mut Reading<'a>,
    name: &str,
    node: &'a Node,
    path: &str,
) -> Option<Written<'a>> {
    let Some(entries) = node.as_map() else {
        reading.complain(node.span, wants_a_kind(name));
        return None;
    };
    let is_kind = |key: &Key| Kind::of(&key.text).is_some();
    let [(key, inner)] = entries else {
        let known = entries.iter().find(|(key, _)| is_kind(key));
        let message = match known {
            Some((kind, _)) => Fault::BesideAKind {
                name: name.to_owned(),
                kind: kind.text.clone(),
                keys: entries.len(),
            },
            None => wants_a_kind(name),
        };
        let stray = entries.iter().find(|(key, _)| !is_kind(key));
        let span = stray.or(entries.get(1)).map_or(node.span, |(key, _)| key.span);
        reading.complain(if known.is_some() { span } else { node.span }, message);
        return None;
    };
    let Some(kind) = Kind::of(&key.text) else {
        let is_field = KINDS.iter().any(|kind| kind.table.row(&key.text).is_some());
        let message = if is_field {
            wants_a_kind(name)
        } else {
            let near = Problems::nearest(&key.text.to_lowercase(), kinds());
            let near = near.or_else(|| Kind::meant_by(&key.text)).map(str::to_owned);
            Fault::UnknownKind { kind: key.text.clone(), near, kinds: kinds().collect() }
        };
        reading.complain(key.span, message);
        return None;
    };
    let path = format!("{path}.{name}.{}", kind.name());
    let mut fields = Fields::of(reading, inner, &kind.table, kind.name(), &path)?;
    let spec = (kind.read)(&mut fields);
    let calls = Calls::read(&mut fields);
    let site = fields.word("site");
    fields.finish();
    Some(Written { spec, calls, site, kind: key.span, fields: inner })
}

fn wants_a_kind(name: &str) -> Fault {
    Fault::WantsAKind { name: name.to_owned(), kinds: kinds().collect() }
}

/// Reads a step's fields over the component's own; `name` is the component's.
pub fn read_step<'a>(
    reading: &mut Reading<'a>,
    name: &str,
    node: &'a Node,
    base: &Spec,
) -> Option<(Spec, Calls)> {
    let mut spec = base.clone();
    let kind = base.registered();
    let mut fields = Fields::of(reading, node, &kind.table, name, name)?.of_step();
    match &mut spec {
        Spec::Cache(spec) | Spec::Cdn(spec) => cache::read_step(spec, &mut fields),
        Spec::Database(spec) => database::read_step(spec, &mut fields),
        Spec::Kv(spec) => kv::read_step(spec, &mut fields),
        Spec::LoadBalancer(spec) => load_balancer::read_step(spec, &mut fields),
        Spec::Queue(spec) => queue::read_step(spec, &mut fields),
        Spec::RateLimiter(_) => {}
        Spec::Server(spec) => server::read_step(spec, &mut fields),
    }
    let calls = Calls::read(&mut fields);
    fields.finish_but(&|field| {
        let fits = kind.own().iter().filter(|own| own.of_step).map(|own| own.name);
        let fixed = |row: &Field| Fault::FixedInAStep {
            field: row.name.to_owned(),
            name: name.to_owned(),
            fits: fits.collect(),
        };
        kind.table.row(field).map(|row| fixed(row).into())
    });
    Some((spec, calls))
}
