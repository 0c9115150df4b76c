//! What clients get: failures by reason, and how p99 stands with its objective.

use super::series::Series;
use super::spells::{Spell, spells, told};
use crate::blueprint::{Blueprint, Metric};
use crate::document::Report;
use crate::message::story::{Happening, Step};
use crate::world::meters::CLIENT;

/// Failures are told where so many more of the requests that end fail than before: a share of all, or of the usual.
const FAILS: f64 = 0.01;
/// See [`FAILS`].
const FAILS_MORE: f64 = 0.25;
/// A type of request with less than this share of the failures is not named.
const OF_TYPE: f64 = 0.05;
/// More reasons than this are not told: the most frequent are.
const REASONS: usize = 4;
/// Without an objective, p99 has risen from so many times the usual on.
const RISES: f64 = 2.0;
/// And is back below so many times it.
const FALLS: f64 = 1.5;

pub fn steps(blueprint: &Blueprint, report: &Report, series: &Series, steps: &mut Vec<Step>) {
    failures(blueprint, series, steps);
    match target(blueprint) {
        Some(target_ms) => against(target_ms, report, series, steps),
        None => without(report, series, steps),
    }
}

fn failures(blueprint: &Blueprint, series: &Series, steps: &mut Vec<Step>) {
    let mut causes: Vec<_> = series.failures.iter().collect();
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    causes.sort_by(|a, b| sum(b.1).total_cmp(&sum(a.1)));
    for (cause, failed) in causes.into_iter().take(REASONS) {
        let share = |at: usize| failed[at] / series.ended[at].max(1.0);
        let usual = series.usual(failed, &series.ended);
        let more = FAILS.max(FAILS_MORE * usual);
        let fails = |at: usize| match share(at) {
            _ if series.ended[at] <= 0.0 => None,
            share if share >= usual + more => Some(true),
            share if share < usual + more / 2.0 => Some(false),
            _ => None,
        };
        let &(reason, place) = cause;
        let component = match place {
            CLIENT => "client".to_owned(),
            place => blueprint.components[usize::from(place)].name.clone(),
        };
        let reason = reason.name().to_owned();
        for (spell, times) in told(&spells(series.count, fails)) {
            let ends = spell.until < series.count;
            let worst = (spell.from..spell.until).map(share).fold(0.0, f64::max);
            let what = Happening::Fails {
                reason: reason.clone(),
                component: component.clone(),
                share: worst,
                request_types: types(blueprint, series, *cause),
                times,
                until_s: (times > 1 && ends).then(|| series.time(spell.until)),
            };
            steps.push(Step { at_s: series.time(spell.from), what });
            if ends && times == 1 {
                let (reason, component) = (reason.clone(), component.clone());
                let what = Happening::FailsNoMore { reason, component };
                steps.push(Step { at_s: series.time(spell.until), what });
            }
        }
    }
}

/// The types of request that fail so, where not all do.
fn types(blueprint: &Blueprint, series: &Series, cause: super::series::Cause) -> Vec<String> {
    let Some(of) = series.by_type.get(&cause) else { return Vec::new() };
    let all: f64 = of.values().sum();
    let named = |(_, count): &(&u16, &f64)| **count >= OF_TYPE * all;
    let name = |(at, _): (&u16, &f64)| blueprint.request_types[usize::from(*at)].name.clone();
    let names: Vec<String> = of.iter().filter(named).map(name).collect();
    if names.len() == blueprint.request_types.len() { Vec::new() } else { names }
}

/// The objective on p99 of all requests.
fn target(blueprint: &Blueprint) -> Option<f64> {
    let mut of_all = blueprint.slo.iter().filter(|it| it.request_type.is_none());
    of_all.find(|it| it.metric == Metric::P99).map(|it| it.target / 1e6)
}

/// p99 against its objective.
fn against(target_ms: f64, report: &Report, series: &Series, steps: &mut Vec<Step>) {
    let p99 = &report.timeseries.p99_ms;
    let is_out = |at: usize| match p99[at] {
        Some(ms) => Some(ms > target_ms),
        // Nothing completed, though something was asked: no objective is met.
        None => (series.offered[at] > 0.0).then_some(true),
    };
    for (spell, times) in told(&spells(series.count, is_out)) {
        let ends = spell.until < series.count;
        if spell.from == 0 && !ends {
            steps.push(Step { at_s: 0.0, what: Happening::P99Outside { target_ms } });
            continue;
        }
        let (from_s, to_s) = (series.time(spell.from), series.time(spell.until));
        let (worst_ms, until_s) = (worst(p99, spell), (times > 1 && ends).then_some(to_s));
        let what = Happening::P99Leaves { target_ms, worst_ms, times, until_s };
        steps.push(Step { at_s: from_s, what });
        if ends && times == 1 {
            let what = Happening::P99Returns { target_ms, outside_s: to_s - from_s };
            steps.push(Step { at_s: to_s, what });
        }
    }
}

/// The highest p99 of a spell; `None` where something in it never completed.
fn worst(p99: &[Option<f64>], spell: Spell) -> Option<f64> {
    let highest = |most: f64, ms: &Option<f64>| ms.map(|ms| most.max(ms));
    p99[spell.from..spell.until].iter().try_fold(0.0, highest)
}

/// How p99 moves, where no objective says what it may be.
fn without(report: &Report, series: &Series, steps: &mut Vec<Step>) {
    let p99 = &report.timeseries.p99_ms;
    let mut before: Vec<f64> =
        p99[..series.before.min(p99.len())].iter().flatten().copied().collect();
    before.sort_by(f64::total_cmp);
    let Some(&usual_ms) = before.get(before.len() / 2).filter(|usual| **usual > 0.0) else {
        return;
    };
    let is_risen = |at: usize| match p99[at] {
        None => (series.offered[at] > 0.0).then_some(true),
        Some(ms) if ms >= RISES * usual_ms => Some(true),
        Some(ms) if ms < FALLS * usual_ms => Some(false),
        Some(_) => None,
    };
    for (spell, times) in told(&spells(series.count, is_risen)) {
        let ends = spell.until < series.count;
        let (from_s, to_s) = (series.time(spell.from), series.time(spell.until));
        let (worst_ms, until_s) = (worst(p99, spell), (times > 1 && ends).then_some(to_s));
        let what = Happening::P99Rises { usual_ms, worst_ms, times, until_s };
        steps.push(Step { at_s: from_s, what });
        if ends && times == 1 {
            let what = Happening::P99Normal { usual_ms, risen_s: to_s - from_s };
            steps.push(Step { at_s: to_s, what });
        }
    }
}
