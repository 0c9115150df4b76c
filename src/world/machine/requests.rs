//! Requests: where they come from, what they carry, and how they end.

use super::frame::{Frame, NO_KEY, State, flag};
use super::{Alarm, Kind, Machine, Spring, payload};
use crate::blueprint::{Load, Verb};
use crate::engine::Booking;
use crate::world::meters::Reason;
use crate::world::program::NONE;

impl Machine<'_> {
    /// Schedules the first arrivals of every source.
    pub(in crate::world) fn open(&mut self) {
        for at in 0..self.sources.len() {
            self.await_arrival(at, 0);
        }
    }

    fn await_arrival(&mut self, at: usize, since: u64) {
        let spring = &mut self.sources[at];
        (spring.next_at, spring.count) = spring.source.next(&self.profile, since);
        self.steps += spring.source.take_changes();
        if spring.next_at < u64::MAX {
            let index = u32::try_from(at).unwrap_or(NONE);
            let event = spring.next_at.saturating_add(spring.lead_ns);
            let event = (event, payload(Kind::Source, index));
            if self.sources.len() == 1 {
                self.coming = self.calendar.book(event.0, event.1);
            } else {
                self.calendar.push(event.0, event.1);
            }
        } else if self.sources.len() == 1 {
            self.coming = Booking::NEVER;
        }
    }

    /// Requests of a source have arrived; the clock is where they first meet others.
    pub(super) fn arrival(&mut self, at: usize) {
        let Spring { next_at, count, request_type, .. } = self.sources[at];
        self.await_arrival(at, next_at);
        for _ in 0..count {
            let request_type = request_type.unwrap_or_else(|| self.draw_request_type());
            self.request(request_type, next_at);
        }
    }

    /// An entry of the timeline sends its requests: all now, or each at a random time within so long.
    pub(super) fn begin_herd(&mut self, at: usize, count: u32, within_ns: u64) {
        if within_ns > 0 {
            self.herds[at] = (count, self.now + within_ns);
            let first = self.now + self.herd_gap(at);
            self.raise(first, Alarm::Arrive(at));
            return;
        }
        for _ in 0..count {
            self.one_beside_the_load(at);
        }
    }

    /// One of them, and when the next one comes; `alarm` is the index of what called.
    pub(super) fn one_of_a_herd(&mut self, at: usize, alarm: usize) {
        self.one_beside_the_load(at);
        self.herds[at].0 -= 1;
        if self.herds[at].0 > 0 {
            let next = self.now + self.herd_gap(at);
            let index = u32::try_from(alarm).unwrap_or(NONE);
            self.calendar.push(next, payload(Kind::Alarm, index));
        }
    }

    /// The time to the first of n instants that are drawn evenly from what is left, one by one in their order: 1 − U^(1/n)
    /// of it (Devroye, Non-Uniform Random Variate Generation, 1986, V.3).
    fn herd_gap(&mut self, at: usize) -> u64 {
        let (count, until) = self.herds[at];
        let part = 1.0 - libm::pow(self.herd_stream.uniform_open(), 1.0 / f64::from(count));
        (part * until.saturating_sub(self.now) as f64) as u64
    }

    fn one_beside_the_load(&mut self, at: usize) {
        let Verb::Arrive { request_type, .. } = self.blueprint.timeline[at].verb else { return };
        let own = request_type.and_then(|at| u16::try_from(at).ok());
        let request_type = own.unwrap_or_else(|| self.draw_request_type());
        self.request(request_type, self.now);
    }

    /// Requests that have arrived by the end, and were still on their way to where they meet others: what they
    /// come by until then is counted.
    pub(super) fn count_late_arrivals(&mut self) {
        let end = self.meters.window.to_ns;
        for at in 0..self.sources.len() {
            while self.sources[at].next_at < end && !self.overflowed {
                let Spring { next_at, count, request_type, .. } = self.sources[at];
                for _ in 0..count {
                    let request_type = request_type.unwrap_or_else(|| self.draw_request_type());
                    self.request(request_type, next_at);
                }
                let spring = &mut self.sources[at];
                (spring.next_at, spring.count) = spring.source.next(&self.profile, next_at);
            }
        }
    }

    pub(super) fn draw_request_type(&mut self) -> u16 {
        let request_types = &self.blueprint.request_types;
        if request_types.len() == 1 {
            return 0;
        }
        let mut left = self.mix_stream.uniform();
        for (at, request_type) in request_types.iter().enumerate() {
            left -= request_type.share;
            if left < 0.0 {
                return u16::try_from(at).unwrap_or(0);
            }
        }
        u16::try_from(request_types.len() - 1).unwrap_or(0)
    }

    /// A client sends a request.
    pub(super) fn request(&mut self, request_type: u16, at: u64) {
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return;
        };
        let entry = &self.program.entries[request_type as usize];
        let start = self.program.bodies[entry.body as usize].start;
        let spec = &self.blueprint.request_types[request_type as usize];
        let (mut key, mut flags) = (NO_KEY, flag::ROOT);
        if let Some(data) = spec.reads.or(spec.writes) {
            let stream = &mut self.key_streams[request_type as usize];
            let (slot, own) = self.keys[data].draw(stream);
            key = slot;
            if !own {
                flags |= flag::UNSAMPLED;
            }
        }
        self.frames[id] = Frame {
            pc: start,
            started_ns: at,
            request_type,
            class: entry.class,
            key,
            flags,
            state: State::Timed,
            ..Frame::default()
        };
        self.in_system += 1;
        self.requests_left = self.requests_left.saturating_sub(1);
        self.meters.offered(request_type, at);
        self.advance(id, at);
    }

    /// A request has ended, at `t`, perhaps a little ahead of the clock.
    pub(in crate::world) fn finish(&mut self, f: u32, t: u64) {
        let frame = &self.frames[f];
        let (request_type, started) = (frame.request_type, frame.started_ns);
        if frame.is(flag::FAILED) {
            let (reason, place) = (Reason::from_code(frame.reason), frame.place);
            self.meters.failed(request_type, started, t, reason, place);
        } else {
            let reads = self.blueprint.request_types[request_type as usize].reads.is_some();
            self.meters.completed(request_type, started, t, reads, frame.is(flag::STALE));
        }
        self.in_system -= 1;
        self.frames.free(f);
        if let Load::Closed { think, .. } = &self.blueprint.load {
            let pause = think.sample(&mut self.think_stream);
            #[allow(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss
            )]
            let pause = match self.profile.at(t) {
                1.0 => pause,
                factor => (pause as f64 / factor.max(1e-9)) as u64,
            };
            self.calendar.push(t.saturating_add(pause), payload(Kind::Client, 0));
        }
    }
}
