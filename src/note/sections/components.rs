//! What each component did.

use super::{Block, Section, Side, Table};
use crate::document::{ComponentReport, Measured, Report};
use crate::message::number::{NEGLIGIBLE, NOTHING, base_unit, significant};
use crate::message::report as say;
use crate::message::report::Label;
use crate::note::digits::{Unit, show_brief, show_count, show_rounded};
use Side::{Left, Right};
use serde_json::Value;

/// The kinds' own keys that get a column, since one compares them; the others follow below the table.
const COLUMNS: [&str; 2] = ["hit_ratio", "stale_read_ratio"];

/// The section, or `None` for a page without components.
pub fn components(report: &Report) -> Option<Section> {
    if report.components.is_empty() {
        return None;
    }
    let mut table = Table::new(&[
        (Label::Component, Left),
        (Label::Calls, Right),
        (Label::Busy, Right),
        (Label::BusyOf, Left),
        (Label::Queue, Right),
        (Label::WaitMean, Right),
        (Label::WaitP99, Right),
        (Label::OwnWork, Right),
    ]);
    for key in COLUMNS {
        table.column(say::own_key(key), Right);
    }
    for (name, component) in &report.components {
        table.row(row(name, component));
    }
    let mut blocks = vec![Block::Table(table.without_empty_columns())];
    let details: Vec<String> =
        report.components.iter().filter_map(|(name, of)| details(report, name, of)).collect();
    if !details.is_empty() {
        blocks.push(Block::List(details));
    }
    if report.components.values().any(|component| component.arrivals_per_s.low.is_some()) {
        blocks.push(Block::Sentence(say::rounded_to_intervals()));
    }
    Some(Section { title: Label::Components.text(), blocks })
}

/// The cells of one component.
fn row(name: &str, component: &ComponentReport) -> Vec<String> {
    // Where nothing limits, nothing can wait, and a column of zeros would only hide those who do.
    let waited = |measured: Measured, unit| {
        let can_wait = component.utilization.is_some() || measured.value != 0.0;
        if can_wait { show_rounded(measured, unit) } else { String::new() }
    };
    let mut cells = vec![
        name.to_owned(),
        show_rounded(component.arrivals_per_s, Unit::PerSecond),
        component.utilization.map_or(String::new(), |busy| in_table(busy, Unit::Percent)),
        component.busiest().unwrap_or_default().to_owned(),
        waited(component.queue_mean, Unit::Plain),
        waited(component.wait_ms.mean, Unit::Ms),
        waited(component.wait_ms.p99, Unit::Ms),
        show_rounded(component.service_ms.mean, Unit::Ms),
    ];
    for key in COLUMNS {
        let shown = component.extra.get(key).and_then(|value| own_value(key, value, in_table));
        cells.push(shown.unwrap_or_default());
    }
    cells
}

/// A figure in the table: a share too small to matter is only called small.
fn in_table(measured: Measured, unit: Unit) -> String {
    if is_negligible(measured, unit) { NEGLIGIBLE.to_owned() } else { show_rounded(measured, unit) }
}

/// A figure in the list below it, where it has a sentence's few digits.
fn in_list(measured: Measured, unit: Unit) -> String {
    if is_negligible(measured, unit) { NEGLIGIBLE.to_owned() } else { show_brief(measured, unit) }
}

/// Whether a share is below a thousandth of a percent, its interval included.
fn is_negligible(measured: Measured, unit: Unit) -> bool {
    let most = measured.high.unwrap_or(measured.value).max(measured.value);
    unit == Unit::Percent && measured.value > 0.0 && most < 1e-5
}

