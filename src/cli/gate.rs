//! `--gate`: an exit code for a build to act on.

use super::{Exit, output};
use crate::document::Report;
use crate::document::{Comparison, MetricDifference, MonteCarlo, State, Verdict as Difference};
use crate::figure::Unit;
use crate::message::Lang;
use crate::message::cli::{Judged, Verdict};
use crate::message::findings::Finding;
use crate::words::Say;

/// Says of every objective, a line each, whether it is met, by how much it is not, and whether the interval
/// leaves a doubt.
pub fn judge(report: &Report, lang: Lang) -> Exit {
    let say = |verdict: Verdict<'_>| output::note(&verdict.say(lang));
    if report.slo.is_empty() {
        say(Verdict::NothingToJudge);
        return Exit::Done;
    }
    let mut exit = Exit::Done;
    for row in &report.slo {
        if !row.met {
            exit = Exit::Missed;
        }
        let (objective, target, unit) =
            (row.objective.as_str(), row.target, Unit::named(&row.unit));
        say(match row.actual {
            Some(actual) => Verdict::Judged(Judged {
                objective,
                target,
                actual,
                interval: row.low.zip(row.high),
                unit,
                met: row.met,
                clear: row.clear,
            }),
            None => Verdict::NothingMeasured { objective, target, unit },
        });
    }
    for found in &report.findings {
        if let Finding::CutOff { event, at_s, end_s } = &**found {
            exit = Exit::Missed;
            let event = event.say(lang);
            say(Verdict::NotSimulated { event: &event, at_s: *at_s, end_s: *end_s });
        }
    }
    // After an event a backlog may be on its way out; under a steady load it never will be.
    let is_steady = report.phases.len() <= 1;
    if !report.stability.stable && (is_steady || report.latency_ms.is_none()) {
        exit = Exit::Missed;
        say(Verdict::DoesNotSettle { growth_per_s: report.stability.growth_per_s });
    }
    exit
}

/// What a variant may be worse by: a share of the first's figures, and dollars a month.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowed {
    /// Of latencies, errors and throughput.
    pub worse: f64,
    /// Of the bill.
    pub dearer_usd: f64,
}

/// Says of every variant what is worse than the first by more than is allowed.
pub fn judge_differences(document: &Comparison, allowed: Allowed, lang: Lang) -> Exit {
    let say = |verdict: Verdict<'_>| output::note(&verdict.say(lang));
    let is_cut = document.cut.as_ref().is_some_and(|cut| !cut.events.is_empty());
    let mut exit = Exit::Done;
    for difference in &document.differences {
        let name = difference.variant.say(lang);
        let variant = name.as_str();
        let found = document.variants.iter().find(|one| one.name == difference.variant);
        if is_cut || found.is_none_or(|found| found.state != State::Settles) {
            exit = Exit::Missed;
            say(Verdict::NotComparable { variant });
            continue;
        }
        let mut is_within = true;
        for row in difference.metrics.iter().filter(|row| exceeds(row, allowed)) {
            is_within = false;
            let (from, to) = (row.from.unwrap_or(0.0), row.to.unwrap_or(0.0));
            let unit = Unit::named(&row.unit);
            say(Verdict::WorseBy { variant, figure: &row.metric, from, to, unit });
        }
        if is_within {
            say(Verdict::NotWorse { variant });
        } else {
            exit = Exit::Missed;
        }
    }
    exit
}

/// Whether a figure that people feel, or the bill, is worse by more than is allowed.
fn exceeds(row: &MetricDifference, allowed: Allowed) -> bool {
    if row.verdict != Difference::Worse {
        return false;
    }
    let by = row.difference.map_or(0.0, |by| by.value);
    let own = row.metric.rsplit('.').next().unwrap_or_default();
    match own {
        "cost" => by > allowed.dearer_usd,
        "mean" | "p50" | "p90" | "p95" | "p99" | "p999" | "later_p99" | "errors"
        | "completed_per_s" => {
            let from = row.from.unwrap_or(0.0).abs();
            from <= 0.0 || by.abs() / from > allowed.worse
        }
        _ => false,
    }
}

/// The same of trials: an objective may be missed in a share `most` of them.
pub fn judge_trials(document: &MonteCarlo, most: f64, lang: Lang) -> Exit {
    let say = |verdict: Verdict<'_>| output::note(&verdict.say(lang));
    if document.missed.is_empty() {
        say(Verdict::NothingToJudge);
    }
    let mut exit = Exit::Done;
    for row in &document.missed {
        if row.probability > most {
            exit = Exit::Missed;
        }
        say(Verdict::HowOften {
            objective: &row.objective,
            share: row.probability,
            interval: (row.low, row.high),
            most,
        });
    }
    exit
}
