//! The same models in desru, the fastest general simulation crate that was found: closures on a binary heap.
//!
//! Written as its documentation would have it, every delay an event; the same random variates and the same
//! histogram as the loops. Nothing is logged.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use desru::EventScheduler;
use napkin::sample::{Dist, Stream};
use napkin::stats::Histogram;

use crate::loops::three_tiers_draws;
use crate::{MS, REQUESTS};

fn after(
    scheduler: &mut EventScheduler,
    delay_ns: u64,
    mut then: impl FnMut(&mut EventScheduler) + 'static,
) {
    let action = move |scheduler: &mut EventScheduler| {
        then(scheduler);
        None
    };
    scheduler.timeout(delay_ns as f64, Some(Box::new(action)), None);
}

fn run(scheduler: &mut EventScheduler) {
    let is_over = |scheduler: &EventScheduler| scheduler.event_queue.is_empty();
    scheduler.run(Box::new(is_over), Some(Box::new(|_, _| false)));
}

fn now(scheduler: &EventScheduler) -> u64 {
    scheduler.current_time as u64
}

/// Servers and a queue.
struct Station {
    gap: Dist,
    work: Dist,
    arrivals: Stream,
    works: Stream,
    free: usize,
    waiting: VecDeque<u64>,
    sent: u64,
    histogram: Histogram,
}

/// M/M/c, first come first served.
pub fn station(rate_per_s: f64, servers: usize) -> Histogram {
    let station = Rc::new(RefCell::new(Station {
        gap: Dist::exponential(1e9 / rate_per_s).expect("positive"),
        work: Dist::exponential(10.0 * MS as f64).expect("positive"),
        arrivals: Stream::new(1, 0, "loop", "arrivals"),
        works: Stream::new(1, 0, "loop", "works"),
        free: servers,
        waiting: VecDeque::new(),
        sent: 0,
        histogram: Histogram::new(),
    }));
    let mut scheduler = EventScheduler::new();
    let first = Rc::clone(&station);
    after(&mut scheduler, 0, move |scheduler| arrive(&first, scheduler));
    run(&mut scheduler);
    station.borrow().histogram.clone()
}

fn arrive(shared: &Rc<RefCell<Station>>, scheduler: &mut EventScheduler) {
    let mut guard = shared.borrow_mut();
    let station = &mut *guard;
    station.sent += 1;
    if station.sent < REQUESTS {
        let gap = station.gap.sample(&mut station.arrivals);
        let next = Rc::clone(shared);
        after(scheduler, gap, move |scheduler| arrive(&next, scheduler));
    }
    if station.free == 0 {
        station.waiting.push_back(now(scheduler));
        return;
    }
    station.free -= 1;
    serve(shared, station, scheduler, now(scheduler));
}

fn serve(
    shared: &Rc<RefCell<Station>>,
    station: &mut Station,
    scheduler: &mut EventScheduler,
    start: u64,
) {
    let work = station.work.sample(&mut station.works);
    let next = Rc::clone(shared);
    after(scheduler, work, move |scheduler| {
        let mut guard = next.borrow_mut();
        guard.histogram.record(now(scheduler) - start);
        match guard.waiting.pop_front() {
            Some(start) => serve(&next, &mut guard, scheduler, start),
            None => guard.free += 1,
        }
    });
}

/// The three tiers.
struct Tiers {
    streams: [Stream; 5],
    laws: [Dist; 4],
    busy: [u32; 8],
    waiting: [VecDeque<Request>; 8],
    connections: u32,
    db_waiting: VecDeque<Request>,
    sent: u64,
    histogram: Histogram,
}

#[derive(Clone, Copy)]
struct Request {
    start: u64,
    server: usize,
}

/// Where a request is: each is one event.
#[derive(Clone, Copy)]
enum Stage {
    AtBalancer,
    Balanced,
    AtServer,
    Worked,
    AtCache,
    Cached,
    AtDatabase,
    Queried,
    BackAtCache,
    BackAtServer,
    BackAtBalancer,
    Answered,
}

