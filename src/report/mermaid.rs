//! The design as a Mermaid flowchart, which GitHub and most blogs draw.

use super::Topology;

/// The flowchart's source, without the code fence.
#[must_use]
pub fn flowchart(_topology: &Topology) -> String {
    String::new()
}
