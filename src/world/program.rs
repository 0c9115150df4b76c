//! A blueprint's paths as a program: what each request does, in order, as small instructions.
//!
//! One *frame* executes one *body*: a chain of calls that nothing can abandon half-way. A call is compiled
//! into the body of its caller (its hop, its admission, its work, what it calls, its answer), so that a
//! request through five components needs one frame and only as many events as it has contested resources.
//! A call with a timeout or retries, a parallel branch, and work left for later have a frame of their own.
//!
//! A frame runs ahead of the clock with its local time `t` while it meets only delays, and comes back to the
//! calendar at the first instruction whose outcome depends on what others do: that is how constant hops are
//! fused into one event.

use crate::component::load_balancer::Policy;
use crate::component::{cache, queue, rate_limiter, shed};
use crate::engine::Quota;
use crate::sample::Dist;

/// Index of an instruction.
pub type Pc = u32;

/// No slot, no index.
pub const NONE: u32 = u32::MAX;

/// One instruction. Numbers index the tables of `Program`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields' names are the tables'.
pub enum Op {
    /// One way over a link.
    Hop { link: u32 },
    /// A call reaches a component, on a road of `Program::roads`.
    Arrive { road: u32 },
    /// Pick the instance and note it in a slot.
    Choose { chooser: u32, slot: u8 },
    /// As `Choose`, but with no instance up the call goes on at `down`.
    ChooseOr { chooser: u32, slot: u8, down: Pc },
    /// A call that an autoscaler counts.
    Tally { scaler: u32 },
    /// Take units of a resource, or wait for them.
    Claim { hold: u32 },
    /// Give them back; nothing if they are not held.
    Release { hold: u32 },
    /// Go on there if no instance was up.
    Absent { slot: u8, to: Pc },
    /// Spend time working.
    Work { work: u32 },
    /// Wait and work at a station that nothing interrupts.
    Line { work: u32, line: u32, slot: u8 },
    /// Work on shared cores, or on a quota; `NONE` is the work drawn when this frame was made.
    Share { work: u32, sharing: u32, slot: u8 },
    /// The work drawn when this frame was made (a replica's apply).
    Preset,
    /// Several instructions that nobody else can matter to, at once: this one stands for the first of them.
    Stretch { stretch: u32 },
    /// A work that nothing slows down or holds up, and the stretch behind it.
    Spend { work: u32, stretch: u32 },
    /// Come back to the calendar: others may interrupt this place, or hold it up.
    Settle { component: u32, slot: u8 },
    /// Come back to the calendar.
    Sync,
    /// The component's own work is over: its wait is known.
    Served { component: u32, counted: bool },
    /// A hit goes on at `hit`.
    Lookup { store: u32, slot: u8, hit: Pc },
    /// A hit with a known probability.
    LookupRatio { ratio: u32, hit: Pc },
    /// The answer fills the cache.
    Fill { store: u32, slot: u8 },
    /// As `Lookup`, where a miss is watched: it may wait for the answer to another's.
    Load { load: u32, slot: u8, hit: Pc },
    /// As `Fill`; those who wait for this answer have it, too.
    Loaded { load: u32, slot: u8 },
    /// The way back of a miss that is watched: nobody waits for it any longer.
    LetGo { load: u32 },
    /// A write has passed: the entry is updated or dropped.
    Wrote { store: u32, slot: u8, update: bool },
    /// Pass the write on in a frame of its own.
    Behind { body: u32, slot: u8, component: u32 },
    /// A page is in the buffer: skip the disk.
    Buffer { store: u32, slot: u8, hit: Pc },
    /// A node answers a read: is it stale?
    ReadNode { database: u32, slot: u8 },
    /// The primary has the write.
    Commit { database: u32, slot: u8 },
    /// A replica has applied a write.
    Applied { database: u32, slot: u8 },
    /// Are enough of a key's nodes up for this fork?
    Quorum { kv: u32, fork: u32 },
    /// One of a key's nodes is asked.
    Ask { kv: u32, slot: u8 },
    /// A node has a write.
    Took { kv: u32, slot: u8 },
    /// A node tells its version.
    Told { kv: u32, slot: u8 },
    /// A node's answer is with the caller.
    Heard { kv: u32, slot: u8 },
    /// A write has its quorum.
    Acknowledged { kv: u32 },
    /// A hint or a repair has come to a node.
    Mended { kv: u32, slot: u8 },
    /// Refuse or delay what exceeds a rate.
    Limit { limiter: u32 },
    /// The answer may be an error.
    Falter { fault: u32 },
    /// Refuse what waited too long for its turn.
    Shed { shed: u32, slot: u8 },
    /// Drop what nobody waits for any more.
    Expire { component: u32 },
    /// A call in a frame of its own.
    Call { call: u32 },
    /// All branches at once.
    Fork { fork: u32 },
    /// The same body many times.
    Repeat { repeat: u32 },
    /// Go on with probability, else at `other`.
    Chance { chance: u32, other: Pc },
    /// Go on at one of several places.
    Pick { pick: u32 },
    /// Go on there.
    Jump { to: Pc },
    /// Leave a message.
    Publish { publish: u32 },
    /// The answer is back with the caller.
    EndCall,
    /// The body is done.
    Return,
}

