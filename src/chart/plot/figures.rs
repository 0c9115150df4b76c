//! A plot as figures: by place on its horizontal axis, what each curve is there; then what has a name of its own.

use super::super::figures::some;
use super::super::frame::{BETWEEN, Frame};
use super::super::scale::{Scale, drawable};
use super::super::svg::Rect;
use super::{Curve, Plot, Stroke};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;

/// Places told at most.
const MOST: usize = 60;
/// How far around a dot it is found, in pixels.
const AROUND: f64 = 11.0;

/// Puts the figures behind the picture.
pub(super) fn tell(
    frame: &mut Frame,
    plot: &Plot,
    area: &Rect,
    (x, y): (&Scale, &Scale),
    lang: Lang,
) {
    curves(frame, plot, area, x, lang);
    named(frame, plot, (x, y), lang);
}

/// What each curve is, by x.
fn curves(frame: &mut Frame, plot: &Plot, area: &Rect, x: &Scale, lang: Lang) {
    let points = plot.curves.iter().flat_map(|curve| &curve.points);
    let mut places: Vec<f64> = points
        .filter(|point| drawable(point.0) && drawable(point.1))
        .map(|point| point.0)
        .collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let mut strips = Vec::new();
    let mut rows = Vec::new();
    for at in some(&places, MOST) {
        let place = plot.x.unit.show(at, lang);
        let cells: Vec<String> = plot
            .curves
            .iter()
            .map(|curve| value(curve, at).map_or_else(String::new, |y| plot.y.unit.show(y, lang)))
            .collect();
        let said = plot.curves.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty());
        let said = said.map(|(curve, cell)| format!("{} {cell}", curve.label).trim().to_owned());
        let said: Vec<String> = std::iter::once(place.clone()).chain(said).collect();
        strips.push((x.px(at), said.join(BETWEEN)));
        rows.push(std::iter::once(place).chain(cells).collect());
    }
    frame.figures.strips(area, strips);
    let title = |curve: &Curve| match curve.label.as_str() {
        "" => plot.y.name.clone(),
        label => label.to_owned(),
    };
    let head = std::iter::once(plot.x.name.clone()).chain(plot.curves.iter().map(title)).collect();
    frame.figures.table(plot.y.name.clone(), head, rows);
}

/// A curve's value at a place; that of the step before for stairs, none between the points of others.
fn value(curve: &Curve, at: f64) -> Option<f64> {
    let until = curve.points.partition_point(|point| point.0 <= at);
    let &(x, y) = curve.points.get(until.checked_sub(1)?)?;
    (drawable(y) && (x == at || curve.stroke == Stroke::Steps)).then_some(y)
}

/// Dots and rules.
fn named(frame: &mut Frame, plot: &Plot, (x, y): (&Scale, &Scale), lang: Lang) {
    let mut rows = Vec::new();
    for dot in plot.dots.iter().filter(|dot| drawable(dot.x) && drawable(dot.y)) {
        let (at, level) = (x.px(dot.x), y.px(dot.y));
        let rect =
            Rect { x0: at - AROUND, y0: level - AROUND, x1: at + AROUND, y1: level + AROUND };
        let row =
            vec![dot.label.clone(), plot.x.unit.show(dot.x, lang), plot.y.unit.show(dot.y, lang)];
        frame.figures.spot(rect, row.join(BETWEEN));
        rows.push(row);
    }
    for rule in plot.rules.iter().filter(|rule| drawable(rule.at) && !rule.label.is_empty()) {
        let axis = if rule.horizontal { &plot.y } else { &plot.x };
        let mut row = vec![rule.label.clone(), String::new(), String::new()];
        row[if rule.horizontal { 2 } else { 1 }] = axis.unit.show(rule.at, lang);
        rows.push(row);
    }
    let head = vec![Text::ColumnName.say(lang), plot.x.name.clone(), plot.y.name.clone()];
    frame.figures.table(String::new(), head, rows);
}
