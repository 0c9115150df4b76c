//! `cache` and `cdn`: entries under a memory limit, with eviction and expiry.

pub mod loads;
pub mod store;
pub mod theory;

use crate::component::{self, Hardware, Kind, MOST_INSTANCES, PLACE, call, machine, pauses};
use crate::message::Why;
use crate::reader::table::Otherwise::{AssumedSo, Is};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
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
    pub when_down: Option<WhenDown>,
    /// What is done about misses that come at once.
    pub loads: loads::Policy,
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

/// When an entry is fetched anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refresh {
    /// By the first miss after the end of its life.
    #[default]
    Expired,
    /// By one of the reads shortly before, drawn at random (XFetch).
    Early,
}

/// The kind `cache`.
pub static KIND: Kind = Kind {
    table: Table::of("cache", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "Keeps what was read; the hit ratio comes out of the run.",
    words: &["redis", "memcached"],
    read: |fields| component::Spec::Cache(read_cache(fields)),
};

/// The kind `cdn`.
pub static CDN: Kind = Kind {
    table: Table::of("cdn", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "A cache at the edge, billed by traffic.",
    words: &["cloudfront"],
    read: |fields| component::Spec::Cdn(read_cdn(fields)),
};

/// The fields of both kinds on a page.
const FIELDS: &[Field] = &[
    machine::MACHINE,
    machine::CORES,
    machine::MEMORY.means("what entries may fill, per instance").or_else(&[
        "size",
        "ram",
        "max_memory",
        "capacity",
    ]),
    machine::BANDWIDTH,
    pauses::FIELD,
    field(
        "instances",
        Form::Whole(1, MOST_INSTANCES as u64),
        Is("1"),
        "each key lives on one of them",
    )
    .or_else(&["count", "nodes", "num_instances"])
    .in_set()
    .is_size(),
    field("evict", choice::<Evict>(), Is("`lru`"), "which entry goes when there is no room")
        .or_else(&["eviction", "policy"]),
    field(
        "ttl",
        Form::Positive(Want::Duration),
        Is("endless"),
        "an entry's life, counted from its fill",
    )
    .or_else(&["expiry"]),
    field(
        "mode",
        choice::<Mode>(),
        Is("`aside`"),
        "who writes: `aside` and `through` call on and then touch the entry; `behind` acknowledges at once and \
         writes later",
    ),
    field(
        "on_write",
        choice::<OnWrite>(),
        Is("`invalidate` with `aside`, else `update`"),
        "what a write does to the entry",
    )
    .in_steps(),
    field(
        "hit_ratio",
        Form::Amount(Want::Share),
        Is("comes out of the run"),
        "a hit ratio known beforehand; then there are no entries",
    )
    .or_else(&["hit_rate"])
    .in_steps()
    .in_set(),
    field(
        "work",
        Form::Varying(Want::Duration),
        AssumedSo("10us", Why::CacheWork, "10us * (`cdn`: 0)"),
        "CPU time of an operation",
    )
    .or_else(&["service_time", "latency"])
    .in_steps(),
    field(
        "when_down",
        choice::<WhenDown>(),
        Is("`pass`"),
        "while it is down calls go to the next step, or are refused; with no next step they are refused, unless the page says `pass`",
    ),
    field(
        "merge",
        Form::Flag,
        Is("`false`"),
        "misses of an entry that is being fetched wait for the answer, in place of fetching it, too",
    )
    .or_else(&["single_flight", "coalesce", "collapse", "lease", "leases", "lock"]),
    field(
        "refresh",
        choice::<Refresh>(),
        Is("`expired`"),
        "`early`: one of the reads shortly before the end of an entry's life fetches it anew",
    ),
    field("beta", Form::Positive(Want::Count), Is("1"), "more than 1 refreshes earlier, less later")
        .or_else(&["refresh_beta"]),
    field(
        "stale_while",
        Form::Positive(Want::Duration),
        Is("0s"),
        "for so long after its end an entry is still an answer, while one read has it fetched anew",
    )
    .or_else(&["stale_while_revalidate", "grace"]),
];

impl Word for Evict {
    const WORDS: &'static [(&'static str, Self)] =
        &[("lru", Self::Lru), ("lfu", Self::Lfu), ("fifo", Self::Fifo), ("random", Self::Random)];
}

