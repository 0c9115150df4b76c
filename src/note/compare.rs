//! How `napkin compare` looks: its document as a note with charts.

use super::Note;
use super::digits::{Unit, show_brief, show_measured, show_per_month};
use super::sections::{Block, Mark, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::plot::{self, Axis, Curve, Dot, Plot, Rule, Spread, Tone, Written};
use crate::document::{
    Bottleneck, Compared, Comparison, Difference, LatencyMs, Measured, MetricDifference, Objective,
    State, Verdict,
};
use crate::figure::NOTHING;
use crate::message::Lang;
use crate::message::compare::{Does, Missing, Name, Text};
use crate::words::Say;
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 3] = ["latency", "over-time", "cost"];

/// The note.
#[must_use]
pub fn note(document: &Comparison, lang: Lang) -> Note {
    let mut sentences: Vec<String> = document
        .differences
        .iter()
        .map(|difference| sentence(document, difference, |text| text.say(lang)))
        .collect();
    if let Some(cut) = &document.cut {
        // Of what was not simulated nothing is said but that.
        if !cut.events.is_empty() {
            sentences.clear();
        }
        sentences.insert(0, cut.say(lang));
    }
    let headline = if sentences.is_empty() { String::new() } else { sentences.remove(0) };
    let mut answer = sentences;
    let is_judged = document.cut.as_ref().is_none_or(|cut| cut.events.is_empty());
    for difference in document.differences.iter().filter(|_| is_judged) {
        answer.extend(objectives_that_turn(document, difference, lang));
    }
    if let [only] = document.differences.as_slice()
        && is_judged
    {
        answer.extend(by_verdict(only, lang));
    }
    answer.extend(document.differences.first().and_then(|first| narrower(first, lang)));
    let mut blocks = Vec::new();
    if document.differences.len() > 1 {
        blocks.push(Block::Table(overview(document, lang)));
    }
    let tables = document.differences.iter().map(|difference| table(difference, lang));
    blocks.extend(tables.map(Block::Table));
    let mut sections = vec![Section { title: Text::Variants.say(lang), blocks }];
    sections.extend(objectives(document, lang));
    let Comparison { replications, simulated_s, warmup_s, .. } = *document;
    let how = Text::Plan { replications, simulated_s, warmup_s }.say(lang);
    sections.push(Section { title: Text::How.say(lang), blocks: vec![Block::Sentence(how)] });
    let standing = (!is_judged).then_some(Mark::Open);
    let mut note = Note { headline, standing, answer, ..Note::new(&document.head, lang) };
    note.add(sections);
    note
}

// ---- sentences ----

/// From this error rate on, failures are said before latencies.
const MANY_FAIL: f64 = 0.01;

fn variant<'a>(document: &'a Comparison, name: &Name) -> Option<&'a Compared> {
    document.variants.iter().find(|variant| variant.name == *name)
}

fn metric<'a>(difference: &'a Difference, name: &str) -> Option<&'a MetricDifference> {
    difference.metrics.iter().find(|metric| metric.metric == name)
}

/// What one variant does to p99, or to the failures if p99 says nothing, and what it costs.
fn sentence(
    document: &Comparison,
    difference: &Difference,
    say: impl FnOnce(&Text<'_>) -> String,
) -> String {
    let (name, base) = (&difference.variant, &difference.against);
    for which in [name, base] {
        let missing = variant(document, which).filter(|found| found.latency_ms.is_none());
        if let Some(found) = missing {
            return say(&Text::NoFigures { variant: which, because: missing_of(found) });
        }
    }
    // Where many fail, latencies are those of a part: failures come first.
    let many_fail = |row: &&MetricDifference| {
        let most = row.from.unwrap_or(0.0).max(row.to.unwrap_or(0.0));
        most >= MANY_FAIL && row.verdict != Verdict::Tie
    };
    let errors = metric(difference, "errors").filter(many_fail).and_then(does);
    let p99 = metric(difference, "p99").and_then(does);
    let does: Vec<Does<'_>> = [errors, p99].into_iter().flatten().collect();
    let cost = metric(difference, "cost").filter(|row| row.verdict != Verdict::Tie);
    let usd = cost.and_then(|row| row.difference).map(|by| by.value);
    let is_first = document.variants.first().is_some_and(|first| first.changes.is_empty());
    let of_pages = variant(document, name).is_some_and(|found| found.changes.is_empty());
    let against = (is_first && of_pages).then_some(base);
    say(&Text::Answer { variant: name, does: &does, against, usd })
}

/// What a variant does to a figure, where it has been measured.
fn does(row: &MetricDifference) -> Option<Does<'_>> {
    Some(Does {
        metric: &row.metric,
        unit: &row.unit,
        by: row.difference?,
        relative: row.relative.map(|share| share.value),
        is_tie: row.verdict == Verdict::Tie,
    })
}

