//! What each component did.

use super::{Block, Section, Side, Table};
use crate::document::{ComponentReport, GuardCounts, Measured, Own, Report};
use crate::figure::NEGLIGIBLE;
use crate::message::report::{Count, Label, Text};
use crate::message::{Lang, Say};
use crate::note::digits::{Unit, show_brief, show_rounded};
use crate::words::number::significant;
use Side::{Left, Right};

/// The section, or `None` for a page without components.
pub fn components(report: &Report, lang: Lang) -> Option<Section> {
    if report.components.is_empty() {
        return None;
    }
    let mut table = Table::new(
        &[
            (Label::Component, Left),
            (Label::Calls, Right),
            (Label::Busy, Right),
            (Label::BusyOf, Left),
            (Label::Queue, Right),
            (Label::WaitMean, Right),
            (Label::WaitP99, Right),
            (Label::OwnWork, Right),
            (Label::HitRatio, Right),
            (Label::Stale, Right),
        ],
        lang,
    );
    for (name, component) in &report.components {
        table.row(row(name, component, lang));
    }
    let mut blocks = vec![Block::Table(table.without_empty_columns())];
    let details: Vec<String> =
        report.components.iter().filter_map(|(name, of)| details(report, name, of, lang)).collect();
    if !details.is_empty() {
        blocks.push(Block::List(details));
    }
    if report.components.values().any(|component| component.arrivals_per_s.low.is_some()) {
        blocks.push(Block::Sentence(Text::RoundedToIntervals.say(lang)));
    }
    Some(Section { title: Label::Components.say(lang), blocks })
}

/// The cells of one component.
fn row(name: &str, component: &ComponentReport, lang: Lang) -> Vec<String> {
    // Where nothing limits, nothing can wait, and a column of zeros would only hide those who do.
    let waited = |measured: Measured, unit| {
        let can_wait = component.utilization.is_some() || measured.value != 0.0;
        if can_wait { show_rounded(measured, unit, lang) } else { String::new() }
    };
    let share =
        |of: Option<Measured>| of.map_or(String::new(), |of| in_table(of, Unit::Percent, lang));
    vec![
        name.to_owned(),
        show_rounded(component.arrivals_per_s, Unit::PerSecond, lang),
        component.utilization.map_or(String::new(), |busy| in_table(busy, Unit::Percent, lang)),
        component.busiest().map_or(String::new(), |name| Text::Resource(name).say(lang)),
        waited(component.queue_mean, Unit::Plain),
        waited(component.wait_ms.mean, Unit::Ms),
        waited(component.wait_ms.p99, Unit::Ms),
        show_rounded(component.service_ms.mean, Unit::Ms, lang),
        share(component.own.hit_ratio()),
        share(component.own.stale_read_ratio()),
    ]
}

/// A figure in the table: a share too small to matter is only called small.
fn in_table(measured: Measured, unit: Unit, lang: Lang) -> String {
    if is_negligible(measured, unit) {
        NEGLIGIBLE.to_owned()
    } else {
        show_rounded(measured, unit, lang)
    }
}

/// A figure in the list below it, where it has a sentence's few digits.
fn in_list(measured: Measured, unit: Unit, lang: Lang) -> String {
    if is_negligible(measured, unit) {
        NEGLIGIBLE.to_owned()
    } else {
        show_brief(measured, unit, lang)
    }
}

/// Whether a share is below a thousandth of a percent, its interval included.
fn is_negligible(measured: Measured, unit: Unit) -> bool {
    let most = measured.high.unwrap_or(measured.value).max(measured.value);
    unit == Unit::Percent && measured.value > 0.0 && most < 1e-5
}

/// The resources other than the busiest, the kind's figures without a column, and what failed without failing a request:
/// `db: disk 12%, lag 50 ms, failed calls 1,204 timeout`.
fn details(report: &Report, name: &str, component: &ComponentReport, lang: Lang) -> Option<String> {
    let busiest = component.busiest();
    let mut parts: Vec<String> = Vec::new();
    for (resource, measured) in &component.resources {
        if busiest != Some(resource) {
            let resource = Text::Resource(resource).say(lang);
            parts
                .push(format!("{resource} {}", in_list(measured.utilization, Unit::Percent, lang)));
        }
    }
    let instances = component.instances.map(|count| (Count::Instances, count.to_string()));
    for (count, shown) in instances.into_iter().chain(own_figures(&component.own, lang)) {
        parts.push(format!("{} {shown}", count.say(lang)));
    }
    let throttled = component.resources.get("cpu").and_then(|cpu| cpu.throttled);
    if let Some(share) = throttled.filter(|share| share.value > 0.0) {
        let share = in_list(share, Unit::Percent, lang);
        parts.push(format!("{} {share}", Count::Throttled.say(lang)));
    }
    for (count, shown) in guard_figures(component.guards) {
        parts.push(format!("{} {shown}", count.say(lang)));
    }
    parts.extend(failed_calls(report, name, component, lang));
    (!parts.is_empty()).then(|| format!("{name}: {}", parts.join(", ")))
}

