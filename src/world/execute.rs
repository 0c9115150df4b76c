//! The execution of a plan on several threads.
//!
//! A pilot replication finds the warm-up (MSER-5), if it is not given; then every replication runs the warm-up at base
//! load, and measures from there. Replications are independent: streams are named by (seed, replication), results are
//! collected in order, so the number of threads changes nothing but the time it takes.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use super::budget::Share;
use super::layout::Layout;
use super::machine::Machine;
use super::memory;
use super::meters::{Meters, Window};
use super::plan::{self, PILOT_SHARE, Plan, SECOND_NS};
use super::setup::Prepared;
use super::trace::{Trace, Traces, Wanted};
use crate::blueprint::{Blueprint, Load};
use crate::message::study::Kept;
use crate::parallel;
use crate::stats::{mser5, steady_from};

/// Requests in flight at once beyond which a replication is given up.
pub const DEFAULT_MAX_IN_FLIGHT: usize = 4_000_000;
/// Of the pilot.
const PILOT_INTERVALS: u64 = 400;

/// How to execute.
#[derive(Clone, Copy, Debug)]
pub struct Execution<'a> {
    /// Threads; 0 is as many as there are cores.
    pub threads: usize,
    /// Requests in flight at once, at most.
    pub max_in_flight: usize,
    /// Set from outside to stop.
    pub stop: &'a AtomicBool,
    /// Simulated ns so far, over all replications.
    pub progress: &'a AtomicU64,
    /// What it may cost.
    pub share: Share<'a>,
}

/// A run that has used up its steps is tried again with a window that ends earlier: each try may take one in so many
/// of the steps.
const TRIES: [u64; 3] = [2, 4, 4];
/// The next try's window, as a share of what the last one reached with as many steps.
const NEARER: f64 = 0.85;
/// So many steps at least, so that what is small always runs.
const FEW_STEPS: u64 = 20_000;

impl Execution<'_> {
    /// Steps of the n-th try of all replications.
    const fn steps_of_try(&self, nth: usize) -> u64 {
        if self.share.may_cut { self.share.steps / TRIES[nth] } else { self.share.steps }
    }

    /// Bounds a machine, which may take so many steps.
    fn bound(&self, machine: &mut Machine<'_>, steps: u64) {
        machine.most_steps = steps.max(FEW_STEPS);
        machine.most_events = memory::most_events(self.share.of.bytes);
    }
}

/// What the replications measured.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The plan they followed.
    pub plan: Plan,
    /// One per finished replication, in order.
    pub replications: Vec<Meters>,
    /// Calendar events handled; in columns, which have no calendar, arrivals.
    pub events: u64,
    /// Steps of the budget that it had.
    pub steps: u64,
    /// Owner and name of each entry of `Meters::resources`.
    pub resources: Vec<(usize, &'static str)>,
    /// Caller and component of each entry of `Meters::roads`; `None` is the client.
    pub roads: Vec<(Option<usize>, usize)>,
    /// True if it was stopped from outside before all were done.
    pub interrupted: bool,
}

/// Why there is no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunError {
    /// More frames in flight than the limit at this simulated second.
    InFlight {
        /// The limit.
        limit: usize,
        /// When, seconds from the start of the measured window.
        at_s: u64,
    },
    /// Far more requests than the budget has: clients that do not think, and are refused at once; or a rate
    /// that even the shortest run, or the warm-up that the page asks for, is too long for.
    RunAway {
        /// Arrivals at a rate.
        open: bool,
        /// Requests sent.
        requests: u64,
        /// In so much simulated time, ns.
        within_ns: u64,
    },
    /// Its share of the budget was used up.
    Budget {
        /// Steps of the whole budget.
        steps: u64,
        /// What was reached by then, ns from the start of the replication.
        reached_ns: u64,
        /// Of that, before the measured window.
        warmup_ns: u64,
    },
    /// What it would keep has no room.
    Memory {
        /// What.
        what: Kept,
        /// Bytes that it would take.
        bytes: u64,
        /// Bytes that there may be.
        limit: u64,
    },
    /// Stopped before the first replication was done.
    Stopped,
}

impl From<memory::Full> for RunError {
    fn from(memory::Full { what, bytes, limit }: memory::Full) -> Self {
        Self::Memory { what, bytes, limit }
    }
}

impl RunError {
    /// Whether more runs would tell more, and there are none: it was stopped, or has used up its budget.
    #[must_use]
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::Stopped | Self::Budget { .. })
    }
}

/// Simulates a blueprint.
///
/// # Errors
/// When too much is in flight, or it was stopped before the first replication was done.
pub fn simulate(blueprint: &Blueprint, execution: Execution<'_>) -> Result<Outcome, RunError> {
    simulate_with(blueprint, execution, &|_| {})
}

