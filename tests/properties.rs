//! Laws that hold in every run, whatever the page: exactly, not within an interval.
//!
//! Pages are made by proptest from a fixed seed, so that a failure is found again and made small. Two kinds of
//! law are held here; what holds of pages with timeouts, deaths and retries is in `behaviour/random_pages.rs`.
//!
//! - A run that begins and ends empty has no edges: Little's law, the balance of flows, and utilization =
//!   throughput × service ÷ capacity are sums over the same requests, and hold to rounding.
//! - A key-value store whose quorums meet has no stale read.
//! - A page all of whose times are 8 times as long has latencies that are 8 times as long: to the bit.

mod common;
#[path = "behaviour/harness.rs"]
#[allow(dead_code, reason = "the other suite uses what this one does not")]
mod harness;

mod properties {
    mod balance;
    mod quorums;
    mod scaling;
}
