//! `--gate`: an exit code for a build to act on.

use super::{Exit, output};
use crate::document::MonteCarlo;
use crate::document::Report;
use crate::message::Lang;
use crate::message::cli::{Judged, Verdict};
use crate::message::number::Unit;
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
    // After an event a backlog may be on its way out; under a steady load it never will be.
    let is_steady = report.phases.len() <= 1;
    if !report.stability.stable && (is_steady || report.latency_ms.is_none()) {
        exit = Exit::Missed;
        say(Verdict::DoesNotSettle { growth_per_s: report.stability.growth_per_s });
    }
    exit
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
