//! `napkin montecarlo`.

use super::complaint::title;
use super::number::{base_unit, brief, count, duration, fixed, show, show_between, significant};
use crate::figure::Measured;
use crate::figure::Unit;
use crate::message::Title;
use crate::message::montecarlo::{
    Chart, Drawn, Drew, Head, Moment, NoPage, Outcome, Refusal, Text,
};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::NothingRandom { page } => format!(
            "every trial of `{page}` would be the same: the page has no range, and its `montecarlo:` has no \
             `spikes`, `crowds` or `failures`.\nWrite what you do not know as a range, `rate: 500/s..2k/s`, or what \
             happens at random, `montecarlo: {{ spikes: {{ every: 6h }} }}`"
        ),
    }
}

pub fn drawn(what: &Drawn) -> String {
    match what {
        Drawn::HighestLoad => "highest load".to_owned(),
        Drawn::Range { name } => name.clone(),
        Drawn::Spikes => "spikes".to_owned(),
        Drawn::Crowds => "crowds".to_owned(),
        Drawn::Failures { component } => format!("{component}: failures"),
        Drawn::Down { component } => format!("{component}: down"),
    }
}

pub fn drew(what: &Drew) -> String {
    format!("{} {}", drawn(&what.what), figure(&what.what, what.value, &what.unit))
}

pub fn no_page(of: &NoPage) -> String {
    title(&Title(&of.what))
}

fn figure(of: &Drawn, value: f64, unit: &str) -> String {
    match of {
        Drawn::HighestLoad => format!("× {}", significant(value, 3)),
        Drawn::Range { .. }
        | Drawn::Spikes
        | Drawn::Crowds
        | Drawn::Failures { .. }
        | Drawn::Down { .. } => base_unit(value, unit, 3),
    }
}

/// The share of the trials; its interval stands beside it.
fn percent(share: Measured) -> String {
    brief(share.value, Unit::Percent)
}

/// `10–14%`.
fn percents(share: Measured) -> String {
    let end = |share: Option<f64>| significant(share.unwrap_or(0.0) * 100.0, 2);
    format!("{}–{}%", end(share.low), end(share.high))
}

