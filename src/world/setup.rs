//! The state that a replication starts from: streams, queues, keys, and caches filled as their load would
//! have filled them.

use std::collections::VecDeque;

use super::arrivals::{Profile, Source, rest_of_think};
use super::keys::KeySpace;
use super::machine::{
    Ahead, Alarm, Backlog, FIRST, Frames, Kind, Machine, Place, Spring, Written, first_tokens,
    payload,
};
use super::meters::{Meters, Window};
use super::program::{Buffers, DatabaseSpec, Program, StoreSpec};
use super::warm::Warm;
use crate::blueprint::{Blueprint, Load, Metric, Verb, calls};
use crate::component::cache::store::Store;
use crate::component::database::shards::{Shards, shard_of};
use crate::component::load_balancer::balancer::{Balancer, jump_hash, mix};
use crate::component::rate_limiter::limiter::Limiter;
use crate::engine::{Booking, Calendar, Line, Resource, Sharing};
use crate::sample::Stream;

/// What all replications share.
pub struct Prepared<'b> {
    /// The design.
    pub blueprint: &'b Blueprint,
    /// Its program.
    pub program: Program,
    /// Key space of each data set.
    pub keys: Vec<KeySpace>,
    /// First entry of each request type's data in a store.
    pub key_offset: Vec<u32>,
    /// First entry of each data set, and the entries of all.
    pub data_offset: Vec<u32>,
    /// Long-run contents of each store; `None` for a cold start.
    pub warm: Option<Vec<Warm>>,
}

impl<'b> Prepared<'b> {
    /// Compiles and prepares a blueprint.
    #[must_use]
    pub fn new(blueprint: &'b Blueprint) -> Self {
        let program = super::compile::compile(blueprint);
        let keys: Vec<KeySpace> =
            blueprint.data.iter().map(|data| KeySpace::new(data.popularity.clone())).collect();
        let mut data_offset = vec![0];
        for space in &keys {
            data_offset.push(data_offset[data_offset.len() - 1] + space.slots());
        }
        let key_offset = blueprint
            .request_types
            .iter()
            .map(|request_type| {
                request_type.reads.or(request_type.writes).map_or(0, |data| data_offset[data])
            })
            .collect();
        let mut prepared = Self { blueprint, program, keys, key_offset, data_offset, warm: None };
        if blueprint.run.caches_warm && !prepared.program.stores.is_empty() {
            prepared.warm = Some(super::warm::warm(&prepared));
        }
        prepared
    }

    /// Bytes that each entry of a store stands for, where each key has so many entries.
    #[must_use]
    pub fn weights_b(&self, copies: u32) -> Vec<u64> {
        let mut weights = Vec::new();
        for (data, space) in self.blueprint.data.iter().zip(&self.keys) {
            for slot in 0..space.slots() {
                let weight = (space.keys_of(slot) as f64 * data.size_b).round().max(1.0) as u64;
                weights.extend((0..copies).map(|_| weight));
            }
        }
        weights
    }

