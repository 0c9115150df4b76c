//! The timeline, verb by verb, and the shapes of traffic.

use super::harness::{Run, near, poisson, run};

fn page(traffic: &str, path: &str, components: &str, timeline: &str, run: &str) -> String {
    format!(
        "
name: something happens
traffic: {traffic}
path: {path}
components:
{components}
timeline:
{timeline}
network: {{ hop: 0s }}
run: {{ {run}, seed: 1 }}
"
    )
}

const RUN: &str = "warmup: 10s, duration: 60s, replications: 10";

fn balanced(health: &str, timeline: &str) -> Run {
    let components = format!(
        "  lb: {{ load_balancer: {{ {health} }} }}
  app: {{ server: {{ instances: 4, work: 10ms }} }}"
    );
    run(&page("400/s", "[lb, app]", &components, timeline, RUN))
}

// ---- kill ----

/// Without health checks to fool, only what is under way on the instance is lost: λ/4 × 10 ms.
#[test]
fn a_balancer_that_knows_at_once() {
    let run = balanced("", "  - { at: 21s, kill: app, count: 1, for: 20s }");
    poisson("lost", run.failed("connection_lost"), 10.0 * 400.0 / 4.0 * 0.010);
    assert_eq!(run.failed("connection_lost"), run.report.requests.failed);
}

/// Checks every 5 s, of which two must fail: a death at 31 s of the run's clock is noticed at 40 s.
#[test]
fn health_checks_take_their_time() {
    let health = "health: { every: 5s, fails: 2, passes: 3 }";
    let run = balanced(health, "  - { at: 21s, kill: app, count: 1, for: 20s }");
    let expected = 10.0 * (400.0 / 4.0) * (9.0 + 0.010);
    // Round robin sends every fourth there.
    near("errors", run.report.requests.failed as f64, expected, 3.3 * 10.0_f64.sqrt() * 30.0);
    let errors = &run.report.timeseries.errors_per_s;
    near("while unnoticed", run.between(errors, 22.0, 29.0), 100.0, 4.0);
    near("once noticed", run.between(errors, 31.0, 60.0), 0.0, 0.0);
}

#[test]
fn a_dead_balancer_refuses_all() {
    let run = balanced("", "  - { at: 20s, kill: lb, for: 10s }");
    poisson("failed", run.report.requests.failed, 10.0 * 400.0 * (10.0 + 0.010));
}

/// Whoever waits, works or comes while it is dead fails once.
#[test]
fn a_queue_dies_with_its_server() {
    let components = "  app: { server: { cores: 1, work: exp(9ms) } }";
    let timeline = "  - { at: 30s, kill: app, for: 10s }";
    let run = run(&page("100/s", "[app]", components, timeline, RUN));
    // Besides those that come, those in an M/M/1 at ρ = 0.9: 9 on average, with a deviation of √90.
    let failed = run.report.requests.failed as f64;
    near("failed", failed, 10.0 * (1000.0 + 9.0), 3.3 * (10.0 * (1000.0 + 90.0_f64)).sqrt());
    let requests = &run.report.requests;
    assert_eq!(
        requests.offered + requests.in_flight_at_start,
        requests.completed + requests.failed + requests.in_flight_at_end
    );
}

#[test]
fn the_longer_of_two_deaths_counts() {
    let components = "  app: { server: { instances: 2, work: 1ms } }";
    let timeline = "  - { at: 10s, kill: app, count: 1, for: 5s }
  - { at: 12s, kill: app, for: 20s }";
    let run = run(&page("400/s", "[app]", components, timeline, RUN));
    poisson("failed", run.report.requests.failed, 10.0 * 400.0 * 20.001);
}

// ---- caches ----

const CACHED: &str = "
name: a cache and what happens to it
data:
  item: { keys: 2k, size: 1KB }
requests:
  get: { rate: 1000/s, reads: item, path: [cache, db] }
components:
  cache: { cache: { memory: 1MB, work: 0s } }
  db: { database: { read: 10ms } }
network: { hop: 0s }
run: { warmup: 10s, duration: 60s, replications: 10, seed: 1 }
";

fn cached(change: (&str, &str), timeline: &str) -> Run {
    run(&format!("{}timeline:\n  - {timeline}\n", CACHED.replace(change.0, change.1)))
}

/// Half of the keys fit. While the cache is dead every read goes on to the database, and afterwards it is empty.
#[test]
fn a_dead_cache_is_passed() {
    let run = cached(("", ""), "{ at: 20s, kill: cache, for: 10s }");
    let phases: Vec<f64> = run
        .report
        .phases
        .iter()
        .map(|phase| phase.latency_ms.as_ref().expect("completed").mean.value)
        .collect();
    near("before", phases[0], 5.0, 0.1);
    near("during", phases[1], 10.0, 0.1);
    // What was waiting for the database on the cache's behalf.
    poisson("lost", run.report.requests.failed, 10.0 * 500.0 * 0.010);
    // It fills with 1,000 distinct keys of 2,000 in 2,000 ln 2 reads, 1.4 s: half of the misses saved.
    let errors: f64 = run.report.timeseries.errors_per_s.iter().sum();
    assert!(errors > 0.0);
    assert!(phases[2] > 5.02 && phases[2] < 5.4, "cold afterwards: {}", phases[2]);
}

