//! What a run says of requests that get no answer, and of a quantile without an interval.

use serde_json::Value;

use super::harness::{document, findings, printed};

fn objective<'a>(document: &'a Value, name: &str) -> &'a Value {
    let rows = document["slo"].as_array().expect("objectives");
    rows.iter().find(|row| row["objective"] == name).expect("an objective of this name")
}

/// A network, a database or a server that stands still from 10 s to the end of 40 s.
fn stands_still(event: &str) -> String {
    format!(
        "
traffic: 200/s
path: [app, db]
slo: {{ p99: 500ms, errors: 1% }}
components:
  app: {{ server: {{ cores: 4, work: 1ms }} }}
  db: {{ database: {{ cores: 4, read: 5ms }} }}
timeline: [ {{ at: 10s, {event}, for: 30s }} ]
run: {{ duration: 40s, seed: 1 }}
"
    )
}

#[test]
fn requests_without_an_answer_are_failures() {
    for event in ["cut: [app, db]", "hang: db", "hang: app"] {
        let run = document(&stands_still(event), "run --max-requests 60000");
        let share = findings(&run, "unanswered").first().expect("it is said")["share"].clone();
        // 30 of 40 seconds, less the half second within which an answer would still be in time.
        let share = share.as_f64().expect("a share");
        assert!((share - 0.75).abs() < 0.03, "{event}: {share}");
        assert_eq!(objective(&run, "errors")["met"], false, "{event}");
        assert_eq!(objective(&run, "p99")["met"], false, "{event}");
        assert!(findings(&run, "objectives_met").is_empty(), "{event}");
        let gate = printed(&stands_still(event), "run --max-requests 60000 --gate --quiet");
        assert_eq!(gate.status.code(), Some(4), "{event}");
    }
}

#[test]
fn requests_under_way_at_the_end_are_not() {
    // 200 a second that take 2 s: 400 are always under way.
    let page = "
traffic: 200/s
path: [app]
slo: { p99: 3s, errors: 1% }
components: { app: { server: { work: { io: 2s } } } }
timeline: [ { at: 10s, set: { app.errors: 0% } } ]
run: { duration: 30s, seed: 1 }
";
    let run = document(page, "run --max-requests 60000");
    assert!(findings(&run, "unanswered").is_empty(), "{}", run["findings"]);
    assert_eq!(objective(&run, "errors")["met"], true);
    assert_eq!(objective(&run, "p99")["met"], true);
}

#[test]
fn a_quantile_far_from_its_target_is_missed_without_an_interval_of_its_own() {
    let page = "
requests:
  web: { rate: 120/s, path: [web_app, shared] }
  mobile: { rate: 120/s, path: [mobile_app, shared] }
slo: { p99: 200ms }
components:
  web_app: { server: { cores: 4, workers: 40, queue: 100, work: 2ms } }
  mobile_app: { server: { cores: 4, workers: 40, queue: 100, work: 2ms } }
  shared: { server: { cores: 2, work: 10ms } }
";
    let run = document(page, "run --max-requests 60000");
    let row = objective(&run, "p99");
    assert!(row["actual"].as_f64().expect("measured") > 1_000.0, "{row}");
    assert_eq!((&row["met"], &row["clear"]), (&false.into(), &true.into()), "{row}");
}

#[test]
fn what_may_fail_is_no_reproach() {
    let page = "
requests: { get: { rate: 300/s, timeout: 500ms, path: [app] } }
slo: { p99: 200ms, errors: 40% }
components: { app: { server: { cores: 2, work: 10ms, shed: 50ms } } }
";
    let output = printed(page, "run --max-requests 60000 --brief");
    let said = String::from_utf8_lossy(&output.stdout).replace("\n  ", " ");
    assert!(said.contains("It answers 200 of its"), "{said}");
    assert!(!said.contains("does not carry"), "{said}");
}

#[test]
fn a_part_of_a_type_that_fails_is_told_as_a_part() {
    let page = "
data: { item: { keys: 100k, size: 1KB } }
requests:
  get: { rate: 400/s, reads: item, path: [app, db] }
  put: { rate: 100/s, writes: item, path: [app, db] }
slo: { errors: 1% }
components:
  app: { server: { cores: 4, work: 1ms } }
  db: { database: { cores: 4, replicas: 2, read: 2ms, write: 4ms, failover: { detect: 2s, promote: 3s } } }
timeline: [ { at: 20s, kill: db, count: 1, for: 30s } ]
run: { duration: 60s, seed: 1 }
";
    let output = printed(page, "run --brief");
    let said = String::from_utf8_lossy(&output.stdout).replace("\n  ", " ");
    assert!(said.contains("but 8.") && said.contains("% of put fail"), "{said}");
}
