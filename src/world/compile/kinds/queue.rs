//! A queue: it takes a message and answers; what follows the message has a frame of its own.

use crate::blueprint::{ComponentId, Step};
use crate::component::load_balancer::Policy;
use crate::component::{Spec, load_balancer, queue};
use crate::sample::Dist;
use crate::world::compile::{Caller, Compiler, Pending, index};
use crate::world::program::{BacklogSpec, NO_SLOT, NONE, Op, PublishSpec, Scope};

impl<'a> Compiler<'a> {
    /// The queue takes the message and answers; what follows it has a frame of its own.
    pub(in crate::world::compile) fn hand_over(&mut self, path: &'a [Step], caller: &Caller) {
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
        self.emit(Op::Arrive { component: index(queue) });
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
        let body = self.push_body(Pending::Path { path: &path[1..], caller: me });
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
    fn backlog(&mut self, queue: ComponentId, fields: &queue::Spec, path: &[Step]) -> u32 {
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
            redeliver: fields.delivery == queue::Delivery::AtLeastOnce,
            redeliver_after_ns: fields.redeliver_after_ns,
            consumers,
        });
        index(self.program.backlogs.len() - 1)
    }

    /// How many messages one instance of the next step works at.
    fn consumers(&self, path: &[Step]) -> Option<(usize, u64)> {
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
