//! Every sentence that a user can see, one file per area, so that it can be found and translated.

pub mod facts;
