//! What is wrong with traffic, requests and objectives.

use super::fits::fits;
use super::list::words;
use crate::message::traffic::Fault;
use crate::message::{Fits, Words};
use crate::units::{Dim, Quantity, show};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::RateAndClients => words(
            "`traffic` has both a `rate` and `clients`",
            "a rate here",
            "a `rate` does not wait for answers, `clients` do: choose one",
        ),
        Fault::RateAndReplay => words(
            "`traffic` has a `rate`, and `replay` brings its own",
            "the recorded ones here",
            "leave `rate` out, and multiply the recorded load with `times`",
        ),
        Fault::TwoArrivals => {
            words("`arrivals` is either `bursty` or `batches`", "the second is here", "")
        }
        Fault::NoArrivals => words(
            "this map says nothing about `arrivals`",
            "",
            format!("`arrivals` is {}", fits(&Fits::Arrivals)),
        ),
        Fault::BurstyBackwards => {
            words("`low` is above `high`", "the lull is busier than the burst", "")
        }
        Fault::BurstyMean { per_s } => words(
            "`bursty` contradicts `rate`",
            format!("these average {}", show(Quantity::new(*per_s, Dim::RATE))),
            "`rate` is the mean: leave it out, or write `high` and `low` as plain multiples",
        ),
        Fault::TwoShapes => words(
            "`shape` has one form at a time",
            "the second is here",
            "write the combination as `steps`, or the second one as `timeline: [ { at, for, traffic: { times } } ]`",
        ),
        Fault::NoShape => words(
            "`shape` is empty",
            "",
            "a shape is `steps`, `ramp`, `spike`, `diurnal` or `points`: `shape: { spike: { at: 20s, times: 3, ramp: 5s, hold: 10s } }`",
        ),
        Fault::StepsBackwards => words(
            "this step is not after the one before it",
            "",
            "write the steps in the order of their `at`",
        ),
        Fault::PointsBackwards => words(
            "this point is before the last one",
            "",
            "write the points in the order of their `at`",
        ),
        Fault::SpikeOfNoLength => words(
            "the spike has no length",
            "",
            "write how long it lasts: `hold: 10s`, and `ramp: 5s` for its sides",
        ),
        Fault::DiurnalBackwards => words("`peak` is below `trough`", "the peak is here", ""),
        Fault::ShortPeriod => words(
            "`period` must be at least 1s",
            "",
            "`arrivals: { bursty: … }` says what changes faster than the load of a day",
        ),
        Fault::RateAndWeight { request } => words(
            format!("`{request}` has both a `rate` and a `weight`"),
            "a weight here",
            "a `rate` is the request's own, a `weight` is its share of the traffic's: choose one",
        ),
        Fault::RatesAndWeights => words(
            "some requests have a `rate` and others a `weight`",
            "a weight here",
            "give every request a `rate`, or give every request a `weight` and `traffic` the rate",
        ),
        Fault::RequestWithout { request, field } => words(
            format!("`{request}` has no `{field}`, but other requests have one"),
            format!("no `{field}` here"),
            "either every request has a `rate`, or every request has a `weight`",
        ),
        Fault::RequestWithoutPart { request } => words(
            format!("`{request}` has neither a `rate` nor a `weight`"),
            "how many of them are there?",
            "with more than one request, give every one a `rate: 100/s`, or a `weight: 1` as its share of the traffic",
        ),
        Fault::LoadTwice { field } => words(
            format!("`traffic` has `{field}`, but the requests have rates of their own"),
            format!("`{field}` here"),
            "leave it out, or give the requests a `weight` in place of their `rate`",
        ),
        Fault::NoTraffic { requests } => {
            let help = if *requests > 1 {
                "write `traffic: 200/s` for all of them, or a `rate` in each request"
            } else {
                "write `traffic: 200/s`, or `traffic: { clients: 500, think: exp(2s) }`"
            };
            words("the page does not say how much traffic there is", "", help)
        }
        Fault::TrafficWithoutRate => words(
            "`traffic` has neither a `rate` nor `clients`",
            "how much traffic is there?",
            "write `rate: 200/s`, or `clients: 500` and `think: exp(2s)`",
        ),
        Fault::ReadsAndWrites { request } => words(
            format!("`{request}` has both `reads` and `writes`"),
            "it writes here",
            "a request carries one key: write one request that reads and another that writes",
        ),
        Fault::AvailabilityWithoutErrors => words(
            "`availability` needs `errors`",
            "the share of seconds within which error rate?",
            "write `errors: 0.1%` too: a second counts as available while its error rate is within it",
        ),
        Fault::ObjectiveOfTheWhole { field } => words(
            format!("a request has no `{field}` of its own"),
            "it is of the whole page",
            format!("write `slo: {{ {field}: … }}` at the top of the page"),
        ),
    }
}
