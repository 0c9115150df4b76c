//! What a run is like in one of its intervals, in words and shares.

use crate::chart::design::card::shade;
use crate::chart::scale::drawable;
use crate::chart::style::{Color, GRID};
use crate::document::{DrawnNode, Report, Struck, Told};
use crate::figure::{NOTHING, about_duration, about_percent, about_rate, about_seconds, brief};
use crate::figure::{Unit, count};
use crate::message::film::Text;
use crate::message::story;
use crate::message::topology::Blow;
use crate::message::{Lang, Say};

/// Steps between nothing and full that are told apart by colour and length.
const STEPS: f64 = 20.0;
/// The box of what is dead.
const DEAD: Color = GRID;

/// A box in a still.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// How busy it is, in words: `97%`; empty where nothing limits it.
    pub busy: String,
    /// Its colour; `None` where nothing limits it.
    pub color: Option<Color>,
    /// How many wait, in words; empty for none.
    pub waiting: String,
    /// Its queue, as a share of the longest that any box has in the run.
    pub queue: f64,
    /// Instances of an autoscaler, what the timeline does to it; empty for nothing.
    pub remark: String,
    /// The timeline has hit it.
    pub struck: bool,
}

/// The whole design in a still.
#[derive(Clone, Debug, Default)]
pub struct Still {
    /// Which interval.
    pub at: usize,
    /// `20.5 s`.
    pub clock: String,
    /// `3,000/s`.
    pub load: String,
    /// `480 ms`.
    pub p99: String,
    /// `12%`.
    pub failing: String,
    /// Whether more than a few fail.
    pub alarm: bool,
    /// What happened last.
    pub told: String,
    /// By node of the design.
    pub states: Vec<State>,
    /// By edge of the design: whether the timeline cuts it now.
    pub cut: Vec<bool>,
}

/// From this share on, failures are shown as an alarm.
const MANY: f64 = 0.01;

impl Still {
    /// The interval `at` of the run.
    pub fn of(report: &Report, at: usize, lang: Lang) -> Self {
        let series = &report.timeseries;
        let at_s = series.interval_s * at as f64;
        let value =
            |values: &[f64]| values.get(at).copied().filter(|it| drawable(*it)).unwrap_or(0.0);
        let (failed, completed) = (value(&series.errors_per_s), value(&series.completed_per_s));
        let ended = failed + completed;
        let share = if ended > 0.0 { failed / ended } else { 0.0 };
        let p99 = series.p99_ms.get(at).copied().flatten().filter(|ms| drawable(*ms));
        let until_s = at_s + series.interval_s;
        let nodes = report.topology.nodes.iter();
        let is_cut = |&(from_s, to_s): &(f64, Option<f64>)| is_within(from_s, to_s, at_s, until_s);
        Self {
            at,
            clock: about_seconds(at_s).say(lang),
            load: about_rate(value(&series.offered_per_s)).say(lang),
            p99: p99.map_or_else(|| NOTHING.to_owned(), |ms| about_duration(ms).say(lang)),
            failing: about_percent(share).say(lang),
            alarm: share >= MANY,
            told: told(report, until_s, lang),
            states: nodes.map(|node| state(report, node, at, lang)).collect(),
            cut: report.topology.edges.iter().map(|edge| edge.cut.iter().any(is_cut)).collect(),
        }
    }
}

/// Whether something that lasts from one time to another is under way in an interval.
fn is_within(from_s: f64, to_s: Option<f64>, at_s: f64, until_s: f64) -> bool {
    from_s < until_s && to_s.is_none_or(|to_s| to_s > at_s)
}

/// The last step of the story before a time.
fn told(report: &Report, before_s: f64, lang: Lang) -> String {
    let steps = report.story.iter().map(|Told(step)| step).filter(|step| step.at_s < before_s);
    let Some(last) = steps.clone().map(|step| step.at_s).max_by(f64::total_cmp) else {
        return String::new();
    };
    let sentences: Vec<String> = steps
        .filter(|step| step.at_s.total_cmp(&last).is_eq())
        .map(|it| it.what.say(lang))
        .collect();
    story::Text::At { at_s: last, sentences: &sentences }.say(lang)
}

fn state(report: &Report, node: &DrawnNode, at: usize, lang: Lang) -> State {
    let series = &report.timeseries;
    let Some(own) = node.name.as_ref().and_then(|name| series.components.get(name)) else {
        return State::default();
    };
    let (at_s, until_s) = (series.interval_s * at as f64, series.interval_s * (at as f64 + 1.0));
    let now = |it: &&Struck| match it.blow {
        // It is over at once, and shown as long as an interval lasts.
        Blow::Flushed => it.at_s >= at_s && it.at_s < until_s,
        _ => is_within(it.at_s, it.until_s, at_s, until_s),
    };
    let struck = node.struck.iter().find(now);
    let is_dead = struck.is_some_and(|it| it.blow == Blow::Killed(None));
    let busy = own.utilization.get(at).copied().filter(|it| drawable(*it));
    let stepped = |share: f64| (share.clamp(0.0, 1.0) * STEPS).round() / STEPS;
    let waiting = own.queue.get(at).copied().filter(|it| drawable(*it)).unwrap_or(0.0);
    let longest = longest_queue(report);
    let instances = own.instances.get(at).copied().filter(|it| drawable(*it));
    let whole = |value: f64| count(value.round().max(0.0) as u64);
    let remark = match (struck, instances) {
        (Some(struck), _) => Text::Struck(&struck.blow).say(lang),
        (None, Some(instances)) => Text::Instances(whole(instances)).say(lang),
        (None, None) => String::new(),
    };
    let color = busy.map(|share| if is_dead { DEAD } else { shade(stepped(share)) });
    State {
        busy: busy.map_or_else(String::new, |share| about_percent(share.min(1.0)).say(lang)),
        color,
        waiting: if waiting >= 1.0 {
            Text::Waiting(brief(waiting, Unit::Plain)).say(lang)
        } else {
            String::new()
        },
        // A queue a hundred times as long is a bar twice as long: both are seen.
        queue: if longest < 1.0 {
            0.0
        } else {
            stepped(libm::log10(1.0 + waiting) / libm::log10(1.0 + longest.max(100.0)))
        },
        remark,
        struck: struck.is_some(),
    }
}

fn longest_queue(report: &Report) -> f64 {
    let all = report.timeseries.components.values().flat_map(|own| &own.queue);
    all.copied().filter(|it| drawable(*it)).fold(0.0, f64::max)
}
