//! How often intervals contain the truth: the quick version of `examples/coverage.rs`.

use super::harness::{about, known, latency, run};
use super::reference::{mmc_sojourn_quantile, mmc_wait};

/// 80 runs of M/M/8 at 0.85, 40,800 requests a replication. That many independent runs cover 95 % within
/// their own binomial range; what falls a few points short of 95 % is seen by the long version alone.
#[test]
fn intervals_contain_the_truth() {
    const RUNS: u32 = 80;
    about("M/M/8 at 0.85, 80 runs", "Gross and Harris 1998, 2.3");
    let quantile = |q| 1000.0 * mmc_sojourn_quantile(8, 680.0, 1e-2, q);
    let truth = [10.0 + 1000.0 * mmc_wait(8, 680.0, 1e-2), quantile(0.5), quantile(0.99)];
    let mut covered = [0_u32; 3];
    for seed in 1..=RUNS {
        let run = run(&format!(
            "
name: coverage
traffic: 680/s
path: [app]
components: {{ app: {{ server: {{ cores: 8, work: exp(10ms) }} }} }}
network: {{ hop: 0s }}
run: {{ duration: 60s, replications: 10, seed: {seed} }}
"
        ));
        let latency = latency(&run.report);
        for (at, measured) in [latency.mean, latency.p50, latency.p99].into_iter().enumerate() {
            // A short run may say that it cannot bound p99: that is no wrong answer.
            let low = measured.low.unwrap_or(f64::NEG_INFINITY);
            let high = measured.high.unwrap_or(f64::INFINITY);
            covered[at] += u32::from(low <= truth[at] && truth[at] <= high);
        }
    }
    let deviation = (0.95 * 0.05 / f64::from(RUNS)).sqrt();
    for (name, covered) in ["mean", "p50", "p99"].into_iter().zip(covered) {
        let share = f64::from(covered) / f64::from(RUNS);
        known(&format!("{name}'s interval contains the truth"), share, 0.95, deviation);
    }
}
