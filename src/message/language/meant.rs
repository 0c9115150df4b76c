//! Other people's words for what a page calls otherwise: what is probably meant by a word too far from any
//! field to be a misspelling of it.

/// (where, what was written, what is meant); an empty place is everywhere. What is meant will stand between two
/// backticks: where it is two fields, the inner ones are its own.
const WORDS: [(&str, &str, &str); 62] = [
    ("", "count", "instances"),
    ("", "nodes", "instances"),
    ("", "num_instances", "instances"),
    ("", "size", "memory"),
    ("", "ram", "memory"),
    ("", "max_memory", "memory"),
    ("", "cpu", "cores"),
    ("", "cpus", "cores"),
    ("", "vcpu", "cores"),
    ("", "vcpus", "cores"),
    ("", "instance_type", "machine"),
    ("", "machine_type", "machine"),
    ("", "type", "machine"),
    ("", "network", "bandwidth"),
    ("", "region", "site"),
    ("", "zone", "site"),
    ("", "location", "site"),
    ("", "retries", "retry"),
    ("", "pool_size", "pool"),
    ("", "service_time", "work"),
    ("", "latency", "work"),
    ("", "rps", "rate"),
    ("", "qps", "rate"),
    ("", "connections", "pool"),
    ("server", "threads", "workers"),
    ("server", "concurrency", "workers"),
    ("server", "replicas", "instances"),
    ("server", "queue_size", "queue"),
    ("server", "max_queue", "queue"),
    ("server", "discipline", "order"),
    ("server", "alpha", "contention"),
    ("server", "beta", "coherency"),
    ("load_balancer", "algorithm", "policy"),
    ("load_balancer", "strategy", "policy"),
    ("load_balancer", "health_check", "health"),
    ("cache", "eviction", "evict"),
    ("cache", "policy", "evict"),
    ("cache", "capacity", "memory"),
    ("cache", "expiry", "ttl"),
    ("cache", "hit_rate", "hit_ratio"),
    ("cdn", "eviction", "evict"),
    ("cdn", "capacity", "memory"),
    ("cdn", "hit_rate", "hit_ratio"),
    ("database", "work", "read` and `write"),
    ("database", "instances", "replicas"),
    ("database", "followers", "replicas"),
    ("database", "replication_lag", "lag"),
    ("database", "partitions", "shards"),
    ("database", "partition_by", "shard_by"),
    ("database", "buffer_pool", "buffer"),
    ("queue", "visibility_timeout", "redeliver_after"),
    ("queue", "size", "capacity"),
    ("queue", "limit", "capacity"),
    ("rate_limiter", "limit", "rate"),
    ("rate_limiter", "bucket", "burst"),
    ("traffic", "users", "clients"),
    ("traffic", "think_time", "think"),
    ("retry", "max_attempts", "times"),
    ("retry", "attempts", "times"),
    ("retry", "max_delay", "max"),
    ("retry", "delay", "base"),
    ("slo", "latency", "p99"),
];

/// Other words for the kinds.
const KINDS: [(&str, &str); 24] = [
    ("service", "server"),
    ("app", "server"),
    ("api", "server"),
    ("web", "server"),
    ("worker", "server"),
    ("machine", "server"),
    ("lb", "load_balancer"),
    ("alb", "load_balancer"),
    ("nginx", "load_balancer"),
    ("haproxy", "load_balancer"),
    ("proxy", "load_balancer"),
    ("db", "database"),
    ("sql", "database"),
    ("postgres", "database"),
    ("mysql", "database"),
    ("store", "database"),
    ("redis", "cache"),
    ("memcached", "cache"),
    ("kafka", "queue"),
    ("sqs", "queue"),
    ("rabbitmq", "queue"),
    ("topic", "queue"),
    ("limiter", "rate_limiter"),
    ("cloudfront", "cdn"),
];

/// The field that is meant, if it is one of those that fit.
#[must_use]
pub fn meant_field(owner: &str, written: &str, fits: &[&str]) -> Option<&'static str> {
    let written = written.to_lowercase();
    let is_here = |place: &str| place == owner;
    let found = |everywhere: bool| {
        WORDS.iter().find(|(place, word, meant)| {
            let here = if everywhere { place.is_empty() } else { is_here(place) };
            let first = meant.split('`').next().unwrap_or(meant);
            here && *word == written && fits.contains(&first)
        })
    };
    found(false).or_else(|| found(true)).map(|(_, _, meant)| *meant)
}

/// The kind that is meant.
#[must_use]
pub fn meant_kind(written: &str) -> Option<&'static str> {
    let written = written.to_lowercase();
    KINDS.iter().find(|(word, _)| *word == written).map(|(_, kind)| *kind)
}
