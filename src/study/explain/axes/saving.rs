//! What could be spared where every objective is met.

use super::{Axis, Evidence};
use crate::component::Spec;
use crate::message::explain::Lever;

/// So many components are looked at: those that cost the most.
const COMPONENTS: usize = 3;
/// Busier than this at its peak, nothing is to be spared.
const FULL: f64 = 0.95;

/// Fewer instances or replicas, a smaller machine; the levels go from the largest saving to the smallest.
pub fn savings(evidence: &Evidence<'_>) -> Vec<Axis> {
    let mut found: Vec<(f64, Axis)> = Vec::new();
    for (at, component) in evidence.blueprint.components.iter().enumerate() {
        let name = component.name.as_str();
        let Some(hardware) = component.spec.hardware() else { continue };
        let Some(machine) = &hardware.machine else { continue };
        let Some(each) = evidence.prices.machine(machine).and_then(|it| it.usd_per_month()) else {
            continue;
        };
        let all = each * f64::from(component.spec.instances());
        let fewer = match &component.spec {
            // An autoscaler spares what it can.
            Spec::Server(spec) if spec.autoscale.is_some() => None,
            Spec::Server(spec) => fewer(evidence, at, name, (1, spec.instances), each),
            Spec::Cache(spec) => fewer(evidence, at, name, (1, spec.instances), each),
            // Each copy has a node of its own.
            Spec::Kv(spec) => fewer(evidence, at, name, (spec.copies, spec.instances), each),
            // The last replica is there for the day on which the primary dies.
            Spec::Database(spec) => {
                (spec.replicas > 1 && evidence.by_arithmetic(at) < 0.5).then(|| {
                    let axis = Axis::new(name, Lever::FewerReplicas, spec.replicas, all);
                    axis.level(&format!("{name}.replicas"), spec.replicas - 1)
                })
            }
            Spec::Cdn(_) | Spec::LoadBalancer(_) | Spec::Queue(_) | Spec::RateLimiter(_) => None,
        };
        found.extend(fewer.map(|axis| (all, axis)));
        found.extend(
            smaller(
                evidence,
                at,
                name,
                machine,
                hardware.cores.filter(|_| hardware.quota.is_none()),
            )
            .map(|axis| (all * 0.99, axis)),
        );
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, axis)| axis).take(COMPONENTS * 2).collect()
}

/// Fewer instances, but at least so many, as few as the busiest moment would fill, in the run or by arithmetic, and one more.
fn fewer(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    (floor, count): (u32, u32),
    each_usd: f64,
) -> Option<Axis> {
    let busy = evidence.busy(name);
    let needed = (f64::from(count) * evidence.needed(at)).ceil().min(1e6) as u32;
    // One to spare, or the first that dies takes the service with it.
    let least = (f64::from(count) * busy / FULL).ceil().max(1.0) as u32 + 1;
    let least = least.max(needed).max(floor);
    if least >= count {
        return None;
    }
    let mut axis = Axis::new(name, Lever::FewerInstances, count, 0.0);
    if let Some(over_usd) = too_dear_by(evidence) {
        // From the least saving that the bill asks for: what is enough is then the first that keeps the rest.
        let spare = (over_usd / each_usd.max(1e-9)).ceil().min(f64::from(count)) as u32;
        let most = count.saturating_sub(spare).max(least);
        let step = ((most - least) / 32).max(1) as usize;
        for next in (least..=most).rev().step_by(step) {
            axis = axis.level(&format!("{name}.instances"), next);
        }
        return Some(axis);
    }
    let step = ((count - least) / 32).max(1);
    let mut next = least;
    while next < count {
        axis = axis.level(&format!("{name}.instances"), next);
        next += step;
    }
    // In the middle: a third of the machine is what queues need.
    axis.probe = axis.levels.len() / 2;
    Some(axis)
}

/// By how much the bill misses its objective, dollars a month.
fn too_dear_by(evidence: &Evidence<'_>) -> Option<f64> {
    let row = evidence.report.slo.iter().find(|row| row.objective == "cost" && !row.met)?;
    Some(row.actual? - row.target)
}

fn smaller(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    machine: &str,
    cores: Option<u32>,
) -> Option<Axis> {
    let family = evidence.prices.family(machine);
    let own = family.iter().find(|found| found.name == machine)?;
    if cores != Some(own.vcpu) || evidence.busy(name) > 0.6 {
        return None;
    }
    let fits = |size: &&&crate::facts::prices::Machine| {
        size.vcpu < own.vcpu && !size.is_metal() && size.usd_per_hour.is_some()
    };
    let below = family.iter().rfind(fits)?;
    let times = f64::from(own.vcpu) / f64::from(below.vcpu.max(1));
    if evidence.by_arithmetic(at) * times > FULL {
        return None;
    }
    let axis = Axis::new(name, Lever::SmallerMachine, machine, 0.0);
    Some(axis.level(&format!("{name}.machine"), &below.name))
}
