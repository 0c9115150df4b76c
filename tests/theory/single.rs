//! One station: M/M/1, M/M/c, M/D/1, M/D/c, M/G/1, finite waiting rooms, processor sharing, priorities.

use super::harness::{about, alone, run};
use super::reference::{birth_death, erlang_b, mdc_wait, mean_of, mg1_wait, mmc_wait};

/// M/M/1: the sojourn is exponential with mean 1/(μ − λ) (Kleinrock 1975, 3.2 and 5.12).
#[test]
fn one_exponential_server() {
    for (rate, duration_s) in [(500.0, 60), (800.0, 250)] {
        about(format!("M/M/1, {rate}/s of 1000"), "Kleinrock 1975, 3.2, 5.12");
        let mean_ms = 1000.0 / (1000.0 - rate);
        let run = alone(rate, "cores: 1, work: exp(1ms)", duration_s);
        run.mean(mean_ms).wait(mean_ms - 1.0);
        run.quantiles(mean_ms * 2_f64.ln(), mean_ms * 100_f64.ln());
        run.agrees("utilization", |r| r.components["app"].utilization.unwrap(), rate / 1000.0);
    }
}

/// M/M/c: the mean wait is C(c, a)/(cμ − λ) (Erlang 1917; Kleinrock 1975, 3.5).
#[test]
fn several_exponential_servers() {
    for (rate, duration_s) in [(2400.0, 60), (3400.0, 60)] {
        about(format!("M/M/4, {rate}/s of 4000"), "Erlang 1917; Kleinrock 1975, 3.5");
        let wait_ms = 1000.0 * mmc_wait(4, rate, 1e-3);
        alone(rate, "cores: 4, work: exp(1ms)", duration_s).wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// M/D/1: half the wait of M/M/1 (Erlang 1909; Kleinrock 1975, 5.7).
#[test]
fn one_constant_server() {
    for (rate, duration_s) in [(500.0, 60), (850.0, 100)] {
        about(format!("M/D/1, {rate}/s of 1000"), "Erlang 1909; Kleinrock 1975, 5.7");
        let wait_ms = 1000.0 * mg1_wait(rate, 1e-3, 1e-6);
        alone(rate, "cores: 1, work: 1ms", duration_s).wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// M/D/c (Crommelin 1932).
#[test]
fn several_constant_servers() {
    for (rate, duration_s) in [(2400.0, 60), (3400.0, 60)] {
        about(format!("M/D/4, {rate}/s of 4000"), "Crommelin 1932");
        let wait_ms = 1000.0 * mdc_wait(4, rate, 1e-3);
        alone(rate, "cores: 4, work: 1ms", duration_s).wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// M/G/1, lognormal work: E W = λ E S²/(2(1 − ρ)), with E S² = m²(1 + cv²) (Pollaczek 1930, Khinchine 1932).
#[test]
fn one_lognormal_server() {
    for (rate, duration_s) in [(300.0, 800), (600.0, 500)] {
        about(format!("M/G/1, lognormal cv 2, {rate}/s of 1000"), "Pollaczek 1930; Khinchine 1932");
        let wait_ms = 1000.0 * mg1_wait(rate, 1e-3, 5e-6);
        let run = alone(rate, "cores: 1, work: { mean: 1ms, cv: 2 }", duration_s);
        run.wait(wait_ms).mean(wait_ms + 1.0);
    }
}

/// The same, told by two quantiles: with σ = ln(p99/p50)/z₉₉, the raw moments of a lognormal are
/// E Sⁿ = p50ⁿ exp(n²σ²/2).
#[test]
fn one_lognormal_server_by_its_quantiles() {
    let sigma = (4.0_f64 / 0.5).ln() / 2.326_347_874_040_841;
    let moment = |n: f64| 0.5e-3_f64.powf(n) * (n * n * sigma * sigma / 2.0).exp();
    for (rate, duration_s) in [(500.0, 150), (1000.0, 150)] {
        about(
            format!("M/G/1, lognormal by p50 and p99, {rate}/s"),
            "Pollaczek 1930; Khinchine 1932",
        );
        let wait_ms = 1000.0 * mg1_wait(rate, moment(1.0), moment(2.0));
        let run = alone(rate, "cores: 1, work: { p50: 0.5ms, p99: 4ms }", duration_s);
        run.wait(wait_ms).mean(wait_ms + 1000.0 * moment(1.0));
    }
}

/// M/E₃/1 and M/U/1: the moments of Erlang's and the uniform distribution in the same formula.
#[test]
fn one_server_of_other_kinds() {
    for (rate, duration_s) in [(500.0, 80), (800.0, 100)] {
        about(format!("M/E3/1, then M/U/1, {rate}/s of 1000"), "Pollaczek 1930; Khinchine 1932");
        let erlang_ms = 1000.0 * mg1_wait(rate, 1e-3, 1e-6 * (1.0 + 1.0 / 3.0));
        alone(rate, "cores: 1, work: 'erlang(3, 1ms)'", duration_s).wait(erlang_ms);
        let uniform_ms = 1000.0 * mg1_wait(rate, 1e-3, 1e-6 * (1.0 + 0.64 / 3.0));
        alone(rate, "cores: 1, work: uniform(0.2ms..1.8ms)", duration_s).wait(uniform_ms);
    }
}

/// M/M/c/K: K = cores + queue. The full system refuses, and the mean of those let in follows from Little's law
/// (Kleinrock 1975, 3.6; birth–death).
#[test]
fn a_finite_waiting_room() {
    for (rate, duration_s) in [(1600.0, 40), (3000.0, 20)] {
        about(format!("M/M/2/5, {rate}/s of 2000"), "Kleinrock 1975, 3.6");
        let law = birth_death(5, |_| rate, |n| 1000.0 * n.min(2) as f64);
        let full = law[5];
        let mean_ms = 1000.0 * mean_of(&law, |n| n as f64) / (rate * (1.0 - full));
        for server in ["cores: 2, queue: 3, work: exp(1ms)", "workers: 2, queue: 3, work: exp(1ms)"]
        {
            let run = alone(rate, server, duration_s);
            run.errors(full).mean(mean_ms);
            let reasons: Vec<&String> = run.report.errors.by_reason.keys().collect();
            assert_eq!(reasons, ["queue_full"]);
        }
    }
}

/// M/G/c/c: Erlang's B whatever the distribution of work (Sevastyanov, Theory of Probability 2(1), 1957).
#[test]
fn no_waiting_room() {
    for (rate, duration_s) in [(3000.0, 30), (6000.0, 20)] {
        let refused = erlang_b(5, rate / 1000.0);
        for work in ["exp(1ms)", "1ms", "{ mean: 1ms, cv: 2 }"] {
            about(format!("M/G/5/5, {work}, {rate}/s of 5000"), "Erlang 1917; Sevastyanov 1957");
            alone(rate, &format!("cores: 5, queue: 0, work: {work}"), duration_s).errors(refused);
        }
    }
}

/// M/G/1 under processor sharing: the mean sojourn is m/(1 − ρ) whatever the distribution of work (Sakata,
/// Noguchi and Oizumi, Operations Research 19(2), 1971; Kleinrock vol. 2, 1976, 4.4).
#[test]
fn one_shared_core() {
    for (rate, duration_s) in [(500.0, 100), (800.0, 200)] {
        for work in ["exp(1ms)", "1ms", "{ mean: 1ms, cv: 2 }"] {
            about(format!("M/G/1-PS, {work}, {rate}/s of 1000"), "Sakata, Noguchi and Oizumi 1971");
            let server = format!("cores: 1, order: processor_sharing, work: {work}");
            alone(rate, &server, duration_s).mean(1000.0 / (1000.0 - rate));
        }
    }
}

/// M/G/c under processor sharing: the mean sojourn is that of M/M/c whatever the distribution of work, because
/// the discipline is symmetric (Kelly, Reversibility and Stochastic Networks, 1979, 3.3).
#[test]
fn several_shared_cores() {
    for (rate, duration_s) in [(2400.0, 60), (3400.0, 100)] {
        for work in ["exp(1ms)", "1ms", "{ mean: 1ms, cv: 2 }"] {
            about(format!("M/G/4-PS, {work}, {rate}/s of 4000"), "Kelly 1979, 3.3");
            let server = format!("cores: 4, order: processor_sharing, work: {work}");
            alone(rate, &server, duration_s).mean(1.0 + 1000.0 * mmc_wait(4, rate, 1e-3));
        }
    }
}

/// Two classes, the first served first but without interruption: W₁ = W₀/(1 − ρ₁) and
/// W₂ = W₀/((1 − ρ₁)(1 − ρ₁ − ρ₂)) with W₀ = Σ λᵢ E Sᵢ²/2 (Cobham, Operations Research 2(1), 1954).
#[test]
fn two_priorities() {
    for (first, second, duration_s) in [(300.0, 150.0, 100), (500.0, 150.0, 200)] {
        about(format!("priorities, M/M/1, {first} and {second}/s"), "Cobham 1954");
        let page = format!(
            "
name: priorities
requests:
  first: {{ rate: {first}/s, priority: 1, path: [app] }}
  second: {{ rate: {second}/s, priority: 2, path: [app: {{ work: 2ms }}] }}
components:
  app: {{ server: {{ cores: 1, work: exp(1ms), order: priority }} }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
        );
        let (load1, load2) = (first * 1e-3, second * 2e-3);
        let residual_ms = 1000.0 * (first * 2e-6 + second * 4e-6) / 2.0;
        let wait1_ms = residual_ms / (1.0 - load1);
        let wait2_ms = residual_ms / ((1.0 - load1) * (1.0 - load1 - load2));
        let mean = |name: &str, run: &super::harness::Run| {
            run.report.request_types[name].latency_ms.as_ref().expect("it settles").mean
        };
        let run = run(&page);
        run.agrees_with("first", mean("first", &run), 1.0 + wait1_ms, 0.0);
        run.agrees_with("second", mean("second", &run), 2.0 + wait2_ms, 0.0);
    }
}

/// Two classes of equal exponential work on several cores: W₁ = W₀/(1 − σ₁), W₂ = W₀/((1 − σ₁)(1 − σ₂)) with
/// W₀ = C(c, a)/(cμ) and σ the cumulated loads (Cobham 1954).
#[test]
fn two_priorities_on_several_cores() {
    for (first, second) in [(1200.0, 1200.0), (2000.0, 1400.0)] {
        about(format!("priorities, M/M/4, {first} and {second}/s"), "Cobham 1954");
        let page = format!(
            "
name: priorities
traffic: {}/s
requests:
  first: {{ weight: {first}, priority: 1, path: [app] }}
  second: {{ weight: {second}, priority: 2, path: [app] }}
components:
  app: {{ server: {{ cores: 4, work: exp(1ms), order: priority }} }}
run: {{ duration: 80s, replications: 20, seed: 1 }}
",
            first + second
        );
        let all = first + second;
        let residual_ms = 1000.0 * super::reference::erlang_c(4, all * 1e-3) / 4000.0;
        let (load1, load) = (first / 4000.0, all / 4000.0);
        let mean = |name: &str, run: &super::harness::Run| {
            run.report.request_types[name].latency_ms.as_ref().expect("it settles").mean
        };
        let run = run(&page);
        run.agrees_with("first", mean("first", &run), 1.0 + residual_ms / (1.0 - load1), 0.0);
        let wait2_ms = residual_ms / ((1.0 - load1) * (1.0 - load));
        run.agrees_with("second", mean("second", &run), 1.0 + wait2_ms, 0.0);
    }
}
