//! What napkin can say, as data: an enum an area, each variant with its figures and names. The sentences are in
//! `words`, one folder a language.

pub mod capacity;
pub mod chart;
pub mod cli;
pub mod compare;
mod complaint;
pub mod cost;
pub mod estimate;
pub mod explain;
pub mod facts;
pub mod findings;
mod lang;
pub mod language;
pub mod montecarlo;
pub mod number;
pub mod page;
mod refusal;
pub mod report;
pub mod scale;
pub mod schema;
pub mod study;
pub mod sweep;
pub mod topology;
pub mod units;
pub mod words;
pub mod yaml;

pub use complaint::{Complaint, Remark, Title};
pub use lang::{Lang, Say};
pub use refusal::Refusal;
pub use words::Words;
