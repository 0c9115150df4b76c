//! Whether objectives hold, for each request type.

use serde_json::Value;

use super::harness::{document, findings, page};

fn objective<'a>(document: &'a Value, name: &str) -> &'a Value {
    let rows = document["slo"].as_array().expect("objectives");
    rows.iter().find(|row| row["objective"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn who_still_waits_is_not_answered() {
    let report = document(&page("unanswered-counts-as-nothing"), "run --max-requests 100000");
    for (name, truth) in [("errors", 0.5), ("availability", 0.0)] {
        let row = objective(&report, name);
        assert_eq!(
            (&row["met"], &row["clear"]),
            (&Value::Bool(false), &Value::Bool(true)),
            "{row}"
        );
        let actual = row["actual"].as_f64().expect("a figure");
        assert!((actual - truth).abs() < 0.05, "{name}: {actual}, not {truth}");
    }
    assert!(findings(&report, "objectives_met").is_empty(), "{report}");
}

#[test]
fn a_light_load_leaves_nobody_waiting() {
    let light = page("unanswered-counts-as-nothing").replace("200/s", "50/s");
    let report = document(&light, "run --max-requests 100000");
    for name in ["errors", "availability"] {
        assert_eq!(objective(&report, name)["met"], true, "{report}");
    }
    assert_eq!(findings(&report, "objectives_met").len(), 1);
}

#[test]
fn a_small_type_that_fails_is_not_hidden() {
    // Fewer heartbeats, so that a run is long against the limiter's burst.
    let text = page("small-type-hidden").replace("250k/s", "2500/s");
    let report = document(&text, "run --max-requests 300000");
    let [fails] = findings(&report, "type_fails")[..] else { panic!("{}", report["findings"]) };
    assert_eq!(fails["request_type"], "look");
    assert_eq!(fails["component"], "maps_quota");
    let rate = fails["rate"].as_f64().expect("a share");
    let truth = 1.0 - 500.0 / 1900.0;
    assert!((rate - truth).abs() < 0.05, "{rate}, not {truth}");
    assert!(findings(&report, "objectives_met").is_empty());
}

#[test]
fn capacity_that_comes_late_settles() {
    let report = document(&page("does-not-settle-after-scale-out"), "run --max-requests 100000");
    assert_eq!(report["stability"]["stable"], true, "{}", report["stability"]);
    // Who comes at t waits t until 20 s, 30 s − t/2 until 60 s, and nothing after it: half of all wait 3.3 s at most,
    // 99 of 100 wait 19.8 s.
    for (name, truth_ms) in [("p50", 3_433.0), ("p99", 19_900.0)] {
        let actual = report["latency_ms"][name]["value"].as_f64().expect("a figure");
        assert!((actual / truth_ms - 1.0).abs() < 0.1, "{name}: {actual}, not {truth_ms}");
    }
    assert_eq!(objective(&report, "p99")["met"], true);
}

#[test]
fn capacity_that_does_not_suffice_does_not_settle() {
    let text = page("does-not-settle-after-scale-out").replace("workers: 20", "workers: 6");
    let report = document(&text, "run --max-requests 100000");
    assert_eq!(report["stability"]["stable"], false, "{}", report["stability"]);
    assert_eq!(objective(&report, "p99")["met"], false);
}

#[test]
fn what_was_not_simulated_is_not_met() {
    let report = document(&page("compare-cut-before-event"), "run --max-requests 20000");
    assert!(!findings(&report, "cut_off").is_empty(), "{}", report["findings"]);
    assert!(findings(&report, "objectives_met").is_empty(), "{}", report["findings"]);
}
