//! What the run measured: requests, latency, failures, each kind of request, and the phases of the timeline.

use super::{Block, Section, Side, Table};
use crate::document::{Errors, LatencyMs, Measured, Report, Requests};
use crate::figure::{NEGLIGIBLE, NOTHING};
use crate::message::findings::Finding;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say, topology};
use crate::note::digits::{Unit, show_count, show_measured, show_rounded};
use crate::words::number;
use Side::{Left, Right};

/// From this share of the requests on, those that wait when the run ends are more than what is always under way.
const MANY_WAIT: f64 = 0.01;

/// The section.
pub fn simulation(report: &Report, lang: Lang) -> Section {
    let Report { replications, simulated_s, .. } = *report;
    let intro = Text::SimulationIntro { replications, measured_s: simulated_s }.say(lang);
    let mut blocks = vec![Block::Sentence(intro), Block::Table(requests(report, lang))];
    if report.requests.retries > 0 {
        let (retries, offered) = (report.requests.retries, report.requests.offered);
        let each = retries as f64 / offered.max(1) as f64;
        blocks.push(Block::Sentence(Text::Retries { retries, each }.say(lang)));
    }
    match &report.latency_ms {
        Some(latency) => blocks.push(Block::Table(latency_table(latency, lang))),
        None => blocks.push(Block::Sentence(why_no_latency(report, lang))),
    }
    blocks.push(failures(&report.errors, &report.requests, lang));
    let several = report.request_types.len() > 1;
    if several || report.request_types.values().any(|request_type| request_type.later_ms.is_some())
    {
        blocks.push(Block::Table(request_types(report, lang)));
    }
    Section { title: Label::Simulation.say(lang), blocks }
}

/// Offered, completed, failed.
fn requests(report: &Report, lang: Lang) -> Table {
    let mut table = Table::new(
        &[
            (Label::Requests, Left),
            (Label::PerSecond, Right),
            (Label::InAll, Right),
            (Label::Share, Right),
        ],
        lang,
    );
    let requests = &report.requests;
    let name = |label: Label| label.say(lang);
    table.row([
        name(Label::Offered),
        show_measured(requests.offered_per_s, Unit::PerSecond, lang),
        show_count(requests.offered, lang),
        String::new(),
    ]);
    table.row([
        name(Label::Completed),
        show_measured(requests.completed_per_s, Unit::PerSecond, lang),
        show_count(requests.completed, lang),
        String::new(),
    ]);
    table.row([
        name(Label::Failed),
        String::new(),
        show_count(requests.failed, lang),
        show_measured(report.errors.rate, Unit::Percent, lang),
    ]);
    table
}

/// Each percentile with its interval, from fast to slow.
fn latency_table(latency: &LatencyMs, lang: Lang) -> Table {
    let rows = [
        (Label::Mean, latency.mean),
        (Label::P50, latency.p50),
        (Label::P90, latency.p90),
        (Label::P95, latency.p95),
        (Label::P99, latency.p99),
        (Label::P999, latency.p999),
        (Label::Max, latency.max),
    ];
    // A single replication has no intervals.
    let intervals = rows.iter().any(|(_, measured)| measured.low.is_some());
    let title = if intervals { Label::Interval } else { Label::Value };
    let mut table = Table::new(&[(Label::Latency, Left), (title, Right)], lang);
    for (label, measured) in rows {
        table.row([label.say(lang), show_measured(measured, Unit::Ms, lang)]);
    }
    table
}

/// Why there is no latency.
pub(super) fn why_no_latency(report: &Report, lang: Lang) -> String {
    let stability = &report.stability;
    if report.requests.completed == 0 {
        return Finding::NothingCompleted.say(lang);
    }
    match &stability.component {
        Some(component) if !stability.stable => {
            let (component, growth_per_s) = (Some(component.clone()), stability.growth_per_s);
            Finding::Unstable { component, growth_per_s }.say(lang)
        }
        _ => Text::NoLatency.say(lang),
    }
}

