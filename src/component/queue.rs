//! `queue`: takes messages at once and hands them to the next step's workers as these come free.

use crate::component::{self, Kind, PLACE, call};
use crate::message::Why;
use crate::reader::table::Otherwise::{Assumed, Is, Needed};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Want};
use crate::sample::Dist;
use crate::yaml::Value;

/// Messages that a worker may take ahead, deliveries of a message, and messages of a batch, at most.
const MOST: u64 = 10_000;

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
    /// Messages that each worker of a consumer holds, the one that it works at included.
    pub prefetch: u32,
    /// So many deliveries, and a message that was not done is set aside (at least once only).
    pub dead_letter: Option<u16>,
    /// Several messages in one piece of work.
    pub batch: Option<Batch>,
}

/// Messages that a consumer takes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// At most so many.
    pub size: u32,
    /// Fewer go as soon as the first of them has waited so long.
    pub wait_ns: u64,
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
    field(
        "prefetch",
        Form::Whole(1, MOST),
        Is("1"),
        "messages that each worker of the consumer holds, the one in work included; their time runs while they wait",
    )
    .or_else(&["prefetch_count", "prefetch_multiplier"]),
    field(
        "dead_letter",
        Form::Short("after", &DEAD_LETTER),
        Is("none"),
        "a message that was handed out so often and not done is set aside",
    )
    .shown("count or [map](#queue)")
    .or_else(&["max_receive_count", "dlq"]),
    field(
        "batch",
        Form::Short("size", &BATCH),
        Is("1 message"),
        "messages that the consumer takes together, as one piece of its work",
    )
    .shown("count or [map](#queue)"),
];

/// The fields of `dead_letter`.
static DEAD_LETTER: Table = Table::of(
    "dead_letter",
    &[&[field(
        "after",
        Form::Whole(1, MOST),
        Needed,
        "deliveries; `dead_letter: 3` is short for `dead_letter: { after: 3 }`",
    )]],
);

/// The fields of `batch`.
static BATCH: Table = Table::of(
    "batch",
    &[&[
        field(
            "size",
            Form::Whole(2, MOST),
            Needed,
            "messages at most; `batch: 100` is short for `batch: { size: 100 }`",
        ),
        field(
            "wait",
            Form::Amount(Want::Duration),
            Is("0"),
            "fewer are taken only once the first of them has waited so long",
        ),
    ]],
);

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
    let prefetch = fields.whole("prefetch");
    let dead_letter = dead_letter(fields);
    let batch = batch(fields);
    if delivery == Delivery::AtMostOnce {
        fields.useless("redeliver_after", Why::AtMostOnce);
        fields.useless("dead_letter", Why::AtMostOnce);
    }
    if delivery == Delivery::AtLeastOnce && redeliver_after.is_none() {
        fields.assume("redeliver_after");
    }
    Spec {
        capacity: capacity.map(|capacity| capacity.value),
        work: work.map_or(Dist::ZERO, |work| work.value),
        delivery,
        redeliver_after_ns: redeliver_after.map_or(30_000_000_000, |after| after.value),
        prefetch: prefetch.map_or(1, |count| u32::try_from(count.value).unwrap_or(1)),
        dead_letter,
        batch,
    }
}

/// `dead_letter: 3`, or a map of its field.
fn dead_letter(fields: &mut Fields<'_, '_>) -> Option<u16> {
    let node = fields.node("dead_letter")?;
    let after = if matches!(node.value, Value::Map(_)) {
        let mut inner = fields.nested("dead_letter")?;
        inner.require("after");
        let after = inner.whole("after");
        inner.finish();
        after
    } else {
        fields.whole("dead_letter")
    };
    Some(u16::try_from(after?.value).unwrap_or(u16::MAX))
}

/// `batch: 100`, or a map of its fields.
fn batch(fields: &mut Fields<'_, '_>) -> Option<Batch> {
    let node = fields.node("batch")?;
    let (size, wait) = if matches!(node.value, Value::Map(_)) {
        let mut inner = fields.nested("batch")?;
        inner.require("size");
        let (size, wait) = (inner.whole("size"), inner.duration("wait"));
        inner.finish();
        (size, wait)
    } else {
        (fields.whole("batch"), None)
    };
    Some(Batch {
        size: u32::try_from(size?.value).unwrap_or(u32::MAX),
        wait_ns: wait.map_or(0, |wait| wait.value),
    })
}

/// Reads the fields that a step may change.
pub fn read_step(spec: &mut Spec, fields: &mut Fields<'_, '_>) {
    if let Some(work) = fields.varying("work") {
        spec.work = work.value;
    }
}
