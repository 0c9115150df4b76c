//! `montecarlo:`: what happens at random, and how often it is drawn. `napkin montecarlo` alone reads it: to
//! every other command a page is what it is without the section.

use super::Name;
use crate::message::timeline::Fault;
use crate::message::{Beside, Fits, fields, traffic, values};
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Form, Table, Word, choice, field};
use crate::reader::{Fields, Spanned, Want};
use crate::sample::Dist;
use crate::yaml::Value;

/// So many spikes in one horizon are no spikes but the load.
const MOST_SURGES: f64 = 10_000.0;
/// More trials than anyone has the time for.
const MOST_TRIALS: u64 = 1_000_000;
const SECOND_NS: u64 = 1_000_000_000;
const HOUR_NS: u64 = 3600 * SECOND_NS;

/// The fields of `montecarlo`.
pub static MONTECARLO: Table = Table::of(
    "montecarlo",
    &[&[
        field(
            "trials",
            Form::Whole(1, MOST_TRIALS),
            Is("1000"),
            "how often everything is drawn (`--trials`)",
        ),
        field(
            "horizon",
            Form::Positive(Want::Duration),
            Is("1 d"),
            "the stretch of time of which each trial draws what happens",
        ),
        field(
            "moment",
            choice::<Moment>(),
            Is("`worst`"),
            "what of it is simulated: the moment at which the load on what is up is the highest, or any",
        ),
        field(
            "window",
            Form::Positive(Want::Duration),
            Is("napkin's choice"),
            "how much is simulated around that moment: at most a minute, or as long as 40,000 requests take \
         (`--duration`)",
        ),
        field(
            "spikes",
            Form::Map(&SPIKES),
            Is("none"),
            "loads that rise, stay and fall, at random (a Poisson process)",
        ),
        field(
            "crowds",
            Form::Map(&CROWDS),
            Is("none"),
            "loads that come at once and fade exponentially, at random",
        ),
        field(
            "failures",
            Form::Named(&FAILURE),
            Is("none"),
            "each of its instances fails for itself, and comes back",
        )
        .shown("map by component"),
    ]],
);

/// The fields of `spikes`.
static SPIKES: Table = Table::of(
    "spikes",
    &[&[
        field("every", Form::Positive(Want::Duration), Is("1 d"), "mean time between two"),
        field(
            "times",
            Form::PositiveOr(Want::Count, &HEIGHT),
            Is("`{ min: 1.5, alpha: 2, max: 10 }`"),
            "how many times the load; what several bring beyond it adds up",
        )
        .shown("multiple, above 1, or [`min`, `alpha`, `max`](#at-random)"),
        field("ramp", Form::Varying(Want::Duration), Is("30 s"), "how long it rises")
            .shown("[varying duration](#how-long-work-takes)"),
        field("hold", Form::Varying(Want::Duration), Is("`exp(2m)`"), "how long it stays"),
        field("decay", Form::Varying(Want::Duration), Is("1 min"), "how long it falls"),
    ]],
);

/// The fields of `crowds`.
static CROWDS: Table = Table::of(
    "crowds",
    &[&[
        field("every", Form::Positive(Want::Duration), Is("7 d"), "mean time between two"),
        field(
            "times",
            Form::PositiveOr(Want::Count, &HEIGHT),
            Is("`{ min: 2, alpha: 1.5, max: 20 }`"),
            "how many times the load at first",
        )
        .shown("as of `spikes`"),
        field(
            "fade",
            Form::Varying(Want::Duration),
            Is("10 min"),
            "the time in which what it brings falls to 37 %",
        ),
    ]],
);

/// The fields of `times`, where it varies.
static HEIGHT: Table = Table::of(
    "height",
    &[&[
        field("min", Form::Positive(Want::Count), Needed, "the least")
            .shown("multiple, above 1")
            .fits(&Fits::Multiple),
        field(
            "alpha",
            Form::Positive(Want::Count),
            Needed,
            "P(more than x) = (`min` ÷ x)^`alpha`: the smaller, the heavier the tail",
        )
        .shown("number"),
        field(
            "max",
            Form::Positive(Want::Count),
            Is("10 (`spikes`), 20 (`crowds`)"),
            "the most: what is drawn above it is this",
        )
        .shown("multiple"),
    ]],
);

/// The fields of a component's failures.
static FAILURE: Table = Table::of(
    "failures",
    &[&[
        field(
            "mtbf",
            Form::Positive(Want::Duration),
            Needed,
            "mean time from repair to failure of each instance (exponential)",
        ),
        field(
            "mttr",
            Form::Positive(Want::Duration),
            Needed,
            "mean time from failure to repair (exponential)",
        ),
    ]],
);

