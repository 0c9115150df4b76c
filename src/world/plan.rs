//! The plan of a run: how long, how often, from when on, with how many requests.
//!
//! What the page and the flags leave open is chosen here from the load and the budget of requests; the warm-up is
//! found by a pilot (`pilot.rs`).

use super::arrivals::Profile;
use super::backlog::backlog_s;
use super::meters::Window;
use crate::blueprint::{Blueprint, Load, Step};
use crate::message::{EventLabel, PhaseLabel};
use crate::stats::precision;

pub(super) const SECOND_NS: u64 = 1_000_000_000;
/// Requests that napkin simulates in all, unless told otherwise.
pub const DEFAULT_MAX_REQUESTS: u64 = 10_000_000;
/// The seed where none is given.
pub const DEFAULT_SEED: u64 = 1;
const DEFAULT_REPLICATIONS: u32 = 10;
pub(super) const FEWEST_REPLICATIONS: u32 = 3;
const DEFAULT_DURATION_S: u64 = 60;
/// A run sees so many looks of an autoscaler.
const LOOKS: u64 = 8;
/// A replication of a steady load has at least so many requests, if time allows.
const ENOUGH_REQUESTS: f64 = 100_000.0;
/// … or makes so many calls: a request that repeats a call thousands of times tells as much by itself.
const ENOUGH_CALLS: f64 = 20_000_000.0;
const LONGEST_DEFAULT_S: u64 = 24 * 3600;
/// … unless the design is slower: then it may take so many of its relaxation times …
const RELAXATIONS: f64 = 30.0;
/// … and at most so long: a century.
const LONGEST_S: f64 = 100.0 * 365.0 * 86_400.0;
/// So many times the budget may be spent to reach the last event.
const STRETCH: f64 = 4.0;
/// What events leave for later is given so many times what it takes by arithmetic …
const SPARE: f64 = 1.25;
/// … and makes a run at most so many times as long.
const LONGEST_BACKLOG: u64 = 10;
/// The most replications that napkin adds by itself: each keeps its histograms until the end.
pub const MOST_REPLICATIONS: u32 = 500;
/// A replication of a steady load that goes on until it is precise has at least one in so many of the budget's
/// requests: few long replications are worth more than many short ones.
const BATCHES: f64 = 100.0;
/// The pilot may cost this share of the budget.
pub(super) const PILOT_SHARE: f64 = 0.1;

/// What was decided before anything ran.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// How many the budget allows, where their number is decided on the way; else the same.
    pub most_replications: u32,
    /// The number of the first one: 0, unless a study adds replications to those that it has.
    pub first_replication: u32,
    /// Length of the measured window, ns.
    pub duration_ns: u64,
    /// Before it, ns.
    pub warmup_ns: u64,
    /// The warm-up was found by the pilot, not given.
    pub warmup_found: bool,
    /// False if the pilot never settled.
    pub settled: bool,
    /// Requests that may be simulated.
    pub max_requests: u64,
    /// The budget, not the page, decided the duration or the replications.
    pub shrunk: bool,
    /// What a request costs, in calls, where the budget of steps decided the duration or the replications.
    pub calls_per_request: Option<f64>,
    /// Where the window would have ended, had the steps lasted, ns.
    pub asked_ns: Option<u64>,
    /// The memory decided the replications.
    pub fewer_for_memory: bool,
    /// The window, as every replication measures it.
    pub window: Window,
    /// What each phase is called.
    pub phase_labels: Vec<PhaseLabel>,
    /// Mean multiplier of the rate by spikes and traffic events (1 for a shape that repeats: a day is a day).
    pub mean_multiplier: f64,
    /// Something changes over time: a shape or a timeline.
    pub eventful: bool,
}

impl Plan {
    /// Requests in the windows of all replications, about.
    #[must_use]
    pub fn expected_requests(&self, blueprint: &Blueprint) -> f64 {
        let window_s = self.duration_ns as f64 * 1e-9 * f64::from(self.replications);
        window_s * base_rate(blueprint) * self.mean_multiplier
    }

    /// A budget, not the page, decided how long the window is.
    #[must_use]
    pub const fn is_cut(&self) -> bool {
        self.shrunk || self.calls_per_request.is_some() || self.asked_ns.is_some()
    }

    /// Many times what a replication should send, so that only a run-away load gets there.
    pub(super) const fn most_requests(&self) -> u64 {
        1_000_000 + self.max_requests.saturating_mul(3)
    }
}

