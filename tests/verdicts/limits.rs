//! What limits a design: component, resource and how much it carries.

use serde_json::Value;

use crate::harness::{document, findings, page};

const FEW: &str = "run --max-requests 40000";

/// The bottleneck of a page, `db cpu`, and what is full because it waits for that.
fn limit(text: &str, args: &str) -> (String, Vec<String>) {
    let document = document(text, args);
    let name = |of: &Value| {
        let part = |key: &str| of[key].as_str().expect("a name").to_owned();
        format!("{} {}", part("component"), part("resource"))
    };
    let found = &document["bottleneck"];
    let held_up =
        found["held_up"].as_array().map_or(Vec::new(), |all| all.iter().map(name).collect());
    (name(found), held_up)
}

#[track_caller]
fn limits(text: &str, expect: &str, held_up: &[&str]) {
    let (found, waiting) = limit(text, FEW);
    assert_eq!(found, expect, "in\n{text}");
    assert_eq!(waiting, held_up, "in\n{text}");
}

#[test]
fn workers_that_wait_for_a_full_database_are_not_the_bottleneck() {
    // 400/s x 60 ms are 24 cores, of which db has 8.
    limits(&page("run-names-waiting-workers"), "db cpu", &["web workers", "db connections"]);
    limits(
        "name: A
traffic: 300/s
path: [web, db]
components:
  web: { server: { cores: 16, workers: 200, work: 2ms } }
  db: { database: { cores: 2, read: 10ms } }
",
        "db cpu",
        &["web workers"],
    );
}

#[test]
fn the_wait_is_followed_through_layers_and_pools() {
    // 500/s x 20 ms are 10 cores, of which db has 4.
    limits(
        "name: A
requests: { page: { rate: 500/s, timeout: 3s, path: [edge, app, { db: { pool: 20 } }] } }
components:
  edge: { server: { cores: 8, workers: 500, work: 1ms } }
  app: { server: { cores: 16, workers: 100, work: 2ms } }
  db: { database: { cores: 4, read: 20ms } }
",
        "db cpu",
        &["edge workers", "app workers", "db pool"],
    );
    // 5 connections carry 250/s, 16 cores 800/s: the pool is what is too small.
    limits(
        "name: A
requests: { page: { rate: 500/s, timeout: 3s, path: [app, { db: { pool: 5 } }] } }
components:
  app: { server: { cores: 16, workers: 100, work: 2ms } }
  db: { database: { cores: 16, read: 20ms } }
",
        "db pool",
        &["app workers"],
    );
    // Of two branches the full one: 400/s on a disk that does 100.
    limits(
        "name: A
requests: { page: { rate: 400/s, timeout: 5s, path: [web, { parallel: [ [files], [users] ] }] } }
components:
  web: { server: { cores: 8, workers: 100, work: 1ms } }
  files: { server: { cores: 8, workers: 64, disk: { iops: 100 }, work: { cpu: 1ms, disk: 1 } } }
  users: { database: { cores: 8, read: 1ms } }
",
        "files disk",
        &["web workers", "files workers"],
    );
}

#[test]
fn workers_that_are_too_few_are_the_bottleneck() {
    // 200/s x 502 ms are 100 workers, of which web has 50; what it calls has no limit.
    limits(
        "name: A
requests: { page: { rate: 200/s, timeout: 5s, path: [web, vendor] } }
components:
  web: { server: { cores: 8, workers: 50, work: 2ms } }
  vendor: { server: { work: { io: 500ms } } }
",
        "web workers",
        &[],
    );
    // The database is 40 % busy.
    limits(
        "name: A
requests: { page: { rate: 200/s, timeout: 5s, path: [web, vendor, db] } }
components:
  web: { server: { cores: 8, workers: 50, work: 2ms } }
  vendor: { server: { work: { io: 500ms } } }
  db: { database: { cores: 2, read: 4ms } }
",
        "web workers",
        &[],
    );
    // Its own cores, not its workers: 400/s x 10 ms are 4 of 2.
    limits(
        "name: A
requests: { page: { rate: 400/s, timeout: 5s, path: [web] } }
components:
  web: { server: { cores: 2, workers: 100, work: 10ms } }
",
        "web cpu",
        &["web workers"],
    );
}

#[test]
fn in_a_spike_too() {
    limits(
        "name: A
traffic: { rate: 100/s, shape: { spike: { at: 20s, times: 4, hold: 20s } } }
path: [web, db]
components:
  web: { server: { cores: 16, workers: 200, work: 2ms } }
  db: { database: { cores: 2, read: 10ms } }
run: { duration: 80s }
",
        "db cpu",
        &["web workers"],
    );
}

#[test]
fn a_limiter_that_refuses_is_the_bottleneck() {
    let document = document(&page("limiter-not-named"), FEW);
    assert_eq!(document["bottleneck"]["resource"], "rate");
    let found = findings(&document, "limiter");
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["component"], &found[0]["keys"]), (&"limit".into(), &8.into()));
    assert_eq!(found[0]["passes_per_s"], 1200.0);
    let refused = found[0]["refused"].as_f64().expect("a share");
    assert!((refused - 0.76).abs() < 0.02, "{refused}");
}

#[test]
fn a_limiter_that_lets_all_pass_is_not() {
    let text = "name: A
traffic: 100/s
path: [limit, app]
components:
  limit: { rate_limiter: { rate: 200/s, burst: 100 } }
  app: { server: { cores: 2, work: 5ms } }
";
    limits(text, "app cpu", &[]);
    assert!(findings(&document(text, FEW), "limiter").is_empty());
}

#[test]
fn a_waiting_room_is_the_bottleneck() {
    assert_eq!(limit(&page("waiting-room-not-named"), FEW).0, "room rate");
}

#[test]
fn a_deadlock_is_named_with_the_least_that_works() {
    let found = document(&page("deadlock-not-named"), FEW);
    let found = findings(&found, "deadlock");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["component"], &found[0]["resource"]),
        (&"db".into(), &"connections".into())
    );
    assert_eq!((&found[0]["each"], &found[0]["least"]), (&2.into(), &51.into()));
    // Too few cores are not a deadlock.
    let overload = "name: A
requests: { page: { rate: 900/s, timeout: 1s, path: [app, { db: { read: 5ms } }, { db: { read: 5ms } }] } }
components:
  app: { server: { workers: 50 } }
  db: { database: { cores: 2, connections: 200 } }
";
    assert!(findings(&document(overload, FEW), "deadlock").is_empty());
    limits(overload, "db cpu", &["app workers"]);
}

#[test]
fn messages_that_are_done_again_are_named() {
    let found = document(&page("duplicates-not-named"), FEW);
    let found = findings(&found, "redelivered");
    assert_eq!(found.len(), 1);
    let times = found[0]["times"].as_f64().expect("a number");
    assert!((2.0..2.6).contains(&times), "{times}");
    assert_eq!(found[0]["redeliver_after_s"], 60.0);
}

#[test]
fn work_does_not_pile_up_at_the_page() {
    let found = document(&page("piles-up-at-the-pages-name"), FEW);
    let found = findings(&found, "ends_unstable");
    assert_eq!(found.len(), 1);
    assert!(found[0]["component"].is_null());
}
