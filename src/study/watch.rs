//! How a study is executed, watched and stopped.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::world::Execution;

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

    /// One run of the study on `threads` threads (1 where the study itself runs many side by side); what it
    /// has simulated goes to `simulated_ns`, which nobody needs to read.
    #[must_use]
    pub fn execution<'b>(&'b self, threads: usize, simulated_ns: &'b AtomicU64) -> Execution<'b> {
        Execution {
            threads,
            max_in_flight: self.max_in_flight,
            stop: self.stop,
            progress: simulated_ns,
        }
    }
}