fn missing_of(found: &Compared) -> Missing<'_> {
    match (&found.because, found.state) {
        (Some(trouble), _) => Missing::Trouble(trouble),
        (None, State::Stopped) => Missing::Stopped,
        (None, State::Settles | State::Unstable | State::GaveUp) => Missing::NothingCompleted,
    }
}

/// Objectives that one of the two meets and the other misses.
fn objectives_that_turn(document: &Comparison, difference: &Difference, lang: Lang) -> Vec<String> {
    let (Some(from), Some(to)) =
        (variant(document, &difference.against), variant(document, &difference.variant))
    else {
        return Vec::new();
    };
    let turned = to.slo.iter().filter_map(|now| {
        let before = from.slo.iter().find(|before| before.objective == now.objective)?;
        let (objective, met, clear) = (&now.objective, now.met, now.clear && before.clear);
        let turns = Text::ObjectiveTurns { variant: &to.name, objective, met, clear };
        (before.met != met).then(|| turns.say(lang))
    });
    turned.collect()
}

fn by_verdict(difference: &Difference, lang: Lang) -> Vec<String> {
    let of = |verdict: Verdict| -> Vec<&str> {
        // That bills are equal is known, not found.
        let found = |row: &&MetricDifference| verdict != Verdict::Tie || row.unpaired.is_some();
        let rows = difference.metrics.iter().filter(|row| row.verdict == verdict);
        rows.filter(found).map(|row| row.metric.as_str()).collect()
    };
    let (better, worse, ties) = (of(Verdict::Better), of(Verdict::Worse), of(Verdict::Tie));
    let all = [
        (Text::Better(&better), better.len()),
        (Text::Worse(&worse), worse.len()),
        (Text::Ties(&ties), ties.len()),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).map(|(text, _)| text.say(lang)).collect()
}

fn narrower(difference: &Difference, lang: Lang) -> Option<String> {
    let times = metric(difference, "p99")?.times_narrower.filter(|times| *times >= 1.5)?;
    Some(Text::Narrower { metric: "p99", times }.say(lang))
}

// ---- tables ----

/// The column of the verdict.
const VERDICT: usize = 5;

/// One variant against another, a figure a row.
fn table(difference: &Difference, lang: Lang) -> Table {
    let mut table = Table::default();
    table.column(Text::Figure.say(lang), Left);
    table.column(difference.against.say(lang), Right);
    table.column(difference.variant.say(lang), Right);
    table.column(Text::DifferenceColumn.say(lang), Right);
    table.column(Text::RelativeColumn.say(lang), Right);
    table.column(Text::Verdict.say(lang), Left);
    for row in &difference.metrics {
        let unit = row.unit.as_str();
        let figure = |value: Option<f64>| {
            value.map_or(NOTHING.to_owned(), |value| Text::Value { value, unit }.say(lang))
        };
        table.row([
            Text::Metric(&row.metric).say(lang),
            figure(row.from),
            figure(row.to),
            row.difference.map_or(NOTHING.to_owned(), |by| Text::Difference { by, unit }.say(lang)),
            row.relative.map_or(String::new(), |share| Text::Relative(share).say(lang)),
            row.verdict.say(lang),
        ]);
        match row.verdict {
            Verdict::Better => table.mark(VERDICT, Mark::Better),
            Verdict::Worse => table.mark(VERDICT, Mark::Worse),
            Verdict::Tie => table.mark(VERDICT, Mark::Tie),
            Verdict::Unknown => {}
        }
    }
    table
}