impl Word for Mode {
    const WORDS: &'static [(&'static str, Self)] =
        &[("aside", Self::Aside), ("through", Self::Through), ("behind", Self::Behind)];
}

impl Word for OnWrite {
    const WORDS: &'static [(&'static str, Self)] =
        &[("invalidate", Self::Invalidate), ("update", Self::Update), ("ignore", Self::Ignore)];
}

impl Word for Refresh {
    const WORDS: &'static [(&'static str, Self)] =
        &[("expired", Self::Expired), ("early", Self::Early)];
}

impl Word for WhenDown {
    const WORDS: &'static [(&'static str, Self)] = &[("pass", Self::Pass), ("fail", Self::Fail)];
}

/// Reads the fields of a `cache`: an operation costs CPU time even if the page does not say how much.
pub fn read_cache(fields: &mut Fields<'_, '_>) -> Spec {
    let mut spec = read(fields);
    if fields.has("work").is_none() {
        fields.assume("work");
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
    let instances = fields.count("instances");
    let evict = fields.choice("evict");
    let ttl = fields.duration("ttl");
    let mode = fields.choice("mode").map(|mode| mode.value).unwrap_or_default();
    let on_write = fields.choice("on_write").map(|on_write| on_write.value);
    let hit_ratio = fields.amount("hit_ratio").map(|ratio| ratio.value);
    let work = fields.varying("work");
    let when_down = fields.choice("when_down");
    let loads = read_loads(fields);
    refuse_useless(fields, &hardware, loads.beta.is_some());
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
        when_down: when_down.map(|when_down| when_down.value),
        loads,
    }
}

/// What is done about misses that come at once.
fn read_loads(fields: &mut Fields<'_, '_>) -> loads::Policy {
    let merge = fields.flag("merge").is_some_and(|merge| merge.value);
    let refresh = fields.choice::<Refresh>("refresh");
    let is_early = refresh.is_some_and(|refresh| refresh.value == Refresh::Early);
    let beta = fields.amount("beta").map_or(1.0, |beta| beta.value);
    let stale_while_ns = fields.duration("stale_while").map_or(0, |found| found.value);
    loads::Policy { merge, beta: is_early.then_some(beta), stale_while_ns }
}

/// A known hit ratio leaves no entries to evict, to expire or to fetch; memory without end leaves none to evict, and
/// without a `ttl` none ever ends.
fn refuse_useless(fields: &mut Fields<'_, '_>, hardware: &Hardware, is_early: bool) {
    if fields.has("hit_ratio").is_some() {
        for name in
            ["evict", "ttl", "memory", "on_write", "merge", "refresh", "beta", "stale_while"]
        {
            fields.useless(name, Why::KnownHitRatio);
        }
        return;
    }
    if hardware.memory_b.is_none() && fields.has("memory").or(fields.has("machine")).is_none() {
        fields.useless("evict", Why::NoMemoryLimit);
    }
    if fields.has("ttl").is_none() {
        for name in ["refresh", "beta", "stale_while"] {
            fields.useless(name, Why::NoTtl);
        }
    } else if !is_early {
        fields.useless("beta", Why::NoEarlyRefresh);
    }
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(work) = fields.varying("work") {
        spec.work = work.value;
    }
    if let Some(ratio) = fields.amount("hit_ratio") {
        spec.hit_ratio = Some(ratio.value);
    }
    if let Some(on_write) = fields.choice("on_write") {
        spec.on_write = on_write.value;
    }
}
