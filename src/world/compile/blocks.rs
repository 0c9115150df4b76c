//! Blocks: parallel, sequence, repeat, chance, one_of, later.

use super::{Caller, Compiler, Pending, head, index};
use crate::blueprint::{ComponentId, PickPath, Step};
use crate::component::load_balancer::Policy;
use crate::component::{Spec, load_balancer};
use crate::sample::Dist;
use crate::world::program::{
    BacklogSpec, ForkSpec, NO_SLOT, NONE, Op, PickSpec, PublishSpec, RepeatSpec, Scope,
};

impl<'a> Compiler<'a> {
    pub(super) fn block(&mut self, step: &'a Step, caller: &Caller) {
        match step {
            Step::Call { .. } => {}
            Step::Sequence(paths) => {
                for path in paths {
                    self.path(path, caller);
                }
            }
            Step::Parallel { need, paths } => self.fork(*need, paths, caller),
            Step::Repeat { times, at_once, path } => {
                let pending = Pending::Path { path, caller: caller.clone() };
                let body = self.push_body(pending, self.can_stop);
                let stream = self.stream(&self.journey.name, "repeat");
                let spec = RepeatSpec {
                    body,
                    times: times.clone(),
                    at_once: *at_once,
                    stream,
                    carry: caller.slot,
                };
                self.program.repeats.push(spec);
                let repeat = index(self.program.repeats.len() - 1);
                self.emit(Op::Repeat { repeat });
            }
            Step::Chance { share, path } => {
                let stream = self.stream(&self.journey.name, "chance");
                self.program.chances.push((*share, stream));
                let chance = index(self.program.chances.len() - 1);
                let skip = self.emit(Op::Chance { chance, other: 0 });
                self.path(path, caller);
                self.land(skip);
            }
            Step::OneOf { policy, paths } => self.one_of(*policy, paths, caller),
            Step::Later(path) => self.later(path, caller),
        }
    }

    pub(super) fn fork(&mut self, need: u32, paths: &'a [Vec<Step>], caller: &Caller) {
        let cancel: Vec<bool> = paths
            .iter()
            .map(|path| matches!(path.first(), Some(Step::Call { call, .. }) if call.cancel))
            .collect();
        let bodies: Vec<u32> = paths
            .iter()
            .zip(&cancel)
            .map(|(path, cancel)| {
                let pending = Pending::Path { path, caller: caller.clone() };
                self.push_body(pending, self.can_stop || *cancel)
            })
            .collect();
        self.program.forks.push(ForkSpec { bodies, need, cancel, carry: caller.slot });
        let fork = index(self.program.forks.len() - 1);
        self.emit(Op::Fork { fork });
    }

    pub(super) fn one_of(
        &mut self,
        policy: PickPath,
        paths: &'a [(String, f64, Vec<Step>)],
        caller: &Caller,
    ) {
        if policy == PickPath::Failover {
            return self.failover(paths, caller);
        }
        let stream = self.stream(&self.journey.name, "one_of");
        let mut order: Vec<usize> = (0..paths.len()).collect();
        let mut heads = Vec::new();
        if policy == PickPath::Nearest {
            let far = |at: &usize| self.distance(caller.site, &paths[*at].2);
            order.sort_by(|a, b| far(a).total_cmp(&far(b)));
            heads = order.iter().map(|&at| head(&paths[at].2).map_or(NONE, index)).collect();
            for &component in &heads {
                if component != NONE && self.program.exact[component as usize] {
                    self.emit(Op::Sync);
                    break;
                }
            }
        }
        let total: f64 = paths.iter().map(|path| path.1).sum();
        let mut sum = 0.0;
        let cumulative = order
            .iter()
            .map(|&at| {
                sum += paths[at].1 / total;
                sum
            })
            .collect();
        self.program.picks.push(PickSpec { cumulative, targets: Vec::new(), heads, stream });
        let pick = self.program.picks.len() - 1;
        self.emit(Op::Pick { pick: index(pick) });
        let mut exits = Vec::new();
        for at in order {
            let here = self.here();
            self.program.picks[pick].targets.push(here);
            self.path(&paths[at].2, caller);
            exits.push(self.emit(Op::Jump { to: 0 }));
        }
        for exit in exits {
            self.land(exit);
        }
    }

    /// The first path that answers: each in a frame of its own, the next after a failure.
    pub(super) fn failover(&mut self, paths: &'a [(String, f64, Vec<Step>)], caller: &Caller) {
        let bodies: Vec<u32> = paths
            .iter()
            .map(|path| {
                let pending = Pending::Path { path: &path.2, caller: caller.clone() };
                self.push_body(pending, self.can_stop)
            })
            .collect();
        let cancel = vec![false; bodies.len()];
        // `need: 0` marks branches that are tried one after the other.
        self.program.forks.push(ForkSpec { bodies, need: 0, cancel, carry: caller.slot });
        let fork = index(self.program.forks.len() - 1);
        self.emit(Op::Fork { fork });
    }

