//! The sentences of `napkin explain`.

use super::number::{Unit, brief, brief_beside, count, fixed, show, significant};

/// The lane of the network.
pub const NETWORK: &str = "network";
/// The lane of the client's own pauses.
pub const CLIENT: &str = "client";

/// What a change turns, the simplest first: of two that cost the same, the simpler one is advised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Lever {
    RetryBudget,
    Connections,
    Pool,
    FewerWorkers,
    Timeout,
    Queue,
    Cancel,
    Policy,
    Workers,
    Ttl,
    NoRetry,
    LongerQueue,
    ReadsFrom,
    Burst,
    Rate,
    Memory,
    Instances,
    Machine,
    Cores,
    Capacity,
    Replicas,
    Buffer,
    Iops,
    NewCache,
    Shards,
    Async,
    AddRetry,
    MoreRetries,
    FewerInstances,
    SmallerMachine,
    FewerReplicas,
    ReadPrimary,
    Replication,
    OnWrite,
    ShorterTtl,
}

/// Why one might try a change that the evidence does not speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempting {
    /// Something else is full.
    NotTheLimit,
    /// Replicas take no writes.
    WritesGoToThePrimary,
    /// Entries go by their age, not for want of room.
    EntriesExpire,
    /// Whatever is full gets more to do.
    RetriesAreLoad,
    /// One key, or few, make one shard hot.
    OneIsHot,
}

// ---- changes ----

/// `app: 5 → 8 instances`.
#[must_use]
pub fn change(lever: Lever, component: &str, from: &str, to: &str) -> String {
    match lever {
        Lever::Instances | Lever::FewerInstances => counted(component, from, to, "instance"),
        Lever::Workers | Lever::FewerWorkers => {
            format!("{component}: {to} workers an instance in place of {from}")
        }
        Lever::Machine | Lever::SmallerMachine => format!("{component}: {to} in place of {from}"),
        Lever::Cores => counted(component, from, to, "core"),
        Lever::Async => format!("{component}: waiting for an answer frees the worker"),
        Lever::Queue | Lever::LongerQueue => {
            format!("{component}: {to} waiting places an instance in place of {from}")
        }
        Lever::Memory => format!("{component}: {from} → {to} of memory"),
        Lever::Ttl | Lever::ShorterTtl => {
            format!("{component}: entries live {to} in place of {from}")
        }
        Lever::NewCache => format!("a cache before {from} ({to})"),
        Lever::Replicas | Lever::FewerReplicas => counted(component, from, to, "replica"),
        Lever::ReadPrimary => format!("{component}: reads from the primary in place of {from}"),
        Lever::Replication => format!("{component}: {to} replication in place of {from}"),
        Lever::OnWrite => format!("{component}: a write removes the entry (now {from})"),
        Lever::ReadsFrom => format!("{component}: reads from {to} node in place of {from}"),
        Lever::Shards => counted(component, from, to, "shard"),
        Lever::Connections => format!("{component}: {from} → {to} connections a node"),
        Lever::Buffer => format!("{component}: {from} → {to} of buffer"),
        Lever::Iops => format!("{component}: {from} → {to} disk operations a second"),
        Lever::Timeout => format!("{component}: a timeout of {to} in place of {from}"),
        Lever::Cancel => format!("{component}: giving up stops the work"),
        Lever::RetryBudget => {
            format!("{component}: second tries for at most {to} of the calls (now {from})")
        }
        Lever::NoRetry => format!("{component}: no second tries (now {from})"),
        Lever::AddRetry => format!("{component}: two more tries with a budget"),
        Lever::MoreRetries => format!("{component}: {from} → {to} second tries"),
        Lever::Pool => format!("{component}: {from} → {to} connections a calling instance"),
        Lever::Rate => format!("{component}: {from} → {to}"),
        Lever::Burst => format!("{component}: bursts of {to} in place of {from}"),
        Lever::Policy => format!("{component}: {to} in place of {from}"),
        Lever::Capacity => format!("{component}: room for {to} messages in place of {from}"),
    }
}

fn counted(component: &str, from: &str, to: &str, noun: &str) -> String {
    let plural = if to == "1" { "" } else { "s" };
    format!("{component}: {from} → {to} {noun}{plural}")
}

