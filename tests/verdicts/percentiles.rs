//! Objectives on any percentile that people set them on.

use super::harness::{document, page};

/// M/M/1 at 50 %: the time in the system is exponential with a mean of 10 ms, so that its quantiles are known.
const EXPONENTIAL: &str = "\
slo: { p75: 1s, p9999: 1s }
traffic: 100/s
network: { hop: 0s }
path: [app]
components: { app: { server: { cores: 1, work: exp(5ms) } } }
";

#[test]
fn objectives_are_on_any_percentile() {
    let report = document(&page("percentiles-fixed"), "run --max-requests 20000");
    let objectives: Vec<&str> = report["slo"]
        .as_array()
        .expect("objectives")
        .iter()
        .filter_map(|objective| objective["objective"].as_str())
        .collect();
    assert_eq!(objectives, ["p75", "p9999"]);
}

/// An interval of 95 % misses once in 20; of five, two that miss are no accident. Where too few requests are beyond a
/// percentile, it has no interval.
#[test]
fn the_percentiles_are_those_of_theory() {
    let mut missed = [0, 0];
    for seed in 1..=5 {
        let report = document(EXPONENTIAL, &format!("run --max-requests 3000000 --seed {seed}"));
        for (at, (name, q)) in [("p75", 0.75_f64), ("p9999", 0.9999)].into_iter().enumerate() {
            let truth = -10.0 * (1.0 - q).ln();
            let found = &report["latency_ms"][name];
            let (low, high) = (found["low"].as_f64(), found["high"].as_f64());
            missed[at] += u32::from(low.is_some_and(|low| truth < low));
            missed[at] += u32::from(high.is_some_and(|high| truth > high));
            let value = found["value"].as_f64().expect("a figure");
            assert!((value / truth - 1.0).abs() < 0.15, "{name}: {value} is not near {truth}");
        }
    }
    assert!(missed.iter().all(|&missed| missed < 2), "{missed:?}");
}
