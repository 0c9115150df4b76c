//! Where the time of requests goes: one lane per component, its waits and its service as bars along the time
//! since the request arrived.

use super::Chart;
use super::frame::Frame;
use super::style::HEIGHT;

/// One picture of one request (a real one, or the mean of several).
#[derive(Clone, Debug, Default)]
pub struct Waterfall {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Groups of lanes below each other on one time axis: `a median request`, `a slow one (p99)`.
    pub panels: Vec<Panel>,
}

/// One request.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Which request: `p99: 38.2 ms`.
    pub label: String,
    /// In the order of the calls.
    pub lanes: Vec<Lane>,
}

/// One component's part of it.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// The component, or the network.
    pub name: String,
    /// Its pieces of time, ms since the request arrived.
    pub spans: Vec<Span>,
}

/// A piece of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Span {
    /// From, ms.
    pub from_ms: f64,
    /// To, ms.
    pub to_ms: f64,
    /// What it is spent on.
    pub spent: Spent,
}

/// What time is spent on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spent {
    /// Waiting in a queue.
    #[default]
    Waiting,
    /// Being served.
    Service,
    /// On the network.
    Network,
    /// Waiting for the answer of a component below.
    Downstream,
}

/// The picture; `None` without lanes.
#[must_use]
pub fn draw(waterfall: &Waterfall) -> Option<Chart> {
    let frame = Frame::new(&waterfall.title, &waterfall.subtitle, HEIGHT);
    Some(frame.finish(waterfall.file_stem, waterfall.alt.clone()))
}
