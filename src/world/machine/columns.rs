//! Requests in columns: where they keep their order, a block of them takes each instruction together.
//!
//! What `compile/order.rs` allows needs no calendar and no frames: each column holds one fact of all requests of
//! a block (when it started, its local time, what it has waited), and an instruction is a loop over columns, so
//! that its dispatch, its tables and its random stream's state are looked up once a block. Every request draws
//! the same numbers and comes to the same instants as in the event loop; a test holds both to the same figures.
//!
//! Boncz, Zukowski and Nes, "MonetDB/X100: hyper-pipelining query execution", CIDR 2005, did so to queries.

use super::Machine;
use crate::engine::line::Visit;
use crate::world::meters::{Meters, Window};
use crate::world::program::{NO_SLOT, Op};

/// Requests of a block: all columns together stay in the first-level cache.
const BLOCK: usize = 256;
/// Blocks between two looks at whether to stop.
const BLOCKS_A_LOOK: u32 = 64;

/// One block of requests, a fact a column.
#[derive(Default)]
struct Columns {
    started: Vec<u64>,
    /// Local time.
    t: Vec<u64>,
    /// Waited in the call under way.
    waited: Vec<u64>,
    /// Durations drawn for the instruction under way.
    drawn: Vec<u64>,
    /// Instances of the calls under way.
    slots: [Vec<u32>; super::super::compile::SLOTS as usize],
}

/// Busy and waiting time at a line, by interval of the window.
struct Ledger {
    /// (units × ns held, waiters × ns).
    intervals: Vec<(u64, u64)>,
    /// The interval in which the clock is.
    from_ns: u64,
    length_ns: u64,
    current: usize,
}

impl Ledger {
    fn new(window: &Window) -> Self {
        let intervals = vec![(0, 0); window.intervals()];
        Self { intervals, from_ns: 0, length_ns: 0, current: 0 }
    }

    /// The clock has come to an instant.
    fn turn(&mut self, window: &Window, now: u64) {
        let Some(offset) = now.checked_sub(window.from_ns).filter(|_| now < window.to_ns) else {
            self.length_ns = 0;
            return;
        };
        let interval = offset / window.interval_ns;
        self.current = usize::try_from(interval).unwrap_or(0);
        self.from_ns = window.from_ns + interval * window.interval_ns;
        self.length_ns = window.interval_ns.min(window.to_ns - self.from_ns);
    }

    /// Notes a visit that is not all in the interval where the clock is. Returns its work if that ends in the
    /// window, else 0.
    #[cold]
    #[inline(never)]
    fn note(&mut self, window: &Window, arrived: u64, visit: Visit) -> u64 {
        self.split(window, visit.start, visit.end, |areas, ns| areas.0 += ns);
        self.split(window, arrived, visit.start, |areas, ns| areas.1 += ns);
        let ends_inside = (window.from_ns..window.to_ns).contains(&visit.end);
        if ends_inside { visit.end - visit.start } else { 0 }
    }

    /// Adds a stretch of time to the intervals that it touches.
    fn split(&mut self, window: &Window, from: u64, to: u64, add: fn(&mut (u64, u64), u64)) {
        let (mut at, to) = (from.max(window.from_ns), to.min(window.to_ns));
        while at < to {
            let interval = (at - window.from_ns) / window.interval_ns;
            let end = (window.from_ns + (interval + 1) * window.interval_ns).min(to);
            if let Some(areas) = self.intervals.get_mut(usize::try_from(interval).unwrap_or(0)) {
                add(areas, end - at);
            }
            at = end;
        }
    }
}

