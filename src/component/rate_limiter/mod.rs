//! `rate_limiter`: refuses calls beyond a rate with `rate_limited`.

pub mod limiter;

use crate::component::{self, Kind, PLACE, call};
use crate::message::{Why, values};
use crate::reader::table::Otherwise::{AssumedSo, Is, Needed};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Want};

/// A rate limiter's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Calls per second that may pass.
    pub rate_per_s: f64,
    /// Calls that may pass at once (token bucket: the bucket's size; leaky bucket: the queue's; windows: the
    /// window's calls, so that the window lasts burst ÷ rate).
    pub burst: f64,
    /// How it counts.
    pub algorithm: Algorithm,
    /// One bucket per key of the request's data instead of one for all.
    pub per_key: bool,
}

/// How it counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Algorithm {
    #[default]
    TokenBucket,
    LeakyBucket,
    FixedWindow,
    SlidingWindow,
}

/// The kind.
pub static KIND: Kind = Kind {
    table: Table::of("rate_limiter", &[FIELDS, call::OF_CLIENT, call::OF_COMPONENT, PLACE]),
    doc: "Refuses what exceeds a rate.",
    words: &["limiter"],
    read: |fields| component::Spec::RateLimiter(read(fields)),
};

/// Its fields on a page.
const FIELDS: &[Field] = &[
    field("rate", Form::Positive(Want::Rate), Needed, "calls that may pass")
        .or_else(&["limit", "rps", "qps"]),
    field(
        "burst",
        Form::Amount(Want::Count),
        AssumedSo("", Why::Burst, "one second's worth"),
        "`token_bucket`: calls that may pass at once; `leaky_bucket`: calls that may wait; windows: calls of one \
         window, which lasts `burst` ÷ `rate`",
    )
    .or_else(&["bucket"]),
    field(
        "algorithm",
        choice::<Algorithm>(),
        Is("`token_bucket`"),
        "how it counts; the leaky bucket lets calls wait for their turn",
    ),
    field("per", choice::<Per>(), Is("one limit for all"), "a limit for each key of the request's data"),
];

impl Word for Algorithm {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("token_bucket", Self::TokenBucket),
        ("leaky_bucket", Self::LeakyBucket),
        ("fixed_window", Self::FixedWindow),
        ("sliding_window", Self::SlidingWindow),
    ];
}

/// What has a limit of its own.
#[derive(Clone, Copy)]
enum Per {
    Key,
}

impl Word for Per {
    const WORDS: &'static [(&'static str, Self)] = &[("key", Self::Key)];
}

/// Reads a rate limiter's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    fields.require("rate");
    let rate = fields.amount("rate").map_or(1.0, |rate| rate.value);
    let burst = fields.amount("burst");
    let algorithm = fields.choice("algorithm").map(|algorithm| algorithm.value);
    let per = fields.choice::<Per>("per");
    if let Some(burst) = burst.filter(|burst| burst.value < 1.0) {
        fields
            .reading
            .complain(burst.span, values::Fault::Below { field: "burst".to_owned(), least: 1 });
    }
    let burst = match burst {
        Some(burst) => burst.value,
        None => {
            let one_second = rate.max(1.0);
            fields.assume_value("burst", format!("{one_second}"), Why::Burst);
            one_second
        }
    };
    Spec {
        rate_per_s: rate,
        burst,
        algorithm: algorithm.unwrap_or_default(),
        per_key: per.is_some(),
    }
}
