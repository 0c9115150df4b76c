//! Puts the picture on a sheet.

use super::card::{Card, LID, OUTLINE, STACK, Shape, TAG, shade, tag_type};
use super::course::Course;
use super::{Arrow, LEADING, Picture};
use crate::chart::frame::Frame;
use crate::chart::style::{
    AXIS, Color, GREY, MARGIN, MUTED, PAPER, VERMILLION, VERMILLION_INK, WIDTH,
};
use crate::chart::svg::{Anchor, Canvas, Pen, Rect, Type};
use crate::figure::{NEAR_LIMIT, about_percent};
use crate::message::picture::Text;
use crate::message::{Lang, Say};

/// Below the picture: what the colours and the arrows say.
const LEGEND: f64 = 64.0;
/// Letters grow with the sheet up to this, so that they can be read when it is shown small.
const ZOOM_MAX: f64 = 1.7;
/// Points of a quarter of a circle.
const QUARTER: u32 = 8;
/// Radius of a box's corners.
const CORNER: f64 = 7.0;
/// What is drawn behind the others.
const BEHIND: Color = Color(0xee, 0xf0, 0xf3);
/// Width of the line around a box, and around what limits.
const LINE: f64 = 1.3;
const HEAVY: f64 = 3.6;

/// The finished sheet.
pub(super) fn paint(picture: &Picture, title: &str, subtitle: &str, lang: Lang) -> Frame {
    let (width, height) = picture.plan.size;
    let wide = (width + 2.0 * MARGIN).max(WIDTH);
    let zoom = (wide / WIDTH).clamp(1.0, ZOOM_MAX);
    let head = Frame::wide(title, subtitle, (wide, 0.0), zoom).top;
    let gap = 22.0;
    let tall = head + gap + height + LEGEND * zoom;
    let mut frame = Frame::wide(title, subtitle, (wide, tall), zoom);
    let shift = ((wide - width) / 2.0, head + gap);
    let canvas = &mut frame.canvas;
    for (name, place) in picture.frames.iter().zip(&picture.plan.frames) {
        site(canvas, name, &moved(place, shift));
    }
    for (arrow, course) in picture.arrows.iter().zip(&picture.courses) {
        line(canvas, arrow, course, shift);
    }
    for (card, place) in picture.cards.iter().zip(&picture.inside) {
        card_at(canvas, card, &moved(place, shift));
    }
    for (arrow, placed) in picture.arrows.iter().zip(&picture.plan.arrows) {
        label(canvas, arrow, &moved(&placed.label, shift));
    }
    let colored = picture.cards.iter().any(|card| card.color.is_some());
    legend(canvas, colored, (wide, tall - LEGEND * zoom / 2.0), zoom, lang);
    frame
}

/// A place on the sheet.
pub fn moved(rect: &Rect, (x, y): (f64, f64)) -> Rect {
    Rect { x0: rect.x0 + x, y0: rect.y0 + y, x1: rect.x1 + x, y1: rect.y1 + y }
}

/// A frame around the components of a site.
pub fn site(canvas: &mut Canvas, name: &str, place: &Rect) {
    canvas.path(closed(rounded(place, CORNER)), Pen::new(AXIS, 1.4).dashed(6.0, 4.0));
    let set = Type::new(14.0).bold().color(MUTED).halo();
    canvas.text(name, place.x0 + 12.0, place.y0 + 5.0, set);
}

/// An arrow's line and its head.
pub fn line(canvas: &mut Canvas, arrow: &Arrow, course: &Course, shift: (f64, f64)) {
    let color = if arrow.cut { VERMILLION } else { GREY };
    let pen = Pen::new(color, arrow.width);
    let dashed = arrow.later || arrow.cut;
    let pen = if dashed { pen.dashed(6.0 + arrow.width, 4.0 + arrow.width) } else { pen };
    let moved = |&(x, y): &(f64, f64)| (x + shift.0, y + shift.1);
    let points: Vec<(f64, f64)> = course.points.iter().map(moved).collect();
    let Some(&foot) = points.last() else { return };
    let tip = moved(&course.tip);
    let (along_x, along_y) = (tip.0 - foot.0, tip.1 - foot.1);
    // The line goes a little into its head, so that no gap is left between them.
    let mut points = points;
    points.push((foot.0 + 0.3 * along_x, foot.1 + 0.3 * along_y));
    canvas.path(points, pen);
    // A head is level or upright.
    let half = (3.6 + 0.9 * arrow.width) / along_x.abs().max(along_y.abs()).max(1e-9);
    let (x, y) = (half * along_y, half * along_x);
    canvas.area(vec![tip, (foot.0 - x, foot.1 - y), (foot.0 + x, foot.1 + y)], color, 1.0);
}

