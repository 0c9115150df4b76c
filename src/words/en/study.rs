//! Why a variant of a study has no figures.

use crate::message::findings;
use crate::message::number::count;
use crate::message::study::Trouble;

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
