//! Caches: hit ratios against closed forms.

use napkin::component::load_balancer::balancer::{jump_hash, mix};

use super::harness::{Run, binomial, half_width, run};
use super::reference::{self, chain_of_lru, fifo, lfu, lru, lru_of_many, ttl};

const KEYS: usize = 10_000;
const RATE: f64 = 1000.0;

/// A page of one cache before an origin that answers at once.
fn page(popularity: &str, cache: &str) -> String {
    page_with(KEYS, popularity, cache, "duration: 100s, replications: 8")
}

fn page_with(keys: usize, popularity: &str, cache: &str, run: &str) -> String {
    format!(
        "
name: one cache
data:
  item: {{ keys: {keys}, popularity: {popularity}, size: 1KB }}
requests:
  get: {{ rate: {RATE}/s, reads: item, path: [cache, origin] }}
components:
  cache: {{ cache: {{ {cache} }} }}
  origin: {{ server: {{ }} }}
run: {{ {run}, warmup: 0s, seed: 1 }}
network: {{ hop: 0s }}
"
    )
}

fn hit_ratio(run: &Run, expected: f64) {
    run.agrees("hit ratio", run.own("cache", "hit_ratio"), expected, 0.004);
}

fn popularities() -> [(&'static str, Vec<f64>); 4] {
    [
        ("uniform", reference::uniform(KEYS)),
        ("zipf(0.8)", reference::zipf(KEYS, 0.8)),
        ("zipf(1.1)", reference::zipf(KEYS, 1.1)),
        ("hot(1% takes 90%)", reference::hot(KEYS, 0.01, 0.9)),
    ]
}

fn every_popularity_and_size(evict: &str, formula: fn(&[f64], usize) -> f64) {
    for (name, popularity) in popularities() {
        for capacity in [500, 2000] {
            let cache = format!("memory: {capacity}KB, evict: {evict}");
            println!("{evict} {name} {capacity}");
            hit_ratio(&run(&page(name, &cache)), formula(&popularity, capacity));
        }
    }
}

#[test]
fn lru_follows_che() {
    every_popularity_and_size("lru", |popularity, capacity| lru(popularity, capacity as f64));
}

#[test]
fn fifo_follows_its_fixed_point() {
    every_popularity_and_size("fifo", |popularity, capacity| fifo(popularity, capacity as f64));
}

#[test]
fn random_has_the_hit_ratio_of_fifo() {
    every_popularity_and_size("random", |popularity, capacity| fifo(popularity, capacity as f64));
}

#[test]
fn lfu_keeps_the_most_popular() {
    every_popularity_and_size("lfu", lfu);
}

/// A start in the steady state shows in the very first second, over many replications.
fn first_second(popularity: &str, cache: &str) -> Run {
    run(&page_with(KEYS, popularity, cache, "duration: 1s, replications: 60"))
}

#[test]
fn the_first_second_is_as_good_as_any_other() {
    let popularity = reference::zipf(KEYS, 0.8);
    let formulas: [(&str, f64); 5] = [
        ("memory: 1000KB, evict: lru", lru(&popularity, 1000.0)),
        ("memory: 1000KB, evict: fifo", fifo(&popularity, 1000.0)),
        ("memory: 1000KB, evict: random", fifo(&popularity, 1000.0)),
        ("memory: 1000KB, evict: lfu", lfu(&popularity, 1000)),
        ("ttl: 20s", ttl(&popularity, RATE, 20.0)),
    ];
    for (cache, expected) in formulas {
        let run = first_second("zipf(0.8)", cache);
        run.agrees(cache, run.own("cache", "hit_ratio"), expected, 0.006);
    }
}

#[test]
fn a_cold_start_comes_to_the_same() {
    for cache in ["memory: 1000KB", "memory: 1000KB, evict: fifo", "memory: 1000KB, evict: random"]
    {
        let warm = first_second("zipf(0.8)", cache);
        let expected = warm.own("cache", "hit_ratio");
        let expected = (expected.value, half_width(expected));
        let cold =
            page_with(KEYS, "zipf(0.8)", cache, "duration: 50s, replications: 8, caches: cold");
        let cold = run(&cold.replace("warmup: 0s", "warmup: 60s"));
        cold.agrees_with(cache, cold.own("cache", "hit_ratio"), expected, 0.006);
        let early =
            page_with(KEYS, "zipf(0.8)", cache, "duration: 1s, replications: 8, caches: cold");
        let early = run(&early).own("cache", "hit_ratio").value;
        assert!(early < 0.85 * expected.0, "a cold cache hits {early} at once");
    }
}

/// Poisson requests find an entry that lives τ from its fill with λτ/(1 + λτ).
#[test]
fn ttl_from_the_fill() {
    for (name, popularity) in popularities() {
        for ttl_s in [5.0, 50.0] {
            let run = run(&page(name, &format!("ttl: {ttl_s}s")));
            hit_ratio(&run, ttl(&popularity, RATE, ttl_s));
        }
    }
}

#[test]
fn lru_with_ttl_against_a_plain_one() {
    let popularity = reference::zipf(KEYS, 0.8);
    for (capacity, ttl_s) in [(500, 2.0), (2000, 10.0)] {
        let expected = chain_of_lru(&popularity, RATE, &[(capacity, ttl_s)], 200_000)[0];
        let cache = format!("memory: {capacity}KB, ttl: {ttl_s}s");
        let long = run(&page("zipf(0.8)", &cache));
        long.agrees_with("lru + ttl", long.own("cache", "hit_ratio"), expected, 0.004);
        let short = first_second("zipf(0.8)", &cache);
        short.agrees_with("at first", short.own("cache", "hit_ratio"), expected, 0.006);
    }
}

/// Each key lives on one instance; the instances are caches of their own.
#[test]
fn instances_split_the_keys() {
    const INSTANCES: usize = 4;
    for (name, popularity) in popularities() {
        let mut parts = vec![Vec::new(); INSTANCES];
        for (key, &p) in popularity.iter().enumerate() {
            parts[jump_hash(mix(key as u64), INSTANCES)].push(p);
        }
        let expected: f64 = parts.iter().map(|part| part_of_lru(part, 250.0)).sum();
        hit_ratio(&run(&page(name, "memory: 250KB, instances: 4")), expected);
    }
}

/// A flush empties every instance, a death its own: each key lost is missed once, and no other ever.
#[test]
fn what_is_emptied_is_missed_once() {
    const KEYS: u64 = 200;
    let of_first = (0..KEYS).filter(|&key| jump_hash(mix(key), 4) == 0).count() as u64;
    for (happens, lost) in [
        ("flush: cache", KEYS),
        ("kill: cache, for: 1s", KEYS),
        ("kill: cache, count: 1, for: 1s", of_first),
    ] {
        let brief = "duration: 40s, replications: 5";
        let text =
            page_with(KEYS as usize, "uniform", "memory: 1MB, work: 0s, instances: 4", brief);
        let text = format!("{text}timeline:\n  - {{ at: 5s, {happens} }}\n");
        for meters in &run(&text).outcome.replications {
            let cache = &meters.components[0];
            assert_eq!(cache.lookups - cache.hits, lost, "{happens}");
        }
    }
}

/// The share of all requests that hit in one instance: Che's formula with what of the popularity it has.
fn part_of_lru(popularity: &[f64], capacity: f64) -> f64 {
    let sum: f64 = popularity.iter().sum();
    let own: Vec<f64> = popularity.iter().map(|p| p / sum).collect();
    sum * lru(&own, capacity)
}

#[test]
fn a_cache_behind_another() {
    let popularity = reference::zipf(KEYS, 0.8);
    let forever = f64::INFINITY;
    for (first, second) in [(300, 2000), (1000, 1500)] {
        let expected =
            chain_of_lru(&popularity, RATE, &[(first, forever), (second, forever)], 200_000);
        let page = page("zipf(0.8)", &format!("memory: {second}KB"))
            .replace("path: [cache,", "path: [edge, cache,")
            .replace(
                "components:",
                &format!("components:\n  edge: {{ cdn: {{ memory: {first}KB }} }}"),
            );
        let run = run(&page);
        run.agrees_with("edge", run.own("edge", "hit_ratio"), expected[0], 0.004);
        run.agrees_with("cache", run.own("cache", "hit_ratio"), expected[1], 0.006);
    }
}

/// Ten million entries for a hundred million keys: most keys are only represented, and it does not show.
#[test]
fn a_hundred_million_keys() {
    for (a, expected) in [0.7, 0.9].map(|a| (a, lru_of_many(100_000_000, a, 1e7))) {
        let text = page_with(
            100_000_000,
            &format!("zipf({a})"),
            "memory: 10GB",
            "duration: 60s, replications: 8",
        );
        let run = run(&text.replace("1000/s", "4000/s"));
        run.agrees("hit ratio", run.own("cache", "hit_ratio"), expected, 0.004);
    }
}

#[test]
fn a_known_hit_ratio() {
    let run = run(&page("uniform", "hit_ratio: 37%"));
    let asked = run.outcome.replications.iter().map(|meters| meters.components[0].lookups).sum();
    let hits = run.outcome.replications.iter().map(|meters| meters.components[0].hits).sum();
    binomial("hits", hits, asked, 0.37);
}