impl Word for Moment {
    const WORDS: &'static [(&'static str, Self)] =
        &[("worst", Self::Worst), ("random", Self::Random)];
}

/// The section as it is written, or its defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct MonteCarlo {
    /// How often everything is drawn.
    pub trials: Option<u32>,
    /// How long a stretch of time each trial draws, ns.
    pub horizon_ns: u64,
    /// Which moment of it is simulated.
    pub moment: Moment,
    /// How much of it is simulated, ns; `None` is napkin's choice.
    pub window_ns: Option<u64>,
    /// Crowds that come and go.
    pub spikes: Option<Spikes>,
    /// Crowds that come all at once.
    pub crowds: Option<Crowds>,
}

/// Which moment of its horizon a trial simulates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The one at which the load on what is up is the highest.
    Worst,
    /// Any, each as likely as the others.
    Random,
}

/// Spikes: a Poisson process of trapezoids.
#[derive(Clone, Debug, PartialEq)]
pub struct Spikes {
    /// Mean time between two, ns.
    pub every_ns: f64,
    /// How high.
    pub times: Height,
    /// How long it rises.
    pub ramp: Dist,
    /// How long it stays.
    pub hold: Dist,
    /// How long it falls.
    pub decay: Dist,
}

/// Flash crowds: a Poisson process of jumps that fade exponentially.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowds {
    /// Mean time between two, ns.
    pub every_ns: f64,
    /// How high.
    pub times: Height,
    /// The time in which it falls to 1/e.
    pub fade: Dist,
}

/// How many times the load a spike brings: always the same, or Pareto with P(more than x) = (min ÷ x)^alpha,
/// in which whatever is above `max` is `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Height {
    pub min: f64,
    /// `None` is always `min`.
    pub alpha: Option<f64>,
    pub max: f64,
}

/// Failures of a component's instances, each for itself: exponential times up and down.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// Which component.
    pub name: Name<'a>,
    /// Mean time from repair to failure, ns.
    pub mtbf_ns: f64,
    /// Mean time from failure to repair, ns.
    pub mttr_ns: f64,
}

/// What the section holds, with names that are not looked up yet.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// All but the failures.
    pub settings: MonteCarlo,
    /// Failures by component.
    pub failures: Vec<Failure<'a>>,
    /// Where `spikes` and `crowds` were written.
    pub surges: Vec<(&'static str, crate::problem::Span)>,
}

impl Default for MonteCarlo {
    /// A day with nothing in it.
    fn default() -> Self {
        Self {
            trials: None,
            horizon_ns: 24 * HOUR_NS,
            moment: Moment::Worst,
            window_ns: None,
            spikes: None,
            crowds: None,
        }
    }
}

impl Default for Spikes {
    /// One a day on average; half of them at least double the load, one in 44 brings ten times of it or more.
    fn default() -> Self {
        Self {
            every_ns: 24.0 * HOUR_NS as f64,
            times: Height { min: 1.5, alpha: Some(2.0), max: 10.0 },
            ramp: Dist::Constant(30 * SECOND_NS),
            hold: Dist::exponential(120.0 * SECOND_NS as f64).unwrap_or(Dist::ZERO),
            decay: Dist::Constant(60 * SECOND_NS),
        }
    }
}

impl Default for Crowds {
    /// One a week on average, and gone within the hour.
    fn default() -> Self {
        Self {
            every_ns: 7.0 * 24.0 * HOUR_NS as f64,
            times: Height { min: 2.0, alpha: Some(1.5), max: 20.0 },
            fade: Dist::Constant(600 * SECOND_NS),
        }
    }
}

/// Reads the section, if the page has it.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Option<Section<'a>> {
    let mut fields = page.nested("montecarlo")?;
    let trials = fields.count("trials").map(|trials| trials.value);
    let mut settings = MonteCarlo { trials, ..MonteCarlo::default() };
    let horizon = fields.duration("horizon");
    settings.horizon_ns = horizon.map_or(settings.horizon_ns, |horizon| horizon.value);
    settings.moment = fields.choice("moment").map_or(settings.moment, |word| word.value);
    let window = fields.duration("window");
    if let Some(window) = window.filter(|window| window.value > settings.horizon_ns) {
        fields.reading.complain(window.span, Fault::WindowBeyondHorizon);
    }
    settings.window_ns = window.map(|window| window.value);
    let surges = ["spikes", "crowds"].into_iter();
    let surges = surges.filter_map(|name| Some((name, fields.has(name)?))).collect();
    settings.spikes = fields.nested("spikes").map(read_spikes);
    settings.crowds = fields.nested("crowds").map(read_crowds);
    let spikes = settings.spikes.as_ref().map(|spikes| ("spikes", spikes.every_ns));
    let crowds = settings.crowds.as_ref().map(|crowds| ("crowds", crowds.every_ns));
    for (name, every_ns) in [spikes, crowds].into_iter().flatten() {
        if settings.horizon_ns as f64 / every_ns > MOST_SURGES {
            fields.complain(name, Fault::TooOften { what: name.to_owned() });
        }
    }
    let failures = fields.nested("failures").map(read_failures).unwrap_or_default();
    fields.finish();
    Some(Section { settings, failures, surges })
}

