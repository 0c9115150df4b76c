//! The machine that executes a program: the event loop, and the instructions that meet others.
//!
//! Each replication is one `Machine`. An instruction that depends on what others do is executed at its own
//! instant only: if the frame has run ahead of the clock (`t > now`), it first goes back to the calendar
//! (`sync!`). Frames set going by others at this very instant wait in `ready`, first come first served.

mod calls;
mod choices;
mod columns;
mod data;
mod events;
mod frame;
mod messages;
mod requests;
mod stations;
mod tracing;

pub(in crate::world) use calls::first_tokens;
pub(in crate::world) use frame::Frames;

use std::collections::VecDeque;

use crate::blueprint::Blueprint;
use crate::component::cache::store::Store;
use crate::component::database::shards::Shards;
use crate::component::load_balancer::balancer::Balancer;
use crate::component::rate_limiter::limiter::Limiter;
use crate::engine::{Booking, Calendar, Line, Resource, Sharing};
use crate::sample::Stream;
use crate::world::arrivals::{Profile, Source};
use crate::world::keys::KeySpace;
use crate::world::meters::{CLIENT, Meters, Reason};
use crate::world::program::{NO_SLOT, NONE, Note, Op, Program};
use crate::world::trace::Trace;
use frame::{State, flag};

/// What a piece of a request takes while it waits, beside its event.
pub const BYTES_IN_FLIGHT: usize = size_of::<frame::Frame>();

/// What an event's payload names: three bits of kind, 25 bits of index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(in crate::world) enum Kind {
    Frame = 0,
    Timeout = 1,
    Patience = 2,
    Source = 3,
    Departure = 4,
    Client = 5,
    Alarm = 6,
}

const INDEX_BITS: u32 = 25;
/// The most frames there can be: what an event's index can name.
pub const MOST_FRAMES: usize = 1 << INDEX_BITS;

pub(in crate::world) const fn payload(kind: Kind, index: u32) -> u32 {
    ((kind as u32) << INDEX_BITS) | index
}

/// Something that happens once, at a known time.
#[derive(Clone, Copy, Debug)]
pub(in crate::world) enum Alarm {
    /// An entry of the timeline begins or ends.
    Begin(usize),
    End(usize),
    /// The end of an interval of the measured window.
    Tick,
    /// Health checks have noticed: (chooser, instance, is up).
    Noticed(usize, usize, bool),
    /// A shard's new primary is ready.
    Promote(usize, usize),
    /// A database's failover was noticed: from here on clients are told at once.
    Deposed(usize, usize),
}

/// A component while the run goes on.
#[derive(Clone, Debug)]
pub(in crate::world) struct Place {
    pub up: Vec<bool>,
    /// Instances in service; those beyond finish what they have.
    pub instances: usize,
    pub slow: f64,
    /// Answers nothing until then.
    pub hung_until: u64,
    /// Until when each instance is down, if it is.
    pub down_until: Vec<u64>,
}

impl Place {
    /// Whether any instance in service is up.
    pub(in crate::world) fn any_up(&self) -> bool {
        self.up.iter().take(self.instances).any(|&up| up)
    }
}

/// Durations of a work that were drawn ahead, a block at a time.
#[derive(Clone, Debug, Default)]
pub(in crate::world) struct Ahead {
    /// Empty for a work that shares its stream.
    pub drawn: Vec<u64>,
    /// The next one to use.
    pub next: usize,
}

/// One queue's messages on one path.
#[derive(Clone, Debug, Default)]
pub(in crate::world) struct Backlog {
    pub waiting: VecDeque<(u32, u32)>,
    pub outstanding: u64,
    pub area: f64,
    pub last_ns: u64,
}

/// A source of requests, and its next ones.
#[derive(Clone, Debug)]
pub(in crate::world) struct Spring {
    pub source: Source,
    /// The journey; `None` draws one for each request.
    pub journey: Option<u16>,
    /// How long a request takes to where it first meets others, if that never varies: until then it needs no
    /// event, so its arrival is handled there.
    pub lead_ns: u64,
    pub next_at: u64,
    pub count: u32,
}

