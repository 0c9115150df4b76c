//! How `napkin montecarlo` looks: its document as a note with charts.

mod charts;

pub use charts::charts;

use super::Note;
use super::sections::{Block, Section, Side, Table};
use crate::document::{Input, Miss, MonteCarlo, Quantile, Spread, Worst};
use crate::message::montecarlo as say;
use crate::message::number::{self, NOTHING, Unit, base_unit, significant};
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 4] = ["distribution", "fan-p99", "fan-load", "drivers"];

/// Columns of the table of quantiles.
const SHOWN: [f64; 4] = [0.05, 0.5, 0.95, 0.99];
/// Rows of the table of drivers.
const MOST_DRIVERS: usize = 12;

/// The note.
#[must_use]
pub fn note(document: &MonteCarlo) -> Note {
    let mut note = Note::new(&document.head);
    note.headline = headline(document);
    note.answer = answer(document);
    note.sections = [
        Some(objectives(document)).filter(|_| !document.missed.is_empty()),
        Some(distribution(document)),
        drivers(document),
        Some(worst(document)),
        Some(drawn(document)),
        assumed(document),
    ]
    .into_iter()
    .flatten()
    .collect();
    note
}

/// The objective that the answer begins with: p99's, else the one that is missed most often.
fn first_miss(document: &MonteCarlo) -> Option<&Miss> {
    let p99 = document.missed.iter().find(|miss| miss.objective == "p99");
    let most = || document.missed.iter().max_by_key(|miss| miss.trials);
    p99.or_else(most)
}

fn headline(document: &MonteCarlo) -> String {
    match first_miss(document) {
        Some(miss) => say::missed(
            &miss.objective,
            &percent(miss.probability, miss.low, miss.high),
            &percents(miss.low, miss.high),
        ),
        None => {
            let p99 = spread(document, "p99_ms");
            let at = |q| p99.and_then(|p99| quantile(p99, q)).and_then(|found| found.value);
            let show =
                |ms: Option<f64>| ms.map_or_else(say::no_value, |ms| number::brief(ms, Unit::Ms));
            say::without_objectives(&show(at(0.5)), &show(at(0.95)))
        }
    }
}

fn answer(document: &MonteCarlo) -> Vec<String> {
    let mut answer = vec![what_a_trial_is(document)];
    if document.missed.len() > 1
        && let Some(any) = &document.missed_any
    {
        answer.push(say::missed_any(
            &percent(any.probability, any.low, any.high),
            &percents(any.low, any.high),
        ));
    }
    answer.push(what_drives(document));
    if document.trial.story_set_aside {
        answer.push(say::story_set_aside());
    }
    if document.given_up > 0 {
        answer.push(say::given_up(document.given_up));
    }
    if let Some(because) = &document.impossible_because {
        answer.push(say::impossible(document.impossible, because));
    }
    answer
}

/// The input that decides whether objectives are missed, else the one that decides p99.
fn what_drives(document: &MonteCarlo) -> String {
    let strongest = |outcome: &str| {
        document.drivers.iter().find(|driver| driver.outcome == outcome && driver.significant)
    };
    if let Some(driver) = strongest("missed")
        && let (Some(low), Some(high)) = (driver.at_low, driver.at_high)
    {
        let show = |share: f64| number::brief(share, Unit::Percent);
        return say::decides(&driver.input, &show(low), &show(high));
    }
    match strongest("p99_ms") {
        Some(driver) => say::drives(&driver.input, &significant(driver.correlation, 2)),
        None => say::nothing_drives(),
    }
}

fn what_a_trial_is(document: &MonteCarlo) -> String {
    let plan = &document.trial;
    let window = number::duration(plan.window_s);
    let ranges = document.inputs.iter().filter(|input| input.path.is_some()).count();
    let horizon = plan.horizon_s.map(number::duration);
    let trials = number::count(u64::from(document.trials));
    match (plan.moment.as_str(), horizon) {
        ("worst", Some(horizon)) => say::trial_worst(&trials, &window, &horizon, ranges),
        ("random", Some(horizon)) => say::trial_random(&trials, &window, &horizon, ranges),
        _ => say::trial_story(&trials, &window, ranges),
    }
}

fn spread<'d>(document: &'d MonteCarlo, outcome: &str) -> Option<&'d Spread> {
    document.outcomes.iter().find(|spread| spread.outcome == outcome)
}

fn quantile(spread: &Spread, q: f64) -> Option<&Quantile> {
    spread.quantiles.iter().find(|quantile| quantile.quantile == q)
}

/// As many digits as the interval supports.
fn percent(value: f64, low: f64, high: f64) -> String {
    number::rounded(value, Some(low), Some(high), Unit::Percent)
}

fn percents(low: f64, high: f64) -> String {
    let show = |share: f64| format!("{}%", significant(share * 100.0, 2));
    format!("{}–{}", show(low).trim_end_matches('%'), show(high))
}

// ---- sections ----

fn objectives(document: &MonteCarlo) -> Section {
    let mut table = Table::titled(&[
        (say::OBJECTIVE, Left),
        (say::TARGET, Right),
        (say::MISSED_IN, Right),
        (say::TRIALS, Right),
        (say::INTERVAL, Right),
    ]);
    for miss in document.missed.iter().chain(&document.missed_any) {
        let target = miss
            .target
            .map_or(String::new(), |target| number::show(target, Unit::named(&miss.unit)));
        table.row([
            say::objective(&miss.objective),
            target,
            number::count(u64::from(miss.trials)),
            percent(miss.probability, miss.low, miss.high),
            percents(miss.low, miss.high),
        ]);
    }
    let blocks = vec![Block::Table(table), Block::Sentence(say::about_probabilities())];
    Section { title: say::OBJECTIVES.to_owned(), blocks }
}

