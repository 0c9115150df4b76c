//! The latency table as bars on a logarithmic axis.

use super::Chart;
use super::frame::{self, Frame};
use super::number::{duration, duration_tick};
use super::scale::Scale;
use super::style::{AXIS, BLUE, GRID, HEIGHT, INK, MARGIN, WIDTH};
use super::svg::{Anchor, Pen, Rect, Type};
use super::text::{ellipsis, width};
use crate::message::chart as say;

/// Rows are at least this high; the sheet grows with their number.
const ROW: f64 = 25.0;
/// Names take at most this much of the width.
const NAMES_MAX: f64 = 320.0;

/// Bars from `low_ns` to `high_ns`, one per row, in the order given; a single value is a dot on a thin line.
///
/// Rows without a positive value are left out. The picture has no scenario, so it has no subtitle.
#[must_use]
pub fn log_bars(title: &str, rows: &[(String, f64, f64)]) -> Chart {
    let drawable = |row: &&(String, f64, f64)| row.1 > 0.0 && row.2 >= row.1 && row.2.is_finite();
    let rows: Vec<&(String, f64, f64)> = rows.iter().filter(drawable).collect();
    let count = rows.len().max(1) as f64;
    let height = HEIGHT.max(150.0 + ROW * count);
    let mut frame = Frame::new(title, "", height);
    let low = rows.iter().map(|row| row.1).fold(f64::INFINITY, f64::min);
    let high = rows.iter().map(|row| row.2).fold(0.0, f64::max);
    if rows.is_empty() {
        return frame.finish("latency_table", say::table_alt(&[]));
    }
    let size = 15.0;
    let values: Vec<String> = rows.iter().map(|row| say::range(&ns(row.1), &ns(row.2))).collect();
    let names =
        rows.iter().map(|row| width(&row.0, size, false)).fold(60.0, f64::max).min(NAMES_MAX);
    let widest = values.iter().map(|value| width(value, size, false)).fold(0.0, f64::max);
    let top = frame.top + 10.0;
    let row = ((height - 58.0 - top) / count).min(40.0);
    let plot = Rect {
        x0: MARGIN + names + 14.0,
        y0: top,
        x1: WIDTH - MARGIN - widest - 14.0,
        y1: top + row * count,
    };
    let x = Scale::log(low / 1.5, high).over(plot.x0, plot.x1);
    let canvas = &mut frame.canvas;
    let room = (plot.x1 - plot.x0) / x.ticks.len().max(1) as f64;
    let every = if room < 58.0 { 2 } else { 1 };
    for (i, tick) in x.ticks.iter().enumerate() {
        let at = x.px(*tick);
        canvas.line((at, plot.y0), (at, plot.y1), Pen::new(GRID, 1.0));
        if i % every == 0 {
            frame::axis_name(
                canvas,
                &duration_tick(*tick * 1e-6),
                at,
                plot.y1 + 22.0,
                Anchor::Middle,
            );
        }
    }
    for (i, ((name, low, high), value)) in rows.iter().zip(&values).enumerate() {
        let middle = plot.y0 + row * (i as f64 + 0.5);
        let set = Type::new(size).color(INK);
        let y = middle + set.drop();
        let name = ellipsis(name, size, false, names);
        canvas.text(&name, plot.x0 - 12.0, y, set.anchor(Anchor::End));
        let (from, until) = (x.px(*low), x.px(*high));
        canvas.line((plot.x0, middle), (from, middle), Pen::new(BLUE, 1.4).opacity(0.35));
        if until - from > 10.0 {
            let rect = Rect { x0: from, y0: middle - 6.0, x1: until, y1: middle + 6.0 };
            canvas.rect(rect, BLUE, 1.0);
        } else {
            canvas.dot(((from + until) / 2.0, middle), 5.5, BLUE);
        }
        canvas.text(value, until + 11.0, y, set.halo());
    }
    canvas.line((plot.x0, plot.y0), (plot.x0, plot.y1), Pen::new(AXIS, 1.2));
    let pairs: Vec<String> =
        rows.iter().zip(&values).map(|(row, value)| format!("{} {value}", row.0)).collect();
    frame.finish("latency_table", say::table_alt(&pairs))
}

fn ns(ns: f64) -> String {
    duration(ns * 1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_and_a_value() {
        let rows = [
            ("L1".to_owned(), 0.5, 0.5),
            ("disk seek".to_owned(), 2e6, 1e7),
            ("nothing".to_owned(), 0.0, f64::NAN),
        ];
        let chart = log_bars("Latency", &rows);
        assert!(chart.svg.contains(">0.5 ns</text>") && chart.svg.contains(">2 ms – 10 ms</text>"));
        assert!(!chart.svg.contains("nothing"));
        assert_eq!(log_bars("Latency", &[]).title, "Latency");
    }
}
