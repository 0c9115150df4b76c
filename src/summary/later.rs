//! Work that is left for later and not done when the window ends.

use crate::blueprint::{Blueprint, RequestType, calls};
use crate::component::Spec;
use crate::message::findings::Finding;
use crate::world::Outcome;
use crate::world::meters::Meters;

/// From this share of a queue's messages on, those that wait at the end are missing in what is known of later work …
const MANY: f64 = 0.01;
/// … and from so many of them on in a run.
const FEWEST: f64 = 10.0;

/// A queue in which far more messages wait at the window's end than at its start, so that what was done within it
/// tells of the early ones alone.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The queue.
    pub at: usize,
    /// Messages at the end of a run, on average.
    messages: f64,
    /// How fast they are handed out while any waits, per second.
    per_s: f64,
}

/// The queues that the window's end cuts.
pub fn waiting(blueprint: &Blueprint, outcome: &Outcome) -> Vec<Waiting> {
    let queues = blueprint.components.iter().enumerate();
    let queues = queues.filter(|(_, component)| matches!(component.spec, Spec::Queue(_)));
    queues.filter_map(|(at, _)| of_queue(outcome, at)).collect()
}

fn of_queue(outcome: &Outcome, at: usize) -> Option<Waiting> {
    let runs = outcome.replications.len().max(1) as f64;
    let mean = |count: fn(&Meters, usize) -> u64| -> f64 {
        outcome.replications.iter().map(|meters| count(meters, at) as f64).sum::<f64>() / runs
    };
    let messages = mean(|meters, at| meters.components[at].waiting_at_end);
    let more = messages - mean(|meters, at| meters.components[at].waiting_at_start);
    let sent = mean(|meters, at| meters.components[at].arrivals);
    if more < FEWEST || more < MANY * sent {
        return None;
    }
    let handed_out = mean(|meters, at| meters.components[at].handed_out);
    let while_any_waits_s = mean(|meters, at| meters.components[at].handing_out_ns) / 1e9;
    Some(Waiting { at, messages, per_s: handed_out / while_any_waits_s })
}

impl Waiting {
    /// What there is to say of it.
    pub fn finding(&self, blueprint: &Blueprint) -> Finding {
        let begun_after_s = Some(self.messages / self.per_s).filter(|after| after.is_finite());
        Finding::LaterWaits {
            queue: blueprint.components[self.at].name.clone(),
            messages: self.messages.round() as u64,
            begun_after_s,
        }
    }
}

/// Whether a request type leaves work in one of these queues.
pub fn leaves_in(request_type: &RequestType, queues: &[Waiting]) -> bool {
    let called = calls(&request_type.path);
    called.iter().any(|(component, _)| queues.iter().any(|queue| queue.at == *component))
}
