//! The design as its boxes stand in every still, and as they look in one.

use super::still::{State, Still};
use crate::chart::design::card::{Card, Shape, several};
use crate::chart::design::course::{self, Course, Ends};
use crate::chart::design::layout::{self, Plan, Wanted};
use crate::chart::design::paint::{card_at, cross, line, moved, site};
use crate::chart::design::{Arrow, thickness};
use crate::chart::style::{GRID, INK, MUTED, VERMILLION, VERMILLION_INK};
use crate::chart::svg::{Canvas, Rect, Type};
use crate::document::{DrawnEdge, DrawnNode, Report};
use crate::message::picture::Text as Drawn;
use crate::message::topology::Text as Named;
use crate::message::{Lang, Say};

/// Sizes of the letters: a name, how busy it is, everything else.
const NAME: f64 = 17.0;
const BUSY: f64 = 16.0;
const SMALL: f64 = 13.0;
/// A queue: how tall its bar is, and how far from the box's lower edge.
const BAR: f64 = 6.0;
const BAR_ABOVE: f64 = 4.0;

/// What never changes.
pub struct Scene {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    frames: Vec<String>,
    plan: Plan,
    inside: Vec<Rect>,
    courses: Vec<Course>,
}

struct Node {
    name: String,
    kind: String,
    shape: Shape,
    stacked: bool,
    /// Whether any still has something to say in this line.
    says: Says,
}

/// Which lines a box has.
#[derive(Clone, Copy)]
struct Says {
    busy: bool,
    remark: bool,
    waiting: bool,
}

struct Edge {
    width: f64,
    later: bool,
}

impl Scene {
    /// Boxes as wide as any still needs.
    pub fn of(report: &Report, stills: &[Still], lang: Lang) -> Self {
        let topology = &report.topology;
        let nodes: Vec<Node> = topology
            .nodes
            .iter()
            .enumerate()
            .map(|(at, node)| Node::of(node, at, stills, lang))
            .collect();
        let count = nodes.len();
        let drawn: Vec<&DrawnEdge> =
            topology.edges.iter().filter(|edge| edge.from < count && edge.to < count).collect();
        let most = drawn.iter().map(|edge| edge.calls_per_s.value).fold(0.0, f64::max);
        let edges: Vec<Edge> = drawn
            .iter()
            .map(|edge| Edge { width: thickness(edge.calls_per_s.value, most), later: edge.later })
            .collect();
        let mut frames: Vec<String> =
            topology.nodes.iter().filter_map(|n| n.site.clone()).collect();
        frames.sort();
        frames.dedup();
        let frame_of = |node: &DrawnNode| {
            let site = node.site.as_ref()?;
            frames.iter().position(|frame| frame == site)
        };
        let cards: Vec<Card> =
            nodes.iter().enumerate().map(|(at, node)| node.widest(at, stills)).collect();
        let arrow = |edge: &Edge| edge.arrow(false);
        let wanted = Wanted {
            boxes: cards
                .iter()
                .zip(&topology.nodes)
                .map(|(card, node)| (card.size().0, card.size().1, frame_of(node)))
                .collect(),
            arrows: drawn
                .iter()
                .zip(&edges)
                .map(|(it, edge)| {
                    let (width, height) = arrow(edge).size();
                    (it.from, it.to, width, height)
                })
                .collect(),
            frames: frames.len(),
        };
        let plan = layout::plan(&wanted);
        let inside: Vec<Rect> =
            cards.iter().zip(&plan.boxes).map(|(card, place)| card.inside(place)).collect();
        let ends: Vec<Ends> = drawn
            .iter()
            .zip(&edges)
            .map(|(it, edge)| Ends { from: it.from, to: it.to, head: arrow(edge).head() })
            .collect();
        let courses = course::courses(&plan, &inside, &ends);
        Self { nodes, edges, frames, plan, inside, courses }
    }

    /// Width and height.
    pub const fn size(&self) -> (f64, f64) {
        self.plan.size
    }

