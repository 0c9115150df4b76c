//! Lines that are no formula of quantities: closed forms of queues and caches, at the medians.

use super::flow::{ComponentFlow, Flow};
use crate::blueprint::{Blueprint, Load};
use crate::component::{Spec, cache, database, server};
use crate::document::EstimateLine;
use crate::message::estimate::{Evicts, Formula, Step};
use crate::units::{Dim, Quantity};

/// Servers beyond which the wait in queue is not computed: it is nothing by then.
const MOST_SERVERS: f64 = 100_000.0;

/// A mean wait shorter than this is shown as none: an approximation knows nothing so small.
const LEAST_WAIT_S: f64 = 1e-6;

/// The lines of a component that stand before its load.
pub(super) fn before_load(spec: &Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    match spec {
        Spec::Cache(spec) | Spec::Cdn(spec) => hit_ratio(spec, of),
        Spec::Database(spec) => database_load(spec, of),
        Spec::Kv(_) => kv_load(of),
        Spec::Server(_) | Spec::LoadBalancer(_) | Spec::Queue(_) | Spec::RateLimiter(_) => None,
    }
}

/// Those that stand behind it.
pub(super) fn after_load(spec: &Spec, of: &ComponentFlow) -> Vec<EstimateLine> {
    let mut lines = Vec::new();
    if let Spec::Server(spec) = spec {
        lines.extend(workers_busy(spec, of));
    }
    lines.extend(utilization(of));
    if let Spec::Server(spec) = spec {
        lines.extend(wait(spec, of));
    }
    lines
}

/// The mean latency of a request without any waiting.
pub(super) fn latency(request_type: &str, seconds: f64) -> EstimateLine {
    let value = Quantity::new(seconds, Dim::TIME);
    line(&format!("{request_type}.latency"), value, Formula::Latency, Step::Latency(seconds))
}

/// A line whose value is known.
pub(super) fn line(name: &str, quantity: Quantity, formula: Formula, step: Step) -> EstimateLine {
    EstimateLine {
        name: name.to_owned(),
        value: quantity.value,
        low: quantity.value,
        high: quantity.value,
        unit: quantity.dim.unit(),
        formula: formula.into(),
        step: step.into(),
        kind: "napkin".to_owned(),
        ..EstimateLine::default()
    }
}

/// The rate of a closed load.
pub(super) fn closed_average(blueprint: &Blueprint, flow: &Flow) -> EstimateLine {
    let value = Quantity::new(flow.requests_per_s, Dim::RATE);
    let Load::Closed { clients, think } = &blueprint.load else {
        let text = crate::units::show(value);
        let step = Step::Board { text, remark: None };
        return line("average_qps", value, Formula::default(), step);
    };
    let latency_s: f64 = blueprint
        .request_types
        .iter()
        .zip(&flow.request_types)
        .map(|(j, of)| j.share * of.latency_s)
        .sum();
    let (clients, cycle_s) = (f64::from(*clients), latency_s + think.mean_ns() / 1e9);
    let step = Step::ClosedRate { clients, cycle_s, per_s: flow.requests_per_s };
    line("average_qps", value, Formula::ClosedRate, step)
}

fn hit_ratio(spec: &cache::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    let value = Quantity::new(of.hit_ratio?, Dim::NONE);
    let hits = value.value;
    if spec.hit_ratio.is_some() {
        return Some(line("hit_ratio", value, Formula::HitRatioGiven, Step::Share(hits)));
    }
    let policy = match spec.evict {
        cache::Evict::Lru => Evicts::Lru,
        cache::Evict::Lfu => Evicts::Lfu,
        cache::Evict::Fifo => Evicts::Fifo,
        cache::Evict::Random => Evicts::Random,
    };
    let (instances, memory_b) = (spec.instances, spec.hardware.memory_b);
    let stays_s = of.characteristic_s.filter(|seconds| seconds.is_finite());
    let ttl_s = spec.ttl_ns.map(|ns| ns as f64 / 1e9);
    let step = Step::HitRatio { instances, memory_b, ttl_s, stays_s, hits };
    Some(line("hit_ratio", value, Formula::HitRatio(policy), step))
}

