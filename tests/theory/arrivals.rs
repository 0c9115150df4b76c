//! How requests are spaced: Erlang, constant, in batches, bursty, before one exponential server.

use super::harness::{Run, about, chain, run};
use super::reference::{dmc_wait, gm1_sojourn, mmpp_m1_number};

fn spaced(traffic: &str, duration_s: u32) -> Run {
    chain(traffic, "[app]", "app: { server: { cores: 1, work: exp(1ms) } }", duration_s)
}

/// The sojourn is exponential: its mean gives its quantiles.
fn exponential(run: &Run, mean_ms: f64) {
    run.mean(mean_ms).quantiles(mean_ms * 2_f64.ln(), mean_ms * 100_f64.ln());
}

/// E_k/M/1: A*(s) = (kλ/(kλ + s))^k (Kleinrock 1975, 6.4).
#[test]
fn erlang_gaps() {
    for (rate, duration_s) in [(500.0, 60), (800.0, 200)] {
        about(format!("E4/M/1, {rate}/s of 1000"), "Kleinrock 1975, 6.4");
        let transform = |s: f64| (4.0 * rate / (4.0 * rate + s)).powi(4);
        let run = spaced(&format!("{{ rate: {rate}/s, arrivals: erlang(4) }}"), duration_s);
        exponential(&run, 1000.0 * gm1_sojourn(1000.0, transform));
    }
}

/// D/M/1: A*(s) = e^(−s/λ) (Kleinrock 1975, 6.4).
#[test]
fn constant_gaps() {
    for (rate, duration_s) in [(500.0, 60), (800.0, 160)] {
        about(format!("D/M/1, {rate}/s of 1000"), "Kleinrock 1975, 6.4");
        let run = spaced(&format!("{{ rate: {rate}/s, arrivals: constant }}"), duration_s);
        exponential(&run, 1000.0 * gm1_sojourn(1000.0, |s| (-s / rate).exp()));
    }
}

