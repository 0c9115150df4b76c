//! The verdict suite: pages whose truth is known beforehand, and what each command must say of them as data.
//!
//! A page's truth stands in its head or beside the test: a closed form, arithmetic, or a longer run. The tests
//! read the documents that `--json` prints, never a sentence.

#[path = "verdicts/advice.rs"]
mod advice;
#[path = "verdicts/answers.rs"]
mod answers;
#[path = "verdicts/caches.rs"]
mod caches;
#[path = "verdicts/compute.rs"]
mod compute;
#[path = "verdicts/engine.rs"]
mod engine;
#[path = "verdicts/guards.rs"]
mod guards;
#[path = "verdicts/harness.rs"]
mod harness;
#[path = "verdicts/later.rs"]
mod later;
#[path = "verdicts/limits.rs"]
mod limits;
#[path = "verdicts/notation.rs"]
mod notation;
#[path = "verdicts/objectives.rs"]
mod objectives;
#[path = "verdicts/percentiles.rs"]
mod percentiles;
#[path = "verdicts/scaling.rs"]
mod scaling;
#[path = "verdicts/story.rs"]
mod story;
#[path = "verdicts/studies.rs"]
mod studies;
