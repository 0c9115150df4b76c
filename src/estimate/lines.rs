//! The lines that napkin adds to an estimate: traffic, then each component, then latency.

use super::visits::{ComponentFlow, Flow};
use crate::blueprint::{Blueprint, Load};
use crate::component::{Spec, cache, database, server};
use crate::document::EstimateLine;
use crate::message::estimate as message;
use crate::units::{Dim, Quantity, show};

/// The share of a capacity that a need is computed for: queues stay short, and one machine may fail.
const TARGET: f64 = 0.7;
/// Servers beyond which the wait in queue is not computed: it is nothing by then.
const MOST_SERVERS: f64 = 100_000.0;

/// A mean wait shorter than this is shown as none: an approximation knows nothing so small.
const LEAST_WAIT_S: f64 = 1e-6;

/// Every line that napkin adds.
pub(super) fn napkin(blueprint: &Blueprint, flow: &Flow) -> Vec<EstimateLine> {
    let mut lines = traffic(blueprint, flow);
    for (id, component) in blueprint.components.iter().enumerate() {
        let Some(of) = flow.components.get(id) else { continue };
        let mut add = |line: EstimateLine| {
            lines.push(EstimateLine { name: format!("{}.{}", component.name, line.name), ..line });
        };
        add(calls(blueprint, flow, id));
        match &component.spec {
            Spec::Cache(spec) | Spec::Cdn(spec) => {
                hit_ratio(spec, of).into_iter().for_each(&mut add)
            }
            Spec::Database(spec) => database_load(spec, of).into_iter().for_each(&mut add),
            Spec::Server(spec) => {
                server_load(spec, of, flow.peak_times).into_iter().for_each(&mut add)
            }
            Spec::LoadBalancer(_) | Spec::Queue(_) | Spec::RateLimiter(_) => {}
        }
        utilization(of).into_iter().for_each(&mut add);
        if let Spec::Server(spec) = &component.spec {
            wait(spec, of).into_iter().for_each(&mut add);
        }
    }
    for (journey, of) in blueprint.journeys.iter().zip(&flow.journeys) {
        let value = Quantity::new(of.latency_s, Dim::TIME);
        let step = message::latency_step(&show(value));
        lines.push(line(
            &format!("{}.latency", journey.name),
            value,
            message::LATENCY_FORMULA,
            step,
        ));
    }
    lines
}

fn line(name: &str, quantity: Quantity, formula: &str, step: String) -> EstimateLine {
    EstimateLine {
        name: name.to_owned(),
        value: quantity.value,
        low: quantity.value,
        high: quantity.value,
        unit: quantity.dim.unit(),
        formula: formula.to_owned(),
        step,
        kind: "napkin".to_owned(),
    }
}

fn count(value: f64) -> String {
    show(Quantity::new(value, Dim::NONE))
}

fn rate(per_s: f64) -> String {
    show(Quantity::new(per_s, Dim::RATE))
}

fn duration(seconds: f64) -> String {
    show(Quantity::new(seconds, Dim::TIME))
}

/// Average and peak rate, bytes out to clients, bytes stored.
fn traffic(blueprint: &Blueprint, flow: &Flow) -> Vec<EstimateLine> {
    let mut lines = vec![average(blueprint, flow)];
    if flow.peak_times > 1.0 {
        let value = Quantity::new(flow.requests_per_s * flow.peak_times, Dim::RATE);
        let times = count(flow.peak_times);
        let left = message::product(&rate(flow.requests_per_s), &times);
        let step = message::step(&left, &show(value));
        lines.push(line("peak_qps", value, &message::peak_formula(&times), step));
    }
    lines.extend(bandwidth_out(blueprint, flow));
    for data in &blueprint.data {
        let value = Quantity::new(data.keys as f64 * data.size_b, Dim::BYTES);
        let (keys, size) = (count(data.keys as f64), show(Quantity::new(data.size_b, Dim::BYTES)));
        let step = message::step(&message::product(&keys, &size), &show(value));
        let formula = message::product("keys", "size");
        lines.push(line(&format!("{}.storage", data.name), value, &formula, step));
    }
    lines
}

fn average(blueprint: &Blueprint, flow: &Flow) -> EstimateLine {
    let value = Quantity::new(flow.requests_per_s, Dim::RATE);
    if let Load::Closed { clients, think } = &blueprint.load {
        let latency_s: f64 = blueprint
            .journeys
            .iter()
            .zip(&flow.journeys)
            .map(|(j, of)| j.share * of.latency_s)
            .sum();
        let cycle = duration(latency_s + think.mean_ns() / 1e9);
        let step = message::closed_rate(&count(f64::from(*clients)), &cycle, &show(value));
        return line("average_qps", value, message::CLOSED_RATE, step);
    }
    let names: Vec<String> = blueprint.journeys.iter().map(|j| j.name.clone()).collect();
    let rates: Vec<String> = flow.journeys.iter().map(|of| rate(of.requests_per_s)).collect();
    let step = match rates.as_slice() {
        [one] => one.clone(),
        _ => message::step(&message::sum(&rates), &show(value)),
    };
    line("average_qps", value, &message::sum(&names), step)
}

