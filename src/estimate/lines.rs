//! Lines that are no formula of quantities: closed forms of queues and caches, at the medians.

use super::flow::{ComponentFlow, Flow};
use crate::blueprint::{Blueprint, Load};
use crate::component::{Spec, cache, database, server};
use crate::document::EstimateLine;
use crate::message::estimate as message;
use crate::units::{Dim, Quantity, show};

/// Servers beyond which the wait in queue is not computed: it is nothing by then.
const MOST_SERVERS: f64 = 100_000.0;

/// A mean wait shorter than this is shown as none: an approximation knows nothing so small.
const LEAST_WAIT_S: f64 = 1e-6;

/// The lines of a component that stand before its load.
pub(super) fn before_load(spec: &Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    match spec {
        Spec::Cache(spec) | Spec::Cdn(spec) => hit_ratio(spec, of),
        Spec::Database(spec) => database_load(spec, of),
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
    let step = message::latency_step(&show(value));
    line(&format!("{request_type}.latency"), value, message::LATENCY_FORMULA, step)
}

/// A line whose value is known.
pub(super) fn line(name: &str, quantity: Quantity, formula: &str, step: String) -> EstimateLine {
    EstimateLine {
        name: name.to_owned(),
        value: quantity.value,
        low: quantity.value,
        high: quantity.value,
        unit: quantity.dim.unit(),
        formula: formula.to_owned(),
        step,
        kind: "napkin".to_owned(),
        ..EstimateLine::default()
    }
}

/// A plain count as it is shown.
pub(super) fn count(value: f64) -> String {
    show(Quantity::new(value, Dim::NONE))
}

fn rate(per_s: f64) -> String {
    show(Quantity::new(per_s, Dim::RATE))
}

fn duration(seconds: f64) -> String {
    show(Quantity::new(seconds, Dim::TIME))
}

/// The rate of a closed load.
pub(super) fn closed_average(blueprint: &Blueprint, flow: &Flow) -> EstimateLine {
    let value = Quantity::new(flow.requests_per_s, Dim::RATE);
    let Load::Closed { clients, think } = &blueprint.load else {
        return line("average_qps", value, "", show(value));
    };
    let latency_s: f64 = blueprint
        .request_types
        .iter()
        .zip(&flow.request_types)
        .map(|(j, of)| j.share * of.latency_s)
        .sum();
    let cycle = duration(latency_s + think.mean_ns() / 1e9);
    let step = message::closed_rate(&count(f64::from(*clients)), &cycle, &show(value));
    line("average_qps", value, message::CLOSED_RATE, step)
}

fn hit_ratio(spec: &cache::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    let value = Quantity::new(of.hit_ratio?, Dim::NONE);
    let hits = message::percent(value.value);
    if spec.hit_ratio.is_some() {
        return Some(line("hit_ratio", value, message::HIT_RATIO_GIVEN, hits));
    }
    let policy = match spec.evict {
        cache::Evict::Lru => "lru",
        cache::Evict::Lfu => "lfu",
        cache::Evict::Fifo => "fifo",
        cache::Evict::Random => "random",
    };
    let memory = spec.hardware.memory_b.map(|memory_b| {
        let room = show(Quantity::new(memory_b, Dim::BYTES));
        if spec.instances == 1 {
            room
        } else {
            message::product(&count(f64::from(spec.instances)), &room)
        }
    });
    let stays = of.characteristic_s.filter(|seconds| seconds.is_finite()).map(duration);
    let ttl = spec.ttl_ns.map(|ns| duration(ns as f64 / 1e9));
    let step = message::hit_ratio_step(memory.as_deref(), ttl.as_deref(), stays.as_deref(), &hits);
    Some(line("hit_ratio", value, &message::hit_ratio_formula(policy), step))
}

/// The offered load of a database, replicas included.
fn database_load(spec: &database::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    if of.cpu_erlangs <= 0.0 {
        return None;
    }
    let value = Quantity::new(of.cpu_erlangs, Dim::NONE);
    let result = message::erlangs(&count(value.value));
    if spec.replicas == 0 || of.writes_per_s == 0.0 {
        return Some(offered_load(of, value, &result));
    }
    let copies = 1 + spec.replicas;
    let (reads, writes) = (of.read_cpu_erlangs, of.write_cpu_erlangs);
    let step = message::replicated_load(&count(reads), &count(writes), copies, &result);
    Some(line("offered_load", value, message::OFFERED_LOAD_REPLICATED, step))
}

fn offered_load(of: &ComponentFlow, value: Quantity, result: &str) -> EstimateLine {
    let mean_s = value.value / of.calls_per_s;
    let left = message::product(&rate(of.calls_per_s), &duration(mean_s));
    line("offered_load", value, message::OFFERED_LOAD, message::step(&left, result))
}

/// Threads held, downstream time included.
fn workers_busy(spec: &server::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    if spec.workers.is_none() || of.workers_erlangs <= 0.0 {
        return None;
    }
    let value = Quantity::new(of.workers_erlangs, Dim::NONE);
    let held_s = of.workers_erlangs / of.calls_per_s;
    let left = message::product(&rate(of.calls_per_s), &duration(held_s));
    let step = message::step(&left, &message::erlangs(&count(value.value)));
    Some(line("workers_busy", value, message::WORKERS_BUSY, step))
}

/// Offered load over capacity of the busiest resource.
fn utilization(of: &ComponentFlow) -> Option<EstimateLine> {
    let (busiest, share) = (of.busiest()?, of.utilization?);
    let value = Quantity::new(share, Dim::NONE);
    let (load, capacity) = (count(busiest.offered_erlangs), count(busiest.capacity?));
    let step = message::utilization_step(&load, &capacity, &message::percent(share), share >= 1.0);
    Some(line("utilization", value, &message::utilization_formula(&busiest.resource), step))
}

/// The mean wait for a core, taking all cores of all instances as one queue. A hint: real instances queue
/// apart, and arrivals need not be Poisson.
fn wait(spec: &server::Spec, of: &ComponentFlow) -> Option<EstimateLine> {
    let cores = f64::from(spec.hardware.cores?) * of.instances;
    let usable = spec.contention == 0.0 && spec.coherency == 0.0 && cores <= MOST_SERVERS;
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
    let busy = message::percent(of.cpu_erlangs / cores);
    let result = if wait_s < LEAST_WAIT_S { count(0.0) } else { show(value) };
    let step = message::wait_step(&count(cores), &busy, &duration(work_s), &result);
    Some(line("wait", value, message::WAIT_FORMULA, step))
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
