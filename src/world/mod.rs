//! Blueprint + seed → Outcome: the simulation.

mod arrivals;
pub mod compile;
pub mod keys;
mod machine;
pub mod meters;
pub mod program;
pub mod run;
pub mod setup;
pub mod trace;
mod warm;

pub use machine::BYTES_IN_FLIGHT;
pub use run::{
    Execution, Outcome, Plan, RunError, execute, plan, simulate, simulate_until, simulate_with,
};
