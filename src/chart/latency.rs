//! The percentile curve: how slow the slowest are, with the objectives beside what was measured.

use super::Chart;
use super::figures::some;
use super::frame::{self, Frame};
use super::label::Taken;
use super::scale::{Scale, drawable, nines};
use super::style::{
    BLUE, GREEN, GREEN_INK, HEIGHT, INK, LABEL_SIZE, MARGIN, VERMILLION, VERMILLION_INK, WIDTH,
};
use super::svg::{Anchor, Pen, Rect, Type};
use crate::document::{Measured, Objective, Report};
use crate::figure::{about_duration, about_percent, exact_percent, tick_duration};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::{Against, Text};

/// An objective on a percentile of all requests.
#[derive(Clone, Copy, Debug)]
struct Goal<'a> {
    quantile: f64,
    objective: &'a Objective,
}

/// A percentile that is named on the curve.
#[derive(Clone, Copy, Debug)]
struct Point {
    quantile: f64,
    ms: Measured,
}

impl Goal<'_> {
    fn text(&self) -> Text<'static> {
        let target = about_duration(self.objective.target);
        Text::Objective { quantile: self.quantile, target }
    }
}

impl Point {
    fn text(&self) -> Text<'static> {
        Text::PercentileIs { quantile: self.quantile, value: self.ms.about_duration() }
    }
}

/// An interval shorter than this many pixels is hidden by its point.
const INTERVAL_SEEN: f64 = 18.0;
/// A latency this many times below the median is not shown: the curve ends at the axis.
const FASTEST_SHOWN: f64 = 10.0;
/// Height of the plot, near enough to know which intervals will be seen.
const ABOUT: f64 = 320.0;

/// The small line; it explains the intervals if one is long enough to be seen.
fn subtitle(report: &Report, y: &Scale, named: &[Point], lang: Lang) -> String {
    let y = y.clone().over(ABOUT, 0.0);
    let seen = |point: &Point| {
        let ends = point.ms.low.zip(point.ms.high);
        ends.is_some_and(|(low, high)| y.px(low) - y.px(high) > INTERVAL_SEEN)
    };
    let notes = if named.iter().any(seen) { &[Text::WithIntervals][..] } else { &[] };
    frame::subtitle(report, notes, lang)
}

/// The quantile that an objective's name stands for.
fn quantile_of(name: &str) -> Option<f64> {
    let known = [
        ("p50", 0.5),
        ("p75", 0.75),
        ("p90", 0.9),
        ("p95", 0.95),
        ("p99", 0.99),
        ("p999", 0.999),
        ("p9999", 0.9999),
    ];
    known.into_iter().find(|(known, _)| *known == name).map(|(_, quantile)| quantile)
}