    /// One replication, ready to run. `measured` is false for the pilot, which has no timeline.
    #[must_use]
    #[allow(clippy::too_many_lines)] // One line a field: split, it would be harder to read.
    pub fn machine(
        &self,
        seed: u64,
        replication: u32,
        window: Window,
        measured: bool,
        most_frames: usize,
    ) -> Machine<'_> {
        let program = &self.program;
        let blueprint = self.blueprint;
        let stream = |entity: &str, purpose: &str| Stream::new(seed, replication, entity, purpose);
        let origin = window.from_ns;
        let profile = self.profile(&window, measured);
        let resources = program.resource_names().len();
        let meters = Meters::new(
            window,
            blueprint.request_types.len(),
            blueprint.components.len(),
            resources,
        );
        let by_second = blueprint.slo.iter().any(|target| target.metric == Metric::Availability);
        let meters = if by_second { meters.with_seconds() } else { meters };
        let mut machine = Machine {
            program,
            blueprint,
            calendar: Calendar::new(),
            coming: Booking::NEVER,
            stretches: vec![0; program.stretches.len()],
            ahead: vec![Ahead::default(); program.works.len()],
            frames: Frames::default(),
            ready: VecDeque::new(),
            now: 0,
            streams: program
                .streams
                .iter()
                .map(|(entity, purpose)| stream(entity, purpose))
                .collect(),
            resources: program
                .resources
                .iter()
                .map(|spec| Resource::new(spec.instances, spec.capacity, spec.bound, spec.classes))
                .collect(),
            sharings: program
                .sharings
                .iter()
                .map(|&(_, n, cores)| Sharing::new(n, cores))
                .collect(),
            lines: program
                .lines
                .iter()
                .map(|spec| Line::new(spec.instances, spec.capacity, spec.bound))
                .collect(),
            sharing_base: running_sums(program.sharings.iter().map(|sharing| sharing.1)),
            stores: Vec::new(),
            databases: program
                .databases
                .iter()
                .map(|spec| Shards::new(spec.shards, spec.replicas))
                .collect(),
            limiters: self.limiters(),
            balancers: self.balancers(),
            views: self.views(),
            backlogs: vec![Backlog::default(); program.backlogs.len()],
            places: self.places(),
            budgets: vec![first_tokens(); program.budgets.len()],
            cut_until: vec![0; program.links.len()],
            keys: &self.keys,
            key_offset: &self.key_offset,
            key_streams: blueprint.request_types.iter().map(|j| stream(&j.name, "key")).collect(),
            written: program.databases.iter().map(|spec| self.written(spec)).collect(),
            commits: FIRST,
            hit_ratios: vec![None; blueprint.components.len()],
            workers: vec![None; blueprint.components.len()],
            active_ids: self.active_ids(),
            sources: Vec::new(),
            profile,
            alarms: Vec::new(),
            mix_stream: stream("traffic", "mix"),
            think_stream: stream("traffic", "think"),
            patience_stream: stream("traffic", "patience"),
            meters,
            in_system: 0,
            events: 0,
            most_frames,
            overflowed: false,
            requests_left: u64::MAX,
            in_columns: program.in_columns,
            trace: None,
        };
        self.fill_stores(&mut machine, seed, replication);
        self.start_load(&mut machine, seed, replication);
        start_alarms(&mut machine, blueprint, origin, measured);
        for component in 0..blueprint.components.len() {
            machine.count_instances(component);
        }
        machine
    }

    fn profile(&self, window: &Window, measured: bool) -> Profile {
        if !measured {
            return Profile::new(&crate::blueprint::Shape::default(), &[], 0, window.to_ns);
        }
        let windows: Vec<(u64, Option<u64>, f64)> = self
            .blueprint
            .timeline
            .iter()
            .filter_map(|happening| match happening.verb {
                Verb::Traffic(times) => {
                    let until = happening.for_ns.map(|length| happening.at_ns + length);
                    Some((happening.at_ns, until, times))
                }
                _ => None,
            })
            .collect();
        Profile::new(&self.blueprint.shape, &windows, window.from_ns, window.to_ns)
    }

    /// Each data set's keys in a database, if somebody writes them there.
    fn written(&self, spec: &DatabaseSpec) -> Vec<Option<Written>> {
        let writes = |data: usize| {
            let mut request_types = self.blueprint.request_types.iter();
            request_types.any(|request_type| {
                let mut called = calls(&request_type.path).into_iter();
                request_type.writes == Some(data) && called.any(|(id, _)| id == spec.component)
            })
        };
        self.keys
            .iter()
            .enumerate()
            .map(|(data, space)| {
                let slots = space.slots() as usize;
                writes(data).then(|| Written::new(slots, spec.spec.replication))
            })
            .collect()
    }

    fn limiters(&self) -> Vec<Limiter> {
        let keys = self.keys.iter().map(|space| space.slots() as usize).max().unwrap_or(1);
        self.program.limiters.iter().map(|spec| Limiter::new(spec.spec.clone(), keys)).collect()
    }

    fn balancers(&self) -> Vec<Balancer> {
        use super::program::Rule;
        use crate::component::load_balancer::Policy;
        self.program
            .choosers
            .iter()
            .map(|spec| match spec.rule {
                Rule::Balance(policy) => Balancer::new(policy, &spec.weights),
                _ => Balancer::new(Policy::RoundRobin, &[]),
            })
            .collect()
    }

    fn views(&self) -> Vec<Option<Vec<bool>>> {
        self.program
            .choosers
            .iter()
            .map(|spec| {
                let most = super::compile::most_instances(self.blueprint, spec.component);
                spec.health.map(|_| vec![true; most])
            })
            .collect()
    }

    fn places(&self) -> Vec<Place> {
        self.program
            .instances
            .iter()
            .enumerate()
            .map(|(component, &instances)| {
                let most = super::compile::most_instances(self.blueprint, component);
                Place {
                    up: vec![true; most],
                    instances: instances as usize,
                    slow: 1.0,
                    hung_until: 0,
                    down_until: vec![0; most],
                }
            })
            .collect()
    }

    fn active_ids(&self) -> Vec<Option<usize>> {
        (0..self.blueprint.components.len())
            .map(|component| {
                self.program
                    .resources
                    .iter()
                    .position(|spec| spec.component == component && spec.name == "active")
            })
            .collect()
    }

    fn fill_stores(&self, machine: &mut Machine<'_>, seed: u64, replication: u32) {
        for (id, spec) in self.program.stores.iter().enumerate() {
            let name = &self.blueprint.components[spec.component].name;
            let mut stream = Stream::new(seed, replication, name, "entries");
            let mut store = Store::new(
                spec.evict,
                spec.ttl_ns,
                spec.capacity_b,
                spec.instances,
                self.weights_b(spec.copies()),
                stream.next_u64(),
            );
            if let Some(warm) = &self.warm {
                let count = self.program.instances[spec.component] as usize;
                warm[id].fill(&mut store, spec, count, &mut stream);
            }
            machine.stores.push(store);
        }
    }

    fn start_load(&self, machine: &mut Machine<'_>, seed: u64, replication: u32) {
        let stream = |entity: &str| Stream::new(seed, replication, entity, "arrivals");
        match &self.blueprint.load {
            Load::Open { arrivals, shared } => {
                let request_types = &self.blueprint.request_types;
                let spring = |name: &str, rate_per_s: f64, request_type: Option<usize>| Spring {
                    source: Source::new(arrivals.clone(), rate_per_s, stream(name)),
                    request_type: request_type.and_then(|at| u16::try_from(at).ok()),
                    // Request types that share a source may have different ways.
                    lead_ns: request_type.map_or(0, |at| self.program.lead_ns[at]),
                    next_at: 0,
                    count: 0,
                };
                if *shared && request_types.len() > 1 {
                    let total: f64 =
                        request_types.iter().map(|request_type| request_type.rate_per_s).sum();
                    machine.sources.push(spring("traffic", total, None));
                } else if *shared {
                    let rate_per_s =
                        request_types.first().map_or(1.0, |request_type| request_type.rate_per_s);
                    machine.sources.push(spring("traffic", rate_per_s, Some(0)));
                } else {
                    for (at, request_type) in request_types.iter().enumerate() {
                        machine.sources.push(spring(
                            &request_type.name,
                            request_type.rate_per_s,
                            Some(at),
                        ));
                    }
                }
                machine.open();
            }
            Load::Closed { clients, think } => {
                for _ in 0..*clients {
                    let at = rest_of_think(think, &mut machine.think_stream);
                    machine.calendar.push(at, payload(Kind::Client, 0));
                }
            }
        }
    }
}

