//! The search for the capacity: a bracket by few short probes, then long ones at its edge.
//!
//! Every probe has the same replications with the same random numbers and the same number of requests, so that
//! what it measures is a smooth function of the rate, and a search can follow it. The search is solved on
//! samples of growing size, each begun where the last ended: retrospective approximation (Chen and Schmeiser,
//! "Stochastic root finding via retrospective approximation", IIE Transactions 33(3), 2001).

use super::crossing::{Crossing, crossing};
use super::probe::{self, Length, Probed};
use crate::blueprint::{Blueprint, Load, so_many_times};
use crate::pipeline::Loaded;
use crate::study::Watch;
use crate::study::load;
use crate::world::{self, RunError};

/// Requests of one replication while the bracket is found, of a steady load.
const SHORT: f64 = 20_000.0;
/// Requests of the whole study, about, unless told otherwise.
pub(super) const DEFAULT_BUDGET: u64 = 8_000_000;
/// Of the budget, what the long probes may cost.
const LONG_SHARE: f64 = 0.75;
/// Replications of a long probe, unless told otherwise, and at least.
const REPLICATIONS: u32 = 10;
const FEWEST: u32 = 3;
/// The bracket is narrow enough at this share of the rate.
const BRACKET: f64 = 0.03;
const ROUNDS: usize = 20;
/// Beyond so many times the first guess nothing will limit.
const FAR: f64 = 100.0;
/// Long probes beside the first three, if the interval is not between them.
const MORE_PROBES: usize = 14;
/// A jump is located this closely.
const JUMP: f64 = 0.005;
/// Before the measured window of a short probe, as a share of it.
const SHORT_WARMUP: f64 = 0.25;

/// What the search ended with.
#[derive(Debug, Default)]
pub(in crate::study) struct Found {
    /// Every long probe, by ascending rate.
    pub edge: Vec<Probed>,
    /// Every short probe, by ascending rate.
    pub short: Vec<Probed>,
    /// Highest rate that was met and lowest that was missed, among the short probes.
    pub bracket: (Option<f64>, Option<f64>),
    /// Where each criterion crosses its limit.
    pub crossings: Vec<Crossing>,
    /// Stopped from outside.
    pub interrupted: bool,
}

impl Found {
    /// The criterion that is missed first, and where; `None` if none is missed, or one is throughout.
    pub(super) fn first(&self) -> Option<(usize, Crossing)> {
        if self.crossings.iter().any(|found| found.value <= 0.0) {
            return None;
        }
        let all = self.crossings.iter().copied().enumerate();
        let finite = all.filter(|(_, found)| found.value.is_finite());
        finite.min_by(|a, b| a.1.value.total_cmp(&b.1.value))
    }

    /// Where all of them are met: the least of the values, and of each end.
    pub(super) fn capacity(&self) -> Option<Crossing> {
        let (_, first) = self.first()?;
        let least = |end: fn(&Crossing) -> f64| {
            self.crossings.iter().map(end).filter(|end| !end.is_nan()).fold(f64::INFINITY, f64::min)
        };
        Some(Crossing { low: least(|found| found.low), high: least(|found| found.high), ..first })
    }
}

/// One search: the design, and how to execute it.
pub(in crate::study) struct Search<'a> {
    /// The page.
    pub loaded: &'a Loaded<'a>,
    /// Its design.
    pub blueprint: &'a Blueprint,
    /// How to execute.
    pub watch: &'a Watch<'a>,
    /// Requests in all, about.
    pub budget: f64,
    /// Something changes over time: every probe covers the same time.
    pub eventful: bool,
}

impl<'a> Search<'a> {
    /// A search within the page's own budget.
    pub(in crate::study) fn new(
        loaded: &'a Loaded<'a>,
        blueprint: &'a Blueprint,
        watch: &'a Watch<'a>,
    ) -> Self {
        let budget = blueprint.run.max_requests.unwrap_or(DEFAULT_BUDGET) as f64;
        let eventful = load::is_eventful(blueprint);
        Self { loaded, blueprint, watch, budget, eventful }
    }

