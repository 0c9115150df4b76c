//! A design simulated for so many requests, and how much room its objectives leave.

use std::sync::atomic::AtomicU64;

use crate::blueprint::{Blueprint, Metric};
use crate::document::{Objective, Report};
use crate::estimate;
use crate::pipeline::{self, Design, Loaded};
use crate::stats::Interval;
use crate::study::Watch;
use crate::summary::{Cut, pooled};
use crate::world::{self, Outcome, RunError};

/// Far more than any probe sends, so that the planning of a run never shrinks one.
pub(in crate::study) const NO_BUDGET: u64 = 1_000_000_000_000;

/// A replication may send so many requests at least, and several times what it should.
const RUN_AWAY: u64 = 1_000_000;

/// How long a probe is, and which replications it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::study) struct Length {
    /// The measured window, ns.
    pub duration_ns: u64,
    /// Before it, ns.
    pub warmup_ns: u64,
    /// How many replications, from the first on.
    pub replications: u32,
}

/// What a probe found.
#[derive(Debug)]
pub(in crate::study) struct Probed {
    /// So many times the page's load.
    pub times: f64,
    /// The document; `None` where the requests in flight ran over.
    pub report: Option<Report>,
    /// Each criterion's room, the objectives' and then that it settles.
    pub room: Vec<Room>,
    /// Why there is no document.
    pub trouble: Option<RunError>,
    outcome: Option<Outcome>,
}

impl Probed {
    /// Whether every criterion is met.
    #[must_use]
    pub fn meets(&self) -> bool {
        self.room.iter().all(|room| room.value >= 1.0)
    }

    /// The least room of all criteria.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.room.iter().map(|room| room.value).fold(f64::INFINITY, f64::min)
    }

    /// What its replications measured; `None` where there is no document.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Requests that it simulated.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.report.as_ref().map_or(0, |report| report.requests.offered)
    }
}

/// How far a criterion is from its limit: 1 is at the limit, more is better. Negative infinity where nothing
/// could be measured, because the load does not settle or nobody was answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::study) struct Room {
    /// The point estimate.
    pub value: f64,
    /// The end of its 95 % interval on the side of the limit.
    pub low: f64,
    /// The other end.
    pub high: f64,
    /// Nothing has failed yet: there is no telling how far the limit is.
    pub untouched: bool,
    /// Its figure has an interval, or needs none.
    pub is_bounded: bool,
    /// It is target over actual, whose reciprocal is as good a scale.
    pub is_reciprocal: bool,
}

impl Room {
    const BROKEN: Self = Self {
        value: f64::NEG_INFINITY,
        low: f64::NEG_INFINITY,
        high: f64::NEG_INFINITY,
        untouched: false,
        is_bounded: true,
        is_reciprocal: false,
    };

    /// The room that an objective leaves.
    ///
    /// Of latencies it is target over actual: in heavy traffic latency grows as 1/(capacity − rate), and its
    /// reciprocal is a straight line over the rate (of M/M/1 exactly). Of shares it is a straight line too.
    #[must_use]
    pub fn of(objective: &Objective) -> Self {
        let Some(actual) = objective.actual else { return Self::BROKEN };
        let target = objective.target;
        let is_availability = objective.objective == "availability";
        let share = |bad: f64, most: f64| {
            if most > 0.0 {
                2.0 - bad / most
            } else if bad > 0.0 {
                0.0
            } else {
                2.0
            }
        };
        let of = |actual: f64| match objective.unit.as_str() {
            "ms" if actual > 0.0 => (target / actual).min(1e9),
            "ms" => 1e9,
            _ if is_availability => share(1.0 - actual, 1.0 - target),
            _ => share(actual, target),
        };
        let (value, one, other) =
            (of(actual), of(objective.low.unwrap_or(actual)), of(objective.high.unwrap_or(actual)));
        let untouched = objective.unit != "ms" && actual == f64::from(u8::from(is_availability));
        let (low, high) = (one.min(other), one.max(other));
        let is_reciprocal = objective.unit == "ms";
        let is_bounded = objective.low.is_some() && objective.high.is_some();
        let room = Self { value, low, high, untouched, is_bounded, is_reciprocal };
        // A target that no figure can miss by a little, such as 0 %, is met or not.
        if objective.met == (value >= 1.0) { room } else { Self { value: 0.0, ..room } }
    }

    const fn settles(yes: bool) -> Self {
        let good = Self { value: 2.0, low: 2.0, high: 2.0, untouched: true, ..Self::BROKEN };
        if yes { good } else { Self::BROKEN }
    }
}

