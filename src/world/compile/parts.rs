//! What several kinds of component do: choose an instance, work, use the cores, the disk and the network.

use super::{Caller, Compiler, index, most_instances, once, takes_time};
use crate::blueprint::ComponentId;
use crate::component::Hardware;
use crate::component::load_balancer::Policy;
use crate::component::machine::QUOTA_PERIOD_NS;
use crate::component::server::DiskWork;
use crate::engine::Quota;
use crate::sample::Dist;
use crate::world::program::{
    ChooserSpec, NO_SLOT, Op, ResourceSpec, Rule, Scalability, SharingSpec, TURN, WorkSpec,
};

/// A line looks for its free server one by one: with more, the queue of a resource is quicker.
const MOST_SERVERS: u64 = 64;

impl Compiler<'_> {
    pub(super) fn work(
        &mut self,
        component: ComponentId,
        dist: &Dist,
        purpose: &str,
        scalability: Option<Scalability>,
    ) {
        if takes_time(dist) {
            let work = self.work_id(component, dist, purpose, scalability);
            self.emit(Op::Work { work });
            self.sync_if_stopped();
        }
    }

    pub(super) fn work_id(
        &mut self,
        component: ComponentId,
        dist: &Dist,
        purpose: &str,
        scalability: Option<Scalability>,
    ) -> u32 {
        let stream = self.stream(self.component_name(component), purpose);
        let is_plain = scalability.is_none() && !self.program.exact[component];
        let is_constant = is_plain && dist.is_constant().is_some();
        let spec = WorkSpec {
            dist: dist.clone(),
            stream,
            component: index(component),
            is_constant,
            is_plain,
            slot: self.slot(),
            is_outside: purpose == "io",
            in_blocks: false,
            scalability,
        };
        self.program.works.push(spec);
        index(self.program.works.len() - 1)
    }

    pub(super) fn choose(&mut self, component: ComponentId, rule: Rule, caller: &Caller, slot: u8) {
        if slot == NO_SLOT && !self.program.exact[component] {
            // The only instance there will ever be, always up: nothing to choose.
            return;
        }
        let chooser = self.chooser(component, rule, caller);
        self.emit(Op::Choose { chooser, slot });
        self.mark_chosen();
    }

    pub(super) fn chooser(&mut self, component: ComponentId, rule: Rule, caller: &Caller) -> u32 {
        let stream = self.stream(self.component_name(component), "choose");
        // Turns are taken, and calls counted, in the order in which requests arrive.
        let ordered = match rule {
            Rule::Balance(policy) => {
                !matches!(policy, Policy::Random | Policy::IpHash | Policy::ConsistentHash)
            }
            _ => false,
        };
        let key = (caller.component, component, rule);
        if let Some(at) = self.chooser_ids.iter().position(|known| *known == key) {
            return index(at);
        }
        self.chooser_ids.push(key);
        let balancer = caller.balancer.as_deref();
        self.program.choosers.push(ChooserSpec {
            component,
            rule,
            weights: balancer.map(|spec| spec.weights.clone()).unwrap_or_default(),
            health: balancer.and_then(|spec| spec.health),
            stream,
            exact: ordered || self.program.exact[component],
        });
        index(self.program.choosers.len() - 1)
    }

    /// Components without instances are one place, which only the timeline can take down.
    pub(super) fn instance_if_exact(&mut self, component: ComponentId, caller: &Caller) {
        if self.program.exact[component] {
            self.choose(component, Rule::Single, caller, NO_SLOT);
        }
    }

    /// The slot of the instance that the call being emitted is at.
    fn slot(&self) -> u8 {
        self.program.scopes[self.scope as usize].slot
    }

    /// Comes back to the clock where the timeline may interrupt.
    pub(super) fn settle(&mut self, component: ComponentId) {
        if self.program.exact[component] {
            self.emit(Op::Settle { component: index(component), slot: self.slot() });
        }
    }

    /// Work at the limited units of an instance: as a line where nothing can interrupt it.
    #[allow(clippy::too_many_arguments)] // A station has that many facts.
    pub(super) fn station(
        &mut self,
        component: ComponentId,
        name: &'static str,
        units: u64,
        bound: Option<u32>,
        by_class: bool,
        slot: u8,
        dist: &Dist,
        purpose: &str,
        scalability: Option<(f64, f64)>,
    ) {
        let alone = self.is_alone(component);
        if alone && self.program.calm && !by_class && scalability.is_none() && units <= MOST_SERVERS
        {
            let line = self.line(component, name, units, bound);
            let work = self.work_id(component, dist, purpose, None);
            self.emit(Op::Line { work, line, slot });
            return;
        }
        let Some(resource) = self.resource(component, name, Some(units), bound, by_class) else {
            return;
        };
        let scalability = scalability.map(|(contention, coherency)| Scalability {
            contention,
            coherency,
            resource,
            slot,
        });
        let hold = self.claim(resource, slot, 1);
        self.work(component, dist, purpose, scalability);
        self.emit(Op::Release { hold });
    }

    /// The timeline leaves this component alone.
    fn is_alone(&self, component: ComponentId) -> bool {
        let spec = &self.blueprint.components[component].spec;
        // A replica's apply has its work drawn beforehand: it claims the cores.
        let applies = spec.database().is_some_and(|database| database.replicas > 0);
        !self.program.exact[component] && !applies
    }

    pub(super) fn line(
        &mut self,
        component: ComponentId,
        name: &'static str,
        units: u64,
        bound: Option<u32>,
    ) -> u32 {
        let instances = most_instances(self.blueprint, component);
        once(&mut self.line_ids, &mut self.program.lines, (component, name), || ResourceSpec {
            component,
            name,
            instances,
            capacity: units,
            bound,
            classes: 1,
            is_pool: false,
        })
    }

    /// CPU time on the cores of an instance, or as a plain delay if nothing limits it.
    pub(super) fn cpu(
        &mut self,
        component: ComponentId,
        hardware: &Hardware,
        slot: u8,
        dist: &Dist,
        purpose: &str,
    ) {
        match hardware.cores {
            Some(cores) if takes_time(dist) && hardware.quota.is_some() => {
                let units = Some(u64::from(cores));
                let Some(turn) = self.resource(component, TURN, units, None, false) else { return };
                let hold = self.claim(turn, slot, 1);
                let sharing = self.sharing(component, cores, hardware.quota);
                let work = self.work_id(component, dist, purpose, None);
                self.emit(Op::Share { work, sharing, slot });
                self.emit(Op::Release { hold });
            }
            Some(cores) if takes_time(dist) => {
                let cores = u64::from(cores);
                self.station(component, "cpu", cores, None, false, slot, dist, purpose, None);
            }
            _ => self.work(component, dist, purpose, None),
        }
    }

    /// Cores that all jobs share, or that may do no more than a quota.
    pub(super) fn sharing(
        &mut self,
        component: ComponentId,
        cores: u32,
        quota: Option<f64>,
    ) -> u32 {
        let instances = most_instances(self.blueprint, component);
        let quota = quota.map(|cores| Quota {
            ns: (cores * QUOTA_PERIOD_NS as f64).round().max(1.0) as u64,
            period_ns: QUOTA_PERIOD_NS,
        });
        let spec = SharingSpec { component, instances, cores, quota };
        once(&mut self.sharing_ids, &mut self.program.sharings, component, || spec)
    }

    pub(super) fn disk(
        &mut self,
        component: ComponentId,
        hardware: &Hardware,
        slot: u8,
        use_of: &DiskWork,
        purpose: &str,
    ) {
        let seconds = |s: f64| Dist::Constant(nanoseconds(s));
        let per_operation = hardware.disk.and_then(|disk| disk.iops).map_or(0.0, |iops| 1.0 / iops);
        let rate = hardware.disk.and_then(|disk| disk.bandwidth_b_per_s);
        let dist = match use_of {
            DiskWork::None => return,
            DiskWork::Time(dist) => dist.clone(),
            DiskWork::Operations(count) => seconds(count * per_operation),
            DiskWork::Bytes(bytes) => {
                seconds(per_operation + rate.map_or(0.0, |rate| bytes / rate))
            }
        };
        if hardware.disk.is_some() && takes_time(&dist) {
            self.station(component, "disk", 1, None, false, slot, &dist, purpose, None);
        } else {
            self.work(component, &dist, purpose, None);
        }
    }

    /// The network card sends or takes the request's bytes.
    pub(super) fn network(&mut self, component: ComponentId, hardware: &Hardware, slot: u8) {
        let (Some(rate), Some(bytes)) = (hardware.bandwidth_b_per_s, self.request_type.size_b)
        else {
            return;
        };
        let dist = Dist::Constant(nanoseconds(bytes / rate));
        if takes_time(&dist) {
            self.station(component, "network", 1, None, false, slot, &dist, "network", None);
        }
    }

    pub(super) fn active(&mut self, component: ComponentId, slot: u8) -> Option<u32> {
        let lone = most_instances(self.blueprint, component) == 1;
        if !self.program.counts_active[component] || lone {
            return None;
        }
        // Counting calls is a resource that never runs out.
        let resource = self.resource(component, "active", Some(1 << 20), None, false)?;
        Some(self.claim(resource, slot, 1))
    }
}

fn nanoseconds(seconds: f64) -> u64 {
    (seconds * 1e9).round().max(0.0) as u64
}
