//! A plot on a sheet: grid, bands, curves, rules, dots, and labels that lie on nothing.

use super::super::Chart;
use super::super::frame::{self, Frame};
use super::super::label::{Flag, Taken, rows, spread};
use super::super::scale::{Scale, drawable};
use super::super::style::{HEIGHT, LABEL_SIZE, MARGIN, WIDTH};
use super::super::svg::{Anchor, Pen, Rect, Type};
use super::super::text::{ellipsis, width};
use super::{Curve, Dot, Plot, Rule, Stroke, axes, figures};
use crate::message::Lang;

/// Labels at the ends of curves take at most this much of the width.
const ENDS_MAX: f64 = 210.0;
/// Between a curve's end and its label.
const END_GAP: f64 = 10.0;
/// Two labels below each other.
const LINE_HEIGHT: f64 = 20.0;
/// A curve with at most so many points shows each of them.
const FEW: usize = 24;
/// Rows of labels above the plot for vertical rules.
const FLAG_ROWS: usize = 3;

/// The sheet while it is drawn, and where things stand on it.
struct Sheet<'a> {
    plot: &'a Plot,
    frame: Frame,
    area: Rect,
    x: Scale,
    y: Scale,
    taken: Taken,
}

/// Draws the plot; `None` if nothing of it can be drawn.
pub fn draw(plot: &Plot, lang: Lang) -> Option<Chart> {
    let seen = |points: &[(f64, f64)]| points.iter().any(|p| drawable(p.0) && drawable(p.1));
    let any_curve = plot.curves.iter().any(|curve| seen(&curve.points));
    let any_dot = plot.dots.iter().any(|dot| drawable(dot.x) && drawable(dot.y));
    if !any_curve && !any_dot {
        return None;
    }
    let mut sheet = Sheet::new(plot, lang);
    sheet.ground(lang);
    for curve in &plot.curves {
        sheet.band(curve);
    }
    sheet.rule_lines();
    let ends: Vec<Option<(f64, f64)>> =
        plot.curves.iter().map(|curve| sheet.curve(curve)).collect();
    sheet.dot_marks();
    sheet.end_labels(&ends);
    sheet.dot_labels();
    sheet.level_labels();
    figures::tell(&mut sheet.frame, plot, &sheet.area, (&sheet.x, &sheet.y), lang);
    Some(sheet.frame.finish(plot.file_stem, plot.alt.clone()))
}

impl<'a> Sheet<'a> {
    fn new(plot: &'a Plot, lang: Lang) -> Self {
        let frame = Frame::new(&plot.title, &plot.subtitle, HEIGHT);
        let (x, y) = (axes::horizontal(plot), axes::vertical(plot));
        let set = Type::new(LABEL_SIZE).bold();
        let widest = |label: &String| set.width(label).min(ENDS_MAX) + END_GAP;
        let ends = plot.curves.iter().map(|curve| &curve.label).filter(|label| !label.is_empty());
        let right = ends.map(widest).fold(24.0, f64::max);
        let has_flags = plot.rules.iter().any(|rule| !rule.horizontal && !rule.label.is_empty());
        let area = Rect {
            x0: MARGIN + frame::widest(&axes::labels(&plot.y, &y, lang)) + 10.0,
            y0: frame.top + if has_flags { 38.0 + LINE_HEIGHT * FLAG_ROWS as f64 } else { 38.0 },
            x1: WIDTH - MARGIN - right,
            y1: HEIGHT - 74.0,
        };
        let (x, y) = (x.over(area.x0, area.x1), y.over(area.y1, area.y0));
        Self { plot, frame, area, x, y, taken: Taken::default() }
    }

    /// Grid, axes and their names.
    fn ground(&mut self, lang: Lang) {
        let canvas = &mut self.frame.canvas;
        frame::grid(canvas, &self.area, &self.y, &axes::labels(&self.plot.y, &self.y, lang));
        frame::axis(canvas, &self.area, &axes::ticks(&self.plot.x, &self.x, lang));
        let top = self.area.y0 - 18.0;
        frame::axis_name(canvas, &self.plot.y.name, MARGIN, top, Anchor::Start);
        let name = Type::new(LABEL_SIZE).extent(&self.plot.y.name, MARGIN, top);
        self.taken.add(name);
        let middle = (self.area.x0 + self.area.x1) / 2.0;
        let below = self.area.y1 + 48.0;
        frame::axis_name(canvas, &self.plot.x.name, middle, below, Anchor::Middle);
    }

    /// Where a point is; one above the axis lies on its edge.
    fn at(&self, point: (f64, f64)) -> (f64, f64) {
        (self.x.px(point.0), self.y.px(point.1))
    }

