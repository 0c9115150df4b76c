//! What is said of autoscalers: nothing where they do what they are for, and the reason where they are the culprit.

use serde_json::Value;

use super::harness::{document, findings};

const CODES: [&str; 4] =
    ["scaling_swings", "scaling_capped", "scaling_overshoots", "scaling_unseen"];

/// The autoscaler's findings, by code, and the document.
fn said(text: &str) -> (Vec<&'static str>, Value) {
    let document = document(text, "run --max-requests 300000");
    let codes = CODES.into_iter().filter(|code| !findings(&document, code).is_empty()).collect();
    (codes, document)
}

fn page(rate: &str, shape: &str, scale: &str, run: &str) -> String {
    format!(
        "name: A
slo: {{ p99: 1s }}
traffic: {{ rate: {rate}, shape: {{ {shape} }} }}
path: [app]
components:
  app: {{ server: {{ cores: 1, work: 20ms, {scale} }} }}
run: {{ {run} }}
"
    )
}

const STEP: &str = "steps: [{ at: 60s, times: 2 }]";

/// 60/s x 20 ms are 1.2 cores; half of each of four is room for twice the load while two more boot.
#[test]
fn one_that_is_quick_enough_is_not_mentioned() {
    let scale = "instances: 4, autoscale: { target: 40%, max: 10, boot: 20s }";
    let (codes, document) = said(&page("60/s", STEP, scale, "duration: 5m"));
    assert_eq!(codes, [""; 0]);
    assert_eq!(document["slo"][0]["met"], true, "{}", document["slo"]);
    let own = &document["components"]["app"]["autoscale"];
    assert!(own["most"].as_u64() > Some(4) && own["least"].as_u64() == Some(4), "{own}");
}

/// 120/s need 2.4 cores, and there may be two.
#[test]
fn a_limit_that_holds_it_back_is_named() {
    let scale = "autoscale: { target: 60%, min: 2, max: 2, boot: 20s }";
    let (codes, document) = said(&page("60/s", STEP, scale, "duration: 5m"));
    assert_eq!(codes, ["scaling_capped"]);
    assert_eq!(document["bottleneck"]["component"], "app");
    assert_eq!(document["slo"][0]["met"], false);
}

/// The load doubles at 60 s; a machine that is asked for at 75 s is ready at 375 s, after the end.
#[test]
fn a_window_that_ends_before_the_boot_is_too_short() {
    let scale = "instances: 2, autoscale: { target: 60%, min: 2, max: 9, boot: 5m }";
    let (codes, document) = said(&page("60/s", STEP, scale, "duration: 3m, warmup: 1s"));
    assert_eq!(codes, ["scaling_unseen"]);
    let enough = document["findings"].to_string();
    assert!(enough.contains("\"boot_s\":300.0"), "{enough}");
}

/// Messages at 30/s for consumers of 10/s each, looked at by how many wait: none wait once there are enough, so that they
/// go; then all wait until new ones have booted.
#[test]
fn a_queue_without_cooldown_swings() {
    let page = |cooldown: &str| {
        format!(
            "name: A
traffic: 30/s
path: [{{ later: [jobs, app] }}]
components:
  jobs: {{ queue: {{ redeliver_after: 1h }} }}
  app: {{ server: {{ cores: 1, work: 100ms, autoscale: {{ metric: queue, target: 50, max: 30,
    every: 15s, boot: 60s, cooldown: {cooldown} }} }} }}
run: {{ duration: 30m, warmup: 0s, replications: 3 }}
"
        )
    };
    let (codes, _) = said(&page("0s"));
    assert_eq!(codes, ["scaling_swings"]);
    let (calm, _) = said(&page("1h"));
    assert_eq!(calm, [""; 0]);
}

#[test]
fn asking_again_for_what_is_on_its_way_is_named() {
    let page = |counts: bool| {
        format!(
            "name: A
traffic: 100/s
path: [{{ later: [jobs, app] }}]
components:
  jobs: {{ queue: {{ redeliver_after: 1h }} }}
  app: {{ server: {{ cores: 1, work: 100ms, autoscale: {{ metric: queue, target: 100, max: 5000, count_booting: {counts} }} }} }}
run: {{ duration: 5m, warmup: 0s, replications: 2 }}
"
        )
    };
    let (codes, _) = said(&page(false));
    assert_eq!(codes, ["scaling_overshoots"]);
    let (codes, _) = said(&page(true));
    assert_eq!(codes, [""; 0]);
}

/// What a spike of 45 s asks for boots for 90 s: the server is full as long as the spike and what it left, and the
/// autoscaler is no help.
#[test]
fn instances_that_come_too_late_are_named() {
    let page = |boot: &str| {
        format!(
            "
name: short spike
requests: {{ get: {{ rate: 100/s, timeout: 5s, path: [app] }} }}
components:
  app:
    server:
      cores: 1
      work: exp(10ms)
      autoscale: {{ metric: cpu, target: 60%, min: 2, max: 10, every: 15s, boot: {boot}, cooldown: 5m }}
timeline: [ {{ at: 60s, traffic: {{ times: 4 }}, for: 45s }} ]
run: {{ duration: 4m, seed: 1 }}
"
        )
    };
    let run = document(&page("90s"), "run --max-requests 120000");
    let found = findings(&run, "scaling_late");
    assert_eq!(found.len(), 1, "{}", run["findings"]);
    let full_s = found[0]["full_s"].as_f64().expect("a number");
    assert!((45.0..110.0).contains(&full_s), "{}", found[0]);
    let quick = document(&page("1s"), "run --max-requests 120000");
    assert!(findings(&quick, "scaling_late").is_empty(), "{}", quick["findings"]);
}