/// All variants, one a row.
fn overview(document: &Comparison, lang: Lang) -> Table {
    let mut table = Table::default();
    table.column(Text::Variant.say(lang), Left);
    for title in [Text::P99, Text::Errors, Text::Completed, Text::Busiest, Text::Cost] {
        table.column(title.say(lang), Right);
    }
    for variant in &document.variants {
        let p99 = |latency: &LatencyMs| show_measured(latency.p99, Unit::Ms, lang);
        let measured = |value: Option<Measured>, unit| {
            value.map_or(NOTHING.to_owned(), |value| show_brief(value, unit, lang))
        };
        table.row([
            variant.name.say(lang),
            variant.latency_ms.as_ref().map_or_else(|| variant.state.say(lang), p99),
            measured(variant.error_rate, Unit::Percent),
            measured(variant.completed_per_s, Unit::PerSecond),
            variant.bottleneck.as_ref().map_or(NOTHING.to_owned(), |busiest| {
                let Bottleneck { component, resource, utilization, .. } = busiest;
                Text::BusiestCell { component, resource, utilization: *utilization }.say(lang)
            }),
            variant
                .cost
                .as_ref()
                .map_or(NOTHING.to_owned(), |cost| show_per_month(cost.per_month_usd, lang)),
        ]);
    }
    table
}

/// Every objective by variant.
fn objectives(document: &Comparison, lang: Lang) -> Option<Section> {
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
    let title = Text::Objectives.say(lang);
    let mut table = Table::default();
    table.column(title.clone(), Left);
    for variant in &document.variants {
        table.column(variant.name.say(lang), Right);
    }
    for (objective, unit, target) in names {
        let goal = if objective.ends_with("availability") {
            Text::AtLeast { objective, target, unit }
        } else {
            Text::AtMost { objective, target, unit }
        };
        let is_own = |row: &&Objective| row.objective == objective && row.target == target;
        let rows = document.variants.iter().map(|variant| variant.slo.iter().find(is_own));
        let cell = |row: Option<&Objective>| {
            row.map_or(NOTHING.to_owned(), |row| {
                let Objective { actual, met, clear, .. } = *row;
                Text::ObjectiveCell { actual, unit, met, clear }.say(lang)
            })
        };
        table.row(std::iter::once(goal.say(lang)).chain(rows.clone().map(cell)));
        for (at, row) in rows.enumerate() {
            if let Some(row) = row {
                table.mark(at + 1, Mark::of(row));
            }
        }
    }
    Some(Section { title, blocks: vec![Block::Table(table)] })
}

// ---- charts ----

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Comparison, lang: Lang) -> Vec<Chart> {
    let all = [latency(document, lang), over_time(document, lang), cost(document, lang)];
    all.into_iter().flatten().collect()
}

/// The first variant is what the others are compared with, and recedes.
fn tone(document: &Comparison, at: usize) -> Tone {
    match at {
        0 => Tone::Other,
        at if document.variants.len() > 2 => Tone::Nth(at - 1),
        _ => Tone::Main,
    }
}

fn subtitle(document: &Comparison, lang: Lang) -> String {
    let (scenario, seed) = (document.head.scenario.as_str(), document.head.seed);
    Text::Subtitle { scenario, seed, replications: document.replications }.say(lang)
}

fn title(document: &Comparison, lang: Lang) -> String {
    match document.differences.as_slice() {
        [only] => sentence(document, only, |text| Text::Title(text).say(lang)),
        _ => Text::LatencyTitle.say(lang),
    }
}

/// The percentile that this many requests have one slower than: 100 for p99.
const NAMED: [(f64, &str); 4] = [(2.0, "p50"), (10.0, "p90"), (100.0, "p99"), (1000.0, "p99.9")];
/// The axis ends beyond p99.95: the slowest of all is one request.
const SLOWEST: f64 = 0.999_5;
/// It begins here: the fastest quarter says little, and may be faster by orders of magnitude.
const FASTEST: f64 = 0.25;