/// The resources other than the busiest, the keys without a column, and what failed without failing a request:
/// `db: disk 12%, lag 50 ms, failed calls 1,204 timeout`.
fn details(report: &Report, name: &str, component: &ComponentReport) -> Option<String> {
    let busiest = component.busiest();
    let mut parts: Vec<String> = Vec::new();
    for (resource, measured) in &component.resources {
        if busiest != Some(resource) {
            parts.push(format!("{resource} {}", in_list(measured.utilization, Unit::Percent)));
        }
    }
    for (key, value) in &component.extra {
        if !COLUMNS.contains(&key.as_str())
            && let Some(shown) = own_value(key, value, in_list)
        {
            parts.push(format!("{} {shown}", say::own_key(key)));
        }
    }
    parts.extend(failed_calls(report, name, component));
    (!parts.is_empty()).then(|| format!("{name}: {}", parts.join(", ")))
}

/// Calls that failed by reason, unless each of them is a failed request: then the table of these has it.
fn failed_calls(report: &Report, name: &str, component: &ComponentReport) -> Option<String> {
    let failed = component.extra.get("failed_calls")?.as_object()?;
    let counts: Vec<(&str, u64)> = failed
        .iter()
        .filter_map(|(reason, count)| Some((reason.as_str(), count.as_u64()?)))
        .collect();
    let requests = report.errors.by_component.get(name);
    let told = |reason: &str| requests.and_then(|by| by.get(reason)).copied().unwrap_or(0);
    if counts.iter().all(|(reason, count)| *count <= told(reason)) {
        return None;
    }
    let shown: Vec<(String, String)> =
        counts.iter().map(|(reason, count)| (say::reason(reason), show_count(*count))).collect();
    Some(say::failed_calls(&shown))
}

/// One of the kind's own figures; the key's ending tells its unit. `None` for what has no value or is not
/// one figure: that is for the JSON document alone.
fn own_value(key: &str, value: &Value, show: fn(Measured, Unit) -> String) -> Option<String> {
    let measured = match value {
        Value::String(text) => return Some(text.clone()),
        Value::Bool(yes) => return Some(say::yes_no(*yes).to_owned()),
        Value::Number(number) => {
            Measured { value: number.as_f64().unwrap_or(f64::NAN), ..Measured::default() }
        }
        Value::Object(object) => {
            let end = |name: &str| object.get(name).and_then(Value::as_f64);
            Measured { value: end("value")?, low: end("low"), high: end("high") }
        }
        Value::Null | Value::Array(_) => return None,
    };
    if !measured.value.is_finite() {
        return Some(NOTHING.to_owned());
    }
    let ends_in = |ending: &str| key.ends_with(ending);
    Some(if ends_in("_ratio") || ends_in("_share") {
        show(measured, Unit::Percent)
    } else if ends_in("_per_s") {
        show(measured, Unit::PerSecond)
    } else if ends_in("_ms") {
        show(measured, Unit::Ms)
    } else if ends_in("_s") {
        show(Measured { value: measured.value * 1e3, low: None, high: None }, Unit::Ms)
    } else if ends_in("_bytes") {
        base_unit(measured.value, "B", 3)
    } else if measured.low.is_none() && measured.value.fract() == 0.0 {
        // A count is exact, so all of its digits are true.
        significant(measured.value, 15)
    } else {
        show(measured, Unit::Plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::sample;
    use serde_json::json;

    /// Of 1,204 calls that timed out 1,000 were tried again: only the rest is in the table of failed requests.
    #[test]
    fn calls_that_failed_are_told_where_no_request_did() {
        let mut report = sample::nothing_works();
        let (name, mut component) = report.components.pop_first().expect("a component");
        component.extra = serde_json::Map::new();
        component.resources.clear();
        component.extra.insert("failed_calls".into(), json!({ "timeout": 1204, "queue_full": 3 }));
        report.errors.by_component.clear();
        let told = details(&report, &name, &component).expect("failed calls");
        assert_eq!(told, format!("{name}: failed calls 1,204 timeout, 3 queue full"));
        let all = [("timeout".to_owned(), 1204), ("queue_full".to_owned(), 3)];
        report.errors.by_component.insert(name.clone(), all.into_iter().collect());
        assert_eq!(details(&report, &name, &component), None);
    }
}
