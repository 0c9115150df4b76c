//! What a cache has to turn.

use super::server::instances;
use super::{Axis, Tempting, bytes, larger};
use crate::component::cache::{OnWrite, Spec};
use crate::message::explain::Lever;
use crate::study::explain::evidence::Evidence;
use crate::units::exact::nanoseconds;

/// With a larger share of a request's time spent on reaching a database or on its reads, more hits are worth it.
const FAR: f64 = 0.3;
/// Misses that fetch what another is fetching are worth sparing from this share of the misses on.
const AGAIN: f64 = 0.02;
/// A hit ratio above this leaves little to gain.
const GOOD: f64 = 0.995;

pub(super) fn axes(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    spec: &Spec,
    found: &mut Vec<Axis>,
) {
    let own = evidence.hope(name);
    if own > 0.0 && spec.hardware.cores.is_some() {
        found.push(instances(evidence, at, name, spec.instances, own));
        found.extend(larger(evidence, name, &spec.hardware, own * 0.8));
    }
    stale(evidence, name, spec, found);
    found.extend(merge(evidence, name, spec));
    let Some(hit_ratio) = hit_ratio(evidence, name).filter(|_| spec.hit_ratio.is_none()) else {
        return;
    };
    // Whatever is behind it has to be worth sparing.
    let behind = evidence
        .blueprint
        .components
        .iter()
        .enumerate()
        .filter(|(_, component)| component.name != name)
        .map(|(at, component)| {
            let far = Some(evidence.takes_long(at)).filter(|far| *far >= FAR);
            evidence.hope(&component.name).max(far.unwrap_or(0.0))
        })
        .fold(0.0, f64::max);
    if behind <= 0.0 || hit_ratio > GOOD {
        return;
    }
    let hope = behind * (1.0 - hit_ratio) + 0.05;
    found.extend(memory(evidence, at, name, spec, hope));
    if let Some(ttl) = spec.ttl_ns {
        let axis = Axis::new(name, Lever::Ttl, nanoseconds(ttl), hope);
        let path = format!("{name}.ttl");
        let longer = |times: u64| nanoseconds(ttl.saturating_mul(times));
        found.push(axis.level(&path, longer(4)).level(&path, longer(24)));
    }
}

/// Where misses of one key come at once: one of them fetches.
fn merge(evidence: &Evidence<'_>, name: &str, spec: &Spec) -> Option<Axis> {
    let again = evidence.fetched_again(name);
    if again < AGAIN || spec.loads.merge {
        return None;
    }
    let axis = Axis::new(name, Lever::Merge, "false", again.min(1.0) + 0.2);
    Some(axis.level(&format!("{name}.merge"), "true"))
}

/// Where entries are too old: let writes remove them, or let them live for less long.
fn stale(evidence: &Evidence<'_>, name: &str, spec: &Spec, found: &mut Vec<Axis>) {
    let old = evidence.too_old(name);
    if old <= 0.0 {
        return;
    }
    if spec.on_write == OnWrite::Ignore {
        let axis = Axis::new(name, Lever::OnWrite, "ignore", 1.0);
        found.push(axis.level(&format!("{name}.on_write"), "invalidate"));
    }
    if let Some(ttl) = spec.ttl_ns {
        let mut axis = Axis::new(name, Lever::ShorterTtl, nanoseconds(ttl), old.max(0.3));
        for part in [2, 4, 10, 30] {
            axis = axis.level(&format!("{name}.ttl"), nanoseconds((ttl / part).max(1)));
        }
        axis.probe = 1;
        found.push(axis);
    }
}

fn hit_ratio(evidence: &Evidence<'_>, name: &str) -> Option<f64> {
    let found = evidence.report.components.get(name)?;
    Some(found.own.hit_ratio()?.value)
}

/// More memory: as the page writes it, else by machines.
fn memory(evidence: &Evidence<'_>, at: usize, name: &str, spec: &Spec, hope: f64) -> Option<Axis> {
    let memory = spec.hardware.memory_b?;
    let machine = spec.hardware.machine.as_ref().and_then(|it| evidence.prices.machine(it));
    let room = machine.map(|machine| machine.memory_bytes as f64);
    let mut axis = Axis::new(name, Lever::Memory, bytes(memory), hope);
    // By theory the memory does not limit where entries expire before they are evicted.
    let lasts = evidence.flow.components[at].characteristic_s;
    if let (Some(lasts), Some(ttl)) = (lasts, spec.ttl_ns)
        && lasts >= ttl as f64 / 1e9 * 0.999
    {
        axis.tempting = Some(Tempting::EntriesExpire);
    }
    let is_written = room.is_none_or(|room| memory < room * 0.999);
    if is_written {
        for times in [2.0, 4.0, 16.0] {
            if room.is_none_or(|room| memory * times <= room) {
                axis = axis.level(&format!("{name}.memory"), bytes(memory * times));
            }
        }
        axis.probe = 1.min(axis.levels.len().saturating_sub(1));
        return Some(axis);
    }
    let larger = larger(evidence, name, &spec.hardware, hope)?;
    Some(Axis { tempting: axis.tempting, ..larger })
}