/// As [`simulate`]; `planned` is told the plan before the first replication, so that progress can be shown
/// as a share of replications × (warm-up + duration).
///
/// # Errors
/// As [`simulate`].
pub fn simulate_with(
    blueprint: &Blueprint,
    execution: Execution<'_>,
    planned: &dyn Fn(&Plan),
) -> Result<Outcome, RunError> {
    let prepared = prepare(blueprint, execution)?;
    let plan = plan_of(&prepared, execution)?;
    planned(&plan);
    execute_prepared(&prepared, plan, execution)
}

/// Compiles a blueprint, if what its state would keep has room.
fn prepare<'b>(
    blueprint: &'b Blueprint,
    execution: Execution<'_>,
) -> Result<Prepared<'b>, RunError> {
    let layout = Layout::new(blueprint);
    memory::machine(&layout, execution.share.of.bytes)?;
    Ok(Prepared::of(layout))
}

/// As [`simulate_with`], in batches: after each, `more` is shown the outcome so far, and says how many replications
/// there are to be in all; `None` is enough. What is simulated depends on these numbers alone, so the result is
/// that of one run with the last of them. `planned` is told the plan before each batch.
///
/// # Errors
/// As [`simulate`].
pub fn simulate_until(
    blueprint: &Blueprint,
    execution: Execution<'_>,
    planned: &dyn Fn(&Plan),
    more: &dyn Fn(&Outcome) -> Option<u32>,
) -> Result<Outcome, RunError> {
    let prepared = prepare(blueprint, execution)?;
    let plan = plan_of(&prepared, execution)?;
    planned(&plan);
    let mut outcome = execute_prepared(&prepared, plan, execution)?;
    while !outcome.interrupted
        && let Some(replications) = more(&outcome)
    {
        outcome.plan.replications = replications;
        planned(&outcome.plan);
        match extend(&prepared, &mut outcome, execution, 0) {
            // What is there tells less than was asked for, and says so.
            Err(RunError::Budget { .. }) => {
                let done = u32::try_from(outcome.replications.len()).unwrap_or(u32::MAX);
                outcome.plan.replications = done;
                outcome.plan.most_replications = done;
                break;
            }
            done => done?,
        }
    }
    Ok(outcome)
}

/// How long, how often and from when on a blueprint will be simulated; a pilot replication finds the warm-up.
///
/// # Errors
/// When the pilot was stopped, or ran away.
pub fn plan(blueprint: &Blueprint, execution: Execution<'_>) -> Result<Plan, RunError> {
    plan_of(&prepare(blueprint, execution)?, execution)
}

/// Every replication of a plan that [`plan`] made for this blueprint.
///
/// # Errors
/// As [`simulate`].
pub fn execute(
    blueprint: &Blueprint,
    plan: Plan,
    execution: Execution<'_>,
) -> Result<Outcome, RunError> {
    execute_prepared(&prepare(blueprint, execution)?, plan, execution)
}

fn execute_prepared(
    prepared: &Prepared<'_>,
    plan: Plan,
    execution: Execution<'_>,
) -> Result<Outcome, RunError> {
    let mut plan = plan;
    let mut nth = 0;
    let outcome = loop {
        let resources = prepared.layout.program.resource_names();
        let roads = prepared.layout.program.roads.clone();
        let mut outcome = Outcome { plan: plan.clone(), resources, roads, ..Outcome::default() };
        outcome.steps = execution.share.of.steps();
        match extend(prepared, &mut outcome, execution, nth) {
            Ok(()) => break outcome,
            Err(RunError::Budget { reached_ns, .. })
                if execution.share.may_cut
                    && nth + 1 < TRIES.len()
                    && cut(&prepared.layout, &mut plan, reached_ns, nth) =>
            {
                plan::finish(prepared.layout.blueprint, &mut plan);
                nth += 1;
            }
            Err(error) => return Err(error),
        }
    };
    if outcome.replications.is_empty() {
        return Err(RunError::Stopped);
    }
    Ok(outcome)
}

/// Ends a plan's window before the instant at which its n-th try used up its steps; false if too little would be left.
fn cut(layout: &Layout<'_>, plan: &mut Plan, reached_ns: u64, nth: usize) -> bool {
    let steps = TRIES[nth] as f64 / TRIES[nth + 1] as f64;
    let end_ns = (reached_ns as f64 * NEARER * steps) as u64;
    let shortest_ns = plan::shortest_ns(layout.blueprint);
    let left = end_ns.checked_sub(plan.warmup_ns).filter(|left| *left >= shortest_ns);
    if let Some(left) = left {
        plan.asked_ns = plan.asked_ns.or(Some(plan.duration_ns));
        plan.duration_ns = left;
    }
    left.is_some()
}

