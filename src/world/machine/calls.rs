//! Frames that wait for frames: calls with a timeout or retries, parallel branches, repetitions.

use super::frame::{State, flag};
use super::{Kind, Machine, payload};
use crate::component::call::{Backoff, Retry};
use crate::sample::Stream;
use crate::world::meters::{CLIENT, Reason};
use crate::world::program::{NO_SLOT, NONE, Op};

/// Tokens that a retry budget may save up.
const MOST_TOKENS: f64 = 100.0;
/// Tokens that it starts with, so that the first failures may be retried at all.
const FIRST_TOKENS: f64 = 10.0;

/// Second tries that a frame can count; nobody waits for more.
const MOST_TRIES: u32 = u16::MAX as u32;

impl Machine<'_> {
    /// A frame for one body, waited for by `parent`.
    pub(super) fn child(&mut self, parent: u32, body: u32, carry: u8) -> Option<u32> {
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return None;
        };
        let start = self.program.bodies[body as usize].start;
        let source = &self.frames[parent];
        let mut child = super::frame::Frame {
            pc: start,
            parent,
            key: source.key,
            version: source.version,
            started_ns: source.started_ns,
            request_type: source.request_type,
            class: source.class,
            flags: source.flags & flag::UNSAMPLED,
            state: State::Timed,
            ..Default::default()
        };
        if carry != NO_SLOT {
            child.slots[0] = source.slots[carry as usize];
        }
        let next = source.child;
        if self.blueprint.request_types[source.request_type as usize].deadline
            && !source.is(flag::MESSAGE)
        {
            child.deadline_ns = source.deadline_ns;
        }
        child.siblings = (NONE, next);
        if next != NONE {
            self.frames[next].siblings.0 = id;
        }
        self.frames[id] = child;
        let parent = &mut self.frames[parent];
        parent.child = id;
        parent.state = State::Blocked;
        Some(id)
    }

    fn unlink(&mut self, id: u32) {
        let (before, after) = self.frames[id].siblings;
        let parent = self.frames[id].parent;
        if before == NONE {
            if parent != NONE {
                self.frames[parent].child = after;
            }
        } else {
            self.frames[before].siblings.1 = after;
        }
        if after != NONE {
            self.frames[after].siblings.0 = before;
        }
        let frame = &mut self.frames[id];
        frame.parent = NONE;
        frame.siblings = (NONE, NONE);
    }

    // ---- calls ----

    pub(super) fn start_call(&mut self, f: u32, t: u64, call: u32) {
        let spec = &self.program.calls[call as usize];
        if (spec.breaker != NONE || spec.hedge != NONE) && t > self.now {
            // What others did decides whether it is sent, and when it began decides when a copy is.
            return self.resume_at(f, t, self.frames[f].pc);
        }
        if spec.breaker != NONE && !self.lets_through(f, call) {
            return;
        }
        if spec.hedge != NONE {
            self.watch(f, spec.hedge, spec.policy.hedge.map_or(0, |hedge| hedge.after_ns));
        }
        let (timeout, body, carry, budget) =
            (spec.policy.timeout_ns, spec.body, spec.carry, spec.budget);
        if self.frames[f].tries == 0 && budget != NONE {
            let tokens = &mut self.budgets[budget as usize];
            *tokens = (*tokens + self.program.budgets[budget as usize]).min(MOST_TOKENS);
        }
        let Some(child) = self.child(f, body, carry) else { return };
        self.frames[child].origin = call;
        if let Some(timeout) = timeout {
            let at = t.saturating_add(timeout);
            let event = payload(Kind::Timeout, child);
            // Calls start in order of time but for a few that ran ahead; the ring sorts out those.
            let ticket = self.calendar.push_after(timeout, at, event);
            let frame = &mut self.frames[child];
            frame.deadline = ticket;
            frame.deadline_ns = earlier(frame.deadline_ns, at);
        }
        self.advance(child, t);
    }

    pub(super) fn timed_out(&mut self, child: u32, ticket: u32) {
        let frame = &self.frames[child];
        if frame.deadline != ticket || frame.state == State::Free {
            return;
        }
        if frame.is(flag::MESSAGE) {
            return self.time_is_up(child);
        }
        let (parent, call) = (frame.parent, frame.origin);
        if parent == NONE {
            return;
        }
        let spec = &self.program.calls[call as usize];
        let place = u16::try_from(spec.component).unwrap_or(CLIENT);
        let cancel = spec.policy.cancel;
        if place != CLIENT {
            self.meters.call_failed(place as usize, self.now, Reason::Timeout);
        }
        self.abandon(child, cancel);
        self.abandon_copies(parent, cancel);
        self.call_failed(parent, call, Reason::Timeout, place);
    }

    /// The caller stops waiting for a frame, which goes on by itself unless it is cancelled.
    pub(super) fn abandon(&mut self, child: u32, cancel: bool) {
        self.trace_abandoned(child);
        self.unlink(child);
        self.frames[child].deadline = 0;
        if cancel {
            self.cancel(child);
            return;
        }
        // The connection is the caller's: it is closed. Without one, nothing was sent that could go on.
        let call = self.frames[child].origin;
        if call != NONE && self.program.calls[call as usize].pool_hold != NONE {
            if self.waits_for(child, self.program.calls[call as usize].pool_hold) {
                self.cancel(child);
                return;
            }
            let scope = self.program.scope_of[self.frames[child].pc as usize];
            let body = self.program.scopes[scope as usize].body;
            self.drop_holds(child, body, 1 << self.program.calls[call as usize].pool_hold);
        }
    }

    /// Whether a frame is in the queue for the hold that has this bit.
    fn waits_for(&self, id: u32, bit: u32) -> bool {
        let frame = &self.frames[id];
        match self.program.ops[frame.pc as usize] {
            Op::Claim { hold } if frame.state == State::Queued => {
                u32::from(self.program.holds[hold as usize].bit) == bit
            }
            _ => false,
        }
    }

    /// Stops a frame and everything it waits for; what it holds is given back.
    pub(super) fn cancel(&mut self, id: u32) {
        while self.frames[id].child != NONE {
            let child = self.frames[id].child;
            self.unlink(child);
            self.cancel(child);
        }
        self.stop_waiting(id);
        let scope = self.program.scope_of[self.frames[id].pc as usize];
        let body = self.program.scopes[scope as usize].body;
        self.drop_holds(id, body, u32::MAX);
        self.frames.free(id);
    }

    /// Takes a frame out of whatever it waits in.
    pub(super) fn stop_waiting(&mut self, id: u32) {
        match self.frames[id].state {
            State::Queued => self.leave_queue(id),
            State::Sharing => {
                if let Op::Share { work, sharing, slot } =
                    self.program.ops[self.frames[id].pc as usize]
                {
                    let at = self.instance(id, slot);
                    let ticket = self.frames[id].wake;
                    let left_ns = self.sharings[sharing as usize].leave(at, self.now, ticket);
                    if work != NONE {
                        let component = self.program.works[work as usize].component;
                        let done_ns = self.frames[id].latest_ns.saturating_sub(left_ns);
                        self.meters.worked(component, self.now, done_ns);
                        self.meters.stopped(component, self.now, 0);
                    }
                    self.frames[id].wake = self.calendar.next_ticket();
                    self.frames[id].state = State::Timed;
                    self.expect_departure(sharing as usize, at);
                }
            }
            state => {
                if state == State::Timed {
                    self.stop_work(id);
                }
                self.frames[id].wake = self.calendar.next_ticket();
                self.frames[id].patience = 0;
            }
        }
    }

    /// A call in a frame of its own has failed, now: again, or on the way back.
    fn call_failed(&mut self, f: u32, call: u32, reason: Reason, place: u16) {
        self.note_outcome(f, call, true);
        let spec = &self.program.calls[call as usize];
        if let Some(retry) = &spec.policy.retry
            && reason != Reason::Expired
            && u32::from(self.frames[f].tries) < retry.times.min(MOST_TRIES)
            && self.may_retry(spec.budget)
        {
            let tries = self.frames[f].tries;
            let pause =
                pause_before(retry, u32::from(tries), &mut self.streams[spec.stream as usize]);
            self.frames[f].tries = tries.saturating_add(1);
            self.meters.retried(self.now);
            let pc = self.frames[f].pc;
            self.resume_at(f, self.now.saturating_add(pause), pc);
            return;
        }
        self.go_back(f, reason, place);
    }

    fn may_retry(&mut self, budget: u32) -> bool {
        if budget == NONE {
            return true;
        }
        let tokens = &mut self.budgets[budget as usize];
        if *tokens < 1.0 {
            return false;
        }
        *tokens -= 1.0;
        true
    }

    /// A frame that waited for frames fails, now.
    pub(super) fn go_back(&mut self, f: u32, reason: Reason, place: u16) {
        let scope = self.program.scope_of[self.frames[f].pc as usize];
        let spec = self.program.scopes[scope as usize];
        let frame = &mut self.frames[f];
        frame.flags |= flag::FAILED;
        frame.reason = reason as u8;
        frame.place = place;
        frame.tries = 0;
        frame.pc = spec.epilogue;
        frame.state = State::Timed;
        self.drop_holds(f, spec.body, spec.holds);
        self.make_ready(f, self.now);
    }

    // ---- branches and repetitions ----

    pub(super) fn start_fork(&mut self, f: u32, t: u64, fork: u32) {
        let spec = &self.program.forks[fork as usize];
        let frame = &mut self.frames[f];
        frame.succeeded = 0;
        frame.latest_ns = t;
        let count = if spec.need == 0 { 1 } else { spec.bodies.len() };
        frame.active = u32::try_from(count).unwrap_or(0);
        frame.todo = u32::try_from(spec.bodies.len() - count).unwrap_or(0);
        for branch in 0..count {
            if let Some(child) = self.child(f, spec.bodies[branch], spec.carry) {
                self.frames[child].branch = u16::try_from(branch).unwrap_or(u16::MAX);
                self.make_ready(child, t);
            }
        }
    }

    /// True if there is something to wait for.
    pub(super) fn start_repeat(&mut self, f: u32, t: u64, repeat: u32) -> bool {
        let spec = &self.program.repeats[repeat as usize];
        let times = spec.times.sample(&mut self.streams[spec.stream as usize]);
        if times == 0 {
            return false;
        }
        let first = times.min(u64::from(spec.at_once));
        let frame = &mut self.frames[f];
        frame.succeeded = 0;
        frame.latest_ns = t;
        frame.active = u32::try_from(first).unwrap_or(u32::MAX);
        frame.todo = u32::try_from(times - first).unwrap_or(u32::MAX);
        for _ in 0..first {
            if let Some(child) = self.child(f, spec.body, spec.carry) {
                self.make_ready(child, t);
            }
        }
        true
    }

    // ---- the end of a body ----

    pub(super) fn returned(&mut self, f: u32, t: u64) {
        let frame = &self.frames[f];
        if frame.is(flag::ROOT) {
            return self.finish(f, t);
        }
        let (pc, failed, parent) = (frame.pc, frame.is(flag::FAILED), frame.parent);
        if parent == NONE {
            if t > self.now && frame.is(flag::MESSAGE) {
                return self.resume_at(f, t, pc);
            }
            if frame.is(flag::MESSAGE) {
                return self.message_done(f);
            }
            if failed && frame.is(flag::BEHIND) {
                let cache = frame.origin as usize;
                if let Some(meter) = self.meters.component(cache, self.now) {
                    meter.lost_writes += 1;
                }
            }
            return self.frames.free(f);
        }
        // A failure, an answer after its deadline, and the first of several answers keep to the clock.
        let late = frame.deadline != 0 && t > frame.deadline_ns;
        if t > self.now && (failed || late || self.first_matters(parent)) {
            return self.resume_at(f, t, pc);
        }
        if self.frames[f].branch == 1 && !failed {
            self.count_copy(parent);
        }
        self.unlink(f);
        let (version, stale) = (self.frames[f].version, self.frames[f].flags & flag::STALE);
        let (reason, place) = (Reason::from_code(self.frames[f].reason), self.frames[f].place);
        self.frames.free(f);
        if failed {
            return self.child_failed(parent, reason, place);
        }
        self.frames[parent].version = version;
        self.frames[parent].flags |= stale;
        self.child_succeeded(parent, t);
    }

    fn first_matters(&self, parent: u32) -> bool {
        match self.program.ops[self.frames[parent].pc as usize] {
            Op::Fork { fork } => {
                let spec = &self.program.forks[fork as usize];
                (spec.need as usize) < spec.bodies.len()
            }
            Op::Call { call } => {
                let spec = &self.program.calls[call as usize];
                spec.breaker != NONE || spec.hedge != NONE
            }
            // Whichever of several repetitions ends first makes room for the next.
            Op::Repeat { repeat } => {
                self.frames[parent].todo > 0 && self.program.repeats[repeat as usize].at_once > 1
            }
            _ => false,
        }
    }

    fn child_succeeded(&mut self, f: u32, t: u64) {
        let pc = self.frames[f].pc;
        let frame = &mut self.frames[f];
        match self.program.ops[pc as usize] {
            Op::Call { call } => {
                frame.tries = 0;
                self.note_outcome(f, call, false);
                self.abandon_copies(f, self.program.calls[call as usize].policy.cancel);
                self.go_on(f, t);
            }
            Op::Fork { fork } => {
                let need = self.program.forks[fork as usize].need.max(1);
                frame.active -= 1;
                frame.succeeded += 1;
                frame.latest_ns = frame.latest_ns.max(t);
                if frame.succeeded >= need {
                    let latest = frame.latest_ns;
                    self.abandon_children(f, fork);
                    self.go_on(f, latest);
                }
            }
            Op::Repeat { repeat } => {
                frame.latest_ns = frame.latest_ns.max(t);
                if frame.todo > 0 {
                    frame.todo -= 1;
                    let spec = &self.program.repeats[repeat as usize];
                    if let Some(child) = self.child(f, spec.body, spec.carry) {
                        self.make_ready(child, t);
                    }
                    return;
                }
                frame.active -= 1;
                if frame.active == 0 {
                    let latest = frame.latest_ns;
                    self.go_on(f, latest);
                }
            }
            _ => {}
        }
    }

    fn go_on(&mut self, f: u32, t: u64) {
        let frame = &mut self.frames[f];
        frame.pc += 1;
        frame.state = State::Timed;
        self.make_ready(f, t);
    }

    fn child_failed(&mut self, f: u32, reason: Reason, place: u16) {
        let pc = self.frames[f].pc;
        match self.program.ops[pc as usize] {
            // A copy is still under way: its answer may come.
            Op::Call { .. } if self.frames[f].child != NONE => {}
            Op::Call { call } => self.call_failed(f, call, reason, place),
            Op::Fork { fork } => {
                let spec = &self.program.forks[fork as usize];
                if spec.need == 0 {
                    let next = spec.bodies.len() - self.frames[f].todo as usize;
                    if let Some(&body) = spec.bodies.get(next) {
                        self.frames[f].todo -= 1;
                        if let Some(child) = self.child(f, body, spec.carry) {
                            self.make_ready(child, self.now);
                        }
                        return;
                    }
                }
                let frame = &mut self.frames[f];
                frame.active -= 1;
                if frame.succeeded + frame.active < spec.need.max(1) {
                    self.abandon_children(f, fork);
                    self.go_back(f, reason, place);
                }
            }
            Op::Repeat { .. } => {
                self.frames[f].todo = 0;
                self.abandon_children(f, NONE);
                self.go_back(f, reason, place);
            }
            _ => {}
        }
    }

    /// Nobody waits for the other branches any more.
    pub(super) fn abandon_children(&mut self, f: u32, fork: u32) {
        while self.frames[f].child != NONE {
            let child = self.frames[f].child;
            let branch = self.frames[child].branch as usize;
            let cancel = fork != NONE
                && self.program.forks[fork as usize].cancel.get(branch).copied().unwrap_or(false)
                && self.frames[child].origin == NONE;
            self.abandon(child, cancel);
        }
    }
}

/// The earlier of two instants, of which the first may be 0: none.
const fn earlier(one: u64, other: u64) -> u64 {
    if one == 0 || other < one { other } else { one }
}

fn pause_before(retry: &Retry, tries: u32, stream: &mut Stream) -> u64 {
    let base = retry.base.sample(stream);
    let grown = match retry.backoff {
        Backoff::Fixed => base,
        Backoff::Exponential => base.saturating_mul(1 << tries.min(40)),
    };
    let pause = retry.max_ns.map_or(grown, |max| grown.min(max));
    if retry.jitter <= 0.0 {
        return pause;
    }
    (pause as f64 * (1.0 - retry.jitter * stream.uniform())).round() as u64
}

/// A budget's tokens at the start.
pub(in crate::world) const fn first_tokens() -> f64 {
    FIRST_TOKENS
}
