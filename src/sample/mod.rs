//! Randomness: named streams, varying durations, and which key a request asks for.
//!
//! Everything here is identical to the bit on every platform: integers, the five IEEE operations,
//! and for what is transcendental `libm`, or series of this floor's own that are tested against it.

pub mod duration;
mod exponential;
pub mod popularity;
pub mod stream;
mod ziggurat;
mod zipf;

pub use duration::Dist;
pub use popularity::Popularity;
pub use stream::Stream;
