//! What one reads first: the answer in a sentence or two, the objectives, what it means.

use super::simulation::why_no_latency;
use super::{Block, Mark, Section, Side, Table};
use crate::document::{Objective, Report, Told};
use crate::figure::NOTHING;
use crate::message::compare;
use crate::message::findings::Finding;
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::digits::{Unit, show_brief, show_per_month};
use crate::words::number::{show, show_between};
use Side::{Left, Right};

/// From this share of failures on, a load is not carried.
const MANY_FAIL: f64 = 0.05;
/// A phase is busier than the first from so many times its rate on.
const BUSIER: f64 = 1.05;

/// The rate before anything happens, and the highest of all phases where that is higher; an average of both would be a
/// rate that never is. `None` for a load without phases.
fn usual_and_busiest(report: &Report, lang: Lang) -> Option<(String, Option<String>)> {
    let usual = report.phases.first()?.offered_per_s;
    let busiest = report.phases.iter().map(|phase| phase.offered_per_s).fold(usual, f64::max);
    let shown = |rate: f64| show(rate, Unit::Plain, lang);
    Some((shown(usual), (busiest > BUSIER * usual).then(|| shown(busiest))))
}

/// The answer: whether it carries the load, at which p99, for how much; then the objectives that are missed
/// or not clear; then the bottleneck.
pub fn answer(report: &Report, lang: Lang) -> (String, Vec<String>) {
    let cost = show_per_month(report.cost.per_month_usd, lang);
    let cost = (report.cost.per_month_usd > 0.0).then_some(cost.as_str());
    let completed = show_brief(report.requests.completed_per_s, Unit::Plain, lang);
    let offered = show_brief(report.requests.offered_per_s, Unit::Plain, lang);
    let headline = match &report.latency_ms {
        Some(latency) if !many_fail(report) => {
            let p99 = &show_brief(latency.p99, Unit::Ms, lang);
            let but_not = &failing(report, lang).join(", ");
            let missed = report.slo.iter().filter(|row| Mark::of(row) == Mark::Missed).count();
            let carries = standing(report).is_none_or(|mark| mark == Mark::Met);
            let (usual, busiest) = usual_and_busiest(report, lang).unwrap_or((completed, None));
            let (usual, busiest) = (&*usual, busiest.as_deref());
            Text::Carries { usual, busiest, p99, cost, carries, but_not, missed }.say(lang)
        }
        Some(latency) if is_allowed(report) => {
            let p99 = &show_brief(latency.p99, Unit::Ms, lang);
            let (completed, offered) = (&*completed, &*offered);
            Text::AnswersSome { completed, offered, p99, cost }.say(lang)
        }
        _ => Text::CarriesNot { completed: &completed, offered: &offered, cost }.say(lang),
    };
    let headline = report.too_short.as_ref().map_or(headline, |short| short.say(lang));
    let mut rest = Vec::new();
    if report.latency_ms.is_none() && report.too_short.is_none() {
        rest.push(why_no_latency(report, lang));
    }
    rest.extend(answered(report).iter().map(|finding| finding.say(lang)));
    (headline, rest)
}

/// What the answer finds.
fn answered(report: &Report) -> Vec<Finding> {
    let said = report.findings.iter().map(|Told(finding)| finding);
    let first = |finding: &&Finding| {
        matches!(
            finding,
            Finding::TypeFails { .. }
                | Finding::CutOff { .. }
                | Finding::Unanswered { .. }
                | Finding::LaterUnstable { .. }
                | Finding::LaterWaits { .. }
        )
    };
    let mut found: Vec<Finding> = said.clone().filter(first).cloned().collect();
    found.extend(report.slo.iter().filter_map(Objective::finding));
    found.extend(said.filter(|finding| **finding == Finding::ObjectivesMet).cloned());
    found.extend(report.limit.clone());
    found
}

/// Whether many requests fail, or have no answer when the run ends.
fn many_fail(report: &Report) -> bool {
    let without_answer = |Told(finding): &Told<Finding>| match finding {
        Finding::Unanswered { share } => *share >= MANY_FAIL,
        _ => false,
    };
    report.errors.rate.value >= MANY_FAIL || report.findings.iter().any(without_answer)
}

/// Whether those that fail may: the page says how many, and not more do.
fn is_allowed(report: &Report) -> bool {
    let errors = report.slo.iter().find(|row| row.objective == "errors");
    errors.is_some_and(|row| Mark::of(row) == Mark::Met)
}

