//! What `napkin explain` says.

use super::number::{
    brief, brief_beside, brief_between, count, duration, fixed, money, points, show, show_between,
    significant,
};
use super::{label, study};
use crate::figure::{Measured, Unit};
use crate::message::explain::{
    Advised, Answer, Cause, Change, Failing, Lever, Most, Moves, Off, Place, Setting, Spent,
    SpentOn, Text, Why,
};
use crate::shell;

/// A figure that is not there.
const NONE: &str = "none";

// ---- changes ----

pub fn change(change: &Change) -> String {
    let Change { lever, component, from, to } = change;
    let from = &setting(*lever, from);
    match lever {
        Lever::Instances | Lever::FewerInstances => counted(component, from, to, "instance"),
        Lever::Workers | Lever::FewerWorkers => {
            format!("{component}: {to} workers an instance in place of {from}")
        }
        Lever::Machine | Lever::SmallerMachine | Lever::Policy => {
            format!("{component}: {to} in place of {from}")
        }
        Lever::Cores => counted(component, from, to, "core"),
        Lever::Async => format!("{component}: waiting for an answer frees the worker"),
        Lever::Queue | Lever::LongerQueue => {
            format!("{component}: {to} waiting places an instance in place of {from}")
        }
        Lever::Memory => format!("{component}: {from} → {to} of memory"),
        Lever::Ttl | Lever::ShorterTtl => {
            format!("{component}: entries live {to} in place of {from}")
        }
        Lever::Merge => format!("{component}: misses of an entry wait for the one that fetches it"),
        Lever::NewCache => format!("a cache before {from} ({to})"),
        Lever::Replicas | Lever::FewerReplicas => counted(component, from, to, "replica"),
        Lever::ReadPrimary => format!("{component}: reads from the primary in place of {from}"),
        Lever::ReadMoreAnswers | Lever::ReadQuorum => {
            format!("{component}: a read waits for {to} in place of {from} nodes")
        }
        Lever::WriteQuorum => {
            format!("{component}: a write waits for {to} in place of {from} nodes")
        }
        Lever::Replication => format!("{component}: {to} replication in place of {from}"),
        Lever::OnWrite => format!("{component}: a write removes the entry (now {from})"),
        Lever::ReadsFrom => format!("{component}: reads from {to} node in place of {from}"),
        Lever::Shards => counted(component, from, to, "shard"),
        Lever::Connections => format!("{component}: {from} → {to} connections a node"),
        Lever::Buffer => format!("{component}: {from} → {to} of buffer"),
        Lever::Iops => format!("{component}: {from} → {to} disk operations a second"),
        Lever::Timeout => format!("{component}: a timeout of {to} in place of {from}"),
        Lever::RedeliverAfter => {
            format!("{component}: messages are handed out again after {to} in place of {from}")
        }
        Lever::Prefetch => {
            format!("{component}: a worker holds {to} message in place of {from}")
        }
        Lever::Failover => {
            format!(
                "{component}: a dead primary is noticed and replaced in {to} in place of {from}"
            )
        }
        Lever::Cancel => format!("{component}: giving up stops the work"),
        Lever::Shed => format!("{component}: calls are shed where all wait longer than {to}"),
        Lever::Deadline => {
            format!("{component}: work whose turn comes after the timeout is dropped")
        }
        Lever::NoBreaker => format!("{component}: callers go on asking (no breaker)"),
        Lever::AddHedge => {
            format!("{component}: a call without an answer after {to} is sent a second time")
        }
        Lever::Health => {
            format!("{component}: a dead instance is noticed within {to} in place of {from}")
        }
        Lever::NoHedge => format!("{component}: no call is sent twice"),
        Lever::ShorterPauses => format!("{component}: pauses of {to} in place of {from}"),
        Lever::Breaker => {
            format!("{component}: callers stop asking for a while when {to} of their calls fail")
        }
        Lever::RetryBudget => {
            format!("{component}: second tries for at most {to} of the calls (now {from})")
        }
        Lever::FewerRetries => format!("{component}: {from} → {to} second tries"),
        Lever::NoRetry => format!("{component}: no second tries (now {from})"),
        Lever::AddRetry => format!("{component}: second tries ({to})"),
        Lever::MoreRetries => format!("{component}: {from} → {to} second tries"),
        Lever::Pool => format!("{component}: {from} → {to} connections a calling instance"),
        Lever::Rate => format!("{component}: {from} → {to}"),
        Lever::Burst => format!("{component}: bursts of {to} in place of {from}"),
        Lever::CountBooting => format!("{component}: the autoscaler counts instances that boot"),
        Lever::Cooldown => {
            format!(
                "{component}: the autoscaler waits {to} in place of {from} before there are fewer"
            )
        }
        Lever::MaxInstances => format!("{component}: up to {to} instances in place of {from}"),
        Lever::MinInstances => format!("{component}: at least {to} instances in place of {from}"),
        Lever::ScaleTarget => {
            format!("{component}: the autoscaler aims at {to} in place of {from}")
        }
        Lever::Capacity => format!("{component}: room for {to} messages in place of {from}"),
    }
}