/// Why a change helps, in half a sentence; `full` says whether its place was.
#[must_use]
pub const fn why(lever: Lever, full: bool) -> &'static str {
    match lever {
        Lever::Instances if !full => "more of them share the calls",
        Lever::Machine | Lever::Cores if !full => "more cores share the work",
        Lever::RetryBudget | Lever::NoRetry => "second tries are a load of their own",
        Lever::Connections | Lever::Pool => {
            "requests waited for a connection while the rest was idle"
        }
        Lever::FewerWorkers => "more at once get in each other's way",
        Lever::Timeout => "answers were on their way when the caller gave up",
        Lever::Queue => {
            "who would wait too long is told at once, and what is taken is answered in time"
        }
        Lever::Cancel => "work that nobody waits for is not done",
        Lever::Policy => "no queue is long while another is short",
        Lever::Workers => "requests waited for a worker, not for a core",
        Lever::Async => "workers waited for answers from below",
        Lever::Ttl | Lever::Memory | Lever::Buffer | Lever::NewCache => {
            "more is found without asking further"
        }
        Lever::LongerQueue => "a burst is waited for in place of being refused",
        Lever::ReadsFrom | Lever::Replicas => "more nodes answer the reads",
        Lever::Burst | Lever::Rate => "requests were refused that could be carried",
        Lever::Instances | Lever::Machine | Lever::Cores | Lever::Iops => "it was full",
        Lever::Capacity => "messages were refused",
        Lever::Shards => "each shard has a part of the keys",
        Lever::ReadPrimary => "the primary is never behind",
        Lever::Replication => {
            "writes are acknowledged sooner (and the last ones lost if the primary dies)"
        }
        Lever::OnWrite | Lever::ShorterTtl => "an old value is not kept for so long",
        Lever::AddRetry | Lever::MoreRetries => "what failed once works the second time",
        Lever::FewerInstances | Lever::SmallerMachine | Lever::FewerReplicas => {
            "the objectives leave room (what is left when one dies was not simulated)"
        }
    }
}

/// The changes of one piece of advice, and why.
#[must_use]
pub fn advised(changes: &[String], why: &str, sheds: bool) -> String {
    let mut said = changes.join(", and ");
    if !why.is_empty() {
        said.push_str(": ");
        said.push_str(why);
    }
    if sheds {
        said.push_str(" (more requests are refused, of which no objective speaks)");
    }
    said
}

/// Why a change does not help; `limit` is the bottleneck: component and resource.
#[must_use]
pub fn why_not(
    tempting: Option<Tempting>,
    lever: Option<Lever>,
    limit: Option<(&str, &str)>,
) -> String {
    let words = match (tempting, lever) {
        (Some(Tempting::NotTheLimit), _) => {
            return limit.map_or_else(String::new, |(component, resource)| {
                let verb = if resource.ends_with('s') { "are" } else { "is" };
                format!("it is not the limit; {component}'s {resource} {verb}")
            });
        }
        (Some(Tempting::WritesGoToThePrimary), _) => {
            "every write still goes to the primary, and again to each replica"
        }
        (Some(Tempting::EntriesExpire), _) => "entries expire before the memory is full",
        (Some(Tempting::RetriesAreLoad), _) => "what is full gets more to do",
        (Some(Tempting::OneIsHot), _) => {
            "the hottest keys still share a node with others, or are one"
        }
        (None, Some(Lever::Shards)) => "what each shard does anyway stays with it",
        (None, Some(Lever::Timeout)) => "what takes longer only waits longer",
        (None, Some(Lever::Workers)) => "workers are busy because what they wait for is",
        (None, Some(Lever::Queue)) => "what would have been late is refused in its place",
        (None, Some(Lever::Cancel)) => "little work is left behind",
        (None, Some(Lever::FewerInstances | Lever::SmallerMachine | Lever::FewerReplicas)) => {
            "an objective would be missed, or met too closely"
        }
        (None, _) => "it changes little of what requests wait for or fail by",
    };
    words.to_owned()
}

/// The command that shows a variant: `command` up to its `--set`s.
#[must_use]
pub fn command(command: &str, sets: &[String]) -> String {
    let mut words = command.to_owned();
    for set in sets {
        words.push_str(" --set ");
        words.push_str(&crate::shell::word(set));
    }
    words
}