/// D/M/c, by the chain embedded at the arrivals.
#[test]
fn constant_gaps_before_several_servers() {
    for (rate, duration_s) in [(2800.0, 60), (3600.0, 100)] {
        about(format!("D/M/4, {rate}/s of 4000"), "Kendall 1953: embedded chain");
        let traffic = format!("{{ rate: {rate}/s, arrivals: constant }}");
        let wait_ms = 1000.0 * dmc_wait(4, 1.0 / rate, 1000.0);
        let app = "app: { server: { cores: 4, work: exp(1ms) } }";
        chain(&traffic, "[app]", app, duration_s).wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// M^[X]/M/1, batches of geometric size with mean g: the place of a request in its batch is geometric, too, so its
/// sojourn is that of M/M/1 with the rates of whole batches: exponential with mean g/(μ − λ) (Chaudhry and
/// Templeton, A First Course in Bulk Queues, 1983, ch. 3).
#[test]
fn batches() {
    for (rate, mean, duration_s) in [(500.0, 5.0, 500), (700.0, 2.0, 300)] {
        about(
            format!("M^[X]/M/1, {rate}/s of 1000, batches of {mean}"),
            "Chaudhry and Templeton 1983, ch. 3",
        );
        let traffic = format!("{{ rate: {rate}/s, arrivals: {{ batches: {{ mean: {mean} }} }} }}");
        exponential(&spaced(&traffic, duration_s), 1000.0 * mean / (1000.0 - rate));
    }
}

/// MMPP(2)/M/1, by the matrix-geometric solution (Neuts 1981; Fischer and Meier-Hellstern, Performance Evaluation
/// 18(2), 1993) and Little's law. The second page says its rates, the first only their proportion.
#[test]
fn bursts() {
    let check = |traffic: &str, high: f64, low: f64, duration_s: u32| {
        about(format!("MMPP(2)/M/1, {high} and {low}/s of 1000"), "Neuts 1981, ch. 3");
        let number = mmpp_m1_number([high, low], [1.0 / 0.1, 1.0 / 0.2], 1000.0);
        let rate = (high + 2.0 * low) / 3.0;
        let run = spaced(traffic, duration_s);
        run.mean(1000.0 * number / rate);
        run.agrees("rate", |r| r.requests.offered_per_s, rate);
    };
    let stays = "high_for: 100ms, low_for: 200ms";
    let relative =
        format!("{{ rate: 500/s, arrivals: {{ bursty: {{ high: 3, low: 1, {stays} }} }} }}");
    check(&relative, 900.0, 300.0, 300);
    let absolute = format!("{{ arrivals: {{ bursty: {{ high: 1200/s, low: 300/s, {stays} }} }} }}");
    check(&absolute, 1200.0, 300.0, 500);
}

/// Two independent Poisson streams are one Poisson stream (Kingman 1993, 2.2): M/M/1 with both.
#[test]
fn two_streams() {
    for (one, other, duration_s) in [(300.0, 200.0, 60), (700.0, 100.0, 250)] {
        about(format!("M/M/1, streams of {one} and {other}/s"), "Kingman 1993, 2.2");
        let page = format!(
            "
name: streams
requests:
  one: {{ rate: {one}/s, path: [app] }}
  other: {{ rate: {other}/s, path: [app] }}
components:
  app: {{ server: {{ cores: 1, work: exp(1ms) }} }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
        );
        exponential(&super::harness::run(&page), 1000.0 / (1000.0 - one - other));
    }
}

/// Exactly 100 at one instant on four workers of 1 s: four are answered after each second, the last after 25 s.
#[test]
fn all_at_one_instant() {
    let page = "
name: At once
requests:
  one: { rate: 0.0001/s, path: [app] }
components: { app: { server: { workers: 4, work: { io: 1s } } } }
timeline: [{ at: 1s, arrive: 100 }]
network: { hop: 0s }
run: { duration: 60s, replications: 5, seed: 1 }
";
    let report = run(page).report;
    let latency = report.latency_ms.expect("requests");
    for (found, expected) in [
        (latency.p50.value, 13_000.0),
        (latency.p90.value, 23_000.0),
        (latency.p99.value, 25_000.0),
        (latency.mean.value, 13_000.0),
    ] {
        assert!((found / expected - 1.0).abs() < 1e-3, "{found}, not {expected}");
    }
    let completed = report.requests.completed_per_s.value * 60.0;
    assert!((completed - 100.0).abs() < 0.5, "{completed} of 100");
}

/// Requests at random times within ten seconds, before one server of constant work: against a simulation of its own that
/// sorts that many uniform times and lets them wait for each other.
#[test]
fn a_herd_within_some_time() {
    const COUNT: usize = 900;
    let page = "
name: A herd
requests:
  one: { rate: 0.0001/s, path: [app] }
components: { app: { server: { workers: 1, work: { io: 10ms } } } }
timeline: [{ at: 1s, arrive: 900, within: 10s }]
network: { hop: 0s }
run: { duration: 30s, replications: 400, seed: 1 }
";
    let found = run(page).report.latency_ms.expect("requests").mean;
    let mut seed = 7_u64;
    let mut uniform = || {
        // Knuth's generator (The Art of Computer Programming 2, 3.3.4).
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let runs = 2000;
    let mut total = 0.0;
    for _ in 0..runs {
        let mut times: Vec<f64> = (0..COUNT).map(|_| 10_000.0 * uniform()).collect();
        times.sort_by(f64::total_cmp);
        let mut free = 0.0_f64;
        for at in times {
            free = free.max(at) + 10.0;
            total += free - at;
        }
    }
    let expected = total / f64::from(runs) / COUNT as f64;
    let within = 2.0 * (found.high.expect("an interval") - found.low.expect("one")) / 2.0;
    assert!((found.value - expected).abs() < within, "{} ± {within}, not {expected}", found.value);
    assert!(within < 0.06 * expected, "± {within} of {expected} is not tight");
}
