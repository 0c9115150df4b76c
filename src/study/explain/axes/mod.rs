//! Changes worth trying: for each component what its kind has to turn, where the evidence gives reason to.

mod cache;
mod calls;
mod database;
mod kv;
mod saving;
mod server;

pub use saving::savings;

use super::evidence::Evidence;
use crate::component::load_balancer::{self, Policy};
use crate::component::{Hardware, Spec};
use crate::message::explain::{Lever, Setting};
use crate::message::findings::Finding;
use crate::units::exact::nanoseconds;

/// Why one might try a change that the evidence does not speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempting {
    /// Something else is full.
    NotTheLimit,
    /// Replicas take no writes.
    WritesGoToThePrimary,
    /// Entries go by their age, not for want of room.
    EntriesExpire,
    /// Whatever is full gets more to do.
    RetriesAreLoad,
    /// One key, or few, make one shard hot.
    OneIsHot,
}

/// One value that a change may give.
#[derive(Clone, Debug)]
pub struct Level {
    /// As `--set` takes it.
    pub sets: Vec<String>,
    /// The value, as the page writes it.
    pub to: String,
}

/// One thing to turn: its levels from the least to the most.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Where: a component, or an entry of `requests:`.
    pub component: String,
    /// What is turned.
    pub lever: Lever,
    /// The value as it stands.
    pub from: Setting,
    /// From the least change to the greatest.
    pub levels: Vec<Level>,
    /// The level to try first.
    pub probe: usize,
    /// How much there is to gain.
    pub hope: f64,
    /// One might try it although there is no reason to.
    pub tempting: Option<Tempting>,
}

impl Axis {
    fn new(component: &str, lever: Lever, from: impl ToString, hope: f64) -> Self {
        Self::from(component, lever, Setting::Written(from.to_string()), hope)
    }

    fn from(component: &str, lever: Lever, from: Setting, hope: f64) -> Self {
        Self {
            component: component.to_owned(),
            lever,
            from,
            levels: Vec::new(),
            probe: 0,
            hope,
            tempting: None,
        }
    }

    /// Adds a level that one `--set` gives.
    fn level(mut self, path: &str, value: impl ToString) -> Self {
        let to = value.to_string();
        self.levels.push(Level { sets: vec![format!("{path}={to}")], to });
        self
    }

    fn tempting(mut self, why: Tempting) -> Self {
        self.tempting = Some(why);
        self
    }
}

/// Whether a change costs nothing: a setting, not a machine.
pub const fn is_free(lever: Lever) -> bool {
    !matches!(
        lever,
        Lever::Memory
            | Lever::Instances
            | Lever::Machine
            | Lever::Cores
            | Lever::Replicas
            | Lever::Buffer
            | Lever::Iops
            | Lever::NewCache
            | Lever::Shards
            | Lever::FewerInstances
            | Lever::SmallerMachine
            | Lever::FewerReplicas
            | Lever::MaxInstances
            | Lever::MinInstances
            | Lever::ScaleTarget
    )
}

/// Every change worth trying, the most hopeful first, then those that are merely tempting.
pub fn axes(evidence: &Evidence<'_>) -> Vec<Axis> {
    let mut found = Vec::new();
    for at in 0..evidence.blueprint.components.len() {
        let component = &evidence.blueprint.components[at];
        let name = component.name.as_str();
        found.extend(pauses(evidence, name, &component.spec));
        match &component.spec {
            Spec::Server(spec) => server::axes(evidence, at, name, spec, &mut found),
            Spec::Cache(spec) | Spec::Cdn(spec) => {
                cache::axes(evidence, at, name, spec, &mut found);
            }
            Spec::Database(spec) => database::axes(evidence, at, name, spec, &mut found),
            Spec::Kv(spec) => kv::axes(evidence, at, name, spec, &mut found),
            Spec::LoadBalancer(spec) => balancer(evidence, name, spec, &mut found),
            Spec::RateLimiter(spec) => {
                limiter(evidence, name, spec.rate_per_s, spec.burst, &mut found)
            }
            Spec::Queue(spec) => {
                let full = evidence.fails(name, Some("queue_full"));
                if let Some(capacity) = spec.capacity.filter(|_| full > 0.0) {
                    let axis = Axis::new(name, Lever::Capacity, capacity, full);
                    let path = format!("{name}.capacity");
                    found.push(axis.level(&path, capacity * 4).level(&path, capacity * 16));
                }
                redelivery(evidence, name, spec, &mut found);
            }
        }
    }
    calls::axes(evidence, &mut found);
    found.retain(|axis| !axis.levels.is_empty());
    found.sort_by(|a, b| {
        let key = |axis: &Axis| (axis.tempting.is_some(), axis.hope);
        key(a).0.cmp(&key(b).0).then(key(b).1.total_cmp(&key(a).1))
    });
    found
}

