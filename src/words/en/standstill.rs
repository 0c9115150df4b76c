//! What makes an instance stand still.

use super::number::{percent, significant};

pub fn throttled(component: &str, share: f64, quota: f64, utilization: f64) -> String {
    format!(
        "{component} is throttled for {} of its time with work: its quota of {} cores for each 100 ms is spent before they are over, \
         though it uses {} of it on average. Work that is under way then waits for the next 100 ms.",
        percent(share),
        significant(quota, 3),
        percent(utilization)
    )
}
