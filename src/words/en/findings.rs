//! What a run found.

use super::complaint::sentence;
use super::label::{event as named, phase as said};
use super::limits::{
    bottleneck, dead_letters, fails_calls, later_waits, limiter, redelivered, struck, waiting,
};
use super::number::{brief, brief_beside, count, duration, percent, show, significant};
use super::scaling;
use super::stability::unstable;
use super::standstill;
use crate::document::{OfPage, Warning};
use crate::figure::Measured;
use crate::figure::Unit;
use crate::message::findings::{Caveat, Finding, Needs, Place, PrecisionEnd};

pub fn finding(what: &Finding) -> String {
    match what {
        Finding::Bottleneck { component, resource, utilization, peak_utilization, held_up } => {
            bottleneck(component, resource, *utilization, *peak_utilization) + &waiting(held_up)
        }
        Finding::HotInstance { component, place, resource, utilization, average } => {
            let place = self::place(component, *place);
            let are = if resource.ends_with('s') { "are" } else { "is" };
            let (most, average) = (percent(*utilization), percent(*average));
            format!(
                "{place} is the bottleneck: its {resource} {are} {most} busy, {average} on average of all instances. \
                 The load is uneven."
            )
        }
        Finding::WaitsBelowLimit { component, resource, utilization, wait_ms, work_ms } => format!(
            "On average nothing is near its limit, and yet calls wait {} at {component} for {} of work ({resource} {} \
             busy): they come in bursts, or some take very long.",
            brief(*wait_ms, Unit::Ms),
            brief(*work_ms, Unit::Ms),
            percent(*utilization)
        ),
        Finding::Throttled { component, share, quota, utilization } => {
            standstill::throttled(component, *share, *quota, *utilization)
        }
        Finding::Pauses { component, for_ms, every_s, wait_p99_ms, utilization } => {
            standstill::pauses(component, *for_ms, *every_s, *wait_p99_ms, *utilization)
        }
        Finding::SlowInstance { component, instance, times, utilization, average } => {
            standstill::slow_instance(component, *instance, *times, *utilization, *average)
        }
        Finding::NoLimit => {
            "No component has a limit, so nothing can be the bottleneck.".to_owned()
        }
        Finding::ObjectiveMissed { objective, unit, target, actual, low, high } => {
            let interval = (*low, *high);
            missed(objective, Unit::named(unit), *target, *actual, interval)
        }
        Finding::ObjectiveUnclear { objective, unit, target, low, high } => {
            let unit = Unit::named(unit);
            format!(
                "Whether the {objective} objective is met is not clear: the interval {} to {} contains the target of \
                 {}. More replications would narrow it.",
                brief(*low, unit),
                brief(*high, unit),
                show(*target, unit)
            )
        }
        Finding::Unanswered { share } => {
            format!("{} of the requests have no answer when the run ends.", percent(*share))
        }
        Finding::ObjectivesMet => "Every objective is met.".to_owned(),
        Finding::Unstable { component, growth_per_s } => {
            unstable(component.as_deref(), *growth_per_s)
        }
        Finding::EndsUnstable { component: Some(component), growth_per_s } => format!(
            "At the end the load does not settle: work piles up at {component}, {} calls more every second.",
            significant(*growth_per_s, 2)
        ),
        Finding::EndsUnstable { component: None, growth_per_s } => format!(
            "At the end the load does not settle: {} calls more every second wait at their callers for the next try \
             or for an answer.",
            significant(*growth_per_s, 2)
        ),
        Finding::LaterUnstable { queue, growth_per_s } => format!(
            "Work left for later does not settle: {queue} grows by {} messages every second, while the answers that \
             clients wait for are not held up.",
            significant(*growth_per_s, 2)
        ),
        Finding::Redelivered { queue, messages, times, redeliver_after_s, prefetch, work_s } => {
            redelivered(queue, *messages, *times, (*redeliver_after_s, *work_s), *prefetch)
        }
        Finding::DeadLetters { queue, messages, share, after } => {
            dead_letters(queue, *messages, *share, *after)
        }
        Finding::Limiter { component, refused, passes_per_s, keys, rate_per_s, wait_ms } => {
            limiter(
                component,
                *refused,
                *passes_per_s,
                keys.map(|keys| (keys, *rate_per_s)),
                *wait_ms,
            )
        }
        Finding::WaitsForStruck { component, resource, waits_for, hangs } => {
            struck(component, resource, waits_for, *hangs)
        }
        Finding::FailsCalls { component, by, share, opened } => {
            fails_calls(component, *by, *share, *opened)
        }
        Finding::Deadlock { component, resource, count: all, each, callers, least } => {
            let least = match (callers, least) {
                (Some(callers), Some(least)) => format!(
                    " With {} requests under way, {} is the least that works.",
                    count(*callers),
                    count(*least)
                ),
                _ => String::new(),
            };
            format!(
                "A deadlock: each request needs {each} of the {} {resource} of {component} at once, and all are held \
                 by requests that wait for another. Nothing is ever done.{least}",
                count(*all)
            )
        }
        Finding::NothingCompleted => {
            "No request completed, so there is no latency and no latency objective is met."
                .to_owned()
        }
        Finding::RetryAmplification { ratio } => {
            format!("Retries add to the load: {} for each request.", significant(*ratio, 3))
        }
        Finding::CopiesAdd { component, share } => format!(
            "Copies add to the load: {} of the calls to {component} are sent twice.",
            percent(*share)
        ),
        Finding::PhaseFailures { phase, rate } => {
            format!("During “{}” {} of the requests fail.", said(phase), percent(*rate))
        }
        Finding::PhaseEffect { phase, p99_before_ms, p99_during_ms } => {
            phase_effect(&said(phase), *p99_before_ms, *p99_during_ms)
        }
        Finding::PhaseStalls { phase, completed_per_s, offered_per_s, p99_after_ms } => {
            let after = p99_after_ms.map_or(String::new(), |after| {
                format!("; after it p99 is {}", brief(after, Unit::Ms))
            });
            format!(
                "During “{}” {} of {} requests a second are answered{after}.",
                said(phase),
                brief(*completed_per_s, Unit::Plain),
                brief(*offered_per_s, Unit::Plain)
            )
        }
        Finding::NoRecovery { phase, failing: Some((before, after)), .. } => format!(
            "It does not recover after “{}”: at the end {} of the requests fail, before it {}.",
            said(phase),
            percent(*after),
            percent(*before)
        ),
        Finding::EndsTooSoon { phase, left_s } => format!(
            "Whether it recovers from “{}” cannot be told: the run ends {} after it.",
            said(phase),
            duration(*left_s)
        ),
        Finding::NoRecovery { phase, p99_before_ms, p99_after_ms, failing: None } => {
            let before = brief(*p99_before_ms, Unit::Ms);
            let end = match p99_after_ms {
                Some(after) => format!("before it and is {} at the end", brief(*after, Unit::Ms)),
                None => "before it, and at the end nothing completes".to_owned(),
            };
            format!("It does not recover after “{}”: p99 was {before} {end}.", said(phase))
        }
        Finding::TypeFails { request_type, rate, component, reason } => {
            let (rate, reason) = (percent(*rate), reason.replace('_', " "));
            format!("{request_type}: {rate} fail, most at {component} ({reason}).")
        }
        Finding::LatencyOfTheAnswered { failed } => {
            format!(
                "Latencies are of the requests that were answered; {} were not.",
                percent(*failed)
            )
        }
        Finding::LaterTakes { request_type, answer_p99_ms, later_p99_ms } => format!(
            "{request_type} is answered within {} (p99); what it leaves for later is done within {}.",
            brief(*answer_p99_ms, Unit::Ms),
            brief(*later_p99_ms, Unit::Ms)
        ),
        Finding::StaleReads { component, ratio } => {
            format!(
                "{} of the reads at {component} return an old value.",
                brief(*ratio, Unit::Percent)
            )
        }
        Finding::Stampede { component, misses, again } => format!(
            "At {component}, {} of {} misses fetch an entry that another miss is fetching already, on average of the \
             runs: calls for one key reach what is behind it at once. With `merge: true` one of them goes, and the \
             others wait for its answer.",
            count(*again),
            count(*misses)
        ),
        Finding::NoQuorum { component, share, copies: 1, .. } => format!(
            "{} of the calls to {component} fail because the node that has the key is down, and no other has it.",
            percent(*share)
        ),
        Finding::NoQuorum { component, share, copies, write, read } => format!(
            "{} of the calls to {component} fail for want of a quorum: of the {copies} nodes that keep a key a write needs \
             {write} and a read {read}, and fewer are up.",
            percent(*share)
        ),
        Finding::LostWrites { component, writes } => {
            let were = if *writes == 1 { "write was" } else { "writes were" };
            format!(
                "{} {were} acknowledged by {component} and lost, on average of the runs.",
                count(*writes)
            )
        }
        Finding::WaitingAdds { request_type, napkin_ms, run_ms, branches: true } => format!(
            "The slowest of several calls at once, and waiting, add {} to the mean latency of {request_type}: {} by \
             their means, {} in the run.",
            brief(run_ms - napkin_ms, Unit::Ms),
            brief(*napkin_ms, Unit::Ms),
            brief(*run_ms, Unit::Ms)
        ),
        Finding::WaitingAdds { request_type, napkin_ms, run_ms, branches: false } => format!(
            "Waiting adds {} to the mean latency of {request_type}: {} without any, {} in the run.",
            brief(run_ms - napkin_ms, Unit::Ms),
            brief(*napkin_ms, Unit::Ms),
            brief(*run_ms, Unit::Ms)
        ),
        Finding::FasterThanNapkin { request_type, napkin_ms, run_ms } => {
            let ratio = run_ms / napkin_ms;
            let by = if ratio.is_finite() && ratio > 0.0 {
                format!(", {} of it", percent(ratio))
            } else {
                String::new()
            };
            format!(
                "The arithmetic and the run disagree on the mean latency of {request_type}: {} on the napkin, {} in \
                 the run{by}.",
                brief(*napkin_ms, Unit::Ms),
                brief(*run_ms, Unit::Ms)
            )
        }
        Finding::PrecisionReached { wanted, hardest, replications } => format!(
            "{} replications make mean, p50, p99, throughput and every objective precise to {}; {hardest} was the \
             hardest.",
            count(u64::from(*replications)),
            brief(*wanted, Unit::Percent)
        ),
        Finding::LaterWaits { queue, messages, oldest_s, begun_after_s } => {
            later_waits(queue, *messages, *oldest_s, *begun_after_s)
        }
        Finding::TooShort { component, work_s, window_s, enough_s, needs } => format!(
            "Too short to tell: a call to {component} works for {}, and the window is {}.{} A window of {} would tell.",
            duration(*work_s),
            duration(*window_s),
            needs.as_ref().map_or(String::new(), by_arithmetic),
            duration(*enough_s)
        ),
        Finding::ScalingSwings { component, turns, least, most, boot_s, cooldown_s } => {
            scaling::swings(component, *turns, (*least, *most), *boot_s, *cooldown_s)
        }
        Finding::ScalingCapped { component, max, share } => {
            scaling::capped(component, *max, *share)
        }
        Finding::ScalingOvershoots { component, asked, needed, boot_s, every_s } => {
            scaling::overshoots(component, *asked, *needed, *boot_s, *every_s)
        }
        Finding::ScalingLate { component, full_s, boot_s } => {
            scaling::late(component, *full_s, *boot_s)
        }
        Finding::ScalingUnseen { component, window_s, every_s, boot_s } => {
            scaling::unseen(component, *window_s, *every_s, *boot_s)
        }
        Finding::CutOff { event, at_s, end_s } => format!(
            "“{}” at {} was not simulated: the budget of requests ends the run at {}. `--max-requests` raises it.",
            named(event),
            duration(*at_s),
            duration(*end_s)
        ),
    }
}

