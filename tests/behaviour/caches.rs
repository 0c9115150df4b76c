//! Caches: hit ratios against closed forms.

use super::harness::{Run, run};
use super::reference::{self, fifo, lfu, lru};

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
