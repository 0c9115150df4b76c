//! The quantities that everybody asks for first: requests a second, bytes stored and sent, memory for a cache,
//! servers, copies for an availability, downtime.

use super::flow::{ComponentFlow, Flow};
use super::sheet::Sheet;
use super::{availability, lines};
use crate::blueprint::{Blueprint, Load, Metric, RequestType};
use crate::component::Spec;
use crate::component::cache::Evict;
use crate::component::cache::theory::{self, Bin};
use crate::document::Assumed;
use crate::message::Why;
use crate::message::estimate::{Formula, Remark, Step, percent};
use crate::units::{Dim, Quantity, show};

/// The share of a capacity that a need is computed for: queues stay short, and one machine may fail.
const TARGET: f64 = 0.7;
/// The page's own name for it.
const TARGET_NAME: &str = "target_utilization";
/// Names of the page for how long data is kept.
const KEPT: [&str; 3] = ["keep", "retention", "kept_for"];
/// The rule of thumb: so many of the keys get so many of the reads.
const RULE: (f64, f64) = (0.2, 0.8);

/// Adds every line to the sheet.
pub(super) fn fill(sheet: &mut Sheet<'_>, blueprint: &Blueprint, flow: &Flow) {
    let peak = (flow.peak_times > 1.0).then(|| {
        let times = Quantity::new(flow.peak_times, Dim::NONE);
        sheet.amount(sheet.peak(), "peak_times", times)
    });
    let rates = qps(sheet, blueprint, flow, peak.as_deref());
    storage(sheet, blueprint, &rates);
    bandwidth(sheet, blueprint, &rates);
    caches(sheet, blueprint);
    let mut tiers = Vec::new();
    for (id, component) in blueprint.components.iter().enumerate() {
        let Some(of) = flow.components.get(id) else { continue };
        let name = component.name.as_str();
        let calls = calls(sheet, blueprint, flow, id, &rates);
        if let Some(line) = lines::before_load(&component.spec, of) {
            sheet.fixed(named(name, line));
        }
        if let Spec::Server(_) = &component.spec {
            let needed = servers(sheet, name, of, (calls.as_str(), peak.as_deref()), flow);
            tiers.extend(needed.map(|needed| (name, needed)));
        }
        if let Spec::Database(_) = &component.spec
            && of.calls_per_s > 0.0
        {
            tiers.push((name, 1.0));
        }
        for line in lines::after_load(&component.spec, of) {
            sheet.fixed(named(name, line));
        }
    }
    for (request_type, of) in blueprint.request_types.iter().zip(&flow.request_types) {
        sheet.fixed(lines::latency(&request_type.name, of.latency_s));
    }
    let target = blueprint
        .slo
        .iter()
        .find(|target| target.request_type.is_none() && target.metric == Metric::Availability);
    if let Some(target) = target {
        availability::fill(sheet, target.target, &tiers);
    }
}

fn named(component: &str, line: crate::document::EstimateLine) -> crate::document::EstimateLine {
    crate::document::EstimateLine { name: format!("{component}.{}", line.name), ..line }
}

/// Average and peak, in all and of each request. The names of the requests' rates come back.
fn qps(
    sheet: &mut Sheet<'_>,
    blueprint: &Blueprint,
    flow: &Flow,
    peak: Option<&str>,
) -> Vec<String> {
    if let Load::Closed { .. } = &blueprint.load {
        sheet.fixed(lines::closed_average(blueprint, flow));
        let total = sheet.number("average_qps", Quantity::new(flow.requests_per_s, Dim::RATE));
        if let Some(times) = peak {
            sheet.derive("peak_qps", &product(&total, times));
        }
        let rates = blueprint.request_types.iter().zip(&flow.request_types);
        return rates
            .map(|(request_type, of)| {
                let rate = Quantity::new(of.requests_per_s, Dim::RATE);
                sheet.number(&format!("{}.qps", request_type.name), rate)
            })
            .collect();
    }
    let total = Quantity::new(flow.requests_per_s, Dim::RATE);
    let (average, rates) = match blueprint.request_types.as_slice() {
        [one] => {
            let written = sheet.rate(&one.name).or_else(|| sheet.traffic());
            let rate = rate(sheet, blueprint, written, "rate", total);
            let average = sheet.derive("average_qps", &rate);
            (average.clone(), vec![average])
        }
        _ => several(sheet, blueprint, flow, total),
    };
    if let Some(times) = peak {
        sheet.derive("peak_qps", &product(&average, times));
        if rates.len() > 1 {
            for (request_type, rate) in blueprint.request_types.iter().zip(&rates) {
                sheet.derive(&format!("{}.peak_qps", request_type.name), &product(rate, times));
            }
        }
    }
    rates
}

