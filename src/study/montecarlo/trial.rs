//! One trial: everything drawn once, and the window simulated.

use super::Setup;
use super::course::Course;
use super::window::Cut;
use crate::blueprint::{Blueprint, Load, Randomness, Verb};
use crate::cost;
use crate::document::{Objective, Report};
use crate::pipeline::{Finished, Rejected};
use crate::stats::Small;
use crate::study::{StudyError, Variant, Watch};
use crate::summary;
use crate::units::exact::nanoseconds;
use crate::units::ranges::WrittenRange;
use crate::world::{Outcome, RunError};

/// The window is told in so many instants at most.
const INSTANTS: usize = 30;

/// What came of a trial.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// From 0.
    pub index: u32,
    /// Its seed in `run`.
    pub seed: u64,
    /// What was set on the page.
    pub sets: Vec<String>,
    /// What was drawn, in the order of [`Setup::input_names`].
    pub inputs: Vec<f64>,
    /// The highest load of the horizon, requests per second.
    pub peak_per_s: f64,
    /// The monthly bill at the horizon's mean load.
    pub cost_usd: f64,
    /// p99, if the load settles and anything was answered.
    pub p99_ms: Option<f64>,
    /// Share of failed requests; `None` if the trial was given up.
    pub error_rate: Option<f64>,
    /// As `run` judges them, but for the cost; empty if the trial was given up.
    pub objectives: Vec<Objective>,
    /// Offered per second and p99 (ms) of each instant.
    pub over_time: Vec<(f64, Option<f64>)>,
    /// Length of an instant.
    pub interval_s: f64,
    /// By failing component: the share of its instance-time that was down.
    pub down: Vec<f64>,
}

/// Why a trial has no figures.
#[derive(Debug)]
pub enum Without {
    /// What was drawn makes no page.
    Impossible(Box<Rejected>),
    /// It was stopped.
    Stopped,
    /// Something that no other trial would survive either.
    Broken(StudyError),
}

impl Setup<'_, '_> {
    /// Draws and simulates one trial.
    pub fn trial(&self, index: u32, watch: &Watch<'_>) -> Result<Trial, Without> {
        let (mut sets, mut inputs) = self.draw_ranges(index);
        let mut variant = self.read(&sets)?;
        let blueprint = &variant.design.blueprint;
        let random = self.randomness(blueprint);
        let seed = self.seed_of(index);
        let mut trial = Trial { index, seed, ..Trial::default() };
        let mut times = (highest_of_story(blueprint), 1.0);
        if self.happens {
            let course = Course::draw(&random, &blueprint.shape, self.seed, index);
            let cut = Cut::of(&course, &random, self.window_s(), self.moment(index));
            times = course.highest_and_mean();
            inputs.extend(event_inputs(&course, &random, &cut));
            trial.down = random
                .failures
                .iter()
                .map(|failure| course.failures(failure.component, failure.instances).1)
                .collect();
            let open = is_open(blueprint);
            sets.extend(cut.sets(&course, blueprint, &|path| self.has(path), open));
            // A run as short as the page says might end before what is drawn begins.
            if self.has("run.duration") {
                sets.push(format!("run.duration={}", nanoseconds(self.window_ns)));
            }
            variant = self.read(&sets)?;
        }
        trial.sets = sets;
        trial.inputs = inputs;
        self.simulate(trial, variant, times, watch)
    }

