//! When requests arrive: renewal, bursty and batch processes under a rate that changes over time.
//!
//! A process is generated in *operational time*, in which the rate is 1, and mapped to the clock by inverting
//! the integral of the rate (Çinlar 1975, ch. 4): for a piecewise linear multiplier the inverse is the root of
//! a quadratic, so nothing is thinned and nothing is approximated.

use crate::blueprint::{Arrivals, Shape};
use crate::sample::{Dist, Stream};

/// The multiplier of the rate over absolute time: linear pieces, the last of which goes on for ever.
#[derive(Clone, Debug)]
pub struct Profile {
    /// (start ns, multiplier there, slope per ns), by start.
    pieces: Vec<(u64, f64, f64)>,
}

impl Profile {
    /// 1 until `origin_ns`, then `shape` and the windows in which traffic is multiplied.
    #[must_use]
    pub fn new(
        shape: &Shape,
        windows: &[(u64, Option<u64>, f64)],
        origin_ns: u64,
        end_ns: u64,
    ) -> Self {
        let mut times = vec![0, origin_ns];
        let points = unrolled(shape, end_ns.saturating_sub(origin_ns));
        times.extend(points.iter().map(|&(at, _)| origin_ns + at));
        for &(from, until, _) in windows {
            times.push(origin_ns + from);
            times.extend(until.map(|until| origin_ns + until));
        }
        times.sort_unstable();
        times.dedup();
        let before = if shape.leads { points.first().map_or(1.0, |point| point.1) } else { 1.0 };
        let factor = |at: u64| -> f64 {
            windows
                .iter()
                .filter(|&&(from, until, _)| {
                    at >= origin_ns + from && until.is_none_or(|until| at < origin_ns + until)
                })
                .map(|&(_, _, times)| times)
                .product()
        };
        let pieces = times
            .iter()
            .enumerate()
            .map(|(n, &start)| {
                let (value, slope) = if start < origin_ns {
                    (before, 0.0)
                } else {
                    value_and_slope(&points, before, start - origin_ns)
                };
                let factor = factor(start);
                let slope = if n + 1 == times.len() { 0.0 } else { slope };
                (start, value * factor, slope * factor)
            })
            .collect();
        Self { pieces }
    }

    /// The multiplier at an instant.
    #[must_use]
    pub fn at(&self, now: u64) -> f64 {
        let n = self.pieces.partition_point(|piece| piece.0 <= now).max(1) - 1;
        let (start, value, slope) = self.pieces[n];
        (value + slope * (now - start) as f64).max(0.0)
    }

    /// Mean multiplier between two instants.
    #[must_use]
    pub fn mean(&self, from: u64, to: u64) -> f64 {
        let mut cursor = Cursor::default();
        let mut area = 0.0;
        let mut at = from;
        while at < to {
            let (end, value, slope) = cursor.piece_at(self, at);
            let end = end.min(to);
            let length = (end - at) as f64;
            area += length * (value + slope * length / 2.0);
            at = end;
        }
        area / (to - from).max(1) as f64
    }
}

/// A periodic shape written out to the end; others as they are.
fn unrolled(shape: &Shape, length_ns: u64) -> Vec<(u64, f64)> {
    let Some(period) = shape.period_ns.filter(|&period| period > 0) else {
        return shape.points.clone();
    };
    let mut points = Vec::new();
    let mut base = 0;
    while base <= length_ns {
        points.extend(shape.points.iter().map(|&(at, value)| (base + at, value)));
        base += period;
    }
    points
}

fn value_and_slope(points: &[(u64, f64)], before: f64, at: u64) -> (f64, f64) {
    // The last point at or before `at`: of two at one time, the second.
    let n = points.partition_point(|point| point.0 <= at);
    if n == 0 {
        return (before, 0.0);
    }
    let (from, value) = points[n - 1];
    let Some(&(to, next)) = points.get(n) else { return (value, 0.0) };
    let slope = (next - value) / (to - from) as f64;
    (value + slope * (at - from) as f64, slope)
}

