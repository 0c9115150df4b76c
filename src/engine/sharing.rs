//! Processor sharing: every job at an instance is served at once, each at an equal share of the cores.
//!
//! With n jobs on c cores each job progresses at min(1, c/n) of a core's speed. Because all progress alike,
//! one virtual clock per instance is enough: a job with work w that starts at virtual time v ends at v + w.
//! (Kleinrock, Queueing Systems vol. 2, 1976, ch. 4.)
//!
//! With a quota the cores stand still from the instant at which it is spent until its period is over. With no more
//! jobs than cores each has a core to itself, so that cores that are claimed one by one work here as well.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::quota::{Allowance, Quota};

/// The jobs of one instance.
#[derive(Clone, Debug)]
struct Shared {
    cores: f64,
    /// What is left of the quota, if there is one.
    allowance: Option<Allowance>,
    /// Cores there are to use up: what the quota is worth, else all.
    units: f64,
    /// ns in which jobs stood still because the quota was spent, and in which there were any.
    throttled_ns: (f64, f64),
    /// Work done per job so far, ns of a whole core.
    virtual_ns: f64,
    last_ns: u64,
    busy_area: f64,
    /// Of `busy_area`, what was read before.
    drained_area: f64,
    waiting_area: f64,
    /// Core-ns there were, up to an instant; an instance out of service has none.
    capacity_area: f64,
    counted_ns: u64,
    in_service: bool,
    jobs: BinaryHeap<Reverse<(u64, u32, u32)>>,
    live: usize,
    /// The ticket of the pending departure event; older ones are void.
    departure: u32,
    stopped: bool,
}

/// The sharing of the cores at every instance of a component.
#[derive(Clone, Debug)]
pub struct Sharing {
    instances: Vec<Shared>,
}

impl Sharing {
    /// `cores` at each of `instances`, and what they may do together.
    #[must_use]
    pub fn new(instances: usize, cores: u32, quota: Option<Quota>) -> Self {
        let worth = |quota: Quota| quota.ns as f64 / quota.period_ns as f64;
        let shared = Shared {
            cores: f64::from(cores),
            allowance: quota.map(|quota| Allowance::new(quota, quota.period_ns)),
            units: quota.map_or(f64::from(cores), worth),
            throttled_ns: (0.0, 0.0),
            virtual_ns: 0.0,
            last_ns: 0,
            busy_area: 0.0,
            drained_area: 0.0,
            waiting_area: 0.0,
            capacity_area: 0.0,
            counted_ns: 0,
            in_service: true,
            jobs: BinaryHeap::new(),
            live: 0,
            departure: 0,
            stopped: false,
        };
        Self { instances: vec![shared; instances] }
    }

    /// The periods of an instance's quota end at another instant than those of the others.
    pub fn begin_quota(&mut self, at: usize, quota: Quota, ends_ns: u64) {
        self.instances[at].allowance = Some(Allowance::new(quota, ends_ns));
    }

    fn progress(shared: &mut Shared, now: u64) {
        let from = std::mem::replace(&mut shared.last_ns, now);
        let elapsed = (now - from) as f64;
        let runs = shared.live > 0 && !shared.stopped;
        let jobs = shared.live as f64;
        let busy = if runs { jobs.min(shared.cores) } else { 0.0 };
        if let Some(allowance) = &mut shared.allowance {
            let used = allowance.spend(from, now, busy);
            if runs {
                shared.virtual_ns += used / jobs;
                shared.busy_area += used;
                shared.waiting_area += (elapsed * jobs - used).max(0.0);
                shared.throttled_ns.0 += (elapsed - used / busy).max(0.0);
                shared.throttled_ns.1 += elapsed;
            }
            return;
        }
        if !runs {
            return;
        }
        shared.virtual_ns += elapsed * busy / jobs;
        shared.busy_area += elapsed * busy;
        shared.waiting_area += elapsed * (jobs - busy);
    }

    /// A job of `work_ns` starts; `ticket` names it.
    pub fn join(&mut self, at: usize, now: u64, work_ns: u64, holder: u32, ticket: u32) {
        let shared = &mut self.instances[at];
        Self::progress(shared, now);
        if shared.live == 0 {
            // An idle instance starts its virtual clock anew, so that precision never wears out.
            shared.virtual_ns = 0.0;
            shared.jobs.clear();
        }
        let end = (shared.virtual_ns + work_ns as f64).ceil() as u64;
        shared.jobs.push(Reverse((end, ticket, holder)));
        shared.live += 1;
    }

