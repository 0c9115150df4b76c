//! Pages that are right: what each comes to as a blueprint.

use std::io;
use std::path::Path;

use napkin::blueprint::{
    self, Arrivals, Blueprint, Change, Load, Metric, Page, PickPath, Step, Tables, Verb,
};
use napkin::component::call::Backoff;
use napkin::component::server::{DiskWork, Order};
use napkin::component::{Spec, cache, database, load_balancer, queue, rate_limiter, server};
use napkin::facts::latency::LatencyTable;
use napkin::facts::prices::PriceBook;
use napkin::problem::{Problems, Sources, render};
use napkin::sample::Dist;
use napkin::scenario::page;

const MS: u64 = 1_000_000;
const S: u64 = 1_000 * MS;

fn read(text: &str) -> Result<(Page, String), String> {
    let mut problems = Problems::default();
    let mut sources = Sources::default();
    let mut files = |file: &Path| match file.to_str() {
        Some("page.yaml") => Ok(text.as_bytes().to_vec()),
        Some("plain.csv") => Ok(b"1ms\n2ms\n\n# a note\n4ms\n".to_vec()),
        Some("header.csv") => Ok(b"latency_us\n1000\n3000\n".to_vec()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    };
    let path = Path::new("page.yaml");
    let tree = page::load_with(&mut files, path, &[], &mut problems, &mut sources);
    let tables = Tables { latency: LatencyTable::builtin(), prices: PriceBook::builtin() };
    let page = tree
        .as_ref()
        .and_then(|tree| blueprint::build(tree, "page", tables, &mut files, &mut problems));
    let said: Vec<String> =
        problems.sorted().iter().map(|problem| render(problem, &sources, false)).collect();
    page.map(|page| (page, said.join("\n"))).ok_or_else(|| said.join("\n\n"))
}

fn page(text: &str) -> Page {
    let (page, said) = read(text).unwrap_or_else(|said| panic!("{said}\n\nin\n{text}"));
    assert_eq!(said, "", "in\n{text}");
    page
}

fn blueprint(text: &str) -> Blueprint {
    page(text).blueprint.expect("the page describes a design")
}

/// A page whose one server has these fields.
fn server(fields: &str) -> server::Spec {
    let text = format!(
        "traffic: 200/s\npath: [app]\ncomponents:\n  app:\n    server:\n      {}\n",
        fields.replace('\n', "\n      ")
    );
    match blueprint(&text).components.remove(0).spec {
        Spec::Server(server) => server,
        other => panic!("{other:?}"),
    }
}

/// A page with one more component of this kind behind a server.
fn behind(component: &str) -> Spec {
    let text = format!(
        "requests: {{ get: {{ rate: 1/s, reads: a, path: [app, it, app] }} }}\n\
         data: {{ a: {{ keys: 1M }} }}\n\
         components:\n  app: {{ server: {{ instances: 2 }} }}\n  it: {{ {component} }}\n"
    );
    blueprint(&text).components.remove(1).spec
}

fn one_path(path: &str, more: &str) -> Vec<Step> {
    let text = format!(
        "traffic: 1/s\npath: {path}\ncomponents:\n  a: {{ server: {{ work: 1ms }} }}\n{more}"
    );
    blueprint(&text).journeys.remove(0).path
}

fn traffic(traffic: &str) -> Blueprint {
    blueprint(&format!(
        "traffic: {traffic}\npath: [app]\ncomponents: {{ app: {{ server: {{ work: 5ms }} }} }}\n"
    ))
}

#[test]
fn the_smallest_page() {
    let page = page(
        "name: One server\ntraffic: 200/s\npath: [app]\ncomponents:\n  app: { server: { cores: 2, work: 5ms } }\n",
    );
    let blueprint = page.blueprint.expect("a design");
    assert_eq!(blueprint.name, "One server");
    assert_eq!(blueprint.components.len(), 1);
    let Spec::Server(app) = &blueprint.components[0].spec else { panic!("not a server") };
    assert_eq!(app.hardware.cores, Some(2));
    assert_eq!(app.work.cpu, Dist::Constant(5 * MS));
    assert_eq!(app.instances, 1);
    assert_eq!(blueprint.journeys.len(), 1);
    assert_eq!(blueprint.journeys[0].name, "request");
    assert_eq!(blueprint.journeys[0].rate_per_s, 200.0);
    assert_eq!(blueprint.journeys[0].share, 1.0);
    assert!(matches!(blueprint.load, Load::Open { arrivals: Arrivals::Poisson, shared: false }));
    assert!(blueprint.run.caches_warm);
    assert_eq!(blueprint.network.hop, Dist::Constant(250_000));
    assert_eq!(blueprint.network.client, Dist::ZERO);
    assert_eq!(page.latency_rows_used.len(), 1);
    assert_eq!(blueprint.assumed.len(), 1);
    assert_eq!(blueprint.assumed[0].path, "network.hop");
}

const SHORTENER: &str = r#"
name: URL shortener
about: 100M new links a day, ten reads to each write.

slo: { p99: 100ms, errors: 0.1%, availability: 99.95%, cost: $6000/month }

assume:                                  # named quantities with units; a range is a 90 % interval
  new_links: 100M/day
  reads_per_write: 10
  record: 100B
  keep: 10 years
  peak: 1.5..3

estimate:                                # formulas over them: dimension-checked, every step shown
  write_qps: new_links
  read_qps: write_qps * reads_per_write
  peak_read_qps: read_qps * peak
  records: new_links * keep
  storage: records * record

traffic:
  shape: { spike: { at: 20s, times: 3, ramp: 5s, hold: 10s } }

data:
  link: { keys: 100M, popularity: zipf(0.9), size: 500B }

requests:
  redirect: { rate: peak_read_qps, reads: link, path: [cdn, lb, app, cache, db] }
  shorten:  { rate: write_qps, writes: link, path: [lb, app, cache, db] }

components:
  cdn:   { cdn: { memory: 10GiB, ttl: 5m } }
  lb:    { load_balancer: { policy: least_connections } }
  app:   { server: { machine: m7g.large, instances: 40, work: { mean: 2ms, cv: 1.5 } } }
  cache: { cache: { machine: cache.r7g.large, evict: lru, ttl: 1h } }
  db:    { database: { machine: db.r6g.xlarge, replicas: 2, lag: 50ms, shards: 4 } }

timeline:
  - { at: 60s, kill: cache, for: 15s }
"#;

#[test]
fn the_real_page() {
    let page = page(SHORTENER);
    assert_eq!(page.estimate.len(), 10);
    assert!(page.estimate[0].is_assume && !page.estimate[9].is_assume);
    let blueprint = page.blueprint.expect("a design");
    let names: Vec<&str> = blueprint.components.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["cdn", "lb", "app", "cache", "db"]);
    let write = 100e6 / 86_400.0;
    let read = write * 10.0 * (1.5_f64 * 3.0).sqrt();
    assert!((blueprint.journeys[0].rate_per_s / read - 1.0).abs() < 1e-9);
    assert!((blueprint.journeys[1].rate_per_s / write - 1.0).abs() < 1e-9);
    assert!((blueprint.journeys[0].share - read / (read + write)).abs() < 1e-9);
    assert_eq!(blueprint.journeys[0].reads, Some(0));
    assert_eq!(blueprint.journeys[1].writes, Some(0));
    assert_eq!(blueprint.journeys[0].size_b, Some(500.0));
    assert_eq!(blueprint.journeys[0].path.len(), 5);
    assert_eq!(blueprint.data[0].keys, 100_000_000);
    let points = [(20, 1.0), (25, 3.0), (35, 3.0), (40, 1.0)];
    assert_eq!(blueprint.shape.points, points.map(|(at, times)| (at * S, times)));
    assert_eq!(blueprint.shape.marks, [(20 * S, Some(40 * S), "spike × 3".to_owned())]);
    assert_eq!(blueprint.timeline[0].label, "kill cache");
    assert_eq!(blueprint.timeline[0].for_ns, Some(15 * S));
    assert!(matches!(blueprint.timeline[0].verb, Verb::Kill(3, None)));
    let slo: Vec<(Metric, f64)> = blueprint.slo.iter().map(|t| (t.metric, t.target)).collect();
    assert_eq!(slo[0], (Metric::P99, 100e6));
    assert_eq!(slo[1], (Metric::Errors, 0.001));
    assert!((slo[2].1 - 0.9995).abs() < 1e-12 && (slo[3].1 - 6000.0).abs() < 1e-6);
    check_shortener_parts(&blueprint);
}