/// A place in a profile that only moves forward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    piece: usize,
    /// From here on, and for ever, the multiplier is 1: what a source asks most of the time.
    steady_from: Option<u64>,
}

impl Cursor {
    /// End of the piece at `now`, multiplier at `now`, and slope.
    fn piece_at(&mut self, profile: &Profile, now: u64) -> (u64, f64, f64) {
        while profile.pieces.get(self.piece + 1).is_some_and(|next| next.0 <= now) {
            self.piece += 1;
        }
        let (start, value, slope) = profile.pieces[self.piece];
        let end = profile.pieces.get(self.piece + 1).map_or(u64::MAX, |next| next.0);
        if end == u64::MAX && value == 1.0 && slope == 0.0 {
            self.steady_from = Some(start);
        }
        (end, value + slope * (now - start) as f64, slope)
    }

    /// The instant at which `need` ns of operational time have passed since `now`.
    #[must_use]
    #[inline]
    pub fn advance(&mut self, profile: &Profile, now: u64, need: f64) -> u64 {
        if self.steady_from.is_some_and(|start| now >= start) {
            return now.saturating_add((need + 0.5) as u64);
        }
        self.advance_by_pieces(profile, now, need)
    }

    fn advance_by_pieces(&mut self, profile: &Profile, mut now: u64, mut need: f64) -> u64 {
        loop {
            let (end, value, slope) = self.piece_at(profile, now);
            if end == u64::MAX {
                if value <= 0.0 {
                    return u64::MAX;
                }
                return now.saturating_add((need / value + 0.5) as u64);
            }
            let length = (end - now) as f64;
            let area = length * (value + slope * length / 2.0);
            if need < area {
                // value·x + slope·x²/2 = need, in the form that does not cancel.
                let root = (value * value + 2.0 * slope * need).max(0.0).sqrt();
                let x = 2.0 * need / (value + root);
                return now + ((x + 0.5) as u64).min(end - now);
            }
            need -= area.max(0.0);
            now = end;
        }
    }
}

/// Gaps of a Poisson process drawn at once.
const BLOCK: usize = 64;

/// A source of requests: one process at one mean rate.
#[derive(Clone, Debug)]
pub struct Source {
    arrivals: Arrivals,
    mean_gap_ns: f64,
    cursor: Cursor,
    stream: Stream,
    /// Poisson: standard exponentials drawn ahead, and the next one to use.
    ahead: Vec<f64>,
    next: usize,
    /// Bursty: in the high state, and operational ns left in the state.
    is_high: bool,
    left_ns: f64,
    /// Changes of state since they were last asked for: they are work, too.
    changes: u64,
}

/// States that change so many times more often than a request comes are averaged: the process is Poisson at its
/// mean rate but for a thousandth.
const CHANGES_A_GAP: f64 = 1_000.0;

/// A bursty process as it is drawn.
fn in_effect(arrivals: Arrivals, mean_gap_ns: f64) -> Arrivals {
    match arrivals {
        Arrivals::Bursty { high_for_ns, low_for_ns, .. }
            if CHANGES_A_GAP * (high_for_ns + low_for_ns) < mean_gap_ns =>
        {
            Arrivals::Poisson
        }
        other => other,
    }
}

impl Source {
    /// Requests at `rate_per_s` on average.
    #[must_use]
    pub fn new(arrivals: Arrivals, rate_per_s: f64, stream: Stream) -> Self {
        let mean_gap_ns = 1e9 / rate_per_s;
        let mut source = Self {
            arrivals: in_effect(arrivals, mean_gap_ns),
            mean_gap_ns,
            cursor: Cursor::default(),
            stream,
            ahead: Vec::new(),
            next: 0,
            is_high: false,
            left_ns: 0.0,
            changes: 0,
        };
        if let Arrivals::Bursty { high_for_ns, low_for_ns, .. } = source.arrivals {
            source.is_high = source.stream.chance(high_for_ns / (high_for_ns + low_for_ns));
            let stay = if source.is_high { high_for_ns } else { low_for_ns };
            source.left_ns = source.stream.exp1() * stay;
        }
        source
    }