impl Machine<'_> {
    /// As `run`, in columns.
    pub(super) fn run_in_columns(&mut self, stop: &dyn Fn(u64) -> bool) -> bool {
        let end = self.meters.window.to_ns;
        let mut ledgers: Vec<Ledger> =
            self.lines.iter().map(|_| Ledger::new(&self.meters.window)).collect();
        let mut columns = Columns::default();
        let mut blocks: u32 = 0;
        while self.next_block(&mut columns, &mut ledgers) {
            self.execute(&mut columns, &mut ledgers);
            self.now = columns.started.last().copied().unwrap_or(self.now);
            let count = columns.started.len() as u64;
            self.requests_left = self.requests_left.saturating_sub(count);
            self.steps += count * self.program.ops.len() as u64;
            if self.requests_left == 0 || self.steps > self.most_steps {
                return false;
            }
            blocks += 1;
            if blocks.is_multiple_of(BLOCKS_A_LOOK) && stop(self.now) {
                return false;
            }
        }
        self.now = end;
        self.settle_lines(&ledgers);
        true
    }

    /// The next requests: all in one interval and phase, or all outside the window. False at the end.
    fn next_block(&mut self, columns: &mut Columns, ledgers: &mut [Ledger]) -> bool {
        let Window { from_ns, to_ns, .. } = self.meters.window;
        let spring = &mut self.sources[0];
        let first = spring.next_at;
        if first.saturating_add(spring.lead_ns) > to_ns {
            return false;
        }
        let mut until = if first < from_ns { from_ns } else { u64::MAX };
        if (from_ns..to_ns).contains(&first) {
            if first >= self.meters.turn_ns() {
                self.meters.turn(first);
                for ledger in ledgers {
                    ledger.turn(&self.meters.window, first);
                }
            }
            until = self.meters.turn_ns();
        }
        let last = to_ns.saturating_sub(spring.lead_ns);
        let started = &mut columns.started;
        started.clear();
        while started.len() < BLOCK && spring.next_at < until && spring.next_at <= last {
            self.events += 1;
            if spring.count == 1 {
                started.push(spring.next_at);
            } else {
                started.resize(started.len() + spring.count as usize, spring.next_at);
            }
            (spring.next_at, spring.count) = spring.source.next(&self.profile, spring.next_at);
        }
        self.meters.offered_in_order(0, started);
        true
    }

    /// One block through the whole program.
    fn execute(&mut self, columns: &mut Columns, ledgers: &mut [Ledger]) {
        let program = self.program;
        let Columns { started, t, waited, drawn, slots } = columns;
        t.clone_from(started);
        waited.clear();
        waited.resize(started.len(), 0);
        drawn.resize(started.len(), 0);
        for &op in &program.ops {
            match op {
                Op::Hop { link } => {
                    let link = &program.links[link as usize];
                    link.delay.fill(&mut self.streams[link.stream as usize], drawn);
                    t.iter_mut().zip(&*drawn).for_each(|(t, delay)| *t = t.saturating_add(*delay));
                }
                Op::Arrive { road } => {
                    self.meters.roads[road as usize] += self.meters.count_inside(t);
                }
                Op::Work { work } => {
                    let work = &program.works[work as usize];
                    work.dist.fill(&mut self.streams[work.stream as usize], drawn);
                    t.iter_mut().zip(&*drawn).for_each(|(t, work)| *t = t.saturating_add(*work));
                    worked_together(&mut self.meters, work.component, t, drawn);
                }
                Op::Choose { chooser, slot } => {
                    self.choose_in_turn(chooser as usize, started.len(), &mut slots[slot as usize]);
                }
                Op::Line { work, line, slot } => {
                    let work = &program.works[work as usize];
                    work.dist.fill(&mut self.streams[work.stream as usize], drawn);
                    let at = slots.get(slot as usize).filter(|_| slot != NO_SLOT);
                    let line = line as usize;
                    let visits = Visits { t, waited, drawn, at: at.map(Vec::as_slice) };
                    self.visit_together(line, work.component, visits, &mut ledgers[line]);
                }
                Op::Served { component, counted } => {
                    self.meters.served_together(component, t, waited, counted);
                }
                Op::Return => {
                    let reads = self.blueprint.request_types[0].reads.is_some();
                    self.meters.completed_together(0, started, t, reads);
                }
                _ => {}
            }
        }
    }

    fn choose_in_turn(&mut self, chooser: usize, count: usize, slots: &mut Vec<u32>) {
        let spec = &self.program.choosers[chooser];
        let instances = self.places[spec.component].instances;
        let stream = &mut self.streams[spec.stream as usize];
        let balancer = &mut self.balancers[chooser];
        slots.clear();
        slots.extend((0..count).map(|_| {
            let picked = balancer.pick(instances, |_| true, |_| 0, 0, stream);
            picked.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
        }));
    }

    /// The block waits and works at a line, one after the other.
    fn visit_together(
        &mut self,
        line: usize,
        component: u32,
        visits: Visits<'_>,
        ledger: &mut Ledger,
    ) {
        let line = &mut self.lines[line];
        let at = visits.at;
        let worked = if let Some(free_at) = line.only() {
            // Kept where it is quickest to reach: each visit waits for the one before.
            let mut free = *free_at;
            let worked = visits.each(&self.meters.window, ledger, |_, now, service| {
                let start = free.max(now);
                free = start.saturating_add(service);
                Visit { start, end: free }
            });
            *free_at = free;
            worked
        } else {
            visits.each(&self.meters.window, ledger, |i, now, service| {
                line.serve(at.map_or(0, |at| at[i] as usize), now, service)
            })
        };
        self.meters.components[component as usize].service_ns += worked;
    }

    /// The lines' areas become their meters.
    fn settle_lines(&mut self, ledgers: &[Ledger]) {
        let Window { from_ns, to_ns, interval_ns, .. } = self.meters.window;
        for (id, ledger) in ledgers.iter().enumerate() {
            let spec = &self.program.lines[id];
            let servers = (spec.capacity * spec.instances as u64) as f64;
            for (at, &(used, waiting)) in ledger.intervals.iter().enumerate() {
                let from = from_ns + at as u64 * interval_ns;
                let length_ns = interval_ns.min(to_ns - from);
                let areas = crate::engine::resource::Areas {
                    used: used as f64,
                    waiting: waiting as f64,
                    capacity: servers * length_ns as f64,
                    throttled: (0.0, 0.0),
                };
                super::events::note(&mut self.meters.resources[id], areas, length_ns);
            }
        }
        self.meters.live = vec![0.0; self.meters.intervals.len()];
    }
}

