//! Work and the limits on it: resources and their queues, lines, shared processors.

use super::frame::State;
use super::{Kind, Machine, payload, stretched};
use crate::engine::Claim;
use crate::world::meters::Reason;
use crate::world::program::{NONE, Op, Scalability};

/// Durations drawn at once.
const BLOCK: usize = 64;

impl Machine<'_> {
    /// How long a work takes this time.
    #[inline]
    pub(super) fn draw(&mut self, work: u32) -> u64 {
        let ahead = &mut self.ahead[work as usize];
        match ahead.drawn.get(ahead.next) {
            Some(&ns) => {
                ahead.next += 1;
                ns
            }
            None => self.draw_block(work),
        }
    }

    #[inline(never)]
    fn draw_block(&mut self, work: u32) -> u64 {
        let spec = &self.program.works[work as usize];
        let stream = &mut self.streams[spec.stream as usize];
        if !spec.in_blocks {
            return spec.dist.sample(stream);
        }
        let ahead = &mut self.ahead[work as usize];
        ahead.drawn.resize(BLOCK, 0);
        spec.dist.fill(stream, &mut ahead.drawn);
        ahead.next = 1;
        ahead.drawn[0]
    }

    /// Time that a work takes from `t`; `None` if its component hangs for good.
    pub(super) fn work(&mut self, f: u32, work: u32, t: u64) -> Option<u64> {
        let mut ns = self.draw(work);
        let spec = &self.program.works[work as usize];
        if let Some(law) = spec.scalability {
            ns = self.by_the_law(f, ns, law);
        }
        let slow = self.slowness(f, spec.component, spec.slot);
        if slow != 1.0 {
            ns = stretched(ns, slow);
        }
        let start = self.hung_until(f, spec.component, spec.slot).max(t);
        if start == u64::MAX {
            return None;
        }
        if start > t && start != u64::MAX {
            self.stood_still(f, spec.component as usize, start - t);
        }
        let end = start.saturating_add(ns);
        self.meters.worked(spec.component, end, ns);
        Some(end)
    }

    /// How many times as long work takes at the instance that a frame is at.
    fn slowness(&self, f: u32, component: u32, slot: u8) -> f64 {
        let at = self.instance(f, slot);
        // A call that passes a cache that is down is at none.
        self.places[component as usize].slow.get(at).copied().unwrap_or(1.0)
    }

    /// Until when the instance that a frame is at answers nothing.
    pub(in crate::world) fn hung_until(&self, f: u32, component: u32, slot: u8) -> u64 {
        let at = self.instance(f, slot);
        self.places[component as usize].hung_until.get(at).copied().unwrap_or(0)
    }

    /// A frame is stopped: what is left of the work that it is in the midst of is not done.
    pub(super) fn stop_work(&mut self, f: u32) {
        let frame = &self.frames[f];
        let before = self.program.ops[(frame.pc as usize).saturating_sub(1)];
        let (Op::Work { work }, true) = (before, frame.since_ns > self.now) else { return };
        let spec = &self.program.works[work as usize];
        // A hang is no work; and a frame that has run ahead of the clock may not have begun yet.
        let hung_until = self.hung_until(f, spec.component, spec.slot);
        let from = if spec.is_outside { self.now } else { hung_until.max(self.now) };
        let left_ns = frame.since_ns.saturating_sub(from);
        let most = if spec.is_constant { spec.dist.min_ns() } else { u64::MAX };
        self.meters.stopped(spec.component, frame.since_ns, left_ns.min(most));
    }

    /// Waits and works at a line; returns when it is done.
    #[inline]
    pub(super) fn stand_in_line(&mut self, f: u32, work: u32, line: u32, at: usize, t: u64) -> u64 {
        let ns = self.draw(work);
        let spec = &self.program.works[work as usize];
        if at == NONE as usize {
            // The call passes a cache that is down: it asks nothing of it.
            return t;
        }
        let Some(visit) = self.lines[line as usize].visit(at, t, ns) else { return t };
        self.frames[f].waited_ns += visit.start - t;
        self.meters.worked(spec.component, visit.end, ns);
        visit.end
    }

    /// True if the units are held; else the frame waits, or has failed (then its pc is its way back).
    pub(super) fn claim(&mut self, f: u32, hold: u32, pc: u32) -> bool {
        let spec = self.program.holds[hold as usize];
        let at = self.instance(f, spec.slot);
        if at == NONE as usize {
            // The call passes a cache that is down: it asks nothing of it.
            return true;
        }
        let ticket = self.calendar.next_ticket();
        let class = self.frames[f].class as usize;
        let resource = &mut self.resources[spec.resource as usize];
        match resource.claim(at, spec.amount, self.now, (f, ticket), class) {
            Claim::Granted => {
                let frame = &mut self.frames[f];
                frame.held |= 1 << spec.bit;
                frame.since_ns = self.now;
                true
            }
            Claim::Queued => {
                let frame = &mut self.frames[f];
                frame.pc = pc;
                frame.wake = ticket;
                frame.since_ns = self.now;
                frame.state = State::Queued;
                self.await_patiently(f);
                false
            }
            Claim::Full => {
                let place = self.program.resources[spec.resource as usize].component;
                let back = self.fail(f, pc, Reason::QueueFull, place);
                self.frames[f].pc = back;
                false
            }
        }
    }

    fn await_patiently(&mut self, f: u32) {
        let request_type = self.frames[f].request_type as usize;
        if let Some(patience) = &self.blueprint.request_types[request_type].patience {
            let at = self.now.saturating_add(patience.sample(&mut self.patience_stream));
            let ticket = self.calendar.push(at, payload(Kind::Patience, f));
            self.frames[f].patience = ticket;
        }
    }

    pub(super) fn lost_patience(&mut self, f: u32, ticket: u32) {
        let frame = &self.frames[f];
        if frame.patience != ticket || frame.state != State::Queued {
            return;
        }
        let Op::Claim { hold } = self.program.ops[frame.pc as usize] else { return };
        let pc = frame.pc;
        self.leave_queue(f);
        let resource = self.program.holds[hold as usize].resource;
        let place = self.program.resources[resource as usize].component;
        let back = self.fail(f, pc, Reason::GaveUp, place);
        self.frames[f].pc = back;
        self.frames[f].state = State::Timed;
        self.make_ready(f, self.now);
    }

    /// Takes a waiting frame out of its queue.
    pub(in crate::world) fn leave_queue(&mut self, f: u32) {
        let Op::Claim { hold } = self.program.ops[self.frames[f].pc as usize] else { return };
        let spec = self.program.holds[hold as usize];
        let at = self.instance(f, spec.slot);
        self.frames[f].wake = self.calendar.next_ticket();
        self.frames[f].state = State::Timed;
        self.resources[spec.resource as usize].leave(at, self.now);
        // Whoever waited behind a greedy waiter may fit now.
        self.serve_waiters(spec.resource as usize, at);
    }

    pub(in crate::world) fn give_back(&mut self, resource: usize, at: usize, amount: u64) {
        self.resources[resource].release(at, amount, self.now);
        self.serve_waiters(resource, at);
    }

    pub(in crate::world) fn serve_waiters(&mut self, resource: usize, at: usize) {
        loop {
            let frames = &self.frames;
            let live = |holder: u32, ticket: u32| {
                let frame = &frames[holder];
                frame.state == State::Queued && frame.wake == ticket
            };
            let Some(holder) = self.resources[resource].next(at, self.now, live) else { return };
            let Op::Claim { hold } = self.program.ops[self.frames[holder].pc as usize] else {
                return;
            };
            let bit = self.program.holds[hold as usize].bit;
            let frame = &mut self.frames[holder];
            frame.held |= 1 << bit;
            frame.waited_ns += self.now - frame.since_ns;
            frame.pc += 1;
            frame.patience = 0;
            frame.state = State::Timed;
            self.make_ready(holder, self.now);
        }
    }

    /// Works on shared cores, or on a quota; false if there is nobody to work, at an instance that is down.
    pub(super) fn share(&mut self, f: u32, work: u32, sharing: u32, slot: u8) -> bool {
        let at = self.instance(f, slot);
        if at == NONE as usize {
            return false;
        }
        let ns = if work == NONE { self.frames[f].latest_ns } else { self.shared_work(f, work) };
        let ticket = self.calendar.next_ticket();
        let frame = &mut self.frames[f];
        frame.wake = ticket;
        frame.since_ns = self.now;
        frame.latest_ns = ns;
        frame.state = State::Sharing;
        self.sharings[sharing as usize].join(at, self.now, ns, f, ticket);
        self.expect_departure(sharing as usize, at);
        true
    }

    /// How much a call asks of shared cores this time.
    fn shared_work(&mut self, f: u32, work: u32) -> u64 {
        let mut ns = self.draw(work);
        let spec = &self.program.works[work as usize];
        if let Some(law) = spec.scalability {
            ns = self.by_the_law(f, ns, law);
        }
        let slow = self.slowness(f, spec.component, spec.slot);
        if slow == 1.0 { ns } else { stretched(ns, slow) }
    }

    /// The Universal Scalability Law: so many busy cores are in each other's way.
    fn by_the_law(&self, f: u32, ns: u64, law: Scalability) -> u64 {
        let at = self.instance(f, law.slot);
        let busy = self.resources[law.resource as usize].used(at) as f64;
        let others = busy - 1.0;
        stretched(ns, 1.0 + law.contention * others + law.coherency * busy * others)
    }

    pub(in crate::world) fn expect_departure(&mut self, sharing: usize, at: usize) {
        let frames = &self.frames;
        let live = |holder: u32, ticket: u32| {
            frames[holder].state == State::Sharing && frames[holder].wake == ticket
        };
        let index = self.sharing_base[sharing] + u32::try_from(at).unwrap_or(0);
        let ticket = match self.sharings[sharing].next_departure(at, live) {
            Some(time) => self.calendar.push(time.max(self.now), payload(Kind::Departure, index)),
            None => self.calendar.next_ticket(),
        };
        self.sharings[sharing].expect(at, ticket);
    }

    pub(super) fn departures(&mut self, index: u32, ticket: u32) {
        let sharing = self.sharing_base.partition_point(|&base| base <= index) - 1;
        let at = (index - self.sharing_base[sharing]) as usize;
        if !self.sharings[sharing].expects(at, ticket) {
            return;
        }
        loop {
            let frames = &self.frames;
            let live = |holder: u32, ticket: u32| {
                frames[holder].state == State::Sharing && frames[holder].wake == ticket
            };
            let Some(f) = self.sharings[sharing].depart(at, self.now, live) else { break };
            // A replica's apply is nobody's call.
            let op = self.program.ops[self.frames[f].pc as usize];
            let has_work = !matches!(op, Op::Share { work: NONE, .. });
            let frame = &mut self.frames[f];
            let sojourn = self.now - frame.since_ns;
            let ns = frame.latest_ns;
            frame.waited_ns += sojourn.saturating_sub(ns);
            frame.pc += 1;
            frame.state = State::Timed;
            if has_work {
                let component = self.program.sharings[sharing].component;
                self.meters.worked(u32::try_from(component).unwrap_or(0), self.now, ns);
            }
            self.make_ready(f, self.now);
        }
        self.expect_departure(sharing, at);
    }
}
