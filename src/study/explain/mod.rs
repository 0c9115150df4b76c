//! Where time goes, what fails where, and which changes help.
//!
//! The page as it stands is simulated once; one replication once more with its requests' time written
//! down (`time`). What is busy, waited for and failing there (`evidence`) says what is worth turning
//! (`axes`); every change is simulated before it is given as advice, with the same seed and the same plan
//! (`lab`), and held against the objectives (`judge`, `search`).

mod axes;
mod evidence;
mod judge;
mod lab;
mod next;
mod search;
mod time;

use super::{StudyError, Subject, Watch};
use crate::document::{
    Advice, BeforeAfter, Effect, Explanation, Failures, Report, Simulated, TimeSpent,
};
use crate::message::explain as say;
use crate::message::explain::Lever;
use evidence::Evidence;
use lab::Lab;
use search::{Searched, Tried, improve, spare};

/// Changes worth making, at most.
const ADVICE: usize = 4;
/// Of them so many at one component.
const AT_ONE_PLACE: usize = 2;
/// Changes that do not help, at most.
const NO_HELP: usize = 4;
/// A change that costs so many times the cheapest is not worth mentioning beside it.
const DEAR: f64 = 10.0;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The command that shows a variant, up to its own `--set`s.
    pub command: String,
}

/// Makes the study.
///
/// # Errors
/// What is wrong with the page or the request, or why nothing could be simulated.
pub fn study(
    subject: &Subject<'_>,
    request: &Request,
    watch: &Watch<'_>,
) -> Result<Explanation, StudyError> {
    let mut lab = Lab::open(subject, watch)?;
    let design = subject.base.design.clone();
    let outcome = &lab.base.finished.outcome;
    let traced = match time::time(&design.blueprint, outcome, watch) {
        Err(StudyError::Run(crate::world::RunError::Stopped)) => None,
        other => other?,
    };
    let report = lab.report().clone();
    let evidence = Evidence {
        blueprint: &design.blueprint,
        flow: &design.flow,
        report: &report,
        time: traced.as_ref(),
        prices: subject.tables().prices,
    };
    let next = next::next(&mut lab, &evidence);
    let met = lab.base.verdict.meets;
    let searched = match (met, lab.is_implied) {
        (true, true) => Searched::default(),
        (true, false) => spare(&mut lab, &evidence),
        (false, _) => improve(subject, &mut lab, &evidence, watch),
    };
    let (advice, no_help) = given(&lab, &searched, &evidence, request);
    let mut document = Explanation {
        head: subject.head(),
        answer: Vec::new(),
        slo: lab.rows(),
        slo_is_implied: lab.is_implied,
        stable: report.stability.stable,
        latency_ms: report.latency_ms.clone(),
        failures: failures(&report),
        error_rate: report.errors.rate,
        bottleneck: report.bottleneck.clone(),
        time: traced,
        next,
        advice,
        no_help,
        simulated: Simulated {
            variants: lab.variants,
            requests: lab.requests,
            replications: report.replications,
            simulated_s: report.simulated_s,
        },
    };
    document.head.interrupted = watch.stopped();
    document.answer = answer(&document, met);
    Ok(document)
}

/// The changes worth making, and those that are not.
fn given(
    lab: &Lab<'_, '_>,
    searched: &Searched<'_>,
    evidence: &Evidence<'_>,
    request: &Request,
) -> (Vec<Advice>, Vec<Advice>) {
    let advice = |one: &Tried<'_>, says: String| Advice {
        set: one.sets.clone(),
        says,
        command: say::command(&request.command, &one.sets),
        meets: one.ran.verdict.meets,
        clear: one.ran.verdict.clear,
        missed: one.ran.verdict.missed.clone(),
        effect: lab.effect(&one.ran),
    };
    let mut worth: Vec<&Tried<'_>> = Vec::new();
    let enough = searched.helpful.iter().any(|one| one.tier() > 0);
    let least = searched.helpful.first().map_or(0.0, |one| one.ran.price.max(20.0));
    for one in &searched.helpful {
        let place = |it: &Tried<'_>| it.changes.last().map(|change| change.component.clone());
        let here = worth.iter().filter(|known| place(known) == place(one)).count();
        // Beside what is enough, what is not, and what is far dearer, is no advice.
        let fits = !enough || one.tier() > 0 && one.ran.price <= least * DEAR;
        // No second tries, or few: one of the two is enough to say.
        let tries = |it: &Tried<'_>| {
            let last = it.changes.last().map(|change| change.lever);
            matches!(last, Some(Lever::NoRetry | Lever::RetryBudget)) && it.changes.len() == 1
        };
        let said = tries(one) && worth.iter().any(|known| tries(known));
        if fits && !said && here < AT_ONE_PLACE && worth.len() < ADVICE {
            worth.push(one);
        }
    }
    let words = |one: &Tried<'_>| {
        one.changes
            .iter()
            .map(|it| say::change(it.lever, &it.component, &it.from, &it.to))
            .collect::<Vec<_>>()
    };
    let helpful = worth.iter().map(|one| {
        let why = one
            .changes
            .last()
            .map_or("", |change| say::why(change.lever, evidence.is_full(&change.component)));
        advice(one, say::advised(&words(one), why, one.ran.verdict.sheds))
    });
    let useless = searched.useless.iter().take(NO_HELP).map(|one| {
        let limit = evidence
            .report
            .bottleneck
            .as_ref()
            .map(|it| (it.component.as_str(), it.resource.as_str()));
        let lever = one.changes.last().map(|change| change.lever);
        let why = say::why_not(one.tempting, lever, limit);
        advice(one, say::advised(&words(one), &why, false))
    });
    (helpful.collect(), useless.collect())
}

