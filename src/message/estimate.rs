//! Words of the estimate: formulas and whiteboard steps of the lines that napkin adds. The arguments are
//! quantities as they are shown. Names of lines are identifiers and are not translated.

/// A whiteboard step: what it is made of, if anything, and what comes out.
#[must_use]
pub fn step(left: &str, result: &str) -> String {
    if left.is_empty() { result.to_owned() } else { format!("{left} ≈ {result}") }
}

/// Several things added.
#[must_use]
pub fn sum(parts: &[String]) -> String {
    parts.join(" + ")
}

/// Two things multiplied.
#[must_use]
pub fn product(a: &str, b: &str) -> String {
    format!("{a} × {b}")
}

/// A count of erlangs, with what it means.
#[must_use]
pub fn erlangs(count: &str) -> String {
    format!("{count} busy on average")
}

/// A share as a percentage with at most three digits.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let decimals = if percent >= 100.0 {
        0
    } else {
        usize::from(percent >= 10.0) + 2 * usize::from(percent < 10.0)
    };
    let text = format!("{percent:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// The rate of a closed load, as a formula.
pub const CLOSED_RATE: &str = "min(clients / (latency + think), what the busiest resource carries)";

/// The rate of a closed load, as a step.
#[must_use]
pub fn closed_rate(clients: &str, cycle: &str, result: &str) -> String {
    format!("{clients} clients, one request each per {cycle} at best ≈ {result}")
}

/// The peak as a formula.
#[must_use]
pub fn peak_formula(times: &str) -> String {
    format!("average_qps × {times}")
}

/// The formula of the offered load.
pub const OFFERED_LOAD: &str = "calls × mean CPU time (Little's law)";

/// The formula of a database's offered load, whose writes are done again on each replica.
pub const OFFERED_LOAD_REPLICATED: &str =
    "reads × read time + writes × write time × (1 + replicas) (Little's law)";

/// The step of a database's offered load.
#[must_use]
pub fn replicated_load(reads: &str, writes: &str, copies: u32, result: &str) -> String {
    format!("reads {reads} busy, writes {writes} busy on each of {copies} copies ≈ {result}")
}

/// The formula of the workers held.
pub const WORKERS_BUSY: &str = "calls × time held, downstream included (Little's law)";

/// The formula of a need, at the share of its capacity that is aimed at.
#[must_use]
pub fn need_formula(resource: &str, at_peak: bool, target: &str) -> String {
    let load = if at_peak { "peak load" } else { "load" };
    format!("{load} of {resource} / {target}")
}

/// The step of a need, beside what the page has.
#[must_use]
pub fn need_step(load: &str, peak: Option<&str>, target: &str, need: &str, has: &str) -> String {
    let peak = peak.map(|times| format!(" × {times}")).unwrap_or_default();
    format!("{load}{peak} / {target} ≈ {need}; the page has {has}")
}

/// The formula of instances needed.
#[must_use]
pub fn instances_formula(resource: &str) -> String {
    format!("{resource} needed / {resource} per instance")
}

/// The formula of a utilization.
#[must_use]
pub fn utilization_formula(resource: &str) -> String {
    format!("load of {resource} / capacity")
}

/// The step of a utilization.
#[must_use]
pub fn utilization_step(load: &str, capacity: &str, result: &str, overloaded: bool) -> String {
    let more = if overloaded { ": more than it can carry" } else { "" };
    format!("{load} / {capacity} ≈ {result}{more}")
}

/// The formula of a hit ratio by cache policy.
#[must_use]
pub fn hit_ratio_formula(policy: &str) -> String {
    match policy {
        "lru" => "Che's approximation (LRU)".to_owned(),
        "lfu" => "the most requested keys that fit (LFU)".to_owned(),
        "fifo" => "characteristic-time approximation (FIFO)".to_owned(),
        _ => "characteristic-time approximation (RANDOM)".to_owned(),
    }
}

/// The step of a hit ratio.
#[must_use]
pub fn hit_ratio_step(
    room: Option<&str>,
    ttl: Option<&str>,
    stays: Option<&str>,
    hits: &str,
) -> String {
    let room = room.map_or("room for all".to_owned(), |room| format!("{room} of memory"));
    let ttl = ttl.map(|ttl| format!(", ttl {ttl}")).unwrap_or_default();
    let stays = stays.map(|stays| format!(", entries stay about {stays}")).unwrap_or_default();
    format!("{room}{ttl}{stays} ≈ {hits} hits")
}

/// A hit ratio that the page gives.
pub const HIT_RATIO_GIVEN: &str = "hit_ratio of the page";

/// The formula of a wait in queue.
pub const WAIT_FORMULA: &str =
    "Erlang C, × (1 + cv²) / 2 (approximation: Poisson arrivals, one queue for all cores)";

/// The step of a wait in queue.
#[must_use]
pub fn wait_step(cores: &str, utilization: &str, work: &str, result: &str) -> String {
    format!("{cores} cores {utilization} busy, {work} each ≈ {result}")
}

/// The formula of a latency.
pub const LATENCY_FORMULA: &str = "hops + work, averaged over hits and misses, no queueing";

/// The step of a latency.
#[must_use]
pub fn latency_step(result: &str) -> String {
    format!("without any waiting ≈ {result}")
}