/// Whether the load is not carried: nothing is answered, too much fails, or one type of request does.
fn fails(report: &Report) -> bool {
    report.latency_ms.is_none()
        || many_fail(report) && !is_allowed(report)
        || report.findings.iter().any(|Told(finding)| matches!(finding, Finding::TypeFails { .. }))
}

/// The request types that fail while the average hides it: `8% of put`.
fn failing(report: &Report, lang: Lang) -> Vec<String> {
    let said = report.findings.iter().map(|Told(finding)| finding);
    said.filter_map(|finding| match finding {
        Finding::TypeFails { request_type, rate, .. } => {
            Some(Text::ShareOf { share: *rate, of: request_type }.say(lang))
        }
        _ => None,
    })
    .collect()
}

/// How it stands: missed where an objective is, where one type of request fails or the load is not carried; met only
/// where the run says so of all of it. `None` for a page without objectives that carries its load.
pub fn standing(report: &Report) -> Option<Mark> {
    let mut found = report.findings.iter().map(|Told(finding)| finding);
    let is_missed = report.slo.iter().any(|row| Mark::of(row) == Mark::Missed);
    if report.too_short.is_some() {
        Some(Mark::Open)
    } else if fails(report) || is_missed {
        Some(Mark::Missed)
    } else if report.slo.is_empty() {
        None
    } else if found.any(|it| *it == Finding::ObjectivesMet) {
        Some(Mark::Met)
    } else {
        Some(Mark::Open)
    }
}

/// The objectives; `None` for a page without any.
pub fn objectives(report: &Report, lang: Lang) -> Option<Section> {
    if report.slo.is_empty() {
        return None;
    }
    let mut table = Table::new(
        &[
            (Label::Objective, Left),
            (Label::Target, Right),
            (Label::Actual, Right),
            (Label::Met, Left),
        ],
        lang,
    );
    for objective in &report.slo {
        let unit = Unit::named(&objective.unit);
        let mark = Mark::of(objective);
        let met = match mark {
            Mark::Met => Label::IsMet,
            Mark::Missed => Label::IsMissed,
            _ => Label::NotClear,
        };
        table.row([
            compare::Text::Metric(&objective.objective).say(lang),
            show(objective.target, unit, lang),
            objective.actual.map_or(NOTHING.to_owned(), |actual| {
                show_between(actual, objective.low, objective.high, unit, lang)
            }),
            met.say(lang),
        ]);
        table.mark(3, mark);
    }
    Some(Section { title: Label::Objectives.say(lang), blocks: vec![Block::Table(table)] })
}

/// The findings that the answer does not say: request types that fail, then what limits, then the others.
pub fn further(report: &Report, lang: Lang) -> Option<Section> {
    let known = answered(report);
    let no_limit = Finding::NoLimit;
    let tells = report.too_short.is_none() && !report.components.is_empty();
    let limit = report.limit.as_ref().or(tells.then_some(&no_limit));
    let others = report.findings.iter().map(|Told(finding)| finding);
    let others = others
        .filter(|finding| Some(*finding) != limit && Some(*finding) != report.too_short.as_ref());
    let (fail, others): (Vec<_>, Vec<_>) =
        others.partition(|finding| matches!(finding, Finding::TypeFails { .. }));
    let all = fail.into_iter().chain(limit).chain(others).filter(|it| !known.contains(it));
    let list: Vec<String> = all.map(|it| it.say(lang)).collect();
    (!list.is_empty())
        .then(|| Section { title: Label::Findings.say(lang), blocks: vec![Block::List(list)] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::sample;

    #[test]
    fn nothing_is_met_unless_the_run_says_so_of_all_of_it() {
        assert_eq!(standing(&sample::nothing_works()), Some(Mark::Missed));
        assert_eq!(standing(&sample::minimal()), None);
        let mut report = sample::url_shortener();
        assert_eq!(standing(&report), Some(Mark::Missed));
        report.slo.retain(|row| row.met && row.clear);
        assert_eq!(standing(&report), Some(Mark::Open));
        report.findings.push(Told(Finding::ObjectivesMet));
        assert_eq!(standing(&report), Some(Mark::Met));
    }

    #[test]
    fn what_the_answer_says_is_not_said_again() {
        let report = sample::url_shortener();
        let (_, answer) = answer(&report, Lang::En);
        let Some(Section { blocks, .. }) = further(&report, Lang::En) else {
            panic!("there is more")
        };
        let [Block::List(items)] = blocks.as_slice() else { panic!("a list") };
        assert!(!items.is_empty() && items.iter().all(|item| !answer.contains(item)), "{items:?}");
    }
}
