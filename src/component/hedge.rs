//! Hedging: a call that takes long is sent a second time, and the first answer counts.
//!
//! Modelled: the delay, and a cap on the share of calls that are sent twice (a token bucket for each place that
//! calls). Ignored: the copy does not avoid the instance of the first, it is balanced like any call. After Dean &
//! Barroso, *The Tail at Scale* (2013).

use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Spanned, Want};
use crate::yaml::Value;

/// When a call is sent a second time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spec {
    /// After so long without an answer.
    pub after_ns: u64,
    /// Copies as a share of calls.
    pub at_most: f64,
}

/// `hedge` of a component or a step.
pub const FIELD: Field = field(
    "hedge",
    Form::Short("after", &TABLE),
    Is("none"),
    "a call that takes long is sent a second time; the first answer counts",
)
.shown("duration or [map](#breakers-and-hedges)")
.or_else(&["hedging"])
.in_steps();

/// The fields of `hedge`.
static TABLE: Table = Table::of(
    "hedge",
    &[&[
        field(
            "after",
            Form::Positive(Want::Duration),
            Needed,
            "a copy goes out after so long without an answer; `hedge: 30ms` is short for `hedge: { after: 30ms }`",
        ),
        field("at_most", Form::Positive(Want::Share), Is("10 %"), "copies as a share of calls")
            .shown("share, above 0 and at most 100 %"),
    ]],
);

/// Copies as a share of calls where nothing is written.
const AT_MOST: f64 = 0.1;

impl Spec {
    /// `hedge: 30ms`, or a map of its fields.
    pub fn read(fields: &mut Fields<'_, '_>) -> Option<Spanned<Self>> {
        let node = fields.node("hedge")?;
        if !matches!(node.value, Value::Map(_)) {
            let after = fields.duration("hedge")?;
            return Some(Spanned::new(Self { after_ns: after.value, at_most: AT_MOST }, node.span));
        }
        let mut inner = fields.nested("hedge")?;
        inner.require("after");
        let after = inner.duration("after");
        let at_most = inner.amount("at_most");
        inner.finish();
        let at_most = at_most.map_or(AT_MOST, |share| share.value);
        Some(Spanned::new(Self { after_ns: after?.value, at_most }, node.span))
    }
}
