//! What fits a field.

use super::list::any_of;
use crate::message::Fits;

pub fn fits(what: &Fits) -> String {
    match what {
        Fits::Duration => "a duration, such as `5ms`",
        Fits::Size => "a size, such as `500B` or `10GiB`",
        Fits::Rate => "a rate, such as `200/s`",
        Fits::Bandwidth => "a bandwidth, such as `10Gbps` or `200MB/s`",
        Fits::Count => "a plain number, such as `3` or `10k`",
        Fits::WholeNumber => "a whole number, such as `3`",
        Fits::Cores => "a number of cores, such as `2`, `0.5` or `500m`",
        Fits::Share => "a share, such as `10%`",
        Fits::Cost => "money per month, such as `$6000/month`",
        Fits::Multiple => "how many times as much, such as `3`",
        Fits::Formula => {
            "a quantity, a range or a formula, such as `100M/day`, `1.5..3` or `users * 10`"
        }
        Fits::Name => "a name",
        Fits::Site => "the name of a site",
        Fits::Sentence => "a sentence",
        Fits::Map => "a map: `{ field: value }`",
        Fits::Warmup => "`auto` or a duration, such as `30s`",
        Fits::Popularity => "`uniform`, `zipf(0.9)` or `hot(1% takes 90%)`",
        Fits::Arrivals => {
            "`poisson`, `constant`, `erlang(4)`, `{ bursty: { high: 5, low: 0.5, high_for: 1s, low_for: 9s } }` \
             or `{ batches: { mean: 10 } }`"
        }
        Fits::Bursty => "`bursty: { high: 5, low: 0.5, high_for: 1s, low_for: 9s }`",
        Fits::Path => "a list of components, such as `[lb, app, db]`",
        Fits::Paths => "a list of paths, such as `[a, [b, c]]`",
        Fits::NamedPaths => "paths with names, such as `{ main: [app, db], spare: [app2, db] }`",
        Fits::OneOf(words) => return any_of(words.iter().copied()),
    }
    .to_owned()
}
