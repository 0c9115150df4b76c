//! A cache, or a CDN: an entry that it holds is answered at once, whatever it lacks is asked of what follows.

use crate::blueprint::{ComponentId, Step, calls};
use crate::component::cache;
use crate::world::compile::{Caller, Compiler, index, most_instances, once};
use crate::world::program::{Hold, LoadSpec, NO_SLOT, NONE, Op, Rule, StoreSpec};

impl<'a> Compiler<'a> {
    pub(super) fn cache(
        &mut self,
        component: ComponentId,
        fields: &'a cache::Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        // A cache that can never be down (`NO_SLOT`) is never passed by.
        let passes = slot != NO_SLOT && passes_when_down(fields, rest);
        let down = if passes {
            let chooser = self.chooser(component, Rule::ByKey, caller);
            let choose = self.emit(Op::ChooseOr { chooser, slot, down: 0 });
            self.mark_chosen();
            Some(choose)
        } else {
            self.choose(component, Rule::ByKey, caller, slot);
            None
        };
        let active = self.active(component, slot);
        self.cpu(component, &fields.hardware, slot, &fields.work, "work");
        self.settle(component);
        self.emit(Op::Served { component: index(component), counted: true });
        let me = self.as_caller(component, slot);
        let (out, load) = if self.request_type.writes.is_some() {
            (self.cache_write(component, fields, rest, &me, slot, down), None)
        } else {
            self.cache_read(component, fields, rest, &me, slot, down)
        };
        for pc in out {
            self.land(pc);
        }
        // What passed a cache that is down does not go through its network card.
        let absent = passes.then(|| self.emit(Op::Absent { slot, to: 0 }));
        self.network(component, &fields.hardware, slot);
        if fields.hardware.bandwidth_b_per_s.is_some() {
            self.emit(Op::Served { component: index(component), counted: false });
        }
        if let Some(pc) = absent {
            self.land(pc);
        }
        active.into_iter().chain(load).collect()
    }

    fn cache_read(
        &mut self,
        component: ComponentId,
        fields: &'a cache::Spec,
        rest: &'a [Step],
        me: &Caller,
        slot: u8,
        down: Option<u32>,
    ) -> (Vec<u32>, Option<u32>) {
        let store = fields.hit_ratio.is_none().then(|| self.store(component, fields));
        if let (Some(store), Some(data)) = (store, self.request_type.reads) {
            let origin = &mut self.program.stores[store as usize].origins[data];
            *origin = origin.or_else(|| first_store(rest));
        }
        let watched = store.filter(|_| fields.loads.is_any());
        let load = watched.map(|store| self.load(store, fields, rest, me, slot));
        let hit = match (store, fields.hit_ratio) {
            (Some(_), _) if let Some((load, _)) = load => {
                self.emit(Op::Load { load, slot, hit: 0 })
            }
            (Some(store), _) => self.emit(Op::Lookup { store, slot, hit: 0 }),
            (None, ratio) => {
                let stream = self.stream(self.component_name(component), "hit");
                let known = (index(component), stream, ratio.unwrap_or(0.0));
                self.program.hit_ratios.push(known);
                let ratio = index(self.program.hit_ratios.len() - 1);
                self.emit(Op::LookupRatio { ratio, hit: 0 })
            }
        };
        if let Some(pc) = down {
            self.land(pc);
        }
        self.path(rest, me);
        if let Some((load, _)) = load {
            self.emit(Op::Loaded { load, slot });
        } else if let Some(store) = store {
            self.emit(Op::Fill { store, slot });
        }
        (vec![hit], load.map(|(_, hold)| hold))
    }

    /// A place where misses are watched, and the hold of whoever fetches.
    fn load(
        &mut self,
        store: u32,
        fields: &cache::Spec,
        rest: &'a [Step],
        me: &Caller,
        slot: u8,
    ) -> (u32, u32) {
        let load = index(self.program.loads.len());
        self.program.loads.push(LoadSpec { store, bit: 0, refresh: NONE, inner: NONE });
        let hold = self.hold_load(load, slot);
        if fields.loads.stale_while_ns > 0 {
            let inner = index(self.program.loads.len());
            self.program.loads.push(LoadSpec { store, bit: 0, refresh: NONE, inner: NONE });
            let refresh = self.push_refresh(rest, me.clone(), inner);
            let spec = &mut self.program.loads[load as usize];
            (spec.refresh, spec.inner) = (refresh, inner);
        }
        (load, hold)
    }

    fn hold_load(&mut self, load: u32, slot: u8) -> u32 {
        let hold = self.hold(Hold { resource: NONE, slot, bit: 0, amount: 0, load });
        self.program.loads[load as usize].bit = self.program.holds[hold as usize].bit;
        hold
    }

    /// The body of a refresh: what a miss does after its lookup.
    pub(in crate::world::compile) fn refresh(
        &mut self,
        path: &'a [Step],
        caller: &Caller,
        load: u32,
    ) {
        let slot = caller.slot;
        self.hold_load(load, slot);
        self.path(path, caller);
        self.emit(Op::Loaded { load, slot });
    }

    fn cache_write(
        &mut self,
        component: ComponentId,
        fields: &'a cache::Spec,
        rest: &'a [Step],
        me: &Caller,
        slot: u8,
        down: Option<u32>,
    ) -> Vec<u32> {
        let store = fields.hit_ratio.is_none().then(|| self.store(component, fields));
        let update = fields.on_write == cache::OnWrite::Update;
        let touches = store.filter(|_| fields.on_write != cache::OnWrite::Ignore);
        if fields.mode == cache::Mode::Behind {
            if let Some(store) = touches {
                self.emit(Op::Wrote { store, slot, update });
            }
            let body = self.push_path(rest, me.clone());
            self.emit(Op::Behind { body, slot, component: index(component) });
            let skip = self.emit(Op::Jump { to: 0 });
            if let Some(pc) = down {
                self.land(pc);
                self.path(rest, me);
            }
            return vec![skip];
        }
        if let Some(pc) = down {
            self.land(pc);
        }
        self.path(rest, me);
        if let Some(store) = touches {
            self.emit(Op::Wrote { store, slot, update });
        }
        Vec::new()
    }

    fn store(&mut self, component: ComponentId, fields: &cache::Spec) -> u32 {
        let instances = most_instances(self.blueprint, component);
        let early = fields.loads.beta.map_or(NONE, |_| {
            let name = self.component_name(component);
            self.stream(name, "early")
        });
        once(&mut self.store_ids, &mut self.program.stores, component, || StoreSpec {
            component,
            instances,
            capacity_b: fields.hardware.memory_b,
            evict: fields.evict,
            ttl_ns: fields.ttl_ns,
            loads: fields.loads,
            early,
            buffer: None,
            origins: vec![None; self.blueprint.data.len()],
        })
    }
}

/// Whether calls go on where the cache is down. With nothing behind it that they could ask instead it is a store, and
/// they fail, unless the page says that they pass.
fn passes_when_down(fields: &cache::Spec, rest: &[Step]) -> bool {
    let asks_further = rest.iter().any(|step| !matches!(step, Step::Later(_)));
    match fields.when_down {
        Some(said) => said == cache::WhenDown::Pass,
        None => asks_further,
    }
}

/// The first database or key-value store on a path: where what a cache before it holds comes from.
fn first_store(path: &[Step]) -> Option<ComponentId> {
    calls(path)
        .into_iter()
        .find(|(_, spec)| spec.database().is_some() || spec.kv().is_some())
        .map(|(component, _)| component)
}