/// The replications that the outcome's plan has and the outcome has not.
fn extend(
    prepared: &Prepared<'_>,
    outcome: &mut Outcome,
    execution: Execution<'_>,
    nth_try: usize,
) -> Result<(), RunError> {
    let plan = &outcome.plan;
    let done = u32::try_from(outcome.replications.len()).unwrap_or(u32::MAX);
    let missing: Vec<u32> =
        (done..plan.replications).map(|nth| plan.first_replication + nth).collect();
    // Behind the first that is given up the others would be given up as well, each after minutes.
    let given_up = AtomicU32::new(u32::MAX);
    let all = u64::from(plan.most_replications.max(plan.replications).max(1));
    let steps = execution.steps_of_try(nth_try) / all;
    let one = |&replication: &u32| {
        if given_up.load(Ordering::Relaxed) < replication {
            return Err(RunError::Stopped);
        }
        let done = replicate(prepared, plan, replication, execution, steps);
        if done.as_ref().is_err_and(|error| *error != RunError::Stopped) {
            given_up.fetch_min(replication, Ordering::Relaxed);
        }
        done
    };
    for result in parallel::in_order(&missing, execution.threads, one) {
        match result {
            Ok((meters, events)) => {
                outcome.events += events;
                outcome.replications.push(meters);
            }
            Err(RunError::Stopped) => outcome.interrupted = true,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn replicate(
    prepared: &Prepared<'_>,
    plan: &Plan,
    replication: u32,
    execution: Execution<'_>,
    steps: u64,
) -> Result<(Meters, u64), RunError> {
    if execution.stop.load(Ordering::Relaxed) {
        return Err(RunError::Stopped);
    }
    let most = execution.max_in_flight.min(super::machine::MOST_FRAMES);
    let mut machine = prepared.machine(plan.seed, replication, plan.window.clone(), true, most);
    execution.bound(&mut machine, steps);
    let done = work_off(&mut machine, plan, most, execution);
    execution.share.of.spend(machine.steps);
    done?;
    machine.close();
    Ok((machine.meters, machine.events))
}

/// One replication of a plan that [`plan`] made for this blueprint, once more: what single requests spent
/// their time on.
///
/// # Errors
/// As [`simulate`].
pub fn trace(
    blueprint: &Blueprint,
    plan: &Plan,
    replication: u32,
    wanted: Wanted,
    execution: Execution<'_>,
) -> Result<Traces, RunError> {
    let prepared = prepare(blueprint, execution)?;
    let most = execution.max_in_flight.min(super::machine::MOST_FRAMES);
    let mut machine = prepared.machine(plan.seed, replication, plan.window.clone(), true, most);
    machine.trace = Some(Box::new(Trace::new(wanted)));
    // Only the event loop executes instruction by instruction.
    machine.in_columns = false;
    execution.bound(&mut machine, execution.share.steps);
    let done = work_off(&mut machine, plan, most, execution);
    execution.share.of.spend(machine.steps);
    done?;
    Ok(machine.trace.take().map_or_else(Traces::default, |trace| trace.into_traces()))
}

/// Runs a replication to the end of its window.
fn work_off(
    machine: &mut Machine<'_>,
    plan: &Plan,
    most: usize,
    execution: Execution<'_>,
) -> Result<(), RunError> {
    let allowed = plan.most_requests();
    let open = matches!(machine.blueprint.load, Load::Open { .. });
    machine.requests_left = allowed;
    let seen = AtomicU64::new(0);
    let done = machine.run(&|now| {
        let before = seen.swap(now, Ordering::Relaxed);
        execution.progress.fetch_add(now - before, Ordering::Relaxed);
        execution.stop.load(Ordering::Relaxed)
    });
    if machine.overflowed {
        let at_s = machine.now.saturating_sub(plan.window.from_ns) / SECOND_NS;
        return Err(RunError::InFlight { limit: most, at_s });
    }
    if machine.requests_left == 0 {
        return Err(RunError::RunAway { open, requests: allowed, within_ns: machine.now });
    }
    exhausted(machine, plan.window.from_ns, execution)?;
    if !done {
        return Err(RunError::Stopped);
    }
    execution.progress.fetch_add(
        plan.window.to_ns.saturating_sub(seen.load(Ordering::Relaxed)),
        Ordering::Relaxed,
    );
    Ok(())
}

/// Says so if a machine has used up its steps, or has more events than there is room for.
fn exhausted(
    machine: &Machine<'_>,
    warmup_ns: u64,
    execution: Execution<'_>,
) -> Result<(), RunError> {
    let budget = execution.share.of;
    if machine.crowded {
        let (what, bytes) = memory::events(machine.calendar.len() as u64);
        return Err(RunError::Memory { what, bytes, limit: budget.bytes });
    }
    if machine.steps > machine.most_steps {
        let (steps, reached_ns) = (budget.steps(), machine.now);
        budget.run_out();
        return Err(RunError::Budget { steps, reached_ns, warmup_ns });
    }
    Ok(())
}

// ---- the plan ----

fn plan_of(prepared: &Prepared<'_>, execution: Execution<'_>) -> Result<Plan, RunError> {
    let blueprint = prepared.layout.blueprint;
    let bytes = execution.share.of.bytes;
    memory::shape(blueprint, plan::asked_ns(blueprint), bytes)?;
    let mut plan = plan::settings(blueprint);
    let per_ns = match blueprint.run.warmup_ns {
        Some(_) => plan::steps_per_ns(blueprint),
        None => pilot(prepared, &mut plan, execution)?,
    };
    plan::fit_steps(blueprint, &mut plan, per_ns, execution.steps_of_try(0));
    // What arithmetic expects without a pilot is tried before it is believed.
    let is_measured = plan.warmup_found && plan.calls_per_request.is_some();
    if is_measured && plan.duration_ns < plan::shortest_ns(blueprint) {
        let (reached_ns, warmup_ns) = (plan.warmup_ns + plan.duration_ns, plan.warmup_ns);
        execution.share.of.run_out();
        let steps = execution.share.of.steps();
        return Err(RunError::Budget { steps, reached_ns, warmup_ns });
    }
    plan::finish(blueprint, &mut plan);
    memory::fit(&prepared.layout, &mut plan, bytes)?;
    Ok(plan)
}

/// One replication at base load, to see from when on it is steady, and how many steps a nanosecond of it costs.
fn pilot(
    prepared: &Prepared<'_>,
    plan: &mut Plan,
    execution: Execution<'_>,
) -> Result<f64, RunError> {
    let rate = plan::base_rate(prepared.layout.blueprint).max(1e-9);
    let affordable = plan.max_requests as f64 * PILOT_SHARE / rate * 1e9;
    let length = (plan.duration_ns as f64).min(affordable).max(1e6) as u64;
    let interval_ns = (length / PILOT_INTERVALS).max(1);
    let window = Window {
        from_ns: 0,
        to_ns: interval_ns * PILOT_INTERVALS,
        interval_ns,
        cuts_ns: Vec::new(),
    };
    let most = execution.max_in_flight.min(super::machine::MOST_FRAMES);
    // The pilot is a replication that no report counts.
    let mut machine = prepared.machine(plan.seed, u32::MAX, window, false, most);
    machine.requests_left = plan.most_requests();
    execution.bound(&mut machine, (execution.share.steps as f64 * PILOT_SHARE) as u64);
    let done = machine.run(&|_| execution.stop.load(Ordering::Relaxed));
    execution.share.of.spend(machine.steps);
    let per_ns = machine.steps as f64 / machine.now.max(1) as f64;
    plan.warmup_found = true;
    if machine.overflowed || machine.crowded {
        plan.settled = false;
        plan.warmup_ns = interval_ns;
        return Ok(per_ns);
    }
    if machine.steps > machine.most_steps {
        plan.settled = false;
        plan.warmup_ns = (machine.now / 2).max(1);
        return Ok(per_ns);
    }
    if machine.requests_left == 0 {
        let requests = plan.most_requests();
        let open = matches!(prepared.layout.blueprint.load, Load::Open { .. });
        return Err(RunError::RunAway { open, requests, within_ns: machine.now });
    }
    if !done {
        return Err(RunError::Stopped);
    }
    machine.close();
    let mean_latency: Vec<f64> = machine
        .meters
        .intervals
        .iter()
        .map(|interval| interval.latency.mean().unwrap_or(0.0))
        .collect();
    let cut = |series: &[f64]| mser5(series).or_else(|| steady_from(series));
    let cuts = [cut(&machine.meters.in_system), cut(&mean_latency)];
    plan.settled = cuts.iter().all(Option::is_some);
    let intervals = cuts.iter().map(|cut| cut.map_or(PILOT_INTERVALS / 2, |cut| cut as u64)).max();
    // Ten mean latencies at least: the first requests must have had the time to come back.
    let latency_ns = mean_latency.iter().sum::<f64>() / mean_latency.len().max(1) as f64;
    plan.warmup_ns = (intervals.unwrap_or(0) * interval_ns)
        .max((10.0 * latency_ns) as u64)
        .min(plan.duration_ns)
        .max(interval_ns);
    Ok(per_ns)
}
