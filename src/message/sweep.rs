//! The sentences of `napkin sweep`.

use super::number::{Unit, base_unit, brief, per_month};

// ---- what is wrong with --vary ----

/// No parameter, or too many.
#[must_use]
pub fn one_or_two(count: usize) -> String {
    format!(
        "a sweep is over one parameter or two, and there are {count}: `--vary traffic.rate=1k/s..20k/s`"
    )
}

/// A `--vary` that is not `path=values`.
#[must_use]
pub fn without_equals(text: &str) -> String {
    format!(
        "`--vary {text}` does not say what varies, and over what: write `--vary traffic.rate=1k/s..20k/s` or \
         `--vary app.instances=2,4,8`"
    )
}

/// A range that cannot be read.
#[must_use]
pub fn not_a_range(text: &str, why: &str) -> String {
    format!("`--vary {text}` is not a range of numbers: {why}")
}

/// A range of which the low end is not below the high one.
#[must_use]
pub fn empty_range(text: &str) -> String {
    format!("the range of `--vary {text}` is empty: the low end comes first, as in `1k/s..20k/s`")
}

/// A logarithm of nothing.
#[must_use]
pub fn log_from_zero(text: &str) -> String {
    format!("`--vary {text}` has no logarithm: start above 0, or leave `:log` away")
}

/// A single value.
#[must_use]
pub fn one_value(text: &str) -> String {
    format!(
        "`--vary {text}` has one value, and a sweep needs several: a range `1k/s..20k/s`, or a list `2,4,8`; \
         one value is for `--set`"
    )
}

/// Rounded to whole numbers, one value is left.
#[must_use]
pub fn one_place(path: &str) -> String {
    format!("{path} takes a single value in that range, and a sweep needs several")
}

/// The same parameter twice.
#[must_use]
pub fn twice(path: &str) -> String {
    format!("{path} varies twice: two different parameters make a heat map")
}

// ---- what it found ----

/// A value of the parameter in its base unit.
#[must_use]
pub fn value(value: f64, unit: &str) -> String {
    base_unit(value, unit, 3)
}

/// What a knee is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    /// A load: beyond it, waiting grows faster than throughput.
    Load,
    /// Something of which more is worse.
    Climbs,
    /// Something of which more is better.
    Falls,
}

/// Where the knee is, and between which points it was found.
#[must_use]
pub fn knee(path: &str, at: &str, between: [&str; 2], bend: Bend, there: &[String]) -> String {
    let there = if there.is_empty() { String::new() } else { format!(": {}", there.join(", ")) };
    let beyond = match bend {
        Bend::Load => {
            "throughput over latency is greatest here, and beyond it latency grows faster than throughput"
        }
        Bend::Climbs => "beyond it, p99 climbs ever faster",
        Bend::Falls => "beyond it, more changes p99 little",
    };
    let [below, above] = between;
    format!("The knee is near {path} = {at} (between {below} and {above}){there}; {beyond}.")
}

/// p99 at the knee, and how busy it is there.
#[must_use]
pub fn at_knee(p99_ms: Option<f64>, busiest: Option<&str>) -> Vec<String> {
    let p99 = p99_ms.map(|ms| format!("p99 {}", brief(ms, Unit::Ms)));
    p99.into_iter().chain(busiest.map(str::to_owned)).collect()
}

/// Where an objective turns.
#[must_use]
pub fn turns(
    objective: &str,
    path: &str,
    between: &[String; 2],
    about: Option<&str>,
    met_below: bool,
    clear: bool,
) -> String {
    let about = about.map_or(String::new(), |at| format!(", at about {at}"));
    let doubt = if clear { "" } else { "; an interval there leaves a doubt" };
    let [below, above] = between;
    if met_below {
        format!(
            "The {objective} objective breaks between {path} = {below} and {above}{about}{doubt}."
        )
    } else {
        format!(
            "The {objective} objective is missed at {path} = {below} and met from {above} on{about}{doubt}."
        )
    }
}

