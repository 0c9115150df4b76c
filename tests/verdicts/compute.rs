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

/// 200/s of 2 ms, and pauses of 30 ms every 1.5 s: 2 % of the calls come in one. At 120 ms of work nobody minds them.
#[test]
fn pauses_that_are_the_tail_are_named() {
    let page = |work: &str, rate: &str| {
        let app = "cores: 1, pauses: { every: 1.5s, for: 30ms }";
        page(work, rate, app).replace("arrivals: constant", "arrivals: poisson")
    };
    let said = document(&page("2ms", "200/s"), "run --max-requests 100000");
    let told = findings(&said, "pauses");
    assert_eq!(told.len(), 1, "{}", said["findings"]);
    assert_eq!(
        (told[0]["component"].as_str(), told[0]["for_ms"].as_f64()),
        (Some("app"), Some(30.0))
    );
    let said = document(&page("{ io: exp(120ms) }", "5/s"), "run --max-requests 20000");
    assert!(findings(&said, "pauses").is_empty(), "{}", said["findings"]);
    let advice =
        document(&page("2ms", "200/s").replace("120ms }", "8ms }"), "explain --max-requests 60000");
    assert!(advice.to_string().contains("app.pauses.for"), "{}", advice["advice"]);
}

/// A turn for each, and one of four does a tenth of its work: its queue is the tail. Least connections go around it.
#[test]
fn one_slow_instance_is_named_where_calls_go_on_coming() {
    let page = |policy: &str| {
        format!(
            "name: A
traffic: 120/s
path: [lb, app]
components:
  lb: {{ load_balancer: {{ policy: {policy} }} }}
  app: {{ server: {{ cores: 1, instances: 4, work: {{ mean: 10ms, cv: 1 }} }} }}
timeline: [{{ at: 10s, slow: app, times: 10, instance: 2, for: 30s }}]
run: {{ duration: 45s, replications: 5 }}
"
        )
    };
    let said = document(&page("round_robin"), "run");
    let told = findings(&said, "slow_instance");
    assert_eq!(told.len(), 1, "{}", said["findings"]);
    assert_eq!((told[0]["instance"].as_u64(), told[0]["times"].as_f64()), (Some(2), Some(10.0)));
}
