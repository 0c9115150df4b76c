//! The design as a graph, for the drawings; and the few questions about paths that the bill asks.

use crate::blueprint::{Blueprint, ComponentId, Path, PickPath, RequestType, Step};
use crate::component::Spec;
use crate::document::{DrawnEdge, DrawnNode, Topology};
use crate::message::topology::{Detail, Label};

/// Every component that a path visits, and every call between them, once.
pub fn topology(blueprint: &Blueprint) -> Topology {
    let mut graph = Topology::default();
    graph.nodes.push(DrawnNode::default());
    let mut ids = vec![None; blueprint.components.len()];
    for request_type in &blueprint.request_types {
        let mut drawing = Drawing { blueprint, graph: &mut graph, ids: &mut ids };
        drawing.path(&request_type.path, 0, None, false);
    }
    graph
}

struct Drawing<'a> {
    blueprint: &'a Blueprint,
    graph: &'a mut Topology,
    ids: &'a mut Vec<Option<usize>>,
}

impl Drawing<'_> {
    fn path(&mut self, path: &Path, caller: usize, label: Option<&Label>, later: bool) {
        let mut label = label.cloned();
        for (at, step) in path.iter().enumerate() {
            match step {
                Step::Call { component, spec, .. } => {
                    let node = self.node(*component, caller);
                    self.edge(caller, node, label.as_ref(), later);
                    let next = spec.cache().map(|_| &Label::Miss);
                    self.path(&path[at + 1..].to_vec(), node, next, false);
                    return;
                }
                Step::Parallel { paths, need } => {
                    let said = if (*need as usize) < paths.len() {
                        Label::Need { need: *need, of: paths.len() }
                    } else {
                        Label::Parallel
                    };
                    for path in paths {
                        self.path(path, caller, Some(&said), false);
                    }
                }
                Step::Sequence(paths) => {
                    for path in paths {
                        self.path(path, caller, label.as_ref(), false);
                    }
                }
                Step::Repeat { times, path, .. } => {
                    let said = Label::Times { mean: times.mean_ns() };
                    self.path(path, caller, Some(&said), false);
                }
                Step::Chance { share, path } => {
                    let said = Label::Share { share: *share };
                    self.path(path, caller, Some(&said), false);
                }
                Step::OneOf { policy, paths } => {
                    let total: f64 = paths.iter().map(|path| path.1).sum();
                    for (name, weight, path) in paths {
                        let said = match policy {
                            PickPath::Weighted => Label::Share { share: weight / total },
                            PickPath::Failover | PickPath::Nearest => {
                                Label::Way { name: name.clone() }
                            }
                        };
                        self.path(path, caller, Some(&said), false);
                    }
                }
                Step::Later(path) => self.path(path, caller, Some(&Label::Later), true),
            }
            label = None;
        }
    }

    fn node(&mut self, component: ComponentId, caller: usize) -> usize {
        if let Some(node) = self.ids[component] {
            return node;
        }
        let spec = &self.blueprint.components[component];
        let depth = self.graph.nodes[caller].depth + 1;
        self.graph.nodes.push(DrawnNode {
            name: Some(spec.name.clone()),
            kind: spec.spec.kind().to_owned(),
            detail: detail(&spec.spec),
            depth,
        });
        let node = self.graph.nodes.len() - 1;
        self.ids[component] = Some(node);
        node
    }

    fn edge(&mut self, from: usize, to: usize, label: Option<&Label>, later: bool) {
        let known = self.graph.edges.iter_mut().find(|edge| edge.from == from && edge.to == to);
        match known {
            // Two request types that take one road for different reasons: it has no one label.
            Some(edge) if edge.label.as_ref() != label => edge.label = None,
            Some(_) => {}
            None => {
                self.graph.edges.push(DrawnEdge { from, to, label: label.cloned(), later });
            }
        }
    }
}

/// What a component consists of.
fn detail(spec: &Spec) -> Detail {
    if let Some(database) = spec.database() {
        Detail::Nodes { shards: database.shards, replicas: database.replicas }
    } else if spec.has_instances() {
        let machine = spec.hardware().and_then(|hardware| hardware.machine.clone());
        Detail::Machines { count: spec.instances(), machine }
    } else {
        Detail::Nothing
    }
}

/// Whether a CDN stands first.
pub fn starts_at_cdn(path: &Path) -> bool {
    matches!(path.first(), Some(Step::Call { spec, .. }) if matches!(&**spec, Spec::Cdn(_)))
}

/// How often a request's bytes cross from one site to another: calls between components of different sites.
pub fn site_crossings(blueprint: &Blueprint, request_type: &RequestType) -> f64 {
    fn count(blueprint: &Blueprint, path: &Path, caller: Option<usize>, weight: f64) -> f64 {
        let mut crossings = 0.0;
        let mut caller = caller;
        for step in path {
            crossings += match step {
                Step::Call { component, .. } => {
                    let site = blueprint.components[*component].site;
                    let crosses = caller.is_some_and(|from| from != site);
                    caller = Some(site);
                    if crosses { weight } else { 0.0 }
                }
                Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                    paths.iter().map(|path| count(blueprint, path, caller, weight)).sum()
                }
                Step::Repeat { times, path, .. } => {
                    count(blueprint, path, caller, weight * times.mean_ns())
                }
                Step::Chance { share, path } => count(blueprint, path, caller, weight * share),
                Step::OneOf { paths, .. } => {
                    let total: f64 = paths.iter().map(|path| path.1).sum();
                    let each = paths.iter();
                    each.map(|path| count(blueprint, &path.2, caller, weight * path.1 / total))
                        .sum()
                }
                Step::Later(path) => count(blueprint, path, caller, weight),
            };
        }
        crossings
    }
    count(blueprint, &request_type.path, None, 1.0)
}
