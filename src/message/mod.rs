//! Every sentence that a user can see, one file per area, so that a second language is a second set of files.
//! Floor 0.

pub mod facts;
pub mod language;
pub mod page;
pub mod units;
pub mod words;
pub mod yaml;
