//! Sentences of `napkin capacity`. Figures arrive as words.

/// Why a capacity cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `clients that wait for their answers never overload a design, …`
    ClosedWithoutObjective,
    /// `--rate is for open loads; this page has clients: …`
    RateOfClients,
    /// `--size app: name a component and one of its counts, such as app.instances (…)`
    #[allow(missing_docs)]
    SizeForm { path: String, fields: Vec<String> },
    /// ``a server has no count `instanzes`; did you mean `instances`?``
    #[allow(missing_docs)]
    NoCount { field: String, kind: String, near: Option<String>, known: Vec<String> },
    /// `app.workers is not on the page, so it does not limit; …`
    #[allow(missing_docs)]
    SizeWithoutLimit { path: String },
}

/// How growth is written.
#[must_use]
pub fn growth_form() -> String {
    "write growth as a share a period: 5%/month, 30%/year (day, week, month, quarter or year)"
        .to_owned()
}

/// How the start is written.
#[must_use]
pub fn start_form() -> String {
    "write the month at which the load is the page's: 2026-11 (or a day: 2026-11-20)".to_owned()
}

/// So much load, in the words of its unit.
#[must_use]
pub fn load(figure: &str, is_open: bool) -> String {
    if is_open { format!("{figure}/s") } else { format!("{figure} clients") }
}

/// The answer: how much it carries.
#[must_use]
pub fn carries(load: &str, headroom: &str, today: &str) -> String {
    format!("It carries {load}, {headroom} today's {today}.")
}

/// The answer where it breaks at once.
#[must_use]
pub fn carries_between(low: &str, high: &str, headroom: &str, today: &str) -> String {
    format!(
        "It carries between {low} and {high}, {headroom} today's {today}; there it breaks at once."
    )
}

/// Nothing was missed.
#[must_use]
pub fn unlimited(at_least: Option<&str>) -> String {
    match at_least {
        Some(load) => {
            format!("Nothing limits it as far as it was tried: up to {load} it meets everything.")
        }
        None => "Nothing limits it: no component has a limit that its load could fill.".to_owned(),
    }
}

/// Missed at any load.
#[must_use]
pub fn never(objective: &str, load: &str) -> String {
    format!("No load meets the objectives: {objective} is missed even at {load}.")
}

/// Stopped before; what is known is a load that is carried and one that is not.
#[must_use]
pub fn unknown(met: Option<&str>, missed: Option<&str>) -> String {
    let known = match (met, missed) {
        (Some(met), Some(missed)) => format!("it carries {met}, and {missed} no more"),
        (Some(met), None) => format!("it carries {met} at least"),
        (None, Some(missed)) => format!("it does not carry {missed}"),
        (None, None) => {
            return "The capacity was not found before the study was stopped.".to_owned();
        }
    };
    format!("Not found yet; by the short runs that were done, {known}.")
}

/// Stopped before the smallest count was found: one that is enough, and one that is not.
#[must_use]
pub fn size_unknown(field: &str, enough: Option<u32>, missed: Option<u32>, load: &str) -> String {
    let known = match (enough, missed) {
        (Some(enough), Some(missed)) => {
            format!("{field} = {enough} carries {load}, and {missed} does not")
        }
        (Some(enough), None) => format!("{field} = {enough} carries {load}"),
        (None, Some(missed)) => format!("{field} = {missed} does not carry {load}"),
        (None, None) => {
            return "The smallest count was not found before the study was stopped.".to_owned();
        }
    };
    format!("Not found yet; by the runs that were done, {known}.")
}

/// The bill there is more than the page's objective allows.
#[must_use]
pub fn too_dear(target: &str, until: Option<&str>) -> String {
    match until {
        Some(load) => {
            format!(
                "That is over the cost objective of {target}, which it keeps up to about {load}."
            )
        }
        None => format!(
            "That is over the cost objective of {target}: what is paid at any load is more already."
        ),
    }
}

/// No interval.
#[must_use]
pub fn too_few() -> String {
    "The runs at the limit are too few for an interval: ask for more with --replications."
        .to_owned()
}