/// A latency, if it is one.
fn ms(value: Option<f64>) -> String {
    value.map_or_else(|| "without end".to_owned(), |ms| brief(ms, Unit::Ms))
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Missed { objective, share } => {
            let objective = if objective == "errors" { "error" } else { objective };
            format!(
                "The {objective} objective is missed in {} of trials ({}).",
                percent(share),
                percents(share)
            )
        }
        Text::WithoutObjectives { median, high } => format!(
            "p99 is {} in the median trial, and {} or more in one of twenty.",
            ms(median),
            ms(high)
        ),
        Text::MissedAny(share) => {
            format!("Any of them is missed in {} ({}).", percent(share), percents(share))
        }
        Text::Trial { trials, moment, window_s, horizon_s, ranges } => {
            trial(&count(u64::from(trials)), moment, [window_s, horizon_s], ranges)
        }
        Text::Drives { input, correlation } => format!(
            "What drives p99 most is `{}` (rank correlation {}).",
            drawn(input),
            significant(correlation, 2)
        ),
        Text::Decides { input, low, high } => format!(
            "What decides it most is `{}`: where it is low, {} of the trials miss something; where it is high, {}.",
            drawn(input),
            brief(low, Unit::Percent),
            brief(high, Unit::Percent)
        ),
        Text::NothingDrives => {
            "Nothing that was drawn clearly drives p99: more trials would tell.".to_owned()
        }
        Text::StorySetAside => {
            "The page's own `shape` and `timeline` are set aside: what happens is drawn.".to_owned()
        }
        Text::GivenUp { trials } => format!(
            "{trials} {} given up with too many requests in flight: they count as missed, and as worse than any \
             figure.",
            if trials == 1 { "trial was" } else { "trials were" }
        ),
        Text::Impossible { trials, because } => format!(
            "{trials} {} made no page and {} left out, the first because {}: the ranges are drawn as if they \
             ended there.",
            if trials == 1 { "draw" } else { "draws" },
            if trials == 1 { "is" } else { "are" },
            no_page(because)
        ),
        Text::Objectives => "How likely objectives are missed".to_owned(),
        Text::Distribution => "How the outcome is distributed".to_owned(),
        Text::Drivers => "What drives it".to_owned(),
        Text::Worst => "The worst trials".to_owned(),
        Text::WasDrawn => "What was drawn".to_owned(),
        Text::Assumed => "What napkin chose".to_owned(),
        Text::AboutProbabilities => "Intervals are Wilson's, for independent trials; ranges drawn by Latin hypercube make them a \
                                     little wider than they need be."
            .to_owned(),
        Text::AboutQuantiles => "In parentheses the 95 % interval, from order statistics. The peak is the highest load of the \
                                 horizon; p99 and errors are those of the simulated window; the cost is a month's at the \
                                 horizon's mean load, by arithmetic."
            .to_owned(),
        Text::NoP99 { trials } => format!(
            "In {trials} {} the load does not settle or nothing is answered, so that p99 has no value: it counts as \
             worse than any.",
            if trials == 1 { "trial" } else { "trials" }
        ),
        Text::AboutDrivers { threshold } => format!(
            "Spearman's rank correlation. What is not shown is below {}, the least that is significant: with a chance of \
             5 % in all, chance alone brings more to any of them. Low and high are the fifths of trials in which the input \
             is lowest and highest: their medians, and the share that misses anything.",
            significant(threshold, 2)
        ),
        Text::Replay { trial, first: true } => {
            format!("This simulates trial {trial} again, to the bit, with a whole report:")
        }
        Text::Replay { trial, first: false } => format!("Trial {trial}:"),
        Text::Uptime { component, expected, drawn: Measured { value, low, high } } => format!(
            "An instance of `{component}` is up {} of the time (MTBF ÷ (MTBF + MTTR)); in the draws it was {}.",
            show(expected, Unit::Percent),
            show_between(value, low, high, Unit::Percent)
        ),
        Text::LeftOut { events: true } => "What had piled up before the window is in it only as far as the warm-up, at the load \
                                           with which the window begins, piles it up. Not drawn: failures that strike several \
                                           instances together, a crowd for one key or one kind of request."
            .to_owned(),
        Text::LeftOut { events: false } => {
            "Ranges are drawn independently of each other.".to_owned()
        }
        Text::AboutDefaults => "Nothing is known of your traffic: these are round figures to begin with. Write your own under \
                                `montecarlo:`."
            .to_owned(),
        Text::Probability(share) => percent(share),
        Text::Interval(share) => percents(share),
        Text::Objective(name) => name.to_owned(),
        Text::AnyObjective => "any of them".to_owned(),
        Text::Outcome(Outcome::PeakPerS) => "peak load".to_owned(),
        Text::Outcome(Outcome::P99Ms) => "p99".to_owned(),
        Text::Outcome(Outcome::ErrorRate) => "errors".to_owned(),
        Text::Outcome(Outcome::CostPerMonthUsd) => "cost".to_owned(),
        Text::Outcome(Outcome::Missed) => "any objective missed".to_owned(),
        Text::NoValue => "∞".to_owned(),
        Text::Figure { of, value, unit } => figure(of, value, unit),
    }
}

fn trial(trials: &str, moment: Moment, [window_s, horizon_s]: [f64; 2], ranges: usize) -> String {
    let (window, horizon) = (duration(window_s), duration(horizon_s));
    let also = match ranges {
        0 => String::new(),
        1 => ", and the page's range".to_owned(),
        _ => format!(", and the page's {ranges} ranges"),
    };
    match moment {
        Moment::Worst => format!(
            "Each of the {trials} trials draws what happens at random in {horizon}{also}, and simulates {window} around \
             its worst moment: the one at which the load on what is up is the highest."
        ),
        Moment::Random => format!(
            "Each of the {trials} trials draws what happens at random in {horizon}{also}, and simulates {window} of it at \
             a random moment: the share of trials is a share of time."
        ),
        Moment::Story => {
            let what = if ranges == 1 {
                "the page's range".to_owned()
            } else {
                format!("the page's {ranges} ranges")
            };
            format!(
                "Each of the {trials} trials draws {what}, and simulates {window} of the page as it stands."
            )
        }
    }
}

