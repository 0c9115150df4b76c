//! How a study is executed, watched, bounded and stopped.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::parallel;
use crate::world::{Budget, Execution, Share};

/// Steps of a study: how many are done, and of how many as far as is known.
#[derive(Debug, Default)]
pub struct Steps {
    done: AtomicU64,
    planned: AtomicU64,
}

impl Steps {
    /// Steps done, and steps planned so far.
    #[must_use]
    pub fn so_far(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.planned.load(Ordering::Relaxed))
    }
}

/// So many runs are begun at once: what is left of the budget is asked between such batches alone, where it does not
/// depend on the number of threads.
const BATCH: usize = 32;
/// A run of a batch may take so many times its even part of what is left: runs differ.
const UNEVEN: u64 = 4;
/// A run of a batch may take at most one in so many of the steps that are left, and one by itself one in fewer: others
/// are to come to their turn.
const PART: u64 = 8;
const ALONE: u64 = 4;

/// How to execute a study. `steps` is for the progress bar alone: nothing in a document depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Watch<'a> {
    /// Threads; 0 is as many as there are cores.
    pub threads: usize,
    /// Requests in flight at once in one run, at most.
    pub max_in_flight: usize,
    /// Set from outside to stop; the study then returns what it knows.
    pub stop: &'a AtomicBool,
    /// Counted up as the study goes on.
    pub steps: &'a Steps,
    /// What all its runs may cost together.
    pub budget: &'a Budget,
    /// What each run of the batch under way may cost; `None` outside batches.
    pub share: Option<u64>,
}

impl Watch<'_> {
    /// So many more steps are to be done.
    pub fn expect(&self, steps: u64) {
        self.steps.planned.fetch_add(steps, Ordering::Relaxed);
    }

    /// One step is done.
    pub fn step(&self) {
        self.steps.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Runs side by side, each on one thread: `work` is done for every item, in batches, and each run gets its share
    /// of the budget before its batch begins.
    pub fn side_by_side<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T, &Self) -> R + Sync,
    ) -> Vec<R> {
        let mut done = Vec::with_capacity(items.len());
        for batch in items.chunks(BATCH) {
            let left = self.budget.left();
            let to_come = (items.len() - done.len()) as u64;
            let even = left / to_come.max(1);
            let share = even.saturating_mul(UNEVEN).min((left / PART).max(even));
            let own = Self { share: Some(share), ..*self };
            done.extend(parallel::in_order(batch, self.threads, |item| work(item, &own)));
        }
        done
    }

    /// One run of the study on `threads` threads (1 where the study itself runs many side by side); what it
    /// has simulated goes to `simulated_ns`, which nobody needs to read.
    #[must_use]
    pub fn execution<'b>(&'b self, threads: usize, simulated_ns: &'b AtomicU64) -> Execution<'b> {
        let steps = self.share.unwrap_or_else(|| self.budget.left() / ALONE);
        Execution {
            threads,
            max_in_flight: self.max_in_flight,
            stop: self.stop,
            progress: simulated_ns,
            share: Share { of: self.budget, steps, may_cut: false },
        }
    }
}
