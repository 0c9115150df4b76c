//! Misses that come at once: merged, spared by an early refresh, or answered with what has just expired.
//!
//! Each key of a cache is a renewal process: a load of D, a life of τ, and the wait for the next read of it. Keys are
//! uniform, so that one key's cycle tells of all.

use napkin::document::Measured;

use super::harness::{Run, about, known, run};

const KEYS: f64 = 50.0;
/// Reads a second of each key.
const RATE: f64 = 20.0;
/// The life of an entry, and how long a load takes, seconds.
const TTL: f64 = 1.0;
const LOAD: f64 = 0.1;
const SECONDS: f64 = 100.0;
const REPLICATIONS: f64 = 10.0;

fn cached(fields: &str) -> Run {
    let rate = KEYS * RATE;
    run(&format!(
        "
name: loading
data: {{ item: {{ keys: {KEYS}, size: 1KB }} }}
requests: {{ get: {{ rate: {rate}/s, reads: item, path: [cache, origin] }} }}
components:
  cache: {{ cache: {{ ttl: {TTL}s, work: 0s, {fields} }} }}
  origin: {{ server: {{ work: {{ io: {LOAD}s }} }} }}
network: {{ hop: 0s, client: 0s }}
run: {{ duration: {SECONDS}s, replications: {REPLICATIONS}, seed: 1 }}
"
    ))
}

fn own(run: &Run, key: &str) -> Measured {
    let own = &crate::common::own(&run.report.components["cache"])[key];
    let number = |name: &str| own[name].as_f64();
    Measured { value: number("value").expect("a value"), low: number("low"), high: number("high") }
}

/// A count of the cache over all replications.
fn count(run: &Run, key: &str) -> f64 {
    let own = &crate::common::own(&run.report.components["cache"])[key];
    own.as_f64().unwrap_or_else(|| panic!("no {key}: {own}"))
}

/// So many a second, of all keys, over the whole run, within what a Poisson count would vary by at most.
fn per_s(name: &str, count: f64, expected: f64) {
    let all = SECONDS * REPLICATIONS;
    known(name, count / all, expected, (expected / all).sqrt());
}

fn loads(run: &Run, expected: f64) {
    run.agrees_with("loads", run.report.components["origin"].arrivals_per_s, expected, 0.0);
}

/// Every read of the D that a load takes fetches as well, and renews the entry when it comes back: a cycle has
/// 1 + λD loads, and lasts until the last of them is back, τ has passed and somebody asks.
#[test]
fn a_herd_without_merging() {
    about("ttl 1 s, loads of 0.1 s, not merged", "renewal");
    let run = cached("");
    let last = LOAD - (1.0 - (-RATE * LOAD).exp()) / RATE;
    let cycle = last + LOAD + TTL + 1.0 / RATE;
    loads(&run, KEYS * (1.0 + RATE * LOAD) / cycle);
    per_s("fetched again", count(&run, "fetched_again"), KEYS * RATE * LOAD / cycle);
}

/// Merged, a cycle has one load; the reads of the D that it takes wait for it.
#[test]
fn merged() {
    about("ttl 1 s, loads of 0.1 s, merged", "renewal");
    let run = cached("merge: true");
    let cycle = LOAD + TTL + 1.0 / RATE;
    loads(&run, KEYS / cycle);
    per_s("merged", count(&run, "merged"), KEYS * RATE * LOAD / cycle);
    run.agrees_with("hit ratio", own(&run, "hit_ratio"), TTL / cycle, 0.0);
    // Who fetches takes D, who waits what is left of it.
    let mean_ms = 1e3 * (LOAD + RATE * LOAD * LOAD / 2.0) / (RATE * cycle);
    run.mean(mean_ms);
}

