//! What a machine limits beside its cores: disk, network card, memory, connections; queues of messages; limiters.

use super::harness::{Run, about, alone, chain, run};
use super::reference::{
    birth_death, md1k_refused, mg1_wait, mmc_wait, poisson, sliding_window_refused,
};

/// A disk is M/D/1: 1/iops, plus bytes over bandwidth.
#[test]
fn a_disk() {
    for rate in [500.0, 800.0] {
        let wait_ms = 1000.0 * mg1_wait(rate, 1e-3, 1e-6);
        for server in [
            "disk: { iops: 1000 }, work: { disk: 1 }",
            "disk: { iops: 3000 }, work: { disk: 3 }",
            "disk: { iops: 2000, bandwidth: 100MB/s }, work: { disk: 50kB }",
        ] {
            about(format!("disk, {rate}/s of 1000"), "Kleinrock 1975, 5.7: M/D/1");
            let run = alone(rate, server, 100);
            run.wait(wait_ms).mean(wait_ms + 1.0);
            let disk =
                |r: &napkin::document::Report| r.components["app"].resources["disk"].utilization;
            run.agrees("disk", disk, rate / 1000.0);
        }
    }
}

/// A network card is M/D/1: 1000 bytes at 8 Mbps take 1 ms, whether they come or go.
#[test]
fn a_network_card() {
    for rate in [500.0, 800.0] {
        for what in ["reads", "writes"] {
            about(format!("network card, {what}, {rate}/s of 1000"), "Kleinrock 1975, 5.7: M/D/1");
            let page = format!(
                "
name: card
data: {{ thing: {{ keys: 100 }} }}
requests:
  ask: {{ rate: {rate}/s, size: 1000B, {what}: thing, path: [app] }}
components:
  app: {{ server: {{ bandwidth: 8Mbps }} }}
run: {{ duration: 100s, replications: 20, seed: 1 }}
"
            );
            let wait_ms = 1000.0 * mg1_wait(rate, 1e-3, 1e-6);
            run(&page).wait(wait_ms).mean(wait_ms + 1.0);
        }
    }
}

/// Memory for four calls at once, and a database's connections, each held from admission to answer: M/M/4.
#[test]
fn memory_and_connections() {
    for (rate, duration_s) in [(240.0, 400), (340.0, 800)] {
        about(format!("memory, connections for 4, {rate}/s of 400"), "Erlang 1917: M/M/4");
        let wait_ms = 1000.0 * mmc_wait(4, rate, 0.01);
        let app = "memory: 4MiB, work: { io: exp(10ms), memory: 1MiB }";
        alone(rate, app, duration_s).wait(wait_ms).mean(wait_ms + 10.0);
        let db = "app: { database: { connections: 4, read: exp(10ms) } }";
        let run = chain(&format!("{rate}/s"), "[app]", db, duration_s);
        run.wait(wait_ms).mean(wait_ms + 10.0);
    }
}

fn messages(rate: f64, queue: &str, worker: &str, duration_s: u32) -> Run {
    let components = format!(
        "web: {{ server: {{ work: 2ms }} }},
         jobs: {{ queue: {{ {queue} }} }},
         worker: {{ server: {{ {worker}, work: exp(10ms) }} }}"
    );
    let path = "[web, { later: [jobs, worker] }]";
    chain(&format!("{rate}/s"), path, &components, duration_s)
}

/// A queue hands a message to whichever consumer comes free: M/M/4, however the four are spread over machines.
#[test]
fn consumers_of_a_queue() {
    for (rate, duration_s) in [(240.0, 100), (340.0, 200)] {
        for worker in ["workers: 4", "workers: 1, instances: 4", "workers: 2, instances: 2"] {
            about(format!("queue, {worker}, {rate}/s of 400"), "Erlang 1917: M/M/4");
            let run = messages(rate, "", worker, duration_s);
            let later =
                run.report.request_types["request"].later_ms.as_ref().expect("work for later");
            let wait_ms = 1000.0 * mmc_wait(4, rate, 0.01);
            run.agrees_with("later", later.mean, 2.0 + wait_ms + 10.0, 0.0);
            run.always(2_000_000);
        }
    }
}

