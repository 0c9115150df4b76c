//! The state that a replication starts from: streams, queues, keys, and caches filled as their load would
//! have filled them.

use std::collections::VecDeque;

use super::arrivals::{Profile, Source, rest_of_think};
use super::keys::KeySpace;
use super::layout::Layout;
use super::machine::{
    Ahead, Alarm, Backlog, FIRST, Frames, Kind, Machine, Place, Scaler, Spring, Written,
    first_tokens, payload,
};
use super::meters::{Meters, Window};
use super::program::{DatabaseSpec, KvSpec, ScalerSpec, SharingSpec};
use super::warm::Warm;
use crate::blueprint::{Blueprint, Component, Load, Metric, Verb, calls};
use crate::component::breaker::Breaker;
use crate::component::cache::loads::Loads;
use crate::component::cache::store::Store;
use crate::component::database::shards::Shards;
use crate::component::kv::replicas::Replicas;
use crate::component::load_balancer::balancer::Balancer;
use crate::component::rate_limiter::limiter::Limiter;
use crate::component::shed::Shedder;
use crate::engine::{Booking, Calendar, Line, Resource, Sharing};
use crate::sample::Stream;

/// What all replications share.
pub struct Prepared<'b> {
    /// The compiled design.
    pub layout: Layout<'b>,
    /// Long-run contents of each store; `None` for a cold start.
    warm: Option<Vec<Warm>>,
}

impl<'b> Prepared<'b> {
    /// Compiles and prepares a blueprint.
    #[must_use]
    pub fn new(blueprint: &'b Blueprint) -> Self {
        Self::of(Layout::new(blueprint))
    }

    /// Prepares a compiled blueprint.
    #[must_use]
    pub fn of(layout: Layout<'b>) -> Self {
        let is_warm = layout.blueprint.run.caches_warm && !layout.program.stores.is_empty();
        let warm = is_warm.then(|| super::warm::warm(&layout));
        Self { layout, warm }
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
        let program = &self.layout.program;
        let blueprint = self.layout.blueprint;
        let stream = |entity: &str, purpose: &str| Stream::new(seed, replication, entity, purpose);
        let origin = window.from_ns;
        let profile = self.profile(&window, measured);
        let resources = program.resource_names().len();
        let meters = Meters::new(
            window,
            blueprint.request_types.len(),
            blueprint.components.len(),
            resources,
        )
        .with_roads(program.roads.len());
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
                .map(|spec| sharing(spec, seed, replication, blueprint))
                .collect(),
            lines: program
                .lines
                .iter()
                .map(|spec| Line::new(spec.instances, spec.capacity, spec.bound))
                .collect(),
            sharing_base: running_sums(program.sharings.iter().map(|sharing| sharing.instances)),
            stores: Vec::new(),
            loads: Vec::new(),
            databases: program
                .databases
                .iter()
                .map(|spec| Shards::new(spec.shards, spec.replicas))
                .collect(),
            replicas: program.kvs.iter().map(|spec| self.replicas(spec)).collect(),
            limiters: self.limiters(),
            scalers: self.scalers(),
            balancers: self.balancers(),
            views: self.views(),
            backlogs: vec![Backlog::default(); program.backlogs.len()],
            places: self.places(),
            budgets: vec![first_tokens(); program.budgets.len()],
            breakers: vec![Breaker::default(); program.breakers],
            shedders: vec![Shedder::default(); program.shedders],
            hedges: vec![0.0; program.hedges.len()],
            struck: vec![Vec::new(); blueprint.timeline.len()],
            pause_streams: self.pause_streams(seed, replication),
            error_shares: vec![None; blueprint.components.len()],
            cut_until: vec![0; program.links.len()],
            keys: &self.layout.keys,
            key_offset: &self.layout.key_offset,
            key_streams: blueprint.request_types.iter().map(|j| stream(&j.name, "key")).collect(),
            written: program.databases.iter().map(|spec| self.written(spec)).collect(),
            commits: FIRST,
            hit_ratios: vec![None; blueprint.components.len()],
            workers: vec![None; blueprint.components.len()],
            active_ids: self.active_ids(),
            sources: Vec::new(),
            profile,
            alarms: Vec::new(),
            herds: vec![(0, 0); blueprint.timeline.len()],
            herd_stream: stream("timeline", "arrive"),
            mix_stream: stream("traffic", "mix"),
            think_stream: stream("traffic", "think"),
            patience_stream: stream("traffic", "patience"),
            meters,
            in_system: 0,
            events: 0,
            steps: 0,
            most_steps: u64::MAX,
            most_events: usize::MAX,
            crowded: false,
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
        machine.start_scaling();
        machine.start_pauses();
        machine
    }

    fn profile(&self, window: &Window, measured: bool) -> Profile {
        if !measured {
            return Profile::new(&crate::blueprint::Shape::default(), &[], 0, window.to_ns);
        }
        let windows: Vec<(u64, Option<u64>, f64)> = self
            .layout
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
        Profile::new(&self.layout.blueprint.shape, &windows, window.from_ns, window.to_ns)
    }

    /// Whether somebody writes a data set at a component.
    fn writes(&self, data: usize, component: usize) -> bool {
        let mut request_types = self.layout.blueprint.request_types.iter();
        request_types.any(|request_type| {
            let mut called = calls(&request_type.path).into_iter();
            request_type.writes == Some(data) && called.any(|(id, _)| id == component)
        })
    }