/// Headroom is gone.
#[must_use]
pub fn over(percent: &str) -> String {
    format!("Today's load is already {percent} more than it carries.")
}

/// Headroom left.
#[must_use]
pub fn headroom(percent: &str) -> String {
    format!("That leaves {percent} of headroom.")
}

/// What limits.
#[must_use]
pub fn limit(
    objective: &str,
    busiest: Option<(&str, &str, &str)>,
    is_near: bool,
    during: Option<&str>,
) -> String {
    let what = match objective {
        "settles" => "Beyond, requests pile up without end".to_owned(),
        "utilization" => "Beyond, requests pile up without end".to_owned(),
        objective => format!("Beyond, {objective} is missed first"),
    };
    let during = during.map_or(String::new(), |phase| format!(" (during {phase})"));
    match busiest {
        Some((component, resource, busy)) if !is_near => format!(
            "{what}{during}; no resource is near its limit there (the busiest is {component}'s {resource}, at {busy})."
        ),
        Some((component, resource, busy)) => {
            format!(
                "{what}{during}; the busiest resource there is {component}'s {resource}, at {busy}."
            )
        }
        None => format!("{what}{during}; no resource limits."),
    }
}

/// The queue is elsewhere.
#[must_use]
pub fn waits_at(component: &str) -> String {
    format!("The longest queue is at {component}.")
}

/// What it costs there.
#[must_use]
pub fn cost(per_million: &str, per_month: &str) -> String {
    format!("There a million requests cost {per_million} ({per_month} with the same machines).")
}

/// When growth uses it up.
#[must_use]
pub fn runs_out(given: &str, months: &str, date: Option<&str>) -> String {
    let date = date.map_or(String::new(), |date| format!(", in {date}"));
    format!("Growing {given}, it runs out in {months}{date}.")
}

/// Growth of what is used up already.
#[must_use]
pub fn ran_out(given: &str, months: &str, date: Option<&str>) -> String {
    let date = date.map_or(String::new(), |date| format!(", in {date}"));
    format!("Growing {given}, it ran out {months} ago{date}.")
}

/// Months; years from three on.
#[must_use]
pub fn months(value: f64, low: Option<f64>, high: Option<f64>) -> String {
    let shown = |scale: f64, word: &str| {
        let part = |end: Option<f64>| end.map(|end| end / scale);
        let figure = super::number::brief_between(
            value / scale,
            part(low),
            part(high),
            super::number::Unit::Plain,
        );
        format!("{figure} {word}")
    };
    if value >= 36.0 { shown(12.0, "years") } else { shown(1.0, "months") }
}

/// No date without a start.
#[must_use]
pub fn no_date() -> String {
    "For a date, say when the load is the page's: --from 2026-11.".to_owned()
}

/// The interval of a date.
#[must_use]
pub fn date_between(low: &str, high: &str) -> String {
    format!("By the capacity's interval the date lies between {low} and {high}.")
}

/// What the count is.
#[must_use]
pub fn smallest(field: &str, count: u32, load: &str, cost: Option<&str>) -> String {
    let cost = cost.map_or(String::new(), |cost| format!(", for {cost}"));
    format!("{field} = {count} is the smallest that carries {load}{cost}.")
}

/// What one fewer misses.
#[must_use]
pub fn one_fewer(count: u32, what: &str) -> String {
    format!("With {count}, {what}.")
}

/// An objective missed.
#[must_use]
pub fn misses(objective: &str, actual: &str, target: &str) -> String {
    format!("{objective} is {actual} where {target} is asked for")
}

/// It does not settle.
#[must_use]
pub fn does_not_settle() -> String {
    "requests pile up without end".to_owned()
}

/// The page does not allow it.
#[must_use]
pub fn none_fewer() -> String {
    "Fewer cannot be written on this page.".to_owned()
}

/// The edge is blurred.
#[must_use]
pub fn size_unclear() -> String {
    "The intervals at that edge contain a limit: one more or one fewer may be the answer of longer runs \
     (--max-requests)."
        .to_owned()
}

