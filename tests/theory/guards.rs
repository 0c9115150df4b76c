//! What guards a call: errors and second tries, breakers, copies, deadlines, shedding.

use napkin::document::{Measured, Report};

use super::harness::{about, alone, chain, known, run};

fn calls(report: &Report, name: &str) -> Measured {
    report.components[name].arrivals_per_s
}

/// A share p of calls fails by itself: with r retries p^(r+1) do, and (1 − p^(r+1))/(1 − p) calls are made.
#[test]
fn errors_and_second_tries() {
    about("errors of 20 %, two retries", "geometric series");
    let page = "api: { server: { work: exp(1ms), errors: 20%, retry: { times: 2, base: 1ms } } }";
    let run = chain("1000/s", "[api]", page, 60);
    run.errors(0.2_f64.powi(3));
    run.agrees("calls", |it| calls(it, "api"), 1000.0 * (1.0 - 0.2_f64.powi(3)) / 0.8);
    assert_eq!(run.report.errors.by_reason.keys().collect::<Vec<_>>(), ["error"]);
}

fn layers(retry: &str, rate: f64) -> super::harness::Run {
    let layer = |name: &str, more: &str| {
        format!("{name}: {{ server: {{ retry: {{ times: 2, base: 1ms{retry} }}{more} }} }}")
    };
    let all = [
        layer("a", ""),
        layer("b", ""),
        layer("c", ""),
        layer("d", ""),
        layer("e", ", errors: 100%"),
    ];
    chain(&format!("{rate}/s"), "[a, b, c, d, e]", &all.join(", "), 60)
}

/// Three tries in each of five layers are 3⁵ = 243 calls for one; a budget of 10 % in each makes it 1.1⁵ = 1.61.
#[test]
fn retries_multiply_from_layer_to_layer() {
    about("five layers, two retries each", "3^5, 1.1^5");
    layers("", 20.0).agrees("calls", |it| calls(it, "e"), 20.0 * 243.0);
    let run = layers(", budget: 10%", 2000.0);
    run.agrees("calls", |it| calls(it, "e"), 2000.0 * 1.1_f64.powi(5));
}

/// A service that always fails is asked once in each cycle: it is open for `open`, then the next call is the probe
/// (after 1/λ, arrivals being Poisson), which fails after its work. A renewal process (Cox 1962).
#[test]
fn a_breaker_of_a_dead_service() {
    about("breaker open for 50 ms, 50/s, work of 10 ms", "renewal process");
    let page = "bank: { server: { work: 10ms, errors: 100%,
        breaker: { failures: 100%, calls: 1, open: 50ms, probes: 1 } } }";
    let run = chain("50/s", "[bank]", page, 400);
    let asked = 1.0 / (0.050 + 1.0 / 50.0 + 0.010);
    run.agrees("calls", |it| calls(it, "bank"), asked);
    let refused = run.report.errors.by_reason["circuit_open"] as f64;
    let all = run.report.requests.offered as f64;
    // The number of cycles in a time t has variance σ²t/μ³; cycles vary by the exponential wait alone.
    let cycles = asked * run.report.simulated_s * f64::from(run.report.replications);
    known(
        "refused",
        refused / all,
        1.0 - asked / 50.0,
        (cycles.sqrt() * 0.25 + all.sqrt() * 0.3) / all,
    );
}

/// A copy after d of an exponential call of mean m: P(T > t) = e^(−t/m) up to d, and e^(−d/m) e^(−2(t−d)/m) beyond.
#[test]
fn copies_of_slow_calls() {
    about("exp(10 ms), a copy after 10 ms", "the minimum of two exponentials");
    let page = "leaf: { server: { work: exp(10ms), hedge: { after: 10ms, at_most: 100% } } }";
    let run = chain("1000/s", "[leaf]", page, 100);
    let late = (-1.0_f64).exp();
    run.mean(10.0 * (1.0 - late) + late * 5.0);
    run.quantiles(10.0 * 2_f64.ln(), 10.0 + 5.0 * (100.0 * late).ln());
    let (copies, all) = (run.report.components["leaf"].guards, run.report.requests.offered as f64);
    let share = |count: Option<u64>| count.expect("it hedges") as f64 / all;
    known("copies", share(copies.copies), late, (late * (1.0 - late) / all).sqrt());
    known("copies that win", share(copies.copies_won), late / 2.0, (late / 2.0 / all).sqrt());
}

/// No more copies than the cap allows, whatever is slow.
#[test]
fn copies_are_capped() {
    about("exp(10 ms), a copy after 1 ms for at most 5 %", "the cap");
    let page = "leaf: { server: { work: exp(10ms), hedge: { after: 1ms, at_most: 5% } } }";
    let run = chain("1000/s", "[leaf]", page, 60);
    let copies = run.report.components["leaf"].guards.copies.expect("it hedges") as f64;
    let all = run.report.requests.offered as f64;
    known("copies", copies / all, 0.05, 0.05 / all.sqrt());
}

/// M/M/1 whose customers are dropped at their turn when they have waited for T: the virtual wait has density
/// Cλe^((λ−μ)x) below T and Cλe^(λT)e^(−μx) above (Barrer 1957; Cox 1962). Who begins in time may still end late.
#[test]
fn a_deadline_that_travels() {
    let (lambda, mu, limit) = (2000.0_f64, 1000.0_f64, 0.020_f64);
    about("M/M/1, 2000/s of 1000, dropped after 20 ms", "Barrer 1957");
    let run = run("
name: theory
network: { hop: 0ms }
requests: { get: { rate: 2000/s, timeout: 20ms, deadline: true, path: [app] } }
components: { app: { server: { cores: 1, work: exp(1ms) } } }
run: { duration: 60s, seed: 1 }
");
    let grown = ((lambda - mu) * limit).exp();
    let idle = 1.0 / (1.0 + lambda * (grown - 1.0) / (lambda - mu) + lambda / mu * grown);
    let expired = idle * lambda / mu * grown;
    let in_time = |to: f64| {
        let by_wait = lambda * (grown - 1.0) / (lambda - mu);
        let late = lambda * (-mu * limit).exp() * ((lambda * to).exp() - 1.0) / lambda;
        idle * (1.0 - (-mu * limit).exp() + by_wait - late)
    };
    run.errors(1.0 - in_time(limit));
    let all = run.report.requests.offered as f64;
    let dropped = run.report.components["app"].failed_calls["expired"] as f64;
    known("dropped", dropped / all, expired, (4.0 * expired / all).sqrt());
}

/// Under twice the load that it carries, every stretch is an overload: what waits for twice `wait` is refused at its
/// turn, which is the queue of `a_deadline_that_travels`, of which all that begin also end well.
#[test]
fn shedding_bounds_the_wait() {
    let (lambda, mu, limit) = (2000.0_f64, 1000.0_f64, 0.040_f64);
    about("M/M/1, 2000/s of 1000, shed at 2 × 20 ms", "Barrer 1957");
    let run = alone(lambda, "cores: 1, work: exp(1ms), shed: { wait: 20ms, within: 100ms }", 60);
    let grown = ((lambda - mu) * limit).exp();
    let idle = 1.0 / (1.0 + lambda * (grown - 1.0) / (lambda - mu) + lambda / mu * grown);
    run.errors(idle * lambda / mu * grown);
    assert_eq!(run.report.errors.by_reason.keys().collect::<Vec<_>>(), ["shed"]);
}