/// All objectives are met at every point, or missed at every point.
#[must_use]
pub fn never_turns(objectives: &[String], met: bool) -> String {
    let what = if met { "met at every point" } else { "missed at every point" };
    let (noun, is) =
        if objectives.len() == 1 { ("objective", "is") } else { ("objectives", "are") };
    format!("The {} {noun} {is} {what}.", listed(objectives))
}

/// `p99, errors and cost`.
fn listed(words: &[String]) -> String {
    match words {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => words.join(", "),
    }
}

/// What does not settle.
#[must_use]
pub fn unstable(path: &str, from: &str, to: Option<&str>) -> String {
    match to {
        Some(to) => format!(
            "From {path} = {from} to {to} the load does not settle: there is no latency to give."
        ),
        None => {
            format!("At {path} = {from} the load does not settle: there is no latency to give.")
        }
    }
}

/// What the curve does, when there is neither knee nor objective.
#[must_use]
pub fn range_of(path: &str, from: (&str, f64), to: (&str, f64)) -> String {
    let ends = [brief(from.1, Unit::Ms), brief(to.1, Unit::Ms)];
    if ends[0] == ends[1] {
        return format!("p99 is {} with {path} = {}, and with {}, too.", ends[0], from.0, to.0);
    }
    format!(
        "From {path} = {} to {}, p99 goes from {} to {}.",
        from.0,
        to.0,
        brief(from.1, Unit::Ms),
        brief(to.1, Unit::Ms)
    )
}

/// What words, not numbers, come to.
#[must_use]
pub fn best_of_words(path: &str, best: (&str, f64), worst: (&str, f64)) -> String {
    format!(
        "p99 is lowest with {path} = {}, {}, and highest with {}, {}.",
        best.0,
        brief(best.1, Unit::Ms),
        worst.0,
        brief(worst.1, Unit::Ms)
    )
}

/// Several models of theory, from the first to the last.
#[must_use]
pub fn models(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} to {last}") }
}

/// A busy resource of a page on which something happens: at its busiest.
#[must_use]
pub fn peak(component: &str, resource: &str, utilization: f64) -> String {
    format!("{component} {resource} peak {}", brief(utilization, Unit::Percent))
}

/// What the mark in a cell means.
#[must_use]
pub fn mark() -> String {
    "p99 by both parameters; ! misses an objective.".to_owned()
}

/// How theory compares.
#[must_use]
pub fn theory(model: &str, exact: bool, inside: usize, of: usize) -> String {
    if exact {
        format!(
            "The mean agrees with theory ({model}) within its interval at {inside} of {of} points."
        )
    } else {
        format!("The dashed line is an approximation ({model}), not a closed form.")
    }
}

/// The best and the worst of a heat map.
#[must_use]
pub fn of_two(paths: [&str; 2], met: usize, of: usize) -> String {
    format!("Of {of} combinations of {} and {}, {met} meet every objective.", paths[0], paths[1])
}

/// The same without objectives.
#[must_use]
pub fn of_two_settled(paths: [&str; 2], settled: usize, of: usize) -> String {
    format!("Of {of} combinations of {} and {}, {settled} settle.", paths[0], paths[1])
}

/// The cheapest combination that meets the objectives.
#[must_use]
pub fn cheapest(paths: [&str; 2], at: &[String], usd: f64, p99_ms: f64) -> String {
    let [first, second] = paths;
    let (a, b) = (at.first().map_or("", String::as_str), at.get(1).map_or("", String::as_str));
    format!(
        "The cheapest of them is {first} = {a} with {second} = {b}: {}, p99 {}.",
        per_month(usd),
        brief(p99_ms, Unit::Ms)
    )
}

/// How it was done.
#[must_use]
pub fn plan(points: usize, max_requests: u64) -> String {
    format!(
        "{points} points share a budget of {} simulated requests (--max-requests); a page with events is \
         simulated at each point to its last one, whatever that takes. All points have the same seed, so \
         neighbours share their luck. Intervals are 95 %.",
        super::number::count(max_requests)
    )
}

// ---- words ----

/// The headings.
#[must_use]
pub fn headings() -> [&'static str; 2] {
    ["Point by point", "How it was swept"]
}

