//! What matters most: for each input, how far the outcome swings between the input's low and high end.

use super::Chart;
use super::frame::Frame;
use super::plot::Written;
use super::scale::{Scale, drawable};
use super::style::{BLUE, HEIGHT, INK, LABEL_SIZE, MARGIN, MUTED, PALE_BLUE, TICK_SIZE, WIDTH};
use super::svg::{Anchor, Pen, Rect, Type};
use super::text::{ellipsis, width};
use crate::message::chart as say;

/// A tornado: bars around the outcome's central value, the widest on top.
#[derive(Clone, Debug, Default)]
pub struct Tornado {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// What the outcome is: `peak_read_qps`.
    pub outcome: String,
    /// How it is written.
    pub unit: Written,
    /// With every input at its centre.
    pub center: f64,
    /// The widest first.
    pub swings: Vec<Swing>,
}

/// One input.
#[derive(Clone, Debug, Default)]
pub struct Swing {
    /// Its name.
    pub name: String,
    /// Its low and high end, as words: `1.5 to 3`; may be empty.
    pub note: String,
    /// The outcome with the input at its low end.
    pub at_low: f64,
    /// The outcome with the input at its high end.
    pub at_high: f64,
}

/// Bars are at most so many; the rest matter less than any of them.
const MOST: usize = 12;
/// A row is at most this high.
const ROW_MAX: f64 = 56.0;
/// A bar is at most this thick.
const BAR_MAX: f64 = 30.0;
/// Names take at most this much of the width.
const NAMES_MAX: f64 = 330.0;
/// Around the figures at a bar's ends.
const GAP: f64 = 8.0;

/// The picture; `None` without a swing that can be drawn.
#[must_use]
pub fn draw(tornado: &Tornado) -> Option<Chart> {
    let fits = |swing: &&Swing| drawable(swing.at_low) && drawable(swing.at_high);
    let swings: Vec<&Swing> = tornado.swings.iter().filter(fits).take(MOST).collect();
    if swings.is_empty() || !drawable(tornado.center) {
        return None;
    }
    let height = (210.0 + ROW_MAX * swings.len() as f64).min(HEIGHT);
    let mut frame = Frame::new(&tornado.title, &tornado.subtitle, height);
    let (top, bottom) = (frame.top + 44.0, height - 62.0);
    let row = ((bottom - top) / swings.len() as f64).min(ROW_MAX);
    let size = (row * 0.5).clamp(11.0, LABEL_SIZE);
    let figures = swings.iter().flat_map(|swing| [swing.at_low, swing.at_high]);
    let figure_width = figures
        .clone()
        .map(|value| width(&tornado.unit.show(value), size, false))
        .fold(0.0, f64::max);
    let names = swings.iter().map(|swing| name_width(swing, size)).fold(60.0, f64::max);
    let area = Rect {
        x0: MARGIN + names.min(NAMES_MAX) + 20.0 + figure_width + GAP,
        y0: top,
        x1: WIDTH - MARGIN - figure_width - GAP,
        y1: top + row * swings.len() as f64,
    };
    let all = || figures.clone().chain([tornado.center]);
    let low = all().fold(f64::INFINITY, f64::min);
    let high = all().fold(f64::NEG_INFINITY, f64::max);
    let spread = if low > 0.0 && high > 20.0 * low {
        Scale::log(low, high)
    } else {
        Scale::between(low, high, 5)
    };
    let x = spread.over(area.x0, area.x1);
    let center = x.px(tornado.center);
    for (index, swing) in swings.iter().enumerate() {
        let middle = area.y0 + row * (index as f64 + 0.5);
        let half = (row * 0.62).min(BAR_MAX) / 2.0;
        let ends = [(swing.at_low, PALE_BLUE), (swing.at_high, BLUE)];
        for (value, color) in ends {
            let end = x.px(value);
            let rect = Rect {
                x0: end.min(center),
                y0: middle - half,
                x1: end.max(center),
                y1: middle + half,
            };
            frame.canvas.rect(rect, color, 1.0);
        }
        figures_of(&mut frame, tornado, swing, &x, middle, size);
        name(&mut frame, swing, size, middle, names.min(NAMES_MAX));
    }
    let pen = Pen::new(INK, 1.4);
    frame.canvas.line((center, area.y0 - 6.0), (center, area.y1 + 4.0), pen);
    let words = say::tornado_center(&tornado.outcome, &tornado.unit.show(tornado.center));
    let set = Type::new(LABEL_SIZE).bold();
    let from =
        (center - set.width(&words) / 2.0).min(WIDTH - MARGIN - set.width(&words)).max(MARGIN);
    frame.canvas.text(&words, from, area.y0 - 14.0, set);
    legend(&mut frame, area.y1 + 34.0);
    Some(frame.finish(tornado.file_stem, tornado.alt.clone()))
}

/// The outcome at both ends of a bar, outside of it; where both ends lie on one side, at the far one alone.
fn figures_of(
    frame: &mut Frame,
    tornado: &Tornado,
    swing: &Swing,
    x: &Scale,
    middle: f64,
    size: f64,
) {
    let set = Type::new(size).color(MUTED);
    let center = x.px(tornado.center);
    let mut ends = [swing.at_low, swing.at_high];
    ends.sort_by(f64::total_cmp);
    let (left, right) = (x.px(ends[0]), x.px(ends[1]));
    let y = middle + set.drop();
    if left < center - 0.5 || right <= center + 0.5 {
        let text = tornado.unit.show(ends[0]);
        frame.canvas.text(&text, left.min(center) - GAP, y, set.anchor(Anchor::End));
    }
    if right > center + 0.5 {
        frame.canvas.text(&tornado.unit.show(ends[1]), right + GAP, y, set);
    }
}

fn name_width(swing: &Swing, size: f64) -> f64 {
    let note =
        if swing.note.is_empty() { 0.0 } else { 8.0 + width(&swing.note, size - 1.0, false) };
    width(&swing.name, size, true) + note
}

/// The input's name, and its range in grey, from the left edge.
fn name(frame: &mut Frame, swing: &Swing, size: f64, middle: f64, room: f64) {
    let y = middle + Type::new(size).drop();
    let note = width(&swing.note, size - 1.0, false) + 8.0;
    let text = ellipsis(&swing.name, size, true, (room - note).max(room * 0.45));
    frame.canvas.text(&text, MARGIN, y, Type::new(size).bold());
    let after = MARGIN + width(&text, size, true) + 8.0;
    let left = room - (after - MARGIN);
    if left > 30.0 {
        let note = ellipsis(&swing.note, size - 1.0, false, left);
        frame.canvas.text(&note, after, y, Type::new(size - 1.0).color(MUTED));
    }
}

/// Which colour is which end.
fn legend(frame: &mut Frame, y: f64) {
    let set = Type::new(TICK_SIZE).color(MUTED);
    let mut x = MARGIN;
    for (color, words) in [(PALE_BLUE, say::tornado_low()), (BLUE, say::tornado_high())] {
        let rect = Rect { x0: x, y0: y - 11.0, x1: x + 14.0, y1: y + 1.0 };
        frame.canvas.rect(rect, color, 1.0);
        frame.canvas.text(&words, x + 20.0, y, set);
        x += 20.0 + set.width(&words) + 26.0;
    }
}
