//! What only the whole page can tell.

use super::{Message, all_of, did_you_mean, say};

/// A design without parts.
#[must_use]
pub fn no_components() -> Message {
    say(
        "the page describes no components",
        "",
        "write `components: { app: { server: { cores: 2, work: 5ms } } }`",
    )
}

/// A design that nothing passes through.
#[must_use]
pub fn no_path() -> Message {
    say(
        "the page has neither `path` nor `requests`",
        "",
        "write `path: [app, db]`, or `requests: { name: { path: [app, db] } }`",
    )
}

/// A single path and requests at once.
#[must_use]
pub fn path_and_requests() -> Message {
    say(
        "the page has both `path` and `requests`",
        "a path here",
        "with `requests`, each has a `path` of its own",
    )
}

/// A data set that does not exist.
#[must_use]
pub fn unknown_data(name: &str, near: Option<&str>) -> Message {
    let help = match near {
        Some(_) => String::new(),
        None => format!("describe it: `data: {{ {name}: {{ keys: 1M, popularity: zipf(0.9) }} }}`"),
    };
    say(format!("unknown data `{name}`"), did_you_mean(near), help)
}

/// A component that no path visits.
#[must_use]
pub fn unreachable(name: &str) -> Message {
    say(
        format!("unreachable component `{name}`"),
        "no path leads here",
        "put it into a path, or remove it",
    )
}

/// A data set that no request asks for.
#[must_use]
pub fn unused_data(name: &str) -> Message {
    say(
        format!("no request reads or writes `{name}`"),
        "this data has no effect",
        format!("write `reads: {name}` in a request, or remove it"),
    )
}

/// A cache that nobody asks for a key.
#[must_use]
pub fn cache_without_keys(cache: &str, request: &str, is_only: bool) -> Message {
    let whose = if is_only { "the request".to_owned() } else { format!("`{request}`") };
    say(
        format!("`{cache}` is a cache, but {whose} reads and writes no data"),
        "which key is looked up?",
        format!(
            "write `data: {{ item: {{ keys: 1M, popularity: zipf(0.9) }} }}` and `reads: item` in `requests: {{ {request}: … }}`; \
             or, if it is known, `hit_ratio: 90%` in `{cache}`"
        ),
    )
}

/// A limit per key without keys.
#[must_use]
pub fn limiter_without_keys(request: &str) -> Message {
    say(
        format!("`per: key` counts by key, but `{request}` reads and writes no data"),
        "which key is counted?",
        "write `reads:` in the request, or leave `per: key` out",
    )
}

/// A site that nothing is at.
#[must_use]
pub fn unknown_site(name: &str, near: Option<&str>, sites: &[String]) -> Message {
    let help = format!("the sites are {}", all_of(sites.iter().map(String::as_str)));
    say(format!("nothing is at the site `{name}`"), did_you_mean(near), help)
}

/// A delay from a site to itself.
#[must_use]
pub fn site_to_itself(name: &str) -> Message {
    say(
        format!("`between` is about two sites, and both are `{name}`"),
        "the same site twice",
        "inside one site, `hop` is the delay",
    )
}

/// One direction twice.
#[must_use]
pub fn link_twice(from: &str, to: &str) -> Message {
    say(format!("the delay from `{from}` to `{to}` is given twice"), "the second is here", "")
}

/// Calls between two sites without a delay.
#[must_use]
pub fn no_delay_between(from: &str, to: &str) -> Message {
    say(
        format!("no delay is given between the sites `{from}` and `{to}`"),
        "this call takes one `hop`",
        format!("write `network: {{ between: [ {{ from: {from}, to: {to}, one_way: 17ms }} ] }}`"),
    )
}
