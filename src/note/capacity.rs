//! How `napkin capacity` looks: its document as a note with charts.

use super::Note;
use super::sections::{Block, Mark, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::plot::{self, Axis, Curve, Plot, Rule, Spread, Tone, Written};
use crate::document::capacity::{Limit, Probe, Size, Trial, Verdict};
use crate::document::{Capacity, Measured, Objective};
use crate::figure::{NOTHING, Unit};
use crate::message::capacity::{Busiest, Criterion, LoadUnit, Missed, Text};
use crate::message::{Lang, compare};
use crate::words::Say;
use crate::words::number::{self, count, show, show_measured};
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 2] = ["capacity", "size"];

/// Beyond so many times, percents say less than times.
const MANY_TIMES: f64 = 5.0;

/// Below this no resource is near its limit.
const NEAR_LIMIT: f64 = 0.5;

/// The note.
#[must_use]
pub fn note(document: &Capacity, lang: Lang) -> Note {
    let mut note = Note::new(&document.head, lang);
    let mut texts = match &document.size {
        Some(size) => answer_size(document, size),
        None => answer(document),
    }
    .into_iter()
    .map(|text| text.say(lang));
    note.headline = texts.next().unwrap_or_default();
    note.answer = texts.collect();
    note.standing = standing(document);
    if !document.probes.is_empty() {
        note.add([runs(document, lang)]);
    }
    if let Some(size) = document.size.as_ref().filter(|size| !size.trials.is_empty()) {
        note.add([trials(size, lang)]);
    }
    note.add([method(document, lang)]);
    note
}

/// Whether it carries today's load.
fn standing(document: &Capacity) -> Option<Mark> {
    match (document.verdict, document.headroom) {
        (Verdict::Unlimited, _) => Some(Mark::Met),
        (Verdict::Never, _) => Some(Mark::Missed),
        (Verdict::Found, Some(headroom)) => {
            let (low, high) = (headroom.low, headroom.high);
            Some(match headroom.value >= 1.0 {
                true if low.is_none_or(|low| low >= 1.0) => Mark::Met,
                false if high.is_none_or(|high| high < 1.0) => Mark::Missed,
                _ => Mark::Open,
            })
        }
        (Verdict::Found | Verdict::Unknown | Verdict::NotSought, _) => None,
    }
}

/// The headline and what else to say at once.
fn answer(document: &Capacity) -> Vec<Text<'_>> {
    let Capacity { today, unit, .. } = *document;
    let headline = match (document.verdict, document.capacity, document.headroom) {
        (Verdict::Found, Some(capacity), Some(headroom)) => match (capacity.low, capacity.high) {
            (Some(low), Some(high)) if document.is_jump => {
                Text::CarriesBetween { low, high, headroom, today, unit }
            }
            _ => Text::Carries { capacity, headroom, today, unit },
        },
        (Verdict::Unlimited, ..) => Text::Unlimited { at_least: document.at_least, unit },
        (Verdict::Never, ..) => {
            let load = document.search.first().map_or(0.0, |probe| probe.load);
            let limit = document.limit.as_ref();
            let criterion = limit.map_or(&Criterion::Settles, |limit| &limit.objective);
            Text::Never { criterion, load, unit }
        }
        (Verdict::Found | Verdict::Unknown | Verdict::NotSought, ..) => unknown(document),
    };
    let mut texts = vec![headline];
    let Some(capacity) = document.capacity else { return texts };
    if capacity.low.is_none() || capacity.high.is_none() {
        texts.push(Text::TooFew);
    }
    if let Some(headroom) = document.headroom {
        if headroom.value < 1.0 {
            texts.push(Text::Over { share: 1.0 / headroom.value - 1.0 });
        } else if headroom.value < MANY_TIMES {
            texts.push(Text::Headroom { share: headroom.value - 1.0 });
        }
    }
    texts.extend(limits(document));
    if let Some(there) = &document.there
        && let Some(per_million_usd) = there.per_million_requests_usd
        && there.per_month_usd > 0.0
    {
        texts.push(Text::Bill { per_million_usd, per_month_usd: there.per_month_usd });
    }
    texts.extend(too_dear(document));
    texts.extend(growth(document));
    texts
}

/// What was known of the capacity when the study was stopped.
fn unknown(document: &Capacity) -> Text<'_> {
    let mut known: Vec<&Probe> = document.probes.iter().chain(&document.search).collect();
    known.sort_by(|a, b| a.load.total_cmp(&b.load));
    let missed = known.iter().position(|probe| !probe.meets);
    let met = missed.unwrap_or(known.len()).checked_sub(1);
    let load = |at: usize| known[at].load;
    Text::Unknown { met: met.map(load), missed: missed.map(load), unit: document.unit }
}

