//! How `napkin capacity` looks: its document as a note with charts.

use super::Note;
use super::sections::{Block, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::plot::{self, Axis, Curve, Plot, Rule, Spread, Tone, Written};
use crate::document::capacity::{Probe, Size, Trial};
use crate::document::{Capacity, Measured, Objective};
use crate::message::Lang;
use crate::message::capacity as say;
use crate::message::number::{
    self, NOTHING, Unit, brief, brief_between, count, per_month, show, show_between, show_measured,
    unit_price,
};
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 2] = ["capacity", "size"];

/// Beyond so many times, percents say less than times.
const MANY_TIMES: f64 = 5.0;

/// Below this no resource is near its limit.
const NEAR_LIMIT: f64 = 0.5;

/// The note.
#[must_use]
pub fn note(document: &Capacity) -> Note {
    let mut note = Note::new(&document.head);
    match &document.size {
        Some(size) => answer_size(document, size, &mut note),
        None => answer(document, &mut note),
    }
    if !document.probes.is_empty() {
        note.sections.push(runs(document));
    }
    if let Some(size) = &document.size {
        note.sections.push(trials(size));
    }
    note.sections.push(method(document));
    note
}

fn is_open(document: &Capacity) -> bool {
    document.unit == "1/s"
}

/// So much load with as many digits as its interval supports.
fn load(document: &Capacity, load: Measured) -> String {
    let figure = brief_between(load.value, load.low, load.high, Unit::Plain);
    say::load(&figure, is_open(document))
}

fn exactly(document: &Capacity, value: f64) -> String {
    say::load(&brief(value, Unit::Plain), is_open(document))
}

/// The headline and what else to say at once.
fn answer(document: &Capacity, note: &mut Note) {
    let today = exactly(document, document.today);
    let objective = document.limit.as_ref().map_or("", |limit| limit.objective.as_str());
    note.headline = match (document.verdict.as_str(), document.capacity, document.headroom) {
        ("found", Some(capacity), Some(headroom)) => {
            let times = times(headroom);
            match (capacity.low, capacity.high) {
                (Some(low), Some(high)) if document.is_jump => {
                    let end = |value| end(document, value, high - low);
                    say::carries_between(&end(low), &end(high), &times, &today)
                }
                _ => say::carries(&between(document, capacity), &times, &today),
            }
        }
        ("unlimited", _, _) => {
            let most = document.at_least.map(|most| exactly(document, most));
            say::unlimited(most.as_deref())
        }
        ("never", _, _) => {
            let least = document.search.first().map_or(0.0, |probe| probe.load);
            say::never(objective, &exactly(document, least))
        }
        _ => unknown(document),
    };
    let Some(capacity) = document.capacity else { return };
    if capacity.low.is_none() || capacity.high.is_none() {
        note.answer.push(say::too_few());
    }
    if let Some(headroom) = document.headroom {
        let part = |of: f64| show((of * 100.0).round() / 100.0, Unit::Percent);
        if headroom.value < 1.0 {
            note.answer.push(say::over(&part(1.0 / headroom.value - 1.0)));
        } else if headroom.value < MANY_TIMES {
            note.answer.push(say::headroom(&part(headroom.value - 1.0)));
        }
    }
    limits(document, note);
    if let Some(there) = &document.there
        && let Some(per_million) = there.per_million_requests_usd
        && there.per_month_usd > 0.0
    {
        note.answer.push(say::cost(
            &unit_price(rounded_price(per_million)),
            &per_month(there.per_month_usd),
        ));
    }
    bill(document, note);
    growth(document, note);
}

/// What was known of the capacity when the study was stopped.
fn unknown(document: &Capacity) -> String {
    let mut known: Vec<&Probe> = document.probes.iter().chain(&document.search).collect();
    known.sort_by(|a, b| a.load.total_cmp(&b.load));
    let missed = known.iter().position(|probe| !probe.meets);
    let met = missed.unwrap_or(known.len()).checked_sub(1);
    let load = |at: usize| exactly(document, known[at].load);
    say::unknown(met.map(load).as_deref(), missed.map(load).as_deref())
}