fn setting(lever: Lever, setting: &Setting) -> String {
    match setting {
        Setting::Written(text) => text.clone(),
        Setting::Cores { cores } => format!("{cores} cores"),
        Setting::Unset if matches!(lever, Lever::Queue | Lever::LongerQueue) => {
            "no bound".to_owned()
        }
        Setting::Unset => NONE.to_owned(),
    }
}

fn counted(component: &str, from: &str, to: &str, noun: &str) -> String {
    let plural = if to == "1" { "" } else { "s" };
    format!("{component}: {from} → {to} {noun}{plural}")
}

pub fn why(why: &Why) -> String {
    let words = match why {
        Why::MoreShareTheCalls => "more of them share the calls",
        Why::AskedForTwice => "each look asked again for what was on its way",
        Why::GoneBeforeNeeded => "instances went that were needed again soon",
        Why::ReadyBeforeNeeded => "enough are ready before the load comes",
        Why::MoreCores => "more cores share the work",
        Why::RetriesAreALoad => "second tries are a load of their own",
        Why::SecondIsSeldomSlow => "the second of two calls is seldom slow, too",
        Why::NoticedSooner => "a dead instance gets no calls for as long",
        Why::StandsStillLess => "its calls wait for the end of its pauses",
        Why::CopiesAreALoad => "copies are a load of their own",
        Why::WaitedForAConnection => "requests waited for a connection while the rest was idle",
        Why::InEachOthersWay => "more at once get in each other's way",
        Why::AnswersWereOnTheirWay => "answers were on their way when the caller gave up",
        Why::ToldAtOnce => {
            "who would wait too long is told at once, and what is taken is answered in time"
        }
        Why::UselessWork => "work that nobody waits for is not done",
        Why::NobodyWaitsForIt => "callers stop waiting for what does not answer",
        Why::WorkedAtTwice => {
            "messages are not handed out a second time while the first consumer still works at them"
        }
        Why::ReplacedSooner => "a dead primary is replaced sooner",
        Why::EvenQueues => "no queue is long while another is short",
        Why::WaitedForAWorker => "requests waited for a worker, not for a core",
        Why::WorkersWaited => "workers waited for answers from below",
        Why::FetchedOnce => "one miss of an entry fetches it, in place of all that come meanwhile",
        Why::MoreIsFound => "more is found without asking further",
        Why::BurstIsWaitedFor => "a burst is waited for in place of being refused",
        Why::MoreNodesAnswer => "more nodes answer the reads",
        Why::RefusedWithoutNeed => "requests were refused that could be carried",
        Why::ItWasFull => "it was full",
        Why::MessagesWereRefused => "messages were refused",
        Why::PartOfTheKeys => "each shard has a part of the keys",
        Why::PrimaryIsNeverBehind => "the primary is never behind",
        Why::QuorumsMeet => "every read asks a node that has the last write",
        Why::FewerAnswersAreEnough => {
            "fewer nodes have to answer (and a read may miss the last write)"
        }
        Why::SoonerAcknowledged => {
            "writes are acknowledged sooner (and the last ones lost if the primary dies)"
        }
        Why::OldValuesGoSooner => "an old value is not kept for so long",
        Why::WorksTheSecondTime => "what failed once works the second time",
        Why::ObjectivesLeaveRoom => {
            "the objectives leave room (what is left when one dies was not simulated)"
        }
        Why::NotTheLimit { component, resource } => {
            return format!("it is not the limit; {component}'s {resource} {}", is(resource));
        }
        Why::WritesGoToThePrimary => {
            "every write still goes to the primary, and again to each replica"
        }
        Why::EntriesExpire => "entries expire before the memory is full",
        Why::MoreToDo => "what is full gets more to do",
        Why::OneIsHot => "the hottest keys still share a node with others, or are one",
        Why::EachShardAnyway => "what each shard does anyway stays with it",
        Why::OnlyWaitsLonger => "what takes longer only waits longer",
        Why::WorkersWaitForWhatIsBusy => "workers are busy because what they wait for is",
        Why::RefusedInItsPlace => "what would have been late is refused in its place",
        Why::MetTooClosely => "an objective would be missed, or met too closely",
        Why::ChangesLittle => "it changes little of what requests wait for or fail by",
    };
    words.to_owned()
}