/// The columns that a line touches.
struct Visits<'c> {
    t: &'c mut [u64],
    waited: &'c mut [u64],
    drawn: &'c [u64],
    /// Instances; `None` where there is one.
    at: Option<&'c [u32]>,
}

impl Visits<'_> {
    /// Visits one after the other, and notes their times. Returns the work that ends in the window, ns.
    #[inline]
    fn each(
        self,
        window: &Window,
        ledger: &mut Ledger,
        mut serve: impl FnMut(usize, u64, u64) -> Visit,
    ) -> u128 {
        let (mut used, mut waiting, mut elsewhere) = (0, 0, 0_u128);
        let (from_ns, length_ns) = (ledger.from_ns, ledger.length_ns);
        let columns = self.t.iter_mut().zip(self.waited).zip(self.drawn);
        for (i, ((t, waited), &service)) in columns.enumerate() {
            let visit = serve(i, *t, service);
            let wait = visit.start - *t;
            *waited += wait;
            if t.wrapping_sub(from_ns) < length_ns && visit.end - from_ns < length_ns {
                used += service;
                waiting += wait;
            } else {
                elsewhere += u128::from(ledger.note(window, *t, visit));
            }
            *t = visit.end;
        }
        if let Some(areas) = ledger.intervals.get_mut(ledger.current) {
            areas.0 += used;
            areas.1 += waiting;
        }
        u128::from(used) + elsewhere
    }
}

