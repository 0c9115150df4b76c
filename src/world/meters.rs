//! What a replication measures: counts, latencies, areas, all clipped to the measured window.
//!
//! Nothing here steers the simulation. Before the window everything is dropped; the window itself is cut into
//! intervals (for the charts), seconds (for availability) and phases (between the timeline's events).

use std::collections::BTreeMap;

use crate::stats::{Histogram, Small};

/// Why a request or a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Reason {
    /// The caller stopped waiting.
    Timeout,
    /// Every waiting place was taken.
    QueueFull,
    /// No instance was up.
    NoHealthyTarget,
    /// The instance died, or was dead and nobody knew.
    ConnectionLost,
    /// Beyond the rate.
    RateLimited,
    /// It left the queue: its patience had ended.
    GaveUp,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: [Self; 6] = [
        Self::Timeout,
        Self::QueueFull,
        Self::NoHealthyTarget,
        Self::ConnectionLost,
        Self::RateLimited,
        Self::GaveUp,
    ];

    /// Its name in the JSON document.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::QueueFull => "queue_full",
            Self::NoHealthyTarget => "no_healthy_target",
            Self::ConnectionLost => "connection_lost",
            Self::RateLimited => "rate_limited",
            Self::GaveUp => "gave_up",
        }
    }

    /// The reason of a frame's code.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        Self::ALL[if code < 6 { code as usize } else { 0 }]
    }
}

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

/// One journey's counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct JourneyMeter {
    pub offered: u64,
    pub completed: u64,
    pub failed: u64,
    pub stale: u64,
    /// Completed requests that read keyed data.
    pub reads_completed: u64,
    pub later: Option<Histogram>,
    pub later_failed: u64,
}

/// One interval's counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Interval {
    pub offered: u64,
    pub completed: u64,
    pub failed: u64,
    pub latency: Small,
}

/// One component's counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct ComponentMeter {
    pub arrivals: u64,
    pub served: u64,
    pub waited_ns: u128,
    pub wait: Small,
    pub service_ns: u128,
    pub failures: BTreeMap<Reason, u64>,
    pub lookups: u64,
    pub hits: u64,
    pub reads: u64,
    pub stale_reads: u64,
    pub writes: u64,
    pub lost_writes: u64,
    pub lag_ns: u128,
    pub applied: u64,
    pub redelivered: u64,
    pub dropped: u64,
    pub backlog_area: f64,
    pub backlog_intervals: Vec<f64>,
    pub recovery_ns: u64,
    pub failovers: u64,
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
    /// Per interval: utilization, mean waiters.
    pub series: Vec<(f64, f64)>,
}

/// What happened in one second.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Second {
    pub offered: u32,
    pub ended: u32,
    pub failed: u32,
}

/// (journey, phase, reason, place) → failed requests.
pub type FailureCounts = BTreeMap<(u16, u16, Reason, u16), u64>;

/// Everything that one replication measured.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Meters {
    pub window: Window,
    pub journeys: Vec<JourneyMeter>,
    /// Latency of successes by (phase, journey).
    pub latency: Vec<Vec<Histogram>>,
    pub failures: FailureCounts,
    pub retries: u64,
    pub intervals: Vec<Interval>,
    /// Each second's requests.
    pub seconds: Vec<Second>,
    /// Offered and completed of each phase.
    pub phases: Vec<(u64, u64)>,
    pub components: Vec<ComponentMeter>,
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
}

const SECOND_NS: u64 = 1_000_000_000;

impl Meters {
    /// Meters for so many journeys, components and resources.
    #[must_use]
    pub fn new(window: Window, journeys: usize, components: usize, resources: usize) -> Self {
        let phases = window.cuts_ns.len() + 1;
        let intervals = window.intervals();
        let seconds = usize::try_from(window.length_ns().div_ceil(SECOND_NS)).unwrap_or(1);
        Self {
            journeys: vec![JourneyMeter::default(); journeys],
            latency: (0..phases)
                .map(|_| (0..journeys).map(|_| Histogram::new()).collect())
                .collect(),
            intervals: vec![Interval::default(); intervals],
            seconds: vec![Second::default(); seconds],
            phases: vec![(0, 0); phases],
            components: vec![ComponentMeter::default(); components],
            resources: vec![ResourceMeter::default(); resources],
            window,
            ..Self::default()
        }
    }

