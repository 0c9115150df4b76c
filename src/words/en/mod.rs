//! English.

// A sentence that is missing must not compile.
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
// A `match` over all that an area can say is a list, however long.
#![allow(clippy::too_many_lines)]

pub(super) mod capacity;
pub(super) mod chart;
pub(super) mod cli;
pub(super) mod compare;
pub(super) mod complaint;
pub(super) mod facts;
pub(super) mod findings;
pub(super) mod number;
pub(super) mod study;
pub(super) mod yaml;
