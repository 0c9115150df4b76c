//! The report as the JSON document of `napkin run --json`.
//!
//! Objects are indented by two spaces; an array of plain figures stays on one line, so that a series of a
//! thousand values is one line of a diff and not a thousand.

use crate::document::Report;
use serde_json::Value;

/// The document, its keys in a fixed order, ended by a newline. A figure that is not finite is `null`.
#[must_use]
pub fn to_json(report: &Report) -> String {
    document(report)
}

/// Any document in the same form. What cannot be JSON at all (a map with keys that are not strings) comes
/// out as `null`; none of napkin's documents contains such a thing.
#[must_use]
pub fn document<T: serde::Serialize>(data: &T) -> String {
    let value = serde_json::to_value(data).unwrap_or(Value::Null);
    let mut out = String::new();
    write(&value, 0, &mut out);
    out.push('\n');
    out
}

/// Writes one value whose first line begins where `out` ends.
fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            out.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                out.push_str(if index > 0 { ",\n" } else { "\n" });
                indent(depth + 1, out);
                scalar(&Value::String(key.clone()), out);
                out.push_str(": ");
                write(value, depth + 1, out);
            }
            out.push('\n');
            indent(depth, out);
            out.push('}');
        }
        Value::Array(items) if !items.iter().all(is_scalar) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ",\n" } else { "\n" });
                indent(depth + 1, out);
                write(item, depth + 1, out);
            }
            out.push('\n');
            indent(depth, out);
            out.push(']');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                scalar(item, out);
            }
            out.push(']');
        }
        _ => scalar(value, out),
    }
}

/// True for what has no inside.
fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// Writes a value without an inside; a negative zero is a zero.
fn scalar(value: &Value, out: &mut String) {
    match value.as_f64() {
        Some(0.0) if value.is_f64() => out.push_str("0.0"),
        _ => out.push_str(&value.to_string()),
    }
}

/// Two blanks for each level.
fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::sample;

    /// Every path of DESIGN §3; `*` is any key of a map, a number an index.
    const KEYS: &str = "
        napkin scenario seed simulated_s warmup_s replications events wall_s
        requests.offered requests.completed requests.failed requests.attempts requests.retries
        requests.in_flight_at_start requests.in_flight_at_end
        requests.offered_per_s.value requests.completed_per_s.low
        latency_ms.mean.value latency_ms.mean.low latency_ms.mean.high latency_ms.p50.value latency_ms.p90.value
        latency_ms.p95.value latency_ms.p99.value latency_ms.p999.value latency_ms.max.value
        percentiles.0.0 percentiles.0.1 errors.rate.value errors.by_reason.timeout errors.by_component.db.timeout
        request_types.redirect.requests request_types.redirect.latency_ms.p99.value request_types.redirect.errors.rate
        request_types.redirect.later_ms
        components.app.kind components.app.utilization.value components.app.arrivals_per_s.value
        components.app.queue_mean.value components.app.wait_ms.mean.value components.app.wait_ms.p99.value
        components.app.service_ms.mean.value components.app.resources.cpu.utilization.value
        components.cache.hit_ratio.value components.app.instances components.db.stale_read_ratio
        slo.0.objective slo.0.unit slo.0.target slo.0.actual slo.0.low slo.0.high slo.0.met slo.0.clear
        bottleneck.component bottleneck.resource bottleneck.utilization
        stability.stable stability.growth_per_s stability.component
        cost.per_month_usd cost.per_million_requests_usd cost.lines.0.item cost.lines.0.quantity
        cost.lines.0.unit_price cost.lines.0.per_month_usd
        estimate.0.name estimate.0.value estimate.0.low estimate.0.high estimate.0.unit estimate.0.formula
        assumed.0.path assumed.0.value assumed.0.why
        latency_rows.0.list latency_rows.0.name latency_rows.0.value latency_rows.0.unit latency_rows.0.source
        warnings.0 phases.0.label phases.0.from_s phases.0.to_s phases.0.offered_per_s
        phases.0.completed_per_s phases.0.latency_ms phases.0.errors
        timeseries.interval_s timeseries.offered_per_s.0 timeseries.completed_per_s.0 timeseries.p99_ms.0
        timeseries.errors_per_s.0 timeseries.components.app.utilization.0 timeseries.components.app.queue.0
    ";

    fn parsed(report: &Report) -> Value {
        serde_json::from_str(&to_json(report)).expect("napkin writes valid JSON")
    }

    #[test]
    fn every_key_of_the_contract_is_there() {
        let document = parsed(&sample::url_shortener());
        for path in KEYS.split_whitespace() {
            let pointer = format!("/{}", path.replace('.', "/"));
            assert!(document.pointer(&pointer).is_some(), "{path} is missing");
        }
        assert!(document.pointer("/latency_ms/max/low").is_none(), "an extreme has no interval");
    }

    #[test]
    fn what_has_no_value_is_null() {
        let document = parsed(&sample::nothing_works());
        for path in [
            "/latency_ms",
            "/cost/per_million_requests_usd",
            "/slo/0/actual",
            "/slo/0/low",
            "/request_types/order/latency_ms",
            "/request_types/order/later_ms",
            "/timeseries/p99_ms/1",
            "/errors/rate/low",
        ] {
            assert_eq!(document.pointer(path), Some(&Value::Null), "{path}");
        }
        let minimal = parsed(&sample::minimal());
        for path in ["/bottleneck", "/stability/component", "/components/app/utilization"] {
            assert_eq!(minimal.pointer(path), Some(&Value::Null), "{path}");
        }
        assert_eq!(minimal.get("wall_s"), None, "files never have the wall clock");
    }

    #[test]
    fn what_is_not_finite_is_null_and_zero_has_no_sign() {
        let mut report = sample::minimal();
        report.simulated_s = f64::NAN;
        report.warmup_s = f64::INFINITY;
        report.cost.per_month_usd = -0.0;
        let text = to_json(&report);
        assert!(text.contains("\"simulated_s\": null,\n  \"warmup_s\": null"), "{text}");
        assert!(text.contains("\"per_month_usd\": 0.0"), "{text}");
    }

    #[test]
    fn the_document_looks_like_this() {
        insta::assert_snapshot!(to_json(&sample::url_shortener()));
    }
}
