//! Blueprint + seed → Outcome: the simulation.

mod arrivals;
pub mod compile;
mod compile_kinds;
mod frame;
pub mod keys;
mod machine;
mod machine_calls;
mod machine_data;
mod machine_events;
mod machine_messages;
pub mod meters;
pub mod program;
pub mod run;
pub mod setup;
mod warm;

pub use run::{Execution, Outcome, Plan, RunError, simulate, simulate_with};
