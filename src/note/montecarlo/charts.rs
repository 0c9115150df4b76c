//! The pictures of many trials: how p99 is distributed, how it fans out over time, what drives it.

use super::quantile;
use crate::chart::plot::{Axis, Curve, Plot, Rule, Spread, Stroke, Tone, Written};
use crate::chart::tornado::{Panel, Swing, Tornado};
use crate::chart::{Chart, plot, tornado};
use crate::document::{Bands, Driver, MonteCarlo, Outcome};
use crate::figure::Unit;
use crate::figure::brief;
use crate::message::chart::Text as Chrome;
use crate::message::montecarlo::{Chart as Text, Drawn};
use crate::message::{Lang, Say};

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &MonteCarlo, lang: Lang) -> Vec<Chart> {
    [
        distribution(document, lang),
        fan_p99(document, lang),
        fan_load(document, lang),
        drivers(document, lang),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn subtitle(document: &MonteCarlo) -> Text<'_> {
    Text::Subtitle {
        scenario: &document.head.scenario,
        trials: document.trials,
        seed: document.head.seed,
        window_s: document.trial.window_s,
    }
}

fn objective(document: &MonteCarlo, horizontal: bool, lang: Lang) -> Vec<Rule> {
    let rule = |ms: f64| Rule {
        at: ms,
        horizontal,
        label: Chrome::SloLine(brief(ms, Unit::Ms)).say(lang),
        tone: Tone::Good,
    };
    document.p99_target_ms.map(rule).into_iter().collect()
}

/// The share of trials whose p99 is below.
fn distribution(document: &MonteCarlo, lang: Lang) -> Option<Chart> {
    let mut values: Vec<f64> =
        document.values.get(1)?.iter().copied().filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let share = |count: usize| count as f64 / document.trials.max(1) as f64;
    let points: Vec<(f64, f64)> =
        values.iter().enumerate().map(|(at, &ms)| (ms, share(at + 1))).collect();
    let p99 = super::spread(document, Outcome::P99Ms)?;
    let at = |q| quantile(p99, q).and_then(|found| found.value);
    let (low, median, high) = (at(0.05), at(0.5), at(0.95));
    let title = match document.missed.iter().find(|miss| miss.objective == "p99") {
        Some(miss) => {
            let target_ms = document.p99_target_ms.unwrap_or(0.0);
            Text::DistributionMissed { share: miss.share(), target_ms }
        }
        None => Text::Distribution { median, high },
    };
    plot::draw(
        &Plot {
            file_stem: "distribution",
            title: title.say(lang),
            subtitle: subtitle(document).say(lang),
            alt: Text::DistributionAlt { low, median, high }.say(lang),
            x: Axis { name: Text::P99.say(lang), unit: Written::In(Unit::Ms), ..Axis::default() },
            y: Axis {
                name: Text::ShareBelow.say(lang),
                unit: Written::In(Unit::Percent),
                spread: Spread::Linear,
                until: Some(1.0),
            },
            curves: vec![Curve { points, stroke: Stroke::Steps, ..Curve::default() }],
            rules: objective(document, false, lang),
            dots: Vec::new(),
        },
        lang,
    )
}

/// Two bands and the median.
fn fan(bands: &Bands, interval_s: f64, lang: Lang) -> Vec<Curve> {
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
        label: Text::Upper.say(lang),
        points: line(&bands.p95),
        band: band(&bands.p05, &bands.p95),
        tone: Tone::Quiet,
        ..Curve::default()
    };
    let inner = Curve {
        label: Text::Middle.say(lang),
        points: line(&bands.p50),
        band: band(&bands.p25, &bands.p75),
        ..Curve::default()
    };
    vec![outer, inner]
}

fn time_axis(lang: Lang) -> Axis {
    Axis { name: Text::Time.say(lang), unit: Written::Seconds, spread: Spread::Linear, until: None }
}

