//! Every sentence a user can see, one file per area, so that each is easy to find and to translate.
//! Every sentence that a user can see, one file per area, so that a second language is a second set of files.
//! Floor 0.
//! Every sentence that a user can see, one file per area, so that it can be found and translated.

pub mod cost;
pub mod estimate;
pub mod facts;
pub mod page;
pub mod units;
pub mod yaml;
