//! The bill's words.

/// `app: 40 × m7g.large`.
#[must_use]
pub fn machines(component: &str, count: f64, machine: &str) -> String {
    // A time average of a number that changed need not be whole.
    let count = if count.fract() == 0.0 { format!("{count}") } else { format!("{count:.2}") };
    format!("{component}: {count} × {machine}")
}

/// The unit of a machine's price.
pub const INSTANCE_HOUR: &str = "instance-hour";

/// `db: storage of link, 3 copies`.
#[must_use]
pub fn storage(component: &str, data: &str, copies: u32) -> String {
    match copies {
        1 => format!("{component}: storage of {data}"),
        _ => format!("{component}: storage of {data}, {copies} copies"),
    }
}

/// Disk operations beyond those that the storage includes.
#[must_use]
pub fn iops(component: &str, included: f64) -> String {
    format!("{component}: IOPS above {included}")
}

/// The hours of a load balancer.
#[must_use]
pub fn load_balancer_hours(component: &str) -> String {
    format!("{component}: load balancer")
}

/// The capacity units of a load balancer, of which only the bytes are counted.
#[must_use]
pub fn load_balancer_units(component: &str) -> String {
    format!("{component}: capacity units, 1 GB/h each (connections not counted)")
}

/// Bytes that CDNs send to clients.
#[must_use]
pub fn cdn_bytes(components: &str) -> String {
    format!("{components}: to clients")
}

/// Requests that CDNs answer.
#[must_use]
pub fn cdn_requests(components: &str) -> String {
    format!("{components}: HTTPS requests")
}

/// Messages of a queue.
#[must_use]
pub fn queue_requests(component: &str, per_message: f64) -> String {
    format!("{component}: requests, {per_message} per message (send, receive, delete)")
}

/// Bytes to clients that no CDN sends.
pub const EGRESS: &str = "to the internet";

/// Bytes between sites.
pub const CROSS_SITE: &str = "between sites";

/// Cores or memory of no machine.
#[must_use]
pub fn no_machine(component: &str) -> String {
    format!("{component}: no `machine:` is written, and cores or memory alone have no price")
}

/// A machine that the price book does not have, or has without a price.
#[must_use]
pub fn no_price(component: &str, machine: &str) -> String {
    format!("{component}: the price book has no price for {machine}")
}

/// A unit price that the price book lacks.
#[must_use]
pub fn no_unit_price(item: &str, key: &str) -> String {
    format!("{item}: the price book has no `{key}`")
}
