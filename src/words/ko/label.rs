//! How what happens is called.

use super::number::{count as counted, significant};
use crate::message::{EventLabel, PhaseLabel};

pub fn event(what: &EventLabel) -> String {
    match what {
        EventLabel::Kill { component } => format!("{component} 종료"),
        EventLabel::Slow { component, times, instances } => {
            format!("{component}{} {}배 느려짐", some(*instances), factor(*times))
        }
        EventLabel::Hang { component, instances } => {
            format!("{component}{} 멈춤", some(*instances))
        }
        EventLabel::Flush { component } => format!("{component} 비움"),
        EventLabel::Cut { one, other } => format!("{one}–{other} 단절"),
        EventLabel::Set { changes } => {
            let set = |(field, value): &(String, String)| format!("{field} = {value}");
            changes.iter().map(set).collect::<Vec<_>>().join(", ")
        }
        EventLabel::Traffic { times } => format!("트래픽 {}배", factor(*times)),
        EventLabel::Arrive { count } => format!("요청 {}건 추가", counted(u64::from(*count))),
        EventLabel::Spike { times } => format!("트래픽 급증 {}배", factor(*times)),
        EventLabel::Points { times } => format!("부하 최대 {}배", factor(*times)),
        EventLabel::Ramp { times } => format!("부하 {}배까지 증가", factor(*times)),
    }
}

pub fn phase(what: &PhaseLabel) -> String {
    match what {
        PhaseLabel::Steady => "정상 상태".to_owned(),
        PhaseLabel::Before => "이벤트 전".to_owned(),
        PhaseLabel::During { events } => events.iter().map(event).collect::<Vec<_>>().join(" + "),
        PhaseLabel::After => "이벤트 후".to_owned(),
    }
}

/// `‘app 종료’ 동안`, `‘이벤트 후’에`.
pub fn during(what: &PhaseLabel) -> String {
    let name = phase(what);
    match what {
        PhaseLabel::During { .. } => format!("‘{name}’ 동안"),
        PhaseLabel::Steady | PhaseLabel::Before | PhaseLabel::After => format!("‘{name}’에"),
    }
}

/// ` 1개`, where not all are struck.
fn some(instances: Option<u32>) -> String {
    instances.map_or(String::new(), |count| format!(" {count}개"))
}

fn factor(times: f64) -> String {
    const DIGITS: i32 = 3;
    significant(times, DIGITS)
}