/// Mean requests per second before anything happens.
pub(super) fn base_rate(blueprint: &Blueprint) -> f64 {
    match &blueprint.load {
        Load::Open { .. } => {
            blueprint.request_types.iter().map(|request_type| request_type.rate_per_s).sum()
        }
        Load::Closed { clients, think } => {
            f64::from(*clients) / (think.mean_ns() * 1e-9 + latency_s(blueprint)).max(1e-6)
        }
    }
}

/// Mean latency of a request, by arithmetic, s.
fn latency_s(blueprint: &Blueprint) -> f64 {
    let flow = crate::estimate::flow(blueprint);
    let each = flow.request_types.iter().zip(&blueprint.request_types);
    each.map(|(request_type, spec)| request_type.latency_s * spec.share).sum()
}

/// The shortest window that tells anything, ns: in a shorter one hardly a request begins and ends.
pub(super) fn shortest_ns(blueprint: &Blueprint) -> u64 {
    ((LATENCIES * latency_s(blueprint) * 1e9) as u64).max(SHORTEST_NS)
}

/// How long the slowest queue of a design remembers, seconds: about service ÷ (1 − √ρ)² of the resource where that is
/// longest (Cohen, The Single Server Queue, 1982, III.7.3; of M/M/1). A resource that cannot carry its load has none.
fn relaxation_s(blueprint: &Blueprint) -> f64 {
    let flow = crate::estimate::flow(blueprint);
    let of_resources = flow.components.iter().flat_map(|component| {
        component.resources.iter().filter_map(|load| {
            let spare = 1.0 - load.utilization().filter(|busy| *busy < 1.0)?.sqrt();
            let service_s = load.offered_erlangs / component.calls_per_s;
            Some(service_s / (spare * spare)).filter(|relaxation| relaxation.is_finite())
        })
    });
    of_resources.fold(0.0, f64::max)
}

/// Calls that a request makes on average, where no cache answers: 1 at least.
fn calls_per_request(blueprint: &Blueprint) -> f64 {
    let calls = blueprint
        .request_types
        .iter()
        .map(|request_type| request_type.share * calls_of(&request_type.path))
        .sum();
    f64::max(calls, 1.0)
}

fn calls_of(path: &[Step]) -> f64 {
    let calls = |step: &Step| match step {
        Step::Call { .. } => 1.0,
        Step::Parallel { paths, .. } | Step::Sequence(paths) => {
            paths.iter().map(|path| calls_of(path)).sum()
        }
        Step::Repeat { times, path, .. } => times.mean_ns() * calls_of(path),
        Step::Chance { share, path } => share * calls_of(path),
        Step::OneOf { paths, .. } => {
            paths.iter().map(|(_, _, path)| calls_of(path)).fold(0.0, f64::max)
        }
        Step::Later(path) => calls_of(path),
    };
    path.iter().map(calls).sum()
}

/// The last instant at which something begins or ends, ns.
fn last_event(blueprint: &Blueprint) -> u64 {
    let ends =
        blueprint.timeline.iter().map(|happening| happening.at_ns + happening.for_ns.unwrap_or(0));
    let marks = blueprint.shape.marks.iter().map(|(from, until, _)| until.unwrap_or(*from));
    let period = blueprint.shape.period_ns.unwrap_or(0);
    ends.chain(marks).max().unwrap_or(0).max(period)
}

/// Whether a run has to be as long as the page is: it says how long, or something happens over time.
#[must_use]
pub fn has_own_window(blueprint: &Blueprint) -> bool {
    blueprint.run.duration_ns.is_some() || blueprint.is_eventful()
}

/// How long the slowest autoscaler takes to show what it does: some looks, a boot, and its cooldown, ns.
fn scaling_ns(blueprint: &Blueprint) -> u64 {
    let each = blueprint.components.iter().filter_map(|component| component.spec.autoscale());
    each.map(|scale| LOOKS * scale.every_ns + scale.boot_ns + scale.cooldown_ns).max().unwrap_or(0)
}