// ---- the answer ----

/// What is missed (each in the words of `off`), and by how much.
#[must_use]
pub fn verdict(missed: &[String], implied: bool, stable: bool, met: bool) -> String {
    let implied = if implied { " The page has no objectives; these are napkin's." } else { "" };
    if met {
        return format!("Every objective is met.{implied}");
    }
    if missed.is_empty() && !stable {
        return format!("The load does not settle.{implied}");
    }
    let settles = if stable { "" } else { " The load does not settle." };
    format!("Missed: {}.{settles}{implied}", missed.join("; "))
}

/// `p99 is 1.2 s, not 100 ms`.
#[must_use]
pub fn off(objective: &str, unit: &str, target: f64, actual: Option<f64>) -> String {
    let unit = Unit::named(unit);
    let asked = show(target, unit);
    match actual {
        Some(actual) => {
            let got = brief_beside(actual, target, unit);
            format!("{objective} is {got}, not {asked}")
        }
        None => format!("{objective} has no value to hold against {asked}"),
    }
}

/// On what the slowest requests spend the most of their time (`what` as `spent_on` says it), and how much of
/// that at a single instance.
#[must_use]
pub fn slowest(what: &str, share: f64, at_one_instance: Option<f64>, mean_ms: f64) -> String {
    format!(
        "The slowest 1 % take {} on average and spend {} of it {what}{}.",
        brief(mean_ms, Unit::Ms),
        percent(share),
        at_one(at_one_instance)
    )
}

/// The same of those that fail.
#[must_use]
pub fn failed_spend(what: &str, share: f64, at_one_instance: Option<f64>, mean_ms: f64) -> String {
    format!(
        "Those that fail take {} on average and spend {} of it {what}{}.",
        brief(mean_ms, Unit::Ms),
        percent(share),
        at_one(at_one_instance)
    )
}

const fn at_one(share: Option<f64>) -> &'static str {
    match share {
        Some(share) if share > 0.8 => ", nearly all of it at one of its instances",
        Some(share) if share > 0.5 => ", most of it at one of its instances",
        _ => "",
    }
}

/// `waiting for db's connections`.
#[must_use]
pub fn spent_on(component: &str, spent: &str, on: &str) -> String {
    match (spent, on) {
        ("network", _) => "on the network".to_owned(),
        ("waiting", "retry") if component == CLIENT => "pausing before the next try".to_owned(),
        ("waiting", "retry") => format!("pausing at {component} before the next try"),
        ("waiting", "hang") => format!("at {component}, which hangs"),
        ("waiting", "pool") => format!("waiting for a connection to {component}"),
        ("waiting", "rate") => format!("held back by {component}"),
        ("waiting", "replicas") => format!("waiting for {component}'s replicas"),
        ("waiting", "work") => format!("waiting at {component}"),
        ("waiting", _) => format!("waiting for {component}'s {on}"),
        (_, "work") => format!("being served by {component}"),
        _ => format!("on {component}'s {on}"),
    }
}

/// What fails where and why; `phase` is when most of it does.
#[must_use]
pub fn failure(
    component: &str,
    kind: Option<&str>,
    reason: &str,
    share: f64,
    phase: Option<&(String, f64)>,
) -> String {
    let what = match (reason, component) {
        ("timeout", "client") => "the client stops waiting".to_owned(),
        ("timeout", _) => format!("{component} has not answered in time"),
        ("queue_full", _) => match kind {
            Some("queue") => format!("{component} is full"),
            _ => format!("every waiting place at {component} is taken"),
        },
        ("no_healthy_target", _) => format!("no instance of {component} is up"),
        ("connection_lost", _) => {
            format!("an instance of {component} dies with the call, or is dead")
        }
        ("rate_limited", _) => format!("{component} lets no more through"),
        ("gave_up", _) => format!("the request leaves the queue at {component}"),
        _ => format!("{reason} at {component}"),
    };
    let when =
        phase.filter(|(_, share)| *share > 0.5).map_or_else(String::new, |(label, share)| {
            format!(", {} of them in “{label}”", percent(*share))
        });
    format!("Of the failures {} are because {what}{when}.", percent(share))
}

