//! What is said of instances that stand still for a while: nothing where it does no harm, and the reason where it does.

use super::harness::{document, findings};

fn page(work: &str, rate: &str, app: &str) -> String {
    format!(
        "name: A
slo: {{ p99: 120ms }}
traffic: {{ rate: {rate}, arrivals: constant }}
path: [app]
components: {{ app: {{ server: {{ instances: 2, work: {work}, {app} }} }} }}
run: {{ duration: 2m }}
"
    )
}

/// 3.7/s x 80 ms on two halves of a core are 30 % of the quota, and each call spends more than 50 ms of it.
#[test]
fn a_quota_that_long_work_spends_is_named() {
    let document = document(&page("80ms", "3.7/s", "cores: 500m"), "run");
    let told = findings(&document, "throttled");
    assert_eq!(told.len(), 1, "{}", document["findings"]);
    assert_eq!(told[0]["component"], "app");
    assert!(told[0]["utilization"].as_f64() < Some(0.35), "{}", told[0]);
    assert!(findings(&document, "waits_below_limit").is_empty());
    let text = super::harness::document(
        &page("80ms", "3.7/s", "cores: 500m, order: processor_sharing"),
        "run",
    );
    assert_eq!(findings(&text, "throttled").len(), 1);
}

/// As much CPU in calls of 8 ms fits the quota of each period; whole cores have none.
#[test]
fn a_quota_that_is_not_spent_is_not_mentioned() {
    for (work, rate, app) in [("8ms", "40/s", "cores: 0.5"), ("80ms", "3.7/s", "cores: 1")] {
        let document = document(&page(work, rate, app), "run");
        assert!(findings(&document, "throttled").is_empty(), "{}", document["findings"]);
        assert_eq!(document["slo"][0]["met"], true);
    }
}

/// What takes it away is a whole core.
#[test]
fn explain_gives_the_whole_core() {
    let document = document(&page("80ms", "3.7/s", "cores: 500m"), "explain");
    let advice = document.to_string();
    assert!(advice.contains("app.cores"), "{advice}");
}
