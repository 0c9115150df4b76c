//! What `napkin montecarlo` can say.

use schemars::JsonSchema;
use serde::Serialize;

use super::Complaint;
use crate::figure::Measured;

/// Why there are no trials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A page on which nothing is unknown and nothing happens at random.
    NothingRandom {
        /// The page's name.
        page: String,
    },
}

/// Something that is drawn for each trial.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Drawn {
    /// The highest load of the simulated window, in times of the page's own: `highest load`.
    #[default]
    HighestLoad,
    /// A range of the page: `peak`, `app.work`.
    Range {
        /// As it is called.
        name: String,
    },
    /// `spikes` that begin in a trial's horizon.
    Spikes,
    /// `crowds` that begin in a trial's horizon.
    Crowds,
    /// `app: failures` that begin in a trial's horizon.
    Failures {
        /// Of what.
        component: String,
    },
    /// `app: down`, how many of its instances are in the simulated window, on average.
    Down {
        /// Of what.
        component: String,
    },
}

/// What one trial drew: `peak 2.31`.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
pub struct Drew {
    /// What was drawn.
    #[serde(flatten)]
    pub what: Drawn,
    /// Its value.
    pub value: f64,
    /// Its base unit.
    pub unit: String,
}

/// What was wrong with a draw that made no page.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
pub struct NoPage {
    /// What the page's reader said of it.
    #[serde(skip)]
    pub what: Complaint,
}

/// What a trial comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// `peak load`.
    #[default]
    PeakPerS,
    /// `p99`.
    P99Ms,
    /// `errors`.
    ErrorRate,
    /// `cost`.
    CostPerMonthUsd,
    /// `any objective missed`.
    Missed,
}

/// The moment of its horizon that a trial simulates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// At which the load on what is up is the highest.
    #[default]
    Worst,
    /// Any.
    Random,
    /// Nothing happens at random: the page's own shape and timeline are what is simulated.
    Story,
}

/// What is written in the note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Text<'a> {
    /// `The p99 objective is missed in 12% of trials (10–14%).`
    Missed {
        /// `p99`, `errors`, …
        objective: &'a str,
        /// How often.
        share: Measured,
    },
    /// `p99 is 12 ms in the median trial, and 80 ms or more in one of twenty.`
    WithoutObjectives {
        /// The median, ms; `None` if it is beyond all figures.
        median: Option<f64>,
        /// The 95 % quantile likewise.
        high: Option<f64>,
    },
    /// `Any of them is missed in 14% (12–16%).`
    MissedAny(Measured),
    /// What a trial is.
    Trial {
        /// How many.
        trials: u32,
        /// Which moment.
        moment: Moment,
        /// The window that is simulated.
        window_s: f64,
        /// What is drawn, unless it is a story.
        horizon_s: f64,
        /// Ranges of the page.
        ranges: usize,
    },
    /// ``What drives p99 most is `peak` (rank correlation 0.82).``
    Drives {
        /// The input.
        input: &'a Drawn,
        /// Spearman's.
        correlation: f64,
    },
    /// ``What decides it most is `peak`: where it is low, 0% of the trials miss something; …``
    Decides {
        /// The input.
        input: &'a Drawn,
        /// Share that misses where it is low.
        low: f64,
        /// Where it is high.
        high: f64,
    },
    /// Nothing clearly drives p99.
    NothingDrives,
    /// The page's own shape and timeline are not simulated.
    StorySetAside,
    /// Trials that were given up.
    GivenUp {
        /// How many.
        trials: u32,
    },
    /// Draws that made no page.
    Impossible {
        /// How many.
        trials: u32,
        /// What was wrong with the first.
        because: &'a NoPage,
    },
    /// Heading: `How likely objectives are missed`.
    Objectives,
    /// Heading: `How the outcome is distributed`.
    Distribution,
    /// Heading: `What drives it`.
    Drivers,
    /// Heading: `The worst trials`.
    Worst,
    /// Heading: `What was drawn`.
    WasDrawn,
    /// Heading: `What napkin chose`.
    Assumed,
    /// How sure the probabilities are.
    AboutProbabilities,
    /// What the quantiles are of.
    AboutQuantiles,
    /// Trials whose p99 has no value.
    NoP99 {
        /// How many.
        trials: u32,
    },
    /// From where on a correlation means something.
    AboutDrivers {
        /// The least that does.
        threshold: f64,
    },
    /// How to see a trial again.
    Replay {
        /// Which.
        trial: u32,
        /// It is the first of several.
        first: bool,
    },
    /// How often instances were up.
    Uptime {
        /// Of what.
        component: &'a str,
        /// MTBF ÷ (MTBF + MTTR).
        expected: f64,
        /// In the draws.
        drawn: Measured,
    },
    /// What is not drawn.
    LeftOut {
        /// Whether anything happens at random.
        events: bool,
    },
    /// What the defaults are.
    AboutDefaults,
    /// In a cell: `12%`.
    Probability(Measured),
    /// In a cell: `10–14%`.
    Interval(Measured),
    /// In a cell: an objective's name.
    Objective(&'a str),
    /// In a cell: `any of them`.
    AnyObjective,
    /// In a cell: `p99`, `errors`, …
    Outcome(Outcome),
    /// In a cell, in place of a figure that is beyond all figures: `∞`.
    NoValue,
    /// In a cell: a figure of something that was drawn, `× 3.2`.
    Figure {
        /// Of what.
        of: &'a Drawn,
        /// In base units.
        value: f64,
        /// The base unit.
        unit: &'a str,
    },
}

