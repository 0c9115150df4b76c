//! What limits after the bottleneck: found by doubling the bottleneck.

use super::evidence::Evidence;
use super::lab::Lab;
use crate::component::Spec;
use crate::document::NextBottleneck;
use crate::figure::NEAR_LIMIT;

/// Doubles the busiest resource and looks again; `None` where nothing is near its limit.
pub fn next(lab: &mut Lab<'_, '_>, evidence: &Evidence<'_>) -> Option<NextBottleneck> {
    let busiest = evidence.report.bottleneck.as_ref()?;
    if busiest.peak_utilization.unwrap_or(busiest.utilization) < NEAR_LIMIT {
        return None;
    }
    let set = twice(evidence, &busiest.component, &busiest.resource)?;
    let ran = lab.run(std::slice::from_ref(&set)).into_iter().next().flatten()?;
    Some(NextBottleneck {
        now: busiest.clone(),
        set,
        bottleneck: ran.finished.report.bottleneck.clone(),
        effect: lab.effect(&ran),
    })
}

/// The change that doubles a resource.
fn twice(evidence: &Evidence<'_>, name: &str, resource: &str) -> Option<Vec<String>> {
    let components = &evidence.blueprint.components;
    let component = components.iter().find(|component| component.name == name)?;
    let spec = &component.spec;
    let set =
        |field: &str, value: &dyn std::fmt::Display| Some(vec![format!("{name}.{field}={value}")]);
    if resource == "pool" {
        // That of a step is not the component's to widen.
        return set("pool", &component.call.pool?.saturating_mul(2));
    }
    match spec {
        Spec::Server(spec) => match (resource, spec.workers) {
            ("workers", Some(workers)) => set("workers", &workers.saturating_mul(2)),
            _ => match &spec.autoscale {
                Some(scale) => set("autoscale.max", &scale.max.saturating_mul(2)),
                None => set("instances", &spec.instances.saturating_mul(2)),
            },
        },
        Spec::Kv(spec) => set("instances", &spec.instances.saturating_mul(2)),
        Spec::Cache(spec) | Spec::Cdn(spec) => set("instances", &spec.instances.saturating_mul(2)),
        Spec::Database(spec) => match (resource, spec.connections) {
            ("connections", Some(connections)) => {
                set("connections", &connections.saturating_mul(2))
            }
            ("disk", _) => {
                let iops = spec.hardware.disk.and_then(|disk| disk.iops);
                match iops {
                    Some(iops) => set("disk.iops", &(iops * 2.0).ceil()),
                    None => set("shards", &spec.shards.saturating_mul(2)),
                }
            }
            _ => larger(evidence, name, spec),
        },
        Spec::RateLimiter(spec) => set("rate", &format!("{}/s", spec.rate_per_s * 2.0)),
        Spec::LoadBalancer(_) | Spec::Queue(_) => None,
    }
}

/// A database on machines twice as large.
fn larger(
    evidence: &Evidence<'_>,
    name: &str,
    spec: &crate::component::database::Spec,
) -> Option<Vec<String>> {
    let cores = spec.hardware.cores?;
    let sized = spec.hardware.machine.as_ref().and_then(|machine| {
        let family = evidence.prices.family(machine);
        let own = family.iter().find(|size| &size.name == machine)?;
        let twice = family.iter().find(|size| size.vcpu >= own.vcpu * 2 && !size.is_metal())?;
        (own.vcpu == cores && spec.hardware.quota.is_none())
            .then(|| format!("{name}.machine={}", twice.name))
    });
    Some(vec![
        sized.unwrap_or_else(|| {
            format!("{name}.cores={}", spec.hardware.cpu().unwrap_or(1.0) * 2.0)
        }),
    ])
}