pub fn caveat(what: &Caveat) -> String {
    match what {
        Caveat::ShrunkToBudget { max_requests, replications, simulated_s } => format!(
            "To stay within {} simulated requests, the run is {replications} replications of {}; `--max-requests` \
             raises the limit.",
            count(*max_requests),
            duration(*simulated_s)
        ),
        Caveat::ShrunkToSteps { calls, steps, requests, replications, simulated_s } => format!(
            "This page costs {} calls a request, so {} requests are simulated, in {replications} replications of {}, \
             to stay within {} steps; `--budget` raises the limit.",
            count(calls.round() as u64),
            count(*requests),
            duration(*simulated_s),
            count(*steps)
        ),
        Caveat::RanOut { steps, asked_s, simulated_s } => format!(
            "The budget of {} steps ends each replication at {}; the page asks for {}, and what comes later is not \
             known. `--budget` raises it.",
            count(*steps),
            duration(*simulated_s),
            duration(*asked_s)
        ),
        Caveat::FewerForMemory { replications } => format!(
            "The figures of more than {replications} replications would take more memory than is allowed; `--memory` \
             raises the limit."
        ),
        Caveat::Imprecise { wanted, hardest, reached, ended_by } => {
            let reached = match reached {
                Some(reached) => format!("is precise to {} only", brief(*reached, Unit::Percent)),
                None => "has an interval as wide as itself".to_owned(),
            };
            format!(
                "{hardest}, the hardest to know, {reached}, where {} was asked for: {}.",
                brief(*wanted, Unit::Percent),
                ended_by_what(*ended_by)
            )
        }
        Caveat::NoPrecision => {
            "There is no latency to be precise about, so no more replications were made for it."
                .to_owned()
        }
        Caveat::Interrupted { done, planned } => {
            format!("Stopped early: {done} of {planned} replications are reported.")
        }
        Caveat::NotSettled { warmup_s } => format!(
            "The pilot did not settle in its first half; the first {} of each replication are cut, and the figures \
             may still drift. A longer `--duration` would tell.",
            duration(*warmup_s)
        ),
        Caveat::MissesAreFree { cache, misses } => format!(
            "{} of the reads at {cache} are misses, and no step follows it: they cost nothing. Write after it what a \
             miss asks.",
            brief(*misses, Unit::Percent)
        ),
        Caveat::ItemTooLarge { cache, data } => {
            format!(
                "An item of {data} is larger than the memory of {cache}: nothing of it is kept there."
            )
        }
        Caveat::StalePrices { lines: 1, oldest } => {
            format!("One price of the bill is stale (marked †); its source: {oldest}.")
        }
        Caveat::StalePrices { lines, oldest } => {
            format!(
                "{lines} prices of the bill are stale (marked †); the source of the oldest: {oldest}."
            )
        }
    }
}

