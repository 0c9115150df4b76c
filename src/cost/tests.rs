//! Bills against bills made by hand.

use super::*;
use crate::blueprint::*;
use crate::component::machine::{Disk, Hardware};
use crate::component::{CallPolicy, Spec, cache, database, load_balancer, queue, server};
use crate::document::Cost;
use crate::facts::prices::PriceBook;
use crate::message::cost::Unpriced;
use crate::message::{Lang, Say};
use crate::problem::FileId;
use crate::sample::{Dist, Popularity};

fn on(machine: &str) -> Hardware {
    Hardware { machine: Some(machine.to_owned()), ..Hardware::default() }
}

fn server(hardware: Hardware, instances: u32) -> Spec {
    Spec::Server(server::Spec {
        hardware,
        instances,
        autoscale: None,
        workers: None,
        shed: None,
        queue: None,
        is_async: false,
        work: server::Work {
            cpu: Dist::ZERO,
            disk: server::DiskWork::None,
            io: Dist::ZERO,
            memory_b: None,
        },
        order: server::Order::Fifo,
        contention: 0.0,
        coherency: 0.0,
    })
}

fn cache_of(hardware: Hardware, instances: u32) -> cache::Spec {
    cache::Spec {
        hardware,
        instances,
        evict: cache::Evict::Lru,
        ttl_ns: None,
        mode: cache::Mode::Aside,
        on_write: cache::OnWrite::Invalidate,
        hit_ratio: None,
        work: Dist::ZERO,
        when_down: None,
        loads: cache::loads::Policy::default(),
    }
}

fn database(hardware: Hardware, replicas: u32, shards: u32) -> Spec {
    Spec::Database(database::Spec {
        hardware,
        replicas,
        replication: database::Replication::Async,
        lag: Dist::ZERO,
        read: Dist::ZERO,
        write: Dist::ZERO,
        reads_from: database::ReadsFrom::Primary,
        shards,
        shard_by: database::ShardBy::Hash,
        connections: None,
        buffer_b: None,
        failover: None,
    })
}

/// One component, passed by one request type that reads one data set of a million keys of 500 kB.
fn page(spec: Spec) -> Blueprint {
    let step =
        Step::Call { component: 0, spec: Box::new(spec.clone()), call: CallPolicy::default() };
    Blueprint {
        name: "test".to_owned(),
        about: String::new(),
        components: vec![Component {
            name: "it".to_owned(),
            spec,
            call: CallPolicy::default(),
            site: 0,
        }],
        data: vec![Data {
            name: "photo".to_owned(),
            keys: 1_000_000,
            popularity: Popularity::uniform(1_000_000).unwrap(),
            size_b: 500e3,
        }],
        request_types: vec![RequestType {
            name: "get".to_owned(),
            rate_per_s: 1.0,
            share: 1.0,
            path: vec![Step::Chance { share: 0.5, path: vec![step] }],
            reads: Some(0),
            writes: None,
            size_b: None,
            call: CallPolicy::default(),
            priority: 1,
            patience: None,
            deadline: false,
            site: 0,
        }],
        load: Load::Open { arrivals: Arrivals::Poisson, shared: false },
        load_times: 1.0,
        shape: Shape::default(),
        timeline: Vec::new(),
        randomness: None,
        network: Network {
            hop: Dist::ZERO,
            client: Dist::ZERO,
            sites: vec!["here".to_owned()],
            between: Vec::new(),
        },
        slo: Vec::new(),
        run: RunSettings::default(),
    }
}

/// (item, quantity, unit price) of each line; the sums are checked as well.
fn check(page: &Blueprint, usage: &Usage, expect: &[(&str, f64, f64)]) -> Cost {
    let cost = price(page, PriceBook::builtin(), usage);
    let items: Vec<String> = cost.lines.iter().map(|line| line.item.say(Lang::En)).collect();
    assert_eq!(items, expect.iter().map(|line| line.0).collect::<Vec<_>>());
    for (line, (item, quantity, unit_price)) in cost.lines.iter().zip(expect) {
        assert!((line.quantity - quantity).abs() <= 1e-9 * quantity, "{item}: {}", line.quantity);
        assert_eq!(line.unit_price, *unit_price, "{item}");
        assert_eq!(line.per_month_usd, line.quantity * line.unit_price, "{item}");
        assert!(!line.source.is_empty() && !line.unit.is_empty(), "{item}");
    }
    assert_eq!(cost.per_month_usd, cost.lines.iter().map(|line| line.per_month_usd).sum::<f64>());
    cost
}

fn used(calls_per_s: f64, bytes_out_per_s: f64) -> Usage {
    let component = ComponentUsage { calls_per_s, bytes_out_per_s, instances: None };
    Usage { components: vec![component], ..Usage::default() }
}