    fn band(&mut self, curve: &Curve) {
        let top = self.plot.y.until.unwrap_or(f64::INFINITY);
        let fits = |band: &&(f64, f64, f64)| {
            let is_drawn = drawable(band.0) && drawable(band.1) && drawable(band.2);
            is_drawn && band.1 <= band.2.min(top)
        };
        let band: Vec<&(f64, f64, f64)> = curve.band.iter().filter(fits).collect();
        if band.len() < 2 {
            return;
        }
        let upper = band.iter().map(|(x, _, high)| self.at((*x, *high)));
        let lower = band.iter().rev().map(|(x, low, _)| self.at((*x, *low)));
        let corners = upper.chain(lower).collect();
        self.frame.canvas.area(corners, curve.tone.color(), 0.16);
    }

    /// Draws a curve; where it ends.
    fn curve(&mut self, curve: &Curve) -> Option<(f64, f64)> {
        let parts = self.visible(curve);
        let marked =
            curve.stroke == Stroke::Line && curve.points.len() <= FEW && curve.points.len() > 1;
        let color = curve.tone.color();
        for part in &parts {
            let path = if curve.stroke == Stroke::Steps { stairs(part) } else { part.clone() };
            self.taken.add_path(&path);
            let pen = Pen::new(color, 2.6);
            let pen = if curve.stroke == Stroke::Dashed {
                Pen::new(color, 2.0).dashed(7.0, 5.0)
            } else {
                pen
            };
            match path.as_slice() {
                [only] => self.frame.canvas.dot(*only, 4.5, color),
                _ => self.frame.canvas.path(path, pen),
            }
        }
        if marked {
            let shown = |point: &&(f64, f64)| {
                drawable(point.0)
                    && drawable(point.1)
                    && self.plot.y.until.is_none_or(|y| point.1 <= y)
            };
            let marks: Vec<(f64, f64)> =
                curve.points.iter().filter(shown).map(|point| self.at(*point)).collect();
            marks.into_iter().for_each(|mark| self.frame.canvas.dot(mark, 3.2, color));
        }
        parts.last()?.last().copied()
    }

