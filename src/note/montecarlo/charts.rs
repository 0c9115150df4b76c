//! The pictures of many trials: how p99 is distributed, how it fans out over time, what drives it.

use super::quantile;
use crate::chart::plot::{Axis, Curve, Plot, Rule, Spread, Stroke, Tone, Written};
use crate::chart::tornado::{Panel, Swing, Tornado};
use crate::chart::{self, Chart, plot, tornado};
use crate::document::{Bands, MonteCarlo};
use crate::figure::brief;
use crate::message::chart::Text;
use crate::message::montecarlo as say;
use crate::message::number::{self, Unit};
use crate::message::{Lang, Say};

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &MonteCarlo) -> Vec<Chart> {
    [distribution(document), fan_p99(document), fan_load(document), drivers(document)]
        .into_iter()
        .flatten()
        .collect()
}

fn subtitle(document: &MonteCarlo) -> String {
    [
        document.head.scenario.clone(),
        say::trials_and_seed(&number::count(u64::from(document.trials)), document.head.seed),
        say::window(&number::duration(document.trial.window_s)),
    ]
    .join(chart::BETWEEN)
}

fn objective(document: &MonteCarlo, horizontal: bool) -> Vec<Rule> {
    let rule = |ms: f64| Rule {
        at: ms,
        horizontal,
        label: Text::SloLine(brief(ms, Unit::Ms)).say(Lang::En),
        tone: Tone::Good,
    };
    document.p99_target_ms.map(rule).into_iter().collect()
}

/// The share of trials whose p99 is below.
fn distribution(document: &MonteCarlo) -> Option<Chart> {
    let mut values: Vec<f64> =
        document.values.get(1)?.iter().copied().filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let share = |count: usize| count as f64 / document.trials.max(1) as f64;
    let points: Vec<(f64, f64)> =
        values.iter().enumerate().map(|(at, &ms)| (ms, share(at + 1))).collect();
    let p99 = super::spread(document, "p99_ms")?;
    let at = |q| quantile(p99, q).and_then(|found| found.value);
    let show = |ms: Option<f64>| ms.map_or_else(say::no_value, |ms| number::brief(ms, Unit::Ms));
    let miss = document.missed.iter().find(|miss| miss.objective == "p99");
    let title = match miss {
        Some(miss) => say::distribution_missed(
            &super::percent(miss.probability, miss.low, miss.high),
            &number::brief(document.p99_target_ms.unwrap_or(0.0), Unit::Ms),
        ),
        None => say::distribution(&show(at(0.5)), &show(at(0.95))),
    };
    let alt = say::distribution_alt(&show(at(0.05)), &show(at(0.5)), &show(at(0.95)));
    let picture = Plot {
        file_stem: "distribution",
        title,
        subtitle: subtitle(document),
        alt,
        x: Axis { name: say::P99_AXIS.to_owned(), unit: Written::In(Unit::Ms), ..Axis::default() },
        y: Axis {
            name: say::SHARE_AXIS.to_owned(),
            unit: Written::In(Unit::Percent),
            spread: Spread::Linear,
            until: Some(1.0),
        },
        curves: vec![Curve { points, stroke: Stroke::Steps, ..Curve::default() }],
        rules: objective(document, false),
        dots: Vec::new(),
    };
    plot::draw(&picture, Lang::En)
}

/// Two bands and the median.
fn fan(bands: &Bands, interval_s: f64) -> Vec<Curve> {
    let at = |index: usize| interval_s * (index as f64 + 0.5);
    let band = |low: &[Option<f64>], high: &[Option<f64>]| -> Vec<(f64, f64, f64)> {
        let pairs = low.iter().zip(high).enumerate();
        pairs.filter_map(|(index, (low, high))| Some((at(index), (*low)?, (*high)?))).collect()
    };
    let line = |values: &[Option<f64>]| -> Vec<(f64, f64)> {
        let each = values.iter().enumerate();
        each.map(|(index, value)| (at(index), value.unwrap_or(f64::NAN))).collect()
    };
    let outer = Curve {
        label: say::UPPER.to_owned(),
        points: line(&bands.p95),
        band: band(&bands.p05, &bands.p95),
        tone: Tone::Quiet,
        ..Curve::default()
    };
    let inner = Curve {
        label: say::MIDDLE.to_owned(),
        points: line(&bands.p50),
        band: band(&bands.p25, &bands.p75),
        ..Curve::default()
    };
    vec![outer, inner]
}

