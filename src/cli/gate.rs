//! `--gate`: an exit code for a build to act on.

use super::{Exit, output};
use crate::document::MonteCarlo;
use crate::document::Report;
use crate::message::cli as say;
use crate::message::number::Unit;

/// Says of every objective, a line each, whether it is met, by how much it is not, and whether the interval
/// leaves a doubt.
pub fn judge(report: &Report) -> Exit {
    if report.slo.is_empty() {
        output::note(&say::nothing_to_gate());
        return Exit::Done;
    }
    let mut exit = Exit::Done;
    for row in &report.slo {
        if !row.met {
            exit = Exit::Missed;
        }
        let unit = Unit::named(&row.unit);
        let interval = row.low.zip(row.high);
        output::note(&match row.actual {
            Some(actual) => {
                let says = if row.met { say::met } else { say::missed };
                says(&row.objective, (row.target, actual), interval, unit, row.clear)
            }
            None => say::nothing_measured(&row.objective, row.target, unit),
        });
    }
    // After an event a backlog may be on its way out; under a steady load it never will be.
    let is_steady = report.phases.len() <= 1;
    if !report.stability.stable && (is_steady || report.latency_ms.is_none()) {
        exit = Exit::Missed;
        output::note(&say::does_not_settle(report.stability.growth_per_s));
    }
    exit
}

/// The same of trials: an objective may be missed in a share `most` of them.
pub fn judge_trials(document: &MonteCarlo, most: f64) -> Exit {
    if document.missed.is_empty() {
        output::note(&say::nothing_to_gate());
    }
    let mut exit = Exit::Done;
    for row in &document.missed {
        if row.probability > most {
            exit = Exit::Missed;
        }
        output::note(&say::how_often(&row.objective, row.probability, (row.low, row.high), most));
    }
    exit
}
