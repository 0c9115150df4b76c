//! Databases: staleness, replication, shards, buffers; and what writes do to the caches before them.

use napkin::message::PhaseLabel;

use super::harness::{Run, binomial, near, poisson, run};
use super::reference::{self, lru};

/// A page that reads and writes the same keys.
fn page(read_write: (f64, f64), data: &str, path: &str, components: &str, run: &str) -> String {
    let (read, write) = read_write;
    format!(
        "
name: reads and writes
data:
  item: {{ {data}, size: 1KB }}
requests:
  get: {{ rate: {read}/s, reads: item, path: {path} }}
  put: {{ rate: {write}/s, writes: item, path: {path} }}
components:
{components}
network: {{ hop: 0s }}
run: {{ {run}, seed: 1 }}
"
    )
}

const RUN: &str = "warmup: 5s, duration: 50s, replications: 10";

fn mean_ms(run: &Run, request_type: &str) -> f64 {
    run.report.request_types[request_type].latency_ms.as_ref().expect("completed").mean.value
}

// ---- stale reads ----

/// A read at a random time is stale if its key was written within the last L: 1 − exp(−wL), averaged over the
/// keys by popularity.
#[test]
fn a_replica_lags_by_a_constant() {
    for (name, popularity) in
        [("uniform", reference::uniform(200)), ("zipf(1)", reference::zipf(200, 1.0))]
    {
        for lag_ms in [20.0, 100.0] {
            let db = format!(
                "  db: {{ database: {{ replicas: 1, lag: {lag_ms}ms, read: 0s, write: 0s }} }}"
            );
            let data = format!("keys: 200, popularity: {name}");
            let run = run(&page((1000.0, 1000.0), &data, "[db]", &db, RUN));
            let lag_s = lag_ms / 1000.0;
            let expected: f64 =
                popularity.iter().map(|p| p * -(-1000.0 * p * lag_s).exp_m1()).sum();
            run.agrees("stale reads", run.own("db", "stale_read_ratio"), expected, 0.01);
            near("lag", run.own("db", "lag_ms").value, lag_ms, 1e-6);
        }
    }
}

#[test]
fn who_answers_decides_how_stale() {
    let expected: f64 = -(-1000.0 / 200.0 * 0.1_f64).exp_m1();
    for (from, share) in [("replicas", 1.0), ("any", 2.0 / 3.0), ("primary", 0.0)] {
        let db = format!(
            "  db: {{ database: {{ replicas: 2, lag: 100ms, read: 0s, write: 0s, reads_from: {from} }} }}"
        );
        let run = run(&page((1000.0, 1000.0), "keys: 200", "[db]", &db, RUN));
        run.agrees(from, run.own("db", "stale_read_ratio"), share * expected, 0.01);
    }
}

/// An entry that nobody invalidates is stale from its key's first write on: a hit is at a uniform age in (0, τ).
#[test]
fn a_cache_that_ignores_writes_is_stale() {
    let (write, ttl_s) = (200.0 / 500.0, 3.0_f64);
    let components = "  cache: { cache: { ttl: 3s, on_write: ignore } }
  db: { database: { read: 0s, write: 0s } }";
    let run = run(&page((2000.0, 200.0), "keys: 500", "[cache, db]", components, RUN));
    let expected = 1.0 - -(-write * ttl_s).exp_m1() / (write * ttl_s);
    run.agrees("stale", run.own("cache", "stale_read_ratio"), expected, 0.01);
    run.agrees("hits", run.own("cache", "hit_ratio"), 12.0 / 13.0, 0.01);
}

/// Without a memory limit an entry is there if the last request for its key was a read.
#[test]
fn a_write_drops_the_entry() {
    let components = "  cache: { cache: { on_write: invalidate } }
  db: { database: { read: 0s, write: 0s } }";
    let run = run(&page((1500.0, 500.0), "keys: 500", "[cache, db]", components, RUN));
    run.agrees("hits", run.own("cache", "hit_ratio"), 0.75, 0.01);
    assert_eq!(run.own("cache", "stale_read_ratio").value, 0.0);
}

#[test]
fn a_write_renews_the_entry() {
    for mode in ["aside, on_write: update", "through", "behind"] {
        let components = format!(
            "  cache: {{ cache: {{ mode: {mode} }} }}
  db: {{ database: {{ read: 0s, write: 0s }} }}"
        );
        let run = run(&page((1500.0, 500.0), "keys: 500", "[cache, db]", &components, RUN));
        near("hits", run.own("cache", "hit_ratio").value, 1.0, 1e-3);
        assert_eq!(run.own("cache", "stale_read_ratio").value, 0.0, "{mode}");
        let writes = run.component("db").arrivals_per_s;
        run.agrees("writes arrive at the database", writes, 500.0, 5.0);
    }
}

