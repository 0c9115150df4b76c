//! The design as a graph, for the drawings; and the few questions about paths that the bill asks.

use crate::blueprint::{Blueprint, ComponentId, Path, PickPath, RequestType, Step};
use crate::component::Spec;
use crate::document::{DrawnEdge, DrawnNode, Topology};
use crate::message::topology as message;

/// Every component that a path visits, and every call between them, once.
pub fn topology(blueprint: &Blueprint) -> Topology {
    let mut graph = Topology::default();
    graph.nodes.push(DrawnNode { name: message::client(), ..DrawnNode::default() });
    let mut ids = vec![None; blueprint.components.len()];
    for request_type in &blueprint.request_types {
        let mut drawing = Drawing { blueprint, graph: &mut graph, ids: &mut ids };
        drawing.path(&request_type.path, 0, "", false);
    }
    graph
}

struct Drawing<'a> {
    blueprint: &'a Blueprint,
    graph: &'a mut Topology,
    ids: &'a mut Vec<Option<usize>>,
}

impl Drawing<'_> {
    fn path(&mut self, path: &Path, caller: usize, label: &str, later: bool) {
        let mut label = label.to_owned();
        for (at, step) in path.iter().enumerate() {
            match step {
                Step::Call { component, spec, .. } => {
                    let node = self.node(*component, caller);
                    self.edge(caller, node, &label, later);
                    let next = spec.cache().map_or_else(String::new, |_| message::miss());
                    self.path(&path[at + 1..].to_vec(), node, &next, false);
                    return;
                }
                Step::Parallel { paths, need } => {
                    let said = if (*need as usize) < paths.len() {
                        message::need(*need, paths.len())
                    } else {
                        message::parallel()
                    };
                    for path in paths {
                        self.path(path, caller, &said, false);
                    }
                }
                Step::Sequence(paths) => {
                    for path in paths {
                        self.path(path, caller, &label, false);
                    }
                }
                Step::Repeat { times, path, .. } => {
                    let said = message::times(times.mean_ns());
                    self.path(path, caller, &said, false);
                }
                Step::Chance { share, path } => {
                    self.path(path, caller, &message::share(*share), false);
                }
                Step::OneOf { policy, paths } => {
                    let total: f64 = paths.iter().map(|path| path.1).sum();
                    for (name, weight, path) in paths {
                        let said = match policy {
                            PickPath::Weighted => message::share(weight / total),
                            PickPath::Failover | PickPath::Nearest => name.clone(),
                        };
                        self.path(path, caller, &said, false);
                    }
                }
                Step::Later(path) => self.path(path, caller, &message::later(), true),
            }
            label = String::new();
        }
    }

    fn node(&mut self, component: ComponentId, caller: usize) -> usize {
        if let Some(node) = self.ids[component] {
            return node;
        }
        let spec = &self.blueprint.components[component];
        let depth = self.graph.nodes[caller].depth + 1;
        self.graph.nodes.push(DrawnNode {
            name: spec.name.clone(),
            kind: spec.spec.kind().to_owned(),
            detail: detail(&spec.spec),
            depth,
        });
        let node = self.graph.nodes.len() - 1;
        self.ids[component] = Some(node);
        node
    }

    fn edge(&mut self, from: usize, to: usize, label: &str, later: bool) {
        let known = self.graph.edges.iter_mut().find(|edge| edge.from == from && edge.to == to);
        match known {
            // Two request types that take one road for different reasons: it has no one label.
            Some(edge) if edge.label != label => edge.label = String::new(),
            Some(_) => {}
            None => {
                self.graph.edges.push(DrawnEdge { from, to, label: label.to_owned(), later });
            }
        }
    }
}

/// `40 × m7g.large`, `4 shards, 2 replicas`.
fn detail(spec: &Spec) -> String {
    let machine = spec.hardware().and_then(|hardware| hardware.machine.clone());
    if let Some(database) = spec.database() {
        message::shards(database.shards, database.replicas)
    } else if spec.has_instances() {
        message::machines(spec.instances(), machine.as_deref())
    } else {
        String::new()
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
