//! A design with other machines: how many of which size, and what follows from it on the page.

use crate::blueprint::{Blueprint, ComponentId, Path, Step};
use crate::component::database::ReadsFrom;
use crate::component::load_balancer::Policy;
use crate::component::{Hardware, Spec};
use crate::facts::prices::Machine;
use crate::sample::Dist;

/// What a replica lags by where the page has none: the language's own default.
const LAG_NS: u64 = 10_000_000;

/// How many of a machine, and of a database in which roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Count {
    /// Instances of a server or cache.
    Instances(u32),
    /// Of a database: shards, and replicas of each.
    Nodes(u32, u32),
}

impl Count {
    /// Machines in all.
    pub(super) const fn machines(self) -> u32 {
        match self {
            Self::Instances(count) => count,
            Self::Nodes(shards, replicas) => shards * (1 + replicas),
        }
    }
}

/// The page with so many of this machine, without its shape and timeline.
///
/// What the page says of an instance goes with the machine: worker threads, waiting places and connections in
/// proportion to its vCPUs, a buffer to its memory. Cores, memory and network are the machine's own. Contention
/// and coherency stay, so that more cores are worth less.
pub(super) fn fit(page: &Blueprint, id: ComponentId, machine: &Machine, count: Count) -> Blueprint {
    let mut fitted = page.clone();
    fitted.timeline.clear();
    fitted.shape = crate::blueprint::Shape::default();
    change(&mut fitted.components[id].spec, machine, count);
    for component in &mut fitted.components {
        // Weights were written for the page's instances.
        if let Spec::LoadBalancer(balancer) = &mut component.spec
            && balancer.policy == Policy::Weighted
        {
            balancer.policy = Policy::RoundRobin;
            balancer.weights.clear();
        }
    }
    let balancers: Vec<Spec> =
        fitted.components.iter().map(|component| component.spec.clone()).collect();
    for request_type in &mut fitted.request_types {
        walk(&mut request_type.path, &mut |at, spec| {
            if at == id {
                change(spec, machine, count);
            } else if matches!(spec, Spec::LoadBalancer(_)) {
                spec.clone_from(&balancers[at]);
            }
        });
    }
    fitted
}

/// Every call of a path.
fn walk(path: &mut Path, visit: &mut impl FnMut(ComponentId, &mut Spec)) {
    for step in path {
        match step {
            Step::Call { component, spec, .. } => visit(*component, spec),
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                paths.iter_mut().for_each(|path| walk(path, visit));
            }
            Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => {
                walk(path, visit);
            }
            Step::OneOf { paths, .. } => {
                paths.iter_mut().for_each(|(_, _, path)| walk(path, visit));
            }
        }
    }
}

fn change(spec: &mut Spec, machine: &Machine, count: Count) {
    match (spec, count) {
        (Spec::Server(spec), Count::Instances(count)) => {
            let ratio = cores_ratio(&spec.hardware, machine);
            spec.workers = spec.workers.map(|workers| in_proportion(workers, ratio));
            spec.queue =
                spec.queue.map(|queue| if queue == 0 { 0 } else { in_proportion(queue, ratio) });
            spec.instances = count;
            spec.autoscale = None;
            refit(&mut spec.hardware, machine);
        }
        (Spec::Cache(spec) | Spec::Cdn(spec), Count::Instances(count)) => {
            spec.instances = count;
            refit(&mut spec.hardware, machine);
        }
        (Spec::Database(spec), Count::Nodes(shards, replicas)) => {
            let ratio = cores_ratio(&spec.hardware, machine);
            spec.connections = spec.connections.map(|count| in_proportion(count, ratio));
            let memory = spec.hardware.memory_b.unwrap_or(0.0);
            if memory > 0.0 {
                let ratio = machine.memory_bytes as f64 / memory;
                spec.buffer_b = spec.buffer_b.map(|buffer| buffer * ratio);
            }
            if replicas > 0 && spec.replicas == 0 {
                spec.reads_from = ReadsFrom::Any;
                spec.lag = Dist::Constant(LAG_NS);
            }
            if replicas == 0 {
                spec.reads_from = ReadsFrom::Primary;
                spec.replication = crate::component::database::Replication::Async;
            }
            (spec.shards, spec.replicas) = (shards, replicas);
            refit(&mut spec.hardware, machine);
        }
        _ => {}
    }
}

fn cores_ratio(hardware: &Hardware, machine: &Machine) -> f64 {
    hardware.cpu().map_or(1.0, |cores| f64::from(machine.vcpu) / cores.max(0.001))
}

fn in_proportion(count: u32, ratio: f64) -> u32 {
    (f64::from(count) * ratio).round().clamp(1.0, f64::from(u32::MAX)) as u32
}

fn refit(hardware: &mut Hardware, machine: &Machine) {
    hardware.machine = Some(machine.name.clone());
    hardware.cores = Some(machine.vcpu);
    hardware.quota = None;
    hardware.memory_b = Some(machine.memory_bytes as f64);
    hardware.bandwidth_b_per_s = machine.network_bytes_per_s;
}
