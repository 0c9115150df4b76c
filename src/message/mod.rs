//! Every sentence a user can see, one file per area, so that each is easy to find and to translate.

pub mod cost;
pub mod estimate;
pub mod facts;
pub mod units;
