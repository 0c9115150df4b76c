//! `napkin explain`: on pages whose trouble is known, the advice that comes first is the one that ends it, what
//! tempts is named, and the time of every request is accounted for to the nanosecond.

use std::sync::atomic::{AtomicBool, AtomicU64};

use napkin::document::Explanation;
use napkin::message::Lang;
use napkin::message::explain::{Answer, Place, Spent as SpentIn, Why};
use napkin::study::explain::{Request, study};
use napkin::words::Say as _;
use napkin::world::execute::trace;
use napkin::world::trace::{Spent, Traced, Wanted};
use napkin::world::{self, Budget, Execution, Share};

use super::pages::with_pages;
use crate::common::load_text;

const RUN: &str = "run: { duration: 20s, replications: 4 }\n";

fn place(component: &str) -> Place {
    Place::Component(component.to_owned())
}

fn explain_on(page: &str, threads: usize) -> Explanation {
    let request = Request { command: "napkin run page.yaml".to_owned() };
    with_pages(&[page], threads, |pages, watch| study(&pages[0], &request, watch)).expect("a study")
}

/// The page is explained; the first advice is one of `first` (each the beginning of its `--set`s), and what
/// tempts is among what does not help.
fn check(page: &str, first: &[&str], tempting: &[&str]) -> Explanation {
    let found = explain_on(&format!("{page}\n{RUN}"), 2);
    let sets = |list: &[napkin::document::Advice]| -> Vec<String> {
        list.iter().map(|one| one.set.join(" ")).collect()
    };
    let (given, refused) = (sets(&found.advice), sets(&found.no_help));
    let best = given.first().cloned().unwrap_or_default();
    let fits = first.iter().any(|start| best.starts_with(start));
    assert!(fits, "{page}\nadvises {given:?}, not {first:?} (no help: {refused:?})");
    assert!(found.advice[0].meets, "{:?}", found.advice[0]);
    for start in tempting {
        let named = refused.iter().any(|set| set.starts_with(start));
        assert!(named, "{page}\n{start} is not among {refused:?} (advice: {given:?})");
    }
    // What is advised was simulated, and is not worse.
    for advice in found.advice.iter().filter(|advice| advice.meets) {
        assert!(advice.effect.stable && advice.missed.is_empty(), "{advice:?}");
    }
    found
}

// ---- advice ----

#[test]
fn too_few_instances() {
    let found = check(
        "slo: { p99: 60ms, errors: 0.1% }
traffic: 500/s
path: [lb, app]
components:
  lb: { load_balancer: { policy: least_connections } }
  app: { server: { machine: c7g.large, instances: 2, work: exp(10ms) } }",
        &["app.instances=", "app.machine=c7g.xlarge"],
        &[],
    );
    // 5 erlangs on 2 cores each: three machines carry it, four meet 60 ms.
    let best = &found.advice[0].effect;
    assert!(best.p99_ms.before.is_none(), "it does not settle: {best:?}");
    assert!(best.p99_ms.after.is_some_and(|p99| p99 < 60.0), "{best:?}");
    let next = found.next.expect("app is full");
    assert_eq!(next.now.component, "app");
    assert!(next.bottleneck.is_some_and(|then| then.utilization < 0.7), "twice the machines");
    assert!(found.answer[0].say(Lang::En).starts_with("Missed: p99"), "{:?}", found.answer);
}

#[test]
fn writes_to_one_primary() {
    check(
        "slo: { p99: 50ms, errors: 0.1% }
data: { item: { keys: 1M, size: 500B } }
requests:
  order: { rate: 900/s, writes: item, path: [app, db] }
  look: { rate: 100/s, reads: item, path: [app, db] }
components:
  app: { server: { machine: c7g.large, instances: 4, work: exp(1ms) } }
  db: { database: { machine: db.r6g.large, write: exp(2ms), read: exp(1ms) } }",
        &["db.machine=", "db.shards="],
        &["db.replicas=", "app.instances="],
    );
}

/// Reads through a cache, of data that are popular like this.
fn cached(data: &str, cache: &str, first: &str, tempting: &str) {
    let page = format!(
        "slo: {{ p99: 30ms, errors: 0.1% }}
data: {{ item: {{ {data}, size: 1KB }} }}
requests:
  get: {{ rate: 2000/s, reads: item, path: [app, cache, db] }}
components:
  app: {{ server: {{ machine: c7g.xlarge, instances: 2, work: exp(1ms) }} }}
  cache: {{ cache: {{ {cache} }} }}
  db: {{ database: {{ machine: db.r6g.large, read: exp(2ms) }} }}"
    );
    check(&page, &[first], &[tempting]);
}

