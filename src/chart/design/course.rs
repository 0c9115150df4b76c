//! The lines of the arrows: level beside the boxes and labels of a layer, curves between the layers.

use super::layout::Plan;
use crate::chart::svg::Rect;

/// Between two arrows at a box.
const PORTS: f64 = 18.0;
/// Points of a curve.
const STEPS: u32 = 14;
/// Between the loop of a call to oneself and its label or the corner of its box.
const ASIDE: f64 = 8.0;

/// One arrow as it is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// Index of the box that it leaves.
    pub from: usize,
    /// Index of the box that it reaches.
    pub to: usize,
    /// How long its head is.
    pub head: f64,
}

/// A line through points, and the tip of its head.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// From the box to the foot of the head.
    pub points: Vec<(f64, f64)>,
    /// Where it touches the other box.
    pub tip: (f64, f64),
}

/// Left or right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// One end of an arrow at a box: which arrow, whether it comes, and where it goes on.
struct Port {
    arrow: usize,
    comes: bool,
    next_y: f64,
}

/// The line of every arrow between boxes that stand here.
#[must_use]
pub fn courses(plan: &Plan, cards: &[Rect], ends: &[Ends]) -> Vec<Course> {
    let columns = columns(plan);
    let inner: Vec<Vec<(f64, f64)>> =
        (0..ends.len()).map(|at| inner(&plan.arrows[at].points, &columns)).collect();
    let (starts, stops) = ports(cards, ends, &inner);
    let line = |at: usize| {
        let Ends { from, to, head, .. } = ends[at];
        if from == to {
            return around(&cards[from], &plan.arrows[at].label, head);
        }
        let (start, stop) = (starts[at], stops[at]);
        let back = if side_of(cards, &ends[at]).1 == Side::Left { -head } else { head };
        let mut corners = vec![start];
        corners.extend(&inner[at]);
        corners.push((stop.0 + back, stop.1));
        Course { points: curved(&corners), tip: stop }
    };
    (0..ends.len()).map(line).collect()
}

/// Centre and half the width of every layer of boxes or labels.
fn columns(plan: &Plan) -> Vec<(f64, f64)> {
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for rect in plan.boxes.iter().chain(plan.arrows.iter().map(|arrow| &arrow.label)) {
        let (center, half) = ((rect.x0 + rect.x1) / 2.0, (rect.x1 - rect.x0) / 2.0);
        match columns.iter_mut().find(|column| (column.0 - center).abs() < 1.0) {
            Some(column) => column.1 = column.1.max(half),
            None => columns.push((center, half)),
        }
    }
    columns
}

/// The points of an arrow between its boxes, level through each layer.
fn inner(points: &[(f64, f64)], columns: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let [first, between @ .., last] = points else { return Vec::new() };
    let direction = if last.0 >= first.0 { 1.0 } else { -1.0 };
    let mut inner = Vec::new();
    for &(x, y) in between {
        match columns.iter().find(|column| (column.0 - x).abs() < 1.0) {
            Some(&(center, half)) => {
                inner.extend([(center - direction * half, y), (center + direction * half, y)]);
            }
            None => inner.push((x, y)),
        }
    }
    inner
}

/// The sides at which an arrow leaves and arrives.
fn side_of(cards: &[Rect], ends: &Ends) -> (Side, Side) {
    let forwards = cards[ends.from].x1 <= cards[ends.to].x0;
    if forwards { (Side::Right, Side::Left) } else { (Side::Left, Side::Right) }
}

/// x and y of each.
type Points = Vec<(f64, f64)>;

/// Where each arrow leaves, and where it arrives: those at one side of a box stand below each other.
fn ports(cards: &[Rect], ends: &[Ends], inner: &[Vec<(f64, f64)>]) -> (Points, Points) {
    let middle = |card: &Rect| (card.y0 + card.y1) / 2.0;
    let mut starts = vec![(0.0, 0.0); ends.len()];
    let mut stops = starts.clone();
    for (at, card) in cards.iter().enumerate() {
        for side in [Side::Left, Side::Right] {
            let mut here: Vec<Port> = Vec::new();
            for (arrow, one) in ends.iter().enumerate().filter(|(_, one)| one.from != one.to) {
                let (leaves, comes) = side_of(cards, one);
                if one.from == at && leaves == side {
                    let next_y = inner[arrow].first().map_or(middle(&cards[one.to]), |p| p.1);
                    here.push(Port { arrow, comes: false, next_y });
                }
                if one.to == at && comes == side {
                    let next_y = inner[arrow].last().map_or(middle(&cards[one.from]), |p| p.1);
                    here.push(Port { arrow, comes: true, next_y });
                }
            }
            here.sort_by(|a, b| a.next_y.total_cmp(&b.next_y));
            let step = PORTS.min((card.y1 - card.y0 - 16.0) / here.len().max(1) as f64);
            let x = if side == Side::Left { card.x0 } else { card.x1 };
            for (place, port) in here.iter().enumerate() {
                let offset = place as f64 - (here.len() as f64 - 1.0) / 2.0;
                let point = (x, middle(card) + offset * step);
                (if port.comes { &mut stops } else { &mut starts })[port.arrow] = point;
            }
        }
    }
    (starts, stops)
}

/// A call to oneself: out at the lower edge, around its label, and back in.
fn around(card: &Rect, label: &Rect, head: f64) -> Course {
    let right = (label.x1 + ASIDE).min(card.x1 - ASIDE);
    let left = (label.x0 - ASIDE).max(card.x0 + ASIDE);
    let y = (label.y0 + label.y1) / 2.0;
    let points = vec![(right, card.y1), (right, y), (left, y), (left, card.y1 + head)];
    Course { points, tip: (left, card.y1) }
}

/// The line through the corners: between two of different height a curve that is level at both.
fn curved(corners: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut line: Vec<(f64, f64)> = corners.first().copied().into_iter().collect();
    for pair in corners.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        if (y1 - y0).abs() > 0.05 {
            line.extend((1..STEPS).map(|step| {
                let t = f64::from(step) / f64::from(STEPS);
                let s = 1.0 - t;
                let middle = (x0 + x1) / 2.0;
                let ends = s * s * s + 3.0 * s * s * t;
                let x = s * s * s * x0 + 3.0 * s * t * middle + t * t * t * x1;
                (x, ends * y0 + (1.0 - ends) * y1)
            }));
        }
        line.push((x1, y1));
    }
    line
}
