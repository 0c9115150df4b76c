//! napkin: a system design on one page of YAML, estimated, simulated, priced and reported.

#![forbid(unsafe_code)]

#[path = "report/chart/mod.rs"]
pub mod chart;
pub mod message;
pub mod problem;
pub mod report;
pub mod yaml;