/// Where the bill there is more than its objective allows.
fn too_dear(document: &Capacity) -> Option<Text<'_>> {
    let there = document.there.as_ref()?;
    let target_usd = there.cost_objective_usd.filter(|most| there.per_month_usd > *most)?;
    Some(Text::TooDear { target_usd, until: there.cost_objective_until, unit: document.unit })
}

fn limits(document: &Capacity) -> Vec<Text<'_>> {
    let Some(limit) = &document.limit else { return Vec::new() };
    let (criterion, busiest) = (&limit.objective, busiest(limit));
    let mut texts = vec![Text::Limit { criterion, busiest, during: limit.phase.as_deref() }];
    texts.extend(limit.waits_at.as_deref().map(|component| Text::WaitsAt { component }));
    texts
}

fn busiest(limit: &Limit) -> Option<Busiest<'_>> {
    let utilization = limit.peak_utilization.or(limit.utilization)?;
    Some(Busiest {
        component: limit.component.as_deref()?,
        place: limit.place,
        resource: limit.resource.as_deref()?,
        utilization,
        is_near: utilization >= NEAR_LIMIT,
    })
}

fn growth(document: &Capacity) -> Vec<Text<'_>> {
    let Some(growth) = &document.growth else { return Vec::new() };
    let given = growth.given.as_str();
    let Measured { value, low, high } = growth.months;
    let date = growth.runs_out.as_ref().map(|dates| dates[1].as_str());
    let mut texts = vec![if value >= 0.0 {
        Text::RunsOut { given, months: growth.months, date }
    } else {
        let back = |end: Option<f64>| end.map(|end| -end);
        let months = Measured { value: -value, low: back(high), high: back(low) };
        Text::RanOut { given, months, date }
    }];
    match &growth.runs_out {
        None => texts.push(Text::NoDate),
        Some([low, _, high]) if low != high => texts.push(Text::DateBetween { low, high }),
        Some(_) => {}
    }
    texts
}

fn answer_size<'d>(document: &'d Capacity, size: &'d Size) -> Vec<Text<'d>> {
    let (field, load, unit) = (size.field.as_str(), size.load, document.unit);
    let Some(count) = size.count else {
        if document.head.interrupted {
            return vec![size_unknown(size, unit)];
        }
        let mut texts = vec![Text::NoSize { field, tried: size.tried, load, unit }];
        texts.extend(limits(document));
        return texts;
    };
    let trial = |wanted: u32| size.trials.iter().find(|trial| trial.count == wanted);
    let usd = trial(count).and_then(|trial| trial.per_month_usd).filter(|usd| *usd > 0.0);
    let mut texts = vec![Text::Smallest { field, count, load, unit, usd }];
    texts.push(match count.checked_sub(1).and_then(trial) {
        Some(fewer) => Text::OneFewer { count: fewer.count, missed: missed(&fewer.probe) },
        None => Text::NoneFewer,
    });
    if !size.clear {
        texts.push(Text::SizeUnclear);
    }
    texts.push(Text::OnPage { count: size.on_page, field });
    texts
}

/// What was known of the size when the study was stopped.
fn size_unknown(size: &Size, unit: LoadUnit) -> Text<'_> {
    let mut trials: Vec<&Trial> = size.trials.iter().collect();
    trials.sort_by_key(|trial| trial.count);
    let enough = trials.iter().find(|trial| trial.probe.meets).map(|trial| trial.count);
    let missed = trials.iter().filter(|trial| !trial.probe.meets).map(|trial| trial.count);
    let missed = missed.filter(|it| enough.is_none_or(|enough| *it < enough)).max();
    Text::SizeUnknown { field: &size.field, enough, missed, load: size.load, unit }
}

/// What a run missed by the most.
fn missed(probe: &Probe) -> Missed<'_> {
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
    let found = worst.and_then(|objective| {
        let Objective { objective: name, unit, target, low, high, .. } = objective;
        let actual = Measured { value: objective.actual?, low: *low, high: *high };
        Some(Missed::Objective { objective: name, actual, target: *target, unit })
    });
    found.unwrap_or(Missed::DoesNotSettle)
}

/// The columns of the objectives that any run has.
fn objective_columns(probes: &[&Probe], table: &mut Table, lang: Lang) -> Vec<String> {
    let most = probes.iter().max_by_key(|probe| probe.objectives.len());
    let names: Vec<String> = most.map_or(Vec::new(), |probe| {
        probe.objectives.iter().map(|objective| objective.objective.clone()).collect()
    });
    for name in &names {
        table.column(compare::Text::Metric(name).say(lang), Right);
    }
    names
}

