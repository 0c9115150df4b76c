//! Nanoseconds per random draw: divan reports the time of [`DRAWS`] draws, and items per second.
//! `cargo bench --bench sampling`

use divan::Bencher;
use divan::counter::ItemsCount;
use napkin::sample::{Dist, Popularity, Stream};
use napkin::stats::{Histogram, Small};

const DRAWS: u64 = 1000;

fn main() {
    divan::main();
}

/// Adds up draws, so that none can be left out.
fn draws(bencher: Bencher, mut draw: impl FnMut(&mut Stream) -> u64) {
    let mut stream = Stream::new(1, 0, "bench", "draws");
    bencher
        .counter(ItemsCount::new(DRAWS))
        .bench_local(|| (0..DRAWS).fold(0_u64, |sum, _| sum.wrapping_add(draw(&mut stream))));
}

#[divan::bench]
fn next_u64(bencher: Bencher) {
    draws(bencher, Stream::next_u64);
}

#[divan::bench]
fn below(bencher: Bencher) {
    let n = divan::black_box(1_000_003);
    draws(bencher, |s| s.below(n));
}

#[divan::bench]
fn chance(bencher: Bencher) {
    let p = divan::black_box(0.1);
    draws(bencher, |s| u64::from(s.chance(p)));
}

#[divan::bench]
fn exp1(bencher: Bencher) {
    draws(bencher, |s| s.exp1().to_bits());
}

#[divan::bench]
fn normal(bencher: Bencher) {
    draws(bencher, |s| s.normal().to_bits());
}

/// A named distribution of each kind.
fn dists() -> Vec<(&'static str, Option<Dist>)> {
    vec![
        ("constant", Some(Dist::Constant(5_000_000))),
        ("exponential", Dist::exponential(5e6)),
        ("lognormal", Dist::lognormal_mean_cv(5e6, 1.5)),
        ("uniform", Dist::uniform(1_000_000, 5_000_000)),
        ("pareto", Dist::pareto(1e6, 1.5)),
        ("erlang3", Dist::erlang(3, 5e6)),
        ("erlang100", Dist::erlang(100, 5e6)),
        ("samples", Dist::samples((0..1000).map(|i| i * i).collect())),
    ]
}

#[divan::bench(args = ["constant", "exponential", "lognormal", "uniform", "pareto", "erlang3", "erlang100", "samples"])]
fn dist(bencher: Bencher, name: &str) {
    let dist = dists().into_iter().find(|d| d.0 == name).and_then(|d| d.1);
    let dist = divan::black_box(dist.expect("a name of the list"));
    draws(bencher, |s| dist.sample(s));
}

#[divan::bench(args = [(0.0, 1e8), (0.6, 1e8), (0.9, 1e4), (0.9, 1e6), (0.9, 1e8), (0.9, 1e10), (1.0, 1e8), (1.2, 1e10), (2.0, 1e6)])]
fn zipf(bencher: Bencher, (a, keys): (f64, f64)) {
    let law = divan::black_box(Popularity::zipf(keys as u64, a).expect("valid"));
    draws(bencher, |s| law.draw(s));
}

#[divan::bench]
fn hot(bencher: Bencher) {
    let law = divan::black_box(Popularity::hot(100_000_000, 0.01, 0.9).expect("valid"));
    draws(bencher, |s| law.draw(s));
}

/// Durations to record, drawn beforehand.
fn durations() -> Vec<u64> {
    let mut s = Stream::new(1, 0, "bench", "durations");
    let dist = Dist::lognormal_mean_cv(5e6, 1.5).expect("valid");
    (0..DRAWS).map(|_| dist.sample(&mut s)).collect()
}

#[divan::bench]
fn record_small(bencher: Bencher) {
    let values = durations();
    let mut histogram = Small::new();
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        values.iter().for_each(|&ns| histogram.record(ns));
    });
}

#[divan::bench]
fn record_histogram(bencher: Bencher) {
    let values = durations();
    let mut histogram = Histogram::new();
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        values.iter().for_each(|&ns| histogram.record(ns));
    });
}