    /// The parts of a curve that can be seen, in pixels: broken where it has no value, cut where it leaves.
    fn visible(&self, curve: &Curve) -> Vec<Vec<(f64, f64)>> {
        let top = self.plot.y.until.unwrap_or(f64::INFINITY);
        let mut parts: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        let mut before: Option<(f64, f64)> = None;
        for &(x, y) in &curve.points {
            if !drawable(x) || !drawable(y) {
                parts.push(Vec::new());
                before = None;
                continue;
            }
            if let Some((x0, y0)) = before
                && (y0 > top) != (y > top)
            {
                let crossing = (x0 + (x - x0) * (top - y0) / (y - y0), top);
                if y0 > top {
                    parts.push(Vec::new());
                }
                if let Some(part) = parts.last_mut() {
                    part.push(self.at(crossing));
                }
            }
            if y <= top
                && let Some(part) = parts.last_mut()
            {
                part.push(self.at((x, y)));
            }
            before = Some((x, y));
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Labels at the right ends of the curves, moved apart where they would lie on each other.
    fn end_labels(&mut self, ends: &[Option<(f64, f64)>]) {
        let named: Vec<(&Curve, (f64, f64))> = self
            .plot
            .curves
            .iter()
            .zip(ends)
            .filter(|(curve, _)| !curve.label.is_empty())
            .filter_map(|(curve, end)| Some((curve, (*end)?)))
            .collect();
        let mut levels: Vec<f64> = named.iter().map(|(_, end)| end.1).collect();
        spread(&mut levels, LINE_HEIGHT, self.area.y0 + 2.0, self.area.y1 - 4.0);
        for ((curve, end), level) in named.into_iter().zip(levels) {
            let set = Type::new(LABEL_SIZE).bold().color(curve.tone.ink()).halo();
            let text = ellipsis(&curve.label, LABEL_SIZE, true, ENDS_MAX);
            // A curve that ends early has its label where it ends, if all of it fits before the edge.
            let x = end.0.min(self.area.x1) + END_GAP;
            let y = level + set.drop();
            self.taken.add(set.extent(&text, x, y));
            self.frame.canvas.text(&text, x, y, set);
        }
    }

    /// Straight lines; those from top to bottom with their labels above the plot.
    fn rule_lines(&mut self) {
        let mut upright: Vec<&Rule> =
            self.plot.rules.iter().filter(|rule| drawable(rule.at) && !rule.horizontal).collect();
        upright.sort_by(|a, b| a.at.total_cmp(&b.at));
        let set = Type::new(LABEL_SIZE);
        let flags: Vec<Flag> = upright
            .iter()
            .map(|rule| Flag { x: self.x.px(rule.at), width: set.width(&rule.label) })
            .collect();
        let spots = rows(&flags, WIDTH - MARGIN, FLAG_ROWS, 14.0);
        for (rule, spot) in upright.iter().zip(spots) {
            let x = self.x.px(rule.at);
            let row = spot.map_or(FLAG_ROWS, |(row, _)| row);
            let from = self.area.y0 - LINE_HEIGHT * (FLAG_ROWS - row.min(FLAG_ROWS)) as f64;
            let pen = Pen::new(rule.tone.color(), 1.6).dashed(6.0, 4.0);
            let has_label = !rule.label.is_empty();
            let top = if has_label && spot.is_some() { from - 6.0 } else { self.area.y0 };
            self.frame.canvas.line((x, top), (x, self.area.y1), pen);
            self.taken.add_path(&[(x, top), (x, self.area.y1)]);
            if let Some((_, start)) = spot.filter(|_| has_label) {
                let set = set.color(rule.tone.ink()).halo();
                self.frame.canvas.text(&rule.label, start, from + 8.0, set);
            }
        }
        for rule in self.plot.rules.iter().filter(|rule| rule.horizontal && drawable(rule.at)) {
            let y = self.y.px(rule.at);
            let pen = Pen::new(rule.tone.color(), 1.6).dashed(6.0, 4.0);
            self.frame.canvas.line((self.area.x0, y), (self.area.x1, y), pen);
            self.taken.add_path(&[(self.area.x0, y), (self.area.x1, y)]);
        }
    }

    /// What the lines from left to right are, where they lie on as little as may be.
    fn level_labels(&mut self) {
        for rule in self.plot.rules.iter().filter(|rule| rule.horizontal && drawable(rule.at)) {
            let y = self.y.px(rule.at);
            let set = Type::new(LABEL_SIZE).color(rule.tone.ink()).halo();
            let (left, right) = (self.area.x0 + 8.0, self.area.x1 - 8.0 - set.width(&rule.label));
            let middle = (left + right) / 2.0;
            let spots = [left, middle, right].map(|x| [(x, y - 8.0), (x, y + 19.0)]);
            self.label(&rule.label, set, &spots.concat());
        }
    }

    fn dot_marks(&mut self) {
        let shown = |dot: &&Dot| drawable(dot.x) && drawable(dot.y);
        for dot in self.plot.dots.iter().filter(shown) {
            let (x, y) = self.at((dot.x, dot.y));
            self.frame.canvas.dot((x, y), 5.5, dot.tone.color());
            self.taken.add(Rect { x0: x - 7.0, y0: y - 7.0, x1: x + 7.0, y1: y + 7.0 });
        }
    }

    fn dot_labels(&mut self) {
        let shown = |dot: &&Dot| drawable(dot.x) && drawable(dot.y);
        for dot in self.plot.dots.iter().filter(shown) {
            let (x, y) = self.at((dot.x, dot.y));
            let text = ellipsis(&dot.label, LABEL_SIZE, true, 320.0);
            let set = Type::new(LABEL_SIZE).bold().color(dot.tone.ink()).halo();
            let wide = width(&text, LABEL_SIZE, true);
            let mut spots = Vec::new();
            for step in [0.0, 20.0, 40.0, 60.0] {
                spots.extend([
                    (x + 12.0, y + 5.0 + step),
                    (x - 12.0 - wide, y + 5.0 + step),
                    (x + 12.0, y + 5.0 - step),
                    (x - 12.0 - wide, y + 5.0 - step),
                    (x - wide / 2.0, y - 14.0 - step),
                    (x - wide / 2.0, y + 25.0 + step),
                ]);
            }
            self.label(&text, set, &spots);
        }
    }

    /// Writes a text with its baseline at the best of these places, or not at all.
    fn label(&mut self, text: &str, set: Type, spots: &[(f64, f64)]) {
        let boxes: Vec<Rect> = spots.iter().map(|(x, y)| set.extent(text, *x, *y)).collect();
        let bounds = Rect {
            x0: self.area.x0 + 2.0,
            y0: self.area.y0 - 14.0,
            x1: WIDTH - MARGIN / 2.0,
            y1: self.area.y1 - 2.0,
        };
        if let Some(best) = self.taken.place(&boxes, &bounds) {
            self.frame.canvas.text(text, spots[best].0, spots[best].1, set);
        }
    }
}

/// The corners of a staircase through points: a value holds until the next.
fn stairs(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut corners = Vec::with_capacity(points.len() * 2);
    for (index, &(x, y)) in points.iter().enumerate() {
        if let Some(&(_, before)) = index.checked_sub(1).and_then(|i| points.get(i)) {
            corners.push((x, before));
        }
        corners.push((x, y));
    }
    corners
}
