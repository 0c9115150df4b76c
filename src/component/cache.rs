//! `cache` and `cdn`: entries under a memory limit, with eviction and expiry.

use super::Hardware;
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
    /// The cache loads (one load at a time per key) and writes through.
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
