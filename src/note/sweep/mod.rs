//! How `napkin sweep` looks: its document as a note with charts.

mod charts;

pub use charts::{CHARTS, charts};

use super::Note;
use super::digits::{Unit, show_brief, show_per_month};
use super::sections::{Block, Section, Side, Table};
use crate::document::{Bottleneck, Knee, LatencyMs, Measured, Point, State, Sweep, Theory};
use crate::message::Lang;
use crate::message::compare::Text;
use crate::message::number::{NOTHING, show, show_measured};
use crate::message::sweep::{self as say, Bend};
use crate::words::Say;
use Side::{Left, Right};

/// The note.
#[must_use]
pub fn note(document: &Sweep) -> Note {
    let [points, how] = say::headings();
    let mut found = match document.parameters.as_slice() {
        [_, _] => of_two(document),
        _ => of_one(document),
    };
    let headline = if found.is_empty() { String::new() } else { found.remove(0) };
    let table = match document.parameters.as_slice() {
        [_, _] => grid(document),
        _ => table(document),
    };
    let mut plan = vec![say::plan(document.points.len(), document.max_requests)];
    plan.extend(theory(document));
    if document.parameters.len() == 2 {
        plan.push(say::mark());
    }
    Note {
        headline,
        answer: found,
        sections: vec![
            Section { title: points.to_owned(), blocks: vec![Block::Table(table)] },
            Section {
                title: how.to_owned(),
                blocks: plan.into_iter().map(Block::Sentence).collect(),
            },
        ],
        ..Note::new(&document.head)
    }
}

/// The unit of words.
const ORDINAL: &str = "ordinal";

// ---- sentences ----

fn p99(point: &Point) -> Option<f64> {
    point.latency_ms.as_ref().map(|latency| latency.p99.value)
}

/// One parameter: where objectives break, where the knee is, what does not settle.
fn of_one(document: &Sweep) -> Vec<String> {
    let Some(parameter) = document.parameters.first() else { return Vec::new() };
    let path = parameter.path.as_str();
    let mut all: Vec<String> = document
        .breaks
        .iter()
        .map(|found| {
            let about = found.at.map(|at| say::value(at, &parameter.unit));
            let about = about.as_deref();
            let name = Text::Metric(&found.objective).say(Lang::En);
            say::turns(&name, path, &found.between, about, found.met_below, found.clear)
        })
        .collect();
    all.extend(document.knee.as_ref().and_then(|knee| knee_sentence(document, knee)));
    all.extend(unsettled(document, path));
    let never = |met: bool| -> Option<String> {
        let rows = document.points.first()?.slo.iter();
        let names: Vec<String> = rows
            .filter(|row| {
                document.points.iter().all(|point| {
                    point.slo.iter().any(|own| own.objective == row.objective && own.met == met)
                })
            })
            .map(|row| Text::Metric(&row.objective).say(Lang::En))
            .collect();
        (!names.is_empty()).then(|| say::never_turns(&names, met))
    };
    all.extend([false, true].into_iter().filter_map(never));
    if let Some(range) = range_of(document) {
        // Without anything else to say, this is the answer.
        let at = if document.breaks.is_empty() && document.knee.is_none() { 0 } else { all.len() };
        all.insert(at, range);
    }
    all
}

fn knee_sentence(document: &Sweep, knee: &Knee) -> Option<String> {
    let parameter = document.parameters.first()?;
    let at = document.points.iter().position(|point| point.at.join(", ") == knee.at)?;
    let beside = |at: Option<usize>| at.and_then(|at| document.points.get(at));
    let (below, above) = (beside(at.checked_sub(1))?, beside(Some(at + 1))?);
    let point = &document.points[at];
    let known: Vec<f64> = document.points.iter().filter_map(p99).collect();
    let climbs = known.last() > known.first();
    let bend = match (knee.method.as_str(), climbs) {
        ("power", _) => Bend::Load,
        (_, true) => Bend::Climbs,
        (_, false) => Bend::Falls,
    };
    let there = say::at_knee(p99(point), point.bottleneck.as_ref().map(busiest_of).as_deref());
    Some(say::knee(&parameter.path, &knee.at, [&below.at[0], &above.at[0]], bend, &there))
}

/// The busiest resource; where something happens, at its busiest.
fn busiest_of(found: &Bottleneck) -> String {
    match found.peak_utilization {
        Some(peak) => say::peak(&found.component, &found.resource, peak),
        None => Text::BusiestCell {
            component: &found.component,
            resource: &found.resource,
            utilization: found.utilization,
        }
        .say(Lang::En),
    }
}

/// From where to where p99 goes; of words, which is best.
fn range_of(document: &Sweep) -> Option<String> {
    let parameter = document.parameters.first()?;
    let settled: Vec<(&str, f64)> = document
        .points
        .iter()
        .filter_map(|point| Some((point.at.first()?.as_str(), p99(point)?)))
        .collect();
    if parameter.unit == ORDINAL {
        let least = settled.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let most = settled.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        return Some(say::best_of_words(&parameter.path, *least, *most));
    }
    Some(say::range_of(&parameter.path, *settled.first()?, *settled.last()?))
}