/// Where the bill there is more than its objective allows.
fn bill(document: &Capacity, note: &mut Note) {
    let Some(there) = &document.there else { return };
    let Some(target) = there.cost_objective_usd.filter(|most| there.per_month_usd > *most) else {
        return;
    };
    let until = there.cost_objective_until.map(|load| {
        let digits = number::significant(load, 2);
        say::load(&digits, is_open(document))
    });
    note.answer.push(say::too_dear(&per_month(target), until.as_deref()));
}

/// Three significant digits of a price: its last ones follow the random draws.
fn rounded_price(usd: f64) -> f64 {
    number::significant(usd, 3).replace(',', "").parse().unwrap_or(usd)
}

/// `1.06 times`.
fn times(headroom: Measured) -> String {
    let figure = brief_between(headroom.value, headroom.low, headroom.high, Unit::Plain);
    format!("{figure}×")
}

/// The capacity with its interval.
fn between(document: &Capacity, capacity: Measured) -> String {
    let whole = |end: f64| number::significant(end, 9);
    let figure = match (capacity.low, capacity.high) {
        _ if is_open(document) => {
            show_between(capacity.value, capacity.low, capacity.high, Unit::Plain)
        }
        (Some(low), Some(high)) if low < high => {
            format!("{} ({}–{})", whole(capacity.value), whole(low), whole(high))
        }
        _ => whole(capacity.value),
    };
    say::load(&figure, is_open(document))
}

/// One end of a bracket, with as many digits as its width supports.
fn end(document: &Capacity, value: f64, width: f64) -> String {
    load(
        document,
        Measured { value, low: Some(value - width / 4.0), high: Some(value + width / 4.0) },
    )
}

fn limits(document: &Capacity, note: &mut Note) {
    let Some(limit) = &document.limit else { return };
    let busy = limit.peak_utilization.or(limit.utilization).map(|busy| brief(busy, Unit::Percent));
    let busiest = match (&limit.component, &limit.resource, &busy) {
        (Some(component), Some(resource), Some(busy)) => {
            Some((component.as_str(), resource.as_str(), busy.as_str()))
        }
        _ => None,
    };
    let near = limit.peak_utilization.or(limit.utilization).is_some_and(|busy| busy >= NEAR_LIMIT);
    note.answer.push(say::limit(&limit.objective, busiest, near, limit.phase.as_deref()));
    note.answer.extend(limit.waits_at.as_deref().map(say::waits_at));
}

fn growth(document: &Capacity, note: &mut Note) {
    let Some(growth) = &document.growth else { return };
    let Measured { value, low, high } = growth.months;
    let date = growth.runs_out.as_ref().map(|dates| dates[1].as_str());
    note.answer.push(if value >= 0.0 {
        say::runs_out(&growth.given, &say::months(value, low, high), date)
    } else {
        let past = say::months(-value, high.map(|end| -end), low.map(|end| -end));
        say::ran_out(&growth.given, &past, date)
    });
    match &growth.runs_out {
        None => note.answer.push(say::no_date()),
        Some([low, _, high]) if low != high => note.answer.push(say::date_between(low, high)),
        Some(_) => {}
    }
}

