//! The flow and its lines against arithmetic done by hand.

use super::*;
use crate::blueprint::*;
use crate::component::cache::{Evict, Mode, OnWrite};
use crate::component::database::{ReadsFrom, Replication, ShardBy};
use crate::component::machine::{Disk, Hardware};
use crate::component::server::{DiskWork, Order, Work};
use crate::component::{
    CallPolicy, Spec, cache as cache_kind, database, load_balancer, queue, rate_limiter, server,
};
use crate::message::{Lang, Say};
use crate::sample::{Dist, Popularity};

const MS: u64 = 1_000_000;

fn ms(ms: u64) -> Dist {
    Dist::Constant(ms * MS)
}

fn server(cores: u32, instances: u32, work_ms: u64) -> server::Spec {
    server::Spec {
        hardware: Hardware { cores: Some(cores), ..Hardware::default() },
        instances,
        autoscale: None,
        workers: None,
        shed: None,
        queue: None,
        is_async: false,
        work: Work { cpu: ms(work_ms), disk: DiskWork::None, io: Dist::ZERO, memory_b: None },
        order: Order::Fifo,
        contention: 0.0,
        coherency: 0.0,
    }
}

fn cache_of(memory_b: f64, ttl_ns: Option<u64>) -> cache_kind::Spec {
    cache_kind::Spec {
        hardware: Hardware { memory_b: Some(memory_b), ..Hardware::default() },
        instances: 1,
        evict: Evict::Lru,
        ttl_ns,
        mode: Mode::Aside,
        on_write: OnWrite::Invalidate,
        hit_ratio: None,
        work: Dist::ZERO,
        when_down: None,
        loads: cache_kind::loads::Policy::default(),
    }
}

fn known_cache(hit_ratio: f64) -> Spec {
    Spec::Cache(cache_kind::Spec { hit_ratio: Some(hit_ratio), ..cache_of(1.0, None) })
}

fn db(replicas: u32, shards: u32, reads_from: ReadsFrom) -> database::Spec {
    database::Spec {
        hardware: Hardware { cores: Some(4), ..Hardware::default() },
        replicas,
        replication: Replication::Async,
        lag: ms(50),
        read: ms(2),
        write: ms(4),
        reads_from,
        shards,
        shard_by: ShardBy::Hash,
        connections: None,
        buffer_b: None,
        failover: None,
    }
}

fn lb() -> Spec {
    Spec::LoadBalancer(load_balancer::Spec {
        policy: load_balancer::Policy::RoundRobin,
        weights: Vec::new(),
        work: Dist::ZERO,
        health: None,
    })
}

fn blueprint(components: Vec<(&str, Spec)>) -> Blueprint {
    Blueprint {
        name: "test".to_owned(),
        about: String::new(),
        components: components
            .into_iter()
            .map(|(name, spec)| Component {
                name: name.to_owned(),
                spec,
                call: CallPolicy::default(),
                site: 0,
            })
            .collect(),
        data: Vec::new(),
        request_types: Vec::new(),
        load: Load::Open { arrivals: Arrivals::Poisson, shared: false },
        load_times: 1.0,
        shape: Shape::default(),
        timeline: Vec::new(),
        randomness: None,
        network: Network {
            hop: Dist::Constant(MS / 4),
            client: Dist::ZERO,
            sites: vec!["here".to_owned()],
            between: Vec::new(),
        },
        slo: Vec::new(),
        run: RunSettings::default(),
    }
}

impl Blueprint {
    fn to(&self, name: &str) -> Step {
        let component = self.components.iter().position(|c| c.name == name).unwrap();
        Step::Call {
            component,
            spec: Box::new(self.components[component].spec.clone()),
            call: CallPolicy::default(),
        }
    }

    fn chain(&self, names: &[&str]) -> Path {
        names.iter().map(|name| self.to(name)).collect()
    }

    fn request_type(mut self, name: &str, rate_per_s: f64, path: Path) -> Self {
        self.request_types.push(RequestType {
            name: name.to_owned(),
            rate_per_s,
            share: 1.0,
            path,
            reads: None,
            writes: None,
            size_b: None,
            call: CallPolicy::default(),
            priority: 1,
            patience: None,
            deadline: false,
            site: 0,
        });
        self
    }

