//! What `napkin capacity` says.

use super::findings::one_of;
use super::label;
use super::number::{brief, brief_between, per_month, show, show_between, significant, unit_price};
use crate::figure::Measured;
use crate::figure::Unit;
use crate::message::PhaseLabel;
use crate::message::capacity::{Busiest, Criterion, LoadUnit, Missed, Refusal, Text};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::ClosedWithoutObjective => "clients that wait for their answers never overload a \
            design, they only wait longer: say how long is too long, such as `slo: { p99: 200ms }`"
            .to_owned(),
        Refusal::RateOfClients => "--rate is for open loads; this page has clients: use --set \
            traffic.clients=N"
            .to_owned(),
        Refusal::GrowthForm => "write growth as a share a period: 5%/month, 30%/year (day, week, \
            month, quarter or year)"
            .to_owned(),
        Refusal::StartForm => {
            "write the month at which the load is the page's: 2026-11 (or a day: 2026-11-20)"
                .to_owned()
        }
        Refusal::SizeForm { path, fields } => format!(
            "--size {path}: name a component and one of its counts, such as app.instances ({})",
            fields.join(", ")
        ),
        Refusal::NoCount { field, kind, near: Some(near), .. } => {
            format!("a {kind} has no count `{field}`; did you mean `{near}`?")
        }
        Refusal::NoCount { kind, near: None, known, .. } if known.is_empty() => {
            format!("a {kind} has nothing to count: there is always one of it")
        }
        Refusal::NoCount { field, kind, near: None, known } => {
            format!("a {kind} has no count `{field}`; it has {}", known.join(", "))
        }
        Refusal::SizeWithoutLimit { path } => format!(
            "{path} is not on the page, so it does not limit; write one to ask how many it needs"
        ),
    }
}

/// What has to hold.
pub fn criterion(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Objective(name) => name.clone(),
        Criterion::Settles => "the load settles".to_owned(),
        Criterion::Utilization => "utilization".to_owned(),
    }
}

