//! Unknown inputs and random events drawn many times: how the outcome is distributed.
//!
//! A *trial* draws every range of the page once, and the spikes, crowds and failures of one horizon (a day,
//! say). Of the horizon it simulates a window around one moment, by default the worst: the one at which the load
//! on what is up is the highest. So the share of trials that miss an objective answers: on how many days is it
//! missed at the day's worst moment? With `moment: random` it answers: for which share of the time?
//!
//! What a trial draws is written as changes to the page, and the page is read with them: `run` with the same
//! changes, seed and window is the same trial, to the bit. Nothing about the rates is scaled; a window is as
//! long as a trial's share of the budget allows.

mod course;
mod inputs;
mod sum;
mod trial;
mod window;

use super::{StudyError, Subject, Variant, Watch};
use crate::blueprint::{Blueprint, MonteCarlo as Settings, Randomness, Spikes};
use crate::document::MonteCarlo;
use crate::message::montecarlo::Refusal;
use crate::pipeline::Rejected;
use crate::sample::Stream;
use crate::scenario::page;
use crate::yaml::Node;
use course::Course;
use inputs::{Hypercube, Unknown, unknowns};
pub use sum::DEFAULTS;
use trial::{Trial, Without, is_open};
use window::Cut;

/// Trials, unless told otherwise.
const DEFAULT_TRIALS: u32 = 1000;
/// Requests of one trial's window, about.
const REQUESTS_OF_A_TRIAL: f64 = 40_000.0;
/// The longest window that napkin chooses, s.
const LONGEST_WINDOW_S: f64 = 60.0;
/// The shortest, s.
const SHORTEST_WINDOW_S: f64 = 0.01;
/// Horizons that are drawn to see how high the load is where it is simulated.
const PROBES: u32 = 200;
/// The budget of each `run`: far more than a trial needs, so that none is cut short.
pub const MOST_OF_A_RUN: u64 = crate::world::plan::DEFAULT_MAX_REQUESTS;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Trials; `None` is the page's, or 1,000.
    pub trials: Option<u32>,
    /// The window, ns; `None` is the page's, or napkin's choice.
    pub window_ns: Option<u64>,
    /// Requests simulated in all, about.
    pub max_requests: Option<u64>,
}

/// What all trials share.
struct Setup<'s, 't> {
    subject: &'s Subject<'t>,
    watch: &'s Watch<'s>,
    page: Node,
    seed: u64,
    trials: u32,
    unknowns: Vec<Unknown>,
    cube: Hypercube,
    /// Anything happens at random; else the page's own story is what is simulated.
    happens: bool,
    window_ns: u64,
    warmup_ns: u64,
}

/// Makes the study.
///
/// # Errors
/// What is wrong with the page or the request, or why nothing could be simulated.
pub fn study(
    subject: &Subject<'_>,
    request: &Request,
    watch: &Watch<'_>,
) -> Result<MonteCarlo, StudyError> {
    let setup = Setup::new(subject, request, watch)?;
    let (trials, impossible) = setup.all()?;
    Ok(setup.document(&trials, impossible))
}

/// The name of a range's dimension in the hypercube.
fn dimension(path: &str, at: usize) -> String {
    format!("{path}#{at}")
}

impl<'s, 't> Setup<'s, 't> {
    fn new(
        subject: &'s Subject<'t>,
        request: &Request,
        watch: &'s Watch<'s>,
    ) -> Result<Self, StudyError> {
        let blueprint = &subject.base.design.blueprint;
        let random = randomness(blueprint);
        let happens = happens(&random);
        let page = subject.tree().unwrap_or(Node {
            span: crate::problem::Span::default(),
            value: crate::yaml::Value::Null,
        });
        let periodic = blueprint.shape.period_ns.is_some();
        let has_no_effect = |path: &str| match happens {
            true => path.starts_with("timeline") || path.starts_with("traffic.shape") && !periodic,
            false => path.starts_with("montecarlo"),
        };
        let unknowns = unknowns(&page, &has_no_effect);
        if unknowns.is_empty() && !happens {
            let refusal = Refusal::NothingRandom { page: subject.base.loaded.name.clone() };
            return Err(StudyError::Refused(refusal.into()));
        }
        let seed = subject.head().seed;
        let trials = request.trials.or(random.settings.trials).unwrap_or(DEFAULT_TRIALS);
        let names = unknowns
            .iter()
            .flat_map(|unknown| (0..unknown.ranges.len()).map(|at| dimension(&unknown.path, at)));
        let cube = Hypercube::new(seed, trials, names.chain(["moment".to_owned()]));
        let (window_ns, warmup_ns) = (0, 0);
        let mut setup = Self {
            subject,
            watch,
            page,
            seed,
            trials,
            unknowns,
            cube,
            happens,
            window_ns,
            warmup_ns,
        };
        setup.plan(request, &random)?;
        Ok(setup)
    }

