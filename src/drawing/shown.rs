//! The design with everything that is written into a drawing in words.

use crate::document::{DrawnNode, Topology};
use crate::message::topology::{Label, Text};
use crate::message::{Lang, Say};

/// A box.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The component's name, or the client's.
    pub name: String,
    /// `server`, `cache`, …; empty for the client.
    pub kind: String,
    /// What it consists of; may be empty.
    pub detail: String,
}

/// An arrow.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    /// Index into `Shown::nodes`.
    pub from: usize,
    /// Index into `Shown::nodes`.
    pub to: usize,
    /// May be empty.
    pub label: String,
    /// Drawn dashed: work left for later.
    pub later: bool,
}

/// Boxes and arrows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Boxes.
    pub nodes: Vec<Node>,
    /// Arrows; some may lead to nowhere.
    pub edges: Vec<Edge>,
}

impl Shown {
    /// Everything that there is to say.
    pub fn full(topology: &Topology, lang: Lang) -> Self {
        Self::of(topology, lang, |node| node.detail.say(lang), |label| label.say(lang))
    }

    /// What there is room for between boxes and arrows; `later` says nothing that the dashes do not.
    pub fn brief(topology: &Topology, lang: Lang) -> Self {
        let label = |label: &Label| match label {
            Label::Later => String::new(),
            other => other.say(lang),
        };
        Self::of(topology, lang, |node| Text::Brief(&node.detail).say(lang), label)
    }

    fn of(
        topology: &Topology,
        lang: Lang,
        detail: impl Fn(&DrawnNode) -> String,
        label: impl Fn(&Label) -> String,
    ) -> Self {
        let node = |node: &DrawnNode| Node {
            name: node.name.clone().unwrap_or_else(|| Text::Client.say(lang)),
            kind: node.kind.clone(),
            detail: detail(node),
        };
        let edge = |edge: &crate::document::DrawnEdge| Edge {
            from: edge.from,
            to: edge.to,
            label: edge.label.as_ref().map(&label).unwrap_or_default(),
            later: edge.later,
        };
        Self {
            nodes: topology.nodes.iter().map(node).collect(),
            edges: topology.edges.iter().map(edge).collect(),
        }
    }
}