    /// Finds where the criteria cross their limits. `guess` is a multiple of the page's load to begin at.
    pub(super) fn run(&self, guess: f64) -> Result<Found, RunError> {
        let mut found = Found::default();
        match self.bracket(guess, &mut found) {
            Err(error) if error.is_end() => found.interrupted = true,
            Err(error) => return Err(error),
            Ok(()) => {}
        }
        if let (Some(low), Some(high), false) =
            (found.bracket.0, found.bracket.1, found.interrupted)
        {
            let edge = if self.eventful {
                self.eventful_edge((low, high), &mut found)
            } else {
                self.steady_edge((low, high), &mut found)
            };
            match edge {
                Err(error) if error.is_end() => found.interrupted = true,
                Err(error) => return Err(error),
                Ok(()) => {}
            }
        }
        // Where even the least load runs away, the design is not what is judged.
        let least = found.short.first().and_then(|probe| probe.trouble);
        if let (None, false, Some(error)) = (found.bracket.0, found.interrupted, least) {
            return Err(error);
        }
        settle(&mut found);
        Ok(found)
    }

    /// Only a rate that is met and one that is missed, near each other, by short probes.
    pub(in crate::study) fn roughly(&self, guess: f64) -> Result<Found, RunError> {
        let mut found = Found::default();
        self.bracket(guess, &mut found)?;
        Ok(found)
    }

    /// Multiples that can be told apart: a closed load has whole clients.
    fn quantized(&self, times: f64) -> f64 {
        match &self.blueprint.load {
            Load::Open { .. } => times,
            Load::Closed { clients, .. } => {
                f64::from(so_many_times(*clients, times)) / f64::from(*clients)
            }
        }
    }

    /// Half a step of what can be told apart.
    fn grain(&self) -> f64 {
        match &self.blueprint.load {
            Load::Open { .. } => 0.0,
            Load::Closed { clients, .. } => 1.0 / f64::from(*clients),
        }
    }

    /// A highest rate that is met and a lowest that is missed, near each other.
    fn bracket(&self, guess: f64, found: &mut Found) -> Result<(), RunError> {
        let mut next =
            if self.eventful { [0.92, 1.08] } else { [0.75, 0.95] }.map(|part| part * guess);
        let mut width = f64::INFINITY;
        for _ in 0..ROUNDS {
            for probed in self.short(&next)? {
                insert(&mut found.short, probed);
            }
            // The lowest miss decides, whatever happens to be met above it.
            let missed = found.short.iter().position(|probe| !probe.meets());
            let met = missed.unwrap_or(found.short.len()).checked_sub(1);
            found.bracket =
                (met.map(|at| found.short[at].times), missed.map(|at| found.short[at].times));
            match (met, missed) {
                (Some(met), Some(missed)) => {
                    let (low, high) = (found.short[met].times, found.short[missed].times);
                    let tolerance = if self.eventful { BRACKET / 2.0 } else { BRACKET };
                    if high - low <= (tolerance * low).max(self.grain() * 1.5) {
                        return Ok(());
                    }
                    // Where the last round did not halve the bracket, its root was wrong.
                    let near = 0.45 * tolerance * low;
                    next = inside(&found.short, missed, self.eventful, near);
                    if high - low > 0.5 * width {
                        let third = (high - low) / 3.0;
                        next = [low + third, high - third];
                    }
                    width = high - low;
                }
                (Some(met), None) => {
                    let high = found.short[met].times;
                    if high > FAR * guess {
                        return Ok(());
                    }
                    let further = if self.eventful { [1.15, 1.4] } else { [1.4, 2.5] };
                    next = further.map(|part| part * high);
                }
                (None, Some(missed)) => {
                    let low = found.short[missed].times;
                    if low < guess / FAR || low <= self.grain() {
                        return Ok(());
                    }
                    let nearer = if self.eventful { [0.6, 0.85] } else { [0.3, 0.7] };
                    next = nearer.map(|part| part * low);
                }
                (None, None) => return Ok(()),
            }
            next = next.map(|times| self.quantized(times));
        }
        Ok(())
    }

