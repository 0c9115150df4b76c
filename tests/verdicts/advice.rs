//! What `explain` advises and what `capacity` says limits, on pages whose cure is known.

use serde_json::Value;

use super::harness::document;

/// The first change that is advised, and whether it meets every objective.
fn first(page: &str) -> (String, bool) {
    let found = document(page, "explain --max-requests 60000");
    let advice = found["advice"].as_array().expect("a list");
    let best = advice.first().unwrap_or_else(|| panic!("nothing is advised:\n{}", found["answer"]));
    let sets: Vec<&str> =
        best["set"].as_array().expect("settings").iter().filter_map(Value::as_str).collect();
    (sets.join(" "), best["meets"] == true)
}

fn check(page: &str, wanted: &[&str]) {
    let (set, meets) = first(page);
    assert!(wanted.iter().all(|part| set.contains(part)), "{set}, not {wanted:?}");
    assert!(meets, "{set}");
}

#[test]
fn a_slow_tail_is_hedged() {
    check(
        "
traffic: 200/s
path: [app, store]
slo: { p99: 120ms, errors: 1% }
components:
  app: { server: { cores: 4, work: 1ms } }
  store: { server: { work: { io: { p50: 10ms, p99: 200ms } } } }
",
        &["store.hedge="],
    );
}

#[test]
fn errors_are_tried_again() {
    check(
        "
requests:
  ok: { rate: 200/s, path: [app] }
  bad: { rate: 50/s, path: [app, legacy] }
slo: { p99: 200ms, errors: 1% }
components:
  app: { server: { cores: 4, work: 2ms } }
  legacy: { server: { cores: 4, work: 10ms, errors: 30% } }
",
        &["legacy.retry="],
    );
}

#[test]
fn writes_that_wait_for_a_far_replica_are_acknowledged_sooner() {
    check(
        "
data: { item: { keys: 1M, size: 1KB } }
requests: { put: { rate: 50/s, writes: item, path: [app, db] } }
slo: { p99: 100ms, errors: 1% }
components:
  app: { server: { cores: 4, work: 1ms } }
  db: { database: { cores: 4, replicas: 2, replication: sync, lag: 150ms, write: 2ms } }
",
        &["db.replication=async"],
    );
}

#[test]
fn weights_that_are_wrong_are_taken_away() {
    check(
        "
traffic: 300/s
path: [lb, app]
slo: { p99: 100ms, errors: 1% }
components:
  lb: { load_balancer: { policy: weighted, weights: [7, 1, 1, 1] } }
  app: { server: { cores: 1, instances: 4, work: 8ms } }
",
        &["lb.policy=", "lb.weights=null"],
    );
}

#[test]
fn a_limiter_that_holds_calls_back_is_opened() {
    let page = "
traffic: 98/s
path: [limiter, app]
slo: { p99: 100ms, errors: 1% }
components:
  limiter: { rate_limiter: { rate: 100/s, algorithm: leaky_bucket, burst: 200 } }
  app: { server: { cores: 2, work: 5ms } }
";
    check(page, &["limiter.rate="]);
    let found = document(page, "capacity --max-requests 200000");
    assert_eq!(found["limit"]["component"], "limiter", "{}", found["limit"]);
}

#[test]
fn instances_that_boot_longer_than_a_spike_are_there_before_it() {
    check(
        "
traffic: { rate: 100/s, shape: { spike: { at: 20s, times: 4, hold: 20s } } }
path: [app]
slo: { p99: 500ms, errors: 1% }
components:
  app:
    server:
      cores: 1
      work: 10ms
      autoscale: { metric: cpu, target: 60%, min: 2, max: 20, every: 15s, boot: 60s, cooldown: 1m }
run: { duration: 60s }
",
        &["app.autoscale.min="],
    );
}

/// Each can take 200 a second or a little more, of 220.
#[test]
fn two_that_are_full_are_relieved_together() {
    check(
        "
traffic: 220/s
path: [app, db]
slo: { p99: 200ms, errors: 1% }
components:
  app: { server: { cores: 2, work: 10ms } }
  db: { database: { cores: 2, read: 9.8ms } }
",
        &["app.", "db."],
    );
}

#[test]
fn the_one_instance_that_is_full_is_what_limits() {
    let found = document(
        "
data: { item: { keys: 100k, size: 1KB } }
requests:
  get: { rate: 800/s, reads: item, path: [app, db] }
  put: { rate: 100/s, writes: item, path: [app, db] }
slo: { p99: 100ms, errors: 1% }
components:
  app: { server: { cores: 4, work: 1ms } }
  db: { database: { cores: 1, replicas: 2, read: 1ms, write: 3ms, reads_from: primary } }
",
        "capacity --max-requests 200000",
    );
    let limit = &found["limit"];
    assert_eq!((&limit["component"], &limit["place"]["is"]), (&"db".into(), &"primary".into()));
    assert!(limit["utilization"].as_f64().expect("a share") > 0.8, "{limit}");
}

#[test]
fn a_limiter_that_refuses_is_what_limits() {
    let found = document(
        "
traffic: 150/s
path: [limiter, app]
slo: { p99: 100ms, errors: 1% }
components:
  limiter: { rate_limiter: { rate: 100/s, burst: 20 } }
  app: { server: { cores: 2, work: 5ms } }
",
        "capacity --max-requests 200000",
    );
    let limit = &found["limit"];
    assert_eq!((&limit["component"], &limit["resource"]), (&"limiter".into(), &"rate".into()));
    assert_eq!(limit["utilization"], 1.0);
}

/// A copy of a write is a second write: whoever has a slow tail of both is not told to send calls twice.
#[test]
fn writes_are_not_sent_twice() {
    let found = document(
        "
data: { item: { keys: 1M, size: 1KB } }
requests:
  put: { rate: 100/s, writes: item, path: [app, db] }
  get: { rate: 300/s, reads: item, path: [app, db] }
slo: { p99: 60ms, errors: 1% }
components:
  app: { server: { cores: 4, work: 1ms } }
  db: { database: { cores: 16, read: { p50: 4ms, p99: 120ms }, write: 5ms } }
",
        "explain --max-requests 60000",
    );
    assert!(!found.to_string().contains("hedge"), "{}", found["advice"]);
}

/// Two of the three nodes that keep a key are dead: more nodes beside them keep none of its copies.
#[test]
fn more_nodes_do_not_bring_a_quorum_back() {
    let found = document(
        "
data: { cart: { keys: 10k, size: 1KB } }
requests:
  get: { rate: 200/s, reads: cart, path: [app, store] }
  put: { rate: 50/s, writes: cart, path: [app, store] }
slo: { p99: 50ms, errors: 1% }
components:
  app: { server: { cores: 4, work: 1ms } }
  store: { kv: { instances: 3, copies: 3, write: 2, read: 2, read_work: 1ms, write_work: 2ms, cores: 2 } }
timeline: [ { at: 10s, kill: store, count: 2, for: 10s } ]
run: { duration: 40s }
",
        "explain --max-requests 60000",
    );
    assert!(!found.to_string().contains("store.instances="), "{}", found["advice"]);
}
