//! How `napkin compare` looks: its document as a note with charts.

use super::Note;
use super::digits::{Unit, show_brief, show_measured, show_per_month};
use super::sections::{Block, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::plot::{self, Axis, Curve, Dot, Plot, Rule, Spread, Tone, Written};
use crate::document::{
    Compared, Comparison, Difference, LatencyMs, Measured, MetricDifference, State, Verdict,
};
use crate::message::Lang;
use crate::message::compare::{self as say, Heading, Picture};
use crate::message::number::{NOTHING, show};
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 3] = ["latency", "over-time", "cost"];

/// The note.
#[must_use]
pub fn note(document: &Comparison) -> Note {
    let mut sentences: Vec<String> =
        document.differences.iter().map(|difference| sentence(document, difference)).collect();
    let headline = if sentences.is_empty() { String::new() } else { sentences.remove(0) };
    let mut answer = sentences;
    for difference in &document.differences {
        answer.extend(objectives_that_turn(document, difference));
    }
    if let [only] = document.differences.as_slice() {
        answer.extend(by_verdict(only));
    }
    answer.extend(document.differences.first().and_then(narrower));
    let mut blocks = Vec::new();
    if document.differences.len() > 1 {
        blocks.push(Block::Table(overview(document)));
    }
    blocks.extend(document.differences.iter().map(|difference| Block::Table(table(difference))));
    let mut sections = vec![Section { title: say::heading(Heading::Variants), blocks }];
    sections.extend(objectives(document));
    let how = say::plan(document.replications, document.simulated_s, document.warmup_s);
    let blocks = vec![Block::Sentence(how)];
    sections.push(Section { title: say::heading(Heading::How), blocks });
    Note { headline, answer, sections, ..Note::new(&document.head) }
}

// ---- sentences ----

/// From this error rate on, failures are said before latencies.
const MANY_FAIL: f64 = 0.01;

fn variant<'a>(document: &'a Comparison, name: &str) -> Option<&'a Compared> {
    document.variants.iter().find(|variant| variant.name == name)
}

fn metric<'a>(difference: &'a Difference, name: &str) -> Option<&'a MetricDifference> {
    difference.metrics.iter().find(|metric| metric.metric == name)
}

fn ends(measured: &Measured) -> Option<(f64, f64)> {
    measured.low.zip(measured.high)
}

/// What one variant does to p99, or to the failures if p99 says nothing, and what it costs.
fn sentence(document: &Comparison, difference: &Difference) -> String {
    let (name, base) = (&difference.variant, &difference.against);
    for which in [name, base] {
        let missing = variant(document, which).filter(|found| found.latency_ms.is_none());
        if let Some(found) = missing {
            let state = say::state(state(found));
            return say::no_figures(which, found.because.as_deref().unwrap_or(&state));
        }
    }
    let does = |row: &MetricDifference| {
        let by = row.difference?;
        let words = say::metric(&row.metric);
        Some(if row.verdict == Verdict::Tie {
            say::leaves(&words, by.value, ends(&by), &row.unit)
        } else {
            say::moves(
                &words,
                by.value,
                ends(&by),
                &row.unit,
                row.relative.map(|share| share.value),
            )
        })
    };
    // Where many fail, latencies are those of a part: failures come first.
    let many_fail = |row: &&MetricDifference| {
        let most = row.from.unwrap_or(0.0).max(row.to.unwrap_or(0.0));
        most >= MANY_FAIL && row.verdict != Verdict::Tie
    };
    let errors = metric(difference, "errors").filter(many_fail).and_then(does);
    let p99 = metric(difference, "p99").and_then(does);
    let does = match (errors, p99) {
        (Some(errors), Some(p99)) => say::and(&errors, &p99),
        (errors, p99) => errors.or(p99).unwrap_or_default(),
    };
    let cost = metric(difference, "cost").filter(|row| row.verdict != Verdict::Tie);
    let money = cost.and_then(|row| row.difference).map(|by| say::money(by.value));
    let is_first = document.variants.first().is_some_and(|first| first.changes.is_empty());
    let of_pages = variant(document, name).is_some_and(|found| found.changes.is_empty());
    let against = (is_first && of_pages).then_some(base.as_str());
    say::answer(name, against, &does, money.as_deref())
}

