//! What `napkin scale --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Head, Measured, Objective};
use crate::message::capacity::Criterion;
pub use crate::message::scale::{Scaled, Way};

/// Scale-up against scale-out: the cheapest design of each kind for each rate.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Scaling {
    /// Version, scenario, seed.
    #[serde(flatten)]
    pub head: Head,
    /// What is scaled.
    pub component: String,
    /// What that is.
    pub kind: Scaled,
    /// Its machines: `c7g`.
    pub family: String,
    /// The one that is counted when it scales out.
    pub small: String,
    /// All rates of the page together, per second.
    pub today_per_s: f64,
    /// The multiple at which its shape peaks; designs are judged there. 1 without a shape.
    pub peak_times: f64,
    /// Whether the page has a load balancer.
    pub balanced: bool,
    /// What a design is judged by.
    pub judged_by: Vec<Criterion>,
    /// The sizes of the family, ascending by price.
    pub sizes: Vec<Size>,
    /// The best that one machine can do.
    pub one_machine: Option<OneMachine>,
    /// Where something other than the component is full, by arithmetic: `(component, rate)`.
    pub elsewhere: Option<Elsewhere>,
    /// The least cores that writes alone ask of a database's primary at today's rate; reads.
    pub primary: Option<Primary>,
    /// One entry for each rate, ascending.
    pub points: Vec<Point>,
    /// Up to which rate one big machine is the cheapest (or as cheap as any), and from which it is not.
    pub crossover: Crossover,
    /// The same where one machine may be lost.
    pub crossover_with_spare: Crossover,
    /// Requests that were simulated.
    pub simulated_requests: u64,
}

/// A size of the family.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Size {
    pub machine: String,
    pub vcpu: u32,
    pub per_month_usd: f64,
    /// The cores that its cores do the work of, by the page's contention and coherency.
    pub effective_cores: f64,
}

/// The limit of one machine.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct OneMachine {
    /// The size that carries the most; not the largest where more cores do less work.
    pub machine: String,
    /// The highest rate that one of it was seen to carry.
    pub carries_per_s: Option<f64>,
    /// The lowest that it was seen not to carry.
    pub misses_per_s: Option<f64>,
    /// What is missed there.
    pub objective: Option<Criterion>,
    /// True if a larger size does less.
    pub retrograde: bool,
}

/// Another component that ends what this one can do.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Elsewhere {
    pub component: String,
    pub full_at_per_s: f64,
}

/// A database's two kinds of work, in cores at today's rate and peak.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[allow(missing_docs)]
pub struct Primary {
    pub write_cores: f64,
    pub read_cores: f64,
}

/// One rate.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Point {
    /// Requests per second, all of the page's together, before its shape multiplies them.
    pub rate_per_s: f64,
    /// The cheapest design of each kind; a kind that has none is left out.
    pub designs: Vec<Design>,
    /// The kinds whose cost is within 2 % of the least.
    pub cheapest: Vec<Way>,
    /// The same for designs that may lose one machine.
    pub cheapest_with_spare: Vec<Way>,
}

/// One design.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Design {
    /// Which kind of design; of a database alone `replicas` and `shards`.
    pub way: Way,
    /// The machine.
    pub machine: String,
    /// How many in all.
    pub machines: u32,
    /// Shards of a database, and replicas of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shards_and_replicas: Option<(u32, u32)>,
    /// vCPUs in all.
    pub vcpu: u32,
    /// At the peak of the page's shape.
    pub p99_ms: Option<Measured>,
    /// Failed requests.
    pub errors: Measured,
    /// Every objective but the cost.
    pub objectives: Vec<Objective>,
    /// Stale reads among all completed reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale: Option<f64>,
    /// Of its busiest resource.
    pub utilization: Option<f64>,
    /// True if no interval contains its limit.
    pub clear: bool,
    /// The component's machines.
    pub machines_per_month_usd: f64,
    /// The whole page.
    pub page_per_month_usd: f64,
    /// A million of the page's requests.
    pub per_million_requests_usd: Option<f64>,
    /// After one machine is lost.
    pub after_loss: AfterLoss,
    /// Machines if it is to carry the rate with one of them lost, and their cost.
    pub machines_with_spare: u32,
    /// A month.
    pub with_spare_per_month_usd: f64,
}

/// What is left after one machine is lost.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct AfterLoss {
    /// Of the capacity (of a database's shards: of the keys).
    pub share_left: f64,
    /// With one machine fewer, once it is no longer called; null where nothing is left or it does not settle.
    pub p99_ms: Option<Measured>,
    /// Failed requests then; null where it was not simulated.
    pub errors: Option<f64>,
    /// Whether every objective is still met.
    pub meets: bool,
    /// True if it was simulated, false if it follows from arithmetic.
    pub simulated: bool,
}

/// Where the cheapest kind changes.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Crossover {
    /// The highest rate up to which one big machine is among the cheapest; null if it never is.
    pub up_wins_to_per_s: Option<f64>,
    /// The next rate, at which it is not; null if it is to the end.
    pub not_from_per_s: Option<f64>,
    /// Why it is not; empty if it is to the end.
    pub because: Ends,
}

/// Why one big machine is not among the cheapest any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// It is among them to the end.
    #[default]
    #[serde(rename = "")]
    Nowhere,
    /// It costs more.
    Price,
    /// No machine is large enough.
    OneMachine,
    /// No design carries it: another component is full.
    Elsewhere,
}
