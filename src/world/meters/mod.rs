//! What a replication measures: counts, latencies, areas, all clipped to the measured window.
//!
//! Nothing here steers the simulation. Before the window everything is dropped; the window itself is cut into
//! intervals (for the charts), seconds (for availability) and phases (between the timeline's events).

mod intervals;
mod kv;
mod later;
mod loads;
mod reason;
mod scaling;

pub use intervals::{Interval, Turn};
pub use kv::KvMeter;
pub use loads::LoadMeter;
pub use reason::Reason;
pub use scaling::ScalingMeter;

use std::collections::BTreeMap;

use crate::stats::{Gathered, Histogram, Small};

/// The place of a failure that arose with the client.
pub const CLIENT: u16 = u16::MAX;

/// When a replication measures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Start, ns from the replication's start.
    pub from_ns: u64,
    /// End.
    pub to_ns: u64,
    /// Length of an interval.
    pub interval_ns: u64,
    /// Starts of the phases after the first, ns from the window's start, ascending.
    pub cuts_ns: Vec<u64>,
}

impl Window {
    /// Length of the window.
    #[must_use]
    pub const fn length_ns(&self) -> u64 {
        self.to_ns - self.from_ns
    }

    /// Intervals, the last of which may be short.
    #[must_use]
    pub fn intervals(&self) -> usize {
        usize::try_from(self.length_ns().div_ceil(self.interval_ns.max(1))).unwrap_or(1)
    }
}

/// One request type's counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct RequestTypeMeter {
    pub offered: u64,
    pub completed: u64,
    pub failed: u64,
    pub stale: u64,
    /// Completed requests that read keyed data.
    pub reads_completed: u64,
    pub later: Option<Histogram>,
    pub later_failed: u64,
    /// Ages of the later work that is not done when the window ends, from the requests' intended arrivals.
    pub left_ns: Vec<u64>,
}

/// One component's counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct ComponentMeter {
    /// Calls into it, summed over the roads at the end of the run.
    pub arrivals: u64,
    pub served: u64,
    /// Calls that were stopped in the midst of their work.
    pub stopped: u64,
    /// Of those served, the ones that did not wait, as long as the run goes on: they enter `wait` at its end.
    pub at_once: u64,
    pub waited_ns: u128,
    pub wait: Small,
    /// Work of those served and those stopped, which is counted at its end.
    pub service_ns: u128,
    /// What those stopped had not done of it, as long as the run goes on.
    pub left_ns: u128,
    pub failures: BTreeMap<Reason, u64>,
    /// Breakers of its callers that opened.
    pub opened: u64,
    /// Calls that were sent a second time, and of those the ones that the copy answered.
    pub copies: u64,
    pub copies_won: u64,
    pub lookups: u64,
    pub hits: u64,
    pub loads: LoadMeter,
    pub reads: u64,
    pub stale_reads: u64,
    pub writes: u64,
    pub lost_writes: u64,
    pub lag_ns: u128,
    pub applied: u64,
    pub redelivered: u64,
    pub dropped: u64,
    pub dead_letters: u64,
    pub backlog_area: f64,
    pub backlog_intervals: Vec<f64>,
    /// Messages that wait when the window begins, and when it ends.
    pub waiting_at_start: u64,
    pub waiting_at_end: u64,
    /// Age of the oldest message that is not done then.
    pub oldest_ns: u64,
    /// While any message waits, which is so long: those handed out.
    pub handed_out: u64,
    pub handing_out_ns: u64,
    pub recovery_ns: u64,
    pub failovers: u64,
    /// Of a key-value store.
    pub kv: KvMeter,
    /// Of a server that scales by itself.
    pub scaling: Option<ScalingMeter>,
}

/// One resource's areas.
#[derive(Clone, Debug, Default)]
pub struct ResourceMeter {
    /// Units × ns held, there were; waiters × ns.
    pub used: f64,
    /// Units × ns there were.
    pub capacity: f64,
    /// Waiters × ns.
    pub waiting: f64,
    /// Instances × ns in which work stood still because a quota was used up, and in which there was any.
    pub throttled: (f64, f64),
    /// Per interval: utilization, mean waiters.
    pub series: Vec<(f64, f64)>,
    /// Per instance: units × ns held, there were. Empty where all are alike (in columns).
    pub instances: Vec<(f64, f64)>,
}

