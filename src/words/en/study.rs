//! Why a variant of a study has no figures.

use super::label;
use crate::message::findings;
use crate::message::number::{count, duration};
use crate::message::study::{Cut, NotSimulated, Trouble};

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
        Trouble::Unstable { place, growth_per_s } => {
            findings::unstable(place.as_deref(), *growth_per_s)
        }
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
