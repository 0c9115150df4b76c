//! A load balancer: its own work, and its pick of an instance of what follows.

use crate::blueprint::{ComponentId, Step};
use crate::component::load_balancer;
use crate::world::compile::{Caller, Compiler, index};
use crate::world::program::{NO_SLOT, Op};

impl<'a> Compiler<'a> {
    pub(super) fn load_balancer(
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
}