    /// The offset into the window, if the instant is in it.
    #[inline]
    fn inside(&self, at: u64) -> Option<u64> {
        (at >= self.window.from_ns && at < self.window.to_ns).then(|| at - self.window.from_ns)
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
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
    pub fn offered(&mut self, journey: u16, at: u64) {
        if let Some(offset) = self.inside(at) {
            self.journeys[journey as usize].offered += 1;
            self.interval(offset).offered += 1;
            #[allow(clippy::cast_possible_truncation)]
            {
                self.seconds[(offset / SECOND_NS) as usize].offered += 1;
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
    #[allow(clippy::cast_possible_truncation)]
    pub fn completed(&mut self, journey: u16, started: u64, at: u64, reads: bool, stale: bool) {
        self.carry(started, at);
        if let Some(offset) = self.inside(at) {
            let latency = at - started;
            let meter = &mut self.journeys[journey as usize];
            meter.completed += 1;
            meter.stale += u64::from(stale);
            meter.reads_completed += u64::from(reads);
            let phase = self.phase(offset);
            self.latency[phase][journey as usize].record(latency);
            self.phases[phase].1 += 1;
            let interval = self.interval(offset);
            interval.completed += 1;
            interval.latency.record(latency);
            self.seconds[(offset / SECOND_NS) as usize].ended += 1;
        }
    }

    /// A request failed.
    #[allow(clippy::cast_possible_truncation)]
    pub fn failed(&mut self, journey: u16, started: u64, at: u64, reason: Reason, place: u16) {
        self.carry(started, at);
        if let Some(offset) = self.inside(at) {
            self.journeys[journey as usize].failed += 1;
            let phase = self.phase(offset) as u16;
            *self.failures.entry((journey, phase, reason, place)).or_insert(0) += 1;
            self.interval(offset).failed += 1;
            let second = &mut self.seconds[(offset / SECOND_NS) as usize];
            second.ended += 1;
            second.failed += 1;
        }
    }

    /// The number in the system at the end of each interval: what came in less what went out.
    #[allow(clippy::cast_precision_loss)]
    pub fn count_in_system(&mut self) {
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

    /// Work left for later is done.
    pub fn later(&mut self, journey: u16, started: u64, at: u64) {
        if self.inside(at).is_some() {
            let meter = &mut self.journeys[journey as usize];
            meter.later.get_or_insert_with(Histogram::new).record(at - started);
        }
    }

    /// Work left for later is lost.
    pub fn later_failed(&mut self, journey: u16, at: u64) {
        if self.inside(at).is_some() {
            self.journeys[journey as usize].later_failed += 1;
        }
    }

    /// A call reached a component.
    #[inline]
    pub fn arrived(&mut self, component: u32, at: u64) {
        if self.inside(at).is_some() {
            self.components[component as usize].arrivals += 1;
        }
    }

    /// A component worked.
    #[inline]
    pub fn worked(&mut self, component: u32, at: u64, ns: u64) {
        if self.inside(at).is_some() {
            self.components[component as usize].service_ns += u128::from(ns);
        }
    }

    /// A component has done its own work for a call, after so long a wait.
    #[inline]
    pub fn served(&mut self, component: u32, at: u64, waited_ns: u64, counted: bool) {
        if self.inside(at).is_some() {
            let meter = &mut self.components[component as usize];
            meter.waited_ns += u128::from(waited_ns);
            if counted {
                meter.served += 1;
                meter.wait.record(waited_ns);
            }
        }
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

    /// A second try was made.
    pub fn retried(&mut self, at: u64) {
        if self.inside(at).is_some() {
            self.retries += 1;
        }
    }
}