/// No count does.
#[must_use]
pub fn no_size(field: &str, tried: u32, load: &str) -> String {
    format!("No {field} up to {tried} carries {load}: something else limits.")
}

/// What the page has.
#[must_use]
pub fn on_page(count: u32, field: &str) -> String {
    format!("The page has {field} = {count}.")
}

/// What a rate is judged by.
#[must_use]
pub fn judged_by(objectives: &str, by_utilization: bool) -> String {
    if by_utilization {
        return "The page has no objective that a rate can miss, so the capacity is the rate at which the busiest \
                resource is full: the rate over its measured utilization, from runs below it (the utilization law)."
            .to_owned();
    }
    format!(
        "A load is carried if all of this holds: {objectives}. Cost limits no rate; it is reported."
    )
}

/// Judged by napkin's own limit of failures.
#[must_use]
pub fn judged_by_default(objectives: &str) -> String {
    format!(
        "The page has no objective that a rate can miss, so napkin's choice is taken: {objectives}, with at most \
         1% of requests failing."
    )
}

/// That the load settles.
#[must_use]
pub fn settles() -> String {
    "the load settles".to_owned()
}

/// How it was found.
#[must_use]
pub fn method(is_open: bool, requests: &str) -> String {
    let scaled = if is_open {
        "All rates are multiplied by one factor; shapes and timelines stay as they are, and so do machines, data and \
         limits."
    } else {
        "The number of clients is what changes; all else stays."
    };
    format!(
        "{scaled} Short runs find where to look, long ones at neighbouring loads give the interval: the loads at which \
         the limit lies within the objective's own 95 % interval. All runs share their random numbers. {requests} \
         requests were simulated."
    )
}

/// A closer look at the events.
#[must_use]
pub fn events_left_out() -> String {
    "The shape and the timeline are left out: a spike may fill a resource for a while, the capacity is of a load that \
     never stops."
        .to_owned()
}

/// Section titles.
pub const RUNS: &str = "Runs near the limit";
/// Section titles.
pub const COUNTS: &str = "Counts that were simulated";
/// Section titles.
pub const HOW: &str = "How it was found";
/// Column titles: the load, whether all is met, how long it was.
pub const LOAD: &str = "load";
/// Column title.
pub const COUNT: &str = "count";
/// Column title.
pub const CARRIED: &str = "carried";
/// Column title.
pub const REPLICATIONS: &str = "runs";
/// Column title.
pub const EACH: &str = "each";
/// Column title.
pub const BUSIEST: &str = "busiest";
/// Column title.
pub const MONTHLY: &str = "a month";

/// Whether a load is carried.
#[must_use]
pub const fn carried(meets: bool) -> &'static str {
    if meets { "yes" } else { "no" }
}

/// The chart's message.
#[must_use]
pub fn chart_title(objective: &str, load: &str) -> String {
    format!("{objective} reaches its limit at {load}")
}

/// What the chart shows.
#[must_use]
pub fn chart_alt(objective: &str, points: usize, load: &str) -> String {
    format!("{objective} over the offered load, {points} runs; it crosses its limit at {load}.")
}

/// The axis.
#[must_use]
pub const fn offered(is_open: bool) -> &'static str {
    if is_open { "offered load" } else { "clients" }
}

/// The rules.
#[must_use]
pub fn today() -> String {
    "today".to_owned()
}

/// The rule at the capacity.
#[must_use]
pub fn capacity(load: &str) -> String {
    format!("capacity {load}")
}

/// The chart of counts.
#[must_use]
pub fn size_title(field: &str, count: u32) -> String {
    format!("From {field} = {count} on, all objectives are met")
}

/// What the chart of counts shows.
#[must_use]
pub fn size_alt(objective: &str, field: &str, count: u32) -> String {
    format!("{objective} over {field}; from {count} on all objectives are met.")
}

/// Which study it is.
#[must_use]
pub fn subtitle(scenario: &str, seed: u64, runs: usize) -> String {
    format!("{scenario} · seed {seed} · {runs} loads or counts simulated · band: 95 % interval")
}
