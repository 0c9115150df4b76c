//! What limits, refuses, holds back or fails: the sentences of the findings that name a component's part in it.

use super::number::{brief, count, duration, percent, significant};
use crate::figure::Unit;
use crate::figure::{EXHAUSTED, NEAR_LIMIT, telling_peak};
use crate::message::findings::{FailsBy, HeldUp};

pub fn bottleneck(component: &str, resource: &str, utilization: f64, peak: Option<f64>) -> String {
    if resource == "pool" {
        return pool(component, utilization, peak);
    }
    let busy = format!("{resource} {} busy", percent(utilization));
    if let Some(peak) = telling_peak(utilization, peak) {
        let average = percent(utilization);
        let most = percent(peak);
        let (are, its) = if resource.ends_with('s') { ("are", "their") } else { ("is", "its") };
        return format!(
            "{component} is the bottleneck: its {resource} {are} {average} busy on average, {most} at {its} busiest."
        );
    }
    if utilization >= EXHAUSTED {
        format!("{component} is the bottleneck ({busy}): it can take no more.")
    } else if utilization >= NEAR_LIMIT {
        format!("{component} is the bottleneck ({busy}).")
    } else {
        format!("Nothing is near its limit; the busiest is {component} ({busy}).")
    }
}

/// A rate that refuses calls, or lets them wait for their turn.
pub fn limiter(
    component: &str,
    refused: f64,
    passes_per_s: f64,
    keys: Option<(u64, f64)>,
    wait_ms: f64,
) -> String {
    let passes = brief(passes_per_s, Unit::Plain);
    let of = keys.map_or(String::new(), |(keys, rate)| {
        format!(" ({} keys × {}/s)", count(keys), brief(rate, Unit::Plain))
    });
    if refused >= 0.01 {
        let refused = percent(refused);
        return format!("{component} refuses {refused} of the calls: it lets {passes}/s pass{of}.");
    }
    let wait = brief(wait_ms, Unit::Ms);
    format!(
        "{component} is the bottleneck: it lets {passes}/s pass{of} and holds the rest, {wait} on average."
    )
}

/// Calls that fail by what guards them, or by themselves.
pub fn fails_calls(component: &str, by: FailsBy, share: f64, opened: Option<f64>) -> String {
    let share = percent(share);
    match by {
        FailsBy::Error => format!("{component} answers {share} of its calls with an error."),
        FailsBy::CircuitOpen => {
            let times = significant(opened.unwrap_or(0.0), 2);
            format!(
                "{share} of the calls to {component} were not sent: the callers' breakers were open, {times} times in a run on \
                 average."
            )
        }
        FailsBy::Shed => {
            format!("{component} sheds {share} of its calls: its queue was too long for too long.")
        }
        FailsBy::Expired => format!(
            "{component} drops {share} of its calls when their turn comes: their callers have given up."
        ),
    }
}

/// Messages that are done several times.
pub fn redelivered(
    queue: &str,
    messages: u64,
    times: f64,
    (after_s, work_s): (f64, f64),
    prefetch: u32,
) -> String {
    let (after, work) = (duration(after_s), duration(work_s));
    let why = if work_s > after_s {
        format!("`redeliver_after` ({after}) is shorter than the work ({work})")
    } else if prefetch > 1 {
        format!(
            "each worker holds {prefetch} of them (`prefetch`), and those that wait there were not done within \
             `redeliver_after` ({after})"
        )
    } else {
        format!("they were not done within `redeliver_after` ({after})")
    };
    format!(
        "Each message of {queue} is done {} times on average, and {} are handed out again in a run: {why}.",
        significant(times, 2),
        count(messages)
    )
}

/// Messages that were set aside.
pub fn dead_letters(queue: &str, messages: f64, share: f64, after: u16) -> String {
    format!(
        "{queue} sets aside {} of its messages, {} in a run on average: they were handed out {after} times and not done.",
        percent(share),
        brief(messages, Unit::Plain)
    )
}

/// Messages that nobody has taken when the run ends.
pub fn later_waits(
    queue: &str,
    messages: u64,
    oldest_s: f64,
    begun_after_s: Option<f64>,
) -> String {
    let last = begun_after_s.map_or(String::new(), |after| {
        format!("; the last of them is begun about {} later", duration(after))
    });
    format!(
        "{} messages still wait in {queue} at the end of a run, and the oldest that is not done is {} old{last}. How long later \
         work takes is not given: only the early part of it was seen.",
        count(messages),
        duration(oldest_s)
    )
}

/// What is full of those that wait for the bottleneck.
pub fn waiting(held_up: &[HeldUp]) -> String {
    let one = |one: &HeldUp| match one.resource.as_str() {
        "pool" => format!("the callers' connections to {}", one.component),
        resource => format!("the {resource} of {}", one.component),
    };
    match held_up.iter().map(one).collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => format!(" It holds up {one}: they are full because they wait for it."),
        [most @ .., last] => format!(
            " It holds up {} and {last}: they are full because they wait for it.",
            most.join(", ")
        ),
    }
}

/// The callers' connections to a component, where they are what limits.
pub fn pool(component: &str, utilization: f64, peak: Option<f64>) -> String {
    let used = percent(utilization);
    let of = format!("Of the callers' connections to {component} (its `pool`) {used} are in use");
    match peak {
        Some(peak) if peak >= NEAR_LIMIT => {
            let most = percent(peak);
            format!(
                "{of} on average, {most} at their busiest, and calls wait for them: that is what limits."
            )
        }
        _ if utilization >= NEAR_LIMIT => {
            format!("{of}, and calls wait for them: that is what limits.")
        }
        _ => format!("{of}; nothing else has a limit."),
    }
}

/// What is full because something that it waits for hangs or is slow.
pub fn struck(component: &str, resource: &str, waits_for: &str, hangs: bool) -> String {
    let how = if hangs { "hangs" } else { "is slow" };
    let what = match resource {
        "pool" => format!("The callers' connections to {component}"),
        resource => format!("{component}'s {resource}"),
    };
    format!("{what} are full because they wait for {waits_for}, which {how}.")
}
