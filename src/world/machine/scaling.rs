//! Autoscaling: looks, instances that boot, and those that are taken out of service.
//!
//! Every instance that there may be is allocated from the start; those in service are the first of them
//! (`Place::instances`). One that goes finishes what it has.

use std::collections::VecDeque;

use super::{Alarm, Machine};
use crate::blueprint::Change;
use crate::component::autoscale::{Controller, Metric, Seen};
use crate::world::program::{Program, ScalerSpec};

/// An autoscaler at work.
#[derive(Clone, Debug)]
pub(in crate::world) struct Scaler {
    controller: Controller,
    gauge: Gauge,
    /// When each instance that boots is ready.
    booting: VecDeque<u64>,
    /// Per instance: since when it is counted, and what its gauge showed then.
    since: Vec<(u64, f64)>,
    /// Calls since the last look.
    calls: u64,
}

/// What a metric is read from.
#[derive(Clone, Copy, Debug)]
enum Gauge {
    /// Units in use of a resource, and units of an instance.
    Resource(usize, f64),
    /// Busy shared cores, and cores of an instance.
    Sharing(usize, f64),
    /// What waits now.
    Waiting,
    /// Calls since the last look.
    Calls,
    /// Nothing on the page uses it.
    Nothing,
}

impl Scaler {
    pub(in crate::world) fn new(program: &Program, spec: &ScalerSpec, instances: u32) -> Self {
        let limited = |name: &str| {
            let at = program
                .resources
                .iter()
                .position(|known| known.component == spec.component && known.name == name);
            at.map(|at| Gauge::Resource(at, program.resources[at].capacity as f64))
        };
        let shared = || {
            let at = program.sharings.iter().position(|known| known.component == spec.component);
            at.map(|at| Gauge::Sharing(at, program.sharings[at].units()))
        };
        let gauge = match spec.scale.metric {
            Metric::Cpu => limited("cpu").or_else(shared).unwrap_or(Gauge::Nothing),
            Metric::Workers => limited("workers").unwrap_or(Gauge::Nothing),
            Metric::Queue => Gauge::Waiting,
            Metric::Rate => Gauge::Calls,
        };
        Self {
            controller: Controller::new(instances),
            gauge,
            booting: VecDeque::new(),
            since: vec![(0, 0.0); spec.scale.max as usize],
            calls: 0,
        }
    }
}

