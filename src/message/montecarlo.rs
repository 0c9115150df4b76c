//! What is said about many trials.

use crate::message::number;

/// Spikes that begin in a trial's horizon.
pub const SPIKES: &str = "spikes";
/// Crowds that begin in a trial's horizon.
pub const CROWDS: &str = "crowds";
/// The highest load of the simulated window, in times of the page's own.
pub const HIGHEST_LOAD: &str = "highest load";

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

/// An input: failures of a component that begin in a trial's horizon.
#[must_use]
pub fn failures_of(component: &str) -> String {
    format!("{component}: failures")
}

/// An input: how many instances of a component are down in the simulated window, on average.
#[must_use]
pub fn down_of(component: &str) -> String {
    format!("{component}: down")
}

/// A page on which nothing is unknown and nothing happens at random.
#[must_use]
pub fn nothing_random(page: &str) -> String {
    format!(
        "every trial of `{page}` would be the same: the page has no range, and its `montecarlo:` has no \
         `spikes`, `crowds` or `failures`.\nWrite what you do not know as a range, `rate: 500/s..2k/s`, or what \
         happens at random, `montecarlo: {{ spikes: {{ every: 6h }} }}`"
    )
}

/// `peak 2.31`.
#[must_use]
pub fn drew(name: &str, value: f64, unit: &str) -> String {
    if name == HIGHEST_LOAD {
        return format!("{name} × {}", number::significant(value, 3));
    }
    format!("{name} {}", number::base_unit(value, unit, 3))
}

// ---- the answer ----

/// What the answer begins with.
#[must_use]
pub fn missed(objective: &str, share: &str, interval: &str) -> String {
    format!("The {} objective is missed in {share} of trials ({interval}).", said(objective))
}

/// Where the page has no objectives.
#[must_use]
pub fn without_objectives(median: &str, high: &str) -> String {
    format!("p99 is {median} in the median trial, and {high} or more in one of twenty.")
}

/// Any of several objectives.
#[must_use]
pub fn missed_any(share: &str, interval: &str) -> String {
    format!("Any of them is missed in {share} ({interval}).")
}

/// What a trial draws besides events.
fn and_ranges(ranges: usize) -> String {
    match ranges {
        0 => String::new(),
        1 => ", and the page's range".to_owned(),
        _ => format!(", and the page's {ranges} ranges"),
    }
}

/// What a trial is, where it looks at the worst moment.
#[must_use]
pub fn trial_worst(trials: &str, window: &str, horizon: &str, ranges: usize) -> String {
    format!(
        "Each of the {trials} trials draws what happens at random in {horizon}{}, and simulates {window} around \
         its worst moment: the one at which the load on what is up is the highest.",
        and_ranges(ranges)
    )
}

/// What a trial is, where it looks at any moment.
#[must_use]
pub fn trial_random(trials: &str, window: &str, horizon: &str, ranges: usize) -> String {
    format!(
        "Each of the {trials} trials draws what happens at random in {horizon}{}, and simulates {window} of it at \
         a random moment: the share of trials is a share of time.",
        and_ranges(ranges)
    )
}

/// What a trial is, where nothing happens at random.
#[must_use]
pub fn trial_story(trials: &str, window: &str, ranges: usize) -> String {
    let what = if ranges == 1 {
        "the page's range".to_owned()
    } else {
        format!("the page's {ranges} ranges")
    };
    format!(
        "Each of the {trials} trials draws {what}, and simulates {window} of the page as it stands."
    )
}

/// The input that matters most.
#[must_use]
pub fn drives(input: &str, correlation: &str) -> String {
    format!("What drives p99 most is `{input}` (rank correlation {correlation}).")
}

/// The input that decides whether anything is missed.
#[must_use]
pub fn decides(input: &str, low: &str, high: &str) -> String {
    format!(
        "What decides it most is `{input}`: where it is low, {low} of the trials miss something; where it is high, \
         {high}."
    )
}

/// No input matters clearly.
#[must_use]
pub fn nothing_drives() -> String {
    "Nothing that was drawn clearly drives p99: more trials would tell.".to_owned()
}

/// The page's own shape and timeline are not simulated.
#[must_use]
pub fn story_set_aside() -> String {
    "The page's own `shape` and `timeline` are set aside: what happens is drawn.".to_owned()
}

