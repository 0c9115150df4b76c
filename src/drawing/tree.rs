//! Which call of the graph draws which box: a spanning tree along the longest synchronous chains.

use super::shown::{Edge, Shown};
use std::cmp::Reverse;

/// A call as seen from its caller.
#[derive(Clone, Copy)]
pub(super) struct Call {
    /// Index into `Tree::edges`.
    pub(super) edge: usize,
    /// The node called.
    pub(super) to: usize,
    /// Whether this call draws the box; otherwise it only points at it.
    pub(super) own: bool,
}

/// The graph, ready to be drawn.
pub(super) struct Tree {
    /// The calls, those between the same two nodes merged, those to nowhere left out.
    pub(super) edges: Vec<Edge>,
    /// Nodes that no call draws, in order.
    pub(super) roots: Vec<usize>,
    /// By caller: the call that continues the line first.
    pub(super) calls: Vec<Vec<Call>>,
    /// Nodes into whose arrow a call from further left on the same line may join.
    pub(super) joined: Vec<bool>,
}

impl Tree {
    /// Finds the tree.
    pub(super) fn of(shown: &Shown) -> Self {
        let size = shown.nodes.len();
        let edges = merged(&shown.edges, size);
        let mut out_edges = vec![Vec::new(); size];
        for (index, edge) in edges.iter().enumerate() {
            out_edges[edge.from].push(index);
        }
        let (order, backward) = ordered(&edges, &out_edges);
        let owner = owners(&edges, &out_edges, &order, &backward);
        let height = heights(&edges, &order, &owner);
        let calls: Vec<Vec<Call>> = out_edges
            .iter()
            .map(|list| {
                let call = |&edge: &usize| {
                    let to = edges[edge].to;
                    Call { edge, to, own: owner[to] == Some(edge) }
                };
                let mut calls: Vec<Call> = list.iter().map(call).collect();
                // The sort is stable, so calls that are alike keep the page's order.
                let best = calls
                    .iter()
                    .enumerate()
                    .filter(|(_, call)| call.own)
                    .max_by_key(|(index, call)| {
                        (!edges[call.edge].later, height[call.to], Reverse(*index))
                    })
                    .map(|(index, _)| index);
                if let Some(best) = best {
                    calls[..=best].rotate_right(1);
                }
                calls
            })
            .collect();
        let roots = (0..size).filter(|node| owner[*node].is_none()).collect();
        let joined = joints(&calls);
        Self { edges, roots, calls, joined }
    }
}

/// One edge for all calls from one node to another: their labels joined, dashed if all of them are.
fn merged(edges: &[Edge], size: usize) -> Vec<Edge> {
    let mut kept: Vec<Edge> = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.from < size && edge.to < size) {
        if let Some(&index) = seen.get(&(edge.from, edge.to)) {
            let first: &mut Edge = &mut kept[index];
            first.later &= edge.later;
            if first.label.is_empty() {
                first.label.clone_from(&edge.label);
            } else if !edge.label.is_empty() && first.label != edge.label {
                first.label = format!("{}, {}", first.label, edge.label);
            }
        } else {
            seen.insert((edge.from, edge.to), kept.len());
            kept.push(edge.clone());
        }
    }
    kept
}

/// The nodes in an order in which callers come before what they call, and which edges run against it
/// (cycles). A depth-first search with a stack of its own, since a page may chain thousands of steps.
fn ordered(edges: &[Edge], out_edges: &[Vec<usize>]) -> (Vec<usize>, Vec<bool>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        Not,
        Open,
        Done,
    }
    let size = out_edges.len();
    let mut called = vec![false; size];
    for edge in edges {
        called[edge.to] = true;
    }
    let mut starts: Vec<usize> = (0..size).collect();
    starts.sort_by_key(|node| called[*node]);
    let mut visit = vec![Visit::Not; size];
    let mut backward = vec![false; edges.len()];
    let mut finished = Vec::with_capacity(size);
    for start in starts {
        if visit[start] != Visit::Not {
            continue;
        }
        visit[start] = Visit::Open;
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some(&edge) = out_edges[node].get(next) else {
                visit[node] = Visit::Done;
                finished.push(node);
                continue;
            };
            stack.push((node, next + 1));
            let to = edges[edge].to;
            match visit[to] {
                Visit::Not => {
                    visit[to] = Visit::Open;
                    stack.push((to, 0));
                }
                Visit::Open => backward[edge] = true,
                Visit::Done => {}
            }
        }
    }
    finished.reverse();
    (finished, backward)
}

/// The edge that draws each node: the last call of the longest chain that reaches it without work left for
/// later, so that the line a user waits for is drawn straight.
fn owners(
    edges: &[Edge],
    out_edges: &[Vec<usize>],
    order: &[usize],
    backward: &[bool],
) -> Vec<Option<usize>> {
    let size = out_edges.len();
    let mut rank = vec![(true, 0_usize); size];
    let mut owner = vec![None; size];
    for &node in order {
        for &edge in out_edges[node].iter().filter(|edge| !backward[**edge]) {
            let to = edges[edge].to;
            let reached = (rank[node].0 && !edges[edge].later, rank[node].1 + 1);
            let earlier = reached == rank[to] && owner[to].is_some_and(|other| edge < other);
            if owner[to].is_none() || reached > rank[to] || earlier {
                rank[to] = reached;
                owner[to] = Some(edge);
            }
        }
    }
    owner
}

/// Boxes on the longest line behind each node, itself included.
fn heights(edges: &[Edge], order: &[usize], owner: &[Option<usize>]) -> Vec<usize> {
    let mut height = vec![1; owner.len()];
    for &node in order.iter().rev() {
        if let Some(edge) = owner[node] {
            let from = edges[edge].from;
            height[from] = height[from].max(height[node] + 1);
        }
    }
    height
}

/// Marks every node that a call skips to along its own line: first own calls only.
fn joints(calls: &[Vec<Call>]) -> Vec<bool> {
    let line_on = |node: usize| calls[node].first().filter(|call| call.own).map(|call| call.to);
    let mut joined = vec![false; calls.len()];
    for (caller, list) in calls.iter().enumerate() {
        for call in list.iter().filter(|call| !call.own) {
            // Own calls form a tree, so following them always ends.
            let mut next = line_on(caller);
            while let Some(node) = next {
                if node == call.to {
                    joined[node] = true;
                    break;
                }
                next = line_on(node);
            }
        }
    }
    joined
}
