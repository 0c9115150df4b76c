//! A circuit breaker: a caller that has seen too many failures stops asking for a while.
//!
//! Modelled: the share of failures over a sliding window with a least number of calls; open, half-open, closed;
//! one breaker for each calling instance. A call that its caller gives up (`timeout`) is a failure: slowness opens
//! it so. Ignored: breakers that share what they know. After Nygard, *Release It!* (2007), and resilience4j.

use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Spanned, Want};
use crate::yaml::Value;

/// The parts into which the window is cut: the oldest is forgotten as a whole.
const PARTS: usize = 10;
/// The most calls and probes that may be asked for.
const MOST: u64 = 1_000_000;

/// When a breaker opens, and for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spec {
    /// The share of failures from which it opens, above 0 and at most 1.
    pub failures: f64,
    /// How far back it looks.
    pub window_ns: u64,
    /// Calls in the window below which it has no opinion.
    pub calls: u32,
    /// How long it stays open.
    pub open_ns: u64,
    /// Calls let through afterwards; if all of them succeed it closes, with the first failure it opens again.
    pub probes: u32,
}

/// `breaker` of a component or a step.
pub const FIELD: Field = field(
    "breaker",
    Form::Short("failures", &TABLE),
    Is("none"),
    "a caller that sees too many failures stops asking for a while (`circuit_open`)",
)
.shown("share or [map](#breakers-and-hedges)")
.or_else(&["circuit_breaker"])
.in_steps();

/// The fields of `breaker`.
static TABLE: Table = Table::of(
    "breaker",
    &[&[
        field(
            "failures",
            Form::Positive(Want::Share),
            Needed,
            "it opens at this share of failed calls; `breaker: 50%` is short for `breaker: { failures: 50% }`",
        )
        .shown("share, above 0 and at most 100 %"),
        field(
            "window",
            Form::Positive(Want::Duration),
            Is("10 s"),
            "how far back it looks, in ten parts",
        ),
        field(
            "calls",
            Form::Whole(1, MOST),
            Is("20"),
            "with fewer calls in the window it stays closed",
        ),
        field(
            "open",
            Form::Positive(Want::Duration),
            Is("5 s"),
            "how long it refuses every call before it lets probes through",
        ),
        field(
            "probes",
            Form::Whole(1, MOST),
            Is("3"),
            "calls let through then: if all succeed it closes, with the first failure it opens again",
        ),
    ]],
);

impl Spec {
    const fn with(failures: f64) -> Self {
        Self { failures, window_ns: 10_000_000_000, calls: 20, open_ns: 5_000_000_000, probes: 3 }
    }

    /// `breaker: 50%`, or a map of its fields.
    pub fn read(fields: &mut Fields<'_, '_>) -> Option<Spanned<Self>> {
        let node = fields.node("breaker")?;
        if !matches!(node.value, Value::Map(_)) {
            let failures = fields.amount("breaker")?;
            return Some(Spanned::new(Self::with(failures.value), node.span));
        }
        let mut inner = fields.nested("breaker")?;
        inner.require("failures");
        let failures = inner.amount("failures");
        let window = inner.duration("window");
        let calls = inner.count("calls");
        let open = inner.duration("open");
        let probes = inner.count("probes");
        inner.finish();
        let base = Self::with(failures?.value);
        let spec = Self {
            window_ns: window.map_or(base.window_ns, |it| it.value),
            calls: calls.map_or(base.calls, |it| it.value),
            open_ns: open.map_or(base.open_ns, |it| it.value),
            probes: probes.map_or(base.probes, |it| it.value),
            ..base
        };
        Some(Spanned::new(spec, node.span))
    }
}

/// What a breaker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Closed,
    /// Until then.
    Open(u64),
    /// Probes that may still be sent, successes that are still wanted, and until when: of a probe whose caller dies or is
    /// cancelled nothing comes back.
    HalfOpen(u32, u32, u64),
}

/// What the outcome of a call makes of a breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// It was closed, and opens.
    Opens,
    /// It was half-open, and opens again.
    Reopens,
    /// It was half-open, and is closed.
    Closes,
}

/// The breaker of one calling instance.
#[derive(Clone, Debug)]
pub struct Breaker {
    phase: Phase,
    /// Grows with each change of phase: what began in an earlier one says nothing of this one.
    generation: u16,
    /// (calls, failures) of each part of the window.
    parts: [(u32, u32); PARTS],
    /// Which part is counted now, as parts since the start of the run.
    part: u64,
}

impl Default for Breaker {
    fn default() -> Self {
        Self { phase: Phase::Closed, generation: 0, parts: [(0, 0); PARTS], part: 0 }
    }
}

impl Breaker {
    /// Whether a call may go, at `now` ns: the generation that its outcome has to name, or `None`.
    pub fn admit(&mut self, spec: &Spec, now: u64) -> Option<u16> {
        let probes = || Phase::HalfOpen(spec.probes, spec.probes, now.saturating_add(spec.open_ns));
        match self.phase {
            Phase::Open(until) if now < until => return None,
            Phase::HalfOpen(0, _, until) if now < until => return None,
            Phase::Open(_) | Phase::HalfOpen(0, ..) => self.turn(probes()),
            Phase::Closed | Phase::HalfOpen(..) => {}
        }
        match &mut self.phase {
            Phase::HalfOpen(left, ..) => *left = left.saturating_sub(1),
            Phase::Closed | Phase::Open(_) => {}
        }
        Some(self.generation)
    }

