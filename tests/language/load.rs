//! Load, shapes, timelines, sites and run settings.

use napkin::blueprint::{Arrivals, Change, Load, Verb, Which};
use napkin::message::{EventLabel, Lang, Say};
use napkin::sample::Dist;

use super::{MS, S, blueprint, read, traffic};

#[test]
fn open_and_closed_loads() {
    let closed = traffic("{ clients: 500, think: exp(2s) }");
    let Load::Closed { clients, think } = &closed.load else { panic!("not closed") };
    assert_eq!((*clients, think.clone()), (500, Dist::Exponential { mean_ns: 2e9 }));
    assert_eq!(closed.request_types[0].rate_per_s, 0.0);
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
    assert!((of_rates.request_types[0].rate_per_s - 200.0).abs() < 1e-9);
}

#[test]
fn weights_share_the_traffic() {
    let blueprint = blueprint(
        "traffic: 100/s\nrequests:\n  a: { weight: 3, path: app }\n  b: { weight: 1, path: app }\ncomponents: { app: { server: {} } }\n",
    );
    assert!(matches!(blueprint.load, Load::Open { shared: true, .. }));
    assert_eq!(blueprint.request_types[0].rate_per_s, 75.0);
    assert_eq!(blueprint.request_types[1].share, 0.25);
}

#[test]
fn so_many_times_the_load() {
    let of = |text: &str, rate: f64| {
        let page = traffic(text);
        assert_eq!(page.request_types[0].rate_per_s, rate, "{text}");
        page
    };
    of("{ rate: 100/s, times: 10 }", 1000.0);
    assert_eq!(of("{ rate: 100/s }", 100.0).load_times, 1.0);
    let closed = traffic("{ clients: 3, times: 2.5 }");
    assert!(matches!(closed.load, Load::Closed { clients: 8, .. }));
    let own = blueprint(
        "traffic: { times: 10 }\nrequests:\n  a: { rate: 3/s, path: app }\n  b: { rate: 1/s, path: app }\ncomponents: { app: { server: {} } }\n",
    );
    assert_eq!(own.request_types[1].rate_per_s, 10.0);
    assert_eq!(own.request_types[0].share, 0.75);
}

#[test]
fn a_recorded_load_is_replayed() {
    let page = traffic("{ shape: { replay: rates.csv } }");
    // 200/s for one minute, 150/s for two.
    let mean = 500.0 / 3.0;
    assert!((page.request_types[0].rate_per_s - mean).abs() < 1e-9);
    let rates: Vec<(u64, f64)> =
        page.shape.points.iter().map(|&(at, times)| (at / S, (times * mean).round())).collect();
    assert_eq!(rates, [(0, 100.0), (60, 300.0), (180, 0.0)]);
    assert!(page.shape.leads);
    let ten = traffic("{ times: 10, shape: { replay: rates.csv } }");
    assert!((ten.request_types[0].rate_per_s - 10.0 * mean).abs() < 1e-9);
}

#[test]
fn requests_beside_the_load() {
    let text = "requests: { a: { rate: 1/s, path: [app] }, b: { rate: 2/s, path: [app] } }\n\
                components: { app: { server: { work: 5ms } } }\n\
                timeline: [{ at: 5s, arrive: 500, within: 2s, request: b }, { at: 9s, arrive: 7 }]\n";
    let timeline = blueprint(text).timeline;
    let Verb::Arrive { count: 500, within_ns, request_type: Some(1) } = timeline[0].verb else {
        panic!("{timeline:?}")
    };
    assert_eq!(within_ns, 2 * S);
    let Verb::Arrive { count: 7, within_ns: 0, request_type: None } = timeline[1].verb else {
        panic!("{timeline:?}")
    };
    assert_eq!(timeline[0].for_ns, Some(2 * S));
}

#[test]
fn shapes() {
    let shape = |text: &str| traffic(&format!("{{ rate: 1/s, shape: {{ {text} }} }}")).shape;
    let steps = shape("steps: [ { at: 10s, times: 3 }, { at: 20s, times: 1 } ]");
    let points = [(10, 1.0), (10, 3.0), (20, 3.0), (20, 1.0)].map(|(at, times)| (at * S, times));
    assert_eq!(steps.points, points);
    let marks = [
        (10 * S, Some(20 * S), EventLabel::Traffic { times: 3.0 }),
        (20 * S, None, EventLabel::Traffic { times: 1.0 }),
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
    let labels: Vec<String> = blueprint.timeline.iter().map(|h| h.label.say(Lang::En)).collect();
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
    assert!(matches!(blueprint.timeline[0].verb, Verb::Kill(0, Which::First(2))));
    assert!(matches!(&blueprint.timeline[3].verb, Verb::Cut(a, b) if *a == [0, 1] && *b == [2]));
    let Verb::Set(changes) = &blueprint.timeline[6].verb else { panic!("not a set") };
    assert_eq!(*changes, [(0, Change::Instances(8)), (0, Change::Workers(2))]);
    assert_eq!(blueprint.network.sites, ["east", "west"]);
    assert_eq!(blueprint.network.between, [(0, 1, Dist::Constant(20 * MS))]);
    assert_eq!(blueprint.request_types[0].site, 0);
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