/// One replication at work.
pub struct Machine<'p> {
    pub(in crate::world) program: &'p Program,
    pub(in crate::world) blueprint: &'p Blueprint,
    pub(in crate::world) calendar: Calendar,
    /// The next arrival of the only source there is; several have theirs in the calendar.
    pub(in crate::world) coming: Booking,
    /// How often each stretch was passed in the measured window.
    pub(in crate::world) stretches: Vec<u64>,
    /// Per work: durations drawn ahead.
    pub(in crate::world) ahead: Vec<Ahead>,
    pub(in crate::world) frames: Frames,
    /// (frame, its local time, the ticket it must still have): set going at this very instant.
    pub(in crate::world) ready: VecDeque<(u32, u64, u32)>,
    pub(in crate::world) now: u64,
    pub(in crate::world) streams: Vec<Stream>,
    pub(in crate::world) resources: Vec<Resource>,
    pub(in crate::world) sharings: Vec<Sharing>,
    pub(in crate::world) lines: Vec<Line>,
    pub(in crate::world) sharing_base: Vec<u32>,
    pub(in crate::world) stores: Vec<Store>,
    pub(in crate::world) databases: Vec<Shards>,
    pub(in crate::world) limiters: Vec<Limiter>,
    pub(in crate::world) balancers: Vec<Balancer>,
    /// Per chooser with health checks: which instances it believes to be up.
    pub(in crate::world) views: Vec<Option<Vec<bool>>>,
    pub(in crate::world) backlogs: Vec<Backlog>,
    pub(in crate::world) places: Vec<Place>,
    pub(in crate::world) budgets: Vec<f64>,
    pub(in crate::world) cut_until: Vec<u64>,
    pub(in crate::world) keys: &'p [KeySpace],
    pub(in crate::world) key_offset: &'p [u32],
    pub(in crate::world) key_streams: Vec<Stream>,
    /// Per data set and slot: the log place of the last write.
    pub(in crate::world) latest: Vec<Vec<u32>>,
    /// Per component: a hit ratio that the timeline has set.
    pub(in crate::world) hit_ratios: Vec<Option<f64>>,
    /// Per component: workers of an instance that the timeline has set.
    pub(in crate::world) workers: Vec<Option<u64>>,
    /// Per component: the resource that counts its calls under way, if some balancer looks.
    pub(in crate::world) active_ids: Vec<Option<usize>>,
    pub(in crate::world) sources: Vec<Spring>,
    pub(in crate::world) profile: Profile,
    pub(in crate::world) alarms: Vec<Alarm>,
    pub(in crate::world) mix_stream: Stream,
    pub(in crate::world) think_stream: Stream,
    pub(in crate::world) patience_stream: Stream,
    pub(in crate::world) meters: Meters,
    pub(in crate::world) in_system: u64,
    pub(in crate::world) events: u64,
    pub(in crate::world) most_frames: usize,
    pub(in crate::world) overflowed: bool,
    /// Requests that may still be sent: a closed load that is refused at once would ask for ever.
    pub(in crate::world) requests_left: u64,
    /// The program's, unless a test asks for the event loop.
    pub(in crate::world) in_columns: bool,
    /// Notes of what requests spend their time on; `None` unless asked for.
    pub(in crate::world) trace: Option<Box<Trace>>,
}

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
    /// Runs to the end of the measured window. False if `stop` said so, or too much was in flight.
    pub(in crate::world) fn run(&mut self, stop: &dyn Fn(u64) -> bool) -> bool {
        if self.in_columns {
            return self.run_in_columns(stop);
        }
        let end = self.meters.window.to_ns;
        let mut until_asked: u32 = 0;
        loop {
            let event = self.calendar.pop_before(self.coming).or_else(|| self.coming.event());
            let Some((time, ticket, payload)) = event else { break };
            if time > end {
                break;
            }
            self.now = time;
            self.events += 1;
            self.handle(ticket, payload);
            while let Some((frame, at, ticket)) = self.ready.pop_front() {
                // Another frame of this instant may have cancelled it, or sent it another way.
                if self.frames[frame].wake == ticket {
                    self.advance(frame, at);
                }
            }
            if self.overflowed || self.requests_left == 0 {
                return false;
            }
            until_asked += 1;
            if until_asked == 1 << 14 {
                until_asked = 0;
                if stop(self.now) {
                    return false;
                }
            }
        }
        self.now = end;
        true
    }

    /// What is still under way at the end has spent its time, too.
    pub(in crate::world) fn close(&mut self) {
        self.count_late_arrivals();
        for id in self.frames.ids() {
            let frame = &self.frames[id];
            if frame.is(flag::ROOT) {
                self.meters.under_way(frame.started_ns);
            }
        }
        self.count_stretches();
        self.meters.close();
    }

    fn count_stretches(&mut self) {
        for (spec, &times) in self.program.stretches.iter().zip(&self.stretches) {
            for &note in &spec.notes {
                match note {
                    Note::Arrived(at) => self.meters.components[at as usize].arrivals += times,
                    Note::Served(at) => self.meters.components[at as usize].at_once += times,
                    Note::Worked(at, ns) => {
                        let meter = &mut self.meters.components[at as usize];
                        meter.service_ns += u128::from(ns) * u128::from(times);
                    }
                }
            }
        }
    }

    fn handle(&mut self, ticket: u32, payload: u32) {
        let index = payload & ((1 << INDEX_BITS) - 1);
        match payload >> INDEX_BITS {
            0 => {
                if self.frames[index].wake == ticket {
                    if self.frames[index].state == State::Backlogged {
                        self.redeliver(index);
                    } else {
                        self.advance(index, self.now);
                    }
                }
            }
            1 => self.timed_out(index, ticket),
            2 => self.lost_patience(index, ticket),
            3 => self.arrival(index as usize),
            4 => self.departures(index, ticket),
            5 => {
                let journey = self.draw_journey();
                self.request(journey, self.now);
            }
            _ => self.alarm(index as usize),
        }
    }

    // ---- the interpreter ----

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
                        t += spec.ns;
                        go!(spec.end);
                    }
                    op = spec.first;
                    continue;
                }
                Op::Spend { work, stretch } => {
                    let ns = self.draw(work);
                    self.meters.worked(program.works[work as usize].component, t, ns);
                    t += ns;
                    steady = false;
                    let spec = &program.stretches[stretch as usize];
                    let frame = &self.frames[f];
                    let plain = !TRACED && frame.waited_ns == 0 && !frame.is(flag::FAILED);
                    if plain && self.meters.is_within(t, spec.ns) {
                        self.stretches[stretch as usize] += 1;
                        t += spec.ns;
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
                        Some(delay) => t += delay,
                        None => {
                            steady = false;
                            t += spec.delay.sample(&mut self.streams[spec.stream as usize]);
                        }
                    }
                }
                Op::Arrive { component } => self.meters.arrived(component, t),
                Op::Work { work } => {
                    let spec = &program.works[work as usize];
                    steady &= spec.is_constant;
                    if spec.is_plain {
                        let ns = self.draw(work);
                        self.meters.worked(spec.component, t, ns);
                        t += ns;
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
                Op::Settle { component } => {
                    sync!(self, f, t, pc, steady);
                    let until = self.places[component as usize].hung_until;
                    if until == u64::MAX {
                        return self.park(f, pc);
                    }
                    if until > self.now {
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
                self.fill(f, store, slot);
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
            Op::Limit { limiter } => self.limit(f, limiter, t),
            Op::Share { work, sharing, slot } => {
                self.share(f, work, sharing, slot);
                Next::Wait
            }
            Op::Preset => Next::At(pc + 1, t + self.frames[f].latest_ns),
            Op::Behind { body, slot, component } => {
                self.write_behind(f, body, slot, component);
                onward
            }
            Op::Publish { publish } => {
                if self.publish(f, publish) {
                    return onward;
                }
                let place = self.program.publishes[publish as usize].component;
                Next::At(self.fail(f, pc, Reason::QueueFull, place), t)
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

    // ---- failure ----

    /// The call that `pc` is part of fails, now; returns its way back.
    pub(in crate::world) fn fail(&mut self, f: u32, pc: u32, reason: Reason, place: usize) -> u32 {
        let place = u16::try_from(place).unwrap_or(CLIENT);
        let scope = self.program.scope_of[pc as usize];
        self.fail_scope(f, scope, reason, place)
    }

    /// A whole call fails: what it holds is given back, and the frame goes on at its way back.
    pub(in crate::world) fn fail_scope(
        &mut self,
        f: u32,
        scope: u32,
        reason: Reason,
        place: u16,
    ) -> u32 {
        let spec = self.program.scopes[scope as usize];
        self.drop_holds(f, spec.body, spec.holds);
        if place != CLIENT {
            self.meters.call_failed(place as usize, self.now, reason);
        }
        let frame = &mut self.frames[f];
        frame.flags |= flag::FAILED;
        frame.reason = reason as u8;
        frame.place = place;
        frame.waited_ns = 0;
        frame.tries = 0;
        frame.patience = 0;
        spec.epilogue
    }

    pub(in crate::world) fn drop_holds(&mut self, f: u32, body: u32, mask: u32) {
        let mut left = self.frames[f].held & mask;
        self.frames[f].held &= !mask;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            let hold = self.program.bodies[body as usize].holds[bit as usize];
            let spec = self.program.holds[hold as usize];
            let at = self.instance(f, spec.slot);
            self.give_back(spec.resource as usize, at, spec.amount);
        }
    }
}

/// Where a frame goes on.
pub(in crate::world) enum Next {
    At(u32, u64),
    Wait,
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn stretched(ns: u64, factor: f64) -> u64 {
    (ns as f64 * factor).round() as u64
}