/// The first piece of advice, with its effect; `missed` are the objectives that it does not bring about.
#[must_use]
pub fn first_advice(set: &[String], met: bool, missed: &[String], effect: &str) -> String {
    let flags = flags(set);
    match (met, missed.is_empty()) {
        (true, _) => format!("It could cost less: {flags} ({effect})."),
        (false, true) => format!("{flags} brings it to every objective: {effect}."),
        (false, false) => {
            let missed = missed.join(" and ");
            format!("{flags} helps most, though {missed} is still missed: {effect}.")
        }
    }
}

/// `p99 1.2 s → 80 ms, errors 12% → 0%, $60/month more`.
#[must_use]
pub fn effect(
    p99_ms: (Option<f64>, Option<f64>),
    errors: (Option<f64>, Option<f64>),
    usd: f64,
    priced: bool,
) -> String {
    let ends = |(before, after): (Option<f64>, Option<f64>), unit: Unit| {
        let show = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), |it| brief(it, unit));
        format!("{} → {}", show(before), show(after))
    };
    let (p99, errors) = (ends(p99_ms, Unit::Ms), ends(errors, Unit::Percent));
    let bill =
        if priced { more_or_less(usd) } else { "nothing on the page has a price".to_owned() };
    format!("p99 {p99}, errors {errors}, {bill}")
}

/// `+$60`: a difference of the bill, a month.
#[must_use]
pub fn bill(usd: f64) -> String {
    if usd.abs() < 0.5 {
        return "same".to_owned();
    }
    let sign = if usd > 0.0 { "+" } else { "−" };
    format!("{sign}{}", super::number::money(usd.abs()).trim_end_matches(".00"))
}

/// `$60/month more`.
fn more_or_less(usd: f64) -> String {
    if usd.abs() < 0.5 {
        return "at the same bill".to_owned();
    }
    let amount = show(usd.abs(), Unit::UsdPerMonth);
    format!("{amount} {}", if usd > 0.0 { "more" } else { "less" })
}

/// Nothing that was tried helps.
#[must_use]
pub fn no_advice() -> String {
    "Nothing that was tried brings it closer.".to_owned()
}

/// It was stopped too early to say.
#[must_use]
pub fn stopped_early() -> String {
    "It was stopped before a change was found that brings it closer.".to_owned()
}

/// All is well.
#[must_use]
pub fn nothing_to_do(implied: bool) -> String {
    if implied {
        "With objectives (`slo:`) there would be something to weigh: what could be spared."
            .to_owned()
    } else {
        "Nothing was found that costs less and still meets them clearly.".to_owned()
    }
}

/// One piece of advice as a line of a list.
#[must_use]
pub fn piece_of_advice(set: &[String], says: &str) -> String {
    format!("{}: {says}", flags(set))
}

/// What to type to see the first piece of advice at work.
#[must_use]
pub fn to_see_it(command: &str) -> String {
    format!("To see the first at work: `{command}`")
}

fn flags(set: &[String]) -> String {
    let flags: Vec<String> =
        set.iter().map(|set| format!("--set {}", crate::shell::word(set))).collect();
    format!("`{}`", flags.join(" "))
}

/// The objectives that a change leaves missed; without any the load does not settle.
#[must_use]
pub fn still_missed(missed: &[String]) -> String {
    if missed.is_empty() { "does not settle".to_owned() } else { missed.join(", ") }
}

/// How many requests fail.
#[must_use]
pub fn failing(rate: &str) -> String {
    format!("{rate} of the requests fail.")
}

/// What limits now.
#[must_use]
pub fn now(component: &str, resource: &str, busy: f64) -> String {
    format!("{component} limits now: its {resource} {} busy.", are(resource, busy))
}

fn are(resource: &str, busy: f64) -> String {
    let verb = if resource.ends_with('s') { "are" } else { "is" };
    format!("{verb} {}", brief(busy, Unit::Percent))
}

/// What limits after the bottleneck.
#[must_use]
pub fn next(set: &[String], component: Option<(&str, &str, f64)>, effect: &str) -> String {
    let set = flags(set);
    match component {
        Some((component, resource, busy)) => format!(
            "With {set} the busiest is {component}, whose {resource} {} busy: {effect}.",
            are(resource, busy)
        ),
        None => format!("With {set} nothing limits: {effect}."),
    }
}

