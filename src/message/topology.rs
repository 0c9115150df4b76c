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
