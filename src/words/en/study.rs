//! What all studies say.

use super::{capacity, compare};
use crate::message::number::count;
use crate::message::study::Trouble;
use crate::message::{Refusal, findings};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::Capacity(what) => capacity::refusal(what),
        Refusal::Compare(what) => compare::refusal(what),
        Refusal::NothingToSimulate { file } => {
            format!("{file} has no components to simulate: it is a page for `napkin estimate`")
        }
        Refusal::NoComponent { name, near: Some(near), .. } => {
            format!("the page has no component `{name}`; did you mean `{near}`?")
        }
        Refusal::NoComponent { name, near: None, all } => {
            format!("the page has no component `{name}`; it has {}", all.join(", "))
        }
        Refusal::Worded(words) => words.clone(),
    }
}

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
        Trouble::Unstable { place, growth_per_s } => findings::unstable(place, *growth_per_s),
    }
}
