//! Traffic, requests and objectives.

use super::{Message, say};

/// What fits `arrivals:`.
pub const ARRIVALS: &str = "`poisson`, `constant`, `erlang(4)`, \
    `{ bursty: { high: 5, low: 0.5, high_for: 1s, low_for: 9s } }` or `{ batches: { mean: 10 } }`";
/// What fits the fields of `bursty:`.
pub const BURSTY: &str = "`bursty: { high: 5, low: 0.5, high_for: 1s, low_for: 9s }`";
/// Beside `clients`.
pub const CLIENTS_HERE: &str = "clients here";
/// Beside a rate.
pub const RATE_HERE: &str = "a rate here";
/// Beside the field that another request has.
pub const ANOTHER_HERE: &str = "another request has it";
/// Beside `reads`.
pub const READS_HERE: &str = "it reads here";
/// Beside `requests`.
pub const REQUESTS_HERE: &str = "and the requests are here";
/// Beside the first of two shapes.
pub const FIRST_SHAPE_HERE: &str = "the first shape is here";
/// Beside the step before.
pub const STEP_BEFORE_HERE: &str = "the step before is here";
/// Beside the trough.
pub const TROUGH_HERE: &str = "the trough is here";

/// An open and a closed load at once.
#[must_use]
pub fn rate_and_clients() -> Message {
    say(
        "`traffic` has both a `rate` and `clients`",
        "a rate here",
        "a `rate` does not wait for answers, `clients` do: choose one",
    )
}

/// Two spacings at once.
#[must_use]
pub fn two_arrivals() -> Message {
    say("`arrivals` is either `bursty` or `batches`", "the second is here", "")
}

/// A burst that is lower than the lull.
#[must_use]
pub fn bursty_backwards() -> Message {
    say("`low` is above `high`", "the lull is busier than the burst", "")
}

/// Burst rates that contradict the rate.
#[must_use]
pub fn bursty_mean(mean: &str) -> Message {
    say(
        "`bursty` contradicts `rate`",
        format!("these average {mean}"),
        "`rate` is the mean: leave it out, or write `high` and `low` as plain multiples",
    )
}

/// Two shapes at once.
#[must_use]
pub fn two_shapes() -> Message {
    say(
        "`shape` has one form at a time",
        "the second is here",
        "write the combination as `steps`, or the second one as `timeline: [ { at, for, traffic: { times } } ]`",
    )
}

/// A shape that is none.
#[must_use]
pub fn no_shape() -> Message {
    say(
        "`shape` is empty",
        "",
        "a shape is `steps`, `ramp`, `spike`, `diurnal` or `points`: `shape: { spike: { at: 20s, times: 3, ramp: 5s, hold: 10s } }`",
    )
}

/// Steps that are out of order.
#[must_use]
pub fn steps_backwards() -> Message {
    say(
        "this step is not after the one before it",
        "",
        "write the steps in the order of their `at`",
    )
}

/// Beside the point before.
pub const POINT_BEFORE_HERE: &str = "the point before is here";

/// Points that go back in time.
#[must_use]
pub fn points_backwards() -> Message {
    say("this point is before the last one", "", "write the points in the order of their `at`")
}

/// A spike that is over at once.
#[must_use]
pub fn spike_of_no_length() -> Message {
    say(
        "the spike has no length",
        "",
        "write how long it lasts: `hold: 10s`, and `ramp: 5s` for its sides",
    )
}

/// A peak below the trough.
#[must_use]
pub fn diurnal_backwards() -> Message {
    say("`peak` is below `trough`", "the peak is here", "")
}

/// A rate and a weight in one request.
#[must_use]
pub fn rate_and_weight(request: &str) -> Message {
    say(
        format!("`{request}` has both a `rate` and a `weight`"),
        "a weight here",
        "a `rate` is the request's own, a `weight` is its share of the traffic's: choose one",
    )
}

/// Some requests with rates, others with weights.
#[must_use]
pub fn rates_and_weights() -> Message {
    say(
        "some requests have a `rate` and others a `weight`",
        "a weight here",
        "give every request a `rate`, or give every request a `weight` and `traffic` the rate",
    )
}

/// One request without what the others have.
#[must_use]
pub fn request_without(request: &str, field: &str) -> Message {
    say(
        format!("`{request}` has no `{field}`, but other requests have one"),
        format!("no `{field}` here"),
        "either every request has a `rate`, or every request has a `weight`",
    )
}

/// Several requests, and nothing says how often each is sent.
#[must_use]
pub fn request_without_part(request: &str) -> Message {
    say(
        format!("`{request}` has neither a `rate` nor a `weight`"),
        "how many of them are there?",
        "with more than one request, give every one a `rate: 100/s`, or a `weight: 1` as its share of the traffic",
    )
}

/// Rates in the requests and in the traffic.
#[must_use]
pub fn load_twice(field: &str) -> Message {
    say(
        format!("`traffic` has `{field}`, but the requests have rates of their own"),
        format!("`{field}` here"),
        "leave it out, or give the requests a `weight` in place of their `rate`",
    )
}

/// No load at all.
#[must_use]
pub fn no_traffic(requests: usize) -> Message {
    let help = if requests > 1 {
        "write `traffic: 200/s` for all of them, or a `rate` in each request"
    } else {
        "write `traffic: 200/s`, or `traffic: { clients: 500, think: exp(2s) }`"
    };
    say("the page does not say how much traffic there is", "", help)
}

/// Traffic without a rate or clients.
#[must_use]
pub fn traffic_without_rate() -> Message {
    say(
        "`traffic` has neither a `rate` nor `clients`",
        "how much traffic is there?",
        "write `rate: 200/s`, or `clients: 500` and `think: exp(2s)`",
    )
}

/// A key read and a key written at once.
#[must_use]
pub fn reads_and_writes(request: &str) -> Message {
    say(
        format!("`{request}` has both `reads` and `writes`"),
        "it writes here",
        "a request carries one key: write one request that reads and another that writes",
    )
}

/// Availability is counted in terms of `errors`.
#[must_use]
pub fn availability_without_errors() -> Message {
    say(
        "`availability` needs `errors`",
        "the share of seconds within which error rate?",
        "write `errors: 0.1%` too: a second counts as available while its error rate is within it",
    )
}

/// An objective of the whole in one request.
#[must_use]
pub fn objective_of_the_whole(field: &str) -> Message {
    say(
        format!("a request has no `{field}` of its own"),
        "it is of the whole page",
        format!("write `slo: {{ {field}: … }}` at the top of the page"),
    )
}

/// `arrivals: {}`, or a map of other words.
#[must_use]
pub fn no_arrivals() -> Message {
    say("this map says nothing about `arrivals`", "", format!("`arrivals` is {ARRIVALS}"))
}

/// Day and night within a blink.
#[must_use]
pub fn short_period() -> Message {
    say(
        "`period` must be at least 1s",
        "",
        "`arrivals: { bursty: … }` says what changes faster than the load of a day",
    )
}
