//! How `napkin montecarlo` looks: its document as a note with charts.

mod charts;

pub use charts::charts;

use super::Note;
use super::sections::{Block, Section, Side, Table};
use crate::document::{Miss, Moment, MonteCarlo, Outcome, Quantile, Spread};
use crate::figure::Measured;
use crate::figure::{NOTHING, Unit};
use crate::message::montecarlo::{Head, Text};
use crate::message::{Lang, Say, compare};
use crate::words::number;
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 4] = ["distribution", "fan-p99", "fan-load", "drivers"];

/// Columns of the table of quantiles.
const SHOWN: [f64; 4] = [0.05, 0.5, 0.95, 0.99];
/// Rows of the table of drivers.
const MOST_DRIVERS: usize = 12;

/// The note.
#[must_use]
pub fn note(document: &MonteCarlo, lang: Lang) -> Note {
    let mut note = Note::new(&document.head, lang);
    note.headline = headline(document).say(lang);
    note.answer = answer(document).iter().map(|text| text.say(lang)).collect();
    let sections = [
        Some(objectives(document, lang)).filter(|_| !document.missed.is_empty()),
        Some(distribution(document, lang)),
        drivers(document, lang),
        Some(worst(document, lang)),
        Some(drawn(document, lang)),
        assumed(document, lang),
    ];
    note.add(sections.into_iter().flatten());
    note
}

/// The objective that the answer begins with: p99's, else the one that is missed most often.
fn first_miss(document: &MonteCarlo) -> Option<&Miss> {
    let p99 = document.missed.iter().find(|miss| miss.objective == "p99");
    let most = || document.missed.iter().max_by_key(|miss| miss.trials);
    p99.or_else(most)
}

fn headline(document: &MonteCarlo) -> Text<'_> {
    match first_miss(document) {
        Some(miss) => Text::Missed { objective: &miss.objective, share: miss.share() },
        None => {
            let p99 = spread(document, Outcome::P99Ms);
            let at = |q| p99.and_then(|p99| quantile(p99, q)).and_then(|found| found.value);
            Text::WithoutObjectives { median: at(0.5), high: at(0.95) }
        }
    }
}

fn answer(document: &MonteCarlo) -> Vec<Text<'_>> {
    let mut answer = vec![what_a_trial_is(document)];
    if document.missed.len() > 1
        && let Some(any) = &document.missed_any
    {
        answer.push(Text::MissedAny(any.share()));
    }
    answer.push(what_drives(document));
    if document.trial.story_set_aside {
        answer.push(Text::StorySetAside);
    }
    if document.given_up > 0 {
        answer.push(Text::GivenUp { trials: document.given_up });
    }
    if let Some(because) = &document.impossible_because {
        answer.push(Text::Impossible { trials: document.impossible, because });
    }
    answer
}

/// The input that decides whether objectives are missed, else the one that decides p99.
fn what_drives(document: &MonteCarlo) -> Text<'_> {
    let strongest = |outcome: Outcome| {
        document.drivers.iter().find(|driver| driver.outcome == outcome && driver.significant)
    };
    if let Some(driver) = strongest(Outcome::Missed)
        && let (Some(low), Some(high)) = (driver.at_low, driver.at_high)
    {
        return Text::Decides { input: &driver.input, low, high };
    }
    match strongest(Outcome::P99Ms) {
        Some(driver) => Text::Drives { input: &driver.input, correlation: driver.correlation },
        None => Text::NothingDrives,
    }
}

fn what_a_trial_is(document: &MonteCarlo) -> Text<'_> {
    let plan = &document.trial;
    let ranges = document.inputs.iter().filter(|input| input.path.is_some()).count();
    Text::Trial {
        trials: document.trials,
        moment: if plan.horizon_s.is_some() { plan.moment } else { Moment::Story },
        window_s: plan.window_s,
        horizon_s: plan.horizon_s.unwrap_or(0.0),
        ranges,
    }
}

fn spread(document: &MonteCarlo, outcome: Outcome) -> Option<&Spread> {
    document.outcomes.iter().find(|spread| spread.outcome == outcome)
}

fn quantile(spread: &Spread, q: f64) -> Option<&Quantile> {
    spread.quantiles.iter().find(|quantile| quantile.quantile == q)
}

// ---- sections ----

fn table(columns: &[(Head, Side)], lang: Lang) -> Table {
    let columns: Vec<(String, Side)> =
        columns.iter().map(|(head, side)| (head.say(lang), *side)).collect();
    Table::titled(&columns)
}

fn sentence(text: Text<'_>, lang: Lang) -> Block {
    Block::Sentence(text.say(lang))
}

/// A figure, or what stands in place of one that is beyond all figures.
fn or_none(value: Option<f64>, unit: Unit, lang: Lang) -> String {
    value.map_or_else(|| Text::NoValue.say(lang), |value| number::brief(value, unit, lang))
}

fn objectives(document: &MonteCarlo, lang: Lang) -> Section {
    let mut table = table(
        &[
            (Head::Objective, Left),
            (Head::Target, Right),
            (Head::MissedIn, Right),
            (Head::Share, Right),
            (Head::Interval, Right),
        ],
        lang,
    );
    let own = document.missed.iter().map(|miss| (Text::Objective(&miss.objective), miss));
    let any = document.missed_any.iter().map(|miss| (Text::AnyObjective, miss));
    for (name, miss) in own.chain(any) {
        let target = miss
            .target
            .map_or(String::new(), |target| number::show(target, Unit::named(&miss.unit), lang));
        table.row([
            name.say(lang),
            target,
            number::count(u64::from(miss.trials), lang),
            Text::Probability(miss.share()).say(lang),
            Text::Interval(miss.share()).say(lang),
        ]);
    }
    let blocks = vec![Block::Table(table), sentence(Text::AboutProbabilities, lang)];
    Section { title: Text::Objectives.say(lang), blocks }
}

