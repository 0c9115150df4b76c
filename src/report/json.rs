//! The documents as JSON.
//!
//! Objects are indented by two spaces; an array of plain figures stays on one line, so that a series of a
//! thousand values is one line of a diff and not a thousand.

use crate::document::TEXTS;
use crate::message::Lang;
use serde_json::Value;

/// Any document, its keys in a fixed order, each fact told in the language, ended by a newline. A figure that is not
/// finite is `null`. What cannot be JSON at all (a map with keys that are not strings) comes out as `null`; none of
/// napkin's documents contains such a thing.
#[must_use]
pub fn document<T: serde::Serialize>(data: &T, lang: Lang) -> String {
    let value = serde_json::to_value(data).unwrap_or(Value::Null);
    let mut out = Out { text: String::new(), lang };
    out.write(&value, 0);
    out.text.push('\n');
    out.text
}

/// What has been written so far.
struct Out {
    text: String,
    lang: Lang,
}

impl Out {
    /// Writes one value whose first line begins where the text ends.
    fn write(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Object(object) if !object.is_empty() && said(value).is_none() => {
                self.text.push('{');
                for (index, (key, value)) in object.iter().enumerate() {
                    self.line(index, depth + 1);
                    self.entry(key, value, depth + 1);
                }
                self.end('}', depth);
            }
            Value::Array(items) if !items.iter().all(is_scalar) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.line(index, depth + 1);
                    self.write(item, depth + 1);
                }
                self.end(']', depth);
            }
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.text.push_str(if index > 0 { ", " } else { "" });
                    self.scalar(item);
                }
                self.text.push(']');
            }
            _ => self.scalar(value),
        }
    }

    /// Writes a key and its value; of a fact's sentences the one of the language.
    fn entry(&mut self, key: &str, value: &Value, depth: usize) {
        let (key, value) = match key {
            TEXTS => ("text", &value[self.lang.tag()]),
            _ => (key, value),
        };
        self.scalar(&Value::String(key.to_owned()));
        self.text.push_str(": ");
        self.write(value, depth);
    }

    /// Writes a value without an inside; a negative zero is a zero.
    fn scalar(&mut self, value: &Value) {
        if let Some(texts) = said(value) {
            return self.scalar(&texts[self.lang.tag()]);
        }
        match value.as_f64() {
            Some(0.0) if value.is_f64() => self.text.push_str("0.0"),
            _ => self.text.push_str(&value.to_string()),
        }
    }

    /// Begins the line of an entry.
    fn line(&mut self, index: usize, depth: usize) {
        self.text.push_str(if index > 0 { ",\n" } else { "\n" });
        self.indent(depth);
    }

    /// Ends an object or an array.
    fn end(&mut self, bracket: char, depth: usize) {
        self.text.push('\n');
        self.indent(depth);
        self.text.push(bracket);
    }

    /// Two blanks for each level.
    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.text.push_str("  ");
        }
    }
}

/// True for what has no inside.
fn is_scalar(value: &Value) -> bool {
    said(value).is_some() || !matches!(value, Value::Array(_) | Value::Object(_))
}

/// The sentences of what is nothing but a sentence.
fn said(value: &Value) -> Option<&Value> {
    value.as_object().filter(|object| object.len() == 1)?.get(TEXTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Report, Told};
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
        serde_json::from_str(&document(report, Lang::En)).expect("napkin writes valid JSON")
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
        let text = document(&report, Lang::En);
        assert!(text.contains("\"simulated_s\": null,\n  \"warmup_s\": null"), "{text}");
        assert!(text.contains("\"per_month_usd\": 0.0"), "{text}");
    }

    #[derive(serde::Serialize)]
    #[serde(tag = "code", rename_all = "snake_case")]
    enum Fact {
        Busy { component: String },
        Quiet,
    }

    impl crate::message::Say for Fact {
        fn say(&self, lang: Lang) -> String {
            match (self, lang) {
                (Self::Busy { component }, Lang::En) => format!("{component} is busy."),
                (Self::Quiet, Lang::En) => "Nothing is busy.".to_owned(),
                (Self::Busy { component }, Lang::Ko) => format!("{component}: 바쁨."),
                (Self::Quiet, Lang::Ko) => "한가합니다.".to_owned(),
            }
        }
    }

    #[test]
    fn a_fact_is_told_after_its_code_and_figures() {
        let facts = vec![Told(Fact::Busy { component: "app".into() }), Told(Fact::Quiet)];
        let told: Value = serde_json::from_str(&document(&facts, Lang::En)).expect("JSON");
        let expected = serde_json::json!([
            { "code": "busy", "component": "app", "text": "app is busy." },
            { "code": "quiet", "text": "Nothing is busy." },
        ]);
        assert_eq!(told.to_string(), expected.to_string());
    }

    #[test]
    fn the_document_looks_like_this() {
        insta::assert_snapshot!(document(&sample::url_shortener(), Lang::En));
    }
}
