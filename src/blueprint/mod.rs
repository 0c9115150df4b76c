//! A scenario with every name resolved and every rule checked: what the simulation, the estimate and the
//! bill are made from. Indices point into the blueprint's own vectors.

mod build;
mod check;
mod load;
mod montecarlo;
mod names;
mod network;
mod paths;
mod resolve;
mod timeline;

pub use crate::reader::{AssumedValue, EstimateLine, Tables};
pub use crate::scenario::montecarlo::{Crowds, Height, Moment, MonteCarlo, Spikes};
pub use crate::scenario::paths::PickPath;
pub use crate::scenario::run::RunSettings;
pub use crate::scenario::shape::Shape;
pub use crate::scenario::slo::Metric;
pub use crate::scenario::traffic::Arrivals;
pub use build::{Page, build};
pub use load::so_many_times;
pub use montecarlo::{Failure, Randomness};
pub use resolve::resolve;

use crate::component::{CallPolicy, Spec};
use crate::message::EventLabel;
use crate::sample::{Dist, Popularity};

/// Index into `Blueprint::components`.
pub type ComponentId = usize;

/// The whole design, resolved.
#[derive(Clone, Debug)]
pub struct Blueprint {
    /// `name:` of the page, or its file's stem.
    pub name: String,
    /// `about:` of the page.
    pub about: String,
    /// In the page's order.
    pub components: Vec<Component>,
    /// `data:` in the page's order.
    pub data: Vec<Data>,
    /// `requests:` in the page's order; a page with only `path:` has one named `request`.
    pub request_types: Vec<RequestType>,
    /// Who sends requests.
    pub load: Load,
    /// What `traffic.times` multiplied the rates or the clients by; 1 if the page does not say.
    pub load_times: f64,
    /// Multiplies the rates over time.
    pub shape: Shape,
    /// What happens when; sorted by time.
    pub timeline: Vec<Happening>,
    /// What happens at random, for `napkin montecarlo` alone; `None` if the page does not say.
    pub randomness: Option<Randomness>,
    /// Delays.
    pub network: Network,
    /// Objectives of the whole, then of each request type.
    pub slo: Vec<Target>,
    /// What `run:` or the flags set; `None` is napkin's choice.
    pub run: RunSettings,
}

impl Blueprint {
    /// Whether something changes over time, so that a run has to cover it: a shape, the timeline, an autoscaler.
    #[must_use]
    pub fn is_eventful(&self) -> bool {
        let scales = self.components.iter().any(|component| component.spec.autoscale().is_some());
        scales || !self.timeline.is_empty() || !self.shape.points.is_empty()
    }
}

/// A component of the page.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// Its kind and fields.
    pub spec: Spec,
    /// What every caller of it does, unless the step says otherwise.
    pub call: CallPolicy,
    /// Index into `Network::sites`; 0 is the default site.
    pub site: usize,
}

/// A data set: keys and how hot they are.
#[derive(Clone, Debug)]
pub struct Data {
    /// Its name.
    pub name: String,
    /// Keys.
    pub keys: u64,
    /// How hot they are.
    pub popularity: Popularity,
    /// Bytes of one item.
    pub size_b: f64,
}

/// One type of request.
#[derive(Clone, Debug)]
pub struct RequestType {
    /// Its name.
    pub name: String,
    /// Requests per second (open load; 0 under a closed one).
    pub rate_per_s: f64,
    /// Share of the load: rates or weights, normalized to sum 1.
    pub share: f64,
    /// Where it goes.
    pub path: Path,
    /// Index into `Blueprint::data` of the key that it reads.
    pub reads: Option<usize>,
    /// Index into `Blueprint::data` of the key that it writes.
    pub writes: Option<usize>,
    /// Bytes of the answer (of the request, if it writes): `size:`, else the data's, else `None`.
    pub size_b: Option<f64>,
    /// What the client does.
    pub call: CallPolicy,
    /// 1 is served first.
    pub priority: u8,
    /// How long it waits in one queue before it leaves.
    pub patience: Option<Dist>,
    /// Its timeout travels with it, and work that comes too late is dropped.
    pub deadline: bool,
    /// Site the client is at.
    pub site: usize,
}

/// A chain of steps: each calls the next.
pub type Path = Vec<Step>;

/// One link of a chain.
#[derive(Clone, Debug)]
pub enum Step {
    /// A call into a component; the rest of the chain is called by it.
    Call {
        /// The component.
        component: ComponentId,
        /// Its fields with the step's overrides.
        spec: Box<Spec>,
        /// What this caller does: the request's or component's policy with the step's overrides.
        call: CallPolicy,
    },
    /// All at once; goes on when `need` have answered.
    Parallel {
        /// Answers needed.
        need: u32,
        /// Branches.
        paths: Vec<Path>,
    },
    /// One after the other.
    Sequence(Vec<Path>),
    /// The same path many times.
    Repeat {
        /// How often; drawn per request (a count in place of nanoseconds).
        times: Dist,
        /// At most so many under way.
        at_once: u32,
        /// The path.
        path: Path,
    },
    /// Sometimes.
    Chance {
        /// 0..1.
        share: f64,
        /// The path.
        path: Path,
    },
    /// One of several.
    OneOf {
        /// How it is picked.
        policy: PickPath,
        /// Name, weight and path of each.
        paths: Vec<(String, f64, Path)>,
    },
    /// Left for later: starts at a queue.
    Later(Path),
}

