//! `napkin scale`.

use super::number::{brief, brief_between, per_month, significant, unit_price};
use crate::figure::Unit;
use crate::figure::{Measured, round};
use crate::message::capacity::Criterion as Judged;
use crate::message::scale::{
    Cell, Cores, Criterion, Head, Left, Machines, Refusal, Scaled, Text, Way, Why,
};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::CannotScale { name, kind } => {
            let kind = kind.replace('_', " ");
            format!(
                "{name} is a {kind}, which has no machine to make larger or to count; scale a server, cache or database"
            )
        }
        Refusal::NoRate => "scale compares designs by the rate that they carry; this page has clients instead: give it a \
                            traffic.rate"
            .to_owned(),
        Refusal::NoMachine { name } => format!(
            "{name} has no machine on the page, so there are no sizes to compare: say --family m7g, or write one"
        ),
        Refusal::NoFamily { family, near: Some(near) } => {
            format!("the prices have no family `{family}`; did you mean `{near}`?")
        }
        Refusal::NoFamily { family, near: None } => format!("the prices have no family `{family}`"),
        Refusal::OneSize { family } => {
            format!("`{family}` has one size with a price: there is nothing to compare")
        }
    }
}

fn rate(per_s: f64) -> String {
    brief(per_s, Unit::PerSecond)
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Way(of) => way(of).to_owned(),
        Text::Machines(of) => machines(of),
        Text::UpTo { wins_to, from, why: because } => format!(
            "Up to {} one big box wins or ties; at {} it doesn't: {}.",
            rate(wins_to),
            rate(from),
            why(because)
        ),
        Text::UpAlways { to } => format!(
            "One big box wins or ties at every rate that was compared, up to {}.",
            rate(to)
        ),
        Text::UpNever { from, why: because } => {
            format!("One big box wins nowhere, from {} on: {}.", rate(from), why(because))
        }
        Text::Nothing => "No design of this family carries any of these rates.".to_owned(),
        Text::Spare { wins_to, from, costs } => spare(wins_to, from, costs),
        Text::OneMachine { machine, carries, misses, criterion } => {
            one_machine(machine, &rate(carries), &rate(misses), criterion)
        }
        Text::OneMachineIsEnough { machine, carries, other } => {
            format!("One {machine} carries {}, which is all that {other} carries.", rate(carries))
        }
        Text::Retrograde { machine } => {
            format!("The larger {machine} does less: its cores wait for each other.")
        }
        Text::Effective { machine, cores, worth } => format!(
            "By the page's contention and coherency the {cores} cores of {machine} do the work of {}.",
            significant(worth, 2)
        ),
        Text::SamePrice { family, usd } => format!(
            "In {family} a vCPU costs the same in every size ({}), so what decides is how many each kind needs, in what \
             steps.",
            per_month(usd)
        ),
        Text::OtherPrice { family, least, most } => format!(
            "In {family} a vCPU costs {} to {}, by the size.",
            per_month(least),
            per_month(most)
        ),
        Text::Cores { per_s, up, out, why } => {
            let why = why.map_or(String::new(), |why| format!(": {}", cores(why)));
            format!(
                "At {} one big box is {up} vCPUs, small ones come to {out}{why}.",
                rate(per_s)
            )
        }
        Text::Primary { writes, reads } => format!(
            "At today's peak writes ask for {} cores of every primary or replica that holds the data, reads for {} in all: \
             replicas share the reads, never the writes, which shards alone divide.",
            significant(writes, 2),
            significant(reads, 2)
        ),
        Text::Elsewhere { component, per_s } => format!(
            "Beyond {} {component} is full, whatever is done here: the comparison ends there.",
            rate(per_s)
        ),
        Text::NoBalancer => {
            "The page has no load balancer; several machines would need one, which is not in these costs.".to_owned()
        }
        Text::Frontier => "The cheapest of each kind".to_owned(),
        Text::Criteria => "Scaling up against scaling out".to_owned(),
        Text::Sizes => "The family".to_owned(),
        Text::How => "How it was compared".to_owned(),
        Text::Footnote => {
            "Figures are measured or follow from prices; * is judgement, not measurement.".to_owned()
        }
        Text::LeftShort { share, meets } => {
            let share = brief(share, Unit::Percent);
            match meets {
                None => share,
                Some(true) => format!("{share}, met"),
                Some(false) => format!("{share}, missed"),
            }
        }
        Text::Judged { by, peak } => judged_by(by, peak),
        Text::WithTheMachine => "What the page says of an instance goes with its size: worker threads, waiting places and \
                                 connections in proportion to vCPUs, a buffer to memory. Contention and coherency are the \
                                 page's."
            .to_owned(),
        Text::Method { requests } => method(requests),
        Text::Loss { scaled } => loss(scaled),
        Text::ChartTitle { component, wins_to, spare } => {
            let spare = if spare { ", with one machine to spare" } else { "" };
            match wins_to {
                Some(to) => {
                    format!("{component}{spare}: one big box wins or ties up to {}", rate(to))
                }
                None => format!("{component}{spare}: one big box is never the cheapest"),
            }
        }
        Text::ChartAlt { component, ways } => {
            let ways: Vec<&str> = ways.iter().map(|&of| way(of)).collect();
            format!(
                "Monthly cost of {component}'s machines over the rate that they carry: {}.",
                ways.join(", ")
            )
        }
        Text::RateAxis => "rate that is carried".to_owned(),
        Text::CostAxis { component } => format!("{component}'s machines, a month"),
        Text::LimitRule { machine } => format!("limit of one {machine}"),
        Text::Subtitle { scenario, family, seed } => format!(
            "{scenario} · {family} · cheapest design of each kind that meets the objectives · seed {seed}"
        ),
    }
}

