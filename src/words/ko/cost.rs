//! The bill's words.

use crate::message::cost::{Item, Owner, Short, Unpriced};

pub fn item(what: &Item) -> String {
    match what {
        Item::Machines { component, count, machine } => {
            let count =
                if count.fract() == 0.0 { format!("{count}") } else { format!("{count:.2}") };
            format!("{component}: {machine} × {count}")
        }
        Item::Storage { component, data, copies: 1 } => format!("{component}: {data} 저장"),
        Item::Storage { component, data, copies } => {
            format!("{component}: {data} 저장, 사본 {copies}개")
        }
        Item::Iops { component, included } => {
            format!("{component}: IOPS({included} 초과분)")
        }
        Item::LoadBalancerHours { component } => format!("{component}: 로드 밸런서"),
        Item::LoadBalancerUnits { component } => {
            format!("{component}: 용량 단위, 시간당 1GB(연결 수는 세지 않음)")
        }
        Item::CdnBytes { components } => format!("{components}: 클라이언트로 보낸 양"),
        Item::CdnRequests { components } => format!("{components}: HTTPS 요청"),
        Item::QueueRequests { component, per_message } => {
            format!("{component}: 요청, 메시지당 {per_message}건(보내기, 받기, 지우기)")
        }
        Item::Egress => "인터넷으로 나가는 트래픽".to_owned(),
        Item::CrossSite => "리전 간 트래픽".to_owned(),
    }
}

pub fn short(Short(what): &Short<'_>) -> String {
    match what {
        Item::LoadBalancerUnits { component } => format!("{component}: 용량 단위"),
        Item::QueueRequests { component, per_message } => {
            format!("{component}: 요청, 메시지당 {per_message}건")
        }
        Item::Machines { .. }
        | Item::Storage { .. }
        | Item::Iops { .. }
        | Item::LoadBalancerHours { .. }
        | Item::CdnBytes { .. }
        | Item::CdnRequests { .. }
        | Item::Egress
        | Item::CrossSite => item(what),
    }
}

pub fn owner(Owner(what): &Owner<'_>) -> String {
    what.owner().map_or_else(|| item(what), str::to_owned)
}

pub fn unpriced(what: &Unpriced) -> String {
    match what {
        Unpriced::NoMachine { component } => {
            format!(
                "{component}: `machine:`이 없습니다. 코어나 메모리만으로는 가격을 알 수 없습니다"
            )
        }
        Unpriced::NoPrice { component, machine } => {
            format!("{component}: 가격표에 {machine}의 가격이 없습니다")
        }
        Unpriced::NoUnitPrice { item: of, key } => {
            format!("{}: 가격표에 `{key}` 항목이 없습니다", item(of))
        }
    }
}
