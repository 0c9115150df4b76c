//! Variants side by side, with the intervals of their differences.
//!
//! All variants follow one plan (the longest warm-up, the same window, the same number of replications) under
//! one seed. Streams are named by (seed, replication, entity, purpose) and never by variant, so replication r
//! of each sees the same arrivals and draws, and differences are taken replication by replication.

mod differences;

use super::{StudyError, Subject, Variant, Watch, gave_up, window};
use crate::blueprint::Blueprint;
use crate::document::{Compared, Comparison, Difference, State, Told, Verdict};
use crate::message::compare::{Name, Refusal};
use crate::message::study::{Cut, Trouble};
use crate::pipeline::Finished;
use crate::summary::{self, Figure};
use crate::world::plan::DEFAULT_MAX_REQUESTS;
use crate::world::{Plan, RunError};

/// A shared window may be longer than a variant's own budget would make it, but not by more than this.
const BUDGET_SLACK: u64 = 16;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// What each page's file is called, for pages of one name.
    pub stems: Vec<String>,
    /// Variants of the first page; none if the pages themselves are compared.
    pub changes: Vec<Change>,
}

/// One variant of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What it is called.
    pub name: String,
    /// Each as `--set` takes it.
    pub sets: Vec<String>,
}

impl Change {
    /// Reads `name: path=value; path=value`. Without a name, the changes are their own.
    ///
    /// # Errors
    /// If there is no change in it.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let equals = text.find('=').unwrap_or(text.len());
        let named = text.split_once(": ").filter(|(name, _)| name.len() < equals);
        let (name, rest) = named.map_or(("", text), |(name, rest)| (name.trim(), rest));
        let sets: Vec<String> = rest
            .split(';')
            .map(str::trim)
            .filter(|set| !set.is_empty())
            .map(str::to_owned)
            .collect();
        if sets.is_empty() || !sets.iter().all(|set| set.contains('=')) {
            return Err(Refusal::NotAVariant { text: text.to_owned() });
        }
        let name = if name.is_empty() { sets.join("; ") } else { name.to_owned() };
        Ok(Self { name, sets })
    }
}

/// A variant before it is simulated.
struct Candidate<'t> {
    name: Name,
    changes: Vec<String>,
    variant: Variant<'t>,
}

/// One that was simulated: what the document says of it, and what pairs it.
struct Simulated {
    compared: Compared,
    figures: Vec<Figure>,
}

/// Makes the study; the first page, or the page as it stands, is what the others are compared with.
///
/// # Errors
/// What is wrong with a page or a change, that there is nothing to compare, or that it was stopped before
/// there was anything to tell.
pub fn study(
    subjects: &[Subject<'_>],
    request: &Request,
    watch: &Watch<'_>,
) -> Result<Comparison, StudyError> {
    let Some(first) = subjects.first() else { return Err(one_alone()) };
    let mut candidates = candidates(first, subjects, request)?;
    if candidates.len() < 2 {
        return Err(one_alone());
    }
    watch.expect(2 * candidates.len() as u64);
    let pages: Vec<Blueprint> =
        candidates.iter().map(|candidate| candidate.variant.design.blueprint.clone()).collect();
    let (shared, plans) = share_plan(&mut candidates, watch)?;
    let mut head = first.head();
    let cut = cut(&pages, shared.duration_ns);
    let mut simulated = Vec::new();
    for (candidate, plan) in candidates.into_iter().zip(plans) {
        let run = plan.and_then(|()| candidate.variant.simulate(watch, watch.threads));
        watch.step();
        let found = simulated_of(candidate, run);
        head.interrupted |= found.compared.state == State::Stopped;
        simulated.push(found);
    }
    if simulated.iter().all(|variant| variant.compared.state == State::Stopped) {
        return Err(StudyError::Run(RunError::Stopped));
    }
    let [base, rest @ ..] = simulated.as_slice() else {
        return Err(one_alone());
    };
    let mut differences: Vec<Difference> =
        rest.iter().map(|variant| differences::between(base, variant)).collect();
    if cut.as_ref().is_some_and(|cut| !cut.events.is_empty()) {
        judge_nothing(&mut simulated, &mut differences);
    }
    Ok(Comparison {
        head,
        cut: cut.map(Told),
        replications: shared.replications,
        simulated_s: shared.duration_ns as f64 / 1e9,
        warmup_s: shared.warmup_ns as f64 / 1e9,
        differences,
        variants: simulated.into_iter().map(|variant| variant.compared).collect(),
    })
}

/// What the shared window leaves out of the pages: that with the most events left out.
fn cut(pages: &[Blueprint], simulated_ns: u64) -> Option<Cut> {
    let all = pages.iter().filter_map(|page| window::cut(page, simulated_ns));
    all.reduce(|most, cut| if cut.events.len() > most.events.len() { cut } else { most })
}

/// Of runs that end before an event no objective is met, and no figure is a tie.
fn judge_nothing(simulated: &mut [Simulated], differences: &mut [Difference]) {
    for row in simulated.iter_mut().flat_map(|variant| &mut variant.compared.slo) {
        (row.met, row.clear) = (false, false);
    }
    for row in differences.iter_mut().flat_map(|difference| &mut difference.metrics) {
        if !differences::is_of_the_bill(row) {
            row.verdict = Verdict::Unknown;
        }
    }
}

fn one_alone() -> StudyError {
    StudyError::Refused(Refusal::OneAlone.into())
}

/// What is compared: the page as it stands and its variants, or the pages.
fn candidates<'t>(
    first: &Subject<'t>,
    subjects: &[Subject<'t>],
    request: &Request,
) -> Result<Vec<Candidate<'t>>, StudyError> {
    if !request.changes.is_empty() {
        let mut all = vec![Candidate {
            name: Name::AsItStands,
            changes: Vec::new(),
            variant: first.base.clone(),
        }];
        for Change { name, sets } in &request.changes {
            let variant = first.variant(sets)?;
            let name = Name::Given(name.clone());
            all.push(Candidate { name, changes: sets.clone(), variant });
        }
        distinguish(&mut all, &[]);
        return Ok(all);
    }
    let mut all: Vec<Candidate<'t>> = subjects
        .iter()
        .map(|subject| Candidate {
            name: Name::Given(subject.base.loaded.name.clone()),
            changes: Vec::new(),
            variant: subject.base.clone(),
        })
        .collect();
    distinguish(&mut all, &request.stems);
    Ok(all)
}