fn fan_p99(document: &MonteCarlo, lang: Lang) -> Option<Chart> {
    let over_time = &document.over_time;
    let highest = |bands: &[Option<f64>]| bands.iter().flatten().copied().fold(0.0, f64::max);
    let (median, high) = (highest(&over_time.p99_ms.p50), highest(&over_time.p99_ms.p95));
    plot::draw(
        &Plot {
            file_stem: "fan-p99",
            title: Text::FanP99 { median, high }.say(lang),
            subtitle: subtitle(document).say(lang),
            alt: Text::FanP99Alt { median, high }.say(lang),
            x: time_axis(lang),
            y: Axis { name: Text::P99.say(lang), unit: Written::In(Unit::Ms), ..Axis::default() },
            curves: fan(&over_time.p99_ms, over_time.interval_s, lang),
            rules: objective(document, true, lang),
            dots: Vec::new(),
        },
        lang,
    )
}

fn fan_load(document: &MonteCarlo, lang: Lang) -> Option<Chart> {
    let over_time = &document.over_time;
    let highest = |bands: &[Option<f64>]| bands.iter().flatten().copied().fold(0.0, f64::max);
    let (median, high) =
        (highest(&over_time.offered_per_s.p50), highest(&over_time.offered_per_s.p95));
    plot::draw(
        &Plot {
            file_stem: "fan-load",
            title: Text::FanLoad { median, high }.say(lang),
            subtitle: subtitle(document).say(lang),
            alt: Text::FanLoadAlt { median, high }.say(lang),
            x: time_axis(lang),
            y: Axis {
                name: Text::Load.say(lang),
                unit: Written::In(Unit::PerSecond),
                ..Axis::default()
            },
            curves: fan(&over_time.offered_per_s, over_time.interval_s, lang),
            rules: Vec::new(),
            dots: Vec::new(),
        },
        lang,
    )
}

/// How far the outcome swings between the fifths of the trials in which an input is low and high: the share of
/// trials that miss an objective, or p99 where nothing clearly decides that.
fn drivers(document: &MonteCarlo, lang: Lang) -> Option<Chart> {
    let missed = swings(document, Outcome::Missed);
    let (center, unit, swings, outcome) = if missed.is_empty() {
        let center = quantile(super::spread(document, Outcome::P99Ms)?, 0.5)?.value?;
        (center, Unit::Ms, swings(document, Outcome::P99Ms), Text::MedianP99)
    } else {
        let center = document.missed_any.as_ref()?.probability;
        (center, Unit::Percent, missed, Text::ShareMissed)
    };
    let &(first, low, high) = swings.first()?;
    let input = &*first.input;
    let title = match unit {
        Unit::Percent => Text::TornadoMissed { input, low, high },
        _ => Text::Tornado { input, low, high },
    };
    let inputs: Vec<&Drawn> = swings.iter().map(|(driver, ..)| &*driver.input).collect();
    let written = Written::In(unit);
    let swing = |&(driver, low, high): &(&Driver, f64, f64)| Swing {
        name: driver.input.say(lang),
        note: Text::Correlation(driver.correlation).say(lang),
        at_low: (low, written.show(low, lang)),
        at_high: (high, written.show(high, lang)),
    };
    tornado::draw(
        &Tornado {
            file_stem: "drivers",
            title: title.say(lang),
            subtitle: subtitle(document).say(lang),
            alt: Text::TornadoAlt { inputs: &inputs }.say(lang),
            panels: vec![Panel {
                head: Chrome::TornadoCenter {
                    outcome: &outcome.say(lang),
                    value: written.figure(center),
                }
                .say(lang),
                center,
                swings: swings.iter().map(swing).collect(),
            }],
        },
        lang,
    )
}

/// Inputs that clearly drive an outcome, each with the outcome where it is low and where it is high, the widest
/// swing first.
fn swings(document: &MonteCarlo, outcome: Outcome) -> Vec<(&Driver, f64, f64)> {
    let own = document.drivers.iter().filter(|own| own.significant && own.outcome == outcome);
    let mut swings: Vec<(&Driver, f64, f64)> =
        own.filter_map(|driver| Some((driver, driver.at_low?, driver.at_high?))).collect();
    let width = |(_, low, high): &(&Driver, f64, f64)| (high - low).abs();
    swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
    swings
}