const fn state(found: &Compared) -> &'static str {
    match found.state {
        State::Settles => "settles",
        State::Unstable => "unstable",
        State::GaveUp => "gave_up",
        State::Stopped => "stopped",
    }
}

/// Objectives that one of the two meets and the other misses.
fn objectives_that_turn(document: &Comparison, difference: &Difference) -> Vec<String> {
    let (Some(from), Some(to)) =
        (variant(document, &difference.against), variant(document, &difference.variant))
    else {
        return Vec::new();
    };
    let turned = to.slo.iter().filter_map(|now| {
        let before = from.slo.iter().find(|before| before.objective == now.objective)?;
        let clear = now.clear && before.clear;
        (before.met != now.met)
            .then(|| say::objective_turns(&to.name, &now.objective, now.met, clear))
    });
    turned.collect()
}

fn by_verdict(difference: &Difference) -> Vec<String> {
    let [better, worse, tie] = say::better_worse_tie();
    let all = [(Verdict::Better, better), (Verdict::Worse, worse), (Verdict::Tie, tie)];
    all.into_iter()
        .filter_map(|(verdict, word)| {
            // That bills are equal is known, not found.
            let found = |row: &&MetricDifference| verdict != Verdict::Tie || row.unpaired.is_some();
            let rows = difference.metrics.iter().filter(|row| row.verdict == verdict);
            let rows = rows.filter(found);
            let names: Vec<String> = rows.map(|row| say::metric(&row.metric)).collect();
            (!names.is_empty()).then(|| say::by_verdict(&word, &names))
        })
        .collect()
}

fn narrower(difference: &Difference) -> Option<String> {
    let times = metric(difference, "p99")?.times_narrower.filter(|times| *times >= 1.5)?;
    Some(say::narrower(&say::metric("p99"), times))
}

// ---- tables ----

/// One variant against another, a figure a row.
fn table(difference: &Difference) -> Table {
    let titles = say::columns(&difference.against, &difference.variant);
    let columns: Vec<(&str, Side)> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| (title.as_str(), if at == 0 || at == 5 { Left } else { Right }))
        .collect();
    let mut table = Table::titled(&columns);
    for row in &difference.metrics {
        let figure = |value: Option<f64>| {
            value.map_or(NOTHING.to_owned(), |value| say::figure(value, &row.unit))
        };
        table.row([
            say::metric(&row.metric),
            figure(row.from),
            figure(row.to),
            row.difference.map_or(NOTHING.to_owned(), |by| {
                say::difference(by.value, by.low, by.high, &row.unit)
            }),
            row.relative
                .map_or(String::new(), |share| say::relative(share.value, share.low, share.high)),
            say::verdict(word(row.verdict)),
        ]);
    }
    table
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::Tie => "tie",
        Verdict::Unknown => "unknown",
    }
}

/// All variants, one a row.
fn overview(document: &Comparison) -> Table {
    let [name, rest @ ..] = say::overview();
    let mut columns = vec![(name, Left)];
    columns.extend(rest.map(|title| (title, Right)));
    let mut table = Table::titled(&columns);
    for variant in &document.variants {
        let p99 = |latency: &LatencyMs| show_measured(latency.p99, Unit::Ms);
        let measured = |value: Option<Measured>, unit| {
            value.map_or(NOTHING.to_owned(), |value| show_brief(value, unit))
        };
        table.row([
            variant.name.clone(),
            variant.latency_ms.as_ref().map_or(say::state(state(variant)), p99),
            measured(variant.error_rate, Unit::Percent),
            measured(variant.completed_per_s, Unit::PerSecond),
            variant.bottleneck.as_ref().map_or(NOTHING.to_owned(), |busiest| {
                say::busiest(&busiest.component, &busiest.resource, busiest.utilization)
            }),
            variant
                .cost
                .as_ref()
                .map_or(NOTHING.to_owned(), |cost| show_per_month(cost.per_month_usd)),
        ]);
    }
    table
}

