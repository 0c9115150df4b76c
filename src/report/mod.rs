//! The renderers: each draws a note (or a problem) and knows no command. No maths here: every figure arrives computed.

pub mod hdr;
pub mod html;
pub mod json;
pub mod markdown;
pub mod problem;
pub mod text;
