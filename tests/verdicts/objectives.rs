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

#[test]
fn what_waits_for_later_when_the_window_ends_is_counted() {
    let report = document(&page("backlog-cut-at-the-end"), "run --max-requests 100000");
    let [waits] = findings(&report, "later_waits")[..] else { panic!("{}", report["findings"]) };
    assert_eq!(waits["queue"], "jobs");
    // 175 a second more than are done, for 60 s; then 25 a second fewer, for the 23 s to the end.
    let truth = 175.0 * 60.0 - 25.0 * 23.0;
    for (figure, truth) in [("messages", truth), ("begun_after_s", truth / 125.0)] {
        let actual = waits[figure].as_f64().expect("a figure");
        assert!((actual / truth - 1.0).abs() < 0.1, "{figure}: {actual}, not {truth}");
    }
    let counted = report["components"]["jobs"]["waiting_at_end"].as_f64().expect("a count");
    let runs = report["replications"].as_f64().expect("a count");
    assert!((counted / runs / truth - 1.0).abs() < 0.1, "{counted} in {runs} runs");
    assert!(
        report["request_types"]["request"]["later_ms"].is_null(),
        "only the early part is known"
    );
    assert!(findings(&report, "later_takes").is_empty(), "{}", report["findings"]);
}

#[test]
fn nothing_is_met_while_later_work_is_left() {
    let report = document(&page("later-work-has-no-objective"), "run --max-requests 100000");
    assert_eq!(findings(&report, "later_waits").len(), 1, "{}", report["findings"]);
    assert!(findings(&report, "objectives_met").is_empty(), "{}", report["findings"]);
}

#[test]
fn a_queue_that_only_grows_meets_nothing() {
    let steady = page("later-work-has-no-objective")
        .replace(", shape: { spike: { at: 30s, times: 3, hold: 60s } }", "")
        .replace("rate: 100/s", "rate: 150/s");
    let report = document(&steady, "run --max-requests 50000");
    assert_eq!(findings(&report, "later_unstable").len(), 1, "{}", report["findings"]);
    assert!(findings(&report, "later_waits").is_empty(), "said once: {}", report["findings"]);
    assert!(findings(&report, "objectives_met").is_empty(), "{}", report["findings"]);
}

#[test]
fn a_queue_that_is_emptied_has_its_latency() {
    let short = page("later-work-has-no-objective")
        .replace("hold: 60s", "hold: 5s")
        .replace("p99: 50ms", "p99: 1s")
        + "run: { duration: 120s }\n";
    let report = document(&short, "run --max-requests 200000");
    assert!(findings(&report, "later_waits").is_empty(), "{}", report["findings"]);
    assert_eq!(findings(&report, "objectives_met").len(), 1, "{}", report["findings"]);
    // The spike leaves 175 a second for 5 s, which 125 a second take.
    let later = &report["request_types"]["request"]["later_ms"];
    let max_s = later["max"]["value"].as_f64().expect("a figure") / 1e3;
    assert!((7.0..10.0).contains(&max_s), "{max_s}");
}

#[test]
fn jobs_that_outlast_the_window_leave_no_verdict() {
    let report = document(&page("jobs-outlast-the-window"), "run --max-requests 2000");
    let [short] = findings(&report, "too_short")[..] else { panic!("{}", report["findings"]) };
    assert_eq!(short["component"], "coder");
    assert_eq!(short["work_s"].as_f64().map(f64::round), Some(600.0));
    let figure = |name: &str| short["needs"][name].as_f64().expect("a figure");
    assert!(figure("busy") > 10.0 * figure("there"), "{short}");
    for code in ["objectives_met", "unstable", "later_unstable", "ends_unstable"] {
        assert!(findings(&report, code).is_empty(), "{}", report["findings"]);
    }
    // The answers do not wait for the jobs.
    assert_eq!(objective(&report, "p99")["met"], true, "{}", report["slo"]);
}

#[test]
fn a_window_that_is_too_short_tells_nothing_good_either() {
    let many = page("jobs-outlast-the-window").replace("instances: 200", "instances: 6000");
    let report = document(&many, "run --max-requests 2000");
    let [short] = findings(&report, "too_short")[..] else { panic!("{}", report["findings"]) };
    let figure = |name: &str| short["needs"][name].as_f64().expect("a figure");
    assert!(figure("busy") < figure("there"), "{short}");
    assert!(findings(&report, "objectives_met").is_empty(), "{}", report["findings"]);
}

#[test]
fn jobs_that_end_within_the_window_have_a_verdict() {
    let quick = page("jobs-outlast-the-window").replace("mean: 10m", "mean: 1s");
    let report = document(&quick, "run --max-requests 5000");
    assert!(findings(&report, "too_short").is_empty(), "{}", report["findings"]);
    assert_eq!(findings(&report, "objectives_met").len(), 1, "{}", report["findings"]);
}

#[test]
fn a_request_that_outlasts_the_window_has_no_verdict() {
    let waited_for = page("jobs-outlast-the-window")
        .replace("[api, { later: [jobs, coder] }]", "[api, coder]")
        .replace("  jobs:  { queue: { redeliver_after: 3h } }\n", "");
    let report = document(&waited_for, "run --max-requests 2000");
    assert_eq!(findings(&report, "too_short").len(), 1, "{}", report["findings"]);
    assert!(findings(&report, "unstable").is_empty(), "{}", report["findings"]);
    assert!(report["latency_ms"].is_null());
}