/// Pages of one name are called as their files are; what is still called the same is numbered.
fn distinguish(all: &mut [Candidate<'_>], stems: &[String]) {
    let is_twice = |all: &[Candidate<'_>], name: &Name| {
        all.iter().filter(|candidate| candidate.name == *name).count() > 1
    };
    let twice: Vec<bool> = all.iter().map(|candidate| is_twice(all, &candidate.name)).collect();
    for ((candidate, stem), twice) in all.iter_mut().zip(stems).zip(twice) {
        if twice {
            candidate.name = Name::Given(stem.clone());
        }
    }
    for at in 1..all.len() {
        let before = all[..at].iter().filter(|other| other.name == all[at].name).count();
        let Name::Given(name) = &all[at].name else { continue };
        if before > 0 {
            all[at].name = Name::Given(format!("{name} ({})", before + 1));
        }
    }
}

/// What every variant follows.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    replications: u32,
    duration_ns: u64,
    warmup_ns: u64,
}

/// Plans each variant within its part of the budget, and writes what all follow into their settings: the
/// longest warm-up, and a window that all can afford, or that reaches the last event of each. `Err` for a
/// variant is why its pilot came to nothing.
fn share_plan(
    candidates: &mut [Candidate<'_>],
    watch: &Watch<'_>,
) -> Result<(Shared, Vec<Result<(), RunError>>), StudyError> {
    let count = candidates.len() as u64;
    let mut plans: Vec<Result<Plan, RunError>> = Vec::new();
    for candidate in candidates.iter_mut() {
        let budget = candidate.variant.settings().max_requests.unwrap_or(DEFAULT_MAX_REQUESTS);
        window::keep(&mut candidate.variant.design.blueprint, (budget / count).max(1));
        let plan = candidate.variant.plan(watch);
        if plan.as_ref().is_err_and(|error| *error == RunError::Stopped) {
            return Err(StudyError::Run(RunError::Stopped));
        }
        plans.push(plan);
        watch.step();
    }
    let known = || plans.iter().flatten();
    let lengths = || known().map(|plan| plan.duration_ns);
    let is_eventful = known().any(|plan| plan.eventful);
    // What never settles has no warm-up that the others should wait for.
    let any_settled = known().any(|plan| plan.settled);
    let warmups = known().filter(|plan| plan.settled || !any_settled).map(|plan| plan.warmup_ns);
    let length = if is_eventful { lengths().max() } else { lengths().min() };
    let shared = Shared {
        replications: known().map(|plan| plan.replications).min().unwrap_or(0),
        duration_ns: length.unwrap_or(0),
        warmup_ns: warmups.max().unwrap_or(0),
    };
    for (candidate, plan) in candidates.iter_mut().zip(&plans) {
        let Ok(plan) = plan else { continue };
        let settings = candidate.variant.settings();
        settings.warmup_ns = Some(shared.warmup_ns);
        settings.duration_ns = Some(shared.duration_ns);
        settings.replications = Some(shared.replications);
        settings.max_requests = Some(plan.max_requests.saturating_mul(BUDGET_SLACK));
    }
    Ok((shared, plans.into_iter().map(|plan| plan.map(|_| ())).collect()))
}

fn simulated_of(candidate: Candidate<'_>, run: Result<Finished, RunError>) -> Simulated {
    let Candidate { name, changes, variant } = candidate;
    let scenario = variant.loaded.name.clone();
    let compared = Compared { name, scenario, changes, ..Compared::default() };
    let Finished { report, outcome } = match run {
        Ok(finished) if !finished.outcome.interrupted => finished,
        // Replications that are missing leave nothing to pair.
        Ok(_) | Err(RunError::Stopped) => {
            let compared = Compared { state: State::Stopped, ..compared };
            return Simulated { compared, figures: Vec::new() };
        }
        Err(error) => {
            let because = gave_up(error).map(Told);
            let compared = Compared { state: State::GaveUp, because, ..compared };
            return Simulated { compared, figures: Vec::new() };
        }
    };
    let figures = summary::figures(&variant.design.blueprint, &outcome, &report);
    let is_unstable = !report.stability.stable && report.latency_ms.is_none();
    let compared = Compared {
        state: if is_unstable { State::Unstable } else { State::Settles },
        because: is_unstable.then(|| {
            let place = report.stability.component.clone();
            let growth_per_s = report.stability.growth_per_s;
            Told(Trouble::Unstable { place, growth_per_s })
        }),
        completed_per_s: Some(report.requests.completed_per_s),
        error_rate: Some(report.errors.rate),
        latency_ms: report.latency_ms,
        percentiles: report.percentiles,
        bottleneck: report.bottleneck,
        stability: Some(report.stability),
        cost: Some(report.cost),
        slo: report.slo,
        timeseries: report.timeseries,
        marks: report.marks,
        ..compared
    };
    Simulated { compared, figures }
}