fn check_shortener_parts(blueprint: &Blueprint) {
    let Spec::Cdn(cdn) = &blueprint.components[0].spec else { panic!("no cdn") };
    assert_eq!(cdn.hardware.memory_b, Some(10.0 * 1_073_741_824.0));
    assert_eq!(cdn.ttl_ns, Some(300 * S));
    assert_eq!(cdn.work, Dist::ZERO);
    let Spec::Server(app) = &blueprint.components[2].spec else { panic!("no server") };
    assert_eq!((app.instances, app.hardware.cores), (40, Some(2)));
    assert!((app.work.cpu.mean_ns() / 2e6 - 1.0).abs() < 1e-9);
    assert!((app.work.cpu.cv2() - 2.25).abs() < 1e-9);
    let Spec::Cache(cache) = &blueprint.components[3].spec else { panic!("no cache") };
    assert_eq!(cache.work, Dist::Constant(10_000));
    assert_eq!(cache.on_write, cache::OnWrite::Invalidate);
    let memory = cache.hardware.memory_b.expect("a machine has memory") / 1_073_741_824.0;
    assert!((13.0..13.2).contains(&memory), "usable memory, not all of it: {memory}");
    let Spec::Database(db) = &blueprint.components[4].spec else { panic!("no database") };
    assert_eq!((db.replicas, db.shards), (2, 4));
    assert_eq!(db.lag, Dist::Constant(50 * MS));
    assert_eq!(db.reads_from, database::ReadsFrom::Replicas);
    assert_eq!((&db.read, &db.write), (&Dist::Constant(200_000), &Dist::Constant(600_000)));
}

