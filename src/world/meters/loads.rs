//! What a cache's misses came to within the measured window.

/// Counts of one cache.
#[derive(Clone, Debug, Default)]
pub struct LoadMeter {
    /// Misses that waited for the answer to another's, and got it.
    pub merged: u64,
    /// Answers to misses that found the entry there again: another miss had fetched it meanwhile.
    pub again: u64,
    /// Entries that were fetched before the end of their life.
    pub early: u64,
    /// Reads that were answered with an entry after the end of its life.
    pub expired: u64,
}
