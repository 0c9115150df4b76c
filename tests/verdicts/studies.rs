//! What the studies advise, and the window they judge.

use serde_json::Value;

use super::harness::{document, page, printed};

/// A database whose cache lets more by for a minute: 80/s × 70 % × 60 ms are 3.4 cores of 2.
const FULL_FOR_A_MINUTE: &str = "
slo: { p95: 400ms, errors: 1% }
requests:
  page: { rate: 80/s, timeout: 2s, path: [web, cache, db] }
components:
  web: { server: { cores: 16, workers: 400, work: 5ms } }
  cache: { cache: { hit_ratio: 92%, work: 1ms } }
  db: { database: { cores: 2, connections: 60, read: { mean: 60ms, cv: 1 } } }
timeline:
  - { at: 20s, set: { cache.hit_ratio: 30% } }
  - { at: 80s, set: { cache.hit_ratio: 92% } }
run: { duration: 100s }
";

/// A cache that hides half of the load dies for 5 s, and work that was given up keeps the database full.
const CACHE_DIES: &str = "
slo: { p99: 500ms, errors: 1% }
data: { product: { keys: 500, popularity: zipf(1.2), size: 2KB } }
requests:
  page: { rate: 200/s, reads: product, path: [app, cache, db] }
components:
  app: { server: { machine: c7g.xlarge, instances: 2, work: exp(2ms) } }
  cache: { cache: { machine: cache.r7g.large, memory: 1GB, ttl: 10m } }
  db: { database: { machine: db.r6g.large, read: exp(20ms), timeout: 1s } }
timeline:
  - { at: 10s, kill: cache, for: 8s }
run: { duration: 60s, replications: 3 }
";