    fn keyed(mut self, name: &str, rate: f64, path: Path, reads: bool, size_b: f64) -> Self {
        self = self.request_type(name, rate, path);
        let request_type = self.request_types.last_mut().unwrap();
        (request_type.reads, request_type.writes) =
            if reads { (Some(0), None) } else { (None, Some(0)) };
        request_type.size_b = Some(size_b);
        self
    }

    fn data(mut self, keys: u64, popularity: Popularity, size_b: f64) -> Self {
        self.data.push(Data { name: "link".to_owned(), keys, popularity, size_b });
        self
    }
}

fn near(found: f64, expect: f64) {
    assert!((found - expect).abs() <= 1e-9 * expect.abs().max(1e-9), "{found}, expected {expect}");
}

#[test]
fn a_chain_costs_its_hops_and_its_work() {
    let page = blueprint(vec![("lb", lb()), ("app", Spec::Server(server(2, 3, 5)))]);
    let path = page.chain(&["lb", "app"]);
    let found = flow(&page.request_type("get", 200.0, path));
    near(found.requests_per_s, 200.0);
    near(found.components[1].calls_per_s, 200.0);
    near(found.components[1].cpu_erlangs, 1.0);
    near(found.components[1].capacity.unwrap(), 6.0);
    near(found.components[1].utilization.unwrap(), 1.0 / 6.0);
    // One hop there and back, and 5 ms.
    near(found.request_types[0].latency_s, 5.5e-3);
    assert_eq!(found.components[0].utilization, None);
}

#[test]
fn threads_are_held_while_downstream_answers_unless_async() {
    for (is_async, held) in [(false, 100.0 * 14.5e-3), (true, 100.0 * 4e-3)] {
        let front = server::Spec { workers: Some(8), is_async, ..server(1, 2, 4) };
        let page = blueprint(vec![
            ("front", Spec::Server(front)),
            ("back", Spec::Server(server(4, 1, 10))),
        ]);
        let path = page.chain(&["front", "back"]);
        let found = flow(&page.request_type("get", 100.0, path));
        near(found.components[0].workers_erlangs, held);
        let workers = &found.components[0].resources[1];
        assert_eq!((workers.resource.as_str(), workers.capacity), ("workers", Some(16.0)));
    }
}

#[test]
fn blocks_multiply_calls() {
    let page = blueprint(vec![
        ("app", Spec::Server(server(1, 1, 1))),
        ("a", Spec::Server(server(1, 1, 2))),
        ("b", Spec::Server(server(1, 1, 6))),
    ]);
    let (a, b) = (page.chain(&["a"]), page.chain(&["b"]));
    let check = |block: Step, calls: [f64; 2], block_ms: f64| {
        let path = vec![page.to("app"), block];
        let found = flow(&page.clone().request_type("get", 10.0, path));
        near(found.components[1].calls_per_s, 10.0 * calls[0]);
        near(found.components[2].calls_per_s, 10.0 * calls[1]);
        near(found.request_types[0].latency_s, (1.0 + block_ms) / 1e3);
    };
    // A call costs 0.5 ms of hops beside its work.
    let both = vec![a.clone(), b.clone()];
    check(Step::Parallel { need: 2, paths: both.clone() }, [1.0, 1.0], 6.5);
    check(Step::Parallel { need: 1, paths: both.clone() }, [1.0, 1.0], 2.5);
    check(Step::Sequence(both), [1.0, 1.0], 9.0);
    check(Step::Chance { share: 0.1, path: a.clone() }, [0.1, 0.0], 0.25);
    let repeat = |at_once| Step::Repeat { times: Dist::Constant(30), at_once, path: a.clone() };
    check(repeat(1), [30.0, 0.0], 75.0);
    check(repeat(10), [30.0, 0.0], 7.5);
    check(repeat(100), [30.0, 0.0], 2.5);
    let paths = vec![("x".to_owned(), 3.0, a.clone()), ("y".to_owned(), 1.0, b.clone())];
    let one_of = |policy| Step::OneOf { policy, paths: paths.clone() };
    check(one_of(PickPath::Weighted), [0.75, 0.25], 0.75 * 2.5 + 0.25 * 6.5);
    check(one_of(PickPath::Failover), [1.0, 0.0], 2.5);
    check(one_of(PickPath::Nearest), [1.0, 0.0], 2.5);
}