/// The rates of several requests, and their sum or what they are shares of.
fn several(
    sheet: &mut Sheet<'_>,
    blueprint: &Blueprint,
    flow: &Flow,
    total: Quantity,
) -> (String, Vec<String>) {
    let name = |request_type: &RequestType| format!("{}.qps", request_type.name);
    if sheet.traffic().is_some() {
        let traffic = rate(sheet, blueprint, sheet.traffic(), "rate", total);
        let average = sheet.derive("average_qps", &traffic);
        let rates = blueprint.request_types.iter().map(|request_type| {
            let share = sheet.count(&format!("{}.share", request_type.name), request_type.share);
            sheet.derive(&name(request_type), &product(&average, &share))
        });
        return (average.clone(), rates.collect());
    }
    let rates: Vec<String> = blueprint
        .request_types
        .iter()
        .zip(&flow.request_types)
        .map(|(request_type, of)| {
            let value = Quantity::new(of.requests_per_s, Dim::RATE);
            let written = sheet.rate(&request_type.name);
            let named = format!("{}.rate", request_type.name);
            let rate = rate(sheet, blueprint, written, &named, value);
            sheet.derive(&name(request_type), &rate)
        })
        .collect();
    (sheet.derive("average_qps", &sum(&rates)), rates)
}

/// A rate as the page writes it, times what `traffic.times` multiplies it by.
fn rate(
    sheet: &mut Sheet<'_>,
    blueprint: &Blueprint,
    written: Option<String>,
    name: &str,
    value: Quantity,
) -> String {
    let times = blueprint.load_times;
    if times.to_bits() == 1.0_f64.to_bits() {
        return sheet.amount(written, name, value);
    }
    let one = sheet.amount(written, name, Quantity::new(value.value / times, value.dim));
    let times = sheet.count("load_times", times);
    product(&one, &times)
}

/// The bytes of each request that writes (or of each that reads), as factors: `shorten.qps * record`.
fn bytes(
    sheet: &mut Sheet<'_>,
    blueprint: &Blueprint,
    rates: &[String],
    writes: bool,
) -> Vec<String> {
    let mut parts = Vec::new();
    for (request_type, rate) in blueprint.request_types.iter().zip(rates) {
        let Some(size_b) = request_type.size_b.filter(|_| request_type.writes.is_some() == writes)
        else {
            continue;
        };
        let data =
            request_type.writes.or(request_type.reads).and_then(|data| blueprint.data.get(data));
        let written = sheet.size(&request_type.name, data.map(|data| data.name.as_str()));
        let size = Quantity::new(size_b, Dim::BYTES);
        let size = sheet.amount(written, &format!("{}.size", request_type.name), size);
        parts.push(product(rate, &size));
    }
    parts
}

/// What the data sets hold, and what the writes add in a year and for as long as the page keeps it.
fn storage(sheet: &mut Sheet<'_>, blueprint: &Blueprint, rates: &[String]) {
    let written = bytes(sheet, blueprint, rates, true);
    if !written.is_empty() {
        let a_second = in_parentheses(&sum(&written), written.len());
        sheet.derive("storage_a_year", &product(&a_second, "1 year"));
        let kept = KEPT
            .into_iter()
            .find(|name| sheet.named(name).is_some_and(|value| value.dim == Dim::TIME));
        if let Some(name) = kept {
            sheet.derive("storage_kept", &product(&a_second, name));
        }
    }
    for data in &blueprint.data {
        let [keys, size] = sheet.data(&data.name);
        let count = Quantity::new(data.keys as f64, Dim::NONE);
        let keys = sheet.amount(keys, &format!("{}.keys", data.name), count);
        let bytes = Quantity::new(data.size_b, Dim::BYTES);
        let size = sheet.amount(size, &format!("{}.size", data.name), bytes);
        sheet.derive(&format!("{}.storage", data.name), &product(&keys, &size));
    }
}

/// Bytes from clients and to them, where sizes are known.
fn bandwidth(sheet: &mut Sheet<'_>, blueprint: &Blueprint, rates: &[String]) {
    for (name, writes) in [("bandwidth_in", true), ("bandwidth_out", false)] {
        let parts = bytes(sheet, blueprint, rates, writes);
        if !parts.is_empty() {
            sheet.derive(name, &sum(&parts));
        }
    }
}

/// The memory of a cache by the rule of 80 and 20, and what it would really hit.
fn caches(sheet: &mut Sheet<'_>, blueprint: &Blueprint) {
    for (index, data) in blueprint.data.iter().enumerate() {
        let is_read =
            blueprint.request_types.iter().any(|request_type| request_type.reads == Some(index));
        if !is_read || data.keys == 0 {
            continue;
        }
        let storage = sheet.written_id(&format!("{}.storage", data.name));
        let share = percent(RULE.0);
        sheet.derive(&format!("{}.cache_memory", data.name), &format!("{share} of {storage}"));
        let keys = data.keys as f64;
        let bins: Vec<Bin> = data
            .popularity
            .bins()
            .into_iter()
            .map(|(from, to, mass)| Bin::new((to - from) as f64, mass / (to - from) as f64))
            .collect();
        let hits = theory::steady_state(Evict::Lru, None, RULE.0 * keys, &bins).hit_ratio(&bins);
        let popularity = sheet.written.popularity(&data.name).unwrap_or("uniform").to_owned();
        let (keys, promised) = RULE;
        let step = Step::Rule { keys, promised, popularity, hits };
        let value = Quantity::new(hits, Dim::NONE);
        sheet.fixed(lines::line(&format!("{}.cache_hits", data.name), value, Formula::Rule, step));
    }
}

