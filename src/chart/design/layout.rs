//! Where boxes, labels and arrows go: a layered layout from left to right (Sugiyama's, as `dagre` has it).
//!
//! The crate says where the boxes and labels stand and through which points an arrow goes. Between two layers an arrow
//! is a curve; beside the boxes and labels of a layer it is level, so that it never runs over one.

use crate::chart::svg::Rect;
use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

/// Between two layers, labels not counted.
const LAYERS: f64 = 96.0;
/// Between two boxes of a layer.
const BOXES: f64 = 30.0;
/// Between two arrows of a layer, and between a frame and what is in it.
const ARROWS: f64 = 14.0;

/// What is to be laid out; sizes in logical pixels.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Width and height of each box, and its frame.
    pub boxes: Vec<(f64, f64, Option<usize>)>,
    /// Of each arrow: from, to, width and height of its label.
    pub arrows: Vec<(usize, usize, f64, f64)>,
    /// Frames around boxes.
    pub frames: usize,
}

/// Where it goes; the left upper corner is (0, 0).
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Of each box.
    pub boxes: Vec<Rect>,
    /// Of each arrow.
    pub arrows: Vec<Arrow>,
    /// Of each frame.
    pub frames: Vec<Rect>,
    /// Of everything.
    pub size: (f64, f64),
}

/// An arrow's course.
#[derive(Clone, Debug, Default)]
pub struct Arrow {
    /// From box to box.
    pub points: Vec<(f64, f64)>,
    /// Where its label stands.
    pub label: Rect,
}

/// Lays it out; the same input gives the same plan.
#[must_use]
pub fn plan(wanted: &Wanted) -> Plan {
    let mut graph = graph(wanted);
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: BOXES,
        edgesep: ARROWS,
        ranksep: LAYERS,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    let place = |name: String| {
        graph.node(&name).map_or_else(Rect::default, |node| {
            let (x, y) = (node.x.unwrap_or(0.0), node.y.unwrap_or(0.0));
            around((x, y), node.width, node.height)
        })
    };
    let boxes: Vec<Rect> = (0..wanted.boxes.len()).map(|at| place(node(at))).collect();
    let frames = (0..wanted.frames).map(|at| place(frame(at))).collect();
    let arrows = wanted
        .arrows
        .iter()
        .map(|&(from, to, width, height)| {
            let found = graph.edge(&node(from), &node(to), None);
            let points = found.map(|edge| edge.points.iter().map(|p| (p.x, p.y)).collect());
            let center =
                found.map_or((0.0, 0.0), |edge| (edge.x.unwrap_or(0.0), edge.y.unwrap_or(0.0)));
            Arrow { points: points.unwrap_or_default(), label: around(center, width, height) }
        })
        .collect();
    let mut plan = Plan { boxes, arrows, frames, size: (0.0, 0.0) };
    plan.settle();
    plan
}

fn node(at: usize) -> String {
    format!("n{at}")
}

fn frame(at: usize) -> String {
    format!("f{at}")
}

fn around((x, y): (f64, f64), width: f64, height: f64) -> Rect {
    let (w, h) = (width / 2.0, height / 2.0);
    Rect { x0: x - w, y0: y - h, x1: x + w, y1: y + h }
}

fn graph(wanted: &Wanted) -> Graph<NodeLabel, EdgeLabel> {
    let mut graph =
        Graph::with_options(GraphOptions { directed: true, multigraph: false, compound: true });
    for at in 0..wanted.frames {
        graph.set_node(frame(at), Some(NodeLabel::default()));
    }
    for (at, &(width, height, within)) in wanted.boxes.iter().enumerate() {
        graph.set_node(node(at), Some(NodeLabel { width, height, ..NodeLabel::default() }));
        if let Some(within) = within {
            graph.set_parent(&node(at), Some(&frame(within)));
        }
    }
    for &(from, to, width, height) in &wanted.arrows {
        let label = EdgeLabel { width, height, labelpos: LabelPos::Center, ..EdgeLabel::default() };
        graph.set_edge(node(from), node(to), Some(label), None);
    }
    graph
}

impl Plan {
    /// Moves everything so that it begins at (0, 0).
    fn settle(&mut self) {
        let mut all = Rect { x0: f64::MAX, y0: f64::MAX, x1: f64::MIN, y1: f64::MIN };
        let points = self.arrows.iter().flat_map(|arrow| &arrow.points);
        let dots = points.map(|&(x, y)| Rect { x0: x, y0: y, x1: x, y1: y });
        let labels = self.arrows.iter().map(|arrow| arrow.label);
        let areas = self.boxes.iter().chain(&self.frames).copied();
        for one in areas.chain(labels).chain(dots) {
            all.x0 = all.x0.min(one.x0);
            all.y0 = all.y0.min(one.y0);
            all.x1 = all.x1.max(one.x1);
            all.y1 = all.y1.max(one.y1);
        }
        if all.x0 > all.x1 {
            return;
        }
        let move_by = |rect: &mut Rect| {
            *rect = Rect {
                x0: rect.x0 - all.x0,
                y0: rect.y0 - all.y0,
                x1: rect.x1 - all.x0,
                y1: rect.y1 - all.y0,
            };
        };
        self.boxes.iter_mut().chain(&mut self.frames).for_each(move_by);
        for arrow in &mut self.arrows {
            move_by(&mut arrow.label);
            arrow.points.iter_mut().for_each(|(x, y)| {
                *x -= all.x0;
                *y -= all.y0;
            });
        }
        self.size = (all.x1 - all.x0, all.y1 - all.y0);
    }
}
