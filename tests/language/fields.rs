//! Fields: varying durations, work, every field of every kind, calls.

use napkin::blueprint::Step;
use napkin::component::call::Backoff;
use napkin::component::server::{DiskWork, Order};
use napkin::component::{Spec, cache, database, load_balancer, queue, rate_limiter};
use napkin::sample::Dist;

use super::{MS, S, behind, blueprint, page, read, server};

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
         async: true\norder: priority\ncontention: 5%\ncoherency: 0.001\nwork: 5ms",
    );
    assert_eq!(all.hardware.cores, Some(8));
    assert_eq!(all.hardware.bandwidth_b_per_s, Some(1.25e9));
    assert_eq!(
        (all.instances, all.workers, all.queue, all.is_async),
        (3, Some(64), Some(100), true)
    );
    assert_eq!((all.order, all.contention, all.coherency), (Order::Priority, 0.05, 0.001));
}

#[test]
fn parts_of_a_core() {
    let cores = |text: &str| {
        let hardware = server(&format!("cores: {text}\nwork: 5ms")).hardware;
        (hardware.cores, hardware.quota)
    };
    assert_eq!(cores("0.5"), (Some(1), Some(0.5)));
    assert_eq!(cores("500m"), (Some(1), Some(0.5)));
    assert_eq!(cores("1.5"), (Some(2), Some(1.5)));
    assert_eq!(cores("2000m"), (Some(2), None));
    assert_eq!(cores("2"), (Some(2), None));
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
    assert_eq!(cache.when_down, Some(cache::WhenDown::Fail));
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
    let request_type = &blueprint.request_types[0];
    assert_eq!(request_type.call.timeout_ns, Some(2 * S));
    assert_eq!(request_type.call.retry.as_ref().map(|retry| retry.times), Some(2));
    let Step::Call { spec, call, component } = &request_type.path[1] else { panic!("not a call") };
    assert_eq!((*component, call.timeout_ns, call.pool), (1, Some(100 * MS), Some(10)));
    let retry = call.retry.as_ref().expect("the component's own");
    assert_eq!((retry.times, retry.backoff, retry.jitter), (3, Backoff::Exponential, 1.0));
    assert_eq!(
        (retry.base.clone(), retry.max_ns, retry.budget),
        (Dist::Constant(10 * MS), Some(S), Some(0.1))
    );
    let Spec::Database(db) = &**spec else { panic!("not a database") };
    assert_eq!(db.read, Dist::Constant(MS));
    let Step::Call { call, .. } = &request_type.path[0] else { panic!("not a call") };
    assert_eq!(call.timeout_ns, None, "the client's own does not flow down");
}

#[test]
fn the_tables_of_fields_are_what_the_readers_ask_for() {
    for kind in napkin::component::KINDS {
        let name = kind.name();
        let text = format!("path: [x]\ncomponents: {{ x: {{ {name}: {{ nonsense: 1 }} }} }}\n");
        let said = read(&text).expect_err("nonsense is refused");
        let line = said.lines().find(|line| line.contains("has the fields")).expect("the list");
        let listed: Vec<&str> = line.split('`').skip(3).step_by(2).collect();
        let fields: Vec<&str> = kind.table.fields().map(|field| field.name).collect();
        assert_eq!(listed, fields, "{name}");
    }
}