/// What a frame holds between a `Claim` and its `Release`.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// Index into `Program::resources`.
    pub resource: u32,
    /// The slot that names the instance; `NO_SLOT` is instance 0.
    pub slot: u8,
    /// This hold's bit in the frame.
    pub bit: u8,
    /// Units.
    pub amount: u64,
    /// Index into `Program::loads`: no units, but the answer that others wait for; `NONE` for units.
    pub load: u32,
}

/// The slot of what has one instance only.
pub const NO_SLOT: u8 = u8::MAX;

/// The part of a body that one inlined call covers.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The enclosing call; `NONE` at the body's top.
    pub parent: u32,
    /// The component called; `NONE` at the body's top.
    pub component: u32,
    /// The slot of its instance.
    pub slot: u8,
    /// From here on the instance is chosen.
    pub chosen: Pc,
    /// Where a failure goes on: the way back.
    pub epilogue: Pc,
    /// Bits of the holds taken inside, those of inner calls included.
    pub holds: u32,
    /// The body it is part of.
    pub body: u32,
}

/// Limited units at each instance of a component.
#[derive(Clone, Debug)]
pub struct ResourceSpec {
    /// The component; for a pool, the one called.
    pub component: usize,
    /// `workers`, `cpu`, …
    pub name: &'static str,
    /// Instances.
    pub instances: usize,
    /// Units at each.
    pub capacity: u64,
    /// Waiting places.
    pub bound: Option<u32>,
    /// Priority classes.
    pub classes: usize,
    /// A caller's connections: reported with the component called.
    pub is_pool: bool,
}

/// Cores that all jobs share, or that have a quota.
#[derive(Clone, Copy, Debug)]
pub struct SharingSpec {
    /// The component.
    pub component: usize,
    /// Instances.
    pub instances: usize,
    /// Cores at each.
    pub cores: u32,
    /// What they may do together in each period.
    pub quota: Option<Quota>,
}

impl SharingSpec {
    /// Cores of an instance that can be used up.
    #[must_use]
    pub fn units(&self) -> f64 {
        let worth = |quota: Quota| quota.ns as f64 / quota.period_ns as f64;
        self.quota.map_or(f64::from(self.cores), worth)
    }
}

/// The resource in whose queue calls wait for a core that has a quota: it counts for none of its own.
pub const TURN: &str = "turn";

/// Time spent working.
#[derive(Clone, Debug)]
pub struct WorkSpec {
    /// How long.
    pub dist: Dist,
    /// Index into `Program::streams`.
    pub stream: u32,
    /// Whose service time it is.
    pub component: u32,
    /// It never varies, and nothing slows it down or holds it up.
    pub is_constant: bool,
    /// Nothing slows it down or holds it up.
    pub is_plain: bool,
    /// The slot of the instance that does it.
    pub slot: u8,
    /// It is done elsewhere: it goes on while the instance stands still.
    pub is_outside: bool,
    /// Nothing else draws from its stream, so that it can draw ahead.
    pub in_blocks: bool,
    /// The Universal Scalability Law's α and β over the units in use of a resource at a slot.
    pub scalability: Option<Scalability>,
}