    pub(super) fn distance(&self, from: usize, path: &[Step]) -> f64 {
        let Some(component) = head(path) else { return 0.0 };
        let to = self.blueprint.components[component].site;
        if from == to {
            return 0.0;
        }
        let network = &self.blueprint.network;
        network
            .between
            .iter()
            .find(|(a, b, _)| (*a, *b) == (from, to) || (*b, *a) == (from, to))
            .map_or_else(|| network.hop.mean_ns(), |(_, _, delay)| delay.mean_ns())
    }

    /// Work left for later: the call into the queue, with what its caller does about it.
    pub(super) fn later(&mut self, path: &'a [Step], caller: &Caller) {
        let Some(Step::Call { component, call, .. }) = path.first() else { return };
        if call.timeout_ns.is_none() && call.retry.is_none() {
            return self.hand_over(path, caller);
        }
        let pending = Pending::HandOver { path, caller: caller.clone() };
        let body = self.push_body(pending, self.can_stop || call.cancel);
        let name = self.blueprint.components[*component].name.clone();
        let call = self.call_spec(body, index(*component), call, caller.slot, &name);
        self.emit(Op::Call { call });
    }

    /// The queue takes the message and answers; what follows it has a frame of its own.
    pub(super) fn hand_over(&mut self, path: &'a [Step], caller: &Caller) {
        let Some(Step::Call { component, spec, call }) = path.first() else { return };
        let Spec::Queue(fields) = &**spec else { return };
        let queue = *component;
        let pool = call.pool.map(|size| self.claim_pool(queue, size, caller));
        let site = self.blueprint.components[queue].site;
        self.hop(caller.component, Some(queue), (caller.site, site));
        let outer = self.scope;
        self.program.scopes.push(Scope {
            parent: outer,
            component: index(queue),
            slot: NO_SLOT,
            chosen: NONE,
            epilogue: NONE,
            holds: 0,
            body: self.body,
        });
        self.scope = index(self.program.scopes.len() - 1);
        let scope = self.scope as usize;
        self.arrive(queue);
        self.instance_if_exact(queue, caller);
        self.work(queue, &fields.work, "work", None);
        self.settle(queue);
        // Consumers fetch messages as they come free: the next one goes to the instance with the fewest.
        let free_first = load_balancer::Spec {
            policy: Policy::LeastConnections,
            weights: Vec::new(),
            work: Dist::ZERO,
            health: None,
        };
        let balancer = Some(Box::new(free_first));
        let me = Caller { component: Some(queue), site, slot: NO_SLOT, balancer };
        let body = self.push_path(&path[1..], me);
        let backlog = self.backlog(queue, fields, &path[1..]);
        self.program.publishes.push(PublishSpec { component: queue, body, backlog });
        let publish = index(self.program.publishes.len() - 1);
        self.emit(Op::Publish { publish });
        self.program.scopes[scope].epilogue = self.here();
        self.hop(Some(queue), caller.component, (site, caller.site));
        if let Some(hold) = pool {
            self.emit(Op::Release { hold });
        }
        self.emit(Op::EndCall);
        self.scope = outer;
    }

    /// The backlog of a queue before its consumers: one, whoever sends the messages.
    pub(super) fn backlog(
        &mut self,
        queue: ComponentId,
        fields: &crate::component::queue::Spec,
        path: &[Step],
    ) -> u32 {
        let consumers = self.consumers(path);
        let to = |spec: &BacklogSpec| spec.consumers.map(|(component, _)| component);
        let known = self.program.backlogs.iter().position(|spec| {
            spec.component == queue && to(spec) == consumers.map(|(component, _)| component)
        });
        if let Some(known) = known {
            return index(known);
        }
        self.program.backlogs.push(BacklogSpec {
            component: queue,
            capacity: fields.capacity,
            redeliver: fields.delivery == crate::component::queue::Delivery::AtLeastOnce,
            redeliver_after_ns: fields.redeliver_after_ns,
            consumers,
        });
        index(self.program.backlogs.len() - 1)
    }

    /// How many messages one instance of the next step works at.
    pub(super) fn consumers(&self, path: &[Step]) -> Option<(usize, u64)> {
        let Some(Step::Call { component, spec, .. }) = path.first() else { return None };
        let per_instance = match &**spec {
            Spec::Server(server) => server.workers.or(server.hardware.cores)?,
            Spec::Database(database) => database.connections.or(database.hardware.cores)?,
            Spec::Cache(cache) | Spec::Cdn(cache) => cache.hardware.cores?,
            _ => return None,
        };
        Some((*component, u64::from(per_instance)))
    }
}