/// The points that do not settle, if there are any.
fn unsettled(document: &Sweep, path: &str) -> Option<String> {
    let mut all = document.points.iter().filter(|point| point.state != State::Settles);
    let first = all.next()?;
    let last = all.next_back().map(|point| point.at[0].as_str());
    Some(say::unstable(path, &first.at[0], last))
}

fn paths(document: &Sweep) -> [&str; 2] {
    let path = |at: usize| document.parameters.get(at).map_or("", |found| found.path.as_str());
    [path(0), path(1)]
}

/// Two parameters: how many combinations are good, and which is the cheapest of them.
fn of_two(document: &Sweep) -> Vec<String> {
    let of = document.points.len();
    if document.points.iter().all(|point| point.met.is_none()) {
        let settled = document.points.iter().filter(|point| point.state == State::Settles).count();
        return vec![say::of_two_settled(paths(document), settled, of)];
    }
    let met = || document.points.iter().filter(|point| point.met == Some(true));
    let mut all = vec![say::of_two(paths(document), met().count(), of)];
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
            .map(|(point, usd, ms)| say::cheapest(paths(document), &point.at, usd, ms)),
    );
    all
}

/// How theory compares with the means, if it says anything.
fn theory(document: &Sweep) -> Option<String> {
    let pairs: Vec<(&Theory, Measured)> = document
        .points
        .iter()
        .filter_map(|point| Some((point.theory.as_ref()?, point.latency_ms.as_ref()?.mean)))
        .collect();
    let (first, _) = pairs.first()?;
    let exact = pairs.iter().all(|(theory, _)| theory.exact);
    let inside = |(theory, mean): &&(&Theory, Measured)| {
        let ends = mean.low.zip(mean.high);
        ends.is_some_and(|(low, high)| low <= theory.mean_ms && theory.mean_ms <= high)
    };
    let count = pairs.iter().filter(inside).count();
    let last = pairs.last().map_or("", |(theory, _)| theory.model.as_str());
    Some(say::theory(&say::models(&first.model, last), exact, count, pairs.len()))
}

// ---- tables ----

fn table(document: &Sweep) -> Table {
    let path = paths(document)[0];
    let [rest @ .., slo] = say::columns();
    let mut columns = vec![(path, Right)];
    columns.extend(rest.map(|title| (title, Right)));
    columns.push((slo, Left));
    let theories = || document.points.iter().filter_map(|point| point.theory.as_ref());
    let exact = theories().all(|theory| theory.exact);
    let has_theory = theories().next().is_some();
    if has_theory {
        columns.extend(say::theory_columns(exact).map(|title| (title, Right)));
    }
    let mut table = Table::titled(&columns);
    for point in &document.points {
        let mut cells = cells(point);
        if has_theory {
            let theory = point.theory.as_ref();
            let ms = |value: Option<f64>| value.map_or(String::new(), |ms| show(ms, Unit::Ms));
            cells.push(latency(point, |latency| latency.mean));
            cells.push(ms(theory.map(|theory| theory.mean_ms)));
            cells.push(ms(theory.and_then(|theory| theory.p99_ms)));
        }
        table.row(cells);
    }
    table.without_empty_columns()
}

fn latency(point: &Point, pick: fn(&LatencyMs) -> Measured) -> String {
    let own = point.latency_ms.as_ref();
    own.map_or(NOTHING.to_owned(), |own| {
        let found = pick(own);
        show_measured(found.value, found.low, found.high, Unit::Ms)
    })
}

fn cells(point: &Point) -> Vec<String> {
    let measured = |value: Option<Measured>, unit| {
        value.map_or(NOTHING.to_owned(), |value| show_brief(value, unit))
    };
    let none = || say::no_latency(point.state == State::GaveUp, point.state == State::Unstable);
    let has_latency = point.latency_ms.is_some();
    vec![
        point.at.first().cloned().unwrap_or_default(),
        measured(point.completed_per_s, Unit::PerSecond),
        latency(point, |latency| latency.p50),
        if has_latency { latency(point, |latency| latency.p99) } else { none() },
        measured(point.error_rate, Unit::Percent),
        point.bottleneck.as_ref().map_or(NOTHING.to_owned(), busiest_of),
        point.cost_per_month_usd.map_or(NOTHING.to_owned(), show_per_month),
        say::met(point.met),
    ]
}

/// p99 by both parameters, the first across.
fn grid(document: &Sweep) -> Table {
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
                let unstable = point.state == State::Unstable;
                let none = || say::no_latency(point.state == State::GaveUp, unstable);
                let ms =
                    p99(point).map_or_else(none, |ms| crate::message::number::brief(ms, Unit::Ms));
                if point.met == Some(false) { format!("{ms} !") } else { ms }
            }));
        }
        table.row(cells);
    }
    table
}
