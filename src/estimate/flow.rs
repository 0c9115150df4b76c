//! What a design carries, as figures: no queueing, no failures.

/// What every component and request type of a design carries, without queueing and without failures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Requests per second, all request types, at the base rate.
    pub requests_per_s: f64,
    /// The highest multiplier that the shape and the timeline's traffic reach; 1 without.
    pub peak_times: f64,
    /// By component, in the blueprint's order.
    pub components: Vec<ComponentFlow>,
    /// By request type, in the blueprint's order.
    pub request_types: Vec<RequestTypeFlow>,
}

/// One component, at the base rate. At the peak, rates and loads are `peak_times` as high (with hit
/// ratios kept).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentFlow {
    /// Calls into it.
    pub calls_per_s: f64,
    /// Those of requests that do not write.
    pub reads_per_s: f64,
    /// Those of requests that write.
    pub writes_per_s: f64,
    /// Mean time of a call's own work (CPU, disk, outside) where it is answered, seconds.
    pub work_s: f64,
    /// CPU-seconds asked for per second, on all nodes together.
    pub cpu_erlangs: f64,
    /// Of these, writes on the nodes that answer them: each of a database's replicas does them again.
    pub write_cpu_erlangs: f64,
    /// Of these, reads.
    pub read_cpu_erlangs: f64,
    /// Threads (of a server) or connections (of a database) held on average, downstream time included.
    pub workers_erlangs: f64,
    /// Each resource that its work uses, limited or not.
    pub resources: Vec<ResourceLoad>,
    /// Instances that the arithmetic counts on: of an autoscaled server those that a steady load comes to.
    pub instances: f64,
    /// Capacity of the busiest resource, in erlangs; `None` where nothing limits.
    pub capacity: Option<f64>,
    /// Offered load over capacity of the busiest resource (above 1: it cannot carry the load).
    pub utilization: Option<f64>,
    /// Hits over reads, for a cache that is read.
    pub hit_ratio: Option<f64>,
    /// A cache's characteristic time, seconds; infinite where memory does not limit.
    pub characteristic_s: Option<f64>,
    /// A cache's (or a database buffer's) contents: by data set, by bin of its `Popularity::bins`, the
    /// share of time that a key is present; empty for a data set that is not read here.
    pub present: Vec<Vec<f64>>,
    /// Bytes through it per second, both directions, where sizes are known.
    pub bytes_per_s: f64,
    /// Of these, bytes of its answers.
    pub bytes_out_per_s: f64,
}

impl ComponentFlow {
    /// The resource with the highest utilization; `None` where nothing limits.
    #[must_use]
    pub fn busiest(&self) -> Option<&ResourceLoad> {
        let limited = self.resources.iter().filter(|load| load.capacity.is_some());
        // `max_by` keeps the last of equals; the first reads better (cpu before network).
        limited.rev().max_by(|a, b| {
            a.utilization().unwrap_or(0.0).total_cmp(&b.utilization().unwrap_or(0.0))
        })
    }
}

/// The load of one resource of a component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceLoad {
    /// `cpu`, `workers`, `connections`, `disk`, `network`, `memory`; where a database has replicas, the
    /// same with `primary` or `replica` before it.
    pub resource: String,
    /// Mean number that would be busy if there were enough.
    pub offered_erlangs: f64,
    /// How many there are; `None` where nothing limits.
    pub capacity: Option<f64>,
}

impl ResourceLoad {
    /// Offered load over capacity; `None` where nothing limits.
    #[must_use]
    pub fn utilization(&self) -> Option<f64> {
        match self.capacity? {
            capacity if capacity > 0.0 => Some(self.offered_erlangs / capacity),
            _ if self.offered_erlangs > 0.0 => Some(f64::INFINITY),
            _ => Some(0.0),
        }
    }
}

/// One request type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestTypeFlow {
    /// Requests per second at the base rate.
    pub requests_per_s: f64,
    /// Mean latency without any queueing, seconds: hops, client legs and work, averaged over cache hits
    /// and misses. Of parallel branches the slowest mean, which is a lower bound of the mean slowest.
    pub latency_s: f64,
    /// Mean calls per request into each component.
    pub calls: Vec<f64>,
}
