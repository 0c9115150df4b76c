//! English of the charts.

use super::number::shown;
use crate::message::chart::{Against, Busy, Cause, Text, When};

/// Any of them.
pub fn text(text: &Text<'_>) -> String {
    match text {
        Text::Seed(seed) => format!("seed {seed}"),
        Text::Runs { replications: 1, length } => format!("1 run of {}", shown(length)),
        Text::Runs { replications, length } => format!("{replications} runs of {}", shown(length)),
        Text::WithIntervals => "with 95% intervals".to_owned(),
        Text::PercentileIs { quantile, value } => {
            format!("{} {}", percentile(*quantile), shown(value))
        }
        Text::Objective { quantile, target } => {
            format!("SLO {} ≤ {}", percentile(*quantile), shown(target))
        }
        Text::LatencyAxis { log } => format!("latency{}", scale(*log)),
        Text::QuantileAxis => "share of requests that are at least this fast".to_owned(),
        Text::OfTheAnswered { title, share } => {
            format!("{title}: of the {} that were answered", shown(share))
        }
        Text::LatencyInside(of) => latency(of, "inside the ", ""),
        Text::LatencyOver(of) => latency(of, "over the ", ""),
        Text::LatencyUndecided(of) => latency(of, "too close to the ", " to call"),
        Text::LatencyTail { p99, times } => {
            format!("p99 is {}, {times:.0} times the median", shown(p99))
        }
        Text::LatencyIs { quantile, value } => {
            format!("{} is {}", percentile(*quantile), shown(value))
        }
        Text::LatencyGrows => "Latency keeps growing: the load does not settle".to_owned(),
        Text::LatencyFew => "Latency of the few requests that completed".to_owned(),
        Text::LatencyAlt { values, objectives } => with_list(
            &format!("Latency by percentile: {}.", values.join(", ")),
            "Objectives",
            objectives,
        ),
        Text::TrafficAxis => "requests per second".to_owned(),
        Text::P99Axis { interval, log } => {
            format!("p99 latency per {} interval{}", shown(interval), scale(*log))
        }
        Text::BusyAxis => "how busy each component's busiest resource is".to_owned(),
        Text::Offered => "offered".to_owned(),
        Text::Completed => "completed".to_owned(),
        Text::Errors => "errors".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::SloLine(target) => format!("SLO {}", shown(target)),
        Text::EventsNotNamed(1) => "1 event not named".to_owned(),
        Text::EventsNotNamed(count) => format!("{count} events not named"),
        Text::P99Leaves { target, when: at, back } => {
            let back = back.as_ref().map(|length| format!(", for {}", shown(length)));
            let back = back.as_deref().unwrap_or(" and does not return");
            format!("p99 leaves the {} SLO {}{back}", shown(target), when(at))
        }
        Text::P99AlwaysOver(target) => {
            format!("p99 is over the {} SLO from beginning to end", shown(target))
        }
        Text::P99MostlyInside { target, outside, of } => {
            format!(
                "p99 is inside the {} SLO in all but {outside} of {of} intervals",
                shown(target)
            )
        }
        Text::P99Scattered { target, share } => {
            let (target, share) = (shown(target), shown(share));
            format!("p99 is over the {target} SLO {share} of the time, again and again")
        }
        Text::P99Inside(target) => format!("p99 stays inside the {} SLO", shown(target)),
        Text::P99InsideThrough { target, event } => {
            format!("p99 stays inside the {} SLO through “{event}”", shown(target))
        }
        Text::P99InsideThroughAll { target, events } => {
            let all = if *events == 2 { "both".to_owned() } else { format!("all {events}") };
            format!("p99 stays inside the {} SLO through {all} events", shown(target))
        }
        Text::P99Rises { from, to, event } => {
            format!("p99 rises from {} to {} after “{event}”", shown(from), shown(to))
        }
        Text::P99HoldsThrough { value, event } => {
            format!("p99 holds at {} through “{event}”", shown(value))
        }
        Text::P99Swings { low, high } => {
            format!("p99 goes between {} and {}", shown(low), shown(high))
        }
        Text::P99Holds(value) => format!("p99 holds at {}", shown(value)),
        Text::Collapse { share, cause, length } => {
            let end = length.as_ref().map(|length| format!("for {}", shown(length)));
            collapse(&shown(share), cause, end)
        }
        Text::NoneCompleted => "nothing completed".to_owned(),
        Text::NothingCompleted => "Nothing completed".to_owned(),
        Text::TimelineAlt { title, events } => with_list(
            &format!("Requests per second and p99 latency over time. {title}."),
            "Events",
            events,
        ),
        Text::EventAt { event, at } => format!("{event} at {}", shown(at)),
        Text::UtilizationAxis => "utilization of each component's busiest resource".to_owned(),
        Text::Bottleneck(Busy { component, resource, utilization }) => {
            format!("{component} ({resource}) is the bottleneck at {}", shown(utilization))
        }
        Text::Reaches { peak: Busy { component, resource, utilization }, average } => {
            let (peak, average) = (shown(utilization), shown(average));
            format!("{component} ({resource}) reaches {peak} at its busiest, {average} on average")
        }
        Text::AverageAndPeak { average, peak } => {
            format!("{}, up to {}", shown(average), shown(peak))
        }
        Text::AverageAndPeakOf { average, resource, peak } => {
            format!("{}, {resource} up to {}", shown(average), shown(peak))
        }
        Text::NotBusy(Busy { component, resource, utilization }) => {
            let utilization = shown(utilization);
            format!("Nothing is busy: {component} ({resource}), the busiest, is at {utilization}")
        }
        Text::Idle => "No component has anything to do".to_owned(),
        Text::Busiest { component, utilization } => {
            format!("{component} is the busiest at {}", shown(utilization))
        }
        Text::ComponentsLeftOut(count) => components_left_out(*count),
        Text::UtilizationAlt { values, left_out } => {
            let mut text = format!("Utilization by component: {}.", values.join(", "));
            if *left_out > 0 {
                text.push_str(&format!(" {}.", components_left_out(*left_out)));
            }
            text
        }
        Text::CostAxis => "dollars a month, and share of the bill".to_owned(),
        Text::Cost { total, share, most } => {
            format!("{} a month: {} is {most}", shown(total), shown(share))
        }
        Text::CostSpread { total, owners, share, most } => {
            let (total, share) = (shown(total), shown(share));
            format!("{total} a month over {owners} items: {most} is the largest, {share}")
        }
        Text::CostAll { total, owner } => format!("{} a month, all of it {owner}", shown(total)),
        Text::PerMillion(usd) => format!("{} per million requests", shown(usd)),
        Text::OtherLines(count) => format!("other ({count} lines)"),
        Text::CostAlt { total, values } => {
            format!("Monthly cost {}: {}.", shown(total), values.join(", "))
        }
        Text::TornadoTitle { assumption, result, low, high } => {
            let (low, high) = (shown(low), shown(high));
            format!("{assumption} matters most: {result} is {low} to {high} with it")
        }
        Text::TornadoSubtitle(scenario) => format!(
            "{scenario} · each assumption from its 5% (pale) to its 95% quantile, the others at their medians"
        ),
        Text::TornadoHead { result, median, low, high } => {
            format!("{result}: {} ({} – {}, 90%)", shown(median), shown(low), shown(high))
        }
        Text::TornadoCenter { outcome, value } => format!("{outcome}: {}", shown(value)),
        Text::TornadoBar { result, assumption, low, high } => {
            format!("{result} is {} to {} with {assumption}", shown(low), shown(high))
        }
        Text::TornadoAlt(bars) => {
            format!("Bars of how far results swing with each assumption: {}.", bars.join("; "))
        }
        Text::TornadoLow => "with the input at its low end".to_owned(),
        Text::TornadoHigh => "at its high end".to_owned(),
        Text::HeatNothing => "unstable".to_owned(),
        Text::SpentWaiting => "waiting".to_owned(),
        Text::SpentService => "working".to_owned(),
        Text::SpentNetwork => "on the network".to_owned(),
        Text::SpentDownstream => "waiting for an answer from below".to_owned(),
        Text::WaterfallAxis => "since the request arrived".to_owned(),
        Text::ColumnName => "name".to_owned(),
        Text::ColumnTime => "time".to_owned(),
        Text::ColumnSpent => "spent".to_owned(),
        Text::FromTo { from, to } => format!("{} – {}", shown(from), shown(to)),
    }
}

