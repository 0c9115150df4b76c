//! Which part of a horizon is simulated, and how it is written on the page.

use super::course::Course;
use crate::blueprint::{Blueprint, Moment, Randomness};
use crate::units::exact::nanoseconds;

/// The simulated moment stands at this share of the window: what leads to it is seen too.
const LEAD: f64 = 0.25;
/// Instants at which a load that changes with the time of day is written down.
const DAY_POINTS: u32 = 16;
/// So little before an instant counts as just before it.
const JUST_S: f64 = 1e-6;

/// A part of a horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Where it begins, seconds of the horizon.
    pub from_s: f64,
    /// How long it is.
    pub length_s: f64,
}

impl Cut {
    /// The part around the moment that is asked for. `uniform` is a point between 0 and 1: the moment, where
    /// it is a random one or where nothing happens.
    pub fn of(course: &Course, random: &Randomness, length_s: f64, uniform: f64) -> Self {
        let last = (course.horizon_s - length_s).max(0.0);
        if random.settings.moment == Moment::Random {
            return Self { from_s: uniform * last, length_s };
        }
        let mut best = (severity(course, random, uniform * course.horizon_s), None);
        let outages = course.outages.iter().flat_map(|out| [out.from_s, out.until_s - JUST_S]);
        let bends = course.bends().into_iter().chain(outages.map(|at| at.max(0.0)));
        for at in bends.filter(|at| *at <= course.horizon_s) {
            let severity = severity(course, random, at);
            // Only what is clearly worse: rounding is no reason to look elsewhere.
            if severity > best.0 * (1.0 + 1e-9) {
                best = (severity, Some(at));
            }
        }
        let from_s = match best.1 {
            Some(at) => (at - LEAD * length_s).clamp(0.0, last),
            None => uniform * last,
        };
        Self { from_s, length_s }
    }

    /// The highest load in it, in times of the page's own.
    pub fn highest(&self, course: &Course) -> f64 {
        self.points(course).into_iter().map(|point| point.1).fold(0.0, f64::max)
    }

    /// (seconds of the window, load), straight lines between.
    fn points(&self, course: &Course) -> Vec<(f64, f64)> {
        let until = self.from_s + self.length_s;
        let mut at: Vec<f64> =
            course.bends().into_iter().filter(|at| (self.from_s..until).contains(at)).collect();
        at.extend([self.from_s, until]);
        if course.daily.is_some() {
            let step = self.length_s / f64::from(DAY_POINTS);
            at.extend((1..DAY_POINTS).map(|part| self.from_s + f64::from(part) * step));
        }
        at.sort_by(f64::total_cmp);
        at.dedup();
        let mut points: Vec<(f64, f64)> = Vec::new();
        for at in at {
            let [left, right] = [true, false].map(|before| four_digits(course.load(at, before)));
            let time = (at - self.from_s).max(0.0);
            if at > self.from_s && left != right {
                points.push((time, left));
            }
            let next = if at < until { right } else { left };
            points.push((time, next));
        }
        straightened(points)
    }

    /// What is set on the page: the load, and the instances that fail. `has` says which of `traffic.shape` and
    /// `timeline` the page has, `open` whether it has a rate that can change.
    pub fn sets(
        &self,
        course: &Course,
        blueprint: &Blueprint,
        has: &dyn Fn(&str) -> bool,
        open: bool,
    ) -> Vec<String> {
        let mut sets = Vec::new();
        let points = self.points(course);
        if open && points.iter().any(|point| point.1 != 1.0) {
            let points: Vec<String> = points
                .iter()
                .map(|(at, times)| format!("{{ at: {}, times: {times} }}", time(*at)))
                .collect();
            sets.push(format!("traffic.shape={{ points: [{}] }}", points.join(", ")));
        } else if has("traffic.shape") {
            sets.push("traffic.shape=null".to_owned());
        }
        let entries: Vec<String> =
            self.outages(course).map(|out| self.entry(out, blueprint)).collect();
        if !entries.is_empty() {
            sets.push(format!("timeline=[{}]", entries.join(", ")));
        } else if has("timeline") {
            sets.push("timeline=null".to_owned());
        }
        sets
    }

    /// Outages that are under way in it.
    pub fn outages<'c>(
        &'c self,
        course: &'c Course,
    ) -> impl Iterator<Item = &'c super::course::Outage> {
        let until = self.from_s + self.length_s;
        course.outages.iter().filter(move |out| out.from_s < until && out.until_s > self.from_s)
    }

    fn entry(&self, outage: &super::course::Outage, blueprint: &Blueprint) -> String {
        let name = &blueprint.components[outage.component].name;
        let at = (outage.from_s - self.from_s).max(0.0);
        let until = outage.until_s - self.from_s;
        let ends = if until < self.length_s {
            format!(", for: {}", time((until - at).max(1e-6)))
        } else {
            String::new()
        };
        format!("{{ at: {}{ends}, kill: {name}, count: 1 }}", time(at))
    }
}

/// The load on what is up, in times of the page's own load on all of it.
fn severity(course: &Course, random: &Randomness, at_s: f64) -> f64 {
    let load = course.load(at_s, false).max(course.load(at_s, true));
    let up = random.failures.iter().map(|failure| {
        let (all, down) = (failure.instances as f64, course.down(failure.component, at_s) as f64);
        // With none left everything fails, whatever the load: as if a tenth of an instance were there.
        (all - down).max(0.1) / all
    });
    load / up.fold(1.0, f64::min)
}

/// Without the points on the line between their neighbours.
fn straightened(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for point in points {
        while let [.., before, last] = kept.as_slice() {
            let through = before.1
                + (point.1 - before.1) * (last.0 - before.0)
                    / (point.0 - before.0).max(f64::MIN_POSITIVE);
            let on_line = before.0 < last.0 && (through - last.1).abs() < 1e-4;
            if !on_line {
                break;
            }
            kept.pop();
        }
        kept.push(point);
    }
    if let [first, last] = kept.as_slice()
        && first.1 == last.1
    {
        kept.truncate(1);
    }
    kept
}

/// A multiple as one writes it.
fn four_digits(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// Seconds as a page has them, to the microsecond.
fn time(at_s: f64) -> String {
    nanoseconds((at_s * 1e6).round().max(0.0) as u64 * 1000)
}