fn label(canvas: &mut Canvas, arrow: &Arrow, place: &Rect) {
    let middle = (place.x0 + place.x1) / 2.0;
    let mut y = place.y0;
    for (text, set) in &arrow.label {
        let tall = set.size() * LEADING;
        canvas.text(text, middle, y + tall / 2.0 + set.drop(), set.anchor(Anchor::Middle).halo());
        y += tall;
    }
}

/// A box.
pub fn card_at(canvas: &mut Canvas, card: &Card, place: &Rect) {
    let (color, heavy) = match &card.tag {
        Some(_) => (VERMILLION, HEAVY),
        None => (OUTLINE, LINE),
    };
    let pen = Pen::new(color, heavy);
    if card.stacked {
        let behind = moved(place, (STACK, -STACK));
        canvas.area(outline(card.shape, &behind), BEHIND, 1.0);
        canvas.path(closed(outline(card.shape, &behind)), Pen::new(OUTLINE, LINE));
    }
    let all = outline(card.shape, place);
    canvas.area(all.clone(), PAPER, 1.0);
    if let Some(color) = card.color {
        let head = Rect { y1: place.y0 + card.head_height(), ..*place };
        let whole = card.body.is_empty();
        canvas.area(if whole { all.clone() } else { cap(card.shape, &head) }, color, 1.0);
    }
    canvas.path(closed(all), pen);
    if card.shape == Shape::Drum {
        let lid = Rect { y1: place.y0 + 2.0 * LID, ..*place };
        canvas.path(ellipse(&lid, 0, 2), Pen::new(color, heavy.min(2.0)));
    }
    let middle = (place.x0 + place.x1) / 2.0;
    for (text, y, set) in card.baselines(place) {
        canvas.text(text, middle, y, set.anchor(Anchor::Middle));
    }
    if let Some(tag) = &card.tag {
        let set = tag_type();
        let behind = if card.stacked { STACK } else { 0.0 };
        let y1 = place.y0 - behind - 1.0;
        let x1 = place.x0 + set.width(tag) + 14.0;
        let ground = Rect { x0: place.x0 - HEAVY / 2.0, y0: y1 - TAG + 3.0, x1, y1 };
        canvas.area(rounded(&ground, 3.0), VERMILLION_INK, 1.0);
        let y = (ground.y0 + ground.y1) / 2.0 + set.drop();
        canvas.text(tag, place.x0 + 6.0, y, set);
    }
    if card.struck {
        cross(canvas, place);
    }
}

/// A cross in a disc, at the corner of a box: something happens here.
pub fn cross(canvas: &mut Canvas, place: &Rect) {
    let (x, y) = (place.x1 - 3.0, place.y0 + 3.0);
    canvas.dot((x, y), 9.0, VERMILLION_INK);
    let pen = Pen::new(PAPER, 2.4);
    canvas.line((x - 3.6, y - 3.6), (x + 3.6, y + 3.6), pen);
    canvas.line((x - 3.6, y + 3.6), (x + 3.6, y - 3.6), pen);
}