/// What was simulated.
#[must_use]
pub fn simulated(variants: u64, requests: u64, replications: u32, seconds: f64) -> String {
    format!(
        "{} variants of the page were simulated, each {} times for {} s with the same requests: {} requests \
         in all. Differences are taken replication by replication; ± is a 95 % interval.",
        count(variants),
        count(u64::from(replications)),
        significant(seconds, 3),
        count(requests)
    )
}

/// How many requests the parts are the mean of.
#[must_use]
pub fn followed(followed: u64, median: u64, slowest: u64) -> String {
    format!(
        "{} requests of one replication were followed from arrival to answer; below are means of {} of them \
         near the median and of {} of the slowest 1 %.",
        count(followed),
        count(median),
        count(slowest)
    )
}

/// When the slowest arrived.
#[must_use]
pub fn phase(label: &str, share: f64) -> String {
    format!("{} of the slowest arrived in “{label}”.", percent(share))
}

/// A difference that its interval does not tell from none.
pub const TIE: &str = "tie";
/// The row of the page without changes.
pub const AS_IT_STANDS: &str = "as it stands";
/// The row of sums.
pub const IN_ALL: &str = "in all";
/// A share of a sample, in whole percent.
#[must_use]
pub fn percent(share: f64) -> String {
    let text = fixed(share * 100.0, 0);
    match text.as_str() {
        "0" if share > 0.0 => "<1%".to_owned(),
        "100" if share < 1.0 => ">99%".to_owned(),
        _ => format!("{text}%"),
    }
}

/// A figure that is not there.
pub const NONE: &str = "none";

// ---- headings and columns ----

/// A heading or the title of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Label {
    Time,
    Failures,
    Limit,
    Advice,
    NoHelp,
    Simulated,
    SpentOn,
    Median,
    Share,
    Slowest,
    Where,
    Reason,
    Requests,
    ShareOfFailures,
    When,
    Change,
    P99,
    Errors,
    Bill,
    Objectives,
    Met,
    MetClosely,
    Failed,
}

impl Label {
    /// The words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Time => "Where time goes",
            Self::Failures => "What fails",
            Self::Limit => "What limits",
            Self::Advice => "Changes worth making",
            Self::NoHelp => "What does not help",
            Self::Simulated => "What was simulated",
            Self::SpentOn => "spent",
            Self::Median => "near p50",
            Self::Share => "share",
            Self::Slowest => "slowest 1 %",
            Self::Where => "where",
            Self::Reason => "reason",
            Self::Requests => "requests",
            Self::ShareOfFailures => "of failures",
            Self::When => "mostly in",
            Self::Change => "--set",
            Self::P99 => "p99",
            Self::Errors => "errors",
            Self::Bill => "bill a month",
            Self::Objectives => "misses",
            Self::Met => "none",
            Self::MetClosely => "none, closely",
            Self::Failed => "failed",
        }
    }
}

// ---- charts ----

/// The waterfall's title.
#[must_use]
pub fn waterfall_title(what: &str, share: f64) -> String {
    format!("A slow request spends {} of its time {what}", percent(share))
}

/// Which request a panel shows.
#[must_use]
pub fn panel(slow: bool, request: &str, latency_ms: f64) -> String {
    let which = if slow { "one of the slowest 1 %" } else { "near the median" };
    format!("{which}: {request}, {}", brief(latency_ms, Unit::Ms))
}

/// The small line below the title.
#[must_use]
pub fn waterfall_subtitle(scenario: &str, seed: u64) -> String {
    format!("{scenario}: two requests that were simulated (seed {seed})")
}

/// The waterfall in words.
#[must_use]
pub fn waterfall_alt(median_ms: Option<f64>, slow_ms: f64) -> String {
    let slow = brief(slow_ms, Unit::Ms);
    let median = median_ms.map_or_else(String::new, |ms| {
        format!(" and of one near the median ({})", brief(ms, Unit::Ms))
    });
    format!(
        "Waterfall of a slow request ({slow}){median}: waiting, service and network by component."
    )
}
