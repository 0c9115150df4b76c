//! Message queues: taking messages, handing them to consumers as these come free, and handing them out again.

use super::frame::{Frame, State, flag};
use super::{Kind, Machine, payload};
use crate::world::program::NONE;

/// Bit of a message whose work has been done by another consumer: its own end counts for nothing.
const DUPLICATE: u8 = 64;

impl Machine<'_> {
    /// A message joins the backlog; false if that is full.
    pub(super) fn publish(&mut self, f: u32, publish: u32) -> bool {
        let spec = &self.program.publishes[publish as usize];
        let backlog = spec.backlog as usize;
        let full = self.program.backlogs[backlog]
            .capacity
            .is_some_and(|capacity| self.backlogs[backlog].waiting.len() as u64 >= capacity);
        if full {
            return false;
        }
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return false;
        };
        let pc = self.program.bodies[spec.body as usize].start;
        self.frames[id] = Frame { pc, ..self.frames[f].message(publish) };
        self.enqueue(id);
        true
    }

    fn enqueue(&mut self, id: u32) {
        let publish = self.frames[id].origin;
        let spec = &self.program.publishes[publish as usize];
        let backlog = spec.backlog as usize;
        let ticket = self.calendar.next_ticket();
        let frame = &mut self.frames[id];
        frame.pc = self.program.bodies[spec.body as usize].start;
        frame.state = State::Backlogged;
        frame.wake = ticket;
        frame.since_ns = self.now;
        self.integrate_backlog(backlog);
        self.backlogs[backlog].waiting.push_back((id, ticket));
        self.deliver(backlog);
    }

    pub(super) fn integrate_backlog(&mut self, backlog: usize) {
        let state = &mut self.backlogs[backlog];
        let from = state.last_ns.max(self.meters.window.from_ns);
        if self.now > from {
            state.area += state.waiting.len() as f64 * (self.now - from) as f64;
            state.waited_ns += if state.waiting.is_empty() { 0 } else { self.now - from };
        }
        state.last_ns = self.now;
    }

    /// How many messages the consumers can work at now.
    fn consumers(&self, backlog: usize) -> u64 {
        let Some((component, each)) = self.program.backlogs[backlog].consumers else {
            return u64::MAX;
        };
        let place = &self.places[component];
        let up = place.up.iter().take(place.instances).filter(|&&up| up).count() as u64;
        if place.hung_until > self.now {
            return 0;
        }
        up * self.workers[component].unwrap_or(each)
    }

    /// Hands out messages while there are consumers free.
    pub(super) fn deliver(&mut self, backlog: usize) {
        while self.backlogs[backlog].outstanding < self.consumers(backlog) {
            self.integrate_backlog(backlog);
            let Some((id, ticket)) = self.backlogs[backlog].waiting.pop_front() else { return };
            if self.frames[id].wake != ticket || self.frames[id].state != State::Backlogged {
                continue;
            }
            self.backlogs[backlog].outstanding += 1;
            let spec = &self.program.backlogs[backlog];
            let waited = self.now - self.frames[id].since_ns;
            let queue = spec.component;
            self.meters.served(u32::try_from(queue).unwrap_or(NONE), self.now, waited, true);
            if let Some(meter) = self.meters.component(queue, self.now) {
                meter.handed_out += u64::from(waited > 0);
            }
            let again = spec.redeliver.then(|| self.now.saturating_add(spec.redeliver_after_ns));
            self.frames[id].state = State::Timed;
            if let Some(at) = again {
                let ticket = self.calendar.push(at, payload(Kind::Timeout, id));
                self.frames[id].deadline = ticket;
                self.frames[id].deadline_ns = at;
            }
            self.make_ready(id, self.now);
        }
    }

    /// A consumer has taken too long: the message is handed out again, and may be done twice.
    pub(super) fn hand_out_again(&mut self, id: u32) {
        self.frames[id].deadline = 0;
        if self.frames[id].is(DUPLICATE) {
            return;
        }
        let publish = self.frames[id].origin;
        let component = self.program.publishes[publish as usize].component;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.redelivered += 1;
        }
        let Some(copy) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return;
        };
        // A message has no parent, so that its siblings can be the other deliveries of the same message.
        self.frames[copy] = Frame { siblings: (id, NONE), ..self.frames[id].message(publish) };
        self.frames[id].siblings.1 = copy;
        self.enqueue(copy);
    }

    /// A delivery is no longer one of its message's.
    fn forget_delivery(&mut self, id: u32) {
        let (before, after) = std::mem::replace(&mut self.frames[id].siblings, (NONE, NONE));
        if before != NONE {
            self.frames[before].siblings.1 = after;
        }
        if after != NONE {
            self.frames[after].siblings.0 = before;
        }
    }

    /// The message is done: deliveries that wait are taken back, and those under way count for nothing.
    fn settle_deliveries(&mut self, id: u32, backlog: usize) {
        loop {
            let (before, after) = self.frames[id].siblings;
            let other = if after == NONE { before } else { after };
            if other == NONE {
                return;
            }
            self.forget_delivery(other);
            if self.frames[other].state == State::Backlogged {
                self.integrate_backlog(backlog);
                let waiting = &mut self.backlogs[backlog].waiting;
                // The copies are the youngest.
                if let Some(at) = waiting.iter().rposition(|&(waits, _)| waits == other) {
                    waiting.remove(at);
                }
                self.frames.free(other);
            } else {
                self.frames[other].flags |= DUPLICATE;
            }
        }
    }

    /// A consumer has finished with a message, one way or the other.
    pub(super) fn message_done(&mut self, id: u32) {
        let frame = &self.frames[id];
        let publish = frame.origin;
        let backlog = self.program.publishes[publish as usize].backlog as usize;
        let (request_type, started) = (frame.request_type, frame.started_ns);
        let (failed, duplicate) = (frame.is(flag::FAILED), frame.is(DUPLICATE));
        let deadline = frame.deadline_ns;
        self.backlogs[backlog].outstanding -= 1;
        let handed_on = frame.siblings.1 != NONE;
        if duplicate || failed && handed_on {
            self.forget_delivery(id);
            self.frames.free(id);
        } else if failed && self.program.backlogs[backlog].redeliver {
            let component = self.program.publishes[publish as usize].component;
            if let Some(meter) = self.meters.component(component, self.now) {
                meter.redelivered += 1;
            }
            // It stays out of sight until its time is up, as a message that nobody acknowledged does.
            let at = deadline.max(self.now);
            let (pc, held) = (self.frames[id].pc, self.frames[id].held);
            debug_assert_eq!(held, 0);
            self.resume_at(id, at, pc);
            let frame = &mut self.frames[id];
            frame.state = State::Backlogged;
            frame.flags &= !flag::FAILED;
            frame.deadline = 0;
        } else {
            if failed {
                self.meters.later_failed(request_type, self.now);
                let component = self.program.publishes[publish as usize].component;
                if let Some(meter) = self.meters.component(component, self.now) {
                    meter.dropped += 1;
                }
            } else {
                self.settle_deliveries(id, backlog);
                self.meters.later(request_type, started, self.now);
            }
            self.frames.free(id);
        }
        self.deliver(backlog);
    }

    /// The queue of a message that is not done; `None` of any other frame, and of all but the first of a message's
    /// deliveries.
    pub(super) fn queue_of(&self, id: u32) -> Option<usize> {
        let frame = &self.frames[id];
        let is_first = frame.is(flag::MESSAGE) && !frame.is(DUPLICATE) && frame.siblings.0 == NONE;
        is_first.then(|| self.program.publishes[frame.origin as usize].component)
    }

    /// A message that failed is in sight again.
    pub(super) fn redeliver(&mut self, id: u32) {
        self.enqueue(id);
    }
}