/// A queue with room for five messages: M/M/4/9, which refuses what finds it full.
#[test]
fn a_full_queue() {
    for rate in [360.0, 600.0] {
        about(format!("queue of 5 places, {rate}/s of 400"), "Kleinrock 1975, 3.6: M/M/4/9");
        let law = birth_death(9, |_| rate, |n| 100.0 * n.min(4) as f64);
        let run = messages(rate, "capacity: 5", "workers: 4", 150);
        run.errors(law[9]);
        let by_component = &run.report.errors.by_component;
        assert_eq!(by_component["jobs"].keys().collect::<Vec<_>>(), ["queue_full"]);
    }
}

fn limited(rate: f64, limiter: &str, duration_s: u32) -> Run {
    let components = format!("gate: {{ rate_limiter: {{ {limiter} }} }}, app: {{ server: {{}} }}");
    chain(&format!("{rate}/s"), "[gate, app]", &components, duration_s)
}

/// A token bucket of b tokens refuses as M/D/1/b does: what is missing from the bucket is the work found (Berger
/// and Whitt, IEEE/ACM Transactions on Networking 2(4), 1994). A leaky bucket with b places delays like M/D/1/(b+1).
#[test]
fn buckets() {
    for (rate, duration_s) in [(80.0, 1500), (120.0, 800)] {
        about(
            format!("token bucket, then leaky bucket, {rate}/s of 100"),
            "Berger and Whitt 1994: M/D/1/5",
        );
        let run = limited(rate, "rate: 100/s, burst: 5", duration_s);
        run.errors(md1k_refused(rate / 100.0, 5));
        let run = limited(rate, "rate: 100/s, burst: 4, algorithm: leaky_bucket", duration_s);
        run.errors(md1k_refused(rate / 100.0, 5));
    }
}

/// A window that lets b calls pass refuses E max(N − b, 0) of N Poisson calls. It lasts b ÷ rate.
#[test]
fn fixed_windows() {
    for (rate, duration_s) in [(90.0, 800), (130.0, 400)] {
        for burst in [5_usize, 20] {
            about(format!("fixed window of {burst}, {rate}/s of 100"), "Poisson law");
            let limiter = format!("rate: 100/s, burst: {burst}, algorithm: fixed_window");
            let calls = rate * burst as f64 / 100.0;
            let law = poisson(calls, 400);
            let refused = super::reference::mean_of(&law, |n| n.saturating_sub(burst) as f64);
            limited(rate, &limiter, duration_s).errors(refused / calls);
        }
    }
}

/// A sliding window, against the plainest one: what passed in this window, and what passed in the last one times what
/// of it the sliding window still covers, must leave room for one more.
#[test]
fn sliding_windows() {
    for (rate, duration_s) in [(90.0, 800), (130.0, 400)] {
        for burst in [5_u32, 20] {
            about(format!("sliding window of {burst}, {rate}/s of 100"), "simulated by itself");
            let limiter = format!("rate: 100/s, burst: {burst}, algorithm: sliding_window");
            let (refused, half) = sliding_window_refused(rate / 100.0, burst);
            let run = limited(rate, &limiter, duration_s);
            run.agrees_with("errors", run.report.errors.rate, refused, half);
        }
    }
}

/// One bucket for each of ten keys: each sees a tenth of the Poisson stream, which is one again.
#[test]
fn a_bucket_for_each_key() {
    for (rate, duration_s) in [(800.0, 200), (1200.0, 100)] {
        about(
            format!("token bucket per key, {rate}/s of 10 × 100"),
            "Berger and Whitt 1994: M/D/1/5",
        );
        let run = run(&format!(
            "
name: keys
data: {{ user: {{ keys: 10, popularity: uniform, size: 1B }} }}
requests: {{ ask: {{ rate: {rate}/s, reads: user, path: [gate, app] }} }}
components:
  gate: {{ rate_limiter: {{ rate: 100/s, burst: 5, per: key }} }}
  app: {{ server: {{}} }}
network: {{ hop: 0s }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
        ));
        run.errors(md1k_refused(rate / 1000.0, 5));
    }
}