fn distribution(document: &MonteCarlo) -> Section {
    let titles: Vec<String> = SHOWN.iter().map(|q| say::quantile(*q)).collect();
    let mut columns = vec![(say::OUTCOME, Left)];
    columns.extend(titles.iter().map(|title| (title.as_str(), Right)));
    let mut table = Table::titled(&columns);
    for spread in &document.outcomes {
        let unit = Unit::named(&spread.unit);
        let cell = |q: f64| {
            let Some(found) = quantile(spread, q) else { return NOTHING.to_owned() };
            let Some(value) = found.value else { return say::none().to_owned() };
            match (found.low, found.high) {
                (Some(low), Some(high)) if low < high => {
                    number::show_between(value, Some(low), Some(high), unit)
                }
                // Without a trial beyond it, all that is known is the figure.
                _ => number::brief(value, unit),
            }
        };
        table.row(
            std::iter::once(say::outcome(&spread.outcome).to_owned())
                .chain(SHOWN.into_iter().map(cell)),
        );
    }
    let mut blocks = vec![Block::Table(table), Block::Sentence(say::about_quantiles())];
    let undefined = spread(document, "p99_ms").map_or(0, |p99| p99.undefined);
    if undefined > document.given_up {
        blocks.push(Block::Sentence(say::no_p99(undefined)));
    }
    Section { title: say::DISTRIBUTION.to_owned(), blocks }
}

fn drivers(document: &MonteCarlo) -> Option<Section> {
    // What decides a miss first: that is what one asks.
    let told = ["missed", "p99_ms", "error_rate", "cost_per_month_usd"];
    let of = |outcome: &'static str| {
        document
            .drivers
            .iter()
            .filter(move |driver| driver.significant && driver.outcome == outcome)
    };
    let shown: Vec<_> = told.into_iter().flat_map(of).collect();
    let threshold = significant(document.significant_from, 2);
    let mut blocks = Vec::new();
    if !shown.is_empty() {
        let mut table = Table::titled(&[
            (say::INPUT, Left),
            (say::OUTCOME, Left),
            (say::CORRELATION, Right),
            (say::WHERE_LOW, Right),
            (say::WHERE_HIGH, Right),
        ]);
        for driver in shown.iter().take(MOST_DRIVERS) {
            let unit = spread(document, &driver.outcome).map_or("ratio", |spread| &spread.unit);
            let show = |value: Option<f64>| {
                value.map_or_else(
                    || say::none().to_owned(),
                    |value| number::brief(value, Unit::named(unit)),
                )
            };
            table.row([
                driver.input.clone(),
                say::outcome(&driver.outcome).to_owned(),
                number::fixed(driver.correlation, 2),
                show(driver.at_low),
                show(driver.at_high),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    blocks.push(Block::Sentence(say::about_drivers(&threshold)));
    (!document.drivers.is_empty()).then_some(Section { title: say::DRIVERS.to_owned(), blocks })
}

fn worst(document: &MonteCarlo) -> Section {
    let mut table = Table::titled(&[
        (say::TRIAL, Right),
        (say::P99, Right),
        (say::ERRORS, Right),
        (say::PEAK, Right),
        (say::MISSES, Left),
        (say::DREW, Left),
    ]);
    for worst in &document.worst {
        let none = || say::none().to_owned();
        table.row([
            worst.trial.to_string(),
            worst.p99_ms.map_or_else(none, |ms| number::brief(ms, Unit::Ms)),
            worst.error_rate.map_or_else(none, |rate| number::brief(rate, Unit::Percent)),
            number::brief(worst.peak_per_s, Unit::PerSecond),
            worst.missed.join(", "),
            worst.drew.join(", "),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    let again = document.worst.iter().filter(|worst| !worst.command.is_empty());
    for (at, worst) in again.enumerate().take(2) {
        blocks.push(Block::Sentence(say::replay(worst.trial, at == 0)));
        blocks.push(Block::Command(Worst::clone(worst).command));
    }
    Section { title: say::WORST.to_owned(), blocks }
}

fn drawn(document: &MonteCarlo) -> Section {
    let mut table = Table::titled(&[
        (say::INPUT, Left),
        (say::LOW, Right),
        (say::MEDIAN, Right),
        (say::HIGH, Right),
    ]);
    for input in &document.inputs {
        let show = |input: &Input, value: f64| match input.name.as_str() {
            say::HIGHEST_LOAD => format!("× {}", significant(value, 3)),
            _ => base_unit(value, &input.unit, 3),
        };
        table.row([
            input.name.clone(),
            show(input, input.low),
            show(input, input.median),
            show(input, input.high),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    for uptime in &document.availability {
        let digits = |share: f64| number::show(share, Unit::Percent);
        blocks.push(Block::Sentence(say::uptime(
            &uptime.component,
            &digits(uptime.expected),
            &number::show_between(uptime.drawn, Some(uptime.low), Some(uptime.high), Unit::Percent),
        )));
    }
    blocks.push(Block::Sentence(say::left_out(document.trial.horizon_s.is_some())));
    Section { title: say::DRAWN.to_owned(), blocks }
}

fn assumed(document: &MonteCarlo) -> Option<Section> {
    let mut table = Table::titled(&[(say::SETTING, Left), (say::VALUE, Left)]);
    for assumed in &document.assumed {
        table.row([assumed.path.clone(), assumed.value.clone()]);
    }
    let blocks = vec![Block::Table(table), Block::Sentence(say::about_defaults())];
    (!document.assumed.is_empty()).then_some(Section { title: say::ASSUMED.to_owned(), blocks })
}