impl ResourceMeter {
    /// Adds what one instance did.
    pub fn add_instance(&mut self, at: usize, used: f64, capacity: f64) {
        if self.instances.len() <= at {
            self.instances.resize(at + 1, (0.0, 0.0));
        }
        self.instances[at].0 += used;
        self.instances[at].1 += capacity;
    }
}

/// What happened in one second.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Second {
    pub offered: u32,
    pub ended: u32,
    pub failed: u32,
}

/// (request type, phase, reason, place) → failed requests.
pub type FailureCounts = BTreeMap<(u16, u16, Reason, u16), u64>;

/// What is counted within one interval and one phase, before it is added to both.
///
/// Most of what happens happens where the clock is, so that one look at the time and one histogram are
/// enough for it; what lies outside goes the long way.
#[derive(Clone, Debug, Default)]
struct Cell {
    /// Start, ns from the replication's start, and length; 0 is none.
    from_ns: u64,
    length_ns: u64,
    interval: usize,
    phase: usize,
    /// Per request type: requests that came, and latencies of those that succeeded.
    offered: Vec<u64>,
    latency: Vec<Gathered>,
}

impl Cell {
    #[inline]
    const fn holds(&self, at: u64) -> bool {
        at.wrapping_sub(self.from_ns) < self.length_ns
    }
}

/// Everything that one replication measured.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Meters {
    pub window: Window,
    pub request_types: Vec<RequestTypeMeter>,
    /// Latency of successes by (phase, request type).
    pub latency: Vec<Vec<Histogram>>,
    pub failures: FailureCounts,
    pub retries: u64,
    pub intervals: Vec<Interval>,
    /// Each second's requests, if an objective is about seconds: they alone grow with the duration.
    pub seconds: Vec<Second>,
    /// Offered and completed of each phase.
    pub phases: Vec<(u64, u64)>,
    pub components: Vec<ComponentMeter>,
    /// Calls on each of `Program::roads`.
    pub roads: Vec<u64>,
    pub resources: Vec<ResourceMeter>,
    /// Requests under way, at the end of each interval.
    pub in_system: Vec<f64>,
    /// Frames in use then: work that nobody waits for any more included.
    pub live: Vec<f64>,
    /// Requests from before the window that ended in it or after it.
    pub carried: u64,
    /// Requests that came before the end of the window and had not ended by then.
    pub unfinished: u64,
    /// Start and index of the interval used last.
    recent: (u64, usize),
    cell: Cell,
}

const SECOND_NS: u64 = 1_000_000_000;

impl Meters {
    /// Meters for so many request types, components and resources.
    #[must_use]
    pub fn new(window: Window, request_types: usize, components: usize, resources: usize) -> Self {
        let phases = window.cuts_ns.len() + 1;
        let intervals = window.intervals();
        Self {
            request_types: vec![RequestTypeMeter::default(); request_types],
            latency: (0..phases)
                .map(|_| (0..request_types).map(|_| Histogram::new()).collect())
                .collect(),
            intervals: vec![Interval::default(); intervals],
            phases: vec![(0, 0); phases],
            components: vec![ComponentMeter::default(); components],
            resources: vec![ResourceMeter::default(); resources],
            cell: Cell {
                offered: vec![0; request_types],
                latency: vec![Gathered::default(); request_types],
                ..Cell::default()
            },
            window,
            ..Self::default()
        }
    }

    /// Meters of so many roads, too.
    #[must_use]
    pub fn with_roads(mut self, roads: usize) -> Self {
        self.roads = vec![0; roads];
        self
    }

    /// Meters that count each second, too.
    #[must_use]
    pub fn with_seconds(mut self) -> Self {
        let seconds = usize::try_from(self.window.length_ns().div_ceil(SECOND_NS)).unwrap_or(1);
        self.seconds = vec![Second::default(); seconds];
        self
    }

