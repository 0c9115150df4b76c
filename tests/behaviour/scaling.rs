//! Autoscaling, against the published rule worked out by hand, and against a fluid model of its own.

use super::harness::{Run, near, run};

/// Calls at even distances, so that every look sees the same.
fn even(rate: &str, shape: &str, server: &str, run_: &str) -> Run {
    run(&format!(
        "
name: scales
traffic: {{ rate: {rate}, arrivals: constant{shape} }}
path: [app]
components:
  app: {{ server: {{ {server} }} }}
network: {{ hop: 0s }}
run: {{ {run_}, seed: 1 }}
"
    ))
}

/// The mean number of instances in service between two times.
fn instances(run: &Run, component: &str, from_s: f64, to_s: f64) -> f64 {
    run.between(&run.report.timeseries.components[component].instances, from_s, to_s)
}

const COLD: &str = "warmup: 0s, duration: 120s, replications: 2";

/// 100/s at 10/s each are ten. The look at 15 s asks, and they are there at 15 s + 30 s.
#[test]
fn a_rate_is_met_one_boot_after_the_first_look() {
    let server = "work: 1ms, autoscale: { metric: rate, target: 10/s, max: 50, boot: 30s }";
    let run = even("100/s", "", server, COLD);
    near("before", instances(&run, "app", 0.0, 45.0), 1.0, 0.0);
    near("after", instances(&run, "app", 45.0, 120.0), 10.0, 0.0);
    let booting = &run.report.timeseries.components["app"].booting;
    near("booting", run.between(booting, 15.0, 45.0), 9.0, 0.0);
    // Paid for from when they are asked for.
    let mean = run.scaling("app").instances.value + run.scaling("app").booting.value;
    near("paid for", mean, (15.0 + 105.0 * 10.0) / 120.0, 1e-9);
}

/// Within 10 % of the target nothing changes.
#[test]
fn nothing_changes_near_the_target() {
    for (rate, expected) in [("109/s", 10.0), ("112/s", 12.0), ("91/s", 10.0), ("88/s", 9.0)] {
        let scale = "{ metric: rate, target: 10/s, max: 50, boot: 0s, cooldown: 0s }";
        let server = format!("work: 1ms, instances: 10, autoscale: {scale}");
        let run = even(rate, "", &server, COLD);
        near(rate, instances(&run, "app", 60.0, 120.0), expected, 0.0);
    }
}

/// The cores' metric: 60/s of 100 ms are 6 busy cores, and 60 % of 10. The load that doubles fills the ten, so that each
/// look sees ten busy cores and asks for 17; with these it sees twelve, and asks for 20.
#[test]
fn busy_cores_are_counted_up_to_what_there_is() {
    let scale = "{ target: 60%, max: 50, every: 10s, boot: 10s, cooldown: 10m }";
    let server = format!("cores: 1, work: 100ms, instances: 10, autoscale: {scale}");
    let steps = ", shape: { steps: [{ at: 30s, times: 2 }] }";
    let run = even("60/s", steps, &server, "warmup: 20s, duration: 200s, replications: 2");
    near("before", instances(&run, "app", 0.0, 30.0), 10.0, 0.0);
    near("first step", instances(&run, "app", 50.0, 60.0), 17.0, 0.0);
    assert!(run.scaling("app").least == 10 && run.scaling("app").most >= 20);
}

/// A fifth of the load from 60 s on. The looks remember ten for a minute after the last of them that came to ten; those
/// that go finish what they have.
#[test]
fn the_cooldown_holds_and_nothing_is_lost() {
    let scale = "{ metric: rate, target: 10/s, max: 50, boot: 30s, cooldown: 60s }";
    let server = format!("work: 100ms, instances: 10, autoscale: {scale}");
    let steps = ", shape: { steps: [{ at: 60s, times: 0.2 }] }";
    let run = even("100/s", steps, &server, "warmup: 0s, duration: 300s, replications: 2");
    // The look at 60 s came to ten, that at 75 s to two; ten is forgotten by the one at 135 s.
    near("held", instances(&run, "app", 60.0, 135.0), 10.0, 0.0);
    near("afterwards", instances(&run, "app", 135.0, 300.0), 2.0, 0.0);
    assert_eq!(run.report.requests.failed, 0);
    assert_eq!(run.scaling("app").decreases, 1.0);
}

/// What comes of a queue that one consumer cannot keep up with, as a fluid: the most instances asked for within `end_s`.
fn fluid(rate: f64, each: f64, target: f64, counts_booting: bool, max: f64, end_s: f64) -> f64 {
    let (every, boot, step) = (15.0, 60.0, 0.01);
    let (mut waiting, mut ready, mut booting) = (0.0_f64, 1.0_f64, Vec::<(f64, f64)>::new());
    let (mut next, mut most) = (every, 1.0_f64);
    let mut now = 0.0;
    while now < end_s {
        now += step;
        waiting = (waiting + (rate - ready * each) * step).max(0.0);
        booting.retain(|&(at, count)| {
            let is_ready = at <= now;
            ready += if is_ready { count } else { 0.0 };
            !is_ready
        });
        if now < next {
            continue;
        }
        next += every;
        let asked = ready + booting.iter().map(|it| it.1).sum::<f64>();
        let ideal = if counts_booting {
            (waiting / target).ceil()
        } else {
            (asked * waiting / ready / target).ceil()
        };
        let more = ideal.min(max) - asked;
        if more > 0.0 {
            booting.push((now + boot, more));
            most = most.max(asked + more);
        }
    }
    most
}

/// 100/s, an instance does 10/s and is ready 60 s after it is asked for. A mean over those that are ready, times all that
/// were asked for, comes to thousands; those that boot counted as well, to tens.
#[test]
fn instances_that_boot_must_be_counted() {
    let most = |counts: bool| {
        let run = run(&format!(
            "
name: overshoots
traffic: {{ rate: 100/s, arrivals: constant }}
path: [{{ later: [jobs, app] }}]
components:
  jobs: {{ queue: {{ redeliver_after: 1h }} }}
  app:
    server:
      cores: 1
      work: 100ms
      autoscale: {{ metric: queue, target: 100, max: 20000, cooldown: 10m, count_booting: {counts} }}
network: {{ hop: 0s }}
run: {{ warmup: 0s, duration: 100s, replications: 1, seed: 1 }}
"
        ));
        run.scaling("app").most_asked as f64
    };
    let (blind, counted) = (most(false), most(true));
    near("counted", counted, fluid(100.0, 10.0, 100.0, true, 20_000.0, 100.0), 2.0);
    near("blind", blind, fluid(100.0, 10.0, 100.0, false, 20_000.0, 100.0), 400.0);
    assert!((40.0..100.0).contains(&counted) && blind > 10_000.0, "{counted}, {blind}");
}
