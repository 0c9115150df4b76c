//! Sentences that all studies share.

/// The study was stopped; what is shown is what was known by then.
#[must_use]
pub fn interrupted() -> String {
    "Stopped before it was done: these are the figures known by then.".to_owned()
}

/// Steps done, of those planned so far.
#[must_use]
pub fn steps_template() -> String {
    "{spinner} {bar:32} {pos} of {len} runs".to_owned()
}

/// What made the study, and how long it took.
#[must_use]
pub fn made_by(napkin: &str, seed: u64, wall_s: Option<f64>) -> String {
    let took = wall_s.map_or(String::new(), |wall_s| {
        format!(", {} s", crate::message::number::significant(wall_s, 2))
    });
    format!("napkin {napkin}, seed {seed}{took}")
}

/// A run of a study was given up: too much was under way at once.
#[must_use]
pub fn gave_up_in_flight(limit: usize, at_s: u64) -> String {
    let limit = super::number::count(limit as u64);
    format!("Its run was given up {at_s} s in, with {limit} requests under way at once.")
}

/// A run of a study was given up: its clients send without end.
#[must_use]
pub fn gave_up_run_away(open: bool, requests: u64) -> String {
    let requests = super::number::count(requests);
    let why = match open {
        true => "that is three times what it was given",
        false => "its clients are refused and ask again at once",
    };
    format!("Its run was given up after {requests} requests: {why}.")
}
