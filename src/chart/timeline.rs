//! The run over time: load, p99, and how busy the components are, on one time axis, with what happened marked through
//! all of them: the cause beside its effect.

mod busy;
mod figures;

use super::Chart;
use super::frame::{self, Frame};
use super::label::{self, Flag, Taken};
use super::scale::{Scale, drawable, step_125, step_of_time};
use super::story;
use super::style::{
    BLUE, Color, GREEN, GREEN_INK, GREY, INK, LABEL_SIZE, MARGIN, MUTED, TALL, TICK_SIZE,
    VERMILLION, VERMILLION_INK, WIDTH,
};
use super::svg::{Anchor, Pen, Rect, Type};
use super::text::{ellipsis, width};
use crate::document::{Report, Timeseries};
use crate::figure::{Time, about_duration, about_rate, about_seconds, in_time, tick_duration};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;

/// More points than pixels would only make the file large.
const MOST_POINTS: usize = 800;
/// Rows of event names above the panels, at most.
const ROWS: usize = 4;
/// Height of such a row.
const ROW: f64 = 20.0;
/// Room between the panels, for the name of the lower.
const BETWEEN: f64 = 52.0;
/// An event's name is at most this wide.
const NAME_MAX: f64 = 240.0;

/// Height of the picture with a third panel.
const TALLER: f64 = 800.0;

/// Draws the panels; `None` without a single interval.
#[must_use]
pub fn draw(report: &Report, lang: Lang) -> Option<Chart> {
    let whole = &report.timeseries;
    let count = whole.offered_per_s.len().max(whole.p99_ms.len());
    let sane = drawable(whole.interval_s) && whole.interval_s > 0.0;
    if count == 0 || !sane {
        return None;
    }
    let title = story::title(report, lang);
    let series = thinned(whole, together(count));
    let end_s = whole.interval_s * count as f64;
    let target = story::p99_target(report);

    let lines = traffic_lines(&series, lang);
    let most =
        lines.iter().flat_map(|line| line.values.iter().flatten()).copied().fold(0.0, f64::max);
    let rates = Scale::from_zero(most, 4);
    let rate_labels: Vec<String> =
        rates.ticks.iter().map(|tick| about_rate(*tick).say(lang)).collect();
    let p99 = series.p99_ms.iter().flatten().copied().chain(target);
    let delays = Scale::fitting(p99, 4);
    let delay_labels: Vec<String> =
        delays.ticks.iter().map(|tick| tick_duration(*tick).say(lang)).collect();

    let bold = |text: &str| width(text, LABEL_SIZE, true);
    let busy = busy::lines(report, together(count));
    let names = lines.iter().chain(&busy).map(|line| bold(&line.name));
    let mut right = names.fold(bold(&Text::P99.say(lang)), f64::max);
    if let Some(target) = target {
        right = right.max(bold(&slo_line(target, lang)));
    }
    let x0 = MARGIN + frame::widest(&rate_labels).max(frame::widest(&delay_labels)) + 10.0;
    let x1 = WIDTH - MARGIN - right - 14.0;
    let time = Scale::until(end_s, 7, step_of_time).over(x0, x1);
    let flags = Flags::new(report, &time, WIDTH - MARGIN, lang);
    let notes = [Text::EventsNotNamed(flags.left_out)];
    let notes = if flags.left_out > 0 { &notes[..] } else { &[] };
    let height = if busy.is_empty() { TALL } else { TALLER };
    let mut frame = Frame::new(&title, &frame::subtitle(report, notes, lang), height);

    let name_y = frame.top + 18.0;
    let top = name_y + 16.0 + if flags.rows == 0 { 4.0 } else { ROW * flags.rows as f64 };
    let whole = Rect { x0, y0: top, x1, y1: height - 52.0 };
    let panels = stacked(&whole, if busy.is_empty() { 2 } else { 3 });
    let [upper, lower] = [panels[0], panels[1]];
    let interval = about_seconds(series.interval_s);
    let delay_name = Text::P99Axis { interval, log: delays.is_log() }.say(lang);
    let delay_name_y = lower.y0 - 17.0;
    let busy_name = Text::BusyAxis.say(lang);
    let axis_names = [&delay_name, &busy_name];
    let labels: Vec<Rect> = panels[1..]
        .iter()
        .zip(axis_names)
        .map(|(panel, name)| Type::new(TICK_SIZE).extent(name, MARGIN, panel.y0 - 17.0))
        .collect();
    flags.draw(&mut frame, name_y + 16.0, &panels, &labels);

    let name = Text::TrafficAxis.say(lang);
    frame::axis_name(&mut frame.canvas, &name, MARGIN, name_y, Anchor::Start);
    let step_s = series.interval_s;
    let mut panel = Panel { frame: &mut frame, plot: upper, time: &time, step_s, lang };
    panel.traffic(&lines, &rates.over(upper.y1, upper.y0), &rate_labels);

    frame::axis_name(&mut frame.canvas, &delay_name, MARGIN, delay_name_y, Anchor::Start);
    let mut panel = Panel { frame: &mut frame, plot: lower, time: &time, step_s, lang };
    panel.latency(&series, &delays.over(lower.y1, lower.y0), &delay_labels, target);
    if let Some(plot) = panels.get(2) {
        frame::axis(&mut frame.canvas, &lower, &[]);
        frame::axis_name(&mut frame.canvas, &busy_name, MARGIN, plot.y0 - 17.0, Anchor::Start);
        let mut panel = Panel { frame: &mut frame, plot: *plot, time: &time, step_s, lang };
        panel.busy(&busy);
    }
    let lowest = panels.last().unwrap_or(&lower);
    figures::tell(&mut frame, report, &Rect { y1: lowest.y1, ..upper }, &time, lang);
    frame::axis(&mut frame.canvas, lowest, &time_labels(&time, lang));

    Some(frame.finish("timeline", alt(report, &title, lang)))
}

