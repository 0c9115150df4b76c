//! What happened, in order.

use super::number::{brief, count as counted, duration, percent, significant};
use crate::figure::Unit;
use crate::message::EventLabel;
use crate::message::story::{Happening, Step, Text};

pub fn step(what: &Step) -> String {
    format!("{}: {}", instant(what.at_s), happening(&what.what))
}

pub fn text(what: &Text<'_>) -> String {
    match what {
        Text::Title => "What happened, in order".to_owned(),
        Text::At { at_s, sentences } => format!("{}: {}", instant(*at_s), sentences.join(" ")),
    }
}

/// `95 s`, `12.5 min`: an instant of a run, in seconds as long as one counts in them.
pub fn instant(at_s: f64) -> String {
    const SECONDS: f64 = 600.0;
    if at_s < SECONDS { format!("{} s", significant(at_s, 3)) } else { duration(at_s) }
}

pub fn happening(what: &Happening) -> String {
    match what {
        Happening::Begins { event, instances } => begins(event, *instances),
        Happening::Ends { event, is_usual_load } => ends(event, *is_usual_load),
        Happening::Full { component, resource, times, until_s } => {
            let are = if resource.ends_with('s') { "are" } else { "is" };
            format!("{component}'s {resource} {are} full{}.", again(*times, *until_s))
        }
        Happening::Free { component, resource, full_s } => {
            let have = if resource.ends_with('s') { "have" } else { "has" };
            format!("{component}'s {resource} {have} room again, after {}.", instant(*full_s))
        }
        Happening::QueuePeaks { component, waiting, stays } => {
            let queue = if *stays {
                "the queue is at its longest, and stays about as long"
            } else {
                "the queue is at its longest"
            };
            format!("{} wait at {component}: {queue}.", brief(*waiting, Unit::Plain))
        }
        Happening::BacklogGone { component } => format!("The backlog at {component} is gone."),
        Happening::Fails { reason, component, share, request_types, times, until_s } => {
            let who = match request_types.as_slice() {
                [] => "Requests".to_owned(),
                names => format!("Requests of {}", names.join(", ")),
            };
            format!(
                "{who} fail ({}): {} of all that end, at worst{}.",
                cause(reason, component),
                percent(*share),
                again(*times, *until_s)
            )
        }
        Happening::FailsNoMore { reason, component } => {
            format!("These failures end ({}).", cause(reason, component))
        }
        Happening::RetriesBegin { each } => {
            format!("Callers try again: up to {} retries for each request.", significant(*each, 2))
        }
        Happening::RetriesEnd => "The retries are over.".to_owned(),
        Happening::RetriesStay { each } => format!(
            "The retries do not end: {} for each request, until the end of the run.",
            significant(*each, 2)
        ),
        Happening::BreakerOpens { component, times } => match times.round() {
            times if times <= 1.0 => format!("The breaker before {component} opens."),
            times => format!(
                "Breakers before {component} open: {} times until all are closed or the run ends.",
                significant(times, 2)
            ),
        },
        Happening::BreakerCloses { component } => {
            format!("Every breaker before {component} is closed again.")
        }
        Happening::Promotes { component, shards } => match shards.round() {
            shards if shards <= 1.0 => format!("A replica of {component} becomes the primary."),
            shards => format!(
                "In {} shards of {component} a replica becomes the primary.",
                significant(shards, 2)
            ),
        },
        Happening::Scales { component, from, to, until_s } => format!(
            "The autoscaler takes {component} from {from} to {to} instances, by {}.",
            instant(*until_s)
        ),
        Happening::ScalesOften { component, least, most, times, until_s } => format!(
            "The autoscaler takes {component} up and down, between {least} and {most} instances: {times} moves until \
             {}.",
            instant(*until_s)
        ),
        Happening::P99Outside { target_ms } => format!(
            "p99 is over its objective of {} from the beginning to the end.",
            brief(*target_ms, Unit::Ms)
        ),
        Happening::P99Leaves { target_ms, worst_ms, times, until_s } => format!(
            "p99 leaves its objective of {}{}{}.",
            brief(*target_ms, Unit::Ms),
            worst(*worst_ms),
            again(*times, *until_s)
        ),
        Happening::P99Returns { target_ms, outside_s } => format!(
            "p99 is back within {}, after {}.",
            brief(*target_ms, Unit::Ms),
            instant(*outside_s)
        ),
        Happening::P99Rises { usual_ms, worst_ms, times, until_s } => format!(
            "p99 rises from its usual {}{}{}.",
            brief(*usual_ms, Unit::Ms),
            worst(*worst_ms),
            again(*times, *until_s)
        ),
        Happening::P99Normal { usual_ms, risen_s } => format!(
            "p99 is near its usual {} again, after {}.",
            brief(*usual_ms, Unit::Ms),
            instant(*risen_s)
        ),
        Happening::NothingElse => {
            "Nothing else stands out: no resource becomes full, and no more requests fail."
                .to_owned()
        }
        Happening::NoRecovery { p99_before_ms, p99_after_ms, failing } => {
            no_recovery(*p99_before_ms, *p99_after_ms, *failing)
        }
        Happening::StillGrows { component, growth_per_s } => {
            let growth = significant(*growth_per_s, 2);
            match component {
                Some(component) => {
                    format!(
                        "The backlog at {component} still grows, by {growth} calls every second."
                    )
                }
                None => format!(
                    "{growth} more calls every second wait at their callers for the next try or for an answer."
                ),
            }
        }
    }
}