#[test]
fn what_is_left_for_later_is_work_but_not_latency() {
    let queue = Spec::Queue(queue::Spec {
        capacity: None,
        work: ms(1),
        delivery: queue::Delivery::AtLeastOnce,
        redeliver_after_ns: 1,
        prefetch: 1,
        dead_letter: None,
        batch: None,
    });
    let page = blueprint(vec![
        ("app", Spec::Server(server(1, 1, 2))),
        ("jobs", queue),
        ("worker", Spec::Server(server(4, 1, 100))),
    ]);
    let path = vec![page.to("app"), Step::Later(page.chain(&["jobs", "worker"]))];
    let found = flow(&page.request_type("post", 10.0, path));
    near(found.request_types[0].latency_s, 3.5e-3);
    near(found.components[2].cpu_erlangs, 1.0);
}

#[test]
fn a_cache_passes_on_its_misses_only() {
    let page = blueprint(vec![
        ("app", Spec::Server(server(8, 1, 1))),
        ("cache", known_cache(0.9)),
        ("db", Spec::Database(db(0, 1, ReadsFrom::Primary))),
    ])
    .data(1_000, Popularity::uniform(1_000).unwrap(), 100.0);
    let path = page.chain(&["app", "cache", "db"]);
    let page = page
        .keyed("read", 1_000.0, path.clone(), true, 100.0)
        .keyed("write", 50.0, path, false, 100.0);
    let found = flow(&page);
    near(found.components[2].reads_per_s, 100.0);
    near(found.components[2].writes_per_s, 50.0);
    near(found.components[2].cpu_erlangs, 100.0 * 2e-3 + 50.0 * 4e-3);
    near(found.components[1].hit_ratio.unwrap(), 0.9);
    near(found.request_types[0].latency_s, 1e-3 + 0.5e-3 + 0.1 * 2.5e-3);
    near(found.request_types[1].latency_s, 1e-3 + 1e-3 + 4e-3);
}

#[test]
fn caches_in_a_row_share_the_hits_by_popularity() {
    // A cache of 200 of 1,000 uniform keys, then one of 500. In units of a key's mean gap the first
    // forgets after d = ln 1.25, since 1 − exp(−d) = 0.2; its misses are 1.25 apart. The second holds
    // half of the keys, so that (d + hits × (1.25 − d)) / 1.25 = 0.5.
    let page = blueprint(vec![
        ("edge", Spec::Cdn(cache_of(200.0 * 50.0, None))),
        ("cache", Spec::Cache(cache_of(500.0 * 50.0, None))),
        ("db", Spec::Database(db(0, 1, ReadsFrom::Primary))),
    ])
    .data(1_000, Popularity::uniform(1_000).unwrap(), 50.0);
    let path = page.chain(&["edge", "cache", "db"]);
    let found = flow(&page.keyed("read", 100.0, path, true, 50.0));
    near(found.components[0].hit_ratio.unwrap(), 0.2);
    let quiet = 1.25_f64.ln();
    let hits = (0.625 - quiet) / (1.25 - quiet);
    near(found.components[1].hit_ratio.unwrap(), hits);
    near(found.components[2].calls_per_s, 80.0 * (1.0 - hits));

    // With skew the first keeps the hottest away from the second, which then hits less than it would alone.
    let alone_and_behind = |first: bool| {
        let page = blueprint(vec![
            ("edge", Spec::Cdn(cache_of(200.0 * 50.0, None))),
            ("cache", Spec::Cache(cache_of(200.0 * 50.0, None))),
        ])
        .data(10_000, Popularity::zipf(10_000, 1.0).unwrap(), 50.0);
        let path = page.chain(if first { &["edge", "cache"] } else { &["cache"] });
        flow(&page.keyed("read", 100.0, path, true, 50.0)).components[1].hit_ratio.unwrap()
    };
    assert!(alone_and_behind(true) < 0.6 * alone_and_behind(false));
}

#[test]
fn a_ttl_and_a_write_cost_hits() {
    // 1,000 keys, each read once a second with a ttl of 4 s: 4 hits to a miss.
    let check = |ttl_ns, writes: f64, expect: f64| {
        let page = blueprint(vec![("cache", Spec::Cache(cache_of(1e9, ttl_ns)))]).data(
            1_000,
            Popularity::uniform(1_000).unwrap(),
            50.0,
        );
        let path = page.chain(&["cache"]);
        let page = page
            .keyed("read", 1_000.0, path.clone(), true, 50.0)
            .keyed("write", writes, path, false, 50.0);
        near(flow(&page).components[0].hit_ratio.unwrap(), expect);
    };
    check(Some(4_000 * MS), 0.0, 0.8);
    check(None, 0.0, 1.0);
    check(None, 250.0, 0.8);
}