/// Percentile curves laid over each other: how slow the slowest of so many are.
fn latency(document: &Comparison, lang: Lang) -> Option<Chart> {
    let mut curves = Vec::new();
    for (at, variant) in document.variants.iter().enumerate() {
        let points: Vec<(f64, f64)> = variant
            .percentiles
            .iter()
            .filter(|(quantile, _)| (FASTEST..=SLOWEST).contains(quantile))
            .map(|(quantile, ms)| (1.0 / (1.0 - quantile), *ms))
            .collect();
        let label = variant.name.say(lang);
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
        Some((&variant.name, latency.p99))
    });
    let picture = Plot {
        file_stem: CHARTS[0],
        title: title(document, lang),
        subtitle: subtitle(document, lang),
        alt: Text::LatencyAlt(&p99.collect::<Vec<_>>()).say(lang),
        x: Axis { name: Text::OneInSoMany.say(lang), spread: Spread::Log, ..Axis::default() },
        y: axis_ms(Text::Latency.say(lang)),
        curves,
        rules: rules.into(),
        dots: goal_dot(document, lang).into_iter().collect(),
    };
    plot::draw(&picture, lang)
}

fn axis_ms(name: String) -> Axis {
    Axis { name, unit: Written::In(Unit::Ms), ..Axis::default() }
}

fn goal_dot(document: &Comparison, lang: Lang) -> Option<Dot> {
    let goal = document.variants.first()?.slo.iter().find(|row| row.objective == "p99")?;
    let mut all = document.variants.iter().flat_map(|variant| &variant.slo);
    let is_met = all.all(|row| row.objective != "p99" || row.met);
    Some(Dot {
        x: 100.0,
        y: goal.target,
        label: Text::AtMost { objective: "p99", target: goal.target, unit: "ms" }.say(lang),
        tone: if is_met { Tone::Good } else { Tone::Bad },
    })
}

/// p99 over time, for pages on which something happens.
fn over_time(document: &Comparison, lang: Lang) -> Option<Chart> {
    let marks = &document.variants.first()?.marks;
    if marks.is_empty() {
        return None;
    }
    let curves = document.variants.iter().enumerate().map(|(at, variant)| {
        let series = &variant.timeseries;
        let points = series.p99_ms.iter().enumerate().map(|(interval, ms)| {
            let middle = (interval as f64 + 0.5) * series.interval_s;
            (middle, ms.unwrap_or(f64::NAN))
        });
        Curve {
            label: variant.name.say(lang),
            points: points.collect(),
            tone: tone(document, at),
            ..Curve::default()
        }
    });
    let rules = marks.iter().map(|mark| Rule {
        at: mark.at_s,
        label: mark.label.say(lang),
        tone: Tone::Quiet,
        ..Rule::default()
    });
    let events: Vec<String> = marks.iter().map(|mark| mark.label.say(lang)).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let picture = Plot {
        file_stem: CHARTS[1],
        title: Text::OverTimeTitle.say(lang),
        subtitle: subtitle(document, lang),
        alt: Text::OverTimeAlt(&events).say(lang),
        x: Axis { name: Text::Time.say(lang), unit: Written::Seconds, ..Axis::default() },
        y: axis_ms(Text::P99.say(lang)),
        curves: curves.collect(),
        rules: rules.collect(),
        ..Plot::default()
    };
    plot::draw(&picture, lang)
}

/// What each costs against the p99 that it has.
fn cost(document: &Comparison, lang: Lang) -> Option<Chart> {
    let mut figures = Vec::new();
    let mut dots = Vec::new();
    for (at, variant) in document.variants.iter().enumerate() {
        let (Some(cost), Some(latency)) = (&variant.cost, &variant.latency_ms) else { continue };
        let (usd, ms) = (cost.per_month_usd, latency.p99.value);
        if usd > 0.0 {
            let (label, tone) = (variant.name.say(lang), tone(document, at));
            dots.push(Dot { x: usd, y: ms, label, tone });
            figures.push((&variant.name, usd, ms));
        }
    }
    if dots.len() < 2 {
        return None;
    }
    let picture = Plot {
        file_stem: CHARTS[2],
        title: Text::CostTitle.say(lang),
        subtitle: subtitle(document, lang),
        alt: Text::CostAlt(&figures).say(lang),
        x: Axis { name: Text::CostAMonth.say(lang), unit: Written::Usd, ..Axis::default() },
        y: axis_ms(Text::P99.say(lang)),
        dots,
        ..Plot::default()
    };
    plot::draw(&picture, lang)
}