    /// A call that was let through ended, at `now` ns.
    pub fn note(&mut self, spec: &Spec, generation: u16, now: u64, failed: bool) -> Option<Turned> {
        if generation != self.generation {
            return None;
        }
        let turned = match &mut self.phase {
            Phase::Open(_) => None,
            Phase::HalfOpen(_, wanted, _) if !failed => {
                *wanted -= 1;
                (*wanted == 0).then_some(Turned::Closes)
            }
            Phase::HalfOpen(..) => Some(Turned::Reopens),
            Phase::Closed => {
                let (calls, failures) = self.count(spec, now, failed);
                let opens = failed
                    && calls >= spec.calls
                    && f64::from(failures) >= spec.failures * f64::from(calls);
                opens.then_some(Turned::Opens)
            }
        };
        match turned {
            Some(Turned::Closes) => self.turn(Phase::Closed),
            Some(Turned::Opens | Turned::Reopens) => {
                self.turn(Phase::Open(now.saturating_add(spec.open_ns)));
            }
            None => {}
        }
        turned
    }

    fn turn(&mut self, phase: Phase) {
        self.phase = phase;
        self.generation = self.generation.wrapping_add(1);
        self.parts = [(0, 0); PARTS];
    }

    /// Calls and failures in the window, with this one.
    fn count(&mut self, spec: &Spec, now: u64, failed: bool) -> (u32, u32) {
        let part = now / (spec.window_ns / PARTS as u64).max(1);
        let passed = part.saturating_sub(self.part).min(PARTS as u64);
        for old in 0..passed {
            self.parts[((part - old) % PARTS as u64) as usize] = (0, 0);
        }
        self.part = self.part.max(part);
        let now = &mut self.parts[(self.part % PARTS as u64) as usize];
        now.0 += 1;
        now.1 += u32::from(failed);
        self.parts.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: u64 = 1_000_000_000;
    const SPEC: Spec = Spec { calls: 4, probes: 2, ..Spec::with(0.5) };

    /// Calls of these outcomes, one each `every` ns from `from` on; how many were let through.
    fn feed(breaker: &mut Breaker, from: u64, every: u64, outcomes: &[bool]) -> usize {
        let mut through = 0;
        for (at, &failed) in outcomes.iter().enumerate() {
            let now = from + every * at as u64;
            if let Some(generation) = breaker.admit(&SPEC, now) {
                through += 1;
                breaker.note(&SPEC, generation, now, failed);
            }
        }
        through
    }

    #[test]
    fn opens_at_the_share_and_not_before_there_are_enough_calls() {
        let mut breaker = Breaker::default();
        assert_eq!(feed(&mut breaker, 0, 1, &[true, true, true]), 3);
        assert!(breaker.admit(&SPEC, 3).is_some(), "three calls are too few");
        assert_eq!(feed(&mut breaker, 4, 1, &[true, true, true]), 1, "the fourth opens it");
    }

    #[test]
    fn forgets_what_is_older_than_the_window() {
        let mut breaker = Breaker::default();
        feed(&mut breaker, 0, 1, &[true, true, true]);
        assert_eq!(feed(&mut breaker, 11 * S, 1, &[true, false, false, false]), 4);
        assert!(breaker.admit(&SPEC, 12 * S).is_some(), "one failure of four");
    }

    #[test]
    fn lets_probes_through_and_closes_when_all_succeed() {
        let mut breaker = Breaker::default();
        feed(&mut breaker, 0, 1, &[true; 4]);
        assert_eq!(breaker.admit(&SPEC, 4 * S), None);
        let probes: Vec<_> = (0..3).map(|_| breaker.admit(&SPEC, 6 * S)).collect();
        assert!(probes[0].is_some() && probes[1].is_some() && probes[2].is_none(), "{probes:?}");
        breaker.note(&SPEC, probes[0].unwrap(), 6 * S, false);
        assert_eq!(breaker.admit(&SPEC, 6 * S), None, "one success of two");
        let closes = breaker.note(&SPEC, probes[1].unwrap(), 6 * S, false);
        assert_eq!(closes, Some(Turned::Closes));
        assert!(breaker.admit(&SPEC, 6 * S).is_some());
    }

    #[test]
    fn opens_again_with_the_first_probe_that_fails() {
        let mut breaker = Breaker::default();
        feed(&mut breaker, 0, 1, &[true; 4]);
        let probe = breaker.admit(&SPEC, 6 * S).unwrap();
        assert_eq!(breaker.note(&SPEC, probe, 7 * S, true), Some(Turned::Reopens));
        assert_eq!(breaker.admit(&SPEC, 11 * S), None);
        assert!(breaker.admit(&SPEC, 12 * S).is_some());
    }

    #[test]
    fn sends_new_probes_when_nothing_comes_back() {
        let mut breaker = Breaker::default();
        feed(&mut breaker, 0, 1, &[true; 4]);
        assert!(breaker.admit(&SPEC, 6 * S).is_some() && breaker.admit(&SPEC, 6 * S).is_some());
        assert_eq!(breaker.admit(&SPEC, 10 * S), None, "both are on their way");
        assert!(breaker.admit(&SPEC, 11 * S).is_some(), "after `open` they are given up");
    }

    #[test]
    fn what_began_before_it_opened_says_nothing() {
        let mut breaker = Breaker::default();
        let early = breaker.admit(&SPEC, 0).unwrap();
        feed(&mut breaker, 0, 1, &[true; 4]);
        let probe = breaker.admit(&SPEC, 6 * S).unwrap();
        assert_eq!(breaker.note(&SPEC, early, 6 * S, true), None, "an old failure is no probe's");
        assert_eq!(breaker.note(&SPEC, probe, 6 * S, false), None);
    }
}
