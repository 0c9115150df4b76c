//! Little's law, the balance of flows, and the utilization law, in runs without edges.

use napkin::document::{LatencyMs, Measured};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::harness::{Run, run};

/// One station: its fields, and its cores if they are all that its work needs.
#[derive(Clone, Debug)]
struct Station {
    kind: &'static str,
    fields: String,
    cores: Option<f64>,
}

/// What is called, with how many calls each request makes to each station.
#[derive(Clone, Debug)]
enum Shape {
    Chain,
    Sequence,
    Parallel,
    Repeat(u32),
}

fn station() -> impl Strategy<Value = Station> {
    let work = prop_oneof![
        Just("2ms"),
        Just("exp(3ms)"),
        Just("{ mean: 2ms, cv: 2 }"),
        Just("'erlang(3, 2ms)'"),
        Just("uniform(1ms..4ms)"),
        Just("{ min: 1ms, alpha: 2.5 }"),
    ];
    let order = prop_oneof![Just(""), Just("order: processor_sharing, ")];
    (0_u32..5, 1_u32..4, 1_u32..4, work, order).prop_map(|(kind, cores, instances, work, order)| {
        let all = f64::from(cores * instances);
        let (kind, fields, cores) = match kind {
            0 => ("server", format!("work: {work}"), None),
            1 => ("server", format!("workers: {cores}, work: {work}"), None),
            2 => ("database", format!("cores: {cores}, read: {work}"), Some(f64::from(cores))),
            3 => (
                "server",
                format!("instances: {instances}, workers: 6, cores: {cores}, work: {work}"),
                Some(all),
            ),
            _ => (
                "server",
                format!("instances: {instances}, {order}cores: {cores}, work: {work}"),
                Some(all),
            ),
        };
        Station { kind, fields, cores }
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Chain),
        Just(Shape::Sequence),
        Just(Shape::Parallel),
        (2_u32..5).prop_map(Shape::Repeat)
    ]
}

/// A page whose traffic stops after 10 s, and which begins empty.
fn page(stations: &[Station], shape: &Shape, traffic: &str, seed: u32) -> String {
    let names: Vec<String> = (0..stations.len()).map(|at| format!("s{at}")).collect();
    let all = names.join(", ");
    let path = match shape {
        Shape::Chain => format!("[web, {all}]"),
        Shape::Sequence => format!("[web, {{ sequence: [{all}] }}]"),
        Shape::Parallel => format!("[web, {{ parallel: [{all}] }}]"),
        Shape::Repeat(times) => {
            format!("[web, {{ repeat: {{ times: {times}, at_once: 2, path: [{all}] }} }}]")
        }
    };
    let components: String = names
        .iter()
        .zip(stations)
        .map(|(name, station)| {
            format!("  {name}: {{ {}: {{ {} }} }}\n", station.kind, station.fields)
        })
        .collect();
    format!(
        "
name: without edges
traffic: {{ {traffic}, shape: {{ steps: [ {{ at: 10s, times: 0 }} ] }} }}
path: {path}
components:
  web: {{ server: {{ workers: 50 }} }}
{components}network: {{ hop: 250us, client: 1ms }}
run: {{ warmup: 0s, duration: 1h, replications: 3, seed: {seed} }}
"
    )
}

/// Equal but for the rounding of sums, and for `slack`.
fn same(what: &str, one: f64, other: f64, slack: f64) {
    let within = 1e-9 * one.abs().max(other.abs()).max(1e-9) + slack;
    assert!((one - other).abs() <= within, "{what}: {one} and {other}, ± {within:e}");
}

fn rises(latency: &LatencyMs) {
    let all = [latency.p50, latency.p90, latency.p95, latency.p99, latency.p999, latency.max];
    assert!(all.windows(2).all(|pair| pair[0].value <= pair[1].value), "{all:?}");
    let holds = |of: &Measured| of.low.is_none_or(|low| low <= of.value);
    assert!(all.iter().all(holds) && latency.mean.value <= latency.max.value);
}

fn holds(run: &Run, stations: &[Station], visits: f64) {
    let report = &run.report;
    let requests = &report.requests;
    let seconds = run.seconds();
    assert!(requests.offered > 0);
    assert_eq!((requests.in_flight_at_start, requests.in_flight_at_end), (0, 0));
    assert_eq!((requests.completed, requests.failed), (requests.offered, 0));
    assert_eq!(requests.attempts, requests.offered);
    rises(report.latency_ms.as_ref().expect("they completed"));
    assert!(report.percentiles.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    for (at, station) in stations.iter().enumerate() {
        let name = format!("s{at}");
        let own = &report.components[&name];
        let calls = own.arrivals_per_s.value * seconds;
        same(&format!("{name}: calls"), calls, visits * requests.offered as f64, 0.0);
        // Shares end between two ns, and the calendar has whole ones: up to one for each call.
        let shares = station.fields.contains("processor_sharing");
        let slack_s = if shares { calls * 1e-9 } else { 0.0 };
        // L = λW (Little 1961), over the same calls.
        let waited_s = calls * own.wait_ms.mean.value * 1e-3;
        same(&format!("{name}: L = λW"), own.queue_mean.value * seconds, waited_s, slack_s);
        // U = λS/c.
        if let Some(cores) = station.cores {
            let worked_s = calls * own.service_ms.mean.value * 1e-3;
            let busy_s = own.resources["cpu"].utilization.value * cores * seconds;
            same(&format!("{name}: U = λS/c"), busy_s, worked_s, slack_s);
        }
    }
    // A worker of `web` is held from admission to answer, all that the client waits for but its own legs.
    let mean_ms = report.latency_ms.as_ref().expect("they completed").mean.value;
    let own = &report.components["web"];
    let held_s = requests.offered as f64 * (mean_ms - 2.0 - own.wait_ms.mean.value) * 1e-3;
    same("web: held", own.resources["workers"].utilization.value * 50.0 * seconds, held_s, 0.0);
}

#[test]
fn what_comes_in_goes_out() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases: 200, failure_persistence: None, ..Config::default() };
    let traffic = prop_oneof![
        Just("rate: 100/s"),
        Just("rate: 150/s, arrivals: { batches: { mean: 3 } }"),
        Just("rate: 120/s, arrivals: erlang(2)"),
        Just("rate: 80/s, arrivals: { bursty: { high: 4, low: 1, high_for: 100ms, low_for: 1s } }"),
    ];
    let pages = (prop::collection::vec(station(), 1..4), shape(), traffic, 1_u32..1000);
    TestRunner::new_with_rng(config, rng)
        .run(&pages, |(stations, shape, traffic, seed)| {
            let text = page(&stations, &shape, traffic, seed);
            let visits = if let Shape::Repeat(times) = shape { f64::from(times) } else { 1.0 };
            let held = std::panic::catch_unwind(|| holds(&run(&text), &stations, visits));
            prop_assert!(held.is_ok(), "{text}");
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}
