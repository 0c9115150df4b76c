//! `napkin sweep`.

use super::compare::metric;
use super::complaint::title;
use super::number::{base_unit, brief, brief_between, count, per_month, show};
use crate::figure::Measured;
use crate::figure::Unit;
use crate::message::Title;
use crate::message::sweep::{Bend, Busiest, Chart, Column, Figure, Line, Refusal, Text};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::OneOrTwo { count } => format!(
            "a sweep is over one parameter or two, and there are {count}: `--vary traffic.rate=1k/s..20k/s`"
        ),
        Refusal::WithoutEquals { text } => format!(
            "`--vary {text}` does not say what varies, and over what: write `--vary traffic.rate=1k/s..20k/s` or \
             `--vary app.instances=2,4,8`"
        ),
        Refusal::NotARange { text, why } => {
            let why = title(&Title(why));
            format!("`--vary {text}` is not a range of numbers: {why}")
        }
        Refusal::EmptyRange { text } => format!(
            "the range of `--vary {text}` is empty: the low end comes first, as in `1k/s..20k/s`"
        ),
        Refusal::LogFromZero { text } => {
            format!("`--vary {text}` has no logarithm: start above 0, or leave `:log` away")
        }
        Refusal::OneValue { text } => format!(
            "`--vary {text}` has one value, and a sweep needs several: a range `1k/s..20k/s`, or a list `2,4,8`; \
             one value is for `--set`"
        ),
        Refusal::OnePlace { path } => {
            format!("{path} takes a single value in that range, and a sweep needs several")
        }
        Refusal::Twice { path } => {
            format!("{path} varies twice: two different parameters make a heat map")
        }
    }
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::PointByPoint => "Point by point".to_owned(),
        Text::HowItWasSwept => "How it was swept".to_owned(),
        Text::Knee { path, at, between, bend, p99_ms, busiest } => {
            let p99 = p99_ms.map(|ms| format!("p99 {}", brief(ms, Unit::Ms)));
            let there: Vec<String> =
                p99.into_iter().chain(busiest.as_ref().map(busiest_of)).collect();
            knee(path, at, between, bend, &there)
        }
        Text::BusiestOf(busiest) => busiest_of(&busiest),
        Text::Turns { objective, path, between, about, met_below, clear } => {
            let about = about.map(|(value, unit)| base_unit(value, unit, 3));
            turns(&metric(objective), path, between, about.as_deref(), (met_below, clear))
        }
        Text::NeverTurns { objectives, met } => never_turns(objectives, met),
        Text::DoesNotSettle { path, from, to: Some(to) } => format!(
            "From {path} = {from} to {to} the load does not settle: there is no latency to give."
        ),
        Text::DoesNotSettle { path, from, to: None } => {
            format!("At {path} = {from} the load does not settle: there is no latency to give.")
        }
        Text::RangeOf { path, from, to } => range_of(path, from, to),
        Text::BestOfWords { path, best, worst } => format!(
            "p99 is lowest with {path} = {}, {}, and highest with {}, {}.",
            best.0,
            brief(best.1, Unit::Ms),
            worst.0,
            brief(worst.1, Unit::Ms)
        ),
        Text::Mark => "p99 by both parameters; ! misses an objective.".to_owned(),
        Text::Theory { first, last, exact, inside, of } => {
            let model = if first == last { first.to_owned() } else { format!("{first} to {last}") };
            if exact {
                format!(
                    "The mean agrees with theory ({model}) within its interval at {inside} of {of} points."
                )
            } else {
                format!("The dashed line is an approximation ({model}), not a closed form.")
            }
        }
        Text::OfTwo { paths: [first, second], met, of } => {
            format!("Of {of} combinations of {first} and {second}, {met} meet every objective.")
        }
        Text::OfTwoSettled { paths: [first, second], settled, of } => {
            format!("Of {of} combinations of {first} and {second}, {settled} settle.")
        }
        Text::Cheapest { paths: [first, second], at, usd, p99_ms } => {
            let value = |index: usize| at.get(index).map_or("", String::as_str);
            format!(
                "The cheapest of them is {first} = {} with {second} = {}: {}, p99 {}.",
                value(0),
                value(1),
                per_month(usd),
                brief(p99_ms, Unit::Ms)
            )
        }
        Text::Plan { points, max_requests } => format!(
            "{points} points share a budget of {} simulated requests (--max-requests); a page with events is \
             simulated at each point to its last one, whatever that takes. All points have the same seed, so \
             neighbours share their luck. Intervals are 95 %.",
            count(max_requests)
        ),
        Text::Met(Some(true)) => "met".to_owned(),
        Text::Met(Some(false)) => "MISSED".to_owned(),
        Text::Met(None) => String::new(),
        Text::GivenUp => "given up".to_owned(),
        Text::Unsettled => "does not settle".to_owned(),
        Text::NothingCompleted => "nothing completed".to_owned(),
        Text::Misses { p99_ms } => format!("{} !", brief(p99_ms, Unit::Ms)),
    }
}

