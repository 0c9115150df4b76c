//! Growth: whether the number in a system keeps rising, which is what instability is.

use super::interval::{Interval, mean, t_quantile};

/// The rate at which the number in a system grows, with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The slope, in numbers per second.
    pub per_s: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The rise over the whole series by that slope, as a share of the mean level: 2 for a
    /// straight line from 0, about 0 for a level one.
    pub relative_rise: f64,
    /// The rise over the whole series by that slope, in numbers: what has piled up.
    pub rise: f64,
}

/// A rise of this share of the mean level is more than a level system drifts by chance.
const LEAST_RISE: f64 = 0.5;
/// Fewer than this have not piled up. Of a nearly idle system the number is 0 or 1, so that one of forty series has
/// a slope that is not chance and a rise that is large beside the level, by half a request; a load that is 1 % too
/// high piles up hundreds in the shortest run that is planned.
const LEAST_NUMBER: f64 = 10.0;

impl Growth {
    /// Whether the system grows: the interval lies above 0 (the slope is not chance), the
    /// rise is a large part of the level (the slope is not a mere ripple of a long level run),
    /// and so many have piled up that they are a queue.
    /// A system that is level but for its warm-up passes if the warm-up is a small part.
    #[must_use]
    pub fn is_growing(&self) -> bool {
        self.low > 0.0 && self.relative_rise > LEAST_RISE && self.rise >= LEAST_NUMBER
    }
}

/// How many batches a series is cut into.
const BATCHES: usize = 12;

/// The growth of one series of the number in system, observed every `interval_s` seconds: the
/// least-squares slope of its batch means. None below 24 observations, or if `interval_s` is not
/// positive. Observations left over by the batches are dropped from the beginning.
///
/// The interval is Student's t on the residuals with two degrees of freedom less than batches.
/// Residuals of a busy queue still resemble their neighbours; their variance is widened by
/// (1 + r) / (1 − r), where r is their lag-1 correlation if positive, as for a first-order
/// autoregression (Law, "Simulation Modeling and Analysis", 4.4).
#[must_use]
pub fn growth(series: &[f64], interval_s: f64) -> Option<Growth> {
    let size = series.len() / BATCHES;
    if size < 2 || interval_s.is_nan() || interval_s <= 0.0 {
        return None;
    }
    let start = series.len() - size * BATCHES;
    let batches: Vec<f64> = series[start..].chunks_exact(size).filter_map(mean).collect();
    let line = Line::fit(&batches)?;
    let step_s = size as f64 * interval_s;
    let half = t_quantile(BATCHES as u64 - 2) * line.slope_error(&batches);
    let rise = line.slope * batches.len() as f64;
    Some(Growth {
        per_s: line.slope / step_s,
        low: (line.slope - half) / step_s,
        high: (line.slope + half) / step_s,
        relative_rise: ratio(rise, line.mean),
        rise,
    })
}

/// The growth of several replications of one system, each a series like that of [`growth`]: the
/// mean of their least-squares slopes, with Student's t over the replications, which are
/// independent. Of one replication it is [`growth`]. None if there is none or one is too short.
#[must_use]
pub fn growth_of_replications<S: AsRef<[f64]>>(series: &[S], interval_s: f64) -> Option<Growth> {
    if let [only] = series {
        return growth(only.as_ref(), interval_s);
    }
    if interval_s.is_nan() || interval_s <= 0.0 {
        return None;
    }
    let lines = series.iter().map(|s| Line::fit(s.as_ref())).collect::<Option<Vec<Line>>>()?;
    let slopes: Vec<f64> = lines.iter().map(|l| l.slope / interval_s).collect();
    let interval = Interval::from_means(&slopes)?;
    let rises: f64 = lines.iter().zip(series).map(|(l, s)| l.slope * s.as_ref().len() as f64).sum();
    Some(Growth {
        per_s: interval.value,
        low: interval.low,
        high: interval.high,
        relative_rise: ratio(rises, lines.iter().map(|l| l.mean).sum()),
        rise: rises / lines.len() as f64,
    })
}

/// 0 of nothing is nothing.
fn ratio(rise: f64, level: f64) -> f64 {
    if level > 0.0 { rise / level } else { 0.0 }
}

/// A least-squares line through equally spaced values.
struct Line {
    mean: f64,
    /// Per step.
    slope: f64,
}

impl Line {
    /// None below three values.
    fn fit(values: &[f64]) -> Option<Self> {
        let mean = mean(values).filter(|_| values.len() >= 3)?;
        let products = values.iter().enumerate().map(|(i, v)| centred(i, values) * (v - mean));
        let slope = products.sum::<f64>() / Self::spread(values);
        Some(Self { mean, slope })
    }

    /// The sum of squares of the centred positions.
    fn spread(values: &[f64]) -> f64 {
        let n = values.len() as f64;
        n * (n * n - 1.0) / 12.0
    }

    /// The standard error of the slope, widened for residuals that resemble their neighbours.
    fn slope_error(&self, values: &[f64]) -> f64 {
        let residuals: Vec<f64> = values
            .iter()
            .enumerate()
            .map(|(i, v)| v - self.mean - self.slope * centred(i, values))
            .collect();
        let squares: f64 = residuals.iter().map(|e| e * e).sum();
        let neighbours: f64 = residuals.windows(2).map(|w| w[0] * w[1]).sum();
        let r = ratio(neighbours, squares).clamp(0.0, 0.9);
        let variance = squares / (values.len() as f64 - 2.0) * (1.0 + r) / (1.0 - r);
        (variance / Self::spread(values)).sqrt()
    }
}