#[test]
fn a_small_cache() {
    let popular = "keys: 200k, popularity: zipf(0.9)";
    cached(popular, "memory: 4MB, ttl: 1h", "cache.memory=", "app.instances=");
}

#[test]
fn a_cache_whose_entries_expire() {
    let even = "keys: 20k, popularity: zipf(0.6)";
    cached(even, "memory: 40MB, ttl: 5s", "cache.ttl=", "cache.memory=");
}

#[test]
fn second_tries_without_a_budget() {
    check(
        "slo: { errors: 30% }
requests:
  get: { rate: 700/s, path: [app], timeout: 500ms, retry: { times: 3, base: 50ms } }
components:
  app: { server: { cores: 10, work: exp(10ms) } }
timeline: [{ at: 5s, hang: app, for: 1500ms }]",
        &["requests.get.retry.budget="],
        &["requests.get.retry.times="],
    );
}

#[test]
fn a_queue_without_a_bound() {
    check(
        "slo: { p99: 400ms, errors: 25% }
requests:
  get: { rate: 120/s, path: [app], timeout: 1s }
components:
  app: { server: { cores: 1, work: 10ms } }",
        &["app.queue="],
        &["requests.get.retry="],
    );
}

#[test]
fn a_timeout_that_is_too_short() {
    let found = check(
        "slo: { errors: 0.1%, p99: 500ms }
requests:
  get: { rate: 100/s, path: [app, db] }
components:
  app: { server: { machine: c7g.large, instances: 2, work: exp(1ms) } }
  db: { server: { cores: 16, work: { p50: 10ms, p99: 80ms }, timeout: 30ms } }",
        &["db.timeout="],
        &["db.instances="],
    );
    let most = &found.failures[0];
    assert_eq!((&most.component, most.reason.as_str()), (&place("db"), "timeout"));
    assert!((most.share - 1.0).abs() < 1e-9 && most.say(Lang::En).contains("db"), "{most:?}");
}

#[test]
fn a_hot_shard() {
    let found = check(
        "slo: { p99: 50ms, errors: 0.1% }
data: { item: { keys: 10k, popularity: hot(0.01% takes 60%), size: 1KB } }
requests:
  get: { rate: 1200/s, reads: item, path: [app, db] }
components:
  app: { server: { machine: c7g.xlarge, instances: 2, work: exp(1ms) } }
  db: { database: { cores: 1, shards: 8, read: exp(1.3ms) } }",
        &["components.cache=", "db.cores=", "db.replicas="],
        &["db.shards="],
    );
    let part = &found.time.expect("requests").slowest.parts[0];
    assert_eq!((&part.what.component, part.what.spent), (&place("db"), SpentIn::Waiting));
    assert!(part.at_one_instance.is_some_and(|share| share > 0.8), "{part:?}");
}

#[test]
fn too_few_connections() {
    check(
        "slo: { p99: 60ms, errors: 0.1% }
data: { item: { keys: 10k, size: 1KB } }
requests:
  get: { rate: 1000/s, reads: item, path: [app, db] }
components:
  app: { server: { machine: c7g.xlarge, instances: 2, work: exp(1ms) } }
  db: { database: { machine: db.r6g.2xlarge, connections: 3, read: exp(2.9ms) } }",
        &["db.connections="],
        &["app.instances="],
    );
    check(
        "slo: { p99: 60ms, errors: 0.1% }
requests:
  get: { rate: 1100/s, path: [app, back] }
components:
  app: { server: { machine: c7g.xlarge, instances: 2, work: exp(1ms) } }
  back: { server: { machine: c7g.2xlarge, work: exp(3ms), pool: 2 } }",
        &["back.pool="],
        &["back.instances="],
    );
}

#[test]
fn too_many_workers() {
    let found = check(
        "slo: { p99: 300ms, errors: 0.1% }
requests:
  get: { rate: 500/s, path: [app] }
components:
  app: { server: { machine: c7g.16xlarge, work: exp(10ms), workers: 64, contention: 3%, coherency: 0.5% } }",
        &["app.workers="],
        &["app.workers=128"],
    );
    // The law's throughput is highest at √(0.97 ∕ 0.005) = 13.9 at once.
    let workers: u32 = found.advice[0].set[0]["app.workers=".len()..].parse().expect("a count");
    assert!((6..=13).contains(&workers), "{workers}");
}

