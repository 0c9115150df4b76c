//! The window of a study's runs: the one that `run` has of the same page, and what that leaves out of the page.

use crate::blueprint::Blueprint;
use crate::message::study::{Cut, NotSimulated};
use crate::world::plan::{self, DEFAULT_MAX_REQUESTS};

/// A window shorter by less than this share is the one that the page asks for.
const SHORTER: f64 = 0.01;

/// Gives a design that is one of several the share of the budget that is its own. Where the page itself says how long
/// it runs, or something happens over time, the window is that of `napkin run`, and replications give way.
pub(super) fn keep(blueprint: &mut Blueprint, share: u64) {
    if plan::has_own_window(blueprint) {
        let (duration_ns, replications, budget) = plan::in_a_study(blueprint, share);
        let run = &mut blueprint.run;
        run.duration_ns = Some(duration_ns);
        run.replications = Some(replications);
        run.max_requests = Some(budget);
    } else {
        blueprint.run.max_requests = Some(share);
    }
}

/// What the budget of requests leaves out of a page, if its runs end after `simulated_ns`; `None` if nothing.
pub(super) fn cut(page: &Blueprint, simulated_ns: u64) -> Option<Cut> {
    let budget = page.run.max_requests.unwrap_or(DEFAULT_MAX_REQUESTS);
    let wanted_ns = plan::wanted(page, budget);
    let is_whole = simulated_ns as f64 >= wanted_ns as f64 * (1.0 - SHORTER);
    if is_whole || !plan::has_own_window(page) {
        return None;
    }
    let marks = page.shape.marks.iter().map(|(at_ns, _, label)| (*at_ns, label));
    let events = page.timeline.iter().map(|happening| (happening.at_ns, &happening.label));
    let left_out = marks.chain(events).filter(|(at, _)| (simulated_ns..wanted_ns).contains(at));
    let events = left_out
        .map(|(at_ns, label)| NotSimulated { event: label.clone(), at_s: at_ns as f64 / 1e9 })
        .collect();
    let seconds = |ns: u64| ns as f64 / 1e9;
    Some(Cut { asked_s: seconds(wanted_ns), simulated_s: seconds(simulated_ns), events })
}