/// Trials that were given up.
#[must_use]
pub fn given_up(trials: u32) -> String {
    format!(
        "{trials} {} given up with too many requests in flight: they count as missed, and as worse than any \
         figure.",
        if trials == 1 { "trial was" } else { "trials were" }
    )
}

/// Draws that made no page.
#[must_use]
pub fn impossible(trials: u32, because: &str) -> String {
    format!(
        "{trials} {} made no page and {} left out, the first because {because}: the ranges are drawn as if they \
         ended there.",
        if trials == 1 { "draw" } else { "draws" },
        if trials == 1 { "is" } else { "are" },
    )
}

/// In place of a figure that is beyond all figures.
#[must_use]
pub fn no_value() -> String {
    "without end".to_owned()
}

/// The same in a table.
#[must_use]
pub const fn none() -> &'static str {
    "∞"
}

// ---- the tables ----

/// Headings and titles.
pub const OBJECTIVES: &str = "How likely objectives are missed";
/// Heading.
pub const DISTRIBUTION: &str = "How the outcome is distributed";
/// Heading.
pub const DRIVERS: &str = "What drives it";
/// Heading.
pub const WORST: &str = "The worst trials";
/// Heading.
pub const DRAWN: &str = "What was drawn";
/// Heading.
pub const ASSUMED: &str = "What napkin chose";
/// Title.
pub const OBJECTIVE: &str = "objective";
/// Title.
pub const TARGET: &str = "target";
/// Title.
pub const MISSED_IN: &str = "trials that miss it";
/// Title.
pub const TRIALS: &str = "share";
/// Title.
pub const INTERVAL: &str = "95 % interval";
/// Title.
pub const OUTCOME: &str = "outcome";
/// Title.
pub const INPUT: &str = "input";
/// Title.
pub const CORRELATION: &str = "rank correlation";
/// Title.
pub const WHERE_LOW: &str = "where it is low";
/// Title.
pub const WHERE_HIGH: &str = "where it is high";
/// Title.
pub const TRIAL: &str = "trial";
/// Title.
pub const P99: &str = "p99";
/// Title.
pub const ERRORS: &str = "errors";
/// Title.
pub const PEAK: &str = "peak";
/// Title.
pub const MISSES: &str = "misses";
/// Title.
pub const DREW: &str = "drew";
/// Title.
pub const LOW: &str = "5 %";
/// Title.
pub const MEDIAN: &str = "median";
/// Title.
pub const HIGH: &str = "95 %";
/// Title.
pub const SETTING: &str = "setting";
/// Title.
pub const VALUE: &str = "value";

fn said(objective: &str) -> &str {
    if objective == "errors" { "error" } else { objective }
}

/// An objective in the table.
#[must_use]
pub fn objective(name: &str) -> String {
    if name == "any" { "any of them".to_owned() } else { name.to_owned() }
}

/// An outcome's name.
#[must_use]
pub fn outcome(name: &str) -> &str {
    match name {
        "peak_per_s" => "peak load",
        "p99_ms" => "p99",
        "error_rate" => "errors",
        "cost_per_month_usd" => "cost",
        "missed" => "any objective missed",
        other => other,
    }
}

/// `median`, `95 %`.
#[must_use]
pub fn quantile(q: f64) -> String {
    if q == 0.5 { MEDIAN.to_owned() } else { format!("{} %", number::significant(q * 100.0, 3)) }
}

/// How sure the probabilities are.
#[must_use]
pub fn about_probabilities() -> String {
    "Intervals are Wilson's, for independent trials; ranges drawn by Latin hypercube make them a little wider \
     than they need be."
        .to_owned()
}

/// What the quantiles are of.
#[must_use]
pub fn about_quantiles() -> String {
    "In parentheses the 95 % interval, from order statistics. The peak is the highest load of the horizon; p99 and \
     errors are those of the simulated window; the cost is a month's at the horizon's mean load, by arithmetic."
        .to_owned()
}

/// Trials whose p99 has no value.
#[must_use]
pub fn no_p99(trials: u32) -> String {
    format!(
        "In {trials} {} the load does not settle or nothing is answered, so that p99 has no value: it counts as \
         worse than any.",
        if trials == 1 { "trial" } else { "trials" }
    )
}

/// From where on a correlation means something.
#[must_use]
pub fn about_drivers(threshold: &str) -> String {
    format!(
        "Spearman's rank correlation. What is not shown is below {threshold}, the least that is significant: with \
         a chance of 5 % in all, chance alone brings more to any of them. Low and high are the fifths of trials \
         in which the input is lowest and highest: their medians, and the share that misses anything."
    )
}