fn distribution(document: &MonteCarlo, lang: Lang) -> Section {
    let mut columns = vec![(Head::Outcome, Left)];
    columns.extend(SHOWN.map(|q| (Head::Quantile(q), Right)));
    let mut table = table(&columns, lang);
    for spread in &document.outcomes {
        let unit = Unit::named(&spread.unit);
        let cell = |q: f64| {
            let Some(found) = quantile(spread, q) else { return NOTHING.to_owned() };
            match (found.value, found.low, found.high) {
                (Some(value), Some(low), Some(high)) if low < high => {
                    number::show_between(value, Some(low), Some(high), unit, lang)
                }
                // Without a trial beyond it, all that is known is the figure.
                (value, ..) => or_none(value, unit, lang),
            }
        };
        let name = Text::Outcome(spread.outcome).say(lang);
        table.row(std::iter::once(name).chain(SHOWN.into_iter().map(cell)));
    }
    let mut blocks = vec![Block::Table(table), sentence(Text::AboutQuantiles, lang)];
    let undefined = spread(document, Outcome::P99Ms).map_or(0, |p99| p99.undefined);
    if undefined > document.given_up {
        blocks.push(sentence(Text::NoP99 { trials: undefined }, lang));
    }
    Section { title: Text::Distribution.say(lang), blocks }
}

fn drivers(document: &MonteCarlo, lang: Lang) -> Option<Section> {
    // What decides a miss first: that is what one asks.
    let told = [Outcome::Missed, Outcome::P99Ms, Outcome::ErrorRate, Outcome::CostPerMonthUsd];
    let of = |outcome: Outcome| {
        document
            .drivers
            .iter()
            .filter(move |driver| driver.significant && driver.outcome == outcome)
    };
    let shown: Vec<_> = told.into_iter().flat_map(of).collect();
    let mut blocks = Vec::new();
    if !shown.is_empty() {
        let mut table = table(
            &[
                (Head::Input, Left),
                (Head::Outcome, Left),
                (Head::Correlation, Right),
                (Head::WhereLow, Right),
                (Head::WhereHigh, Right),
            ],
            lang,
        );
        for driver in shown.iter().take(MOST_DRIVERS) {
            let unit = spread(document, driver.outcome)
                .map_or(Unit::Percent, |spread| Unit::named(&spread.unit));
            table.row([
                driver.input.say(lang),
                Text::Outcome(driver.outcome).say(lang),
                number::fixed(driver.correlation, 2),
                or_none(driver.at_low, unit, lang),
                or_none(driver.at_high, unit, lang),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    blocks.push(sentence(Text::AboutDrivers { threshold: document.significant_from }, lang));
    (!document.drivers.is_empty()).then(|| Section { title: Text::Drivers.say(lang), blocks })
}

fn worst(document: &MonteCarlo, lang: Lang) -> Section {
    let mut table = table(
        &[
            (Head::Trial, Right),
            (Head::P99, Right),
            (Head::Errors, Right),
            (Head::Peak, Right),
            (Head::Misses, Left),
            (Head::Drew, Left),
        ],
        lang,
    );
    for worst in &document.worst {
        let missed = worst.missed.iter().map(|name| compare::Text::Metric(name).say(lang));
        let drew: Vec<String> = worst.drew.iter().map(|drew| drew.say(lang)).collect();
        table.row([
            worst.trial.to_string(),
            or_none(worst.p99_ms, Unit::Ms, lang),
            or_none(worst.error_rate, Unit::Percent, lang),
            number::brief(worst.peak_per_s, Unit::PerSecond, lang),
            missed.collect::<Vec<_>>().join(", "),
            drew.join(", "),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    let again = document.worst.iter().filter(|worst| !worst.command.is_empty());
    for (at, worst) in again.enumerate().take(2) {
        blocks.push(sentence(Text::Replay { trial: worst.trial, first: at == 0 }, lang));
        blocks.push(Block::Command(worst.command.clone()));
    }
    Section { title: Text::Worst.say(lang), blocks }
}

fn drawn(document: &MonteCarlo, lang: Lang) -> Section {
    let mut table = table(
        &[
            (Head::Input, Left),
            (Head::Quantile(0.05), Right),
            (Head::Quantile(0.5), Right),
            (Head::Quantile(0.95), Right),
        ],
        lang,
    );
    for input in &document.inputs {
        let (of, unit) = (&*input.name, input.unit.as_str());
        let show = |value: f64| Text::Figure { of, value, unit }.say(lang);
        table.row([input.name.say(lang), show(input.low), show(input.median), show(input.high)]);
    }
    let mut blocks = vec![Block::Table(table)];
    for uptime in &document.availability {
        let drawn = Measured::between(uptime.drawn, uptime.low, uptime.high);
        let (component, expected) = (uptime.component.as_str(), uptime.expected);
        blocks.push(sentence(Text::Uptime { component, expected, drawn }, lang));
    }
    let events = document.trial.horizon_s.is_some();
    blocks.push(sentence(Text::LeftOut { events }, lang));
    Section { title: Text::WasDrawn.say(lang), blocks }
}

fn assumed(document: &MonteCarlo, lang: Lang) -> Option<Section> {
    let mut table = table(&[(Head::Setting, Left), (Head::Value, Left)], lang);
    for assumed in &document.assumed {
        table.row([assumed.path.clone(), assumed.value.clone()]);
    }
    let blocks = vec![Block::Table(table), sentence(Text::AboutDefaults, lang)];
    (!document.assumed.is_empty()).then(|| Section { title: Text::Assumed.say(lang), blocks })
}