fn knee(path: &str, at: &str, between: [&str; 2], bend: Bend, there: &[String]) -> String {
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

fn busiest_of(found: &Busiest<'_>) -> String {
    let Busiest { component, resource, utilization, is_peak } = *found;
    let peak = if is_peak { "peak " } else { "" };
    format!("{component} {resource} {peak}{}", brief(utilization, Unit::Percent))
}

fn turns(
    objective: &str,
    path: &str,
    between: &[String; 2],
    about: Option<&str>,
    (met_below, clear): (bool, bool),
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

fn never_turns(objectives: &[&str], met: bool) -> String {
    let what = if met { "met at every point" } else { "missed at every point" };
    let (noun, is) =
        if objectives.len() == 1 { ("objective", "is") } else { ("objectives", "are") };
    let names: Vec<String> = objectives.iter().map(|name| metric(name)).collect();
    format!("The {} {noun} {is} {what}.", listed(&names))
}

/// `p99, errors and cost`.
fn listed(words: &[String]) -> String {
    match words {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => words.join(", "),
    }
}

fn range_of(path: &str, from: (&str, f64), to: (&str, f64)) -> String {
    let [first, last] = [brief(from.1, Unit::Ms), brief(to.1, Unit::Ms)];
    if first == last {
        return format!("p99 is {first} with {path} = {}, and with {}, too.", from.0, to.0);
    }
    format!("From {path} = {} to {}, p99 goes from {first} to {last}.", from.0, to.0)
}

pub fn column(what: &Column) -> String {
    match what {
        Column::Completed => "completed",
        Column::P50 => "p50",
        Column::P99 => "p99",
        Column::Errors => "errors",
        Column::Busiest => "busiest",
        Column::Cost => "cost",
        Column::Slo => "SLO",
        Column::Mean => "mean",
        Column::MeanTheory { exact: true } => "mean, theory",
        Column::MeanTheory { exact: false } => "mean, approx.",
        Column::P99Theory { exact: true } => "p99, theory",
        Column::P99Theory { exact: false } => "p99, approx.",
    }
    .to_owned()
}

pub fn line(what: &Line) -> String {
    match what {
        Line::P99 => "p99",
        Line::P50 => "p50",
        Line::Mean => "mean",
        Line::MeanTheory { exact: true } => "mean, theory",
        Line::MeanTheory { exact: false } => "mean, approximation",
        Line::P99Theory => "p99, theory",
        Line::Offered => "offered",
        Line::Completed => "completed",
        Line::Busiest => "busiest resource",
        Line::Errors => "errors",
        Line::Cost => "cost",
    }
    .to_owned()
}

pub fn chart(what: &Chart<'_>) -> String {
    match *what {
        Chart::Latency => "latency".to_owned(),
        Chart::Share => "share".to_owned(),
        Chart::Requests => "requests".to_owned(),
        Chart::CostAMonth => "cost a month".to_owned(),
        Chart::Parameter { path, unit: "" } => path.to_owned(),
        Chart::Parameter { path, unit } => format!("{path} ({})", unit.trim()),
        Chart::Knee => "knee".to_owned(),
        Chart::DoesNotSettle => "does not settle".to_owned(),
        Chart::Goal { p99_ms } => format!("p99 ≤ {}", show(p99_ms, Unit::Ms)),
        Chart::LatencyOver(path) => format!("Latency over {path}"),
        Chart::LoadOver(path) => {
            format!("How busy the busiest resource is, and what fails, over {path}")
        }
        Chart::ThroughputOver(path) => {
            format!("What is answered of what is asked, over {path}")
        }
        Chart::BillOver(path) => format!("The bill over {path}"),
        Chart::Breaks { objective, path, between: [below, above], met_below: true } => {
            format!("The {objective} objective breaks between {path} = {below} and {above}")
        }
        Chart::Breaks { objective, path, between: [_, above], met_below: false } => {
            format!("The {objective} objective is met from {path} = {above} on")
        }
        Chart::Bends { path, at } => format!("Latency bends near {path} = {at}"),
        Chart::Heat { paths: [first, second], met, of } => {
            let goals =
                met.map_or(String::new(), |met| format!(": objectives met in {met} of {of}"));
            format!("p99 over {first} and {second}{goals}")
        }
        Chart::Subtitle { scenario, seed, points, bands } => {
            let bands = if bands { " · bands are 95 % intervals" } else { "" };
            format!("{scenario} · seed {seed} · {points} points{bands}")
        }
        Chart::Alt { title, figures } => {
            let figures: Vec<String> = figures.iter().map(figure).collect();
            format!("{title}: {}.", figures.join("; "))
        }
    }
}

fn figure(what: &Figure<'_>) -> String {
    match *what {
        Figure::P99(at, Measured { value, low, high }) => {
            format!("{at} p99 {}", brief_between(value, low, high, Unit::Ms))
        }
        Figure::Latency(at, ms) => format!("{at} {}", show(ms, Unit::Ms)),
        Figure::Busy(at, share) => format!("{at} {}", show(share, Unit::Percent)),
        Figure::Completed(at, Measured { value, low, high }) => {
            format!("{at} {}", brief_between(value, low, high, Unit::PerSecond))
        }
        Figure::Cost(at, usd) => format!("{at} {}", show(usd, Unit::UsdPerMonth)),
    }
}
