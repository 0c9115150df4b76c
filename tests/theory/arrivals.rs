//! How requests are spaced: Erlang, constant, in batches, bursty, before one exponential server.

use super::harness::{Run, about, chain};
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
