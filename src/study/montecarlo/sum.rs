//! Trials → document: probabilities, quantiles, drivers, the worst, the fan.

use super::Setup;
use super::trial::Trial;
use crate::blueprint::{Metric, Moment, Randomness};
use crate::document::{
    self, Assumed, Bands, Driver, Input, Miss, MonteCarlo, Objective, OverTime, Quantile, Spread,
    Told, TrialPlan, Uptime, Worst,
};
use crate::message::Why;
use crate::message::montecarlo::{Drawn, Drew, NoPage};
use crate::pipeline::Rejected;
use crate::stats::{Interval, order_quantile, proportion, rank_correlation};
use crate::units::ranges::standard_normal;

/// Quantiles that are told of each outcome.
const QUANTILES: [f64; 7] = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
/// So many of the worst trials are told.
const WORST: usize = 5;
/// The chance that any correlation is called significant where there is none.
const ALPHA: f64 = 0.05;
/// A fifth of the trials: those in which an input is low, and those in which it is high.
const FIFTH: f64 = 0.2;

/// What each trial comes to: its name, its unit, its figure.
type Outcome = (document::Outcome, &'static str, fn(&Trial) -> Option<f64>);

const OUTCOMES: [Outcome; 4] = [
    (document::Outcome::PeakPerS, "1/s", |trial| Some(trial.peak_per_s)),
    (document::Outcome::P99Ms, "ms", |trial| trial.p99_ms),
    (document::Outcome::ErrorRate, "ratio", |trial| trial.error_rate),
    (document::Outcome::CostPerMonthUsd, "USD/month", |trial| Some(trial.cost_usd)),
];
/// Defaults of the page's section, as they would be written.
pub const DEFAULTS: [(&str, &str); 9] = [
    ("horizon", "1d"),
    ("spikes.every", "1d"),
    ("spikes.times", "{ min: 1.5, alpha: 2, max: 10 }"),
    ("spikes.ramp", "30s"),
    ("spikes.hold", "exp(2m)"),
    ("spikes.decay", "1m"),
    ("crowds.every", "7d"),
    ("crowds.times", "{ min: 2, alpha: 1.5, max: 20 }"),
    ("crowds.fade", "10m"),
];
/// Outcomes that inputs can drive: the peak is drawn itself.
const DRIVEN: std::ops::Range<usize> = 1..4;

impl Setup<'_, '_> {
    /// The document of these trials.
    pub fn document(&self, trials: &[Trial], impossible: Vec<Rejected>) -> MonteCarlo {
        let blueprint = &self.subject.base.design.blueprint;
        let random = self.randomness(blueprint);
        let inputs = self.inputs(trials, &random);
        let values: Vec<Vec<f64>> = OUTCOMES
            .iter()
            .map(|outcome| trials.iter().map(|t| outcome.2(t).unwrap_or(f64::INFINITY)).collect())
            .collect();
        let (drivers, significant_from) = drivers(trials, &inputs, &values);
        let done = trials.len() + impossible.len();
        let mut head = self.subject.head();
        head.interrupted = done < self.trials as usize;
        let p99 =
            blueprint.slo.iter().find(|t| t.request_type.is_none() && t.metric == Metric::P99);
        MonteCarlo {
            head,
            trial: self.trial_plan(&random),
            trials: count(trials.len()),
            impossible: count(impossible.len()),
            impossible_because: impossible.first().and_then(first_problem),
            given_up: count(trials.iter().filter(|trial| trial.error_rate.is_none()).count()),
            missed: misses(trials),
            missed_any: missed_any(trials),
            outcomes: spreads(trials, &values),
            worst: worst(trials, &inputs),
            inputs,
            drivers,
            significant_from,
            over_time: over_time(trials),
            availability: uptimes(trials, &random, &|at| blueprint.components[at].name.clone()),
            assumed: self.assumed(),
            values,
            p99_target_ms: p99.map(|target| target.target / 1e6),
        }
    }

    fn trial_plan(&self, random: &Randomness) -> TrialPlan {
        let settings = &random.settings;
        let moment = match (self.happens, settings.moment) {
            (false, _) => document::Moment::Story,
            (true, Moment::Worst) => document::Moment::Worst,
            (true, Moment::Random) => document::Moment::Random,
        };
        let blueprint = &self.subject.base.design.blueprint;
        let one_off = blueprint.shape.period_ns.is_none() && !blueprint.shape.points.is_empty();
        TrialPlan {
            moment,
            horizon_s: self.happens.then_some(settings.horizon_ns as f64 / 1e9),
            window_s: self.window_s(),
            warmup_s: self.warmup_ns as f64 / 1e9,
            story_set_aside: self.happens && (one_off || !blueprint.timeline.is_empty()),
            spikes_by_default: self.happens && blueprint.randomness.is_none(),
        }
    }

    /// What each trial drew, by name; the order is that of [`Trial::inputs`].
    fn inputs(&self, trials: &[Trial], random: &Randomness) -> Vec<Input> {
        let mut inputs: Vec<Input> = Vec::new();
        for unknown in &self.unknowns {
            for (name, range) in unknown.names().into_iter().zip(&unknown.ranges) {
                let (path, unit) = (Some(unknown.path.clone()), range.dim.unit());
                let name = Drawn::Range { name }.into();
                inputs.push(Input { name, path, unit, ..Input::default() });
            }
        }
        let mut event = |what: Drawn| inputs.push(Input { name: what.into(), ..Input::default() });
        let settings = &random.settings;
        let blueprint = &self.subject.base.design.blueprint;
        if self.happens {
            let surges = settings.spikes.is_some() || settings.crowds.is_some();
            if settings.spikes.is_some() {
                event(Drawn::Spikes);
            }
            if settings.crowds.is_some() {
                event(Drawn::Crowds);
            }
            if surges || blueprint.shape.period_ns.is_some() {
                event(Drawn::HighestLoad);
            }
            for failure in &random.failures {
                let component = &blueprint.components[failure.component].name;
                event(Drawn::Failures { component: component.clone() });
                event(Drawn::Down { component: component.clone() });
            }
        }
        for (at, input) in inputs.iter_mut().enumerate() {
            let mut drawn: Vec<f64> = column(trials, at);
            drawn.sort_by(f64::total_cmp);
            let quantile = |q| order_quantile(&drawn, q).map_or(0.0, |found| found.value);
            (input.low, input.median, input.high) = (quantile(0.05), quantile(0.5), quantile(0.95));
        }
        inputs
    }

    /// The defaults of `montecarlo:` that are in effect.
    fn assumed(&self) -> Vec<Assumed> {
        if !self.happens {
            return Vec::new();
        }
        let by_default = !self.has("montecarlo");
        let is_in_effect = |path: &str| {
            let section = path.split('.').next().unwrap_or("");
            let is_there = match section {
                "spikes" => by_default || self.page_says("spikes"),
                "crowds" => self.page_says("crowds"),
                _ => true,
            };
            is_there && !self.page_says(path)
        };
        let assumed = DEFAULTS.iter().filter(|(path, _)| is_in_effect(path));
        assumed
            .map(|(path, value)| Assumed {
                path: format!("montecarlo.{path}"),
                value: (*value).to_owned(),
                why: Why::NotWritten.into(),
            })
            .collect()
    }

    /// Whether the section has a field, even an empty one.
    fn page_says(&self, path: &str) -> bool {
        crate::scenario::page::lookup(&self.page, &format!("montecarlo.{path}")).is_some()
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn column(trials: &[Trial], at: usize) -> Vec<f64> {
    trials.iter().map(|trial| trial.inputs.get(at).copied().unwrap_or(0.0)).collect()
}

fn first_problem(rejected: &Rejected) -> Option<Told<NoPage>> {
    let what = rejected.problems.sorted().first()?.what.clone();
    Some(NoPage { what }.into())
}

// ---- objectives ----

/// Objectives that a trial misses; one that was given up misses all but the cost, which it has.
fn missed_of(trial: &Trial, names: &[Objective]) -> Vec<String> {
    let of = |objective: &Objective| match trial.error_rate {
        Some(_) => {
            trial.objectives.iter().any(|own| own.objective == objective.objective && !own.met)
        }
        None if objective.objective == "cost" => trial.cost_usd > objective.target,
        None => true,
    };
    names.iter().filter(|name| of(name)).map(|name| name.objective.clone()).collect()
}

/// Every objective, as any trial has it.
fn names(trials: &[Trial]) -> Vec<Objective> {
    let one = trials.iter().find(|trial| !trial.objectives.is_empty());
    one.map_or_else(Vec::new, |trial| trial.objectives.clone())
}

fn misses(trials: &[Trial]) -> Vec<Miss> {
    let names = names(trials);
    let missed: Vec<Vec<String>> = trials.iter().map(|trial| missed_of(trial, &names)).collect();
    let each = |objective: &Objective| {
        let hits = missed.iter().filter(|all| all.contains(&objective.objective)).count();
        let target = Some(objective.target);
        miss(&objective.objective, &objective.unit, target, hits, trials.len())
    };
    names.iter().map(each).collect()
}

fn missed_any(trials: &[Trial]) -> Option<Miss> {
    let names = names(trials);
    let hits = trials.iter().filter(|trial| !missed_of(trial, &names).is_empty()).count();
    (!names.is_empty()).then(|| miss("any", "", None, hits, trials.len()))
}

fn miss(objective: &str, unit: &str, target: Option<f64>, hits: usize, trials: usize) -> Miss {
    let share = proportion(hits, trials);
    Miss {
        objective: objective.to_owned(),
        unit: unit.to_owned(),
        target,
        trials: count(hits),
        probability: share.value,
        low: share.low,
        high: share.high,
    }
}

/// By how many times a trial misses the objective that it misses by most.
fn severity(trial: &Trial, has_objectives: bool) -> f64 {
    if !has_objectives || trial.error_rate.is_none() {
        return trial.p99_ms.unwrap_or(f64::INFINITY);
    }
    let of = |objective: &Objective| {
        let Some(actual) = objective.actual else { return f64::INFINITY };
        match objective.objective.as_str() {
            "availability" => (1.0 - actual) / (1.0 - objective.target).max(1e-9),
            _ => actual / objective.target.max(1e-9),
        }
    };
    trial.objectives.iter().map(of).fold(0.0, f64::max)
}

fn worst(trials: &[Trial], inputs: &[Input]) -> Vec<Worst> {
    let names = names(trials);
    let has = !names.is_empty();
    let mut order: Vec<&Trial> = trials.iter().collect();
    let key = |trial: &Trial| {
        let p99 = trial.p99_ms.unwrap_or(f64::INFINITY);
        [severity(trial, has), p99, trial.error_rate.unwrap_or(1.0), trial.peak_per_s]
    };
    order.sort_by(|a, b| {
        let pairs = key(b).into_iter().zip(key(a));
        let first = pairs.map(|(b, a)| b.total_cmp(&a)).find(|order| order.is_ne());
        first.unwrap_or(std::cmp::Ordering::Equal).then(a.index.cmp(&b.index))
    });
    let tell = |trial: &&Trial| Worst {
        trial: trial.index + 1,
        seed: trial.seed,
        p99_ms: trial.p99_ms,
        error_rate: trial.error_rate,
        peak_per_s: trial.peak_per_s,
        cost_per_month_usd: trial.cost_usd,
        missed: missed_of(trial, &names),
        drew: inputs
            .iter()
            .zip(&trial.inputs)
            .map(|(input, value)| {
                let (what, unit) = (input.name.0.clone(), input.unit.clone());
                Drew { what, value: *value, unit }.into()
            })
            .collect(),
        sets: trial.sets.clone(),
        command: String::new(),
    };
    order.iter().take(WORST).map(tell).collect()
}

// ---- distributions ----

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn spreads(trials: &[Trial], values: &[Vec<f64>]) -> Vec<Spread> {
    let spread = |(outcome, values): (&Outcome, &Vec<f64>)| {
        let sorted = sorted(values);
        let quantile = |q: f64| {
            let found = order_quantile(&sorted, q)?;
            let (value, low, high) = (finite(found.value), finite(found.low), finite(found.high));
            Some(Quantile { quantile: q, value, low, high })
        };
        Spread {
            outcome: outcome.0,
            unit: outcome.1.to_owned(),
            undefined: count(trials.iter().filter(|t| outcome.2(t).is_none()).count()),
            quantiles: QUANTILES.into_iter().filter_map(quantile).collect(),
        }
    };
    OUTCOMES.iter().zip(values).map(spread).collect()
}

fn over_time(trials: &[Trial]) -> OverTime {
    let instants = trials.iter().map(|trial| trial.over_time.len()).max().unwrap_or(0);
    let mut told = OverTime {
        interval_s: trials.iter().map(|trial| trial.interval_s).fold(0.0, f64::max),
        ..OverTime::default()
    };
    for at in 0..instants {
        let there = || trials.iter().filter_map(|trial| trial.over_time.get(at));
        push(
            &mut told.offered_per_s,
            sorted(&there().map(|instant| instant.0).collect::<Vec<_>>()),
        );
        // Nobody answered though somebody asked, or the trial was given up: worse than any figure.
        let given_up = trials.iter().filter(|trial| trial.error_rate.is_none());
        let mut p99: Vec<f64> = there()
            .filter(|instant| instant.1.is_some() || instant.0 > 0.0)
            .map(|instant| instant.1.unwrap_or(f64::INFINITY))
            .collect();
        p99.extend(given_up.map(|_| f64::INFINITY));
        push(&mut told.p99_ms, sorted(&p99));
    }
    told
}

fn push(bands: &mut Bands, sorted: Vec<f64>) {
    let at = |q| order_quantile(&sorted, q).and_then(|found| finite(found.value));
    bands.p05.push(at(0.05));
    bands.p25.push(at(0.25));
    bands.p50.push(at(0.5));
    bands.p75.push(at(0.75));
    bands.p95.push(at(0.95));
}

fn uptimes(trials: &[Trial], random: &Randomness, name: &dyn Fn(usize) -> String) -> Vec<Uptime> {
    let each = |(at, failure): (usize, &crate::blueprint::Failure)| {
        let up: Vec<f64> =
            trials.iter().map(|trial| 1.0 - trial.down.get(at).copied().unwrap_or(0.0)).collect();
        let drawn = Interval::from_means(&up)?;
        Some(Uptime {
            component: name(failure.component),
            expected: failure.mtbf_ns / (failure.mtbf_ns + failure.mttr_ns),
            drawn: drawn.value,
            low: drawn.low.max(0.0),
            high: drawn.high.min(1.0),
        })
    };
    random.failures.iter().enumerate().filter_map(each).collect()
}

// ---- what drives the outcome ----

/// The rank correlation of every input with every outcome, and from where on one is significant.
fn drivers(trials: &[Trial], inputs: &[Input], values: &[Vec<f64>]) -> (Vec<Driver>, f64) {
    let names = names(trials);
    let is_missed = |trial: &Trial| !missed_of(trial, &names).is_empty();
    let missed: Vec<f64> =
        trials.iter().map(|trial| f64::from(u8::from(is_missed(trial)))).collect();
    let mut drivers: Vec<Driver> = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        let drawn = column(trials, at);
        let told = DRIVEN.map(|outcome| (OUTCOMES[outcome].0, &values[outcome], MEDIAN));
        for (outcome, values, center) in told.chain([(document::Outcome::Missed, &missed, MEAN)]) {
            let Some(correlation) = rank_correlation(&drawn, values) else { continue };
            let (at_low, at_high) = swing(&drawn, values, center);
            drivers.push(Driver {
                input: input.name.clone(),
                outcome,
                correlation,
                significant: false,
                at_low,
                at_high,
            });
        }
    }
    // Under independence a rank correlation is about normal with variance 1 ÷ (n − 1) (Kendall and Gibbons,
    // "Rank Correlation Methods", 1990, 4.14).
    let (pairs, n) = (drivers.len().max(1) as f64, trials.len() as f64);
    let z = standard_normal(1.0 - ALPHA / (2.0 * pairs));
    let threshold = (z / (n - 1.0).max(1.0).sqrt()).min(1.0);
    for driver in &mut drivers {
        driver.significant = driver.correlation.abs() > threshold;
    }
    drivers.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    (drivers, threshold)
}

/// What stands for several trials: of values in ascending order.
type Center = fn(&[f64]) -> Option<f64>;

const MEDIAN: Center = |sorted| order_quantile(sorted, 0.5).and_then(|found| finite(found.value));
const MEAN: Center = |sorted| Some(Interval::from_means(sorted)?.value);

/// The outcome where an input is low, and where it is high.
fn swing(drawn: &[f64], outcome: &[f64], center: Center) -> (Option<f64>, Option<f64>) {
    let ordered = sorted(drawn);
    let at = |q| order_quantile(&ordered, q).map_or(0.0, |found| found.value);
    let (low, high) = (at(FIFTH), at(1.0 - FIFTH));
    let of = |wanted: &dyn Fn(f64) -> bool| {
        let pairs = drawn.iter().zip(outcome).filter(|pair| wanted(*pair.0));
        center(&sorted(&pairs.map(|pair| *pair.1).collect::<Vec<_>>()))
    };
    // An input that is mostly one value (no failure at all) is high where it is anything above.
    let is_high = |value: f64| if high > low { value >= high } else { value > high };
    (of(&|value| value <= low), of(&is_high))
}
