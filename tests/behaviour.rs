//! Behaviour of the simulator against formulas and conservation laws, each through a YAML page.
//!
//! Caches, databases, queues, the timeline, failures: every test writes a page, runs it as `napkin run` would
//! (read, resolve, simulate, summarize), and holds figures of the document against values computed here, by
//! code that shares nothing with the simulator. How close is close enough follows from the run's own interval:
//! see `behaviour/harness.rs`.

mod common;

mod behaviour {
    mod harness;
    mod reference;

    mod caches;
    mod databases;
    mod failures;
    mod honesty;
    mod napkin;
    mod queues;
    mod random_pages;
    mod scaling;
    mod staleness;
    mod timeline;
}
