//! In place of the bar where there are no threads that could draw it: the same interface, and nothing to see.

use std::sync::atomic::AtomicU64;

use crate::message::Lang;
use crate::study::Steps;

/// Simulated nanoseconds that are done, all replications.
#[derive(Debug, Default)]
pub struct Progress {
    /// Done so far, all replications.
    pub done_ns: AtomicU64,
}

impl Progress {
    /// Nobody asks how much there is to do.
    pub fn plan(&self, _: u64) {}
}

/// Does the work.
pub fn watch<T>(_: bool, _: &Progress, _: Lang, work: impl FnOnce() -> T) -> T {
    work()
}

/// Does a study's work.
pub fn watch_steps<T>(_: bool, _: &Steps, _: Lang, work: impl FnOnce() -> T) -> T {
    work()
}
