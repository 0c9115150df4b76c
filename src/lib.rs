//! napkin: a system design on one page of YAML, estimated, simulated, priced and reported.

#![forbid(unsafe_code)]

pub mod blueprint;
pub mod chart;
pub mod cli;
pub mod component;
pub mod cost;
pub mod document;
pub mod drawing;
pub mod engine;
pub mod estimate;
pub mod facts;
pub mod figure;
pub mod message;
pub mod note;
pub mod parallel;
pub mod pipeline;
pub mod problem;
pub mod reader;
pub mod report;
pub mod sample;
pub mod scenario;
pub mod shell;
pub mod stats;
pub mod study;
pub mod summary;
pub mod units;
pub mod words;
pub mod world;
pub mod yaml;
