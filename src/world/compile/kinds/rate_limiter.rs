//! A rate limiter: what exceeds the rate is refused.

use crate::blueprint::{ComponentId, Step};
use crate::component::rate_limiter;
use crate::world::compile::{Caller, Compiler, index, once};
use crate::world::program::{LimiterSpec, NO_SLOT, Op};

impl<'a> Compiler<'a> {
    pub(super) fn rate_limiter(
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
}
