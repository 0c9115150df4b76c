//! How often requests come by each component, and what that asks of it.
use crate::blueprint::Blueprint;

/// What every component and journey of a design carries, without queueing and without failures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Requests per second, all journeys, at the base rate.
    pub requests_per_s: f64,
    /// The highest multiplier that the shape and the timeline's traffic reach; 1 without.
    pub peak_times: f64,
    /// By component, in the blueprint's order.
    pub components: Vec<ComponentFlow>,
    /// By journey, in the blueprint's order.
    pub journeys: Vec<JourneyFlow>,
}

/// One component, at the base rate. The peak's rates and loads are `peak_times` as high (hit ratios kept).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentFlow {
    /// Calls into it.
    pub calls_per_s: f64,
    /// Those of requests that read.
    pub reads_per_s: f64,
    /// Those of requests that write.
    pub writes_per_s: f64,
    /// Mean CPU time of a call, on the node that answers it, seconds.
    pub work_s: f64,
    /// Erlangs: CPU-seconds asked for per second, on all nodes.
    pub cpu_erlangs: f64,
    /// Erlangs: threads (of a server) or connections (of a database) held, downstream time included.
    pub workers_erlangs: f64,
    /// Each resource that its work uses, limited or not.
    pub resources: Vec<ResourceLoad>,
    /// Capacity of the busiest resource, in erlangs; `None` where nothing limits.
    pub capacity: Option<f64>,
    /// Offered load over capacity of the busiest resource (above 1: it cannot carry the load).
    pub utilization: Option<f64>,
    /// Hits over reads, for a cache that is read.
    pub hit_ratio: Option<f64>,
    /// A cache's characteristic time, seconds.
    pub characteristic_s: Option<f64>,
    /// Bytes that it answers with, per second, where sizes are known.
    pub bytes_out_per_s: f64,
}

/// The load of one resource of a component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceLoad {
    /// `cpu`, `workers`, `connections`, `disk`, `network`; a database's `primary cpu` and `replica cpu`.
    pub resource: String,
    /// Mean number busy if there were enough.
    pub offered_erlangs: f64,
    /// How many there are; `None` where nothing limits.
    pub capacity: Option<f64>,
}

/// One journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneyFlow {
    /// Requests per second at the base rate.
    pub requests_per_s: f64,
    /// Mean latency without any queueing, seconds.
    pub latency_s: f64,
    /// Mean calls per request into each component.
    pub calls: Vec<f64>,
}

/// The flow at the base rate.
#[must_use]
pub fn flow(_blueprint: &Blueprint) -> Flow {
    Flow::default()
}
