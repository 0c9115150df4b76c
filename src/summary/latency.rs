//! Latencies: the pooled histogram's mean and quantiles, with intervals from how the replications differ.

use super::measure::{measured, plain, positive};
use crate::document::{LatencyMs, Measured};
use crate::stats::{Histogram, Interval, Small, quantile_interval, skewness_of_mean};
use crate::world::Outcome;
use crate::world::meters::Meters;

/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// Batches of a replication, by which the skewness is judged.
const BATCHES: usize = 10;

/// Which latencies: all, of one request type, of one phase.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cut {
    /// Only this request type.
    pub request_type: Option<usize>,
    /// Only this phase.
    pub phase: Option<usize>,
}

/// The quantiles of the curve, but for the ends.
const CURVE: [f64; 45] = [
    0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
    0.82, 0.84, 0.86, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99,
    0.991, 0.992, 0.993, 0.994, 0.995, 0.996, 0.997, 0.998, 0.999, 0.9992, 0.9995, 0.9998, 0.9999,
];

/// Everything of a cut in one histogram.
pub fn pooled(meters: &Meters, cut: Cut) -> Histogram {
    let phases = meters.latency.iter().enumerate();
    let phases = phases.filter(|(phase, _)| cut.phase.is_none_or(|only| only == *phase));
    let own = phases.flat_map(|(_, request_types)| request_types.iter().enumerate());
    own.filter(|(request_type, _)| cut.request_type.is_none_or(|only| only == *request_type))
        .map(|(_, histogram)| histogram)
        .collect()
}

/// Everything that was answered, in all replications.
pub fn pooled_of_all(reps: &[Meters]) -> Histogram {
    reps.iter().flat_map(|meters| meters.latency.iter().flatten()).collect()
}

/// The latency of a cut; `None` where nothing completed.
pub fn latency_ms(outcome: &Outcome, cut: Cut) -> Option<LatencyMs> {
    let reps = &outcome.replications;
    let sections: Vec<Histogram> = reps.iter().map(|meters| pooled(meters, cut)).collect();
    // Stretches of a load that changes differ by more than chance; and nothing shorter is kept of one request type of many.
    let alone =
        cut.request_type.is_none() || reps.iter().all(|meters| meters.request_types.len() == 1);
    let all = alone && cut.phase.is_none() && !outcome.plan.eventful;
    let batches = if all { reps.iter().flat_map(batches).collect() } else { Vec::new() };
    of_sections(&sections, &batches)
}

/// Equal stretches of a replication.
fn batches(meters: &Meters) -> Vec<Small> {
    let length = (meters.intervals.len() / BATCHES).max(1);
    let stretches = meters.intervals.chunks_exact(length);
    stretches.map(|own| own.iter().map(|interval| &interval.latency).collect()).collect()
}

/// The latency of durations that each replication counted; `batches` as of [`quantile_interval`].
pub fn of_sections(sections: &[Histogram], batches: &[Small]) -> Option<LatencyMs> {
    let all: Histogram = sections.iter().collect();
    let max = all.max()?;
    let quantile = |q: f64| -> Measured {
        quantile_interval(q, &all, sections, batches)
            .map_or_else(|| plain(0.0), |interval| positive(measured(interval.scaled(1.0 / MS))))
    };
    let mean = mean_ms(&all, sections, batches);
    Some(LatencyMs {
        mean: positive(mean),
        p50: quantile(0.5),
        p75: quantile(0.75),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        p999: quantile(0.999),
        p9999: quantile(0.9999),
        max: plain(max as f64 / MS),
    })
}

/// Replications of different size: the pooled mean is the value, the interval is that of the replications' means.
fn mean_ms(all: &Histogram, sections: &[Histogram], batches: &[Small]) -> Measured {
    let means: Vec<f64> = sections.iter().filter_map(Histogram::mean).map(|ns| ns / MS).collect();
    let parts: Vec<f64> = batches.iter().filter_map(Small::mean).collect();
    let Some(own) = Interval::from_skewed_means(&means, skewness_of_mean(&parts)) else {
        return plain(0.0);
    };
    let value = all.mean().map_or(own.value, |ns| ns / MS);
    let shift = value - own.value;
    measured(Interval { value, low: own.low + shift, high: own.high + shift })
}

/// `[[quantile, ms], …]`.
pub fn curve(reps: &[Meters]) -> Vec<(f64, f64)> {
    let all = pooled_of_all(reps);
    let (Some(min), Some(max)) = (all.min(), all.max()) else { return Vec::new() };
    let mut points = vec![(0.0, min as f64 / MS)];
    points.extend(CURVE.iter().filter_map(|&q| Some((q, all.quantile(q)? as f64 / MS))));
    points.push((1.0, max as f64 / MS));
    points
}