/// `p99.9`.
fn percentile(quantile: f64) -> String {
    format!("p{}", crate::figure::fixed(quantile * 100.0, 4).trimmed().text())
}

fn scale(log: bool) -> &'static str {
    if log { " (log scale)" } else { "" }
}

fn latency(of: &Against, before: &str, behind: &str) -> String {
    let Against { quantile, value, target } = of;
    let (value, target) = (shown(value), shown(target));
    format!("{} is {value}, {before}{target} SLO{behind}", percentile(*quantile))
}

fn with_list(text: &str, name: &str, list: &[String]) -> String {
    if list.is_empty() { text.to_owned() } else { format!("{text} {name}: {}.", list.join(", ")) }
}

fn when(at: &When<'_>) -> String {
    match at {
        When::At(at) => format!("at {}", shown(at)),
        When::With(event) => format!("with “{event}”"),
        When::Into { delay, event } => format!("{} into “{event}”", shown(delay)),
        When::After { delay, event } => format!("{} after “{event}”", shown(delay)),
    }
}

fn collapse(share: &str, cause: &Cause<'_>, end: Option<String>) -> String {
    match (cause, end) {
        (Cause::Event(event), end) => {
            let end = end.as_deref().unwrap_or("and stays there");
            format!("“{event}”: completed falls to {share} of offered {end}")
        }
        (Cause::At(at), Some(end)) => {
            format!("Completed falls to {share} of offered at {}, {end}", shown(at))
        }
        (Cause::At(at), None) => {
            format!("Completed falls to {share} of offered at {} and stays there", shown(at))
        }
    }
}

fn components_left_out(count: usize) -> String {
    let word = if count == 1 { "component" } else { "components" };
    format!("{count} less busy {word} not shown")
}