/// Draws the curve; `None` when nothing completed.
#[must_use]
pub fn draw(report: &Report, lang: Lang) -> Option<Chart> {
    let curve: Vec<(f64, f64)> = report
        .percentiles
        .iter()
        .copied()
        .filter(|(q, ms)| (0.0..1.0).contains(q) && drawable(*ms) && *ms >= 0.0)
        .collect();
    let last = curve.last()?.0;
    let goals = goals(report);
    let named = named(report, &curve);
    let title = title(report, &goals, &named, lang);
    let shown = goals.iter().map(|goal| goal.objective.target);
    let measured = named.iter().flat_map(|point| [Some(point.ms.value), point.ms.high]).flatten();
    let values = curve.iter().map(|(_, ms)| *ms).chain(shown).chain(measured);
    let goal_low = goals.iter().map(|goal| goal.objective.target).fold(f64::INFINITY, f64::min);
    let floor = (on_curve(&curve, 0.5) / FASTEST_SHOWN).min(goal_low);
    let y = Scale::fitting_above(values, floor, 5);
    let mut frame = Frame::new(&title, &subtitle(report, &y, &named, lang), HEIGHT);

    let labels: Vec<String> = y.ticks.iter().map(|tick| tick_duration(*tick).say(lang)).collect();
    let plot = Rect {
        x0: MARGIN + frame::widest(&labels) + 10.0,
        y0: frame.top + 38.0,
        x1: WIDTH - MARGIN - 24.0,
        y1: HEIGHT - 74.0,
    };
    let y = y.over(plot.y1, plot.y0);
    let end =
        goals.iter().map(|goal| nines(goal.quantile)).fold(nines(last).clamp(1.0, 5.0), f64::max);
    let x = |quantile: f64| plot.x0 + nines(quantile).min(end) / end * (plot.x1 - plot.x0);

    frame::grid(&mut frame.canvas, &plot, &y, &labels);
    let ticks = [0.0, 0.5, 0.9, 0.99, 0.999, 0.999_9, 0.999_99];
    let ticks: Vec<(f64, String)> = ticks
        .into_iter()
        .filter(|q| nines(*q) <= end + 1e-6)
        .map(|q| (x(q), exact_percent(q).say(lang)))
        .collect();
    frame::axis(&mut frame.canvas, &plot, &ticks);
    let name = Text::LatencyAxis { log: y.is_log() }.say(lang);
    frame::axis_name(&mut frame.canvas, &name, MARGIN, plot.y0 - 18.0, Anchor::Start);
    let middle = (plot.x0 + plot.x1) / 2.0;
    frame::axis_name(
        &mut frame.canvas,
        &Text::QuantileAxis.say(lang),
        middle,
        plot.y1 + 48.0,
        Anchor::Middle,
    );

    let points: Vec<(f64, f64)> = from_level(&curve, y.low())
        .into_iter()
        .filter(|(q, _)| nines(*q) <= end + 1e-6)
        .map(|(q, ms)| (x(q), y.px(ms)))
        .collect();
    figures(&mut frame, &plot, &curve, &x, lang);
    let mut sheet = Sheet { frame: &mut frame, taken: Taken::default(), plot, x: &x, y: &y, lang };
    sheet.taken.add_path(&points);
    sheet.goal_lines(&goals, &named);
    match points.as_slice() {
        [only] => sheet.frame.canvas.dot(*only, 4.5, BLUE),
        _ => sheet.frame.canvas.path(points, Pen::new(BLUE, 3.0)),
    }
    sheet.named(&named, &goals);
    sheet.goal_names(&goals);
    Some(frame.finish("latency", alt(&named, &goals, lang)))
}

/// The sheet while it is drawn, and where things stand on it.
struct Sheet<'a> {
    frame: &'a mut Frame,
    taken: Taken,
    plot: Rect,
    x: &'a dyn Fn(f64) -> f64,
    y: &'a Scale,
    lang: Lang,
}

