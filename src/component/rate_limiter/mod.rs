//! `rate_limiter`: refuses calls beyond a rate with `rate_limited`.

pub mod limiter;

use crate::message::language as say;
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

/// Its fields on a page.
pub const FIELDS: [&str; 4] = ["rate", "burst", "algorithm", "per"];

/// Reads a rate limiter's fields.
pub fn read(fields: &mut Fields<'_, '_>) -> Spec {
    fields.require("rate", Want::Rate.words());
    let rate = fields.positive("rate", Want::Rate).map_or(1.0, |rate| rate.value);
    let burst = fields.amount("burst", Want::Count);
    let words = [
        ("token_bucket", Algorithm::TokenBucket),
        ("leaky_bucket", Algorithm::LeakyBucket),
        ("fixed_window", Algorithm::FixedWindow),
        ("sliding_window", Algorithm::SlidingWindow),
    ];
    let algorithm = fields.choice("algorithm", &words).map(|algorithm| algorithm.value);
    let per_key = fields.choice("per", &[("key", true)]);
    if let Some(burst) = burst.filter(|burst| burst.value < 1.0) {
        fields.reading.complain(burst.span, say::below("burst", 1));
    }
    let burst = match burst {
        Some(burst) => burst.value,
        None => {
            let one_second = rate.max(1.0);
            fields.assume("burst", format!("{one_second}"), say::WHY_BURST);
            one_second
        }
    };
    Spec {
        rate_per_s: rate,
        burst,
        algorithm: algorithm.unwrap_or_default(),
        per_key: per_key.is_some(),
    }
}