#[test]
fn a_page_of_arithmetic_alone() {
    let page = page("assume: { users: 150M users }\nestimate: { tweets: users * 2/day }\n");
    assert!(page.blueprint.is_none());
    assert_eq!(page.estimate.len(), 2);
}

#[test]
fn a_page_without_a_name_has_its_files() {
    assert_eq!(traffic("1/s").name, "page");
}

#[test]
fn varying_durations() {
    let work = |text: &str| server(&format!("work: {text}")).work.cpu;
    assert_eq!(work("5ms"), Dist::Constant(5 * MS));
    assert_eq!(work("exp(5ms)"), Dist::Exponential { mean_ns: 5e6 });
    assert_eq!(work("{ mean: 5ms, cv: 0 }"), Dist::Constant(5 * MS));
    assert_eq!(Some(work("{ mean: 5ms, cv: 1.5 }")), Dist::lognormal_mean_cv(5e6, 1.5));
    assert_eq!(Some(work("{ p50: 3ms, p99: 40ms }")), Dist::lognormal_p50_p99(3e6, 40e6));
    assert_eq!(work("uniform(1ms..5ms)"), Dist::Uniform { low_ns: MS, high_ns: 5 * MS });
    assert_eq!(work("uniform(1..5ms)"), Dist::Uniform { low_ns: MS, high_ns: 5 * MS });
    assert_eq!(work("{ min: 1ms, alpha: 1.5 }"), Dist::Pareto { min_ns: 1e6, alpha: 1.5 });
    assert_eq!(work("erlang(3, 5ms)"), Dist::Erlang { k: 3, mean_ns: 5e6 });
    assert_eq!(work("\"erlang(3, 5ms)\""), Dist::Erlang { k: 3, mean_ns: 5e6 });
    assert_eq!(work("exp(2 * 5ms)"), Dist::Exponential { mean_ns: 10e6 });
    assert_eq!(Some(work("samples(plain.csv)")), Dist::samples(vec![MS, 2 * MS, 4 * MS]));
    assert_eq!(Some(work("samples(header.csv)")), Dist::samples(vec![MS, 3 * MS]));
    assert_eq!(work("0"), Dist::ZERO);
}