/// Answers with a known size; what a request brings in is not sent out.
fn bandwidth_out(blueprint: &Blueprint, flow: &Flow) -> Option<EstimateLine> {
    let (mut total, mut names, mut parts) = (0.0, Vec::new(), Vec::new());
    for (journey, of) in blueprint.journeys.iter().zip(&flow.journeys) {
        let Some(size_b) = journey.size_b.filter(|_| journey.writes.is_none()) else { continue };
        let size = show(Quantity::new(size_b, Dim::BYTES));
        total += of.requests_per_s * size_b;
        parts.push(message::product(&rate(of.requests_per_s), &size));
        names.push(message::product(&journey.name, "size"));
    }
    let value = Quantity::new(total, Dim::BANDWIDTH);
    let step = message::step(&message::sum(&parts), &show(value));
    (total > 0.0).then(|| line("bandwidth_out", value, &message::sum(&names), step))
}

/// Calls into a component: the journeys that come by, each times its mean calls.
fn calls(blueprint: &Blueprint, flow: &Flow, id: usize) -> EstimateLine {
    let (mut names, mut parts) = (Vec::new(), Vec::new());
    for (journey, of) in blueprint.journeys.iter().zip(&flow.journeys) {
        let times = of.calls.get(id).copied().unwrap_or(0.0);
        if times == 0.0 {
            continue;
        }
        let whole = (times - 1.0).abs() < 1e-12;
        let with = |text: &str| {
            if whole { text.to_owned() } else { message::product(text, &count(times)) }
        };
        names.push(with(&journey.name));
        parts.push(with(&rate(of.requests_per_s)));
    }
    let value = Quantity::new(flow.components[id].calls_per_s, Dim::RATE);
    let left = message::sum(&parts);
    let result = show(value);
    let step = if left == result { result } else { message::step(&left, &result) };
    line("calls", value, &message::sum(&names), step)
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

/// Cores busy and needed, workers busy, instances needed.
fn server_load(spec: &server::Spec, of: &ComponentFlow, peak_times: f64) -> Vec<EstimateLine> {
    let mut lines = Vec::new();
    if of.cpu_erlangs > 0.0 {
        let value = Quantity::new(of.cpu_erlangs, Dim::NONE);
        lines.push(offered_load(of, value, &message::erlangs(&count(value.value))));
    }
    if spec.workers.is_some() && of.workers_erlangs > 0.0 {
        let value = Quantity::new(of.workers_erlangs, Dim::NONE);
        let held_s = of.workers_erlangs / of.calls_per_s;
        let left = message::product(&rate(of.calls_per_s), &duration(held_s));
        let step = message::step(&left, &message::erlangs(&count(value.value)));
        lines.push(line("workers_busy", value, message::WORKERS_BUSY, step));
    }
    lines.extend(needs(spec, of, peak_times));
    lines
}

/// What the busiest resource needs at the target, and in how many instances that is.
fn needs(spec: &server::Spec, of: &ComponentFlow, peak_times: f64) -> Vec<EstimateLine> {
    let Some(busiest) = of.busiest() else { return Vec::new() };
    let Some(capacity) = busiest.capacity.filter(|&capacity| capacity > 0.0) else {
        return Vec::new();
    };
    let need = whole(busiest.offered_erlangs * peak_times / TARGET);
    let (resource, target) = (busiest.resource.as_str(), message::percent(TARGET));
    let peak = (peak_times > 1.0).then(|| count(peak_times));
    let load = count(busiest.offered_erlangs);
    let step = message::need_step(&load, peak.as_deref(), &target, &count(need), &count(capacity));
    let formula = message::need_formula(resource, peak.is_some(), &target);
    let value = Quantity::new(need, Dim::NONE);
    let first = line(&format!("{resource}_needed"), value, &formula, step);
    let instances = f64::from(spec.instances);
    let each = capacity / instances;
    let value = Quantity::new(whole(need / each), Dim::NONE);
    let step = message::need_step(
        &count(need),
        None,
        &count(each),
        &count(value.value),
        &count(instances),
    );
    let formula = message::instances_formula(resource);
    vec![first, line("instances_needed", value, &formula, step)]
}

/// Rounded up; what is whole but for the last digits of a double is not rounded up past it.
fn whole(value: f64) -> f64 {
    (value * (1.0 - 1e-12)).ceil()
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
    let cores = f64::from(spec.hardware.cores?) * f64::from(spec.instances);
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
