//! Timeouts, retries, cancellation; overload; the same page giving the same report.

use super::harness::{Run, Z, binomial, near, poisson, run, try_run};
use napkin::world::RunError;

// ---- retries ----

/// Ten seconds at a hundredth of its speed fill the server's queue, and clients that try again keep it full.
fn storm(retry: &str) -> Run {
    run(&format!(
        "
name: retry storm
traffic: 80/s
path: [app]
requests: {{ get: {{ weight: 1, path: [{{ app: {{ timeout: 500ms, {retry} }} }}] }} }}
components:
  app: {{ server: {{ cores: 1, work: 10ms }} }}
timeline:
  - {{ at: 20s, slow: app, times: 100, for: 10s }}
run: {{ warmup: 10s, duration: 200s, replications: 5, seed: 1 }}
network: {{ hop: 0s }}
"
    )
    .replace("path: [app]\n", ""))
}

#[test]
fn a_retry_storm_never_ends() {
    let storm = storm("retry: { times: 3, backoff: fixed, base: 100ms }");
    let completed = &storm.report.timeseries.completed_per_s;
    near("before", storm.between(completed, 4.0, 20.0), 80.0, 5.0);
    assert!(storm.between(completed, 150.0, 200.0) < 8.0, "it does not recover");
    assert_eq!(storm.report.stability.component.as_deref(), Some("app"));
}

#[test]
fn a_budget_or_cancelling_ends_it() {
    for retry in [
        "retry: { times: 3, backoff: fixed, base: 100ms, budget: 10% }",
        "retry: { times: 3, backoff: fixed, base: 100ms }, cancel: true",
    ] {
        let calm = storm(retry);
        let completed = &calm.report.timeseries.completed_per_s;
        near(retry, calm.between(completed, 150.0, 200.0), 80.0, 3.3 * (80.0_f64 / 250.0).sqrt());
    }
}

/// Every attempt fails: each request makes 1 + n of them, and a budget of b allows b retries per request.
#[test]
fn retries_are_counted() {
    let page = |retry: &str| {
        run(&format!(
            "
name: nobody answers
requests: {{ get: {{ rate: 100/s, path: [{{ app: {{ timeout: 10ms, retry: {{ times: 3, backoff: fixed, base: 1ms{retry} }} }} }}] }} }}
components:
  app: {{ server: {{ work: 20ms }} }}
run: {{ warmup: 10s, duration: 50s, replications: 10, seed: 1 }}
network: {{ hop: 0s }}
"
        ))
    };
    let all = page("");
    let offered = all.report.requests.offered as f64;
    near("retries", all.report.requests.retries as f64, 3.0 * offered, 100.0);
    near("failed", all.report.requests.failed as f64, offered, 100.0);
    assert_eq!(all.failed("timeout"), all.report.requests.failed);
    let few = page(", budget: 20%");
    let offered = few.report.requests.offered as f64;
    near("retries", few.report.requests.retries as f64, 0.2 * offered, 100.0);
}

/// Work that takes longer than the callers wait goes on without them, unless it is cancelled.
#[test]
fn abandoned_work_burns_capacity() {
    let busy = |cancel: &str| {
        let run = run(&format!(
            "
name: impatient
requests: {{ get: {{ rate: 30/s, path: [{{ app: {{ timeout: 20ms{cancel} }} }}] }} }}
components:
  app: {{ server: {{ cores: 100, work: exp(20ms) }} }}
run: {{ warmup: 10s, duration: 200s, replications: 10, seed: 1 }}
network: {{ hop: 0s }}
"
        ));
        let requests = &run.report.requests;
        let ended = requests.completed + requests.failed;
        binomial("timeouts", requests.failed, ended, (-1.0_f64).exp());
        (run.component("app").utilization.expect("limited"), run)
    };
    let (goes_on, run) = busy("");
    run.agrees("utilization", goes_on, 30.0 * 0.020 / 100.0, 1e-4);
    // E[min(X, 20 ms)] for X exponential.
    let (stops, run) = busy(", cancel: true");
    run.agrees("cancelled", stops, 30.0 * 0.020 * (1.0 - (-1.0_f64).exp()) / 100.0, 1e-4);
}