    #[inline]
    fn second(&mut self, offset: u64) -> Option<&mut Second> {
        if self.seconds.is_empty() {
            return None;
        }
        self.seconds.get_mut((offset / SECOND_NS) as usize)
    }

    /// The clock stands at the start of an interval: what was counted in the last one is added up.
    pub fn turn(&mut self, now: u64) {
        self.add_cell();
        let Window { from_ns, to_ns, interval_ns, .. } = self.window;
        self.cell.length_ns = 0;
        if now < from_ns || now >= to_ns {
            return;
        }
        let offset = now - from_ns;
        let interval = offset / interval_ns;
        let phase = self.phase(offset);
        let cut = self.window.cuts_ns.get(phase).copied().unwrap_or(u64::MAX);
        let end = ((interval + 1) * interval_ns).min(to_ns - from_ns).min(cut);
        self.cell.from_ns = now;
        self.cell.length_ns = end - offset;
        self.cell.interval = usize::try_from(interval).unwrap_or(0);
        self.cell.phase = phase;
    }

    /// The end of the part that is counted together now, ns from the replication's start.
    #[must_use]
    pub const fn turn_ns(&self) -> u64 {
        self.cell.from_ns + self.cell.length_ns
    }

    fn add_cell(&mut self) {
        let Cell { interval, phase, offered, latency, .. } = &mut self.cell;
        let Some(interval) = self.intervals.get_mut(*interval) else { return };
        for (request_type, meter) in self.request_types.iter_mut().enumerate() {
            let (came, gathered) =
                (std::mem::take(&mut offered[request_type]), &mut latency[request_type]);
            let completed = gathered.count();
            meter.offered += came;
            meter.completed += completed;
            interval.offered += came;
            interval.completed += completed;
            self.phases[*phase].0 += came;
            self.phases[*phase].1 += completed;
            if completed > 0 {
                gathered.drain_into(&mut self.latency[*phase][request_type], &mut interval.latency);
            }
        }
    }

    /// The replication is over: what was put off is added up.
    pub fn close(&mut self) {
        self.add_cell();
        self.cell = Cell::default();
        for meter in &mut self.components {
            let at_once = std::mem::take(&mut meter.at_once);
            meter.served += at_once;
            meter.wait.record_zeros(at_once);
            let left_ns = std::mem::take(&mut meter.left_ns);
            meter.service_ns = meter.service_ns.saturating_sub(left_ns);
        }
        self.count_in_system();
    }

    /// The offset into the window, if the instant is in it.
    #[inline]
    fn inside(&self, at: u64) -> Option<u64> {
        let offset = at.wrapping_sub(self.window.from_ns);
        (offset < self.window.length_ns()).then_some(offset)
    }

    #[inline]
    fn interval(&mut self, offset: u64) -> &mut Interval {
        // Most instants fall into the interval of the one before: a division saved.
        if offset.wrapping_sub(self.recent.0) >= self.window.interval_ns {
            let at = offset / self.window.interval_ns;
            self.recent = (at * self.window.interval_ns, at as usize);
        }
        &mut self.intervals[self.recent.1]
    }

    #[inline]
    fn phase(&self, offset: u64) -> usize {
        if self.window.cuts_ns.is_empty() {
            return 0;
        }
        self.window.cuts_ns.iter().take_while(|&&cut| cut <= offset).count()
    }

    /// A request arrived.
    #[inline]
    pub fn offered(&mut self, request_type: u16, at: u64) {
        if self.cell.holds(at) {
            self.cell.offered[request_type as usize] += 1;
            let offset = at - self.window.from_ns;
            if let Some(second) = self.second(offset) {
                second.offered += 1;
            }
        } else if let Some(offset) = self.inside(at) {
            self.request_types[request_type as usize].offered += 1;
            self.interval(offset).offered += 1;
            if let Some(second) = self.second(offset) {
                second.offered += 1;
            }
            let phase = self.phase(offset);
            self.phases[phase].0 += 1;
        }
    }

    #[inline]
    fn carry(&mut self, started: u64, at: u64) {
        let Window { from_ns, to_ns, .. } = self.window;
        self.carried += u64::from(started < from_ns && at >= from_ns);
        self.unfinished += u64::from(started < to_ns && at >= to_ns);
    }