#[test]
fn a_database_spreads_reads_and_repeats_writes() {
    let check = |spec: database::Spec, primary: f64, replica: Option<f64>| {
        let page = blueprint(vec![("db", Spec::Database(spec))]).data(
            10,
            Popularity::uniform(10).unwrap(),
            1.0,
        );
        let path = page.chain(&["db"]);
        let page = page
            .keyed("read", 1_000.0, path.clone(), true, 1.0)
            .keyed("write", 100.0, path, false, 1.0);
        let found = flow(&page);
        let of = |at: usize| found.components[0].resources.get(at).and_then(|r| r.utilization());
        near(of(0).unwrap(), primary);
        assert_eq!(of(1).is_some(), replica.is_some());
        replica.into_iter().for_each(|replica| near(of(1).unwrap(), replica));
        near(found.components[0].utilization.unwrap(), primary.max(replica.unwrap_or(0.0)));
    };
    // Reads are 2 CPU-seconds a second, writes 0.4; a node has 4 cores.
    check(db(0, 1, ReadsFrom::Replicas), 2.4 / 4.0, None);
    check(db(0, 2, ReadsFrom::Primary), 2.4 / 8.0, None);
    check(db(2, 1, ReadsFrom::Primary), 2.4 / 4.0, Some(0.4 / 4.0));
    check(db(2, 1, ReadsFrom::Replicas), 0.4 / 4.0, Some(1.4 / 4.0));
    check(db(1, 2, ReadsFrom::Any), 1.4 / 8.0, Some(1.4 / 8.0));
}

#[test]
fn disks_and_cards_are_resources_too() {
    let disk = Disk { iops: Some(1_000.0), bandwidth_b_per_s: Some(30e6) };
    let spec = server::Spec {
        hardware: Hardware {
            disk: Some(disk),
            bandwidth_b_per_s: Some(1e6),
            ..Hardware::default()
        },
        work: Work { disk: DiskWork::Bytes(30e3), ..server(1, 1, 0).work },
        ..server(1, 2, 0)
    };
    let page = blueprint(vec![("store", Spec::Server(spec))]);
    let path = page.chain(&["store"]);
    let mut page = page.request_type("get", 500.0, path);
    page.request_types[0].size_b = Some(1_000.0);
    let found = flow(&page);
    let of = |name: &str| {
        found.components[0].resources.iter().find(|r| r.resource == name).unwrap().clone()
    };
    near(of("disk").utilization().unwrap(), 500.0 * 2e-3 / 2.0);
    near(of("network").utilization().unwrap(), 500.0 * 1e-3 / 2.0);
    assert_eq!(of("cpu").utilization(), None);
    near(found.components[0].utilization.unwrap(), 0.5);
    near(found.request_types[0].latency_s, 3e-3);
}

#[test]
fn a_closed_load_runs_at_its_asymptotic_bound() {
    let check = |clients, think, expect: f64| {
        let page = blueprint(vec![("app", Spec::Server(server(2, 1, 10)))]);
        let path = page.chain(&["app"]);
        let mut page = page.request_type("get", 0.0, path);
        page.load = Load::Closed { clients, think };
        near(flow(&page).requests_per_s, expect);
    };
    check(10, ms(990), 10.0);
    check(1_000, ms(990), 200.0);
    check(1, Dist::ZERO, 100.0);
}

#[test]
fn a_rate_limiter_passes_its_rate() {
    let limiter = rate_limiter::Spec {
        rate_per_s: 30.0,
        burst: 1.0,
        algorithm: rate_limiter::Algorithm::TokenBucket,
        per_key: false,
    };
    let page = blueprint(vec![
        ("limit", Spec::RateLimiter(limiter)),
        ("app", Spec::Server(server(1, 1, 1))),
    ]);
    let path = page.chain(&["limit", "app"]);
    let found = flow(&page.request_type("get", 100.0, path));
    near(found.components[0].calls_per_s, 100.0);
    near(found.components[1].calls_per_s, 30.0);
}