    /// Two short probes side by side.
    fn short(&self, times: &[f64; 2]) -> Result<Vec<Probed>, RunError> {
        let replications = if self.eventful { 1 } else { 2 };
        self.watch.expect(2);
        let one = |&times: &f64, watch: &Watch<'_>| {
            let length = self.length(times, SHORT, SHORT_WARMUP, replications);
            self.probe(times, length, None, (watch, 1))
        };
        self.watch.side_by_side(times, one).into_iter().collect()
    }

    fn probe(
        &self,
        times: f64,
        length: Length,
        had: Option<Probed>,
        (watch, threads): (&Watch<'_>, usize),
    ) -> Result<Probed, RunError> {
        let blueprint = load::scaled(self.blueprint, times);
        probe::probe(self.loaded, (blueprint, times), length, had, watch, threads)
    }

    /// A probe of so many requests, or of the events' time; `warmup` is a share of its window.
    fn length(&self, times: f64, requests: f64, warmup: f64, replications: u32) -> Length {
        let run = &self.blueprint.run;
        let own = load::time_for(requests, self.blueprint, times);
        let duration_ns = match run.duration_ns {
            Some(asked) if self.eventful => asked,
            _ if self.eventful => self.events_ns(),
            Some(asked) if requests > SHORT => asked,
            _ => own,
        };
        let share = if self.eventful { 0.02 } else { warmup };
        let warmup_ns = run.warmup_ns.unwrap_or((duration_ns as f64 * share) as u64);
        Length { duration_ns, warmup_ns, replications }
    }

    /// The time that `run` would simulate, so that the objectives are judged over the same shape.
    fn events_ns(&self) -> u64 {
        let mut blueprint = self.blueprint.clone();
        blueprint.run.warmup_ns = Some(0);
        blueprint.run.max_requests = Some(probe::NO_BUDGET);
        let simulated = std::sync::atomic::AtomicU64::new(0);
        let plan = world::plan(&blueprint, self.watch.execution(1, &simulated));
        plan.map_or(60_000_000_000, |plan| plan.duration_ns)
    }

    /// The bracket's ends with more replications, of a load that changes over time.
    fn eventful_edge(&self, (low, high): (f64, f64), found: &mut Found) -> Result<(), RunError> {
        let requests: f64 = found.short.iter().map(|probe| probe.requests() as f64).sum();
        let each = requests / found.short.len().max(1) as f64;
        let affordable = ((self.budget - requests).max(0.0) / 2.0 / each.max(1.0)) as u32;
        let replications = self.replications().unwrap_or(affordable.clamp(FEWEST, REPLICATIONS));
        for times in [low, high] {
            let had = found.short.iter().position(|probe| probe.times == times);
            let had = had.map(|at| found.short.remove(at));
            self.long(times, (0.0, SHORT_WARMUP, replications), had, found)?;
        }
        self.expand((0.0, SHORT_WARMUP, replications), found)
    }

    /// Three probes around the root of the short ones; then longer ones around theirs.
    fn steady_edge(&self, (low, high): (f64, f64), found: &mut Found) -> Result<(), RunError> {
        let replications = self.replications().unwrap_or(REPLICATIONS);
        let middle = f64::midpoint(low, high);
        let wide = ((high - low) / middle / 2.0).max(0.015);
        let warmup = self.warmup(middle * (1.0 + wide))?;
        for part in [1.0 - wide, 1.0, 1.0 + wide] {
            self.long(self.quantized(middle * part), (SHORT, warmup, replications), None, found)?;
        }
        self.expand((SHORT, warmup, replications), found)?;
        let requests = LONG_SHARE * self.budget / 3.0 / f64::from(replications);
        if requests < 2.0 * SHORT && self.blueprint.run.duration_ns.is_none() {
            return Ok(());
        }
        settle(found);
        let Some(middle) = found.capacity() else { return Ok(()) };
        if middle.is_jump || self.grain() > 0.01 * middle.value {
            return Ok(());
        }
        let half = (middle.high.min(1.1 * middle.value) - middle.low.max(0.9 * middle.value)) / 2.0;
        let narrowed = half / middle.value * (SHORT / requests).sqrt();
        let near = (1.5 * narrowed).clamp(0.002, 0.05);
        found.short.append(&mut found.edge);
        found.short.sort_by(|a, b| a.times.total_cmp(&b.times));
        for part in [1.0 - near, 1.0, 1.0 + near] {
            let times = self.quantized(middle.value * part);
            self.long(times, (requests, warmup, replications), None, found)?;
        }
        self.expand((requests, warmup, replications), found)
    }

    /// Replications that the page or a flag asks for.
    fn replications(&self) -> Option<u32> {
        self.blueprint.run.replications
    }

    /// How long it takes to settle, as a share of a short window: found by a pilot at the highest rate.
    fn warmup(&self, times: f64) -> Result<f64, RunError> {
        let mut blueprint = load::scaled(self.blueprint, times);
        let length = self.length(times, 4.0 * SHORT, SHORT_WARMUP, 1);
        blueprint.run.duration_ns = Some(length.duration_ns);
        blueprint.run.max_requests = Some(probe::NO_BUDGET);
        let simulated = std::sync::atomic::AtomicU64::new(0);
        let plan = world::plan(&blueprint, self.watch.execution(1, &simulated))?;
        Ok((plan.warmup_ns as f64 / length.duration_ns as f64 * 4.0).clamp(0.1, 1.0))
    }

    /// One long probe; `warmup` is in short windows.
    fn long(
        &self,
        times: f64,
        (requests, warmup, replications): (f64, f64, u32),
        had: Option<Probed>,
        found: &mut Found,
    ) -> Result<(), RunError> {
        if found.edge.iter().any(|probe| probe.times == times) {
            return Ok(());
        }
        self.watch.expect(1);
        let share = if requests > 0.0 { warmup * SHORT / requests } else { warmup };
        let length = self.length(times, requests, share, replications);
        let probed = self.probe(times, length, had, (self.watch, self.watch.threads))?;
        insert(&mut found.edge, probed);
        Ok(())
    }

    /// Adds probes until the capacity's interval lies between them, and a jump is located closely.
    fn expand(&self, length: (f64, f64, u32), found: &mut Found) -> Result<(), RunError> {
        let most = if self.eventful { 2 } else { MORE_PROBES };
        for _ in 0..most {
            settle(found);
            let (Some(first), Some(last)) = (found.edge.first(), found.edge.last()) else {
                return Ok(());
            };
            let (first, last) = (first.times, last.times);
            let step = ((last - first).max(0.01 * first)).max(self.grain());
            let next = match found.capacity() {
                None if found.edge.iter().all(Probed::meets) => last + step,
                None => first - step,
                Some(at) if at.is_jump => {
                    let above = found.edge.iter().find(|probe| !probe.meets());
                    let high = above.map_or(last, |probe| probe.times);
                    let below = found.edge.iter().rev().find(|p| p.times < high);
                    let low = below.map_or(first, |probe| probe.times);
                    if high - low <= (JUMP * low).max(self.grain()) {
                        return Ok(());
                    }
                    f64::midpoint(low, high)
                }
                Some(at) if at.value > last || at.high > last + 0.5 * step => last + step,
                Some(at) if at.value < first || at.low < first - 0.5 * step => first - step,
                Some(_) => return Ok(()),
            };
            let next = self.quantized(next);
            if next <= 0.0 || found.edge.iter().any(|probe| probe.times == next) {
                return Ok(());
            }
            self.long(next, length, None, found)?;
        }
        Ok(())
    }
}

