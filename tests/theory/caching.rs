//! Caches, copies of data, and keys that move: hit ratios, staleness, resharding.

use napkin::component::database::ShardBy;
use napkin::component::database::shards::shard_of;
use napkin::component::load_balancer::balancer::mix;
use napkin::document::Measured;

use super::formulas::{fifo, lfu, lru, ttl, uniform, zipf};
use super::harness::{Run, about, known, run};

const KEYS: usize = 10_000;
const RATE: f64 = 1000.0;

fn cached(popularity: &str, cache: &str) -> Run {
    run(&format!(
        "
name: caching
data: {{ item: {{ keys: {KEYS}, popularity: {popularity}, size: 1KB }} }}
requests: {{ get: {{ rate: {RATE}/s, reads: item, path: [cache, origin] }} }}
components:
  cache: {{ cache: {{ {cache} }} }}
  origin: {{ server: {{}} }}
network: {{ hop: 0s }}
run: {{ duration: 100s, replications: 10, seed: 1 }}
"
    ))
}

/// One of the kind's own figures.
fn own(run: &Run, component: &str, key: &str) -> Measured {
    let own = &crate::common::own(&run.report.components[component])[key];
    let number = |name: &str| own[name].as_f64();
    Measured { value: number("value").expect("a value"), low: number("low"), high: number("high") }
}

/// Every key that is in the cache was asked for within the characteristic time (Che, Tung and Wang, IEEE JSAC 20(7),
/// 2002; why it is so accurate: Fricker, Robert and Roberts, ITC 24, 2012). FIFO and RANDOM have one hit ratio
/// (Gelenbe, IEEE Transactions on Computers 22(6), 1973). LFU knows, after a while, which keys are the most popular.
#[test]
fn hit_ratios() {
    for (name, law) in [("uniform", uniform(KEYS)), ("zipf(0.9)", zipf(KEYS, 0.9))] {
        for capacity in [500, 2000] {
            let every = [
                ("lru", lru(&law, capacity as f64), "Che, Tung and Wang 2002"),
                ("fifo", fifo(&law, capacity as f64), "Martina, Garetto and Leonardi 2014"),
                ("random", fifo(&law, capacity as f64), "Gelenbe 1973: as FIFO"),
                ("lfu", lfu(&law, capacity), "the most popular keys"),
            ];
            for (evict, expected, source) in every {
                about(format!("{evict}, {name}, {capacity} of {KEYS} keys"), source);
                let run = cached(name, &format!("memory: {capacity}KB, evict: {evict}"));
                run.agrees_with("hit ratio", own(&run, "cache", "hit_ratio"), expected, 0.0);
            }
        }
    }
}

/// An entry that lives τ from its fill is found by λτ of 1 + λτ requests (Jung, Berger and Balakrishnan, INFOCOM 2003).
#[test]
fn time_to_live() {
    for (name, law) in [("uniform", uniform(KEYS)), ("zipf(0.9)", zipf(KEYS, 0.9))] {
        for ttl_s in [5.0, 50.0] {
            about(format!("ttl {ttl_s} s, {name}"), "Jung, Berger and Balakrishnan 2003");
            let run = cached(name, &format!("ttl: {ttl_s}s"));
            let expected = ttl(&law, RATE, ttl_s);
            run.agrees_with("hit ratio", own(&run, "cache", "hit_ratio"), expected, 0.0);
        }
    }
}

/// A replica that is L behind answers stale if its key was written within the last L: 1 − e^(−wL) for each key (the
/// renewal argument of probabilistically bounded staleness; Bailis et al., PVLDB 5(8), 2012).
#[test]
fn stale_reads() {
    for (name, law) in [("uniform", uniform(200)), ("zipf(1)", zipf(200, 1.0))] {
        for lag_s in [0.02_f64, 0.1] {
            about(format!("replica {lag_s} s behind, {name}"), "Bailis et al. 2012");
            let run = run(&format!(
                "
name: staleness
data: {{ item: {{ keys: 200, popularity: {name}, size: 1KB }} }}
requests:
  get: {{ rate: 1000/s, reads: item, path: [db] }}
  put: {{ rate: 1000/s, writes: item, path: [db] }}
components:
  db: {{ database: {{ replicas: 1, lag: {lag_s}s, read: 0s, write: 0s }} }}
run: {{ duration: 50s, replications: 10, seed: 1 }}
"
            ));
            let expected: f64 = law.iter().map(|p| -p * (-1000.0 * p * lag_s).exp_m1()).sum();
            run.agrees_with("stale", own(&run, "db", "stale_read_ratio"), expected, 0.0);
        }
    }
}

/// From n to n + 1 parts, modulo moves n in n + 1 of the keys, and a consistent hash only the one in n + 1 that the new
/// part gets (Karger et al., STOC 1997; Lamping and Veach 2014).
#[test]
fn keys_that_move() {
    const MANY: u64 = 1_000_000;
    for parts in [4_usize, 16] {
        let n = parts as f64;
        for (by, name, expected) in [
            (ShardBy::Hash, "modulo", n / (n + 1.0)),
            (ShardBy::Consistent, "consistent", 1.0 / (n + 1.0)),
        ] {
            about(format!("{name}, {parts} parts, then {}", parts + 1), "Karger et al. 1997");
            let at = |key: u64, parts: usize| shard_of(mix(key), parts, by);
            let moved = (0..MANY).filter(|&key| at(key, parts) != at(key, parts + 1)).count();
            let deviation = (expected * (1.0 - expected) / MANY as f64).sqrt();
            known("share of keys that move", moved as f64 / MANY as f64, expected, deviation);
        }
    }
}

/// The same in a run: a cache that holds everything gets a fifth node, and each key that moved is missed once.
#[test]
fn a_fifth_cache() {
    about("cache, 4 nodes, then 5", "Karger et al. 1997");
    let run = run("
name: resharding
data: { item: { keys: 10k, popularity: uniform, size: 1KB } }
requests: { get: { rate: 5000/s, reads: item, path: [cache, origin] } }
components:
  cache: { cache: { instances: 4, memory: 100MB, work: 0s } }
  origin: { server: {} }
network: { hop: 0s }
timeline: [{ at: 1s, set: { cache.instances: 5 } }]
run: { warmup: 1s, duration: 40s, replications: 3, seed: 1 }
");
    // 40 s ask for each key 20 times: e^(−20) of those that moved are not asked for.
    let deviation = (0.2 * 0.8 / 1e4_f64).sqrt();
    for meters in &run.outcome.replications {
        let missed = meters.components[0].lookups - meters.components[0].hits;
        known("keys missed, of 10,000", missed as f64 / 1e4, 0.2, deviation);
    }
}
