//! `--gate`: an exit code for a build to act on.

use super::{Exit, output};
use crate::message::cli as say;
use crate::message::number::Unit;
use crate::report::Report;

/// Says which objectives are missed, by how much, and whether the interval leaves a doubt.
pub fn judge(report: &Report) -> Exit {
    if report.slo.is_empty() {
        output::note(&say::nothing_to_gate());
    }
    let mut exit = Exit::Done;
    for objective in report.slo.iter().filter(|objective| !objective.met) {
        exit = Exit::Missed;
        let unit = Unit::named(&objective.unit);
        output::note(&match objective.actual {
            Some(actual) => {
                say::missed(&objective.objective, objective.target, actual, unit, objective.clear)
            }
            None => say::nothing_measured(&objective.objective, objective.target, unit),
        });
    }
    exit
}