    /// The next epoch after `now`, and how many requests arrive at it.
    #[must_use]
    #[inline]
    pub fn next(&mut self, profile: &Profile, now: u64) -> (u64, u32) {
        let (gap, count) = self.gap();
        (self.cursor.advance(profile, now, gap), count)
    }

    /// Changes of a bursty process's state since this was last asked.
    pub fn take_changes(&mut self) -> u64 {
        std::mem::take(&mut self.changes)
    }

    #[inline]
    fn gap(&mut self) -> (f64, u32) {
        match self.arrivals {
            Arrivals::Poisson => (self.exponential() * self.mean_gap_ns, 1),
            _ => self.other_gap(),
        }
    }

    /// The next draw of a Poisson process, from a block of them.
    #[inline]
    fn exponential(&mut self) -> f64 {
        if self.next == self.ahead.len() {
            self.draw_block();
        }
        self.next += 1;
        self.ahead[self.next - 1]
    }

    #[inline(never)]
    fn draw_block(&mut self) {
        // A generator of its own stays in registers.
        let mut stream = self.stream.clone();
        self.ahead.resize(BLOCK, 0.0);
        self.ahead.iter_mut().for_each(|place| *place = stream.exp1());
        self.stream = stream;
        self.next = 0;
    }

    fn other_gap(&mut self) -> (f64, u32) {
        match self.arrivals {
            Arrivals::Poisson => (self.stream.exp1() * self.mean_gap_ns, 1),
            Arrivals::Constant => (self.mean_gap_ns, 1),
            Arrivals::Erlang(stages) => {
                let sum: f64 = (0..stages).map(|_| self.stream.exp1()).sum();
                (sum * self.mean_gap_ns / f64::from(stages), 1)
            }
            Arrivals::Batches { mean } => {
                // Geometric from 1: the number of tries up to the first success of probability 1/mean.
                let size = if mean <= 1.0 {
                    1.0
                } else {
                    let ratio = libm::log(self.stream.uniform_open()) / libm::log1p(-1.0 / mean);
                    1.0 + ratio.floor()
                };
                (self.stream.exp1() * self.mean_gap_ns * mean, size.min(1e6) as u32)
            }
            Arrivals::Bursty { high, low, high_for_ns, low_for_ns } => {
                (self.bursty_gap(high, low, high_for_ns, low_for_ns), 1)
            }
        }
    }

    /// The time to the next arrival of a two-state Markov-modulated Poisson process.
    fn bursty_gap(&mut self, high: f64, low: f64, high_for_ns: f64, low_for_ns: f64) -> f64 {
        let mut need = self.stream.exp1() * self.mean_gap_ns;
        let mut gap = 0.0;
        loop {
            let rate = if self.is_high { high } else { low };
            if rate > 0.0 && need / rate <= self.left_ns {
                self.left_ns -= need / rate;
                return gap + need / rate;
            }
            need -= self.left_ns * rate;
            gap += self.left_ns;
            self.is_high = !self.is_high;
            self.changes += 1;
            let stay = if self.is_high { high_for_ns } else { low_for_ns };
            self.left_ns = self.stream.exp1() * stay;
        }
    }
}

/// What is left of a client's think time when a replication begins, as if it had been thinking for long.
///
/// With whole think times, clients whose think time never varies would ask all at once, and again and again: they
/// would never come to the state that the law of a closed network gives, which knows their mean only (Baskett,
/// Chandy, Muntz and Palacios, Journal of the ACM 22(2), 1975). The clock is set back by 0 to 16 mean think times,
/// in millionths of them, so that whole milliseconds stay whole.
pub(in crate::world) fn rest_of_think(think: &Dist, stream: &mut Stream) -> u64 {
    let most = 16 * (think.mean_ns().round() as u128);
    let back = most * u128::from(stream.below(MILLION)) / u128::from(MILLION);
    if most == 0 {
        return 0;
    }
    let mut end = 0_u128;
    while end <= back {
        end += u128::from(think.sample(stream));
    }
    u64::try_from(end - back).unwrap_or(u64::MAX)
}

