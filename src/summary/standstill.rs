//! What stands still for a while though there is room on average.

use crate::blueprint::{Blueprint, Verb, Which};
use crate::document::{ComponentReport, Report};
use crate::figure::NEAR_LIMIT;
use crate::message::findings::Finding;

/// Work that stands still for this share of its time is worth a sentence.
const NOTABLE: f64 = 0.1;
/// A wait is most of a tail from this share of the p99 on.
const TAIL: f64 = 0.3;
/// One that is so many times as busy as all together is busier for a reason.
const UNEVEN: f64 = 1.3;
/// Who waits so much of a pause or longer waits for its end.
const LASTS: f64 = 0.25;

/// The finding of a component whose quota is spent before its periods are over, though there is room on average.
pub fn throttled(blueprint: &Blueprint, name: &str, own: &ComponentReport) -> Option<Finding> {
    let component = blueprint.components.iter().find(|component| component.name == name)?;
    let quota = component.spec.hardware()?.quota?;
    let cpu = own.resources.get("cpu")?;
    let share = cpu.throttled?.value;
    (share >= NOTABLE && cpu.utilization.value < NEAR_LIMIT).then(|| {
        let (component, utilization) = (name.to_owned(), cpu.utilization.value);
        Finding::Throttled { component, share, quota, utilization }
    })
}

/// The finding of a component whose pauses are what the slowest calls wait for.
fn pauses(blueprint: &Blueprint, report: &Report, name: &str) -> Option<Finding> {
    let component = blueprint.components.iter().find(|component| component.name == name)?;
    let pauses = component.spec.hardware()?.pauses.as_ref()?;
    let own = report.components.get(name)?;
    let (for_ms, wait_p99_ms) = (pauses.length.mean_ns() / 1e6, own.wait_ms.p99.value);
    let utilization = own.utilization.map(|it| it.value);
    let has_room = utilization.is_none_or(|busy| busy < NEAR_LIMIT);
    let is_tail = wait_p99_ms >= TAIL * report.latency_ms.as_ref()?.p99.value;
    (has_room && is_tail && wait_p99_ms >= LASTS * for_ms).then(|| {
        let (component, every_s) = (name.to_owned(), pauses.every.mean_ns() / 1e9);
        Finding::Pauses { component, for_ms, every_s, wait_p99_ms, utilization }
    })
}

/// The finding of one instance that the timeline slows or hangs, and that is busier than the others for it.
pub fn slow_instance(blueprint: &Blueprint, name: &str, own: &ComponentReport) -> Option<Finding> {
    let at = blueprint.components.iter().position(|component| component.name == name)?;
    let times = blueprint.timeline.iter().find_map(|happening| match happening.verb {
        Verb::Slow(id, times, which) if id == at && which != Which::All => Some(Some(times)),
        Verb::Hang(id, which) if id == at && which != Which::All => Some(None),
        _ => None,
    })?;
    let busiest = own.busiest_instance.as_ref()?;
    let average = own.resources.get(&busiest.resource)?.utilization.value;
    let utilization = busiest.utilization.value;
    let (component, instance) = (name.to_owned(), busiest.instance + 1);
    (utilization >= UNEVEN * average).then_some(Finding::SlowInstance {
        component,
        instance,
        times,
        utilization,
        average,
    })
}

/// Those that what limits has not told already.
pub fn findings(blueprint: &Blueprint, report: &Report, found: &mut Vec<Finding>) {
    let throttled =
        report.components.iter().filter_map(|(name, own)| throttled(blueprint, name, own));
    found.extend(throttled.filter(|told| report.limit.as_ref() != Some(told)));
    let slow =
        report.components.iter().filter_map(|(name, own)| slow_instance(blueprint, name, own));
    found.extend(slow.filter(|told| report.limit.as_ref() != Some(told)));
    found.extend(report.components.keys().filter_map(|name| pauses(blueprint, report, name)));
}