    /// A request has not ended when the replication does.
    pub fn under_way(&mut self, started: u64) {
        self.carry(started, u64::MAX);
    }

    /// A request succeeded.
    #[inline]
    pub fn completed(
        &mut self,
        request_type: u16,
        started: u64,
        at: u64,
        reads: bool,
        stale: bool,
    ) {
        if !self.cell.holds(at) || started < self.window.from_ns {
            return self.completed_elsewhere(request_type, started, at, reads, stale);
        }
        self.cell.latency[request_type as usize].record(at - started);
        if let Some(second) = self.second(at - self.window.from_ns) {
            second.ended += 1;
        }
        if reads || stale {
            let meter = &mut self.request_types[request_type as usize];
            meter.stale += u64::from(stale);
            meter.reads_completed += u64::from(reads);
        }
    }

    /// A request succeeded before or after what is counted together now, or had come before the window.
    #[cold]
    #[inline(never)]
    fn completed_elsewhere(
        &mut self,
        request_type: u16,
        started: u64,
        at: u64,
        reads: bool,
        stale: bool,
    ) {
        self.carry(started, at);
        if let Some(offset) = self.inside(at) {
            let latency = at - started;
            let meter = &mut self.request_types[request_type as usize];
            meter.completed += 1;
            meter.stale += u64::from(stale);
            meter.reads_completed += u64::from(reads);
            let phase = self.phase(offset);
            self.latency[phase][request_type as usize].record(latency);
            self.phases[phase].1 += 1;
            let interval = self.interval(offset);
            interval.completed += 1;
            interval.latency.record(latency);
            if let Some(second) = self.second(offset) {
                second.ended += 1;
            }
        }
    }

    /// Whether the window holds a whole stretch of time, both ends included.
    #[inline]
    #[must_use]
    pub fn is_within(&self, from: u64, ns: u64) -> bool {
        let offset = from.wrapping_sub(self.window.from_ns);
        let length_ns = self.window.length_ns();
        offset < length_ns && ns < length_ns - offset
    }

    /// So many of these instants are in the window.
    #[must_use]
    pub fn count_inside(&self, instants: &[u64]) -> u64 {
        let (from_ns, length_ns) = (self.window.from_ns, self.window.length_ns());
        instants.iter().map(|at| u64::from(at.wrapping_sub(from_ns) < length_ns)).sum()
    }

    /// Requests of a request type came, in order of time; all of them where the clock is, or none in the window.
    pub fn offered_in_order(&mut self, request_type: u16, instants: &[u64]) {
        if !instants.first().is_some_and(|&first| self.cell.holds(first)) {
            return;
        }
        self.cell.offered[request_type as usize] += instants.len() as u64;
        let mut left = if self.seconds.is_empty() { &[] } else { instants };
        while let Some(first) = left.first() {
            let second = (first - self.window.from_ns) / SECOND_NS;
            let end = self.window.from_ns + (second + 1) * SECOND_NS;
            let count = left.iter().take_while(|&&at| at < end).count();
            self.seconds[second as usize].offered += count as u32;
            left = &left[count..];
        }
    }

    /// Requests of a request type succeeded, each where the clock is or later.
    pub fn completed_together(
        &mut self,
        request_type: u16,
        started: &[u64],
        ended: &[u64],
        reads: bool,
    ) {
        let from_ns = self.window.from_ns;
        if reads {
            let completed = self.count_inside(ended);
            self.request_types[request_type as usize].reads_completed += completed;
        }
        // Most end in the second in which the one before did.
        let counts_seconds = !self.seconds.is_empty();
        let (mut second, mut second_from, mut count) = (0, from_ns, 0);
        for (&started, &at) in started.iter().zip(ended) {
            if !self.cell.holds(at) || started < from_ns {
                self.completed_elsewhere(request_type, started, at, false, false);
                continue;
            }
            self.cell.latency[request_type as usize].record(at - started);
            if counts_seconds && at.wrapping_sub(second_from) >= SECOND_NS {
                self.end_in_second(second, std::mem::take(&mut count));
                second = ((at - from_ns) / SECOND_NS) as usize;
                second_from = from_ns + second as u64 * SECOND_NS;
            }
            count += 1;
        }
        self.end_in_second(second, count);
    }

