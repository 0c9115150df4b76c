//! Blueprint + seed → Outcome: the simulation.

pub mod compile;
mod compile_kinds;
pub mod frame;
pub mod program;