#[test]
fn two_changes_where_no_single_one_is_enough() {
    let found = check(
        "slo: { p99: 60ms, errors: 0.1% }
data: { item: { keys: 1M, size: 1KB } }
requests:
  put: { rate: 700/s, writes: item, path: [app, db] }
components:
  app: { server: { machine: c7g.large, instances: 1, work: exp(5ms) } }
  db: { database: { machine: db.r6g.large, write: exp(4ms) } }",
        &["app.", "db."],
        &[],
    );
    let best = &found.advice[0].set.join(" ");
    assert!(best.contains("app.") && best.contains("db."), "{best}");
}

#[test]
fn reads_that_are_too_old() {
    check(
        "slo: { stale: 0.1%, p99: 100ms }
data: { item: { keys: 1k, popularity: zipf(0.9) } }
requests:
  get: { rate: 300/s, reads: item, path: [db] }
  put: { rate: 30/s, writes: item, path: [db] }
components: { db: { database: { cores: 4, replicas: 2, lag: 200ms } } }",
        &["db.reads_from=primary"],
        &[],
    );
}

#[test]
fn entries_that_are_too_old() {
    check(
        "slo: { stale: 2% }
data: { item: { keys: 1k, popularity: zipf(0.9) } }
requests:
  get: { rate: 300/s, reads: item, path: [cache, db] }
  put: { rate: 30/s, writes: item, path: [cache, db] }
components:
  cache: { cache: { memory: 1GB, ttl: 1m, on_write: ignore } }
  db: { database: { cores: 4 } }",
        &["cache.on_write=invalidate"],
        &[],
    );
}

#[test]
fn writes_that_wait_for_a_replica_far_away() {
    let found = check(
        "slo: { p99: 100ms }
data: { item: { keys: 1M } }
requests: { put: { rate: 100/s, writes: item, path: [db] } }
components: { db: { database: { cores: 4, replicas: 1, replication: sync, lag: 130ms } } }",
        &["db.replication=async"],
        &["db.replicas="],
    );
    // There is one shard: no key is hot, and the primary is not one instance of several.
    let hot = found.no_help.iter().any(|advice| advice.says.why == Some(Why::OneIsHot));
    let at_one = |answer: &Answer| match answer {
        Answer::SlowestSpend(most) | Answer::FailedSpend(most) => {
            most.at_one_instance.is_some_and(|share| share > 0.5)
        }
        _ => false,
    };
    assert!(!hot && !found.answer.iter().any(|sentence| at_one(sentence)), "{found:?}");
}

#[test]
fn a_queue_that_is_too_short_for_bursts() {
    // 300/s for a second where 250/s are served: fifty wait. Five places are not enough, and room is free.
    check(
        "slo: { errors: 1% }
traffic: { rate: 100/s, arrivals: { bursty: { high: 3, low: 0.5, high_for: 1s, low_for: 4s } } }
path: [app]
components: { app: { server: { machine: c7g.large, queue: 5, work: exp(8ms) } } }",
        &["app.queue=320"],
        &[],
    );
}

#[test]
fn a_database_on_another_continent() {
    let found = check(
        "slo: { p50: 20ms }
data: { item: { keys: 10k, popularity: zipf(0.9), size: 1KB } }
requests: { get: { rate: 100/s, reads: item, path: [gate, app, db] } }
network: { between: [{ from: seoul, to: virginia, one_way: 90ms }] }
components:
  gate: { server: { work: 1ms } }
  app: { server: { cores: 4, work: 2ms, site: seoul } }
  db: { database: { cores: 4, site: virginia } }",
        &["components.cache="],
        &[],
    );
    assert!(found.advice[0].set[0].contains("site: seoul"), "{:?}", found.advice[0].set);
}

#[test]
fn machines_that_are_the_smallest_and_too_many() {
    // 20/s of 10 ms fill a fifth of one; a machine is $26.50 a month, so that three of eight are paid for.
    check(
        "slo: { p99: 200ms, cost: $100/month }
traffic: 20/s
path: [app]
components: { app: { server: { machine: c7g.medium, instances: 8, work: exp(10ms) } } }",
        &["app.instances=3"],
        &[],
    );
}

