//! What stands still for a while though there is room on average.

use crate::blueprint::Blueprint;
use crate::document::{ComponentReport, Report};
use crate::figure::NEAR_LIMIT;
use crate::message::findings::Finding;

/// Work that stands still for this share of its time is worth a sentence.
const NOTABLE: f64 = 0.1;

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

/// Those that what limits has not told already.
pub fn findings(blueprint: &Blueprint, report: &Report, found: &mut Vec<Finding>) {
    let throttled =
        report.components.iter().filter_map(|(name, own)| throttled(blueprint, name, own));
    found.extend(throttled.filter(|told| report.limit.as_ref() != Some(told)));
}
