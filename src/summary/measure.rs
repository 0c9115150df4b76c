//! One figure from several replications, with its interval.

use crate::document::Measured;
use crate::stats::Interval;
use crate::world::meters::Meters;

/// An interval as the document has it: without ends where there are none.
pub fn measured(interval: Interval) -> Measured {
    let bounded = interval.is_bounded();
    Measured {
        value: interval.value,
        low: bounded.then_some(interval.low),
        high: bounded.then_some(interval.high),
    }
}

/// A value without an interval.
pub fn plain(value: f64) -> Measured {
    Measured { value, low: None, high: None }
}

/// The mean over the replications, with Student's t.
pub fn mean_of(values: &[f64]) -> Measured {
    Interval::from_means(values).map_or_else(|| plain(0.0), measured)
}

/// A share, kept within 0 and 1.
pub fn share(mut value: Measured) -> Measured {
    value.low = value.low.map(|low| low.clamp(0.0, 1.0));
    value.high = value.high.map(|high| high.clamp(0.0, 1.0));
    value
}

/// Something that is never negative.
pub fn positive(mut value: Measured) -> Measured {
    value.low = value.low.map(|low| low.max(0.0));
    value
}

/// Counts over time.
pub fn per_second(reps: &[Meters], length_s: f64, count: &dyn Fn(&Meters) -> u64) -> Measured {
    let rates: Vec<f64> = reps.iter().map(|meters| count(meters) as f64 / length_s).collect();
    positive(mean_of(&rates))
}

/// Σ above / Σ below over all replications; the interval is of the replications' own ratios, moved to it.
pub fn ratio_of_sums(
    reps: &[Meters],
    above: &dyn Fn(&Meters) -> f64,
    below: &dyn Fn(&Meters) -> f64,
) -> Measured {
    let total: f64 = reps.iter().map(below).sum();
    if total <= 0.0 {
        return plain(0.0);
    }
    let value = reps.iter().map(above).sum::<f64>() / total;
    let ratios: Vec<f64> = reps
        .iter()
        .filter(|meters| below(meters) > 0.0)
        .map(|meters| above(meters) / below(meters))
        .collect();
    let Some(interval) = Interval::from_means(&ratios).filter(Interval::is_bounded) else {
        return plain(value);
    };
    let half = interval.half_width();
    Measured { value, low: Some(value - half), high: Some(value + half) }
}
