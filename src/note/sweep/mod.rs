//! How `napkin sweep` looks: its document as a note with charts.

mod charts;

pub use charts::{CHARTS, charts};

use super::Note;
use super::digits::{Unit, show_brief, show_per_month};
use super::sections::{Block, Section, Side, Table};
use crate::document::{Bottleneck, Knee, LatencyMs, Measured, Method, Point, State, Sweep, Theory};
use crate::figure::NOTHING;
use crate::message::Lang;
use crate::message::sweep::{Bend, Busiest, Column, Text};
use crate::words::Say;
use crate::words::number::{brief, show, show_measured};
use Side::{Left, Right};

/// The note.
#[must_use]
pub fn note(document: &Sweep, lang: Lang) -> Note {
    let mut found = match document.parameters.as_slice() {
        [_, _] => of_two(document, lang),
        _ => of_one(document, lang),
    };
    let headline = if found.is_empty() { String::new() } else { found.remove(0) };
    let table = match document.parameters.as_slice() {
        [_, _] => grid(document, lang),
        _ => table(document, lang),
    };
    let (points, max_requests) = (document.points.len(), document.max_requests);
    let mut plan = vec![Text::Plan { points, max_requests }.say(lang)];
    plan.extend(theory(document, lang));
    if document.parameters.len() == 2 {
        plan.push(Text::Mark.say(lang));
    }
    let section = |title: Text<'_>, blocks| Section { title: title.say(lang), blocks };
    let mut note = Note { headline, answer: found, ..Note::new(&document.head, lang) };
    note.add([
        section(Text::PointByPoint, vec![Block::Table(table)]),
        section(Text::HowItWasSwept, plan.into_iter().map(Block::Sentence).collect()),
    ]);
    note
}

/// The unit of words.
const ORDINAL: &str = "ordinal";

// ---- sentences ----

fn p99(point: &Point) -> Option<f64> {
    point.latency_ms.as_ref().map(|latency| latency.p99.value)
}

/// One parameter: where objectives break, where the knee is, what does not settle.
fn of_one(document: &Sweep, lang: Lang) -> Vec<String> {
    let Some(parameter) = document.parameters.first() else { return Vec::new() };
    let path = parameter.path.as_str();
    let mut all: Vec<String> = document
        .breaks
        .iter()
        .map(|found| {
            let about = found.at.map(|at| (at, parameter.unit.as_str()));
            let (objective, between) = (found.objective.as_str(), &found.between);
            let (met_below, clear) = (found.met_below, found.clear);
            Text::Turns { objective, path, between, about, met_below, clear }.say(lang)
        })
        .collect();
    let knee = document.knee.as_ref().and_then(|knee| knee_sentence(document, knee));
    all.extend(knee.into_iter().chain(unsettled(document, path)).map(|text| text.say(lang)));
    all.extend([false, true].into_iter().filter_map(|met| never_turns(document, met, lang)));
    if let Some(range) = range_of(document) {
        // Without anything else to say, this is the answer.
        let at = if document.breaks.is_empty() && document.knee.is_none() { 0 } else { all.len() };
        all.insert(at, range.say(lang));
    }
    all
}

/// Objectives that are met at every point, or missed at every point.
fn never_turns(document: &Sweep, met: bool, lang: Lang) -> Option<String> {
    let rows = document.points.first()?.slo.iter().map(|row| row.objective.as_str());
    let always = |name: &&str| {
        let is_so =
            |point: &Point| point.slo.iter().any(|own| own.objective == *name && own.met == met);
        document.points.iter().all(is_so)
    };
    let objectives: Vec<&str> = rows.filter(always).collect();
    (!objectives.is_empty()).then(|| Text::NeverTurns { objectives: &objectives, met }.say(lang))
}

