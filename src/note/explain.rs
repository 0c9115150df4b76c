//! How `napkin explain` looks: its document as a note with charts.

use super::Note;
use super::sections::{Block, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::waterfall::{self, Lane, Panel, Span, Spent, Waterfall};
use crate::document::{
    Advice, BeforeAfter, Effect, Explanation, Measured, NextBottleneck, Part, Slice, TimeSpent,
    TracedRequest,
};
use crate::message::Lang;
use crate::message::explain as say;
use crate::message::explain::Label;
use crate::message::number::{NOTHING, Unit, brief, brief_between, count, money, show_between};
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 1] = ["waterfall"];

/// Parts of the time below this share of both slices are not worth a line.
const SMALL: f64 = 0.005;
/// More lanes than this are not read.
const LANES: usize = 9;

/// The note.
#[must_use]
pub fn note(document: &Explanation) -> Note {
    let mut note = Note::new(&document.head);
    let mut answer = document.answer.iter().cloned();
    note.headline = answer.next().unwrap_or_default();
    note.answer = answer.collect();
    let sections = [
        advice(document),
        no_help(document),
        document.time.as_ref().map(time),
        failures(document),
        document.next.as_ref().map(limit),
        Some(simulated(document)),
    ];
    note.sections = sections.into_iter().flatten().collect();
    note
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Explanation) -> Vec<Chart> {
    let Some(time) = &document.time else { return Vec::new() };
    let (Some(part), Some(slow)) = (time.slowest.parts.first(), &time.slowest.example) else {
        return Vec::new();
    };
    let what = say::spent_on(&part.component, &part.spent, &part.on);
    let order = lanes(time);
    let median = time.median.example.as_ref();
    let panel = |is_slow: bool, traced: &TracedRequest| Panel {
        label: say::panel(is_slow, &traced.request, traced.latency_ms),
        lanes: order.iter().map(|name| lane(name, traced)).collect(),
    };
    let picture = Waterfall {
        file_stem: CHARTS[0],
        title: say::waterfall_title(&what, part.share),
        subtitle: say::waterfall_subtitle(&document.head.scenario, document.head.seed),
        alt: say::waterfall_alt(median.map(|traced| traced.latency_ms), slow.latency_ms),
        panels: median
            .map(|traced| panel(false, traced))
            .into_iter()
            .chain([panel(true, slow)])
            .collect(),
    };
    waterfall::draw(&picture, Lang::En).into_iter().collect()
}

/// The components in the order in which the slow request comes by them, the network last; those that take
/// the most time if there are too many.
fn lanes(time: &TimeSpent) -> Vec<String> {
    let mut weights: Vec<(String, f64)> = Vec::new();
    let examples = [&time.slowest.example, &time.median.example];
    for piece in examples.into_iter().flatten().flat_map(|traced| &traced.pieces) {
        let length = piece.to_ms - piece.from_ms;
        match weights.iter_mut().find(|(name, _)| *name == piece.component) {
            Some((_, weight)) => *weight += length,
            None => weights.push((piece.component.clone(), length)),
        }
    }
    let mut heaviest: Vec<f64> = weights.iter().map(|(_, weight)| *weight).collect();
    heaviest.sort_by(|a, b| b.total_cmp(a));
    let least = heaviest.get(LANES - 1).copied().unwrap_or(0.0);
    weights.retain(|(_, weight)| *weight >= least);
    let (network, others): (Vec<_>, Vec<_>) =
        weights.into_iter().partition(|(name, _)| name == say::NETWORK);
    others.into_iter().chain(network).map(|(name, _)| name).collect()
}

/// One component's pieces of a request; between them it waits for what it has called.
fn lane(name: &str, traced: &TracedRequest) -> Lane {
    let mut spans: Vec<Span> = Vec::new();
    for piece in traced.pieces.iter().filter(|piece| piece.component == name) {
        let spent = match piece.spent.as_str() {
            "service" => Spent::Service,
            "network" => Spent::Network,
            _ => Spent::Waiting,
        };
        if let Some(last) = spans.last().filter(|last| last.to_ms < piece.from_ms)
            && name != say::NETWORK
        {
            let gap = Span { from_ms: last.to_ms, to_ms: piece.from_ms, spent: Spent::Downstream };
            spans.push(gap);
        }
        spans.push(Span { from_ms: piece.from_ms, to_ms: piece.to_ms, spent });
    }
    Lane { name: name.to_owned(), spans }
}