/// Every objective by variant.
fn objectives(document: &Comparison) -> Option<Section> {
    let mut names: Vec<(&str, &str, f64)> = Vec::new();
    for row in document.variants.iter().flat_map(|variant| &variant.slo) {
        let entry = (row.objective.as_str(), row.unit.as_str(), row.target);
        if !names.contains(&entry) {
            names.push(entry);
        }
    }
    if names.is_empty() {
        return None;
    }
    let mut columns = vec![(say::heading(Heading::Objectives), Left)];
    columns.extend(document.variants.iter().map(|variant| (variant.name.as_str(), Right)));
    let mut table = Table::titled(&columns);
    for (name, unit, target) in names {
        let goal = if name.ends_with("availability") {
            say::at_least(name, &show(target, Unit::named(unit)))
        } else {
            say::goal(&say::metric(name), &show(target, Unit::named(unit)))
        };
        let mut cells = vec![goal];
        for variant in &document.variants {
            let own = variant.slo.iter().find(|row| row.objective == name && row.target == target);
            cells.push(own.map_or(NOTHING.to_owned(), |row| {
                let actual =
                    row.actual.map_or(NOTHING.to_owned(), |value| say::figure(value, unit));
                say::objective_cell(&actual, row.met, row.clear)
            }));
        }
        table.row(cells);
    }
    let blocks = vec![Block::Table(table)];
    Some(Section { title: say::heading(Heading::Objectives), blocks })
}

// ---- charts ----

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Comparison) -> Vec<Chart> {
    [latency(document), over_time(document), cost(document)].into_iter().flatten().collect()
}

/// The first variant is what the others are compared with, and recedes.
fn tone(document: &Comparison, at: usize) -> Tone {
    match at {
        0 => Tone::Other,
        at if document.variants.len() > 2 => Tone::Nth(at - 1),
        _ => Tone::Main,
    }
}

fn subtitle(document: &Comparison) -> String {
    let head = &document.head;
    say::subtitle(&head.scenario, head.seed, document.replications)
}

fn title(document: &Comparison) -> String {
    match document.differences.as_slice() {
        [only] => say::as_title(&sentence(document, only)),
        _ => say::latency_title(),
    }
}

/// The percentile that this many requests have one slower than: 100 for p99.
const NAMED: [(f64, &str); 4] = [(2.0, "p50"), (10.0, "p90"), (100.0, "p99"), (1000.0, "p99.9")];
/// The axis ends beyond p99.95: the slowest of all is one request.
const SLOWEST: f64 = 0.999_5;
/// It begins here: the fastest quarter says little, and may be faster by orders of magnitude.
const FASTEST: f64 = 0.25;

/// Percentile curves laid over each other: how slow the slowest of so many are.
fn latency(document: &Comparison) -> Option<Chart> {
    let [x, y] = say::axes(Picture::Latency);
    let mut curves = Vec::new();
    for (at, variant) in document.variants.iter().enumerate() {
        let points: Vec<(f64, f64)> = variant
            .percentiles
            .iter()
            .filter(|(quantile, _)| (FASTEST..=SLOWEST).contains(quantile))
            .map(|(quantile, ms)| (1.0 / (1.0 - quantile), *ms))
            .collect();
        let label = variant.name.clone();
        curves.push(Curve { label, points, tone: tone(document, at), ..Curve::default() });
    }
    let rules = NAMED.map(|(at, name)| Rule {
        at,
        label: name.to_owned(),
        tone: Tone::Quiet,
        ..Rule::default()
    });
    let p99 = document.variants.iter().filter_map(|variant| {
        let latency = variant.latency_ms.as_ref()?;
        Some(format!("{} p99 {}", variant.name, show_brief(latency.p99, Unit::Ms)))
    });
    let picture = Plot {
        file_stem: CHARTS[0],
        title: title(document),
        subtitle: subtitle(document),
        alt: say::alt(y, &p99.collect::<Vec<_>>()),
        x: Axis { name: x.to_owned(), spread: Spread::Log, ..Axis::default() },
        y: axis_ms(y),
        curves,
        rules: rules.into(),
        dots: goal_dot(document).into_iter().collect(),
    };
    plot::draw(&picture, Lang::En)
}

