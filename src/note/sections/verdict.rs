//! What one reads first: the answer in a sentence or two, the objectives, what it means.

use super::simulation::why_no_latency;
use super::{Block, Section, Side, Table};
use crate::document::{Measured, Objective, Report};
use crate::message::findings as say;
use crate::message::number::{NOTHING, show, show_between};
use crate::message::report::{Label, carries, carries_not};
use crate::note::digits::{Unit, show_brief, show_per_month};
use Side::{Left, Right};

/// The answer: whether it carries the load, at which p99, for how much; then the objectives that are missed
/// or not clear; then the bottleneck.
pub fn answer(report: &Report) -> (String, Vec<String>) {
    let cost = show_per_month(report.cost.per_month_usd);
    let cost = (report.cost.per_month_usd > 0.0).then_some(cost.as_str());
    let completed = show_brief(report.requests.completed_per_s, Unit::Plain);
    let headline = match &report.latency_ms {
        Some(latency) => carries(&completed, &show_brief(latency.p99, Unit::Ms), cost),
        None => {
            carries_not(&completed, &show_brief(report.requests.offered_per_s, Unit::Plain), cost)
        }
    };
    let mut rest = Vec::new();
    if report.latency_ms.is_none() {
        rest.push(why_no_latency(report));
    }
    rest.extend(report.slo.iter().filter_map(objective_sentence));
    if !report.slo.is_empty() && report.slo.iter().all(|objective| objective.met && objective.clear)
    {
        rest.push(say::slo_all_met());
    }
    rest.extend(report.limit.clone());
    (headline, rest)
}

/// What there is to say of an objective that is not simply met.
fn objective_sentence(objective: &Objective) -> Option<String> {
    let Objective { objective: name, unit, target, actual, low, high, met, clear } = objective;
    match (low, high) {
        (Some(low), Some(high)) if !clear && actual.is_some() => {
            Some(say::slo_unclear(name, unit, *target, *low, *high))
        }
        _ if !met => {
            // Unless rounding hides by how little it is missed.
            let rounded = |value| {
                Some(Measured { value, low: *low, high: *high }.supported())
                    .filter(|shown| shown != target)
            };
            let shown = actual.map(|actual| rounded(actual).unwrap_or(actual));
            Some(say::slo_missed(name, unit, *target, shown))
        }
        _ => None,
    }
}

/// The objectives; `None` for a page without any.
pub fn objectives(report: &Report) -> Option<Section> {
    if report.slo.is_empty() {
        return None;
    }
    let mut table = Table::new(&[
        (Label::Objective, Left),
        (Label::Target, Right),
        (Label::Actual, Right),
        (Label::Met, Left),
    ]);
    for objective in &report.slo {
        let unit = Unit::named(&objective.unit);
        let met = match (objective.actual, objective.clear, objective.met) {
            (Some(_), false, _) => Label::NotClear,
            (_, _, true) => Label::IsMet,
            (_, _, false) => Label::IsMissed,
        };
        table.row([
            objective.objective.clone(),
            show(objective.target, unit),
            objective.actual.map_or(NOTHING.to_owned(), |actual| {
                show_between(actual, objective.low, objective.high, unit)
            }),
            met.text().to_owned(),
        ]);
    }
    Some(Section { title: Label::Objectives.text(), blocks: vec![Block::Table(table)] })
}

/// The findings, with the bottleneck among them.
pub fn findings(report: &Report) -> Option<Section> {
    let mut list = Vec::new();
    if let Some(limit) = &report.limit {
        list.push(limit.clone());
    } else if !report.components.is_empty() {
        list.push(say::no_limit());
    }
    for finding in &report.findings {
        // The document's sentence does not know the interval.
        let missed = |slo: &&Objective| {
            *finding == say::slo_missed(&slo.objective, &slo.unit, slo.target, slo.actual)
        };
        let rounded = report.slo.iter().find(missed).and_then(objective_sentence);
        let finding = rounded.unwrap_or_else(|| finding.clone());
        if !list.contains(&finding) {
            list.push(finding);
        }
    }
    (!list.is_empty())
        .then(|| Section { title: Label::Findings.text(), blocks: vec![Block::List(list)] })
}