fn begins(event: &EventLabel, instances: Option<u32>) -> String {
    match (event, instances) {
        (EventLabel::Kill { component }, Some(1)) => {
            format!("One instance of {component} is killed.")
        }
        (EventLabel::Kill { component }, Some(count)) => {
            format!("{count} instances of {component} are killed.")
        }
        (EventLabel::Kill { component }, None) => format!("{component} is killed."),
        (EventLabel::Slow { component, times, instances }, _) => {
            let whose = some_of(component, *instances);
            format!("The work of {whose} takes {} times as long.", significant(*times, 3))
        }
        (EventLabel::Hang { component, instances: None }, _) => {
            format!("{component} hangs: it takes calls and does not answer.")
        }
        (EventLabel::Hang { component, instances: Some(1) }, _) => {
            format!("One instance of {component} hangs: it takes calls and does not answer.")
        }
        (EventLabel::Hang { component, instances: Some(count) }, _) => {
            format!("{count} instances of {component} hang: they take calls and do not answer.")
        }
        (EventLabel::Flush { component }, _) => format!("{component} is emptied."),
        (EventLabel::Cut { one, other }, _) => format!("{one} and {other} are cut apart."),
        (EventLabel::Set { changes }, _) => {
            let set = |(field, value): &(String, String)| format!("{field} is set to {value}.");
            changes.iter().map(set).collect::<Vec<_>>().join(" ")
        }
        (EventLabel::Traffic { times }, _) => {
            format!("The load is ×{}.", significant(*times, 3))
        }
        (EventLabel::Arrive { count }, _) => {
            format!("{} more requests arrive.", counted(u64::from(*count)))
        }
        (EventLabel::Spike { times }, _) => {
            format!("A spike begins: the load goes up to ×{}.", significant(*times, 3))
        }
        (EventLabel::Points { times }, _) => {
            format!("The load begins to change, up to ×{}.", significant(*times, 3))
        }
        (EventLabel::Ramp { times }, _) => {
            format!("The load begins to go to ×{}.", significant(*times, 3))
        }
    }
}

/// `one instance of app`; `app` where all of them are struck.
fn some_of(component: &str, instances: Option<u32>) -> String {
    match instances {
        None => component.to_owned(),
        Some(1) => format!("one instance of {component}"),
        Some(count) => format!("{count} instances of {component}"),
    }
}

fn ends(event: &EventLabel, is_usual_load: bool) -> String {
    match event {
        EventLabel::Kill { component } => format!("What was killed of {component} is back."),
        EventLabel::Slow { component, .. } => {
            format!("{component}'s work takes as long as before.")
        }
        EventLabel::Hang { component, .. } => format!("What hung of {component} answers again."),
        EventLabel::Flush { component } => format!("{component} is no longer emptied."),
        EventLabel::Cut { one, other } => format!("{one} and {other} reach each other again."),
        EventLabel::Set { changes } => {
            let set = |(field, _): &(String, String)| format!("{field} is as before.");
            changes.iter().map(set).collect::<Vec<_>>().join(" ")
        }
        EventLabel::Arrive { count } => {
            format!("All of the {} have arrived.", counted(u64::from(*count)))
        }
        EventLabel::Traffic { .. } | EventLabel::Spike { .. } if is_usual_load => {
            "The load is back to normal.".to_owned()
        }
        EventLabel::Traffic { times } => {
            format!("The ×{} of the load is over.", significant(*times, 3))
        }
        EventLabel::Spike { .. } => "The spike is over.".to_owned(),
        EventLabel::Points { .. } => "The load changes no more.".to_owned(),
        EventLabel::Ramp { times } => {
            format!("The load is ×{} from here on.", significant(*times, 3))
        }
    }
}

/// Behind something that comes again: `, 7 times until 50 s`.
fn again(times: usize, until_s: Option<f64>) -> String {
    match until_s {
        _ if times <= 1 => String::new(),
        Some(until_s) => format!(", {times} times until {}", instant(until_s)),
        None => format!(", {times} times until the end"),
    }
}

/// `: 2.4 s at worst`; nothing where an interval had no answer at all.
fn worst(worst_ms: Option<f64>) -> String {
    match worst_ms {
        Some(worst_ms) => format!(", to {} at worst", brief(worst_ms, Unit::Ms)),
        None => ", and for a time nothing completes".to_owned(),
    }
}

fn no_recovery(
    p99_before_ms: f64,
    p99_after_ms: Option<f64>,
    failing: Option<(f64, f64)>,
) -> String {
    if let Some((before, after)) = failing {
        let (before, after) = (percent(before), percent(after));
        return format!(
            "It does not recover: {before} of the requests failed before, and {after} do at the end."
        );
    }
    let before = brief(p99_before_ms, Unit::Ms);
    p99_after_ms.map_or_else(
        || "It does not recover: at the end nothing completes.".to_owned(),
        |after| {
            format!(
                "It does not recover: p99 was {before} and is {} at the end.",
                brief(after, Unit::Ms)
            )
        },
    )
}

/// `timeouts at db`.
fn cause(reason: &str, component: &str) -> String {
    let at_client = component == "client";
    match reason {
        "timeout" if at_client => "the client's timeout".to_owned(),
        "timeout" => format!("timeouts at {component}"),
        "queue_full" => format!("full queue at {component}"),
        "no_healthy_target" => format!("no instance of {component} is up"),
        "connection_lost" => format!("lost connections to {component}"),
        "rate_limited" => format!("refused by {component}"),
        "gave_up" => format!("gave up in the queue of {component}"),
        "error" => format!("errors of {component}"),
        "circuit_open" => format!("open breakers before {component}"),
        "expired" => format!("expired at {component}"),
        "shed" => format!("shed by {component}"),
        other => format!("{} at {component}", other.replace('_', " ")),
    }
}
