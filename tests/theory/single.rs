//! One station: M/M/1, M/M/c, M/D/1, M/D/c, M/G/1.

use super::harness::run;
use super::reference::{erlang_c, pollaczek_khinchine};

/// A page of one server at `rate` requests per second.
fn page(rate: f64, server: &str, duration_s: u32) -> String {
    format!(
        "
name: one station
traffic: {rate}/s
path: [app]
components:
  app: {{ server: {{ {server} }} }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
    )
}

/// M/M/1: the sojourn is exponential with mean 1/(μ − λ) (Kleinrock 1975, 3.2 and 5.12).
#[test]
fn one_exponential_server() {
    for (rate, duration_s) in [(500.0, 60), (800.0, 120)] {
        let mean_ms = 1000.0 / (1000.0 - rate);
        let run = run(&page(rate, "cores: 1, work: exp(1ms)", duration_s));
        run.mean(mean_ms).wait(mean_ms - 1.0);
        run.quantiles(mean_ms * 2_f64.ln(), mean_ms * 100_f64.ln());
        run.agrees("utilization", |r| r.components["app"].utilization.unwrap(), rate / 1000.0);
    }
}

/// M/M/c: the mean wait is C(c, a)/(cμ − λ) (Erlang 1917; Kleinrock 1975, 3.5).
#[test]
fn several_exponential_servers() {
    for (rate, duration_s) in [(2400.0, 60), (3400.0, 60)] {
        let wait_ms = erlang_c(4, rate / 1000.0) * 1000.0 / (4000.0 - rate);
        let run = run(&page(rate, "cores: 4, work: exp(1ms)", duration_s));
        run.wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// M/D/1: half the wait of M/M/1 (Erlang 1909; Kleinrock 1975, 5.7).
#[test]
fn one_constant_server() {
    for (rate, duration_s) in [(500.0, 40), (850.0, 80)] {
        let wait_ms = 1000.0 * pollaczek_khinchine(rate, 1e-3, 1e-6);
        let run = run(&page(rate, "cores: 1, work: 1ms", duration_s));
        run.wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// M/G/1, lognormal work: E W = λ E S²/(2(1 − ρ)), with E S² = m²(1 + cv²) (Pollaczek 1930, Khinchine 1932).
#[test]
fn one_lognormal_server() {
    for (rate, duration_s) in [(300.0, 400), (600.0, 400)] {
        let wait_ms = 1000.0 * pollaczek_khinchine(rate, 1e-3, 5e-6);
        let run = run(&page(rate, "cores: 1, work: { mean: 1ms, cv: 2 }", duration_s));
        run.wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// The same, told by two quantiles: with σ = ln(p99/p50)/z₉₉, the raw moments of a lognormal are
/// E Sⁿ = p50ⁿ exp(n²σ²/2).
#[test]
fn one_lognormal_server_by_its_quantiles() {
    let sigma = (4.0_f64 / 0.5).ln() / 2.326_347_874_040_841;
    let moment = |n: f64| (0.5e-3_f64).powf(n) * (n * n * sigma * sigma / 2.0).exp();
    for (rate, duration_s) in [(500.0, 100), (1000.0, 100)] {
        let wait_ms = 1000.0 * pollaczek_khinchine(rate, moment(1.0), moment(2.0));
        let run = run(&page(rate, "cores: 1, work: { p50: 0.5ms, p99: 4ms }", duration_s));
        run.wait(wait_ms).mean(wait_ms + 1000.0 * moment(1.0));
    }
}