    /// What the nodes of a key-value store have: of each data set that somebody writes there.
    fn replicas(&self, spec: &KvSpec) -> Replicas {
        let slots = |(data, space): (usize, &KeySpace)| {
            self.writes(data, spec.component).then(|| space.slots() as usize)
        };
        let slots: Vec<Option<usize>> = self.layout.keys.iter().enumerate().map(slots).collect();
        let (instances, copies) = (spec.spec.instances as usize, spec.spec.copies as usize);
        Replicas::new(instances, copies, &slots, FIRST)
    }

    /// Each data set's keys in a database, if somebody writes them there.
    fn written(&self, spec: &DatabaseSpec) -> Vec<Option<Written>> {
        self.layout
            .keys
            .iter()
            .enumerate()
            .map(|(data, space)| {
                let slots = space.slots() as usize;
                self.writes(data, spec.component)
                    .then(|| Written::new(slots, spec.spec.replication))
            })
            .collect()
    }

    fn pause_streams(&self, seed: u64, replication: u32) -> Vec<Option<Stream>> {
        let stream = |own: &Component| {
            let pauses = own.spec.hardware().is_some_and(|own| own.pauses.is_some());
            pauses.then(|| Stream::new(seed, replication, &own.name, "pauses"))
        };
        self.layout.blueprint.components.iter().map(stream).collect()
    }

    fn limiters(&self) -> Vec<Limiter> {
        let keys = self.layout.keys.iter().map(|space| space.slots() as usize).max().unwrap_or(1);
        self.layout
            .program
            .limiters
            .iter()
            .map(|spec| Limiter::new(spec.spec.clone(), keys))
            .collect()
    }

    fn scalers(&self) -> Vec<Scaler> {
        let program = &self.layout.program;
        let start = |spec: &ScalerSpec| program.instances[spec.component];
        program.scalers.iter().map(|spec| Scaler::new(program, spec, start(spec))).collect()
    }

    fn balancers(&self) -> Vec<Balancer> {
        use super::program::Rule;
        use crate::component::load_balancer::Policy;
        self.layout
            .program
            .choosers
            .iter()
            .map(|spec| match spec.rule {
                Rule::Balance(policy) => Balancer::new(policy, &spec.weights),
                _ => Balancer::new(Policy::RoundRobin, &[]),
            })
            .collect()
    }

    fn views(&self) -> Vec<Option<Vec<bool>>> {
        self.layout
            .program
            .choosers
            .iter()
            .map(|spec| {
                let most = super::compile::most_instances(self.layout.blueprint, spec.component);
                spec.health.map(|_| vec![true; most])
            })
            .collect()
    }

    fn places(&self) -> Vec<Place> {
        self.layout
            .program
            .instances
            .iter()
            .enumerate()
            .map(|(component, &instances)| {
                let most = super::compile::most_instances(self.layout.blueprint, component);
                Place {
                    up: vec![true; most],
                    instances: instances as usize,
                    slow: vec![1.0; most],
                    hung_until: vec![0; most],
                    down_until: vec![0; most],
                }
            })
            .collect()
    }

    fn active_ids(&self) -> Vec<Option<usize>> {
        (0..self.layout.blueprint.components.len())
            .map(|component| {
                self.layout
                    .program
                    .resources
                    .iter()
                    .position(|spec| spec.component == component && spec.name == "active")
            })
            .collect()
    }

    fn fill_stores(&self, machine: &mut Machine<'_>, seed: u64, replication: u32) {
        for (id, spec) in self.layout.program.stores.iter().enumerate() {
            let name = &self.layout.blueprint.components[spec.component].name;
            let mut stream = Stream::new(seed, replication, name, "entries");
            let weights_b = self.layout.weights_b(spec.copies());
            let entries = if spec.loads.is_any() { weights_b.len() } else { 0 };
            machine.loads.push(Loads::new(entries, spec.loads));
            let mut store = Store::new(
                spec.evict,
                spec.ttl_ns,
                spec.capacity_b,
                spec.instances,
                weights_b,
                stream.next_u64(),
            );
            if let Some(warm) = &self.warm {
                let count = self.layout.program.instances[spec.component] as usize;
                warm[id].fill(&mut store, spec, count, &mut stream);
            }
            machine.stores.push(store);
        }
    }

    fn start_load(&self, machine: &mut Machine<'_>, seed: u64, replication: u32) {
        let stream = |entity: &str| Stream::new(seed, replication, entity, "arrivals");
        match &self.layout.blueprint.load {
            Load::Open { arrivals, shared } => {
                let request_types = &self.layout.blueprint.request_types;
                let spring = |name: &str, rate_per_s: f64, request_type: Option<usize>| Spring {
                    source: Source::new(arrivals.clone(), rate_per_s, stream(name)),
                    request_type: request_type.and_then(|at| u16::try_from(at).ok()),
                    // Request types that share a source may have different ways.
                    lead_ns: request_type.map_or(0, |at| self.layout.program.lead_ns[at]),
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

/// The cores of a component that are shared or have a quota; each instance's periods end at another instant.
fn sharing(spec: &SharingSpec, seed: u64, replication: u32, blueprint: &Blueprint) -> Sharing {
    let mut sharing = Sharing::new(spec.instances, spec.cores, spec.quota);
    if let Some(quota) = spec.quota {
        let name = &blueprint.components[spec.component].name;
        let mut stream = Stream::new(seed, replication, name, "quota");
        for at in 0..spec.instances {
            let ends_ns = 1 + (stream.uniform() * quota.period_ns as f64) as u64;
            sharing.begin_quota(at, quota, ends_ns);
        }
    }
    sharing
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