#[test]
fn the_peak_is_the_highest_product() {
    let event = |at_ns, for_ns, times| Happening {
        at_ns,
        for_ns,
        verb: Verb::Traffic(times),
        label: crate::message::EventLabel::Traffic { times: 1.0 },
    };
    let check = |points: &[(u64, f64)], timeline: Vec<Happening>, expect: f64| {
        let mut page = blueprint(Vec::new());
        page.shape.points = points.to_vec();
        page.timeline = timeline;
        near(flow(&page).peak_times, expect);
    };
    check(&[], vec![], 1.0);
    check(&[(20, 1.0), (30, 3.0), (40, 3.0), (50, 1.0)], vec![], 3.0);
    check(&[(20, 0.5)], vec![], 1.0);
    check(&[(20, 1.0), (30, 3.0), (40, 1.0)], vec![event(40, None, 2.0)], 3.0);
    check(&[(20, 1.0), (30, 3.0), (40, 1.0)], vec![event(35, None, 2.0)], 4.0);
    check(&[], vec![event(10, Some(10), 2.0), event(15, Some(10), 4.0)], 8.0);
    check(&[], vec![event(10, Some(10), 2.0), event(20, Some(10), 4.0)], 4.0);
}

#[test]
fn distant_sites_cost_their_delay() {
    let page = blueprint(vec![
        ("app", Spec::Server(server(1, 1, 0))),
        ("db", Spec::Server(server(1, 1, 0))),
    ]);
    let path = page.chain(&["app", "db"]);
    let mut page = page.request_type("get", 1.0, path);
    page.network.sites = vec!["seoul".to_owned(), "tokyo".to_owned()];
    page.network.between = vec![(0, 1, ms(17))];
    page.network.client = ms(5);
    page.components[1].site = 1;
    near(flow(&page).request_types[0].latency_s, 44e-3);
    page.request_types[0].site = 1;
    near(flow(&page).request_types[0].latency_s, 78e-3);
}

fn worked(
    page: &[PageFormula],
    design: Option<(&Blueprint, &Flow)>,
    written: &Written,
) -> Result<Estimate, Vec<ModelError>> {
    let outer: Names<'_> = &|_| None;
    work_out(Inputs {
        page,
        outer,
        design,
        written,
        draws: DRAWS,
        seed: SEED,
        swings: true,
        interview: true,
    })
}

#[test]
fn the_lines_go_from_traffic_to_components_to_latency() {
    let page = blueprint(vec![
        ("app", Spec::Server(server(2, 40, 7))),
        ("cache", Spec::Cache(cache_of(500.0 * 50.0, None))),
        ("db", Spec::Database(db(0, 1, ReadsFrom::Primary))),
    ])
    .data(1_000, Popularity::uniform(1_000).unwrap(), 50.0);
    let path = page.chain(&["app", "cache", "db"]);
    let mut page = page.keyed("read", 1_000.0, path, true, 50.0);
    page.shape.points = vec![(1, 1.0), (2, 3.0)];
    let lines = worked(&[], Some((&page, &flow(&page))), &Written::default()).unwrap().lines;
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "average_qps",
            "peak_qps",
            "link.storage",
            "bandwidth_out",
            "link.cache_memory",
            "link.cache_hits",
            "app.calls",
            "app.offered_load",
            "app.cpu_needed",
            "app.instances_needed",
            "app.utilization",
            "app.wait",
            "cache.calls",
            "cache.hit_ratio",
            "db.calls",
            "db.offered_load",
            "db.utilization",
            "read.latency",
        ]
    );
    let value = |name: &str| lines.iter().find(|line| line.name == name).unwrap().value;
    near(value("peak_qps"), 3_000.0);
    near(value("bandwidth_out"), 50_000.0);
    near(value("link.storage"), 50_000.0);
    near(value("link.cache_memory"), 10_000.0);
    // Uniform keys: a fifth of them gets a fifth of the reads, whatever the rule says.
    assert!((value("link.cache_hits") - 0.2).abs() < 1e-6);
    near(value("app.offered_load"), 7.0);
    // 7 × 3 / 0.7 = 30 cores, of which an instance has 2.
    near(value("app.cpu_needed"), 30.0);
    near(value("app.instances_needed"), 15.0);
    near(value("db.calls"), 500.0);
    assert!(lines.iter().all(|line| line.kind == "napkin" && !line.step.say(Lang::En).is_empty()));
}

#[test]
fn erlang_c_is_that_of_the_tables() {
    let check = |servers, offered, expect: f64| {
        let found = lines::erlang_c(servers, offered);
        assert!((found - expect).abs() < 5e-5, "{servers} {offered}: {found}");
    };
    check(1, 0.8, 0.8);
    check(2, 1.0, 1.0 / 3.0);
    // 10 erlangs offered to 14 agents: 17.41 % wait.
    check(14, 10.0, 0.1741);
}

