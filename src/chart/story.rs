//! What a run over time has to say, as one sentence: the title of the timeline.
//!
//! In this order: the load is not served; p99 leaves its objective; p99 stays inside; p99 rises; nothing happens.

use super::frame::name_in_title;
use super::scale::drawable;
use crate::document::{Mark, Report};
use crate::figure::{Shown, about_duration, about_percent, about_seconds};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::{Cause, Text, When};

/// Below this share of what is offered, throughput has collapsed.
const COLLAPSED: f64 = 0.5;
/// Below this share, it falls behind: the collapse begins and ends here.
const BEHIND: f64 = 0.8;
/// Requests that two intervals must hold before their ratio means anything.
const ENOUGH: f64 = 20.0;
/// An event at most this many intervals before a fall is taken for its cause.
const SOON: f64 = 3.0;
/// A p99 this many times the usual has risen.
const RISEN: f64 = 1.5;
/// It swings if every tenth interval is so many times the usual one.
const SWINGS: f64 = 3.0;
/// More excursions than this are not told one by one.
const SCATTERED: usize = 3;

/// The objective on p99 of all requests, in milliseconds.
#[must_use]
pub fn p99_target(report: &Report) -> Option<f64> {
    let is_p99 = |slo: &&crate::document::Objective| slo.objective == "p99" && slo.unit == "ms";
    report.slo.iter().find(is_p99).map(|slo| slo.target).filter(|t| drawable(*t) && *t > 0.0)
}

/// The title of the timeline.
#[must_use]
pub fn title(report: &Report, lang: Lang) -> String {
    if let Some(sentence) = collapse(report, lang) {
        return sentence;
    }
    match p99_target(report) {
        Some(target) => against(report, target, lang),
        None => without_target(report, lang),
    }
}

/// First and one past the last interval.
pub type Range = (usize, usize);

