//! A key-value store: the caller's library asks the nodes that keep the key, all at once, and goes on with the first answers.

use crate::blueprint::{ComponentId, Step};
use crate::component::kv;
use crate::world::compile::{Caller, Compiler, Pending, index, once};
use crate::world::program::{ForkSpec, KvSpec, Link, NO_SLOT, NONE, Op, Scope};

impl<'a> Compiler<'a> {
    pub(super) fn kv(
        &mut self,
        component: ComponentId,
        fields: &'a kv::Spec,
        rest: &'a [Step],
        caller: &Caller,
    ) -> Vec<u32> {
        let kv = self.kv_id(component);
        let writes = self.request_type.writes.is_some();
        let pending = Pending::Copy { component, fields, caller: caller.clone() };
        let body = self.push_body(pending, self.can_stop);
        let works = fields.works(writes) as usize;
        self.program.forks.push(ForkSpec {
            bodies: vec![body; works],
            need: fields.quorum(writes),
            cancel: vec![false; works],
            carry: caller.slot,
        });
        let fork = index(self.program.forks.len() - 1);
        self.emit(Op::Quorum { kv, fork });
        self.emit(Op::Fork { fork });
        if writes {
            self.emit(Op::Acknowledged { kv });
        }
        let me = self.as_caller(component, NO_SLOT);
        self.path(rest, &me);
        Vec::new()
    }

    /// A call's part at one node: there, its work, and back.
    pub(in crate::world::compile) fn copy_body(
        &mut self,
        component: ComponentId,
        fields: &'a kv::Spec,
        caller: &Caller,
    ) {
        let kv = self.kv_id(component);
        let writes = self.request_type.writes.is_some();
        let slot = self.next_slot;
        self.next_slot += 1;
        let outer = self.scope;
        self.program.scopes.push(Scope {
            parent: outer,
            component: index(component),
            slot,
            chosen: NONE,
            epilogue: NONE,
            holds: 0,
            body: self.body,
        });
        self.scope = index(self.program.scopes.len() - 1);
        let scope = self.scope as usize;
        self.emit(Op::Ask { kv, slot });
        self.mark_chosen();
        let site = self.blueprint.components[component].site;
        self.hop(caller.component, Some(component), (caller.site, site));
        if writes {
            self.delivery(kv);
        }
        self.network(component, &fields.hardware, slot);
        let (work, purpose) =
            if writes { (&fields.write_work, "write") } else { (&fields.read_work, "read") };
        self.cpu(component, &fields.hardware, slot, work, purpose);
        self.settle(component);
        if writes {
            self.emit(Op::Took { kv, slot });
        } else if self.reads_what_is_written() {
            self.emit(Op::Told { kv, slot });
        }
        self.emit(Op::Served { component: index(component), counted: true });
        self.program.scopes[scope].epilogue = self.here();
        self.hop(Some(component), caller.component, (site, caller.site));
        if writes || self.reads_what_is_written() {
            self.emit(Op::Heard { kv, slot });
        }
        self.emit(Op::EndCall);
        self.scope = outer;
    }

    /// A hint, or a repair: a write that nobody waits for, at the node in slot 0.
    pub(in crate::world::compile) fn mend_body(&mut self, kv: u32) {
        let component = self.program.kvs[kv as usize].component;
        let Some(fields) = self.blueprint.components[component].spec.kv() else { return };
        self.next_slot = 1;
        self.delivery(kv);
        self.cpu(component, &fields.hardware, 0, &fields.write_work, "write");
        self.emit(Op::Mended { kv, slot: 0 });
    }

    /// What a write's way to a node takes beside the hop.
    fn delivery(&mut self, kv: u32) {
        if let Some(link) = self.program.kvs[kv as usize].delivery {
            self.emit(Op::Hop { link });
        }
    }

    fn kv_id(&mut self, component: ComponentId) -> u32 {
        if let Some(&id) = self.kv_ids.get(&component) {
            return id;
        }
        let Some(fields) = self.blueprint.components[component].spec.kv() else { return NONE };
        let name = self.component_name(component);
        let stream = self.stream(name, "copies");
        let delivery = (fields.lag != crate::sample::Dist::ZERO).then(|| {
            let stream = self.stream(name, "delivery");
            let delay = fields.lag.clone();
            let constant_ns = delay.is_constant();
            let ends = (NONE, NONE);
            self.program.links.push(Link { delay, constant_ns, stream, ends, cuttable: false });
            index(self.program.links.len() - 1)
        });
        let (ids, kvs) = (&mut self.kv_ids, &mut self.program.kvs);
        let id = once(ids, kvs, component, || KvSpec {
            component,
            spec: fields.clone(),
            stream,
            delivery,
            mend: None,
        });
        if fields.hints || fields.read_repair {
            let body = self.push_body(Pending::Mend { kv: id }, false);
            self.program.kvs[id as usize].mend = Some(body);
        }
        id
    }
}
