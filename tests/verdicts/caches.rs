//! Caches, copies and what they miss.

use serde_json::Value;

use super::harness::{document, findings, page};

const FEW: &str = "run --max-requests 50000";

fn calls(run: &Value, component: &str) -> f64 {
    let per_s = run["components"][component]["arrivals_per_s"]["value"].as_f64();
    per_s.expect("a number") * run["simulated_s"].as_f64().expect("a number")
}

/// A herd of misses reaches the store whole, is named, and is one call for each key where misses are merged.
#[test]
fn misses_of_a_key_are_merged() {
    let text = page("misses-are-not-merged");
    let apart = document(&text, FEW);
    assert!((200.0..320.0).contains(&calls(&apart, "db")), "{}", calls(&apart, "db"));
    let found = findings(&apart, "stampede");
    assert_eq!(found.len(), 1, "{}", apart["findings"]);
    let misses = found[0]["misses"].as_f64().expect("a number");
    let again = found[0]["again"].as_f64().expect("a number");
    assert!((misses - again - 5.0).abs() <= 1.0, "{misses} misses, {again} again");
    let merged = document(&text.replace("work: 200us", "work: 200us, merge: true"), FEW);
    assert_eq!(calls(&merged, "db"), 5.0);
    assert!(findings(&merged, "stampede").is_empty());
    let waited = merged["components"]["cache"]["merged"].as_f64().expect("a number") / 3.0;
    assert!((waited - again).abs() < 0.2 * again, "{waited} waited, {again} fetched again");
    // Keys that expire one by one are no stampede.
    let calm = "name: A
data: { item: { keys: 1000 } }
requests: { get: { rate: 1000/s, reads: item, path: [cache, db] } }
components:
  cache: { cache: { ttl: 5s } }
  db: { database: {} }
";
    assert!(findings(&document(calm, FEW), "stampede").is_empty());
}
