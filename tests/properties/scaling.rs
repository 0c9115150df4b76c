//! A page in slow motion: all times 8 times as long, all rates an eighth, all latencies 8 times as long.
//!
//! This is exact where every time is a whole number of ns on both pages: constant works, delays,
//! gaps, timeouts and pauses; paths, servers and keys may be drawn at random. A time that is drawn is rounded to a
//! nanosecond after it is multiplied, so two pages differ by up to 4 ns for each draw, and there the test says so. The ends of a latency's interval are not
//! exact either: their skewness is judged by stretches of a round number of seconds, which do not scale by 8.

use napkin::document::{LatencyMs, Measured};

use crate::harness::{Run, run};

const TIMES: f64 = 8.0;

/// A page with `@` before every number of ms and of requests per second that is a time or a rate.
fn slowed(page: &str, times: f64) -> Run {
    let mut text = String::new();
    let mut parts = page.split('@');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != '.').expect("a unit");
        let number: f64 = part[..end].parse().expect("a number");
        let is_rate = part[end..].starts_with("/s");
        let scaled = if is_rate { number / times } else { number * times };
        text.push_str(&format!("{scaled}{}", &part[end..]));
    }
    run(&text)
}

fn figures(latency: &LatencyMs) -> [Measured; 9] {
    let LatencyMs { mean, p50, p75, p90, p95, p99, p999, p9999, max } = *latency;
    [mean, p50, p75, p90, p95, p99, p999, p9999, max]
}

fn scaled(of: Measured, times: f64) -> Measured {
    Measured {
        value: of.value * times,
        low: of.low.map(|low| low * times),
        high: of.high.map(|high| high * times),
    }
}

/// Every figure of the document, against that of the page in slow motion.
fn exactly(page: &str) {
    let (fast, slow) = (slowed(page, 1.0).report, slowed(page, TIMES).report);
    assert!(fast.requests.completed > 1000);
    assert_eq!(fast.requests.offered, slow.requests.offered);
    assert_eq!(fast.requests.completed, slow.requests.completed);
    assert_eq!(fast.requests.retries, slow.requests.retries);
    assert_eq!(fast.errors.by_reason, slow.errors.by_reason);
    assert_eq!(slow.simulated_s, TIMES * fast.simulated_s);
    let (one, other) = (fast.latency_ms.expect("settles"), slow.latency_ms.expect("settles"));
    for (fast, slow) in figures(&one).into_iter().zip(figures(&other)) {
        assert_eq!(fast.value * TIMES, slow.value);
    }
    for (name, fast) in &fast.components {
        let slow = &slow.components[name];
        assert_eq!(scaled(fast.wait_ms.mean, TIMES), slow.wait_ms.mean, "{name}");
        assert_eq!(scaled(fast.service_ms.mean, TIMES), slow.service_ms.mean, "{name}");
        assert_eq!(scaled(fast.arrivals_per_s, 1.0 / TIMES), slow.arrivals_per_s, "{name}");
        assert_eq!(fast.queue_mean, slow.queue_mean, "{name}");
        assert_eq!(fast.utilization, slow.utilization, "{name}");
        assert_eq!(fast.own.hit_ratio(), slow.own.hit_ratio(), "{name}");
    }
}

const RUN: &str = "run: { warmup: @1024ms, duration: @16384ms, replications: 3, seed: 1 }";

#[test]
fn random_ways_and_keys() {
    exactly(&format!(
        "
name: slow motion
traffic: {{ rate: @500/s, arrivals: constant }}
data: {{ item: {{ keys: 1000, popularity: zipf(0.9), size: 1KB }} }}
requests:
  get: {{ weight: 4, reads: item, path: [lb, app, cache, db] }}
  put: {{ weight: 1, writes: item, path: [lb, app, {{ chance: {{ share: 30%, path: audit }} }}, db] }}
components:
  lb: {{ load_balancer: {{ policy: two_choices }} }}
  app: {{ server: {{ instances: 4, cores: 1, workers: 8, work: @3ms }} }}
  cache: {{ cache: {{ memory: 100KB, ttl: @2000ms, work: @0.25ms, cores: 1 }} }}
  audit: {{ server: {{ cores: 2, work: @5ms }} }}
  db: {{ database: {{ cores: 2, read: @4ms, write: @6ms, replicas: 1, lag: @10ms }} }}
network: {{ hop: @0.25ms, client: @1ms }}
{RUN}
"
    ));
}

#[test]
fn timeouts_and_retries() {
    exactly(&format!(
        "
name: slow motion
traffic: {{ rate: @250/s, arrivals: constant }}
path: [app, {{ api: {{ timeout: @20ms, retry: {{ times: 2, backoff: exponential, base: @4ms }} }} }}]
components:
  app: {{ server: {{}} }}
  api: {{ server: {{ cores: 4, queue: 2, work: @15ms }} }}
network: {{ hop: @0.5ms }}
timeline: [{{ at: @4096ms, slow: api, times: 1.5, for: @2048ms }}]
{RUN}
"
    ));
}

#[test]
fn a_closed_load_and_a_limiter() {
    exactly(&format!(
        "
name: slow motion
traffic: {{ clients: 40, think: @64ms }}
path: [gate, lb, app]
components:
  gate: {{ rate_limiter: {{ rate: @500/s, burst: 8, algorithm: leaky_bucket }} }}
  lb: {{ load_balancer: {{ policy: random }} }}
  app: {{ server: {{ instances: 3, cores: 1, work: @5ms }} }}
network: {{ hop: @0.25ms }}
{RUN}
"
    ));
}

/// The warm-up that is found is 8 times as long, too.
#[test]
fn the_warm_up_is_found_alike() {
    exactly(
        "
name: slow motion
traffic: { rate: @500/s, arrivals: constant }
path: [lb, app]
components:
  lb: { load_balancer: { policy: random } }
  app: { server: { instances: 4, cores: 1, work: @6ms } }
network: { hop: @0.25ms }
run: { duration: @16000ms, replications: 3, seed: 1 }
",
    );
}

/// Where times are drawn, each is rounded by itself.
#[test]
fn drawn_times_scale_to_their_rounding() {
    let page = format!(
        "
name: slow motion
traffic: @160/s
path: [app, db]
components:
  app: {{ server: {{ cores: 2, work: exp(@10ms) }} }}
  db: {{ database: {{ cores: 1, read: {{ mean: @4ms, cv: 1.5 }} }} }}
network: {{ hop: @0.25ms }}
{RUN}
"
    );
    let (fast, slow) = (slowed(&page, 1.0).report, slowed(&page, TIMES).report);
    assert_eq!(fast.requests.offered, slow.requests.offered);
    let mean = |report: &napkin::document::Report| report.latency_ms.as_ref().unwrap().mean.value;
    let off_ns = (mean(&slow) / TIMES - mean(&fast)).abs() * 1e6;
    assert!(off_ns < 100.0, "{off_ns} ns");
}
