//! Misses that are watched: one fetches an entry, others wait for its answer, and an entry is fetched anew before or
//! after the end of its life while its readers go on.
//!
//! What the first one gets, all of them get: the answer, or the error (as Go's `singleflight` and Guava's
//! `LoadingCache` do). If its caller gives up and stops it, the one that has waited longest fetches in its place.

use super::Machine;
use super::frame::{Frame, NO_KEY, State, flag};
use super::interpreter::Next;
use crate::component::cache::loads::{Waiter, is_early};
use crate::world::meters::Reason;
use crate::world::program::{NONE, Op};

/// What a reader of a watched entry does.
enum Finds {
    /// It has the answer.
    Hit,
    /// It fetches the entry.
    Miss,
    /// As `Miss`, although there is one.
    Early,
    /// It waits for the one who fetches.
    Merged,
}

impl Machine<'_> {
    /// A lookup whose miss is watched.
    pub(super) fn load(&mut self, f: u32, load: u32, slot: u8, hit: u32) -> Next {
        let onward = self.frames[f].pc + 1;
        if self.frames[f].key == NO_KEY {
            return Next::At(onward, self.now);
        }
        let spec = self.program.loads[load as usize];
        let store = spec.store;
        let (at, entry) = (self.instance(f, slot), self.entry(f));
        match self.find(f, load, at, entry) {
            Finds::Hit => return Next::At(hit, self.now),
            Finds::Merged => {
                let ticket = self.calendar.next_ticket();
                // A write that was committed before it asked has to be in the answer.
                let version = self.last_commit(f, store);
                let frame = &mut self.frames[f];
                frame.version = version;
                frame.wake = ticket;
                frame.since_ns = self.now;
                frame.state = State::Merged;
                self.loads[store as usize].wait(entry, (f, ticket));
                return Next::Wait;
            }
            Finds::Early | Finds::Miss => {}
        }
        let loads = &mut self.loads[store as usize];
        if !self.frames[f].is(flag::UNSAMPLED) && !loads.is_any(entry) {
            loads.begin(entry, at, self.now);
            self.frames[f].held |= 1 << spec.bit;
        }
        Next::At(onward, self.now)
    }

    /// Looks for an entry, counts what is found, and has it fetched in the background where that is due.
    fn find(&mut self, f: u32, load: u32, at: usize, entry: u32) -> Finds {
        let store = self.program.loads[load as usize].store;
        let spec = &self.program.stores[store as usize];
        let (policy, component, now) = (spec.loads, spec.component, self.now);
        let own = !self.frames[f].is(flag::UNSAMPLED);
        let grace_ns = policy.stale_while_ns;
        let found = self.stores[store as usize].glance(at, entry, own, now, grace_ns);
        let Some((version, expires_ns)) = found else {
            self.note_lookup(f, store, None);
            let waits = policy.merge && self.loads[store as usize].is_at(entry, at);
            return if waits { Finds::Merged } else { Finds::Miss };
        };
        let is_expired = expires_ns <= now;
        let refreshes = if is_expired { true } else { self.refreshes(store, entry, expires_ns) };
        let is_due = refreshes && !self.loads[store as usize].is_any(entry);
        let is_early = is_due && !is_expired;
        if let Some(meter) = self.meters.component(component, now) {
            meter.loads.expired += u64::from(is_expired);
            meter.loads.early += u64::from(is_early);
        }
        if is_early && grace_ns == 0 {
            self.note_lookup(f, store, None);
            return Finds::Early;
        }
        self.note_lookup(f, store, Some(version));
        if is_due {
            self.refresh(f, load, at, entry);
        }
        Finds::Hit
    }

    /// Whether a read draws that it is time to fetch an entry that is still alive.
    fn refreshes(&mut self, store: u32, entry: u32, expires_ns: u64) -> bool {
        let spec = &self.program.stores[store as usize];
        let Some(beta) = spec.loads.beta else { return false };
        let load_ns = self.loads[store as usize].expected_ns(entry);
        let draw = self.streams[spec.early as usize].exp1();
        is_early(expires_ns - self.now, load_ns, beta, draw)
    }

    /// Fetches an entry while its readers go on with the old one.
    fn refresh(&mut self, f: u32, load: u32, at: usize, entry: u32) {
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return;
        };
        let spec = self.program.loads[load as usize];
        let source = self.frames[f].clone();
        let is_own = !source.is(flag::UNSAMPLED);
        if is_own {
            self.loads[spec.store as usize].begin(entry, at, self.now);
        }
        let bit = self.program.loads[spec.inner as usize].bit;
        self.frames[id] = Frame {
            pc: self.program.bodies[spec.refresh as usize].start,
            key: source.key,
            version: self.commits,
            started_ns: self.now,
            request_type: source.request_type,
            class: source.class,
            flags: source.flags & flag::UNSAMPLED,
            held: u32::from(is_own) << bit,
            state: State::Timed,
            slots: [u32::try_from(at).unwrap_or(0), NONE, NONE, NONE],
            ..Default::default()
        };
        self.make_ready(id, self.now);
    }

    /// The answer to a watched miss: it fills the cache, and all who waited for it go on with it.
    pub(super) fn loaded(&mut self, f: u32, load: u32, slot: u8) {
        let spec = self.program.loads[load as usize];
        let is_first = self.frames[f].held & (1 << spec.bit) != 0;
        let was_there = self.fill(f, spec.store, slot);
        if !is_first {
            self.note_again(spec.store, was_there);
            return;
        }
        self.frames[f].held &= !(1 << spec.bit);
        let entry = self.entry(f);
        let loads = &mut self.loads[spec.store as usize];
        loads.took(entry, self.now);
        let waiters = loads.end(entry);
        let (version, stale) = (self.frames[f].version, self.frames[f].flags & flag::STALE);
        let component = self.program.stores[spec.store as usize].component;
        for &waiter in &waiters {
            let Some(hit) = self.waits_at(waiter).map(|(_, hit)| hit) else { continue };
            let frame = &mut self.frames[waiter.0];
            let is_stale = stale != 0 || version < frame.version;
            frame.flags |= if is_stale { flag::STALE } else { 0 };
            frame.version = version;
            frame.pc = hit;
            frame.state = State::Timed;
            if let Some(meter) = self.meters.component(component, self.now) {
                meter.loads.merged += 1;
                meter.reads += 1;
                meter.stale_reads += u64::from(is_stale);
            }
            self.make_ready(waiter.0, self.now);
        }
        self.loads[spec.store as usize].give_back(waiters);
    }

    /// A watched miss is on its way back without an answer.
    pub(super) fn let_go(&mut self, f: u32, load: u32) {
        let spec = self.program.loads[load as usize];
        self.frames[f].held &= !(1 << spec.bit);
        self.lost_load(f, load);
    }

    /// Whoever fetches an entry has failed, and those who wait for it fail with it; or it was stopped, and the next one
    /// fetches.
    pub(super) fn lost_load(&mut self, f: u32, load: u32) {
        let store = self.program.loads[load as usize].store as usize;
        let entry = self.entry(f);
        let frame = &self.frames[f];
        let failed = frame.is(flag::FAILED).then(|| (Reason::from_code(frame.reason), frame.place));
        let waiters = self.loads[store].end(entry);
        let mut fetches = false;
        for &waiter in &waiters {
            let Some((own, _)) = self.waits_at(waiter) else { continue };
            if let Some((reason, place)) = failed {
                self.go_back(waiter.0, reason, place);
            } else if fetches {
                self.loads[store].wait(entry, waiter);
            } else {
                fetches = true;
                self.fetch_instead(waiter.0, own);
            }
        }
        if !fetches {
            self.loads[store].give_back(waiters);
        }
    }

    /// One who waited fetches the entry itself.
    fn fetch_instead(&mut self, f: u32, load: u32) {
        let spec = self.program.loads[load as usize];
        let Op::Load { slot, .. } = self.program.ops[self.frames[f].pc as usize] else { return };
        let (entry, at) = (self.entry(f), self.instance(f, slot));
        self.loads[spec.store as usize].begin(entry, at, self.now);
        let frame = &mut self.frames[f];
        frame.held |= 1 << spec.bit;
        frame.version = self.commits;
        frame.pc += 1;
        frame.state = State::Timed;
        self.make_ready(f, self.now);
    }

    /// The load and the way on of a frame that still waits for an answer.
    fn waits_at(&self, (f, ticket): Waiter) -> Option<(u32, u32)> {
        let frame = &self.frames[f];
        if frame.wake != ticket || frame.state != State::Merged {
            return None;
        }
        match self.program.ops[frame.pc as usize] {
            Op::Load { load, hit, .. } => Some((load, hit)),
            _ => None,
        }
    }
}