/// Titles of the columns behind the parameter.
#[must_use]
pub fn columns() -> [&'static str; 7] {
    ["completed", "p50", "p99", "errors", "busiest", "cost", "SLO"]
}

/// Titles of the columns of theory, the mean's beside that of the runs.
#[must_use]
pub fn theory_columns(exact: bool) -> [&'static str; 3] {
    if exact {
        ["mean", "mean, theory", "p99, theory"]
    } else {
        ["mean", "mean, approx.", "p99, approx."]
    }
}

/// Whether all objectives are met.
#[must_use]
pub fn met(met: Option<bool>) -> String {
    match met {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "",
    }
    .to_owned()
}

/// What stands in place of latencies.
#[must_use]
pub fn no_latency(gave_up: bool, unstable: bool) -> String {
    match (gave_up, unstable) {
        (true, _) => "given up",
        (_, true) => "does not settle",
        _ => "nothing completed",
    }
    .to_owned()
}

/// Curves.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Line {
    P99,
    P50,
    Mean,
    MeanTheory(bool),
    P99Theory,
    Offered,
    Completed,
    Busiest,
    Errors,
    Cost,
}

/// What is written at a curve's end.
#[must_use]
pub fn line(line: Line) -> String {
    match line {
        Line::P99 => "p99",
        Line::P50 => "p50",
        Line::Mean => "mean",
        Line::MeanTheory(true) => "mean, theory",
        Line::MeanTheory(false) => "mean, approximation",
        Line::P99Theory => "p99, theory",
        Line::Offered => "offered",
        Line::Completed => "completed",
        Line::Busiest => "busiest resource",
        Line::Errors => "errors",
        Line::Cost => "cost",
    }
    .to_owned()
}

/// Names of the vertical axes: latency, load, cost.
#[must_use]
pub fn axes() -> [&'static str; 4] {
    ["latency", "share", "requests", "cost a month"]
}

/// A parameter on an axis: `cache.memory (GiB)`.
#[must_use]
pub fn axis(path: &str, unit: &str) -> String {
    if unit.is_empty() { path.to_owned() } else { format!("{path} ({})", unit.trim()) }
}

/// Rules: the knee, an objective, where nothing settles.
#[must_use]
pub fn rules() -> [&'static str; 2] {
    ["knee", "does not settle"]
}

/// An objective's rule.
#[must_use]
pub fn goal(objective: &str, target: &str) -> String {
    format!("{objective} ≤ {target}")
}

/// Titles of charts: utilization, throughput, cost.
#[must_use]
pub fn titles(path: &str) -> [String; 4] {
    [
        format!("Latency over {path}"),
        format!("How busy the busiest resource is, and what fails, over {path}"),
        format!("What is answered of what is asked, over {path}"),
        format!("The bill over {path}"),
    ]
}

/// The title of the latency chart where an objective turns.
#[must_use]
pub fn breaks_title(objective: &str, path: &str, between: &[String; 2], met_below: bool) -> String {
    let [below, above] = between;
    if met_below {
        format!("The {objective} objective breaks between {path} = {below} and {above}")
    } else {
        format!("The {objective} objective is met from {path} = {above} on")
    }
}

/// The title of the latency chart where it only bends.
#[must_use]
pub fn knee_title(path: &str, at: &str) -> String {
    format!("Latency bends near {path} = {at}")
}

/// The title of a heat map.
#[must_use]
pub fn heat_title(paths: [&str; 2], met: usize, of: usize, has_goals: bool) -> String {
    let goals =
        if has_goals { format!(": objectives met in {met} of {of}") } else { String::new() };
    format!("p99 over {} and {}{goals}", paths[0], paths[1])
}

/// Scenario and seed under a chart's title.
#[must_use]
pub fn subtitle(scenario: &str, seed: u64, points: usize, bands: bool) -> String {
    let bands = if bands { " · bands are 95 % intervals" } else { "" };
    format!("{scenario} · seed {seed} · {points} points{bands}")
}

/// For those who cannot see the chart.
#[must_use]
pub fn alt(what: &str, figures: &[String]) -> String {
    format!("{what}: {}.", figures.join("; "))
}