fn start_alarms(machine: &mut Machine<'_>, blueprint: &Blueprint, origin: u64, measured: bool) {
    machine.raise(origin, Alarm::Tick);
    let first = (origin + machine.meters.window.interval_ns).min(machine.meters.window.to_ns);
    machine.raise(first, Alarm::Tick);
    if !measured {
        return;
    }
    for (at, happening) in blueprint.timeline.iter().enumerate() {
        machine.raise(origin + happening.at_ns, Alarm::Begin(at));
        if let Some(length) = happening.for_ns {
            machine.raise(origin + happening.at_ns + length, Alarm::End(at));
        }
    }
}

fn running_sums(counts: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut sum = 0;
    counts
        .map(|count| {
            let base = sum;
            sum += u32::try_from(count).unwrap_or(0);
            base
        })
        .collect()
}

/// The instance that holds a store's entry: where the compiled chooser sends requests for its key.
#[must_use]
pub fn shelf_of(entry: u64, instances: usize, spec: &StoreSpec) -> usize {
    match spec.buffer {
        Some(Buffers { copies, shards, shard_by }) => {
            let (key, copy) = (entry / u64::from(copies), entry % u64::from(copies));
            let shard = shard_of(mix(key), shards as usize, shard_by);
            shard * copies as usize + usize::try_from(copy).unwrap_or(0)
        }
        None if instances <= 1 => 0,
        None => jump_hash(mix(entry), instances),
    }
}
