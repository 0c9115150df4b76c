//! Korean. Sentences end in 합니다, heads of tables are noun phrases, and the terms are those of `docs/glossary.md`.

// A sentence that is missing must not compile.
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
// A `match` over all that an area can say is a list, however long.
#![allow(clippy::too_many_lines)]

mod beside;
mod board;
pub(super) mod capacity;
pub(super) mod chart;
pub(super) mod cli;
pub(super) mod compare;
pub(super) mod complaint;
mod component;
pub(super) mod cost;
mod design;
pub(super) mod estimate;
pub(super) mod explain;
pub(super) mod facts;
mod fields;
pub(super) mod film;
pub(super) mod findings;
pub(super) mod fits;
pub(super) mod label;
mod list;
pub(super) mod montecarlo;
pub(super) mod number;
mod page;
mod particle;
mod paths;
pub(super) mod picture;
pub(super) mod refusal;
pub(super) mod report;
pub(super) mod scale;
mod scaling;
mod sound;
mod stability;
mod standstill;
pub(super) mod story;
pub(super) mod study;
pub(super) mod sweep;
mod terms;
mod timeline;
pub(super) mod topology;
mod traffic;
pub(super) mod units;
mod values;
pub(super) mod why;
pub(super) mod yaml;
