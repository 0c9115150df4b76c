//! What happens at random in one horizon: spikes, crowds and failures, each drawn from a stream of its own.
//!
//! Spikes and crowds arrive as Poisson processes that were already under way when the horizon began, and each
//! brings load of its own: what several bring adds up. Each instance of what can fail is up and down for
//! exponential times, and is found at the beginning in the state that it would have had for ever.

use crate::blueprint::{Height, Randomness, Shape};
use crate::sample::{Dist, Stream};

const NS_PER_S: f64 = 1e9;
/// A crowd's exponential is drawn with this many straight pieces in each time constant, to this many of them.
const PIECES: u32 = 4;
const CONSTANTS: u32 = 6;
/// So many mean lengths before the horizon nothing can have begun that still matters.
const BEFORE: f64 = 20.0;

/// A spike or a crowd: what it brings beyond the load that is there, in times of it, over time.
#[derive(Clone, Debug)]
pub struct Surge {
    /// (seconds of the horizon, extra load), straight lines between; two points at one time are a jump.
    pub knots: Vec<(f64, f64)>,
}

/// An instance that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    /// Index into the blueprint's components.
    pub component: usize,
    /// Seconds of the horizon.
    pub from_s: f64,
    /// Seconds of the horizon.
    pub until_s: f64,
}

/// Load by time of day.
#[derive(Clone, Debug)]
pub struct Daily {
    /// (seconds of the day, times the page's own load), straight lines between.
    points: Vec<(f64, f64)>,
    /// How long the day is.
    period_s: f64,
    /// The time of day at which the horizon begins.
    start_s: f64,
}

/// A horizon.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// Its length.
    pub horizon_s: f64,
    /// By their beginning.
    pub surges: Vec<Surge>,
    /// Spikes and crowds that begin within it.
    pub begun: [usize; 2],
    /// By their beginning; those under way at its beginning are among them.
    pub outages: Vec<Outage>,
    /// Load by time of day, if the page has it.
    pub daily: Option<Daily>,
    /// The longest surge and the longest outage.
    longest_s: [f64; 2],
}

impl Course {
    /// Draws one.
    pub fn draw(random: &Randomness, shape: &Shape, seed: u64, trial: u32) -> Self {
        let settings = &random.settings;
        let horizon_s = settings.horizon_ns as f64 / NS_PER_S;
        let mut course = Self { horizon_s, ..Self::default() };
        let stream = |purpose: &str| Stream::new(seed, trial, "montecarlo", purpose);
        if let Some(spikes) = &settings.spikes {
            let mut draws = ["ramp", "hold", "decay"].map(|name| stream(&format!("spike {name}")));
            let lengths = [&spikes.ramp, &spikes.hold, &spikes.decay];
            let mean_s = lengths.iter().map(|dist| mean_s(dist)).sum();
            let mut heights = stream("spike height");
            for at in arrivals(&mut stream("spikes"), spikes.every_ns, mean_s, horizon_s) {
                let extra = draw_height(spikes.times, &mut heights) - 1.0;
                let [ramp, hold, decay] =
                    [0, 1, 2].map(|part| draw_s(lengths[part], &mut draws[part]));
                let (top, down) = (at + ramp, at + ramp + hold);
                let knots = vec![(at, 0.0), (top, extra), (down, extra), (down + decay, 0.0)];
                course.begun[0] += usize::from(at >= 0.0);
                course.surges.push(Surge { knots });
            }
        }
        if let Some(crowds) = &settings.crowds {
            let (mut heights, mut fades) = (stream("crowd height"), stream("crowd fade"));
            let mean_s = f64::from(CONSTANTS) * mean_s(&crowds.fade);
            for at in arrivals(&mut stream("crowds"), crowds.every_ns, mean_s, horizon_s) {
                let extra = draw_height(crowds.times, &mut heights) - 1.0;
                let knots = fading(at, extra, draw_s(&crowds.fade, &mut fades));
                course.begun[1] += usize::from(at >= 0.0);
                course.surges.push(Surge { knots });
            }
        }
        course.surges.sort_by(|a, b| a.begins_s().total_cmp(&b.begins_s()));
        for failure in &random.failures {
            for instance in 0..failure.instances {
                let purpose = format!("failure {} {instance}", failure.component);
                let (mtbf_s, mttr_s) = (failure.mtbf_ns / NS_PER_S, failure.mttr_ns / NS_PER_S);
                let times = outages(&mut stream(&purpose), mtbf_s, mttr_s, horizon_s);
                let component = failure.component;
                let outage = |(from_s, until_s)| Outage { component, from_s, until_s };
                course.outages.extend(times.into_iter().map(outage));
            }
        }
        course.outages.sort_by(|a, b| a.from_s.total_cmp(&b.from_s));
        course.daily = daily(shape, &mut stream("time of day"));
        let surges = course.surges.iter().map(|surge| surge.ends_s() - surge.begins_s());
        let outages = course.outages.iter().map(|outage| outage.until_s - outage.from_s);
        course.longest_s = [surges.fold(0.0, f64::max), outages.fold(0.0, f64::max)];
        course
    }

