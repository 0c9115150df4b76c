//! Korean. Sentences end in 합니다, heads of tables are noun phrases, and the terms are those of `docs/glossary.md`.

// A sentence that is missing must not compile.
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
// A `match` over all that an area can say is a list, however long.
#![allow(clippy::too_many_lines)]

pub(super) mod beside;
mod board;
pub(super) mod capacity;
pub(super) mod chart;
pub(super) mod cli;
pub(super) mod compare;
pub(super) mod complaint;
pub(super) mod cost;
pub(super) mod estimate;
pub(super) mod explain;
pub(super) mod findings;
pub(super) mod label;
pub(super) mod montecarlo;
pub(super) mod number;
mod particle;
pub(super) mod picture;
pub(super) mod refusal;
pub(super) mod report;
pub(super) mod scale;
mod scaling;
mod sound;
mod stability;
pub(super) mod study;
pub(super) mod sweep;
mod terms;
pub(super) mod topology;
pub(super) mod why;

#[allow(unused_imports)]
pub(super) use super::en::{facts, fits, units, yaml};
