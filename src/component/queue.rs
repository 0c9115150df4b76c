//! `queue`: takes messages at once and hands them to the next step's workers as these come free.

use crate::message::language as say;
use crate::reader::Fields;
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

/// Its fields on a page.
pub const FIELDS: [&str; 4] = ["capacity", "work", "delivery", "redeliver_after"];

/// Reads a queue's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let capacity = fields.whole("capacity", 1, 1_000_000_000_000);
    let work = fields.varying("work");
    let words = [("at_least_once", Delivery::AtLeastOnce), ("at_most_once", Delivery::AtMostOnce)];
    let delivery = fields.choice("delivery", &words).map(|delivery| delivery.value);
    let redeliver_after = fields.positive_duration("redeliver_after");
    let delivery = delivery.unwrap_or_default();
    if delivery == Delivery::AtMostOnce {
        fields.useless("redeliver_after", say::WHY_AT_MOST_ONCE);
    }
    if delivery == Delivery::AtLeastOnce && redeliver_after.is_none() {
        fields.assume("redeliver_after", "30s", say::WHY_REDELIVER);
    }
    Spec {
        capacity: capacity.map(|capacity| capacity.value),
        work: work.map_or(Dist::ZERO, |work| work.value),
        delivery,
        redeliver_after_ns: redeliver_after.map_or(30_000_000_000, |after| after.value),
    }
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(work) = fields.varying("work") {
        spec.work = work.value;
    }
}
