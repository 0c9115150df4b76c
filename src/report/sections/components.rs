//! What each component did.

use super::{Block, Section, Side, Table};
use crate::message::number::{NEGLIGIBLE, NOTHING, base_unit, significant};
use crate::message::report as say;
use crate::message::report::Label;
use crate::report::digits::{Unit, show_brief, show_rounded};
use crate::report::{ComponentReport, Measured, Report};
use Side::{Left, Right};
use serde_json::Value;

/// The kinds' own keys that get a column, since one compares them; the others follow below the table.
const COLUMNS: [&str; 2] = ["hit_ratio", "stale_read_ratio"];

/// The section, or `None` for a page without components.
pub(in crate::report) fn components(report: &Report) -> Option<Section> {
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
        report.components.iter().filter_map(|(name, component)| details(name, component)).collect();
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
        busiest(component).unwrap_or_default().to_owned(),
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

/// The resource that its utilization is of.
fn busiest(component: &ComponentReport) -> Option<&str> {
    component.utilization?;
    component
        .resources
        .iter()
        .max_by(|left, right| left.1.utilization.value.total_cmp(&right.1.utilization.value))
        .map(|(name, _)| name.as_str())
}

/// The resources other than the busiest, and the keys without a column: `db: disk 12%, lag 50 ms`.
fn details(name: &str, component: &ComponentReport) -> Option<String> {
    let busiest = busiest(component);
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
    (!parts.is_empty()).then(|| format!("{name}: {}", parts.join(", ")))
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