/// The window that the page asks for, ns, before any budget cuts it.
#[must_use]
pub fn wanted(blueprint: &Blueprint, max_requests: u64) -> u64 {
    let run = &blueprint.run;
    if let Some(duration_ns) = run.duration_ns {
        return duration_ns;
    }
    if blueprint.is_eventful() {
        let last = last_event(blueprint);
        let usual = (last + last / 4)
            .max(last + 10 * SECOND_NS)
            .max(last + scaling_ns(blueprint))
            .max(DEFAULT_DURATION_S * SECOND_NS)
            .div_ceil(SECOND_NS)
            * SECOND_NS;
        return until_later_is_done(blueprint, last, usual, max_requests);
    }
    let affordable = max_requests as f64 * (1.0 - 2.0 * PILOT_SHARE);
    let batch = run.until_precision.map_or(0.0, |_| affordable / BATCHES);
    let requests = ENOUGH_REQUESTS.min(ENOUGH_CALLS / calls_per_request(blueprint));
    let enough = (requests.max(batch) / base_rate(blueprint).max(1e-9)) as u64;
    if enough <= LONGEST_DEFAULT_S {
        return enough.max(DEFAULT_DURATION_S) * SECOND_NS;
    }
    let slow = (RELAXATIONS * relaxation_s(blueprint)).min(LONGEST_S) as u64;
    enough.min(slow.max(LONGEST_DEFAULT_S)) * SECOND_NS
}

/// The usual window; of a page with an objective on later work as much longer as that takes after the last event, where
/// the budget allows it.
fn until_later_is_done(blueprint: &Blueprint, last: u64, usual: u64, max_requests: u64) -> u64 {
    if blueprint.slo.iter().all(|target| target.metric.later_quantile().is_none()) {
        return usual;
    }
    let profile = profile(blueprint, last + SECOND_NS);
    let seconds = (backlog_s(blueprint, &profile, last) * SPARE).ceil() as u64;
    let until = (last + seconds * SECOND_NS).div_ceil(SECOND_NS) * SECOND_NS;
    if until <= usual || until > LONGEST_BACKLOG * usual {
        return usual;
    }
    let replications = f64::from(blueprint.run.replications.unwrap_or(FEWEST_REPLICATIONS));
    let rate = base_rate(blueprint) * mean_multiplier(blueprint, until);
    let requests = replications * until as f64 * 1e-9 * rate;
    if requests <= max_requests as f64 * (1.0 - 2.0 * PILOT_SHARE) { until } else { usual }
}

/// The window that the page asks for within its own budget of requests, ns.
pub(super) fn asked_ns(blueprint: &Blueprint) -> u64 {
    wanted(blueprint, blueprint.run.max_requests.unwrap_or(DEFAULT_MAX_REQUESTS))
}

/// The window and the replications of a run with this budget of requests in a study that may spend `share` of it on
/// one run: the window that `napkin run` has, in fewer replications, and the budget that it takes.
#[must_use]
pub fn in_a_study(blueprint: &Blueprint, share: u64) -> (u64, u32, u64) {
    let plan = settings(blueprint);
    let rate = base_rate(blueprint) * mean_multiplier(blueprint, plan.duration_ns);
    let requests = plan.duration_ns as f64 * 1e-9 * rate / (1.0 - 2.0 * PILOT_SHARE);
    let affordable = (share as f64 / requests.max(1.0)) as u32;
    let fewest = plan.replications.min(FEWEST_REPLICATIONS);
    let replications = affordable.clamp(fewest, plan.replications);
    let budget = (requests * f64::from(replications)).ceil() as u64 + 1;
    (plan.duration_ns, replications, budget.max(share))
}

/// Settings of the page and flags, and napkin's choice for what they leave open.
pub(super) fn settings(blueprint: &Blueprint) -> Plan {
    let run = &blueprint.run;
    let rate = base_rate(blueprint).max(1e-9);
    let eventful = blueprint.is_eventful();
    let max_requests = run.max_requests.unwrap_or(DEFAULT_MAX_REQUESTS);
    // A tenth more for the pilot, and as much again for the warm-ups.
    let affordable = max_requests as f64 * (1.0 - 2.0 * PILOT_SHARE);
    let wanted = wanted(blueprint, max_requests);
    let fewest = if run.until_precision.is_some() { precision::FEWEST } else { 1 };
    let mut plan = Plan {
        seed: run.seed.unwrap_or(DEFAULT_SEED),
        replications: run.replications.unwrap_or(DEFAULT_REPLICATIONS).max(fewest),
        duration_ns: wanted,
        warmup_ns: run.warmup_ns.unwrap_or(0),
        settled: true,
        max_requests,
        eventful,
        ..Plan::default()
    };
    let mean_times = mean_multiplier(blueprint, wanted);
    let cost = |replications: u32, duration_ns: u64| {
        f64::from(replications) * duration_ns as f64 * 1e-9 * rate * mean_times
    };
    if cost(plan.replications, plan.duration_ns) > affordable {
        plan.shrunk = true;
        if run.replications.is_none() {
            let each = cost(1, plan.duration_ns);
            // A steady load can be cut short; events cannot, so there the replications give way.
            plan.replications = if eventful || run.duration_ns.is_some() {
                ((affordable / each) as u32).clamp(FEWEST_REPLICATIONS, DEFAULT_REPLICATIONS)
            } else {
                DEFAULT_REPLICATIONS
            };
        }
        let factor = affordable / cost(plan.replications, plan.duration_ns);
        if factor < 1.0 {
            let cut = ((plan.duration_ns as f64 * factor) as u64).max(1_000_000);
            // A run without its events would answer another question: for them the budget gives way, to a limit.
            let events = (last_event(blueprint) + SECOND_NS).min(plan.duration_ns);
            let covers = cost(plan.replications, events) <= STRETCH * affordable;
            plan.duration_ns = if eventful && covers { cut.max(events) } else { cut };
        }
    }
    plan
}

