//! Where a criterion's room falls to 1, with an interval, from probes at neighbouring rates.
//!
//! The interval is that of an inverted test: a rate is in it if the limit lies within the objective's own 95 %
//! interval at that rate. At the true capacity the objective's interval contains the limit in 95 % of all
//! studies, so the set of rates contains the capacity as often; only the one true rate matters, so that no
//! simultaneous band is needed (Lehmann and Romano, "Testing Statistical Hypotheses", 3.5; for curves, it is
//! the classical inverse prediction of Eisenhart, Annals of Mathematical Statistics 10, 1939). Between probes
//! the ends of the intervals are joined by straight lines; of a latency both over its reciprocal, which is
//! straight where a queue is near saturation, and over itself, which is straight where a spike overloads it. How
//! far the two are apart is part of the interval.

use super::probe::{Probed, Room};

/// A rate, as a multiple of the page's, with the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::study) struct Crossing {
    /// The point estimate.
    pub value: f64,
    /// The least rate at which the limit lies within the objective's interval; 0 if it is below all probes.
    pub low: f64,
    /// The highest one; infinite if it is above all probes.
    pub high: f64,
    /// Between the two probes around it the criterion breaks at once: what is known is that it lies between.
    pub is_jump: bool,
}

/// Where a criterion crosses its limit. `probes` are by ascending rate.
pub(super) fn crossing(probes: &[&Probed], criterion: usize) -> Crossing {
    let of = |pick: fn(&Room) -> f64| -> Vec<(f64, f64)> {
        probes.iter().map(|probe| (probe.times, pick(&probe.room[criterion]))).collect()
    };
    let values = of(|room| room.value);
    let both = |points: &[(f64, f64)]| (cross(points), cross(&over_itself(points)));
    let is_reciprocal = probes.iter().any(|probe| probe.room[criterion].is_reciprocal);
    let ends = |points: Vec<(f64, f64)>| {
        if is_reciprocal { both(&points) } else { (cross(&points), cross(&points)) }
    };
    let (one, other) = ends(values.clone());
    let value = f64::midpoint(one, other);
    let (low, high) = (ends(of(|room| room.low)), ends(of(|room| room.high)));
    let mut found = Crossing {
        value,
        low: low.0.min(low.1).min(one).min(other),
        high: high.0.max(high.1).max(one).max(other),
        is_jump: false,
    };
    let first_missed = values.iter().position(|point| point.1 < 1.0);
    if let Some(missed) = first_missed.filter(|&missed| missed > 0) {
        let (below, above) = (probes[missed - 1], probes[missed]);
        let is_untouched = below.room[criterion].untouched;
        if is_untouched || above.room[criterion].value == f64::NEG_INFINITY {
            found.low = found.low.min(below.times);
            found.high = found.high.max(above.times);
            found.value = f64::midpoint(below.times, above.times);
            found.is_jump = true;
        }
    }
    found
}

/// Room that is target over actual, as a straight line over the actual: also 1 at the limit, and falling.
fn over_itself(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let of = |room: f64| if room > 0.0 { 2.0 - 1.0 / room } else { f64::NEG_INFINITY };
    points.iter().map(|&(at, room)| (at, of(room))).collect()
}

/// Where the line through the points falls below 1 for the first time. Beyond the points it is drawn on, at
/// most as far again as they reach; 0 and infinity where it does not cross there.
fn cross(points: &[(f64, f64)]) -> f64 {
    let Some(missed) = points.iter().position(|point| point.1 < 1.0) else {
        let [.., before, last] = points else { return f64::INFINITY };
        let at = line(*before, *last);
        let reach = last.0 + (last.0 - points[0].0);
        return if at >= last.0 && at <= reach { at } else { f64::INFINITY };
    };
    if missed > 0 {
        return line(points[missed - 1], points[missed]);
    }
    let [first, next, ..] = points else { return 0.0 };
    let at = line(*first, *next);
    let reach = first.0 - (points[points.len() - 1].0 - first.0);
    if at <= first.0 && at >= reach.max(0.0) { at } else { 0.0 }
}

/// Where the line through two points is at 1; between them where one of them is broken.
fn line(a: (f64, f64), b: (f64, f64)) -> f64 {
    if !b.1.is_finite() || !a.1.is_finite() {
        return f64::midpoint(a.0, b.0);
    }
    // What is far from its limit says little of how near the other is.
    let (left, right) = (a.1.min(1e3), b.1);
    if left <= right { f64::NAN } else { a.0 + (b.0 - a.0) * (left - 1.0) / (left - right) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(points: &[(f64, f64)], expect: f64) {
        assert!((cross(points) - expect).abs() < 1e-12, "{points:?}: {}", cross(points));
    }

    #[test]
    fn the_line_falls_below_its_limit_once() {
        check(&[(1.0, 2.0), (2.0, 0.0)], 1.5);
        check(&[(1.0, 3.0), (2.0, 2.0), (3.0, 0.5)], 2.0 + 2.0 / 3.0);
        // Beyond the points, as far again as they reach.
        check(&[(1.0, 3.0), (2.0, 1.5)], 2.0 + 1.0 / 3.0);
        check(&[(2.0, 0.8), (3.0, 0.4)], 1.5);
        check(&[(2.0, 0.1), (3.0, 0.0)], 0.0);
        assert_eq!(cross(&[(1.0, 3.0), (2.0, 2.9)]), f64::INFINITY);
        assert_eq!(cross(&[(1.0, 2.0), (2.0, 2.0)]), f64::INFINITY);
        check(&[(1.0, 2.0), (2.0, f64::NEG_INFINITY)], 1.5);
    }
}
