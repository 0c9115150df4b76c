//! What napkin can say, as data: an enum an area, each variant with its figures and names. The sentences are in
//! `words`, one folder a language.

mod beside;
pub mod capacity;
pub mod chart;
pub mod cli;
pub mod compare;
mod complaint;
pub mod component;
pub mod cost;
pub mod design;
pub mod estimate;
pub mod explain;
pub mod facts;
pub mod fields;
pub mod findings;
mod fits;
mod label;
mod lang;
pub mod montecarlo;
mod owner;
pub mod page;
pub mod paths;
pub mod picture;
mod refusal;
pub mod report;
pub mod scale;
pub mod schema;
pub mod study;
pub mod sweep;
pub mod timeline;
pub mod topology;
pub mod traffic;
pub mod units;
pub mod values;
mod why;
pub mod words;
pub mod yaml;

pub use beside::Beside;
pub use complaint::{Complaint, Remark, Title};
pub use fits::Fits;
pub use label::{EventLabel, PhaseLabel};
pub use lang::{Lang, Say};
pub use owner::Owner;
pub use refusal::Refusal;
pub use why::Why;
pub use words::Words;
