//! The load does not settle: what a run and the studies say of it.

use super::number::significant;

/// The load does not settle.
pub fn unstable(component: Option<&str>, growth_per_s: f64) -> String {
    let growth = significant(growth_per_s, 2);
    let what = match component {
        Some(component) => format!("{component} falls behind by {growth} requests every second"),
        None => format!(
            "{growth} more every second wait at their callers for the next try or for an answer"
        ),
    };
    format!(
        "The load does not settle: {what}, so every latency would only measure how long the run was."
    )
}
