//! Pauses: every so often an instance stands still for a while.
//!
//! Modelled: when they begin and how long they last, each instance for itself. Ignored: that a collector pauses more
//! often under load, and that an instance may be slow around a pause. Garbage collectors, checkpoints, and hosts that
//! are shared with others do that.

use crate::message::component::Fault;
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Want};
use crate::sample::Dist;

/// When an instance stands still.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// From the beginning of one pause to that of the next.
    pub every: Dist,
    /// How long it lasts.
    pub length: Dist,
}

/// `pauses` of an instance.
pub const FIELD: Field = field(
    "pauses",
    Form::Map(&TABLE),
    Is("none"),
    "every so often an instance stands still (garbage collection, a checkpoint, a shared host)",
)
.shown("map: `every`, `for`")
.or_else(&["gc", "pause"]);

/// The fields of `pauses`.
static TABLE: Table = Table::of(
    "pauses",
    &[&[
        field(
            "every",
            Form::Varying(Want::Duration),
            Needed,
            "from the beginning of a pause to that of the next; each instance has its own",
        ),
        field("for", Form::Varying(Want::Duration), Needed, "how long it lasts"),
    ]],
);

impl Spec {
    /// A map of both.
    pub fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let mut inner = fields.nested("pauses")?;
        inner.require("every");
        inner.require("for");
        let every = inner.varying("every");
        let length = inner.varying("for");
        inner.finish();
        let (every, length) = (every?, length?);
        if length.value.mean_ns() >= every.value.mean_ns() {
            fields.reading.complain(length.span, Fault::PausesForEver);
            return None;
        }
        Some(Self { every: every.value, length: length.value })
    }

    /// The share of the time in which an instance does not stand still.
    #[must_use]
    pub fn running(&self) -> f64 {
        1.0 - self.length.mean_ns() / self.every.mean_ns()
    }
}