    /// The design in a still.
    pub fn paint(&self, canvas: &mut Canvas, still: &Still, shift: (f64, f64)) {
        for (name, place) in self.frames.iter().zip(&self.plan.frames) {
            site(canvas, name, &moved(place, shift));
        }
        for (at, (edge, course)) in self.edges.iter().zip(&self.courses).enumerate() {
            let is_cut = still.cut.get(at).copied().unwrap_or(false);
            line(canvas, &edge.arrow(is_cut), course, shift);
        }
        for ((node, state), place) in self.nodes.iter().zip(&still.states).zip(&self.inside) {
            let place = moved(place, shift);
            card_at(canvas, &node.card(state), &place);
            if node.says.waiting {
                queue(canvas, node.shape, state.queue, &place);
            }
        }
    }

    /// What the timeline strikes in a still. It comes last on a sheet, since some have it and others do not.
    pub fn paint_struck(&self, canvas: &mut Canvas, still: &Still, shift: (f64, f64)) {
        let struck = self.inside.iter().zip(&still.states).filter(|(_, state)| state.struck);
        for (place, _) in struck {
            cross(canvas, &moved(place, shift));
        }
    }
}

/// The bar of a queue, along the lower edge of its box.
fn queue(canvas: &mut Canvas, shape: Shape, share: f64, place: &Rect) {
    let y1 = place.y1 - BAR_ABOVE - if shape == Shape::Drum { 8.0 } else { 0.0 };
    let (x0, x1) = (place.x0 + 12.0, place.x1 - 12.0);
    let all = Rect { x0, y0: y1 - BAR, x1, y1 };
    canvas.rect(all, GRID, 1.0);
    canvas.rect(Rect { x1: x0 + share * (x1 - x0), ..all }, VERMILLION, 1.0);
}

impl Edge {
    fn arrow(&self, cut: bool) -> Arrow {
        Arrow { width: self.width, label: Vec::new(), later: self.later, cut }
    }
}

impl Node {
    fn of(node: &DrawnNode, at: usize, stills: &[Still], lang: Lang) -> Self {
        let any = |says: fn(&State) -> &String| {
            stills.iter().filter_map(|it| it.states.get(at)).any(|state| !says(state).is_empty())
        };
        let is_client = node.name.is_none();
        Self {
            name: node.name.clone().unwrap_or_else(|| Named::Client.say(lang)),
            kind: if is_client { String::new() } else { Drawn::Kind(&node.kind).say(lang) },
            shape: match node.kind.as_str() {
                "" => Shape::Pill,
                "database" => Shape::Drum,
                _ => Shape::Card,
            },
            stacked: several(&node.detail),
            says: Says {
                busy: any(|state| &state.busy),
                remark: any(|state| &state.remark),
                waiting: any(|state| &state.waiting),
            },
        }
    }

    /// The box in a still. Each still has the same lines, some of them empty.
    fn card(&self, state: &State) -> Card {
        let mut head = vec![(self.name.clone(), Type::new(NAME).bold())];
        if self.says.busy {
            head.push((state.busy.clone(), Type::new(BUSY)));
        }
        let small = Type::new(SMALL);
        let alarm = small.bold().color(VERMILLION_INK);
        let mut body = Vec::new();
        if !self.kind.is_empty() {
            body.push((self.kind.clone(), small.color(MUTED)));
        }
        if self.says.remark {
            let set = if state.struck { alarm } else { small.color(INK) };
            body.push((state.remark.clone(), set));
        }
        if self.says.waiting {
            body.push((state.waiting.clone(), small.color(INK)));
            // Room for the bar of the queue.
            body.push((String::new(), Type::new(BAR)));
        }
        let color = if self.says.busy { Some(state.color.unwrap_or(GRID)) } else { None };
        Card {
            shape: self.shape,
            head,
            body,
            color,
            tag: None,
            stacked: self.stacked,
            // See `paint_struck`.
            struck: false,
            busy: None,
        }
    }

    /// The box with the widest words of all stills.
    fn widest(&self, at: usize, stills: &[Still]) -> Card {
        let widest = |says: fn(&State) -> &String, size: f64| {
            let all = stills.iter().filter_map(|it| it.states.get(at)).map(says);
            let by_width = |a: &&String, b: &&String| {
                let width = |text: &str| Type::new(size).bold().width(text);
                width(a).total_cmp(&width(b))
            };
            all.max_by(by_width).cloned().unwrap_or_default()
        };
        self.card(&State {
            busy: widest(|state| &state.busy, BUSY),
            waiting: widest(|state| &state.waiting, SMALL),
            remark: widest(|state| &state.remark, SMALL),
            struck: true,
            ..State::default()
        })
    }
}
