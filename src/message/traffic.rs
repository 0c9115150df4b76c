//! What is wrong with the traffic, the requests and the objectives of a page.

/// A mistake in `traffic:`, `requests:` or `slo:`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `` `traffic` has both a `rate` and `clients` ``.
    RateAndClients,
    /// `` `traffic` has a `rate`, and `replay` brings its own ``.
    RateAndReplay,
    /// `` `arrivals` is either `bursty` or `batches` ``.
    TwoArrivals,
    /// ``this map says nothing about `arrivals` ``.
    NoArrivals,
    /// `` `low` is above `high` ``.
    BurstyBackwards,
    /// `` `bursty` contradicts `rate` ``: what its rates come to.
    BurstyMean { per_s: f64 },
    /// `` `shape` has one form at a time ``.
    TwoShapes,
    /// `` `shape` is empty ``.
    NoShape,
    /// `this step is not after the one before it`.
    StepsBackwards,
    /// `this point is before the last one`.
    PointsBackwards,
    /// `the spike has no length`.
    SpikeOfNoLength,
    /// `` `peak` is below `trough` ``.
    DiurnalBackwards,
    /// `` `period` must be at least 1s ``.
    ShortPeriod,
    /// `` `view` has both a `rate` and a `weight` ``.
    RateAndWeight { request: String },
    /// ``some requests have a `rate` and others a `weight` ``.
    RatesAndWeights,
    /// `` `view` has no `rate`, but other requests have one ``.
    RequestWithout { request: String, field: &'static str },
    /// `` `view` has neither a `rate` nor a `weight` ``.
    RequestWithoutPart { request: String },
    /// `` `traffic` has `rate`, but the requests have rates of their own ``.
    LoadTwice { field: &'static str },
    /// `the page does not say how much traffic there is`, of so many types of request.
    NoTraffic { requests: usize },
    /// `` `traffic` has neither a `rate` nor `clients` ``.
    TrafficWithoutRate,
    /// `` `view` has both `reads` and `writes` ``.
    ReadsAndWrites { request: String },
    /// `` `availability` needs `errors` ``.
    AvailabilityWithoutErrors,
    /// ``a request has no `cost` of its own``.
    ObjectiveOfTheWhole { field: String },
}
