//! Closed forms against the simulation, each through a YAML page.
//!
//! Every test writes a page, runs it as `napkin run` would (read, resolve, simulate, summarize), and compares
//! one figure of the document with a formula that is computed here, by code that shares nothing with the
//! simulator. How close is close enough follows from the run's own interval: see `theory/harness.rs`.

mod theory {
    mod harness;
    mod reference;

    mod arrivals;
    mod balancing;
    mod blocks;
    mod networks;
    mod resources;
    mod retries;
    mod single;
    mod waiting;
}
