//! Sentences of `napkin scale`. Figures arrive as words.

/// A component that is not made of machines of a size.
#[must_use]
pub fn cannot_scale(name: &str, kind: &str) -> String {
    let kind = kind.replace('_', " ");
    format!(
        "{name} is a {kind}, which has no machine to make larger or to count; scale a server, cache or database"
    )
}

/// A page of clients.
#[must_use]
pub fn no_rate() -> String {
    "scale compares designs by the rate that they carry; this page has clients instead: give it a traffic.rate"
        .to_owned()
}

/// No machine, no family.
#[must_use]
pub fn no_machine(name: &str) -> String {
    format!(
        "{name} has no machine on the page, so there are no sizes to compare: say --family m7g, or write one"
    )
}

/// A family that is not one.
#[must_use]
pub fn no_family(family: &str, sizes: usize, near: Option<&str>) -> String {
    match (sizes, near) {
        (0, Some(near)) => format!("the prices have no family `{family}`; did you mean `{near}`?"),
        (0, None) => format!("the prices have no family `{family}`"),
        _ => format!("`{family}` has one size with a price: there is nothing to compare"),
    }
}

/// What a kind of design is called.
#[must_use]
pub fn way(way: &str) -> &'static str {
    match way {
        "up" => "up",
        "out" => "out",
        "diagonal" => "diagonal",
        "replicas" => "replicas",
        _ => "shards",
    }
}

/// `20 × c7g.large`.
#[must_use]
pub fn design(machines: u32, machine: &str) -> String {
    format!("{machines} × {machine}")
}

/// A database's nodes in their roles.
#[must_use]
pub fn nodes(shards: u32, replicas: u32, machine: &str) -> String {
    match (shards, replicas) {
        (1, 0) => format!("1 × {machine}"),
        (1, replicas) => format!("1 primary + {replicas} × {machine}"),
        (shards, _) => format!("{shards} shards × {machine}"),
    }
}

/// Up to here, and why no further.
#[must_use]
pub fn up_to(wins_to: &str, from: &str, why: &str) -> String {
    format!("Up to {wins_to} one big box wins or ties; at {from} it doesn't: {why}.")
}

/// To the end.
#[must_use]
pub fn up_always(to: &str) -> String {
    format!("One big box wins or ties at every rate that was compared, up to {to}.")
}

/// Nowhere.
#[must_use]
pub fn up_never(from: &str, why: &str) -> String {
    format!("One big box wins nowhere, from {from} on: {why}.")
}

/// Nothing carries any of the rates.
#[must_use]
pub fn nothing() -> String {
    "No design of this family carries any of these rates.".to_owned()
}

/// None is large enough.
#[must_use]
pub fn why_one_machine(family: &str) -> String {
    format!("no {family} carries it alone")
}

/// It costs more.
#[must_use]
pub fn why_price(up: &str, other: &str, way: &str) -> String {
    format!("it costs {up}, {way} {other}")
}

/// It is not this component.
#[must_use]
pub fn why_elsewhere(component: &str) -> String {
    format!("{component} is full, whatever is done here")
}

/// With one to spare: the same question.
#[must_use]
pub fn spare(wins_to: Option<&str>, from: Option<&str>, up: &str, other: Option<&str>) -> String {
    let costs = match other {
        Some(other) => format!(" (there {up} against {other})"),
        None => String::new(),
    };
    match (wins_to, from) {
        (Some(to), Some(from)) => format!(
            "If one machine may be lost, a second big box has to stand by: then it wins or ties up to {to} and no \
             longer at {from}{costs}."
        ),
        (None, Some(from)) => format!(
            "If one machine may be lost, a second big box has to stand by: then it wins nowhere, from {from} on{costs}."
        ),
        _ => "Even if one machine may be lost, and a second big box has to stand by, it wins or ties throughout."
            .to_owned(),
    }
}

/// The limit of one machine.
#[must_use]
pub fn one_machine(machine: &str, carries: &str, misses: &str, objective: &str) -> String {
    let objective = if objective == "settles" {
        "requests pile up".to_owned()
    } else {
        format!("{objective} is missed")
    };
    if carries == misses {
        return format!("One {machine} carries {carries}; beyond, {objective}.");
    }
    format!("One {machine} carries {carries}; at {misses} {objective}.")
}

/// One machine carries whatever another component lets through.
#[must_use]
pub fn one_machine_is_enough(machine: &str, carries: &str, other: &str) -> String {
    format!("One {machine} carries {carries}, which is all that {other} carries.")
}

/// A larger one does less.
#[must_use]
pub fn retrograde(largest: &str) -> String {
    format!("The larger {largest} does less: its cores wait for each other.")
}

