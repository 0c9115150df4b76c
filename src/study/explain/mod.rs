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
mod reasons;
mod search;
mod time;

use super::{StudyError, Subject, Watch};
use crate::document::{
    Advice, Explanation, NextBottleneck, Part, Phase, Report, Simulated, TimeSpent, Told,
};
use crate::message::PhaseLabel;
use crate::message::explain::{Advised, Answer, Failing, Lever, Most, Off, Place, Spent};
use crate::shell;
use crate::world::meters::Reason;
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

/// From this load on, by arithmetic, a component cannot carry it.
const TOO_MUCH: f64 = 1.05;
/// A component as busy as this has no more to give.
const ALL_BUSY: f64 = 0.95;
/// A change that leaves a smaller share of the failures helps, though it is not enough.
const FEWER: f64 = 0.9;
/// A run shorter than so many pieces of work says little of the place where they are done.
const JOBS: f64 = 10.0;

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
    let cut = lab.cut();
    let is_judged = cut.as_ref().is_none_or(|cut| cut.events.is_empty());
    let next = if is_judged { next::next(&mut lab, &evidence) } else { None };
    let too_short = too_short(&lab, &evidence);
    let met = lab.base.verdict.meets && too_short.is_none();
    let searched = match (met, lab.is_implied) {
        _ if !is_judged || too_short.is_some() => Searched::default(),
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
        cut: cut.map(Told),
        simulated: Simulated {
            variants: lab.variants,
            requests: lab.requests,
            replications: report.replications,
            simulated_s: report.simulated_s,
        },
    };
    document.head.interrupted = watch.stopped();
    if !is_judged || too_short.is_some() {
        for row in &mut document.slo {
            (row.met, row.clear) = (false, false);
        }
    }
    let cut = document.cut.as_ref().map(|cut| Told(Answer::Cut(cut.0.clone())));
    document.answer = match (is_judged, too_short) {
        (false, _) => Vec::new(),
        (true, Some(because)) => vec![Told(because)],
        (true, None) => answer(&document, met),
    };
    document.answer.splice(0..0, cut);
    Ok(document)
}

/// A component that arithmetic says cannot carry its load, where the run is too short to show it.
fn too_short(lab: &Lab<'_, '_>, evidence: &Evidence<'_>) -> Option<Answer> {
    let met = lab.base.verdict.meets;
    let eventful = lab.base.finished.outcome.plan.eventful;
    let components = evidence.blueprint.components.iter().enumerate();
    let (at, worst) = components
        .filter(|(at, component)| {
            let work_s = evidence.flow.components[*at].work_s;
            let is_long = evidence.report.simulated_s < JOBS * work_s;
            // What is full for the time of a spike, or refuses what it cannot take, shows all there is to see.
            let own = evidence.report.components.get(&component.name);
            let refuses = own.is_some_and(|own| !own.failed_calls.is_empty());
            let hides = met && !eventful && !refuses;
            is_long || hides && evidence.busy(&component.name) > ALL_BUSY
        })
        .max_by(|a, b| evidence.by_arithmetic(a.0).total_cmp(&evidence.by_arithmetic(b.0)))?;
    let utilization = evidence.by_arithmetic(at);
    let instances = worst.spec.instances();
    (utilization > TOO_MUCH).then(|| Answer::TooShort {
        component: worst.name.clone(),
        utilization,
        needed: (f64::from(instances) * evidence.needed(at)).ceil() as u64,
        instances,
        simulated_s: evidence.report.simulated_s,
    })
}

/// The changes worth making, and those that are not.
fn given(
    lab: &Lab<'_, '_>,
    searched: &Searched<'_>,
    evidence: &Evidence<'_>,
    request: &Request,
) -> (Vec<Advice>, Vec<Advice>) {
    let advice = |one: &Tried<'_>, why, sheds| Advice {
        set: one.sets.clone(),
        says: Told(Advised { changes: one.changes.clone(), why, sheds }),
        command: command(&request.command, &one.sets),
        meets: one.ran.verdict.meets,
        clear: one.ran.verdict.clear,
        recovers: one.recovers(&lab.base.verdict),
        missed: one.ran.verdict.missed.clone(),
        effect: lab.effect(&one.ran),
    };
    let mut worth: Vec<&Tried<'_>> = Vec::new();
    let enough = searched.helpful.iter().any(|one| one.tier() > 0);
    let base = &lab.base.verdict;
    let prices = searched.helpful.iter().filter(|one| one.tier() > 0 && !one.is_free());
    let least = prices.map(|one| one.ran.price).fold(f64::INFINITY, f64::min).max(20.0);
    for one in &searched.helpful {
        let place = |it: &Tried<'_>| it.changes.last().map(|change| change.component.clone());
        let here = worth.iter().filter(|known| place(known) == place(one)).count();
        // Beside what is enough, what is not, and what is far dearer, is no advice.
        let fits = !enough || one.recovers(base) || one.tier() > 0 && one.ran.price <= least * DEAR;
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
    let helpful = worth.iter().map(|one| {
        let last = one.changes.last();
        let why =
            last.map(|change| reasons::why(change.lever, evidence.is_full(&change.component)));
        advice(one, why, one.ran.verdict.sheds)
    });
    let useless = searched.useless.iter().take(NO_HELP).map(|one| {
        let lever = one.changes.last().map(|change| change.lever);
        let limit = evidence.report.bottleneck.as_ref();
        let more_fail = one.ran.verdict.failed - evidence.report.errors.rate.value;
        advice(one, reasons::why_not(one.tempting, lever, limit, more_fail), false)
    });
    (helpful.collect(), useless.collect())
}