#[test]
fn a_pool_that_is_too_small() {
    let found = check(
        "slo: { p99: 300ms }
traffic: 195/s
path: [app, ext]
components:
  app: { server: { cores: 4, work: 1ms } }
  ext: { server: { pool: 10, work: { io: exp(50ms) } } }",
        &["ext.pool="],
        &[],
    );
    let next = found.next.expect("the pool is full");
    assert_eq!((next.now.component.as_str(), next.now.resource.as_str()), ("ext", "pool"));
    assert_eq!(next.set, ["ext.pool=20"]);
}

#[test]
fn reads_behind_an_emptied_cache_are_reads() {
    let found = check(
        "slo: { p99: 200ms, errors: 1% }
data: { item: { keys: 20k, popularity: zipf(0.9), size: 1KB } }
requests: { get: { rate: 500/s, reads: item, timeout: 1s, retry: 2, path: [cache, db] } }
components:
  cache: { cache: { memory: 1GB } }
  db: { database: { machine: db.r6g.large, read: exp(14ms) } }
timeline: [{ at: 4s, flush: cache }]",
        &["db.machine=", "db.shards=", "db.replicas="],
        &[],
    );
    let mut whys = found.no_help.iter().chain(&found.advice).map(|advice| &advice.says.why);
    assert!(whys.all(|why| *why != Some(Why::WritesGoToThePrimary)), "{found:?}");
}

#[test]
fn tries_of_a_step_are_not_added_to_its_component() {
    let page = "slo: { errors: 0.5%, p99: 1s }
traffic: 100/s
path: [app, { ext: { timeout: 80ms, retry: 1 } }]
components:
  app: { server: { cores: 4, work: 1ms } }
  ext: { server: { work: { io: { p50: 50ms, p99: 300ms } } } }";
    let found = check(page, &["path.1.ext.timeout="], &[]);
    let adds = |advice: &&napkin::document::Advice| advice.set[0].starts_with("ext.retry");
    assert_eq!(found.no_help.iter().find(adds).map(|advice| &advice.set), None);
}

#[test]
fn where_all_is_well_it_could_cost_less() {
    let found = check(
        "slo: { p99: 100ms, errors: 0.1%, cost: $2000/month }
traffic: 500/s
path: [lb, app]
components:
  lb: { load_balancer: { policy: least_connections } }
  app: { server: { machine: c7g.large, instances: 12, work: exp(5ms) } }",
        &["app.instances="],
        &[],
    );
    let saved = found.advice[0].effect.cost_per_month_usd.difference.expect("a bill");
    assert!(saved.value < -300.0, "{saved:?}");
    assert_eq!(*found.answer[0], Answer::Met { implied: false });
}

#[test]
fn without_objectives_a_load_has_to_settle() {
    let found = check(
        "traffic: 300/s
path: [app]
components:
  app: { server: { cores: 1, work: exp(5ms) } }",
        &["app.cores=", "app.instances="],
        &[],
    );
    assert!(found.slo_is_implied && !found.stable);
}

#[test]
fn threads_do_not_matter() {
    let page = format!(
        "slo: {{ p99: 20ms }}
traffic: 150/s
path: [app]
components:
  app: {{ server: {{ cores: 1, work: exp(5ms) }} }}
{RUN}"
    );
    let text = |threads| serde_json::to_string(&explain_on(&page, threads)).expect("a document");
    assert_eq!(text(1), text(2));
}

// ---- where time goes ----

/// Every request of a short run, followed.
fn followed(page: &str) -> (Vec<Traced>, world::Outcome) {
    let wanted = Wanted { every: 1, near_ns: (0, u64::MAX), slow_ns: u64::MAX, most: 1 << 20 };
    let (stop, progress) = (AtomicBool::new(false), AtomicU64::new(0));
    let budget = Budget::new(u64::MAX, u64::MAX);
    let share = Share::whole(&budget);
    let execution =
        Execution { threads: 1, max_in_flight: 1_000_000, stop: &stop, progress: &progress, share };
    let design = load_text(page, &[]).expect("a sound page").design.expect("a design");
    let blueprint = &design.blueprint;
    let outcome = world::simulate(blueprint, execution).expect("it runs");
    let traces = trace(blueprint, &outcome.plan, 0, wanted, execution).expect("it runs again");
    let mut all = traces.near;
    all.extend(traces.failed);
    (all, outcome)
}

