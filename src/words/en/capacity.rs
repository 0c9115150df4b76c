//! What `napkin capacity` says.

use crate::message::capacity::Refusal;

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::ClosedWithoutObjective => "clients that wait for their answers never overload a \
            design, they only wait longer: say how long is too long, such as `slo: { p99: 200ms }`"
            .to_owned(),
        Refusal::RateOfClients => "--rate is for open loads; this page has clients: use --set \
            traffic.clients=N"
            .to_owned(),
        Refusal::SizeForm { path, fields } => format!(
            "--size {path}: name a component and one of its counts, such as app.instances ({})",
            fields.join(", ")
        ),
        Refusal::NoCount { field, kind, near: Some(near), .. } => {
            format!("a {kind} has no count `{field}`; did you mean `{near}`?")
        }
        Refusal::NoCount { kind, near: None, known, .. } if known.is_empty() => {
            format!("a {kind} has nothing to count: there is always one of it")
        }
        Refusal::NoCount { field, kind, near: None, known } => {
            format!("a {kind} has no count `{field}`; it has {}", known.join(", "))
        }
        Refusal::SizeWithoutLimit { path } => format!(
            "{path} is not on the page, so it does not limit; write one to ask how many it needs"
        ),
    }
}