/// How to see a trial again.
#[must_use]
pub fn replay(trial: u32, first: bool) -> String {
    if first {
        format!("This simulates trial {trial} again, to the bit, with a whole report:")
    } else {
        format!("Trial {trial}:")
    }
}

/// How often instances were up.
#[must_use]
pub fn uptime(component: &str, expected: &str, drawn: &str) -> String {
    format!(
        "An instance of `{component}` is up {expected} of the time (MTBF ÷ (MTBF + MTTR)); in the draws it was \
         {drawn}."
    )
}

/// What is not drawn.
#[must_use]
pub fn left_out(events: bool) -> String {
    if events {
        "What had piled up before the window is in it only as far as the warm-up, at the load with which the window \
         begins, piles it up. Not drawn: failures that strike several instances together, a crowd for one key or \
         one kind of request."
            .to_owned()
    } else {
        "Ranges are drawn independently of each other.".to_owned()
    }
}

/// What the defaults are.
#[must_use]
pub fn about_defaults() -> String {
    "Nothing is known of your traffic: these are round figures to begin with. Write your own under `montecarlo:`."
        .to_owned()
}

// ---- the charts ----

/// The horizontal axis of the distribution.
pub const P99_AXIS: &str = "p99";
/// The vertical axis of the distribution.
pub const SHARE_AXIS: &str = "share of trials below";
/// The horizontal axis of the fans.
pub const TIME_AXIS: &str = "time in the window";
/// The vertical axis of the load's fan.
pub const LOAD_AXIS: &str = "offered load";
/// The median with the middle half.
pub const MIDDLE: &str = "median, middle half";
/// The upper end of the band of nine in ten.
pub const UPPER: &str = "19 of 20 are below";
/// What the tornado is of.
pub const MEDIAN_P99: &str = "median p99";
/// What the tornado is of where the page has objectives.
pub const SHARE_MISSED: &str = "trials that miss an objective";

/// `1,000 trials, seed 1`.
#[must_use]
pub fn trials_and_seed(trials: &str, seed: u64) -> String {
    format!("{trials} trials, seed {seed}")
}

/// `windows of 10 s`.
#[must_use]
pub fn window(length: &str) -> String {
    format!("windows of {length}")
}

/// The distribution's title, with an objective.
#[must_use]
pub fn distribution_missed(share: &str, target: &str) -> String {
    format!("p99 is above {target} in {share} of trials")
}

/// The distribution's title, without one.
#[must_use]
pub fn distribution(median: &str, high: &str) -> String {
    format!("p99 is {median} in the median trial, {high} in one of twenty")
}

/// What the distribution shows.
#[must_use]
pub fn distribution_alt(low: &str, median: &str, high: &str) -> String {
    format!("Share of trials by p99: 5 % are below {low}, half below {median}, 95 % below {high}.")
}

/// The title of p99's fan.
#[must_use]
pub fn fan_p99(median: &str, high: &str) -> String {
    format!("p99 reaches {median} in the median trial, {high} in one of twenty")
}

/// The title of the load's fan.
#[must_use]
pub fn fan_load(median: &str, high: &str) -> String {
    format!("The load reaches {median} in the median trial, {high} in one of twenty")
}

/// What a fan shows.
#[must_use]
pub fn fan_alt(what: &str, median: &str, high: &str) -> String {
    format!(
        "{what} over the window as bands of trials; the median reaches {median}, the 95 % quantile {high}."
    )
}

/// Beside an input in the tornado.
#[must_use]
pub fn correlation(value: &str) -> String {
    format!("rank correlation {value}")
}

/// The tornado's title.
#[must_use]
pub fn tornado(input: &str, low: &str, high: &str) -> String {
    format!("p99 is {low} where {input} is low, {high} where it is high")
}

/// The same of the share of trials that miss anything.
#[must_use]
pub fn tornado_missed(input: &str, low: &str, high: &str) -> String {
    format!("{low} of trials miss an objective where {input} is low, {high} where it is high")
}

/// What the tornado shows.
#[must_use]
pub fn tornado_alt(inputs: &[String]) -> String {
    format!("How far the outcome swings with each input, the widest first: {}.", inputs.join(", "))
}
