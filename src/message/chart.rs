//! Words of the charts. Figures arrive as text, with their units.

/// Between the parts of a small line.
pub const BETWEEN: &str = " · ";

/// Which run it is: seed, replications and their length.
#[must_use]
pub fn run(seed: u64, replications: u32, length: &str) -> Vec<String> {
    let mut parts = vec![format!("seed {seed}")];
    match replications {
        0 => {}
        1 => parts.push(format!("1 run of {length}")),
        _ => parts.push(format!("{replications} runs of {length}")),
    }
    parts
}

/// What the whiskers at the points are.
#[must_use]
pub fn intervals() -> String {
    "with 95 % intervals".to_owned()
}

/// The name of a percentile: `p99.9`.
#[must_use]
pub fn percentile(quantile: f64) -> String {
    let digits = format!("{:.4}", quantile * 100.0);
    format!("p{}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// An objective on a percentile.
#[must_use]
pub fn objective(percentile: &str, target: &str) -> String {
    format!("SLO {percentile} ≤ {target}")
}

/// Name of the latency axis.
#[must_use]
pub fn latency_axis(is_log: bool) -> String {
    if is_log { "latency (log scale)" } else { "latency" }.to_owned()
}

/// Name of the percentile axis.
#[must_use]
pub fn quantile_axis() -> String {
    "share of requests that are at least this fast".to_owned()
}

/// Title: what it says holds for a part of the requests only.
#[must_use]
pub fn of_the_answered(title: &str, share: &str) -> String {
    format!("{title}: of the {share} that were answered")
}

/// Title: the objective is met.
#[must_use]
pub fn latency_inside(percentile: &str, value: &str, target: &str) -> String {
    format!("{percentile} is {value}, inside the {target} SLO")
}

/// Title: the objective is missed.
#[must_use]
pub fn latency_over(percentile: &str, value: &str, target: &str) -> String {
    format!("{percentile} is {value}, over the {target} SLO")
}

/// Title: the interval contains the objective.
#[must_use]
pub fn latency_undecided(percentile: &str, value: &str, target: &str) -> String {
    format!("{percentile} is {value}, too close to the {target} SLO to call")
}

/// Title: no objective, and a long tail.
#[must_use]
pub fn latency_tail(p99: &str, times: f64) -> String {
    format!("p99 is {p99}, {times:.0} times the median")
}

/// Title: no objective, and no tail to speak of.
#[must_use]
pub fn latency_plain(percentile: &str, value: &str) -> String {
    format!("{percentile} is {value}")
}

/// Title: the load does not settle.
#[must_use]
pub fn latency_grows() -> String {
    "Latency keeps growing: the load does not settle".to_owned()
}

/// Title: too few requests for a percentile.
#[must_use]
pub fn latency_few() -> String {
    "Latency of the few requests that completed".to_owned()
}

/// What the percentile curve shows, in words.
#[must_use]
pub fn latency_alt(values: &[String], objectives: &[String]) -> String {
    let mut text = format!("Latency by percentile: {}.", values.join(", "));
    if !objectives.is_empty() {
        text.push_str(&format!(" Objectives: {}.", objectives.join(", ")));
    }
    text
}

/// Name of the upper panel of the timeline.
#[must_use]
pub fn traffic_axis() -> String {
    "requests per second".to_owned()
}

/// Name of the lower panel of the timeline.
#[must_use]
pub fn p99_axis(interval: &str, is_log: bool) -> String {
    let scale = if is_log { " (log scale)" } else { "" };
    format!("p99 latency per {interval} interval{scale}")
}

/// Label of what was asked for.
#[must_use]
pub fn offered() -> String {
    "offered".to_owned()
}

/// Label of what was answered.
#[must_use]
pub fn completed() -> String {
    "completed".to_owned()
}

/// Label of what failed.
#[must_use]
pub fn errors() -> String {
    "errors".to_owned()
}

/// Label of the p99 line.
#[must_use]
pub fn p99() -> String {
    "p99".to_owned()
}

/// Label of the objective's line.
#[must_use]
pub fn slo_line(target: &str) -> String {
    format!("SLO {target}")
}

/// Events whose names find no room.
#[must_use]
pub fn events_not_named(count: usize) -> String {
    if count == 1 { "1 event not named".to_owned() } else { format!("{count} events not named") }
}

/// How it ends: `, for 23 s`, or not at all.
fn returns(back: Option<&str>) -> String {
    back.map_or_else(|| " and does not return".to_owned(), |length| format!(", for {length}"))
}

/// Title: out at a time that no event explains.
#[must_use]
pub fn p99_leaves(target: &str, at: &str, back: Option<&str>) -> String {
    format!("p99 leaves the {target} SLO at {at}{}", returns(back))
}

/// Title: out as soon as an event happens.
#[must_use]
pub fn p99_leaves_at_once(target: &str, event: &str, back: Option<&str>) -> String {
    format!("p99 leaves the {target} SLO with “{event}”{}", returns(back))
}

/// Title: out while an event lasts.
#[must_use]
pub fn p99_leaves_into(target: &str, delay: &str, event: &str, back: Option<&str>) -> String {
    format!("p99 leaves the {target} SLO {delay} into “{event}”{}", returns(back))
}

/// Title: out some time after an event.
#[must_use]
pub fn p99_leaves_after(target: &str, delay: &str, event: &str, back: Option<&str>) -> String {
    format!("p99 leaves the {target} SLO {delay} after “{event}”{}", returns(back))
}

/// Title: never inside.
#[must_use]
pub fn p99_always_over(target: &str) -> String {
    format!("p99 is over the {target} SLO from beginning to end")
}

/// Title: outside in single intervals.
#[must_use]
pub fn p99_mostly_inside(target: &str, outside: usize, of: usize) -> String {
    format!("p99 is inside the {target} SLO in all but {outside} of {of} intervals")
}

/// Title: in and out.
#[must_use]
pub fn p99_scattered(target: &str, share: &str) -> String {
    format!("p99 is over the {target} SLO {share} of the time, again and again")
}

/// Title: always inside.
#[must_use]
pub fn p99_inside(target: &str) -> String {
    format!("p99 stays inside the {target} SLO")
}

/// Title: always inside, whatever happened.
#[must_use]
pub fn p99_inside_through(target: &str, event: &str) -> String {
    format!("p99 stays inside the {target} SLO through “{event}”")
}

/// Title: the same with several events.
#[must_use]
pub fn p99_inside_through_all(target: &str, events: usize) -> String {
    format!("p99 stays inside the {target} SLO through all {events} events")
}

/// Title: no objective, and a rise after an event.
#[must_use]
pub fn p99_rises(from: &str, to: &str, event: &str) -> String {
    format!("p99 rises from {from} to {to} after “{event}”")
}

/// Title: no objective, and no rise.
#[must_use]
pub fn p99_holds_through(value: &str, event: &str) -> String {
    format!("p99 holds at {value} through “{event}”")
}

/// Title: no objective, no event.
#[must_use]
pub fn p99_holds(value: &str) -> String {
    format!("p99 holds at {value}")
}

/// Title: throughput falls and comes back.
#[must_use]
pub fn collapse_for(share: &str, at: &str, length: &str) -> String {
    format!("Completed falls to {share} of offered at {at}, for {length}")
}

/// Title: throughput falls for good.
#[must_use]
pub fn collapse_until_end(share: &str, at: &str) -> String {
    format!("Completed falls to {share} of offered at {at} and stays there")
}

/// Title: throughput falls with an event and comes back, or does not.
#[must_use]
pub fn collapse_with(event: &str, share: &str, length: Option<&str>) -> String {
    let end = length.map_or_else(|| "and stays there".to_owned(), |length| format!("for {length}"));
    format!("“{event}”: completed falls to {share} of offered {end}")
}

/// Label of intervals without a p99.
#[must_use]
pub fn none_completed() -> String {
    "nothing completed".to_owned()
}

/// Title: no interval has a completion.
#[must_use]
pub fn nothing_completed() -> String {
    "Nothing completed".to_owned()
}

/// What the timeline shows, in words.
#[must_use]
pub fn timeline_alt(title: &str, events: &[String]) -> String {
    let mut text = format!("Requests per second and p99 latency over time. {title}.");
    if !events.is_empty() {
        text.push_str(&format!(" Events: {}.", events.join(", ")));
    }
    text
}

/// An event and when it happens.
#[must_use]
pub fn event_at(event: &str, at: &str) -> String {
    format!("{event} at {at}")
}

/// Name of the utilization axis.
#[must_use]
pub fn utilization_axis() -> String {
    "utilization of each component's busiest resource".to_owned()
}

/// The name of a resource.
#[must_use]
pub fn resource(name: &str) -> String {
    name.to_owned()
}

/// Title: something is busy.
#[must_use]
pub fn bottleneck(component: &str, resource: &str, utilization: &str) -> String {
    format!("{component} ({resource}) is the bottleneck at {utilization}")
}

/// Title: something is busy at times.
#[must_use]
pub fn reaches(component: &str, resource: &str, peak: &str, average: &str) -> String {
    format!("{component} ({resource}) reaches {peak} at its busiest, {average} on average")
}

/// At the end of a bar: how busy on average, and in the busiest interval.
#[must_use]
pub fn average_and_peak(average: &str, peak: &str) -> String {
    format!("{average}, up to {peak}")
}

/// The same, where the peak is that of another resource.
#[must_use]
pub fn average_and_peak_of(average: &str, resource: &str, peak: &str) -> String {
    format!("{average}, {resource} up to {peak}")
}

/// Title: nothing is busy.
#[must_use]
pub fn not_busy(component: &str, resource: &str, utilization: &str) -> String {
    format!("Nothing is busy: {component} ({resource}), the busiest, is at {utilization}")
}

/// Title: every component is idle.
#[must_use]
pub fn idle() -> String {
    "No component has anything to do".to_owned()
}

/// Title: no bottleneck is named.
#[must_use]
pub fn busiest(component: &str, utilization: &str) -> String {
    format!("{component} is the busiest at {utilization}")
}

/// How many bars there are beyond those shown.
#[must_use]
pub fn components_left_out(count: usize) -> String {
    let word = if count == 1 { "component" } else { "components" };
    format!("{count} less busy {word} not shown")
}

/// What the utilization chart shows, in words.
#[must_use]
pub fn utilization_alt(values: &[String], left_out: usize) -> String {
    let mut text = format!("Utilization by component: {}.", values.join(", "));
    if left_out > 0 {
        text.push_str(&format!(" {}.", components_left_out(left_out)));
    }
    text
}

/// Name of the cost axis.
#[must_use]
pub fn cost_axis() -> String {
    "dollars a month, and share of the bill".to_owned()
}

/// Title: the bill and its largest part.
#[must_use]
pub fn cost(total: &str, share: &str, most: &str) -> String {
    format!("{total} a month: {share} is {most}")
}

/// Title: the bill has no large part.
#[must_use]
pub fn cost_spread(total: &str, owners: usize, share: &str, most: &str) -> String {
    format!("{total} a month over {owners} items: {most} is the largest, {share}")
}

/// Title: the bill has one part.
#[must_use]
pub fn cost_all(total: &str, owner: &str) -> String {
    format!("{total} a month, all of it {owner}")
}

/// The bill by use.
#[must_use]
pub fn per_million(usd: &str) -> String {
    format!("{usd} per million requests")
}

/// Several small lines as one.
#[must_use]
pub fn other_lines(count: usize) -> String {
    format!("other ({count} lines)")
}

/// What the cost chart shows, in words.
#[must_use]
pub fn cost_alt(total: &str, values: &[String]) -> String {
    format!("Monthly cost {total}: {}.", values.join(", "))
}

/// A range of durations, or one.
#[must_use]
pub fn range(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{low} – {high}") }
}

/// What the latency table shows, in words.
#[must_use]
pub fn table_alt(values: &[String]) -> String {
    format!("Latencies on a logarithmic scale: {}.", values.join(", "))
}

/// Above a tornado's centre line.
#[must_use]
pub fn tornado_center(outcome: &str, value: &str) -> String {
    format!("{outcome}: {value}")
}

/// The paler end of a tornado's bars.
#[must_use]
pub fn tornado_low() -> String {
    "with the input at its low end".to_owned()
}

/// The darker end.
#[must_use]
pub fn tornado_high() -> String {
    "at its high end".to_owned()
}

/// In a cell of a heat map that has no figure.
#[must_use]
pub fn heat_nothing() -> String {
    "unstable".to_owned()
}

/// In a waterfall's legend.
#[must_use]
pub fn spent_waiting() -> String {
    "waiting".to_owned()
}

/// In a waterfall's legend.
#[must_use]
pub fn spent_service() -> String {
    "working".to_owned()
}

/// In a waterfall's legend.
#[must_use]
pub fn spent_network() -> String {
    "on the network".to_owned()
}

/// In a waterfall's legend.
#[must_use]
pub fn spent_downstream() -> String {
    "waiting for an answer from below".to_owned()
}

/// Below a waterfall.
#[must_use]
pub fn waterfall_axis() -> String {
    "since the request arrived".to_owned()
}

/// The message of a tornado: the assumption with the longest bar.
#[must_use]
pub fn tornado(assumption: &str, result: &str, low: &str, high: &str) -> String {
    format!("{assumption} matters most: {result} is {low} to {high} with it")
}

/// What the bars of a tornado are.
#[must_use]
pub fn tornado_subtitle(scenario: &str) -> String {
    format!(
        "{scenario}{BETWEEN}each assumption from its 5 % (pale) to its 95 % quantile, the others at their medians"
    )
}

/// Above the bars of one result.
#[must_use]
pub fn tornado_head(result: &str, median: &str, low: &str, high: &str) -> String {
    format!("{result}: {median} ({low} – {high}, 90 %)")
}

/// One bar in words.
#[must_use]
pub fn tornado_bar(result: &str, assumption: &str, low: &str, high: &str) -> String {
    format!("{result} is {low} to {high} with {assumption}")
}

/// All bars in words.
#[must_use]
pub fn tornado_alt(bars: &[String]) -> String {
    format!("Bars of how far results swing with each assumption: {}.", bars.join("; "))
}
