//! Blueprint → `Program`: each journey's path becomes instructions.
//!
//! The emitter of each kind of component lives in `kinds`; here are bodies, scopes, blocks and the
//! tables they share. A body is emitted whole before the next, so that a pc range is one body.

mod blocks;
mod fuse;
mod kinds;
mod order;

use std::collections::{BTreeMap, VecDeque};

use crate::blueprint::{Blueprint, ComponentId, Journey, Step, Verb};
use crate::component::load_balancer::{self, Policy};
use crate::component::{CallPolicy, Spec};
use crate::sample::Dist;
use crate::world::program::{
    Body, CallSpec, Entry, Hold, Link, NO_SLOT, NONE, Op, Pc, Program, ResourceSpec, Scope,
};

/// Slots of a frame: instances remembered at once. A deeper chain goes on in a frame of its own.
pub const SLOTS: u8 = 4;
/// Holds of a frame: bits of its mask.
const HOLD_BITS: u8 = 28;

/// Who calls: the component, the slot of its instance, and the balancer whose pick decides the next instance.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub component: Option<ComponentId>,
    pub site: usize,
    pub slot: u8,
    pub balancer: Option<Box<load_balancer::Spec>>,
}

/// What a pending body will be.
enum Pending<'a> {
    /// A path called by someone.
    Path { path: &'a [Step], caller: Caller },
    /// One call with the pool claimed in this frame (slot 0 is the caller's instance).
    Call { step: &'a Step, rest: &'a [Step], caller: Caller },
    /// A message's way into its queue.
    HandOver { path: &'a [Step], caller: Caller },
    /// A replica's apply.
    Apply { database: u32 },
}

/// The state of emission.
pub(super) struct Compiler<'a> {
    pub blueprint: &'a Blueprint,
    pub program: Program,
    pub journey: &'a Journey,
    stream_ids: BTreeMap<(String, String), u32>,
    resource_ids: BTreeMap<(usize, &'static str), u32>,
    link_ids: BTreeMap<(u32, u32), u32>,
    pending: VecDeque<(u32, &'a Journey, Pending<'a>, bool)>,
    cuts: Vec<(Vec<usize>, Vec<usize>)>,
    /// The body being emitted, and where in it.
    body: u32,
    /// Its frames may be cancelled half-way: what is counted is counted at its own instant.
    pub can_stop: bool,
    scope: u32,
    next_slot: u8,
    next_bit: u8,
    pub store_ids: BTreeMap<usize, u32>,
    pub sharing_ids: BTreeMap<usize, u32>,
    pub line_ids: BTreeMap<(usize, &'static str), u32>,
    pub database_ids: BTreeMap<usize, u32>,
    pub limiter_ids: BTreeMap<usize, u32>,
    pool_ids: BTreeMap<(usize, usize), u32>,
    pub chooser_ids: Vec<(Option<ComponentId>, ComponentId, crate::world::program::Rule)>,
}

/// Compiles every journey.
#[must_use]
pub fn compile(blueprint: &Blueprint) -> Program {
    let Some(first) = blueprint.journeys.first() else { return Program::default() };
    let mut compiler = Compiler::new(blueprint, first);
    for journey in &blueprint.journeys {
        compiler.journey = journey;
        let body = compiler.client_body(journey);
        let class = compiler.class_of(journey);
        compiler.program.entries.push(Entry { body, class });
        compiler.emit_pending();
    }
    let mut program = compiler.program;
    program.lead_ns = fuse::leads_ns(&program);
    program.in_columns = order::is_kept(&program, blueprint);
    if !program.in_columns {
        // Columns look up each instruction once a block: they have nothing to gain.
        fuse::mark_blocks(&mut program);
        fuse::fuse(&mut program);
    }
    program
}

impl<'a> Compiler<'a> {
    fn new(blueprint: &'a Blueprint, journey: &'a Journey) -> Self {
        let mut priorities: Vec<u8> = blueprint.journeys.iter().map(|j| j.priority).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let count = blueprint.components.len();
        let mut compiler = Self {
            blueprint,
            program: Program { priorities, ..Program::default() },
            journey,
            stream_ids: BTreeMap::new(),
            resource_ids: BTreeMap::new(),
            link_ids: BTreeMap::new(),
            pending: VecDeque::new(),
            cuts: Vec::new(),
            body: 0,
            can_stop: false,
            scope: NONE,
            next_slot: 0,
            next_bit: 0,
            store_ids: BTreeMap::new(),
            sharing_ids: BTreeMap::new(),
            line_ids: BTreeMap::new(),
            database_ids: BTreeMap::new(),
            limiter_ids: BTreeMap::new(),
            pool_ids: BTreeMap::new(),
            chooser_ids: Vec::new(),
        };
        compiler.program.exact = vec![false; count];
        compiler.program.instances =
            blueprint.components.iter().map(|c| instances_of(&c.spec)).collect();
        for happening in &blueprint.timeline {
            compiler.note_happening(&happening.verb);
        }
        // A balancer that looks at the calls under way needs them counted on every path.
        let looks = blueprint.components.iter().any(|component| {
            matches!(&component.spec, Spec::LoadBalancer(spec)
                if matches!(spec.policy, Policy::LeastConnections | Policy::TwoChoices))
        });
        compiler.program.counts_active = vec![looks; count];
        for journey in &blueprint.journeys {
            note_consumers(&journey.path, &mut compiler.program.counts_active);
        }
        compiler.program.calm = is_calm(blueprint);
        compiler
    }

    fn note_happening(&mut self, verb: &Verb) {
        match verb {
            Verb::Kill(component, _)
            | Verb::Slow(component, _)
            | Verb::Hang(component)
            | Verb::Flush(component) => self.program.exact[*component] = true,
            Verb::Set(changes) => {
                for (component, _) in changes {
                    self.program.exact[*component] = true;
                }
            }
            Verb::Cut(a, b) => self.cuts.push((a.clone(), b.clone())),
            Verb::Traffic(_) => {}
        }
    }

    fn class_of(&self, journey: &Journey) -> u8 {
        let at = self.program.priorities.iter().position(|&p| p == journey.priority);
        u8::try_from(at.unwrap_or(0)).unwrap_or(u8::MAX)
    }

    /// The body of a new request: the path itself, or a call of it if the client has patience or retries.
    fn client_body(&mut self, journey: &'a Journey) -> u32 {
        let client = Caller { component: None, site: journey.site, slot: NO_SLOT, balancer: None };
        let path = Pending::Path { path: &journey.path, caller: client };
        let path = self.push_body(path, journey.call.cancel);
        if journey.call.timeout_ns.is_none() && journey.call.retry.is_none() {
            return path;
        }
        let call = self.call_spec(path, NONE, &journey.call, NO_SLOT, "client");
        let body = self.new_body();
        self.open_body(body);
        self.emit(Op::Call { call });
        self.close_body(body);
        body
    }

    // ---- bodies ----

    fn new_body(&mut self) -> u32 {
        self.program.bodies.push(Body::default());
        index(self.program.bodies.len() - 1)
    }

    fn push_body(&mut self, pending: Pending<'a>, can_stop: bool) -> u32 {
        let body = self.new_body();
        self.pending.push_back((body, self.journey, pending, can_stop));
        body
    }

    fn open_body(&mut self, body: u32) {
        self.program.bodies[body as usize].start = self.here();
        let top = Scope {
            parent: NONE,
            component: NONE,
            slot: NO_SLOT,
            chosen: NONE,
            epilogue: NONE,
            holds: 0,
            body,
        };
        self.body = body;
        self.program.scopes.push(top);
        self.scope = index(self.program.scopes.len() - 1);
        self.next_slot = 0;
        self.next_bit = 0;
    }

    fn close_body(&mut self, body: u32) {
        let end = self.here();
        self.program.scopes[self.scope as usize].epilogue = end;
        self.emit(Op::Return);
        self.program.bodies[body as usize].end = end;
    }

    fn emit_pending(&mut self) {
        while let Some((body, journey, pending, can_stop)) = self.pending.pop_front() {
            self.journey = journey;
            self.can_stop = can_stop;
            self.open_body(body);
            match pending {
                Pending::Path { path, caller } => {
                    let caller = self.carried(caller);
                    self.path(path, &caller);
                }
                Pending::Call { step, rest, caller } => {
                    let caller = self.carried(caller);
                    if let Step::Call { component, spec, call } = step {
                        self.inline_call(*component, spec, call, rest, &caller);
                    }
                }
                Pending::HandOver { path, caller } => {
                    let caller = self.carried(caller);
                    self.hand_over(path, &caller);
                }
                Pending::Apply { database } => self.apply_body(database),
            }
            self.close_body(body);
        }
    }

    /// The caller's instance travels in slot 0 of a frame of its own, so that pools find it.
    fn carried(&mut self, caller: Caller) -> Caller {
        if caller.slot == NO_SLOT {
            return caller;
        }
        self.next_slot = 1;
        Caller { slot: 0, ..caller }
    }

    // ---- instructions ----

    pub(super) fn here(&self) -> Pc {
        index(self.program.ops.len())
    }

    pub(super) fn emit(&mut self, op: Op) -> Pc {
        self.program.ops.push(op);
        self.program.scope_of.push(self.scope);
        self.here() - 1
    }

    /// A call reaches a component: at that very instant, if it could be cancelled on its way.
    pub(super) fn arrive(&mut self, component: ComponentId) {
        self.sync_if_stopped();
        self.emit(Op::Arrive { component: index(component) });
    }

    /// Comes back to the clock where what follows would not happen to a frame that was cancelled before.
    pub(super) fn sync_if_stopped(&mut self) {
        if self.can_stop {
            self.emit(Op::Sync);
        }
    }

    /// Lets an earlier jump lead to the next instruction.
    pub(super) fn land(&mut self, pc: Pc) {
        let here = self.here();
        match &mut self.program.ops[pc as usize] {
            Op::ChooseOr { down: to, .. }
            | Op::Lookup { hit: to, .. }
            | Op::LookupRatio { hit: to, .. }
            | Op::Buffer { hit: to, .. }
            | Op::Chance { other: to, .. }
            | Op::Absent { to, .. }
            | Op::Jump { to } => *to = here,
            _ => {}
        }
    }

    pub(super) fn stream(&mut self, entity: &str, purpose: &str) -> u32 {
        let key = (entity.to_owned(), purpose.to_owned());
        let next = index(self.program.streams.len());
        let program = &mut self.program;
        *self.stream_ids.entry(key.clone()).or_insert_with(|| {
            program.streams.push(key);
            next
        })
    }

    /// The resource of a component, made at its first use. `None` where nothing limits.
    pub(super) fn resource(
        &mut self,
        component: ComponentId,
        name: &'static str,
        capacity: Option<u64>,
        bound: Option<u32>,
        by_class: bool,
    ) -> Option<u32> {
        let capacity = capacity?;
        if let Some(&id) = self.resource_ids.get(&(component, name)) {
            return Some(id);
        }
        let classes = if by_class { self.program.priorities.len() } else { 1 };
        let instances = most_instances(self.blueprint, component);
        self.program.resources.push(ResourceSpec {
            component,
            name,
            instances,
            capacity,
            bound,
            classes,
            is_pool: false,
        });
        let id = index(self.program.resources.len() - 1);
        self.resource_ids.insert((component, name), id);
        Some(id)
    }

    /// A claim of `amount` units; returns the hold to release.
    pub(super) fn claim(&mut self, resource: u32, slot: u8, amount: u64) -> u32 {
        let bit = self.next_bit;
        self.next_bit += 1;
        self.program.holds.push(Hold { resource, slot, bit, amount });
        let hold = index(self.program.holds.len() - 1);
        self.program.bodies[self.body as usize].holds.push(hold);
        let mut scope = self.scope;
        while scope != NONE {
            self.program.scopes[scope as usize].holds |= 1 << bit;
            scope = self.program.scopes[scope as usize].parent;
        }
        self.emit(Op::Claim { hold });
        hold
    }

    pub(super) fn link(
        &mut self,
        from: Option<ComponentId>,
        to: Option<ComponentId>,
        sites: (usize, usize),
    ) -> u32 {
        let ends = (from.map_or(NONE, index), to.map_or(NONE, index));
        if let Some(&link) = self.link_ids.get(&ends)
            && from.is_some()
            && to.is_some()
        {
            return link;
        }
        let network = &self.blueprint.network;
        let same_site = sites.0 == sites.1;
        let between = network
            .between
            .iter()
            .find(|(a, b, _)| (*a, *b) == sites)
            .or_else(|| network.between.iter().find(|(a, b, _)| (*b, *a) == sites));
        let delay = match between {
            Some((_, _, delay)) if !same_site => delay.clone(),
            _ if same_site && (from.is_none() || to.is_none()) => network.client.clone(),
            _ => network.hop.clone(),
        };
        let end = |end: Option<ComponentId>| end.map_or("client", |id| self.component_name(id));
        let purpose = format!("{} to {}", end(from), end(to));
        let stream = self.stream("network", &purpose);
        let crosses = |a: &[usize], b: &[usize]| match (from, to) {
            (Some(from), Some(to)) => {
                a.contains(&from) && b.contains(&to) || b.contains(&from) && a.contains(&to)
            }
            _ => false,
        };
        let cuttable = self.cuts.iter().any(|(a, b)| crosses(a, b));
        let constant_ns = delay.is_constant();
        self.program.links.push(Link { delay, constant_ns, stream, ends, cuttable });
        let link = index(self.program.links.len() - 1);
        self.link_ids.insert(ends, link);
        link
    }

    pub(super) fn hop(
        &mut self,
        from: Option<ComponentId>,
        to: Option<ComponentId>,
        sites: (usize, usize),
    ) {
        if (from.is_none() || to.is_none()) && sites.0 != sites.1 {
            // A client elsewhere has its own leg, and then the way between the sites.
            let leg = self.link(from, to, (sites.0, sites.0));
            self.emit_hop(leg);
        }
        let link = self.link(from, to, sites);
        self.emit_hop(link);
    }

    fn emit_hop(&mut self, link: u32) {
        let spec = &self.program.links[link as usize];
        if spec.cuttable || spec.delay.is_constant() != Some(0) {
            self.emit(Op::Hop { link });
        }
    }

    // ---- paths ----

    pub(super) fn path(&mut self, path: &'a [Step], caller: &Caller) {
        for (at, step) in path.iter().enumerate() {
            if matches!(step, Step::Call { .. }) {
                self.call(step, &path[at + 1..], caller);
                return;
            }
            self.block(step, caller);
        }
    }

    fn call(&mut self, step: &'a Step, rest: &'a [Step], caller: &Caller) {
        let Step::Call { component, spec, call } = step else { return };
        let deep = self.next_slot >= SLOTS || self.next_bit + 8 > HOLD_BITS;
        if call.timeout_ns.is_none() && call.retry.is_none() && !deep {
            self.inline_call(*component, spec, call, rest, caller);
            return;
        }
        let pending = Pending::Call { step, rest, caller: caller.clone() };
        let body = self.push_body(pending, self.can_stop || call.cancel);
        let name = self.blueprint.components[*component].name.clone();
        let spec = self.call_spec(body, index(*component), call, caller.slot, &name);
        self.emit(Op::Call { call: spec });
    }

    fn call_spec(
        &mut self,
        body: u32,
        component: u32,
        policy: &CallPolicy,
        carry: u8,
        name: &str,
    ) -> u32 {
        let stream = self.stream(name, "retry");
        let budget = match policy.retry.as_ref().and_then(|retry| retry.budget) {
            Some(share) => {
                self.program.budgets.push(share);
                index(self.program.budgets.len() - 1)
            }
            None => NONE,
        };
        let pool_hold = if policy.pool.is_some() { 0 } else { NONE };
        self.program.calls.push(CallSpec {
            body,
            component,
            policy: policy.clone(),
            stream,
            budget,
            pool_hold,
            carry,
        });
        index(self.program.calls.len() - 1)
    }

    /// A call inside the caller's own frame: there and back.
    fn inline_call(
        &mut self,
        component: ComponentId,
        spec: &'a Spec,
        call: &'a CallPolicy,
        rest: &'a [Step],
        caller: &Caller,
    ) {
        let pool = call.pool.map(|size| self.claim_pool(component, size, caller));
        let site = self.blueprint.components[component].site;
        let sites = (caller.site, site);
        self.hop(caller.component, Some(component), sites);
        let outer = self.scope;
        let slots_before = self.next_slot;
        self.program.scopes.push(Scope {
            parent: outer,
            component: index(component),
            slot: NO_SLOT,
            chosen: NONE,
            epilogue: NONE,
            holds: 0,
            body: self.body,
        });
        self.scope = index(self.program.scopes.len() - 1);
        let scope = self.scope as usize;
        let alone =
            most_instances(self.blueprint, component) == 1 && !self.program.exact[component];
        let slot = if has_instances(spec) && !alone {
            self.next_slot += 1;
            self.next_slot - 1
        } else {
            NO_SLOT
        };
        self.program.scopes[scope].slot = slot;
        self.arrive(component);
        let holds = self.kind(component, spec, rest, caller, slot);
        // An answer passes through the component too: a hang holds it up.
        self.settle(component);
        let epilogue = self.here();
        self.program.scopes[scope].epilogue = epilogue;
        for hold in holds.into_iter().rev() {
            self.emit(Op::Release { hold });
        }
        self.hop(Some(component), caller.component, (sites.1, sites.0));
        // The connection is given back whether the call succeeded or not.
        if let Some(hold) = pool {
            self.emit(Op::Release { hold });
        }
        self.emit(Op::EndCall);
        self.scope = outer;
        self.next_slot = slots_before;
    }

    fn claim_pool(&mut self, component: ComponentId, size: u32, caller: &Caller) -> u32 {
        let key = (caller.component.unwrap_or(usize::MAX), component);
        let instances = caller.component.map_or(1, |id| most_instances(self.blueprint, id));
        let next = index(self.program.resources.len());
        let program = &mut self.program;
        let resource = *self.pool_ids.entry(key).or_insert_with(|| {
            program.resources.push(ResourceSpec {
                component,
                name: "pool",
                instances,
                capacity: u64::from(size),
                bound: None,
                classes: 1,
                is_pool: true,
            });
            next
        });
        self.claim(resource, caller.slot, 1)
    }

    /// Whose caller's policy of balancing reaches the next step.
    pub(super) fn rule_of(&self, caller: &Caller) -> Policy {
        caller.balancer.as_ref().map_or(Policy::RoundRobin, |balancer| balancer.policy)
    }

    /// A path in a frame of its own, that nobody waits for.
    pub(super) fn push_path(&mut self, path: &'a [Step], caller: Caller) -> u32 {
        self.push_body(Pending::Path { path, caller }, false)
    }

    /// Registers the body of a replica's apply.
    pub(super) fn push_apply(&mut self, database: u32) -> u32 {
        self.push_body(Pending::Apply { database }, false)
    }

    pub(super) fn mark_chosen(&mut self) {
        let here = self.here();
        self.program.scopes[self.scope as usize].chosen = here;
    }

    pub(super) fn component_name(&self, component: ComponentId) -> &'a str {
        &self.blueprint.components[component].name
    }
}

/// Nobody leaves a queue early, and no work is stopped half-way, but by the timeline.
fn is_calm(blueprint: &Blueprint) -> bool {
    fn cancels(path: &[Step]) -> bool {
        path.iter().any(|step| match step {
            Step::Call { call, .. } => call.cancel,
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                paths.iter().any(|p| cancels(p))
            }
            Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => {
                cancels(path)
            }
            Step::OneOf { paths, .. } => paths.iter().any(|(_, _, path)| cancels(path)),
        })
    }
    blueprint.journeys.iter().all(|journey| {
        journey.patience.is_none() && !journey.call.cancel && !cancels(&journey.path)
    })
}

