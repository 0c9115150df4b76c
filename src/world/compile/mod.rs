//! Blueprint → `Program`: each request type's path becomes instructions.
//!
//! Here are bodies, instructions and the tables that all share; `calls` goes along a path, `blocks` are what
//! stands in it beside calls, `kinds` has an emitter for each kind of component. A body is emitted whole before
//! the next, so that a pc range is one body.

mod blocks;
mod calls;
mod fuse;
mod kinds;
mod order;
mod parts;
mod survey;

pub(in crate::world) use survey::most_instances;
use survey::{head, is_calm, note_consumers};

use std::collections::{BTreeMap, VecDeque};

use crate::blueprint::{Blueprint, ComponentId, RequestType, Step, Verb};
use crate::component::kv;
use crate::component::load_balancer::{self, Policy};
use crate::sample::Dist;
use crate::world::program::{
    Body, Entry, Hold, NO_SLOT, NONE, Op, Pc, Program, ResourceSpec, ScalerSpec, Scope,
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
    /// A replica's apply.
    Apply { database: u32 },
    /// What a cache fetches while its readers go on: the rest of its path, and what becomes of the answer.
    Refresh { path: &'a [Step], caller: Caller, load: u32 },
    /// What a key-value store's call asks of one node.
    Copy { component: ComponentId, fields: &'a kv::Spec, caller: Caller },
    /// A hint or a repair of a key-value store.
    Mend { kv: u32 },
}

/// The state of emission.
pub(super) struct Compiler<'a> {
    pub blueprint: &'a Blueprint,
    pub program: Program,
    pub request_type: &'a RequestType,
    stream_ids: BTreeMap<(String, String), u32>,
    resource_ids: BTreeMap<(usize, &'static str), u32>,
    link_ids: BTreeMap<(u32, u32), u32>,
    road_ids: BTreeMap<(Option<ComponentId>, ComponentId), u32>,
    pending: VecDeque<(u32, &'a RequestType, Pending<'a>, bool)>,
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
    pub kv_ids: BTreeMap<usize, u32>,
    pub limiter_ids: BTreeMap<usize, u32>,
    pool_ids: BTreeMap<(usize, usize), u32>,
    pub chooser_ids: Vec<(Option<ComponentId>, ComponentId, crate::world::program::Rule)>,
}

/// Compiles every request type.
#[must_use]
pub fn compile(blueprint: &Blueprint) -> Program {
    let Some(first) = blueprint.request_types.first() else { return Program::default() };
    let mut compiler = Compiler::new(blueprint, first);
    for request_type in &blueprint.request_types {
        compiler.request_type = request_type;
        let body = compiler.client_body(request_type);
        let class = compiler.class_of(request_type);
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
    fn new(blueprint: &'a Blueprint, request_type: &'a RequestType) -> Self {
        let mut priorities: Vec<u8> = blueprint.request_types.iter().map(|j| j.priority).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let count = blueprint.components.len();
        let mut compiler = Self {
            blueprint,
            program: Program { priorities, ..Program::default() },
            request_type,
            stream_ids: BTreeMap::new(),
            resource_ids: BTreeMap::new(),
            link_ids: BTreeMap::new(),
            road_ids: BTreeMap::new(),
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
            kv_ids: BTreeMap::new(),
            limiter_ids: BTreeMap::new(),
            pool_ids: BTreeMap::new(),
            chooser_ids: Vec::new(),
        };
        compiler.program.exact = vec![false; count];
        compiler.program.instances =
            blueprint.components.iter().map(|c| c.spec.instances()).collect();
        for (component, own) in blueprint.components.iter().enumerate() {
            if own.spec.hardware().is_some_and(|hardware| hardware.pauses.is_some()) {
                // Each pause is a short hang.
                compiler.program.exact[component] = true;
            }
            if let Some(scale) = own.spec.autoscale() {
                // Its instances come and go, as those that the timeline sets do.
                compiler.program.exact[component] = true;
                let scale = scale.clone();
                compiler.program.scalers.push(ScalerSpec { component, scale });
            }
        }
        for happening in &blueprint.timeline {
            compiler.note_happening(&happening.verb);
        }
        // A balancer that looks at the calls under way needs them counted on every path.
        let looks = blueprint.components.iter().any(|component| {
            component.spec.balancer().is_some_and(|balancer| {
                matches!(
                    balancer.policy,
                    Policy::LeastConnections | Policy::TwoChoices | Policy::TwoChoicesReplaced
                )
            })
        });
        compiler.program.counts_active = vec![looks; count];
        for request_type in &blueprint.request_types {
            note_consumers(&request_type.path, &mut compiler.program.counts_active);
        }
        compiler.program.calm = is_calm(blueprint);
        compiler
    }

    fn note_happening(&mut self, verb: &Verb) {
        match verb {
            Verb::Kill(component, _)
            | Verb::Slow(component, ..)
            | Verb::Hang(component, _)
            | Verb::Flush(component) => self.program.exact[*component] = true,
            Verb::Set(changes) => {
                for (component, _) in changes {
                    self.program.exact[*component] = true;
                }
            }
            Verb::Cut(a, b) => self.cuts.push((a.clone(), b.clone())),
            Verb::Traffic(_) | Verb::Arrive { .. } => {}
        }
    }

    fn class_of(&self, request_type: &RequestType) -> u8 {
        let at = self.program.priorities.iter().position(|&p| p == request_type.priority);
        u8::try_from(at.unwrap_or(0)).unwrap_or(u8::MAX)
    }

    /// The body of a new request: the path itself, or a call of it if the client has patience or retries.
    fn client_body(&mut self, request_type: &'a RequestType) -> u32 {
        let client =
            Caller { component: None, site: request_type.site, slot: NO_SLOT, balancer: None };
        let path = Pending::Path { path: &request_type.path, caller: client.clone() };
        let path = self.push_body(path, request_type.call.cancel);
        if !request_type.call.is_watched() {
            return path;
        }
        let call = self.call_spec(path, NONE, &request_type.call, &client, "client");
        let body = self.new_body();
        self.open_body(body);
        self.emit(Op::Call { call });
        self.close_body(body, None);
        body
    }

    // ---- bodies ----

    fn new_body(&mut self) -> u32 {
        self.program.bodies.push(Body::default());
        index(self.program.bodies.len() - 1)
    }

    fn push_body(&mut self, pending: Pending<'a>, can_stop: bool) -> u32 {
        let body = self.new_body();
        self.pending.push_back((body, self.request_type, pending, can_stop));
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

    /// The way out of a body, also of a failure; `watched` is the load that the whole body is.
    fn close_body(&mut self, body: u32, watched: Option<u32>) {
        self.program.scopes[self.scope as usize].epilogue = self.here();
        if let Some(load) = watched {
            self.emit(Op::LetGo { load });
        }
        let end = self.emit(Op::Return);
        self.program.bodies[body as usize].end = end;
    }

    fn emit_pending(&mut self) {
        while let Some((body, request_type, pending, can_stop)) = self.pending.pop_front() {
            self.request_type = request_type;
            self.can_stop = can_stop;
            self.open_body(body);
            let mut watched = None;
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
                Pending::Apply { database } => self.apply_body(database),
                Pending::Refresh { path, caller, load } => {
                    let caller = self.carried(caller);
                    self.refresh(path, &caller, load);
                    watched = Some(load);
                }
                Pending::Copy { component, fields, caller } => {
                    let caller = self.carried(caller);
                    self.copy_body(component, fields, &caller);
                }
                Pending::Mend { kv } => self.mend_body(kv),
            }
            self.close_body(body, watched);
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
            | Op::Load { hit: to, .. }
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
        once(&mut self.stream_ids, &mut self.program.streams, key.clone(), || key)
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
        let classes = if by_class { self.program.priorities.len() } else { 1 };
        let instances = most_instances(self.blueprint, component);
        let (ids, resources) = (&mut self.resource_ids, &mut self.program.resources);
        Some(once(ids, resources, (component, name), || ResourceSpec {
            component,
            name,
            instances,
            capacity,
            bound,
            classes,
            is_pool: false,
        }))
    }

    /// A claim of `amount` units; returns the hold to release.
    pub(super) fn claim(&mut self, resource: u32, slot: u8, amount: u64) -> u32 {
        let hold = self.hold(Hold { resource, slot, bit: 0, amount, load: NONE });
        self.emit(Op::Claim { hold });
        if self.request_type.deadline {
            let component = index(self.program.resources[resource as usize].component);
            self.emit(Op::Expire { component });
        }
        hold
    }

    /// A hold with a bit of its own: whatever ends the calls that it is part of takes it back.
    pub(super) fn hold(&mut self, hold: Hold) -> u32 {
        let bit = self.next_bit;
        self.next_bit += 1;
        self.program.holds.push(Hold { bit, ..hold });
        let hold = index(self.program.holds.len() - 1);
        self.program.bodies[self.body as usize].holds.push(hold);
        let mut scope = self.scope;
        while scope != NONE {
            self.program.scopes[scope as usize].holds |= 1 << bit;
            scope = self.program.scopes[scope as usize].parent;
        }
        hold
    }

    /// A path in a frame of its own, that nobody waits for.
    pub(super) fn push_path(&mut self, path: &'a [Step], caller: Caller) -> u32 {
        self.push_body(Pending::Path { path, caller }, false)
    }

    /// Registers the body that fetches an entry while its readers go on.
    pub(super) fn push_refresh(&mut self, path: &'a [Step], caller: Caller, load: u32) -> u32 {
        self.push_body(Pending::Refresh { path, caller, load }, false)
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

pub(super) fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE - 1)
}

/// The place in a table of what belongs to a key: made at its first use.
pub(super) fn once<K: Ord, T>(
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

/// A duration that is not always nothing.
pub(super) fn takes_time(dist: &Dist) -> bool {
    dist.is_constant() != Some(0)
}