    fn read(&self, sets: &[String]) -> Result<Variant<'_>, Without> {
        self.subject.design(sets).map_err(|error| match error {
            StudyError::Rejected(rejected) => Without::Impossible(Box::new(rejected)),
            other => Without::Broken(other),
        })
    }

    fn draw_ranges(&self, index: u32) -> (Vec<String>, Vec<f64>) {
        let (mut sets, mut inputs) = (Vec::new(), Vec::new());
        for unknown in &self.unknowns {
            let draw = |(at, range): (usize, &WrittenRange)| {
                let dimension = super::dimension(&unknown.path, at);
                range.quantile(self.cube.point(&dimension, index as usize))
            };
            let values: Vec<f64> = unknown.ranges.iter().enumerate().map(draw).collect();
            sets.push(unknown.set(&values));
            inputs.extend(values);
        }
        (sets, inputs)
    }

    fn simulate(
        &self,
        mut trial: Trial,
        mut variant: Variant<'_>,
        (highest, mean): (f64, f64),
        watch: &Watch<'_>,
    ) -> Result<Trial, Without> {
        self.settle(&mut variant, trial.seed);
        let (blueprint, flow) = (&variant.design.blueprint, &variant.design.flow);
        let rate: f64 =
            blueprint.request_types.iter().map(|request_type| request_type.rate_per_s).sum();
        let usage = summary::expected_usage(blueprint, flow, mean);
        trial.peak_per_s = rate * highest;
        trial.cost_usd = cost::price(blueprint, self.subject.tables().prices, &usage).per_month_usd;
        match variant.simulate(watch, 1) {
            Ok(Finished { report, outcome }) => {
                if !is_open(blueprint) {
                    trial.peak_per_s = report.requests.offered_per_s.value;
                    trial.cost_usd = report.cost.per_month_usd;
                }
                measure(&mut trial, &report, &outcome);
                Ok(trial)
            }
            Err(RunError::Stopped) => Err(Without::Stopped),
            // It overloads the machine that simulates it: no figure is needed to call that a miss.
            Err(
                RunError::InFlight { .. }
                | RunError::RunAway { .. }
                | RunError::Budget { .. }
                | RunError::Memory { .. },
            ) => Ok(trial),
        }
    }
}

fn measure(trial: &mut Trial, report: &Report, outcome: &Outcome) {
    trial.p99_ms = report.latency_ms.as_ref().map(|latency| latency.p99.value);
    trial.error_rate = Some(report.errors.rate.value);
    trial.objectives.clone_from(&report.slo);
    for objective in &mut trial.objectives {
        if objective.objective == "cost" {
            objective.actual = Some(trial.cost_usd);
            objective.met = trial.cost_usd <= objective.target;
        }
    }
    let Some(meters) = outcome.replications.first() else { return };
    let each = meters.intervals.len().div_ceil(INSTANTS).max(1);
    let interval_s = outcome.plan.window.interval_ns as f64 / 1e9;
    let window_s = outcome.plan.window.length_ns() as f64 / 1e9;
    trial.interval_s = interval_s * each as f64;
    for (at, part) in meters.intervals.chunks(each).enumerate() {
        let mut latency = Small::new();
        let mut offered = 0;
        for interval in part {
            latency.merge(&interval.latency);
            offered += interval.offered;
        }
        let length_s = trial.interval_s.min(window_s - trial.interval_s * at as f64);
        let p99_ms = latency.quantile(0.99).map(|ns| ns as f64 / 1e6);
        trial.over_time.push((offered as f64 / length_s.max(1e-9), p99_ms));
    }
}

/// What is drawn of events, in the order of [`event_names`].
fn event_inputs(course: &Course, random: &Randomness, cut: &Cut) -> Vec<f64> {
    let mut inputs = Vec::new();
    let count = |count: usize| count as f64;
    let settings = &random.settings;
    if settings.spikes.is_some() {
        inputs.push(count(course.begun[0]));
    }
    if settings.crowds.is_some() {
        inputs.push(count(course.begun[1]));
    }
    if settings.spikes.is_some() || settings.crowds.is_some() || course.daily.is_some() {
        inputs.push(cut.highest(course));
    }
    for failure in &random.failures {
        inputs.push(count(course.failures(failure.component, failure.instances).0));
        let own = cut.outages(course).filter(|outage| outage.component == failure.component);
        let until = cut.from_s + cut.length_s;
        let lasts = own.map(|outage| outage.until_s.min(until) - outage.from_s.max(cut.from_s));
        inputs.push(lasts.sum::<f64>() / cut.length_s);
    }
    inputs
}

/// Whether requests come at a rate.
pub fn is_open(blueprint: &Blueprint) -> bool {
    matches!(blueprint.load, Load::Open { .. })
}

/// The highest multiple that the page's own shape and timeline bring.
fn highest_of_story(blueprint: &Blueprint) -> f64 {
    let shape = blueprint.shape.points.iter().map(|point| point.1).fold(0.0, f64::max);
    let shape = if blueprint.shape.points.is_empty() { 1.0 } else { shape.max(1.0) };
    let happening = blueprint.timeline.iter().filter_map(|happening| match happening.verb {
        Verb::Traffic(times) => Some(times),
        _ => None,
    });
    shape * happening.fold(1.0, f64::max)
}