#[test]
fn work_in_the_words_of_the_latency_table() {
    let text = "traffic: 1/s\npath: [app]\nlatency_table: dean_2009\ncomponents:\n  app: { server: { work: disk_seek + 256KB / 30MB/s } }\n";
    let page = page(text);
    let Spec::Server(app) = &page.blueprint.expect("a design").components[0].spec else {
        panic!("not a server")
    };
    let ns: f64 = 10e6 + 256.0 / 30_000.0 * 1e9;
    assert_eq!(app.work.cpu, Dist::Constant(ns.round() as u64));
    let rows: Vec<String> = page.latency_rows_used.iter().map(|row| row.dotted()).collect();
    assert_eq!(rows[0], "dean_2009.disk_seek");
    assert_eq!(server("work: 2 x dean_2007.disk_seek").work.cpu, Dist::Constant(20 * MS));
}

#[test]
fn work_of_several_resources() {
    let all = server(
        "disk: { iops: 3000, bandwidth: 200MB/s }\nwork: { cpu: exp(1ms), disk: 3, io: 2ms, memory: 5MB }",
    );
    assert_eq!(all.work.cpu, Dist::Exponential { mean_ns: 1e6 });
    assert_eq!(all.work.disk, DiskWork::Operations(3.0));
    assert_eq!(all.work.io, Dist::Constant(2 * MS));
    assert_eq!(all.work.memory_b, Some(5e6));
    assert_eq!(all.hardware.disk.map(|disk| disk.iops), Some(Some(3000.0)));
    let disk = |text: &str| {
        server(&format!("disk: {{ iops: 100/s, bandwidth: 1MB/s }}\nwork: {{ disk: {text} }}"))
            .work
            .disk
    };
    assert_eq!(disk("4KB"), DiskWork::Bytes(4000.0));
    assert_eq!(disk("10ms"), DiskWork::Time(Dist::Constant(10 * MS)));
    assert_eq!(disk("exp(10ms)"), DiskWork::Time(Dist::Exponential { mean_ns: 10e6 }));
}

#[test]
fn every_field_of_a_server() {
    let all = server(
        "machine: m7g.large\ncores: 8\nmemory: 16GiB\nbandwidth: 10Gbps\ninstances: 3\nworkers: 64\nqueue: 100\n\
         async: true\norder: processor_sharing\ncontention: 5%\ncoherency: 0.001\nwork: 5ms",
    );
    assert_eq!(all.hardware.cores, Some(8));
    assert_eq!(all.hardware.bandwidth_b_per_s, Some(1.25e9));
    assert_eq!(
        (all.instances, all.workers, all.queue, all.is_async),
        (3, Some(64), Some(100), true)
    );
    assert_eq!((all.order, all.contention, all.coherency), (Order::ProcessorSharing, 0.05, 0.001));
}

#[test]
fn every_field_of_a_cache() {
    let Spec::Cache(cache) = behind(
        "cache: { memory: 1GB, instances: 3, evict: lfu, ttl: 1m, mode: through, work: 20us, when_down: fail }",
    ) else {
        panic!("not a cache")
    };
    assert_eq!((cache.evict, cache.mode), (cache::Evict::Lfu, cache::Mode::Through));
    assert_eq!(cache.on_write, cache::OnWrite::Update);
    assert_eq!((cache.instances, cache.ttl_ns), (3, Some(60 * S)));
    assert_eq!(cache.when_down, cache::WhenDown::Fail);
    assert_eq!(cache.work, Dist::Constant(20_000));
    let Spec::Cdn(cdn) = behind("cdn: { hit_ratio: 95% }") else { panic!("not a cdn") };
    assert_eq!(cdn.hit_ratio, Some(0.95));
}