/// Calls into a component: the requests that come by, each times its mean calls.
fn calls(
    sheet: &mut Sheet<'_>,
    blueprint: &Blueprint,
    flow: &Flow,
    id: usize,
    rates: &[String],
) -> String {
    let component = &blueprint.components[id].name;
    let mut parts = Vec::new();
    for ((request_type, of), rate) in
        blueprint.request_types.iter().zip(&flow.request_types).zip(rates)
    {
        let times = of.calls.get(id).copied().unwrap_or(0.0);
        if times == 0.0 {
            continue;
        }
        if (times - 1.0).abs() < 1e-12 {
            parts.push(rate.clone());
        } else {
            let each = sheet.count(&format!("{component}.calls_per_{}", request_type.name), times);
            parts.push(product(rate, &each));
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    sheet.derive(&format!("{component}.calls"), &sum(&parts))
}

/// Busy on average, needed at the peak with headroom, and in how many instances that is. The instances come back.
fn servers(
    sheet: &mut Sheet<'_>,
    name: &str,
    of: &ComponentFlow,
    (calls, peak): (&str, Option<&str>),
    flow: &Flow,
) -> Option<f64> {
    if calls.is_empty() || of.calls_per_s <= 0.0 {
        return None;
    }
    let busiest = of.busiest();
    let resource = busiest.map_or("cpu", |busiest| busiest.resource.as_str());
    let load = busiest.map_or(of.cpu_erlangs, |busiest| busiest.offered_erlangs);
    if load <= 0.0 {
        return None;
    }
    let each = Quantity::new(load / of.calls_per_s, Dim::TIME);
    let each = sheet.number(&format!("{name}.{resource}_time"), each);
    let formula = product(calls, &each);
    let said = (resource == "cpu").then_some(Formula::OfferedLoad);
    let load_name =
        if resource == "cpu" { "offered_load".to_owned() } else { format!("{resource}_load") };
    let busy = Some(Remark::BusyOnAverage);
    let load_id = sheet.derive_as(&format!("{name}.{load_name}"), &formula, said, busy);
    let capacity = busiest?.capacity.filter(|&capacity| capacity > 0.0)?;
    let target = target(sheet);
    let what = || resource.to_owned();
    let at_peak = peak.map_or(load_id.clone(), |times| product(&load_id, times));
    let need = sheet.derive_as(
        &format!("{name}.{resource}_needed"),
        &format!("ceil({at_peak} / {target})"),
        Some(Formula::Need { resource: what(), at_peak: peak.is_some(), target }),
        Some(Remark::PageHas(capacity)),
    );
    let instances = of.instances;
    let per = sheet.count(&format!("{name}.{resource}_per_instance"), capacity / instances);
    sheet.derive_as(
        &format!("{name}.instances_needed"),
        &format!("ceil({need} / {per})"),
        Some(Formula::Instances { resource: what() }),
        Some(Remark::PageHas(instances)),
    );
    let share = sheet.named(TARGET_NAME).map_or(TARGET, |own| own.value);
    let whole = |value: f64| (value * (1.0 - 1e-12)).ceil();
    Some(whole(whole(load * flow.peak_times / share) / (capacity / instances)))
}

/// The share of a capacity to aim at: the page's, or napkin's.
fn target(sheet: &mut Sheet<'_>) -> String {
    let usable = |value: f64| value > 0.0 && value <= 1.0;
    if sheet.named(TARGET_NAME).is_some_and(|own| own.dim == Dim::NONE && usable(own.value)) {
        return TARGET_NAME.to_owned();
    }
    let path = format!("assume.{TARGET_NAME}");
    if !sheet.assumed.iter().any(|known| known.path == path) {
        let why = Why::UsableShare.into();
        sheet.assumed.push(Assumed { path, value: percent(TARGET), why });
    }
    format!("{}%", show(Quantity::new(TARGET * 100.0, Dim::NONE)))
}

/// Several things added, as a page writes it.
fn sum(parts: &[String]) -> String {
    parts.join(" + ")
}

/// Two things multiplied.
fn product(a: &str, b: &str) -> String {
    format!("{a} * {b}")
}

/// A sum of several parts, to be multiplied.
fn in_parentheses(sum: &str, parts: usize) -> String {
    if parts > 1 { format!("({sum})") } else { sum.to_owned() }
}