const fn way(way: Way) -> &'static str {
    match way {
        Way::Up => "up",
        Way::Out => "out",
        Way::Diagonal => "diagonal",
        Way::Replicas => "replicas",
        Way::Shards => "shards",
    }
}

fn machines(of: Machines<'_>) -> String {
    match of {
        Machines::Instances { count, machine } => format!("{count} × {machine}"),
        Machines::Nodes { shards: 1, replicas: 0, machine } => format!("1 × {machine}"),
        Machines::Nodes { shards: 1, replicas, machine } => {
            format!("1 primary + {replicas} × {machine}")
        }
        Machines::Nodes { shards, machine, .. } => format!("{shards} shards × {machine}"),
    }
}

fn why(why: Why<'_>) -> String {
    match why {
        Why::OneMachine { family } => format!("no {family} carries it alone"),
        Why::Price { up_usd, other_usd, other } => {
            format!("it costs {}, {} {}", per_month(up_usd), machines(other), per_month(other_usd))
        }
        Why::Elsewhere { component } => format!("{component} is full, whatever is done here"),
    }
}

fn spare(wins_to: Option<f64>, from: Option<f64>, costs: Option<(f64, f64)>) -> String {
    let costs = costs.map_or(String::new(), |(up, other)| {
        format!(" (there {} against {})", per_month(up), per_month(other))
    });
    match (wins_to.map(rate), from.map(rate)) {
        (Some(to), Some(from)) => format!(
            "If one machine may be lost, a second big box has to stand by: then it wins or ties up to {to} and no \
             longer at {from}{costs}."
        ),
        (None, Some(from)) => format!(
            "If one machine may be lost, a second big box has to stand by: then it wins nowhere, from {from} on{costs}."
        ),
        (_, None) => {
            "Even if one machine may be lost, and a second big box has to stand by, it wins or ties throughout."
                .to_owned()
        }
    }
}

fn one_machine(machine: &str, carries: &str, misses: &str, criterion: &Judged) -> String {
    let objective = match criterion {
        Judged::Settles => "requests pile up".to_owned(),
        Judged::Objective(_) | Judged::Utilization => {
            format!("{} is missed", super::capacity::criterion(criterion))
        }
    };
    if carries == misses {
        return format!("One {machine} carries {carries}; beyond, {objective}.");
    }
    format!("One {machine} carries {carries}; at {misses} {objective}.")
}

const fn cores(why: Cores) -> &'static str {
    match why {
        Cores::Pooling => {
            "one queue in front of all cores wastes none of them, many short queues do"
        }
        Cores::SlowEachOther => "cores of one machine slow each other down, small machines do not",
        Cores::Steps => "sizes come in doubling steps, counts one by one",
    }
}

fn judged_by(by: &[Judged], peak: Option<f64>) -> String {
    let objectives: Vec<String> = by.iter().map(super::capacity::criterion).collect();
    let objectives = objectives.join(", ");
    let peak = peak.map_or(String::new(), |times| {
        format!(", at the peak of the page's shape ({}× the rate)", significant(times, 3))
    });
    format!(
        "Up is one machine, out are many of the smallest that make sense, diagonal are several of a middle size; ◂ marks the \
         cheapest and its ties. A design carries a rate if, under a steady load{peak} and without the page's timeline, all of this holds: \
         {objectives}."
    )
}

fn method(requests: u64) -> String {
    let requests = brief(requests as f64, Unit::Plain);
    format!(
        "Arithmetic rules out what is full on average; the rest is simulated, with the same random numbers for all, and \
         neighbouring counts until one carries the rate and one fewer does not. Counts near each other differ by less \
         than the noise of such runs: take them as ± a few percent. Costs within 2% of each other are ties. {requests} \
         requests were simulated."
    )
}