/// What it shows, for those who cannot see it.
fn alt(report: &Report, title: &str, lang: Lang) -> String {
    let event = |mark: &crate::document::Mark| {
        Text::EventAt { event: &mark.label.say(lang), at: about_seconds(mark.at_s) }.say(lang)
    };
    let events: Vec<String> = report.marks.iter().map(event).collect();
    Text::TimelineAlt { title, events: &events }.say(lang)
}

/// So many panels of one height below each other, with room between them for their names.
fn stacked(whole: &Rect, count: usize) -> Vec<Rect> {
    let gaps = BETWEEN * (count - 1) as f64;
    let each = (whole.y1 - whole.y0 - gaps) / count as f64;
    let at = |i: usize| whole.y0 + (each + BETWEEN) * i as f64;
    (0..count).map(|i| Rect { y0: at(i), y1: at(i) + each, ..*whole }).collect()
}

/// What the objective's line is.
fn slo_line(target: f64, lang: Lang) -> String {
    Text::SloLine(about_duration(target)).say(lang)
}

/// Ticks of the time axis, all in the unit of the last.
fn time_labels(time: &Scale, lang: Lang) -> Vec<(f64, String)> {
    let last = time.ticks.last().copied().unwrap_or(0.0);
    let step = time.ticks.get(1).copied().unwrap_or(last);
    let unit = Time::of_axis(last, step);
    let label = |tick: &f64| (time.px(*tick), in_time(*tick, unit).say(lang));
    time.ticks.iter().map(label).collect()
}

/// How many neighbouring intervals to draw as one: 1, 2, 5, 10, …
fn together(count: usize) -> usize {
    // At least 1 and far below 2^53.
    step_125(count.div_ceil(MOST_POINTS).max(1) as f64).round() as usize
}

/// The same series with `every` neighbouring intervals as one: rates by their mean, p99 by its largest.
fn thinned(series: &Timeseries, every: usize) -> Timeseries {
    let every = every.max(1);
    let mean = |values: &[f64]| -> Vec<f64> {
        values.chunks(every).map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64).collect()
    };
    let largest = |chunk: &[Option<f64>]| {
        chunk.iter().copied().flatten().filter(|ms| drawable(*ms)).reduce(f64::max)
    };
    Timeseries {
        interval_s: series.interval_s * every as f64,
        offered_per_s: mean(&series.offered_per_s),
        completed_per_s: mean(&series.completed_per_s),
        p99_ms: series.p99_ms.chunks(every).map(largest).collect(),
        errors_per_s: mean(&series.errors_per_s),
        components: std::collections::BTreeMap::new(),
    }
}

/// One line of a panel, with its name.
struct Line {
    name: String,
    values: Vec<Option<f64>>,
    color: Color,
    ink: Color,
    width: f64,
}

