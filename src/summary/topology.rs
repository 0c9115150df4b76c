//! The design as a graph, for the drawings; and the few questions about paths that the bill asks.

use super::measure::per_second;
use crate::blueprint::{Blueprint, ComponentId, Path, PickPath, RequestType, Step, Verb};
use crate::component::Spec;
use crate::document::{DrawnEdge, DrawnNode, Struck, Topology};
use crate::message::topology::{Blow, Detail, Label, Limit};
use crate::world::Outcome;

/// Every component that a path visits, and every call between them, once; with what was counted of them.
pub fn topology(blueprint: &Blueprint, outcome: &Outcome) -> Topology {
    let mut graph = Topology::default();
    graph.nodes.push(DrawnNode::default());
    let mut ids = vec![None; blueprint.components.len()];
    for request_type in &blueprint.request_types {
        let mut drawing = Drawing { blueprint, graph: &mut graph, ids: &mut ids };
        drawing.path(&request_type.path, 0, None, false);
    }
    count(&mut graph, &ids, outcome);
    happen(&mut graph, &ids, blueprint, outcome);
    graph
}

/// Writes the calls that were counted onto the edges.
fn count(graph: &mut Topology, ids: &[Option<usize>], outcome: &Outcome) {
    let length_s = super::window_s(outcome);
    for (road, &(from, to)) in outcome.roads.iter().enumerate() {
        let ends = (from.map_or(Some(0), |from| ids[from]), ids[to]);
        let edge = graph.edges.iter_mut().find(|edge| (Some(edge.from), Some(edge.to)) == ends);
        if let Some(edge) = edge {
            edge.calls_per_s = per_second(&outcome.replications, length_s, &|m| m.roads[road]);
        }
    }
}

/// Writes what the timeline strikes onto nodes and edges.
fn happen(graph: &mut Topology, ids: &[Option<usize>], blueprint: &Blueprint, outcome: &Outcome) {
    let end_ns = outcome.plan.duration_ns;
    let seconds = |ns: u64| ns as f64 / 1e9;
    for happening in blueprint.timeline.iter().filter(|it| it.at_ns < end_ns) {
        let at_s = seconds(happening.at_ns);
        let end = happening.for_ns.map(|length| happening.at_ns + length);
        let until_s = end.map(|end| seconds(end.min(end_ns)));
        let (component, blow) = match &happening.verb {
            Verb::Kill(component, which) => (*component, Blow::Killed(which.count())),
            Verb::Slow(component, times, which) => {
                (*component, Blow::Slowed(*times, which.count()))
            }
            Verb::Hang(component, which) => (*component, Blow::Hung(which.count())),
            Verb::Flush(component) => (*component, Blow::Flushed),
            Verb::Cut(one, other) => {
                let is_in =
                    |side: &[ComponentId], node| side.iter().any(|&id| ids[id] == Some(node));
                for edge in &mut graph.edges {
                    let (from, to) = (edge.from, edge.to);
                    if is_in(one, from) && is_in(other, to) || is_in(other, from) && is_in(one, to)
                    {
                        edge.cut.push((at_s, until_s));
                    }
                }
                continue;
            }
            Verb::Traffic(_) | Verb::Arrive { .. } | Verb::Set(_) => continue,
        };
        if let Some(node) = ids[component] {
            graph.nodes[node].struck.push(Struck { blow, at_s, until_s });
        }
    }
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
                Step::Call { component, spec, call } => {
                    let node = self.node(*component, caller);
                    self.edge(caller, node, label.as_ref(), later, call.pool);
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
            site: self.site(spec.site),
            detail: detail(&spec.spec),
            machine: machine(&spec.spec),
            limits: limits(&spec.spec),
            struck: Vec::new(),
            depth,
        });
        let node = self.graph.nodes.len() - 1;
        self.ids[component] = Some(node);
        node
    }

    /// A site's name, if there are several.
    fn site(&self, at: usize) -> Option<String> {
        let sites = &self.blueprint.network.sites;
        if sites.len() > 1 { sites.get(at).cloned() } else { None }
    }

    fn edge(
        &mut self,
        from: usize,
        to: usize,
        label: Option<&Label>,
        later: bool,
        pool: Option<u32>,
    ) {
        let known = self.graph.edges.iter_mut().find(|edge| edge.from == from && edge.to == to);
        match known {
            // Two request types that take one road for different reasons: it has no one label.
            Some(edge) if edge.label.as_ref() != label => edge.label = None,
            Some(_) => {}
            None => {
                let label = label.cloned();
                self.graph.edges.push(DrawnEdge {
                    from,
                    to,
                    label,
                    later,
                    pool,
                    ..DrawnEdge::default()
                });
            }
        }
    }
}

/// What a component consists of.
fn detail(spec: &Spec) -> Detail {
    if let Some(database) = spec.database() {
        Detail::Nodes { shards: database.shards, replicas: database.replicas }
    } else if let Some(kv) = spec.kv() {
        let (nodes, copies) = (kv.instances, kv.copies);
        Detail::Copied { nodes, copies, write: kv.write, read: kv.read }
    } else if spec.has_instances() {
        let machine = spec.hardware().and_then(|hardware| hardware.machine.clone());
        if let Some(scale) = spec.autoscale() {
            return Detail::Scaled { least: scale.min, most: scale.max, machine };
        }
        Detail::Machines { count: spec.instances(), machine }
    } else {
        Detail::Nothing
    }
}

/// The machine of what has a detail of another sort.
fn machine(spec: &Spec) -> Option<String> {
    let database = spec.database().map(|database| &database.hardware);
    database.or_else(|| spec.kv().map(|kv| &kv.hardware))?.machine.clone()
}

/// What a component refuses calls beyond, or makes them wait for, as far as the page says it.
fn limits(spec: &Spec) -> Vec<Limit> {
    match spec {
        Spec::RateLimiter(spec) => {
            vec![Limit::Rate { per_s: spec.rate_per_s, per_key: spec.per_key }]
        }
        Spec::Server(spec) => spec.workers.map(Limit::Workers).into_iter().collect(),
        Spec::Database(spec) => spec.connections.map(Limit::Connections).into_iter().collect(),
        Spec::Queue(spec) => spec.capacity.map(Limit::Messages).into_iter().collect(),
        Spec::Cache(spec) | Spec::Cdn(spec) => {
            spec.hardware.memory_b.map(Limit::Memory).into_iter().collect()
        }
        Spec::Kv(_) | Spec::LoadBalancer(_) => Vec::new(),
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
