//! What happened, in order: pages whose course is known beforehand, and the steps that a run tells of them.

use serde_json::Value;

use super::harness::document;

/// The steps with this code.
fn steps<'a>(run: &'a Value, code: &str) -> Vec<&'a Value> {
    let all = run["story"].as_array().expect("a story is a list");
    all.iter().filter(|step| step["code"] == code).collect()
}

/// The one step with this code.
fn step<'a>(run: &'a Value, code: &str) -> &'a Value {
    match steps(run, code).as_slice() {
        [one] => one,
        found => panic!("{} steps {code} in {}", found.len(), run["story"]),
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

fn at(step: &Value) -> f64 {
    number(&step["at_s"])
}

/// The steps are in order, within the window, and each has a sentence.
fn is_in_order(run: &Value) {
    let all = run["story"].as_array().expect("a story is a list");
    let times: Vec<f64> = all.iter().map(at).collect();
    assert!(times.is_sorted(), "{times:?}");
    let end = number(&run["simulated_s"]);
    assert!(times.iter().all(|at| (0.0..=end).contains(at)), "{times:?} of {end}");
    assert!(all.iter().all(|step| !step["text"].as_str().unwrap_or("").is_empty()));
}

#[test]
fn where_nothing_happens_there_is_no_story() {
    let page = "
requests: { get: { rate: 100/s, path: [app] } }
components: { app: { server: { cores: 2, work: 5ms } } }
run: { duration: 30s, seed: 1 }
";
    for rate in ["100/s", "390/s", "900/s"] {
        let run = document(&page.replace("100/s", rate), "run");
        assert_eq!(run["story"].as_array().map(Vec::len), Some(0), "{rate}: {}", run["story"]);
    }
}

/// A fluid queue: 4 cores of 10 ms carry 400/s. From 20 s to 30 s 600/s come, so that 2,000 wait at its end; the usual
/// 200/s leave room for 200/s of them, and the last is gone 10 s later.
#[test]
fn a_spike_fills_a_queue_and_the_queue_empties() {
    let page = "
slo: { p99: 500ms }
requests: { get: { rate: 200/s, path: [app] } }
components: { app: { server: { cores: 4, work: { cpu: 10ms } } } }
timeline: [{ at: 20s, traffic: { times: 3 }, for: 10s }]
run: { duration: 60s, seed: 1, replications: 8 }
";
    let run = document(page, "run");
    is_in_order(&run);
    let begins = step(&run, "begins");
    assert!(at(begins) == 20.0 && begins["event"]["times"] == 3.0, "{begins}");
    let ends = step(&run, "ends");
    assert!(at(ends) == 30.0 && ends["is_usual_load"] == true, "{ends}");
    let full = step(&run, "full");
    assert_eq!((&full["component"], &full["resource"]), (&"app".into(), &"cpu".into()));
    assert!((20.0..=21.0).contains(&at(full)), "{full}");
    let free = step(&run, "free");
    assert!((at(free) - 40.0).abs() <= 1.5, "{free}");
    let peak = step(&run, "queue_peaks");
    assert!((at(peak) - 30.0).abs() <= 1.0 && peak["stays"] == false, "{peak}");
    assert!((number(&peak["waiting"]) - 2000.0).abs() < 160.0, "{peak}");
    let gone = step(&run, "backlog_gone");
    assert!((at(gone) - 40.0).abs() <= 1.5, "{gone}");
    // A wait of 500 ms is a queue of 200, which has come after 1 s; it is as long again 9 s after the spike.
    let leaves = step(&run, "p99_leaves");
    assert!((21.0..=22.0).contains(&at(leaves)), "{leaves}");
    let worst = number(&leaves["worst_ms"]);
    assert!((worst - 5000.0).abs() < 500.0, "{leaves}");
    let returns = step(&run, "p99_returns");
    assert!((39.0..=41.0).contains(&at(returns)), "{returns}");
    for none in ["fails", "retries_begin", "no_recovery", "nothing_else", "breaker_opens"] {
        assert!(steps(&run, none).is_empty(), "{none} in {}", run["story"]);
    }
}

#[test]
fn a_spike_that_is_carried_changes_nothing_else() {
    let page = "
slo: { p99: 500ms }
requests: { get: { rate: 100/s, path: [app] } }
components: { app: { server: { cores: 8, work: { cpu: 5ms } } } }
timeline: [{ at: 20s, traffic: { times: 2 }, for: 10s }]
run: { duration: 60s, seed: 1, replications: 4 }
";
    let run = document(page, "run");
    let codes: Vec<&str> = run["story"]
        .as_array()
        .expect("a story")
        .iter()
        .map(|step| step["code"].as_str().expect("a code"))
        .collect();
    assert_eq!(codes, ["begins", "ends", "nothing_else"]);
}

/// The primary is dead from 20 s on. For the 2 s until that is known its calls are lost; for the 3 s until a replica has taken
/// over there is no primary to write to.
#[test]
fn a_failover_takes_as_long_as_the_page_says() {
    let page = "
data: { item: { keys: 1000 } }
requests: { put: { rate: 100/s, writes: item, path: [app, db] } }
components:
  app: { server: { cores: 4, work: 1ms } }
  db:  { database: { cores: 4, read: 1ms, write: 1ms, replicas: 2, failover: { detect: 2s, promote: 3s } } }
timeline: [{ at: 20s, kill: db, count: 1 }]
run: { duration: 60s, seed: 1, replications: 4 }
";
    let run = document(page, "run");
    is_in_order(&run);
    let begins = step(&run, "begins");
    assert!(at(begins) == 20.0 && begins["instances"] == 1, "{begins}");
    let promotes = step(&run, "promotes");
    assert!((at(promotes) - 25.0).abs() <= 0.5, "{promotes}");
    assert_eq!(promotes["component"], "db");
    let [lost, none] = steps(&run, "fails")[..] else { panic!("{}", run["story"]) };
    assert!(lost["reason"] == "connection_lost" && none["reason"] == "no_healthy_target");
    assert!(at(lost) == 20.0 && (at(none) - 22.0).abs() <= 0.5, "{lost} {none}");
    for fails in [lost, none] {
        assert!(number(&fails["share"]) > 0.9 && fails["component"] == "db", "{fails}");
    }
    let over: Vec<f64> = steps(&run, "fails_no_more").into_iter().map(at).collect();
    assert!(over.len() == 2 && (over[0] - 22.0).abs() <= 0.5 && (over[1] - 25.0).abs() <= 0.5);
    assert!(steps(&run, "no_recovery").is_empty(), "{}", run["story"]);
}

/// 700/s of 1,000/s, and every request that fails is tried three times more: once it is full it stays full.
#[test]
fn a_retry_storm_does_not_end() {
    let page = "
slo: { p99: 500ms, errors: 1% }
requests:
  get: { rate: 700/s, path: [app], timeout: 1s, retry: { times: 3, backoff: exponential, base: 100ms, jitter: true } }
components: { app: { server: { cores: 10, work: { cpu: exp(10ms) } } } }
timeline: [{ at: 20s, hang: app, for: 10s }]
run: { duration: 90s, seed: 1, replications: 4 }
";
    let run = document(page, "run");
    is_in_order(&run);
    assert!(at(step(&run, "retries_begin")) <= 23.0, "{}", run["story"]);
    let stay = step(&run, "retries_stay");
    // Nearly every try fails, so that nearly all three are made.
    assert!(at(stay) == 30.0 && number(&stay["each"]) > 2.0, "{stay}");
    let fails = steps(&run, "fails");
    assert!(fails.iter().any(|it| it["reason"] == "timeout" && number(&it["share"]) > 0.9));
    assert!(at(step(&run, "no_recovery")) == 90.0);
    assert!(steps(&run, "retries_end").is_empty() && steps(&run, "p99_returns").is_empty());
    let single = document(&page.replace("times: 3", "times: 3, budget: 10%"), "run");
    assert!(steps(&single, "retries_stay").is_empty(), "{}", single["story"]);
    assert!(steps(&single, "no_recovery").is_empty(), "{}", single["story"]);
}

/// For 10 s a bank answers nothing but errors: its breaker opens at once, and is closed within `open` of the cure.
#[test]
fn a_breaker_opens_and_closes() {
    let page = "
requests: { pay: { rate: 100/s, path: [app, bank] }, look: { rate: 100/s, path: [app] } }
components:
  app: { server: { cores: 4, instances: 2, work: 1ms } }
  bank: { server: { work: { io: 20ms }, breaker: { failures: 50%, window: 2s, open: 2s } } }
timeline: [{ at: 10s, set: { bank.errors: 100% } }, { at: 20s, set: { bank.errors: 0% } }]
run: { duration: 40s, seed: 1, replications: 4 }
";
    let run = document(page, "run");
    is_in_order(&run);
    let opens = step(&run, "breaker_opens");
    assert!((10.0..=12.0).contains(&at(opens)), "{opens}");
    // Each of the two callers' breakers opens once: what fails as a probe was not closed.
    assert_eq!(number(&opens["times"]), 2.0, "{opens}");
    let closes = step(&run, "breaker_closes");
    assert!((20.0..=23.0).contains(&at(closes)), "{closes}");
    let reasons: Vec<&str> =
        steps(&run, "fails").iter().map(|it| it["reason"].as_str().expect("a reason")).collect();
    assert!(reasons.contains(&"error") && reasons.contains(&"circuit_open"), "{reasons:?}");
    for fails in steps(&run, "fails") {
        assert_eq!(fails["request_types"], serde_json::json!(["pay"]), "{fails}");
    }
}

/// ×4 of the load from 30 s on: 400/s of 5 ms at a target of 50 % are 4 instances; they look every 10 s and boot in 20 s.
#[test]
fn an_autoscaler_is_told_in_one_sentence() {
    let page = "
requests: { get: { rate: 100/s, path: [app] } }
components:
  app:
    server:
      cores: 1
      work: { cpu: 5ms }
      autoscale: { metric: cpu, target: 50%, min: 1, max: 8, every: 10s, boot: 20s, cooldown: 1m }
timeline: [{ at: 30s, traffic: { times: 3.5 } }]
run: { duration: 3m, seed: 1, replications: 2 }
";
    let run = document(page, "run");
    is_in_order(&run);
    let scales = steps(&run, "scales");
    let [first, ..] = scales.as_slice() else { panic!("no step in {}", run["story"]) };
    assert!(first["from"] == 1 && number(&first["to"]) >= 3.0, "{first}");
    let (from, until) = (at(first), number(&first["until_s"]));
    assert!((50.0..=62.0).contains(&from) && until >= from, "{first}");
}