/// Updates fill an LRU cache just as reads do, so that writes decide what it holds: warm and cold starts agree.
#[test]
fn updates_take_room() {
    let components = "  cache: { cache: { memory: 500KB, mode: through } }
  db: { database: { read: 0s, write: 0s } }";
    let page = |run: &str| {
        page((500.0, 500.0), "keys: 5k, popularity: zipf(0.8)", "[cache, db]", components, run)
    };
    let expected = lru(&reference::zipf(5000, 0.8), 500.0);
    let cold = run(&page("caches: cold, warmup: 60s, duration: 60s, replications: 10"));
    cold.agrees("cold", cold.own("cache", "hit_ratio"), expected, 0.005);
    let warm = run(&page("warmup: 0s, duration: 1s, replications: 80"));
    warm.agrees("warm", warm.own("cache", "hit_ratio"), expected, 0.01);
}

// ---- how long a write takes ----

#[test]
fn through_waits_for_the_database_and_behind_does_not() {
    for (mode, expected_ms) in [("through", 5.1), ("behind", 0.1)] {
        let components = format!(
            "  cache: {{ cache: {{ mode: {mode}, work: 100us }} }}
  db: {{ database: {{ read: 1ms, write: 5ms }} }}"
        );
        let run = run(&page((10.0, 100.0), "keys: 500", "[cache, db]", &components, RUN));
        near(mode, mean_ms(&run, "put"), expected_ms, 1e-9);
        run.agrees("database", run.component("db").arrivals_per_s, 100.0, 2.0);
    }
}

/// A cache that dies has told its callers of writes that it had not passed on: λ × the time that takes.
#[test]
fn write_behind_loses_what_is_under_way() {
    let components = "  cache: { cache: { mode: behind, work: 0s } }
  db: { database: { read: 0s, write: 200ms } }";
    let text = page(
        (10.0, 500.0),
        "keys: 500",
        "[cache, db]",
        components,
        "warmup: 5s, duration: 20s, replications: 20",
    );
    let run = run(&(text + "timeline:\n  - { at: 10s, kill: cache, for: 1s }\n"));
    let lost = run.own_number("cache", "lost_writes") as u64;
    poisson("lost writes", lost, 20.0 * 500.0 * 0.2);
    assert_eq!(run.report.requests.failed, 0, "calls pass a cache that is down");
}

#[test]
fn acknowledgements_take_lag_and_a_hop() {
    for (replication, expected_ms) in [("async", 2.0), ("semi_sync", 12.25), ("sync", 12.25)] {
        let db = format!(
            "  db: {{ database: {{ replicas: 2, lag: 10ms, read: 0s, write: 2ms, replication: {replication} }} }}"
        );
        let text = page((10.0, 50.0), "keys: 500", "[db]", &db, RUN);
        let run = run(&text.replace("hop: 0s", "hop: 250us"));
        near(replication, mean_ms(&run, "put"), expected_ms, 1e-9);
    }
}

/// Exponential lags: the first of three is there after a third of the mean, the last after 1 + 1/2 + 1/3 of it.
#[test]
fn the_first_or_the_last_of_three_replicas() {
    for (replication, expected_ms) in [("semi_sync", 10.0 / 3.0), ("sync", 10.0 * 11.0 / 6.0)] {
        let db = format!(
            "  db: {{ database: {{ replicas: 3, lag: exp(10ms), read: 0s, write: 0s, replication: {replication} }} }}"
        );
        // So rare that no write waits for the one before.
        let rare = "warmup: 0s, duration: 20d, replications: 10";
        let run = run(&page((0.001, 0.01), "keys: 500", "[db]", &db, rare));
        let put = run.report.request_types["put"].latency_ms.as_ref().expect("completed");
        run.agrees(replication, put.mean, expected_ms, 0.1);
    }
}

// ---- load ----

/// Every node spends a write's CPU time; reads are spread over the replicas.
#[test]
fn replicas_work_for_every_write() {
    let db = "  db: { database: { cores: 1, replicas: 2, lag: 50ms, read: exp(5ms), write: exp(10ms) } }";
    let run = run(&page((60.0, 40.0), "keys: 500", "[db]", db, RUN));
    let cpu = run.component("db").resources["cpu"].utilization;
    run.agrees("cpu", cpu, (3.0 * 0.4 + 0.3) / 3.0, 0.01);
}

