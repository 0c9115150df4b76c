//! What only the whole page can tell.

use super::list::{all_of, did_you_mean, words};
use crate::message::Words;
use crate::message::design::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::NoComponents => words(
            "the page describes no components",
            "",
            "write `components: { app: { server: { cores: 2, work: 5ms } } }`",
        ),
        Fault::NoPath => words(
            "the page has neither `path` nor `requests`",
            "",
            "write `path: [app, db]`, or `requests: { name: { path: [app, db] } }`",
        ),
        Fault::PathAndRequests => words(
            "the page has both `path` and `requests`",
            "a path here",
            "with `requests`, each has a `path` of its own",
        ),
        Fault::ClientIsTaken => words(
            "`client` is whoever sends the requests, and no component can have its name",
            "",
            "call it otherwise: what fails at it could not be told from what the client gave up",
        ),
        Fault::UnknownComponent { name, near } => {
            let help = match near {
                Some(_) => String::new(),
                None => {
                    format!(
                        "describe it: `components: {{ {name}: {{ server: {{ work: 5ms }} }} }}`"
                    )
                }
            };
            words(format!("unknown component `{name}`"), did_you_mean(near.as_deref()), help)
        }
        Fault::UnknownData { name, near } => {
            let help = match near {
                Some(_) => String::new(),
                None => {
                    format!(
                        "describe it: `data: {{ {name}: {{ keys: 1M, popularity: zipf(0.9) }} }}`"
                    )
                }
            };
            words(format!("unknown data `{name}`"), did_you_mean(near.as_deref()), help)
        }
        Fault::Unreachable { name } => words(
            format!("unreachable component `{name}`"),
            "no path leads here",
            "put it into a path, or remove it",
        ),
        Fault::UnusedData { name } => words(
            format!("no request reads or writes `{name}`"),
            "this data has no effect",
            format!("write `reads: {name}` in a request, or remove it"),
        ),
        Fault::CacheWithoutKeys { cache, request, is_only } => {
            let whose = if *is_only { "the request".to_owned() } else { format!("`{request}`") };
            words(
                format!("`{cache}` is a cache, but {whose} reads and writes no data"),
                "which key is looked up?",
                format!(
                    "write `data: {{ item: {{ keys: 1M, popularity: zipf(0.9) }} }}` and `reads: item` in `requests: {{ {request}: … }}`; \
                     or, if it is known, `hit_ratio: 90%` in `{cache}`"
                ),
            )
        }
        Fault::LimiterWithoutKeys { request } => words(
            format!("`per: key` counts by key, but `{request}` reads and writes no data"),
            "which key is counted?",
            "write `reads:` in the request, or leave `per: key` out",
        ),
        Fault::UnknownSite { name, near, sites } => words(
            format!("nothing is at the site `{name}`"),
            did_you_mean(near.as_deref()),
            format!("the sites are {}", all_of(sites.iter().map(String::as_str))),
        ),
        Fault::SiteToItself { name } => words(
            format!("`between` is about two sites, and both are `{name}`"),
            "the same site twice",
            "inside one site, `hop` is the delay",
        ),
        Fault::LinkTwice { from, to } => words(
            format!("the delay from `{from}` to `{to}` is given twice"),
            "the second is here",
            "",
        ),
        Fault::NoDelayBetween { from, to } => words(
            format!("no delay is given between the sites `{from}` and `{to}`"),
            "this call takes one `hop`",
            format!(
                "write `network: {{ between: [ {{ from: {from}, to: {to}, one_way: 17ms }} ] }}`"
            ),
        ),
    }
}
