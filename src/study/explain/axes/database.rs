//! What a database has to turn, and a cache before it.

use super::{Axis, Level, Tempting, bytes, larger, whole};
use crate::blueprint::{Path, Step, Verb};
use crate::component::Spec as Kind;
use crate::component::database::{ReadsFrom, Replication, Spec};
use crate::message::explain::Lever;
use crate::study::explain::evidence::Evidence;
use crate::units::exact::nanoseconds;

/// A new cache holds this share of the data: 80 % of the reads go to it where popularity is skewed.
const CACHED: f64 = 0.2;
/// With more than this share of the waiting at one of several shards, that one is hot.
const HOT: f64 = 0.6;
/// With a larger share of a request's time spent on reaching a database or on its reads, fewer reads are worth it.
const FAR: f64 = 0.3;
/// With a larger share of the time waited for replicas, fewer of them are worth it.
const LONG: f64 = 0.05;
/// More than this is a fleet, not a cache.
const MOST_CACHED_B: f64 = 200e9;

pub(super) fn axes(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    spec: &Spec,
    found: &mut Vec<Axis>,
) {
    stale(evidence, name, spec, found);
    failover(evidence, at, name, spec, found);
    let hope = evidence.hope(name);
    if hope <= 0.0 {
        let far = evidence.takes_long(at);
        if far >= FAR {
            found.extend(new_cache(evidence, at, far));
        }
        return;
    }
    let of_reads = of_reads(evidence, at, spec);
    replicas(name, spec, hope, of_reads, found);
    replication(evidence, name, spec, found);
    let mut axis = Axis::new(name, Lever::Shards, spec.shards, hope * 0.9);
    for times in [2, 4, 8] {
        axis = axis.level(&format!("{name}.shards"), spec.shards * times);
    }
    if spec.shards > 1 && evidence.at_one_instance(name) > HOT {
        axis.levels.truncate(1);
        axis.tempting = Some(Tempting::OneIsHot);
    }
    found.push(axis);
    found.extend(larger(evidence, name, &spec.hardware, hope * 0.85));
    if let Some(connections) = spec.connections
        && evidence.waits_long(name, "connections")
    {
        let mut axis = Axis::new(name, Lever::Connections, connections, hope * 1.1);
        for times in [2, 4, 8] {
            axis = axis.level(&format!("{name}.connections"), connections * times);
        }
        found.push(axis);
    }
    disk(evidence, name, spec, hope, found);
    if of_reads > 0.2 {
        found.extend(new_cache(evidence, at, hope * of_reads));
    }
}

/// The share of the nodes' work that is reads: by arithmetic, or as many as were counted where a cache lets more by
/// than arithmetic knows of (it was emptied, or it died).
fn of_reads(evidence: &Evidence<'_>, at: usize, spec: &Spec) -> f64 {
    let flow = &evidence.flow.components[at];
    let name = &evidence.blueprint.components[at].name;
    let arrivals = evidence.report.components.get(name).map_or(0.0, |it| it.arrivals_per_s.value);
    let counted = (arrivals - flow.writes_per_s).max(0.0) * spec.read.mean_ns() / 1e9;
    let reads = flow.read_cpu_erlangs.max(counted);
    if flow.writes_per_s <= 0.0 { 1.0 } else { reads / (reads + flow.write_cpu_erlangs).max(1e-9) }
}

/// Where calls fail for want of a primary: a sooner one.
fn failover(evidence: &Evidence<'_>, at: usize, name: &str, spec: &Spec, found: &mut Vec<Axis>) {
    let reasons = ["connection_lost", "no_healthy_target", "timeout"];
    let failing: f64 = reasons.iter().map(|reason| evidence.fails(name, Some(reason))).sum();
    let dies = evidence.blueprint.timeline.iter().any(|happening| match happening.verb {
        Verb::Kill(component, _) | Verb::Hang(component, _) => component == at,
        _ => false,
    });
    let Some(failover) = spec.failover.filter(|_| failing > 0.0 && dies) else { return };
    let from = nanoseconds(failover.detect_ns.saturating_add(failover.promote_ns));
    let mut axis = Axis::new(name, Lever::Failover, from, failing.min(1.0) + 0.5);
    for part in [2, 4, 10] {
        let [detect, promote] =
            [failover.detect_ns, failover.promote_ns].map(|length| (length / part).max(1));
        let sets = vec![
            format!("{name}.failover.detect={}", nanoseconds(detect)),
            format!("{name}.failover.promote={}", nanoseconds(promote)),
        ];
        axis.levels.push(Level { sets, to: nanoseconds(detect.saturating_add(promote)) });
    }
    axis.probe = 1;
    found.push(axis);
}

/// Where reads are too old: from the primary, which is never behind.
fn stale(evidence: &Evidence<'_>, name: &str, spec: &Spec, found: &mut Vec<Axis>) {
    let old = evidence.too_old(name);
    if old <= 0.0 || spec.replicas == 0 || spec.reads_from == ReadsFrom::Primary {
        return;
    }
    let from = if spec.reads_from == ReadsFrom::Any { "any" } else { "replicas" };
    let axis = Axis::new(name, Lever::ReadPrimary, from, 1.0);
    found.push(axis.level(&format!("{name}.reads_from"), "primary"));
}

