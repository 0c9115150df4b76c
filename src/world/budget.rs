//! The budget of a command: steps that its simulations may take, and bytes that they may keep.
//!
//! Steps are counted, not seconds, so that what a budget cuts off is the same on every machine and on any number of
//! threads. Whoever shares a budget between runs gives each its share before it starts.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Steps of a command, unless told otherwise: about a minute of two cores.
pub const DEFAULT_STEPS: u64 = 60 * STEPS_PER_S;
/// What `--budget 10s` takes a second to be: steps that two slow cores take in one.
pub const STEPS_PER_S: u64 = 20_000_000;
/// Bytes that the simulations of a command may take, unless told otherwise.
pub const DEFAULT_BYTES: u64 = 2 << 30;

/// What a command may take in all, and what it has taken.
#[derive(Debug)]
pub struct Budget {
    steps: u64,
    /// Bytes at once.
    pub bytes: u64,
    spent: AtomicU64,
    ran_out: AtomicBool,
}

impl Budget {
    /// So many steps and bytes.
    #[must_use]
    pub const fn new(steps: u64, bytes: u64) -> Self {
        Self { steps, bytes, spent: AtomicU64::new(0), ran_out: AtomicBool::new(false) }
    }

    /// Steps that are left. Between runs this is the same whatever the number of threads; while some are under way it
    /// is not.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.steps.saturating_sub(self.spent.load(Ordering::Relaxed))
    }

    /// Steps in all.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// The steps, if any run has used up its share of them.
    #[must_use]
    pub fn ran_out(&self) -> Option<u64> {
        self.ran_out.load(Ordering::Relaxed).then_some(self.steps)
    }

    /// A run has used up its share.
    pub fn run_out(&self) {
        self.ran_out.store(true, Ordering::Relaxed);
    }

    /// So many steps were taken.
    pub fn spend(&self, steps: u64) {
        self.spent.fetch_add(steps, Ordering::Relaxed);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(DEFAULT_STEPS, DEFAULT_BYTES)
    }
}

/// One run's share of a budget.
#[derive(Clone, Copy, Debug)]
pub struct Share<'a> {
    /// Whom it is taken from.
    pub of: &'a Budget,
    /// Steps that the run may take: its pilot and all its replications.
    pub steps: u64,
    /// A run that has taken them ends its window there, instead of coming to nothing.
    pub may_cut: bool,
}

impl<'a> Share<'a> {
    /// All that is left, for a command of one run.
    #[must_use]
    pub fn whole(of: &'a Budget) -> Self {
        Self { of, steps: of.left(), may_cut: true }
    }
}