pub fn of_page(what: &OfPage) -> String {
    sentence(&what.what)
}

pub fn warning(what: &Warning) -> String {
    match what {
        Warning::Page(told) => of_page(told),
        Warning::Run(told) => caveat(told),
    }
}

fn ended_by_what(ended_by: PrecisionEnd) -> String {
    match ended_by {
        PrecisionEnd::Budget { max_requests } => format!(
            "{} simulated requests ended the run, and `--max-requests` allows more",
            count(max_requests)
        ),
        PrecisionEnd::Replications { most } => format!(
            "a run has {} replications at most, and a longer `--duration` makes more of each",
            count(u64::from(most))
        ),
        PrecisionEnd::Interrupt => "the run was stopped".to_owned(),
    }
}

/// What a resource needs and has.
fn by_arithmetic(needs: &Needs) -> String {
    let Needs { resource, busy, there } = needs;
    let (busy_text, has) = (brief(*busy, Unit::Plain), brief(*there, Unit::Plain));
    if busy > there {
        let times = significant(busy / there, 2);
        format!(
            " By arithmetic it needs {busy_text} {resource} and has {has}: {times} times as many."
        )
    } else {
        format!(" By arithmetic it needs {busy_text} {resource} and has {has}.")
    }
}

/// One instance of a component, within a sentence.
pub fn one_of(component: &str, place: Place) -> String {
    match place {
        Place::Instance { number } => format!("instance {number} of {component}"),
        Place::Shard { number } => format!("shard {number} of {component}"),
        Place::Primary { shard } => format!("the primary of shard {shard} of {component}"),
        Place::Replica { shard } => format!("a replica of shard {shard} of {component}"),
    }
}

