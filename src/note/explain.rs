//! How `napkin explain` looks: its document as a note with charts.

use super::Note;
use super::sections::{Block, Mark, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::waterfall::{self, Lane, Panel, Span, Waterfall};
use crate::document::{
    Advice, BeforeAfter, Bottleneck, Effect, Explanation, NextBottleneck, PhaseShare, PieceOfTime,
    Simulated, Slice, TimeSpent, Told, TracedRequest,
};
use crate::figure::{NOTHING, Unit};
use crate::message::explain::{Answer, Place, Spent, SpentOn, Text};
use crate::message::{Lang, report};
use crate::words::Say;
use crate::words::number::{brief, count, money};
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 1] = ["waterfall"];

/// Parts of the time below this share of both slices are not worth a line.
const SMALL: f64 = 0.005;
/// More lanes than this are not read.
const LANES: usize = 9;

/// The note.
#[must_use]
pub fn note(document: &Explanation, lang: Lang) -> Note {
    let mut note = Note::new(&document.head, lang);
    let mut answer = document.answer.iter().map(|sentence| sentence.say(lang));
    note.headline = answer.next().unwrap_or_default();
    note.answer = answer.collect();
    note.standing = document.answer.first().and_then(|Told(first)| standing(first));
    let sections = [
        advice(document, lang),
        no_help(document, lang),
        document.time.as_ref().map(|spent| time(spent, lang)),
        failures(document, lang),
        document.next.as_ref().map(|next| limit(next, lang)),
        Some(simulated(document, lang)),
    ];
    note.add(sections.into_iter().flatten());
    note
}

/// How it stands, by what the answer says first.
const fn standing(first: &Answer) -> Option<Mark> {
    match first {
        Answer::Cut(_) | Answer::TooShort { .. } => Some(Mark::Open),
        Answer::Met { .. } => Some(Mark::Met),
        Answer::DoesNotSettle { .. } | Answer::Missed { .. } => Some(Mark::Missed),
        _ => None,
    }
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Explanation, lang: Lang) -> Vec<Chart> {
    let Some(time) = &document.time else { return Vec::new() };
    let (Some(part), Some(slow)) = (time.slowest.parts.first(), &time.slowest.example) else {
        return Vec::new();
    };
    let order = lanes(time);
    let median = time.median.example.as_ref();
    let panel = |is_slow: bool, traced: &TracedRequest| Panel {
        label: Text::Panel { is_slow, request: &traced.request, latency_ms: traced.latency_ms }
            .say(lang),
        lanes: order.iter().map(|place| lane(place, traced, lang)).collect(),
    };
    let (scenario, seed) = (document.head.scenario.as_str(), document.head.seed);
    let (median_ms, slow_ms) = (median.map(|traced| traced.latency_ms), slow.latency_ms);
    let picture = Waterfall {
        file_stem: CHARTS[0],
        title: Text::WaterfallTitle { on: &part.what, share: part.share }.say(lang),
        subtitle: Text::WaterfallSubtitle { scenario, seed }.say(lang),
        alt: Text::WaterfallAlt { median_ms, slow_ms }.say(lang),
        panels: median
            .map(|traced| panel(false, traced))
            .into_iter()
            .chain([panel(true, slow)])
            .collect(),
    };
    waterfall::draw(&picture, lang).into_iter().collect()
}

/// The components in the order in which the slow request comes by them, the network last; those that take
/// the most time if there are too many.
fn lanes(time: &TimeSpent) -> Vec<Place> {
    let mut weights: Vec<(Place, f64)> = Vec::new();
    let examples = [&time.slowest.example, &time.median.example];
    for piece in examples.into_iter().flatten().flat_map(|traced| &traced.pieces) {
        let (place, length) = (&piece.what.component, piece.to_ms - piece.from_ms);
        match weights.iter_mut().find(|(known, _)| known == place) {
            Some((_, weight)) => *weight += length,
            None => weights.push((place.clone(), length)),
        }
    }
    let mut heaviest: Vec<f64> = weights.iter().map(|(_, weight)| *weight).collect();
    heaviest.sort_by(|a, b| b.total_cmp(a));
    let least = heaviest.get(LANES - 1).copied().unwrap_or(0.0);
    weights.retain(|(_, weight)| *weight >= least);
    let (network, others): (Vec<_>, Vec<_>) =
        weights.into_iter().partition(|(place, _)| *place == Place::Network);
    others.into_iter().chain(network).map(|(place, _)| place).collect()
}