    fn end_in_second(&mut self, second: usize, count: u32) {
        if let Some(second) = self.seconds.get_mut(second) {
            second.ended += count;
        }
    }

    /// A request failed.
    pub fn failed(&mut self, request_type: u16, started: u64, at: u64, reason: Reason, place: u16) {
        self.carry(started, at);
        if let Some(offset) = self.inside(at) {
            self.request_types[request_type as usize].failed += 1;
            let phase = self.phase(offset) as u16;
            *self.failures.entry((request_type, phase, reason, place)).or_insert(0) += 1;
            self.interval(offset).fail(request_type, reason, place);
            if let Some(second) = self.second(offset) {
                second.ended += 1;
                second.failed += 1;
            }
        }
    }

    /// The number in the system at the end of each interval: what came in less what went out.
    fn count_in_system(&mut self) {
        let mut inside = self.carried as f64;
        for (at, interval) in self.intervals.iter().enumerate() {
            inside += interval.offered as f64;
            inside -= (interval.completed + interval.failed) as f64;
            self.in_system.push(inside);
            if let Some(live) = self.live.get_mut(at) {
                *live += inside;
            }
        }
    }

    /// A call reached a component.
    #[inline]
    pub fn arrived(&mut self, road: u32, at: u64) {
        if self.inside(at).is_some() {
            self.roads[road as usize] += 1;
        }
    }

    /// A component has done a work that took so long. Counted at its end, as the calls are that it is for: work
    /// longer than the window would else be more than its calls.
    #[inline]
    pub fn worked(&mut self, component: u32, at: u64, ns: u64) {
        if self.inside(at).is_some() {
            self.components[component as usize].service_ns += u128::from(ns);
        }
    }

    /// A call was stopped in the midst of a work that was counted for its end: so much of it is not done.
    pub fn stopped(&mut self, component: u32, end: u64, left_ns: u64) {
        if self.inside(end).is_some() {
            let meter = &mut self.components[component as usize];
            meter.stopped += 1;
            meter.left_ns += u128::from(left_ns);
        }
    }

    /// A component has done its own work for a call, after so long a wait.
    #[inline]
    pub fn served(&mut self, component: u32, at: u64, waited_ns: u64, counted: bool) {
        if self.inside(at).is_some() {
            let meter = &mut self.components[component as usize];
            if waited_ns == 0 {
                meter.at_once += u64::from(counted);
                return;
            }
            meter.waited_ns += u128::from(waited_ns);
            if counted {
                meter.served += 1;
                meter.wait.record(waited_ns);
            }
        }
    }

    /// As [`served`](Self::served), for many calls; what each has waited starts anew.
    pub fn served_together(
        &mut self,
        component: u32,
        instants: &[u64],
        waited: &mut [u64],
        counted: bool,
    ) {
        let (from_ns, length_ns) = (self.window.from_ns, self.window.length_ns());
        let meter = &mut self.components[component as usize];
        let (mut at_once, mut sum) = (0, 0_u128);
        for (&at, waited) in instants.iter().zip(waited) {
            let waited = std::mem::take(waited);
            if at.wrapping_sub(from_ns) >= length_ns {
                continue;
            }
            sum += u128::from(waited);
            if waited == 0 {
                at_once += 1;
            } else if counted {
                meter.served += 1;
                meter.wait.record(waited);
            }
        }
        meter.waited_ns += sum;
        meter.at_once += if counted { at_once } else { 0 };
    }

    /// A component's counters, if the instant is in the window.
    #[inline]
    pub fn component(&mut self, component: usize, at: u64) -> Option<&mut ComponentMeter> {
        self.inside(at).is_some().then(|| &mut self.components[component])
    }

    /// A call into a component failed.
    pub fn call_failed(&mut self, component: usize, at: u64, reason: Reason) {
        if let Some(meter) = self.component(component, at) {
            *meter.failures.entry(reason).or_insert(0) += 1;
        }
    }
}