fn knee_sentence<'d>(document: &'d Sweep, knee: &'d Knee) -> Option<Text<'d>> {
    let parameter = document.parameters.first()?;
    let at = document.points.iter().position(|point| point.at.join(", ") == knee.at)?;
    let beside = |at: Option<usize>| at.and_then(|at| document.points.get(at));
    let (below, above) = (beside(at.checked_sub(1))?, beside(Some(at + 1))?);
    let point = &document.points[at];
    let known: Vec<f64> = document.points.iter().filter_map(p99).collect();
    let climbs = known.last() > known.first();
    let bend = match (knee.method, climbs) {
        (Method::Power, _) => Bend::Load,
        (Method::Kneedle, true) => Bend::Climbs,
        (Method::Kneedle, false) => Bend::Falls,
    };
    Some(Text::Knee {
        path: &parameter.path,
        at: &knee.at,
        between: [&below.at[0], &above.at[0]],
        bend,
        p99_ms: p99(point),
        busiest: point.bottleneck.as_ref().map(busiest_of),
    })
}

/// The busiest resource; where something happens, at its busiest.
fn busiest_of(found: &Bottleneck) -> Busiest<'_> {
    Busiest {
        component: &found.component,
        resource: &found.resource,
        utilization: found.peak_utilization.unwrap_or(found.utilization),
        is_peak: found.peak_utilization.is_some(),
    }
}

/// From where to where p99 goes; of words, which is best.
fn range_of(document: &Sweep) -> Option<Text<'_>> {
    let parameter = document.parameters.first()?;
    let path = parameter.path.as_str();
    let settled: Vec<(&str, f64)> = document
        .points
        .iter()
        .filter_map(|point| Some((point.at.first()?.as_str(), p99(point)?)))
        .collect();
    if parameter.unit == ORDINAL {
        let best = *settled.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let worst = *settled.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        return Some(Text::BestOfWords { path, best, worst });
    }
    Some(Text::RangeOf { path, from: *settled.first()?, to: *settled.last()? })
}

/// The points that do not settle, if there are any.
fn unsettled<'d>(document: &'d Sweep, path: &'d str) -> Option<Text<'d>> {
    let mut all = document.points.iter().filter(|point| point.state != State::Settles);
    let from = &all.next()?.at[0];
    let to = all.next_back().map(|point| point.at[0].as_str());
    Some(Text::DoesNotSettle { path, from, to })
}

fn paths(document: &Sweep) -> [&str; 2] {
    let path = |at: usize| document.parameters.get(at).map_or("", |found| found.path.as_str());
    [path(0), path(1)]
}

/// Two parameters: how many combinations are good, and which is the cheapest of them.
fn of_two(document: &Sweep, lang: Lang) -> Vec<String> {
    let (paths, of) = (paths(document), document.points.len());
    if document.points.iter().all(|point| point.met.is_none()) {
        let settled = document.points.iter().filter(|point| point.state == State::Settles).count();
        return vec![Text::OfTwoSettled { paths, settled, of }.say(lang)];
    }
    let met = || document.points.iter().filter(|point| point.met == Some(true));
    let mut all = vec![Text::OfTwo { paths, met: met().count(), of }.say(lang)];
    let priced = met().filter_map(|point| Some((point, point.cost_per_month_usd?, p99(point)?)));
    let better = |a: &(&Point, f64, f64), b: &(&Point, f64, f64)| {
        a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2))
    };
    let priced: Vec<(&Point, f64, f64)> = priced.collect();
    // Where all cost the same, none is the cheapest.
    let differ = priced.iter().any(|one| (one.1 - priced[0].1).abs() >= 0.01);
    all.extend(
        priced
            .into_iter()
            .min_by(better)
            .filter(|_| differ)
            .map(|(point, usd, p99_ms)| Text::Cheapest { paths, at: &point.at, usd, p99_ms })
            .map(|text| text.say(lang)),
    );
    all
}

/// How theory compares with the means, if it says anything.
fn theory(document: &Sweep, lang: Lang) -> Option<String> {
    let pairs: Vec<(&Theory, Measured)> = document
        .points
        .iter()
        .filter_map(|point| Some((point.theory.as_ref()?, point.latency_ms.as_ref()?.mean)))
        .collect();
    let ((first, _), (last, _)) = (pairs.first()?, pairs.last()?);
    let exact = pairs.iter().all(|(theory, _)| theory.exact);
    let agrees = |(theory, mean): &&(&Theory, Measured)| {
        let ends = mean.low.zip(mean.high);
        ends.is_some_and(|(low, high)| low <= theory.mean_ms && theory.mean_ms <= high)
    };
    let (inside, of) = (pairs.iter().filter(agrees).count(), pairs.len());
    Some(Text::Theory { first: &first.model, last: &last.model, exact, inside, of }.say(lang))
}

