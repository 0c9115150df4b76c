//! Why a variant of a study has no figures.

use super::label;
use super::number::{base_unit, count, duration};
use super::stability::unstable;
use crate::message::study::{Cut, Kept, NotSimulated, Trouble};

pub fn trouble(what: &Trouble) -> String {
    match what {
        Trouble::InFlight { limit, at_s } => {
            let limit = count(*limit as u64);
            format!("동시에 진행되는 요청이 {limit}건에 이르러 {at_s}초 만에 중단했습니다.")
        }
        Trouble::RunAway { open, requests } => {
            let requests = count(*requests);
            let why = match open {
                true => "주어진 요청의 세 배입니다",
                false => "거절당한 클라이언트가 곧바로 다시 요청합니다",
            };
            format!("요청 {requests}건을 넘겨 중단했습니다. {why}.")
        }
        Trouble::Unstable { place, growth_per_s } => unstable(place.as_deref(), *growth_per_s),
        Trouble::Budget { steps, at_s } => format!(
            "계산량 한도({}단계) 가운데 이 실행의 몫을 다 써서 {} 만에 중단했습니다(`--budget`).",
            count(*steps),
            duration(*at_s)
        ),
        Trouble::Memory { what, bytes, limit } => {
            format!("실행하지 않았습니다. {}(`--memory`).", memory(*what, *bytes, *limit))
        }
    }
}

/// What takes more memory than there may be.
pub fn memory(what: Kept, bytes: u64, limit: u64) -> String {
    let what = match what {
        Kept::Figures { replications } => {
            format!("반복 {}번의 집계 값", count(u64::from(replications)))
        }
        Kept::Entries { entries } => format!("캐시와 페이지 버퍼의 항목 {}개", count(entries)),
        Kept::Keys { keys } => format!("데이터베이스와 처리율 제한 장치의 키 {}개", count(keys)),
        Kept::Instances { instances } => format!("인스턴스 {}개", count(instances)),
        Kept::Shape { points } => format!("트래픽 모양의 점 {}개", count(points)),
        Kept::Events { events } => {
            format!("타임아웃처럼 한꺼번에 기다리는 이벤트 {}개", count(events))
        }
    };
    let shown = |bytes: u64| base_unit(bytes as f64, "B", 2);
    format!("{what}에 메모리가 약 {} 필요한데 한도는 {}입니다", shown(bytes), shown(limit))
}

/// What to change instead of the memory.
pub const fn instead(what: Kept) -> &'static str {
    match what {
        Kept::Figures { .. } => "`--replications`나 요청 종류를 줄이세요",
        Kept::Entries { .. } => "데이터의 키나 데이터베이스의 레플리카를 줄이세요",
        Kept::Keys { .. } => "데이터의 키를 줄이세요",
        Kept::Instances { .. } => "구성 요소의 인스턴스를 줄이세요",
        Kept::Shape { .. } => "`--duration`을 줄이거나 트래픽 모양의 `period`를 늘리세요",
        Kept::Events { .. } => "타임아웃, 요청 속도, 클라이언트 수 중 하나를 줄이세요",
    }
}

/// What the budget of requests leaves out.
pub fn cut(cut: &Cut) -> String {
    let Cut { asked_s, simulated_s, ref events } = *cut;
    let (asked, simulated) = (duration(asked_s), duration(simulated_s));
    let Some(NotSimulated { event, at_s }) = events.first() else {
        return format!(
            "요청 수 한도 때문에 실행마다 {simulated}에서 끝납니다(페이지에 적힌 길이는 {asked}). 한도는 \
             `--max-requests`로 늘릴 수 있습니다."
        );
    };
    let more = match events.len() - 1 {
        0 => String::new(),
        more => format!(" 외 {}개", count(more as u64)),
    };
    format!(
        "요청 수 한도 때문에 실행이 {simulated}에서 끝나, {} 시점의 이벤트 ‘{}’{more} 없이 시뮬레이션했습니다. 그래서 아무것도 \
         판정하지 않습니다. 한도는 `--max-requests`로 늘릴 수 있습니다.",
        duration(*at_s),
        label::event(event)
    )
}
