//! The machine that executes a program: its state, the event loop, and failure.
//!
//! Each replication is one `Machine`. Frames set going by others at this very instant wait in `ready`, first
//! come first served.

mod batches;
mod calls;
mod choices;
mod columns;
mod data;
mod events;
mod frame;
mod guards;
mod hangs;
mod interpreter;
mod kv;
mod loads;
mod messages;
mod requests;
mod scaling;
mod stations;
mod tracing;
mod written;

pub(in crate::world) use calls::first_tokens;
pub(in crate::world) use frame::Frames;
pub(in crate::world) use scaling::Scaler;
pub(in crate::world) use written::{FIRST, Written};

use std::collections::VecDeque;

use crate::blueprint::Blueprint;
use crate::component::breaker::Breaker;
use crate::component::cache::loads::Loads;
use crate::component::cache::store::Store;
use crate::component::database::shards::Shards;
use crate::component::kv::replicas::Replicas;
use crate::component::load_balancer::balancer::Balancer;
use crate::component::rate_limiter::limiter::Limiter;
use crate::component::shed::Shedder;
use crate::engine::{Booking, Calendar, Line, Resource, Sharing};
use crate::sample::Stream;
use crate::world::arrivals::{Profile, Source};
use crate::world::keys::KeySpace;
use crate::world::meters::{CLIENT, Meters, Reason};
use crate::world::program::{NONE, Note, Program};
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
    Hedge = 7,
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
    /// One more request of an entry of the timeline.
    Arrive(usize),
    /// Health checks have noticed: (chooser, instance, is up).
    Noticed(usize, usize, bool),
    /// An autoscaler looks.
    Look(usize),
    /// An instance stands still for a while.
    Pause(usize, usize),
    /// It goes on, unless it hangs for another reason.
    Resume(usize, usize),
    /// Instances that an autoscaler asked for may be ready.
    Booted(usize),
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
    /// How many times as long the work of each instance takes.
    pub slow: Vec<f64>,
    /// Until when each instance answers nothing.
    pub hung_until: Vec<u64>,
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
    /// Of the time that `area` is of, that in which any message waits.
    pub waited_ns: u64,
    pub last_ns: u64,
}