#[test]
fn every_field_of_a_database() {
    let Spec::Database(db) = behind(
        "database: { cores: 4, disk: { iops: 3000 }, replicas: 2, replication: semi_sync, lag: exp(5ms), read: 1ms, \
         write: 2ms, reads_from: any, shards: 3, shard_by: consistent, connections: 100, buffer: 8GiB, failover: { promote: 5s } }",
    ) else {
        panic!("not a database")
    };
    assert_eq!(db.replication, database::Replication::SemiSync);
    assert_eq!(db.reads_from, database::ReadsFrom::Any);
    assert_eq!((db.shards, db.shard_by), (3, database::ShardBy::Consistent));
    assert_eq!((db.connections, db.buffer_b), (Some(100), Some(8.0 * 1_073_741_824.0)));
    let failover = database::Failover { detect_ns: 10 * S, promote_ns: 5 * S };
    assert_eq!(db.failover, Some(failover));
    let Spec::Database(plain) = behind("database: {}") else { panic!("not a database") };
    assert_eq!((plain.replicas, plain.lag, plain.failover), (0, Dist::ZERO, None));
    assert_eq!(plain.reads_from, database::ReadsFrom::Primary);
}

#[test]
fn every_field_of_the_others() {
    let Spec::LoadBalancer(lb) = behind(
        "load_balancer: { policy: weighted, weights: [1, 3], work: 50us, health: { every: 5s, fails: 2 } }",
    ) else {
        panic!("not a load balancer")
    };
    assert_eq!(
        (lb.policy, lb.weights.as_slice()),
        (load_balancer::Policy::Weighted, &[1.0, 3.0][..])
    );
    let health = load_balancer::Health { every_ns: 5 * S, fails: 2, passes: 2 };
    assert_eq!(lb.health, Some(health));
    let Spec::RateLimiter(limiter) =
        behind("rate_limiter: { rate: 100/s, burst: 20, algorithm: sliding_window, per: key }")
    else {
        panic!("not a rate limiter")
    };
    assert_eq!((limiter.rate_per_s, limiter.burst, limiter.per_key), (100.0, 20.0, true));
    assert_eq!(limiter.algorithm, rate_limiter::Algorithm::SlidingWindow);
    let text = "traffic: 1/s\npath: [a, { later: [q, a] }]\ncomponents:\n  a: { server: {} }\n  q: { queue: { capacity: 10k, work: 2ms, redeliver_after: 5s } }\n";
    let Spec::Queue(queue) = &blueprint(text).components[1].spec else { panic!("not a queue") };
    assert_eq!((queue.capacity, queue.redeliver_after_ns), (Some(10_000), 5 * S));
    assert_eq!(queue.delivery, queue::Delivery::AtLeastOnce);
}

#[test]
fn calls_of_components_steps_and_requests() {
    let blueprint = blueprint(
        "requests:\n  get:\n    rate: 1/s\n    timeout: 2s\n    retry: 2\n    path: [app, db: { timeout: 100ms, read: 1ms }]\n\
         components:\n  app: { server: {} }\n  db: { database: { timeout: 1s, pool: 10, retry: { times: 3, backoff: exponential, \
         base: 10ms, max: 1s, jitter: true, budget: 10% } } }\n",
    );
    let journey = &blueprint.journeys[0];
    assert_eq!(journey.call.timeout_ns, Some(2 * S));
    assert_eq!(journey.call.retry.as_ref().map(|retry| retry.times), Some(2));
    let Step::Call { spec, call, component } = &journey.path[1] else { panic!("not a call") };
    assert_eq!((*component, call.timeout_ns, call.pool), (1, Some(100 * MS), Some(10)));
    let retry = call.retry.as_ref().expect("the component's own");
    assert_eq!((retry.times, retry.backoff, retry.jitter), (3, Backoff::Exponential, 1.0));
    assert_eq!(
        (retry.base.clone(), retry.max_ns, retry.budget),
        (Dist::Constant(10 * MS), Some(S), Some(0.1))
    );
    let Spec::Database(db) = &**spec else { panic!("not a database") };
    assert_eq!(db.read, Dist::Constant(MS));
    let Step::Call { call, .. } = &journey.path[0] else { panic!("not a call") };
    assert_eq!(call.timeout_ns, None, "the client's own does not flow down");
}

