//! Closed forms against the simulation, each through a YAML page.
//!
//! Every test writes a page, runs it as `napkin run` would (read, resolve, simulate, summarize), and compares
//! one figure of the document with a formula that is computed here, by code that shares nothing with the
//! simulator. How close is close enough follows from the run's own interval: see `theory/harness.rs`.

mod common;

mod theory {
    #[path = "../behaviour/reference.rs"]
    #[allow(dead_code, reason = "the other suite uses what this one does not")]
    mod formulas;
    mod harness;
    mod reference;

    mod arrivals;
    mod balancing;
    mod blocks;
    mod caching;
    mod compute;
    mod coverage;
    mod failing;
    mod feedback;
    mod guards;
    mod loading;
    mod networks;
    mod quorums;
    mod resources;
    mod retries;
    mod single;
    mod tails;
    mod waiting;
}
