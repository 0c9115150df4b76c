//! Every sentence that a user can see, by area, in English; a second language goes here, and nowhere else.

pub mod capacity;
pub mod chart;
pub mod cli;
pub mod compare;
pub mod cost;
pub mod estimate;
pub mod explain;
pub mod facts;
pub mod findings;
pub mod language;
pub mod montecarlo;
pub mod number;
pub mod page;
pub mod report;
pub mod scale;
pub mod schema;
pub mod study;
pub mod sweep;
pub mod topology;
pub mod units;
pub mod words;
pub mod yaml;