/// A window that was cut is at least so long, ns, and so many mean latencies.
const SHORTEST_NS: u64 = 1_000_000;
const LATENCIES: f64 = 3.0;
/// Of the steps, what a plan counts on: replications differ.
const SURE: f64 = 0.8;
/// Steps that a call costs, about: its instructions and its events.
const STEPS_PER_CALL: f64 = 12.0;

/// Steps in a nanosecond under the load before anything happens, by arithmetic.
pub(super) fn steps_per_ns(blueprint: &Blueprint) -> f64 {
    base_rate(blueprint) * 1e-9 * calls_in_all(blueprint) * STEPS_PER_CALL
}

/// Calls that a request makes, second tries included, as far as arithmetic knows: 1 at least.
fn calls_in_all(blueprint: &Blueprint) -> f64 {
    let flow = crate::estimate::flow(blueprint);
    let calls: f64 = flow.components.iter().map(|component| component.calls_per_s).sum();
    let flowing = calls / base_rate(blueprint).max(1e-9);
    if flowing.is_finite() { flowing.max(1.0) } else { calls_per_request(blueprint) }
}

/// Makes a plan fit into so many steps, where a nanosecond of the load costs `per_ns`: first fewer replications, if
/// the page leaves them open, then a shorter window, and a shorter warm-up if napkin found it.
pub(super) fn fit_steps(blueprint: &Blueprint, plan: &mut Plan, per_ns: f64, steps: u64) {
    let mean = mean_multiplier(blueprint, plan.duration_ns).max(1e-9);
    let (steps, warmup) = (steps as f64 * SURE, plan.warmup_ns as f64);
    let each = (warmup + plan.duration_ns as f64 * mean) * per_ns;
    if each * f64::from(plan.replications) <= steps || !each.is_finite() {
        return;
    }
    plan.calls_per_request = Some(calls_in_all(blueprint));
    if blueprint.run.replications.is_none() {
        let fewest = FEWEST_REPLICATIONS.min(plan.replications);
        plan.replications = ((steps / each) as u32).clamp(fewest, plan.replications);
    }
    let affordable = steps / f64::from(plan.replications) / per_ns;
    if plan.warmup_found {
        plan.warmup_ns = plan.warmup_ns.min((affordable / 3.0) as u64);
    }
    let left = (affordable - plan.warmup_ns as f64) / mean;
    plan.duration_ns = (left.max(1e6) as u64).min(plan.duration_ns);
}

/// How many replications the budget allows, now that the warm-up is known, if their number is left open.
fn most_replications(blueprint: &Blueprint, plan: &Plan) -> u32 {
    if blueprint.run.until_precision.is_none() {
        return plan.replications;
    }
    let measured = plan.duration_ns as f64 * mean_multiplier(blueprint, plan.duration_ns);
    let each = (plan.warmup_ns as f64 + measured) * 1e-9 * base_rate(blueprint).max(1e-9);
    let affordable = plan.max_requests as f64 * (1.0 - PILOT_SHARE) / each.max(1e-9);
    (affordable as u32).min(MOST_REPLICATIONS).max(plan.replications)
}

