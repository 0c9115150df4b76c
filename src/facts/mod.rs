//! What is known of the world: how long things take and what they cost, dated and sourced. Floor 1.
//!
//! The two tables are YAML files at the top level of the repository, embedded in the binary, and a user
//! can put files of their own in their place. This module reads them; it knows no scenario.

pub mod latency;
pub mod prices;
mod table;
pub mod years;