/// The offered load of a database, replicas included.
fn database_load(spec: &database::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    if of.cpu_erlangs <= 0.0 {
        return None;
    }
    let value = Quantity::new(of.cpu_erlangs, Dim::NONE);
    if spec.replicas == 0 || of.writes_per_s == 0.0 {
        return Some(offered_load(of, value));
    }
    let copies = 1 + spec.replicas;
    let (reads, writes) = (of.read_cpu_erlangs, of.write_cpu_erlangs);
    let step = Step::Replicated { reads, writes, copies, busy: value.value };
    Some(line("offered_load", value, Formula::OfferedLoadReplicated, step))
}

/// The offered load of a key-value store, each call's copies included.
fn kv_load(of: &ComponentFlow) -> Option<EstimateLine> {
    if of.cpu_erlangs <= 0.0 {
        return None;
    }
    let value = Quantity::new(of.cpu_erlangs, Dim::NONE);
    Some(line("offered_load", value, Formula::OfferedLoadCopied, busy(of, value.value)))
}

fn offered_load(of: &ComponentFlow, value: Quantity) -> EstimateLine {
    line("offered_load", value, Formula::OfferedLoad, busy(of, value.value))
}

/// So many calls, each of which holds one for so long.
fn busy(of: &ComponentFlow, busy: f64) -> Step {
    Step::Busy { per_s: of.calls_per_s, each_s: busy / of.calls_per_s, busy }
}

/// Threads held, downstream time included.
fn workers_busy(spec: &server::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    if spec.workers.is_none() || of.workers_erlangs <= 0.0 {
        return None;
    }
    let value = Quantity::new(of.workers_erlangs, Dim::NONE);
    Some(line("workers_busy", value, Formula::WorkersBusy, busy(of, value.value)))
}

/// Offered load over capacity of the busiest resource.
fn utilization(of: &ComponentFlow) -> Option<EstimateLine> {
    let (busiest, share) = (of.busiest()?, of.utilization?);
    let value = Quantity::new(share, Dim::NONE);
    let (load, capacity) = (busiest.offered_erlangs, busiest.capacity?);
    let formula = Formula::Utilization { resource: busiest.resource.clone() };
    Some(line("utilization", value, formula, Step::Utilization { load, capacity, share }))
}

/// The mean wait for a core, taking all cores of all instances as one queue. A hint: real instances queue
/// apart, and arrivals need not be Poisson.
fn wait(spec: &server::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    let cores = f64::from(spec.hardware.cores?) * of.instances;
    // A quota makes work wait for its next period as well.
    let usable = spec.hardware.quota.is_none()
        && spec.contention == 0.0
        && spec.coherency == 0.0
        && cores <= MOST_SERVERS;
    let cv2 = spec.work.cpu.cv2();
    if !usable || of.cpu_erlangs <= 0.0 || of.cpu_erlangs >= cores || !cv2.is_finite() {
        return None;
    }
    let work_s = of.cpu_erlangs / of.calls_per_s;
    let waits = erlang_c(cores as u32, of.cpu_erlangs);
    let exact_s = waits * work_s / (cores - of.cpu_erlangs) * (1.0 + cv2) / 2.0;
    // Below the clock's tick there is no wait, whatever the formula's last digits say.
    let wait_s = if exact_s < 1e-9 { 0.0 } else { exact_s };
    let value = Quantity::new(wait_s, Dim::TIME);
    let utilization = of.cpu_erlangs / cores;
    let wait_s = if wait_s < LEAST_WAIT_S { 0.0 } else { wait_s };
    Some(line("wait", value, Formula::Wait, Step::Wait { cores, utilization, work_s, wait_s }))
}

/// The probability of waiting in M/M/c with offered load a < c (Erlang 1917), by way of the recursion of
/// Erlang B, which neither overflows nor cancels. The factor (1 + cv²) / 2 above is Lee & Longton's, 1959.
pub(super) fn erlang_c(servers: u32, offered: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |blocked, n| {
        let arriving = offered * blocked;
        arriving / (f64::from(n) + arriving)
    });
    let utilization = offered / f64::from(servers);
    blocked / (1.0 - utilization * (1.0 - blocked))
}
