//! What a report must not pass over: loads that do not settle, events that were not reached, bills of a spike.

use super::harness::{MAX_IN_FLIGHT, run, try_run};
use crate::common::load_text;
use napkin::message::{Lang, Say};
use napkin::world::{self, Budget, Execution, RunError, Share};
use std::sync::atomic::{AtomicBool, AtomicU64};

fn finding(report: &napkin::document::Report, words: &str) -> bool {
    report.findings.iter().any(|finding| finding.say(Lang::En).contains(words))
}

/// 420/s on two cores that do 400/s: an event that does nothing does not make it settle.
#[test]
fn an_event_does_not_hide_that_the_load_does_not_settle() {
    let run = run("
slo: { p99: 30s }
traffic: 420/s
path: [app]
run: { duration: 60s, replications: 5 }
components: { app: { server: { cores: 2, work: exp(5ms) } } }
timeline: [ { at: 30s, slow: app, times: 1, for: 1s } ]
");
    assert!(!run.report.stability.stable);
    assert!(run.report.latency_ms.is_none());
    assert!(!run.report.slo[0].met);
}

/// Refused at once and without a pause, clients ask for ever: that ends with an error, not never.
#[test]
fn clients_that_are_refused_at_once_do_not_run_for_ever() {
    let page = "
traffic: { clients: 5 }
path: [limiter, app]
run: { max_requests: 10000 }
components:
  limiter: { rate_limiter: { rate: 100/s } }
  app: { server: { cores: 1, work: 1ms } }
";
    let error = try_run(page, 1, MAX_IN_FLIGHT).err();
    assert!(matches!(error, Some(RunError::RunAway { .. })), "{error:?}");
}

/// The budget reaches for the last event, and says so where that is too far.
#[test]
fn an_event_beyond_the_budget_is_named() {
    let page = |rate: &str| {
        format!(
            "
traffic: {rate}
path: [app]
run: {{ max_requests: 20000 }}
components: {{ app: {{ server: {{ cores: 2, instances: 2, work: 1ms }} }} }}
timeline: [ {{ at: 20s, kill: app, for: 5s }} ]
"
        )
    };
    let near = run(&page("600/s"));
    assert!(near.report.simulated_s >= 26.0, "{}", near.report.simulated_s);
    assert!(!finding(&near.report, "was not simulated"));
    assert!(finding(&near.report, "During “kill app”"));
    let far = run(&page("3000/s"));
    assert!(far.report.simulated_s < 20.0, "{}", far.report.simulated_s);
    assert!(finding(&far.report, "“kill app” at 20 s was not simulated"));
}

/// A backlog that grows without end holds up what is done later, not the answers.
#[test]
fn a_growing_backlog_leaves_the_answers_their_latency() {
    let run = run("
traffic: 200/s
path: [app, { later: [q, worker] }]
network: { hop: 0s }
run: { duration: 60s, replications: 5 }
components:
  app: { server: { work: 3ms } }
  q: { queue: {} }
  worker: { server: { workers: 1, work: { io: 10ms } } }
");
    assert!(!run.report.stability.stable);
    assert_eq!(run.report.stability.component.as_deref(), Some("q"));
    assert_eq!(run.latency().p99.value, 3.0);
    assert!(run.report.request_types["request"].later_ms.is_none());
}

/// Traffic × 5 for a third of the run: the month's bytes are those of the page's own rate.
#[test]
fn a_spike_is_not_billed_all_month() {
    let page = |timeline: &str| {
        format!(
            "
data: {{ photo: {{ keys: 1000, size: 1MB }} }}
requests: {{ view: {{ rate: 100/s, reads: photo, path: [app] }} }}
run: {{ duration: 60s, replications: 3 }}
components: {{ app: {{ server: {{ work: 1ms }} }} }}
{timeline}
"
        )
    };
    let calm = run(&page("")).report.cost.per_month_usd;
    let spiky = run(&page("timeline: [ { at: 20s, for: 20s, traffic: { times: 5 } } ]"));
    let ratio = spiky.report.cost.per_month_usd / calm;
    assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
}

/// A connection that is busy nine tenths of the time limits a database whose cores hardly work: no finding may
/// say that nothing does.
#[test]
fn connections_that_are_short_are_said_to_be() {
    let page = |cores: &str| {
        format!(
            "
traffic: 28/s
path: [web, {{ db: {{ pool: 1 }} }}]
network: {{ hop: 1ms }}
run: {{ warmup: 20s, duration: 200s, replications: 3 }}
components: {{ web: {{ server: {{}} }}, db: {{ server: {{ {cores}work: exp(30ms) }} }} }}
"
        )
    };
    let limited = run(&page("cores: 4, ")).report;
    assert!(finding(&limited, "connections to db"), "{:?}", limited.findings);
    assert!(!finding(&limited, "Nothing is near its limit"), "{:?}", limited.findings);
    assert_eq!(limited.components["db"].busiest(), Some("cpu"));
    let free = run(&page("")).report;
    assert!(finding(&free, "connections to db"), "{:?}", free.findings);
    assert!(!finding(&free, "No component has a limit"), "{:?}", free.findings);
}

/// 5,001 calls a request: 20 million of them are enough for a replication, as 100,000 requests are.
#[test]
fn a_request_of_thousands_of_calls_is_run_less_often() {
    let duration_s = |times: u32| {
        let page = format!(
            "
traffic: 10/s
path: [a, {{ repeat: {{ times: {times}, at_once: 100, path: [b] }} }}]
run: {{ warmup: 0s }}
components: {{ a: {{ server: {{}} }}, b: {{ server: {{ work: 1ms }} }} }}
"
        );
        let loaded = load_text(&page, &[]).expect("a page");
        let design = loaded.design.expect("a design");
        let (stop, progress) = (AtomicBool::new(false), AtomicU64::new(0));
        let budget = Budget::new(u64::MAX, u64::MAX);
        let share = Share::whole(&budget);
        let execution =
            Execution { threads: 1, max_in_flight: 1, stop: &stop, progress: &progress, share };
        // With a warm-up that is given there is no pilot: nothing is simulated.
        let plan = world::plan(&design.blueprint, execution).expect("a plan");
        plan.duration_ns / 1_000_000_000
    };
    assert_eq!(duration_s(5000), 399);
    assert_eq!(duration_s(100), 10_000);
}