/// Where writes wait for the replicas: for fewer of them.
fn replication(evidence: &Evidence<'_>, name: &str, spec: &Spec, found: &mut Vec<Axis>) {
    let waits = evidence.waits(name, Some("replicas"));
    if waits < LONG {
        return;
    }
    let from = if spec.replication == Replication::Sync { "sync" } else { "semi_sync" };
    let mut axis = Axis::new(name, Lever::Replication, from, waits);
    let path = format!("{name}.replication");
    if spec.replication == Replication::Sync && spec.replicas > 1 {
        axis = axis.level(&path, "semi_sync");
    }
    axis = axis.level(&path, "async");
    axis.probe = axis.levels.len() - 1;
    found.push(axis);
}

fn replicas(name: &str, spec: &Spec, hope: f64, of_reads: f64, found: &mut Vec<Axis>) {
    let from_primary = spec.replicas > 0 && spec.reads_from == ReadsFrom::Primary;
    let mut axis = Axis::new(name, Lever::Replicas, spec.replicas, hope * of_reads.max(0.05));
    let for_reads = of_reads >= 0.3;
    for more in [1, 2, 4, 8] {
        let to = spec.replicas + more;
        let mut sets = vec![format!("{name}.replicas={to}")];
        // A first replica alone would have the load that the primary had.
        if for_reads && to == 1 {
            sets.push(format!("{name}.reads_from=any"));
        } else if from_primary {
            sets.push(format!("{name}.reads_from=replicas"));
        }
        axis.levels.push(Level { sets, to: to.to_string() });
    }
    if !for_reads {
        axis.levels.truncate(1);
        axis.tempting = Some(Tempting::WritesGoToThePrimary);
    }
    found.push(axis);
    if spec.replicas > 0 && spec.reads_from != ReadsFrom::Any && of_reads > 0.1 {
        let from = if from_primary { "primary" } else { "replicas" };
        let axis = Axis::new(name, Lever::ReadsFrom, from, hope * of_reads);
        found.push(axis.level(&format!("{name}.reads_from"), "any"));
    }
}

fn disk(evidence: &Evidence<'_>, name: &str, spec: &Spec, hope: f64, found: &mut Vec<Axis>) {
    if !evidence.waits_long(name, "disk") && evidence.resource(name, "disk") < 0.6 {
        return;
    }
    if let Some(iops) = spec.hardware.disk.and_then(|disk| disk.iops) {
        let mut axis = Axis::new(name, Lever::Iops, whole(iops), hope);
        for times in [2.0, 4.0] {
            axis = axis.level(&format!("{name}.disk.iops"), whole(iops * times));
        }
        found.push(axis);
    }
    let machine = spec.hardware.machine.as_ref().and_then(|it| evidence.prices.machine(it));
    if let Some(buffer) = spec.buffer_b {
        let mut axis = Axis::new(name, Lever::Buffer, bytes(buffer), hope);
        for times in [2.0, 4.0] {
            if machine.is_none_or(|it| buffer * times <= it.memory_bytes as f64) {
                axis = axis.level(&format!("{name}.buffer"), bytes(buffer * times));
            }
        }
        found.push(axis);
    }
}

/// A cache before the database, on every plain path that reads from it and has none.
fn new_cache(evidence: &Evidence<'_>, at: usize, hope: f64) -> Option<Axis> {
    let blueprint = evidence.blueprint;
    let name = ["cache", "read_cache", "cache_2"]
        .into_iter()
        .find(|name| blueprint.components.iter().all(|component| component.name != *name))?;
    let mut sets = Vec::new();
    let mut held_b: f64 = 0.0;
    let mut callers_site = 0;
    for request_type in &blueprint.request_types {
        let Some(data) = request_type.reads else { continue };
        let Some(names) = plain(evidence, &request_type.path) else { continue };
        let Some(place) = names.iter().position(|&component| component == at) else { continue };
        let is_cache =
            |id: &usize| matches!(blueprint.components[*id].spec, Kind::Cache(_) | Kind::Cdn(_));
        if place == 0 || names.iter().any(is_cache) {
            continue;
        }
        let mut words: Vec<&str> =
            names.iter().map(|&id| blueprint.components[id].name.as_str()).collect();
        words.insert(place, name);
        sets.push(format!("requests.{}.path=[{}]", request_type.name, words.join(", ")));
        // It stands where it is asked, or it would be as far away as what it spares.
        callers_site = blueprint.components[names[place - 1]].site;
        let data = &blueprint.data[data];
        held_b = held_b.max(data.keys as f64 * data.size_b * CACHED);
    }
    if sets.is_empty() || held_b > MOST_CACHED_B {
        return None;
    }
    let priced = blueprint.components.iter().any(|component| {
        component.spec.hardware().is_some_and(|hardware| hardware.machine.is_some())
    });
    let family = evidence.prices.family("cache.r7g");
    let fits = family.iter().find(|machine| machine.memory_bytes as f64 >= held_b);
    let mut fields = match fits.filter(|_| priced) {
        Some(machine) => format!("machine: {}", machine.name),
        None => format!("memory: {}", bytes(held_b.max(1e6))),
    };
    if callers_site > 0 {
        fields.push_str(&format!(", site: {}", blueprint.network.sites[callers_site]));
    }
    sets.insert(0, format!("components.{name}={{ cache: {{ {fields} }} }}"));
    let mut axis = Axis::new(name, Lever::NewCache, &blueprint.components[at].name, hope * 0.7);
    axis.levels.push(Level { sets, to: fields });
    Some(axis)
}

/// The components of a path that is a plain chain, without changed fields.
fn plain(evidence: &Evidence<'_>, path: &Path) -> Option<Vec<usize>> {
    path.iter()
        .map(|step| match step {
            Step::Call { component, spec, call } => {
                let own = &evidence.blueprint.components[*component];
                (own.spec == **spec && own.call == *call).then_some(*component)
            }
            _ => None,
        })
        .collect()
}