impl Machine<'_> {
    /// A call has come to an instance whose autoscaler counts them.
    pub(super) fn tally(&mut self, scaler: usize) {
        self.scalers[scaler].calls += 1;
    }

    /// The first looks.
    pub(in crate::world) fn start_scaling(&mut self) {
        for scaler in 0..self.program.scalers.len() {
            let every_ns = self.program.scalers[scaler].scale.every_ns;
            self.note_scale(scaler, 0);
            self.raise(every_ns, Alarm::Look(scaler));
        }
    }

    /// What an autoscaler does every so often.
    pub(super) fn look(&mut self, scaler: usize) {
        let program = self.program;
        let ScalerSpec { component, scale } = &program.scalers[scaler];
        let place = &self.places[*component];
        let ready: Vec<usize> = (0..place.instances).filter(|&at| place.up[at]).collect();
        let all = place.instances + self.scalers[scaler].booting.len();
        let asked = u32::try_from(all).unwrap_or(u32::MAX);
        let total = self.metric(scaler, *component, &ready, scale.every_ns);
        let seen = Seen { ready: u32::try_from(ready.len()).unwrap_or(u32::MAX), asked, total };
        let decision = self.scalers[scaler].controller.look(scale, self.now, &seen);
        if let Some(meter) = &mut self.meters.components[*component].scaling {
            let is_capped = decision.wanted > scale.max;
            meter.looked(asked, decision.to, is_capped, scale.needed(&seen));
        }
        self.scale_to(scaler, decision.to as usize);
        self.raise(self.now + scale.every_ns, Alarm::Look(scaler));
    }

    /// The metric of the instances that are ready, all together.
    fn metric(&mut self, scaler: usize, component: usize, ready: &[usize], every_ns: u64) -> f64 {
        match self.scalers[scaler].gauge {
            Gauge::Resource(..) | Gauge::Sharing(..) => {
                ready.iter().map(|&at| self.busy_share(scaler, at)).sum()
            }
            Gauge::Waiting => {
                let all = || 0..self.resources.len();
                let own = |&id: &usize| {
                    let spec = &self.program.resources[id];
                    spec.component == component && !spec.is_pool && spec.name != "active"
                };
                let at = |id: usize| -> u64 {
                    ready.iter().map(|&at| u64::from(self.resources[id].waiting(at))).sum()
                };
                let calls: u64 = all().filter(own).map(at).sum();
                let messages: usize = self
                    .program
                    .backlogs
                    .iter()
                    .zip(&self.backlogs)
                    .filter(|(spec, _)| spec.consumers.is_some_and(|(to, _)| to == component))
                    .map(|(_, backlog)| backlog.waiting.len())
                    .sum();
                (calls + messages as u64) as f64
            }
            Gauge::Calls => {
                let calls = std::mem::take(&mut self.scalers[scaler].calls);
                calls as f64 / (every_ns as f64 / 1e9)
            }
            Gauge::Nothing => 0.0,
        }
    }

    /// How busy an instance was since the last look, or since it was ready.
    fn busy_share(&mut self, scaler: usize, at: usize) -> f64 {
        let units = match self.scalers[scaler].gauge {
            Gauge::Resource(_, units) | Gauge::Sharing(_, units) => units,
            Gauge::Waiting | Gauge::Calls | Gauge::Nothing => 1.0,
        };
        let shown = self.reading(scaler, at);
        let (since, before) =
            std::mem::replace(&mut self.scalers[scaler].since[at], (self.now, shown));
        let length = (self.now - since) as f64;
        if length > 0.0 { (shown - before) / (units * length) } else { 0.0 }
    }

    /// Units × ns in use at an instance since the start.
    fn reading(&mut self, scaler: usize, at: usize) -> f64 {
        match self.scalers[scaler].gauge {
            Gauge::Resource(id, _) => self.resources[id].used_so_far(at, self.now) as f64,
            Gauge::Sharing(id, _) => self.sharings[id].busy_so_far(at, self.now),
            Gauge::Waiting | Gauge::Calls | Gauge::Nothing => 0.0,
        }
    }

    /// Asks for instances, takes back those that boot, takes others out of service.
    fn scale_to(&mut self, scaler: usize, count: usize) {
        let ScalerSpec { component, scale } = &self.program.scalers[scaler];
        let (component, boot_ns) = (*component, scale.boot_ns);
        let ready = self.places[component].instances;
        let booting = &mut self.scalers[scaler].booting;
        let all = ready + booting.len();
        if count > all {
            let at = self.now + boot_ns;
            booting.extend((all..count).map(|_| at));
            self.raise(at, Alarm::Booted(scaler));
        } else if count < all {
            booting.truncate(count.saturating_sub(ready));
            if count < ready {
                self.change(component, Change::Instances(u32::try_from(count).unwrap_or(1)));
            }
        }
        self.note_scale(scaler, 0);
    }

    /// Those that have booted take calls from now on.
    pub(super) fn booted(&mut self, scaler: usize) {
        let component = self.program.scalers[scaler].component;
        let before = self.places[component].instances;
        let booting = &mut self.scalers[scaler].booting;
        let mut now = before;
        while booting.front().is_some_and(|&at| at <= self.now) {
            booting.pop_front();
            now += 1;
        }
        if now == before {
            return;
        }
        for at in before..now {
            let shown = self.reading(scaler, at);
            self.scalers[scaler].since[at] = (self.now, shown);
        }
        self.change(component, Change::Instances(u32::try_from(now).unwrap_or(u32::MAX)));
        self.note_scale(scaler, now - before);
    }

    /// Tells the meter how many there are.
    fn note_scale(&mut self, scaler: usize, booted: usize) {
        let component = self.program.scalers[scaler].component;
        let (ready, booting) =
            (self.places[component].instances, self.scalers[scaler].booting.len());
        let (now, from_ns) = (self.now, self.meters.window.from_ns);
        let meter = self.meters.components[component].scaling.get_or_insert_default();
        meter.note(now, from_ns, (ready, booting), booted);
    }

    /// The end of an interval: its areas are read.
    pub(super) fn drain_scales(&mut self, length_ns: u64) {
        let (now, from_ns) = (self.now, self.meters.window.from_ns);
        for spec in &self.program.scalers {
            if let Some(meter) = &mut self.meters.components[spec.component].scaling {
                meter.drain(now, from_ns, length_ns);
            }
        }
    }
}