/// The calls with which a path, or one inside it, ends.
#[must_use]
pub fn ends(path: &[Step]) -> Vec<(ComponentId, &Spec)> {
    let inner = path.iter().flat_map(Step::inner).flat_map(|inner| ends(inner));
    let last = path.last().and_then(|step| match step {
        Step::Call { component, spec, .. } => Some((*component, &**spec)),
        _ => None,
    });
    inner.chain(last).collect()
}

/// Every call that a path may make, with its fields, in the order of the page.
#[must_use]
pub fn calls(path: &[Step]) -> Vec<(ComponentId, &Spec)> {
    let mut found = Vec::new();
    for step in path {
        if let Step::Call { component, spec, .. } = step {
            found.push((*component, &**spec));
        }
        found.extend(step.inner().into_iter().flat_map(|inner| calls(inner)));
    }
    found
}

impl Step {
    /// The paths inside a block.
    #[must_use]
    pub fn inner(&self) -> Vec<&Path> {
        match self {
            Self::Call { .. } => Vec::new(),
            Self::Parallel { paths, .. } | Self::Sequence(paths) => paths.iter().collect(),
            Self::Repeat { path, .. } | Self::Chance { path, .. } | Self::Later(path) => vec![path],
            Self::OneOf { paths, .. } => paths.iter().map(|(_, _, path)| path).collect(),
        }
    }
}

/// Who sends requests.
#[derive(Clone, Debug)]
pub enum Load {
    /// Arrivals that don't wait for answers, at each request type's rate.
    Open {
        /// How they are spaced.
        arrivals: Arrivals,
        /// True if one source at the summed rate picks a request type by share (the page gave weights); false
        /// if each request type has its own source.
        shared: bool,
    },
    /// Clients that wait for the answer and then think.
    Closed {
        /// Clients.
        clients: u32,
        /// Pause after each answer.
        think: Dist,
    },
}

/// One entry of `timeline:`.
#[derive(Clone, Debug)]
pub struct Happening {
    /// When, from the start of the measured window.
    pub at_ns: u64,
    /// For how long; `None` is to the end.
    pub for_ns: Option<u64>,
    /// What.
    pub verb: Verb,
    /// How it is called.
    pub label: EventLabel,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Verb {
    /// Instances die.
    Kill(ComponentId, Which),
    /// Work there takes so many times as long.
    Slow(ComponentId, f64, Which),
    /// It takes calls and does not answer.
    Hang(ComponentId, Which),
    /// Arrivals are multiplied.
    Traffic(f64),
    /// No message passes between two groups of components.
    Cut(Vec<ComponentId>, Vec<ComponentId>),
    /// A cache is emptied.
    Flush(ComponentId),
    /// Requests come beside the load.
    Arrive {
        /// So many.
        count: u32,
        /// At random times within so long, ns; 0 for one instant.
        within_ns: u64,
        /// Index into `Blueprint::request_types`; `None` for each type as often as in the load.
        request_type: Option<usize>,
    },
    /// A field changes.
    Set(Vec<(ComponentId, Change)>),
}

/// Which instances are struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them, and those that come later.
    All,
    /// The first so many that are up; of a database the primaries first.
    First(u32),
    /// This one, counted from 0.
    One(u32),
}

impl Which {
    /// How many, if not all.
    #[must_use]
    pub const fn count(self) -> Option<u32> {
        match self {
            Self::All => None,
            Self::First(count) => Some(count),
            Self::One(_) => Some(1),
        }
    }
}

/// A field that can change during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// `instances`.
    Instances(u32),
    /// `workers`.
    Workers(u32),
    /// `hit_ratio`.
    HitRatio(f64),
    /// `errors`.
    Errors(f64),
}

/// Delays between components.
#[derive(Clone, Debug)]
pub struct Network {
    /// One way between two components of one site.
    pub hop: Dist,
    /// One way between the client and the first component.
    pub client: Dist,
    /// Names of the sites; the first is the default one.
    pub sites: Vec<String>,
    /// One-way delays between sites, by index; symmetric unless both directions are given.
    pub between: Vec<(usize, usize, Dist)>,
}

/// An objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Index into `Blueprint::request_types`; `None` for the whole.
    pub request_type: Option<usize>,
    /// What is measured.
    pub metric: Metric,
    /// ns, a share, or USD per month.
    pub target: f64,
}