/// Runs of intervals out of `count`, at least `least` long, in which `is` holds.
pub fn runs(count: usize, least: usize, is: impl Fn(usize) -> bool) -> Vec<Range> {
    let mut runs = Vec::new();
    let mut start = None;
    for i in 0..=count {
        match (i < count && is(i), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                if i - from >= least {
                    runs.push((from, i));
                }
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Says so when completions fall far behind what is offered.
fn collapse(report: &Report, lang: Lang) -> Option<String> {
    let series = &report.timeseries;
    let count = series.offered_per_s.len().min(series.completed_per_s.len());
    let sum = |values: &[f64], (from, until): Range| -> f64 {
        values[from..until].iter().filter(|value| drawable(**value)).sum()
    };
    let share = |range| {
        let offered = sum(&series.offered_per_s, range);
        let enough = offered * series.interval_s >= ENOUGH;
        enough.then(|| sum(&series.completed_per_s, range) / offered)
    };
    // Two neighbours are taken together: one short interval alone is too noisy.
    let behind = |i: usize| share((i, i + 2)).is_some_and(|share| share < BEHIND);
    let falls: Vec<Range> = runs(count.saturating_sub(1), 1, behind)
        .into_iter()
        .map(|(from, until)| (from, until + 1))
        .filter(|range| share(*range).is_some_and(|share| share < COLLAPSED))
        .collect();
    let longest = falls.into_iter().rev().max_by_key(|(from, until)| until - from)?;
    // Of the pairs at both ends, one half may not be behind.
    let alone = |i: usize| share((i, i + 1)).is_some_and(|share| share >= BEHIND);
    let from = longest.0 + usize::from(alone(longest.0));
    let until = longest.1 - usize::from(alone(longest.1 - 1));
    if from >= until {
        return None;
    }
    let share = about_percent(share((from, until))?);
    let start_s = series.interval_s * from as f64;
    let length = (until < count).then(|| about_seconds(series.interval_s * (until - from) as f64));
    let recent = |mark: &&Mark| {
        let delay = start_s + series.interval_s - mark.at_s;
        delay > 0.0 && delay <= SOON * series.interval_s
    };
    let cause = report.marks.iter().filter(recent).max_by(|a, b| a.at_s.total_cmp(&b.at_s));
    let event = cause.map(|mark| short(mark, lang));
    let cause = event.as_deref().map_or_else(|| Cause::At(about_seconds(start_s)), Cause::Event);
    Some(Text::Collapse { share, cause, length }.say(lang))
}

/// An event's name, cut if it would fill the title.
fn short(mark: &Mark, lang: Lang) -> String {
    name_in_title(&mark.label.say(lang))
}

/// p99 against its objective.
fn against(report: &Report, target: f64, lang: Lang) -> String {
    let series = &report.timeseries;
    let count = series.p99_ms.len();
    let goal = about_duration(target);
    let over = |i: usize| match series.p99_ms[i].filter(|ms| drawable(*ms)) {
        Some(ms) => ms > target,
        // Nothing completed, though something was asked: no objective is met.
        None => series.offered_per_s.get(i).is_some_and(|offered| *offered > 0.0),
    };
    let outside = (0..count).filter(|i| over(*i)).count();
    let excursions = runs(count, 2, over);
    if outside == 0 {
        return inside(&report.marks, goal, lang);
    }
    if outside == count {
        return Text::P99AlwaysOver(goal).say(lang);
    }
    let Some(&first) = excursions.first() else {
        return Text::P99MostlyInside { target: goal, outside, of: count }.say(lang);
    };
    if excursions.len() > SCATTERED {
        let share = about_percent(outside as f64 / count as f64);
        return Text::P99Scattered { target: goal, share }.say(lang);
    }
    // Of the excursions after a mark, the first is the story; noise before the mark is not.
    let at = |i: usize| series.interval_s * i as f64;
    let mut told: Vec<(Range, &Mark)> = Vec::new();
    for mark in &report.marks {
        let after = |range: &&Range| at(range.0) + series.interval_s > mark.at_s;
        let later = |other: &&Mark| other.at_s > mark.at_s;
        let next = report.marks.iter().filter(later).map(|m| m.at_s).fold(f64::INFINITY, f64::min);
        if let Some(range) = excursions.iter().find(after).filter(|range| at(range.0) < next) {
            told.push((*range, mark));
        }
    }
    let back = |range: Range| (range.1 < count).then(|| about_seconds(at(range.1 - range.0)));
    let chosen = told.into_iter().max_by_key(|(range, _)| range.1 - range.0);
    let Some((range, mark)) = chosen else {
        let when = When::At(about_seconds(at(first.0)));
        return Text::P99Leaves { target: goal, when, back: back(first) }.say(lang);
    };
    let (delay, event) = (at(range.0) - mark.at_s, &short(mark, lang));
    let when = if delay < series.interval_s {
        When::With(event)
    } else if mark.until_s.is_some_and(|until| at(range.0) < until) {
        When::Into { delay: about_seconds(delay), event }
    } else {
        When::After { delay: about_seconds(delay), event }
    };
    Text::P99Leaves { target: goal, when, back: back(range) }.say(lang)
}

fn inside(marks: &[Mark], target: Shown, lang: Lang) -> String {
    match marks {
        [] => Text::P99Inside(target).say(lang),
        [mark] => Text::P99InsideThrough { target, event: &short(mark, lang) }.say(lang),
        _ => Text::P99InsideThroughAll { target, events: marks.len() }.say(lang),
    }
}

/// Without an objective: how p99 moves.
fn without_target(report: &Report, lang: Lang) -> String {
    let series = &report.timeseries;
    let first_mark = report.marks.iter().map(|mark| mark.at_s).fold(f64::INFINITY, f64::min);
    let before = |i: usize| series.interval_s * (i as f64 + 1.0) <= first_mark;
    let values = |wanted: &dyn Fn(usize) -> bool| -> Vec<f64> {
        let pairs = series.p99_ms.iter().enumerate().filter(|(i, _)| wanted(*i));
        let mut values: Vec<f64> =
            pairs.filter_map(|(_, ms)| *ms).filter(|ms| drawable(*ms)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let all = values(&|_| true);
    if all.is_empty() {
        return Text::NothingCompleted.say(lang);
    }
    if !report.stability.stable && report.latency_ms.is_none() && report.marks.is_empty() {
        return Text::LatencyGrows.say(lang);
    }
    let middle = |values: &[f64]| values.get(values.len() / 2).copied().unwrap_or(0.0);
    let usual = values(&before);
    let usual = if usual.is_empty() { middle(&all) } else { middle(&usual) };
    let after = values(&|i| !before(i));
    let value = about_duration(usual);
    match (report.marks.first(), after.last()) {
        (Some(mark), Some(peak)) if *peak > RISEN * usual => {
            let to = about_duration(*peak);
            Text::P99Rises { from: value, to, event: &short(mark, lang) }.say(lang)
        }
        (Some(mark), _) => Text::P99HoldsThrough { value, event: &short(mark, lang) }.say(lang),
        (None, _) => match all.get(all.len() * 9 / 10) {
            Some(high) if *high > SWINGS * usual => {
                Text::P99Swings { low: about_duration(all[0]), high: about_duration(*high) }
                    .say(lang)
            }
            _ => Text::P99Holds(value).say(lang),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Objective, Timeseries};
    use crate::message::EventLabel;

    /// A run of 1 s intervals at 100/s, p99 as given, everything completed.
    fn run(
        p99_ms: &[f64],
        target: Option<f64>,
        marks: &[(f64, Option<f64>, EventLabel)],
    ) -> Report {
        let mut report = Report::default();
        report.stability.stable = true;
        report.timeseries = Timeseries {
            interval_s: 1.0,
            offered_per_s: vec![100.0; p99_ms.len()],
            completed_per_s: vec![100.0; p99_ms.len()],
            p99_ms: p99_ms.iter().map(|ms| Some(*ms)).collect(),
            errors_per_s: vec![0.0; p99_ms.len()],
            ..Timeseries::default()
        };
        let objective = |target| Objective {
            objective: "p99".to_owned(),
            unit: "ms".to_owned(),
            target,
            ..Objective::default()
        };
        report.slo = target.map(objective).into_iter().collect();
        let mark = |(at_s, until_s, label): &(f64, Option<f64>, EventLabel)| Mark {
            at_s: *at_s,
            until_s: *until_s,
            label: label.clone().into(),
        };
        report.marks = marks.iter().map(mark).collect();
        report
    }

    fn check(report: &Report, expect: &str) {
        assert_eq!(title(report, Lang::En), expect);
    }

    /// `usual` with `value` from `from` until `until`.
    fn bump(count: usize, usual: f64, value: f64, from: usize, until: usize) -> Vec<f64> {
        (0..count).map(|i| if (from..until).contains(&i) { value } else { usual }).collect()
    }

    #[test]
    fn p99_leaves_its_objective() {
        let goal = Some(100.0);
        let spike = [(20.0, Some(50.0), EventLabel::Traffic { times: 3.0 })];
        let p99 = bump(60, 10.0, 300.0, 32, 55);
        check(
            &run(&p99, goal, &spike),
            "p99 leaves the 100 ms SLO 12 s into “traffic × 3”, for 23 s",
        );
        let p99 = bump(60, 10.0, 300.0, 20, 60);
        let sentence = "p99 leaves the 100 ms SLO with “traffic × 3” and does not return";
        check(&run(&p99, goal, &spike), sentence);
        let p99 = bump(60, 10.0, 300.0, 52, 54);
        let sentence = "p99 leaves the 100 ms SLO 32 s after “traffic × 3”, for 2 s";
        check(&run(&p99, goal, &spike), sentence);
        let p99 = bump(60, 10.0, 300.0, 12, 14);
        check(&run(&p99, goal, &[]), "p99 leaves the 100 ms SLO at 12 s, for 2 s");
        check(&run(&[300.0; 9], goal, &[]), "p99 is over the 100 ms SLO from beginning to end");
    }

    #[test]
    fn p99_stays_inside() {
        let goal = Some(100.0);
        let calm = bump(60, 10.0, 10.0, 0, 0);
        check(&run(&calm, goal, &[]), "p99 stays inside the 100 ms SLO");
        let mark = (20.0, None, EventLabel::Kill { component: "cache".to_owned() });
        check(
            &run(&calm, goal, std::slice::from_ref(&mark)),
            "p99 stays inside the 100 ms SLO through “kill cache”",
        );
        let all = "p99 stays inside the 100 ms SLO through both events";
        check(&run(&calm, goal, &[mark.clone(), mark]), all);
        let p99 = bump(60, 10.0, 300.0, 12, 13);
        check(&run(&p99, goal, &[]), "p99 is inside the 100 ms SLO in all but 1 of 60 intervals");
        let scattered: Vec<f64> = (0..40).map(|i| if i % 4 < 2 { 300.0 } else { 1.0 }).collect();
        check(
            &run(&scattered, goal, &[]),
            "p99 is over the 100 ms SLO 50% of the time, again and again",
        );
    }

    #[test]
    fn an_interval_in_which_nothing_completes_is_outside() {
        let mut report = run(&[10.0; 40], Some(100.0), &[]);
        report.timeseries.p99_ms[10..20].fill(None);
        check(&report, "p99 leaves the 100 ms SLO at 10 s, for 10 s");
        report.timeseries.offered_per_s.fill(0.0);
        report.timeseries.completed_per_s.fill(0.0);
        check(&report, "p99 stays inside the 100 ms SLO");
    }

    #[test]
    fn the_load_is_not_served() {
        let mut report = run(&[10.0; 100], Some(100.0), &[]);
        report.timeseries.completed_per_s[60..].fill(40.0);
        check(&report, "Completed falls to 40% of offered at 60 s and stays there");
        report.timeseries.completed_per_s[75..].fill(100.0);
        check(&report, "Completed falls to 40% of offered at 60 s, for 15 s");
        report.marks = vec![Mark {
            at_s: 60.0,
            until_s: None,
            label: EventLabel::Kill { component: "cache".to_owned() }.into(),
        }];
        check(&report, "“kill cache”: completed falls to 40% of offered for 15 s");
        report.marks[0].at_s = 20.0;
        check(&report, "Completed falls to 40% of offered at 60 s, for 15 s");
    }

    #[test]
    fn without_an_objective() {
        let p99 = bump(60, 12.0, 480.0, 30, 40);
        let mark = (30.0, None, EventLabel::Kill { component: "cache".to_owned() });
        check(
            &run(&p99, None, std::slice::from_ref(&mark)),
            "p99 rises from 12 ms to 480 ms after “kill cache”",
        );
        check(&run(&[12.0; 60], None, &[mark]), "p99 holds at 12 ms through “kill cache”");
        check(&run(&[12.0; 60], None, &[]), "p99 holds at 12 ms");
        check(&run(&[], None, &[]), "Nothing completed");
    }
}