/// Branches of one request that wait for the same worker when the client gives up are all taken out.
#[test]
fn cancelled_branches_leave_their_queue() {
    let run = run("
name: branches that wait for each other
requests: { get: { rate: 50/s, path: [ { front: { timeout: 25ms, cancel: true } }, { parallel: [ app, app, app ] } ] } }
components:
  front: { server: { } }
  app: { server: { workers: 1, work: 10ms } }
run: { warmup: 10s, duration: 100s, replications: 5, seed: 1 }
network: { hop: 0s }
");
    conserved(&run);
    // Three times ten milliseconds do not fit into 25; what is left is freed at once.
    assert_eq!(run.report.requests.completed, 0);
    assert!(run.component("app").utilization.expect("limited").value < 1.0);
}

/// The first answer of a `parallel` stops the branches with `cancel` and no others, whatever these have come to:
/// they hold a worker until then, 10 ms, or for as long as their own inner block takes.
#[test]
fn cancelling_finds_its_branch_behind_an_inner_block() {
    for (inner, inner_s) in [
        ("{ parallel: [two, two] }", 1.0),
        ("{ repeat: { times: 2, at_once: 1, path: two } }", 2.0),
    ] {
        for (fast, slow, held_s) in
            [("", "cancel: true", 0.010), ("cancel: true", "", inner_s), ("", "", inner_s)]
        {
            let run = run(&format!(
                "
name: the first of two answers
requests: {{ get: {{ rate: 10/s, path: [app, {{ parallel: {{ need: 1, paths: [[{fast}], [{slow}, {inner}]] }} }}] }} }}
components:
  app: {{ server: {{ }} }}
  fast: {{ server: {{ work: 10ms }} }}
  slow: {{ server: {{ workers: 100 }} }}
  two: {{ server: {{ work: {{ io: 1s }} }} }}
run: {{ warmup: 10s, duration: 100s, replications: 5, seed: 1 }}
network: {{ hop: 0s }}
",
                fast = step("fast", fast),
                slow = step("slow", slow),
            ));
            near("latency", run.latency().max.value, 10.0, 0.01);
            let held = run.component("slow").utilization.expect("limited");
            // Poisson arrivals that each hold a worker for a constant time.
            let expected = 10.0 * held_s / 100.0;
            let deviation = expected / (10.0 * run.seconds()).sqrt();
            near("held", held.value, expected, Z * deviation);
        }
    }
}

/// A step, with fields if there are any.
fn step(name: &str, fields: &str) -> String {
    if fields.is_empty() { name.to_owned() } else { format!("{{ {name}: {{ {fields} }} }}") }
}

/// What came is what went and what is there.
pub fn conserved(run: &Run) {
    let requests = &run.report.requests;
    assert_eq!(
        requests.offered + requests.in_flight_at_start,
        requests.completed + requests.failed + requests.in_flight_at_end
    );
}

// ---- overload ----

fn overloaded(app: &str, rate: f64) -> String {
    format!(
        "
name: too much
traffic: {rate}/s
path: [front, app]
components:
  front: {{ server: {{ cores: 4, work: 1ms }} }}
  app: {{ server: {{ {app} }} }}
run: {{ warmup: 5s, duration: 100s, replications: 10, seed: 1 }}
network: {{ hop: 0s }}
"
    )
}

#[test]
fn overload_is_called_unstable() {
    for app in ["cores: 1, work: exp(10ms)", "workers: 2, work: exp(20ms)"] {
        let run = run(&overloaded(app, 130.0));
        let stability = &run.report.stability;
        assert!(!stability.stable, "{app}");
        assert_eq!(stability.component.as_deref(), Some("app"));
        assert!(run.report.latency_ms.is_none());
        // Arrivals and departures are both Poisson: the growth over T seconds has a deviation of √((λ + μ)/T).
        near("growth", stability.growth_per_s, 30.0, 4.0 * (230.0 / run.seconds()).sqrt());
        let requests = &run.report.requests;
        conserved(&run);
        let grown = (requests.in_flight_at_end - requests.in_flight_at_start) as f64;
        near("in flight", grown / run.seconds(), 30.0, 3.3 * (230.0 / run.seconds()).sqrt());
    }
}

#[test]
fn a_heavy_load_that_settles_is_stable() {
    let run = run(&overloaded("cores: 1, work: exp(10ms)", 80.0));
    assert!(run.report.stability.stable);
    assert!(run.report.latency_ms.is_some());
}

#[test]
fn too_much_in_flight_is_an_error() {
    let page = overloaded("cores: 1, order: processor_sharing, work: 10ms", 500.0);
    let error = try_run(&page, 2, 10_000).err();
    let Some(RunError::InFlight { limit, at_s }) = error else { panic!("{error:?}") };
    assert_eq!(limit, 10_000);
    // From five seconds before the measured window the number grows by k a second. Shared equally, a request of
    // work w that came at t is done at t exp(kw): k = λ(1 − exp(−kw)), 496.5/s.
    near("when", at_s as f64, 10_000.0 / 496.5 - 5.0, 1.0);
}

// ---- determinism ----

const EVERYTHING: &str = "
name: a bit of everything
data:
  item: { keys: 10k, popularity: zipf(0.9), size: 1KB }
requests:
  get: { rate: 300/s, reads: item, path: [lb, app, cache, db] }
  put: { rate: 50/s, writes: item, path: [lb, app, { parallel: { need: 1, paths: [audit, other] } }, cache, { later: [q, worker] }, db] }
components:
  lb: { load_balancer: { policy: least_connections, health: { every: 1s, fails: 2, passes: 2 } } }
  app: { server: { instances: 3, cores: 2, work: { mean: 4ms, cv: 1.5 } } }
  cache: { cache: { memory: 1MB, ttl: 30s } }
  db: { database: { cores: 4, replicas: 1, lag: exp(20ms), read: exp(5ms), write: exp(8ms), failover: { detect: 1s, promote: 2s }, timeout: 100ms, retry: { times: 2, backoff: exponential, base: 10ms, jitter: true } } }
  audit: { server: { work: exp(3ms) } }
  other: { server: { work: exp(3ms) } }
  q: { queue: { } }
  worker: { server: { cores: 1, work: exp(10ms) } }
timeline:
  - { at: 5s, kill: app, count: 1, for: 5s }
  - { at: 12s, kill: db, count: 1, for: 6s }
  - { at: 20s, traffic: { times: 2 }, for: 3s }
run: { duration: 30s, replications: 4, seed: 7 }
";

fn document(text: &str, threads: usize) -> String {
    let run = try_run(text, threads, 1_000_000).expect("it runs");
    conserved(&run);
    serde_json::to_string(&run.report).expect("it serializes")
}

#[test]
fn threads_change_nothing() {
    let one = document(EVERYTHING, 1);
    assert_eq!(one, document(EVERYTHING, 2));
    assert_eq!(one, document(EVERYTHING, 1));
    assert_ne!(one, document(&EVERYTHING.replace("seed: 7", "seed: 8"), 1));
}

/// Every source of randomness has a stream of its own: other work at one place leaves the arrivals alone, and what
/// the others draw.
#[test]
fn changing_one_thing_leaves_the_rest_alone() {
    let before = run(EVERYTHING);
    for (from, to) in [
        ("work: { mean: 4ms, cv: 1.5 }", "work: exp(5ms)"),
        ("work: exp(10ms)", "work: exp(2ms)"),
        ("lag: exp(20ms)", "lag: 1ms"),
    ] {
        let after = run(&EVERYTHING
            .replace(from, to)
            .replace("duration: 30s", "duration: 30s, warmup: 10s"));
        let same = run(&EVERYTHING.replace("duration: 30s", "duration: 30s, warmup: 10s"));
        let offered = |run: &Run| run.report.timeseries.offered_per_s.clone();
        assert_eq!(offered(&after), offered(&same), "{to}");
    }
    assert!(before.report.requests.offered > 0);
}

/// Two delays in a row: the second one's draws do not depend on the first one's law.
#[test]
fn draws_of_one_place_do_not_move_those_of_another() {
    let waits = |first: &str| {
        let run = run(&format!(
            "
name: two delays
traffic: {{ rate: 100/s, arrivals: constant }}
path: [a, b]
components:
  a: {{ server: {{ work: {first} }} }}
  b: {{ server: {{ work: exp(7ms) }} }}
run: {{ warmup: 0s, duration: 100s, replications: 3, seed: 3 }}
network: {{ hop: 0s }}
"
        ));
        run.report.components["b"].service_ms.mean.value
    };
    let alone = waits("1ms");
    near("the same draws", waits("exp(1ms)"), alone, 0.002 * alone);
    assert_eq!(waits("1ms"), alone);
}

#[test]
fn more_replications_begin_with_the_same_ones() {
    let few = run(&EVERYTHING.replace("duration: 30s", "duration: 30s, warmup: 5s"));
    let more = run(&EVERYTHING
        .replace("duration: 30s, replications: 4", "duration: 30s, warmup: 5s, replications: 6"));
    for (a, b) in few.outcome.replications.iter().zip(&more.outcome.replications) {
        let counts = |m: &napkin::world::meters::Meters| {
            m.request_types.iter().map(|j| (j.offered, j.completed, j.failed)).collect::<Vec<_>>()
        };
        assert_eq!(counts(a), counts(b));
    }
    poisson("offered", few.report.request_types["put"].requests, 4.0 * 50.0 * 33.0);
}
