//! napkin: a system design on one page of YAML, estimated, simulated, priced and reported.

#![forbid(unsafe_code)]

pub mod message;
pub mod problem;
pub mod report;
pub mod scenario;
pub mod units;
pub mod yaml;
