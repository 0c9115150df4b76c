//! Horizontal bars with their names to the left and their values at the end.

use super::frame::{self, BETWEEN, Frame};
use super::style::{AXIS, Color, GRID, INK, MARGIN, MUTED, PAPER, WIDTH};
use super::svg::{Anchor, Canvas, Pen, Rect, Type};
use super::text::{ellipsis, width};

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// More of it, in grey; may be empty.
    pub note: String,
    /// How long it is, in the axis's unit.
    pub value: f64,
    /// How far it reaches at most; drawn thin and pale behind its end.
    pub peak: Option<f64>,
    /// What is written at its end.
    pub text: String,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Its colour.
    pub color: Color,
    /// The colour of its text, which is bold if there is one.
    pub stress: Option<Color>,
}

/// A vertical line through all bars.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Where.
    pub value: f64,
    /// What stands below it; may be empty.
    pub label: String,
    /// Dashed and darker: a limit rather than a tick.
    pub limit: bool,
}

/// A row is at most this high.
const ROW_MAX: f64 = 92.0;
/// A bar is at most this thick.
const BAR_MAX: f64 = 46.0;
/// Names take at most this much of the width.
const NAMES_MAX: f64 = 330.0;

/// Draws the bars from `top` down to at most `bottom`, with `end` at the right end of the axis.
pub fn draw(frame: &mut Frame, bars: &[Bar], guides: &[Guide], end: f64, top: f64, bottom: f64) {
    let canvas = &mut frame.canvas;
    let row = ((bottom - top) / bars.len().max(1) as f64).min(ROW_MAX);
    let size = (row * 0.62).clamp(11.0, 18.0);
    let names =
        bars.iter().map(|bar| name_width(bar, size)).fold(60.0, f64::max).min(NAMES_MAX) + 1.0;
    let values = bars.iter().map(|bar| width(&bar.text, size, bar.stress.is_some()));
    // Few bars stand in the middle of the sheet.
    let top = top + 0.35 * (bottom - top - row * bars.len() as f64);
    let plot = Rect {
        x0: MARGIN + names + 12.0,
        y0: top,
        x1: WIDTH - MARGIN - values.fold(30.0, f64::max) - 12.0,
        y1: top + row * bars.len() as f64,
    };
    let x = |value: f64| {
        let share = if value.is_finite() { (value / end).clamp(0.0, 1.0) } else { 0.0 };
        plot.x0 + share * (plot.x1 - plot.x0)
    };
    for guide in guides {
        let pen =
            if guide.limit { Pen::new(AXIS, 1.3).dashed(5.0, 4.0) } else { Pen::new(GRID, 1.0) };
        canvas.line((x(guide.value), plot.y0), (x(guide.value), plot.y1 + 5.0), pen);
        frame::axis_name(canvas, &guide.label, x(guide.value), plot.y1 + 22.0, Anchor::Middle);
    }
    for (i, bar) in bars.iter().enumerate() {
        let middle = plot.y0 + row * (i as f64 + 0.5);
        let half = (row * 0.64).min(BAR_MAX) / 2.0;
        name(canvas, bar, size, plot.x0 - 12.0, middle, names);
        let until = x(bar.value).max(plot.x0 + 1.5);
        let rect = Rect { x0: plot.x0, y0: middle - half, x1: until, y1: middle + half };
        if bar.value > 0.0 {
            canvas.rect(rect, bar.color, 1.0);
        }
        let mut after = until;
        if let Some(peak) = bar.peak {
            let rect =
                Rect { x0: until, y0: middle - half / 3.0, x1: x(peak), y1: middle + half / 3.0 };
            if rect.x1 > rect.x0 {
                canvas.rect(rect, bar.color, 0.45);
                after = rect.x1;
            }
        }
        if let Some((low, high)) = bar.interval
            && x(high) - x(low) > 3.0
        {
            let pen = Pen::new(INK, 1.6).opacity(0.75);
            canvas.line((x(low), middle), (x(high), middle), pen);
            canvas.line((x(low), middle - 4.0), (x(low), middle + 4.0), pen);
            canvas.line((x(high), middle - 4.0), (x(high), middle + 4.0), pen);
            after = after.max(x(high));
        }
        let set = Type::new(size);
        let set = bar.stress.map_or(set, |ink| set.bold().color(ink));
        let (x, y) = (after + 9.0, middle + set.drop());
        let ground = set.extent(&bar.text, x, y);
        canvas.rect(Rect { x0: x - 4.0, x1: ground.x1 + 2.0, ..ground }, PAPER, 1.0);
        canvas.text(&bar.text, x, y, set);
        let whole =
            Rect { x0: MARGIN, y0: middle - row / 2.0, x1: WIDTH - MARGIN, y1: middle + row / 2.0 };
        let said = [&bar.name, &bar.note, &bar.text].map(String::as_str);
        let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
        frame.figures.spot(whole, said.join(BETWEEN));
    }
    canvas.line((plot.x0, plot.y0), (plot.x0, plot.y1), Pen::new(AXIS, 1.2));
}

fn name_width(bar: &Bar, size: f64) -> f64 {
    let note = if bar.note.is_empty() { 0.0 } else { 7.0 + width(&bar.note, size - 1.0, false) };
    width(&bar.name, size, bar.stress.is_some()) + note
}

/// The bar's name and note, ending at `x`; the name is cut if both do not fit.
fn name(canvas: &mut Canvas, bar: &Bar, size: f64, x: f64, middle: f64, limit: f64) {
    let note = Type::new(size - 1.0).color(MUTED).anchor(Anchor::End);
    let y = middle + Type::new(size).drop();
    let mut x = x;
    let mut limit = limit;
    if !bar.note.is_empty() {
        let text = ellipsis(&bar.note, size - 1.0, false, 0.45 * NAMES_MAX);
        canvas.text(&text, x, y, note);
        let used = note.width(&text) + 7.0;
        x -= used;
        limit -= used;
    }
    let set = Type::new(size).anchor(Anchor::End);
    let set = bar.stress.map_or(set, |ink| set.bold().color(ink));
    canvas.text(&ellipsis(&bar.name, size, bar.stress.is_some(), limit), x, y, set);
}