/// Instructions one after the other that take a constant time and are only counted.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// The instruction in whose place it stands.
    pub first: Op,
    /// Where the program goes on.
    pub end: Pc,
    /// How long it takes.
    pub ns: u64,
    /// What is counted.
    pub notes: Vec<Note>,
}

/// What an instruction of a stretch adds to the meter of a component or of a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A call on a road of `Program::roads`.
    Arrived(u32),
    /// A call's work is over, and it has not waited.
    Served(u32),
    /// So many ns of work.
    Worked(u32, u64),
}

/// N busy cores slow each other down by 1 + α(N−1) + βN(N−1).
#[derive(Clone, Copy, Debug)]
pub struct Scalability {
    /// α.
    pub contention: f64,
    /// β.
    pub coherency: f64,
    /// The cores.
    pub resource: u32,
    /// The instance's slot.
    pub slot: u8,
}

/// A delay between two components.
#[derive(Clone, Debug)]
pub struct Link {
    /// One way.
    pub delay: Dist,
    /// The same, if it never varies.
    pub constant_ns: Option<u64>,
    /// Index into `Program::streams`.
    pub stream: u32,
    /// Ends; `NONE` is the client.
    pub ends: (u32, u32),
    /// The timeline cuts it.
    pub cuttable: bool,
}

/// How an instance is picked.
#[derive(Clone, Debug)]
pub struct ChooserSpec {
    /// Whose instances.
    pub component: usize,
    /// By what rule.
    pub rule: Rule,
    /// Shares, for `Policy::Weighted`.
    pub weights: Vec<f64>,
    /// Detection and return delays of the health checks; `None` knows at once.
    pub health: Option<crate::component::load_balancer::Health>,
    /// Index into `Program::streams`.
    pub stream: u32,
    /// The outcome depends on what others do.
    pub exact: bool,
}

/// The rule of a chooser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The only one there is.
    Single,
    /// A balancer's policy.
    Balance(Policy),
    /// The instance that owns the key.
    ByKey,
    /// A database node that may answer a read.
    ReadNode,
    /// The primary of the key's shard.
    Primary,
}

/// A call in a frame of its own.
#[derive(Clone, Debug)]
pub struct CallSpec {
    /// Its body.
    pub body: u32,
    /// The component called; `NONE` for the client's own.
    pub component: u32,
    /// What the caller does.
    pub policy: crate::component::CallPolicy,
    /// Index of its retry budget and of its stream.
    pub stream: u32,
    /// Index into `Program::budgets`.
    pub budget: u32,
    /// The bit of the pool that the child holds, freed when it is abandoned; `NONE` if it has none.
    pub pool_hold: u32,
    /// Index into the breakers of a run of the first calling instance's; `NONE` without a breaker.
    pub breaker: u32,
    /// Index into the hedges of a run; `NONE` without hedging.
    pub hedge: u32,
    /// The caller's slot whose instance is copied to the child's slot 0.
    pub carry: u8,
}

/// Answers that are errors.
#[derive(Clone, Copy, Debug)]
pub struct FaultSpec {
    /// Whose answers.
    pub component: u32,
    /// The share of them.
    pub share: f64,
    /// Index into `Program::streams`.
    pub stream: u32,
}

/// A queue whose calls are refused while all of them wait too long.
#[derive(Clone, Copy, Debug)]
pub struct ShedSpec {
    /// Whose queue.
    pub component: u32,
    /// When.
    pub spec: shed::Spec,
    /// Index into the shedders of a run of the first instance's.
    pub first: u32,
}

/// Branches run at once.
#[derive(Clone, Debug)]
pub struct ForkSpec {
    /// A body for each branch.
    pub bodies: Vec<u32>,
    /// Successes needed.
    pub need: u32,
    /// Whether the rest is stopped then, branch by branch.
    pub cancel: Vec<bool>,
    /// The caller's slot whose instance is copied to each child's slot 0.
    pub carry: u8,
}

/// A body run many times.
#[derive(Clone, Debug)]
pub struct RepeatSpec {
    /// The body.
    pub body: u32,
    /// How often (a count in place of ns).
    pub times: Dist,
    /// Under way at most.
    pub at_once: u32,
    /// Index into `Program::streams`.
    pub stream: u32,
    /// The caller's slot whose instance is copied to each child's slot 0.
    pub carry: u8,
}

