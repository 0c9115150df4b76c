//! One walk along every path: mean calls, reads by key, work and time held, with caches as they are.

use super::flow::RequestTypeFlow;
use super::levels::Caches;
use super::load;
use super::tally::{ComponentTally, Source, Tally};
use crate::blueprint::{Blueprint, ComponentId, PickPath, Step};
use crate::component::cache::{Mode, OnWrite};
use crate::component::database::{self, Replication};
use crate::component::{Spec, queue, server};

/// Walks every request type at its rate.
pub(super) fn tally(blueprint: &Blueprint, rates_per_s: &[f64], caches: &Caches) -> Tally {
    let empty = ComponentTally {
        reads_by_bin: vec![Vec::new(); blueprint.data.len()],
        invalidations_of: vec![0.0; blueprint.data.len()],
        updates_of: vec![0.0; blueprint.data.len()],
        source_of: vec![Source::Nowhere; blueprint.data.len()],
        ..ComponentTally::default()
    };
    let mut components = vec![empty; blueprint.components.len()];
    let mut request_types = Vec::with_capacity(blueprint.request_types.len());
    for (index, request_type) in blueprint.request_types.iter().enumerate() {
        let data = request_type.reads.filter(|_| request_type.writes.is_none());
        let mut walker = Walker {
            blueprint,
            caches,
            rate: rates_per_s.get(index).copied().unwrap_or(0.0),
            size_b: request_type.size_b.unwrap_or(0.0),
            read: data,
            written: request_type.writes,
            calls: vec![0.0; blueprint.components.len()],
            components: &mut components,
        };
        let kept = data.map(|data| vec![1.0; caches.bins[data].len()]);
        let reach = Reach { calls: 1.0, at_once: 1.0, bursts: 1.0, kept, source: Source::Mixed };
        let latency_s = walker.path(&request_type.path, Caller::Client(request_type.site), &reach);
        let calls = walker.calls;
        let requests_per_s = rates_per_s.get(index).copied().unwrap_or(0.0);
        request_types.push(RequestTypeFlow { requests_per_s, latency_s, calls });
    }
    Tally { components, request_types }
}

/// Who makes a call.
#[derive(Clone, Copy)]
enum Caller {
    /// The client, at this site.
    Client(usize),
    Component(ComponentId),
}

/// How much of a request type comes to a place.
#[derive(Clone)]
struct Reach {
    /// Mean calls per request, without what caches keep away.
    calls: f64,
    /// Of these, the ones that come before the first of their repetition has been answered: all ask for the same
    /// key, so that the others find what these have brought.
    at_once: f64,
    /// The repetitions themselves, which come to a key's entry as one.
    bursts: f64,
    /// Of a read's calls, the share that caches let through, by bin of popularity.
    kept: Option<Vec<f64>>,
    /// The last cache that it passed.
    source: Source,
}

/// A call's own work, seconds.
#[derive(Clone, Copy, Default)]
struct Own {
    cpu_s: f64,
    disk_s: f64,
    io_s: f64,
}

impl Own {
    fn total_s(self) -> f64 {
        self.cpu_s + self.disk_s + self.io_s
    }
}

/// Nodes that one call works at.
fn nodes_asked(spec: &Spec, writes: bool) -> f64 {
    spec.kv().map_or(1.0, |kv| f64::from(kv.works(writes)))
}

fn starts_at_queue(path: &[Step]) -> bool {
    matches!(path.first(), Some(Step::Call { spec, .. }) if matches!(**spec, Spec::Queue(_)))
}

struct Walker<'a> {
    blueprint: &'a Blueprint,
    caches: &'a Caches,
    rate: f64,
    size_b: f64,
    read: Option<usize>,
    written: Option<usize>,
    calls: Vec<f64>,
    components: &'a mut [ComponentTally],
}

