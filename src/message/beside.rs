//! What is said beside a second place of the page.

/// What a second place has to do with the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// `the first is here`.
    First,
    /// `clients here`.
    Clients,
    /// `a rate here`.
    Rate,
    /// `another request has it`.
    AnotherHasIt,
    /// `it reads here`.
    Reads,
    /// `and the requests are here`.
    Requests,
    /// `the first shape is here`.
    FirstShape,
    /// `the step before is here`.
    StepBefore,
    /// `the point before is here`.
    PointBefore,
    /// `the trough is here`.
    Trough,
    /// `the least is here`, of the heights of a spike.
    Least,
    /// `half of them are slower than this`.
    Median,
    /// `the run ends here`.
    End,
}