pub fn advised(advised: &Advised) -> String {
    let mut said = advised.changes.iter().map(change).collect::<Vec<_>>().join(", and ");
    if let Some(reason) = &advised.why {
        said.push_str(": ");
        said.push_str(&why(reason));
    }
    if advised.sheds {
        said.push_str(" (more requests are refused, of which no objective speaks)");
    }
    said
}

/// `p99 1.2 s → 80 ms, errors 12% → 0%, $60/month more`
fn moved(moves: &Moves) -> String {
    format!("{}, {}", felt(moves), billed(moves))
}

/// `p99 1.2 s → 80 ms, errors 12% → 0%`
fn felt(moves: &Moves) -> String {
    let ends = |(before, after): (Option<f64>, Option<f64>), unit: Unit| {
        format!("{} → {}", value(before, unit), value(after, unit))
    };
    let (p99, errors) = (ends(moves.p99_ms, Unit::Ms), ends(moves.errors, Unit::Percent));
    let later = moves
        .later_ms
        .map_or(String::new(), |later| format!("later work {}, ", ends(later, Unit::Ms)));
    format!("p99 {p99}, {later}errors {errors}")
}

/// `$60/month more`
fn billed(moves: &Moves) -> String {
    match moves.usd {
        None => "nothing on the page has a price".to_owned(),
        Some(usd) if usd.abs() < 0.5 => "at the same bill".to_owned(),
        Some(usd) => {
            let more = if usd > 0.0 { "more" } else { "less" };
            format!("{} {more}", show(usd.abs(), Unit::UsdPerMonth))
        }
    }
}

/// What an answer more costs where no hardware is added: bytes and calls are billed as they are.
fn billed_by_use(moves: &Moves) -> String {
    match moves.usd {
        Some(usd) if usd >= 0.5 => {
            format!("more is answered, which adds {} to the bill", show(usd, Unit::UsdPerMonth))
        }
        _ => billed(moves),
    }
}

/// ``‘--set app.instances=8 --set app.workers=20’``
fn flags(set: &[String]) -> String {
    let flags: Vec<String> = set.iter().map(|set| format!("--set {}", shell::word(set))).collect();
    format!("`{}`", flags.join(" "))
}

// ---- where time goes, what fails ----

pub fn place(place: &Place) -> String {
    String::from(place.clone())
}

