//! `queue`: takes messages at once and hands them to the next step's workers as these come free.

use crate::component::{self, Kind, PLACE, call};
use crate::message::Why;
use crate::reader::table::Otherwise::{Assumed, Is};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Want};
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

/// The kind.
pub static KIND: Kind = Kind {
    table: Table::of("queue", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "Takes messages for `later`; the next step's workers are its consumers.",
    words: &["kafka", "sqs", "rabbitmq", "topic"],
    read: |fields| component::Spec::Queue(read(fields)),
};

/// Its fields on a page.
const FIELDS: &[Field] = &[
    field(
        "capacity",
        Form::Whole(1, 1_000_000_000_000),
        Is("no limit"),
        "messages it holds; beyond: `queue_full` for the sender",
    )
    .or_else(&["size", "limit"]),
    field(
        "work",
        Form::Varying(Want::Duration),
        Is("0"),
        "delay of taking a message, before it is acknowledged",
    )
    .or_else(&["service_time", "latency"])
    .in_steps(),
    field(
        "delivery",
        choice::<Delivery>(),
        Is("`at_least_once`"),
        "whether a message whose consumer fails comes back, or is gone",
    ),
    field(
        "redeliver_after",
        Form::Positive(Want::Duration),
        Assumed("30s", Why::Redeliver),
        "a message not finished in this time is handed out again",
    )
    .or_else(&["visibility_timeout"]),
];

impl Word for Delivery {
    const WORDS: &'static [(&'static str, Self)] =
        &[("at_least_once", Self::AtLeastOnce), ("at_most_once", Self::AtMostOnce)];
}

/// Reads a queue's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    let capacity = fields.whole("capacity");
    let work = fields.varying("work");
    let delivery: Delivery = fields.choice("delivery").map(|found| found.value).unwrap_or_default();
    let redeliver_after = fields.duration("redeliver_after");
    if delivery == Delivery::AtMostOnce {
        fields.useless("redeliver_after", Why::AtMostOnce);
    }
    if delivery == Delivery::AtLeastOnce && redeliver_after.is_none() {
        fields.assume("redeliver_after");
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