pub fn head(what: &Head) -> String {
    match what {
        Head::Objective => "objective",
        Head::Target => "target",
        Head::MissedIn => "trials that miss it",
        Head::Share => "share",
        Head::Interval => "95 % interval",
        Head::Outcome => "outcome",
        Head::Quantile(0.5) => "median",
        Head::Quantile(q) => return format!("{} %", significant(q * 100.0, 3)),
        Head::Input => "input",
        Head::Correlation => "rank correlation",
        Head::WhereLow => "where it is low",
        Head::WhereHigh => "where it is high",
        Head::Trial => "trial",
        Head::P99 => "p99",
        Head::Errors => "errors",
        Head::Peak => "peak",
        Head::Misses => "misses",
        Head::Drew => "drew",
        Head::Setting => "setting",
        Head::Value => "value",
    }
    .to_owned()
}

pub fn chart(what: &Chart<'_>) -> String {
    match *what {
        Chart::P99 => "p99".to_owned(),
        Chart::ShareBelow => "share of trials below".to_owned(),
        Chart::Time => "time in the window".to_owned(),
        Chart::Load => "offered load".to_owned(),
        Chart::Middle => "median, middle half".to_owned(),
        Chart::Upper => "19 of 20 are below".to_owned(),
        Chart::Subtitle { scenario, trials, seed, window_s } => format!(
            "{scenario} · {} trials, seed {seed} · windows of {}",
            count(u64::from(trials)),
            duration(window_s)
        ),
        Chart::DistributionMissed { share, target_ms } => {
            format!("p99 is above {} in {} of trials", brief(target_ms, Unit::Ms), percent(share))
        }
        Chart::Distribution { median, high } => {
            format!("p99 is {} in the median trial, {} in one of twenty", ms(median), ms(high))
        }
        Chart::DistributionAlt { low, median, high } => format!(
            "Share of trials by p99: 5 % are below {}, half below {}, 95 % below {}.",
            ms(low),
            ms(median),
            ms(high)
        ),
        Chart::FanP99 { median, high } => format!(
            "p99 reaches {} in the median trial, {} in one of twenty",
            brief(median, Unit::Ms),
            brief(high, Unit::Ms)
        ),
        Chart::FanP99Alt { median, high } => {
            fan_alt("p99", &brief(median, Unit::Ms), &brief(high, Unit::Ms))
        }
        Chart::FanLoad { median, high } => format!(
            "The load reaches {} in the median trial, {} in one of twenty",
            brief(median, Unit::PerSecond),
            brief(high, Unit::PerSecond)
        ),
        Chart::FanLoadAlt { median, high } => {
            fan_alt("offered load", &brief(median, Unit::PerSecond), &brief(high, Unit::PerSecond))
        }
        Chart::Correlation(value) => format!("rank correlation {}", fixed(value, 2)),
        Chart::Tornado { input, low, high } => format!(
            "p99 is {} where {} is low, {} where it is high",
            brief(low, Unit::Ms),
            drawn(input),
            brief(high, Unit::Ms)
        ),
        Chart::TornadoMissed { input, low, high } => format!(
            "{} of trials miss an objective where {} is low, {} where it is high",
            brief(low, Unit::Percent),
            drawn(input),
            brief(high, Unit::Percent)
        ),
        Chart::TornadoAlt { inputs } => {
            let inputs: Vec<String> = inputs.iter().map(|input| drawn(input)).collect();
            format!(
                "How far the outcome swings with each input, the widest first: {}.",
                inputs.join(", ")
            )
        }
        Chart::MedianP99 => "median p99".to_owned(),
        Chart::ShareMissed => "trials that miss an objective".to_owned(),
    }
}

fn fan_alt(what: &str, median: &str, high: &str) -> String {
    format!(
        "{what} over the window as bands of trials; the median reaches {median}, the 95 % quantile {high}."
    )
}
