//! What is counted in each interval of the window: for the charts, and for what happened in order.

use std::collections::BTreeMap;

use super::{Meters, Reason};
use crate::stats::Small;

/// What turns at a component, once in a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// A breaker of a caller opens that was closed.
    Opens,
    /// It is closed again.
    Closes,
    /// A replica becomes the primary.
    Promotes,
}

/// One interval's counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Interval {
    pub offered: u64,
    pub completed: u64,
    pub failed: u64,
    pub latency: Small,
    /// Second and later tries of any call.
    pub retries: u64,
    /// (request type, reason, place) → requests that failed.
    pub failures: BTreeMap<(u16, Reason, u16), u64>,
    /// (what, component) → how often.
    pub turns: BTreeMap<(Turn, u16), u64>,
}

impl Interval {
    /// A request failed in it.
    pub fn fail(&mut self, request_type: u16, reason: Reason, place: u16) {
        self.failed += 1;
        *self.failures.entry((request_type, reason, place)).or_insert(0) += 1;
    }
}

impl Meters {
    /// A second try was made.
    pub fn retried(&mut self, at: u64) {
        if let Some(offset) = self.inside(at) {
            self.retries += 1;
            self.interval(offset).retries += 1;
        }
    }

    /// Something turned at a component.
    pub fn turned(&mut self, component: usize, at: u64, what: Turn) {
        if let Some(offset) = self.inside(at)
            && let Ok(component) = u16::try_from(component)
        {
            *self.interval(offset).turns.entry((what, component)).or_insert(0) += 1;
        }
    }
}
