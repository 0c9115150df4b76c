//! The design as a small drawing for the terminal: boxes from left to right, joined by arrows.
//!
//! ```text
//! client ─┬─redirect─▶ [cdn] ──miss─┬─▶ [lb] ──▶ [app ×40] ──▶ [cache] ──miss──▶ [db 4 shards +2]
//!         └─shorten─────────────────┘
//! ```
//!
//! The graph is drawn as a tree. A call that skips ahead on its own line becomes a lane below it that joins
//! the line again; every other second call into a component names it with an arrow towards its box (`db ↑`).
//! What does not fit into the width goes on in a line of its own, named the same way (`db ↓`).

mod canvas;
pub mod mermaid;
mod shown;
mod tree;

use crate::document::Topology;
use crate::message::Lang;
use canvas::{Canvas, columns, cut};
use shown::{Node, Shown};
use tree::{Call, Tree};

/// Narrower than this, boxes could not be told apart.
const LEAST_WIDTH: usize = 40;

/// Dashes on either side of a label, where there is room.
const LEAD: usize = 2;

/// The widest label on an arrow.
const WIDEST_LABEL: usize = 16;

/// Draws the design from left to right in at most `width` columns; lines ended by `\n`, nothing for nothing.
///
/// Cycles, nodes without a caller and edges to nowhere are all drawn as well as they can be.
#[must_use]
pub fn draw(topology: &Topology, width: usize, lang: Lang) -> String {
    draw_shown(&Shown::brief(topology, lang), width)
}

fn draw_shown(shown: &Shown, width: usize) -> String {
    let width = width.max(LEAST_WIDTH);
    let tree = Tree::of(shown);
    let boxes = |detailed: bool| -> Vec<String> {
        let most = widest_box(width);
        shown.nodes.iter().map(|node| cut(&boxed(node, detailed), most)).collect()
    };
    // The looks in order of preference; if none of them fits, the first goes on in further lines.
    let looks = [(true, LEAD), (true, 1), (false, LEAD), (false, 1)];
    let paint = |(detailed, lead)| Painter::paint(shown, &tree, boxes(detailed), width, lead);
    let fitting = looks.into_iter().map(paint).find(|painter| !painter.wrapped);
    fitting.unwrap_or_else(|| paint(looks[0])).canvas.to_text()
}

/// The widest box: two of them, an arrow between them and its label must fit into a line.
fn widest_box(width: usize) -> usize {
    if width >= 80 { width / 3 } else { width / 4 }
}

/// `[app ×40]`; the client, which has no kind, stands without brackets.
fn boxed(node: &Node, detailed: bool) -> String {
    let detail = if detailed { node.detail.as_str() } else { "" };
    let gap = if detail.is_empty() { "" } else { " " };
    if node.kind.is_empty() {
        format!("{}{gap}{detail}", node.name)
    } else {
        format!("[{}{gap}{detail}]", node.name)
    }
}

/// Where a box stands.
#[derive(Clone, Copy)]
struct Place {
    row: usize,
    column: usize,
    /// The column of its incoming arrow in which a lane may join.
    join: usize,
}

/// A name that stands for a box drawn elsewhere; its arrow is known once everything has its place.
struct Mention {
    row: usize,
    column: usize,
    /// Where the arrow goes.
    arrow: usize,
    target: usize,
}

/// The state of one drawing.
struct Painter<'a> {
    shown: &'a Shown,
    tree: &'a Tree,
    boxes: Vec<String>,
    width: usize,
    /// Dashes before and behind a label where only one arrow leaves a box.
    lead: usize,
    canvas: Canvas,
    places: Vec<Option<Place>>,
    mentions: Vec<Mention>,
    /// What starts a line of its own.
    waiting: std::collections::VecDeque<usize>,
    /// Subtrees of the line being drawn that did not fit; they come next.
    continued: Vec<usize>,
    /// Whether there was any.
    wrapped: bool,
}

impl<'a> Painter<'a> {
    /// Draws everything.
    fn paint(
        shown: &'a Shown,
        tree: &'a Tree,
        boxes: Vec<String>,
        width: usize,
        lead: usize,
    ) -> Self {
        let mut painter = Self {
            shown,
            tree,
            width,
            lead,
            canvas: Canvas::default(),
            places: vec![None; boxes.len()],
            boxes,
            mentions: Vec::new(),
            waiting: tree.roots.iter().copied().collect(),
            continued: Vec::new(),
            wrapped: false,
        };
        let mut row = 0;
        while let Some(root) = painter.waiting.pop_front() {
            if painter.places[root].is_none() {
                row = painter.place(root, Place { row, column: 0, join: 0 });
            }
            while let Some(next) = painter.continued.pop() {
                painter.waiting.push_front(next);
            }
        }
        painter.point_mentions();
        painter
    }

