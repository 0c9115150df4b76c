//! Every sentence that a user can see, one file per area.

pub mod chart;