impl Walker<'_> {
    /// The mean latency of a path, seconds, for a request that comes to it.
    fn path(&mut self, path: &[Step], caller: Caller, reach: &Reach) -> f64 {
        let Some((step, rest)) = path.split_first() else { return 0.0 };
        match step {
            Step::Call { component, spec, .. } => self.call(*component, spec, rest, caller, reach),
            block => self.block(block, caller, reach) + self.path(rest, caller, reach),
        }
    }

    fn block(&mut self, block: &Step, caller: Caller, reach: &Reach) -> f64 {
        match block {
            // Handled by `path`, which knows what follows; alone it is a path of one.
            Step::Call { .. } => self.path(std::slice::from_ref(block), caller, reach),
            Step::Parallel { need, paths } => {
                let mut means: Vec<f64> =
                    paths.iter().map(|path| self.path(path, caller, reach)).collect();
                means.sort_by(f64::total_cmp);
                let last = (*need as usize).min(means.len()).saturating_sub(1);
                means.get(last).copied().unwrap_or(0.0)
            }
            Step::Sequence(paths) => paths.iter().map(|path| self.path(path, caller, reach)).sum(),
            Step::Repeat { times, at_once, path } => {
                let (times, at_once) = (times.mean_ns(), f64::from((*at_once).max(1)));
                let one = self.path(path, caller, &reach.repeated(times, at_once));
                one * (times / at_once).max(times.min(1.0))
            }
            Step::Chance { share, path } => share * self.path(path, caller, &reach.times(*share)),
            Step::OneOf { policy: PickPath::Weighted, paths } => {
                let all: f64 = paths.iter().map(|(_, weight, _)| weight).sum();
                let share = |weight: f64| if all > 0.0 { weight / all } else { 0.0 };
                paths
                    .iter()
                    .map(|(_, weight, path)| {
                        let share = share(*weight);
                        share * self.path(path, caller, &reach.times(share))
                    })
                    .sum()
            }
            Step::OneOf { policy: PickPath::Failover, paths } => {
                paths.first().map_or(0.0, |(_, _, path)| self.path(path, caller, reach))
            }
            Step::OneOf { policy: PickPath::Nearest, paths } => {
                let away = |path: &[Step]| match path.first() {
                    Some(Step::Call { component, .. }) => self.one_way_s(caller, *component),
                    _ => f64::INFINITY,
                };
                let nearest = paths.iter().min_by(|a, b| away(&a.2).total_cmp(&away(&b.2)));
                nearest.map_or(0.0, |(_, _, path)| self.path(path, caller, reach))
            }
            // The caller waits for the queue's acknowledgement alone, which is all that a path with a
            // queue at its head answers with.
            Step::Later(path) => {
                let acknowledged_s = self.path(path, caller, reach);
                if starts_at_queue(path) { acknowledged_s } else { 0.0 }
            }
        }
    }

    /// The mean latency of a call, seconds: there and back, its own work, and what it calls.
    fn call(
        &mut self,
        id: ComponentId,
        spec: &Spec,
        rest: &[Step],
        caller: Caller,
        reach: &Reach,
    ) -> f64 {
        let calls = self.mean_calls(reach);
        self.calls[id] += calls;
        self.arrive(id, spec, calls, reach);
        let (own, hit) = self.own(id, spec, reach);
        self.components[id].hits += calls * self.rate * hit;
        let (passed, share) = self.pass_on(id, spec, reach, hit);
        let below_s = share * self.path(rest, Caller::Component(id), &passed);
        let waits_for_s = match spec {
            Spec::Queue(_) => 0.0,
            Spec::Cache(cache) if cache.mode == Mode::Behind && self.written.is_some() => 0.0,
            Spec::Cache(_)
            | Spec::Cdn(_)
            | Spec::Database(_)
            | Spec::Kv(_)
            | Spec::LoadBalancer(_)
            | Spec::RateLimiter(_)
            | Spec::Server(_) => below_s,
        };
        self.work(id, spec, calls * self.rate, own, waits_for_s);
        self.legs_s(caller, id) + own.total_s() + waits_for_s
    }

    /// Mean calls per request.
    fn mean_calls(&self, reach: &Reach) -> f64 {
        match (&reach.kept, self.read) {
            (Some(kept), Some(data)) => {
                let through: f64 = kept
                    .iter()
                    .zip(&self.caches.bins[data])
                    .map(|(kept, (_, mass))| kept * mass)
                    .sum();
                reach.calls * through
            }
            _ => reach.calls,
        }
    }

    /// Counts the calls, by key.
    fn arrive(&mut self, id: ComponentId, spec: &Spec, calls: f64, reach: &Reach) {
        let at = &mut self.components[id];
        let per_s = calls * self.rate;
        at.bytes += per_s * self.size_b * nodes_asked(spec, self.written.is_some());
        match self.written {
            Some(data) => {
                at.writes += per_s;
                let bursts = self.rate * reach.bursts;
                match spec.cache().map(|cache| cache.on_write) {
                    Some(OnWrite::Invalidate) => at.invalidations_of[data] += bursts,
                    Some(OnWrite::Update) => at.updates_of[data] += bursts,
                    Some(OnWrite::Ignore) | None => {}
                }
            }
            None => {
                at.reads += per_s;
                at.bytes_out += per_s * self.size_b;
            }
        }
        let (Some(data), Some(kept)) = (self.read, &reach.kept) else { return };
        let bins = &self.caches.bins[data];
        at.source_of[data] = at.source_of[data].and(reach.source);
        let reads = &mut at.reads_by_bin[data];
        reads.resize(bins.len(), 0.0);
        for ((reads, (_, mass)), kept) in reads.iter_mut().zip(bins).zip(kept) {
            *reads += self.rate * reach.bursts * mass * kept;
        }
    }

    /// A call's own work, and the share of reads that are hits where the component keeps entries or pages.
    fn own(&self, id: ComponentId, spec: &Spec, reach: &Reach) -> (Own, f64) {
        let hit = self.hit_share(id, spec, reach);
        let own = match spec {
            Spec::Server(spec) => Own {
                cpu_s: spec.work.cpu.mean_ns() / 1e9,
                disk_s: load::disk_s(&spec.work.disk, spec.hardware.disk),
                io_s: spec.work.io.mean_ns() / 1e9,
            },
            Spec::Cache(spec) | Spec::Cdn(spec) => {
                Own { cpu_s: spec.work.mean_ns() / 1e9, ..Own::default() }
            }
            Spec::Database(spec) if self.written.is_some() => Own {
                cpu_s: spec.write.mean_ns() / 1e9,
                io_s: match spec.replication {
                    Replication::Async => 0.0,
                    Replication::SemiSync | Replication::Sync => spec.lag.mean_ns() / 1e9,
                },
                ..Own::default()
            },
            Spec::Database(spec) => Own {
                cpu_s: spec.read.mean_ns() / 1e9,
                // Without a buffer every read goes to the disk.
                disk_s: (1.0 - if spec.buffer_b.is_some() { hit } else { 0.0 })
                    * load::disk_s(&server::DiskWork::Bytes(self.size_b), spec.hardware.disk),
                // With a buffer and no disk described, a miss takes what the run takes for it.
                io_s: if spec.buffer_b.is_some() && spec.hardware.disk.is_none() {
                    (1.0 - hit) * database::DEFAULT_PAGE_READ_NS as f64 / 1e9
                } else {
                    0.0
                },
            },
            // Of several answers at once the arithmetic knows the mean.
            Spec::Kv(spec) if self.written.is_some() => Own {
                cpu_s: spec.write_work.mean_ns() / 1e9,
                io_s: spec.lag.mean_ns() / 1e9,
                ..Own::default()
            },
            Spec::Kv(spec) => Own { cpu_s: spec.read_work.mean_ns() / 1e9, ..Own::default() },
            Spec::LoadBalancer(spec) => Own { io_s: spec.work.mean_ns() / 1e9, ..Own::default() },
            Spec::Queue(spec) => Own { io_s: spec.work.mean_ns() / 1e9, ..Own::default() },
            Spec::RateLimiter(_) => Own::default(),
        };
        (own, hit)
    }

    /// The share of the reads that come here which are hits.
    fn hit_share(&self, id: ComponentId, spec: &Spec, reach: &Reach) -> f64 {
        if self.written.is_some() {
            return 0.0;
        }
        if let Spec::Cache(spec) | Spec::Cdn(spec) = spec
            && let Some(hit_ratio) = spec.hit_ratio
        {
            return hit_ratio;
        }
        let (Some(data), Some(kept)) = (self.read, &reach.kept) else { return 0.0 };
        let hits = &self.caches.hits[id][data];
        let (mut came, mut hit) = (0.0, 0.0);
        for (((_, mass), kept), share) in self.caches.bins[data].iter().zip(kept).zip(hits) {
            came += mass * kept;
            hit += mass * kept * share;
        }
        if came > 0.0 { 1.0 - reach.share_at_once() * (1.0 - hit / came) } else { 0.0 }
    }

    /// What goes on to the rest of the path, and the share of calls that it is.
    fn pass_on(&self, id: ComponentId, spec: &Spec, reach: &Reach, hit: f64) -> (Reach, f64) {
        match spec {
            Spec::RateLimiter(_) => (reach.times(self.caches.passes[id]), 1.0),
            Spec::Cache(_) | Spec::Cdn(_) if self.written.is_some() => (reach.clone(), 1.0),
            Spec::Cache(spec) | Spec::Cdn(spec) if spec.hit_ratio.is_some() => {
                (reach.times(1.0 - hit), 1.0 - hit)
            }
            Spec::Cache(_) | Spec::Cdn(_) => {
                let source =
                    if reach.at_once > reach.bursts { Source::Mixed } else { Source::Misses(id) };
                let mut passed = Reach { calls: reach.at_once, source, ..reach.clone() };
                if let (Some(data), Some(kept)) = (self.read, &mut passed.kept) {
                    for (kept, hits) in kept.iter_mut().zip(&self.caches.hits[id][data]) {
                        *kept *= 1.0 - hits;
                    }
                }
                (passed, 1.0 - hit)
            }
            // Full batches: what the consumers can carry.
            Spec::Queue(queue::Spec { batch: Some(batch), .. }) => {
                (reach.times(1.0 / f64::from(batch.size)), 1.0)
            }
            Spec::Database(_)
            | Spec::Kv(_)
            | Spec::LoadBalancer(_)
            | Spec::Queue(_)
            | Spec::Server(_) => (reach.clone(), 1.0),
        }
    }

    /// Books the work of so many calls a second.
    fn work(&mut self, id: ComponentId, spec: &Spec, per_s: f64, own: Own, waits_for_s: f64) {
        let writes = self.written.is_some();
        let at = &mut self.components[id];
        let held_s = match spec {
            Spec::Server(server) if server.is_async => own.total_s(),
            Spec::Server(_) | Spec::Database(_) => own.total_s() + waits_for_s,
            Spec::Cache(_)
            | Spec::Cdn(_)
            | Spec::Kv(_)
            | Spec::LoadBalancer(_)
            | Spec::Queue(_)
            | Spec::RateLimiter(_) => 0.0,
        };
        let (cpu_s, held) = if writes {
            (&mut at.write_cpu_s, &mut at.write_held_s)
        } else {
            (&mut at.read_cpu_s, &mut at.read_held_s)
        };
        *cpu_s += per_s * own.cpu_s * nodes_asked(spec, writes);
        *held += per_s * held_s;
        at.disk_s += per_s * own.disk_s;
        at.io_s += per_s * own.io_s;
        if let Spec::Server(server) = spec
            && let Some(memory_b) = server.work.memory_b
        {
            at.memory_b_s += per_s * memory_b * (own.total_s() + waits_for_s);
        }
    }

    /// A call's way there and back, with its bytes over the callee's network card.
    fn legs_s(&self, caller: Caller, to: ComponentId) -> f64 {
        let hardware = self.blueprint.components[to].spec.hardware();
        let bandwidth = hardware.and_then(|hardware| hardware.bandwidth_b_per_s);
        let transfer_s = bandwidth.map_or(0.0, |bandwidth| self.size_b / bandwidth);
        2.0 * self.one_way_s(caller, to) + transfer_s
    }

    fn one_way_s(&self, caller: Caller, to: ComponentId) -> f64 {
        let network = &self.blueprint.network;
        let there = self.blueprint.components[to].site;
        let between = |here: usize| {
            let link = |a: usize, b: usize| {
                network.between.iter().find(|link| link.0 == a && link.1 == b).map(|link| &link.2)
            };
            link(here, there).or_else(|| link(there, here)).map(|delay| delay.mean_ns() / 1e9)
        };
        match caller {
            Caller::Client(here) => {
                let hop_s = network.hop.mean_ns() / 1e9;
                let to_site_s = if here == there { 0.0 } else { between(here).unwrap_or(hop_s) };
                network.client.mean_ns() / 1e9 + to_site_s
            }
            Caller::Component(from) => {
                let here = self.blueprint.components[from].site;
                let to_site_s = if here == there { None } else { between(here) };
                to_site_s.unwrap_or(network.hop.mean_ns() / 1e9)
            }
        }
    }
}

impl Reach {
    /// A share of the requests.
    fn times(&self, share: f64) -> Self {
        Self {
            calls: self.calls * share,
            at_once: self.at_once * share,
            bursts: self.bursts * share,
            kept: self.kept.clone(),
            source: self.source,
        }
    }

    /// So many calls for each, `at_once` of them under way.
    fn repeated(&self, times: f64, at_once: f64) -> Self {
        // More calls than one come together; fewer leave the gaps as wide as they were.
        let source = if times > 1.0 { Source::Mixed } else { self.source };
        Self {
            calls: self.calls * times,
            at_once: self.at_once * times.min(at_once),
            bursts: self.bursts * times.min(1.0),
            kept: self.kept.clone(),
            source,
        }
    }

    /// The share of the calls that do not find what an earlier one of their repetition has brought.
    fn share_at_once(&self) -> f64 {
        if self.calls > 0.0 { self.at_once / self.calls } else { 1.0 }
    }
}
