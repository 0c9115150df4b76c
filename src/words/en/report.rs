//! The labels and sentences of the report.

use super::number::{count as counted, duration, percent, significant};
use crate::message::report::{Count, Label, Text};

pub fn label(what: &Label) -> String {
    match what {
        Label::Design => "The design",
        Label::Arithmetic => "Napkin arithmetic",
        Label::ArithmeticAdded => "What napkin adds",
        Label::Simulation => "What the simulation found",
        Label::Components => "Each component",
        Label::Findings => "What it means",
        Label::Phases => "Before, during, after",
        Label::Objectives => "Objectives",
        Label::Bill => "Monthly bill",
        Label::Assumed => "What napkin assumed",
        Label::LatencyRows => "Rows of the latency table used",
        Label::Warnings => "Warnings",
        Label::Run => "This run",
        Label::Reproduce => "Run it again",
        Label::Quantity => "quantity",
        Label::Formula => "formula",
        Label::Worked => "worked out",
        Label::Value => "value",
        Label::Range => "90 % range",
        Label::Glance => "At a glance",
        Label::Matters => "What matters most",
        Label::RoundNumbers => "in round numbers",
        Label::RoundingError => "error",
        Label::Remark => "",
        Label::Assumption => "assumption",
        Label::AtLow => "at 5 %",
        Label::Swing => "swing",
        Label::AtHigh => "at 95 %",
        Label::RankCorrelation => "rank corr.",
        Label::Requests => "requests",
        Label::PerSecond => "per second",
        Label::InAll => "in all",
        Label::Share => "share",
        Label::Offered => "offered",
        Label::Completed => "completed",
        Label::Failed => "failed",
        Label::Latency => "latency",
        Label::Interval => "with 95 % interval",
        Label::Mean => "mean",
        Label::P50 => "p50",
        Label::P90 => "p90",
        Label::P95 => "p95",
        Label::P99 => "p99",
        Label::P999 => "p99.9",
        Label::Max => "max",
        Label::Reason => "reason",
        Label::Where => "where",
        Label::Request => "request",
        Label::LaterP99 => "p99 with later work",
        Label::Component => "component",
        Label::Calls => "calls",
        Label::Busy => "busy",
        Label::BusyOf => "busiest",
        Label::Queue => "queue",
        Label::WaitMean => "mean wait",
        Label::WaitP99 => "p99 wait",
        Label::OwnWork => "own work",
        Label::HitRatio => "hit ratio",
        Label::Stale => "stale",
        Label::Phase => "phase",
        Label::Time => "time",
        Label::Objective => "objective",
        Label::Target => "target",
        Label::Actual => "actual",
        Label::Met => "met",
        Label::Item => "item",
        Label::Amount => "amount",
        Label::UnitPrice => "unit price",
        Label::PerMonth => "a month",
        Label::Total => "total",
        Label::TotalOfPriced => "total, unpriced not included",
        Label::Setting => "setting",
        Label::Why => "why",
        Label::Row => "row",
        Label::Source => "source",
        Label::Replications => "replications",
        Label::MeasuredTime => "measured",
        Label::WarmUp => "warm-up, cut",
        Label::Events => "events",
        Label::IsMet => "✓ met",
        Label::IsMissed => "✗ missed",
        Label::NotClear => "~ not clear",
        Label::OnThisPage => "On this page",
        Label::OverTime => "Over time",
        Label::AsTable => "The figures as a table",
        Label::ByKeys => "The figures, one by one: the arrow keys go from each to the next",
    }
    .to_owned()
}

