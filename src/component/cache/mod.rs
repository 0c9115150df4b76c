//! `cache` and `cdn`: entries under a memory limit, with eviction and expiry.

pub mod store;
pub mod theory;

use crate::component::Hardware;
use crate::message::language as say;
use crate::reader::{Fields, Want};
use crate::sample::Dist;

/// A cache's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Limits of each instance; `memory_b` is what entries may fill (`None`: no limit).
    pub hardware: Hardware,
    /// Instances; each key lives on one of them.
    pub instances: u32,
    /// Which entry goes when there is no room.
    pub evict: Evict,
    /// An entry's life, counted from its fill.
    pub ttl_ns: Option<u64>,
    /// Who reads and writes behind it.
    pub mode: Mode,
    /// What a write does to the entry.
    pub on_write: OnWrite,
    /// A hit ratio known beforehand, instead of entries.
    pub hit_ratio: Option<f64>,
    /// CPU time of one operation.
    pub work: Dist,
    /// What happens to calls while it is down.
    pub when_down: WhenDown,
}

/// Which entry goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Evict {
    #[default]
    Lru,
    Lfu,
    Fifo,
    Random,
}

/// Who reads and writes behind the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The caller fills it after a miss and invalidates after a write.
    #[default]
    Aside,
    /// The cache itself loads after a miss, and a write passes through it.
    Through,
    /// As `through`, but a write is acknowledged at once and passed on later.
    Behind,
}

/// What a write does to the entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OnWrite {
    #[default]
    Invalidate,
    Update,
    Ignore,
}

/// What happens to calls while the cache is down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum WhenDown {
    #[default]
    Pass,
    Fail,
}

/// The fields of both kinds on a page.
pub const FIELDS: [&str; 12] = [
    "machine",
    "cores",
    "memory",
    "bandwidth",
    "instances",
    "evict",
    "ttl",
    "mode",
    "on_write",
    "hit_ratio",
    "work",
    "when_down",
];

const ON_WRITE: [(&str, OnWrite); 3] =
    [("invalidate", OnWrite::Invalidate), ("update", OnWrite::Update), ("ignore", OnWrite::Ignore)];

/// Reads the fields of a `cache`: an operation costs CPU time even if the page does not say how much.
pub fn read_cache(fields: &mut Fields<'_, '_>) -> Spec {
    let mut spec = read(fields);
    if fields.has("work").is_none() {
        fields.assume("work", "10us", say::WHY_CACHE_WORK);
        spec.work = Dist::Constant(10_000);
    }
    spec
}

/// Reads the fields of a `cdn`.
pub fn read_cdn(fields: &mut Fields<'_, '_>) -> Spec {
    read(fields)
}

fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let hardware = Hardware::read(fields);
    let instances = fields.count("instances", super::MOST_INSTANCES);
    let words = [
        ("lru", Evict::Lru),
        ("lfu", Evict::Lfu),
        ("fifo", Evict::Fifo),
        ("random", Evict::Random),
    ];
    let evict = fields.choice("evict", &words);
    let ttl = fields.positive_duration("ttl");
    let words = [("aside", Mode::Aside), ("through", Mode::Through), ("behind", Mode::Behind)];
    let mode = fields.choice("mode", &words).map(|mode| mode.value).unwrap_or_default();
    let on_write = fields.choice("on_write", &ON_WRITE).map(|on_write| on_write.value);
    let hit_ratio = fields.amount("hit_ratio", Want::Share).map(|ratio| ratio.value);
    let work = fields.varying("work");
    let words = [("pass", WhenDown::Pass), ("fail", WhenDown::Fail)];
    let when_down = fields.choice("when_down", &words);
    refuse_useless(fields, &hardware);
    let by_mode = match mode {
        Mode::Aside => OnWrite::Invalidate,
        Mode::Through | Mode::Behind => OnWrite::Update,
    };
    Spec {
        hardware,
        instances: instances.map_or(1, |instances| instances.value),
        evict: evict.map(|evict| evict.value).unwrap_or_default(),
        ttl_ns: ttl.map(|ttl| ttl.value),
        mode,
        on_write: on_write.unwrap_or(by_mode),
        hit_ratio,
        work: work.map_or(Dist::ZERO, |work| work.value),
        when_down: when_down.map(|when_down| when_down.value).unwrap_or_default(),
    }
}

/// A known hit ratio leaves no entries to evict or to expire; memory without end leaves none to evict.
fn refuse_useless(fields: &mut Fields<'_, '_>, hardware: &Hardware) {
    if fields.has("hit_ratio").is_some() {
        for name in ["evict", "ttl", "memory", "on_write"] {
            fields.useless(name, say::WHY_HIT_RATIO);
        }
    } else if hardware.memory_b.is_none()
        && fields.has("memory").or(fields.has("machine")).is_none()
    {
        fields.useless("evict", say::WHY_NO_MEMORY_LIMIT);
    }
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(work) = fields.varying("work") {
        spec.work = work.value;
    }
    if let Some(ratio) = fields.amount("hit_ratio", Want::Share) {
        spec.hit_ratio = Some(ratio.value);
    }
    if let Some(on_write) = fields.choice("on_write", &ON_WRITE) {
        spec.on_write = on_write.value;
    }
}