fn loss(scaled: Scaled) -> String {
    let data = match scaled {
        Scaled::Database => {
            " A shard's keys are on no other node, so that each needs a copy: twice as many."
        }
        Scaled::Server | Scaled::Cache => "",
    };
    format!(
        "One lost: what is left with one machine fewer, once it is no longer called. N+1: what carries the rate with one \
         of them lost, which takes one more, or a second big box.{data}"
    )
}

pub fn head(what: &Head) -> String {
    match what {
        Head::Rate => "rate",
        Head::Kind | Head::Criterion => "",
        Head::Machines => "machines",
        Head::Vcpus => "vCPUs",
        Head::P99 => "p99",
        Head::Month => "$/month",
        Head::Page => "page",
        Head::OneLost => "one lost",
        Head::Spare => "N+1",
        Head::Machine => "machine",
        Head::Worth => "worth",
        Head::AMonth => "a month",
        Head::Of(Criterion::InitialCost) => "initial cost",
        Head::Of(Criterion::Limit) => "limit",
        Head::Of(Criterion::Operate) => "to operate",
        Head::Of(Criterion::Resize) => "downtime on resize",
        Head::Of(Criterion::Lost) => "one machine lost",
        Head::Of(Criterion::Consistency) => "consistency",
        Head::Of(Criterion::LongTerm) => "long-term cost",
        Head::Of(Criterion::Spare) => "with one to spare",
    }
    .to_owned()
}

pub fn cell(what: &Cell) -> String {
    match *what {
        Cell::Cost { usd, per_s } => format!("{} at {}", per_month(usd), rate(per_s)),
        Cell::LongTerm { usd, per_s, per_million_usd } => format!(
            "{} at {} (page: {}/million)",
            per_month(usd),
            rate(per_s),
            unit_price(round(per_million_usd, 3)) // It comes of a simulation.
        ),
        Cell::NoneAt { per_s } => format!("none at {}", rate(per_s)),
        Cell::Limit { per_s, machines: Some(machines) } => {
            format!("carries {} with {machines}; not reached", rate(per_s))
        }
        Cell::Limit { per_s, machines: None } => format!("carries {}, then ends", rate(per_s)),
        Cell::Operate(way, machines) => {
            let more = match way {
                Way::Up => "nothing beside it",
                Way::Replicas => "replication and lag to watch",
                Way::Shards => "a key map, resharding",
                Way::Out | Way::Diagonal => "a balancer, health checks, deploys in turn",
            };
            judged(&format!("{machines} at the highest rate; {more}"))
        }
        Cell::Resize(way) => judged(match way {
            Way::Up => "a restart, or a failover",
            Way::Replicas => "none for reads; a failover for the primary",
            Way::Shards => "none, but keys move",
            Way::Out | Way::Diagonal => "none: machines join and leave",
        }),
        Cell::Lost(of) => left(of),
        Cell::ReplicaLost(of) => {
            format!("a replica: {}; the primary: no writes until one is promoted", left(of))
        }
        Cell::Consistency { way, scaled, stale } => consistency(way, scaled, stale),
    }
}

fn left(of: Left) -> String {
    match of {
        Left::Nothing => "0% left".to_owned(),
        Left::Keys { share } => format!("{} of the keys left", brief(share, Unit::Percent)),
        Left::Share { share, p99_ms: None, .. } => {
            format!("{} left, overloaded", brief(share, Unit::Percent))
        }
        Left::Share { share, p99_ms: Some(Measured { value, low, high }), meets } => format!(
            "{} left, p99 {}, {}",
            brief(share, Unit::Percent),
            brief_between(value, low, high, Unit::Ms),
            if meets { "met" } else { "missed" }
        ),
    }
}

fn consistency(way: Way, scaled: Scaled, stale: Option<f64>) -> String {
    match (way, scaled, stale) {
        (Way::Up, _, _) => judged("one copy, nothing to agree on"),
        (Way::Replicas, _, Some(stale)) => {
            format!("{} of reads are stale", brief(stale, Unit::Percent))
        }
        (Way::Replicas, _, None) => judged("replicas lag behind"),
        (Way::Shards | Way::Diagonal, Scaled::Database, _) => {
            judged("no transaction across shards")
        }
        (Way::Out | Way::Shards | Way::Diagonal, Scaled::Cache, _) => {
            judged("each key on one node")
        }
        (Way::Out | Way::Shards | Way::Diagonal, Scaled::Server | Scaled::Database, _) => {
            judged("state must live elsewhere")
        }
    }
}

/// A cell that no figure stands behind.
fn judged(text: &str) -> String {
    format!("{text} *")
}
