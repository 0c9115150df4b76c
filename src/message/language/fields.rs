//! Fields, sections and names.

use super::{Message, all_of, did_you_mean, say};

/// What the whole page is called.
pub const THE_PAGE: &str = "the page";
/// What an entry of `timeline:` is called.
pub const AN_EVENT: &str = "an event";
/// Beside the first of two.
pub const FIRST_HERE: &str = "the first is here";

fn called(owner: &str) -> String {
    match owner {
        THE_PAGE => "a page".to_owned(),
        AN_EVENT => AN_EVENT.to_owned(),
        _ => format!("`{owner}`"),
    }
}

/// A field that nobody knows.
#[must_use]
pub fn unknown_field(field: &str, owner: &str, near: Option<&str>, fits: &[&str]) -> Message {
    let help = if fits.is_empty() {
        format!("{} has no fields", called(owner))
    } else {
        format!("{} has the fields {}", called(owner), all_of(fits.iter().copied()))
    };
    let place = match owner {
        THE_PAGE => "on the page".to_owned(),
        _ => format!("in {}", called(owner)),
    };
    say(format!("unknown field `{field}` {place}"), did_you_mean(near), help)
}

/// `{ work: f(1ms, 5ms) }`: a flow map cut the value at the comma.
#[must_use]
pub fn comma_in_flow_map(field: &str) -> Message {
    say(
        format!("`{field}` is a key without a value"),
        "the comma before it ended the value",
        "inside `{ … }`, put a value that has a comma in quotes: `work: \"erlang(3, 5ms)\"`",
    )
}

/// A field that must be written.
#[must_use]
pub fn missing_field(field: &str, owner: &str, fits: &str) -> Message {
    let title = format!("{} needs `{field}`", called(owner));
    say(title, format!("no `{field}` here"), format!("write `{field}: …`: {fits}"))
}

/// A field that can have no effect.
#[must_use]
pub fn no_effect(field: &str, why: &str) -> Message {
    say(format!("`{field}` has no effect here"), why, "")
}

/// Something else where a map is wanted.
#[must_use]
pub fn wants_a_map(owner: &str) -> Message {
    let help = match owner {
        "components" => "write `components: { app: { server: { work: 5ms } } }`",
        "requests" => "write `requests: { view: { rate: 10/s, path: [app] } }`",
        "data" => "write `data: { item: { keys: 1M } }`",
        "paths" => "give each path a name: `paths: { main: [app, db], spare: [app2, db] }`",
        "weights" => "write `weights: { main: 3, spare: 1 }`",
        "slo" => "write `slo: { p99: 100ms }`",
        AN_EVENT => "write `{ at: 60s, kill: cache, for: 15s }`",
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
        _ if owner.starts_with("requests.") => "write `{ rate: 10/s, path: [app] }`",
        _ if owner.starts_with("data.") => "write `{ keys: 1M }`",
        _ => "write `{ field: value }`",
    };
    say(format!("{} is a map", called(owner)), "this is not", help)
}

/// Something else where a list is wanted.
#[must_use]
pub fn wants_a_list(field: &str) -> Message {
    let help = match field {
        "timeline" => {
            "write `timeline: [ { at: 60s, kill: cache, for: 15s } ]`, or one `- …` to a line"
        }
        "between" => "write `between: [ { from: seoul, to: tokyo, one_way: 17ms } ]`",
        "steps" => "write `steps: [ { at: 20s, times: 3 }, { at: 40s, times: 1 } ]`",
        "points" => "write `points: [ { at: 0s, times: 1 }, { at: 30s, times: 3 } ]`",
        "weights" => "write one number for each instance: `weights: [2, 1, 1]`",
        _ => "write `[ …, … ]`, or one `- …` to a line",
    };
    say(format!("`{field}` is a list"), "this is not", help)
}

/// A section with nothing in it.
#[must_use]
pub fn empty_section(section: &str) -> Message {
    say(format!("`{section}` is empty"), "", "fill it, or leave it out")
}

/// A page that neither estimates nor runs.
#[must_use]
pub fn nothing_to_do() -> Message {
    say(
        "the page has nothing to estimate and nothing to run",
        "",
        "write `assume:` and `estimate:` for arithmetic, or `traffic:`, `path:` and `components:` for a design",
    )
}

/// A field of a request on the page itself.
#[must_use]
pub fn belongs_into_a_request(field: &str) -> Message {
    say(
        format!("`{field}` does not stand on the page itself"),
        "it belongs to a request",
        format!("write `requests: {{ request: {{ {field}: …, path: […] }} }}` in place of `path:`"),
    )
}

/// A field of a section on the page itself.
#[must_use]
pub fn belongs_into(field: &str, section: &str) -> Message {
    say(
        format!("`{field}` does not stand on the page itself"),
        format!("it belongs into `{section}`"),
        format!("write `{section}: {{ {field}: … }}`"),
    )
}

/// A component's kind on the page itself.
#[must_use]
pub fn kind_on_the_page(kind: &str) -> Message {
    say(
        format!("`{kind}` does not stand on the page itself"),
        "it is a kind of component",
        format!("write `components: {{ name: {{ {kind}: {{ … }} }} }}`"),
    )
}

/// A latency list that does not exist.
#[must_use]
pub fn unknown_latency_list(name: &str, near: Option<&str>, lists: &[&str]) -> Message {
    let help = format!("the lists are {}", all_of(lists.iter().copied()));
    say(format!("unknown latency list `{name}`"), did_you_mean(near), help)
}

/// A name that could not stand in a formula.
#[must_use]
pub fn not_an_identifier(name: &str) -> Message {
    say(
        format!("`{name}` cannot be a name in a formula"),
        "",
        "a name is letters, digits and `_`, and does not begin with a digit",
    )
}

/// A component's or request's name with odd characters.
#[must_use]
pub fn not_a_name(name: &str) -> Message {
    say(format!("`{name}` cannot be a name"), "", "a name is letters, digits, `_` and `-`")
}

/// One name for two quantities.
#[must_use]
pub fn named_twice(name: &str) -> Message {
    say(format!("`{name}` is defined twice"), "the second is here", "")
}