fn balancer(
    evidence: &Evidence<'_>,
    name: &str,
    spec: &load_balancer::Spec,
    found: &mut Vec<Axis>,
) {
    let servers = evidence.blueprint.components.iter().filter(|one| one.spec.server().is_some());
    let several: Vec<&str> =
        servers.filter(|one| one.spec.instances() > 1).map(|one| one.name.as_str()).collect();
    let waits = several.iter().map(|one| evidence.waits(one, None)).fold(0.0, f64::max);
    if waits > 0.1 {
        found.extend(policy(name, spec, waits));
    }
    let lost: f64 = several.iter().map(|one| evidence.fails(one, Some("connection_lost"))).sum();
    let Some(health) = spec.health.filter(|_| lost > 0.0) else { return };
    let noticed = |every_ns: u64, fails: u32| every_ns.saturating_mul(u64::from(fails));
    let from = nanoseconds(noticed(health.every_ns, health.fails));
    let mut axis = Axis::new(name, Lever::Health, from, lost.min(1.0) + 0.5);
    for part in [2, 10] {
        let every_ns = (health.every_ns / part).max(1);
        let sets = vec![
            format!("{name}.health.every={}", nanoseconds(every_ns)),
            format!("{name}.health.fails=1"),
        ];
        axis.levels.push(Level { sets, to: nanoseconds(noticed(every_ns, 1)) });
    }
    axis.probe = 1;
    found.push(axis);
}

/// What looks at how busy the instances are, or treats them alike, in place of what does not.
fn policy(name: &str, spec: &load_balancer::Spec, waits: f64) -> Option<Axis> {
    let from = match spec.policy {
        Policy::RoundRobin => "round_robin",
        Policy::Random => "random",
        Policy::IpHash => "ip_hash",
        Policy::ConsistentHash => "consistent_hash",
        Policy::Weighted => "weighted",
        Policy::LeastConnections | Policy::TwoChoices | Policy::TwoChoicesReplaced => return None,
    };
    let mut axis = Axis::new(name, Lever::Policy, from, waits * 0.5);
    for to in ["round_robin", "least_connections"] {
        let is_other = spec.policy != Policy::RoundRobin || to != "round_robin";
        if is_other && !(spec.policy == Policy::Random && to == "round_robin") {
            let mut sets = vec![format!("{name}.policy={to}")];
            if !spec.weights.is_empty() {
                sets.push(format!("{name}.weights=null"));
            }
            axis.levels.push(Level { sets, to: to.to_owned() });
        }
    }
    axis.probe = axis.levels.len().saturating_sub(1);
    Some(axis)
}

/// Where messages are worked at twice: more time before they are handed out again.
fn redelivery(
    evidence: &Evidence<'_>,
    name: &str,
    spec: &crate::component::queue::Spec,
    found: &mut Vec<Axis>,
) {
    let after_ns = spec.redeliver_after_ns;
    let again = evidence.redelivered(name);
    if again <= 0.0 {
        return;
    }
    let path = format!("{name}.redeliver_after");
    let mut axis =
        Axis::new(name, Lever::RedeliverAfter, nanoseconds(after_ns), again.min(1.0) + 0.5);
    for times in [4, 16, 64, 256] {
        axis = axis.level(&path, nanoseconds(after_ns.saturating_mul(times)));
    }
    axis.probe = 1;
    found.push(axis);
    if spec.prefetch > 1 {
        let axis = Axis::new(name, Lever::Prefetch, spec.prefetch, again.min(1.0) + 0.4);
        found.push(axis.level(&format!("{name}.prefetch"), 1));
    }
}