/// `waiting for db's connections`
pub fn spent_on(spent: &SpentOn) -> String {
    let component = match (&spent.component, spent.spent) {
        (_, Spent::Network) => return "on the network".to_owned(),
        (Place::Client, Spent::Waiting) if spent.on == "retry" => {
            return "pausing before the next try".to_owned();
        }
        (at, Spent::Waiting | Spent::Service) => place(at),
    };
    match (spent.spent, spent.on.as_str()) {
        (Spent::Waiting, "retry") => format!("pausing at {component} before the next try"),
        (Spent::Waiting, "hang") => format!("at {component}, which hangs"),
        (Spent::Waiting, "pool") => format!("waiting for a connection to {component}"),
        (Spent::Waiting, "load") => format!("waiting for another miss at {component}"),
        (Spent::Waiting, "rate") => format!("held back by {component}"),
        (Spent::Waiting, "replicas") => format!("waiting for {component}'s replicas"),
        (Spent::Waiting, "work") => format!("waiting at {component}"),
        (Spent::Waiting, on) => format!("waiting for {component}'s {on}"),
        (Spent::Service | Spent::Network, "work") => format!("being served by {component}"),
        (Spent::Service | Spent::Network, on) => format!("on {component}'s {on}"),
    }
}

pub fn failing(failing: &Failing) -> String {
    let component = place(&failing.component);
    let what = match failing.cause {
        Cause::ClientStopsWaiting => "the client stops waiting".to_owned(),
        Cause::NotInTime => format!("{component} has not answered in time"),
        Cause::Full => format!("{component} is full"),
        Cause::NoPlace => format!("every waiting place at {component} is taken"),
        Cause::NoneUp => format!("nothing at {component} is up that can take the call"),
        Cause::Dies => format!("an instance of {component} dies with the call, or is dead"),
        Cause::Limited => format!("{component} lets no more through"),
        Cause::Leaves => format!("the request leaves the queue at {component}"),
        Cause::AnswersWithAnError => format!("{component} answers with an error"),
        Cause::BreakerIsOpen => format!("the breaker of those who call {component} is open"),
        Cause::NobodyWaits => {
            format!("its turn at {component} comes after its caller has given up")
        }
        Cause::NoQuorum => format!("too few of the nodes that keep a key of {component} are up"),
        Cause::Sheds => format!("{component} sheds the call: calls have waited there too long"),
    };
    let mostly = failing.phase.as_ref().filter(|(_, share)| *share > 0.5);
    let when = mostly.map_or_else(String::new, |(phase, share)| {
        format!(", {} of them in “{}”", percent(*share), label::phase(phase))
    });
    format!("Of the failures {} are because {what}{when}.", percent(failing.share))
}

/// `take 797 ms on average and spend 90% of it waiting for db's cpu`
fn most(most: &Most) -> String {
    let at_one = match most.at_one_instance {
        Some(share) if share > 0.8 => ", nearly all of it at one of its instances",
        Some(share) if share > 0.5 => ", most of it at one of its instances",
        _ => "",
    };
    format!(
        "take {} on average and spend {} of it {}{at_one}",
        brief(most.mean_ms, Unit::Ms),
        percent(most.share),
        spent_on(&most.on)
    )
}

// ---- the answer ----

pub fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Cut(cut) => study::cut(cut),
        Answer::TooShort { component, utilization, needed, instances, simulated_s } => format!(
            "By arithmetic {component} has {} of the work that it can do and needs {}; the page has {}. \
             Runs of {} are too short to show it, so nothing is called met.",
            brief(*utilization, Unit::Percent),
            instances_of(*needed),
            count(u64::from(*instances)),
            duration(*simulated_s)
        ),
        Answer::Recovers { set, missed, moves } => {
            let set = flags(set);
            let verb = if missed.len() > 1 { "are" } else { "is" };
            let still = if missed.is_empty() {
                String::new()
            } else {
                let missed = missed.join(" and ");
                format!(", though {missed} {verb} still missed over the whole run")
            };
            format!(
                "{set} needs no more hardware, and it recovers after the last event{still}: {}; {}.",
                felt(moves),
                billed_by_use(moves)
            )
        }
        Answer::Met { implied } => format!("Every objective is met.{}", of_napkin(*implied)),
        Answer::DoesNotSettle { implied } => {
            format!("The load does not settle.{}", of_napkin(*implied))
        }
        Answer::Missed { missed, settles, implied } => {
            let missed = missed.iter().map(off).collect::<Vec<_>>().join("; ");
            let settles = if *settles { "" } else { " The load does not settle." };
            format!("Missed: {missed}.{settles}{}", of_napkin(*implied))
        }
        Answer::Fails(what) => failing(what),
        Answer::SlowestSpend(slowest) => format!("The slowest 1 % {}.", most(slowest)),
        Answer::FailedSpend(failed) => format!("Those that fail {}.", most(failed)),
        Answer::CouldCostLess { set, moves } => {
            format!("It could cost less: {} ({}).", flags(set), moved(moves))
        }
        Answer::Enough { set, moves } => {
            format!("{} brings it to every objective: {}.", flags(set), moved(moves))
        }
        Answer::HelpsMost { set, missed, moves } => {
            let (set, missed) = (flags(set), missed.join(" and "));
            format!("{set} helps most, though {missed} is still missed: {}.", moved(moves))
        }
        Answer::Helps { set, moves } => {
            format!(
                "{} leaves fewer failures, but is far from enough: {}.",
                flags(set),
                moved(moves)
            )
        }
        Answer::NothingToWeigh => {
            "With objectives (`slo:`) there would be something to weigh: what could be spared."
                .to_owned()
        }
        Answer::NothingToSpare => {
            "Nothing was found that costs less and still meets them clearly.".to_owned()
        }
        Answer::StoppedEarly => {
            "It was stopped before a change was found that brings it closer.".to_owned()
        }
        Answer::NothingHelps => "Nothing that was tried brings it much closer.".to_owned(),
    }
}