fn read_spikes(mut fields: Fields<'_, '_>) -> Spikes {
    let mut spikes = Spikes::default();
    spikes.every_ns = every(&mut fields).unwrap_or(spikes.every_ns);
    spikes.times = height(&mut fields, spikes.times).unwrap_or(spikes.times);
    let mut length = |name: &'static str, default: &Dist| {
        fields.varying(name).map_or_else(|| default.clone(), |dist| dist.value)
    };
    spikes.ramp = length("ramp", &spikes.ramp);
    spikes.hold = length("hold", &spikes.hold);
    spikes.decay = length("decay", &spikes.decay);
    if spikes.ramp == Dist::ZERO && spikes.hold == Dist::ZERO && spikes.decay == Dist::ZERO {
        fields.reading.complain(fields.span, traffic::Fault::SpikeOfNoLength);
    }
    fields.finish();
    spikes
}

fn read_crowds(mut fields: Fields<'_, '_>) -> Crowds {
    let mut crowds = Crowds::default();
    crowds.every_ns = every(&mut fields).unwrap_or(crowds.every_ns);
    crowds.times = height(&mut fields, crowds.times).unwrap_or(crowds.times);
    if let Some(fade) = fields.varying("fade") {
        if fade.value == Dist::ZERO {
            fields.reading.complain(fade.span, values::Fault::NotPositive { field: "fade" });
        }
        crowds.fade = fade.value;
    }
    fields.finish();
    crowds
}

fn every(fields: &mut Fields<'_, '_>) -> Option<f64> {
    fields.amount("every").map(|every| every.value)
}

/// `3`, or `{ min, alpha, max }`.
fn height(fields: &mut Fields<'_, '_>, default: Height) -> Option<Height> {
    let node = fields.node("times")?;
    if !matches!(node.value, Value::Map(_)) {
        let times = above_one(fields, "times")?;
        return Some(Height { min: times, alpha: None, max: times });
    }
    let mut fields = fields.nested("times")?;
    fields.require("min");
    fields.require("alpha");
    let min = above_one(&mut fields, "min");
    let alpha = fields.amount("alpha");
    let written = fields.amount("max");
    let max = written.map_or(default.max, |max| max.value);
    let min_span = fields.has("min");
    if let (Some(min), Some(max)) = (min, written)
        && max.value < min
    {
        let also = (min_span.unwrap_or(max.span), Beside::Least);
        fields.reading.complain_also(max.span, Fault::MostBelowLeast, also);
    }
    fields.finish();
    let min = min?;
    Some(Height { min, alpha: Some(alpha?.value), max: max.max(min) })
}

/// A spike that brings no more than there is would be none.
fn above_one(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<f64> {
    let times: Spanned<f64> = fields.amount(name)?;
    if times.value <= 1.0 {
        fields.reading.complain(times.span, Fault::SpikeBelowOne { field: name });
        return None;
    }
    Some(times.value)
}

fn read_failures<'a>(map: Fields<'_, 'a>) -> Vec<Failure<'a>> {
    let mut failures = Vec::new();
    if map.is_empty() {
        map.reading.complain(map.span, fields::Fault::EmptySection { section: "failures" });
    }
    for (key, node) in map.entries() {
        let path = crate::reader::join(&map.path, &key.text);
        let Some(mut fields) = Fields::of(map.reading, node, &FAILURE, "failures", &path) else {
            continue;
        };
        fields.require("mtbf");
        fields.require("mttr");
        let mtbf = fields.amount("mtbf");
        let mttr = fields.amount("mttr");
        fields.finish();
        let (Some(mtbf), Some(mttr)) = (mtbf, mttr) else { continue };
        let name = Spanned::new(key.text.as_str(), key.span);
        failures.push(Failure { name, mtbf_ns: mtbf.value, mttr_ns: mttr.value });
    }
    failures
}