fn limiter(evidence: &Evidence<'_>, name: &str, rate: f64, burst: f64, found: &mut Vec<Axis>) {
    let holds = matches!(&evidence.report.limit, Some(Finding::Limiter { component, .. }) if component == name);
    let refused = evidence.fails(name, Some("rate_limited")).max(if holds {
        evidence.waits(name, None).max(0.3)
    } else {
        0.0
    });
    if refused <= 0.0 {
        return;
    }
    let asked = evidence.report.components.get(name).map_or(rate, |it| it.arrivals_per_s.value);
    let axis = Axis::new(name, Lever::Rate, format!("{}/s", whole(rate)), refused);
    let path = format!("{name}.rate");
    let mut axis = axis;
    for times in [1.1, 1.5, 3.0] {
        axis = axis.level(&path, format!("{}/s", whole(asked.max(rate) * times)));
    }
    found.push(axis);
    let axis = Axis::new(name, Lever::Burst, whole(burst), refused * 0.5);
    let path = format!("{name}.burst");
    found.push(axis.level(&path, whole(burst * 4.0)).level(&path, whole(burst * 16.0)));
}

/// Shorter pauses where calls wait.
fn pauses(evidence: &Evidence<'_>, name: &str, spec: &Spec) -> Option<Axis> {
    let pauses = spec.hardware()?.pauses.as_ref()?;
    let hope = evidence.hope(name);
    let length_ns = pauses.length.mean_ns();
    if hope <= 0.0 {
        return None;
    }
    let written = |ns: f64| nanoseconds((ns / 1e3).ceil() as u64 * 1000);
    let mut axis = Axis::new(name, Lever::ShorterPauses, written(length_ns), hope);
    for part in [2.0, 5.0, 20.0] {
        axis = axis.level(&format!("{name}.pauses.for"), written(length_ns / part));
    }
    Some(axis)
}

/// Rounded up, as a page writes it.
fn whole(value: f64) -> String {
    format!("{}", value.ceil().max(1.0))
}

/// Bytes as a page writes them.
fn bytes(value: f64) -> String {
    for (size, unit) in [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")] {
        if value >= size * 10.0 || (value >= size && (value / size).fract() < 1e-9) {
            return format!("{}{unit}", (value / size).round());
        }
    }
    format!("{}B", value.round().max(1.0))
}

/// The larger machines of a machine's family, and more cores where there is no machine.
fn larger(evidence: &Evidence<'_>, name: &str, hardware: &Hardware, hope: f64) -> Option<Axis> {
    let cores = hardware.cores?;
    if let Some(machine) = &hardware.machine {
        let family = evidence.prices.family(machine);
        let own = family.iter().find(|found| &found.name == machine)?;
        // Cores written beside the machine would stay as they are.
        if own.vcpu != cores || hardware.quota.is_some() {
            return None;
        }
        let mut axis = Axis::new(name, Lever::Machine, machine, hope);
        let mut most = cores;
        for size in family.iter().filter(|size| !size.is_metal() && size.usd_per_hour.is_some()) {
            if size.vcpu > most && size.vcpu <= cores * 8 {
                most = size.vcpu;
                axis = axis.level(&format!("{name}.machine"), &size.name);
            }
        }
        return Some(axis);
    }
    let path = format!("{name}.cores");
    let now = hardware.cpu().unwrap_or(0.0);
    let mut axis = Axis::new(name, Lever::Cores, now, hope);
    for more in [
        // The whole of what a quota is a part of.
        cores,
        cores + cores.div_ceil(2),
        cores * 2,
        cores * 3,
        cores * 4,
        cores * 6,
        cores * 8,
        cores * 16,
    ] {
        if f64::from(more) > now
            && axis.levels.last().is_none_or(|last| last.to != more.to_string())
        {
            axis = axis.level(&path, more);
        }
    }
    axis.probe = 1;
    Some(axis)
}