fn objective_cells(probe: &Probe, names: &[String], lang: Lang) -> Vec<String> {
    let cell = |name: &String| {
        let found = probe.objectives.iter().find(|objective| objective.objective == *name);
        let actual = found.and_then(|objective| Some((objective, objective.actual?)));
        actual.map_or(NOTHING.to_owned(), |(objective, actual)| {
            show_measured(actual, objective.low, objective.high, Unit::named(&objective.unit), lang)
        })
    };
    names.iter().map(cell).collect()
}

fn runs(document: &Capacity, lang: Lang) -> Section {
    let mut table = Table::default();
    table.column(Text::Load.say(lang), Right);
    table.column(Text::Carried.say(lang), Left);
    let probes: Vec<&Probe> = document.probes.iter().collect();
    let names = objective_columns(&probes, &mut table, lang);
    table.column(Text::Replications.say(lang), Right);
    table.column(Text::Each.say(lang), Right);
    for probe in probes {
        let load = Text::LoadOfRun { load: probe.load, unit: document.unit };
        let mut row = vec![load.say(lang), Text::IsCarried(probe.meets).say(lang)];
        row.extend(objective_cells(probe, &names, lang));
        row.extend([
            count(u64::from(probe.replications), lang),
            number::duration(brief_s(probe.simulated_s), lang),
        ]);
        table.row(row);
    }
    Section { title: Text::Runs.say(lang), blocks: vec![Block::Table(table)] }
}

/// Three digits of a length in seconds.
fn brief_s(seconds: f64) -> f64 {
    number::significant(seconds, 3).replace(',', "").parse().unwrap_or(seconds)
}

fn trials(size: &Size, lang: Lang) -> Section {
    let mut table = Table::default();
    table.column(Text::Count.say(lang), Right);
    table.column(Text::Carried.say(lang), Left);
    let probes: Vec<&Probe> = size.trials.iter().map(|trial| &trial.probe).collect();
    let names = objective_columns(&probes, &mut table, lang);
    for (title, side) in [
        (Text::Busiest, Left),
        (Text::Monthly, Right),
        (Text::Replications, Right),
        (Text::Each, Right),
    ] {
        table.column(title.say(lang), side);
    }
    for trial in &size.trials {
        table.row(trial_row(trial, &names, lang));
    }
    let blocks = vec![Block::Table(table.without_empty_columns())];
    Section { title: Text::Counts.say(lang), blocks }
}

fn trial_row(trial: &Trial, names: &[String], lang: Lang) -> Vec<String> {
    let Trial { count: number, probe, per_month_usd, bottleneck } = trial;
    let mut row = vec![count(u64::from(*number), lang), Text::IsCarried(probe.meets).say(lang)];
    row.extend(objective_cells(probe, names, lang));
    let busiest = bottleneck.as_ref().map(|(component, resource, busy)| {
        Text::BusiestCell { component, resource, utilization: *busy }.say(lang)
    });
    row.push(busiest.unwrap_or_default());
    let cost = per_month_usd.filter(|usd| *usd > 0.0).map(|usd| show(usd, Unit::UsdPerMonth, lang));
    row.push(cost.unwrap_or_default());
    row.push(count(u64::from(probe.replications), lang));
    row.push(number::duration(brief_s(probe.simulated_s), lang));
    row
}

fn method(document: &Capacity, lang: Lang) -> Section {
    let mut probes = document.probes.iter().chain(&document.search);
    let nothing_known = document.probes.is_empty() && document.search.is_empty();
    let has_own = probes.any(|probe| !probe.objectives.is_empty());
    let chosen = document.size.is_none() && !has_own && !nothing_known;
    let mut texts = vec![if document.by_utilization {
        Text::JudgedByUtilization
    } else if chosen {
        Text::JudgedByDefault(&document.judged_by)
    } else {
        Text::JudgedBy(&document.judged_by)
    }];
    if document.by_utilization && document.peak_times > 1.0 {
        texts.push(Text::EventsLeftOut);
    }
    let sized = document.size.iter().flat_map(|size| &size.trials).map(|trial| &trial.probe);
    let all = document.probes.iter().chain(&document.search).chain(sized);
    let requests = all.map(|probe| probe.requests).sum();
    texts.push(Text::Method { unit: document.unit, requests });
    let blocks = texts.iter().map(|text| Block::Sentence(text.say(lang))).collect();
    Section { title: Text::How.say(lang), blocks }
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Capacity, lang: Lang) -> Vec<Chart> {
    document
        .size
        .as_ref()
        .map_or_else(|| curve(document, lang), |size| size_curve(document, size, lang))
        .into_iter()
        .collect()
}

