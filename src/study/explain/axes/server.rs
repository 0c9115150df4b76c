//! What a server has to turn.

use super::{Axis, Tempting, larger};
use crate::component::autoscale::{self, Metric};
use crate::component::server::{Order, Spec};
use crate::message::explain::{Lever, Setting};
use crate::study::explain::evidence::Evidence;
use crate::units::exact::nanoseconds;

/// So many counts of instances are looked at; beyond, they are further apart.
const COUNTS: u32 = 48;

pub(super) fn axes(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    spec: &Spec,
    found: &mut Vec<Axis>,
) {
    let hope = evidence.hope(name);
    if hope <= 0.0 {
        // The limit is elsewhere: more of these is what one tries first.
        let elsewhere = evidence
            .report
            .bottleneck
            .as_ref()
            .is_some_and(|one| one.component != name && evidence.is_bottleneck(&one.component));
        let limited = spec.hardware.cores.is_some() || spec.workers.is_some();
        if elsewhere && limited && spec.autoscale.is_none() {
            let axis = Axis::new(name, Lever::Instances, spec.instances, 0.3);
            let axis = axis.level(&format!("{name}.instances"), spec.instances * 2);
            found.push(axis.tempting(Tempting::NotTheLimit));
        }
        return;
    }
    let limited = spec.hardware.cores.is_some() || spec.workers.is_some();
    if let Some(scale) = &spec.autoscale {
        scaling(evidence, at, name, scale, hope, found);
    } else if limited {
        found.push(instances(evidence, at, name, spec.instances, hope));
    }
    found.extend(larger(evidence, name, &spec.hardware, hope * 0.8));
    workers(evidence, name, spec, hope, found);
    queue(evidence, at, name, spec, hope, found);
}

/// What an autoscaler may be told: to see what boots, to keep what it has, to have more, or to have it sooner.
fn scaling(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    scale: &autoscale::Spec,
    hope: f64,
    found: &mut Vec<Axis>,
) {
    let set = |field: &str| format!("{name}.autoscale.{field}");
    let report = evidence.report.components.get(name);
    let counts = report.and_then(|own| own.own.scaling()).cloned().unwrap_or_default();
    if !scale.counts_booting {
        let axis = Axis::new(name, Lever::CountBooting, "false", hope);
        found.push(axis.level(&set("count_booting"), "true"));
    }
    if counts.turns > 2.0 {
        let longer = scale.cooldown_ns.max(scale.boot_ns).max(scale.every_ns);
        let axis = Axis::new(name, Lever::Cooldown, nanoseconds(scale.cooldown_ns), hope);
        let axis = axis.level(&set("cooldown"), nanoseconds(longer.saturating_mul(2)));
        found.push(axis.level(&set("cooldown"), nanoseconds(longer.saturating_mul(5))));
    }
    if counts.at_max > 0.0 {
        let mut axis = Axis::new(name, Lever::MaxInstances, scale.max, hope);
        for times in [2, 4] {
            axis = axis.level(&set("max"), scale.max.saturating_mul(times));
        }
        found.push(axis);
    }
    let mut axis = Axis::new(name, Lever::MinInstances, scale.min, hope * 0.9);
    let seen = u64::from(scale.max).min(counts.most);
    // What an event asks for, arithmetic may know and the run has not seen: it came too late.
    let needed = (f64::from(scale.min) * evidence.needed(at)).ceil() as u64;
    let mut counts: Vec<u64> = [seen / 2, seen * 3 / 4, seen, needed, needed + needed.div_ceil(2)]
        .into_iter()
        .map(|count| count.min(u64::from(scale.max)))
        .filter(|&count| count > u64::from(scale.min))
        .collect();
    counts.sort_unstable();
    counts.dedup();
    for count in counts {
        axis = axis.level(&set("min"), count);
    }
    axis.probe = axis.levels.len() / 2;
    found.push(axis);
    let is_share = matches!(scale.metric, Metric::Cpu | Metric::Workers);
    if is_share && scale.target > 0.3 {
        let percent = |share: f64| format!("{}%", (share * 100.0).round());
        let axis = Axis::new(name, Lever::ScaleTarget, percent(scale.target), hope * 0.5);
        let axis = axis.level(&set("target"), percent(scale.target * 0.75));
        found.push(axis.level(&set("target"), percent(scale.target * 0.5)));
    }
}

/// More instances, up to twice what the arithmetic says is needed.
pub(super) fn instances(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    count: u32,
    hope: f64,
) -> Axis {
    let needed = (f64::from(count) * evidence.needed(at)).ceil().min(100_000.0) as u32;
    let first = if needed > count { needed } else { count + count.div_ceil(2) };
    let most = (first * 2).max(count + 2);
    let step = ((most - count) / COUNTS).max(1);
    let mut axis = Axis::new(name, Lever::Instances, count, hope);
    let mut next = count + 1;
    while next <= most {
        if next <= first {
            axis.probe = axis.levels.len();
        }
        axis = axis.level(&format!("{name}.instances"), next);
        next += step;
    }
    // What an event asks for, arithmetic does not know.
    for times in [2, 4] {
        axis = axis.level(&format!("{name}.instances"), most.saturating_mul(times));
    }
    axis
}