#[test]
fn blocks() {
    let path = one_path("[a, { parallel: [a, [a, a]] }]", "");
    let Step::Parallel { need: 2, paths } = &path[1] else { panic!("{path:?}") };
    assert_eq!((paths[0].len(), paths[1].len()), (1, 2));
    let path = one_path("[{ parallel: { need: 1, paths: [a, a] } }]", "");
    assert!(matches!(&path[0], Step::Parallel { need: 1, .. }));
    let path = one_path("[{ sequence: [a, a, a] }]", "");
    assert!(matches!(&path[0], Step::Sequence(paths) if paths.len() == 3));
    let path = one_path("[{ chance: { share: 10%, path: a } }, a]", "");
    assert!(matches!(&path[0], Step::Chance { share, path } if *share == 0.1 && path.len() == 1));
    let path = one_path("a", "");
    assert!(matches!(&path[0], Step::Call { component: 0, .. }));
    let path = one_path("[a, { later: [q, a] }]", "  q: { queue: {} }\n");
    assert!(matches!(&path[1], Step::Later(path) if path.len() == 2));
}

#[test]
fn repeats() {
    let times = |times: &str| {
        let path =
            one_path(&format!("[{{ repeat: {{ times: {times}, at_once: 10, path: a }} }}]"), "");
        let Step::Repeat { times, at_once: 10, .. } = &path[0] else { panic!("{path:?}") };
        times.clone()
    };
    assert_eq!(times("200"), Dist::Constant(200));
    assert_eq!(times("2 * 15"), Dist::Constant(30));
    assert_eq!(times("10..40"), Dist::Constant(20));
    assert_eq!(times("uniform(1..9)"), Dist::Uniform { low_ns: 1, high_ns: 9 });
    assert_eq!(Some(times("{ mean: 20, cv: 1 }")), Dist::lognormal_mean_cv(20.0, 1.0));
}

#[test]
fn one_of_several() {
    let weights = |block: &str| {
        let path = one_path(&format!("[{{ one_of: {block} }}]"), "");
        let Step::OneOf { policy, paths } = &path[0] else { panic!("{path:?}") };
        (*policy, paths.iter().map(|(name, weight, _)| (name.clone(), *weight)).collect::<Vec<_>>())
    };
    let two = |one: f64, other: f64| vec![("x".to_owned(), one), ("y".to_owned(), other)];
    let (policy, found) = weights("{ paths: { x: a, y: [a, a] } }");
    assert_eq!((policy, found), (PickPath::Weighted, two(1.0, 1.0)));
    assert_eq!(weights("{ paths: { x: a, y: a }, weights: { x: 3 } }").1, two(3.0, 1.0));
    assert_eq!(weights("{ paths: { x: { weight: 4, path: a }, y: [a] } }").1, two(4.0, 1.0));
    assert_eq!(weights("{ policy: failover, paths: { x: a, y: a } }").0, PickPath::Failover);
    assert_eq!(weights("{ policy: nearest, paths: { x: a, y: a } }").0, PickPath::Nearest);
}

#[test]
fn open_and_closed_loads() {
    let closed = traffic("{ clients: 500, think: exp(2s) }");
    let Load::Closed { clients, think } = &closed.load else { panic!("not closed") };
    assert_eq!((*clients, think.clone()), (500, Dist::Exponential { mean_ns: 2e9 }));
    assert_eq!(closed.journeys[0].rate_per_s, 0.0);
    let arrivals = |text: &str| {
        let load = traffic(&format!("\n  rate: 100/s\n  arrivals: {text}\n")).load;
        let Load::Open { arrivals, .. } = load else { panic!("not open") };
        arrivals
    };
    assert_eq!(arrivals("constant"), Arrivals::Constant);
    assert_eq!(arrivals("erlang(4)"), Arrivals::Erlang(4));
    assert_eq!(arrivals("{ batches: { mean: 10 } }"), Arrivals::Batches { mean: 10.0 });
    let bursty = arrivals("{ bursty: { high: 6, low: 1, high_for: 1s, low_for: 4s } }");
    let expected = Arrivals::Bursty { high: 3.0, low: 0.5, high_for_ns: 1e9, low_for_ns: 4e9 };
    assert_eq!(bursty, expected);
    let of_rates =
        traffic("{ arrivals: { bursty: { high: 600/s, low: 100/s, high_for: 1s, low_for: 4s } } }");
    assert!((of_rates.journeys[0].rate_per_s - 200.0).abs() < 1e-9);
}