/// The smallest budget of requests within which a run still reaches its last event; 0 for a page on which
/// nothing happens over time. A study that divides a budget gives each of its runs at least so much.
#[must_use]
pub fn least_budget(blueprint: &Blueprint) -> u64 {
    let last = last_event(blueprint);
    if last == 0 {
        return 0;
    }
    let events = blueprint.run.duration_ns.unwrap_or(u64::MAX).min(last + SECOND_NS);
    let replications = blueprint.run.replications.unwrap_or(FEWEST_REPLICATIONS);
    let rate = base_rate(blueprint) * mean_multiplier(blueprint, events);
    let requests = f64::from(replications) * events as f64 * 1e-9 * rate;
    ((requests / (1.0 - 2.0 * PILOT_SHARE) / STRETCH).ceil() as u64).saturating_add(1)
}

fn mean_multiplier(blueprint: &Blueprint, duration_ns: u64) -> f64 {
    let base = base_rate(blueprint) * duration_ns as f64 * 1e-9;
    let beside = if base > 0.0 { beside_the_load(blueprint, duration_ns) / base } else { 0.0 };
    profile(blueprint, duration_ns).mean(0, duration_ns) + beside
}

/// Requests that the timeline sends beside the load within so long.
fn beside_the_load(blueprint: &Blueprint, duration_ns: u64) -> f64 {
    let within = blueprint.timeline.iter().filter(|happening| happening.at_ns < duration_ns);
    let counts = within.map(|happening| match happening.verb {
        crate::blueprint::Verb::Arrive { count, .. } => f64::from(count),
        _ => 0.0,
    });
    counts.sum()
}

/// What the rate is multiplied by, over time.
fn profile(blueprint: &Blueprint, duration_ns: u64) -> Profile {
    let windows: Vec<(u64, Option<u64>, f64)> = blueprint
        .timeline
        .iter()
        .filter_map(|happening| match happening.verb {
            crate::blueprint::Verb::Traffic(times) => {
                Some((happening.at_ns, happening.for_ns.map(|n| happening.at_ns + n), times))
            }
            _ => None,
        })
        .collect();
    Profile::new(&blueprint.shape, &windows, 0, duration_ns)
}

/// The window with its intervals and phases.
pub(super) fn finish(blueprint: &Blueprint, plan: &mut Plan) {
    let interval_ns = nice_interval(plan.duration_ns);
    plan.most_replications = most_replications(blueprint, plan);
    plan.mean_multiplier = match blueprint.shape.period_ns {
        Some(_) => 1.0,
        None => mean_multiplier(blueprint, plan.duration_ns),
    };
    let (cuts_ns, labels) = phases(blueprint, plan.duration_ns);
    plan.phase_labels = labels;
    plan.window = Window {
        from_ns: plan.warmup_ns,
        to_ns: plan.warmup_ns + plan.duration_ns,
        interval_ns,
        cuts_ns,
    };
}

/// 1, 2 or 5 times a power of ten, so that there are at most 120 intervals.
fn nice_interval(duration_ns: u64) -> u64 {
    let mut unit = 1_000;
    loop {
        for step in [1, 2, 5] {
            if duration_ns.div_ceil(unit * step) <= 120 {
                return unit * step;
            }
        }
        unit *= 10;
    }
}

/// Where phases begin, and what each is called: the events under way in it.
fn phases(blueprint: &Blueprint, duration_ns: u64) -> (Vec<u64>, Vec<PhaseLabel>) {
    let mut spans: Vec<(u64, Option<u64>, EventLabel)> = blueprint.shape.marks.clone();
    spans.extend(blueprint.timeline.iter().map(|happening| {
        let until = happening.for_ns.map(|length| happening.at_ns + length);
        (happening.at_ns, until, happening.label.clone())
    }));
    let mut cuts: Vec<u64> =
        spans.iter().flat_map(|(from, until, _)| [Some(*from), *until]).flatten().collect();
    cuts.retain(|&cut| cut > 0 && cut < duration_ns);
    cuts.sort_unstable();
    cuts.dedup();
    // A page with hundreds of events is told by its chart, not by phases.
    cuts.truncate(24);
    let first_event = spans.iter().map(|span| span.0).min().unwrap_or(0);
    let labels = std::iter::once(0)
        .chain(cuts.iter().copied())
        .map(|start| {
            let events: Vec<EventLabel> = spans
                .iter()
                .filter(|(from, until, _)| {
                    *from <= start && until.is_none_or(|until| start < until)
                })
                .map(|span| span.2.clone())
                .collect();
            if spans.is_empty() {
                PhaseLabel::Steady
            } else if !events.is_empty() {
                PhaseLabel::During { events }
            } else if start < first_event {
                PhaseLabel::Before
            } else {
                PhaseLabel::After
            }
        })
        .collect();
    (cuts, labels)
}