fn workers(evidence: &Evidence<'_>, name: &str, spec: &Spec, hope: f64, found: &mut Vec<Axis>) {
    let path = format!("{name}.workers");
    if let Some(workers) = spec.workers {
        let waits = evidence.waits_long(name, "workers");
        if waits || evidence.fails(name, Some("queue_full")) > 0.0 {
            let mut axis = Axis::new(name, Lever::Workers, workers, hope);
            for times in [2, 4, 8] {
                axis = axis.level(&path, workers.saturating_mul(times));
            }
            found.push(axis);
            if !spec.is_async {
                let axis = Axis::new(name, Lever::Async, "false", hope * 0.3);
                found.push(axis.level(&format!("{name}.async"), "true"));
            }
        }
    }
    let Some(cores) = spec.hardware.cores.filter(|_| spec.order != Order::ProcessorSharing) else {
        return;
    };
    let at_once = spec.workers.unwrap_or(cores).min(cores);
    if spec.coherency > 0.0 && at_once > 1 {
        // Where the Universal Scalability Law's throughput is highest: √((1 − α) ∕ β).
        let peak = ((1.0 - spec.contention) / spec.coherency).sqrt().floor().max(1.0);
        let peak = peak.min(f64::from(at_once)) as u32;
        let written = |workers: u32| Setting::Written(workers.to_string());
        let from = spec.workers.map_or(Setting::Cores { cores }, written);
        let mut axis = Axis::from(name, Lever::FewerWorkers, from, hope * 1.2);
        for count in [peak, (peak * 3).div_ceil(4), peak.div_ceil(2)] {
            if count < at_once && !axis.levels.iter().any(|one| one.to == count.to_string()) {
                axis = axis.level(&path, count);
            }
        }
        found.push(axis);
    }
}

/// A shorter queue where waiting is longer than anybody has patience for; a longer one where it is full.
fn queue(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    spec: &Spec,
    hope: f64,
    found: &mut Vec<Axis>,
) {
    let path = format!("{name}.queue");
    let written = |bound: u32| Setting::Written(bound.to_string());
    let from = spec.queue.map_or(Setting::Unset, written);
    if let Some(bound) = spec.queue {
        let full = evidence.fails(name, Some("queue_full"));
        let calls = evidence.calls_fail(name, "queue_full");
        if full.max(calls) > 0.0 {
            let axis = Axis::from(name, Lever::LongerQueue, from.clone(), hope + full);
            let more = bound.max(1);
            let times = |times: u32| more.saturating_mul(times);
            let mut axis = axis.level(&path, times(2)).level(&path, times(8));
            // Twice as long seldom shows; whether length is what it takes does at eight times.
            axis.probe = 1;
            found.push(axis.level(&path, times(64)));
        }
    }
    let waits = evidence.waits(name, None);
    let given_up = evidence.calls_fail(name, "timeout").max(evidence.fails("client", None));
    if waits < 0.1 && given_up <= 0.0 {
        return;
    }
    // What an instance finishes in a second, and how long one may wait for it.
    let flow = &evidence.flow.components[at];
    let Some(busiest) = flow.busiest() else { return };
    let Some(capacity) = busiest.capacity.filter(|_| busiest.offered_erlangs > 0.0) else {
        return;
    };
    let per_instance =
        flow.calls_per_s * capacity / busiest.offered_erlangs / f64::from(spec.instances);
    let timeouts = timeouts_around(evidence, at);
    let patience_s = evidence
        .target_ms()
        .map(|target| target / 1e3)
        .into_iter()
        .chain(timeouts.map(|timeout| timeout * 0.5))
        .reduce(f64::min);
    let Some(patience_s) = patience_s else { return };
    let gain = (waits * 0.5).max(given_up).max(hope * 0.3);
    if spec.shed.is_none() && (waits >= 0.1 || evidence.is_full(name)) {
        // Who is let in waits twice as long at most.
        let mut axis = Axis::from(name, Lever::Shed, Setting::Unset, gain * 0.9);
        for share in [0.3, 0.1] {
            let wait_ns = (patience_s * share * 1e3).ceil() as u64 * 1_000_000;
            axis = axis.level(&format!("{name}.shed"), nanoseconds(wait_ns));
        }
        found.push(axis);
    }
    let places = (per_instance * patience_s * 0.6).round();
    let mut axis = Axis::from(name, Lever::Queue, from, gain);
    // The longest queue refuses the least.
    for share in [1.0, 0.5, 0.2] {
        let bound = (places * share).round().max(1.0) as u32;
        let shorter = spec.queue.is_none_or(|now| bound < now);
        if shorter && !axis.levels.iter().any(|one| one.to == bound.to_string()) {
            axis = axis.level(&path, bound);
        }
    }
    found.push(axis);
}

/// The shortest timeout of a call into the component, or of a client whose requests come by it, seconds.
fn timeouts_around(evidence: &Evidence<'_>, at: usize) -> Option<f64> {
    let blueprint = evidence.blueprint;
    let clients =
        blueprint.request_types.iter().filter_map(|request_type| request_type.call.timeout_ns);
    let own = blueprint.components[at].call.timeout_ns;
    clients.chain(own).min().map(|ns| ns as f64 / 1e9)
}
