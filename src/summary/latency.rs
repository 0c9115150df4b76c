//! Latencies: the pooled histogram's quantiles, with intervals from the replications' own.

use super::measure::{mean_of, measured, plain};
use crate::document::{LatencyMs, Measured};
use crate::stats::{Histogram, quantile_interval};
use crate::world::meters::Meters;

/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// Which latencies: all, of one journey, of one phase.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cut {
    /// Only this journey.
    pub journey: Option<usize>,
    /// Only this phase.
    pub phase: Option<usize>,
}

/// The quantiles of the curve, but for the ends.
const CURVE: [f64; 21] = [
    0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995,
    0.998, 0.999, 0.9995, 0.9999,
];

/// Everything of a cut in one histogram.
pub fn pooled(meters: &Meters, cut: Cut) -> Histogram {
    let mut all = Histogram::new();
    for (phase, journeys) in meters.latency.iter().enumerate() {
        if cut.phase.is_some_and(|only| only != phase) {
            continue;
        }
        for (journey, histogram) in journeys.iter().enumerate() {
            if cut.journey.is_none_or(|only| only == journey) && histogram.count() > 0 {
                all.merge(histogram);
            }
        }
    }
    all
}

/// The latency of a cut; `None` where nothing completed.
pub fn latency_ms(reps: &[Meters], cut: Cut) -> Option<LatencyMs> {
    let sections: Vec<Histogram> = reps.iter().map(|meters| pooled(meters, cut)).collect();
    of_sections(&sections)
}

/// The time to the end of the work left for later.
pub fn later_ms(reps: &[Meters], journey: usize) -> Option<LatencyMs> {
    let sections: Vec<Histogram> =
        reps.iter().filter_map(|meters| meters.journeys[journey].later.clone()).collect();
    of_sections(&sections)
}

#[allow(clippy::cast_precision_loss)]
fn of_sections(sections: &[Histogram]) -> Option<LatencyMs> {
    let mut all = Histogram::new();
    for section in sections {
        all.merge(section);
    }
    let max = all.max()?;
    let means: Vec<f64> = sections.iter().filter_map(Histogram::mean).map(|ns| ns / MS).collect();
    let mut mean = mean_of(&means);
    // Replications of different size: the pooled mean is the value, the interval is theirs.
    if let (Some(pooled), Some(low), Some(high)) = (all.mean(), mean.low, mean.high) {
        let shift = pooled / MS - mean.value;
        mean = Measured { value: pooled / MS, low: Some(low + shift), high: Some(high + shift) };
    }
    let quantile = |q: f64| -> Measured {
        let Some(value) = all.quantile(q) else { return plain(0.0) };
        let own: Vec<f64> = sections
            .iter()
            .filter_map(|section| section.quantile(q))
            .map(|ns| ns as f64 / MS)
            .collect();
        super::measure::positive(measured(quantile_interval(value as f64 / MS, &own)))
    };
    Some(LatencyMs {
        mean,
        p50: quantile(0.5),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        p999: quantile(0.999),
        max: plain(max as f64 / MS),
    })
}

/// `[[quantile, ms], …]`.
#[allow(clippy::cast_precision_loss)]
pub fn curve(reps: &[Meters]) -> Vec<(f64, f64)> {
    let mut all = Histogram::new();
    for meters in reps {
        all.merge(&pooled(meters, Cut::default()));
    }
    let (Some(min), Some(max)) = (all.min(), all.max()) else { return Vec::new() };
    let mut points = vec![(0.0, min as f64 / MS)];
    points.extend(CURVE.iter().filter_map(|&q| Some((q, all.quantile(q)? as f64 / MS))));
    points.push((1.0, max as f64 / MS));
    points
}
