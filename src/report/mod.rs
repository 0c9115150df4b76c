//! The renderings of a document: text, Markdown, charts, JSON. No maths here: every figure arrives computed.

pub mod capacity;
pub mod chart;
pub mod compare;
pub mod digits;
pub mod drawing;
pub mod estimate;
pub mod explain;
pub mod json;
pub mod latency;
pub mod markdown;
pub mod mermaid;
pub mod montecarlo;
pub mod note;
#[cfg(test)]
pub(crate) mod sample;
pub mod scale;
mod sections;
pub mod sweep;
pub mod text;

pub use crate::document::*;
