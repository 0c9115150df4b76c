//! Fields, sections and names.

use super::fits::fits;
use super::list::{all_of, did_you_mean, words};
use super::why::why;
use crate::message::fields::Fault;
use crate::message::{Owner, Words};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Unknown { field, owner, near, fits } => unknown(field, owner, near, fits),
        Fault::CommaInFlowMap { field } => words(
            format!("`{field}` is a key without a value"),
            "the comma before it ended the value",
            "inside `{ … }`, put a value that has a comma in quotes: `work: \"erlang(3, 5ms)\"`",
        ),
        Fault::Missing { field, owner, fits: wanted } => words(
            format!("{} needs `{field}`", called(owner)),
            format!("no `{field}` here"),
            format!("write `{field}: …`: {}", fits(wanted)),
        ),
        Fault::NoEffect { field, why: reason } => {
            words(format!("`{field}` has no effect here"), why(reason), "")
        }
        Fault::WantsAMap { owner } => {
            words(format!("{} is a map", called(owner)), "this is not", map_example(owner))
        }
        Fault::WantsAList { field } => {
            words(format!("`{field}` is a list"), "this is not", list_example(field))
        }
        Fault::EmptySection { section } => {
            words(format!("`{section}` is empty"), "", "fill it, or leave it out")
        }
        Fault::NothingToDo => words(
            "the page has nothing to estimate and nothing to run",
            "",
            "write `assume:` and `estimate:` for arithmetic, or `traffic:`, `path:` and `components:` for a design",
        ),
        Fault::BelongsIntoARequest { field } => words(
            format!("`{field}` does not stand on the page itself"),
            "it belongs to a request",
            format!(
                "write `requests: {{ request: {{ {field}: …, path: […] }} }}` in place of `path:`"
            ),
        ),
        Fault::BelongsInto { field, section } => words(
            format!("`{field}` does not stand on the page itself"),
            format!("it belongs into `{section}`"),
            format!("write `{section}: {{ {field}: … }}`"),
        ),
        Fault::KindOnThePage { kind } => words(
            format!("`{kind}` does not stand on the page itself"),
            "it is a kind of component",
            format!("write `components: {{ name: {{ {kind}: {{ … }} }} }}`"),
        ),
        Fault::UnknownLatencyList { name, near, lists } => words(
            format!("unknown latency list `{name}`"),
            did_you_mean(near.as_deref()),
            format!("the lists are {}", all_of(lists.iter().map(String::as_str))),
        ),
        Fault::NotAnIdentifier { name } => words(
            format!("`{name}` cannot be a name in a formula"),
            "",
            "a name is letters, digits and `_`, and does not begin with a digit",
        ),
        Fault::NotAName { name } => words(
            format!("`{name}` cannot be a name"),
            "",
            "a name is letters, digits, `_` and `-`",
        ),
        Fault::NamedTwice { name } => {
            words(format!("`{name}` is defined twice"), "the second is here", "")
        }
    }
}

fn called(owner: &Owner) -> String {
    match owner {
        Owner::Page => "a page".to_owned(),
        Owner::Event => "an event".to_owned(),
        Owner::Request(name) => format!("`requests.{name}`"),
        Owner::Data(name) => format!("`data.{name}`"),
        Owner::Section(name) => format!("`{name}`"),
    }
}

fn unknown(field: &str, owner: &Owner, near: &[&str], fits: &[&str]) -> Words {
    let near = (!near.is_empty()).then(|| near.join("` and `"));
    let help = if fits.is_empty() {
        format!("{} has no fields", called(owner))
    } else {
        format!("{} has the fields {}", called(owner), all_of(fits.iter().copied()))
    };
    let place = match owner {
        Owner::Page => "on the page".to_owned(),
        Owner::Event | Owner::Request(_) | Owner::Data(_) | Owner::Section(_) => {
            format!("in {}", called(owner))
        }
    };
    words(format!("unknown field `{field}` {place}"), did_you_mean(near.as_deref()), help)
}

fn map_example(owner: &Owner) -> &'static str {
    match owner {
        Owner::Event => "write `{ at: 60s, kill: cache, for: 15s }`",
        Owner::Request(_) => "write `{ rate: 10/s, path: [app] }`",
        Owner::Data(_) => "write `{ keys: 1M }`",
        Owner::Page => "write `{ field: value }`",
        Owner::Section(name) => section_example(name),
    }
}

fn section_example(name: &str) -> &'static str {
    match name {
        "components" => "write `components: { app: { server: { work: 5ms } } }`",
        "requests" => "write `requests: { view: { rate: 10/s, path: [app] } }`",
        "data" => "write `data: { item: { keys: 1M } }`",
        "paths" => "give each path a name: `paths: { main: [app, db], spare: [app2, db] }`",
        "weights" => "write `weights: { main: 3, spare: 1 }`",
        "slo" => "write `slo: { p99: 100ms }`",
        "network" => "write `network: { hop: 250us }`",
        "run" => "write `run: { duration: 2m }`",
        "montecarlo" => "write `montecarlo: { spikes: { every: 6h, times: 3 } }`",
        "spikes" => "write `spikes: { every: 6h, times: 3 }`",
        "crowds" => "write `crowds: { every: 7d, times: 5 }`",
        "failures" => "write `failures: { app: { mtbf: 30d, mttr: 10m } }`",
        "assume" => "write `assume: { users: 2M users }`",
        "estimate" => "write `estimate: { qps: users * 10/day }`",
        "disk" => "write `disk: { iops: 3000, bandwidth: 200MB/s }`",
        "failover" => "write `failover: { detect: 10s, promote: 20s }`",
        "health" => "write `health: { every: 2s, fails: 3, passes: 2 }`",
        "shape" | "spike" => "write `shape: { spike: { at: 20s, times: 3, ramp: 5s, hold: 10s } }`",
        "ramp" => "write `ramp: { to: 3, over: 30s }`",
        "diurnal" => "write `diurnal: { peak: 2, trough: 0.5, period: 10m }`",
        "traffic" => "write `traffic: { times: 5 }`",
        "repeat" => "write `repeat: { times: 200, at_once: 10, path: [a, b] }`",
        "chance" => "write `chance: { share: 10%, path: [a, b] }`",
        "one_of" => "write `one_of: { paths: { main: [a], spare: [b] } }`",
        _ => "write `{ field: value }`",
    }
}

fn list_example(field: &str) -> &'static str {
    match field {
        "timeline" => {
            "write `timeline: [ { at: 60s, kill: cache, for: 15s } ]`, or one `- …` to a line"
        }
        "between" => "write `between: [ { from: seoul, to: tokyo, one_way: 17ms } ]`",
        "steps" => "write `steps: [ { at: 20s, times: 3 }, { at: 40s, times: 1 } ]`",
        "points" => "write `points: [ { at: 0s, times: 1 }, { at: 30s, times: 3 } ]`",
        "weights" => "write one number for each instance: `weights: [2, 1, 1]`",
        _ => "write `[ …, … ]`, or one `- …` to a line",
    }
}