fn instances_of(count_of: u64) -> String {
    let plural = if count_of == 1 { "" } else { "s" };
    format!("{} instance{plural}", count(count_of))
}

const fn of_napkin(implied: bool) -> &'static str {
    if implied { " The page has no objectives; these are napkin's." } else { "" }
}

/// `p99 is 1.2 s, not 100 ms`
fn off(off: &Off) -> String {
    let Off { objective, unit, target, actual } = off;
    let unit = Unit::named(unit);
    let asked = show(*target, unit);
    match actual {
        Some(actual) => {
            let got = brief_beside(*actual, *target, unit);
            format!("{objective} is {got}, not {asked}")
        }
        None => format!("{objective} has no value to compare with {asked}"),
    }
}

// ---- the note ----

pub fn text(text: &Text<'_>) -> String {
    match *text {
        Text::PieceOfAdvice { set, says } => format!("{}: {}", flags(set), advised(says)),
        Text::ToSeeIt { command } => format!("To see the first at work: `{command}`"),
        Text::ManyFail { rate: Measured { value, low, high } } => {
            let rate = brief_between(value, low, high, Unit::Percent);
            format!("{rate} of the requests fail.")
        }
        Text::Now { component, resource, utilization } => {
            let busy = busy(resource, utilization);
            format!("{component} limits now: its {resource} {busy} busy.")
        }
        Text::Next { set, then: Some((component, resource, utilization)), moves } => format!(
            "With {} the busiest is {component}, whose {resource} {} busy: {}.",
            flags(set),
            busy(resource, utilization),
            moved(&moves)
        ),
        Text::Next { set, then: None, moves } => {
            format!("With {} nothing limits: {}.", flags(set), moved(&moves))
        }
        Text::HowSimulated { variants, requests, replications, seconds } => format!(
            "{} variants of the page were simulated, each {} times for {} s with the same requests: \
             {} requests in all. Differences are taken replication by replication; ± is a 95 % \
             interval.",
            count(variants),
            count(u64::from(replications)),
            significant(seconds, 3),
            count(requests)
        ),
        Text::Followed { followed, median, slowest } => format!(
            "{} requests of one replication were followed from arrival to answer; below are means \
             of {} of them near the median and of {} of the slowest 1 %.",
            count(followed),
            count(median),
            count(slowest)
        ),
        Text::SlowestArrivedIn { phase, share } => {
            format!("{} of the slowest arrived in “{}”.", percent(share), label::phase(phase))
        }
        Text::Time => "Where time goes".to_owned(),
        Text::Failures => "What fails".to_owned(),
        Text::Limit => "What limits".to_owned(),
        Text::Advice => "Changes worth making".to_owned(),
        Text::NoHelp => "What does not help".to_owned(),
        Text::Simulated => "What was simulated".to_owned(),
        Text::Spent => "spent".to_owned(),
        Text::Median => "near p50".to_owned(),
        Text::ShareColumn => "share".to_owned(),
        Text::Slowest => "slowest 1 %".to_owned(),
        Text::Failed => "failed".to_owned(),
        Text::Where => "where".to_owned(),
        Text::Reason => "reason".to_owned(),
        Text::Requests => "requests".to_owned(),
        Text::ShareOfFailures => "of failures".to_owned(),
        Text::When => "mostly in".to_owned(),
        Text::Set => "--set".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::Errors => "errors".to_owned(),
        Text::Bill => "bill a month".to_owned(),
        Text::Misses => "misses".to_owned(),
        Text::AsItStands => "as it stands".to_owned(),
        Text::InAll => "in all".to_owned(),
        Text::Value { value: figure, unit } => value(figure, unit),
        Text::Changed { after, by, unit } => changed(after, by, unit),
        Text::BillChanged { usd } if usd.abs() < 0.5 => "same".to_owned(),
        Text::BillChanged { usd } => {
            let sign = if usd > 0.0 { "+" } else { "−" };
            format!("{sign}{}", money(usd.abs()).trim_end_matches(".00"))
        }
        Text::Met => NONE.to_owned(),
        Text::MetClosely => "none, closely".to_owned(),
        Text::StillMissed([]) => "does not settle".to_owned(),
        Text::StillMissed(missed) => missed.join(", "),
        Text::Share(share) => percent(share),
        Text::MostlyIn { phase, share } => format!("{} ({})", label::phase(phase), percent(share)),
        Text::WaterfallTitle { on, share } => {
            format!("A slow request spends {} of its time {}", percent(share), spent_on(on))
        }
        Text::Panel { is_slow, request, latency_ms } => {
            let which = if is_slow { "one of the slowest 1 %" } else { "near the median" };
            format!("{which}: {request}, {}", brief(latency_ms, Unit::Ms))
        }
        Text::WaterfallSubtitle { scenario, seed } => {
            format!("{scenario}: two requests that were simulated (seed {seed})")
        }
        Text::WaterfallAlt { median_ms, slow_ms } => {
            let slow = brief(slow_ms, Unit::Ms);
            let median = median_ms.map_or_else(String::new, |ms| {
                format!(" and of one near the median ({})", brief(ms, Unit::Ms))
            });
            format!(
                "Waterfall of a slow request ({slow}){median}: waiting, service and network by \
                 component."
            )
        }
    }
}