/// Keys spread evenly make each shard an M/M/1 queue of its share of the load.
#[test]
fn shards_share_the_load() {
    for by in ["hash", "consistent"] {
        let db = format!(
            "  db: {{ database: {{ cores: 1, shards: 4, shard_by: {by}, read: exp(10ms), write: exp(10ms) }} }}"
        );
        let long = "warmup: 20s, duration: 300s, replications: 10";
        let run = run(&page((150.0, 50.0), "keys: 1M", "[db]", &db, long));
        run.agrees(by, run.component("db").wait_ms.mean, 10.0, 0.3);
        run.agrees("cpu", run.component("db").resources["cpu"].utilization, 0.5, 0.01);
    }
}

/// Every node has a buffer of its own for the pages of its shard.
#[test]
fn every_node_buffers_its_own_pages() {
    for (shards, replicas) in [(1, 0), (4, 0), (1, 2), (2, 2)] {
        let nodes = if replicas > 0 {
            format!("replicas: {replicas}, reads_from: any,")
        } else {
            String::new()
        };
        let db = format!(
            "  db: {{ database: {{ shards: {shards}, {nodes} buffer: 500KB, disk: {{ iops: 1M }}, read: 0s, write: 0s }} }}"
        );
        let data = "keys: 10k, popularity: uniform";
        for run_of in ["warmup: 0s, duration: 2s", "caches: cold, warmup: 60s, duration: 20s"] {
            let text =
                page((2000.0, 1.0), data, "[db]", &db, &format!("{run_of}, replications: 10"));
            let run = run(&text);
            let expected = f64::from(shards) * 500.0 / 10_000.0;
            println!("{shards} shards, {replicas} replicas, {run_of}");
            run.agrees("buffer", run.own("db", "buffer_hit_ratio"), expected, 0.01);
        }
    }
}

/// What a death empties is read from the disk once more, page by page, and nothing else is: a buffer that is large
/// enough misses as often as it has lost a page.
#[test]
fn a_dead_node_loses_its_own_pages_only() {
    const KEYS: u64 = 100;
    for (shards, replicas, kill, emptied) in [
        (1, 2, "", 0),
        (1, 2, "kill: db, count: 1, for: 1s", 1),
        (1, 2, "kill: db, count: 2, for: 1s", 2),
        (1, 2, "kill: db, for: 1s", 3),
        // All nodes of both shards: every key is on one of them, and on its replica.
        (2, 1, "kill: db, for: 1s", 2),
    ] {
        let db = format!(
            "  db: {{ database: {{ shards: {shards}, replicas: {replicas}, lag: 1ms, reads_from: any, buffer: 1MB, read: 0s, write: 0s }} }}"
        );
        let data = format!("keys: {KEYS}, popularity: uniform");
        // Each node is asked for each of its keys over a hundred times after its return.
        let brief = "warmup: 0s, duration: 50s, replications: 5";
        let mut text = page((1000.0, 1.0), &data, "[db]", &db, brief);
        if !kill.is_empty() {
            text += &format!("timeline:\n  - {{ at: 5s, {kill} }}\n");
        }
        for meters in &run(&text).outcome.replications {
            let db = &meters.components[0];
            assert_eq!(db.lookups - db.hits, emptied * KEYS, "{shards} shards, {kill}");
        }
    }
}

// ---- failover ----

fn failing(db: &str, kill: &str) -> Run {
    let db = format!("  db: {{ database: {{ read: 0s, write: 0s, {db} }} }}");
    let brief = "warmup: 5s, duration: 40s, replications: 10";
    let text = page((100.0, 500.0), "keys: 500", "[db]", &db, brief);
    run(&format!("{text}timeline:\n  - {{ at: 10s, kill: db, {kill} }}\n"))
}

/// Writes fail until a replica is primary; what the replicas had not received is lost.
#[test]
fn a_failover_takes_detection_and_promotion() {
    for replicas in [1, 2] {
        let run = failing(
            &format!("replicas: {replicas}, lag: 200ms, failover: {{ detect: 2s, promote: 3s }}"),
            "count: 1",
        );
        poisson("failed writes", run.report.requests.failed, 10.0 * 500.0 * 5.0);
        near("recovery", run.own_number("db", "recovery_s"), 5.0, 1e-9);
        near("failovers", run.own_number("db", "failovers"), 10.0, 0.0);
        let lost = run.own_number("db", "lost_writes") as u64;
        poisson("lost writes", lost, 10.0 * 500.0 * 0.2);
    }
}

