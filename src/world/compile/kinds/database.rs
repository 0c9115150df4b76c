//! A database: primaries take writes, replicas and primaries reads; pages outside the buffer come from the disk.

use crate::blueprint::{ComponentId, Step};
use crate::component::server::DiskWork;
use crate::component::{cache, database};
use crate::sample::Dist;
use crate::world::compile::{Caller, Compiler, index, most_instances, once, takes_time};
use crate::world::program::{Buffers, DatabaseSpec, NONE, Op, Rule, StoreSpec, TURN};

impl<'a> Compiler<'a> {
    pub(super) fn database(
        &mut self,
        component: ComponentId,
        fields: &'a database::Spec,
        rest: &'a [Step],
        caller: &Caller,
        slot: u8,
    ) -> Vec<u32> {
        let database = self.database_id(component, fields);
        let writes = self.request_type.writes.is_some();
        let rule = if writes { Rule::Primary } else { Rule::ReadNode };
        self.choose(component, rule, caller, slot);
        let mut holds: Vec<u32> = self.active(component, slot).into_iter().collect();
        let connections = fields.connections.map(u64::from);
        if let Some(resource) = self.resource(component, "connections", connections, None, false) {
            holds.push(self.claim(resource, slot, 1));
        }
        let has_disk = fields.hardware.disk.is_some();
        if writes {
            self.network(component, &fields.hardware, slot);
            self.cpu(component, &fields.hardware, slot, &fields.write, "write");
            if has_disk {
                self.disk(component, &fields.hardware, slot, &self.one_item(), "disk");
            }
            self.emit(Op::Commit { database, slot });
            self.sync_if_stopped();
            // Whoever waits for a replica's acknowledgement waits at the primary.
            self.settle(component);
        } else {
            if has_disk || fields.buffer_b.is_some() {
                self.pages(component, fields, slot);
            }
            self.cpu(component, &fields.hardware, slot, &fields.read, "read");
            self.settle(component);
            if self.reads_what_is_written() {
                self.emit(Op::ReadNode { database, slot });
            }
        }
        self.emit(Op::Served { component: index(component), counted: true });
        let me = self.as_caller(component, slot);
        self.path(rest, &me);
        if !writes {
            self.network(component, &fields.hardware, slot);
            if fields.hardware.bandwidth_b_per_s.is_some() {
                self.emit(Op::Served { component: index(component), counted: false });
            }
        }
        holds
    }

    /// Versions matter where somebody writes the data that this request type reads.
    pub(super) fn reads_what_is_written(&self) -> bool {
        let reads = self.request_type.reads;
        reads.is_some() && self.blueprint.request_types.iter().any(|other| other.writes == reads)
    }

    fn one_item(&self) -> DiskWork {
        DiskWork::Bytes(self.request_type.size_b.unwrap_or(0.0))
    }

    /// A page that is not in the buffer is read from the disk.
    fn pages(&mut self, component: ComponentId, fields: &'a database::Spec, slot: u8) {
        let buffered = fields.buffer_b.filter(|_| self.request_type.reads.is_some()).map(|bytes| {
            let instances = most_instances(self.blueprint, component);
            let store =
                once(&mut self.store_ids, &mut self.program.stores, component, || StoreSpec {
                    component,
                    instances,
                    capacity_b: Some(bytes),
                    evict: cache::Evict::Lru,
                    ttl_ns: None,
                    loads: cache::loads::Policy::default(),
                    early: NONE,
                    buffer: Some(Buffers {
                        copies: 1 + fields.replicas,
                        shards: fields.shards,
                        shard_by: fields.shard_by,
                    }),
                    origins: Vec::new(),
                });
            self.emit(Op::Buffer { store, slot, hit: 0 })
        });
        let item = if fields.hardware.disk.is_some() {
            self.one_item()
        } else {
            DiskWork::Time(Dist::Constant(database::DEFAULT_PAGE_READ_NS))
        };
        self.disk(component, &fields.hardware, slot, &item, "disk");
        if let Some(pc) = buffered {
            self.land(pc);
        }
    }

    fn database_id(&mut self, component: ComponentId, fields: &'a database::Spec) -> u32 {
        if let Some(&id) = self.database_ids.get(&component) {
            return id;
        }
        let id = index(self.program.databases.len());
        self.database_ids.insert(component, id);
        let stream = self.stream(self.component_name(component), "replication");
        let costs_cpu = fields.replicas > 0
            && fields.hardware.cores.is_some()
            && takes_time(&fields.write)
            && self
                .blueprint
                .request_types
                .iter()
                .any(|request_type| request_type.writes.is_some());
        self.program.databases.push(DatabaseSpec {
            component,
            shards: fields.shards,
            replicas: fields.replicas,
            spec: fields.clone(),
            stream,
            apply: None,
            ack: self.blueprint.network.hop.clone(),
        });
        if costs_cpu {
            self.apply_cores(component, fields);
            let body = self.push_apply(id);
            self.program.databases[id as usize].apply = Some(body);
        }
        id
    }

    /// A replica's apply: the same CPU time as the write, on the replica's own cores (slot 0).
    pub(in crate::world::compile) fn apply_body(&mut self, database: u32) {
        let component = self.program.databases[database as usize].component;
        let Some(fields) = self.blueprint.components[component].spec.database() else { return };
        if let Some(resource) = self.apply_cores(component, fields) {
            let hold = self.claim(resource, 0, 1);
            match fields.hardware.cores.filter(|_| fields.hardware.quota.is_some()) {
                Some(cores) => {
                    let sharing = self.sharing(component, cores, fields.hardware.quota);
                    self.emit(Op::Share { work: NONE, sharing, slot: 0 })
                }
                None => self.emit(Op::Preset),
            };
            self.emit(Op::Release { hold });
            self.emit(Op::Applied { database, slot: 0 });
        }
    }

    /// The cores of a node, whose queue its replicas' applies stand in as well.
    fn apply_cores(&mut self, component: ComponentId, fields: &database::Spec) -> Option<u32> {
        let name = if fields.hardware.quota.is_some() { TURN } else { "cpu" };
        self.resource(component, name, fields.hardware.cores.map(u64::from), None, false)
    }
}
