//! Work that lasts longer than the window: what the run cannot tell, and what arithmetic says instead.

use std::collections::BTreeMap;

use crate::blueprint::{Blueprint, Path, RequestType, Step, calls};
use crate::document::{ComponentReport, Stability};
use crate::estimate::{ComponentFlow, Flow};
use crate::message::findings::{Finding, Needs};
use crate::world::Outcome;

/// What a run sees of work settles only after so many times its length.
const LENGTHS: f64 = 3.0;
/// A component that is less busy than this has shown no sign of being full.
const FULL: f64 = 0.95;

/// A component whose work outlasts the window.
#[derive(Clone, Debug)]
pub struct TooShort {
    /// The component.
    at: usize,
    work_s: f64,
    window_s: f64,
    needs: Option<Needs>,
    /// No request waits for it: what it does is left for later.
    pub only_later: bool,
}

/// The component whose work outlasts the window the most, if that keeps the run from a verdict: the work is longer than
/// the window; or what grows is the work under way, and nothing waits; or arithmetic has too little of it, and the run
/// shows no such thing.
pub fn too_short(
    blueprint: &Blueprint,
    outcome: &Outcome,
    flow: &Flow,
    components: &BTreeMap<String, ComponentReport>,
    stability: &Stability,
) -> Option<TooShort> {
    let window_s = super::window_s(outcome);
    let found = flow.components.iter().enumerate().filter(|(at, component)| {
        let own = components.get(&blueprint.components[*at].name);
        let busy = own.and_then(|own| own.utilization).map_or(0.0, |busy| busy.value);
        // Callers that stop waiting, or are refused, make the work shorter than it is on the page.
        let cut = own.is_none_or(|own| !own.failed_calls.is_empty());
        component.calls_per_s > 0.0
            && !cut
            && window_s < LENGTHS * component.work_s
            && busy < FULL
            && (window_s < component.work_s
                || !stability.stable && stability.component.is_none()
                || component.utilization.is_some_and(|needed| needed > 1.0))
    });
    let (at, component) = found.max_by(|a, b| a.1.work_s.total_cmp(&b.1.work_s))?;
    let waited_for = blueprint.request_types.iter().any(|own| waits_for(&own.path, at));
    Some(TooShort {
        at,
        work_s: component.work_s,
        window_s,
        needs: needs(component),
        only_later: !waited_for,
    })
}

/// What arithmetic says of the component's fullest resource.
fn needs(component: &ComponentFlow) -> Option<Needs> {
    let load = component.busiest()?;
    let (resource, there) = (load.resource.clone(), load.capacity?);
    Some(Needs { resource, busy: load.offered_erlangs, there })
}

/// Whether a request's answer waits for a component.
fn waits_for(path: &Path, component: usize) -> bool {
    path.iter().any(|step| match step {
        Step::Call { component: called, .. } => *called == component,
        Step::Later(_) => false,
        step => step.inner().into_iter().any(|inner| waits_for(inner, component)),
    })
}

impl TooShort {
    /// Whether a request type calls it, at once or later.
    pub fn is_called_by(&self, request_type: &RequestType) -> bool {
        calls(&request_type.path).iter().any(|(component, _)| *component == self.at)
    }

    /// What there is to say of it.
    pub fn finding(&self, blueprint: &Blueprint) -> Finding {
        let component = blueprint.components[self.at].name.clone();
        let (work_s, window_s, needs) = (self.work_s, self.window_s, self.needs.clone());
        let enough_s = 2.0 * LENGTHS * work_s;
        Finding::TooShort { component, work_s, window_s, enough_s, needs }
    }
}
