//! Parts that fail, are noticed, and are replaced: k of n, health checks, the response to a scale-out.

use super::harness::{about, half_width, known, means, run};
use super::reference::{birth_death, mean_of, transient};

/// A call that times out with probability q, and k answers of n that are needed: it fails if more than n − k do
/// (Barlow and Proschan, Statistical Theory of Reliability and Life Testing, 1975, 2.1).
#[test]
fn k_of_n() {
    let q = (-2.0_f64).exp();
    for (need, n) in [(1_u32, 2_u32), (2, 3), (3, 5), (3, 3)] {
        about(format!("{need} of {n} copies, each fails {q:.4}"), "Barlow and Proschan 1975, 2.1");
        let copies = vec!["{ api: { timeout: 20ms } }"; n as usize].join(", ");
        let choose = |k: u32| (0..k).fold(1.0, |c, i| c * f64::from(n - i) / f64::from(i + 1));
        let failed: f64 = (n - need + 1..=n)
            .map(|k| choose(k) * q.powi(k as i32) * (1.0 - q).powi((n - k) as i32))
            .sum();
        let run = run(&format!(
            "
name: k of n
traffic: 2000/s
path: [web, {{ parallel: {{ need: {need}, paths: [{copies}] }} }}]
components: {{ web: {{ server: {{}} }}, api: {{ server: {{ work: exp(10ms) }} }} }}
network: {{ hop: 0s }}
run: {{ duration: 50s, replications: 20, seed: 1 }}
"
        ));
        run.errors(failed);
    }
}

/// Checks on a grid: a death is noticed at the `fails`-th one after it, and until then a quarter of the calls is sent
/// to the dead; 10 ms of them were under way.
#[test]
fn detection_time() {
    const REPLICATIONS: f64 = 40.0;
    for (every_s, fails, passed_s) in [(5_u32, 2_u32, 21_u32), (2, 3, 20), (1, 1, 25)] {
        about(format!("health: every {every_s} s, {fails} fail"), "the grid of the checks");
        let run = run(&format!(
            "
name: detection
traffic: 400/s
path: [lb, app]
components:
  lb: {{ load_balancer: {{ policy: random, health: {{ every: {every_s}s, fails: {fails} }} }} }}
  app: {{ server: {{ instances: 4, work: 10ms }} }}
network: {{ hop: 0s }}
timeline: [{{ at: {passed_s}.5s, kill: app, count: 1 }}]
run: {{ warmup: 10s, duration: 40s, replications: {REPLICATIONS}, seed: 1 }}
"
        ));
        let died = 10.5 + f64::from(passed_s);
        let first = (died / f64::from(every_s)).ceil();
        let noticed = (first + f64::from(fails) - 1.0) * f64::from(every_s) - died;
        let replications = f64::from(run.report.replications);
        let failed = run.report.requests.failed as f64 / replications / 100.0;
        let deviation = ((noticed + 0.01) / 100.0 / replications).sqrt();
        known("failed ÷ 100/s, s", failed, noticed + 0.01, deviation);
    }
}

/// M/M/2 whose load outgrows it, and which gets two more workers a second later: the number in the system at fixed
/// instants, by uniformization of its Markov chain.
#[test]
fn a_scale_out() {
    about("M/M/2 → M/M/4, 120/s → 300/s", "Jensen 1953: uniformization");
    let run = run("
name: scale-out
traffic: 120/s
path: [app]
components: { app: { server: { workers: 2, work: exp(10ms) } } }
network: { hop: 0s }
timeline:
  - { at: 1s, traffic: { times: 2.5 } }
  - { at: 2s, set: { app.workers: 4 } }
run: { warmup: 3s, duration: 6s, replications: 600, seed: 1 }
");
    let step_s = run.report.timeseries.interval_s;
    let mut law = birth_death(600, |_| 120.0, |n| 100.0 * n.min(2) as f64);
    let mut now_s = 0.0;
    for until_s in [0.5, 1.0, 1.25, 1.5, 2.0, 2.25, 2.5, 3.0, 4.0, 6.0] {
        let (rate, workers) = match now_s {
            now if now < 1.0 => (120.0, 2),
            now if now < 2.0 => (300.0, 2),
            _ => (300.0, 4),
        };
        law = transient(&law, rate, workers, 100.0, until_s - now_s);
        now_s = until_s;
        let at = (until_s / step_s).round() as usize - 1;
        let numbers: Vec<f64> = run.outcome.replications.iter().map(|m| m.in_system[at]).collect();
        let measured = means(&numbers);
        assert!(half_width(measured) < 0.1 * measured.value, "{measured:?} is not tight");
        run.within(&format!("in system at {until_s} s"), measured, mean_of(&law, |n| n as f64));
    }
}