pub fn text(text: &Text<'_>) -> String {
    match *text {
        Text::Carries { capacity, headroom, today, unit } => format!(
            "It carries {}, {} today's {}.",
            whole_or_between(capacity, unit),
            times(headroom),
            roughly(today, unit)
        ),
        Text::CarriesBetween { low, high, headroom, today, unit } => {
            let end = |value| {
                // As many digits as the width of the bracket supports.
                let quarter = (high - low) / 4.0;
                let around = Measured {
                    value,
                    low: Some(value - quarter),
                    high: Some(value + quarter),
                };
                between(around, unit)
            };
            format!(
                "It carries between {} and {}, {} today's {}; there it breaks at once.",
                end(low),
                end(high),
                times(headroom),
                roughly(today, unit)
            )
        }
        Text::Unlimited { at_least: Some(load), unit } => format!(
            "Nothing limits it as far as it was tried: up to {} it meets everything.",
            roughly(load, unit)
        ),
        Text::Unlimited { at_least: None, .. } => {
            "Nothing limits it: no component has a limit that its load could fill.".to_owned()
        }
        Text::Never { criterion, load, unit } => {
            let load = roughly(load, unit);
            format!("No load that was tried meets the objectives: {} is missed even at {load}.", name(criterion))
        }
        Text::Unknown { met, missed, unit } => {
            let load = |load| roughly(load, unit);
            let known = match (met.map(load), missed.map(load)) {
                (Some(met), Some(missed)) => format!("it carries {met}, and {missed} no more"),
                (Some(met), None) => format!("it carries {met} at least"),
                (None, Some(missed)) => format!("it does not carry {missed}"),
                (None, None) => {
                    return "The capacity was not found before the study was stopped.".to_owned();
                }
            };
            format!("Not found yet; by the short runs that were done, {known}.")
        }
        Text::SizeUnknown { field, enough, missed, load, unit } => {
            let load = roughly(load, unit);
            let known = match (enough, missed) {
                (Some(enough), Some(missed)) => {
                    format!("{field} = {enough} carries {load}, and {missed} does not")
                }
                (Some(enough), None) => format!("{field} = {enough} carries {load}"),
                (None, Some(missed)) => format!("{field} = {missed} does not carry {load}"),
                (None, None) => {
                    return "The smallest count was not found before the study was stopped."
                        .to_owned();
                }
            };
            format!("Not found yet; by the runs that were done, {known}.")
        }
        Text::TooDear { target_usd, until: Some(load), unit } => format!(
            "That is over the cost objective of {}, which it keeps up to about {}.",
            per_month(target_usd),
            in_unit(&significant(load, 2), unit)
        ),
        Text::TooDear { target_usd, until: None, .. } => format!(
            "That is over the cost objective of {}: what is paid at any load is more already.",
            per_month(target_usd)
        ),
        Text::TooFew => {
            "The runs at the limit are too few for an interval: ask for more with --replications."
                .to_owned()
        }
        Text::Over { share } => {
            format!("Today's load is already {} more than it carries.", whole_percent(share))
        }
        Text::Headroom { share } => format!("That leaves {} of headroom.", whole_percent(share)),
        Text::Limit { criterion, busiest, during } => limit(criterion, busiest, during),
        Text::WaitsAt { component } => format!("The longest queue is at {component}."),
        Text::Bill { per_million_usd, per_month_usd } => format!(
            "There a million requests cost {} ({} with the same machines).",
            // Its last digits follow the random draws.
            unit_price(in_digits(per_million_usd, 3)),
            per_month(per_month_usd)
        ),
        Text::RunsOut { given, months: left, date } => {
            let date = date.map_or(String::new(), |date| format!(", in {date}"));
            format!("Growing {given}, it runs out in {}{date}.", months(left))
        }
        Text::RanOut { given, months: past, date } => {
            let date = date.map_or(String::new(), |date| format!(", in {date}"));
            format!("Growing {given}, it ran out {} ago{date}.", months(past))
        }
        Text::NoDate => "For a date, say when the load is the page's: --from 2026-11.".to_owned(),
        Text::DateBetween { low, high } => {
            format!("By the capacity's interval the date lies between {low} and {high}.")
        }
        Text::Smallest { field, count, load, unit, usd } => {
            let cost = usd.map_or(String::new(), |usd| format!(", for {}", per_month(usd)));
            let load = roughly(load, unit);
            format!("{field} = {count} is the smallest that carries {load}{cost}.")
        }
        Text::OneFewer { count, missed } => format!("With {count}, {}.", misses(&missed)),
        Text::NoneFewer => "Fewer cannot be written on this page.".to_owned(),
        Text::SizeUnclear => {
            "The intervals at that edge contain a limit: one more or one fewer may be the answer of \
             longer runs (--max-requests)."
                .to_owned()
        }
        Text::NoSize { field, tried, load, unit } => {
            let load = roughly(load, unit);
            format!("No {field} up to {tried} carries {load}: something else limits.")
        }
        Text::OnPage { count, field } => format!("The page has {field} = {count}."),
        Text::JudgedBy(criteria) => format!(
            "A load is carried if all of this holds: {}. Cost limits no rate; it is reported.",
            all(criteria)
        ),
        Text::JudgedByUtilization => {
            "The page has no objective that a rate can miss, so the capacity is the rate at which \
             the busiest resource is full: the rate over its measured utilization, from runs below \
             it (the utilization law)."
                .to_owned()
        }
        Text::JudgedByDefault(criteria) => format!(
            "The page has no objective that a rate can miss, so napkin's choice is taken: {}, with \
             at most 1% of requests failing.",
            all(criteria)
        ),
        Text::Method { unit, requests } => method(unit, requests),
        Text::EventsLeftOut => {
            "The shape and the timeline are left out: a spike may fill a resource for a while, the \
             capacity is of a load that never stops."
                .to_owned()
        }
        Text::Runs => "Runs near the limit".to_owned(),
        Text::Counts => "Counts that were simulated".to_owned(),
        Text::How => "How it was found".to_owned(),
        Text::Load => "load".to_owned(),
        Text::Count => "count".to_owned(),
        Text::Carried => "carried".to_owned(),
        Text::Replications => "runs".to_owned(),
        Text::Each => "each".to_owned(),
        Text::Busiest => "busiest".to_owned(),
        Text::Monthly => "a month".to_owned(),
        Text::LoadOfRun { load, unit } => in_unit(&significant(load, 5), unit),
        Text::IsCarried(true) => "yes".to_owned(),
        Text::IsCarried(false) => "no".to_owned(),
        Text::BusiestCell { component, resource, utilization } => {
            format!("{component} {resource} {}", brief(utilization, Unit::Percent))
        }
        Text::ChartTitle { objective, capacity, unit } => {
            format!("{objective} reaches its limit at {}", between(capacity, unit))
        }
        Text::ChartAlt { objective, runs, capacity, unit } => format!(
            "{objective} over the offered load, {runs} runs; it crosses its limit at {}.",
            between(capacity, unit)
        ),
        Text::Offered(LoadUnit::PerSecond) => "offered load".to_owned(),
        Text::Offered(LoadUnit::Clients) => "clients".to_owned(),
        Text::Today => "today".to_owned(),
        Text::Capacity { capacity, unit } => format!("capacity {}", between(capacity, unit)),
        Text::SizeTitle { field, count } => {
            format!("From {field} = {count} on, all objectives are met")
        }
        Text::SizeAlt { objective, field, count } => {
            format!("{objective} over {field}; from {count} on all objectives are met.")
        }
        Text::Subtitle { scenario, seed, runs } => format!(
            "{scenario} · seed {seed} · {runs} loads or counts simulated · band: 95 % interval"
        ),
    }
}

