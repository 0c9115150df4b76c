//! How often intervals contain the truth: the quick version of `examples/coverage.rs`.

use napkin::document::Measured;
use napkin::stats::t_quantile;

use super::harness::{about, known, latency, run};
use super::reference::{mmc_sojourn_quantile, mmc_wait};

const RUNS: u32 = 80;
const REPLICATIONS: u64 = 10;

/// 80 runs of M/M/8 at 0.85, 40,800 requests a replication. That many independent runs cover 95 % within
/// their own binomial range; what falls a few points short of 95 % is seen by the long version alone. Even 80 of 80
/// is within that range, so intervals that are too wide are found by their width.
#[test]
fn intervals_contain_the_truth() {
    about("M/M/8 at 0.85, 80 runs", "Gross and Harris 1998, 2.3");
    let quantile = |q| 1000.0 * mmc_sojourn_quantile(8, 680.0, 1e-2, q);
    let truth = [10.0 + 1000.0 * mmc_wait(8, 680.0, 1e-2), quantile(0.5), quantile(0.99)];
    let mut covered = [0_u32; 3];
    let mut found = [const { Vec::<Measured>::new() }; 3];
    for seed in 1..=RUNS {
        let run = run(&format!(
            "
name: coverage
traffic: 680/s
path: [app]
components: {{ app: {{ server: {{ cores: 8, work: exp(10ms) }} }} }}
network: {{ hop: 0s }}
run: {{ duration: 60s, replications: {REPLICATIONS}, seed: {seed} }}
"
        ));
        let latency = latency(&run.report);
        for (at, measured) in [latency.mean, latency.p50, latency.p99].into_iter().enumerate() {
            // A short run may say that it cannot bound p99: that is no wrong answer.
            let low = measured.low.unwrap_or(f64::NEG_INFINITY);
            let high = measured.high.unwrap_or(f64::INFINITY);
            covered[at] += u32::from(low <= truth[at] && truth[at] <= high);
            found[at].push(measured);
        }
    }
    let deviation = (0.95 * 0.05 / f64::from(RUNS)).sqrt();
    for (name, covered) in ["mean", "p50", "p99"].into_iter().zip(covered) {
        let share = f64::from(covered) / f64::from(RUNS);
        known(&format!("{name}'s interval contains the truth"), share, 0.95, deviation);
    }
    for (name, found) in ["mean", "p50", "p99"].into_iter().zip(&found) {
        width_is_right(name, found);
    }
}

/// Half the width is, on average, Student's t times the deviation of the figure itself from run to run. That
/// deviation is known to 1/√(2·80), 8 %, and the skewness of a latency moves the ends a little.
fn width_is_right(name: &str, found: &[Measured]) {
    let widths: Vec<f64> =
        found.iter().filter_map(|one| Some((one.high? - one.low?) / 2.0)).collect();
    assert!(widths.len() * 4 >= found.len() * 3, "{name}: {} intervals", widths.len());
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let values: Vec<f64> = found.iter().map(|one| one.value).collect();
    let center = mean(&values);
    let squares: f64 = values.iter().map(|value| (value - center).powi(2)).sum();
    let deviation = (squares / (values.len() - 1) as f64).sqrt();
    let ratio = mean(&widths) / (t_quantile(REPLICATIONS - 1) * deviation);
    assert!((0.7..1.35).contains(&ratio), "{name}: {ratio} times as wide as it should be");
}