impl Sheet<'_> {
    /// Dashed lines to the objectives, and how far what was measured is from them.
    fn goal_lines(&mut self, goals: &[Goal<'_>], named: &[Point]) {
        for goal in goals {
            let (at, level) = ((self.x)(goal.quantile), self.y.px(goal.objective.target));
            let color = if goal.objective.met { GREEN } else { VERMILLION };
            let canvas = &mut self.frame.canvas;
            canvas.line((self.plot.x0, level), (at, level), Pen::new(color, 1.8).dashed(7.0, 5.0));
            if let Some(point) = named.iter().find(|point| point.quantile == goal.quantile) {
                let measured = self.y.px(point.ms.value);
                canvas.line((at, level), (at, measured), Pen::new(color, 1.2).dashed(2.0, 3.0));
                self.taken.add_path(&[(at, level), (at, measured)]);
            }
            canvas.ring((at, level), 5.5, color);
            self.taken.add(Rect { x0: at - 7.0, y0: level - 7.0, x1: at + 7.0, y1: level + 7.0 });
            self.taken.add_path(&[(self.plot.x0, level), (at, level)]);
        }
    }

    /// What the dashed lines are, where the percentiles' names leave room.
    fn goal_names(&mut self, goals: &[Goal<'_>]) {
        for goal in goals {
            let (at, level) = ((self.x)(goal.quantile), self.y.px(goal.objective.target));
            let ink = if goal.objective.met { GREEN_INK } else { VERMILLION_INK };
            let text = goal.text().say(self.lang);
            let set = Type::new(LABEL_SIZE).color(ink).halo();
            let left = self.plot.x0 + 8.0;
            let right = at - 14.0 - set.width(&text);
            let (above, below) = (level - 11.5, level + 21.0);
            let spots = [
                (left, above),
                (left, below),
                (right, above),
                (right, below),
                (at + 13.0, level + 5.0),
                (at + 13.0, above),
                (at + 13.0, below),
                (left, above - 18.0),
                (left, below + 18.0),
                (at + 13.0, above - 18.0),
            ];
            self.label(&text, set, &spots);
        }
    }

    /// The percentiles by name, each beside its point.
    fn named(&mut self, named: &[Point], goals: &[Goal<'_>]) {
        let spots: Vec<(f64, f64)> =
            named.iter().map(|p| ((self.x)(p.quantile), self.y.px(p.ms.value))).collect();
        for (at, level) in &spots {
            self.taken.add(Rect { x0: at - 6.0, y0: level - 6.0, x1: at + 6.0, y1: level + 6.0 });
        }
        for (point, (at, level)) in named.iter().zip(spots) {
            let missed = |goal: &Goal<'_>| goal.quantile == point.quantile && !goal.objective.met;
            let missed = goals.iter().any(missed);
            let color = if missed { VERMILLION } else { BLUE };
            if let (Some(low), Some(high)) = (point.ms.low, point.ms.high) {
                let (low, high) = (self.y.px(low), self.y.px(high));
                if low - high > INTERVAL_SEEN {
                    let pen = Pen::new(color, 7.0).opacity(0.3);
                    // Its round end would stand out below the axis.
                    let low = low.min(self.plot.y1 - 4.0);
                    self.frame.canvas.line((at, low), (at, high), pen);
                }
            }
            self.frame.canvas.dot((at, level), 5.0, color);
            let text = point.text().say(self.lang);
            let ink = if missed { VERMILLION_INK } else { INK };
            let set = Type::new(LABEL_SIZE).bold().color(ink).halo();
            let width = set.width(&text);
            let spots = [
                (at - 10.0 - width, level - 9.0),
                (at - width / 2.0, level - 15.0),
                (at + 10.0, level + 17.0),
                (at - 10.0 - width, level - 26.0),
                (at + 12.0, level + 5.0),
                (at - width / 2.0, level + 26.0),
                (at - 10.0 - width, level + 22.0),
                (at - width, level - 44.0),
                (at - width / 2.0, level + 46.0),
                (at - width, level - 62.0),
                (at + 12.0, level - 22.0),
                (at - width, level + 64.0),
            ];
            self.label(&text, set, &spots);
        }
    }

    /// Writes a text with its baseline at the best of these places.
    fn label(&mut self, text: &str, set: Type, spots: &[(f64, f64)]) {
        let boxes: Vec<Rect> = spots.iter().map(|(x, y)| set.extent(text, *x, *y)).collect();
        let bounds = Rect {
            x0: self.plot.x0 + 2.0,
            y0: self.plot.y0 - 12.0,
            x1: WIDTH - MARGIN / 2.0,
            y1: self.plot.y1 - 2.5,
        };
        if let Some(best) = self.taken.place(&boxes, &bounds) {
            self.frame.canvas.text(text, spots[best].0, spots[best].1, set);
        }
    }
}

/// Percentiles that the table behind the picture has at most.
const TOLD: usize = 32;

/// The curve as figures.
fn figures(
    frame: &mut Frame,
    plot: &Rect,
    curve: &[(f64, f64)],
    x: &dyn Fn(f64) -> f64,
    lang: Lang,
) {
    let mut places = Vec::new();
    let mut rows = Vec::new();
    for (quantile, ms) in some(curve, TOLD) {
        let value = about_duration(ms);
        rows.push(vec![exact_percent(quantile).say(lang), value.say(lang)]);
        places.push((x(quantile), Text::PercentileIs { quantile, value }.say(lang)));
    }
    frame.figures.strips(plot, places);
    let head = [Text::QuantileAxis, Text::LatencyAxis { log: false }].map(|title| title.say(lang));
    frame.figures.table(String::new(), head.into(), rows);
}

/// The objectives on percentiles of all requests, from the lowest.
fn goals(report: &Report) -> Vec<Goal<'_>> {
    let goal = |slo| {
        let Objective { objective: name, unit, target, .. }: &Objective = slo;
        let shown = unit == "ms" && drawable(*target) && *target > 0.0;
        quantile_of(name).filter(|_| shown).map(|quantile| Goal { quantile, objective: slo })
    };
    let mut goals: Vec<Goal<'_>> = report.slo.iter().filter_map(goal).collect();
    goals.sort_by(|a, b| a.quantile.total_cmp(&b.quantile));
    goals
}

/// p50, p99 and p99.9, and whatever has an objective; from the curve where the report gives no value.
fn named(report: &Report, curve: &[(f64, f64)]) -> Vec<Point> {
    let given = report.latency_ms.as_ref();
    let last = curve.last().map_or(0.0, |(q, _)| *q);
    let all = [
        (0.5, given.map(|latency| latency.p50), true),
        (0.9, given.map(|latency| latency.p90), false),
        (0.95, given.map(|latency| latency.p95), false),
        (0.99, given.map(|latency| latency.p99), true),
        (0.999, given.map(|latency| latency.p999), true),
    ];
    let wished = |quantile: f64| {
        report
            .slo
            .iter()
            .any(|slo| slo.unit == "ms" && quantile_of(&slo.objective) == Some(quantile))
    };
    all.into_iter()
        .filter(|(quantile, _, always)| *quantile <= last + 1e-9 && (*always || wished(*quantile)))
        .filter_map(|(quantile, given, _)| {
            let read = || Measured { value: on_curve(curve, quantile), low: None, high: None };
            let ms = given.filter(|ms| drawable(ms.value)).unwrap_or_else(read);
            let known = curve.len() > 1 || curve.iter().any(|(q, _)| *q == quantile);
            known.then_some(Point { quantile, ms })
        })
        .collect()
}

/// The curve's value at a quantile, straight between its points.
fn on_curve(curve: &[(f64, f64)], quantile: f64) -> f64 {
    let after = curve.partition_point(|(q, _)| *q < quantile);
    let (Some(&(q1, ms1)), Some(&(q0, ms0))) =
        (curve.get(after), curve.get(after.saturating_sub(1)))
    else {
        return curve.last().map_or(0.0, |(_, ms)| *ms);
    };
    if q1 > q0 { ms0 + (ms1 - ms0) * (quantile - q0) / (q1 - q0) } else { ms1 }
}

/// The part of a rising curve that is at least at `level`, cut where it crosses.
fn from_level(curve: &[(f64, f64)], level: f64) -> Vec<(f64, f64)> {
    let first = curve.iter().position(|(_, ms)| *ms >= level).unwrap_or(curve.len());
    let mut part = curve[first..].to_vec();
    if let (Some(&(q0, ms0)), Some(&(q1, ms1))) =
        (first.checked_sub(1).and_then(|before| curve.get(before)), curve.get(first))
    {
        part.insert(0, (q0 + (q1 - q0) * (level - ms0) / (ms1 - ms0), level));
    }
    part
}

/// The message: the objective that is missed, or that on p99, or how far the tail is from the middle.
/// From this error rate on, the title says of how many the latency is.
const MANY_FAIL: f64 = 0.05;

fn title(report: &Report, goals: &[Goal<'_>], named: &[Point], lang: Lang) -> String {
    let whole = title_of_the_answered(report, goals, named).say(lang);
    let failed = report.errors.rate.value;
    // A latency that only a part has had must not read as the design's.
    if failed >= MANY_FAIL && report.latency_ms.is_some() {
        let share = about_percent(1.0 - failed);
        return Text::OfTheAnswered { title: &whole, share }.say(lang);
    }
    whole
}

fn title_of_the_answered(report: &Report, goals: &[Goal<'_>], named: &[Point]) -> Text<'static> {
    if !report.stability.stable && report.latency_ms.is_none() {
        return Text::LatencyGrows;
    }
    // Of an objective that too few answers leave unmeasured the curve says nothing.
    let judged = || goals.iter().filter(|goal| goal.objective.actual.is_some());
    let missed = judged().rev().find(|goal| !goal.objective.met);
    let by_p99 = judged().find(|goal| goal.quantile == 0.99);
    let chosen = missed.or(by_p99).or_else(|| judged().next_back());
    if let Some(goal) = chosen
        && let Some(point) = named.iter().find(|point| point.quantile == goal.quantile)
    {
        let value = point.ms.about_duration();
        let target = about_duration(goal.objective.target);
        let of = Against { quantile: goal.quantile, value, target };
        let has_interval = goal.objective.low.is_some() && goal.objective.high.is_some();
        return if has_interval && !goal.objective.clear {
            Text::LatencyUndecided(of)
        } else if goal.objective.met {
            Text::LatencyInside(of)
        } else {
            Text::LatencyOver(of)
        };
    }
    let value = |quantile| named.iter().find(|p| p.quantile == quantile).map(|p| p.ms);
    match (value(0.5), value(0.99)) {
        (Some(p50), Some(p99)) if p50.value > 0.0 && p99.value >= 2.0 * p50.value => {
            Text::LatencyTail { p99: p99.about_duration(), times: p99.value / p50.value }
        }
        (_, Some(p99)) => Text::LatencyIs { quantile: 0.99, value: p99.about_duration() },
        (Some(p50), None) => Text::LatencyIs { quantile: 0.5, value: p50.about_duration() },
        (None, None) => Text::LatencyFew,
    }
}

fn alt(named: &[Point], goals: &[Goal<'_>], lang: Lang) -> String {
    let values: Vec<String> = named.iter().map(|point| point.text().say(lang)).collect();
    let objectives: Vec<String> = goals.iter().map(|goal| goal.text().say(lang)).collect();
    Text::LatencyAlt { values: &values, objectives: &objectives }.say(lang)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn check(report: &Report, expect: &str) {
        let got = draw(report, Lang::En).map(|chart| chart.title);
        assert_eq!(got.as_deref(), Some(expect));
    }

    #[test]
    fn the_title_says_what_was_found() {
        check(&samples::steady(), "p99 is 39.5 ms, inside the 100 ms SLO");
        check(&samples::spike(), "p99 is 840 ms, over the 100 ms SLO");
        let mut report = samples::steady();
        report.slo.clear();
        check(&report, "p99 is 39.5 ms, 12 times the median");
        let mut report = samples::steady();
        report.slo[0].clear = false;
        check(&report, "p99 is 39.5 ms, too close to the 100 ms SLO to call");
        let mut report = samples::steady();
        report.latency_ms = None;
        report.stability.stable = false;
        check(&report, "Latency keeps growing: the load does not settle");
    }

    #[test]
    fn nothing_completed_is_no_picture() {
        assert!(draw(&Report::default(), Lang::En).is_none());
        let report = Report { percentiles: vec![(0.5, f64::NAN)], ..Report::default() };
        assert!(draw(&report, Lang::En).is_none());
    }

    #[test]
    fn the_curve_is_read_between_its_points() {
        let curve = [(0.0, 1.0), (0.5, 3.0), (0.9, 7.0)];
        assert!((on_curve(&curve, 0.25) - 2.0).abs() < 1e-9);
        assert!((on_curve(&curve, 0.5) - 3.0).abs() < 1e-9);
        assert!((on_curve(&curve, 0.99) - 7.0).abs() < 1e-9);
    }
}