#[test]
fn the_page_says_its_own_lines_first() {
    let line = |name: &str, formula: &str, is_assumed| PageFormula {
        name: name.to_owned(),
        formula: crate::units::Formula::parse(formula).unwrap(),
        is_assumed,
    };
    let page = [
        line("links", "86.4M/day", true),
        line("peak", "1..4", true),
        line("qps", "links * peak", false),
    ];
    let lines = worked(&page, None, &Written::default()).unwrap().lines;
    let found: Vec<(&str, f64, &str, &str)> = lines
        .iter()
        .map(|l| (l.name.as_str(), l.value, l.unit.as_str(), l.kind.as_str()))
        .collect();
    assert_eq!(found[0], ("links", 1_000.0, "1/s", "assume"));
    assert_eq!((found[2].0, found[2].2, found[2].3), ("qps", "1/s", "estimate"));
    near(lines[2].value, 2_000.0);
    assert_eq!((lines[0].low, lines[0].high), (1_000.0, 1_000.0));
    // The interval of a product with one range is that of the range, as far as draws can tell.
    assert!((lines[2].low - 1_000.0).abs() < 50.0, "{}", lines[2].low);
    assert!((lines[2].high - 4_000.0).abs() < 200.0, "{}", lines[2].high);
    assert_eq!(lines[2].formula.say(Lang::En), "links * peak");

    let wrong = [line("sum", "1s + 1B", false)];
    assert_eq!(worked(&wrong, None, &Written::default()).unwrap_err()[0].0, 0);
    // In round numbers: 86.4M is 80M, or 90M taken for 100M; a day has 10^5 s.
    assert_eq!(lines[0].interview, Some(80e6 / 86_400.0));
    assert_eq!(lines[2].interview, Some(1_600.0));
    assert_eq!(lines[2].error.map(|error| (error * 1e9).round()), Some(-0.2e9));
}

/// A page's own formulas reach the lines of napkin, and so do their ranges.
#[test]
fn ranges_reach_the_standard_quantities() {
    let tree = |text: &str| {
        let mut problems = crate::problem::Problems::default();
        crate::yaml::read(text, crate::problem::FileId::default(), &mut problems).unwrap()
    };
    let page = blueprint(vec![("app", Spec::Server(server(2, 40, 7)))]);
    let path = page.chain(&["app"]);
    let mut page =
        page.request_type("get-it", 2_000.0, path.clone()).request_type("put", 10.0, path);
    page.request_types[0].size_b = Some(1_000.0);
    page.slo = vec![Target { request_type: None, metric: Metric::Availability, target: 0.999 }];
    let line = |name: &str, formula: &str| PageFormula {
        name: name.to_owned(),
        formula: crate::units::Formula::parse(formula).unwrap(),
        is_assumed: true,
    };
    let own = [line("rate", "1000/s..4000/s"), line("instance_availability", "99.9%")];
    let text = "requests: { get-it: { rate: rate, size: 1KB }, put: { rate: 10/s } }";
    let written = Written::of(&tree(text));
    let found = worked(&own, Some((&page, &flow(&page))), &written).unwrap();
    let at = |name: &str| found.lines.iter().find(|line| line.name == name).expect(name);
    let average = at("average_qps");
    near(average.value, 2_010.0);
    assert!((average.low / 1_010.0 - 1.0).abs() < 0.03, "{}", average.low);
    assert!((average.high / 4_010.0 - 1.0).abs() < 0.03, "{}", average.high);
    assert_eq!(at("get-it.qps").formula.say(Lang::En), "rate");
    near(at("bandwidth_out").value, 2e6);
    // 2,010/s × 7 ms = 14.07, and 14.07 / 0.7 / 2 cores.
    near(at("app.instances_needed").value, 11.0);
    assert!(at("app.instances_needed").high >= 20.0);
    near(at("downtime_a_year").value, 0.001 * 365.0 * 86_400.0);
    // 11 must be up: two more at 99.9 % each give five nines, one more gives 99.993 %.
    near(at("app.instances_for_availability").value, 12.0);
    assert!(found.assumed.iter().all(|chosen| chosen.path != "assume.instance_availability"));
    assert_eq!(found.tornado[0].assumption, "rate");
    assert_eq!(found.finals.last().map(String::as_str), Some("average_qps"));
}