/// The objective that is drawn: the one that limits, or p99-like where that the load settles does.
fn drawn(document: &Capacity) -> Option<String> {
    limiting_or_first(document, document.probes.first().or(document.search.first())?)
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

fn subtitle(document: &Capacity, lang: Lang) -> String {
    let runs = document.probes.iter().chain(&document.search).count()
        + document.size.as_ref().map_or(0, |size| size.trials.len());
    let (scenario, seed) = (document.head.scenario.as_str(), document.head.seed);
    Text::Subtitle { scenario, seed, runs }.say(lang)
}

/// Far beyond the limit a curve says nothing but that it is beyond.
fn axis_of(objective: &Objective, lang: Lang) -> Axis {
    let target = objective.target;
    let until = if objective.unit == "ms" { target * 3.0 } else { (target * 5.0).max(0.001) };
    Axis {
        name: compare::Text::Metric(&objective.objective).say(lang),
        unit: Written::In(Unit::named(&objective.unit)),
        spread: Spread::Linear,
        until: (objective.objective != "availability").then_some(until),
    }
}

fn target_of(objective: &Objective, lang: Lang) -> Rule {
    let label = show(objective.target, Unit::named(&objective.unit), lang);
    Rule { at: objective.target, horizontal: true, label, tone: Tone::Good }
}

fn curve(document: &Capacity, lang: Lang) -> Option<Chart> {
    let (capacity, unit) = (document.capacity?, document.unit);
    let name = drawn(document)?;
    let runs = document.search.iter().chain(&document.probes).map(|probe| (probe.load, probe));
    let points = points(runs, &name);
    let (_, first) = points.first()?;
    let objective = name.as_str();
    let picture = Plot {
        file_stem: "capacity",
        title: Text::ChartTitle { objective, capacity, unit }.say(lang),
        subtitle: subtitle(document, lang),
        alt: Text::ChartAlt { objective, runs: points.len(), capacity, unit }.say(lang),
        x: Axis {
            name: Text::Offered(unit).say(lang),
            unit: match unit {
                LoadUnit::PerSecond => Written::In(Unit::PerSecond),
                LoadUnit::Clients => Written::Plain,
            },
            spread: Spread::Tight,
            until: None,
        },
        y: axis_of(first, lang),
        curves: vec![curve_of(&points, &name)],
        rules: vec![
            target_of(first, lang),
            Rule {
                at: capacity.value,
                label: Text::Capacity { capacity, unit }.say(lang),
                tone: Tone::Main,
                ..Rule::default()
            },
            Rule {
                at: document.today,
                label: Text::Today.say(lang),
                tone: Tone::Quiet,
                ..Rule::default()
            },
        ],
        dots: Vec::new(),
    };
    plot::draw(&picture, lang)
}

fn size_curve(document: &Capacity, size: &Size, lang: Lang) -> Option<Chart> {
    let count = size.count?;
    let name = limiting_or_first(document, &size.trials.first()?.probe)?;
    let runs = size.trials.iter().map(|trial| (f64::from(trial.count), &trial.probe));
    let points = points(runs, &name);
    let (_, first) = points.first()?;
    let picture = Plot {
        file_stem: "size",
        title: Text::SizeTitle { field: &size.field, count }.say(lang),
        subtitle: subtitle(document, lang),
        alt: Text::SizeAlt { objective: &name, field: &size.field, count }.say(lang),
        x: Axis {
            name: size.field.clone(),
            unit: Written::Plain,
            spread: Spread::Tight,
            until: None,
        },
        y: axis_of(first, lang),
        curves: vec![curve_of(&points, &name)],
        rules: vec![
            target_of(first, lang),
            Rule {
                at: f64::from(count),
                label: number::count(u64::from(count), lang),
                ..Rule::default()
            },
        ],
        dots: Vec::new(),
    };
    plot::draw(&picture, lang)
}

/// The objective that limits, if the run has it, or the first that it has.
fn limiting_or_first(document: &Capacity, probe: &Probe) -> Option<String> {
    let limiting = document.limit.as_ref().and_then(|limit| match &limit.objective {
        Criterion::Objective(name) => Some(name),
        Criterion::Settles | Criterion::Utilization => None,
    });
    let all = || probe.objectives.iter().map(|objective| &objective.objective);
    limiting.filter(|name| all().any(|own| own == *name)).or_else(|| all().next()).cloned()
}