const MILLION: u64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn count(arrivals: Arrivals, shape: &Shape, rate: f64, until_s: u64) -> f64 {
        let end = until_s * 1_000_000_000;
        let profile = Profile::new(shape, &[], 0, end);
        let mut source = Source::new(arrivals, rate, Stream::new(3, 0, "traffic", "arrivals"));
        let (mut now, mut total) = (0, 0.0);
        loop {
            let (at, requests) = source.next(&profile, now);
            if at >= end {
                return total;
            }
            now = at;
            total += f64::from(requests);
        }
    }

    fn check(arrivals: Arrivals, shape: &Shape, expected: f64, tolerance: f64) {
        let got = count(arrivals, shape, 100.0, 1000);
        assert!((got - expected).abs() < tolerance, "{got} against {expected}");
    }

    #[test]
    fn every_process_keeps_its_mean_rate() {
        let flat = Shape::default();
        check(Arrivals::Constant, &flat, 1e5, 1.5);
        check(Arrivals::Poisson, &flat, 1e5, 4.0 * 316.0);
        check(Arrivals::Erlang(4), &flat, 1e5, 4.0 * 158.0);
        check(Arrivals::Batches { mean: 5.0 }, &flat, 1e5, 4.0 * 316.0 * 3.0);
        let bursty =
            Arrivals::Bursty { high: 3.0, low: 1.0 / 3.0, high_for_ns: 1e8, low_for_ns: 2e8 };
        check(bursty, &flat, 1e5 * (3.0 + 2.0 / 3.0) / 3.0, 4.0 * 2000.0);
    }

    #[test]
    fn a_ramp_brings_what_its_area_says() {
        let second = 1_000_000_000;
        let shape = Shape {
            points: vec![(0, 1.0), (500 * second, 3.0), (500 * second, 0.5)],
            ..Shape::default()
        };
        check(Arrivals::Constant, &shape, 100.0 * (500.0 * 2.0 + 500.0 * 0.5), 2.0);
    }

    #[test]
    fn what_leads_holds_before_the_first_point_too() {
        let points = vec![(10, 2.0), (20, 4.0)];
        let shape = Shape { points, leads: true, ..Shape::default() };
        let profile = Profile::new(&shape, &[], 100, 200);
        let at = [0, 99, 105, 115, 190].map(|at| profile.at(at));
        assert_eq!(at, [2.0, 2.0, 2.0, 3.0, 4.0]);
        let others = Profile::new(&Shape { leads: false, ..shape }, &[], 100, 200);
        assert_eq!((others.at(0), others.at(105), others.at(115)), (1.0, 1.0, 3.0));
    }

    #[test]
    fn the_profile_knows_its_mean() {
        let shape = Shape { points: vec![(0, 1.0), (10, 3.0), (20, 3.0)], ..Shape::default() };
        let profile = Profile::new(&shape, &[(10, Some(15), 2.0)], 100, 200);
        assert_eq!((profile.at(99), profile.at(105), profile.at(112)), (1.0, 2.0, 6.0));
        assert!((profile.mean(100, 120) - (20.0 + 30.0 + 15.0) / 20.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_left_of_a_think_time_has_its_equilibrium_law() {
        let mut stream = Stream::new(1, 0, "traffic", "think");
        let mut mean_ms = |think: Dist| {
            let sum: f64 =
                (0..100_000).map(|_| rest_of_think(&think, &mut stream) as f64 * 1e-6).sum();
            sum / 1e5
        };
        // E[X²] / 2E[X]: half of a constant, a whole exponential (Cox, Renewal Theory, 1962, 5.2).
        assert!((mean_ms(Dist::Constant(10_000_000)) - 5.0).abs() < 0.04);
        assert!((mean_ms(Dist::exponential(1e7).expect("a mean")) - 10.0).abs() < 0.14);
        assert!(mean_ms(Dist::ZERO).abs() < 1e-9);
    }
}
