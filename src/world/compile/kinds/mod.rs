//! What a call to each kind of component does, as instructions: one file a kind, all of the same shape.
//!
//! Every emitter reads in the order of the call: admission → own work → what it calls → answer, and returns
//! the holds that its way back must release.

mod cache;
mod database;
mod kv;
mod load_balancer;
mod queue;
mod rate_limiter;
mod server;

use super::{Caller, Compiler};
use crate::blueprint::{ComponentId, Step};
use crate::component::Spec;

impl<'a> Compiler<'a> {
    /// One call: returns the holds of its admission.
    pub(super) fn kind(
        &mut self,
        component: ComponentId,
        spec: &'a Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        match spec {
            Spec::Cache(fields) | Spec::Cdn(fields) => {
                self.cache(component, fields, rest, caller, slot)
            }
            Spec::Database(fields) => self.database(component, fields, rest, caller, slot),
            Spec::Kv(fields) => self.kv(component, fields, rest, caller),
            Spec::LoadBalancer(fields) => self.load_balancer(component, fields, rest, caller),
            Spec::Queue(fields) => self.queue(component, fields, rest, caller),
            Spec::RateLimiter(fields) => self.rate_limiter(component, fields, rest, caller),
            Spec::Server(fields) => self.server(component, fields, rest, caller, slot),
        }
    }

    fn as_caller(&self, component: ComponentId, slot: u8) -> Caller {
        let site = self.blueprint.components[component].site;
        Caller { component: Some(component), site, slot, balancer: None }
    }
}