/// The crossings of the long probes, or of the short ones where there are no long ones.
pub(super) fn settle(found: &mut Found) {
    let probes: Vec<&Probed> =
        if found.edge.is_empty() { &found.short } else { &found.edge }.iter().collect();
    let count = probes.first().map_or(0, |probe| probe.room.len());
    found.crossings = (0..count).map(|criterion| crossing(&probes, criterion)).collect();
}

/// Keeps probes by ascending rate, one of each.
fn insert(probes: &mut Vec<Probed>, probed: Probed) {
    let at = probes.partition_point(|probe| probe.times < probed.times);
    if probes.get(at).is_none_or(|probe| probe.times > probed.times) {
        probes.insert(at, probed);
    }
}

/// Two rates between one that is met and one that is missed: around the root that the probes point to, so near
/// that they are the last if it is right; or at the thirds.
fn inside(short: &[Probed], missed: usize, eventful: bool, near: f64) -> [f64; 2] {
    let (met, miss) = (&short[missed - 1], &short[missed]);
    let (low, high) = (met.times, miss.times);
    let third = (high - low) / 3.0;
    let root = if eventful { overload_root(&short[missed..]) } else { queue_root(met, miss) };
    match root.filter(|&root| root > low && root < high) {
        Some(root) => {
            let around =
                [(root - near).max(low + 0.1 * third), (root + near).min(high - 0.1 * third)];
            if around[0] < around[1] { around } else { [low + third, high - third] }
        }
        None => [low + third, high - third],
    }
}

/// Near saturation the reciprocal of a latency is a straight line over the rate.
fn queue_root(met: &Probed, missed: &Probed) -> Option<f64> {
    let (above, below) = (met.least(), missed.least());
    (below.is_finite() && above < 1e3)
        .then(|| met.times + (missed.times - met.times) * (above - 1.0) / (above - below))
}

/// Beyond what a spike leaves room for, the latency itself is a straight line over the rate, which leads back
/// from two probes that missed to where it begins.
fn overload_root(missed: &[Probed]) -> Option<f64> {
    let [first, second, ..] = missed else { return None };
    let over = |probe: &Probed| Some(1.0 / probe.least()).filter(|over| *over > 0.0);
    let (first_over, second_over) = (over(first)?, over(second)?);
    let slope = (second_over - first_over) / (second.times - first.times);
    (slope > 0.0).then(|| first.times - (first_over - 1.0) / slope)
}
