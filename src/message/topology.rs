//! What is written into the drawings of a design.

/// Beside a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// The call that a cache's miss makes.
    Miss,
    /// One of several branches that run at once.
    Parallel,
    /// One of several branches of which some are enough: `2 of 3`.
    Need {
        /// So many.
        need: u32,
        /// Of these.
        of: usize,
    },
    /// A call made many times: `× 20`.
    Times {
        /// On average.
        mean: f64,
    },
    /// A call made sometimes: `10%`.
    Share {
        /// 0..1.
        share: f64,
    },
    /// One of several ways, by its name on the page.
    Way {
        /// The name.
        name: String,
    },
    /// Work left for later.
    Later,
}

/// What a component consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Nothing to say.
    #[default]
    Nothing,
    /// `2 to 20 × c7g.large`: an autoscaler decides.
    Scaled {
        /// Never fewer.
        least: u32,
        /// Never more.
        most: u32,
        /// Which, if the page says.
        machine: Option<String>,
    },
    /// `40 × m7g.large`.
    Machines {
        /// How many.
        count: u32,
        /// Which, if the page says.
        machine: Option<String>,
    },
    /// `4 shards, 2 replicas`.
    Nodes {
        /// At least 1.
        shards: u32,
        /// Of each shard.
        replicas: u32,
    },
    /// `5 nodes, 3 copies, write 2, read 2`.
    Copied {
        /// In all.
        nodes: u32,
        /// Of each key.
        copies: u32,
        /// Nodes that a write waits for.
        write: u32,
        /// Nodes that a read waits for.
        read: u32,
    },
}

/// What a component refuses calls beyond, or makes them wait for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// A rate limiter's: `lets 500/s pass`.
    Rate {
        /// Calls per second.
        per_s: f64,
        /// For each key.
        per_key: bool,
    },
    /// Of each instance: `200 workers`.
    Workers(u32),
    /// Of each node: `100 connections`.
    Connections(u32),
    /// A queue's: `holds 10,000 messages`.
    Messages(u64),
    /// Of each instance, bytes: `8 GB`.
    Memory(f64),
}

/// What the timeline does to a component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Blow {
    /// So many instances die; `None` is all of them.
    Killed(Option<u32>),
    /// The work takes so many times as long, of so many instances; `None` is all of them.
    Slowed(f64, Option<u32>),
    /// So many instances take calls and do not answer; `None` is all of them.
    Hung(Option<u32>),
    /// Its entries are gone.
    Flushed,
}

/// What else the drawings say.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// Who sends requests.
    Client,
    /// The part of a detail that is worth a place in a small drawing: `×40`, `4 shards +2`. The machine's name is in
    /// the bill.
    Brief(&'a Detail),
}