    /// A job left before its end; returns what is left of its work.
    pub fn leave(&mut self, at: usize, now: u64, ticket: u32) -> u64 {
        let shared = &mut self.instances[at];
        Self::progress(shared, now);
        shared.live = shared.live.saturating_sub(1);
        let job = shared.jobs.iter().find(|job| job.0.1 == ticket);
        job.map_or(0, |job| (job.0.0 as f64 - shared.virtual_ns).max(0.0) as u64)
    }

    /// When the next job ends, if nothing changes before.
    pub fn next_departure(&mut self, at: usize, live: impl Fn(u32, u32) -> bool) -> Option<u64> {
        let shared = &mut self.instances[at];
        while let Some(&Reverse((end, ticket, holder))) = shared.jobs.peek() {
            if !live(holder, ticket) {
                shared.jobs.pop();
                continue;
            }
            if shared.stopped {
                return None;
            }
            let jobs = shared.live as f64;
            let busy = jobs.min(shared.cores);
            let left = (end as f64 - shared.virtual_ns).max(0.0);
            let takes = match &shared.allowance {
                Some(allowance) => allowance.time_for(left * jobs, shared.last_ns, busy),
                None => left / (busy / jobs),
            };
            return Some(shared.last_ns.saturating_add(takes.ceil() as u64));
        }
        None
    }

    /// The jobs that have ended by `now`, one at a time.
    pub fn depart(&mut self, at: usize, now: u64, live: impl Fn(u32, u32) -> bool) -> Option<u32> {
        let shared = &mut self.instances[at];
        Self::progress(shared, now);
        while let Some(&Reverse((end, ticket, holder))) = shared.jobs.peek() {
            if !live(holder, ticket) {
                shared.jobs.pop();
                continue;
            }
            // Half a nanosecond of virtual time is what rounding may have left over.
            if end as f64 > shared.virtual_ns + 0.5 {
                return None;
            }
            shared.jobs.pop();
            shared.live -= 1;
            return Some(holder);
        }
        None
    }

    /// Remembers the ticket of the departure event; an event with another ticket is void.
    pub fn expect(&mut self, at: usize, ticket: u32) {
        self.instances[at].departure = ticket;
    }

    /// Whether a departure event is the current one.
    #[must_use]
    pub fn expects(&self, at: usize, ticket: u32) -> bool {
        self.instances[at].departure == ticket
    }

    /// Stops or restarts all progress (a hang).
    pub fn stop(&mut self, at: usize, now: u64, stopped: bool) {
        let shared = &mut self.instances[at];
        Self::progress(shared, now);
        shared.stopped = stopped;
    }

    /// Core-ns in use at an instance since the start.
    pub fn busy_so_far(&mut self, at: usize, now: u64) -> f64 {
        let shared = &mut self.instances[at];
        Self::progress(shared, now);
        shared.drained_area + shared.busy_area
    }

    /// Instances.
    #[must_use]
    pub fn len(&self) -> usize {
        self.instances.len()
    }

    /// True if there are no instances.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.instances.is_empty()
    }

    /// Takes an instance into service or out of it: its cores count from now on, or no longer do.
    pub fn serve(&mut self, at: usize, in_service: bool, now: u64) {
        let shared = &mut self.instances[at];
        shared.count_capacity(now);
        shared.in_service = in_service;
    }

    /// Busy core-ns and waiting job-ns (jobs beyond the cores) since the last `drain`, and core-ns there were: of all
    /// instances together, and `each` by itself.
    pub fn drain(
        &mut self,
        now: u64,
        mut each: impl FnMut(usize, f64, f64),
    ) -> super::resource::Areas {
        let mut areas = super::resource::Areas::default();
        for (at, shared) in self.instances.iter_mut().enumerate() {
            Self::progress(shared, now);
            shared.count_capacity(now);
            areas.used += shared.busy_area;
            areas.waiting += shared.waiting_area;
            let capacity = shared.capacity_area.max(shared.busy_area);
            areas.capacity += capacity;
            each(at, shared.busy_area, capacity);
            shared.drained_area += shared.busy_area;
            shared.busy_area = 0.0;
            areas.throttled.0 += shared.throttled_ns.0;
            areas.throttled.1 += shared.throttled_ns.1;
            shared.waiting_area = 0.0;
            shared.capacity_area = 0.0;
            shared.throttled_ns = (0.0, 0.0);
        }
        areas
    }
}

impl Shared {
    /// Counts the cores there have been. Called before they go into service or out of it.
    fn count_capacity(&mut self, now: u64) {
        if self.in_service {
            self.capacity_area += self.units * (now - self.counted_ns) as f64;
        }
        self.counted_ns = now;
    }
}
