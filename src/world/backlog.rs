//! How long the work that events leave for later takes after the last of them, by arithmetic.

use super::arrivals::Profile;
use crate::blueprint::{Blueprint, ComponentId, Happening, Step, Verb, Which, calls};

/// Steps in which the time until the last event is looked at.
const STEPS: u64 = 1_000;

/// How long after `last` (ns) the slowest of those that take messages is busy with what came beyond what it could
/// take until then, over what it has to spare afterwards: seconds. 0 where it never catches up.
pub fn backlog_s(blueprint: &Blueprint, profile: &Profile, last: u64) -> f64 {
    let flow = crate::estimate::flow(blueprint);
    let after = profile.at(last);
    let of_component = |component: ComponentId| {
        let busy = flow.components[component].utilization.unwrap_or(0.0);
        let mut left = 0.0_f64;
        for step in 0..STEPS {
            let (from, to) = (last / STEPS * step, last / STEPS * (step + 1));
            let times = if from < to { profile.mean(from, to) } else { 1.0 };
            let takes = share_at(blueprint, component, from);
            left = (left + (busy * times - takes) * (to - from) as f64 * 1e-9).max(0.0);
        }
        if busy * after < 1.0 { left / (1.0 - busy * after) } else { 0.0 }
    };
    let types = blueprint.request_types.iter();
    types.flat_map(|own| called_later(&own.path)).map(of_component).fold(0.0, f64::max)
}

/// The share of what a component takes that the timeline leaves it at an instant.
fn share_at(blueprint: &Blueprint, component: ComponentId, at: u64) -> f64 {
    let goes_on = |it: &&Happening| {
        it.at_ns <= at && it.for_ns.is_none_or(|length| at < it.at_ns.saturating_add(length))
    };
    let struck = |which: Which| {
        let all = blueprint.components[component].spec.instances();
        f64::from(which.count().unwrap_or(all).min(all)) / f64::from(all.max(1))
    };
    let under_way = blueprint.timeline.iter().filter(goes_on);
    let share = under_way.map(|it| match it.verb {
        Verb::Kill(id, which) | Verb::Hang(id, which) if id == component => 1.0 - struck(which),
        Verb::Slow(id, times, which) if id == component => {
            1.0 - struck(which) * (1.0 - 1.0 / times)
        }
        _ => 1.0,
    });
    share.product()
}

/// The components that are called later.
fn called_later(path: &[Step]) -> Vec<ComponentId> {
    let of_step = |step: &Step| match step {
        Step::Later(path) => calls(path).into_iter().map(|(component, _)| component).collect(),
        step => step.inner().into_iter().flat_map(|it| called_later(it)).collect::<Vec<_>>(),
    };
    path.iter().flat_map(of_step).collect()
}
