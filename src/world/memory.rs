//! What a run keeps in memory, worked out before it takes any: an allocation never ends a run.
//!
//! Two machines at once are reckoned with, whatever the number of threads, so that what is refused, and how many
//! replications there are, depends on the page and the flags alone.

use super::layout::Layout;
use super::plan::{FEWEST_REPLICATIONS, Plan};
use crate::blueprint::{Blueprint, Load, Metric};
use crate::message::study::Kept;

/// What has no room: what it is, the bytes that it would take, and those that there may be.
pub(super) struct Full {
    pub what: Kept,
    pub bytes: u64,
    pub limit: u64,
}

/// Machines at work at once.
const AT_ONCE: u64 = 2;
/// An entry of a store, its weight, and the warm state's share of it.
const ENTRY_B: u64 = 72;
/// What is noted of a key that is written; of a key that a limiter knows.
const KEY_B: u64 = 32;
/// A point of a shape: as it is written out, and as a piece of the profile, while both are made.
const POINT_B: u64 = 96;
/// A histogram of a replication, and its part of the cell that is counted together.
const HISTOGRAM_B: u64 = 560_000;
/// An interval's counts, and of it, those of each component and resource.
const INTERVAL_B: u64 = 4_096;
const SERIES_B: u64 = 64;
const SECOND_B: u64 = 12;
const REPLICATION_B: u64 = 300_000;
/// An instance of a component, with its resources.
const INSTANCE_B: u64 = 512;
/// A waiting event, in a heap that has just doubled.
const EVENT_B: u64 = 48;

/// Whether a load's shape, written out over the window, has room.
///
/// # Errors
/// When it has not.
pub(super) fn shape(blueprint: &Blueprint, duration_ns: u64, limit: u64) -> Result<(), Full> {
    let periods = match blueprint.shape.period_ns {
        Some(period) if period > 0 => duration_ns / period + 1,
        _ => 1,
    };
    let points = periods.saturating_mul(blueprint.shape.points.len() as u64);
    within(Kept::Shape { points }, points.saturating_mul(POINT_B), limit)
}

/// Whether the state of a replication has room: entries of caches and page buffers, keys, instances, and an event of
/// each client.
///
/// # Errors
/// When it has not.
pub(super) fn machine(layout: &Layout<'_>, limit: u64) -> Result<(), Full> {
    let slots: u64 = layout.keys.iter().map(|space| u64::from(space.slots())).sum();
    let program = &layout.program;
    let copies: u64 = program.stores.iter().map(|spec| u64::from(spec.copies())).sum();
    let entries = slots.saturating_mul(copies).saturating_mul(AT_ONCE);
    within(Kept::Entries { entries }, entries.saturating_mul(ENTRY_B), limit)?;
    let nodes = program.kvs.iter().map(|spec| spec.spec.copies as usize).sum::<usize>();
    let tables = (program.databases.len() + program.limiters.len() + nodes) as u64;
    let keys = slots.saturating_mul(tables).saturating_mul(AT_ONCE);
    within(Kept::Keys { keys }, keys.saturating_mul(KEY_B), limit)?;
    let count = |component| super::compile::most_instances(layout.blueprint, component) as u64;
    let instances: u64 = (0..layout.blueprint.components.len()).map(count).sum();
    let bytes = instances.saturating_mul(AT_ONCE).saturating_mul(INSTANCE_B);
    within(Kept::Instances { instances }, bytes, limit)?;
    let Load::Closed { clients, .. } = layout.blueprint.load else { return Ok(()) };
    let (what, bytes) = events(u64::from(clients));
    within(what, bytes, limit)
}

/// Bytes of what one replication measured.
fn figures(layout: &Layout<'_>, plan: &Plan) -> u64 {
    let blueprint = layout.blueprint;
    let phases = plan.window.cuts_ns.len() as u64 + 1;
    let histograms = blueprint.request_types.len() as u64 * phases;
    let series = blueprint.components.len() + layout.program.resource_names().len();
    let intervals = plan.window.intervals() as u64;
    let by_second = blueprint.slo.iter().any(|target| target.metric == Metric::Availability);
    let seconds = if by_second { plan.duration_ns / 1_000_000_000 } else { 0 };
    REPLICATION_B
        + histograms * HISTOGRAM_B
        + intervals * (INTERVAL_B + series as u64 * SERIES_B)
        + seconds * SECOND_B
}

/// Fits a plan's replications into the memory where the page leaves their number open.
///
/// # Errors
/// When those that are asked for, or the fewest that there can be, have no room.
pub(super) fn fit(layout: &Layout<'_>, plan: &mut Plan, limit: u64) -> Result<(), Full> {
    let each = figures(layout, plan);
    let affordable = u32::try_from(limit / each.max(1)).unwrap_or(u32::MAX);
    if layout.blueprint.run.replications.is_none() {
        let fewer = plan.replications.min(affordable.max(FEWEST_REPLICATIONS));
        plan.fewer_for_memory = fewer < plan.replications;
        plan.replications = fewer;
    }
    plan.most_replications = plan.most_replications.min(affordable).max(plan.replications);
    let replications = plan.replications;
    within(Kept::Figures { replications }, each.saturating_mul(u64::from(replications)), limit)
}

/// Events that may wait at once in one machine.
pub(super) fn most_events(limit: u64) -> usize {
    usize::try_from(limit / AT_ONCE / EVENT_B).unwrap_or(usize::MAX)
}

/// What so many waiting events take.
pub(super) const fn events(events: u64) -> (Kept, u64) {
    (Kept::Events { events }, events * EVENT_B * AT_ONCE)
}

const fn within(what: Kept, bytes: u64, limit: u64) -> Result<(), Full> {
    if bytes > limit { Err(Full { what, bytes, limit }) } else { Ok(()) }
}
