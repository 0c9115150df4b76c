//! `queue`: takes messages at once and hands them to the next step's workers as these come free.

use crate::sample::Dist;

/// A queue's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Messages it can hold; `None` is no limit.
    pub capacity: Option<u64>,
    /// Delay of taking a message, before it is acknowledged.
    pub work: Dist,
    /// What happens when a consumer fails.
    pub delivery: Delivery,
    /// A message not finished in this time is handed out again (at least once only).
    pub redeliver_after_ns: u64,
}

/// What happens when a consumer fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// The message comes back: it may be done twice.
    #[default]
    AtLeastOnce,
    /// The message is gone.
    AtMostOnce,
}
