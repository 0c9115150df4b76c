//! Where a curve bends, and where objectives break.

use crate::document::{Break, Knee, LatencyMs, Method, Parameter, Point, State};

/// Offered load that grows by this factor over the sweep makes the parameter a load.
const IS_LOAD: f64 = 1.2;
/// A curve that stays closer to its chord, as a share of both axes, has no knee.
const BENDS: f64 = 0.2;
/// A latency that grows by more than this factor from point to point is not interpolated.
const TOO_STEEP: f64 = 4.0;
/// A knee needs points on both sides.
const FEWEST: usize = 4;

/// The knee of a sweep over one parameter.
///
/// Over a load: where power, throughput over mean latency, is greatest, which is where the ray from the origin
/// touches the curve of latency over throughput (Kleinrock, "Power and deterministic rules of thumb for
/// probabilistic problems in computer communications", ICC 1979; for M/M/1 at half of capacity). Over anything
/// else: where p99 is furthest from its chord, both axes scaled to 1 (Satopää et al., "Finding a 'kneedle' in a
/// haystack", ICDCS workshops 2011), without their smoothing.
pub(super) fn knee(parameter: &Parameter, points: &[Point]) -> Option<Knee> {
    if parameter.unit == "ordinal" {
        return None;
    }
    let settled: Vec<&Point> =
        points.iter().filter(|point| point.state == State::Settles).collect();
    let offered = |point: &&Point| point.offered_per_s.map(|offered| offered.value);
    let (first, last) = (settled.first().and_then(offered)?, settled.last().and_then(offered)?);
    let (method, best) = if last > first * IS_LOAD {
        (Method::Power, greatest_power(&settled)?)
    } else {
        (Method::Kneedle, furthest_from_chord(parameter, &settled)?)
    };
    // A knee at an end of the sweep may as well lie beyond it; one before what does not settle does not.
    let at = points.iter().position(|point| std::ptr::eq(point, settled[best]))?;
    let (before, after) = (points.get(at.checked_sub(1)?)?, points.get(at + 1)?);
    Some(Knee {
        method,
        at: points[at].at.join(", "),
        value: points[at].values[0],
        between: [before.values[0], after.values[0]],
    })
}

fn greatest_power(settled: &[&Point]) -> Option<usize> {
    let power = |point: &Point| -> Option<f64> {
        let mean = point.latency_ms.as_ref()?.mean.value;
        (mean > 0.0).then_some(point.completed_per_s?.value / mean)
    };
    let all = settled.iter().enumerate().filter_map(|(at, point)| Some((at, power(point)?)));
    all.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(at, _)| at)
}

fn furthest_from_chord(parameter: &Parameter, settled: &[&Point]) -> Option<usize> {
    if settled.len() < FEWEST {
        return None;
    }
    let along = |value: f64| if parameter.log { libm::log(value) } else { value };
    let p99 = |point: &Point| point.latency_ms.as_ref().map(|latency| latency.p99.value);
    let all: Option<Vec<(f64, f64)>> =
        settled.iter().map(|point| Some((along(point.values[0]), p99(point)?))).collect();
    let all = all?;
    let [(x0, y0), .., (x1, y1)] = all.as_slice() else { return None };
    if y0 == y1 || x0 == x1 {
        return None;
    }
    // The chord runs from (0, 0) to (1, 1) whichever way the curve goes.
    let apart = |&(x, y): &(f64, f64)| ((y - y0) / (y1 - y0) - (x - x0) / (x1 - x0)).abs();
    let distances: Vec<f64> = all.iter().map(apart).collect();
    let best = (0..all.len()).max_by(|a, b| distances[*a].total_cmp(&distances[*b]))?;
    // Less than what the intervals leave open is no bend.
    let widest = settled
        .iter()
        .filter_map(|point| point.latency_ms.as_ref())
        .filter_map(|LatencyMs { p99, .. }| Some((p99.high? - p99.low?) / (y1 - y0).abs()))
        .fold(0.0, f64::max);
    (distances[best] > BENDS.max(widest)).then_some(best)
}

/// Between which points each objective turns, from low to high.
pub(super) fn breaks(parameter: &Parameter, points: &[Point]) -> Vec<Break> {
    if parameter.unit == "ordinal" {
        return Vec::new();
    }
    let mut names: Vec<&str> = Vec::new();
    for row in points.iter().flat_map(|point| &point.slo) {
        if !names.contains(&row.objective.as_str()) {
            names.push(&row.objective);
        }
    }
    let mut all = Vec::new();
    for name in names {
        for pair in points.windows(2) {
            all.extend(turn(parameter, name, &pair[0], &pair[1]));
        }
    }
    all
}