pub fn count(what: &Count) -> String {
    match what {
        Count::Instances => "instances",
        Count::Fewest => "fewest",
        Count::Most => "most",
        Count::Booting => "booting",
        Count::Increases => "times more",
        Count::Decreases => "times fewer",
        Count::LostWrites => "lost writes",
        Count::Merged => "merged misses",
        Count::FetchedAgain => "fetched twice",
        Count::RefreshedEarly => "refreshed early",
        Count::AnsweredExpired => "answered after its ttl",
        Count::BufferHits => "buffer hit ratio",
        Count::Lag => "lag",
        Count::Failovers => "failovers",
        Count::Recovery => "recovery",
        Count::HintsKept => "hints kept",
        Count::HintsDelivered => "hints delivered",
        Count::ReadRepairs => "read repairs",
        Count::Redelivered => "redelivered",
        Count::Dropped => "dropped",
        Count::DeadLetters => "set aside",
        Count::WaitingAtEnd => "still waiting at the end",
        Count::BreakersOpened => "breakers opened",
        Count::Throttled => "throttled",
        Count::Copies => "sent twice",
        Count::CopiesWon => "answered by the copy",
    }
    .to_owned()
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Reason(name) => name.replace('_', " "),
        Text::Resource(name) => name.to_owned(),
        Text::Range { low, high, median: None } => format!("{low} – {high}"),
        Text::Range { low, high, median: Some(median) } => {
            format!("{low} – {high}, median {median}")
        }
        Text::NinetyPercent(range) => format!("({range}, 90 %)"),
        Text::NoFailures => "No request failed.".to_owned(),
        Text::OnlyWaits { share } => {
            format!("No request failed, but {} were still waiting when the run ended.", percent(share))
        }
        Text::NoLatency => {
            "No latency is given, because the load does not settle.".to_owned()
        }
        Text::RoundedToIntervals => "Every figure is rounded to what its 95 % interval supports; the intervals are in \
                                     result.json."
            .to_owned(),
        Text::Retries { retries, each } => {
            format!("{} retries: {} for each request.", counted(retries), significant(each, 3))
        }
        Text::FailedCalls(counts) => {
            let all: Vec<String> = counts
                .iter()
                .map(|(reason, count)| format!("{} {}", counted(*count), reason.replace('_', " ")))
                .collect();
            format!("failed calls {}", all.join(", "))
        }
        Text::LeftOut { added, assumed, rows } => left_out(added, assumed, rows),
        Text::Unpriced => "Not included, for want of a price:".to_owned(),
        Text::PerMillion(Some(usd)) => {
            format!("{usd} per million completed requests; a month is 730 hours.")
        }
        Text::PerMillion(None) => {
            "Nothing completed, so there is no cost per request; a month is 730 hours.".to_owned()
        }
        Text::Dagger => "† this price is stale: check it before you rely on it.".to_owned(),
        Text::PricesFrom(sources) => format!("Prices: {}.", sources.join("; ")),
        Text::Carries { usual, busiest, p99, cost, carries, but_not, missed } => {
            let price = cost.map_or(String::new(), |cost| format!(" for {cost}"));
            let busiest =
                busiest.map_or(String::new(), |rate| format!(" ({rate} at the busiest)"));
            let does = if carries { "carries" } else { "answers" };
            let but = match (but_not, missed) {
                ("", 0) => String::new(),
                ("", 1) => ", and misses an objective".to_owned(),
                ("", _) => format!(", and misses {missed} objectives"),
                (shares, _) => format!(", but {shares} fail"),
            };
            format!(
                "It {does} its {usual} requests a second{busiest} at a p99 of {p99}{price}{but}."
            )
        }
        Text::AnswersSome { completed, offered, p99, cost } => {
            let price = cost.map_or(String::new(), |cost| format!(" for {cost}"));
            format!(
                "It answers {completed} of its {offered} requests a second at a p99 of {p99}{price}; the others fail, as its \
                 objectives allow."
            )
        }
        Text::ShareOf { share, of } => format!("{} of {of}", percent(share)),
        Text::CarriesNot { completed, offered, cost } => {
            let price = cost.map_or(String::new(), |cost| format!(", and it costs {cost}"));
            format!(
                "It does not carry its load: of {offered} requests a second, {completed} complete{price}."
            )
        }
        Text::SameBytes { version, seed } => format!(
            "With napkin {version} and seed {seed} this prints the same figures to the last digit, whatever the \
             machine or the number of threads."
        ),
        Text::ArithmeticIntro => "What one can work out by hand, before anything is simulated. A range is a 90 % interval."
            .to_owned(),
        Text::SimulationIntro { replications, measured_s } => {
            let times = match replications {
                1 => "once".to_owned(),
                _ => format!("{replications} times"),
            };
            format!(
                "The same page, simulated request by request {times} for {} each. Latency is that of requests \
                 that succeeded, counted from the moment each was due.",
                duration(measured_s)
            )
        }
        Text::FromTo { from_s, to_s } => {
            format!("{}–{} s", significant(from_s, 3), significant(to_s, 3))
        }
        Text::NotWhole { out_of_steps: None, .. } => {
            "Stopped before it was done: these are the figures known by then.".to_owned()
        }
        Text::NotWhole { interrupted: true, out_of_steps: Some(steps) } => format!(
            "Ended before it was done, since its budget of {} steps is used up: these are the figures known by \
             then. `--budget` raises it.",
            counted(steps)
        ),
        Text::NotWhole { interrupted: false, out_of_steps: Some(steps) } => format!(
            "Some runs were given up, since the budget of {} steps is used up: what they would have said is \
             missing. `--budget` raises it.",
            counted(steps)
        ),
        Text::MadeBy { napkin, seed, wall_s } => {
            let took = wall_s
                .map_or(String::new(), |wall_s| format!(", {} s", significant(wall_s, 2)));
            format!("napkin {napkin}, seed {seed}{took}")
        }
    }
}

fn left_out(added: usize, assumed: usize, rows: usize) -> String {
    let parts = [
        (added, "line of arithmetic that napkin adds", "lines of arithmetic that napkin adds"),
        (assumed, "setting that it assumed", "settings that it assumed"),
        (rows, "row of the latency table", "rows of the latency table"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    let list = match parts.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => parts.concat(),
    };
    format!("The note also has {list}; `--full` prints them.")
}
