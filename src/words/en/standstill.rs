//! What makes an instance stand still.

use super::number::{brief, percent, significant};
use crate::figure::Unit;

pub fn throttled(component: &str, share: f64, quota: f64, utilization: f64) -> String {
    format!(
        "{component} is throttled for {} of its time with work: its quota of {} cores for each 100 ms is spent before they are over, \
         though it uses {} of it on average. Work that is under way then waits for the next 100 ms.",
        percent(share),
        significant(quota, 3),
        percent(utilization)
    )
}

pub fn pauses(
    component: &str,
    for_ms: f64,
    every_s: f64,
    wait_p99_ms: f64,
    utilization: Option<f64>,
) -> String {
    let busy =
        utilization.map_or(String::new(), |it| format!(", though it is only {} busy", percent(it)));
    format!(
        "Each instance of {component} stands still for {} every {}, and that decides its tail{busy}: at the p99 its calls wait \
         {}. A faster machine does not help; shorter pauses do.",
        brief(for_ms, Unit::Ms),
        brief(every_s * 1e3, Unit::Ms),
        brief(wait_p99_ms, Unit::Ms)
    )
}

pub fn slow_instance(
    component: &str,
    instance: usize,
    times: Option<f64>,
    utilization: f64,
    average: f64,
) -> String {
    let what = times
        .map_or("hangs".to_owned(), |times| format!("is {} times as slow", significant(times, 3)));
    format!(
        "Instance {instance} of {component} {what} for a while, and calls go on coming to it: it is {} busy, all together {}. \
         Health checks do not see that; a balancer that looks at the calls under way goes around it.",
        percent(utilization),
        percent(average)
    )
}
