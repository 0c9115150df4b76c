//! What guards a call, and what a run says of it.

use serde_json::Value;

use super::harness::{document, findings};

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

/// The finding that a component's calls fail in this way.
fn fails<'a>(run: &'a Value, by: &str) -> Option<&'a Value> {
    findings(run, "fails_calls").into_iter().find(|finding| finding["by"] == by)
}

/// A bank of which `errors` of the calls fail, behind two apps.
fn bank(call: &str, timeline: &str) -> String {
    format!(
        "
name: bank
requests: {{ pay: {{ rate: 100/s, timeout: 1s, path: [app, bank] }} }}
components:
  app: {{ server: {{ cores: 4, instances: 2, work: 1ms }} }}
  bank: {{ server: {{ work: {{ io: 20ms }}, {call} }} }}
{timeline}
run: {{ duration: 40s, seed: 1 }}
"
    )
}

#[test]
fn errors_are_the_components_own() {
    let run = document(&bank("errors: 5%", ""), "run");
    let found = fails(&run, "error").expect("it is said");
    assert_eq!(found["component"], "bank");
    assert!((number(&found["share"]) - 0.05).abs() < 0.01, "{found}");
    let few = document(&bank("errors: 0.1%", ""), "run");
    assert!(fails(&few, "error").is_none(), "one in a thousand is no finding");
}

/// 10 of 40 seconds a bank fails whatever it is asked; a breaker of 2 s asks it three times in each.
#[test]
fn an_open_breaker_is_named() {
    let timeline = "timeline:
  - { at: 10s, set: { bank.errors: 100% } }
  - { at: 20s, set: { bank.errors: 0% } }";
    let breaker = "breaker: { failures: 50%, window: 2s, open: 2s }";
    let run = document(&bank(breaker, timeline), "run");
    let found = fails(&run, "circuit_open").expect("it is said");
    assert_eq!(found["component"], "bank");
    // 10 s and what is left of the last 2 s, of 40 s, but for the first window and the probes.
    assert!((0.2..0.32).contains(&number(&found["share"])), "{found}");
    // Two apps open about 5 times each.
    assert!((8.0..13.0).contains(&number(&found["opened"])), "{found}");
    assert!(findings(&run, "no_recovery").is_empty(), "{}", run["findings"]);
    let bare = document(&bank("errors: 0%", timeline), "run");
    assert!(fails(&bare, "circuit_open").is_none());
    assert!(bare["components"]["bank"]["breakers_opened"].is_null());
}

fn overloaded(request: &str, server: &str) -> String {
    format!(
        "
name: overload
requests: {{ get: {{ rate: 1500/s, timeout: 500ms, {request} path: [app] }} }}
components: {{ app: {{ server: {{ cores: 4, work: exp(4ms){server} }} }} }}
run: {{ duration: 20s, seed: 1 }}
"
    )
}

/// A third of 1,500/s is too much for 4 cores of 4 ms.
#[test]
fn what_is_dropped_or_shed_is_named_with_what_is_full() {
    let dropped = document(&overloaded("deadline: true,", ""), "run");
    let shed = document(&overloaded("", ", shed: 20ms"), "run");
    for (run, by) in [(&dropped, "expired"), (&shed, "shed")] {
        let found =
            fails(run, by).unwrap_or_else(|| panic!("{by} is not said: {}", run["findings"]));
        assert!((number(&found["share"]) - 1.0 / 3.0).abs() < 0.03, "{found}");
        assert_eq!(run["bottleneck"]["component"], "app", "{by}");
        assert_eq!(run["bottleneck"]["resource"], "cpu", "{by}");
    }
    // Who sheds answers those whom it lets in; at a deadline most are begun just before it.
    assert!(number(&shed["errors"]["rate"]["value"]) < 0.4);
    assert!(number(&shed["latency_ms"]["p99"]["value"]) < 80.0);
    assert!(number(&dropped["latency_ms"]["p50"]["value"]) > 400.0);
}

/// Nothing waits for anything: the mean of the slowest of 20 exponential calls is 10 ms × H₂₀ = 36 ms.
#[test]
fn the_slowest_of_several_is_not_called_waiting() {
    let text = "
name: fan-out
requests: { page: { rate: 20/s, path: [root, { repeat: { times: 20, at_once: 20, path: [leaf] } }] } }
components: { root: { server: {} }, leaf: { server: { work: { io: exp(10ms) } } } }
run: { duration: 30s, seed: 1 }
";
    let run = document(text, "run");
    let found = findings(&run, "waiting_adds");
    assert_eq!(found.len(), 1, "{}", run["findings"]);
    assert_eq!(found[0]["branches"], true);
    assert!((number(&found[0]["run_ms"]) - 35.98).abs() < 1.0, "{}", found[0]);
}

/// The page ends a second after what happens in it: nobody knows yet.
#[test]
fn a_run_that_ends_at_once_does_not_say_that_nothing_recovers() {
    let timeline = "timeline: [ { at: 10s, hang: bank, for: 29s } ]";
    let run = document(&bank("timeout: 500ms", timeline), "run");
    assert!(findings(&run, "no_recovery").is_empty(), "{}", run["findings"]);
    assert_eq!(findings(&run, "ends_too_soon").len(), 1, "{}", run["findings"]);
}

