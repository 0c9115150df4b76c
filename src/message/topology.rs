//! Words of the drawings.

/// Who sends requests.
#[must_use]
pub fn client() -> String {
    "client".into()
}

/// Beside the call that a cache's miss makes.
#[must_use]
pub fn miss() -> String {
    "miss".into()
}

/// Beside branches that run at once.
#[must_use]
pub fn parallel() -> String {
    "parallel".into()
}

/// Beside branches of which some are enough.
#[must_use]
pub fn need(need: u32, of: usize) -> String {
    format!("{need} of {of}")
}

/// Beside a call made many times.
#[must_use]
pub fn times(mean: f64) -> String {
    format!("× {}", (mean * 10.0).round() / 10.0)
}

/// Beside a call made sometimes.
#[must_use]
pub fn share(share: f64) -> String {
    format!("{}%", (share * 1000.0).round() / 10.0)
}

/// Beside work left for later.
#[must_use]
pub fn later() -> String {
    "later".into()
}

/// `40 × m7g.large`.
#[must_use]
pub fn machines(count: u32, machine: Option<&str>) -> String {
    match (count, machine) {
        (1, None) => String::new(),
        (1, Some(machine)) => machine.to_owned(),
        (count, None) => format!("{count} instances"),
        (count, Some(machine)) => format!("{count} × {machine}"),
    }
}

/// `4 shards, 2 replicas`.
#[must_use]
pub fn shards(shards: u32, replicas: u32) -> String {
    let mut parts = Vec::new();
    if shards > 1 {
        parts.push(format!("{shards} shards"));
    }
    match replicas {
        0 => {}
        1 => parts.push("1 replica".into()),
        _ => parts.push(format!("{replicas} replicas")),
    }
    parts.join(", ")
}