/// What was acknowledged had reached a replica: nothing is lost.
#[test]
fn synchronous_replication_loses_nothing() {
    for replication in ["sync", "semi_sync"] {
        let run = failing(
            &format!(
                "replicas: 2, lag: 200ms, replication: {replication}, failover: {{ detect: 2s, promote: 3s }}"
            ),
            "count: 1",
        );
        assert_eq!(run.own_number("db", "lost_writes"), 0.0, "{replication}");
        // Those that waited for their acknowledgement when the primary died, and those that came later.
        poisson("failed writes", run.report.requests.failed, 10.0 * 500.0 * 5.2);
    }
}

#[test]
fn without_failover_writes_fail_until_the_primary_is_back() {
    let run = failing("replicas: 1, lag: 200ms", "count: 1, for: 8s");
    poisson("failed writes", run.report.requests.failed, 10.0 * 500.0 * 8.0);
    assert_eq!(run.failed("connection_lost"), run.report.requests.failed);
}

/// The primary is back before its successor is ready.
#[test]
fn a_primary_that_comes_back_ends_the_failover() {
    let run = failing(
        "replicas: 1, lag: 200ms, failover: { detect: 2s, promote: 10s }",
        "count: 1, for: 6s",
    );
    poisson("failed writes", run.report.requests.failed, 10.0 * 500.0 * 6.0);
    near("recovery", run.own_number("db", "recovery_s"), 6.0, 1e-9);
}

/// A node that comes back catches up: a while later it is as stale as any replica.
#[test]
fn the_old_primary_comes_back_as_a_replica() {
    for cores in ["", "cores: 8, "] {
        let db = format!(
            "  db: {{ database: {{ {cores}replicas: 1, lag: 100ms, read: 100us, write: 100us, reads_from: any, failover: {{ detect: 1s, promote: 1s }} }} }}"
        );
        let brief = "warmup: 5s, duration: 100s, replications: 10";
        let text = page((1000.0, 500.0), "keys: 500", "[db]", &db, brief);
        let run = run(&format!("{text}timeline:\n  - {{ at: 1s, kill: db, count: 1, for: 4s }}\n"));
        // Half of the reads go to a replica that lags by 100 ms; one second in a hundred both nodes are primary.
        let expected = 0.5 * -(-0.1_f64).exp_m1();
        let last = run.report.phases.last().expect("phases").label.clone();
        assert_eq!(last.0, PhaseLabel::After);
        let stale = run.own("db", "stale_read_ratio").value;
        assert!(
            (stale - expected).abs() < 0.05 * expected,
            "{cores} stale {stale}, expected {expected}"
        );
    }
}

/// Two of three copies are enough.
#[test]
fn k_of_n_survive() {
    for (count, fails) in [(1, false), (2, true)] {
        let kills: String =
            (0..count).map(|at| format!("  - {{ at: 10s, kill: s{at}, for: 5s }}\n")).collect();
        let run = run(&format!(
            "
name: two of three
traffic: 200/s
path: [app, {{ parallel: {{ need: 2, paths: [s0, s1, s2] }} }}]
components:
  app: {{ server: {{ }} }}
  s0: {{ server: {{ work: 1ms }} }}
  s1: {{ server: {{ work: 1ms }} }}
  s2: {{ server: {{ work: 1ms }} }}
run: {{ warmup: 5s, duration: 20s, replications: 10, seed: 1 }}
timeline:
{kills}"
        ));
        if fails {
            poisson("failed", run.report.requests.failed, 10.0 * 200.0 * 5.0);
        } else {
            assert_eq!(run.report.requests.failed, 0);
        }
    }
}

#[test]
fn half_of_the_shards_are_down() {
    let db = "  db: { database: { shards: 4, read: 0s, write: 0s } }";
    let text =
        page((500.0, 500.0), "keys: 1M", "[db]", db, "warmup: 5s, duration: 20s, replications: 10");
    let run = run(&format!("{text}timeline:\n  - {{ at: 10s, kill: db, count: 2, for: 5s }}\n"));
    binomial("failed", run.report.requests.failed, 10 * 5 * 1000, 0.5);
}
