//! What the calls into a component ask of its resources, and how many of each there are.

use super::flow::{ComponentFlow, ResourceLoad};
use super::levels::Caches;
use super::tally::ComponentTally;
use crate::blueprint::{Blueprint, ComponentId};
use crate::component::autoscale::Metric;
use crate::component::database::{self, ReadsFrom};
use crate::component::machine::Disk;
use crate::component::server::{self, DiskWork};
use crate::component::{Hardware, Spec, cache, kv};

/// Mean time that one call keeps a disk busy, seconds; what is not given does not limit.
pub(super) fn disk_s(work: &DiskWork, disk: Option<Disk>) -> f64 {
    let disk = disk.unwrap_or_default();
    let operation_s = disk.iops.map_or(0.0, |iops| 1.0 / iops);
    match work {
        DiskWork::None => 0.0,
        DiskWork::Time(time) => time.mean_ns() / 1e9,
        DiskWork::Operations(count) => count * operation_s,
        DiskWork::Bytes(bytes) => {
            operation_s + disk.bandwidth_b_per_s.map_or(0.0, |bandwidth| bytes / bandwidth)
        }
    }
}

/// One component's flow from what came by it.
pub(super) fn component(
    blueprint: &Blueprint,
    id: ComponentId,
    came: &ComponentTally,
    caches: &Caches,
) -> ComponentFlow {
    let spec = &blueprint.components[id].spec;
    let calls = came.calls();
    let own_s = came.read_cpu_s + came.write_cpu_s + came.disk_s + came.io_s;
    let scaled = spec.server().map(|server| of_scaled(server, came));
    let instances = scaled.unwrap_or(f64::from(spec.instances()));
    let resources = match spec {
        Spec::Server(server) => of_server(server, came, instances),
        Spec::Database(spec) => of_database(spec, came),
        Spec::Cache(cache::Spec { instances, hardware, .. })
        | Spec::Cdn(cache::Spec { instances, hardware, .. })
        | Spec::Kv(kv::Spec { instances, hardware, .. }) => {
            let nodes = f64::from(*instances);
            let mut resources =
                vec![cpu("cpu", came.read_cpu_s + came.write_cpu_s, nodes, hardware)];
            resources.extend(network(came, nodes, hardware));
            resources
        }
        Spec::LoadBalancer(_) | Spec::Queue(_) | Spec::RateLimiter(_) => Vec::new(),
    };
    let cpu_erlangs = match spec {
        Spec::Database(spec) => came.read_cpu_s + came.write_cpu_s * f64::from(1 + spec.replicas),
        Spec::LoadBalancer(_) | Spec::Queue(_) | Spec::RateLimiter(_) => 0.0,
        Spec::Cache(_) | Spec::Cdn(_) | Spec::Kv(_) | Spec::Server(_) => {
            came.read_cpu_s + came.write_cpu_s
        }
    };
    let mut flow = ComponentFlow {
        calls_per_s: calls,
        reads_per_s: came.reads,
        writes_per_s: came.writes,
        work_s: if calls > 0.0 { own_s / calls } else { 0.0 },
        cpu_erlangs,
        write_cpu_erlangs: came.write_cpu_s,
        read_cpu_erlangs: came.read_cpu_s,
        workers_erlangs: came.read_held_s + came.write_held_s,
        resources,
        instances,
        hit_ratio: hit_ratio(spec, came),
        characteristic_s: spec.cache().and_then(|_| caches.characteristic_s[id]),
        present: caches.present[id].clone(),
        bytes_per_s: came.bytes,
        bytes_out_per_s: came.bytes_out,
        ..ComponentFlow::default()
    };
    let busiest = flow.busiest().map(|load| (load.capacity, load.utilization()));
    (flow.capacity, flow.utilization) = busiest.unwrap_or_default();
    flow
}

/// The instances of a server: with an autoscaler those that keep its metric at the target.
fn of_scaled(spec: &server::Spec, came: &ComponentTally) -> f64 {
    let Some(scale) = &spec.autoscale else { return f64::from(spec.instances) };
    let cpu = came.read_cpu_s + came.write_cpu_s;
    let held = came.read_held_s + came.write_held_s;
    let cores = cores_of(spec).unwrap_or(f64::INFINITY);
    let workers = spec.workers.map_or(f64::INFINITY, f64::from);
    scale.steady(match scale.metric {
        Metric::Cpu => cpu / cores,
        Metric::Workers => held / workers,
        Metric::Rate => came.calls(),
        // Nothing waits for long where there are enough to do the work.
        Metric::Queue => scale.target * (cpu / cores).max(held / workers),
    })
}