    /// How many times the page's own load there is, just before or just after an instant.
    pub fn load(&self, at_s: f64, before: bool) -> f64 {
        let from = self.surges.partition_point(|surge| surge.begins_s() < at_s - self.longest_s[0]);
        let until = self.surges.partition_point(|surge| surge.begins_s() <= at_s);
        let extra: f64 =
            self.surges[from..until].iter().map(|surge| value(&surge.knots, at_s, before)).sum();
        self.of_day(at_s) * (1.0 + extra)
    }

    fn of_day(&self, at_s: f64) -> f64 {
        let Some(Daily { points, period_s, start_s }) = &self.daily else { return 1.0 };
        let time = at_s + start_s;
        let within = time - (time / period_s).floor() * period_s;
        value(points, within, false).max(0.0)
    }

    /// Instances of a component that are down at an instant.
    pub fn down(&self, component: usize, at_s: f64) -> usize {
        let begun = self.outages.partition_point(|outage| outage.from_s <= at_s);
        let recent = self.outages.partition_point(|out| out.from_s < at_s - self.longest_s[1]);
        let is_down = |outage: &&Outage| outage.component == component && outage.until_s > at_s;
        self.outages[recent..begun].iter().filter(is_down).count()
    }

    /// Instants at which the load bends, within the horizon and in order.
    pub fn bends(&self) -> Vec<f64> {
        let knots = self.surges.iter().flat_map(|surge| surge.knots.iter().map(|knot| knot.0));
        let mut bends: Vec<f64> = knots.collect();
        if let Some(Daily { points, period_s, start_s }) = &self.daily {
            let mut base = -start_s;
            while base <= self.horizon_s {
                bends.extend(points.iter().map(|point| base + point.0));
                base += period_s;
            }
        }
        bends.extend([0.0, self.horizon_s]);
        bends.retain(|at| (0.0..=self.horizon_s).contains(at));
        bends.sort_by(f64::total_cmp);
        bends.dedup();
        bends
    }

    /// The highest and the mean load of the horizon, in times of the page's own.
    pub fn highest_and_mean(&self) -> (f64, f64) {
        let bends = self.bends();
        let at = |at_s: f64| self.load(at_s, false).max(self.load(at_s, true));
        let highest = bends.iter().map(|&bend| at(bend)).fold(0.0, f64::max);
        let area = bends.windows(2).map(|ends| {
            let [from, to] = [ends[0], ends[1]];
            // Simpson's rule, exact for the product of two straight lines.
            let middle = self.load(f64::midpoint(from, to), false);
            (to - from) / 6.0 * (self.load(from, false) + 4.0 * middle + self.load(to, true))
        });
        (highest, area.sum::<f64>() / self.horizon_s)
    }

    /// Failures that begin within the horizon, and the share of its instance-time that is down.
    pub fn failures(&self, component: usize, instances: u64) -> (usize, f64) {
        let own = || self.outages.iter().filter(|outage| outage.component == component);
        let down_s: f64 =
            own().map(|out| out.until_s.min(self.horizon_s) - out.from_s.max(0.0)).sum();
        let all_s = self.horizon_s * instances.max(1) as f64;
        (own().filter(|outage| outage.from_s >= 0.0).count(), down_s / all_s)
    }
}

