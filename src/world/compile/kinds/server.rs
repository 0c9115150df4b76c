//! A server: a worker and memory for the whole call, cores, disk and I/O for its own work.

use crate::blueprint::{ComponentId, Step, calls};
use crate::component::autoscale::Metric;
use crate::component::server::{self, Order};
use crate::world::compile::{Caller, Compiler, index, most_instances, takes_time};
use crate::world::program::{Op, Rule, Scalability, ScalerSpec, ShedSpec, TURN};

/// Memory is counted in KiB, so that its integral over a long run fits 64 bits.
const MEMORY_UNIT_B: f64 = 1024.0;

impl<'a> Compiler<'a> {
    pub(super) fn server(
        &mut self,
        component: ComponentId,
        fields: &'a server::Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        let rule = Rule::Balance(self.rule_of(caller));
        self.choose(component, rule, caller, slot);
        self.tally(component);
        let mut holds: Vec<u32> = self.active(component, slot).into_iter().collect();
        if self.request_type.writes.is_some() {
            self.network(component, &fields.hardware, slot);
        }
        let workers = fields.workers.map(u64::from);
        let by_class = fields.order == Order::Priority;
        let worker = self
            .resource(component, "workers", workers, fields.queue, by_class)
            .map(|resource| self.claim(resource, slot, 1));
        if worker.is_some() {
            self.shed(component, fields, slot);
        }
        if let Some(bytes) = fields.work.memory_b.or(self.request_type.size_b)
            && let Some(memory) = fields.hardware.memory_b
        {
            let units = kib(memory).max(1);
            if let Some(resource) = self.resource(component, "memory", Some(units), None, false) {
                holds.push(self.claim(resource, slot, kib(bytes).max(1)));
            }
        }
        self.server_work(component, fields, slot);
        if fields.is_async
            && let Some(hold) = worker
        {
            self.emit(Op::Release { hold });
        }
        holds.extend(worker);
        let me = self.as_caller(component, slot);
        self.path(rest, &me);
        if self.request_type.writes.is_none() {
            self.network(component, &fields.hardware, slot);
            if fields.hardware.bandwidth_b_per_s.is_some() {
                self.emit(Op::Served { component: index(component), counted: false });
            }
        }
        holds
    }

    /// Counts the call, where an autoscaler looks at the rate.
    fn tally(&mut self, component: ComponentId) {
        let counts =
            |spec: &ScalerSpec| spec.component == component && spec.scale.metric == Metric::Rate;
        if let Some(scaler) = self.program.scalers.iter().position(counts) {
            self.emit(Op::Tally { scaler: index(scaler) });
        }
    }

    fn server_work(&mut self, component: ComponentId, fields: &'a server::Spec, slot: u8) {
        let Some(cores) = fields.hardware.cores else {
            self.work(component, &fields.work.cpu, "cpu", None);
            return self.server_rest(component, fields, slot);
        };
        let bound = if fields.workers.is_none() { fields.queue } else { None };
        let by_class = fields.order == Order::Priority;
        let busy = takes_time(&fields.work.cpu) || self.cores_are_asked_for(component);
        let hardware = &fields.hardware;
        if fields.order == Order::ProcessorSharing {
            let sharing = self.sharing(component, cores, hardware.quota);
            if busy {
                let work = self.work_id(component, &fields.work.cpu, "cpu", None);
                self.emit(Op::Share { work, sharing, slot });
            }
        } else if busy {
            let law = (fields.contention > 0.0 || fields.coherency > 0.0)
                .then_some((fields.contention, fields.coherency));
            let work = &fields.work.cpu;
            let sheds = fields.shed.is_some() && fields.workers.is_none();
            if sheds || hardware.quota.is_some() {
                self.claimed_cores(component, fields, (cores, bound), slot, law);
            } else {
                let units = u64::from(cores);
                self.station(component, "cpu", units, bound, by_class, slot, work, "cpu", law);
            }
        }
        self.server_rest(component, fields, slot);
    }

    /// Cores that are claimed one by one: their queue refuses what waited too long, or they have a quota.
    fn claimed_cores(
        &mut self,
        component: ComponentId,
        fields: &'a server::Spec,
        (cores, bound): (u32, Option<u32>),
        slot: u8,
        law: Option<(f64, f64)>,
    ) {
        let by_class = fields.order == Order::Priority;
        let quota = fields.hardware.quota;
        let name = if quota.is_some() { TURN } else { "cpu" };
        let units = Some(u64::from(cores));
        let Some(resource) = self.resource(component, name, units, bound, by_class) else {
            return;
        };
        let law = law.map(|(contention, coherency)| Scalability {
            contention,
            coherency,
            resource,
            slot,
        });
        let hold = self.claim(resource, slot, 1);
        if fields.workers.is_none() {
            self.shed(component, fields, slot);
        }
        match quota {
            Some(_) => {
                let sharing = self.sharing(component, cores, quota);
                let work = self.work_id(component, &fields.work.cpu, "cpu", law);
                self.emit(Op::Share { work, sharing, slot });
            }
            None => self.work(component, &fields.work.cpu, "cpu", law),
        }
        self.emit(Op::Release { hold });
    }

    /// Behind a claim: refuses what waited too long for it.
    fn shed(&mut self, component: ComponentId, fields: &'a server::Spec, slot: u8) {
        let Some(spec) = fields.shed else { return };
        let known = self.program.sheds.iter().position(|it| it.component == index(component));
        let shed = known.unwrap_or_else(|| {
            let first = index(self.program.shedders);
            self.program.shedders += most_instances(self.blueprint, component);
            self.program.sheds.push(ShedSpec { component: index(component), spec, first });
            self.program.sheds.len() - 1
        });
        self.emit(Op::Shed { shed: index(shed), slot });
    }

    /// Some call to this server takes CPU time: then one that asks for none waits its turn with the others.
    fn cores_are_asked_for(&self, component: ComponentId) -> bool {
        self.blueprint.request_types.iter().flat_map(|request_type| calls(&request_type.path)).any(
            |(at, spec)| {
                at == component && spec.server().is_some_and(|own| takes_time(&own.work.cpu))
            },
        )
    }

    fn server_rest(&mut self, component: ComponentId, fields: &'a server::Spec, slot: u8) {
        self.disk(component, &fields.hardware, slot, &fields.work.disk, "disk");
        self.work(component, &fields.work.io, "io", None);
        self.settle(component);
        self.emit(Op::Served { component: index(component), counted: true });
    }
}

fn kib(bytes: f64) -> u64 {
    (bytes / MEMORY_UNIT_B).round().max(0.0) as u64
}