#[test]
fn machines_cost_their_hours() {
    let forty = page(server(on("m7g.large"), 40));
    let lines = [("it: 40 × m7g.large", 40.0 * 730.0, 0.0816)];
    let cost = check(&forty, &Usage::default(), &lines);
    assert!((cost.per_month_usd - 2_382.72).abs() < 1e-9);
    assert_eq!(cost.per_million_requests_usd, None);
    assert!(cost.lines[0].source.contains("2026-07-20"), "{}", cost.lines[0].source);

    // A million requests an hour is 730 million a month.
    let busy = Usage { completed_per_s: 1e6 / 3_600.0, ..Usage::default() };
    let cost = check(&forty, &busy, &lines);
    assert!((cost.per_million_requests_usd.unwrap() - 2_382.72 / 730.0).abs() < 1e-9);

    let component = ComponentUsage { instances: Some(12.5), ..ComponentUsage::default() };
    let scaled = Usage { components: vec![component], ..Usage::default() };
    check(&forty, &scaled, &[("it: 12.50 × m7g.large", 12.5 * 730.0, 0.0816)]);

    let caches = page(Spec::Cache(cache_of(on("cache.r7g.large"), 3)));
    check(&caches, &Usage::default(), &[("it: 3 × cache.r7g.large", 3.0 * 730.0, 0.219)]);
}

#[test]
fn what_has_no_price_is_said() {
    let cores = page(server(Hardware { cores: Some(4), ..Hardware::default() }, 2));
    let cost = check(&cores, &Usage::default(), &[]);
    assert_eq!(cost.unpriced.len(), 1);
    let component = "it".to_owned();
    assert_eq!(*cost.unpriced[0], Unpriced::NoMachine { component });
    assert_eq!(cost.per_month_usd, 0.0);

    let cost = check(&page(server(on("m99.huge"), 2)), &Usage::default(), &[]);
    let (component, machine) = ("it".to_owned(), "m99.huge".to_owned());
    assert_eq!(*cost.unpriced[0], Unpriced::NoPrice { component, machine });

    let book = PriceBook::parse("region: nowhere", FileId::default()).unwrap();
    let balancer = page(balancer());
    assert_eq!(price(&balancer, &book, &Usage::default()).unpriced.len(), 1);
}

#[test]
fn databases_pay_nodes_storage_and_operations() {
    let disk = Some(Disk { iops: Some(20_000.0), bandwidth_b_per_s: None });
    let hardware = Hardware { disk, ..on("db.r6g.xlarge") };
    // 1M × 500 kB are 500 GB, on three nodes of each shard.
    let cost = check(
        &page(database(hardware, 2, 4)),
        &Usage::default(),
        &[
            ("it: 12 × db.r6g.xlarge", 12.0 * 730.0, 0.45),
            ("it: storage of photo, 3 copies", 1_500.0, 0.115),
            ("it: IOPS above 12000", 12.0 * 8_000.0, 0.02),
        ],
    );
    assert!(cost.lines[0].source.contains("2020-21"), "{}", cost.lines[0].source);

    let mut unread = page(database(on("db.r6g.xlarge"), 0, 1));
    unread.request_types[0].reads = None;
    check(&unread, &Usage::default(), &[("it: 1 × db.r6g.xlarge", 730.0, 0.45)]);
}

fn balancer() -> Spec {
    Spec::LoadBalancer(load_balancer::Spec {
        policy: load_balancer::Policy::RoundRobin,
        weights: Vec::new(),
        work: Dist::ZERO,
        health: None,
    })
}

#[test]
fn load_balancers_pay_hours_and_bytes() {
    let hours = ("it: load balancer", 730.0, 0.0225);
    check(&page(balancer()), &Usage::default(), &[hours]);
    // 1 MB/s is 3.6 GB an hour.
    let units = "it: capacity units, 1 GB/h each (connections not counted)";
    check(&page(balancer()), &used(10.0, 1e6), &[hours, (units, 3.6 * 730.0, 0.008)]);
}

#[test]
fn cdns_pay_tiers_and_requests() {
    let cdn = page(Spec::Cdn(cache_of(Hardware::default(), 1)));
    check(&cdn, &used(0.0, 0.0), &[]);
    // 10 MB/s are 26,280 GB a month: the first 10,240 at the first price, the rest at the second.
    check(
        &cdn,
        &used(100.0, 10e6),
        &[
            ("it: to clients", 10_240.0, 0.085),
            ("it: to clients", 16_040.0, 0.08),
            ("it: HTTPS requests", 262.8e6 / 10_000.0, 0.01),
        ],
    );
}

#[test]
fn what_leaves_is_paid_by_the_gigabyte() {
    let nothing = page(server(on("m7g.large"), 0));
    let usage = Usage {
        client_bytes_per_s: 1e6,
        cross_site_bytes_per_s: 1e6,
        completed_per_s: 1.0,
        components: Vec::new(),
    };
    let cost = check(
        &nothing,
        &usage,
        &[
            ("it: 0 × m7g.large", 0.0, 0.0816),
            ("to the internet", 2_628.0, 0.09),
            ("between sites", 2_628.0, 0.02),
        ],
    );
    assert!((cost.per_million_requests_usd.unwrap() - 2_628.0 * 0.11 / 2.628).abs() < 1e-6);
}

#[test]
fn queues_pay_three_requests_a_message() {
    let queue = page(Spec::Queue(queue::Spec {
        capacity: None,
        work: Dist::ZERO,
        delivery: queue::Delivery::AtLeastOnce,
        redeliver_after_ns: 1,
        prefetch: 1,
        dead_letter: None,
        batch: None,
    }));
    let item = "it: requests, 3 per message (send, receive, delete)";
    check(&queue, &used(10.0, 0.0), &[(item, 26.28 * 3.0, 0.4)]);
    check(&queue, &used(0.0, 0.0), &[]);
}
