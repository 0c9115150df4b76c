//! What is read of what was written: several databases, caches that nobody tells, repeated calls, hot shards; and
//! what the report says of them.

use napkin::component::load_balancer::balancer::mix;
use napkin::message::{Lang, Say};

use super::harness::{Run, near, run};

fn stale(run: &Run, component: &str, expected: f64) {
    run.agrees("stale", run.own(component, "stale_read_ratio"), expected, 0.01);
}

fn found(run: &Run, sentence: &str) {
    let findings = run.report.findings.iter().map(|finding| finding.say(Lang::En));
    let warnings = run.report.warnings.iter().map(|warning| warning.say(Lang::En));
    let all: Vec<String> = findings.chain(warnings).collect();
    assert!(all.iter().any(|said| said.contains(sentence)), "{sentence} is not in {all:#?}");
}

/// 1 − e^(−x), averaged over an age that is uniform between 0 and x.
fn stale_at_uniform_age(x: f64) -> f64 {
    1.0 - -(-x).exp_m1() / x
}

/// The same keys are written to two databases, to one of them twice as often: each is as stale as its own writes
/// make it, 1 − e^(−wL) for each key.
#[test]
fn two_databases_of_the_same_data() {
    let run = run("
name: a database and its search index
data: { item: { keys: 500, size: 1KB } }
requests:
  put:  { rate: 500/s, writes: item, path: [app, { sequence: [search, main] }] }
  edit: { rate: 500/s, writes: item, path: [app, main] }
  find: { rate: 1000/s, reads: item, path: [app, search] }
  get:  { rate: 1000/s, reads: item, path: [app, main] }
components:
  app:    { server: {} }
  main:   { database: { replicas: 1, lag: 50ms, read: 0s, write: 0s } }
  search: { database: { replicas: 1, lag: 50ms, read: 0s, write: 0s } }
network: { hop: 0s }
run: { warmup: 5s, duration: 30s, replications: 8 }
");
    stale(&run, "main", -(-2.0 * 0.05_f64).exp_m1());
    stale(&run, "search", -(-0.05_f64).exp_m1());
}

/// A write that nobody has been told of is missed by nobody: with synchronous replication no read is stale.
#[test]
fn synchronous_replicas_are_never_stale() {
    // Of constant lags the first is the last; with cores of their own replicas queue.
    for (replication, cores) in [("sync", ""), ("semi_sync", ""), ("sync", "cores: 1, ")] {
        let run = run(&format!(
            "
name: {replication}
data: {{ item: {{ keys: 50, size: 1KB }} }}
requests:
  put: {{ rate: 500/s, writes: item, path: [db] }}
  get: {{ rate: 1000/s, reads: item, path: [db] }}
components:
  db: {{ database: {{ {cores}replicas: 2, lag: 50ms, replication: {replication}, read: 0s, write: 1ms }} }}
run: {{ warmup: 5s, duration: 30s, replications: 4 }}
"
        ));
        assert_eq!(run.own("db", "stale_read_ratio").value, 0.0, "{replication}");
    }
}

/// A short run of a cache whose entries live for long: they are as stale at its start as they stay.
#[test]
fn a_run_starts_as_stale_as_it_goes_on() {
    let run = run("
name: nobody tells the cache
data: { item: { keys: 500, size: 1KB } }
requests:
  get: { rate: 2000/s, reads: item, path: [cdn, origin] }
  put: { rate: 10/s, writes: item, path: [db] }
components:
  cdn:    { cdn: { ttl: 100s } }
  origin: { server: {} }
  db:     { database: {} }
run: { warmup: 0s, duration: 10s, replications: 60 }
");
    // 0.02 writes a second of each key for up to 100 s, and a fill takes none of them back.
    stale(&run, "cdn", stale_at_uniform_age(2.0));
}

/// Behind the cache is no database, and an entry that is filled after a write has it.
#[test]
fn what_is_fetched_anew_is_new() {
    let run = run("
name: a server behind the cdn
data: { item: { keys: 500, size: 1KB } }
requests:
  get: { rate: 2000/s, reads: item, path: [cdn, origin] }
  put: { rate: 200/s, writes: item, path: [db] }
components:
  cdn:    { cdn: { ttl: 3s } }
  origin: { server: {} }
  db:     { database: {} }
run: { warmup: 6s, duration: 50s, replications: 8 }
");
    stale(&run, "cdn", stale_at_uniform_age(0.4 * 3.0));
}

/// An update fills, and starts the time to live anew: a key asked for at rate a and updated at rate u is there for
/// (e^(uτ) − 1) / u at a time, until no update has come for τ, and then away for 1 / a.
#[test]
fn updates_fill_and_renew() {
    let run = run("
name: written through
data: { item: { keys: 5k, size: 1KB } }
requests:
  get: { rate: 500/s, reads: item, path: [cache, db] }
  put: { rate: 500/s, writes: item, path: [cache, db] }
components:
  cache: { cache: { mode: through, ttl: 10s } }
  db:    { database: {} }
run: { warmup: 0s, duration: 10s, replications: 20 }
");
    let (update, ask, ttl_s) = (0.1_f64, 0.2, 10.0);
    let visits = ask * (update * ttl_s).exp_m1() / update;
    run.agrees("hits", run.own("cache", "hit_ratio"), visits / (1.0 + visits), 0.005);
    near("on the napkin", run.napkin("cache.hit_ratio"), visits / (1.0 + visits), 1e-9);
}

/// The calls of one repetition have one key: twenty writes in a row remove an entry once, and of four reads only the
/// first can miss.
#[test]
fn repetitions_come_to_an_entry_as_one() {
    let run = run("
name: repeated calls
data: { item: { keys: 50k, size: 1KB } }
requests:
  get: { rate: 1500/s, reads: item, path: [app, { repeat: { times: 4, path: [cache, db] } }] }
  put: { rate: 500/s, writes: item, path: [app, { sequence: [db, { repeat: { times: 20, path: [cache] } }] }] }
components:
  app:   { server: {} }
  cache: { cache: {} }
  db:    { database: {} }
network: { hop: 0s }
run: { warmup: 0s, duration: 5s, replications: 20 }
");
    let hits = 1.0 - (1.0 - 0.75) / 4.0;
    run.agrees("hits", run.own("cache", "hit_ratio"), hits, 0.005);
    near("on the napkin", run.napkin("cache.hit_ratio"), hits, 1e-9);
}

/// One key has nine of ten requests, so its shard has them and its part of the others.
#[test]
fn a_hot_shard_is_found() {
    const SHARDS: u64 = 4;
    let run = run("
name: a hot key
traffic: 900/s
data: { item: { keys: 1000, popularity: hot(0.1% takes 90%), size: 1KB } }
requests: { get: { weight: 1, reads: item, path: [db] } }
components:
  db: { database: { cores: 1, shards: 4, read: exp(1ms) } }
");
    let hot = mix(0) % SHARDS;
    let with_it = (1..1000).filter(|&key| mix(key) % SHARDS == hot).count() as f64;
    let expected = 0.9 * (0.9 + 0.1 * with_it / 999.0);
    let busiest = run.component("db").busiest_instance.clone().expect("the load is uneven");
    assert_eq!(busiest.instance as u64, hot);
    run.agrees("busiest shard", busiest.utilization, expected, 0.01);
    found(&run, &format!("Shard {} of db is the bottleneck: its cpu is 8", hot + 1));
}

/// Nothing is uneven where the instances take turns.
#[test]
fn turns_are_even() {
    let run = run("
name: even
traffic: 1000/s
path: [lb, app]
components:
  lb:  { load_balancer: { policy: random } }
  app: { server: { cores: 1, instances: 8, work: exp(4ms) } }
");
    assert_eq!(run.component("app").busiest_instance, None);
}

/// Work longer than the window: only what has ended tells how long it takes.
#[test]
fn work_longer_than_the_run() {
    let run = run("
name: long work
traffic: 5/s
path: [app]
components: { app: { server: { cores: 1000, work: 100s } } }
run: { warmup: 60s, duration: 60s, replications: 3 }
");
    near("own work", run.component("app").service_ms.mean.value, 100_000.0, 1e-6);
}

#[test]
fn the_report_says_what_happened() {
    let hang = run("
name: a hang
traffic: 500/s
path: [lb, app]
components:
  lb:  { load_balancer: {} }
  app: { server: { cores: 4, work: 1ms } }
network: { hop: 10ms }
timeline: [{ at: 20s, hang: app, for: 5s }]
run: { replications: 3 }
");
    // Answers that were on their way when it began.
    found(&hang, "During “hang app” ");
    found(&hang, "requests a second are answered; after it p99 is");
    let bursts = run("
name: bursts
traffic: { rate: 200/s, arrivals: { bursty: { high: 20, low: 0.5, high_for: 1s, low_for: 30s } } }
path: [app]
components: { app: { server: { cores: 1, work: 1ms } } }
run: { duration: 200s, replications: 5 }
");
    found(&bursts, "On average nothing is near its limit, and yet calls wait");
    let free = run("
name: a cache at the end
traffic: 500/s
data: { item: { keys: 1000, size: 1KB } }
requests: { get: { weight: 1, reads: item, path: [app, cache] } }
components: { app: { server: {} }, cache: { cache: { memory: 500KB } } }
run: { duration: 20s, replications: 3 }
");
    found(&free, "of the reads at cache are misses, and no step follows it");
    let full = run("
name: a cache too small for anything
traffic: 100/s
data: { video: { keys: 100, size: 1MB } }
requests: { get: { weight: 1, reads: video, path: [cache, db] } }
components: { cache: { cache: { memory: 500KB } }, db: { database: {} } }
run: { duration: 20s, replications: 3 }
");
    found(&full, "An item of video is larger than the memory of cache");
}