/// The room of what decides whether a rate is carried: every objective but the cost, and that the load settles.
fn rooms(blueprint: &Blueprint, report: &Report) -> Vec<Room> {
    blueprint
        .slo
        .iter()
        .zip(&report.slo)
        .filter(|(target, _)| target.metric != Metric::Cost)
        .map(|(_, objective)| Room::of(objective))
        .chain([Room::settles(report.stability.stable)])
        .collect()
}

/// Where few replications leave a percentile without an interval, its room's is by sectioning: the replications'
/// own percentiles, around that of all together (Asmussen and Glynn, "Stochastic Simulation", III.5).
fn section(blueprint: &Blueprint, finished: &pipeline::Finished, rooms: &mut [Room]) {
    let limiting = blueprint.slo.iter().filter(|target| target.metric != Metric::Cost);
    for (target, room) in limiting.zip(rooms) {
        let Some(quantile) = target.metric.quantile() else { continue };
        if room.is_bounded || !room.value.is_finite() || room.value <= 0.0 {
            continue;
        }
        let own = finished.outcome.replications.iter().filter_map(|meters| {
            pooled(meters, Cut { request_type: target.request_type, phase: None })
                .quantile(quantile)
        });
        let own: Vec<f64> = own.map(|ns| ns as f64).collect();
        let Some(spread) = Interval::from_means(&own).filter(Interval::is_bounded) else {
            continue;
        };
        let (actual, half) = (target.target / room.value, spread.half_width());
        room.low = target.target / (actual + half);
        room.high = if actual > half { target.target / (actual - half) } else { 1e9 };
        room.is_bounded = true;
    }
}

/// Simulates a blueprint as it is, for so long. `had` are results of its first replications of the same
/// length, which are not simulated again. What runs over or away is a probe without a document.
///
/// # Errors
/// When it was stopped, or the budget is used up.
pub(in crate::study) fn probe(
    loaded: &Loaded<'_>,
    (blueprint, times): (Blueprint, f64),
    length: Length,
    had: Option<Probed>,
    watch: &Watch<'_>,
    threads: usize,
) -> Result<Probed, RunError> {
    let count = blueprint.slo.iter().filter(|target| target.metric != Metric::Cost).count() + 1;
    let broken = |error: RunError| Probed {
        times,
        report: None,
        room: vec![Room::BROKEN; count],
        trouble: Some(error),
        outcome: None,
    };
    let mut blueprint = blueprint;
    let run = &mut blueprint.run;
    (run.duration_ns, run.warmup_ns) = (Some(length.duration_ns), Some(length.warmup_ns));
    (run.replications, run.max_requests) = (Some(length.replications), Some(NO_BUDGET));
    // How long a probe is is the study's to say.
    run.until_precision = None;
    let progress = AtomicU64::new(0);
    let execution = watch.execution(threads, &progress);
    let had = had.and_then(|probed| probed.outcome).filter(|outcome| {
        outcome.plan.duration_ns == length.duration_ns && outcome.plan.warmup_ns == length.warmup_ns
    });
    let done = had.as_ref().map_or(0, |outcome| outcome.plan.replications);
    let mut plan = match world::plan(&blueprint, execution) {
        Ok(plan) => plan,
        Err(error) if error.is_end() => return Err(error),
        Err(error) => return Ok(broken(error)),
    };
    // A window that ends before what happens judges nothing.
    if plan.is_cut() && plan.eventful && plan.duration_ns < length.duration_ns {
        let (steps, warmup_ns) = (watch.budget.steps(), plan.warmup_ns);
        watch.budget.run_out();
        return Err(RunError::Budget {
            steps,
            reached_ns: warmup_ns + plan.duration_ns,
            warmup_ns,
        });
    }
    // A load that runs away is found out as early as that of a run.
    let each = plan.expected_requests(&blueprint) / f64::from(plan.replications.max(1));
    plan.max_requests = RUN_AWAY.max(each as u64);
    plan.first_replication = done;
    plan.replications = length.replications.saturating_sub(done).max(1);
    let mut outcome = match world::execute(&blueprint, plan, execution) {
        Ok(outcome) => outcome,
        Err(error) if error.is_end() => return Err(error),
        Err(error) => return Ok(broken(error)),
    };
    watch.step();
    if outcome.interrupted {
        return Err(RunError::Stopped);
    }
    if let Some(had) = had {
        outcome.events += had.events;
        outcome.replications.splice(0..0, had.replications);
        outcome.plan.first_replication = 0;
        outcome.plan.replications += done;
    }
    let flow = estimate::flow(&blueprint);
    let design = Design { blueprint, flow };
    let finished = pipeline::summed_up(loaded, &design, outcome, String::new());
    let mut room = rooms(&design.blueprint, &finished.report);
    section(&design.blueprint, &finished, &mut room);
    let (report, outcome) = (Some(finished.report), Some(finished.outcome));
    Ok(Probed { times, report, room, trouble: None, outcome })
}