const HOP: u64 = MS / 4;

type Shared = Rc<RefCell<Tiers>>;

pub fn three_tiers() -> Histogram {
    let (streams, laws) = three_tiers_draws();
    let tiers = Rc::new(RefCell::new(Tiers {
        streams,
        laws,
        busy: [0; 8],
        waiting: Default::default(),
        connections: 0,
        db_waiting: VecDeque::new(),
        sent: 0,
        histogram: Histogram::new(),
    }));
    let mut scheduler = EventScheduler::new();
    let first = Rc::clone(&tiers);
    after(&mut scheduler, 0, move |scheduler| send(&first, scheduler));
    run(&mut scheduler);
    tiers.borrow().histogram.clone()
}

fn send(shared: &Shared, scheduler: &mut EventScheduler) {
    let mut guard = shared.borrow_mut();
    let tiers = &mut *guard;
    let request = Request { start: now(scheduler), server: (tiers.sent % 8) as usize };
    tiers.sent += 1;
    if tiers.sent < REQUESTS {
        let gap = tiers.laws[0].sample(&mut tiers.streams[0]);
        let next = Rc::clone(shared);
        after(scheduler, gap, move |scheduler| send(&next, scheduler));
    }
    go_on(shared, scheduler, HOP, request, Stage::AtBalancer);
}

fn go_on(
    shared: &Shared,
    scheduler: &mut EventScheduler,
    delay_ns: u64,
    request: Request,
    to: Stage,
) {
    let shared = Rc::clone(shared);
    after(scheduler, delay_ns, move |scheduler| reach(&shared, scheduler, request, to));
}

fn reach(shared: &Shared, scheduler: &mut EventScheduler, request: Request, stage: Stage) {
    let mut guard = shared.borrow_mut();
    let tiers = &mut *guard;
    let (delay_ns, to) = match stage {
        Stage::AtBalancer => (MS / 20, Stage::Balanced),
        Stage::Balanced => (HOP, Stage::AtServer),
        Stage::AtServer if tiers.busy[request.server] == 8 => {
            return tiers.waiting[request.server].push_back(request);
        }
        Stage::AtServer => {
            tiers.busy[request.server] += 1;
            (tiers.laws[1].sample(&mut tiers.streams[1]), Stage::Worked)
        }
        Stage::Worked => (HOP, Stage::AtCache),
        Stage::AtCache => (tiers.laws[2].sample(&mut tiers.streams[2]), Stage::Cached),
        Stage::Cached if tiers.streams[3].chance(0.9) => (HOP, Stage::BackAtServer),
        Stage::Cached => (HOP, Stage::AtDatabase),
        Stage::AtDatabase if tiers.connections == 16 => {
            return tiers.db_waiting.push_back(request);
        }
        Stage::AtDatabase => {
            tiers.connections += 1;
            (tiers.laws[3].sample(&mut tiers.streams[4]), Stage::Queried)
        }
        Stage::Queried => {
            tiers.connections -= 1;
            if let Some(next) = tiers.db_waiting.pop_front() {
                tiers.connections += 1;
                let work = tiers.laws[3].sample(&mut tiers.streams[4]);
                go_on(shared, scheduler, work, next, Stage::Queried);
            }
            (HOP, Stage::BackAtCache)
        }
        Stage::BackAtCache => (HOP, Stage::BackAtServer),
        Stage::BackAtServer => {
            tiers.busy[request.server] -= 1;
            if let Some(next) = tiers.waiting[request.server].pop_front() {
                tiers.busy[request.server] += 1;
                let work = tiers.laws[1].sample(&mut tiers.streams[1]);
                go_on(shared, scheduler, work, next, Stage::Worked);
            }
            (HOP, Stage::BackAtBalancer)
        }
        Stage::BackAtBalancer => (HOP, Stage::Answered),
        Stage::Answered => return tiers.histogram.record(now(scheduler) - request.start),
    };
    go_on(shared, scheduler, delay_ns, request, to);
}
