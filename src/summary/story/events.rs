//! What the page makes happen: its timeline, and the shape of its load.

use crate::blueprint::{Blueprint, Verb};
use crate::message::EventLabel;
use crate::message::story::{Happening, Step};
use crate::world::Outcome;

/// Something that begins and may end, ns.
struct Event<'a> {
    from_ns: u64,
    until_ns: Option<u64>,
    label: &'a EventLabel,
    instances: Option<u32>,
}

impl Event<'_> {
    const fn is_load(&self) -> bool {
        matches!(
            self.label,
            EventLabel::Traffic { .. }
                | EventLabel::Spike { .. }
                | EventLabel::Points { .. }
                | EventLabel::Ramp { .. }
        )
    }

    /// Whether the load is what it was once this is over.
    const fn comes_back(&self) -> bool {
        matches!(self.label, EventLabel::Traffic { .. } | EventLabel::Spike { .. })
    }
}

/// What begins and what ends before the run does.
pub fn steps(blueprint: &Blueprint, outcome: &Outcome) -> Vec<Step> {
    let end_ns = outcome.plan.duration_ns;
    let all = events(blueprint);
    let mut steps = Vec::new();
    for event in all.iter().filter(|event| event.from_ns < end_ns) {
        let (label, instances) = (event.label.clone(), event.instances);
        let begins = Happening::Begins { event: label.clone(), instances };
        steps.push(Step { at_s: event.from_ns as f64 / 1e9, what: begins });
        let Some(until_ns) = event.until_ns.filter(|until| *until < end_ns) else { continue };
        // A step of the load ends where the next one begins.
        let goes_on = |other: &Event<'_>| other.is_load() && other.from_ns == until_ns;
        if event.is_load() && all.iter().any(goes_on) {
            continue;
        }
        let at_work = |other: &&Event<'_>| {
            other.is_load()
                && !std::ptr::eq(*other, event)
                && other.from_ns <= until_ns
                && (!other.comes_back() || other.until_ns.is_none_or(|until| until > until_ns))
        };
        let is_usual_load = event.comes_back() && !all.iter().any(|other| at_work(&other));
        let ends = Happening::Ends { event: label, is_usual_load };
        steps.push(Step { at_s: until_ns as f64 / 1e9, what: ends });
    }
    steps
}

fn events(blueprint: &Blueprint) -> Vec<Event<'_>> {
    let shape = blueprint.shape.marks.iter().map(|(from_ns, until_ns, label)| Event {
        from_ns: *from_ns,
        until_ns: *until_ns,
        label,
        instances: None,
    });
    let timeline = blueprint.timeline.iter().map(|happening| Event {
        from_ns: happening.at_ns,
        until_ns: happening.for_ns.map(|length| happening.at_ns.saturating_add(length)),
        label: &happening.label,
        instances: match happening.verb {
            Verb::Kill(_, which) => which.count(),
            _ => None,
        },
    });
    shape.chain(timeline).collect()
}