/// The command that shows a variant: `command` up to its own `--set`s.
fn command(command: &str, sets: &[String]) -> String {
    let flags = sets.iter().map(|set| format!(" --set {}", shell::word(set)));
    std::iter::once(command.to_owned()).chain(flags).collect()
}

/// What fails where and why, the most frequent first.
fn failures(report: &Report) -> Vec<Told<Failing>> {
    let all = report.requests.failed.max(1) as f64;
    let mut found: Vec<Failing> = Vec::new();
    for (name, reasons) in &report.errors.by_component {
        let at = report.components.get(name);
        let is_queue = at.is_some_and(|component| component.kind == "queue");
        let component = at.map_or(Place::Client, |_| Place::Component(name.clone()));
        for (name_of, &requests) in reasons {
            let known = Reason::ALL.into_iter().find(|reason| reason.name() == name_of);
            let Some(reason) = known else { continue };
            let in_phase = |phase: &Phase| -> u64 {
                let own = phase.errors.by_component.get(name);
                own.and_then(|reasons| reasons.get(name_of)).copied().unwrap_or(0)
            };
            let mut most: Option<(PhaseLabel, f64)> = None;
            for phase in report.phases.iter().filter(|_| report.phases.len() > 1) {
                let share = in_phase(phase) as f64 / requests.max(1) as f64;
                if most.as_ref().is_none_or(|(_, known)| share > *known) {
                    most = Some((phase.label.0.clone(), share));
                }
            }
            found.push(Failing {
                cause: reasons::cause(reason, &component, is_queue),
                component: component.clone(),
                reason: name_of.clone(),
                requests,
                share: requests as f64 / all,
                phase: most,
            });
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.requests));
    found.into_iter().map(Told).collect()
}

/// What one reads first.
fn answer(document: &Explanation, met: bool) -> Vec<Told<Answer>> {
    let mut said = vec![verdict(document, met)];
    let errors_missed = document.slo.iter().any(|row| {
        !row.met && (row.objective.ends_with("errors") || row.objective == "availability")
    });
    let failing = document.failures.first().filter(|_| errors_missed);
    said.extend(failing.map(|Told(failing)| Answer::Fails(failing.clone())));
    said.extend(document.time.as_ref().and_then(|time| most_time(time, met, errors_missed)));
    let nothing = match document.advice.first() {
        Some(first) => {
            // What costs nothing and brings it back is not yet what is enough.
            let enough = document.advice.iter().find(|one| one.meets);
            let enough = enough.filter(|_| first.recovers && !first.meets);
            let last = enough.map(|one| first_advice(one, met));
            said.push(first_advice(first, met));
            said.extend(last);
            return said.into_iter().map(Told).collect();
        }
        None if met && document.slo_is_implied => Answer::NothingToWeigh,
        None if met => Answer::NothingToSpare,
        None if document.head.interrupted => Answer::StoppedEarly,
        None => document.next.as_ref().and_then(helps_somewhat).unwrap_or(Answer::NothingHelps),
    };
    said.push(nothing);
    said.into_iter().map(Told).collect()
}

/// What is missed, and by how much.
fn verdict(document: &Explanation, met: bool) -> Answer {
    let (implied, settles) = (document.slo_is_implied, document.stable);
    let missed: Vec<Off> = document
        .slo
        .iter()
        .filter(|row| !row.met)
        .map(|row| Off {
            objective: row.objective.clone(),
            unit: row.unit.clone(),
            target: row.target,
            actual: row.actual,
        })
        .collect();
    match (met, missed.is_empty() && !settles) {
        (true, _) => Answer::Met { implied },
        (false, true) => Answer::DoesNotSettle { implied },
        (false, false) => Answer::Missed { missed, settles, implied },
    }
}

/// What was simulated to see the next bottleneck, where that leaves far fewer failures.
fn helps_somewhat(next: &NextBottleneck) -> Option<Answer> {
    let (before, after) = next.effect.errors.before.zip(next.effect.errors.after)?;
    let (set, moves) = (next.set.clone(), next.effect.moves());
    (after < FEWER * before).then_some(Answer::Helps { set, moves })
}

/// The first piece of advice, with its effect.
fn first_advice(first: &Advice, met: bool) -> Answer {
    let (set, moves) = (first.set.clone(), first.effect.moves());
    match (met, first.missed.is_empty()) {
        (false, false) if first.recovers => {
            Answer::Recovers { set, missed: first.missed.clone(), moves }
        }
        (true, _) => Answer::CouldCostLess { set, moves },
        (false, true) => Answer::Enough { set, moves },
        (false, false) => Answer::HelpsMost { set, missed: first.missed.clone(), moves },
    }
}

/// What the slowest, or the failed, spend the most of their time on.
fn most_time(time: &TimeSpent, met: bool, errors_missed: bool) -> Option<Answer> {
    let failed = time.failed.as_ref().filter(|_| errors_missed);
    let slice = failed.unwrap_or(&time.slowest);
    let waits = |part: &&Part| !met || part.what.spent == Spent::Waiting;
    let part = slice.parts.first().filter(waits)?;
    let most = Most {
        on: part.what.clone(),
        share: part.share,
        at_one_instance: part.at_one_instance,
        mean_ms: slice.mean_ms,
    };
    Some(if failed.is_some() { Answer::FailedSpend(most) } else { Answer::SlowestSpend(most) })
}
