//! What a key-value store counts beside its calls.

/// Writes that nodes get in another way than from those who write.
#[derive(Clone, Copy, Debug, Default)]
pub struct KvMeter {
    /// Writes that a node missed and that were kept for it.
    pub hints: u64,
    /// Of those, the ones that came to it.
    pub delivered: u64,
    /// Nodes that a read brought a newer version to.
    pub repairs: u64,
}