/// A source of requests, and its next ones.
#[derive(Clone, Debug)]
pub(in crate::world) struct Spring {
    pub source: Source,
    /// The request type; `None` draws one for each request.
    pub request_type: Option<u16>,
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
    /// Per store: its loads under way, if they are watched.
    pub(in crate::world) loads: Vec<Loads>,
    pub(in crate::world) databases: Vec<Shards>,
    pub(in crate::world) replicas: Vec<Replicas>,
    pub(in crate::world) limiters: Vec<Limiter>,
    pub(in crate::world) scalers: Vec<Scaler>,
    pub(in crate::world) balancers: Vec<Balancer>,
    /// Per chooser with health checks: which instances it believes to be up.
    pub(in crate::world) views: Vec<Option<Vec<bool>>>,
    pub(in crate::world) backlogs: Vec<Backlog>,
    pub(in crate::world) places: Vec<Place>,
    pub(in crate::world) budgets: Vec<f64>,
    /// Per call with a breaker, one for each calling instance.
    pub(in crate::world) breakers: Vec<Breaker>,
    /// Per queue that sheds, one for each instance.
    pub(in crate::world) shedders: Vec<Shedder>,
    /// Per call that is hedged: copies that may be sent.
    pub(in crate::world) hedges: Vec<f64>,
    /// Per component: a share of errors that the timeline has set.
    /// Per entry of the timeline: the instances that are slow or hang, while they do.
    pub(in crate::world) struck: Vec<Vec<usize>>,
    /// Per component with pauses: when they come and how long they last.
    pub(in crate::world) pause_streams: Vec<Option<Stream>>,
    pub(in crate::world) error_shares: Vec<Option<f64>>,
    pub(in crate::world) cut_until: Vec<u64>,
    pub(in crate::world) keys: &'p [KeySpace],
    pub(in crate::world) key_offset: &'p [u32],
    pub(in crate::world) key_streams: Vec<Stream>,
    /// By database, by data set: what was written there; `None` where nobody writes it.
    pub(in crate::world) written: Vec<Vec<Option<Written>>>,
    /// Writes committed so far, to any database.
    pub(in crate::world) commits: u32,
    /// Per component: a hit ratio that the timeline has set.
    pub(in crate::world) hit_ratios: Vec<Option<f64>>,
    /// Per component: workers of an instance that the timeline has set.
    pub(in crate::world) workers: Vec<Option<u64>>,
    /// Per component: the resource that counts its calls under way, if some balancer looks.
    pub(in crate::world) active_ids: Vec<Option<usize>>,
    pub(in crate::world) sources: Vec<Spring>,
    pub(in crate::world) profile: Profile,
    pub(in crate::world) alarms: Vec<Alarm>,
    /// By entry of the timeline: requests that it has yet to send, and until when.
    pub(in crate::world) herds: Vec<(u32, u64)>,
    pub(in crate::world) herd_stream: Stream,
    pub(in crate::world) mix_stream: Stream,
    pub(in crate::world) think_stream: Stream,
    pub(in crate::world) patience_stream: Stream,
    pub(in crate::world) meters: Meters,
    pub(in crate::world) in_system: u64,
    pub(in crate::world) events: u64,
    /// Steps so far: instructions executed and events handled, which is what a run costs the machine.
    pub(in crate::world) steps: u64,
    /// At how many it is given up.
    pub(in crate::world) most_steps: u64,
    /// Events waiting at once at which it is given up.
    pub(in crate::world) most_events: usize,
    /// More events waited than that.
    pub(in crate::world) crowded: bool,
    pub(in crate::world) most_frames: usize,
    pub(in crate::world) overflowed: bool,
    /// Requests that may still be sent: a closed load that is refused at once would ask for ever.
    pub(in crate::world) requests_left: u64,
    /// The program's, unless a test asks for the event loop.
    pub(in crate::world) in_columns: bool,
    /// Notes of what requests spend their time on; `None` unless asked for.
    pub(in crate::world) trace: Option<Box<Trace>>,
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
            self.steps += 1;
            self.handle(ticket, payload);
            while let Some((frame, at, ticket)) = self.ready.pop_front() {
                // Another frame of this instant may have cancelled it, or sent it another way.
                if self.frames[frame].wake == ticket {
                    self.advance(frame, at);
                }
                if self.steps > self.most_steps {
                    return false;
                }
            }
            if self.overflowed || self.requests_left == 0 || self.steps > self.most_steps {
                return false;
            }
            until_asked += 1;
            if until_asked == 1 << 14 {
                until_asked = 0;
                self.crowded = self.calendar.len() > self.most_events;
                if self.crowded || stop(self.now) {
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
            } else if let Some(queue) = self.queue_of(id) {
                let (request_type, started_ns) = (frame.request_type, frame.started_ns);
                self.meters.left(queue, request_type, started_ns);
            }
        }
        self.count_stretches();
        for (&(_, to), &calls) in self.program.roads.iter().zip(&self.meters.roads) {
            self.meters.components[to].arrivals += calls;
        }
        self.meters.close();
    }

    fn count_stretches(&mut self) {
        for (spec, &times) in self.program.stretches.iter().zip(&self.stretches) {
            for &note in &spec.notes {
                match note {
                    Note::Arrived(road) => self.meters.roads[road as usize] += times,
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
                let request_type = self.draw_request_type();
                self.request(request_type, self.now);
            }
            6 => self.alarm(index as usize),
            _ => self.send_copy(index, ticket),
        }
    }

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
        // Whoever waits for its answer fails with it.
        self.drop_holds(f, spec.body, spec.holds);
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
            if spec.load != NONE {
                self.lost_load(f, spec.load);
                continue;
            }
            let at = self.instance(f, spec.slot);
            self.give_back(spec.resource as usize, at, spec.amount);
        }
    }
}

fn stretched(ns: u64, factor: f64) -> u64 {
    (ns as f64 * factor).round() as u64
}