/// The position of value i, counted from the middle.
fn centred(i: usize, values: &[f64]) -> f64 {
    i as f64 - (values.len() as f64 - 1.0) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Stream;

    /// The number in an M/M/1 queue that starts empty (service rate 1/s), as its mean over each
    /// of `count` intervals.
    fn mm1(rho: f64, count: usize, interval_s: f64, replication: u32) -> Vec<f64> {
        let mut stream = Stream::new(7, replication, "mm1", "events");
        let (mut now, mut number, mut area, mut end) = (0.0, 0_u32, 0.0, interval_s);
        let mut series = Vec::with_capacity(count);
        while series.len() < count {
            let rate = if number > 0 { 1.0 + rho } else { rho };
            let next = now + stream.exp1() / rate;
            while next > end && series.len() < count {
                series.push((area + f64::from(number) * (end - now)) / interval_s);
                (now, area, end) = (end, 0.0, end + interval_s);
            }
            area += f64::from(number) * (next - now);
            now = next;
            let is_arrival = number == 0 || stream.uniform() * rate < rho;
            if is_arrival { number += 1 } else { number -= 1 }
        }
        series
    }

    /// How many of 200 are called growing: single runs, and groups of five replications.
    fn called_growing(rho: f64, duration_s: f64) -> (usize, usize) {
        let interval_s = duration_s / 240.0;
        let run = |replication| mm1(rho, 240, interval_s, replication);
        let singles = (0..200)
            .filter(|&i| growth(&run(i), interval_s).is_some_and(|g| g.is_growing()))
            .count();
        let groups = (0..200).filter(|&i| {
            let five: Vec<Vec<f64>> = (0..5).map(|k| run(1000 + 5 * i + k)).collect();
            growth_of_replications(&five, interval_s).is_some_and(|g| g.is_growing())
        });
        (singles, groups.count())
    }

    /// A busy but stable queue that starts empty is seldom taken for a growing one; an overloaded
    /// queue always is. The stable one has 53 times its relaxation time, 1/(1 − √ρ)², to settle.
    #[test]
    fn stable_and_unstable_queues_are_told_apart() {
        let (singles, groups) = called_growing(0.9, 20_000.0);
        assert!(singles <= 6 && groups <= 2, "rho 0.9: {singles}, {groups} of 200");
        assert_eq!(called_growing(1.05, 20_000.0), (200, 200));
    }

    /// A nearly idle queue, looked at now and then, is 0 or 1: that a few ones come late is no growth.
    #[test]
    fn an_idle_queue_does_not_grow() {
        let sampled = |replication| {
            let mut stream = Stream::new(7, replication, "idle", "number");
            (0..120).map(|_| f64::from(u8::from(stream.uniform() < 0.3))).collect::<Vec<f64>>()
        };
        let by_slope_alone = |g: &Growth| g.low > 0.0 && g.relative_rise > LEAST_RISE;
        let found: Vec<Growth> = (0..1000).filter_map(|i| growth(&sampled(i), 0.25)).collect();
        assert!(found.iter().filter(|g| by_slope_alone(g)).count() > 10);
        assert_eq!(found.iter().filter(|g| g.is_growing()).count(), 0);
    }

    /// The slope's interval covers the true one of an overloaded queue, λ − μ.
    #[test]
    fn the_interval_covers_the_drift() {
        let covered = (0..200).filter(|&i| {
            let five: Vec<Vec<f64>> = (0..5).map(|k| mm1(1.5, 60, 10.0, 5 * i + k)).collect();
            let g = growth_of_replications(&five, 10.0).expect("long enough");
            g.low <= 0.5 && 0.5 <= g.high
        });
        let covered = covered.count();
        assert!((182..=198).contains(&covered), "{covered} of 200");
    }

    #[test]
    fn straight_lines_are_exact() {
        let line: Vec<f64> = (0..240).map(|i| f64::from(i) * 3.0).collect();
        let g = growth(&line, 2.0).expect("long enough");
        assert!((g.per_s - 1.5).abs() < 1e-12 && (g.high - g.low) < 1e-9, "{g:?}");
        assert!((g.relative_rise - 2.0).abs() < 0.02 && g.is_growing());
        let both = growth_of_replications(&[line.clone(), line.clone()], 2.0).expect("long enough");
        assert!((both.per_s - 1.5).abs() < 1e-12 && both.is_growing(), "{both:?}");

        let level = vec![5.0; 100];
        let g = growth(&level, 1.0).expect("long enough");
        assert_eq!((g.per_s, g.low, g.high, g.is_growing()), (0.0, 0.0, 0.0, false));
        let empty = growth(&[0.0; 100], 1.0).expect("long enough");
        assert!(!empty.is_growing() && empty.relative_rise == 0.0);

        let falling: Vec<f64> = line.iter().rev().copied().collect();
        assert!(!growth(&falling, 1.0).expect("long enough").is_growing());
    }

    #[test]
    fn what_is_too_short_has_no_growth() {
        assert!(growth(&[1.0; 23], 1.0).is_none());
        assert!(growth(&[1.0; 24], 0.0).is_none());
        assert!(growth_of_replications(&[vec![1.0; 2], vec![1.0; 2]], 1.0).is_none());
        assert!(growth_of_replications::<Vec<f64>>(&[], 1.0).is_none());
    }
}
