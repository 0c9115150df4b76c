//! What happened, in order.

use super::findings::percent;
use super::number::{brief, count as counted, duration, significant};
use super::particle::{Particle, with};
use super::terms::{reason as reason_of, resource as resource_of};
use crate::figure::Unit;
use crate::message::EventLabel;
use crate::message::story::{Happening, Step, Text};
use Particle::{And, Object, Subject, To};

pub fn step(what: &Step) -> String {
    format!("{}: {}", instant(what.at_s), happening(&what.what))
}

pub fn text(what: &Text<'_>) -> String {
    match what {
        Text::Title => "무슨 일이 있었나(시간 순)".to_owned(),
        Text::At { at_s, sentences } => format!("{}: {}", instant(*at_s), sentences.join(" ")),
    }
}

/// `95초`, `12.5분`: an instant of a run, in seconds as long as one counts in them.
pub fn instant(at_s: f64) -> String {
    const SECONDS: f64 = 600.0;
    if at_s < SECONDS { format!("{}초", significant(at_s, 3)) } else { duration(at_s) }
}

pub fn happening(what: &Happening) -> String {
    match what {
        Happening::Begins { event, instances } => begins(event, *instances),
        Happening::Ends { event, is_usual_load } => ends(event, *is_usual_load),
        Happening::Full { component, resource, times, until_s } => format!(
            "{component}의 {} 가득 찹니다{}.",
            with(&resource_of(resource), Subject),
            again(*times, *until_s)
        ),
        Happening::Free { component, resource, full_s } => format!(
            "{component}의 {}에 {} 만에 여유가 생깁니다.",
            resource_of(resource),
            instant(*full_s)
        ),
        Happening::QueuePeaks { component, waiting, stays } => {
            let stays = if *stays { " 끝까지 거의 그대로입니다." } else { "" };
            format!(
                "{component}의 대기열이 {}건으로 가장 깁니다.{stays}",
                brief(*waiting, Unit::Plain)
            )
        }
        Happening::BacklogGone { component } => {
            format!("{component}에 밀린 작업이 모두 처리되었습니다.")
        }
        Happening::Fails { reason, component, share, request_types, times, until_s } => {
            let who = match request_types.as_slice() {
                [] => "요청이".to_owned(),
                names => format!("{} 요청이", names.join(", ")),
            };
            format!(
                "{who} 실패하기 시작합니다({}). 심할 때는 끝난 요청의 {}입니다{}.",
                cause(reason, component),
                percent(*share),
                again(*times, *until_s)
            )
        }
        Happening::FailsNoMore { reason, component } => {
            format!("이 실패가 멎습니다({}).", cause(reason, component))
        }
        Happening::RetriesBegin { each } => {
            format!("재시도가 시작됩니다. 요청 하나당 최대 {}번입니다.", significant(*each, 2))
        }
        Happening::RetriesEnd => "재시도가 멎습니다.".to_owned(),
        Happening::RetriesStay { each } => format!(
            "재시도는 멎지 않습니다. 실행이 끝날 때까지 요청 하나당 {}번입니다.",
            significant(*each, 2)
        ),
        Happening::BreakerOpens { component, times } => match times.round() {
            times if times <= 1.0 => format!("{component} 앞의 서킷 브레이커가 열립니다."),
            times => format!(
                "{component} 앞의 서킷 브레이커들이 열립니다(모두 닫히거나 실행이 끝날 때까지 {}번).",
                significant(times, 2)
            ),
        },
        Happening::BreakerCloses { component } => {
            format!("{component} 앞의 서킷 브레이커가 모두 다시 닫힙니다.")
        }
        Happening::Promotes { component, shards } => match shards.round() {
            shards if shards <= 1.0 => {
                format!("{component}의 레플리카가 프라이머리로 승격됩니다.")
            }
            shards => format!(
                "{component}의 샤드 {}개에서 레플리카가 프라이머리로 승격됩니다.",
                significant(shards, 2)
            ),
        },
        Happening::Scales { component, from, to, until_s } => format!(
            "오토스케일러가 {}까지 {component}의 인스턴스를 {from}개에서 {to}개로 바꿉니다.",
            instant(*until_s)
        ),
        Happening::ScalesOften { component, least, most, times, until_s } => format!(
            "오토스케일러가 {}까지 {component}의 인스턴스를 {least}개와 {most}개 사이에서 {times}번 늘렸다 줄였다 합니다.",
            instant(*until_s)
        ),
        Happening::P99Outside { target_ms } => format!(
            "p99가 처음부터 끝까지 목표 {} 넘습니다.",
            with(&brief(*target_ms, Unit::Ms), Object)
        ),
        Happening::P99Leaves { target_ms, worst_ms, times, until_s } => format!(
            "p99가 목표 {} 넘습니다{}{}.",
            with(&brief(*target_ms, Unit::Ms), Object),
            worst(*worst_ms),
            again(*times, *until_s)
        ),
        Happening::P99Returns { target_ms, outside_s } => format!(
            "p99가 {} 만에 목표 {} 안으로 돌아옵니다.",
            instant(*outside_s),
            brief(*target_ms, Unit::Ms)
        ),
        Happening::P99Rises { usual_ms, worst_ms, times, until_s } => format!(
            "p99가 평소 {}에서 올라갑니다{}{}.",
            brief(*usual_ms, Unit::Ms),
            worst(*worst_ms),
            again(*times, *until_s)
        ),
        Happening::P99Normal { usual_ms, risen_s } => format!(
            "p99가 {} 만에 평소 {}에 가깝게 돌아옵니다.",
            instant(*risen_s),
            brief(*usual_ms, Unit::Ms)
        ),
        Happening::NothingElse => {
            "그 밖에 눈에 띄는 변화는 없습니다. 가득 차는 자원도, 늘어나는 실패도 없습니다."
                .to_owned()
        }
        Happening::NoRecovery { p99_before_ms, p99_after_ms, failing } => {
            no_recovery(*p99_before_ms, *p99_after_ms, *failing)
        }
        Happening::StillGrows { component, growth_per_s } => {
            let growth = significant(*growth_per_s, 2);
            match component {
                Some(component) => {
                    format!("{component}에 밀린 작업이 여전히 매초 {growth}건씩 늘어납니다.")
                }
                None => {
                    format!(
                        "다음 시도나 응답을 기다리는 호출이 여전히 매초 {growth}건씩 늘어납니다."
                    )
                }
            }
        }
    }
}