fn set_of(advice: &Value) -> Vec<&str> {
    advice["set"].as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

fn codes(document: &Value) -> Vec<&str> {
    let answer = document["answer"].as_array().expect("a list");
    answer.iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn explain_judges_the_window_of_the_page() {
    let page = "
slo: { p99: 200ms, errors: 1% }
requests: { view: { rate: 100/s, path: [app] } }
components: { app: { server: { cores: 4, work: 1ms } } }
timeline: [ { at: 10s, slow: app, times: 2, for: 1s } ]
run: { duration: 40s, replications: 3 }
";
    let found = document(page, "explain --max-requests 30000");
    assert_eq!(found["simulated"]["simulated_s"], 40.0);
    assert!(found["cut"].is_null(), "{}", found["cut"]);
}

#[test]
fn compare_judges_the_window_that_run_has() {
    let found = document(FULL_FOR_A_MINUTE, "compare --set db.cores=8 --max-requests 32000");
    assert_eq!(found["simulated_s"], 100.0);
    let metrics = found["differences"][0]["metrics"].as_array().expect("a list");
    let errors = metrics.iter().find(|row| row["metric"] == "errors").expect("errors");
    assert_eq!(errors["verdict"], "better");
}

#[test]
fn what_was_not_simulated_is_neither_met_nor_a_tie() {
    let text = page("compare-cut-before-event");
    let found = document(&text, "compare --set db.cores=24 --max-requests 10000");
    let events = found["cut"]["events"].as_array().expect("events that were left out");
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["at_s"], 60.0);
    for row in found["differences"][0]["metrics"].as_array().expect("a list") {
        assert_eq!(row["verdict"], "unknown", "{row}");
    }
    for row in found["variants"].as_array().expect("a list").iter().map(|one| &one["slo"]) {
        assert!(row.as_array().expect("a list").iter().all(|row| row["met"] == false), "{row}");
    }
    let found = document(&text, "explain --max-requests 10000");
    assert_eq!(codes(&found), ["cut"]);
    assert!(found["slo"].as_array().expect("a list").iter().all(|row| row["met"] == false));
    assert_eq!(found["advice"], Value::Array(Vec::new()));
}

#[test]
fn a_shorter_window_is_said_first() {
    let page = "
slo: { p99: 200ms }
requests: { view: { rate: 1k/s, path: [app] } }
components: { app: { server: { cores: 4, work: 1ms } } }
run: { duration: 60s, replications: 3 }
";
    let found = document(page, "explain --max-requests 20000");
    assert_eq!(codes(&found)[0], "cut");
    assert_eq!(found["cut"]["asked_s"], 60.0);
    let found = document(page, "compare --set app.cores=8 --max-requests 20000");
    assert_eq!(found["cut"]["asked_s"], 60.0);
}

#[test]
fn what_costs_nothing_comes_first() {
    let found = document(CACHE_DIES, "explain --max-requests 200000");
    assert_eq!(set_of(&found["advice"][0]), ["db.cancel=true"], "{}", found["advice"]);
    assert!(codes(&found).iter().any(|code| ["recovers", "enough"].contains(code)));
}

#[test]
fn a_size_is_searched_until_the_objectives_hold() {
    let found = document(FULL_FOR_A_MINUTE, "explain --max-requests 200000");
    let holds = |advice: &&Value| advice["meets"] == true;
    let advice = found["advice"].as_array().expect("a list");
    let best = advice.iter().find(holds).unwrap_or_else(|| panic!("{:?}", found["answer"]));
    assert!(set_of(best)[0].starts_with("db."), "{best}");
    let no_help = found["no_help"].as_array().expect("a list");
    assert!(!no_help.iter().any(|one| set_of(one)[0].starts_with("db.cores")), "{no_help:?}");
}

#[test]
fn no_advice_goes_below_what_arithmetic_needs() {
    let found = document(&page("jobs-outlast-the-window"), "explain --max-requests 10000");
    assert!(!codes(&found).contains(&"met"), "{}", found["answer"]);
    assert!(!codes(&found).contains(&"could_cost_less"), "{}", found["answer"]);
    for advice in found["advice"].as_array().expect("a list") {
        let fewer = set_of(advice).iter().any(|set| set.starts_with("coder.instances=1"));
        assert!(!fewer, "{advice}");
    }
}

#[test]
fn a_gate_compares_with_what_is_allowed() {
    let text = page("gate-on-a-difference");
    let code = |args: &str| {
        let args = format!("compare --set app.instances=4 --max-requests 20000 --quiet {args}");
        printed(&text, &args).status.code()
    };
    assert_eq!(code(""), Some(0));
    assert_eq!(code("--gate"), Some(4));
    assert_eq!(code("--gate --dearer $100"), Some(4));
    assert_eq!(code("--gate --dearer $1000"), Some(0));
}

/// However much comes, what stands behind a limiter is never full: its rate is the capacity.
#[test]
fn the_capacity_of_a_limiter_is_its_rate() {
    let text = "\
traffic: 50/s
path: [limiter, app]
components:
  limiter: { rate_limiter: { rate: 100/s } }
  app:     { server: { cores: 8, work: 5ms } }
";
    for text in [text.to_owned(), format!("slo: {{ errors: 1% }}\n{text}")] {
        let found = document(&text, "capacity --max-requests 200000");
        let capacity = found["capacity"]["value"].as_f64().unwrap_or_else(|| panic!("{found}"));
        assert!((85.0..112.0).contains(&capacity), "{capacity}");
        assert_eq!(found["limit"]["component"], "limiter", "{}", found["limit"]);
    }
}

/// A spike fills the only core for five seconds and has drained 30 s before the end.
#[test]
fn a_spike_that_drains_is_no_window_too_short() {
    let text = "\
slo: { p99: 3s, errors: 1% }
traffic: { rate: 100/s, shape: { spike: { at: 20s, times: 3, hold: 5s } } }
path: [app]
components: { app: { server: { cores: 1, work: 5ms } } }
run: { duration: 60s }
";
    let found = document(text, "explain --max-requests 60000");
    let codes: Vec<&str> = found["answer"]
        .as_array()
        .expect("an answer")
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect();
    assert!(!codes.contains(&"too_short"), "{codes:?}");
}