    /// How long the window is, and what is simulated before it.
    fn plan(&mut self, request: &Request, random: &Randomness) -> Result<(), StudyError> {
        let base = &self.subject.base;
        let each = request.max_requests.map_or(REQUESTS_OF_A_TRIAL, |most| {
            let most = most as f64;
            (most / f64::from(self.trials)).max(1.0)
        });
        let blueprint = &base.design.blueprint;
        let asked = match self.happens {
            true => request.window_ns.or(random.settings.window_ns),
            false => request.window_ns.or(random.settings.window_ns).or(blueprint.run.duration_ns),
        };
        let by_load = self.happens && is_open(blueprint);
        let window = asked.or_else(|| by_load.then(|| self.affordable(random, each)));
        let mut pilot = Variant::clone(base);
        let settings = pilot.settings();
        settings.replications = Some(1);
        settings.duration_ns = window;
        // A pilot may cost a tenth of the budget: as much as a trial.
        let budget = (each * if window.is_some() { 10.0 } else { 1.25 }) as u64;
        settings.max_requests = Some(budget.max(1));
        let plan = pilot.plan(self.watch)?;
        self.window_ns = window.unwrap_or(plan.duration_ns);
        if self.happens {
            self.window_ns = self.window_ns.min(random.settings.horizon_ns);
        }
        self.warmup_ns = plan.warmup_ns;
        Ok(())
    }

    /// The window in which so many requests come at the load that is simulated, ns.
    fn affordable(&self, random: &Randomness, requests: f64) -> u64 {
        let blueprint = &self.subject.base.design.blueprint;
        let rate: f64 =
            blueprint.request_types.iter().map(|request_type| request_type.rate_per_s).sum();
        let probes = self.trials.clamp(1, PROBES);
        let loads = (0..probes).map(|trial| {
            let course = Course::draw(random, &blueprint.shape, self.seed, trial);
            Cut::of(&course, random, 1.0, self.moment(trial)).highest(&course)
        });
        let mean = loads.sum::<f64>() / f64::from(probes);
        let window_s = requests / (rate * mean).max(1e-9);
        (nice(window_s.clamp(SHORTEST_WINDOW_S, LONGEST_WINDOW_S)) * 1e9).round() as u64
    }

    /// Every trial on as many threads as there are, in order; and those whose draws make no page.
    #[allow(clippy::type_complexity)]
    fn all(&self) -> Result<(Vec<Trial>, Vec<Rejected>), StudyError> {
        self.watch.expect(u64::from(self.trials));
        let indices: Vec<u32> = (0..self.trials).collect();
        let results = self.watch.side_by_side(&indices, |&index, watch| {
            if watch.stopped() {
                return Err(Without::Stopped);
            }
            let result = self.trial(index, watch);
            watch.step();
            result
        });
        let (mut trials, mut impossible) = (Vec::new(), Vec::new());
        for result in results {
            match result {
                Ok(trial) => trials.push(trial),
                Err(Without::Impossible(rejected)) => impossible.push(*rejected),
                Err(Without::Broken(error)) => return Err(error),
                Err(Without::Stopped) => {}
            }
        }
        if trials.is_empty() {
            return Err(match impossible.into_iter().next() {
                Some(rejected) => StudyError::Rejected(rejected),
                None => StudyError::Run(crate::world::RunError::Stopped),
            });
        }
        Ok((trials, impossible))
    }

    /// What a trial's run is told; the same flags make the same run.
    fn settle(&self, variant: &mut Variant<'_>, seed: u64) {
        let run = variant.settings();
        run.seed = Some(seed);
        run.replications = Some(1);
        run.duration_ns = Some(self.window_ns);
        run.warmup_ns = Some(self.warmup_ns);
        run.max_requests = Some(MOST_OF_A_RUN);
    }

    /// A trial's own seed, short enough to be typed.
    fn seed_of(&self, trial: u32) -> u64 {
        Stream::new(self.seed, trial, "montecarlo", "seed").next_u64() >> 33
    }

    /// Where in its horizon a trial looks, if no moment is the worst: 0 to 1.
    fn moment(&self, trial: u32) -> f64 {
        self.cube.point("moment", trial as usize)
    }

    fn window_s(&self) -> f64 {
        self.window_ns as f64 / 1e9
    }

    /// Whether the page has something at a path.
    fn has(&self, path: &str) -> bool {
        page::lookup(&self.page, path).is_some_and(|node| !node.is_null())
    }

    fn randomness(&self, blueprint: &Blueprint) -> Randomness {
        randomness(blueprint)
    }
}

/// What the page says; a page that says nothing gets spikes, if its load is one that can have them.
fn randomness(blueprint: &Blueprint) -> Randomness {
    blueprint.randomness.clone().unwrap_or_else(|| {
        let spikes = is_open(blueprint).then(Spikes::default);
        Randomness { settings: Settings { spikes, ..Settings::default() }, failures: Vec::new() }
    })
}

/// Whether anything happens at random.
fn happens(random: &Randomness) -> bool {
    let settings = &random.settings;
    settings.spikes.is_some() || settings.crowds.is_some() || !random.failures.is_empty()
}

/// 1, 2 or 5 times a power of ten, at most this.
fn nice(value: f64) -> f64 {
    let mut unit = SHORTEST_WINDOW_S;
    let mut best = unit;
    while unit <= value {
        for step in [1.0, 2.0, 3.0, 5.0, 6.0] {
            if unit * step <= value * (1.0 + 1e-9) {
                best = unit * step;
            }
        }
        unit *= 10.0;
    }
    best
}
