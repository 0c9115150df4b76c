//! The simulation kernel: it knows time and order, and no web word.

pub mod calendar;
mod heap;

pub use calendar::{Calendar, Ring};