/// The pieces of every request follow each other without a gap and sum to its latency; as many requests are
/// followed as were counted. Returns the whole time by kind, ns: waiting, service, network.
fn account(page: &str) -> [u128; 3] {
    let page = format!("{page}\nrun: {{ duration: 5s, warmup: 0s, replications: 1 }}\n");
    let (all, outcome) = followed(&page);
    let ended: u64 =
        outcome.replications[0].request_types.iter().map(|it| it.completed + it.failed).sum();
    assert_eq!(all.len() as u64, ended, "every request that ended is followed\n{page}");
    let mut sums = [0; 3];
    for traced in &all {
        let mut at = traced.started_ns;
        for piece in &traced.pieces {
            assert_eq!(piece.from_ns, at, "no gap: {traced:?}\n{page}");
            assert!(piece.to_ns > at, "no empty piece: {traced:?}");
            at = piece.to_ns;
            let kind = match piece.spent {
                Spent::Waiting => 0,
                Spent::Service => 1,
                Spent::Network => 2,
            };
            sums[kind] += u128::from(piece.length_ns());
        }
        assert_eq!(at - traced.started_ns, traced.latency_ns, "{traced:?}\n{page}");
    }
    sums
}

#[test]
fn time_is_accounted_for_to_the_nanosecond() {
    account(
        "data: { item: { keys: 10k, popularity: zipf(0.9), size: 10KB } }
requests:
  read: { rate: 300/s, reads: item, path: [lb, app, cache, db] }
  write: { rate: 50/s, writes: item, path: [lb, app, cache, db] }
components:
  lb: { load_balancer: { policy: least_connections } }
  app: { server: { machine: c7g.large, instances: 2, workers: 8, work: { cpu: exp(3ms), io: 1ms } } }
  cache: { cache: { memory: 10MB, ttl: 1m } }
  db: { database: { cores: 2, replicas: 1, replication: sync, connections: 4, read: exp(2ms), write: exp(3ms), disk: { iops: 2000 } } }",
    );
    account(
        "requests:
  get: { rate: 150/s, path: [app, back], timeout: 100ms, retry: { times: 2, base: 10ms } }
components:
  app: { server: { workers: 20, cores: 2, work: exp(5ms), order: processor_sharing } }
  back: { server: { cores: 1, work: exp(6ms), queue: 20, timeout: 40ms, retry: 1, pool: 10, cancel: true } }
timeline:
  - { at: 1s, hang: back, for: 300ms }
  - { at: 2s, kill: app, for: 200ms }",
    );
    account(
        "traffic: { clients: 40, think: exp(50ms) }
path:
  - app
  - parallel: { need: 1, paths: [[a], [b]] }
components:
  app: { server: { cores: 2, work: exp(2ms) } }
  a: { server: { cores: 1, work: exp(10ms) } }
  b: { server: { cores: 1, work: exp(10ms), timeout: 30ms } }",
    );
    account(
        "traffic: 40/s
path:
  - app
  - parallel: [[{ a: { timeout: 20ms } }], { repeat: { times: 5, at_once: 2, path: [b] } }]
components:
  app: { server: { cores: 2, work: exp(2ms), retry: 2 } }
  a: { server: { cores: 1, work: exp(10ms), retry: { times: 3, base: exp(5ms) } } }
  b: { server: { cores: 2, work: exp(4ms) } }",
    );
}

#[test]
fn what_is_traced_is_what_was_measured() {
    let page = "requests: { get: { rate: 180/s, path: [app] } }
components: { app: { server: { cores: 1, work: exp(5ms) } } }
network: { client: 2ms }
run: { duration: 20s, warmup: 0s, replications: 1 }";
    let (all, outcome) = followed(page);
    let meters = &outcome.replications[0];
    let whole: u128 = all.iter().map(|traced| u128::from(traced.latency_ns)).sum();
    let mean = meters.latency[0][0].mean().expect("requests");
    let traced = whole as f64 / all.len() as f64;
    assert!((traced / mean - 1.0).abs() < 1e-9, "{traced} against {mean}");
    // An open queue's waits and services, as its own meters have them, but for those under way at the end.
    let [waiting, service, network] = account(
        "requests: { get: { rate: 180/s, path: [app] } }
components: { app: { server: { cores: 1, work: exp(5ms) } } }
network: { client: 2ms }",
    );
    assert!(waiting > service, "90 % busy: {waiting} against {service}");
    let (all, _) = followed(&page.replace("20s", "5s"));
    assert_eq!(network, all.len() as u128 * 4_000_000, "two legs of 2 ms each");
}
