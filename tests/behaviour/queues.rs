//! Queues: what the caller waits for, what is done later, and that nothing is lost or done twice unsaid.

use super::harness::{Run, Z, binomial, near, poisson, run};

fn page(rate: f64, queue: &str, worker: &str, rest: &str) -> String {
    format!(
        "
name: work for later
traffic: {{ rate: {rate}/s{rest}
path: [app, {{ later: [q, worker] }}]
components:
  app: {{ server: {{ work: 5ms }} }}
  q: {{ queue: {{ {queue} }} }}
  worker: {{ server: {{ {worker} }} }}
"
    )
}

const RUN: &str = " }
run: { warmup: 10s, duration: 100s, replications: 10, seed: 1 }
network: { hop: 1ms }";

/// Messages done, and messages that failed for good, over all replications.
fn done(run: &Run) -> (u64, u64) {
    let request_types = run.outcome.replications.iter().map(|meters| &meters.request_types[0]);
    request_types.fold((0, 0), |(done, failed), request_type| {
        let count = request_type.later.as_ref().map_or(0, |later| later.count());
        (done + count, failed + request_type.later_failed)
    })
}

/// 5 ms of work, and a hop of 1 ms to the queue and back, whatever happens later.
#[test]
fn the_caller_waits_for_the_acknowledgement_only() {
    let run = run(&page(100.0, "work: 2ms", "cores: 100, work: 300ms", RUN));
    let latency = run.latency();
    near("mean", latency.mean.value, 9.0, 1e-9);
    near("max", latency.max.value, 9.0, 1e-9);
    // Arrival → app → queue → worker, and its acknowledgement.
    let later = run.report.request_types["request"].later_ms.as_ref().expect("done later");
    near("later", later.mean.value, 5.0 + 1.0 + 2.0 + 1.0 + 300.0 + 1.0, 1e-6);
}

/// Consumers make the queue an M/M/c: with one, the wait is ρ/(μ − λ).
#[test]
fn a_backlog_is_a_queue() {
    let page = page(50.0, "", "cores: 1, work: exp(10ms)", RUN)
        .replace("duration: 100s", "duration: 400s");
    let run = run(&page.replace("hop: 1ms", "hop: 0s"));
    run.agrees("wait", run.component("q").wait_ms.mean, 10.0, 0.5);
    run.agrees("waiting", run.component("q").queue_mean, 0.5, 0.03);
    assert_eq!(run.component("worker").wait_ms.mean.value, 0.0);
}

/// λ = 150/s against cμ = 100/s: 100/s are done, and the backlog grows by 50/s.
#[test]
fn consumers_bound_the_throughput() {
    let run =
        run(&page(150.0, "", "instances: 2, cores: 1, work: 20ms", RUN)
            .replace("hop: 1ms", "hop: 0s"));
    near("done", done(&run).0 as f64 / run.seconds(), 100.0, 0.1);
    assert!(!run.report.stability.stable);
    assert_eq!(run.report.stability.component.as_deref(), Some("q"));
    // The growth over T seconds of Poisson arrivals has a deviation of √(λ/T).
    let deviation = (150.0 / run.seconds()).sqrt();
    near("growth", run.report.stability.growth_per_s, 50.0, 5.0 * deviation);
    let waiting = &run.report.timeseries.components["q"].queue;
    let slope = (waiting[waiting.len() - 1] - waiting[0])
        / (run.report.simulated_s - run.report.timeseries.interval_s);
    near("slope", slope, 50.0, 5.0 * deviation);
    assert_eq!(run.report.requests.failed, 0, "callers do not notice");
}

#[test]
fn a_full_queue_refuses_the_rest() {
    let page = page(150.0, "capacity: 200", "cores: 1, work: 10ms", RUN);
    // A consumer that is a hop away takes the next message only when its acknowledgement is there.
    let run = run(&page.replace("hop: 1ms", "hop: 0s"));
    let refused = run.failed("queue_full");
    assert_eq!(refused, run.report.requests.failed);
    assert_eq!(run.report.errors.by_component["q"]["queue_full"], refused);
    // What comes in less what is done: the deviation is that of the arrivals.
    let arrived = run.report.requests.offered as f64;
    near("refused", refused as f64, arrived - 100.0 * run.seconds(), 10.0 * 20.0);
    let share = run.component("worker").utilization.expect("limited").value;
    near("busy", share, 1.0, 1e-3);
}

/// Traffic stops at 30 s: by the end everything has been done, once.
const DRAINED: &str = ", shape: { steps: [ { at: 30s, times: 0 } ] } }
run: { warmup: 0s, duration: 120s, replications: 10, seed: 1 }";

const KILL: &str = "
timeline:
  - { at: 20s, kill: worker, for: 5s }";

#[test]
fn at_least_once_hands_out_again() {
    let rest = format!("{DRAINED}{KILL}");
    let page = page(20.0, "redeliver_after: 30s", "cores: 100, work: 1s", &rest);
    let run = run(&page);
    assert_eq!(run.report.requests.failed, 0);
    assert_eq!(done(&run), (run.report.requests.completed, 0));
    // λ × 1 s were being worked at.
    poisson("redelivered", run.own_number("q", "redelivered") as u64, 10.0 * 20.0);
    assert_eq!(run.own_number("q", "dropped"), 0.0);
    let later = run.report.request_types["request"].later_ms.as_ref().expect("done later");
    assert!(later.max.value > 30_000.0);
}

#[test]
fn at_most_once_loses_what_was_being_worked_at() {
    let rest = format!("{DRAINED}{KILL}");
    let page = page(20.0, "delivery: at_most_once", "cores: 100, work: 1s", &rest);
    let run = run(&page);
    let dropped = run.own_number("q", "dropped") as u64;
    poisson("dropped", dropped, 10.0 * 20.0);
    assert_eq!(done(&run), (run.report.requests.completed - dropped, dropped));
}

/// Work that takes longer than the queue's patience is done twice, and counted once, when it is first done.
#[test]
fn slow_consumers_do_it_twice() {
    let page = page(20.0, "redeliver_after: 2s", "cores: 1000, work: 3s", DRAINED);
    let run = run(&page);
    assert_eq!(done(&run), (run.report.requests.completed, 0));
    let later = run.report.request_types["request"].later_ms.as_ref().expect("done later");
    near("done", later.mean.value, 3005.0, 1.0);
    assert!(run.own_number("q", "redelivered") as u64 >= run.report.requests.completed);
}

/// One worker of 50 ms takes 20 of 100 messages a second; eight take 160, until one is left again.
#[test]
fn consumers_take_as_many_as_they_have_workers_now() {
    let rest = " }
timeline:
  - { at: 10s, set: { worker.workers: 8 } }
  - { at: 40s, set: { worker.workers: 1 } }
run: { warmup: 0s, duration: 50s, replications: 10, seed: 1 }
network: { hop: 0s }";
    let run = run(&page(100.0, "", "workers: 1, work: { io: 50ms }", rest));
    let waiting = &run.report.timeseries.components["q"].queue;
    // What is taken is constant while some wait, so that arrivals alone vary: 100 a second of time gone by.
    let varies = |s: f64| Z * (100.0 * s / 10.0).sqrt() + 1.0;
    near("one worker", run.between(waiting, 9.0, 10.0), 80.0 * 9.5, varies(9.5));
    near("eight", run.between(waiting, 14.0, 15.0), 800.0 - 60.0 * 4.5, varies(14.5));
    // An M/D/8 at ρ = 0.625 has less than one waiting.
    near("drained", run.between(waiting, 35.0, 40.0), 0.5, 0.5);
    near("one again", run.between(waiting, 49.0, 50.0), 80.0 * 9.5, varies(9.5));
}

#[test]
fn a_request_may_send_more_messages_than_its_frame_has_room_for() {
    let messages = ["{ later: [mail, sender] }"; 40].join(", ");
    let run = run(&format!(
        "
name: many messages
requests: {{ get: {{ rate: 20/s, path: [app, {{ sequence: [{messages}] }}] }} }}
components:
  app: {{ server: {{ cores: 4, work: 1ms }} }}
  mail: {{ queue: {{ pool: 4 }} }}
  sender: {{ server: {{ cores: 8, workers: 8, work: 1ms }} }}
run: {{ duration: 10s, warmup: 1s, replications: 2, seed: 1 }}
"
    ));
    assert_eq!(run.report.requests.failed, 0);
    let sent = run.component("mail").arrivals_per_s.value / run.report.requests.offered_per_s.value;
    near("messages of a request", sent, 40.0, 0.5);
}

/// Each request leaves two messages for one worker, of 9 s each, and all is done long before the next request. Taken one
/// by one, each is done once. Held two at a time, the second begins after 9 s of its 10 s: it is handed out again, and
/// its copy is worked at when it is done.
#[test]
fn the_time_of_a_message_that_is_held_ahead_runs() {
    let page = |prefetch: u32| {
        format!(
            "
name: held ahead
traffic: {{ rate: 1/h, arrivals: constant }}
path: [app, {{ sequence: [{{ later: [q, worker] }}, {{ later: [q, worker] }}] }}]
components:
  app: {{ server: {{ work: 5ms }} }}
  q: {{ queue: {{ redeliver_after: 10s, prefetch: {prefetch} }} }}
  worker: {{ server: {{ workers: 1, work: {{ io: 9s }} }} }}
run: {{ warmup: 0s, duration: 100h, replications: 2, seed: 1 }}
network: {{ hop: 0s }}
"
        )
    };
    for (prefetch, again, waits_s) in [(1, 0.0, 0.0), (2, 1.0, (9.0 + 8.0) / 3.0)] {
        let run = run(&page(prefetch));
        let requests = run.report.requests.completed as f64;
        assert_eq!(run.own_number("q", "redelivered"), again * requests, "prefetch {prefetch}");
        let worked = run.component("worker").arrivals_per_s.value * run.seconds();
        near("works", worked / requests, 2.0 + again, 1e-9);
        assert_eq!(done(&run).0 as f64, 2.0 * requests, "each message counts once");
        near("wait at the worker", run.component("worker").wait_ms.mean.value, waits_s * 1e3, 1.0);
    }
}

/// Half of the deliveries fail: a message is set aside with a probability of 1/8, and all others are done.
#[test]
fn what_fails_three_times_is_set_aside() {
    let page = page(
        20.0,
        "redeliver_after: 1s, dead_letter: 3",
        "cores: 100, work: 100ms, errors: 50%",
        DRAINED,
    );
    let run = run(&page);
    let sent = run.report.requests.completed;
    let dead = run.own_number("q", "dead_letters") as u64;
    binomial("set aside", dead, sent, 0.125);
    assert_eq!(done(&run), (sent - dead, dead));
    // A half fails once, a quarter twice, and is handed out again.
    let again = run.own_number("q", "redelivered");
    near("again", again / sent as f64, 0.75, 5.0 * (1.0 / sent as f64).sqrt());
}

/// Work of 3 s of which a message has 2 s: with one delivery none is ever done, with two each of them by its first.
#[test]
fn a_message_whose_time_is_up_is_set_aside() {
    for (after, share) in [(1, 1.0), (2, 0.0)] {
        let queue = format!("redeliver_after: 2s, dead_letter: {after}");
        let run = run(&page(20.0, &queue, "cores: 1000, work: 3s", DRAINED));
        let sent = run.report.requests.completed as f64;
        assert_eq!(run.own_number("q", "dead_letters"), share * sent, "after {after}");
        assert_eq!(done(&run).0 as f64, (1.0 - share) * sent, "after {after}");
    }
}

/// One worker takes up to ten messages in 20 ms: a bulk queue, held against a simulation of its own.
#[test]
fn a_batch_is_one_piece_of_work() {
    let page = page(300.0, "batch: 10", "workers: 1, work: { io: 20ms }", RUN)
        .replace("hop: 1ms", "hop: 0s");
    let run = run(&page);
    let mut random = 1_u64;
    let mut gap = || {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let uniform = ((random >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        -uniform.ln() / 300.0
    };
    let (mut next, mut free, mut waited, mut taken, mut batches) = (0.0, 0.0_f64, 0.0, 0.0, 0.0);
    while taken < 3e6 {
        let from = free.max(next);
        for _ in 0..10 {
            if next > from {
                break;
            }
            waited += from - next;
            taken += 1.0;
            next += gap();
        }
        batches += 1.0;
        free = from + 0.02;
    }
    run.agrees("wait", run.component("q").wait_ms.mean, 1e3 * waited / taken, 0.2);
    run.agrees("batches", run.component("worker").arrivals_per_s, batches / free, 0.3);
}

/// A batch that may wait 2 s for more: the first waits 2 s, and of the two that come meanwhile each 1 s on average.
#[test]
fn a_batch_waits_for_more() {
    let page = page(1.0, "batch: { size: 100, wait: 2s }", "workers: 50, work: { io: 10ms }", RUN)
        .replace("hop: 1ms", "hop: 0s")
        .replace("duration: 100s", "duration: 5000s");
    let run = run(&page);
    run.agrees("wait", run.component("q").wait_ms.mean, 4e3 / 3.0, 10.0);
    run.agrees("batches", run.component("worker").arrivals_per_s, 1.0 / 3.0, 0.01);
}

/// A batch fails as a whole, and each of its messages comes back.
#[test]
fn a_batch_that_fails_is_set_aside_message_by_message() {
    let page = page(
        50.0,
        "redeliver_after: 1s, dead_letter: 2, batch: { size: 5, wait: 1s }",
        "workers: 10, work: { io: 10ms }, errors: 50%",
        DRAINED,
    );
    let run = run(&page);
    let (sent, dead) = (run.report.requests.completed, run.own_number("q", "dead_letters") as u64);
    assert_eq!(done(&run), (sent - dead, dead));
    // Five share a fate: the deviation is that of a fifth as many.
    let deviation = (0.25 * 0.75 * 5.0 / sent as f64).sqrt();
    near("set aside", dead as f64 / sent as f64, 0.25, 5.0 * deviation);
}
