//! The tornado of an estimate: how far each result swings with each assumption, the longest bar on top.

use super::Chart;
use super::frame::Frame;
use super::style::{AXIS, BLUE, INK, MARGIN, MUTED, PALE_BLUE, WIDTH};
use super::svg::{Anchor, Canvas, Pen, Rect, Type};
use super::text::{ellipsis, width};
use crate::estimate::Bar;
use crate::message::chart as say;
use crate::message::number::base_unit;
use crate::report::EstimateLine;
use crate::report::estimate::{Document, results};

/// Bars of one result.
const MOST: usize = 6;
/// Height of a bar with the space below it, at most.
const ROW: f64 = 34.0;
/// Height of a result's own line.
const HEAD: f64 = 34.0;
/// Names take at most this much.
const NAMES_MAX: f64 = 250.0;
/// Room for the figures at both ends of the bars.
const FIGURES: f64 = 92.0;
/// Size of the text.
const SIZE: f64 = 15.0;
/// Significant digits.
const DIGITS: i32 = 3;

/// Draws it; `None` where nothing is uncertain.
#[must_use]
pub fn draw(document: &Document) -> Option<Chart> {
    let shown = results(document);
    let (first, bars) = shown.first()?;
    let most = bars.first()?;
    let (low, high) =
        (base_unit(most.low, &first.unit, DIGITS), base_unit(most.high, &first.unit, DIGITS));
    let title = say::tornado(&most.assumption, &first.name, &low, &high);
    let rows: usize = shown.iter().map(|(_, bars)| bars.len().min(MOST)).sum();
    let height = 150.0 + HEAD * shown.len() as f64 + ROW * rows as f64 + 14.0 * shown.len() as f64;
    let mut frame = Frame::new(&title, &say::tornado_subtitle(&document.scenario), height);
    let mut y = frame.top + 20.0;
    for (line, bars) in &shown {
        y = panel(&mut frame.canvas, line, &bars[..bars.len().min(MOST)], y) + 14.0;
    }
    let alt: Vec<String> = shown
        .iter()
        .flat_map(|(line, bars)| bars.iter().take(MOST).map(|bar| said(line, bar)))
        .collect();
    Some(frame.finish("tornado", say::tornado_alt(&alt)))
}

fn said(line: &EstimateLine, bar: &Bar) -> String {
    let end = |value| base_unit(value, &line.unit, DIGITS);
    say::tornado_bar(&line.name, &bar.assumption, &end(bar.low), &end(bar.high))
}

/// One result from `top` down; where it ends.
fn panel(canvas: &mut Canvas, line: &EstimateLine, bars: &[&Bar], top: f64) -> f64 {
    let end = |value| base_unit(value, &line.unit, DIGITS);
    let head = say::tornado_head(&line.name, &end(line.value), &end(line.low), &end(line.high));
    let room = WIDTH - 2.0 * MARGIN;
    canvas.text(
        &ellipsis(&head, SIZE + 1.0, true, room),
        MARGIN,
        top + 14.0,
        Type::new(SIZE + 1.0).bold(),
    );
    let names = bars.iter().map(|bar| width(&bar.assumption, SIZE, false)).fold(40.0, f64::max);
    let names = names.min(NAMES_MAX);
    let all = || bars.iter().flat_map(|bar| [bar.low, bar.high]).chain([line.value]);
    let (low, high) =
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let (x0, x1) = (MARGIN + names + 14.0 + FIGURES, WIDTH - MARGIN - FIGURES);
    let x = |value: f64| x0 + (value - low) / (high - low).max(f64::MIN_POSITIVE) * (x1 - x0);
    let from = top + HEAD - 6.0;
    let bottom = from + ROW * bars.len() as f64;
    for (at, bar) in bars.iter().enumerate() {
        let middle = from + ROW * (at as f64 + 0.5);
        let half = ROW * 0.36;
        let set = Type::new(SIZE);
        let y = middle + set.drop();
        let name = ellipsis(&bar.assumption, SIZE, false, names);
        canvas.text(&name, MARGIN + names, y, set.anchor(Anchor::End));
        for (value, color) in [(bar.low, PALE_BLUE), (bar.high, BLUE)] {
            let (a, b) = (x(value).min(x(line.value)), x(value).max(x(line.value)));
            if b > a {
                canvas.rect(
                    Rect { x0: a, y0: middle - half, x1: b, y1: middle + half },
                    color,
                    1.0,
                );
            }
        }
        let (left, right) =
            if bar.low <= bar.high { (bar.low, bar.high) } else { (bar.high, bar.low) };
        let set = set.color(MUTED);
        canvas.text(&end(left), x(left.min(line.value)) - 7.0, y, set.anchor(Anchor::End));
        canvas.text(&end(right), x(right.max(line.value)) + 7.0, y, set);
    }
    canvas.line((x(line.value), from), (x(line.value), bottom), Pen::new(INK, 1.4));
    canvas.line((x0, bottom), (x1, bottom), Pen::new(AXIS, 1.0));
    bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str) -> EstimateLine {
        let (value, low, high) = (36.5e12, 20e12, 70e12);
        let (name, unit) = (name.to_owned(), "B".to_owned());
        EstimateLine { name, value, low, high, unit, ..EstimateLine::default() }
    }

    fn bar(quantity: &str, assumption: &str, low: f64, high: f64) -> Bar {
        let (quantity, assumption) = (quantity.to_owned(), assumption.to_owned());
        Bar { quantity, assumption, low, high, rank_correlation: None }
    }

    #[test]
    fn the_longest_bar_is_the_message() {
        let document = Document {
            estimate: vec![line("storage")],
            tornado: vec![
                bar("storage", "keep", 18e12, 73e12),
                bar("storage", "record", 60e12, 30e12),
            ],
            finals: vec!["storage".to_owned()],
            ..Document::default()
        };
        let chart = draw(&document).expect("a chart");
        assert_eq!(chart.title, "keep matters most: storage is 18 TB to 73 TB with it");
        assert!(chart.svg.contains("record") && !chart.svg.contains("NaN"));
        assert_eq!(draw(&Document::default()), None);
    }
}
