//! A bar with the time left, on a terminal, for a run that lasts.

#[cfg(not(target_family = "wasm"))]
mod bar;

use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

/// Simulated nanoseconds: how many are done, and of how many.
#[derive(Debug, Default)]
pub struct Progress {
    /// Done so far, all replications.
    pub done_ns: AtomicU64,
    /// To do in all, and since when; not known while the run is planned.
    plan: OnceLock<(u64, Instant)>,
}

impl Progress {
    /// From here on it is known how much there is to do.
    pub fn plan(&self, total_ns: u64) {
        // A run is planned once; a second plan would not change what is shown.
        let _ = self.plan.set((total_ns, Instant::now()));
    }
}

/// Does the work, and shows its progress meanwhile if `visible`.
#[cfg(not(target_family = "wasm"))]
pub fn watch<T>(visible: bool, progress: &Progress, work: impl FnOnce() -> T) -> T {
    if visible { bar::watch(progress, work) } else { work() }
}

/// Does the work: nothing can be drawn meanwhile where there are no threads.
#[cfg(target_family = "wasm")]
pub fn watch<T>(_: bool, _: &Progress, work: impl FnOnce() -> T) -> T {
    work()
}
