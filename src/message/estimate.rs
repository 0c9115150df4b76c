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

/// Two things multiplied, as a page writes it.
#[must_use]
pub fn times(a: &str, b: &str) -> String {
    format!("{a} * {b}")
}

/// A sum of several parts, to be multiplied.
#[must_use]
pub fn in_parentheses(sum: &str, parts: usize) -> String {
    if parts > 1 { format!("({sum})") } else { sum.to_owned() }
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

/// Behind an offered load.
pub const BUSY: &str = "; so many are busy on average";

/// Behind a need: what the page has.
#[must_use]
pub fn page_has(count: &str) -> String {
    format!("; the page has {count}")
}

/// What a cache's memory is compared with.
#[must_use]
pub fn rule_formula() -> String {
    "the 80/20 rule against Che's approximation (LRU, no ttl)".to_owned()
}

/// A cache that holds a fifth of the keys.
#[must_use]
pub fn rule_step(keys: &str, promised: &str, popularity: &str, hits: &str) -> String {
    format!("{keys} of the keys: the rule says {promised} hits, {popularity} gives ≈ {hits}")
}

/// An availability with as many nines as it has: `99.95 %`.
#[must_use]
pub fn nines(share: f64) -> String {
    let missing = (1.0 - share) * 100.0;
    let mut decimals = 0;
    let mut left = missing;
    while left < 9.5 && decimals < 12 && missing > 0.0 {
        left *= 10.0;
        decimals += 1;
    }
    // Rounded down: 99.9996 % is not five nines.
    let scale = libm::pow(10.0, f64::from(decimals));
    let shown = (share * 100.0 * scale + 1e-6).floor() / scale;
    let text = format!("{shown:.*}", decimals as usize);
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// How many copies an availability takes.
#[must_use]
pub fn copies_formula(tiers: usize, target: &str) -> String {
    match tiers {
        1 => format!("k of n up, for {target} in all"),
        _ => format!("k of n up, for {target} over {tiers} tiers in series"),
    }
}

/// The step of it.
#[must_use]
pub fn copies_step(needed: &str, all: &str, each: &str, reached: &str, share: &str) -> String {
    format!("{needed} of {all} up at {each} each ≈ {reached}, at least {share}")
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

/// The formula of the monthly bill.
pub const BILL_FORMULA: &str = "what each component costs a month, at the average load";

/// `app $1,034`.
#[must_use]
pub fn owner_and_price(owner: &str, price: &str) -> String {
    format!("{owner} {price}")
}

/// `$4,321/month`.
#[must_use]
pub fn a_month(price: &str) -> String {
    format!("{price}/month")
}

/// The step of the monthly bill; what has no price is counted.
#[must_use]
pub fn bill_step(parts: &[String], total: &str, unpriced: usize) -> String {
    let missing = match unpriced {
        0 => String::new(),
        1 => "; one part has no price".to_owned(),
        many => format!("; {many} parts have no price"),
    };
    format!("{} ≈ {total}{missing}", parts.join(" + "))
}

/// A standard quantity at a glance.
#[must_use]
pub fn glance(name: &str) -> Option<&'static str> {
    Some(match name {
        "average_qps" => "average QPS",
        "peak_qps" => "peak QPS",
        "storage_a_year" => "stored in a year",
        "storage_kept" => "stored in all",
        "bandwidth_in" => "bandwidth in",
        "bandwidth_out" => "bandwidth out",
        "downtime_a_year" => "may be down a year",
        "monthly_bill" => "cost",
        _ => return None,
    })
}

/// The same of one component or data set.
#[must_use]
pub fn glance_of(owner: &str, quantity: &str) -> String {
    match quantity {
        "cache_memory" => format!("cache for {owner}, 20 % of it"),
        _ => format!("{owner}: instances"),
    }
}

/// What a cache of that size hits.
#[must_use]
pub fn hits_at_most(hits: &str) -> String {
    format!("hits {hits}")
}

/// The two ends of a range.
#[must_use]
pub fn range(low: &str, high: &str) -> String {
    format!("{low} – {high}")
}

/// What an interview's rounding costs in all.
#[must_use]
pub fn rounding_cost(worst: &str, name: &str, median: &str) -> String {
    format!(
        "Round numbers cost {median} in the median of all results, and {worst} at worst ({name})."
    )
}

/// Above the bars of one result.
#[must_use]
pub fn tornado_of(name: &str, median: &str, range: &str) -> String {
    format!("{name}: {median} ({range}, 90 %)")
}

/// What the bars are.
#[must_use]
pub fn tornado_legend() -> String {
    "Each assumption goes from its 5 % to its 95 % quantile while the others stay at their medians (│). The rank \
     correlation is of all of them drawn at once."
        .to_owned()
}

/// Beside a line in round numbers: what is true, and the error.
#[must_use]
pub fn exact_beside(exact: &str, error: &str) -> String {
    format!("(exact {exact}, {error})")
}
