//! What queueing theory says of a page, where it says something: exactly for a chain of exponential servers
//! and for one server of one core, approximately for other steady pages whose only limits are cores.

use crate::blueprint::{Arrivals, Blueprint, Load, Path, PickPath, Step};
use crate::component::Spec;
use crate::component::load_balancer::Policy;
use crate::component::server::{self, DiskWork, Order};
use crate::document::Theory;
use crate::estimate::Flow;
use crate::sample::Dist;

/// A component that is less busy than this does not make anyone wait.
const IDLE: f64 = 0.01;

/// The latency that theory gives a page; `None` where it gives none, and where the load exceeds capacity.
pub(super) fn of(blueprint: &Blueprint, flow: &Flow) -> Option<Theory> {
    let steady = blueprint.timeline.is_empty() && blueprint.shape.points.is_empty();
    let Load::Open { arrivals: Arrivals::Poisson, .. } = blueprint.load else { return None };
    if !steady {
        return None;
    }
    let mut stations = Stations::default();
    for request_type in &blueprint.request_types {
        stations.path(&request_type.path, None)?;
        stations.is_chain &=
            request_type.call.timeout_ns.is_none() && request_type.patience.is_none();
    }
    let all = stations.resolve(blueprint, flow)?;
    let wait_s = |calls: &[f64]| -> f64 {
        all.iter()
            .map(|station| calls.get(station.component).unwrap_or(&0.0) * station.wait_s())
            .sum()
    };
    let mean_s: f64 = blueprint
        .request_types
        .iter()
        .zip(&flow.request_types)
        .map(|(request_type, own)| request_type.share * (own.latency_s + wait_s(&own.calls)))
        .sum();
    let one_path = blueprint.request_types.len() == 1 && stations.is_chain;
    let exponential = all.iter().all(|station| station.is_exponential());
    let exact = one_path
        && all.iter().all(|station| station.is_plain && station.splits_poisson)
        && (exponential || matches!(all.as_slice(), [only] if only.cores == 1));
    let p99_s = match (all.as_slice(), flow.request_types.as_slice()) {
        ([only], [own]) if exact && exponential && constant_network(blueprint) => {
            // What is neither work nor waiting there is the same for all.
            let rest_s = own.latency_s - only.work_s;
            stations
                .only_constant_beside(only.component, blueprint)
                .then(|| rest_s + only.sojourn_s(0.99))
        }
        _ => None,
    };
    let model = match (exact, all.as_slice()) {
        (true, [only]) if exponential => format!("M/M/{}", only.cores),
        (true, [_]) => "M/G/1".to_owned(),
        (true, _) => "Jackson".to_owned(),
        (false, _) => "Allen–Cunneen".to_owned(),
    };
    let known = mean_s.is_finite() && !all.is_empty();
    known.then(|| Theory { mean_ms: mean_s * 1e3, p99_ms: p99_s.map(|s| s * 1e3), exact, model })
}

fn constant_network(blueprint: &Blueprint) -> bool {
    let network = &blueprint.network;
    network.hop.is_constant().is_some()
        && network.client.is_constant().is_some()
        && network.between.iter().all(|(_, _, delay)| delay.is_constant().is_some())
}

/// The servers on the paths, and whether these are plain enough for a closed form.
struct Stations {
    /// Component, its fields at this step, and how the balancer before it picks.
    found: Vec<(usize, Spec, Option<Policy>)>,
    /// Calls one after the other, and nothing else.
    is_chain: bool,
}

impl Default for Stations {
    fn default() -> Self {
        Self { found: Vec::new(), is_chain: true }
    }
}

/// One server: n instances, each a station of c cores.
struct Station {
    component: usize,
    instances: f64,
    cores: u32,
    /// Offered to all instances, erlangs.
    offered: f64,
    /// Mean work of a call.
    work_s: f64,
    /// Squared coefficients of variation of gaps (at one instance) and of work.
    cv2: (f64, f64),
    /// Nothing limits it but its cores, first come first served.
    is_plain: bool,
    /// Its instances' arrivals are Poisson if its own are.
    splits_poisson: bool,
}