/// One component's pieces of a request; between them it waits for what it has called.
fn lane(place: &Place, traced: &TracedRequest, lang: Lang) -> Lane {
    let mut spans: Vec<Span> = Vec::new();
    for piece in traced.pieces.iter().filter(|piece| piece.what.component == *place) {
        let PieceOfTime { what, from_ms, to_ms } = piece;
        if let Some(last) = spans.last().filter(|last| last.to_ms < *from_ms)
            && *place != Place::Network
        {
            let spent = waterfall::Spent::Downstream;
            spans.push(Span { from_ms: last.to_ms, to_ms: *from_ms, spent });
        }
        let spent = match what.spent {
            Spent::Service => waterfall::Spent::Service,
            Spent::Network => waterfall::Spent::Network,
            Spent::Waiting => waterfall::Spent::Waiting,
        };
        spans.push(Span { from_ms: *from_ms, to_ms: *to_ms, spent });
    }
    Lane { name: place.say(lang), spans }
}

// ---- sections ----

fn section(title: &Text<'_>, blocks: Vec<Block>, lang: Lang) -> Section {
    Section { title: title.say(lang), blocks }
}

fn table_of(columns: &[(Text<'_>, Side)], lang: Lang) -> Table {
    let mut table = Table::default();
    for (title, side) in columns {
        table.column(title.say(lang), *side);
    }
    table
}

fn pieces_of_advice(all: &[Advice], lang: Lang) -> Block {
    let says = all.iter().map(|one| Text::PieceOfAdvice { set: &one.set, says: &one.says });
    Block::List(says.map(|text| text.say(lang)).collect())
}

fn advice(document: &Explanation, lang: Lang) -> Option<Section> {
    let first = document.advice.first()?;
    let blocks = vec![
        pieces_of_advice(&document.advice, lang),
        Block::Table(effects(document, &document.advice, lang)),
        Block::Sentence(Text::ToSeeIt { command: &first.command }.say(lang)),
    ];
    Some(section(&Text::Advice, blocks, lang))
}

fn no_help(document: &Explanation, lang: Lang) -> Option<Section> {
    document.no_help.first()?;
    let table = effects(document, &document.no_help, lang);
    let blocks = vec![pieces_of_advice(&document.no_help, lang), Block::Table(table)];
    Some(section(&Text::NoHelp, blocks, lang))
}

/// The page as it stands, then each change with its differences.
fn effects(document: &Explanation, changes: &[Advice], lang: Lang) -> Table {
    let columns = [
        (Text::Set, Left),
        (Text::P99, Right),
        (Text::Errors, Right),
        (Text::Bill, Right),
        (Text::Misses, Left),
    ];
    let mut table = table_of(&columns, lang);
    let base = |of: fn(&Effect) -> &BeforeAfter, unit: Unit| {
        changes.first().map_or_else(String::new, |one| {
            Text::Value { value: of(&one.effect).before, unit }.say(lang)
        })
    };
    let missed: Vec<String> =
        document.slo.iter().filter(|row| !row.met).map(|row| row.objective.clone()).collect();
    let is_met = missed.is_empty() && document.stable;
    table.row([
        Text::AsItStands.say(lang),
        base(|effect| &effect.p99_ms, Unit::Ms),
        base(|effect| &effect.errors, Unit::Percent),
        changes.first().map_or_else(String::new, |one| {
            money(one.effect.cost_per_month_usd.before.unwrap_or(0.0), lang)
        }),
        if is_met { Text::Met } else { Text::StillMissed(&missed) }.say(lang),
    ]);
    for one in changes {
        let usd = one.effect.cost_per_month_usd.difference.map_or(0.0, |it| it.value);
        let misses = match (one.meets, one.clear) {
            (true, true) => Text::Met,
            (true, false) => Text::MetClosely,
            (false, _) => Text::StillMissed(&one.missed),
        };
        table.row([
            one.set.join(" "),
            changed(&one.effect.p99_ms, Unit::Ms).say(lang),
            changed(&one.effect.errors, Unit::Percent).say(lang),
            Text::BillChanged { usd }.say(lang),
            misses.say(lang),
        ]);
    }
    table
}

const fn changed(of: &BeforeAfter, unit: Unit) -> Text<'_> {
    Text::Changed { after: of.after, by: of.difference, unit }
}

/// Each part of the time, in the slices that there are.
fn time(time: &TimeSpent, lang: Lang) -> Section {
    let slices: Vec<(Text<'_>, &Slice)> = [
        (Text::Slowest, Some(&time.slowest)),
        (Text::Median, Some(&time.median)),
        (Text::Failed, time.failed.as_ref()),
    ]
    .into_iter()
    .filter_map(|(title, slice)| Some((title, slice?)))
    .filter(|(_, slice)| slice.requests > 0)
    .collect();
    let mut columns = vec![(Text::Spent, Left)];
    for (title, _) in &slices {
        columns.extend([(*title, Right), (Text::ShareColumn, Right)]);
    }
    let mut table = table_of(&columns, lang);
    let mut known: Vec<&SpentOn> = Vec::new();
    for part in slices.iter().flat_map(|(_, slice)| &slice.parts) {
        if part.share >= SMALL && !known.contains(&&part.what) {
            known.push(&part.what);
        }
    }
    for what in known {
        let mut row = vec![what.say(lang)];
        for (_, slice) in &slices {
            let found = slice.parts.iter().find(|part| part.what == *what);
            row.push(
                found.map_or_else(|| NOTHING.to_owned(), |it| brief(it.mean_ms, Unit::Ms, lang)),
            );
            row.push(found.map_or_else(String::new, |it| Text::Share(it.share).say(lang)));
        }
        table.row(row);
    }
    let mut all = vec![Text::InAll.say(lang)];
    for (_, slice) in &slices {
        all.extend([brief(slice.mean_ms, Unit::Ms, lang), String::new()]);
    }
    table.row(all);
    let (median, slowest) = (time.median.requests, time.slowest.requests);
    let followed = Text::Followed { followed: time.followed, median, slowest };
    let mut blocks = vec![Block::Sentence(followed.say(lang)), Block::Table(table)];
    let most = time.slowest.phases.iter().max_by(|a, b| a.share.total_cmp(&b.share));
    if let Some(PhaseShare { phase, share }) = most.filter(|_| time.slowest.phases.len() > 1) {
        blocks.push(Block::Sentence(Text::SlowestArrivedIn { phase, share: *share }.say(lang)));
    }
    section(&Text::Time, blocks, lang)
}

fn failures(document: &Explanation, lang: Lang) -> Option<Section> {
    document.failures.first()?;
    let columns = [
        (Text::Where, Left),
        (Text::Reason, Left),
        (Text::Requests, Right),
        (Text::ShareOfFailures, Right),
        (Text::When, Left),
    ];
    let mut table = table_of(&columns, lang);
    for found in &document.failures {
        let phase = found.phase.as_ref().map_or_else(String::new, |(phase, share)| {
            Text::MostlyIn { phase, share: *share }.say(lang)
        });
        table.row([
            found.component.say(lang),
            report::Text::Reason(&found.reason).say(lang),
            count(found.requests, lang),
            Text::Share(found.share).say(lang),
            phase,
        ]);
    }
    let says = document.failures.iter().take(3).map(|found| found.say(lang));
    let blocks = vec![
        Block::Sentence(Text::ManyFail { rate: document.error_rate }.say(lang)),
        Block::Table(table.without_empty_columns()),
        Block::List(says.collect()),
    ];
    Some(section(&Text::Failures, blocks, lang))
}

fn limit(next: &NextBottleneck, lang: Lang) -> Section {
    let busy = |it: &Bottleneck| it.peak_utilization.unwrap_or(it.utilization);
    let then = next
        .bottleneck
        .as_ref()
        .map(|found| (found.component.as_str(), found.resource.as_str(), busy(found)));
    let Bottleneck { component, resource, .. } = &next.now;
    let texts = [
        Text::Now { component, resource, utilization: busy(&next.now) },
        Text::Next { set: &next.set, then, moves: next.effect.moves() },
    ];
    let blocks = texts.iter().map(|text| Block::Sentence(text.say(lang))).collect();
    section(&Text::Limit, blocks, lang)
}

fn simulated(document: &Explanation, lang: Lang) -> Section {
    let Simulated { variants, requests, replications, simulated_s: seconds } = document.simulated;
    let says = Text::HowSimulated { variants, requests, replications, seconds };
    section(&Text::Simulated, vec![Block::Sentence(says.say(lang))], lang)
}