fn traffic_lines(series: &Timeseries, lang: Lang) -> Vec<Line> {
    let line = |name: Text<'_>, values: &[f64], color, ink, width| {
        let values = values.iter().map(|v| Some(*v).filter(|v| drawable(*v))).collect();
        Line { name: name.say(lang), values, color, ink, width }
    };
    let mut lines = vec![
        line(Text::Offered, &series.offered_per_s, GREY, MUTED, 4.5),
        line(Text::Completed, &series.completed_per_s, BLUE, BLUE, 2.2),
    ];
    if series.errors_per_s.iter().any(|errors| *errors > 0.0) {
        lines.push(line(Text::Errors, &series.errors_per_s, VERMILLION, VERMILLION_INK, 2.2));
    }
    lines.retain(|line| line.values.iter().any(Option::is_some));
    lines
}

/// One of the panels while it is drawn.
struct Panel<'a> {
    frame: &'a mut Frame,
    plot: Rect,
    time: &'a Scale,
    step_s: f64,
    lang: Lang,
}

impl Panel<'_> {
    /// The middle of an interval.
    fn x(&self, i: usize) -> f64 {
        self.time.px(self.step_s * (i as f64 + 0.5))
    }

    /// Runs of neighbouring intervals that have a value.
    fn pieces(&self, values: &[Option<f64>], y: &Scale) -> Vec<Vec<(f64, f64)>> {
        let mut pieces = vec![Vec::new()];
        for (i, value) in values.iter().enumerate() {
            match (value.filter(|value| drawable(*value)), pieces.last_mut()) {
                (Some(value), Some(piece)) => piece.push((self.x(i), y.px(value))),
                (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
                _ => {}
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// A line with gaps; a value alone between gaps is a dot.
    fn line(&mut self, values: &[Option<f64>], y: &Scale, color: Color, width: f64) {
        for piece in self.pieces(values, y) {
            match piece.as_slice() {
                [only] => self.frame.canvas.dot(*only, 3.5, color),
                _ => self.frame.canvas.path(piece, Pen::new(color, width)),
            }
        }
    }

    fn traffic(&mut self, lines: &[Line], y: &Scale, labels: &[String]) {
        frame::grid(&mut self.frame.canvas, &self.plot, y, labels);
        frame::axis(&mut self.frame.canvas, &self.plot, &[]);
        for line in lines {
            self.line(&line.values, y, line.color, line.width);
        }
        let names: Vec<(f64, String, Color)> = lines
            .iter()
            .map(|line| (y.px(last(&line.values)), line.name.clone(), line.ink))
            .collect();
        self.names(names);
    }

    fn latency(&mut self, series: &Timeseries, y: &Scale, labels: &[String], target: Option<f64>) {
        frame::grid(&mut self.frame.canvas, &self.plot, y, labels);
        let gaps = self.gaps(series);
        let mut names = Vec::new();
        if let Some(target) = target {
            let level = y.px(target);
            let over = series.p99_ms.iter().flatten().any(|ms| drawable(*ms) && *ms > target);
            let missed = over || !gaps.is_empty();
            let (color, ink) =
                if missed { (VERMILLION, VERMILLION_INK) } else { (GREEN, GREEN_INK) };
            let pen = Pen::new(color, 1.8).dashed(7.0, 5.0);
            self.frame.canvas.line((self.plot.x0, level), (self.plot.x1, level), pen);
            names.push((level, slo_line(target, self.lang), ink));
        }
        self.line(&series.p99_ms, y, BLUE, 2.2);
        let mut ink = BLUE;
        let mut lines = self.pieces(&series.p99_ms, y);
        if let Some(target) = target {
            let level = y.px(target);
            for part in lines.iter().flat_map(|line| above(line, level)) {
                self.frame.canvas.path(part, Pen::new(VERMILLION, 3.0));
            }
            if last(&series.p99_ms) > target {
                ink = VERMILLION_INK;
            }
            lines.push(vec![(self.plot.x0, level), (self.plot.x1, level)]);
        }
        self.name_gap(&gaps, &lines);
        if series.p99_ms.iter().flatten().any(|ms| drawable(*ms)) {
            names.push((y.px(last(&series.p99_ms)), Text::P99.say(self.lang), ink));
        }
        self.names(names);
    }

    /// Intervals in which nothing completed though something was asked: the worst, so they are not left blank.
    fn gaps(&mut self, series: &Timeseries) -> Vec<story::Range> {
        let is_gap = |i: usize| {
            let none = series.p99_ms[i].is_none_or(|ms| !drawable(ms));
            none && series.offered_per_s.get(i).is_some_and(|offered| *offered > 0.0)
        };
        let gaps = story::runs(series.p99_ms.len(), 1, is_gap);
        for (from, until) in &gaps {
            let edge = |i: usize| self.time.px(self.step_s * i as f64);
            let rect = Rect { x0: edge(*from), x1: edge(*until), ..self.plot };
            self.frame.canvas.rect(rect, VERMILLION, 0.16);
        }
        gaps
    }

    /// Says what the longest gap is, where no line is in the way.
    fn name_gap(&mut self, gaps: &[story::Range], lines: &[Vec<(f64, f64)>]) {
        let widest = gaps.iter().rev().max_by_key(|(from, until)| until - from);
        let Some((from, until)) = widest.filter(|(from, until)| until - from > 1) else { return };
        let text = Text::NoneCompleted.say(self.lang);
        let set = Type::new(TICK_SIZE).color(VERMILLION_INK).anchor(Anchor::Middle).halo();
        let half = set.width(&text) / 2.0;
        let edge = |i: usize| self.time.px(self.step_s * i as f64);
        let (left, right) = (edge(*from), edge(*until));
        // In the middle of the gap if there is room, else beside it.
        let spots = [(left + right) / 2.0, right + half + 7.0, left - half - 7.0];
        let height = self.plot.y1 - self.plot.y0;
        let level = |i: i32| self.plot.y0 + height * f64::from(i) / 9.0 + set.drop();
        let spots: Vec<(f64, f64)> = spots
            .into_iter()
            .flat_map(|x| (1..9).map(move |i| (x, i)))
            .map(|(x, i)| (x, level(i)))
            .collect();
        let mut taken = Taken::default();
        lines.iter().for_each(|line| taken.add_path(line));
        let boxes: Vec<Rect> = spots.iter().map(|(x, y)| set.extent(&text, *x, *y)).collect();
        if let Some(best) = taken.place(&boxes, &self.plot) {
            self.frame.canvas.text(&text, spots[best].0, spots[best].1, set);
        }
    }

    /// Names to the right of the panel, each as near to the end of its line as the others allow.
    fn names(&mut self, names: Vec<(f64, String, Color)>) {
        let mut levels: Vec<f64> = names.iter().map(|(level, _, _)| *level).collect();
        label::spread(&mut levels, LABEL_SIZE * 1.25, self.plot.y0, self.plot.y1);
        for (level, (_, name, ink)) in levels.into_iter().zip(names) {
            let set = Type::new(LABEL_SIZE).bold().color(ink);
            self.frame.canvas.text(&name, self.plot.x1 + 12.0, level + set.drop(), set);
        }
    }
}

/// The last value there is.
fn last(values: &[Option<f64>]) -> f64 {
    values.iter().rev().copied().flatten().find(|value| drawable(*value)).unwrap_or(0.0)
}

/// The parts of a line that are above `level` (smaller `y`), cut where it crosses.
fn above(points: &[(f64, f64)], level: f64) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut part = Vec::new();
    for (i, &(x, y)) in points.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| points[i]);
        let crossing = before.filter(|b| (b.1 < level) != (y < level)).map(|(bx, by)| {
            let share = (level - by) / (y - by);
            (bx + share * (x - bx), level)
        });
        part.extend(crossing);
        if y < level {
            part.push((x, y));
        } else if !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    parts.retain(|part| part.len() > 1);
    parts
}

/// One event, in pixels.
struct Shown {
    from: f64,
    until: Option<f64>,
    name: String,
    /// Row of its name, and where the name starts; `None` if there is no room for it.
    place: Option<(usize, f64)>,
}

/// What happened, with its name above the panels and a line or a shade through both.
struct Flags {
    /// In order of time.
    marks: Vec<Shown>,
    rows: usize,
    left_out: usize,
}

impl Flags {
    fn new(report: &Report, time: &Scale, right: f64, lang: Lang) -> Self {
        let mut marks: Vec<Shown> = report
            .marks
            .iter()
            .filter(|mark| drawable(mark.at_s))
            .map(|mark| {
                let name = ellipsis(&mark.label.say(lang), LABEL_SIZE, false, NAME_MAX);
                let until = mark.until_s.filter(|until| *until > mark.at_s);
                let until = until.map(|until| time.px(until));
                Shown { from: time.px(mark.at_s), until, name, place: None }
            })
            .collect();
        marks.sort_by(|a, b| a.from.total_cmp(&b.from));
        let flag =
            |mark: &Shown| Flag { x: mark.from, width: width(&mark.name, LABEL_SIZE, false) };
        let flags: Vec<Flag> = marks.iter().map(flag).collect();
        let places = label::rows(&flags, right, ROWS, 14.0);
        let rows = places.iter().flatten().map(|(row, _)| row + 1).max().unwrap_or(0);
        let left_out = places.iter().filter(|place| place.is_none()).count();
        for (mark, place) in marks.iter_mut().zip(places) {
            mark.place = place;
        }
        Self { marks, rows, left_out }
    }

    /// Shades, lines and names; the data is drawn over them.
    fn draw(&self, frame: &mut Frame, top: f64, panels: &[Rect], labels: &[Rect]) {
        for Shown { from, until, .. } in &self.marks {
            let Some(until) = until else { continue };
            for panel in panels {
                frame.canvas.rect(Rect { x0: *from, x1: *until, ..*panel }, INK, 0.07);
            }
        }
        let bottom = panels.last().map_or(top, |panel| panel.y1);
        let pen = Pen::new(INK, 1.2).dashed(2.5, 3.0).opacity(0.7);
        for Shown { from, name, place, .. } in &self.marks {
            let row = place.map_or(self.rows, |(row, _)| row);
            let start = top + ROW * row as f64;
            // A line through a panel's name would make it hard to read.
            let mut above = start;
            for label in labels.iter().filter(|label| *from <= label.x1 + 6.0) {
                frame.canvas.line((*from, above), (*from, label.y0), pen);
                above = label.y1 + 2.0;
            }
            frame.canvas.line((*from, above), (*from, bottom), pen);
            if let Some((row, start)) = place {
                let y = top + ROW * (*row as f64 + 0.5) + 2.0;
                frame.canvas.text(name, *start, y, Type::new(LABEL_SIZE));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn parts_above_a_level_are_cut_where_the_line_crosses() {
        let line = [(0.0, 10.0), (10.0, 0.0), (20.0, 10.0), (30.0, 10.0)];
        assert_eq!(above(&line, 5.0), [vec![(5.0, 5.0), (10.0, 0.0), (15.0, 5.0)]]);
        assert!(above(&line, -5.0).is_empty());
        assert_eq!(above(&line, 50.0), [line.to_vec()]);
    }

    #[test]
    fn time_has_one_unit() {
        let check = |end_s, expect: &[&str]| {
            let time = Scale::until(end_s, 7, step_of_time);
            let labels: Vec<String> =
                time_labels(&time, Lang::En).into_iter().map(|(_, label)| label).collect();
            assert_eq!(labels, expect);
        };
        check(120.0, &["0 s", "30 s", "60 s", "90 s", "120 s"]);
        check(600.0, &["0 min", "2 min", "4 min", "6 min", "8 min", "10 min"]);
        check(86_400.0, &["0 h", "6 h", "12 h", "18 h", "24 h"]);
        check(1.0, &["0 s", "0.2 s", "0.4 s", "0.6 s", "0.8 s", "1 s"]);
        check(0.05, &["0 ms", "10 ms", "20 ms", "30 ms", "40 ms", "50 ms"]);
    }

    #[test]
    fn thinning_keeps_peaks_and_means() {
        let series = Timeseries {
            interval_s: 1.0,
            offered_per_s: vec![1.0, 3.0, 5.0],
            p99_ms: vec![Some(1.0), None, None],
            ..Timeseries::default()
        };
        let thin = thinned(&series, 2);
        assert_eq!(thin.offered_per_s, [2.0, 5.0]);
        assert_eq!(thin.p99_ms, [Some(1.0), None]);
        assert!((thin.interval_s - 2.0).abs() < 1e-12);
    }

    #[test]
    fn no_interval_is_no_picture() {
        assert!(draw(&Report::default(), Lang::En).is_none());
        assert!(draw(&samples::one_point(), Lang::En).is_some());
    }
}