fn answer_size(document: &Capacity, size: &Size, note: &mut Note) {
    let load = exactly(document, size.load);
    let Some(count) = size.count else {
        if document.head.interrupted {
            let mut trials: Vec<&Trial> = size.trials.iter().collect();
            trials.sort_by_key(|trial| trial.count);
            let enough = trials.iter().find(|trial| trial.probe.meets).map(|trial| trial.count);
            let missed = trials.iter().filter(|trial| !trial.probe.meets);
            let missed =
                missed.map(|trial| trial.count).filter(|it| enough.is_none_or(|e| *it < e));
            note.headline = say::size_unknown(&size.field, enough, missed.max(), &load);
            return;
        }
        note.headline = say::no_size(&size.field, size.tried, &load);
        limits(document, note);
        return;
    };
    let trial = |wanted: u32| size.trials.iter().find(|trial| trial.count == wanted);
    let cost = trial(count).and_then(|trial| trial.per_month_usd).filter(|usd| *usd > 0.0);
    let cost = cost.map(per_month);
    note.headline = say::smallest(&size.field, count, &load, cost.as_deref());
    match count.checked_sub(1).and_then(trial) {
        Some(fewer) => note.answer.push(say::one_fewer(fewer.count, &missed(&fewer.probe))),
        None => note.answer.push(say::none_fewer()),
    }
    if !size.clear {
        note.answer.push(say::size_unclear());
    }
    note.answer.push(say::on_page(size.on_page, &size.field));
}

/// What a run missed by the most.
fn missed(probe: &Probe) -> String {
    let over = |objective: &Objective| match objective.actual {
        Some(actual) if objective.objective == "availability" => {
            (1.0 - actual) / (1.0 - objective.target)
        }
        Some(actual) => actual / objective.target,
        None => f64::INFINITY,
    };
    let worst = probe
        .objectives
        .iter()
        .filter(|objective| !objective.met)
        .max_by(|a, b| over(a).total_cmp(&over(b)));
    match worst {
        Some(objective) if objective.actual.is_some() => {
            let unit = Unit::named(&objective.unit);
            let actual = brief_between(
                objective.actual.unwrap_or(f64::NAN),
                objective.low,
                objective.high,
                unit,
            );
            say::misses(&objective.objective, &actual, &show(objective.target, unit))
        }
        _ => say::does_not_settle(),
    }
}

/// The columns of the objectives that any run has.
fn objective_columns(probes: &[&Probe], table: &mut Table) -> Vec<String> {
    let most = probes.iter().max_by_key(|probe| probe.objectives.len());
    let names: Vec<String> = most.map_or(Vec::new(), |probe| {
        probe.objectives.iter().map(|objective| objective.objective.clone()).collect()
    });
    for name in &names {
        table.column(name.clone(), Right);
    }
    names
}

fn objective_cells(probe: &Probe, names: &[String]) -> Vec<String> {
    let cell = |name: &String| {
        let found = probe.objectives.iter().find(|objective| objective.objective == *name);
        let actual = found.and_then(|objective| Some((objective, objective.actual?)));
        actual.map_or(NOTHING.to_owned(), |(objective, actual)| {
            show_measured(actual, objective.low, objective.high, Unit::named(&objective.unit))
        })
    };
    names.iter().map(cell).collect()
}

fn runs(document: &Capacity) -> Section {
    let mut table = Table::titled(&[(say::LOAD, Right), (say::CARRIED, Left)]);
    let probes: Vec<&Probe> = document.probes.iter().collect();
    let names = objective_columns(&probes, &mut table);
    table.column(say::REPLICATIONS.to_owned(), Right);
    table.column(say::EACH.to_owned(), Right);
    for probe in probes {
        let digits = number::significant(probe.load, 5);
        let mut row =
            vec![say::load(&digits, is_open(document)), say::carried(probe.meets).to_owned()];
        row.extend(objective_cells(probe, &names));
        row.extend([
            count(u64::from(probe.replications)),
            number::duration(brief_s(probe.simulated_s)),
        ]);
        table.row(row);
    }
    Section { title: say::RUNS, blocks: vec![Block::Table(table)] }
}

/// Three digits of a length in seconds.
fn brief_s(seconds: f64) -> f64 {
    number::significant(seconds, 3).replace(',', "").parse().unwrap_or(seconds)
}