// ---- loads ----

/// So much load, in the words of its unit.
fn in_unit(figure: &str, unit: LoadUnit) -> String {
    match unit {
        LoadUnit::PerSecond => format!("{figure}/s"),
        LoadUnit::Clients => format!("{figure} clients"),
    }
}

/// In three digits.
fn roughly(load: f64, unit: LoadUnit) -> String {
    in_unit(&brief(load, Unit::Plain), unit)
}

/// With as many digits as its interval supports.
fn between(load: Measured, unit: LoadUnit) -> String {
    in_unit(&brief_between(load.value, load.low, load.high, Unit::Plain), unit)
}

/// With its interval; clients are whole.
fn whole_or_between(load: Measured, unit: LoadUnit) -> String {
    let whole = |end: f64| significant(end, 9);
    let figure = match (unit, load.low, load.high) {
        (LoadUnit::PerSecond, low, high) => show_between(load.value, low, high, Unit::Plain),
        (LoadUnit::Clients, Some(low), Some(high)) if low < high => {
            format!("{} ({}–{})", whole(load.value), whole(low), whole(high))
        }
        (LoadUnit::Clients, ..) => whole(load.value),
    };
    in_unit(&figure, unit)
}

// ---- parts of sentences ----

/// What is missed, by its name.
fn name(criterion: &Criterion) -> String {
    String::from(criterion.clone())
}

fn all(criteria: &[Criterion]) -> String {
    criteria.iter().map(criterion).collect::<Vec<_>>().join(", ")
}

/// `1.06×`
fn times(headroom: Measured) -> String {
    let Measured { value, low, high } = headroom;
    format!("{}×", brief_between(value, low, high, Unit::Plain))
}

fn whole_percent(share: f64) -> String {
    show((share * 100.0).round() / 100.0, Unit::Percent)
}

/// So many significant digits of a figure.
fn in_digits(value: f64, digits: i32) -> f64 {
    significant(value, digits).replace(',', "").parse().unwrap_or(value)
}

fn limit(
    criterion: &Criterion,
    busiest: Option<Busiest<'_>>,
    during: Option<&PhaseLabel>,
) -> String {
    let what = match criterion {
        Criterion::Settles | Criterion::Utilization => {
            "Beyond, requests pile up without end".to_owned()
        }
        Criterion::Objective(objective) => format!("Beyond, {objective} is missed first"),
    };
    let during = during.map_or(String::new(), |phase| format!(" (during {})", label::phase(phase)));
    let Some(Busiest { component, place, resource, utilization, is_near }) = busiest else {
        return format!("{what}{during}; no resource limits.");
    };
    let busy = brief(utilization, Unit::Percent);
    let of = match place {
        Some(place) => format!("the {resource} of {}", one_of(component, place)),
        None => format!("{component}'s {resource}"),
    };
    if is_near {
        format!("{what}{during}; the busiest resource there is {of}, at {busy}.")
    } else {
        format!(
            "{what}{during}; no resource is near its limit there (the busiest is {of}, at \
             {busy})."
        )
    }
}

/// Months; years from three on.
fn months(months: Measured) -> String {
    let Measured { value, low, high } = months;
    let (scale, word) = if value >= 36.0 { (12.0, "years") } else { (1.0, "months") };
    let part = |end: Option<f64>| end.map(|end| end / scale);
    format!("{} {word}", brief_between(value / scale, part(low), part(high), Unit::Plain))
}

fn misses(missed: &Missed<'_>) -> String {
    match *missed {
        Missed::Objective { objective, actual, target, unit } => {
            let unit = Unit::named(unit);
            let Measured { value, low, high } = actual;
            let actual = brief_between(value, low, high, unit);
            format!("{objective} is {actual} where {} is asked for", show(target, unit))
        }
        Missed::DoesNotSettle => "requests pile up without end".to_owned(),
    }
}

fn method(unit: LoadUnit, requests: u64) -> String {
    let scaled = match unit {
        LoadUnit::PerSecond => {
            "All rates are multiplied by one factor; shapes and timelines stay as they are, and so \
             do machines, data and limits."
        }
        LoadUnit::Clients => "The number of clients is what changes; all else stays.",
    };
    format!(
        "{scaled} Short runs find where to look, long ones at neighbouring loads give the interval: \
         the loads at which the limit lies within the objective's own 95 % interval. All runs share \
         their random numbers. {} requests were simulated.",
        brief(requests as f64, Unit::Plain)
    )
}
