//! What the bill follows where nothing was measured: calls and bytes by arithmetic.

use super::topology;
use crate::blueprint::Blueprint;
use crate::cost::{ComponentUsage, Usage};
use crate::estimate::Flow;

/// The usage that arithmetic expects of a load of so many times the page's own, every request answered.
/// Without the noise of a run, and without what a minute of trouble would do to a month's bill.
#[must_use]
pub fn expected_usage(blueprint: &Blueprint, flow: &Flow, times: f64) -> Usage {
    let components = flow.components.iter().map(|component| ComponentUsage {
        calls_per_s: component.calls_per_s * times,
        bytes_out_per_s: component.bytes_out_per_s * times,
        instances: None,
    });
    let mut usage = Usage { components: components.collect(), ..Usage::default() };
    for (request_type, of) in blueprint.request_types.iter().zip(&flow.request_types) {
        let completed_per_s = of.requests_per_s * times;
        usage.completed_per_s += completed_per_s;
        let bytes_per_s = completed_per_s * request_type.size_b.unwrap_or(0.0);
        if request_type.writes.is_none() && !topology::starts_at_cdn(&request_type.path) {
            usage.client_bytes_per_s += bytes_per_s;
        }
        usage.cross_site_bytes_per_s +=
            bytes_per_s * topology::site_crossings(blueprint, request_type);
    }
    usage
}
