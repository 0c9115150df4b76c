//! Calls along a path: the way there, a scope or a frame of its own, and the way back.

use super::survey::{most_instances, sets_errors};
use super::{Caller, Compiler, HOLD_BITS, Pending, SLOTS, index, once};
use crate::blueprint::{ComponentId, Step};
use crate::component::load_balancer::Policy;
use crate::component::{CallPolicy, Spec};
use crate::world::program::{CallSpec, FaultSpec, Link, NO_SLOT, NONE, Op, ResourceSpec, Scope};

impl<'a> Compiler<'a> {
    fn link(
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
        if !call.is_watched() && !deep {
            self.inline_call(*component, spec, call, rest, caller);
            return;
        }
        let pending = Pending::Call { step, rest, caller: caller.clone() };
        let body = self.push_body(pending, self.can_stop || call.cancel);
        let name = self.blueprint.components[*component].name.clone();
        let spec = self.call_spec(body, index(*component), call, caller, &name);
        self.emit(Op::Call { call: spec });
    }

    pub(super) fn call_spec(
        &mut self,
        body: u32,
        component: u32,
        policy: &CallPolicy,
        caller: &Caller,
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
        let breaker = policy.breaker.map_or(NONE, |_| {
            let first = index(self.program.breakers);
            self.program.breakers +=
                caller.component.map_or(1, |at| most_instances(self.blueprint, at));
            first
        });
        let hedge = policy.hedge.map_or(NONE, |hedge| {
            self.program.hedges.push(hedge.at_most);
            index(self.program.hedges.len() - 1)
        });
        let pool_hold = if policy.pool.is_some() { 0 } else { NONE };
        self.program.calls.push(CallSpec {
            body,
            component,
            policy: policy.clone(),
            stream,
            budget,
            pool_hold,
            breaker,
            hedge,
            carry: caller.slot,
        });
        index(self.program.calls.len() - 1)
    }

    /// A call inside the caller's own frame: there and back.
    pub(super) fn inline_call(
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
        // A key-value store's nodes are asked one by one, each with a way of its own.
        let is_one_way = spec.kv().is_none();
        if is_one_way {
            self.hop(caller.component, Some(component), sites);
        }
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
        let slot = if spec.has_instances() && !alone && is_one_way {
            self.next_slot += 1;
            self.next_slot - 1
        } else {
            NO_SLOT
        };
        self.program.scopes[scope].slot = slot;
        self.sync_if_stopped();
        let (ids, roads) = (&mut self.road_ids, &mut self.program.roads);
        let ends = (caller.component, component);
        let road = once(ids, roads, ends, || ends);
        self.emit(Op::Arrive { road });
        let holds = self.kind(component, spec, rest, caller, slot);
        // An answer passes through the component too: a hang holds it up.
        self.settle(component);
        self.falter(component, call.errors);
        let epilogue = self.here();
        self.program.scopes[scope].epilogue = epilogue;
        for hold in holds.into_iter().rev() {
            match self.program.holds[hold as usize].load {
                NONE => self.emit(Op::Release { hold }),
                load => self.emit(Op::LetGo { load }),
            };
        }
        if is_one_way {
            self.hop(Some(component), caller.component, (sites.1, sites.0));
        }
        // The connection is given back whether the call succeeded or not.
        if let Some(hold) = pool {
            self.emit(Op::Release { hold });
        }
        self.emit(Op::EndCall);
        self.scope = outer;
        self.next_slot = slots_before;
    }

    /// The answer is an error for a share of the calls, or the timeline says that it may be.
    fn falter(&mut self, component: ComponentId, share: f64) {
        if share > 0.0 || sets_errors(self.blueprint, component) {
            let stream = self.stream(self.component_name(component), "errors");
            self.program.faults.push(FaultSpec { component: index(component), share, stream });
            self.emit(Op::Falter { fault: index(self.program.faults.len() - 1) });
        }
    }

    fn claim_pool(&mut self, component: ComponentId, size: u32, caller: &Caller) -> u32 {
        let key = (caller.component.unwrap_or(usize::MAX), component);
        let instances = caller.component.map_or(1, |id| most_instances(self.blueprint, id));
        let (ids, resources) = (&mut self.pool_ids, &mut self.program.resources);
        let resource = once(ids, resources, key, || ResourceSpec {
            component,
            name: "pool",
            instances,
            capacity: u64::from(size),
            bound: None,
            classes: 1,
            is_pool: true,
        });
        self.claim(resource, caller.slot, 1)
    }

    /// Whose caller's policy of balancing reaches the next step.
    pub(super) fn rule_of(&self, caller: &Caller) -> Policy {
        caller.balancer.as_ref().map_or(Policy::RoundRobin, |balancer| balancer.policy)
    }
}