/// What the arrows say, and what the colours do where there are any.
fn legend(canvas: &mut Canvas, colored: bool, (wide, y): (f64, f64), zoom: f64, lang: Lang) {
    let set = Type::new(13.0 * zoom).color(MUTED);
    let base = y + set.drop();
    let calls = Text::LegendCalls.say(lang);
    canvas.text(&calls, wide - MARGIN, base, set.anchor(Anchor::End));
    if !colored {
        return;
    }
    let text = Text::LegendBusy.say(lang);
    canvas.text(&text, MARGIN, base, set);
    let x0 = MARGIN + set.width(&text) + 12.0 * zoom;
    let (length, half, steps) = (150.0 * zoom, 6.0 * zoom, 30);
    let at = |share: f64| x0 + share * length;
    for step in 0..steps {
        // Each lies on the one before, so that no seam is seen between two.
        let share = f64::from(step) / f64::from(steps);
        let rect = Rect { x0: at(share), y0: y - half, x1: at(1.0), y1: y + half };
        canvas.rect(rect, shade(share + 0.5 / f64::from(steps)), 1.0);
    }
    let ticks = Type::new(11.5 * zoom).color(MUTED).anchor(Anchor::Middle);
    for share in [0.0, NEAR_LIMIT, 1.0] {
        canvas.line((at(share), y + half), (at(share), y + half + 3.0), Pen::new(AXIS, 1.0));
        canvas.text(&about_percent(share).say(lang), at(share), y + half + 14.0 * zoom, ticks);
    }
}

/// The outline of a box.
fn outline(shape: Shape, place: &Rect) -> Vec<(f64, f64)> {
    match shape {
        Shape::Card => rounded(place, CORNER),
        Shape::Pill => rounded(place, (place.y1 - place.y0) / 2.0),
        Shape::Drum => {
            let lid = Rect { y1: place.y0 + 2.0 * LID, ..*place };
            let foot = Rect { y0: place.y1 - 2.0 * LID, ..*place };
            let mut all = ellipse(&lid, 2, 4);
            all.extend(ellipse(&foot, 0, 2));
            all
        }
    }
}

/// The upper part of a box: round above, straight below, but for a drum.
fn cap(shape: Shape, place: &Rect) -> Vec<(f64, f64)> {
    match shape {
        Shape::Card | Shape::Pill => {
            let round = rounded(place, CORNER);
            let upper = round.into_iter().filter(|point| point.1 < place.y1 - CORNER);
            let mut all: Vec<(f64, f64)> = upper.collect();
            all.extend([(place.x1, place.y1), (place.x0, place.y1)]);
            all
        }
        Shape::Drum => {
            let lid = Rect { y1: place.y0 + 2.0 * LID, ..*place };
            let foot = Rect { y0: place.y1 - LID, y1: place.y1 + LID, ..*place };
            let mut all = ellipse(&lid, 2, 4);
            all.extend(ellipse(&foot, 0, 2));
            all
        }
    }
}

/// Quarters of the ellipse in a box, clockwise from its right end: 0 to 2 is the lower half, 2 to 4 the upper one.
fn ellipse(place: &Rect, from: u32, to: u32) -> Vec<(f64, f64)> {
    let center = ((place.x0 + place.x1) / 2.0, (place.y0 + place.y1) / 2.0);
    let radius = ((place.x1 - place.x0) / 2.0, (place.y1 - place.y0) / 2.0);
    arc(center, radius, from, to)
}

fn arc((x, y): (f64, f64), (wide, tall): (f64, f64), from: u32, to: u32) -> Vec<(f64, f64)> {
    let quarter = std::f64::consts::FRAC_PI_2 / f64::from(QUARTER);
    (from * QUARTER..=to * QUARTER)
        .map(|step| {
            let angle = f64::from(step) * quarter;
            (x + wide * libm::cos(angle), y + tall * libm::sin(angle))
        })
        .collect()
}

/// A box with round corners, clockwise from the left upper one.
fn rounded(place: &Rect, radius: f64) -> Vec<(f64, f64)> {
    let r = radius.min((place.y1 - place.y0) / 2.0).min((place.x1 - place.x0) / 2.0);
    let corners = [
        (place.x0 + r, place.y0 + r, 2),
        (place.x1 - r, place.y0 + r, 3),
        (place.x1 - r, place.y1 - r, 0),
        (place.x0 + r, place.y1 - r, 1),
    ];
    corners.into_iter().flat_map(|(x, y, from)| arc((x, y), (r, r), from, from + 1)).collect()
}

fn closed(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.extend(points.first().copied());
    points
}