/// Failures by reason and place, the most frequent first.
fn failures(errors: &Errors, requests: &Requests, lang: Lang) -> Block {
    let offered = requests.offered;
    let mut places: Vec<(&str, &str, u64)> = Vec::new();
    for (component, reasons) in &errors.by_component {
        for (reason, count) in reasons {
            places.push((reason, component, *count));
        }
    }
    for (reason, count) in &errors.by_reason {
        if !places.iter().any(|place| place.0 == reason) {
            places.push((reason, NOTHING, *count));
        }
    }
    places.retain(|place| place.2 > 0);
    if places.is_empty() {
        let wait = requests.in_flight_at_end.saturating_sub(requests.in_flight_at_start);
        let share = wait as f64 / offered.max(1) as f64;
        let said = if share < MANY_WAIT { Text::NoFailures } else { Text::OnlyWaits { share } };
        return Block::Sentence(said.say(lang));
    }
    places.sort_by_key(|place| std::cmp::Reverse(place.2));
    let mut table = Table::new(
        &[
            (Label::Reason, Left),
            (Label::Where, Left),
            (Label::Requests, Right),
            (Label::Share, Right),
        ],
        lang,
    );
    for (reason, place, count) in places {
        table.row([
            Text::Reason(reason).say(lang),
            // No component has this name.
            if place == "client" { topology::Text::Client.say(lang) } else { place.to_owned() },
            show_count(count, lang),
            share(count, offered, lang),
        ]);
    }
    Block::Table(table)
}

/// A count as a share of all requests; a share too small to matter is only called small.
fn share(count: u64, of: u64, lang: Lang) -> String {
    let ratio = count as f64 / of as f64;
    if ratio > 0.0 && ratio < 1e-5 {
        NEGLIGIBLE.to_owned()
    } else {
        number::brief(ratio, Unit::Percent, lang)
    }
}

/// One row for each entry of `requests:`.
fn request_types(report: &Report, lang: Lang) -> Table {
    let mut table = Table::new(
        &[
            (Label::Request, Left),
            (Label::InAll, Right),
            (Label::P50, Right),
            (Label::P99, Right),
            (Label::Failed, Right),
            (Label::LaterP99, Right),
        ],
        lang,
    );
    for (name, request_type) in &report.request_types {
        let quantile = |pick: fn(&LatencyMs) -> Measured| {
            let latency = request_type.latency_ms.as_ref();
            latency
                .map_or(NOTHING.to_owned(), |latency| show_measured(pick(latency), Unit::Ms, lang))
        };
        let later = request_type.later_ms.as_ref();
        table.row([
            name.clone(),
            show_count(request_type.requests, lang),
            quantile(|latency| latency.p50),
            quantile(|latency| latency.p99),
            show_rounded(request_type.errors.rate, Unit::Percent, lang),
            later.map_or(String::new(), |later| show_measured(later.p99, Unit::Ms, lang)),
        ]);
    }
    table.without_empty_columns()
}

/// Before, during and after each event; without a table for a run with nothing to tell apart.
pub fn over_time(report: &Report, lang: Lang) -> Section {
    if report.phases.len() < 2 {
        return Section { title: Label::OverTime.say(lang), blocks: Vec::new() };
    }
    let blocks = vec![Block::Table(phases(report, lang))];
    Section { title: Label::Phases.say(lang), blocks }
}

fn phases(report: &Report, lang: Lang) -> Table {
    let mut table = Table::new(
        &[
            (Label::Phase, Left),
            (Label::Time, Right),
            (Label::Offered, Right),
            (Label::Completed, Right),
            (Label::P50, Right),
            (Label::P99, Right),
            (Label::Failed, Right),
        ],
        lang,
    );
    let exact = |value, unit| show_rounded(Measured { value, ..Measured::default() }, unit, lang);
    for phase in &report.phases {
        let quantile = |pick: fn(&LatencyMs) -> Measured| {
            let latency = phase.latency_ms.as_ref();
            latency
                .map_or(NOTHING.to_owned(), |latency| show_rounded(pick(latency), Unit::Ms, lang))
        };
        table.row([
            phase.label.say(lang),
            Text::FromTo { from_s: phase.from_s, to_s: phase.to_s }.say(lang),
            exact(phase.offered_per_s, Unit::PerSecond),
            exact(phase.completed_per_s, Unit::PerSecond),
            quantile(|latency| latency.p50),
            quantile(|latency| latency.p99),
            show_rounded(phase.errors.rate, Unit::Percent, lang),
        ]);
    }
    table
}