/// A weighted or nearest choice of path.
#[derive(Clone, Debug)]
pub struct PickSpec {
    /// Cumulative shares.
    pub cumulative: Vec<f64>,
    /// Where each goes on.
    pub targets: Vec<Pc>,
    /// Components at each path's head, for those who pick the first that is up; empty for a weighted pick.
    pub heads: Vec<u32>,
    /// Index into `Program::streams`.
    pub stream: u32,
}

/// A message queue's hand-over.
#[derive(Clone, Debug)]
pub struct PublishSpec {
    /// The queue.
    pub component: usize,
    /// What a consumer does with a message.
    pub body: u32,
    /// Index into `World::backlogs`: one for each queue and its consumers.
    pub backlog: u32,
}

/// One queue's backlog on one path.
#[derive(Clone, Debug)]
pub struct BacklogSpec {
    /// The queue.
    pub component: usize,
    /// Messages it can hold.
    pub capacity: Option<u64>,
    /// At least once?
    pub redeliver: bool,
    /// Time after which an unfinished message is handed out again.
    pub redeliver_after_ns: u64,
    /// Messages that each worker holds, the one in work included.
    pub prefetch: u64,
    /// So many deliveries of a message, and it is set aside.
    pub dead_letter: Option<u16>,
    /// Messages that are taken together.
    pub batch: Option<queue::Batch>,
    /// The consumers' component and how many messages one of its instances works at; `None` is no limit.
    pub consumers: Option<(usize, u64)>,
}

/// A body: where it starts.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// First instruction.
    pub start: Pc,
    /// The way out.
    pub end: Pc,
    /// Its holds, by bit.
    pub holds: Vec<u32>,
}

/// Each node of a database has a buffer of its own: a key has an entry for every node of its shard.
#[derive(Clone, Copy, Debug)]
pub struct Buffers {
    /// Nodes of a shard.
    pub copies: u32,
    /// Shards.
    pub shards: u32,
    /// How a key finds its shard.
    pub shard_by: crate::component::database::ShardBy,
}

/// A cache's or a page buffer's entries.
#[derive(Clone, Debug)]
pub struct StoreSpec {
    /// The component.
    pub component: usize,
    /// Instances (nodes).
    pub instances: usize,
    /// Bytes that entries may fill at each instance.
    pub capacity_b: Option<f64>,
    /// Which entry goes.
    pub evict: cache::Evict,
    /// An entry's life.
    pub ttl_ns: Option<u64>,
    /// What is done about misses that come at once.
    pub loads: cache::loads::Policy,
    /// Index into `Program::streams` of early refreshes, if there are any.
    pub early: u32,
    /// A database's page buffers: entries are not versions, and nothing is stale.
    pub buffer: Option<Buffers>,
    /// By data set: the database that its entries come from; `None` where none stands behind it.
    pub origins: Vec<Option<usize>>,
}

impl StoreSpec {
    /// Entries of each key.
    #[must_use]
    pub fn copies(&self) -> u32 {
        self.buffer.map_or(1, |buffers| buffers.copies)
    }
}

/// One place in the program where a cache's misses are watched.
#[derive(Clone, Copy, Debug)]
pub struct LoadSpec {
    /// Index into `Program::stores`.
    pub store: u32,
    /// The bit of the frame whose answer others may wait for.
    pub bit: u8,
    /// The body that fetches an entry while its readers go on; `NONE` if there is none.
    pub refresh: u32,
    /// In that body, the load that it is.
    pub inner: u32,
}

/// A database's runtime facts.
#[derive(Clone, Debug)]
pub struct DatabaseSpec {
    /// The component.
    pub component: usize,
    /// Shards.
    pub shards: u32,
    /// Replicas of each.
    pub replicas: u32,
    /// The fields.
    pub spec: crate::component::database::Spec,
    /// Index into `Program::streams` of the lag and of the replicas' work.
    pub stream: u32,
    /// The body of a replica's apply, if it costs CPU.
    pub apply: Option<u32>,
    /// Delay of a replica's acknowledgement.
    pub ack: Dist,
}