/// Calls that failed by reason, unless each of them is a failed request: then the table of these has it.
fn failed_calls(
    report: &Report,
    name: &str,
    component: &ComponentReport,
    lang: Lang,
) -> Option<String> {
    let counts = &component.failed_calls;
    let requests = report.errors.by_component.get(name);
    let told = |reason: &str| requests.and_then(|by| by.get(reason)).copied().unwrap_or(0);
    if counts.iter().all(|(reason, count)| *count <= told(reason)) {
        return None;
    }
    let counts: Vec<(&str, u64)> =
        counts.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
    Some(Text::FailedCalls(&counts).say(lang))
}

/// What its callers' breakers and copies did.
fn guard_figures(guards: GuardCounts) -> Vec<(Count, String)> {
    let number = |count: u64| significant(count as f64, 15);
    let all = [
        (Count::BreakersOpened, guards.breakers_opened),
        (Count::Copies, guards.copies),
        (Count::CopiesWon, guards.copies_won),
    ];
    all.into_iter().filter_map(|(name, count)| Some((name, number(count?)))).collect()
}

/// What only the kind counts and has no column, as it is shown in the list: name and figure.
fn own_figures(own: &Own, lang: Lang) -> Vec<(Count, String)> {
    // A count is exact, so all of its digits are true.
    let number = |count: u64| significant(count as f64, 15);
    match own {
        Own::Cache(counts) => {
            let all = [
                (Count::LostWrites, counts.lost_writes),
                (Count::Merged, counts.merged),
                (Count::FetchedAgain, counts.fetched_again),
                (Count::RefreshedEarly, counts.refreshed_early),
                (Count::AnsweredExpired, counts.answered_expired),
            ];
            all.into_iter().filter_map(|(name, count)| Some((name, number(count?)))).collect()
        }
        Own::Database(counts) => {
            let mut found = Vec::new();
            let hits = counts.buffer_hit_ratio;
            found.extend(hits.map(|hits| (Count::BufferHits, in_list(hits, Unit::Percent, lang))));
            found.extend(counts.lag_ms.map(|lag| (Count::Lag, in_list(lag, Unit::Ms, lang))));
            if let Some(failover) = &counts.failover {
                let recovery = Measured { value: failover.recovery_s * 1e3, low: None, high: None };
                found.push((Count::Failovers, number(failover.failovers)));
                found.push((Count::Recovery, in_list(recovery, Unit::Ms, lang)));
                found.push((Count::LostWrites, number(failover.lost_writes)));
            }
            found
        }
        Own::Kv(counts) => [
            (Count::HintsKept, counts.hints_kept),
            (Count::HintsDelivered, counts.hints_delivered),
            (Count::ReadRepairs, counts.read_repairs),
        ]
        .into_iter()
        .filter_map(|(name, count)| Some((name, number(count?))))
        .collect(),
        Own::Queue(counts) => {
            let dead = counts.dead_letters.map(|count| (Count::DeadLetters, number(count)));
            let mut found = vec![(Count::Redelivered, number(counts.redelivered))];
            found.extend(dead);
            found.push((Count::Dropped, number(counts.dropped)));
            found.push((Count::WaitingAtEnd, number(counts.waiting_at_end)));
            found
        }
        Own::Server(counts) => {
            let scale = &counts.autoscale;
            let plain = |measured| show_brief(measured, Unit::Plain, lang);
            vec![
                (Count::Instances, plain(scale.instances)),
                (Count::Fewest, number(scale.least)),
                (Count::Most, number(scale.most)),
                (Count::Booting, plain(scale.booting)),
                (Count::Increases, significant(scale.increases, 2)),
                (Count::Decreases, significant(scale.decreases, 2)),
            ]
        }
        Own::Nothing {} => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::sample;

    /// Of 1,204 calls that timed out 1,000 were tried again: only the rest is in the table of failed requests.
    #[test]
    fn calls_that_failed_are_told_where_no_request_did() {
        let mut report = sample::nothing_works();
        let (name, mut component) = report.components.pop_first().expect("a component");
        component.own = Own::default();
        component.instances = None;
        component.resources.clear();
        let all = [("timeout".to_owned(), 1204), ("queue_full".to_owned(), 3)];
        component.failed_calls = all.iter().cloned().collect();
        report.errors.by_component.clear();
        let told = details(&report, &name, &component, Lang::En).expect("failed calls");
        assert_eq!(told, format!("{name}: failed calls 3 queue full, 1,204 timeout"));
        report.errors.by_component.insert(name.clone(), all.into_iter().collect());
        assert_eq!(details(&report, &name, &component, Lang::En), None);
    }
}