impl Surge {
    fn begins_s(&self) -> f64 {
        self.knots.first().map_or(0.0, |knot| knot.0)
    }

    fn ends_s(&self) -> f64 {
        self.knots.last().map_or(0.0, |knot| knot.0)
    }
}

/// A piecewise straight line just before or just after an instant; flat beyond its ends.
fn value(knots: &[(f64, f64)], at: f64, before: bool) -> f64 {
    let is_past = |knot: &(f64, f64)| if before { knot.0 < at } else { knot.0 <= at };
    let next = knots.partition_point(is_past);
    match (next.checked_sub(1).and_then(|last| knots.get(last)), knots.get(next)) {
        (Some(&(from, start)), Some(&(to, end))) => {
            start + (end - start) * (at - from) / (to - from).max(f64::MIN_POSITIVE)
        }
        (Some(&(_, value)), None) | (None, Some(&(_, value))) => value,
        (None, None) => 0.0,
    }
}

/// A jump that fades exponentially, in straight pieces.
fn fading(at: f64, extra: f64, fade_s: f64) -> Vec<(f64, f64)> {
    let pieces = PIECES * CONSTANTS;
    let mut knots = vec![(at, 0.0)];
    knots.extend((0..pieces).map(|piece| {
        let constants = f64::from(piece) / f64::from(PIECES);
        (at + constants * fade_s, extra * libm::exp(-constants))
    }));
    knots.push((at + f64::from(CONSTANTS) * fade_s, 0.0));
    knots
}

/// Instants of a Poisson process, from as long before the horizon as what began then may still go on.
fn arrivals(stream: &mut Stream, every_ns: f64, mean_s: f64, horizon_s: f64) -> Vec<f64> {
    let every_s = every_ns / NS_PER_S;
    let mut at = -(BEFORE * mean_s).min(BEFORE * horizon_s);
    let mut all = Vec::new();
    loop {
        at += stream.exp1() * every_s;
        if at >= horizon_s {
            return all;
        }
        all.push(at);
    }
}

/// When one instance is down, with parts of the horizon in it.
fn outages(stream: &mut Stream, mtbf_s: f64, mttr_s: f64, horizon_s: f64) -> Vec<(f64, f64)> {
    let mut all = Vec::new();
    // Stationary: down with probability MTTR ÷ (MTBF + MTTR), and for as long as ever, since an exponential
    // time does not remember how long it has lasted.
    let mut at = 0.0;
    if stream.chance(mttr_s / (mtbf_s + mttr_s)) {
        at = stream.exp1() * mttr_s;
        // Just before the horizon: a failure under way is none of those that begin in it.
        all.push((-f64::MIN_POSITIVE, at));
    }
    loop {
        let from = at + stream.exp1() * mtbf_s;
        if from >= horizon_s {
            return all;
        }
        at = from + stream.exp1() * mttr_s;
        all.push((from, at));
    }
}

/// The page's load by time of day, if it has one, at a random time of day.
fn daily(shape: &Shape, stream: &mut Stream) -> Option<Daily> {
    let period_s = shape.period_ns? as f64 / NS_PER_S;
    let points = shape.points.iter().map(|&(at, times)| (at as f64 / NS_PER_S, times)).collect();
    Some(Daily { points, period_s, start_s: stream.uniform() * period_s })
}

/// A Pareto height by inversion, or the one height that there is.
fn draw_height(height: Height, stream: &mut Stream) -> f64 {
    let uniform = stream.uniform_open();
    let Some(alpha) = height.alpha else { return height.min };
    (height.min * libm::pow(uniform, -1.0 / alpha)).min(height.max)
}

fn draw_s(dist: &Dist, stream: &mut Stream) -> f64 {
    dist.sample(stream) as f64 / NS_PER_S
}

fn mean_s(dist: &Dist) -> f64 {
    dist.mean_ns() / NS_PER_S
}

#[cfg(test)]
mod tests;
