//! What one walk along the paths counts.

use super::flow::RequestTypeFlow;
use crate::blueprint::ComponentId;

/// Where reads come from: the gaps between the misses of one cache are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Source {
    /// None came yet.
    #[default]
    Nowhere,
    /// All are misses of this cache.
    Misses(ComponentId),
    /// Anything else.
    Mixed,
}

impl Source {
    pub fn and(self, other: Self) -> Self {
        if self == Self::Nowhere || self == other { other } else { Self::Mixed }
    }
}

/// What came by each component and request type.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub components: Vec<ComponentTally>,
    pub request_types: Vec<RequestTypeFlow>,
}

/// Sums per second at one component.
#[derive(Clone, Debug, Default)]
pub(super) struct ComponentTally {
    pub reads: f64,
    pub writes: f64,
    /// CPU-seconds of reads and of writes, each on the node that answers.
    pub read_cpu_s: f64,
    pub write_cpu_s: f64,
    pub disk_s: f64,
    /// Time outside, which occupies nothing.
    pub io_s: f64,
    /// Threads or connections held by reads and by writes.
    pub read_held_s: f64,
    pub write_held_s: f64,
    /// Byte-seconds of memory held by calls.
    pub memory_b_s: f64,
    pub bytes: f64,
    pub bytes_out: f64,
    /// Reads of each data set by bin of popularity, those of one request's repetitions as one; empty for a
    /// data set not read here.
    pub reads_by_bin: Vec<Vec<f64>>,
    /// Reads that are hits.
    pub hits: f64,
    /// Writes of each data set that remove its entries here, and that leave new ones.
    pub invalidations_of: Vec<f64>,
    pub updates_of: Vec<f64>,
    /// Where the reads of each data set come from.
    pub source_of: Vec<Source>,
}

impl ComponentTally {
    pub fn calls(&self) -> f64 {
        self.reads + self.writes
    }
}