fn begins(event: &EventLabel, instances: Option<u32>) -> String {
    match (event, instances) {
        (EventLabel::Kill { component }, Some(count)) => {
            format!("{component}의 인스턴스 {count}개가 죽습니다.")
        }
        (EventLabel::Kill { component }, None) => format!("{} 죽습니다.", with(component, Subject)),
        (EventLabel::Slow { component, times, instances }, _) => {
            let whose = some_of(component, *instances);
            format!("{whose}의 작업이 {}배 오래 걸립니다.", significant(*times, 3))
        }
        (EventLabel::Hang { component, instances }, _) => {
            let what = with(&some_of(component, *instances), Subject);
            format!("{what} 멈춥니다. 호출을 받기만 하고 응답하지 않습니다.")
        }
        (EventLabel::Flush { component }, _) => format!("{} 비워집니다.", with(component, Subject)),
        (EventLabel::Cut { one, other }, _) => {
            format!("{} {} 사이가 끊깁니다.", with(one, And), other)
        }
        (EventLabel::Set { changes }, _) => {
            let set = |(field, value): &(String, String)| {
                format!("{} {} 바뀝니다.", with(field, Subject), with(value, To))
            };
            changes.iter().map(set).collect::<Vec<_>>().join(" ")
        }
        (EventLabel::Traffic { times }, _) => {
            format!("부하가 평소의 {}배가 됩니다.", significant(*times, 3))
        }
        (EventLabel::Arrive { count }, _) => {
            format!("요청 {}건이 더 들어옵니다.", counted(u64::from(*count)))
        }
        (EventLabel::Spike { times }, _) => {
            format!("트래픽 급증이 시작됩니다. 평소의 {}배까지 올라갑니다.", significant(*times, 3))
        }
        (EventLabel::Points { times }, _) => {
            format!("부하가 변하기 시작합니다. 최대 {}배입니다.", significant(*times, 3))
        }
        (EventLabel::Ramp { times }, _) => {
            format!("부하가 {}배를 향해 변하기 시작합니다.", significant(*times, 3))
        }
    }
}

