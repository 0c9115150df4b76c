//! How what happens is called on charts and in phases.

use schemars::JsonSchema;
use serde::Serialize;

/// What happens: an entry of the timeline, or a mark of the load's shape.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the label of a variant says what its fields are")]
pub enum EventLabel {
    /// `kill cache`.
    Kill { component: String },
    /// `slow db × 4`.
    Slow {
        component: String,
        times: f64,
        /// How many, if not all.
        #[serde(skip_serializing_if = "Option::is_none")]
        instances: Option<u32>,
    },
    /// `hang db`.
    Hang {
        component: String,
        /// How many, if not all.
        #[serde(skip_serializing_if = "Option::is_none")]
        instances: Option<u32>,
    },
    /// `flush cache`.
    Flush { component: String },
    /// `cut app–db`.
    Cut { one: String, other: String },
    /// `set app.instances = 8`: fields with their new values, as they were written.
    Set { changes: Vec<(String, String)> },
    /// `traffic × 5`.
    Traffic { times: f64 },
    /// `500 requests at once`.
    Arrive { count: u32 },
    /// `spike × 3`.
    Spike { times: f64 },
    /// `load up to × 3`.
    Points { times: f64 },
    /// `ramp to × 3`.
    Ramp { times: f64 },
}

/// A phase of a run, between two events.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PhaseLabel {
    /// Nothing ever happens.
    #[default]
    Steady,
    /// Before the first event.
    Before,
    /// `kill cache + traffic × 5`.
    During {
        /// What is under way.
        events: Vec<EventLabel>,
    },
    /// Nothing is under way any more, or just now.
    After,
}