/// XFetch: a read that comes x before the end of the entry's life fetches it with the probability e^(−x ÷ βD), so that a
/// life ends with nobody having fetched in e^(−λβD) of the cycles, but for what τ ≫ βD leaves out.
#[test]
fn refreshed_early() {
    for beta in [0.5, 2.0] {
        about(format!("refreshed early, β = {beta}"), "Vattani et al. 2015");
        let run = cached(&format!("merge: true, refresh: early, beta: {beta}"));
        let scale = beta * LOAD;
        let survives =
            |t: f64| (-RATE * scale * ((-(TTL - t) / scale).exp() - (-TTL / scale).exp())).exp();
        const STEPS: usize = 100_000;
        let step = TTL / STEPS as f64;
        let lives: f64 = (0..STEPS).map(|at| survives((at as f64 + 0.5) * step) * step).sum();
        let expires = survives(TTL);
        let cycle = lives + expires / RATE + LOAD;
        loads(&run, KEYS / cycle);
        per_s("early", count(&run, "refreshed_early"), KEYS * (1.0 - expires) / cycle);
    }
}

/// Whoever reads an entry after its end has its old value and one of them has it fetched: nobody ever waits.
#[test]
fn answered_while_it_is_fetched() {
    about("ttl 1 s, stale while 10 s", "renewal");
    let run = cached("stale_while: 10s");
    let cycle = TTL + 1.0 / RATE + LOAD;
    loads(&run, KEYS / cycle);
    per_s("expired", count(&run, "answered_expired"), KEYS * (1.0 + RATE * LOAD) / cycle);
    let hits = own(&run, "hit_ratio");
    assert!(hits.value > 0.999_99, "{hits:?}");
}

/// What the first one gets, all get: of the loads that fail, everybody who waited fails, and nobody asks again.
#[test]
fn an_error_is_everybodys() {
    about("loads of 50 ms, half of which fail, merged", "counting");
    let run = run("
name: errors
data: { item: { keys: 1, size: 1KB } }
requests: { get: { rate: 1000/s, reads: item, path: [cache, origin] } }
components:
  cache: { cache: { ttl: 1us, work: 0s, merge: true } }
  origin: { server: { work: { io: 50ms }, errors: 50% } }
network: { hop: 0s, client: 0s }
run: { duration: 200s, replications: 10, seed: 1 }
");
    // A load begins with the first read after the last one's end.
    let per_s = 1.0 / 0.051;
    loads(&run, per_s);
    // Each load decides for the 51 reads of its cycle.
    let loads = per_s * 2000.0;
    known("errors", run.report.errors.rate.value, 0.5, 0.5 / loads.sqrt());
}

/// With `cancel` whoever gives up stops what it fetches, and the next one begins anew; without, the load goes on.
#[test]
fn who_gives_up_leaves_it_to_the_next() {
    let page = |cancel: bool| {
        format!(
            "
name: giving up
data: {{ item: {{ keys: 1, size: 1KB }} }}
traffic: {{ rate: 1000/s, arrivals: constant }}
requests:
  get: {{ weight: 1, reads: item, timeout: 30ms, cancel: {cancel}, path: [cache, origin] }}
components:
  cache: {{ cache: {{ work: 0s, merge: true }} }}
  origin: {{ server: {{ work: {{ io: 50ms }} }} }}
network: {{ hop: 0s, client: 0s }}
run: {{ duration: 2s, replications: 2, caches: cold, warmup: 0s, seed: 1 }}
"
        )
    };
    let goes_on = crate::common::run_text(&page(false), &[], 1).report;
    // Those of the first 20 ms give up before the answer comes at 50 ms.
    assert_eq!((goes_on.requests.failed, goes_on.requests.completed > 3900), (2 * 20, true));
    assert!(goes_on.components["origin"].arrivals_per_s.value < 0.6);
    let stops = crate::common::run_text(&page(true), &[], 1).report;
    assert_eq!(stops.requests.completed, 0);
    // A load begins when the one before is given up, every millisecond.
    assert!(stops.components["origin"].arrivals_per_s.value > 900.0);
}