/// Heads of columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Head {
    /// `objective`.
    Objective,
    /// `target`.
    Target,
    /// `trials that miss it`.
    MissedIn,
    /// `share`.
    Share,
    /// `95 % interval`.
    Interval,
    /// `outcome`.
    Outcome,
    /// `median`, `95 %`.
    Quantile(f64),
    /// `input`.
    Input,
    /// `rank correlation`.
    Correlation,
    /// `where it is low`.
    WhereLow,
    /// `where it is high`.
    WhereHigh,
    /// `trial`.
    Trial,
    /// `p99`.
    P99,
    /// `errors`.
    Errors,
    /// `peak`.
    Peak,
    /// `misses`.
    Misses,
    /// `drew`.
    Drew,
    /// `setting`.
    Setting,
    /// `value`.
    Value,
}

/// What is written in the charts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chart<'a> {
    /// Axis: `p99`.
    P99,
    /// Axis: `share of trials below`.
    ShareBelow,
    /// Axis: `time in the window`.
    Time,
    /// Axis: `offered load`.
    Load,
    /// Curve: the median with the middle half.
    Middle,
    /// Curve: the upper end of the band of nine in ten.
    Upper,
    /// `launch-day · 1,000 trials, seed 1 · windows of 10 s`.
    Subtitle {
        /// The page.
        scenario: &'a str,
        /// Trials.
        trials: u32,
        /// The seed.
        seed: u64,
        /// The window.
        window_s: f64,
    },
    /// Title: `p99 is above 100 ms in 12% of trials`.
    DistributionMissed {
        /// How often.
        share: Measured,
        /// The target.
        target_ms: f64,
    },
    /// Title: `p99 is 12 ms in the median trial, 80 ms in one of twenty`.
    Distribution {
        /// ms.
        median: Option<f64>,
        /// 95 % quantile.
        high: Option<f64>,
    },
    /// What it shows.
    DistributionAlt {
        /// 5 % quantile, ms.
        low: Option<f64>,
        /// Median.
        median: Option<f64>,
        /// 95 % quantile.
        high: Option<f64>,
    },
    /// Title: `p99 reaches 12 ms in the median trial, 80 ms in one of twenty`.
    FanP99 {
        /// ms.
        median: f64,
        /// 95 % quantile.
        high: f64,
    },
    /// What it shows.
    FanP99Alt {
        /// ms.
        median: f64,
        /// 95 % quantile.
        high: f64,
    },
    /// Title: `The load reaches 400/s in the median trial, 900/s in one of twenty`.
    FanLoad {
        /// Per second.
        median: f64,
        /// 95 % quantile.
        high: f64,
    },
    /// What it shows.
    FanLoadAlt {
        /// Per second.
        median: f64,
        /// 95 % quantile.
        high: f64,
    },
    /// Beside an input in the tornado: `rank correlation 0.82`.
    Correlation(f64),
    /// Title: `p99 is 8 ms where peak is low, 80 ms where it is high`.
    Tornado {
        /// The input.
        input: &'a Drawn,
        /// ms.
        low: f64,
        /// ms.
        high: f64,
    },
    /// Title: `0% of trials miss an objective where peak is low, 40% where it is high`.
    TornadoMissed {
        /// The input.
        input: &'a Drawn,
        /// Share.
        low: f64,
        /// Share.
        high: f64,
    },
    /// What it shows.
    TornadoAlt {
        /// The widest first.
        inputs: &'a [&'a Drawn],
    },
    /// What the tornado is of: `median p99`.
    MedianP99,
    /// What the tornado is of: `trials that miss an objective`.
    ShareMissed,
}