fn trials(size: &Size) -> Section {
    let mut table = Table::titled(&[(say::COUNT, Right), (say::CARRIED, Left)]);
    let probes: Vec<&Probe> = size.trials.iter().map(|trial| &trial.probe).collect();
    let names = objective_columns(&probes, &mut table);
    for (title, side) in [
        (say::BUSIEST, Left),
        (say::MONTHLY, Right),
        (say::REPLICATIONS, Right),
        (say::EACH, Right),
    ] {
        table.column(title.to_owned(), side);
    }
    for trial in &size.trials {
        table.row(trial_row(trial, &names));
    }
    Section { title: say::COUNTS, blocks: vec![Block::Table(table.without_empty_columns())] }
}

fn trial_row(trial: &Trial, names: &[String]) -> Vec<String> {
    let Trial { count: number, probe, per_month_usd, bottleneck } = trial;
    let mut row = vec![count(u64::from(*number)), say::carried(probe.meets).to_owned()];
    row.extend(objective_cells(probe, names));
    let busiest = bottleneck.as_ref().map(|(component, resource, busy)| {
        format!("{component} {resource} {}", brief(*busy, Unit::Percent))
    });
    row.push(busiest.unwrap_or_default());
    let cost = per_month_usd.filter(|usd| *usd > 0.0).map(|usd| show(usd, Unit::UsdPerMonth));
    row.push(cost.unwrap_or_default());
    row.push(count(u64::from(probe.replications)));
    row.push(number::duration(brief_s(probe.simulated_s)));
    row
}

fn method(document: &Capacity) -> Section {
    let mut blocks = Vec::new();
    let has_own =
        document.probes.iter().chain(&document.search).any(|probe| !probe.objectives.is_empty());
    let names: Vec<String> = document
        .judged_by
        .iter()
        .map(|name| if name == "settles" { say::settles() } else { name.clone() })
        .collect();
    let names = names.join(", ");
    let nothing_known = document.probes.is_empty() && document.search.is_empty();
    let chosen = document.size.is_none() && !has_own && !document.by_utilization && !nothing_known;
    blocks.push(Block::Sentence(if chosen {
        say::judged_by_default(&names)
    } else {
        say::judged_by(&names, document.by_utilization)
    }));
    if document.by_utilization && document.peak_times > 1.0 {
        blocks.push(Block::Sentence(say::events_left_out()));
    }
    let sized = document.size.iter().flat_map(|size| &size.trials).map(|trial| &trial.probe);
    let all = document.probes.iter().chain(&document.search).chain(sized);
    let requests: u64 = all.map(|probe| probe.requests).sum();
    let requests = brief(requests as f64, Unit::Plain);
    blocks.push(Block::Sentence(say::method(is_open(document), &requests)));
    Section { title: say::HOW, blocks }
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Capacity) -> Vec<Chart> {
    document
        .size
        .as_ref()
        .map_or_else(|| curve(document), |size| size_curve(document, size))
        .into_iter()
        .collect()
}

/// The objective that is drawn: the one that limits, or p99-like where that the load settles does.
fn drawn(document: &Capacity) -> Option<String> {
    let limiting = document.limit.as_ref().map(|limit| limit.objective.clone());
    let all = document.probes.first().or(document.search.first())?;
    let known = |name: &String| all.objectives.iter().any(|objective| objective.objective == *name);
    limiting.filter(known).or_else(|| all.objectives.first().map(|first| first.objective.clone()))
}

/// The points of an objective over the runs: `(x, objective)`.
fn points<'a>(
    runs: impl Iterator<Item = (f64, &'a Probe)>,
    name: &str,
) -> Vec<(f64, &'a Objective)> {
    let mut all: Vec<(f64, &Objective)> = runs
        .filter_map(|(x, probe)| {
            let found = probe.objectives.iter().find(|objective| objective.objective == name)?;
            found.actual.map(|_| (x, found))
        })
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all
}