/// `app의 인스턴스 1개`; all of them are the component.
fn some_of(component: &str, instances: Option<u32>) -> String {
    match instances {
        None => component.to_owned(),
        Some(count) => format!("{component}의 인스턴스 {count}개"),
    }
}

fn ends(event: &EventLabel, is_usual_load: bool) -> String {
    match event {
        EventLabel::Kill { component } => {
            format!("{component}에서 죽었던 인스턴스가 돌아옵니다.")
        }
        EventLabel::Slow { component, .. } => {
            format!("{component}의 작업 시간이 원래대로 돌아옵니다.")
        }
        EventLabel::Hang { component, .. } => {
            format!("{} 다시 응답합니다.", with(component, Subject))
        }
        EventLabel::Flush { component } => {
            format!("{} 더 이상 비워지지 않습니다.", with(component, Subject))
        }
        EventLabel::Cut { one, other } => {
            format!("{} {} 사이가 다시 이어집니다.", with(one, And), other)
        }
        EventLabel::Set { changes } => {
            let set = |(field, _): &(String, String)| {
                format!("{} 원래 값으로 돌아옵니다.", with(field, Subject))
            };
            changes.iter().map(set).collect::<Vec<_>>().join(" ")
        }
        EventLabel::Arrive { count } => {
            format!("{}건이 모두 들어왔습니다.", counted(u64::from(*count)))
        }
        EventLabel::Traffic { .. } | EventLabel::Spike { .. } if is_usual_load => {
            "부하가 평소대로 돌아옵니다.".to_owned()
        }
        EventLabel::Traffic { times } => format!("부하 {}배가 끝납니다.", significant(*times, 3)),
        EventLabel::Spike { .. } => "트래픽 급증이 끝납니다.".to_owned(),
        EventLabel::Points { .. } => "부하가 더는 변하지 않습니다.".to_owned(),
        EventLabel::Ramp { times } => {
            format!("이제부터 부하는 평소의 {}배입니다.", significant(*times, 3))
        }
    }
}

/// Behind something that comes again: ` (50초까지 7번)`.
fn again(times: usize, until_s: Option<f64>) -> String {
    match until_s {
        _ if times <= 1 => String::new(),
        Some(until_s) => format!(" ({}까지 {times}번)", instant(until_s)),
        None => format!(" (끝까지 {times}번)"),
    }
}

fn worst(worst_ms: Option<f64>) -> String {
    match worst_ms {
        Some(worst_ms) => format!("(최대 {})", brief(worst_ms, Unit::Ms)),
        None => "(한동안 아무 요청도 완료되지 않음)".to_owned(),
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
            "회복하지 못합니다. 전에는 요청의 {before}가 실패했는데 끝에는 {after}가 실패합니다."
        );
    }
    let before = brief(p99_before_ms, Unit::Ms);
    p99_after_ms.map_or_else(
        || "회복하지 못합니다. 끝에는 아무 요청도 완료되지 않습니다.".to_owned(),
        |after| {
            format!(
                "회복하지 못합니다. p99가 전에는 {before}, 끝에는 {}입니다.",
                brief(after, Unit::Ms)
            )
        },
    )
}

/// `db 타임아웃`.
fn cause(reason: &str, component: &str) -> String {
    let component = if component == "client" { "클라이언트" } else { component };
    format!("{component}: {}", reason_of(reason))
}
