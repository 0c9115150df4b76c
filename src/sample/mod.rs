//! Randomness: named streams, varying durations, and which key a request asks for.
//!
//! Everything here is identical to the bit on every platform: integers, the five IEEE operations,
//! and `libm` for what is transcendental.

pub mod duration;
pub mod popularity;
pub mod stream;
mod ziggurat;
mod zipf;

pub use duration::Dist;
pub use popularity::Popularity;
pub use stream::Stream;