fn of_server(spec: &server::Spec, came: &ComponentTally, instances: f64) -> Vec<ResourceLoad> {
    let cores = cores_of(spec).map(|cores| instances * cores);
    let mut resources = vec![ResourceLoad {
        resource: "cpu".to_owned(),
        offered_erlangs: came.read_cpu_s + came.write_cpu_s,
        capacity: cores,
    }];
    let held = came.read_held_s + came.write_held_s;
    if let Some(workers) = spec.workers {
        resources.push(limited("workers", held, instances * f64::from(workers)));
    }
    if came.disk_s > 0.0 {
        let has_disk = spec.hardware.disk.is_some() || matches!(spec.work.disk, DiskWork::Time(_));
        let capacity = has_disk.then_some(instances);
        let resource = "disk".to_owned();
        resources.push(ResourceLoad { resource, offered_erlangs: came.disk_s, capacity });
    }
    resources.extend(network(came, instances, &spec.hardware));
    if let (Some(memory_b), true) = (spec.hardware.memory_b, came.memory_b_s > 0.0) {
        resources.push(limited("memory", came.memory_b_s / memory_b, instances));
    }
    resources
}

/// What the cores of an instance are worth, a quota's share of them.
fn cores_of(spec: &server::Spec) -> Option<f64> {
    let cores = f64::from(spec.hardware.cores?);
    let share = spec.hardware.quota.unwrap_or(cores) / cores;
    Some(share * effective_cores(cores, spec.contention, spec.coherency) * spec.hardware.running())
}

/// The cores that n cores are worth: the Universal Scalability Law, n / (1 + α(n − 1) + βn(n − 1))
/// (Gunther, "Guerrilla Capacity Planning", 2007).
fn effective_cores(cores: f64, contention: f64, coherency: f64) -> f64 {
    cores / (1.0 + contention * (cores - 1.0) + coherency * cores * (cores - 1.0))
}

/// Primaries and replicas apart: all writes go to the primaries and again to every replica, reads where
/// `reads_from` sends them. Shards are taken as equally loaded, and a write's disk use is left out.
fn of_database(spec: &database::Spec, came: &ComponentTally) -> Vec<ResourceLoad> {
    let (shards, replicas) = (f64::from(spec.shards), f64::from(spec.replicas));
    let by_primary = match spec.reads_from {
        _ if spec.replicas == 0 => 1.0,
        ReadsFrom::Primary => 1.0,
        ReadsFrom::Replicas => 0.0,
        ReadsFrom::Any => 1.0 / (1.0 + replicas),
    };
    let mut resources = Vec::new();
    let mut class = |name: &str,
                     nodes: f64,
                     read_share: f64,
                     write_cpu_s: f64,
                     write_held_s: f64| {
        let named = |resource: &str| {
            if spec.replicas == 0 { resource.to_owned() } else { format!("{name} {resource}") }
        };
        let cpu_s = came.read_cpu_s * read_share + write_cpu_s;
        resources.push(cpu(&named("cpu"), cpu_s, nodes, &spec.hardware));
        if let Some(connections) = spec.connections {
            let held = came.read_held_s * read_share + write_held_s;
            resources.push(limited(&named("connections"), held, nodes * f64::from(connections)));
        }
        if came.disk_s * read_share > 0.0 {
            resources.push(limited(&named("disk"), came.disk_s * read_share, nodes));
        }
    };
    class("primary", shards, by_primary, came.write_cpu_s, came.write_held_s);
    if spec.replicas > 0 {
        let applied_s = came.write_cpu_s * replicas;
        class("replica", shards * replicas, 1.0 - by_primary, applied_s, 0.0);
    }
    resources.extend(network(came, shards * (1.0 + replicas), &spec.hardware));
    resources
}

fn cpu(name: &str, busy: f64, nodes: f64, hardware: &Hardware) -> ResourceLoad {
    ResourceLoad {
        resource: name.to_owned(),
        offered_erlangs: busy,
        capacity: hardware.cpu().map(|cores| nodes * cores * hardware.running()),
    }
}

fn limited(name: &str, offered_erlangs: f64, capacity: f64) -> ResourceLoad {
    ResourceLoad { resource: name.to_owned(), offered_erlangs, capacity: Some(capacity) }
}

/// The network cards, each busy for bytes over bandwidth.
fn network(came: &ComponentTally, nodes: f64, hardware: &Hardware) -> Option<ResourceLoad> {
    let bandwidth = hardware.bandwidth_b_per_s?;
    (came.bytes > 0.0).then(|| limited("network", came.bytes / bandwidth, nodes))
}

fn hit_ratio(spec: &Spec, came: &ComponentTally) -> Option<f64> {
    (spec.cache().is_some() && came.reads > 0.0).then(|| came.hits / came.reads)
}