    /// Draws a box and everything behind it; returns the first row below that is free.
    fn place(&mut self, node: usize, at: Place) -> usize {
        self.places[node] = Some(at);
        self.canvas.put(at.row, at.column, &self.boxes[node]);
        let end = at.column + columns(&self.boxes[node]);
        let tree = self.tree;
        let calls = &tree.calls[node];
        let Some(first) = calls.first() else { return at.row + 1 };
        if calls.len() == 1 {
            let length = self.arrow_length(*first, self.lead);
            return self.arrow(*first, at.row, end + 1, length, self.lead);
        }
        let stem = end + 2;
        self.canvas.put(at.row, end + 1, "─");
        let length = calls.iter().map(|call| self.arrow_length(*call, 1)).max().unwrap_or(0);
        let mut rows = vec![at.row];
        let mut bottom = self.arrow(*first, at.row, stem + 1, length, 1);
        let mut rest = Vec::new();
        for call in &calls[1..] {
            match self.lane(*call, at.row, stem, bottom) {
                Some(row) => {
                    rows.push(row);
                    bottom = bottom.max(row + 1);
                }
                None => rest.push(*call),
            }
        }
        for call in rest {
            rows.push(bottom);
            bottom = self.arrow(call, bottom, stem + 1, length, 1);
        }
        rows.sort_unstable();
        self.canvas.stem(stem, &rows);
        bottom
    }

    /// The name on a call's arrow.
    fn label(&self, call: Call) -> String {
        cut(&self.tree.edges[call.edge].label, WIDEST_LABEL.min(self.width / 6))
    }

    /// Columns of a call's arrow: `lead` dashes, the label, and the head; room for a lane to join.
    fn arrow_length(&self, call: Call, lead: usize) -> usize {
        let label = columns(&self.label(call));
        let tail = if label == 0 { 1 } else { lead + 1 };
        let joint = if call.own && self.tree.joined[call.to] { 2 } else { 0 };
        lead + label + tail + joint
    }

    /// The columns that a box needs behind it so that its calls can at least be named.
    fn tail(&self, node: usize) -> usize {
        let calls = &self.tree.calls[node];
        let arrow = calls.iter().map(|call| self.arrow_length(*call, self.lead)).max();
        let name = calls.iter().map(|call| columns(&self.name(call.to))).max();
        // Two columns for the stem, one before and one behind the arrow, two for the pointer.
        arrow.zip(name).map_or(0, |(arrow, name)| 6 + arrow + name)
    }

    /// A node's name as it is mentioned away from its box.
    fn name(&self, node: usize) -> String {
        cut(&self.shown.nodes[node].name, widest_box(self.width))
    }

    /// Draws an arrow and what it points at; returns the first free row below.
    fn arrow(&mut self, call: Call, row: usize, from: usize, length: usize, lead: usize) -> usize {
        let dash = if self.tree.edges[call.edge].later { '┄' } else { '─' };
        self.canvas.fill(row, from, from + length - 1, dash);
        self.canvas.put(row, from + length - 1, "▶");
        let label = self.label(call);
        self.canvas.put(row, from + lead, &label);
        let column = from + length + 1;
        let joint = if self.tree.joined[call.to] { 3 } else { 0 };
        let fits = column + columns(&self.boxes[call.to]) + self.tail(call.to) <= self.width;
        if call.own && fits {
            return self.place(call.to, Place { row, column, join: from + length - joint });
        }
        if call.own {
            self.wrapped = true;
            self.continued.push(call.to);
        }
        let name = self.name(call.to);
        self.canvas.put(row, column, &name);
        let arrow = column + columns(&name) + 1;
        self.mentions.push(Mention { row, column, arrow, target: call.to });
        row + 1
    }

    /// Draws a call that skips ahead on its own line as a lane below it, if there is a free one.
    fn lane(&mut self, call: Call, row: usize, stem: usize, bottom: usize) -> Option<usize> {
        let target = self.places[call.to]?;
        let ahead = !call.own && target.row == row && target.join > stem;
        if !ahead || !self.tree.joined[call.to] {
            return None;
        }
        let dash = if self.tree.edges[call.edge].later { '┄' } else { '─' };
        let label = self.label(call);
        let lane = (row + 1..=bottom)
            .find(|lane| self.canvas.lane_is_free(row, *lane, stem, target.join))?;
        self.canvas.fill(lane, stem + 1, target.join, dash);
        if stem + 3 + columns(&label) < target.join {
            self.canvas.put(lane, stem + 2, &label);
        }
        self.canvas.rise(row, lane, target.join);
        Some(lane)
    }

    /// Writes the arrows behind the names that stand for boxes drawn elsewhere.
    fn point_mentions(&mut self) {
        for mention in &self.mentions {
            let Some(place) = self.places[mention.target] else { continue };
            let towards = match place.row.cmp(&mention.row) {
                std::cmp::Ordering::Less => "↑",
                std::cmp::Ordering::Greater => "↓",
                std::cmp::Ordering::Equal if place.column < mention.column => "↺",
                std::cmp::Ordering::Equal => "→",
            };
            self.canvas.put(mention.row, mention.arrow, towards);
        }
    }
}

#[cfg(test)]
mod tests;
