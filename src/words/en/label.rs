//! How what happens is called.

use super::number::{count as counted, significant};
use crate::message::{EventLabel, PhaseLabel};

pub fn event(what: &EventLabel) -> String {
    match what {
        EventLabel::Kill { component } => format!("kill {component}"),
        EventLabel::Slow { component, times, instances } => {
            format!("slow {}{component} × {}", some(*instances), factor(*times))
        }
        EventLabel::Hang { component, instances } => {
            format!("hang {}{component}", some(*instances))
        }
        EventLabel::Flush { component } => format!("flush {component}"),
        EventLabel::Cut { one, other } => format!("cut {one}–{other}"),
        EventLabel::Set { changes } => {
            let set = |(field, value): &(String, String)| format!("set {field} = {value}");
            changes.iter().map(set).collect::<Vec<_>>().join(", ")
        }
        EventLabel::Traffic { times } => format!("traffic × {}", factor(*times)),
        EventLabel::Arrive { count } => format!("+{} requests", counted(u64::from(*count))),
        EventLabel::Spike { times } => format!("spike × {}", factor(*times)),
        EventLabel::Points { times } => format!("load up to × {}", factor(*times)),
        EventLabel::Ramp { times } => format!("ramp to × {}", factor(*times)),
    }
}

pub fn phase(what: &PhaseLabel) -> String {
    match what {
        PhaseLabel::Steady => "steady".to_owned(),
        PhaseLabel::Before => "before".to_owned(),
        PhaseLabel::During { events } => events.iter().map(event).collect::<Vec<_>>().join(" + "),
        PhaseLabel::After => "after".to_owned(),
    }
}

/// `1 of `, where not all are struck.
fn some(instances: Option<u32>) -> String {
    instances.map_or(String::new(), |count| format!("{count} of "))
}

fn factor(times: f64) -> String {
    const DIGITS: i32 = 3;
    significant(times, DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_have_three_digits() {
        assert_eq!(event(&EventLabel::Traffic { times: 8.0_f64.sqrt() }), "traffic × 2.83");
        assert_eq!(event(&EventLabel::Spike { times: 3.0 }), "spike × 3");
        let slow = EventLabel::Slow { component: "db".to_owned(), times: 4.0, instances: None };
        assert_eq!(event(&slow), "slow db × 4");
        let one = EventLabel::Hang { component: "app".to_owned(), instances: Some(1) };
        assert_eq!(event(&one), "hang 1 of app");
    }
}