/// A key-value store's runtime facts.
#[derive(Clone, Debug)]
pub struct KvSpec {
    /// The component.
    pub component: usize,
    /// The fields.
    pub spec: crate::component::kv::Spec,
    /// Index into `Program::streams` of which copies a read asks.
    pub stream: u32,
    /// The link that stands for what a write's way takes beside the hop.
    pub delivery: Option<u32>,
    /// The body of a hint or a repair, if there are any.
    pub mend: Option<u32>,
}

/// A rate limiter's runtime facts.
#[derive(Clone, Debug)]
pub struct LimiterSpec {
    /// The component.
    pub component: usize,
    /// The fields.
    pub spec: rate_limiter::Spec,
}

/// An autoscaler.
#[derive(Clone, Debug)]
pub struct ScalerSpec {
    /// Whose instances.
    pub component: usize,
    /// The fields.
    pub scale: crate::component::autoscale::Spec,
}

/// One request type's entry into the program.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The body that a new request executes.
    pub body: u32,
    /// Request type's priority class, from 0.
    pub class: u8,
}

/// The whole program.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Program {
    pub ops: Vec<Op>,
    /// The innermost call that each instruction belongs to.
    pub scope_of: Vec<u32>,
    pub scopes: Vec<Scope>,
    pub bodies: Vec<Body>,
    pub holds: Vec<Hold>,
    pub resources: Vec<ResourceSpec>,
    pub sharings: Vec<SharingSpec>,
    /// Stations that nothing interrupts.
    pub lines: Vec<ResourceSpec>,
    /// A page on which nothing is cancelled and nobody loses patience: lines are allowed.
    pub calm: bool,
    pub works: Vec<WorkSpec>,
    pub stretches: Vec<Stretch>,
    /// Per request type: the constant time from a request's start to the first instruction that others matter to.
    pub lead_ns: Vec<u64>,
    pub links: Vec<Link>,
    /// Caller and component of each kind of call, each pair once; `None` is the client.
    pub roads: Vec<(Option<usize>, usize)>,
    pub choosers: Vec<ChooserSpec>,
    pub calls: Vec<CallSpec>,
    pub forks: Vec<ForkSpec>,
    pub repeats: Vec<RepeatSpec>,
    pub chances: Vec<(f64, u32)>,
    pub picks: Vec<PickSpec>,
    pub publishes: Vec<PublishSpec>,
    pub backlogs: Vec<BacklogSpec>,
    pub stores: Vec<StoreSpec>,
    pub loads: Vec<LoadSpec>,
    pub databases: Vec<DatabaseSpec>,
    pub kvs: Vec<KvSpec>,
    pub limiters: Vec<LimiterSpec>,
    pub scalers: Vec<ScalerSpec>,
    /// Known hit ratios: component, stream, probability.
    pub hit_ratios: Vec<(u32, u32, f64)>,
    /// (entity, purpose) of each random stream.
    pub streams: Vec<(String, String)>,
    /// Retry budgets: tokens per first try.
    pub budgets: Vec<f64>,
    pub faults: Vec<FaultSpec>,
    pub sheds: Vec<ShedSpec>,
    /// Breakers and shedders of a run, all instances together.
    pub breakers: usize,
    pub shedders: usize,
    /// Calls that are sent a second time: the tokens that each first try adds.
    pub hedges: Vec<f64>,
    pub entries: Vec<Entry>,
    /// Per component: instances at the start.
    pub instances: Vec<u32>,
    /// Per component: the timeline touches it, so its calls keep to the clock.
    pub exact: Vec<bool>,
    /// Some chooser looks at how many calls an instance has.
    pub counts_active: Vec<bool>,
    /// Distinct priorities, ascending.
    pub priorities: Vec<u8>,
    /// Requests keep their order wherever they meet: they can be executed in columns.
    pub in_columns: bool,
}

impl Program {
    /// Owner and name of every resource: limits, shared processors, lines.
    #[must_use]
    pub fn resource_names(&self) -> Vec<(usize, &'static str)> {
        let limited = self.resources.iter().map(|spec| (spec.component, spec.name));
        let shared = self.sharings.iter().map(|sharing| (sharing.component, "cpu"));
        let lines = self.lines.iter().map(|spec| (spec.component, spec.name));
        limited.chain(shared).chain(lines).collect()
    }
}
