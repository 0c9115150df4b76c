//! Load shedding by the time spent in the queue: Controlled Delay, as servers use it.
//!
//! Modelled: if even the shortest wait of the last `within` was longer than `wait`, the queue is no burst but an
//! overload, and every call that has waited twice `wait` is refused at its turn (Maurer, *Fail at Scale*, ACM Queue
//! 13(8), 2015). Ignored: priorities; the control law of RFC 8289, which refuses one call after the other, and which
//! only senders that slow down by themselves make work.

use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Want};
use crate::yaml::Value;

/// When calls are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The wait that is fine.
    pub wait_ns: u64,
    /// The time in which nobody has waited less before calls are refused.
    pub within_ns: u64,
}

/// `shed` of a server.
pub const FIELD: Field = field(
    "shed",
    Form::Short("wait", &TABLE),
    Is("none"),
    "calls are refused while all of them wait too long (`shed`)",
)
.shown("duration or [map](#breakers-and-hedges)");

/// The fields of `shed`.
static TABLE: Table = Table::of(
    "shed",
    &[&[
        field(
            "wait",
            Form::Positive(Want::Duration),
            Needed,
            "the wait in the queue that is fine; `shed: 50ms` is short for `shed: { wait: 50ms }`",
        ),
        field(
            "within",
            Form::Positive(Want::Duration),
            Is("100 ms"),
            "if in such a time nobody has waited less, all that wait twice as long are refused (CoDel)",
        ),
    ]],
);

impl Spec {
    /// `shed: 50ms`, or a map of its fields.
    pub fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        const WITHIN_NS: u64 = 100_000_000;
        let node = fields.node("shed")?;
        if !matches!(node.value, Value::Map(_)) {
            let wait = fields.duration("shed")?;
            return Some(Self { wait_ns: wait.value, within_ns: WITHIN_NS });
        }
        let mut inner = fields.nested("shed")?;
        inner.require("wait");
        let wait = inner.duration("wait");
        let within = inner.duration("within");
        inner.finish();
        Some(Self { wait_ns: wait?.value, within_ns: within.map_or(WITHIN_NS, |it| it.value) })
    }
}

/// The state of one instance's queue.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shedder {
    /// The end of the stretch of `within` that is watched now.
    until_ns: u64,
    /// The shortest wait in it so far; `None` before the first.
    least_ns: Option<u64>,
    /// In the stretch before, everybody waited too long.
    is_overloaded: bool,
}

impl Shedder {
    /// Whether a call whose turn comes at `now` after `waited` ns is refused.
    pub fn refuses(&mut self, spec: &Spec, now: u64, waited: u64) -> bool {
        if now >= self.until_ns {
            self.is_overloaded = self.least_ns.is_some_and(|least| least > spec.wait_ns);
            self.until_ns = now.saturating_add(spec.within_ns);
            self.least_ns = None;
        }
        self.least_ns = Some(self.least_ns.map_or(waited, |least| least.min(waited)));
        self.is_overloaded && waited > spec.wait_ns.saturating_mul(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;
    const SPEC: Spec = Spec { wait_ns: 5 * MS, within_ns: 100 * MS };

    /// The instants (ms) at which calls are refused, of one each millisecond that waited `waited(ms)`.
    fn refused(until_ms: u64, waited_ms: impl Fn(u64) -> u64) -> Vec<u64> {
        let mut shedder = Shedder::default();
        (0..until_ms).filter(|&at| shedder.refuses(&SPEC, at * MS, waited_ms(at) * MS)).collect()
    }

    #[test]
    fn refuses_nothing_while_somebody_waits_little() {
        let found = refused(2_000, |at| if at % 50 == 0 { 1 } else { 80 });
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn refuses_all_that_wait_long_once_everybody_does() {
        let found = refused(400, |at| if at % 2 == 0 { 20 } else { 8 });
        let expected: Vec<u64> = (100..400).filter(|at| at % 2 == 0).collect();
        assert_eq!(found, expected, "not those that waited less than twice 5 ms");
    }

    #[test]
    fn stops_with_the_stretch_in_which_one_waits_little() {
        let found = refused(2_000, |at| if at == 450 { 1 } else { 20 });
        assert!(found.contains(&499) && found.contains(&600), "{found:?}");
        assert!(!found.iter().any(|at| (500..600).contains(at)), "{found:?}");
    }
}
