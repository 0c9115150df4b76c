//! Message queues: taking messages, handing them to consumers as these come free, and handing them out again.

use super::frame::{Frame, State, flag};
use super::{Kind, Machine, payload};
use crate::world::program::NONE;

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

    /// How many messages, or batches of them, the consumers can hold now.
    fn consumers(&self, backlog: usize) -> u64 {
        let spec = &self.program.backlogs[backlog];
        let Some((component, each)) = spec.consumers else { return u64::MAX };
        let place = &self.places[component];
        let takes = |&at: &usize| place.up[at] && place.hung_until[at] <= self.now;
        let up = (0..place.instances).filter(takes).count() as u64;
        up * self.workers[component].unwrap_or(each) * spec.prefetch
    }

    /// Hands out messages while there are consumers free.
    pub(super) fn deliver(&mut self, backlog: usize) {
        let batch = self.program.backlogs[backlog].batch;
        while self.backlogs[backlog].outstanding < self.consumers(backlog) {
            let taken = match batch {
                Some(batch) => self.take_batch(backlog, batch),
                None => self.next_message(backlog).inspect(|&id| self.hand_out(backlog, id)),
            };
            let Some(id) = taken else { return };
            self.backlogs[backlog].outstanding += 1;
            self.frames[id].state = State::Timed;
            self.make_ready(id, self.now);
        }
    }

    /// Takes the first message out of a backlog.
    pub(super) fn next_message(&mut self, backlog: usize) -> Option<u32> {
        self.integrate_backlog(backlog);
        loop {
            let (id, ticket) = self.backlogs[backlog].waiting.pop_front()?;
            if self.frames[id].wake == ticket && self.frames[id].state == State::Backlogged {
                return Some(id);
            }
        }
    }

    /// A consumer has a message: its time runs.
    pub(super) fn hand_out(&mut self, backlog: usize, id: u32) {
        let spec = &self.program.backlogs[backlog];
        let waited = self.now - self.frames[id].since_ns;
        let queue = spec.component;
        self.meters.served(u32::try_from(queue).unwrap_or(NONE), self.now, waited, true);
        if let Some(meter) = self.meters.component(queue, self.now) {
            meter.handed_out += u64::from(waited > 0);
        }
        let frame = &mut self.frames[id];
        frame.branch = frame.branch.saturating_add(1);
        if spec.redeliver {
            let at = self.now.saturating_add(spec.redeliver_after_ns);
            let ticket = self.calendar.push(at, payload(Kind::Timeout, id));
            let frame = &mut self.frames[id];
            frame.deadline = ticket;
            frame.deadline_ns = at;
        }
    }

    /// A message has waited long enough for others of its batch, or a consumer has taken too long.
    pub(super) fn time_is_up(&mut self, id: u32) {
        if self.frames[id].state == State::Backlogged {
            let publish = self.frames[id].origin;
            self.frames[id].deadline = 0;
            return self.deliver(self.program.publishes[publish as usize].backlog as usize);
        }
        self.hand_out_again(id);
    }

    /// A consumer has taken too long: the message is handed out again, and may be done twice.
    fn hand_out_again(&mut self, id: u32) {
        self.frames[id].deadline = 0;
        if self.frames[id].is(flag::DUPLICATE) {
            return;
        }
        let publish = self.frames[id].origin;
        let backlog = self.program.publishes[publish as usize].backlog as usize;
        if self.has_had_its_tries(id, backlog) {
            self.settle_deliveries(id, backlog);
            self.frames[id].flags |= flag::DUPLICATE;
            return self.count_dead_letter(id, backlog);
        }
        let component = self.program.backlogs[backlog].component;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.redelivered += 1;
        }
        let Some(copy) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return;
        };
        // A message has no parent, so that its siblings can be the other deliveries of the same message.
        let branch = self.frames[id].branch;
        let message = self.frames[id].message(publish);
        self.frames[copy] = Frame { siblings: (id, NONE), branch, ..message };
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
                self.frames[other].flags |= flag::DUPLICATE;
            }
        }
    }

    /// Whether a message that was not done has been handed out as often as it may.
    fn has_had_its_tries(&self, id: u32, backlog: usize) -> bool {
        let most = self.program.backlogs[backlog].dead_letter;
        most.is_some_and(|most| self.frames[id].branch >= most)
    }

    fn count_dead_letter(&mut self, id: u32, backlog: usize) {
        let request_type = self.frames[id].request_type;
        let component = self.program.backlogs[backlog].component;
        self.meters.set_aside(component, request_type, self.now);
    }

    /// A consumer has finished with a message or with a batch of them, one way or the other.
    pub(super) fn message_done(&mut self, id: u32) {
        let publish = self.frames[id].origin;
        let backlog = self.program.publishes[publish as usize].backlog as usize;
        self.backlogs[backlog].outstanding -= 1;
        if self.frames[id].is(flag::BATCH) {
            self.batch_done(id, backlog);
        } else {
            self.delivery_done(id, backlog);
        }
        self.deliver(backlog);
    }

    /// One delivery of a message has ended.
    pub(super) fn delivery_done(&mut self, id: u32, backlog: usize) {
        let frame = &self.frames[id];
        let (request_type, started) = (frame.request_type, frame.started_ns);
        let (failed, duplicate) = (frame.is(flag::FAILED), frame.is(flag::DUPLICATE));
        let handed_on = frame.siblings.1 != NONE;
        if duplicate || failed && handed_on {
            self.forget_delivery(id);
            self.frames.free(id);
        } else if failed && self.program.backlogs[backlog].redeliver {
            self.comes_back(id, backlog);
        } else {
            if failed {
                self.meters.later_failed(request_type, self.now);
                let component = self.program.backlogs[backlog].component;
                if let Some(meter) = self.meters.component(component, self.now) {
                    meter.dropped += 1;
                }
            } else {
                self.settle_deliveries(id, backlog);
                self.meters.later(request_type, started, self.now);
            }
            self.frames.free(id);
        }
    }

    /// A message that failed stays out of sight until its time is up, as one that nobody acknowledged does; or is set
    /// aside.
    fn comes_back(&mut self, id: u32, backlog: usize) {
        if self.has_had_its_tries(id, backlog) {
            self.count_dead_letter(id, backlog);
            self.settle_deliveries(id, backlog);
            return self.frames.free(id);
        }
        let component = self.program.backlogs[backlog].component;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.redelivered += 1;
        }
        let at = self.frames[id].deadline_ns.max(self.now);
        let (pc, held) = (self.frames[id].pc, self.frames[id].held);
        debug_assert_eq!(held, 0);
        self.resume_at(id, at, pc);
        let frame = &mut self.frames[id];
        frame.state = State::Backlogged;
        frame.flags &= !flag::FAILED;
        frame.deadline = 0;
    }

    /// The queue of a message that is not done; `None` of any other frame, and of all but the first of a message's
    /// deliveries.
    pub(super) fn queue_of(&self, id: u32) -> Option<usize> {
        let frame = &self.frames[id];
        let is_message = frame.is(flag::MESSAGE) && !frame.is(flag::BATCH | flag::DUPLICATE);
        let is_first = is_message && frame.siblings.0 == NONE;
        is_first.then(|| self.program.publishes[frame.origin as usize].component)
    }

    /// A message that failed is in sight again.
    pub(super) fn redeliver(&mut self, id: u32) {
        self.enqueue(id);
    }
}