impl Stations {
    /// `None` for what no sum of means describes: branches at once, work left for later.
    fn path(&mut self, path: &Path, before: Option<Policy>) -> Option<()> {
        let mut before = before;
        for step in path {
            match step {
                Step::Call { component, spec, call } => {
                    let plain =
                        call.timeout_ns.is_none() && call.retry.is_none() && call.pool.is_none();
                    let again = self.found.iter().any(|found| found.0 == *component);
                    self.is_chain &= plain && !again;
                    if !again {
                        self.found.push((*component, (**spec).clone(), before));
                    }
                    before = spec.balancer().map(|balancer| balancer.policy);
                }
                Step::Sequence(paths) => {
                    self.is_chain = false;
                    paths.iter().try_for_each(|path| self.path(path, before))?;
                }
                Step::Chance { path, .. } => {
                    self.is_chain = false;
                    self.path(path, before)?;
                }
                Step::OneOf { policy: PickPath::Weighted, paths } => {
                    self.is_chain = false;
                    paths.iter().try_for_each(|(_, _, path)| self.path(path, before))?;
                }
                Step::OneOf { .. }
                | Step::Parallel { .. }
                | Step::Repeat { .. }
                | Step::Later(_) => {
                    return None;
                }
            }
        }
        Some(())
    }

    /// The stations that make anyone wait; `None` if something other than cores does.
    fn resolve(&self, blueprint: &Blueprint, flow: &Flow) -> Option<Vec<Station>> {
        let mut all = Vec::new();
        for (component, spec, policy) in &self.found {
            let own = flow.components.get(*component)?;
            let busy = |load: &crate::estimate::ResourceLoad| load.utilization().unwrap_or(0.0);
            match spec {
                Spec::Server(server) => {
                    if own.resources.iter().any(|load| load.resource != "cpu" && busy(load) > IDLE)
                    {
                        return None;
                    }
                    all.extend(station(*component, server, *policy, blueprint, flow));
                }
                Spec::RateLimiter(_) | Spec::Queue(_) => return None,
                // Of several answers the slowest that counts.
                Spec::Kv(_) => return None,
                Spec::Cache(_) | Spec::Cdn(_) | Spec::Database(_) | Spec::LoadBalancer(_) => {
                    if own.utilization.is_some_and(|busy| busy > IDLE) {
                        return None;
                    }
                }
            }
        }
        Some(all)
    }

    /// Whether everything but one component takes a constant time.
    fn only_constant_beside(&self, component: usize, blueprint: &Blueprint) -> bool {
        self.found.iter().all(|(at, spec, _)| match spec {
            Spec::Server(server) => {
                let cpu = *at == component || server.work.cpu.is_constant().is_some();
                cpu && server.work.io.is_constant().is_some()
            }
            Spec::LoadBalancer(balancer) => balancer.work.is_constant().is_some(),
            Spec::Cache(_)
            | Spec::Cdn(_)
            | Spec::Database(_)
            | Spec::Kv(_)
            | Spec::Queue(_)
            | Spec::RateLimiter(_) => blueprint.components.len() == 1,
        })
    }
}

fn station(
    component: usize,
    server: &server::Spec,
    policy: Option<Policy>,
    blueprint: &Blueprint,
    flow: &Flow,
) -> Option<Station> {
    let plain = server.autoscale.is_none() && server.hardware.quota.is_none();
    let cores = server.hardware.cores.filter(|_| plain)?;
    let own = &flow.components[component];
    let cpu = own.resources.iter().find(|load| load.resource == "cpu")?;
    let n = f64::from(server.instances);
    // Taking turns makes each instance's gaps sums of n; the shortest queue is nearly one queue for all.
    let pooled = policy == Some(Policy::LeastConnections) && server.instances > 1;
    let (instances, cores) =
        if pooled { (1.0, cores.saturating_mul(server.instances)) } else { (n, cores) };
    let gaps = match policy {
        Some(Policy::Random | Policy::IpHash | Policy::LeastConnections) => 1.0,
        _ => 1.0 / n,
    };
    let work = &server.work;
    let sized = blueprint.request_types.iter().any(|request_type| request_type.size_b.is_some());
    Some(Station {
        component,
        instances,
        cores,
        offered: cpu.offered_erlangs,
        work_s: work.cpu.mean_ns() / 1e9,
        cv2: (gaps, work.cpu.cv2()),
        is_plain: server.workers.is_none()
            && server.queue.is_none()
            && server.order == Order::Fifo
            && server.contention == 0.0
            && server.coherency == 0.0
            && work.disk == DiskWork::None
            && work.memory_b.is_none()
            && !sized
            && (cores == 1 || matches!(work.cpu, Dist::Exponential { .. })),
        splits_poisson: server.instances == 1 || policy == Some(Policy::Random),
    })
}

