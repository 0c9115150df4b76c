//! Blueprint + seed → Outcome: the simulation.

mod arrivals;
mod backlog;
pub mod budget;
pub mod compile;
pub mod execute;
pub mod keys;
mod layout;
mod machine;
mod memory;
pub mod meters;
pub mod plan;
pub mod program;
pub mod setup;
pub mod trace;
mod warm;

pub use budget::{Budget, Share};
pub use execute::{
    Execution, Outcome, RunError, execute, plan, simulate, simulate_until, simulate_with,
};
pub use machine::BYTES_IN_FLIGHT;
pub use plan::Plan;