fn axis_ms(name: &str) -> Axis {
    Axis { name: name.to_owned(), unit: Written::In(Unit::Ms), ..Axis::default() }
}

fn goal_dot(document: &Comparison) -> Option<Dot> {
    let goal = document.variants.first()?.slo.iter().find(|row| row.objective == "p99")?;
    let mut all = document.variants.iter().flat_map(|variant| &variant.slo);
    let is_met = all.all(|row| row.objective != "p99" || row.met);
    Some(Dot {
        x: 100.0,
        y: goal.target,
        label: say::goal("p99", &show(goal.target, Unit::Ms)),
        tone: if is_met { Tone::Good } else { Tone::Bad },
    })
}

/// p99 over time, for pages on which something happens.
fn over_time(document: &Comparison) -> Option<Chart> {
    let marks = &document.variants.first()?.marks;
    if marks.is_empty() {
        return None;
    }
    let [x, y] = say::axes(Picture::OverTime);
    let curves = document.variants.iter().enumerate().map(|(at, variant)| {
        let series = &variant.timeseries;
        let points = series.p99_ms.iter().enumerate().map(|(interval, ms)| {
            let middle = (interval as f64 + 0.5) * series.interval_s;
            (middle, ms.unwrap_or(f64::NAN))
        });
        Curve {
            label: variant.name.clone(),
            points: points.collect(),
            tone: tone(document, at),
            ..Curve::default()
        }
    });
    let rules = marks.iter().map(|mark| Rule {
        at: mark.at_s,
        label: mark.label.clone(),
        tone: Tone::Quiet,
        ..Rule::default()
    });
    let events: Vec<String> = marks.iter().map(|mark| mark.label.clone()).collect();
    let picture = Plot {
        file_stem: CHARTS[1],
        title: say::over_time_title(),
        subtitle: subtitle(document),
        alt: say::alt(&say::over_time_title(), &events),
        x: Axis { name: x.to_owned(), unit: Written::Seconds, ..Axis::default() },
        y: axis_ms(y),
        curves: curves.collect(),
        rules: rules.collect(),
        ..Plot::default()
    };
    plot::draw(&picture, Lang::En)
}

/// What each costs against the p99 that it has.
fn cost(document: &Comparison) -> Option<Chart> {
    let [x, y] = say::axes(Picture::Cost);
    let dots: Vec<Dot> = document
        .variants
        .iter()
        .enumerate()
        .filter_map(|(at, variant)| {
            let usd = variant.cost.as_ref()?.per_month_usd;
            let ms = variant.latency_ms.as_ref()?.p99.value;
            let tone = tone(document, at);
            (usd > 0.0).then(|| Dot { x: usd, y: ms, label: variant.name.clone(), tone })
        })
        .collect();
    if dots.len() < 2 {
        return None;
    }
    let figures: Vec<String> = dots
        .iter()
        .map(|dot| format!("{} {} {}", dot.label, show_per_month(dot.x), show(dot.y, Unit::Ms)))
        .collect();
    let picture = Plot {
        file_stem: CHARTS[2],
        title: say::cost_title(),
        subtitle: subtitle(document),
        alt: say::alt(&say::cost_title(), &figures),
        x: Axis { name: x.to_owned(), unit: Written::Usd, ..Axis::default() },
        y: axis_ms(y),
        dots,
        ..Plot::default()
    };
    plot::draw(&picture, Lang::En)
}
