//! A queue: it takes a message and answers; what follows the message has a frame of its own.

use crate::blueprint::{ComponentId, Step};
use crate::component::load_balancer;
use crate::component::load_balancer::Policy;
use crate::component::queue::{self, Delivery};
use crate::sample::Dist;
use crate::world::compile::{Caller, Compiler, index};
use crate::world::program::{BacklogSpec, NO_SLOT, Op, PublishSpec};

impl<'a> Compiler<'a> {
    /// The queue takes the message and answers; what follows it has a frame of its own.
    pub(super) fn queue(
        &mut self,
        component: ComponentId,
        fields: &queue::Spec,
        rest: &'a [Step],
        caller: &Caller,
    ) -> Vec<u32> {
        self.instance_if_exact(component, caller);
        self.work(component, &fields.work, "work", None);
        self.settle(component);
        let mut me = self.as_caller(component, NO_SLOT);
        // Consumers fetch messages as they come free: the next one goes to the instance with the fewest.
        me.balancer = Some(Box::new(load_balancer::Spec {
            policy: Policy::LeastConnections,
            weights: Vec::new(),
            work: Dist::ZERO,
            health: None,
        }));
        let body = self.push_path(rest, me);
        let backlog = self.backlog(component, fields, rest);
        self.program.publishes.push(PublishSpec { component, body, backlog });
        let publish = index(self.program.publishes.len() - 1);
        self.emit(Op::Publish { publish });
        Vec::new()
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
            redeliver: fields.delivery == Delivery::AtLeastOnce,
            redeliver_after_ns: fields.redeliver_after_ns,
            prefetch: u64::from(fields.prefetch),
            dead_letter: fields.dead_letter,
            batch: fields.batch,
            consumers,
        });
        index(self.program.backlogs.len() - 1)
    }

    /// How many messages one instance of the next step works at.
    fn consumers(&self, path: &[Step]) -> Option<(usize, u64)> {
        let Some(Step::Call { component, spec, .. }) = path.first() else { return None };
        Some((*component, u64::from(spec.takes_at_once()?)))
    }
}