#[test]
fn weights_share_the_traffic() {
    let blueprint = blueprint(
        "traffic: 100/s\nrequests:\n  a: { weight: 3, path: app }\n  b: { weight: 1, path: app }\ncomponents: { app: { server: {} } }\n",
    );
    assert!(matches!(blueprint.load, Load::Open { shared: true, .. }));
    assert_eq!(blueprint.journeys[0].rate_per_s, 75.0);
    assert_eq!(blueprint.journeys[1].share, 0.25);
}

#[test]
fn shapes() {
    let shape = |text: &str| traffic(&format!("{{ rate: 1/s, shape: {{ {text} }} }}")).shape;
    let steps = shape("steps: [ { at: 10s, times: 3 }, { at: 20s, times: 1 } ]");
    let points = [(10, 1.0), (10, 3.0), (20, 3.0), (20, 1.0)].map(|(at, times)| (at * S, times));
    assert_eq!(steps.points, points);
    let marks = [
        (10 * S, Some(20 * S), "traffic × 3".to_owned()),
        (20 * S, None, "traffic × 1".to_owned()),
    ];
    assert_eq!(steps.marks, marks);
    let ramp = shape("ramp: { to: 4, over: 30s }");
    assert_eq!(ramp.points, [(0, 1.0), (30 * S, 4.0)]);
    assert_eq!(shape("ramp: { to: 4, over: 30s, at: 5s }").points[0].0, 5 * S);
    let day = shape("diurnal: { peak: 3, trough: 0.5, period: 64s }");
    assert_eq!((day.points.len(), day.period_ns), (65, Some(64 * S)));
    assert!((day.points[0].1 - 0.5).abs() < 1e-12 && (day.points[32].1 - 3.0).abs() < 1e-12);
    assert_eq!(day.points[16].0, 16 * S);
}

#[test]
fn timelines() {
    let blueprint = blueprint(
        "requests: { get: { rate: 1/s, reads: k, path: [app, near, db] } }\ndata: { k: { keys: 10 } }\ncomponents:\n\
         \x20 app: { server: { instances: 3, workers: 4, site: east } }\n  near: { cache: { memory: 1MB, site: east } }\n\
         \x20 db: { database: { site: west } }\nnetwork: { between: [ { from: east, to: west, one_way: 20ms } ] }\ntimeline:\n\
         \x20 - { at: 50s, for: 5s, slow: db, times: 4 }\n  - { at: 10s, kill: app, count: 2 }\n  - { at: 20s, for: 5s, hang: db }\n\
         \x20 - { at: 30s, for: 5s, traffic: { times: 5 } }\n  - { at: 40s, for: 5s, cut: [east, db] }\n  - { at: 60s, flush: near }\n\
         \x20 - { at: 70s, set: { app.instances: 8, app.workers: 2 } }\n",
    );
    let labels: Vec<&str> = blueprint.timeline.iter().map(|h| h.label.as_str()).collect();
    let expected = [
        "kill app",
        "hang db",
        "traffic × 5",
        "cut east–db",
        "slow db × 4",
        "flush near",
        "set app.instances = 8, set app.workers = 2",
    ];
    assert_eq!(labels, expected);
    assert!(matches!(blueprint.timeline[0].verb, Verb::Kill(0, Some(2))));
    assert!(matches!(&blueprint.timeline[3].verb, Verb::Cut(a, b) if *a == [0, 1] && *b == [2]));
    let Verb::Set(changes) = &blueprint.timeline[6].verb else { panic!("not a set") };
    assert_eq!(*changes, [(0, Change::Instances(8)), (0, Change::Workers(2))]);
    assert_eq!(blueprint.network.sites, ["east", "west"]);
    assert_eq!(blueprint.network.between, [(0, 1, Dist::Constant(20 * MS))]);
    assert_eq!(blueprint.journeys[0].site, 0);
}

