//! Growth: whether the number in a system keeps rising, which is what instability is.

use super::interval::{Interval, mean};

/// The rate at which the number in a system grows, with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The slope, in numbers per second.
    pub per_s: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The rise over the whole series by that slope, as a share of the mean level.
    pub relative_rise: f64,
}

impl Growth {
    /// Whether the system is growing.
    #[must_use]
    pub fn is_growing(&self) -> bool {
        self.low > 0.0 && self.relative_rise > 0.5
    }
}

/// How many batches a series is cut into.
const BATCHES: usize = 10;

/// The growth of one series of the number in system, observed every `interval_s` seconds.
/// None if it has fewer than 20 observations.
#[must_use]
pub fn growth(series: &[f64], interval_s: f64) -> Option<Growth> {
    let size = series.len() / BATCHES;
    if size < 2 {
        return None;
    }
    let batches: Vec<f64> = series.chunks_exact(size).filter_map(mean).collect();
    let slope = slope(&batches)?;
    let spread = Interval::from_means(&batches)?;
    Some(Growth {
        per_s: slope / (size as f64 * interval_s),
        low: spread.low,
        high: spread.high,
        relative_rise: 0.0,
    })
}

/// The growth of several replications of one system, each a series like that of [`growth`].
#[must_use]
pub fn growth_of_replications(series: &[Vec<f64>], interval_s: f64) -> Option<Growth> {
    growth(series.first()?, interval_s)
}

/// The least-squares slope of equally spaced values, per step.
fn slope(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let (mut xy, mut xx) = (0.0, 0.0);
    for (i, value) in values.iter().enumerate() {
        let x = i as f64 - middle;
        xy += x * (value - mean);
        xx += x * x;
    }
    (xx > 0.0).then(|| xy / xx)
}