/// What contention and coherency leave.
#[must_use]
pub fn effective(machine: &str, cores: u32, worth: &str) -> String {
    format!(
        "By the page's contention and coherency the {cores} cores of {machine} do the work of {worth}."
    )
}

/// The price of a vCPU.
#[must_use]
pub fn same_price(family: &str, usd: &str) -> String {
    format!(
        "In {family} a vCPU costs the same in every size ({usd}), so what decides is how many each kind needs, in what \
         steps."
    )
}

/// The price of a vCPU differs.
#[must_use]
pub fn other_price(family: &str, least: &str, most: &str) -> String {
    format!("In {family} a vCPU costs {least} to {most}, by the size.")
}

/// Cores needed.
#[must_use]
pub fn cores(rate: &str, up: u32, out: u32, why: Option<&str>) -> String {
    let why = why.map_or(String::new(), |why| format!(": {why}"));
    format!("At {rate} one big box is {up} vCPUs, small ones come to {out}{why}.")
}

/// One queue for all cores.
#[must_use]
pub fn pooling() -> String {
    "one queue in front of all cores wastes none of them, many short queues do".to_owned()
}

/// The law of scaling.
#[must_use]
pub fn usl() -> String {
    "cores of one machine slow each other down, small machines do not".to_owned()
}

/// Sizes double.
#[must_use]
pub fn steps() -> String {
    "sizes come in doubling steps, counts one by one".to_owned()
}

/// What a primary has to do.
#[must_use]
pub fn primary(writes: &str, reads: &str) -> String {
    format!(
        "At today's peak writes ask for {writes} cores of every primary or replica that holds the data, reads for {reads} \
         in all: replicas share the reads, never the writes, which shards alone divide."
    )
}

/// Another component ends it.
#[must_use]
pub fn elsewhere(component: &str, rate: &str) -> String {
    format!("Beyond {rate} {component} is full, whatever is done here: the comparison ends there.")
}

/// No balancer.
#[must_use]
pub fn no_balancer() -> String {
    "The page has no load balancer; several machines would need one, which is not in these costs."
        .to_owned()
}

/// Section titles.
pub const FRONTIER: &str = "The cheapest of each kind";
/// Section title.
pub const CRITERIA: &str = "Scaling up against scaling out";
/// Section title.
pub const SIZES: &str = "The family";
/// Section title.
pub const HOW: &str = "How it was compared";

/// Column titles of the frontier.
pub const FRONTIER_COLUMNS: [&str; 9] =
    ["rate", "", "machines", "vCPUs", "p99", "$/month", "page", "one lost", "N+1"];
/// Column titles of the family.
pub const SIZE_COLUMNS: [&str; 4] = ["machine", "vCPUs", "worth", "a month"];
/// The first column of the criteria.
pub const CRITERION: &str = "";

/// The criteria, in the textbook's order.
pub const CRITERIA_ROWS: [&str; 8] = [
    "initial cost",
    "limit",
    "to operate",
    "downtime on resize",
    "one machine lost",
    "consistency",
    "long-term cost",
    "with one to spare",
];

/// What is left and whether that is enough, in a cell.
#[must_use]
pub fn left_short(share: &str, meets: bool) -> String {
    format!("{share}, {}", if meets { "met" } else { "missed" })
}

/// What is left: nothing.
#[must_use]
pub fn nothing_left() -> String {
    "0% left".to_owned()
}

/// What is left, by arithmetic.
#[must_use]
pub fn left(share: &str) -> String {
    format!("{share} left")
}

/// What is left carries it, or not.
#[must_use]
pub fn left_with(share: &str, p99: Option<&str>, meets: bool) -> String {
    match (p99, meets) {
        (Some(p99), true) => format!("{share} left, p99 {p99}, met"),
        (Some(p99), false) => format!("{share} left, p99 {p99}, missed"),
        (None, _) => format!("{share} left, overloaded"),
    }
}

/// Of shards: keys.
#[must_use]
pub fn keys_left(share: &str) -> String {
    format!("{share} of the keys left")
}

/// A primary that is lost.
#[must_use]
pub fn primary_lost(of_replica: &str) -> String {
    format!("a replica: {of_replica}; the primary: no writes until one is promoted")
}

/// A cost at a rate.
#[must_use]
pub fn at(cost: &str, rate: &str) -> String {
    format!("{cost} at {rate}")
}

/// The same with a million requests.
#[must_use]
pub fn long_term(cost: &str, rate: &str, per_million: &str) -> String {
    format!("{cost} at {rate} (page: {per_million}/million)")
}