/// Whether an objective turns between two points, and where.
fn turn(parameter: &Parameter, name: &str, below: &Point, above: &Point) -> Option<Break> {
    let own = |point: &Point| point.slo.iter().find(|row| row.objective == name).cloned();
    let (a, b) = (own(below), own(above));
    let known = a.as_ref().or(b.as_ref())?;
    let target = known.target;
    // A run that was given up meets nothing.
    let met = |row: &Option<crate::document::Objective>| row.as_ref().is_some_and(|row| row.met);
    if met(&a) == met(&b) {
        return None;
    }
    let values = [below.values[0], above.values[0]];
    let actual = |row: &Option<crate::document::Objective>| row.as_ref()?.actual;
    let at = match (actual(&a), actual(&b)) {
        (Some(from), Some(to)) if !parameter.whole => {
            crossing(values, [from, to], target, known.unit == "ms")
        }
        _ => None,
    };
    let is_clear =
        |row: &Option<crate::document::Objective>| row.as_ref().is_none_or(|row| row.clear);
    Some(Break {
        objective: name.to_owned(),
        met_below: met(&a),
        between: [below.at.join(", "), above.at.join(", ")],
        values,
        at,
        clear: is_clear(&a) && is_clear(&b),
    })
}

/// Where a figure crosses its target, by a straight line between two points: over the reciprocal of a latency
/// (1/latency falls nearly in a straight line as load nears capacity; in M/M/1 it is one), over anything else as
/// it is. `None` if the target is not between, or the latency jumps: no line tells where in between it does.
fn crossing(x: [f64; 2], y: [f64; 2], target: f64, is_latency: bool) -> Option<f64> {
    if is_latency && y[0].max(y[1]) > TOO_STEEP * y[0].min(y[1]) {
        return None;
    }
    let scaled = |value: f64| if is_latency { 1.0 / value } else { value };
    let (from, to, goal) = (scaled(y[0]), scaled(y[1]), scaled(target));
    let share = (goal - from) / (to - from);
    (share.is_finite() && (0.0..=1.0).contains(&share)).then(|| x[0] + share * (x[1] - x[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Measured, Objective};

    fn plain(value: f64) -> Measured {
        Measured { value, low: Some(value), high: Some(value) }
    }

    fn point(x: f64, offered: f64, mean: f64, p99: f64, target: f64) -> Point {
        let latency = LatencyMs { mean: plain(mean), p99: plain(p99), ..LatencyMs::default() };
        let row = Objective {
            objective: "p99".to_owned(),
            unit: "ms".to_owned(),
            target,
            actual: Some(p99),
            met: p99 <= target,
            clear: true,
            ..Objective::default()
        };
        Point {
            at: vec![format!("{x}")],
            values: vec![x],
            offered_per_s: Some(plain(offered)),
            completed_per_s: Some(plain(offered)),
            latency_ms: Some(latency),
            slo: vec![row],
            ..Point::default()
        }
    }

    fn unstable(x: f64) -> Point {
        let row = Objective {
            objective: "p99".to_owned(),
            target: 50.0,
            clear: true,
            ..Objective::default()
        };
        Point {
            state: State::Unstable,
            slo: vec![row],
            latency_ms: None,
            ..point(x, x, 1.0, 1.0, 50.0)
        }
    }

    fn parameter(whole: bool) -> Parameter {
        Parameter { unit: "1/s".to_owned(), whole, ..Parameter::default() }
    }

    /// M/M/1 with μ = 100/s: mean 1/(μ − λ), p99 ln 100 as long.
    fn hockey_stick() -> Vec<Point> {
        let at = |rate: f64| {
            let mean = 1000.0 / (100.0 - rate);
            point(rate, rate, mean, mean * libm::log(100.0), 200.0)
        };
        let mut all: Vec<Point> = (1..=9).map(|at_| at(10.0 * f64::from(at_))).collect();
        all.push(unstable(110.0));
        all
    }

    #[test]
    fn power_is_greatest_at_half_of_capacity() {
        let knee = knee(&parameter(false), &hockey_stick()).expect("a knee");
        assert_eq!((knee.method, knee.value, knee.between), (Method::Power, 50.0, [40.0, 60.0]));
    }

    #[test]
    fn diminishing_returns_have_a_knee_and_a_straight_line_has_none() {
        let over = |f: fn(f64) -> f64| -> Vec<Point> {
            (1..=10).map(f64::from).map(|x| point(x, 5.0, 1.0, f(x), 50.0)).collect()
        };
        let found = knee(&parameter(true), &over(|x| 100.0 / x)).expect("a knee");
        assert_eq!((found.method, found.value), (Method::Kneedle, 3.0));
        assert!(knee(&parameter(true), &over(|x| 100.0 - x)).is_none());
        assert!(knee(&parameter(true), &over(|_| 7.0)).is_none());
    }

    #[test]
    fn an_objective_breaks_between_two_points() {
        let all = breaks(&parameter(false), &hockey_stick());
        let [found] = all.as_slice() else { panic!("{all:?}") };
        // ln 100 / (100 − λ) is 0.2 s at λ = 76.974, and 1/p99 is a straight line.
        assert_eq!((found.met_below, found.values), (true, [70.0, 80.0]));
        assert!((found.at.expect("both have figures") - 76.974).abs() < 1e-3, "{found:?}");
        assert_eq!(breaks(&parameter(true), &hockey_stick())[0].at, None);
        let last = [point(90.0, 90.0, 1.0, 1.0, 50.0), unstable(110.0)];
        assert_eq!(breaks(&parameter(false), &last)[0].at, None);
    }
}