fn time_axis() -> Axis {
    Axis {
        name: say::TIME_AXIS.to_owned(),
        unit: Written::Seconds,
        spread: Spread::Linear,
        until: None,
    }
}

fn fan_p99(document: &MonteCarlo) -> Option<Chart> {
    let over_time = &document.over_time;
    let highest = |bands: &[Option<f64>]| bands.iter().flatten().copied().fold(0.0, f64::max);
    let (median, upper) = (highest(&over_time.p99_ms.p50), highest(&over_time.p99_ms.p95));
    let show = |ms: f64| number::brief(ms, Unit::Ms);
    let picture = Plot {
        file_stem: "fan-p99",
        title: say::fan_p99(&show(median), &show(upper)),
        subtitle: subtitle(document),
        alt: say::fan_alt(say::P99_AXIS, &show(median), &show(upper)),
        x: time_axis(),
        y: Axis { name: say::P99_AXIS.to_owned(), unit: Written::In(Unit::Ms), ..Axis::default() },
        curves: fan(&over_time.p99_ms, over_time.interval_s),
        rules: objective(document, true),
        dots: Vec::new(),
    };
    plot::draw(&picture, Lang::En)
}

fn fan_load(document: &MonteCarlo) -> Option<Chart> {
    let over_time = &document.over_time;
    let highest = |bands: &[Option<f64>]| bands.iter().flatten().copied().fold(0.0, f64::max);
    let (median, upper) =
        (highest(&over_time.offered_per_s.p50), highest(&over_time.offered_per_s.p95));
    let show = |per_s: f64| number::brief(per_s, Unit::PerSecond);
    let picture = Plot {
        file_stem: "fan-load",
        title: say::fan_load(&show(median), &show(upper)),
        subtitle: subtitle(document),
        alt: say::fan_alt(say::LOAD_AXIS, &show(median), &show(upper)),
        x: time_axis(),
        y: Axis {
            name: say::LOAD_AXIS.to_owned(),
            unit: Written::In(Unit::PerSecond),
            ..Axis::default()
        },
        curves: fan(&over_time.offered_per_s, over_time.interval_s),
        rules: Vec::new(),
        dots: Vec::new(),
    };
    plot::draw(&picture, Lang::En)
}

/// How far the outcome swings between the fifths of the trials in which an input is low and high: the share of
/// trials that miss an objective, or p99 where nothing clearly decides that.
fn drivers(document: &MonteCarlo) -> Option<Chart> {
    let missed = swings(document, "missed", Unit::Percent);
    let (center, unit, swings, outcome) = if missed.is_empty() {
        let center = quantile(super::spread(document, "p99_ms")?, 0.5)?.value?;
        (center, Unit::Ms, swings(document, "p99_ms", Unit::Ms), say::MEDIAN_P99)
    } else {
        let center = document.missed_any.as_ref()?.probability;
        (center, Unit::Percent, missed, say::SHARE_MISSED)
    };
    let first = swings.first()?;
    let show = |value: f64| number::brief(value, unit);
    let (low, high) = (show(first.at_low.0), show(first.at_high.0));
    let title = match unit {
        Unit::Percent => say::tornado_missed(&first.name, &low, &high),
        _ => say::tornado(&first.name, &low, &high),
    };
    let names: Vec<String> = swings.iter().map(|swing| swing.name.clone()).collect();
    let picture = Tornado {
        file_stem: "drivers",
        title,
        subtitle: subtitle(document),
        alt: say::tornado_alt(&names),
        panels: vec![Panel {
            head: Text::TornadoCenter { outcome, value: Written::In(unit).figure(center) }
                .say(Lang::En),
            center,
            swings,
        }],
    };
    tornado::draw(&picture, Lang::En)
}

/// Inputs that clearly drive an outcome, the widest swing first.
fn swings(document: &MonteCarlo, outcome: &str, unit: Unit) -> Vec<Swing> {
    let own = document.drivers.iter().filter(|own| own.significant && own.outcome == outcome);
    let mut swings: Vec<Swing> = own
        .filter_map(|driver| {
            let note = say::correlation(&number::fixed(driver.correlation, 2));
            let end = |value: f64| (value, Written::In(unit).show(value, Lang::En));
            let (at_low, at_high) = (end(driver.at_low?), end(driver.at_high?));
            Some(Swing { name: driver.input.clone(), note, at_low, at_high })
        })
        .collect();
    let width = |swing: &Swing| (swing.at_high.0 - swing.at_low.0).abs();
    swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
    swings
}