#[test]
fn a_gap_between_sites_is_a_warning() {
    let text = "traffic: 1/s\npath: [a, b]\ncomponents:\n  a: { server: { site: east } }\n  b: { server: { site: west } }\n";
    let (page, said) = read(text).expect("a page that runs");
    assert!(said.contains("no delay is given between the sites `east` and `west`"), "{said}");
    assert!(page.blueprint.is_some());
}

#[test]
fn what_run_sets() {
    let run = blueprint(
        "traffic: 1/s\npath: [a]\ncomponents: { a: { server: {} } }\n\
         run: { duration: 2m, warmup: auto, replications: 10, seed: 18446744073709551615, caches: cold, max_requests: 1M }\n",
    )
    .run;
    assert_eq!((run.duration_ns, run.warmup_ns, run.replications), (Some(120 * S), None, Some(10)));
    assert_eq!(
        (run.seed, run.caches_warm, run.max_requests),
        (Some(u64::MAX), false, Some(1_000_000))
    );
}

#[test]
fn formulas_stand_wherever_a_number_may() {
    let text = "assume: { n: 4, slow: 2ms }\ntraffic: 10/s * n\npath: [app]\ncomponents:\n  app: { server: { cores: n, instances: n * 10, work: exp(slow * 2) } }\n";
    let blueprint = blueprint(text);
    assert_eq!(blueprint.journeys[0].rate_per_s, 40.0);
    let Spec::Server(app) = &blueprint.components[0].spec else { panic!("not a server") };
    assert_eq!((app.hardware.cores, app.instances), (Some(4), 40));
    assert_eq!(app.work.cpu, Dist::Exponential { mean_ns: 4e6 });
}

#[test]
fn the_tables_of_fields_are_what_the_readers_ask_for() {
    for (kind, fields) in napkin::component::KINDS.iter().zip(napkin::component::FIELDS) {
        let text = format!("path: [x]\ncomponents: {{ x: {{ {kind}: {{ nonsense: 1 }} }} }}\n");
        let said = read(&text).expect_err("nonsense is refused");
        for field in fields.iter().chain(&napkin::component::COMMON_FIELDS) {
            assert!(said.contains(&format!("`{field}`")), "{field} of {kind}: {said}");
        }
        let line = said.lines().find(|line| line.contains("has the fields")).expect("the list");
        let listed = line.matches('`').count() / 2 - 1;
        assert_eq!(listed, fields.len() + napkin::component::COMMON_FIELDS.len(), "{line}");
    }
}

/// Cuts, doubles and swaps pieces of right pages: whatever comes out is read or refused, never a panic.
#[test]
fn mangled_pages_are_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rejects");
    let mut texts = vec![SHORTENER.to_owned()];
    for entry in std::fs::read_dir(folder).expect("the folder of rejects") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            texts.push(std::fs::read_to_string(path).expect("a page"));
        }
    }
    texts.sort();
    let mut stream = napkin::sample::Stream::new(1, 0, "page", "mangle");
    let words = [
        "0", "-1", "1e308", "5ms", "..", "(", ")", "{", "}", "[", "]", ":", ",", "null", "\"", "%",
        "1/0", "é",
    ];
    for _ in 0..3000 {
        let mut text = texts[stream.below(texts.len() as u64) as usize].clone();
        for _ in 0..=stream.below(3) {
            let mut tokens: Vec<&str> = text.split_inclusive([' ', '\n', ',', '(']).collect();
            let at = stream.below(tokens.len() as u64) as usize;
            let other = stream.below(tokens.len() as u64) as usize;
            match stream.below(4) {
                0 => drop(tokens.remove(at)),
                1 => tokens.insert(at, tokens[other]),
                2 => tokens.swap(at, other),
                _ => tokens[at] = words[stream.below(words.len() as u64) as usize],
            }
            text = tokens.concat();
            if text.is_empty() {
                break;
            }
        }
        if let Err(said) = read(&text) {
            assert!(said.contains("error"), "refused without a word:\n{text}");
        }
    }
}