#[test]
fn a_dead_cache_that_refuses() {
    let change = ("work: 0s", "work: 0s, when_down: fail");
    let run = cached(change, "{ at: 20s, kill: cache, for: 10s }");
    poisson("failed", run.report.requests.failed, 10.0 * (10_000.0 + 5.0));
}

/// 100 KB take 80 ms through 10 Mbps; what passes a dead cache does not go through its network card.
#[test]
fn what_passes_a_dead_cache_leaves_its_network_card_alone() {
    let run = run("
name: a cache with a slow card
data:
  item: { keys: 1k, size: 1KB }
requests:
  get: { rate: 5/s, reads: item, size: 100KB, path: [cache, db] }
components:
  cache: { cache: { hit_ratio: 50%, work: 0s, bandwidth: 10Mbps, when_down: pass } }
  db: { database: { read: 5ms } }
timeline:
  - { at: 20s, kill: cache, for: 20s }
network: { hop: 0s }
run: { warmup: 10s, duration: 60s, replications: 10, seed: 1 }
");
    let phase = |at: usize| run.report.phases[at].latency_ms.as_ref().expect("completed");
    // No percentile is below the card's own time; the histogram keeps three digits.
    assert!(phase(0).p50.value > 79.9, "before: {}", phase(0).p50.value);
    near("mean without the card", phase(1).mean.value, 5.0, 1e-9);
    near("max without the card", phase(1).max.value, 5.0, 1e-9);
    assert!(phase(2).p50.value > 79.9, "after: {}", phase(2).p50.value);
}

/// After a flush of n = 2,000 equally hot keys t reads have filled n(1 − exp(−t/n)), until the cache is full: of
/// the reads on the way there the missing ones are as many as entries are filled, 1,000 instead of half of 1,386.
#[test]
fn a_flush_costs_what_it_takes_to_fill() {
    let run = cached(("", ""), "{ at: 20s, flush: cache }");
    assert_eq!(run.report.requests.failed, 0);
    let lookups: u64 = run.outcome.replications.iter().map(|m| m.components[0].lookups).sum();
    let hits: u64 = run.outcome.replications.iter().map(|m| m.components[0].hits).sum();
    let extra = (lookups - hits) as f64 - 0.5 * lookups as f64;
    let expected = 10.0 * (1000.0 - 0.5 * 2000.0 * 2.0_f64.ln());
    // Hits are nearly independent coins.
    near("more misses", extra, expected, 3.3 * 0.5 * (lookups as f64).sqrt());
    near("interval", run.report.timeseries.interval_s, 0.5, 0.0);
    let early = &run.outcome.replications[0].intervals[40].latency;
    assert!(early.mean().expect("completed") > 7.5e6, "nearly all of the first half second miss");
}

// ---- slow and hang ----

#[test]
fn slow_work_takes_so_many_times_as_long() {
    let components = "  app: { server: { work: 10ms } }";
    for times in [0.5, 3.0] {
        let timeline = format!("  - {{ at: 20s, slow: app, times: {times}, for: 10s }}");
        let run = run(&page("100/s", "[app]", components, &timeline, RUN));
        let p90 =
            |at: usize| run.report.phases[at].latency_ms.as_ref().expect("completed").p90.value;
        near("before", p90(0), 10.0, 0.02);
        near("during", p90(1), 10.0 * times, 0.02 * times);
        near("after", p90(2), 10.0, 0.02);
    }
}

#[test]
fn a_hang_holds_answers_back_until_it_ends() {
    for app in [
        "server: { work: 10ms }",
        "server: { cores: 100, work: 10ms }",
        "server: { cores: 100, order: processor_sharing, work: 10ms }",
    ] {
        let components = format!("  app: {{ {app} }}");
        let timeline = "  - { at: 20s, hang: app, for: 10s }";
        let run = run(&page("100/s", "[app]", &components, timeline, RUN));
        assert_eq!(run.report.requests.failed, 0);
        near(
            "completed while it hangs",
            run.between(&run.report.timeseries.completed_per_s, 21.0, 30.0),
            0.0,
            0.0,
        );
        let max = run.latency().max.value;
        assert!(
            max > 9_900.0 && max < 11_010.0,
            "{app}: the first waits for nearly ten seconds: {max}"
        );
    }
}

/// A hang takes what has no work of its own, too.
#[test]
fn everything_can_hang() {
    for (name, path, components) in [
        (
            "lb",
            "[lb, app]",
            "  lb: { load_balancer: { } }\n  app: { server: { instances: 2, work: 1ms } }",
        ),
        (
            "edge",
            "[edge, app]",
            "  edge: { cdn: { hit_ratio: 50% } }\n  app: { server: { work: 1ms } }",
        ),
        ("app", "[app]", "  app: { server: { } }"),
        ("db", "[db]", "  db: { database: { read: 0s } }"),
        (
            "q",
            "[app, { later: [q, worker] }]",
            "  app: { server: { } }\n  q: { queue: { } }\n  worker: { server: { cores: 10, work: 1ms } }",
        ),
    ] {
        let timeline = format!("  - {{ at: 20s, hang: {name}, for: 10s }}");
        let run = run(&page("100/s", path, components, &timeline, RUN));
        let completed = run.between(&run.report.timeseries.completed_per_s, 21.0, 30.0);
        near(name, completed, 0.0, 0.0);
        assert_eq!(run.report.requests.failed, 0, "{name}");
    }
}

#[test]
fn clients_with_a_timeout_give_up_on_what_hangs() {
    let components = "  app: { server: { work: 10ms } }";
    let timeline = "  - { at: 20s, hang: app, for: 10s }";
    let text = page("100/s", "[{ app: { timeout: 1s } }]", components, timeline, RUN);
    let run = run(&text);
    // All that would be answered more than a second later: those of the first nine seconds.
    poisson("timeouts", run.failed("timeout"), 10.0 * 100.0 * 9.02);
    assert_eq!(run.report.errors.by_component["app"]["timeout"], run.failed("timeout"));
}

#[test]
fn a_hang_for_good_never_answers() {
    let components = "  app: { server: { work: 10ms } }";
    let run = run(&page("100/s", "[app]", components, "  - { at: 20s, hang: app }", RUN));
    poisson("in flight", run.report.requests.in_flight_at_end, 10.0 * 100.0 * 40.01);
}

// ---- cut ----

#[test]
fn a_cut_holds_messages_back() {
    let components = "  app: { server: { } }\n  db: { database: { read: 1ms } }";
    let timeline = "  - { at: 20s, cut: [app, db], for: 10s }";
    let waits = run(&page("100/s", "[app, db]", components, timeline, RUN));
    assert_eq!(waits.report.requests.failed, 0);
    near(
        "while cut",
        waits.between(&waits.report.timeseries.completed_per_s, 21.0, 30.0),
        0.0,
        0.0,
    );
    assert!(waits.latency().max.value > 9_900.0);
    let gives_up =
        run(&page("100/s", "[app, { db: { timeout: 200ms } }]", components, timeline, RUN));
    poisson("timeouts", gives_up.failed("timeout"), 10.0 * 100.0 * 9.8);
}

// ---- set ----

#[test]
fn instances_come_and_go() {
    let components = "  lb: { load_balancer: { policy: round_robin } }
  app: { server: { instances: 2, cores: 1, work: 5ms } }";
    let timeline = "  - { at: 20s, set: { app.instances: 4 } }
  - { at: 40s, set: { app.instances: 1 } }";
    let run = run(&page("100/s", "[lb, app]", components, timeline, RUN));
    let busy = &run.report.timeseries.components["app"].utilization;
    for (from_s, to_s, expected) in [(0.0_f64, 20.0, 0.25), (20.0, 40.0, 0.125), (41.0, 60.0, 0.5)]
    {
        // Arrivals alone are random: their number over 10 replications has a relative deviation of 1/√n.
        let deviation = expected / (10.0 * 100.0 * (to_s - from_s)).sqrt();
        near("utilization", run.between(busy, from_s, to_s), expected, 3.5 * deviation);
    }
}

/// Instances that a later `set` brings are not there before: the death of the only one is seen.
#[test]
fn instances_to_come_do_not_keep_the_nearest_up() {
    let components = "  near: { server: { } }\n  far: { server: { } }";
    let timeline = "  - { at: 5s, kill: near, for: 5s }
  - { at: 20s, set: { near.instances: 2 } }";
    let path = "[{ one_of: { policy: nearest, paths: { a: near, b: far } } }]";
    let brief = "warmup: 5s, duration: 30s, replications: 10";
    let run = run(&page("100/s", path, components, timeline, brief));
    assert_eq!(run.report.requests.failed, 0);
    let arrivals = |at: usize| {
        run.outcome.replications.iter().map(|meters| meters.components[at].arrivals).sum::<u64>()
    };
    poisson("near", arrivals(0), 10.0 * 100.0 * 25.0);
    poisson("far", arrivals(1), 10.0 * 100.0 * 5.0);
}

/// Keys move to the instances that come: they miss there once, and are not found where they were.
#[test]
fn a_cache_grows_and_shrinks() {
    let text = CACHED
        .replace("memory: 1MB", "memory: 500KB, instances: 2")
        .replace("keys: 2k", "keys: 4k");
    let timeline = "timeline:
  - { at: 20s, set: { cache.instances: 4 } }
  - { at: 40s, set: { cache.instances: 1 } }
";
    let run = run(&(text + timeline));
    let misses = |from_s: f64, to_s: f64| {
        let mean: f64 = run
            .outcome
            .replications
            .iter()
            .map(|meters| {
                let (from, to) = ((2.0 * from_s) as usize, (2.0 * to_s) as usize);
                let means = meters.intervals[from..to].iter().map(|one| one.latency.mean());
                means.map(|mean| mean.unwrap_or(0.0)).sum::<f64>() / (to - from) as f64
            })
            .sum();
        mean / 10.0 / 10e6
    };
    near("interval", run.report.timeseries.interval_s, 0.5, 0.0);
    near("two instances", misses(0.0, 20.0), 1.0 - 1000.0 / 4000.0, 0.01);
    near("four instances", misses(30.0, 40.0), 1.0 - 2000.0 / 4000.0, 0.01);
    near("one instance", misses(50.0, 60.0), 1.0 - 500.0 / 4000.0, 0.01);
}

// ---- traffic ----

/// Poisson arrivals between two instants are as many as the integral of the rate says.
fn arrivals(traffic: &str, timeline: &str, expected: &[(f64, f64, f64)]) {
    let components = "  app: { server: { } }";
    let mut text =
        page(traffic, "[app]", components, timeline, "warmup: 5s, duration: 60s, replications: 20");
    if timeline.is_empty() {
        text = text.replace("timeline:\n", "");
    }
    let run = run(&text);
    for &(from_s, to_s, mean) in expected {
        let rate = run.between(&run.report.timeseries.offered_per_s, from_s, to_s);
        let count = (rate * (to_s - from_s) * 20.0).round();
        poisson(&format!("{traffic} from {from_s} to {to_s}"), count as u64, 20.0 * mean);
    }
}

#[test]
fn shapes_bring_their_integral() {
    arrivals(
        "{ rate: 100/s, shape: { steps: [ { at: 10s, times: 3 }, { at: 30s, times: 0.5 } ] } }",
        "",
        &[(0.0, 10.0, 1000.0), (10.0, 30.0, 6000.0), (30.0, 60.0, 1500.0)],
    );
    arrivals(
        "{ rate: 100/s, shape: { ramp: { to: 4, over: 40s } } }",
        "",
        &[(0.0, 20.0, 3500.0), (20.0, 40.0, 6500.0), (40.0, 60.0, 8000.0)],
    );
    arrivals(
        "{ rate: 100/s, shape: { spike: { at: 20s, times: 5, ramp: 4s, hold: 10s } } }",
        "",
        &[
            (0.0, 20.0, 2000.0),
            (20.0, 24.0, 1200.0),
            (24.0, 34.0, 5000.0),
            (34.0, 38.0, 1200.0),
            (38.0, 60.0, 2200.0),
        ],
    );
}

#[test]
fn a_day_brings_its_integral() {
    // A cosine from the trough to the peak and back: its mean is half-way.
    arrivals(
        "{ rate: 100/s, shape: { diurnal: { peak: 2, trough: 0.5, period: 60s } } }",
        "",
        &[(0.0, 60.0, 60.0 * 125.0)],
    );
}

#[test]
fn traffic_is_multiplied_for_a_while() {
    arrivals(
        "100/s",
        "  - { at: 20s, traffic: { times: 3 }, for: 10s }\n  - { at: 25s, traffic: { times: 2 }, for: 10s }",
        &[
            (0.0, 20.0, 2000.0),
            (20.0, 25.0, 1500.0),
            (25.0, 30.0, 3000.0),
            (30.0, 35.0, 1000.0),
            (35.0, 60.0, 2500.0),
        ],
    );
}

/// Ten calls of a second each are under way when their server dies, one tenth of a second apart: of 111 that end in
/// the window, ten are half done on average.
#[test]
fn work_that_dies_half_way_counts_half() {
    for order in ["fifo", "processor_sharing"] {
        let run = run(&format!(
            "
name: dies
traffic: {{ rate: 10/s, arrivals: constant }}
path: [app]
components: {{ app: {{ server: {{ cores: 100, order: {order}, work: 1s }} }} }}
timeline: [ {{ at: 10.05s, kill: app, for: 5s }} ]
network: {{ hop: 0s }}
run: {{ warmup: 5s, duration: 12s, replications: 2, seed: 1 }}
"
        ));
        let service_ms = run.component("app").service_ms.mean.value;
        assert!((service_ms - 106e3 / 111.0).abs() < 1e-3, "{order}: {service_ms} ms");
    }
}