/// Marks the servers that fetch from queues: a queue looks at who is free.
fn note_consumers(path: &[Step], counts: &mut [bool]) {
    for step in path {
        match step {
            Step::Call { .. } => {}
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                paths.iter().for_each(|path| note_consumers(path, counts));
            }
            Step::Repeat { path, .. } | Step::Chance { path, .. } => note_consumers(path, counts),
            Step::OneOf { paths, .. } => {
                paths.iter().for_each(|(_, _, path)| note_consumers(path, counts));
            }
            Step::Later(path) => {
                if let Some(Step::Call { component, spec, .. }) = path.get(1)
                    && let Spec::Server(_) = &**spec
                {
                    counts[*component] = true;
                }
                note_consumers(path, counts);
            }
        }
    }
}

pub(super) fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE - 1)
}

/// Kinds that are one place need no slot to name the instance.
const fn has_instances(spec: &Spec) -> bool {
    matches!(spec, Spec::Server(_) | Spec::Cache(_) | Spec::Cdn(_) | Spec::Database(_))
}

fn head(path: &[Step]) -> Option<ComponentId> {
    match path.first()? {
        Step::Call { component, .. } => Some(*component),
        Step::Sequence(paths) | Step::Parallel { paths, .. } => head(paths.first()?),
        Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => head(path),
        Step::OneOf { paths, .. } => head(&paths.first()?.2),
    }
}

/// Instances (nodes) of a component at the start.
#[must_use]
pub fn instances_of(spec: &Spec) -> u32 {
    match spec {
        Spec::Server(server) => server.instances,
        Spec::Cache(cache) | Spec::Cdn(cache) => cache.instances,
        Spec::Database(database) => database.shards * (1 + database.replicas),
        Spec::LoadBalancer(_) | Spec::Queue(_) | Spec::RateLimiter(_) => 1,
    }
}

/// The most instances a component will ever have: the timeline may add some.
pub(in crate::world) fn most_instances(blueprint: &Blueprint, component: ComponentId) -> usize {
    let mut most = instances_of(&blueprint.components[component].spec);
    for happening in &blueprint.timeline {
        let Verb::Set(changes) = &happening.verb else { continue };
        for (id, change) in changes {
            if let crate::blueprint::Change::Instances(count) = change
                && *id == component
            {
                most = most.max(*count);
            }
        }
    }
    most as usize
}

/// A duration that is not always nothing.
pub(super) fn takes_time(dist: &Dist) -> bool {
    dist.is_constant() != Some(0)
}