// ---- sections ----

fn section(title: Label, blocks: Vec<Block>) -> Section {
    Section { title: title.text().to_owned(), blocks }
}

fn advice(document: &Explanation) -> Option<Section> {
    let first = document.advice.first()?;
    let says = document.advice.iter().map(|one| say::piece_of_advice(&one.set, &one.says));
    let blocks = vec![
        Block::List(says.collect()),
        Block::Table(effects(document, &document.advice)),
        Block::Sentence(say::to_see_it(&first.command)),
    ];
    Some(section(Label::Advice, blocks))
}

fn no_help(document: &Explanation) -> Option<Section> {
    document.no_help.first()?;
    let says = document.no_help.iter().map(|one| say::piece_of_advice(&one.set, &one.says));
    let table = effects(document, &document.no_help);
    let blocks = vec![Block::List(says.collect()), Block::Table(table)];
    Some(section(Label::NoHelp, blocks))
}

/// The page as it stands, then each change with its differences.
fn effects(document: &Explanation, changes: &[Advice]) -> Table {
    let mut table = Table::titled(&[
        (Label::Change.text(), Left),
        (Label::P99.text(), Right),
        (Label::Errors.text(), Right),
        (Label::Bill.text(), Right),
        (Label::Objectives.text(), Left),
    ]);
    let base = |of: fn(&Effect) -> &BeforeAfter, unit: Unit| {
        changes.first().map_or_else(String::new, |one| figure(of(&one.effect).before, unit))
    };
    let missed: Vec<String> =
        document.slo.iter().filter(|row| !row.met).map(|row| row.objective.clone()).collect();
    let verdict = if missed.is_empty() && document.stable {
        Label::Met.text().to_owned()
    } else {
        say::still_missed(&missed)
    };
    table.row([
        say::AS_IT_STANDS.to_owned(),
        base(|effect| &effect.p99_ms, Unit::Ms),
        base(|effect| &effect.errors, Unit::Percent),
        changes.first().map_or_else(String::new, |one| {
            money(one.effect.cost_per_month_usd.before.unwrap_or(0.0))
        }),
        verdict,
    ]);
    for one in changes {
        let usd = one.effect.cost_per_month_usd.difference.map_or(0.0, |it| it.value);
        table.row([
            one.set.join(" "),
            changed(&one.effect.p99_ms, Unit::Ms),
            changed(&one.effect.errors, Unit::Percent),
            say::bill(usd),
            match (one.meets, one.clear) {
                (true, true) => Label::Met.text().to_owned(),
                (true, false) => Label::MetClosely.text().to_owned(),
                (false, _) => say::still_missed(&one.missed),
            },
        ]);
    }
    table
}

fn figure(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| say::NONE.to_owned(), |value| brief(value, unit))
}

/// The new value, and by how much it differs.
fn changed(of: &BeforeAfter, unit: Unit) -> String {
    let after = figure(of.after, unit);
    let Some(Measured { value, low, high }) = of.difference else { return after };
    let tied = low.zip(high).is_some_and(|(low, high)| low <= 0.0 && 0.0 <= high);
    if tied || value == 0.0 {
        return format!("{after} ({})", say::TIE);
    }
    let (sign, low, high) =
        if value < 0.0 { ("−", high.map(|it| -it), low.map(|it| -it)) } else { ("+", low, high) };
    format!("{after} ({sign}{})", show_between(value.abs(), low, high, unit))
}

