//! Every sentence a user can see, one file per area, so that each is easy to find and to translate.
//! Every sentence that a user can see, one file per area, so that a second language is a second set of files.
//! Floor 0.
//! Every sentence that a user can see, one file per area, so that it can be found and translated.
//! Every sentence and label that a user can see, one file per area, so that another language is a matter
//! of this directory alone. Functions here take figures and names and return words; they decide nothing.
//! Every sentence that a user can see, one file per area.

pub mod chart;
pub mod cli;
pub mod cost;
pub mod estimate;
pub mod facts;
pub mod findings;
pub mod language;
pub mod number;
pub mod page;
pub mod report;
pub mod schema;
pub mod topology;
pub mod units;
pub mod words;
pub mod yaml;
