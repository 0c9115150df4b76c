//! Korean of the design as a picture.

use super::number::{shown, significant};
use super::particle::{Particle, with};
use super::terms::resource as resource_of;
use crate::figure::Shown;
use crate::message::picture::Text;
use crate::message::topology::Blow;
use Particle::{Object, Subject};

/// Any of them.
pub fn text(text: &Text<'_>) -> String {
    match text {
        Text::Kind(kind) => kind_of(kind),
        Text::Busy { resource, average } => format!("{} {}", resource_of(resource), shown(average)),
        Text::BusyUpTo { resource, average, peak } => {
            format!("{} {}, 최대 {}", resource_of(resource), shown(average), shown(peak))
        }
        Text::BusyUpToOf { resource, average, other, peak } => format!(
            "{} {}, {} 최대 {}",
            resource_of(resource),
            shown(average),
            resource_of(other),
            shown(peak)
        ),
        Text::LetsPass(rate) => format!("{}까지 통과", shown(rate)),
        Text::LetsPassOfEachKey(rate) => format!("키마다 {}까지 통과", shown(rate)),
        Text::Workers { count, each } => format!("{}워커 {}개", of_each(*each), shown(count)),
        Text::Connections { count, each } => format!("{}커넥션 {}개", of_each(*each), shown(count)),
        Text::Holds(count) => format!("메시지 {}건까지 보관", shown(count)),
        Text::Memory { size, each } => format!("{}{}", of_each(*each), shown(size)),
        Text::Pool(size) => format!("커넥션 풀 {size}"),
        Text::Fail(share) => format!("호출의 {} 실패", shown(share)),
        Text::Struck { blow: Blow::Flushed, at, .. } => format!("{}에 비움", shown(at)),
        Text::Struck { blow, at, length } => format!("{} {}", when(at, length), struck(blow)),
        Text::Cut { at, length } => format!("{} 끊김", when(at, length)),
        Text::MoreEvents(count) => format!("그 밖의 이벤트 {count}개"),
        Text::Bottleneck => "병목".to_owned(),
        Text::Limit => "한도".to_owned(),
        Text::LegendBusy => "가장 바쁜 자원".to_owned(),
        Text::LegendCalls => "화살표: 평균 초당 호출 수".to_owned(),
        Text::TitleBottleneck { offered, component, resource, utilization } => format!(
            "{}에서 {} 병목입니다({} {})",
            shown(offered),
            with(component, Subject),
            resource_of(resource),
            shown(utilization)
        ),
        Text::TitleReaches { component, resource, peak } => format!(
            "{component} {} 사용률이 가장 바쁠 때 {}입니다",
            resource_of(resource),
            shown(peak)
        ),
        Text::TitleHotInstance { offered, component, resource, utilization } => format!(
            "{}에서 {component} 인스턴스 하나가 병목입니다({} {})",
            shown(offered),
            resource_of(resource),
            shown(utilization)
        ),
        Text::TitleRefuses { offered, component, share } => format!(
            "{}에서 {} 호출의 {} 거절합니다",
            shown(offered),
            with(component, Subject),
            with(&shown(share), Object)
        ),
        Text::TitleNotBusy { offered, component, resource, utilization } => format!(
            "{}에서 바쁜 곳이 없습니다. 가장 높은 {component}의 {} 사용률도 {}입니다",
            shown(offered),
            resource_of(resource),
            shown(utilization)
        ),
        Text::Title { offered, components } => {
            format!("부하 {}, 구성 요소 {components}개", shown(offered))
        }
        Text::Call { from, to, rate } => format!("{from} → {to} {}", shown(rate)),
        Text::Alt { boxes, calls } => {
            format!("설계도. 상자: {}. 호출: {}.", boxes.join(", "), calls.join(", "))
        }
    }
}

fn kind_of(kind: &str) -> String {
    let known = match kind {
        "cache" => "캐시",
        "database" => "데이터베이스",
        "load_balancer" => "로드 밸런서",
        "queue" => "메시지 큐",
        "rate_limiter" => "처리율 제한 장치",
        "server" => "서버",
        other => return other.replace('_', " ").to_uppercase(),
    };
    known.to_owned()
}

fn of_each(each: bool) -> &'static str {
    if each { "각각 " } else { "" }
}

/// What happens to a component, in the words of a box.
pub(super) fn struck(blow: &Blow) -> String {
    match blow {
        Blow::Killed(None) => "중단".to_owned(),
        Blow::Killed(Some(count)) => format!("{count}대 중단"),
        Blow::Slowed(times, None) => format!("{}배 느려짐", significant(*times, 3)),
        Blow::Slowed(times, Some(count)) => {
            format!("{count}대 {}배 느려짐", significant(*times, 3))
        }
        Blow::Hung(None) => "무응답".to_owned(),
        Blow::Hung(Some(count)) => format!("{count}대 무응답"),
        Blow::Flushed => "비움".to_owned(),
    }
}

fn when(at: &Shown, length: &Option<Shown>) -> String {
    match length {
        Some(length) => format!("{}부터 {} 동안", shown(at), shown(length)),
        None => format!("{}부터", shown(at)),
    }
}
