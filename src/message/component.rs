//! What can be wrong with a component and with the calls into it.

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `` unknown kind of component `sever` ``
    UnknownKind { kind: String, near: Option<String>, kinds: Vec<&'static str> },
    /// `` `app` has no kind ``
    WantsAKind { name: String, kinds: Vec<&'static str> },
    /// `` `app` has 2 keys; a component has one, its kind ``
    BesideAKind { name: String, kind: String, keys: usize },
    /// `` a component cannot be called `parallel` ``
    NamedLikeABlock { name: String },
    /// `` `cores` cannot change from step to step ``; `fits` are the component's own fields that can.
    FixedInAStep { field: String, name: String, fits: Vec<&'static str> },
    /// `` unknown machine `m7g.lagre` ``; `sizes` are those of its family.
    UnknownMachine { name: String, near: Option<String>, sizes: Vec<String> },
    /// `` `retry` needs `times` ``
    RetryWithoutTimes,
    /// `a retry budget of 100% or more is no limit`
    WholeBudget,
    /// `` `max` is below `base` ``
    MaxBelowBase,
    /// `the weights are all zero`
    ZeroWeights,
    /// `` 2 weights for 3 instances of `app` ``
    WeightsOfInstances { weights: usize, next: String, instances: u32 },
    /// `` the work of `app` uses a disk whose speed is not known ``
    WorkWithoutDisk { name: String, missing: DiskSpeed },
    /// `` `shards` × (1 + `replicas`) are 2,000,000 nodes ``
    TooManyNodes { nodes: u64, most: u32 },
    /// `5 copies need 5 nodes; there are 3`
    MoreCopiesThanNodes { copies: u32, instances: u32 },
    /// `` `write` is 4, and there are 3 copies of a key ``
    QuorumAboveCopies { field: &'static str, quorum: u32, copies: u32 },
    /// `` `metric: cpu` needs `cores` ``
    ScalesOnNothing { metric: &'static str, field: &'static str },
    /// ``pauses that last as long as they are apart``
    PausesForEver,
    /// `` `max` is below `min` ``
    MaxBelowMin,
    /// `` 12 instances at the start are outside `min` 2 and `max` 10 ``
    StartsOutsideItsScale { instances: u32, min: u32, max: u32 },
    /// ``nothing at `app` ever waits``: its autoscaler looks at what does.
    ScalesOnNoQueue { name: String },
}

/// What a disk is not known to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskSpeed {
    /// Operations a second.
    Iops,
    /// Bytes a second.
    Bandwidth,
}
