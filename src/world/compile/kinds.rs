//! What a call to each kind of component does, as instructions.
//!
//! Every emitter reads in the order of the call: admission → own work → what it calls → answer, and returns
//! the holds that its way back must release.

use std::collections::BTreeMap;

use super::{Caller, Compiler, index, most_instances, takes_time};
use crate::blueprint::{ComponentId, Step};
use crate::component::load_balancer::Policy;
use crate::component::server::{DiskWork, Order};
use crate::component::{Hardware, Spec, cache, database, load_balancer, rate_limiter, server};
use crate::sample::Dist;
use crate::world::program::{
    Buffers, ChooserSpec, DatabaseSpec, LimiterSpec, NO_SLOT, NONE, Op, ResourceSpec, Rule,
    Scalability, StoreSpec, WorkSpec,
};

/// A line looks for its free server one by one: with more, the queue of a resource is quicker.
const MOST_SERVERS: u64 = 64;

/// Memory is counted in KiB, so that its integral over a long run fits 64 bits.
const MEMORY_UNIT_B: f64 = 1024.0;

impl<'a> Compiler<'a> {
    /// One call: returns the holds of its admission.
    pub(super) fn kind(
        &mut self,
        component: ComponentId,
        spec: &'a Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        match spec {
            Spec::Server(fields) => self.server(component, fields, rest, caller, slot),
            Spec::LoadBalancer(fields) => self.load_balancer(component, fields, rest, caller),
            Spec::Cache(fields) | Spec::Cdn(fields) => {
                self.cache(component, fields, rest, caller, slot)
            }
            Spec::Database(fields) => self.database(component, fields, rest, caller, slot),
            Spec::RateLimiter(fields) => self.rate_limiter(component, fields, rest, caller),
            // The reader refuses a queue outside `later`.
            Spec::Queue(_) => Vec::new(),
        }
    }

    fn as_caller(&self, component: ComponentId, slot: u8) -> Caller {
        let site = self.blueprint.components[component].site;
        Caller { component: Some(component), site, slot, balancer: None }
    }

    // ---- parts that kinds share ----

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

    fn work_id(
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
            in_blocks: false,
            scalability,
        };
        self.program.works.push(spec);
        index(self.program.works.len() - 1)
    }

    fn choose(&mut self, component: ComponentId, rule: Rule, caller: &Caller, slot: u8) {
        if slot == NO_SLOT && !self.program.exact[component] {
            // The only instance there will ever be, always up: nothing to choose.
            return;
        }
        let chooser = self.chooser(component, rule, caller);
        self.emit(Op::Choose { chooser, slot });
        self.mark_chosen();
    }

    fn chooser(&mut self, component: ComponentId, rule: Rule, caller: &Caller) -> u32 {
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

    /// Comes back to the clock where the timeline may interrupt.
    pub(super) fn settle(&mut self, component: ComponentId) {
        if self.program.exact[component] {
            self.emit(Op::Settle { component: index(component) });
        }
    }

    /// Work at the limited units of an instance: as a line where nothing can interrupt it.
    #[allow(clippy::too_many_arguments)] // A station has that many facts.
    fn station(
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
        let applies = matches!(spec, Spec::Database(database) if database.replicas > 0);
        !self.program.exact[component] && !applies
    }

    fn line(
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
    fn cpu(
        &mut self,
        component: ComponentId,
        hardware: &Hardware,
        slot: u8,
        dist: &Dist,
        purpose: &str,
    ) {
        match hardware.cores.map(u64::from) {
            Some(cores) if takes_time(dist) => {
                self.station(component, "cpu", cores, None, false, slot, dist, purpose, None);
            }
            _ => self.work(component, dist, purpose, None),
        }
    }

    fn disk(
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
    fn network(&mut self, component: ComponentId, hardware: &Hardware, slot: u8) {
        let (Some(rate), Some(bytes)) = (hardware.bandwidth_b_per_s, self.journey.size_b) else {
            return;
        };
        let dist = Dist::Constant(nanoseconds(bytes / rate));
        if takes_time(&dist) {
            self.station(component, "network", 1, None, false, slot, &dist, "network", None);
        }
    }

    fn active(&mut self, component: ComponentId, slot: u8) -> Option<u32> {
        let lone = most_instances(self.blueprint, component) == 1;
        if !self.program.counts_active[component] || lone {
            return None;
        }
        // Counting calls is a resource that never runs out.
        let resource = self.resource(component, "active", Some(1 << 20), None, false)?;
        Some(self.claim(resource, slot, 1))
    }

    // ---- kinds ----

    fn server(
        &mut self,
        component: ComponentId,
        fields: &'a server::Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        let rule = Rule::Balance(self.rule_of(caller));
        self.choose(component, rule, caller, slot);
        let mut holds: Vec<u32> = self.active(component, slot).into_iter().collect();
        if self.journey.writes.is_some() {
            self.network(component, &fields.hardware, slot);
        }
        let workers = fields.workers.map(u64::from);
        let by_class = fields.order == Order::Priority;
        let worker = self
            .resource(component, "workers", workers, fields.queue, by_class)
            .map(|resource| self.claim(resource, slot, 1));
        if let Some(bytes) = fields.work.memory_b.or(self.journey.size_b)
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
        if self.journey.writes.is_none() {
            self.network(component, &fields.hardware, slot);
            if fields.hardware.bandwidth_b_per_s.is_some() {
                self.emit(Op::Served { component: index(component), counted: false });
            }
        }
        holds
    }

    fn server_work(&mut self, component: ComponentId, fields: &'a server::Spec, slot: u8) {
        let Some(cores) = fields.hardware.cores else {
            self.work(component, &fields.work.cpu, "cpu", None);
            return self.server_rest(component, fields, slot);
        };
        let bound = if fields.workers.is_none() { fields.queue } else { None };
        let by_class = fields.order == Order::Priority;
        let busy = takes_time(&fields.work.cpu);
        if fields.order == Order::ProcessorSharing {
            let sharing = self.sharing(component, cores);
            if busy {
                let work = self.work_id(component, &fields.work.cpu, "cpu", None);
                self.emit(Op::Share { work, sharing, slot });
            }
        } else if busy {
            let law = (fields.contention > 0.0 || fields.coherency > 0.0)
                .then_some((fields.contention, fields.coherency));
            let work = &fields.work.cpu;
            let units = u64::from(cores);
            self.station(component, "cpu", units, bound, by_class, slot, work, "cpu", law);
        }
        self.server_rest(component, fields, slot);
    }

    fn server_rest(&mut self, component: ComponentId, fields: &'a server::Spec, slot: u8) {
        self.disk(component, &fields.hardware, slot, &fields.work.disk, "disk");
        self.work(component, &fields.work.io, "io", None);
        self.settle(component);
        self.emit(Op::Served { component: index(component), counted: true });
    }

    fn sharing(&mut self, component: ComponentId, cores: u32) -> u32 {
        let most = most_instances(self.blueprint, component);
        let sharings = &mut self.program.sharings;
        once(&mut self.sharing_ids, sharings, component, || (component, most, cores))
    }

    fn load_balancer(
        &mut self,
        component: ComponentId,
        fields: &'a load_balancer::Spec,
        rest: &'a [Step],
        caller: &Caller,
    ) -> Vec<u32> {
        self.instance_if_exact(component, caller);
        self.work(component, &fields.work, "work", None);
        self.settle(component);
        self.emit(Op::Served { component: index(component), counted: true });
        let mut me = self.as_caller(component, NO_SLOT);
        me.balancer = Some(Box::new(fields.clone()));
        self.path(rest, &me);
        Vec::new()
    }

    fn rate_limiter(
        &mut self,
        component: ComponentId,
        fields: &'a rate_limiter::Spec,
        rest: &'a [Step],
        caller: &Caller,
    ) -> Vec<u32> {
        self.instance_if_exact(component, caller);
        let limiters = &mut self.program.limiters;
        let spec = || LimiterSpec { component, spec: fields.clone() };
        let limiter = once(&mut self.limiter_ids, limiters, component, spec);
        self.settle(component);
        self.emit(Op::Limit { limiter });
        self.sync_if_stopped();
        self.emit(Op::Served { component: index(component), counted: true });
        let mut me = self.as_caller(component, NO_SLOT);
        // A limiter picks no instance: a balancer before it does.
        me.balancer.clone_from(&caller.balancer);
        self.path(rest, &me);
        Vec::new()
    }

    fn cache(
        &mut self,
        component: ComponentId,
        fields: &'a cache::Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        // A cache that can never be down (`NO_SLOT`) is never passed by.
        let passes = fields.when_down == cache::WhenDown::Pass && slot != NO_SLOT;
        let down = if passes {
            let chooser = self.chooser(component, Rule::ByKey, caller);
            let choose = self.emit(Op::ChooseOr { chooser, slot, down: 0 });
            self.mark_chosen();
            Some(choose)
        } else {
            self.choose(component, Rule::ByKey, caller, slot);
            None
        };
        let active = self.active(component, slot);
        self.cpu(component, &fields.hardware, slot, &fields.work, "work");
        self.settle(component);
        self.emit(Op::Served { component: index(component), counted: true });
        let me = self.as_caller(component, slot);
        let out = if self.journey.writes.is_some() {
            self.cache_write(component, fields, rest, &me, slot, down)
        } else {
            self.cache_read(component, fields, rest, &me, slot, down)
        };
        for pc in out {
            self.land(pc);
        }
        // What passed a cache that is down does not go through its network card.
        let absent = passes.then(|| self.emit(Op::Absent { slot, to: 0 }));
        self.network(component, &fields.hardware, slot);
        if fields.hardware.bandwidth_b_per_s.is_some() {
            self.emit(Op::Served { component: index(component), counted: false });
        }
        if let Some(pc) = absent {
            self.land(pc);
        }
        active.into_iter().collect()
    }

    fn cache_read(
        &mut self,
        component: ComponentId,
        fields: &'a cache::Spec,
        rest: &'a [Step],
        me: &Caller,
        slot: u8,
        down: Option<u32>,
    ) -> Vec<u32> {
        let store = fields.hit_ratio.is_none().then(|| self.store(component, fields));
        let hit = match (store, fields.hit_ratio) {
            (Some(store), _) => self.emit(Op::Lookup { store, slot, hit: 0 }),
            (None, ratio) => {
                let stream = self.stream(self.component_name(component), "hit");
                let known = (index(component), stream, ratio.unwrap_or(0.0));
                self.program.hit_ratios.push(known);
                let ratio = index(self.program.hit_ratios.len() - 1);
                self.emit(Op::LookupRatio { ratio, hit: 0 })
            }
        };
        if let Some(pc) = down {
            self.land(pc);
        }
        self.path(rest, me);
        if let Some(store) = store {
            self.emit(Op::Fill { store, slot });
        }
        vec![hit]
    }

    fn cache_write(
        &mut self,
        component: ComponentId,
        fields: &'a cache::Spec,
        rest: &'a [Step],
        me: &Caller,
        slot: u8,
        down: Option<u32>,
    ) -> Vec<u32> {
        let store = fields.hit_ratio.is_none().then(|| self.store(component, fields));
        let update = fields.on_write == cache::OnWrite::Update;
        let touches = store.filter(|_| fields.on_write != cache::OnWrite::Ignore);
        if fields.mode == cache::Mode::Behind {
            if let Some(store) = touches {
                self.emit(Op::Wrote { store, slot, update });
            }
            let body = self.push_path(rest, me.clone());
            self.emit(Op::Behind { body, slot, component: index(component) });
            let skip = self.emit(Op::Jump { to: 0 });
            if let Some(pc) = down {
                self.land(pc);
                self.path(rest, me);
            }
            return vec![skip];
        }
        if let Some(pc) = down {
            self.land(pc);
        }
        self.path(rest, me);
        if let Some(store) = touches {
            self.emit(Op::Wrote { store, slot, update });
        }
        Vec::new()
    }

    fn store(&mut self, component: ComponentId, fields: &cache::Spec) -> u32 {
        let instances = most_instances(self.blueprint, component);
        once(&mut self.store_ids, &mut self.program.stores, component, || StoreSpec {
            component,
            instances,
            capacity_b: fields.hardware.memory_b,
            evict: fields.evict,
            ttl_ns: fields.ttl_ns,
            buffer: None,
        })
    }

    fn database(
        &mut self,
        component: ComponentId,
        fields: &'a database::Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        let database = self.database_id(component, fields);
        let writes = self.journey.writes.is_some();
        let rule = if writes { Rule::Primary } else { Rule::ReadNode };
        self.choose(component, rule, caller, slot);
        let mut holds: Vec<u32> = self.active(component, slot).into_iter().collect();
        let connections = fields.connections.map(u64::from);
        if let Some(resource) = self.resource(component, "connections", connections, None, false) {
            holds.push(self.claim(resource, slot, 1));
        }
        let has_disk = fields.hardware.disk.is_some();
        if writes {
            self.network(component, &fields.hardware, slot);
            self.cpu(component, &fields.hardware, slot, &fields.write, "write");
            if has_disk {
                self.disk(component, &fields.hardware, slot, &self.one_item(), "disk");
            }
            self.emit(Op::Commit { database, slot });
            self.sync_if_stopped();
            // Whoever waits for a replica's acknowledgement waits at the primary.
            self.settle(component);
        } else {
            if has_disk || fields.buffer_b.is_some() {
                self.pages(component, fields, slot);
            }
            self.cpu(component, &fields.hardware, slot, &fields.read, "read");
            self.settle(component);
            if self.reads_what_is_written() {
                self.emit(Op::ReadNode { database, slot });
            }
        }
        self.emit(Op::Served { component: index(component), counted: true });
        let me = self.as_caller(component, slot);
        self.path(rest, &me);
        if !writes {
            self.network(component, &fields.hardware, slot);
            if fields.hardware.bandwidth_b_per_s.is_some() {
                self.emit(Op::Served { component: index(component), counted: false });
            }
        }
        holds
    }

    /// Versions matter where somebody writes the data that this journey reads.
    fn reads_what_is_written(&self) -> bool {
        let reads = self.journey.reads;
        reads.is_some() && self.blueprint.journeys.iter().any(|other| other.writes == reads)
    }

    fn one_item(&self) -> DiskWork {
        DiskWork::Bytes(self.journey.size_b.unwrap_or(0.0))
    }

    /// A page that is not in the buffer is read from the disk.
    fn pages(&mut self, component: ComponentId, fields: &'a database::Spec, slot: u8) {
        let buffered = fields.buffer_b.filter(|_| self.journey.reads.is_some()).map(|bytes| {
            let store = match self.store_ids.get(&component) {
                Some(&id) => id,
                None => {
                    self.program.stores.push(StoreSpec {
                        component,
                        instances: most_instances(self.blueprint, component),
                        capacity_b: Some(bytes),
                        evict: cache::Evict::Lru,
                        ttl_ns: None,
                        buffer: Some(Buffers {
                            copies: 1 + fields.replicas,
                            shards: fields.shards,
                            shard_by: fields.shard_by,
                        }),
                    });
                    let id = index(self.program.stores.len() - 1);
                    self.store_ids.insert(component, id);
                    id
                }
            };
            self.emit(Op::Buffer { store, slot, hit: 0 })
        });
        let item = if fields.hardware.disk.is_some() {
            self.one_item()
        } else {
            DiskWork::Time(Dist::Constant(database::DEFAULT_PAGE_READ_NS))
        };
        self.disk(component, &fields.hardware, slot, &item, "disk");
        if let Some(pc) = buffered {
            self.land(pc);
        }
    }

    fn database_id(&mut self, component: ComponentId, fields: &'a database::Spec) -> u32 {
        if let Some(&id) = self.database_ids.get(&component) {
            return id;
        }
        let id = index(self.program.databases.len());
        self.database_ids.insert(component, id);
        let stream = self.stream(self.component_name(component), "replication");
        let costs_cpu = fields.replicas > 0
            && fields.hardware.cores.is_some()
            && takes_time(&fields.write)
            && self.blueprint.journeys.iter().any(|journey| journey.writes.is_some());
        self.program.databases.push(DatabaseSpec {
            component,
            shards: fields.shards,
            replicas: fields.replicas,
            spec: fields.clone(),
            stream,
            apply: None,
            ack: self.blueprint.network.hop.clone(),
        });
        if costs_cpu {
            let cores = fields.hardware.cores.map(u64::from);
            self.resource(component, "cpu", cores, None, false);
            let body = self.push_apply(id);
            self.program.databases[id as usize].apply = Some(body);
        }
        id
    }

    /// A replica's apply: the same CPU time as the write, on the replica's own cores (slot 0).
    pub(super) fn apply_body(&mut self, database: u32) {
        let component = self.program.databases[database as usize].component;
        let Spec::Database(fields) = &self.blueprint.components[component].spec else { return };
        let cores = fields.hardware.cores.map(u64::from);
        if let Some(resource) = self.resource(component, "cpu", cores, None, false) {
            let hold = self.claim(resource, 0, 1);
            self.emit(Op::Preset);
            self.emit(Op::Release { hold });
            self.emit(Op::Applied { database, slot: 0 });
        }
    }
}

/// The place in a table of what belongs to a key: made at its first use.
fn once<K: Ord, T>(
    ids: &mut BTreeMap<K, u32>,
    table: &mut Vec<T>,
    key: K,
    make: impl FnOnce() -> T,
) -> u32 {
    *ids.entry(key).or_insert_with(|| {
        table.push(make());
        index(table.len() - 1)
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn nanoseconds(seconds: f64) -> u64 {
    (seconds * 1e9).round().max(0.0) as u64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn kib(bytes: f64) -> u64 {
    (bytes / MEMORY_UNIT_B).ceil().max(0.0) as u64
}

const _: () = assert!(NONE == u32::MAX);