/// What fails where and why, the most frequent first.
fn failures(report: &Report) -> Vec<Failures> {
    let all = report.requests.failed.max(1) as f64;
    let mut found: Vec<Failures> = Vec::new();
    for (component, reasons) in &report.errors.by_component {
        for (reason, &requests) in reasons {
            let in_phase = |phase: &crate::document::Phase| -> u64 {
                let own = phase.errors.by_component.get(component);
                own.and_then(|reasons| reasons.get(reason)).copied().unwrap_or(0)
            };
            let mut most: Option<(String, f64)> = None;
            for phase in report.phases.iter().filter(|_| report.phases.len() > 1) {
                let share = in_phase(phase) as f64 / requests.max(1) as f64;
                if most.as_ref().is_none_or(|(_, known)| share > *known) {
                    most = Some((phase.label.clone(), share));
                }
            }
            let share = requests as f64 / all;
            let kind = report.components.get(component).map(|found| found.kind.as_str());
            found.push(Failures {
                says: say::failure(component, kind, reason, share, most.as_ref()),
                component: component.clone(),
                reason: reason.clone(),
                requests,
                share,
                phase: most,
            });
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.requests));
    found
}

/// What one reads first.
fn answer(document: &Explanation, met: bool) -> Vec<String> {
    let missed: Vec<String> = document
        .slo
        .iter()
        .filter(|row| !row.met)
        .map(|row| say::off(&row.objective, &row.unit, row.target, row.actual))
        .collect();
    let mut said = vec![say::verdict(&missed, document.slo_is_implied, document.stable, met)];
    let errors_missed = document.slo.iter().any(|row| {
        !row.met && (row.objective.ends_with("errors") || row.objective == "availability")
    });
    said.extend(document.failures.first().filter(|_| errors_missed).map(|it| it.says.clone()));
    said.extend(document.time.as_ref().and_then(|time| most_time(time, met, errors_missed)));
    said.push(match document.advice.first() {
        Some(first) => say::first_advice(&first.set, met, &first.missed, &effect(&first.effect)),
        None if met => say::nothing_to_do(document.slo_is_implied),
        None if document.head.interrupted => say::stopped_early(),
        None => say::no_advice(),
    });
    said
}

/// What the slowest, or the failed, spend the most of their time on.
fn most_time(time: &TimeSpent, met: bool, errors_missed: bool) -> Option<String> {
    let failed = time.failed.as_ref().filter(|_| errors_missed);
    let slice = failed.unwrap_or(&time.slowest);
    let part = slice.parts.first().filter(|part| !met || part.spent == "waiting")?;
    let what = say::spent_on(&part.component, &part.spent, &part.on);
    let say = if failed.is_some() { say::failed_spend } else { say::slowest };
    Some(say(&what, part.share, part.at_one_instance, slice.mean_ms))
}

fn effect(of: &Effect) -> String {
    let ends = |it: &BeforeAfter| (it.before, it.after);
    let usd = of.cost_per_month_usd.difference.map_or(0.0, |it| it.value);
    let bills = ends(&of.cost_per_month_usd);
    say::effect(ends(&of.p99_ms), ends(&of.errors), usd, bills != (Some(0.0), Some(0.0)))
}
