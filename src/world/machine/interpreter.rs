//! The interpreter: a frame executes its instructions until it has to wait.
//!
//! An instruction that depends on what others do is executed at its own instant only: if the frame has run
//! ahead of the clock (`t > now`), it first goes back to the calendar (`sync!`).

use super::frame::{State, flag};
use super::{Kind, Machine, payload};
use crate::world::meters::Reason;
use crate::world::program::{NO_SLOT, NONE, Op};

/// Goes back to the calendar if the frame has run ahead of the clock.
macro_rules! sync {
    ($self:ident, $f:ident, $t:ident, $pc:ident) => {
        if $t > $self.now {
            $self.resume_at($f, $t, $pc);
            return;
        }
    };
    // Delays that have all been constant since now (`steady`) keep the order in which they began.
    ($self:ident, $f:ident, $t:ident, $pc:ident, $steady:ident) => {
        if $t > $self.now {
            if $steady {
                $self.resume_after($f, $t, $pc);
            } else {
                $self.resume_at($f, $t, $pc);
            }
            return;
        }
    };
}

impl Machine<'_> {
    pub(in crate::world) fn resume_at(&mut self, f: u32, t: u64, pc: u32) {
        let ticket = self.calendar.push(t, payload(Kind::Frame, f));
        let frame = &mut self.frames[f];
        frame.pc = pc;
        frame.wake = ticket;
        frame.since_ns = t;
        frame.state = State::Timed;
    }

    /// As `resume_at`, through the ring of a constant delay.
    #[inline]
    fn resume_after(&mut self, f: u32, t: u64, pc: u32) {
        if self.calendar.is_short() {
            return self.resume_at(f, t, pc);
        }
        let ticket = self.calendar.push_after(t - self.now, t, payload(Kind::Frame, f));
        let frame = &mut self.frames[f];
        frame.pc = pc;
        frame.wake = ticket;
        frame.since_ns = t;
        frame.state = State::Timed;
    }

    /// Sets a frame going at this very instant, after those that are ready already.
    pub(super) fn make_ready(&mut self, f: u32, t: u64) {
        let ticket = self.calendar.next_ticket();
        self.frames[f].wake = ticket;
        self.ready.push_back((f, t, ticket));
    }

    /// The instance that a slot names.
    pub(in crate::world) fn instance(&self, f: u32, slot: u8) -> usize {
        if slot == NO_SLOT { 0 } else { self.frames[f].slots[slot as usize] as usize }
    }

    /// Executes a frame from its pc at local time `t` until it has to wait.
    #[inline]
    pub(in crate::world) fn advance(&mut self, f: u32, t: u64) {
        if self.trace.is_none() {
            self.interpret::<false>(f, t);
        } else {
            self.interpret::<true>(f, t);
        }
    }

    #[allow(clippy::too_many_lines)] // One arm an instruction: the interpreter reads best whole.
    fn interpret<const TRACED: bool>(&mut self, f: u32, mut t: u64) {
        let program = self.program;
        let mut pc = self.frames[f].pc;
        // True while every delay since the clock's time has been constant.
        let mut steady = t == self.now;
        let mut op = program.ops[pc as usize];
        // Goes on elsewhere.
        macro_rules! go {
            ($to:expr) => {{
                pc = $to;
                op = program.ops[pc as usize];
                continue;
            }};
        }
        loop {
            self.steps += 1;
            if TRACED {
                self.trace_step(f, pc, t);
            }
            match op {
                Op::Stretch { stretch } => {
                    let spec = &program.stretches[stretch as usize];
                    let frame = &self.frames[f];
                    let plain = !TRACED && frame.waited_ns == 0 && !frame.is(flag::FAILED);
                    if plain && self.meters.is_within(t, spec.ns) {
                        self.stretches[stretch as usize] += 1;
                        t = t.saturating_add(spec.ns);
                        go!(spec.end);
                    }
                    op = spec.first;
                    continue;
                }
                Op::Spend { work, stretch } => {
                    let ns = self.draw(work);
                    t = t.saturating_add(ns);
                    self.meters.worked(program.works[work as usize].component, t, ns);
                    steady = false;
                    let spec = &program.stretches[stretch as usize];
                    let frame = &self.frames[f];
                    let plain = !TRACED && frame.waited_ns == 0 && !frame.is(flag::FAILED);
                    if plain && self.meters.is_within(t, spec.ns) {
                        self.stretches[stretch as usize] += 1;
                        t = t.saturating_add(spec.ns);
                        go!(spec.end);
                    }
                }
                Op::Hop { link } => {
                    let spec = &program.links[link as usize];
                    if spec.cuttable {
                        sync!(self, f, t, pc, steady);
                        let until = self.cut_until[link as usize];
                        if until == u64::MAX {
                            self.park(f, pc);
                            return;
                        }
                        t = t.max(until);
                    }
                    match spec.constant_ns {
                        Some(delay) => t = t.saturating_add(delay),
                        None => {
                            steady = false;
                            let delay = spec.delay.sample(&mut self.streams[spec.stream as usize]);
                            t = t.saturating_add(delay);
                        }
                    }
                }
                Op::Arrive { road } => self.meters.arrived(road, t),
                Op::Work { work } => {
                    let spec = &program.works[work as usize];
                    steady &= spec.is_constant;
                    if spec.is_plain {
                        let ns = self.draw(work);
                        t = t.saturating_add(ns);
                        self.meters.worked(spec.component, t, ns);
                        go!(pc + 1);
                    }
                    match self.work(f, work, t) {
                        Some(end) => t = end,
                        None => return self.park(f, pc),
                    }
                }
                Op::Line { work, line, slot } => {
                    sync!(self, f, t, pc, steady);
                    let at = self.instance(f, slot);
                    let room = at == NONE as usize || self.lines[line as usize].has_room(at, t);
                    if !room {
                        let place = program.lines[line as usize].component;
                        go!(self.fail(f, pc, Reason::QueueFull, place));
                    }
                    steady = false;
                    t = self.stand_in_line(f, work, line, at, t);
                }
                Op::Claim { hold } => {
                    sync!(self, f, t, pc, steady);
                    if !self.claim(f, hold, pc) {
                        if !self.frames[f].is(flag::FAILED) {
                            return;
                        }
                        go!(self.frames[f].pc);
                    }
                }
                Op::Release { hold } => {
                    let spec = program.holds[hold as usize];
                    if self.frames[f].held & (1 << spec.bit) != 0 {
                        sync!(self, f, t, pc, steady);
                        self.frames[f].held &= !(1 << spec.bit);
                        let at = self.instance(f, spec.slot);
                        self.give_back(spec.resource as usize, at, spec.amount);
                    }
                }
                Op::LetGo { load } => {
                    let bit = program.loads[load as usize].bit;
                    if self.frames[f].held & (1 << bit) != 0 {
                        sync!(self, f, t, pc, steady);
                        self.let_go(f, load);
                    }
                }
                Op::Choose { chooser, slot } => {
                    if program.choosers[chooser as usize].exact {
                        sync!(self, f, t, pc, steady);
                    }
                    if let Err(reason) = self.choose(f, chooser as usize, slot) {
                        sync!(self, f, t, pc, steady);
                        let place = program.choosers[chooser as usize].component;
                        go!(self.fail(f, pc, reason, place));
                    }
                }
                Op::ChooseOr { chooser, slot, down } => {
                    if program.choosers[chooser as usize].exact {
                        sync!(self, f, t, pc, steady);
                    }
                    if self.choose(f, chooser as usize, slot).is_err() {
                        self.frames[f].slots[slot as usize] = NONE;
                        go!(down);
                    }
                }
                Op::Served { component, counted } => {
                    let waited = std::mem::take(&mut self.frames[f].waited_ns);
                    self.meters.served(component, t, waited, counted);
                }
                Op::Sync => sync!(self, f, t, pc, steady),
                Op::Settle { component, slot } => {
                    sync!(self, f, t, pc, steady);
                    let until = self.hung_until(f, component, slot);
                    if until == u64::MAX {
                        return self.park(f, pc);
                    }
                    if until > self.now {
                        if matches!(program.ops[pc as usize + 1], Op::Served { .. }) {
                            self.stood_still(f, component as usize, until - self.now);
                        }
                        return self.resume_at(f, until, pc);
                    }
                }
                Op::EndCall => {
                    if self.frames[f].is(flag::FAILED) {
                        let scope = program.scopes[program.scope_of[pc as usize] as usize];
                        go!(program.scopes[scope.parent as usize].epilogue);
                    }
                }
                Op::Absent { slot, to } => {
                    if self.instance(f, slot) == NONE as usize {
                        go!(to);
                    }
                }
                Op::LookupRatio { ratio, hit } => {
                    if self.lookup_ratio(ratio, t) {
                        go!(hit);
                    }
                }
                Op::Chance { chance, other } => {
                    let (share, stream) = program.chances[chance as usize];
                    if !self.streams[stream as usize].chance(share) {
                        go!(other);
                    }
                }
                Op::Pick { pick } => {
                    go!(self.pick(pick));
                }
                Op::Jump { to } => {
                    go!(to);
                }
                Op::Call { call } => {
                    self.frames[f].pc = pc;
                    return self.start_call(f, t, call);
                }
                Op::Fork { fork } => {
                    self.frames[f].pc = pc;
                    return self.start_fork(f, t, fork);
                }
                Op::Repeat { repeat } => {
                    self.frames[f].pc = pc;
                    if self.start_repeat(f, t, repeat) {
                        return;
                    }
                }
                Op::Return => {
                    self.frames[f].pc = pc;
                    return self.returned(f, t);
                }
                op => {
                    // What is left touches state that others see.
                    sync!(self, f, t, pc, steady);
                    self.frames[f].pc = pc;
                    match self.touch(f, op, t) {
                        Next::At(next, time) => {
                            steady = time == self.now;
                            t = time;
                            go!(next);
                        }
                        Next::Wait => return,
                    }
                }
            }
            pc += 1;
            op = program.ops[pc as usize];
        }
    }

    /// The instructions that touch shared state, at their own instant.
    fn touch(&mut self, f: u32, op: Op, t: u64) -> Next {
        let pc = self.frames[f].pc;
        let onward = Next::At(pc + 1, t);
        match op {
            Op::Lookup { store, slot, hit } => {
                if self.lookup(f, store, slot) {
                    return Next::At(hit, t);
                }
                onward
            }
            Op::Fill { store, slot } => {
                let was_there = self.fill(f, store, slot);
                self.note_again(store, was_there);
                onward
            }
            Op::Load { load, slot, hit } => self.load(f, load, slot, hit),
            Op::Loaded { load, slot } => {
                self.loaded(f, load, slot);
                onward
            }
            Op::Wrote { store, slot, update } => {
                self.wrote(f, store, slot, update);
                onward
            }
            Op::Buffer { store, slot, hit } => {
                if self.buffered(f, store, slot) {
                    return Next::At(hit, t);
                }
                onward
            }
            Op::ReadNode { database, slot } => {
                self.read_node(f, database, slot);
                onward
            }
            Op::Commit { database, slot } => Next::At(pc + 1, self.commit(f, database, slot)),
            Op::Applied { database, slot } => {
                self.applied(f, database, slot);
                onward
            }
            Op::Quorum { .. }
            | Op::Ask { .. }
            | Op::Took { .. }
            | Op::Told { .. }
            | Op::Heard { .. }
            | Op::Acknowledged { .. }
            | Op::Mended { .. } => self.touch_copies(f, op, t),
            Op::Tally { scaler } => {
                self.tally(scaler as usize);
                onward
            }
            Op::Limit { limiter } => self.limit(f, limiter, t),
            Op::Falter { fault } => self.falter(f, fault, t),
            Op::Shed { shed, slot } => self.shed(f, shed, slot, t),
            Op::Expire { component } => self.expire(f, component, t),
            Op::Share { work, sharing, slot } => {
                if self.share(f, work, sharing, slot) {
                    return Next::Wait;
                }
                onward
            }
            Op::Preset => Next::At(pc + 1, t.saturating_add(self.frames[f].latest_ns)),
            Op::Behind { body, slot, component } => {
                self.write_behind(f, body, slot, component);
                onward
            }
            Op::Publish { publish } => self.hand_over(f, publish, t),
            _ => onward,
        }
    }

    /// A queue takes a message, or has no room.
    fn hand_over(&mut self, f: u32, publish: u32, t: u64) -> Next {
        let pc = self.frames[f].pc;
        if self.publish(f, publish) {
            return Next::At(pc + 1, t);
        }
        let place = self.program.publishes[publish as usize].component;
        Next::At(self.fail(f, pc, Reason::QueueFull, place), t)
    }

    /// Those of a key-value store.
    fn touch_copies(&mut self, f: u32, op: Op, t: u64) -> Next {
        let onward = Next::At(self.frames[f].pc + 1, t);
        match op {
            Op::Quorum { kv, fork } => self.quorum(f, kv, fork, t),
            Op::Ask { kv, slot } => self.ask(f, kv, slot, t),
            Op::Took { kv, slot } => {
                self.took(f, kv, slot);
                onward
            }
            Op::Told { kv, slot } => {
                self.told(f, kv, slot);
                onward
            }
            Op::Heard { kv, slot } => {
                self.heard(f, kv, slot);
                onward
            }
            Op::Acknowledged { kv } => {
                self.acknowledged(f, kv);
                onward
            }
            Op::Mended { kv, slot } => {
                self.mended(f, kv, slot);
                onward
            }
            _ => onward,
        }
    }

    pub(in crate::world) fn park(&mut self, f: u32, pc: u32) {
        let ticket = self.calendar.next_ticket();
        let frame = &mut self.frames[f];
        frame.pc = pc;
        frame.wake = ticket;
        frame.state = State::Parked;
    }
}

/// Where a frame goes on.
pub(in crate::world) enum Next {
    At(u32, u64),
    Wait,
}