/// Each part of the time, in the slices that there are.
fn time(time: &TimeSpent) -> Section {
    let slices: Vec<(Label, &Slice)> = [
        (Label::Slowest, Some(&time.slowest)),
        (Label::Median, Some(&time.median)),
        (Label::Failed, time.failed.as_ref()),
    ]
    .into_iter()
    .filter_map(|(label, slice)| Some((label, slice?)))
    .filter(|(_, slice)| slice.requests > 0)
    .collect();
    let mut columns = vec![(Label::SpentOn.text(), Left)];
    for (label, _) in &slices {
        columns.extend([(label.text(), Right), (Label::Share.text(), Right)]);
    }
    let mut table = Table::titled(&columns);
    let key = |part: &Part| (part.component.clone(), part.spent.clone(), part.on.clone());
    let mut keys: Vec<(String, String, String)> = Vec::new();
    for part in slices.iter().flat_map(|(_, slice)| &slice.parts) {
        if part.share >= SMALL && !keys.contains(&key(part)) {
            keys.push(key(part));
        }
    }
    for wanted in keys {
        let mut row = vec![say::spent_on(&wanted.0, &wanted.1, &wanted.2)];
        for (_, slice) in &slices {
            let found = slice.parts.iter().find(|part| key(part) == wanted);
            row.push(found.map_or_else(|| NOTHING.to_owned(), |it| brief(it.mean_ms, Unit::Ms)));
            row.push(found.map_or_else(String::new, |it| say::percent(it.share)));
        }
        table.row(row);
    }
    let mut all = vec![say::IN_ALL.to_owned()];
    for (_, slice) in &slices {
        all.extend([brief(slice.mean_ms, Unit::Ms), String::new()]);
    }
    table.row(all);
    let (near, slow) = (time.median.requests, time.slowest.requests);
    let mut blocks =
        vec![Block::Sentence(say::followed(time.followed, near, slow)), Block::Table(table)];
    let most = time.slowest.phases.iter().max_by(|a, b| a.1.total_cmp(b.1));
    if let Some((label, &share)) = most.filter(|_| time.slowest.phases.len() > 1) {
        blocks.push(Block::Sentence(say::phase(label, share)));
    }
    section(Label::Time, blocks)
}

fn failures(document: &Explanation) -> Option<Section> {
    document.failures.first()?;
    let mut table = Table::titled(&[
        (Label::Where.text(), Left),
        (Label::Reason.text(), Left),
        (Label::Requests.text(), Right),
        (Label::ShareOfFailures.text(), Right),
        (Label::When.text(), Left),
    ]);
    for found in &document.failures {
        let phase = found.phase.as_ref().map_or_else(String::new, |(label, share)| {
            format!("{label} ({})", say::percent(*share))
        });
        table.row([
            found.component.clone(),
            found.reason.clone(),
            count(found.requests),
            say::percent(found.share),
            phase,
        ]);
    }
    let rate = document.error_rate;
    let rate = brief_between(rate.value, rate.low, rate.high, Unit::Percent);
    let says = document.failures.iter().take(3).map(|found| found.says.clone());
    let blocks = vec![
        Block::Sentence(say::failing(&rate)),
        Block::Table(table.without_empty_columns()),
        Block::List(says.collect()),
    ];
    Some(section(Label::Failures, blocks))
}

fn limit(next: &NextBottleneck) -> Section {
    let ends = |it: &BeforeAfter| (it.before, it.after);
    let usd = next.effect.cost_per_month_usd.difference.map_or(0.0, |it| it.value);
    let priced = ends(&next.effect.cost_per_month_usd) != (Some(0.0), Some(0.0));
    let effect = say::effect(ends(&next.effect.p99_ms), ends(&next.effect.errors), usd, priced);
    let then = next.bottleneck.as_ref().map(|found| {
        let busy = found.peak_utilization.unwrap_or(found.utilization);
        (found.component.as_str(), found.resource.as_str(), busy)
    });
    let now = &next.now;
    let busy = now.peak_utilization.unwrap_or(now.utilization);
    let blocks = vec![
        Block::Sentence(say::now(&now.component, &now.resource, busy)),
        Block::Sentence(say::next(&next.set, then, &effect)),
    ];
    section(Label::Limit, blocks)
}

fn simulated(document: &Explanation) -> Section {
    let made = &document.simulated;
    let says = say::simulated(made.variants, made.requests, made.replications, made.simulated_s);
    section(Label::Simulated, vec![Block::Sentence(says)])
}