/// The same at its beginning.
fn place(component: &str, place: Place) -> String {
    let begin = match place {
        Place::Instance { .. } => "I",
        Place::Shard { .. } => "S",
        Place::Primary { .. } => "T",
        Place::Replica { .. } => "A",
    };
    format!("{begin}{}", &one_of(component, place)[1..])
}

fn missed(
    objective: &str,
    unit: Unit,
    target: f64,
    actual: Option<f64>,
    (low, high): (Option<f64>, Option<f64>),
) -> String {
    let asked = show(target, unit);
    // Rounded as far as the interval allows, unless that hides by how little it is missed.
    let rounded =
        |value| Some(Measured { value, low, high }.supported()).filter(|shown| *shown != target);
    match actual.map(|actual| rounded(actual).unwrap_or(actual)) {
        Some(actual) => {
            let got = brief_beside(actual, target, unit);
            format!("The {objective} objective is missed: {got}, the target is {asked}.")
        }
        None if unit == Unit::Ms => format!(
            "The {objective} objective is missed: too few requests have an answer, the target is {asked}."
        ),
        None => format!(
            "The {objective} objective is missed: there is nothing to measure, the target is {asked}."
        ),
    }
}

fn phase_effect(phase: &str, p99_before_ms: f64, p99_during_ms: Option<f64>) -> String {
    let before = brief(p99_before_ms, Unit::Ms);
    let Some(during_ms) = p99_during_ms else {
        return format!("During “{phase}” nothing completes; before it p99 was {before}.");
    };
    let during = brief(during_ms, Unit::Ms);
    if during == before {
        format!("“{phase}” leaves p99 where it was, at {before}.")
    } else {
        format!("During “{phase}” p99 goes from {before} to {during}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::findings::HeldUp;
    use crate::message::{EventLabel, PhaseLabel};

    fn limit(component: &str, resource: &str, utilization: f64, peak: Option<f64>) -> Finding {
        let (component, resource) = (component.to_owned(), resource.to_owned());
        Finding::Bottleneck {
            component,
            resource,
            utilization,
            peak_utilization: peak,
            held_up: Vec::new(),
        }
    }

    fn redelivered(redeliver_after_s: f64, work_s: f64, prefetch: u32) -> Finding {
        let queue = "jobs".to_owned();
        Finding::Redelivered {
            queue,
            messages: 64,
            times: 2.31,
            redeliver_after_s,
            prefetch,
            work_s,
        }
    }

    fn limited(refused: f64, keys: Option<u64>, wait_ms: f64) -> Finding {
        let (component, passes_per_s) = ("limit".to_owned(), 1200.0);
        Finding::Limiter { component, refused, passes_per_s, keys, rate_per_s: 150.0, wait_ms }
    }

    fn held_up(by: &[(&str, &str)]) -> Finding {
        let one = |&(component, resource): &(&str, &str)| HeldUp {
            component: component.to_owned(),
            resource: resource.to_owned(),
            utilization: 1.0,
        };
        let (component, resource) = ("db".to_owned(), "cpu".to_owned());
        let held_up = by.iter().map(one).collect();
        Finding::Bottleneck {
            component,
            resource,
            utilization: 1.0,
            peak_utilization: None,
            held_up,
        }
    }

    fn missed(objective: &str, unit: &str, target: f64, actual: Option<f64>) -> Finding {
        let (objective, unit) = (objective.to_owned(), unit.to_owned());
        Finding::ObjectiveMissed { objective, unit, target, actual, low: None, high: None }
    }

    fn hot(component: &str, place: Place, resource: &str, utilization: f64) -> Finding {
        let (component, resource) = (component.to_owned(), resource.to_owned());
        Finding::HotInstance { component, place, resource, utilization, average: 0.31 }
    }

    fn stalls(completed_per_s: f64, p99_after_ms: Option<f64>) -> Finding {
        let phase = during(EventLabel::Hang { component: "app".to_owned(), instances: None });
        Finding::PhaseStalls { phase, completed_per_s, offered_per_s: 597.6, p99_after_ms }
    }

    fn during(event: EventLabel) -> PhaseLabel {
        PhaseLabel::During { events: vec![event] }
    }

    fn phase(killed: &str, p99_before_ms: f64, p99_during_ms: Option<f64>) -> Finding {
        let phase = during(EventLabel::Kill { component: killed.to_owned() });
        Finding::PhaseEffect { phase, p99_before_ms, p99_during_ms }
    }

    fn no_recovery(p99_after_ms: Option<f64>) -> Finding {
        let phase = during(EventLabel::Hang { component: "db".to_owned(), instances: None });
        Finding::NoRecovery { phase, p99_before_ms: 8.99, p99_after_ms, failing: None }
    }

    fn lost(writes: u64) -> Finding {
        Finding::LostWrites { component: "db".to_owned(), writes }
    }

    fn too_short(busy: f64) -> Finding {
        let needs = Needs { resource: "workers".to_owned(), busy, there: 400.0 };
        Finding::TooShort {
            component: "coder".to_owned(),
            work_s: 600.0,
            window_s: 20.0,
            enough_s: 3600.0,
            needs: Some(needs),
        }
    }

    fn findings() -> Vec<Finding> {
        let (component, db) = ("app".to_owned(), "db".to_owned());
        vec![
            limit("app", "cpu", 0.931, None),
            limit("app", "cpu", 0.49, Some(1.0)),
            limit("app", "workers", 1.0, None),
            limit("app", "cpu", 0.052, None),
            held_up(&[("web", "workers")]),
            held_up(&[("web", "workers"), ("app", "workers"), ("db", "pool")]),
            Finding::NoLimit,
            limit("db", "pool", 0.962, None),
            limit("db", "pool", 0.41, Some(0.962)),
            limit("db", "pool", 0.41, None),
            missed("p99", "ms", 100.0, Some(131.37)),
            missed("p99", "ms", 100.0, Some(100.2)),
            missed("redirect.p99", "ms", 100.0, None),
            missed("cost", "USD/month", 6000.0, Some(7312.4)),
            Finding::ObjectiveUnclear {
                objective: "errors".to_owned(),
                unit: "ratio".to_owned(),
                target: 0.001,
                low: 0.000_951,
                high: 0.001_11,
            },
            Finding::ObjectivesMet,
            Finding::Unstable { component: Some(db.clone()), growth_per_s: 79.34 },
            Finding::EndsUnstable { component: None, growth_per_s: 45.2 },
            Finding::NothingCompleted,
            Finding::FasterThanNapkin {
                request_type: "get".to_owned(),
                napkin_ms: 9.0,
                run_ms: 1.9,
            },
            Finding::RetryAmplification { ratio: 1.719 },
            phase("cache", 8.99, Some(212.3)),
            phase("cache", 8.99, Some(8.991)),
            phase("db", 8.99, None),
            no_recovery(Some(4012.0)),
            no_recovery(None),
            Finding::StaleReads { component: db, ratio: 0.000_21 },
            Finding::Stampede { component: "cache".to_owned(), misses: 258, again: 253 },
            lost(1),
            lost(1_240),
            hot("db", Place::Primary { shard: 3 }, "cpu", 0.962),
            hot("app", Place::Instance { number: 1 }, "workers", 1.0),
            hot("db", Place::Shard { number: 3 }, "cpu", 0.962),
            hot("db", Place::Replica { shard: 3 }, "cpu", 0.962),
            Finding::WaitsBelowLimit {
                component,
                resource: "cpu".to_owned(),
                utilization: 0.367,
                wait_ms: 517.2,
                work_ms: 1.49,
            },
            Finding::Pauses {
                component: "cache".to_owned(),
                for_ms: 18.5,
                every_s: 1.5,
                wait_p99_ms: 12.3,
                utilization: Some(0.31),
            },
            Finding::SlowInstance {
                component: "app".to_owned(),
                instance: 2,
                times: Some(10.0),
                utilization: 0.71,
                average: 0.4,
            },
            Finding::Throttled {
                component: "app".to_owned(),
                share: 0.312,
                quota: 0.5,
                utilization: 0.62,
            },
            redelivered(60.0, 200.0, 4),
            redelivered(60.0, 20.0, 1),
            redelivered(60.0, 20.0, 4),
            Finding::DeadLetters {
                queue: "jobs".to_owned(),
                messages: 12.4,
                share: 0.012,
                after: 3,
            },
            limited(0.76, Some(8), 0.0),
            limited(0.0, None, 26_000.0),
            Finding::Deadlock {
                component: "db".to_owned(),
                resource: "connections".to_owned(),
                count: 10,
                each: 2,
                callers: Some(50),
                least: Some(51),
            },
            stalls(0.0333, Some(4838.1)),
            stalls(0.0, None),
            Finding::LaterWaits {
                queue: "jobs".to_owned(),
                messages: 9_925,
                oldest_s: 63.2,
                begun_after_s: Some(79.4),
            },
            too_short(4_800.0),
            too_short(120.0),
        ]
    }

    #[test]
    fn the_sentences_read_like_this() {
        let caveats = [
            Caveat::ShrunkToSteps {
                calls: 4_000.0,
                steps: 1_200_000_000,
                requests: 2_500,
                replications: 3,
                simulated_s: 12.5,
            },
            Caveat::RanOut { steps: 1_200_000_000, asked_s: 120.0, simulated_s: 12.5 },
            Caveat::FewerForMemory { replications: 4 },
            Caveat::ShrunkToBudget { max_requests: 10_000_000, replications: 3, simulated_s: 12.5 },
            Caveat::StalePrices { lines: 1, oldest: "2024-02".to_owned() },
            Caveat::StalePrices { lines: 3, oldest: "2024-02".to_owned() },
            Caveat::MissesAreFree { cache: "cache".to_owned(), misses: 0.0612 },
            Caveat::ItemTooLarge { cache: "cdn".to_owned(), data: "video".to_owned() },
        ];
        let findings = findings();
        let all: Vec<String> =
            findings.iter().map(finding).chain(caveats.iter().map(caveat)).collect();
        for sentence in &all {
            assert!(sentence.ends_with('.'), "{sentence}");
        }
        insta::assert_snapshot!(all.join("\n"));
    }
}
