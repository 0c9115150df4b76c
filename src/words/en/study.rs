//! Why a variant of a study has no figures.

use super::label;
use super::number::{base_unit, count, duration};
use super::stability::unstable;
use crate::message::study::{Cut, Kept, NotSimulated, Trouble};

pub fn trouble(what: &Trouble) -> String {
    match what {
        Trouble::InFlight { limit, at_s } => {
            let limit = count(*limit as u64);
            format!("Its run was given up {at_s} s in, with {limit} requests under way at once.")
        }
        Trouble::RunAway { open, requests } => {
            let requests = count(*requests);
            let why = match open {
                true => "that is three times what it was given",
                false => "its clients are refused and ask again at once",
            };
            format!("Its run was given up after {requests} requests: {why}.")
        }
        Trouble::Budget { steps, at_s } => format!(
            "Its run was given up {} in: its share of the budget of {} steps was used up (`--budget`).",
            duration(*at_s),
            count(*steps)
        ),
        Trouble::Memory { what, bytes, limit } => {
            format!("It was not run: {} (`--memory`).", memory(*what, *bytes, *limit))
        }
        Trouble::Unstable { place, growth_per_s } => unstable(place.as_deref(), *growth_per_s),
    }
}

/// What takes more memory than there may be.
pub fn memory(what: Kept, bytes: u64, limit: u64) -> String {
    let what = match what {
        Kept::Figures { replications } => {
            format!("the figures of {} replications", count(u64::from(replications)))
        }
        Kept::Entries { entries } => {
            format!("{} entries of caches and page buffers", count(entries))
        }
        Kept::Keys { keys } => format!("{} keys of databases and limiters", count(keys)),
        Kept::Instances { instances } => format!("{} instances", count(instances)),
        Kept::Shape { points } => format!("{} points of the load's shape", count(points)),
        Kept::Events { events } => {
            format!("{} events that wait at once, such as timeouts", count(events))
        }
    };
    let shown = |bytes: u64| base_unit(bytes as f64, "B", 2);
    format!("{what} take about {}, and {} are allowed", shown(bytes), shown(limit))
}

/// What to change instead of the memory.
pub const fn instead(what: Kept) -> &'static str {
    match what {
        Kept::Figures { .. } => "ask for fewer `--replications`, or fewer types of requests",
        Kept::Entries { .. } => "give the data fewer keys, or the database fewer replicas",
        Kept::Keys { .. } => "give the data fewer keys",
        Kept::Instances { .. } => "give the components fewer instances",
        Kept::Shape { .. } => "shorten the run with `--duration`, or lengthen the shape's `period`",
        Kept::Events { .. } => "shorten the timeouts, or lower the rate or the number of clients",
    }
}

/// What the budget of requests leaves out.
pub fn cut(cut: &Cut) -> String {
    let Cut { asked_s, simulated_s, ref events } = *cut;
    let (asked, simulated) = (duration(asked_s), duration(simulated_s));
    let Some(NotSimulated { event, at_s }) = events.first() else {
        return format!(
            "The budget of requests ends each run at {simulated}; the page asks for {asked}. \
             `--max-requests` raises it."
        );
    };
    let more = match events.len() - 1 {
        0 => String::new(),
        more => format!(" and {} more", count(more as u64)),
    };
    let verb = if more.is_empty() { "was" } else { "were" };
    format!(
        "Not simulated: the budget of requests ends each run at {simulated}, so “{}” at {}{more} {verb} left out, \
         and nothing is judged. `--max-requests` raises it.",
        label::event(event),
        duration(*at_s)
    )
}
