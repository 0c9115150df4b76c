//! The renderings of a document: text, Markdown, charts, JSON. No maths here: every figure arrives computed.

pub mod chart;
pub mod digits;
pub mod drawing;
pub mod estimate;
pub mod json;
pub mod latency;
pub mod markdown;
pub mod mermaid;
#[cfg(test)]
pub(crate) mod sample;
mod sections;
pub mod text;

pub use crate::document::*;
