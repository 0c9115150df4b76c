//! What a component answers for itself: each question asks every kind, so that a new kind has to answer all of them.

use super::{Spec, cache, database, kv, load_balancer, rate_limiter, server};
use crate::message::scale::Scaled;
use crate::sample::Dist;

/// What a component keeps of the keys.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// What goes when it is full.
    pub evict: cache::Evict,
    /// How long it stays.
    pub ttl_ns: Option<u64>,
    /// What all of it may fill, bytes; `None` is no limit.
    pub memory_b: Option<f64>,
}

impl Spec {
    /// The fields of a server.
    #[must_use]
    pub const fn server(&self) -> Option<&server::Spec> {
        match self {
            Self::Server(spec) => Some(spec),
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_) => None,
        }
    }

    /// What adds and removes its instances while it runs.
    #[must_use]
    pub fn autoscale(&self) -> Option<&super::autoscale::Spec> {
        self.server().and_then(|server| server.autoscale.as_ref())
    }

    /// The fields of a cache, at the edge or inside: what keeps entries and counts hits.
    #[must_use]
    pub const fn cache(&self) -> Option<&cache::Spec> {
        match self {
            Self::Cache(spec) | Self::Cdn(spec) => Some(spec),
            Self::Database(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_)
            | Self::Server(_) => None,
        }
    }

    /// The fields of a database: what commits writes.
    #[must_use]
    pub const fn database(&self) -> Option<&database::Spec> {
        match self {
            Self::Database(spec) => Some(spec),
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_)
            | Self::Server(_) => None,
        }
    }

    /// The fields of a key-value store: several copies of each key.
    #[must_use]
    pub const fn kv(&self) -> Option<&kv::Spec> {
        match self {
            Self::Kv(spec) => Some(spec),
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_)
            | Self::Server(_) => None,
        }
    }

    /// The fields of what picks instances.
    #[must_use]
    pub const fn balancer(&self) -> Option<&load_balancer::Spec> {
        match self {
            Self::LoadBalancer(spec) => Some(spec),
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::Queue(_)
            | Self::RateLimiter(_)
            | Self::Server(_) => None,
        }
    }

    /// The fields of what refuses calls beyond a rate.
    #[must_use]
    pub const fn limiter(&self) -> Option<&rate_limiter::Spec> {
        match self {
            Self::RateLimiter(spec) => Some(spec),
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::Server(_) => None,
        }
    }

    /// True if it can die, be slow or hang: a rate limiter lives inside something else.
    #[must_use]
    pub const fn can_be_struck(&self) -> bool {
        match self {
            Self::RateLimiter(_) => false,
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::Server(_) => true,
        }
    }

    /// True if a call spends no time of its own here, so that nothing can be slower: a balancer without `work`.
    #[must_use]
    pub fn is_instant(&self) -> bool {
        match self {
            Self::LoadBalancer(spec) => spec.work == Dist::ZERO,
            Self::Server(_)
            | Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::Queue(_)
            | Self::RateLimiter(_) => false,
        }
    }

    /// True if a call goes to one of several instances.
    #[must_use]
    pub const fn has_instances(&self) -> bool {
        match self {
            Self::Cache(_) | Self::Cdn(_) | Self::Database(_) | Self::Kv(_) | Self::Server(_) => {
                true
            }
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => false,
        }
    }

    /// True if a balancer before it chooses the instance: a database finds its node by key.
    #[must_use]
    pub const fn is_balanced(&self) -> bool {
        match self {
            Self::Cache(_) | Self::Cdn(_) | Self::Server(_) => true,
            Self::Database(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_) => false,
        }
    }

    /// How many messages of a queue one instance works at; `None` if it takes none, or any number.
    #[must_use]
    pub fn takes_at_once(&self) -> Option<u32> {
        match self {
            Self::Server(spec) => spec.workers.or(spec.hardware.cores),
            Self::Database(spec) => spec.connections.or(spec.hardware.cores),
            Self::Cache(spec) | Self::Cdn(spec) => spec.hardware.cores,
            Self::Kv(spec) => spec.hardware.cores,
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => None,
        }
    }

    /// What it keeps of the keys, filled by what is not found; `None` also where a known hit ratio stands for it.
    #[must_use]
    pub fn keeps(&self) -> Option<Kept> {
        match self {
            Self::Cache(spec) | Self::Cdn(spec) => spec.hit_ratio.is_none().then(|| Kept {
                evict: spec.evict,
                ttl_ns: spec.ttl_ns,
                memory_b: spec.hardware.memory_b.map(|each| each * f64::from(spec.instances)),
            }),
            Self::Database(spec) => spec.buffer_b.map(|buffer_b| Kept {
                evict: cache::Evict::default(),
                ttl_ns: None,
                memory_b: Some(buffer_b * f64::from(spec.shards)),
            }),
            Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_)
            | Self::Server(_) => None,
        }
    }

    /// What a write that passes does to what is kept here; `None` where nothing of a key is.
    #[must_use]
    pub const fn on_write(&self) -> Option<cache::OnWrite> {
        match self {
            Self::Cache(spec) | Self::Cdn(spec) => Some(spec.on_write),
            Self::Database(_) => Some(cache::OnWrite::Ignore),
            Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_)
            | Self::Server(_) => None,
        }
    }

    /// True if a key decides to which of several instances its calls go, so that one of them can be hot.
    #[must_use]
    pub const fn is_split_by_key(&self) -> bool {
        match self {
            Self::Database(spec) => spec.shards > 1,
            Self::Cache(spec) | Self::Cdn(spec) => spec.instances > 1,
            Self::Kv(spec) => spec.instances > spec.copies,
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) | Self::Server(_) => {
                false
            }
        }
    }

    /// What it is if it stands on machines, of which there can be more or larger ones.
    #[must_use]
    pub const fn scales(&self) -> Option<Scaled> {
        match self {
            Self::Cache(_) => Some(Scaled::Cache),
            Self::Database(_) => Some(Scaled::Database),
            Self::Server(_) => Some(Scaled::Server),
            Self::Cdn(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_) => None,
        }
    }

    /// The value of one of its counts (a row of its table with `is_size`); `None` does not limit.
    #[must_use]
    pub fn count(&self, field: &str) -> Option<u32> {
        match self {
            Self::Server(spec) => match field {
                // Its autoscaler decides.
                "instances" => spec.autoscale.is_none().then_some(spec.instances),
                "workers" => spec.workers,
                _ => spec.hardware.cores,
            },
            Self::Cache(spec) | Self::Cdn(spec) => match field {
                "instances" => Some(spec.instances),
                _ => spec.hardware.cores,
            },
            Self::Kv(spec) => match field {
                "instances" => Some(spec.instances),
                _ => spec.hardware.cores,
            },
            Self::Database(spec) => match field {
                "replicas" => Some(spec.replicas),
                "shards" => Some(spec.shards),
                "connections" => spec.connections,
                _ => spec.hardware.cores,
            },
            Self::LoadBalancer(_) | Self::Queue(_) | Self::RateLimiter(_) => None,
        }
    }

    /// The cores that its cores do the work of: the Universal Scalability Law, as the simulation has it.
    #[must_use]
    pub fn effective_cores(&self, cores: f64) -> f64 {
        match self {
            Self::Server(spec) => {
                cores
                    / (1.0
                        + spec.contention * (cores - 1.0)
                        + spec.coherency * cores * (cores - 1.0))
            }
            Self::Cache(_)
            | Self::Cdn(_)
            | Self::Database(_)
            | Self::Kv(_)
            | Self::LoadBalancer(_)
            | Self::Queue(_)
            | Self::RateLimiter(_) => cores,
        }
    }
}
