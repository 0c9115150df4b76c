//! Simulates variants of a page, all with the plan of the page as it stands: same seed, same warm-up, same
//! window, so that each can be compared with it replication by replication.

use super::judge::{Verdict, effect, implied, judge};
use crate::blueprint::{Blueprint, RunSettings};
use crate::document::{Effect, Objective, Report};
use crate::message::study::Cut;
use crate::pipeline::Finished;
use crate::study::{StudyError, Subject, Variant, Watch, window};
use crate::world::Plan;
use crate::world::plan::DEFAULT_MAX_REQUESTS;

/// The budget of requests is for so many variants.
const VARIANTS: u64 = 5;
/// Of eventful pages, which cannot be cut short, all variants together may cost so many times the budget.
const TIMES_ALL: u64 = 4;
/// So many variants are simulated whatever they cost: fewer tell nothing.
const LEAST: u64 = 8;
/// What a core and a GiB of memory are taken to cost a month where the page names no machine and so has no
/// price for them: a ranking needs one. About those of m7g and r7g; no bill shows them.
const CORE_USD: f64 = 25.0;
const GIB_USD: f64 = 5.0;
/// A difference of the bill below this share is none: usage varies a little.
const SAME_BILL: f64 = 0.005;

/// A variant that was simulated.
pub struct Ran<'t> {
    /// The design.
    pub variant: Variant<'t>,
    /// What it came to.
    pub finished: Finished,
    /// Held against the objectives.
    pub verdict: Verdict,
    /// What it costs more than the page as it stands, dollars a month, what has no price included.
    pub price: f64,
}

/// The page as it stands, and whatever is held against it.
pub struct Lab<'a, 't> {
    subject: &'a Subject<'t>,
    watch: &'a Watch<'a>,
    /// The page as it stands.
    pub base: Ran<'t>,
    /// True if the page has no objectives.
    pub is_implied: bool,
    settings: RunSettings,
    /// The budget of requests.
    all: u64,
    /// Variants simulated, the base included.
    pub variants: u64,
    /// Their requests.
    pub requests: u64,
}

impl<'a, 't> Lab<'a, 't> {
    /// Simulates the page as it stands.
    pub fn open(subject: &'a Subject<'t>, watch: &'a Watch<'a>) -> Result<Self, StudyError> {
        let mut variant = subject.base.clone();
        let all = variant.settings().max_requests.unwrap_or(DEFAULT_MAX_REQUESTS);
        window::keep(&mut variant.design.blueprint, (all / VARIANTS).max(1000));
        watch.expect(1);
        let finished = variant.simulate(watch, watch.threads)?;
        watch.step();
        let is_implied = finished.report.slo.is_empty();
        let settings = fixed(&variant.design.blueprint.run, &finished.outcome.plan);
        let requests = finished.report.requests.offered;
        let verdict = judge(&rows(is_implied, &finished), &finished, None);
        let base = Ran { variant, finished, verdict, price: 0.0 };
        Ok(Self { subject, watch, base, is_implied, settings, all, variants: 1, requests })
    }

    /// What the budget of requests leaves out of the page.
    pub fn cut(&self) -> Option<Cut> {
        let page = &self.subject.base.design.blueprint;
        window::cut(page, self.base.finished.outcome.plan.duration_ns)
    }

    /// The page as it stands, measured.
    pub fn report(&self) -> &Report {
        &self.base.finished.report
    }

    /// The objectives, as the page stands.
    pub fn rows(&self) -> Vec<Objective> {
        rows(self.is_implied, &self.base.finished)
    }

    /// How many more variants the budget of requests allows, if `most` are allowed in all.
    pub fn left(&self, most: u64) -> usize {
        let each = self.report().requests.offered.max(1);
        let all = self.all.saturating_mul(TIMES_ALL).max(each.saturating_mul(LEAST));
        let affordable = all.saturating_sub(self.requests) / each;
        usize::try_from(affordable.min(most.saturating_sub(self.variants))).unwrap_or(0)
    }

    /// Whether it was asked to stop.
    pub fn stopped(&self) -> bool {
        self.watch.stopped()
    }

    /// Simulates one variant a list of changes, side by side; `None` for what cannot be: a change that does
    /// not fit the page, a load that runs away.
    pub fn run(&mut self, batch: &[Vec<String>]) -> Vec<Option<Ran<'t>>> {
        self.watch.expect(batch.len() as u64);
        let one = |sets: &Vec<String>, watch: &Watch<'_>| {
            let mut variant = self.subject.variant(sets).ok()?;
            *variant.settings() = self.settings.clone();
            let finished = match variant.simulate(watch, 1) {
                Ok(finished) if !finished.outcome.interrupted => finished,
                Ok(_) | Err(_) => return None,
            };
            watch.step();
            let rows = rows(self.is_implied, &finished);
            let verdict = judge(&rows, &finished, Some(self.report()));
            let price = self.price(&variant.design.blueprint, &finished);
            Some(Ran { variant, finished, verdict, price })
        };
        let found = self.watch.side_by_side(batch, one);
        for ran in found.iter().flatten() {
            self.variants += 1;
            self.requests += ran.finished.report.requests.offered;
        }
        found
    }

    /// What a variant does against the page as it stands.
    pub fn effect(&self, ran: &Ran<'_>) -> Effect {
        effect(&self.base.finished, &ran.finished)
    }

    fn price(&self, blueprint: &Blueprint, finished: &Finished) -> f64 {
        let base = &self.base.finished.report.cost;
        let billed = finished.report.cost.per_month_usd - base.per_month_usd;
        let billed = if billed.abs() <= SAME_BILL * base.per_month_usd { 0.0 } else { billed };
        billed + unpriced(blueprint) - unpriced(&self.base.variant.design.blueprint)
    }
}

fn rows(is_implied: bool, finished: &Finished) -> Vec<Objective> {
    if is_implied { implied(finished) } else { finished.report.slo.clone() }
}

/// Settings that give every variant the base's plan.
fn fixed(run: &RunSettings, plan: &Plan) -> RunSettings {
    RunSettings {
        duration_ns: Some(plan.duration_ns),
        warmup_ns: Some(plan.warmup_ns),
        replications: Some(plan.replications),
        // What is given is not cut short.
        max_requests: Some(u64::MAX / 8),
        ..run.clone()
    }
}

/// What the hardware without a price is taken to cost a month.
fn unpriced(blueprint: &Blueprint) -> f64 {
    blueprint
        .components
        .iter()
        .filter_map(|component| {
            let hardware = component.spec.hardware()?;
            let count = f64::from(component.spec.instances());
            if hardware.machine.is_some() {
                return None;
            }
            let memory = hardware.memory_b.unwrap_or(0.0);
            let cores = hardware.cpu().unwrap_or(1.0);
            Some(count * (cores * CORE_USD + memory / f64::from(1 << 30) * GIB_USD))
        })
        .sum()
}