fn worked_together(meters: &mut Meters, component: u32, t: &[u64], drawn: &[u64]) {
    let (from_ns, length_ns) = (meters.window.from_ns, meters.window.length_ns());
    let inside = |t: &u64| t.wrapping_sub(from_ns) < length_ns;
    let sum: u128 =
        t.iter().zip(drawn).filter(|(t, _)| inside(t)).map(|(_, &ns)| u128::from(ns)).sum();
    meters.components[component as usize].service_ns += sum;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use crate::blueprint::{Blueprint, Tables};
    use crate::problem::{Problems, Sources};
    use crate::world::meters::{Meters, Window};
    use crate::world::setup::Prepared;

    fn blueprint_of(page: &str) -> Blueprint {
        let (mut problems, mut sources) = (Problems::default(), Sources::default());
        let mut read = |_: &Path| Ok(page.as_bytes().to_vec());
        let path = Path::new("page.yaml");
        let load = crate::scenario::page::load_with;
        let tree = load(&mut read, path, &[], &mut problems, &mut sources);
        let (tree, tables) = (tree.expect("the page is read"), Tables::builtin());
        let built = crate::blueprint::build(&tree, "page", tables, &mut read, &mut problems);
        built.and_then(|page| page.blueprint).expect("the page is right")
    }

    /// Everything that a replication measured.
    fn measured(prepared: &Prepared<'_>, window: &Window, in_columns: bool) -> Meters {
        let mut machine = prepared.machine(3, 1, window.clone(), true, 1 << 20);
        assert!(machine.in_columns, "the page runs in columns");
        machine.in_columns = in_columns;
        assert!(machine.run(&|_| false));
        machine.close();
        machine.meters
    }

    /// The page in columns and event by event, for windows of several shapes.
    fn check(page: &str) {
        let blueprint = blueprint_of(page);
        let prepared = Prepared::new(&blueprint);
        let s = 1_000_000_000;
        let window = |from_ns, length_ns, interval_ns, cuts_ns: &[u64]| Window {
            from_ns,
            to_ns: from_ns + length_ns,
            interval_ns,
            cuts_ns: cuts_ns.to_vec(),
        };
        for window in [
            window(0, 20 * s, s, &[]),
            window(3 * s + 7, 11 * s + 1, 2 * s, &[5 * s, 7 * s + 1]),
            window(s, 2 * s, s / 50, &[]),
        ] {
            let [one, other] = [true, false].map(|columns| measured(&prepared, &window, columns));
            assert_eq!(facts(&one), facts(&other), "{window:?}");
        }
    }

    /// What a report could be made of, as text: figures are the same to the last digit.
    fn facts(meters: &Meters) -> BTreeMap<&'static str, String> {
        let quantiles = [0.01, 0.5, 0.9, 0.99, 1.0];
        let latency: Vec<_> = meters
            .latency
            .iter()
            .flatten()
            .map(|h| (h.count(), h.mean(), quantiles.map(|q| h.quantile(q))))
            .collect();
        let intervals: Vec<_> = meters
            .intervals
            .iter()
            .map(|i| (i.offered, i.completed, i.failed, i.latency.mean(), i.latency.quantile(0.9)))
            .collect();
        let components: Vec<_> = meters
            .components
            .iter()
            .map(|c| {
                let waits = (c.wait.count(), c.wait.mean(), c.wait.quantile(0.99));
                (c.arrivals, c.served, c.waited_ns, c.service_ns, waits)
            })
            .collect();
        let resources = meters.resources.iter();
        // Instances take turns here; only what is uneven is looked at one by one.
        let resources: Vec<_> =
            resources.map(|r| (r.used, r.capacity, r.waiting, &r.series)).collect();
        BTreeMap::from([
            ("request_types", format!("{:?}", meters.request_types)),
            ("latency", format!("{latency:?}")),
            ("intervals", format!("{intervals:?}")),
            ("seconds", format!("{:?}", meters.seconds)),
            ("phases", format!("{:?}", meters.phases)),
            ("components", format!("{components:?}")),
            ("resources", format!("{resources:?}")),
            ("in_system", format!("{:?} {:?}", meters.in_system, meters.live)),
            ("ends", format!("{} {}", meters.carried, meters.unfinished)),
        ])
    }

    #[test]
    fn one_station() {
        check(
            "traffic: 900/s\nslo: { errors: 1%, availability: 99% }\npath: [app]\ncomponents: { app: { server: { cores: 1, work: exp(1ms) } } }",
        );
        check(
            "traffic: 900/s\npath: [app]\ncomponents: { app: { server: { cores: 7, work: exp(7ms) } } }",
        );
    }

    #[test]
    fn batches_and_shapes() {
        check(
            "traffic: { rate: 500/s, arrivals: { batches: { mean: 4 } } }\npath: [app]\n\
             components: { app: { server: { cores: 2, work: { mean: 3ms, cv: 1 } } } }",
        );
        check(
            "traffic: { rate: 500/s, shape: { spike: { at: 2s, times: 3, ramp: 1s, hold: 2s } } }\n\
             path: [app]\ncomponents: { app: { server: { cores: 2, work: exp(3ms) } } }",
        );
    }

    #[test]
    fn several_components() {
        check(
            "traffic: 900/s\npath: [lb, app]\nnetwork: { hop: 250us, client: 1ms }\ncomponents:\n  \
             lb: { load_balancer: { work: 50us } }\n  \
             app: { server: { instances: 3, cores: 2, work: exp(6ms) } }",
        );
        check(
            "traffic: 900/s\npath: [one, two, three]\nnetwork: { hop: 250us, client: 1ms }\ncomponents:\n  \
             one: { server: { cores: 1, work: exp(1ms) } }\n  \
             two: { server: { cores: 1, work: exp(0.5ms) } }\n  \
             three: { server: { cores: 3, work: exp(3ms) } }",
        );
    }
}