const fn is(resource: &str) -> &'static str {
    match resource.as_bytes() {
        [.., b's'] => "are",
        _ => "is",
    }
}

/// `is 93%`, `are 93%`
fn busy(resource: &str, utilization: f64) -> String {
    format!("{} {}", is(resource), brief(utilization, Unit::Percent))
}

fn value(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| brief(value, unit))
}

/// The new value, and by how much it differs.
fn changed(after: Option<f64>, by: Option<Measured>, unit: Unit) -> String {
    let after = value(after, unit);
    let Some(Measured { value, low, high }) = by else { return after };
    let tied = low.zip(high).is_some_and(|(low, high)| low <= 0.0 && 0.0 <= high);
    if tied || value == 0.0 {
        return format!("{after} (tie)");
    }
    let (sign, low, high) =
        if value < 0.0 { ("−", high.map(|it| -it), low.map(|it| -it)) } else { ("+", low, high) };
    let by = match unit {
        Unit::Percent => points(value.abs(), low, high),
        unit @ (Unit::Ms | Unit::PerSecond | Unit::Plain | Unit::UsdPerMonth) => {
            show_between(value.abs(), low, high, unit)
        }
    };
    format!("{after} ({sign}{})", by)
}

/// A share of a sample, in whole percent.
fn percent(share: f64) -> String {
    let text = fixed(share * 100.0, 0);
    match text.as_str() {
        "0" if share > 0.0 => "<1%".to_owned(),
        "100" if share < 1.0 => ">99%".to_owned(),
        _ => format!("{text}%"),
    }
}
