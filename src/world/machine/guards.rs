//! What guards a call: breakers and copies at the caller, refusals at the callee, and answers that are errors.

use super::interpreter::Next;
use super::{Kind, Machine, payload};
use crate::component::breaker::Turned;
use crate::world::meters::{Reason, Turn};
use crate::world::program::{NO_SLOT, NONE, Op};

/// Copies that a call may save up.
const MOST_COPIES: f64 = 100.0;

impl Machine<'_> {
    // ---- breakers ----

    /// The breaker of the instance that calls.
    fn breaker_of(&self, f: u32, call: u32) -> usize {
        let spec = &self.program.calls[call as usize];
        let at = if spec.carry == NO_SLOT { 0 } else { self.frames[f].slots[spec.carry as usize] };
        spec.breaker as usize + if at == NONE { 0 } else { at as usize }
    }

    /// Whether the caller's breaker lets a call through, now; else the call has failed.
    pub(super) fn lets_through(&mut self, f: u32, call: u32) -> bool {
        let spec = &self.program.calls[call as usize];
        let Some(breaker) = &spec.policy.breaker else { return true };
        let at = self.breaker_of(f, call);
        if let Some(generation) = self.breakers[at].admit(breaker, self.now) {
            // While it waits for its one call, a caller counts no branches.
            self.frames[f].active = u32::from(generation);
            return true;
        }
        let component = spec.component as usize;
        let place = u16::try_from(component).unwrap_or(u16::MAX);
        self.meters.call_failed(component, self.now, Reason::CircuitOpen);
        self.go_back(f, Reason::CircuitOpen, place);
        false
    }

    /// A call has ended, now, as far as its caller is concerned.
    pub(super) fn note_outcome(&mut self, f: u32, call: u32, failed: bool) {
        let spec = &self.program.calls[call as usize];
        self.frames[f].patience = 0;
        let Some(breaker) = &spec.policy.breaker else { return };
        let generation = u16::try_from(self.frames[f].active).unwrap_or(0);
        let at = self.breaker_of(f, call);
        let Some(turned) = self.breakers[at].note(breaker, generation, self.now, failed) else {
            return;
        };
        let component = spec.component as usize;
        if turned != Turned::Closes
            && let Some(meter) = self.meters.component(component, self.now)
        {
            meter.opened += 1;
        }
        match turned {
            Turned::Opens => self.meters.turned(component, self.now, Turn::Opens),
            Turned::Closes => self.meters.turned(component, self.now, Turn::Closes),
            Turned::Reopens => {}
        }
    }

    // ---- copies ----

    /// A call is about to be sent, now: if it takes long, a copy follows.
    pub(super) fn watch(&mut self, f: u32, hedge: u32, after_ns: u64) {
        if self.frames[f].tries == 0 {
            let tokens = &mut self.hedges[hedge as usize];
            *tokens = (*tokens + self.program.hedges[hedge as usize]).min(MOST_COPIES);
        }
        let at = self.now.saturating_add(after_ns);
        let ticket = self.calendar.push_after(after_ns, at, payload(Kind::Hedge, f));
        // Whoever waits for a call is in no queue.
        self.frames[f].patience = ticket;
    }

    /// A call has taken long: it is sent a second time.
    pub(super) fn send_copy(&mut self, f: u32, ticket: u32) {
        let frame = &self.frames[f];
        let first = frame.child;
        if frame.patience != ticket || first == NONE {
            return;
        }
        let Op::Call { call } = self.program.ops[frame.pc as usize] else { return };
        let spec = &self.program.calls[call as usize];
        if spec.hedge == NONE || self.hedges[spec.hedge as usize] < 1.0 {
            return;
        }
        self.hedges[spec.hedge as usize] -= 1.0;
        if let Some(meter) = self.meters.component(spec.component as usize, self.now) {
            meter.copies += 1;
        }
        let until = self.frames[first].deadline_ns;
        let Some(copy) = self.child(f, spec.body, spec.carry) else { return };
        self.frames[copy].origin = call;
        self.frames[copy].branch = 1;
        if spec.policy.timeout_ns.is_some() {
            let ticket = self.calendar.push(until, payload(Kind::Timeout, copy));
            self.frames[copy].deadline = ticket;
            self.frames[copy].deadline_ns = until;
        }
        self.make_ready(copy, self.now);
    }

    /// A copy has answered first, if the parent's call has copies.
    pub(super) fn count_copy(&mut self, parent: u32) {
        let Op::Call { call } = self.program.ops[self.frames[parent].pc as usize] else { return };
        let component = self.program.calls[call as usize].component as usize;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.copies_won += 1;
        }
    }

    /// One of a call and its copy has decided: nobody waits for the other.
    pub(super) fn abandon_copies(&mut self, f: u32, cancel: bool) {
        while self.frames[f].child != NONE {
            let child = self.frames[f].child;
            self.abandon(child, cancel);
        }
    }

    // ---- the callee ----

    /// The answer is an error for a share of the calls.
    pub(super) fn falter(&mut self, f: u32, fault: u32, t: u64) -> Next {
        let spec = self.program.faults[fault as usize];
        let share = self.error_shares[spec.component as usize].unwrap_or(spec.share);
        let pc = self.frames[f].pc;
        if share <= 0.0 || !self.streams[spec.stream as usize].chance(share) {
            return Next::At(pc + 1, t);
        }
        Next::At(self.fail(f, pc, Reason::Error, spec.component as usize), t)
    }

    /// Refuses a call that has just got its turn, if all of them wait too long.
    pub(super) fn shed(&mut self, f: u32, shed: u32, slot: u8, t: u64) -> Next {
        let spec = self.program.sheds[shed as usize];
        let (at, pc) = (self.instance(f, slot), self.frames[f].pc);
        let waited = self.now.saturating_sub(self.frames[f].since_ns);
        let shedder = &mut self.shedders[spec.first as usize + at];
        if !shedder.refuses(&spec.spec, self.now, waited) {
            return Next::At(pc + 1, t);
        }
        Next::At(self.fail(f, pc, Reason::Shed, spec.component as usize), t)
    }

    /// Drops work that has just got its turn, if whoever waits for it has given up.
    pub(super) fn expire(&mut self, f: u32, component: u32, t: u64) -> Next {
        let frame = &self.frames[f];
        let (until, pc) = (frame.deadline_ns, frame.pc);
        if until == 0 || self.now < until || frame.is(super::flag::MESSAGE) {
            return Next::At(pc + 1, t);
        }
        Next::At(self.fail(f, pc, Reason::Expired, component as usize), t)
    }
}