/// Huang et al., *Metastable Failures in the Wild* (OSDI 2022): a database carries 300/s at 100 ms, 280/s are offered,
/// and clients try once more after 1 s. After an outage of 10 s each request is two calls, 560/s, and none is answered in
/// time, although what happened is over.
const METASTABLE: &str = "
name: metastable
slo: { errors: 10% }
requests: { get: { rate: 280/s, timeout: 1s, retry: { times: 1, base: 10ms }, path: [db] } }
components: { db: { server: { cores: 30, work: 100ms } } }
timeline: [ { at: 20s, hang: db, for: 10s } ]
run: { duration: 100s, seed: 1 }
";

/// The mean of the last tenth of a series.
fn at_the_end(run: &Value, series: &str) -> f64 {
    let all = run["timeseries"][series].as_array().expect("a series");
    let last = &all[all.len() - all.len() / 10..];
    last.iter().map(number).sum::<f64>() / last.len() as f64
}

#[test]
fn an_outage_that_goes_on_by_itself() {
    let run = document(METASTABLE, "run --max-requests 100000");
    assert!(at_the_end(&run, "completed_per_s") < 3.0);
    assert_eq!(findings(&run, "no_recovery").len(), 1, "{}", run["findings"]);
    // Below half of what the database carries the second tries fit in, too: 300 − 2 × 100 a second are made up for.
    let calm = METASTABLE.replace("rate: 280/s", "rate: 100/s");
    let run = document(&calm, "run --max-requests 100000");
    assert!((at_the_end(&run, "completed_per_s") - 100.0).abs() < 8.0);
    // Who is told at once does not wait for nothing.
    let shed = METASTABLE.replace("work: 100ms", "work: 100ms, shed: 150ms");
    let run = document(&shed, "run --max-requests 100000");
    assert!((at_the_end(&run, "completed_per_s") - 280.0).abs() < 15.0);
}

#[test]
fn a_bound_on_the_wait_is_advised_and_more_tries_are_not() {
    let found = document(METASTABLE, "explain --max-requests 300000");
    let advice = found["advice"].to_string();
    assert!(advice.contains("db.shed=") || advice.contains("db.queue="), "{advice}");
    assert!(!advice.contains("retry.times=2"), "{advice}");
    assert!(found["no_help"].to_string().contains("retry.times=2"), "{}", found["no_help"]);
}

/// 60/s × 2 s are 120 workers, of 100: those of the app are full because the bank hangs, not for work of their own. A spike fills
/// them without anything that hangs.
#[test]
fn who_waits_for_what_hangs_is_no_culprit_by_itself() {
    let shop = |timeline: &str| {
        format!(
            "
name: shop
requests:
  browse: {{ rate: 540/s, timeout: 3s, path: [app] }}
  pay: {{ rate: 60/s, timeout: 3s, path: [app, bank] }}
components:
  app: {{ server: {{ cores: 2, instances: 2, workers: 50, work: 2ms }} }}
  bank: {{ server: {{ work: {{ io: exp(40ms) }}, timeout: 2s }} }}
timeline: [ {timeline} ]
run: {{ duration: 40s, seed: 1 }}
"
        )
    };
    let run = document(&shop("{ at: 10s, hang: bank, for: 15s }"), "run --max-requests 80000");
    let found = findings(&run, "waits_for_struck");
    assert_eq!(found.len(), 1, "{}", run["findings"]);
    assert_eq!((&found[0]["component"], &found[0]["waits_for"]), (&"app".into(), &"bank".into()));
    assert_eq!((&found[0]["resource"], &found[0]["hangs"]), (&"workers".into(), &true.into()));
    let spike = "{ at: 10s, traffic: { times: 5 }, for: 15s }, { at: 30s, slow: bank, times: 1.1, for: 5s }";
    let run = document(&shop(spike), "run --max-requests 80000");
    assert!(findings(&run, "waits_for_struck").is_empty(), "{}", run["findings"]);
}

/// 850/s of 1,000/s leave no room for copies of a fifth of the calls: without them the queue settles.
#[test]
fn copies_that_fill_a_server_are_named_and_taken_away() {
    let text = "
name: hedge on a busy server
requests: { get: { rate: 850/s, path: [app] } }
components: { app: { server: { cores: 1, work: exp(1ms), hedge: { after: 3ms, at_most: 20% } } } }
slo: { p99: 60ms }
run: { duration: 40s, seed: 1 }
";
    let run = document(text, "run");
    let found = findings(&run, "copies_add");
    assert_eq!(found.len(), 1, "{}", run["findings"]);
    assert!((number(&found[0]["share"]) - 0.2).abs() < 0.02, "{}", found[0]);
    let advice = document(text, "explain --max-requests 300000")["advice"].to_string();
    assert!(advice.contains("app.hedge=null"), "{advice}");
}
