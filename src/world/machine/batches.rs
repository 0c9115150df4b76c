//! Batches: several messages that one consumer takes as one piece of work.
//!
//! The work is a frame of its own, about the first of its messages. These wait for it in a list: the work's later
//! sibling is the first of them, and each one's child the next.

use super::frame::{Frame, State, flag};
use super::{Kind, Machine, payload};
use crate::component::queue::Batch;
use crate::world::program::NONE;

impl Machine<'_> {
    /// As many messages as there are, if they are enough, or the first has waited long enough; returns their work.
    pub(super) fn take_batch(&mut self, backlog: usize, batch: Batch) -> Option<u32> {
        let waiting = &self.backlogs[backlog].waiting;
        let &(head, _) = waiting.front()?;
        let is_full = waiting.len() >= batch.size as usize;
        let due = self.frames[head].since_ns.saturating_add(batch.wait_ns);
        if !is_full && self.now < due {
            if self.frames[head].deadline == 0 {
                let ticket = self.calendar.push(due, payload(Kind::Timeout, head));
                self.frames[head].deadline = ticket;
            }
            return None;
        }
        let first = self.next_message(backlog)?;
        let Some(work) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return None;
        };
        let publish = self.frames[first].origin;
        let pc = self.program.bodies[self.program.publishes[publish as usize].body as usize].start;
        let about = self.frames[first].message(publish);
        let flags = about.flags | flag::BATCH;
        self.frames[work] = Frame { pc, flags, siblings: (NONE, first), ..about };
        let mut last = first;
        self.join_batch(backlog, first);
        for _ in 1..batch.size {
            let Some(next) = self.next_message(backlog) else { break };
            self.frames[last].child = next;
            self.join_batch(backlog, next);
            last = next;
        }
        Some(work)
    }

    fn join_batch(&mut self, backlog: usize, id: u32) {
        self.hand_out(backlog, id);
        self.frames[id].state = State::Blocked;
    }

    /// The work of a batch has ended: each of its messages is done, or none.
    pub(super) fn batch_done(&mut self, work: u32, backlog: usize) {
        let failed = self.frames[work].flags & flag::FAILED;
        let mut next = self.frames[work].siblings.1;
        self.frames[work].siblings.1 = NONE;
        self.frames.free(work);
        while next != NONE {
            let id = next;
            next = std::mem::replace(&mut self.frames[id].child, NONE);
            self.frames[id].flags |= failed;
            self.delivery_done(id, backlog);
        }
    }
}