fn curve_of(points: &[(f64, &Objective)], label: &str) -> Curve {
    let value = |objective: &Objective| objective.actual.unwrap_or(f64::NAN);
    // A short run without an interval has none drawn; the band must not jump over it.
    let ends = |objective: &Objective| {
        let value = value(objective);
        (objective.low.unwrap_or(value), objective.high.unwrap_or(value))
    };
    let band = points.iter().map(|(x, objective)| {
        let (low, high) = ends(objective);
        (*x, low, high)
    });
    Curve {
        label: label.to_owned(),
        points: points.iter().map(|(x, objective)| (*x, value(objective))).collect(),
        band: band.collect(),
        ..Curve::default()
    }
}

fn subtitle(document: &Capacity) -> String {
    let runs = document.probes.iter().chain(&document.search).count()
        + document.size.as_ref().map_or(0, |size| size.trials.len());
    say::subtitle(&document.head.scenario, document.head.seed, runs)
}

/// Far beyond the limit a curve says nothing but that it is beyond.
fn axis_of(objective: &Objective) -> Axis {
    let target = objective.target;
    let until = if objective.unit == "ms" { target * 3.0 } else { (target * 5.0).max(0.001) };
    Axis {
        name: objective.objective.clone(),
        unit: Written::In(Unit::named(&objective.unit)),
        spread: Spread::Linear,
        until: (objective.objective != "availability").then_some(until),
    }
}

fn target_of(objective: &Objective) -> Rule {
    let label = show(objective.target, Unit::named(&objective.unit));
    Rule { at: objective.target, horizontal: true, label, tone: Tone::Good }
}

fn curve(document: &Capacity) -> Option<Chart> {
    let capacity = document.capacity?;
    let name = drawn(document)?;
    let runs = document.search.iter().chain(&document.probes).map(|probe| (probe.load, probe));
    let points = points(runs, &name);
    let (_, first) = points.first()?;
    let shown = load(document, capacity);
    let picture = Plot {
        file_stem: "capacity",
        title: say::chart_title(&name, &shown),
        subtitle: subtitle(document),
        alt: say::chart_alt(&name, points.len(), &shown),
        x: Axis {
            name: say::offered(is_open(document)).to_owned(),
            unit: if is_open(document) { Written::In(Unit::PerSecond) } else { Written::Plain },
            spread: Spread::Tight,
            until: None,
        },
        y: axis_of(first),
        curves: vec![curve_of(&points, &name)],
        rules: vec![
            target_of(first),
            Rule {
                at: capacity.value,
                label: say::capacity(&shown),
                tone: Tone::Main,
                ..Rule::default()
            },
            Rule { at: document.today, label: say::today(), tone: Tone::Quiet, ..Rule::default() },
        ],
        dots: Vec::new(),
    };
    plot::draw(&picture, Lang::En)
}

fn size_curve(document: &Capacity, size: &Size) -> Option<Chart> {
    let count = size.count?;
    let name = drawn_of_size(document, size)?;
    let runs = size.trials.iter().map(|trial| (f64::from(trial.count), &trial.probe));
    let points = points(runs, &name);
    let (_, first) = points.first()?;
    let picture = Plot {
        file_stem: "size",
        title: say::size_title(&size.field, count),
        subtitle: subtitle(document),
        alt: say::size_alt(&name, &size.field, count),
        x: Axis {
            name: size.field.clone(),
            unit: Written::Plain,
            spread: Spread::Tight,
            until: None,
        },
        y: axis_of(first),
        curves: vec![curve_of(&points, &name)],
        rules: vec![
            target_of(first),
            Rule {
                at: f64::from(count),
                label: number::count(u64::from(count)),
                ..Rule::default()
            },
        ],
        dots: Vec::new(),
    };
    plot::draw(&picture, Lang::En)
}

/// What one fewer misses, or the first objective.
fn drawn_of_size(document: &Capacity, size: &Size) -> Option<String> {
    let limiting = document.limit.as_ref().map(|limit| limit.objective.clone());
    let trial = size.trials.first()?;
    let known =
        |name: &String| trial.probe.objectives.iter().any(|objective| objective.objective == *name);
    let first = || trial.probe.objectives.first().map(|first| first.objective.clone());
    limiting.filter(known).or_else(first)
}