// ---- tables ----

fn table(document: &Sweep, lang: Lang) -> Table {
    let head = |column: Column, side| (column.say(lang), side);
    let mut columns = vec![(paths(document)[0].to_owned(), Right)];
    columns.extend([
        head(Column::Completed, Right),
        head(Column::P50, Right),
        head(Column::P99, Right),
        head(Column::Errors, Right),
        head(Column::Busiest, Right),
        head(Column::Cost, Right),
        head(Column::Slo, Left),
    ]);
    let theories = || document.points.iter().filter_map(|point| point.theory.as_ref());
    let exact = theories().all(|theory| theory.exact);
    let has_theory = theories().next().is_some();
    if has_theory {
        columns.extend([
            head(Column::Mean, Right),
            head(Column::MeanTheory { exact }, Right),
            head(Column::P99Theory { exact }, Right),
        ]);
    }
    let mut table = Table::titled(&columns);
    for point in &document.points {
        let mut cells = cells(point, lang);
        if has_theory {
            let theory = point.theory.as_ref();
            let ms =
                |value: Option<f64>| value.map_or(String::new(), |ms| show(ms, Unit::Ms, lang));
            cells.push(latency(point, |latency| latency.mean, lang));
            cells.push(ms(theory.map(|theory| theory.mean_ms)));
            cells.push(ms(theory.and_then(|theory| theory.p99_ms)));
        }
        table.row(cells);
    }
    table.without_empty_columns()
}

fn latency(point: &Point, pick: fn(&LatencyMs) -> Measured, lang: Lang) -> String {
    let own = point.latency_ms.as_ref();
    own.map_or(NOTHING.to_owned(), |own| {
        let found = pick(own);
        show_measured(found.value, found.low, found.high, Unit::Ms, lang)
    })
}

/// What stands in place of latencies.
const fn no_latency(point: &Point) -> Text<'static> {
    match point.state {
        State::GaveUp => Text::GivenUp,
        State::Unstable => Text::Unsettled,
        _ => Text::NothingCompleted,
    }
}

fn cells(point: &Point, lang: Lang) -> Vec<String> {
    let measured = |value: Option<Measured>, unit| {
        value.map_or(NOTHING.to_owned(), |value| show_brief(value, unit, lang))
    };
    let busiest =
        point.bottleneck.as_ref().map(|found| Text::BusiestOf(busiest_of(found)).say(lang));
    vec![
        point.at.first().cloned().unwrap_or_default(),
        measured(point.completed_per_s, Unit::PerSecond),
        latency(point, |latency| latency.p50, lang),
        match point.latency_ms {
            Some(_) => latency(point, |latency| latency.p99, lang),
            None => no_latency(point).say(lang),
        },
        measured(point.error_rate, Unit::Percent),
        busiest.unwrap_or(NOTHING.to_owned()),
        point.cost_per_month_usd.map_or(NOTHING.to_owned(), |usd| show_per_month(usd, lang)),
        Text::Met(point.met).say(lang),
    ]
}

/// p99 by both parameters, the first across.
fn grid(document: &Sweep, lang: Lang) -> Table {
    let [first, second] = document.parameters.as_slice() else { return Table::default() };
    let corner = format!("{} \\ {}", second.path, first.path);
    let mut columns = vec![(corner.as_str(), Right)];
    columns.extend(first.written.iter().map(|written| (written.as_str(), Right)));
    let mut table = Table::titled(&columns);
    for row in &second.written {
        let mut cells = vec![row.clone()];
        for column in &first.written {
            let point =
                document.points.iter().find(|point| point.at == [column.clone(), row.clone()]);
            cells.push(point.map_or(NOTHING.to_owned(), |point| {
                let misses = point.met == Some(false);
                match p99(point) {
                    Some(p99_ms) if misses => Text::Misses { p99_ms }.say(lang),
                    Some(p99_ms) => brief(p99_ms, Unit::Ms, lang),
                    None if misses => format!("{} !", no_latency(point).say(lang)),
                    None => no_latency(point).say(lang),
                }
            }));
        }
        table.row(cells);
    }
    table
}
