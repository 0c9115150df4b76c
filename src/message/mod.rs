//! Every sentence and label that a user can see, one file per area, so that another language is a matter
//! of this directory alone. Functions here take figures and names and return words; they decide nothing.

pub mod findings;
pub mod number;
pub mod report;