/// None carries it.
#[must_use]
pub fn none_at(rate: &str) -> String {
    format!("none at {rate}")
}

/// The limit of a kind.
#[must_use]
pub fn limit(carries: &str, machines: Option<u32>) -> String {
    match machines {
        Some(machines) => format!("carries {carries} with {machines}; not reached"),
        None => format!("carries {carries}, then ends"),
    }
}

/// How many there are to look after.
#[must_use]
pub fn operate(way: &str, machines: u32) -> String {
    let more = match way {
        "up" => "nothing beside it",
        "replicas" => "replication and lag to watch",
        "shards" => "a key map, resharding",
        _ => "a balancer, health checks, deploys in turn",
    };
    judged(&format!("{machines} at the highest rate; {more}"))
}

/// What resizing takes.
#[must_use]
pub fn resize(way: &str) -> String {
    judged(match way {
        "up" => "a restart, or a failover",
        "replicas" => "none for reads; a failover for the primary",
        "shards" => "none, but keys move",
        _ => "none: machines join and leave",
    })
}

/// What it does to consistency.
#[must_use]
pub fn consistency(way: &str, kind: &str, stale: Option<&str>) -> String {
    match (way, kind, stale) {
        ("up", _, _) => judged("one copy, nothing to agree on"),
        ("replicas", _, Some(stale)) => format!("{stale} of reads are stale"),
        ("replicas", _, None) => judged("replicas lag behind"),
        ("shards" | "diagonal", "database", _) => judged("no transaction across shards"),
        (_, "cache", _) => judged("each key on one node"),
        _ => judged("state must live elsewhere"),
    }
}

/// A cell that no figure stands behind.
fn judged(text: &str) -> String {
    format!("{text} *")
}

/// What the star means.
#[must_use]
pub fn footnote() -> String {
    "Figures are measured or follow from prices; * is judgement, not measurement.".to_owned()
}

/// How it was judged.
#[must_use]
pub fn how(objectives: &str, peak: Option<&str>) -> String {
    let peak = peak.map_or(String::new(), |times| {
        format!(", at the peak of the page's shape ({times}× the rate)")
    });
    format!(
        "Up is one machine, out are many of the smallest that make sense, diagonal are several of a middle size; ◂ marks the \
         cheapest and its ties. A design carries a rate if, under a steady load{peak} and without the page's timeline, all of this holds: \
         {objectives}."
    )
}

/// What goes with the machine.
#[must_use]
pub fn with_the_machine() -> String {
    "What the page says of an instance goes with its size: worker threads, waiting places and connections in proportion \
     to vCPUs, a buffer to memory. Contention and coherency are the page's."
        .to_owned()
}

/// How the designs were found.
#[must_use]
pub fn method(requests: &str) -> String {
    format!(
        "Arithmetic rules out what is full on average; the rest is simulated, with the same random numbers for all, and \
         neighbouring counts until one carries the rate and one fewer does not. Counts near each other differ by less \
         than the noise of such runs: take them as ± a few percent. Costs within 2% of each other are ties. {requests} \
         requests were simulated."
    )
}

/// What a loss and a spare mean.
#[must_use]
pub fn loss(is_database: bool) -> String {
    let data = if is_database {
        " A shard's keys are on no other node, so that each needs a copy: twice as many."
    } else {
        ""
    };
    format!(
        "One lost: what is left with one machine fewer, once it is no longer called. N+1: what carries the rate with one \
         of them lost, which takes one more, or a second big box.{data}"
    )
}

/// The chart's message.
#[must_use]
pub fn chart_title(component: &str, wins_to: Option<&str>, spare: bool) -> String {
    let spare = if spare { ", with one machine to spare" } else { "" };
    match wins_to {
        Some(rate) => format!("{component}{spare}: one big box wins or ties up to {rate}"),
        None => format!("{component}{spare}: one big box is never the cheapest"),
    }
}

/// What it shows.
#[must_use]
pub fn chart_alt(component: &str, ways: &str) -> String {
    format!("Monthly cost of {component}'s machines over the rate that they carry: {ways}.")
}

/// Axis names.
#[must_use]
pub const fn rate_axis() -> &'static str {
    "rate that is carried"
}

/// Axis names.
#[must_use]
pub fn cost_axis(component: &str) -> String {
    format!("{component}'s machines, a month")
}

/// The rules.
#[must_use]
pub fn limit_rule(machine: &str) -> String {
    format!("limit of one {machine}")
}

/// Which study it is.
#[must_use]
pub fn subtitle(scenario: &str, family: &str, seed: u64) -> String {
    format!(
        "{scenario} · {family} · cheapest design of each kind that meets the objectives · seed {seed}"
    )
}
