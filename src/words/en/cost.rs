//! The bill's words.

use crate::message::cost::{Item, Owner, Short, Unpriced};

pub fn item(what: &Item) -> String {
    match what {
        Item::Machines { component, count, machine } => {
            let count =
                if count.fract() == 0.0 { format!("{count}") } else { format!("{count:.2}") };
            format!("{component}: {count} × {machine}")
        }
        Item::Storage { component, data, copies: 1 } => {
            format!("{component}: storage of {data}")
        }
        Item::Storage { component, data, copies } => {
            format!("{component}: storage of {data}, {copies} copies")
        }
        Item::Iops { component, included } => format!("{component}: IOPS above {included}"),
        Item::LoadBalancerHours { component } => format!("{component}: load balancer"),
        Item::LoadBalancerUnits { component } => {
            format!("{component}: capacity units, 1 GB/h each (connections not counted)")
        }
        Item::CdnBytes { components } => format!("{components}: to clients"),
        Item::CdnRequests { components } => format!("{components}: HTTPS requests"),
        Item::QueueRequests { component, per_message } => {
            format!("{component}: requests, {per_message} per message (send, receive, delete)")
        }
        Item::Egress => "to the internet".to_owned(),
        Item::CrossSite => "between sites".to_owned(),
    }
}

pub fn short(Short(what): &Short<'_>) -> String {
    match what {
        Item::LoadBalancerUnits { component } => {
            format!("{component}: capacity units, 1 GB/h each")
        }
        Item::QueueRequests { component, per_message } => {
            format!("{component}: requests, {per_message} per message")
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
                "{component}: no `machine:` is written, and cores or memory alone have no price"
            )
        }
        Unpriced::NoPrice { component, machine } => {
            format!("{component}: the price book has no price for {machine}")
        }
        Unpriced::NoUnitPrice { item: of, key } => {
            format!("{}: the price book has no `{key}`", item(of))
        }
    }
}