impl Station {
    fn is_exponential(&self) -> bool {
        (self.cv2.1 - 1.0).abs() < 1e-12
    }

    /// Erlangs at one instance.
    fn own_offered(&self) -> f64 {
        self.offered / self.instances
    }

    /// Mean wait for a core, s; infinite at capacity. Erlang's delay formula (1917), times (Ca² + Cs²)/2
    /// for gaps and work that are not exponential: Allen and Cunneen's approximation (Allen, "Probability,
    /// Statistics, and Queueing Theory", 2nd ed. 1990, 5.3), which is Pollaczek and Khinchine's formula for one
    /// core.
    fn wait_s(&self) -> f64 {
        let (offered, cores) = (self.own_offered(), f64::from(self.cores));
        if offered >= cores {
            return f64::INFINITY;
        }
        erlang_c(self.cores, offered) * self.work_s / (cores - offered) * (self.cv2.0 + self.cv2.1)
            / 2.0
    }

    /// The quantile `q` of work and wait together in M/M/c, s, by bisection of its distribution: the wait is 0
    /// with probability 1 − C, and exponential at cμ − λ otherwise.
    fn sojourn_s(&self, q: f64) -> f64 {
        let (offered, cores) = (self.own_offered(), f64::from(self.cores));
        let waits = erlang_c(self.cores, offered);
        // In units of the mean work: μ is 1.
        let theta = cores - offered;
        let longer = |t: f64| {
            let work = libm::exp(-t);
            let both = if (theta - 1.0).abs() < 1e-9 {
                (1.0 + t) * work
            } else {
                (theta * work - libm::exp(-theta * t)) / (theta - 1.0)
            };
            (1.0 - waits) * work + waits * both
        };
        let (mut low, mut high) = (0.0, 1.0);
        while longer(high) > 1.0 - q && high < 1e12 {
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if longer(middle) > 1.0 - q { low = middle } else { high = middle }
        }
        high * self.work_s
    }
}

/// Erlang's delay probability C(c, a), from his loss probability's recursion.
fn erlang_c(cores: u32, offered: f64) -> f64 {
    let loss = (1..=cores).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b));
    let cores = f64::from(cores);
    cores * loss / (cores - offered * (1.0 - loss))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mmc(cores: u32, offered: f64) -> Station {
        Station {
            component: 0,
            instances: 1.0,
            cores,
            offered,
            work_s: 0.01,
            cv2: (1.0, 1.0),
            is_plain: true,
            splits_poisson: true,
        }
    }

    #[test]
    fn waits_are_those_of_the_textbooks() {
        let check = |cores: u32, offered: f64, expect_s: f64| {
            let wait = mmc(cores, offered).wait_s();
            assert!((wait - expect_s).abs() < 1e-9, "M/M/{cores} at {offered}: {wait}");
        };
        // M/M/1: ρ/(1 − ρ) of the work; M/M/2: ρ²/(1 − ρ²).
        check(1, 0.8, 0.04);
        check(2, 1.0, 0.01 / 3.0);
        assert_eq!(mmc(2, 2.0).wait_s(), f64::INFINITY);
        // M/D/1 waits half as long as M/M/1.
        let fixed = Station { cv2: (1.0, 0.0), ..mmc(1, 0.8) };
        assert!((fixed.wait_s() - 0.02).abs() < 1e-9);
    }

    #[test]
    fn sojourns_are_those_of_the_textbooks() {
        // M/M/1: exponential with mean 1/(μ − λ).
        let expect = libm::log(100.0) * 0.01 / 0.2;
        assert!((mmc(1, 0.8).sojourn_s(0.99) - expect).abs() < 1e-9);
        // M/M/2 at ρ = 1/2: θ = μ, so P(T > t) = e^−t (1 + t C) with C = 1/3.
        let t = mmc(2, 1.0).sojourn_s(0.99) / 0.01;
        assert!((libm::exp(-t) * (1.0 + t / 3.0) - 0.01).abs() < 1e-9, "{t}");
    }
}
