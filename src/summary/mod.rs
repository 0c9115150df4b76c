//! Stub until the real one is merged.
use crate::blueprint::Blueprint;
use crate::cost::Usage;
use crate::document::{Assumed, Cost, EstimateLine, LatencyRow, Report};
use crate::estimate::Flow;
use crate::world::Outcome;

/// What a report is made of.
#[allow(missing_docs)]
pub struct Inputs<'a> {
    pub blueprint: &'a Blueprint,
    pub outcome: &'a Outcome,
    pub flow: &'a Flow,
    pub estimate: Vec<EstimateLine>,
    pub cost: Cost,
    pub assumed: Vec<Assumed>,
    pub latency_rows: Vec<LatencyRow>,
    pub warnings: Vec<String>,
    pub command: String,
}

/// Stub.
#[must_use]
pub fn usage(_: &Blueprint, _: &Outcome, _: &Flow) -> Usage {
    Usage::default()
}

/// Stub.
#[must_use]
pub fn report(inputs: Inputs<'_>) -> Report {
    Report {
        napkin: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: inputs.blueprint.name.clone(),
        events: inputs.outcome.events,
        estimate: inputs.estimate,
        cost: inputs.cost,
        assumed: inputs.assumed,
        latency_rows: inputs.latency_rows,
        warnings: inputs.warnings,
        command: inputs.command,
        ..Report::default()
    }
}
