//! `rate_limiter`: refuses calls beyond a rate with `rate_limited`.

/// A rate limiter's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Calls per second that may pass.
    pub rate_per_s: f64,
    /// Calls that may pass at once (token bucket: the bucket's size; leaky bucket: the queue's).
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
