//! Timeouts with second tries over an exponential delay, and what they cost.
//!
//! A try of mean m and timeout T succeeds with probability 1 − q, q = e^(−T/m), after m − Tq/(1 − q) on average; tries
//! are independent, so a call with r retries fails with probability q^(r+1) (Ross, Introduction to Probability Models,
//! ch. 3: conditioning on the number of tries).

use napkin::document::Report;

use super::harness::{Run, about, chain, run};

const MEAN_MS: f64 = 10.0;

/// What follows from a timeout and the pauses before each retry, ms.
struct Tries {
    failed: f64,
    mean_ms: f64,
    retries: f64,
    retries_variance: f64,
}

fn tries(timeout_ms: f64, pauses_ms: &[f64]) -> Tries {
    let q = (-timeout_ms / MEAN_MS).exp();
    let success_ms = MEAN_MS - timeout_ms * q / (1.0 - q);
    let (mut before_ms, mut sum, mut reached) = (0.0, 0.0, 1.0);
    let (mut retries, mut squares) = (0.0, 0.0);
    for tried in 0..=pauses_ms.len() {
        sum += reached * (1.0 - q) * (before_ms + success_ms);
        let ends = if tried == pauses_ms.len() { reached } else { reached * (1.0 - q) };
        retries += ends * tried as f64;
        squares += ends * (tried * tried) as f64;
        before_ms += timeout_ms + pauses_ms.get(tried).unwrap_or(&0.0);
        reached *= q;
    }
    Tries {
        failed: reached,
        mean_ms: sum / (1.0 - reached),
        retries,
        retries_variance: squares - retries * retries,
    }
}

fn called(rate: f64, call: &str) -> Run {
    let components = "web: { server: {} }, api: { server: { work: exp(10ms) } }";
    chain(&format!("{rate}/s"), &format!("[web, {{ api: {{ {call} }} }}]"), components, 50)
}

fn holds(run: &Run, expected: &Tries) {
    let requests = &run.report.requests;
    run.errors(expected.failed).mean(expected.mean_ms);
    let deviation = (expected.retries_variance / requests.offered as f64).sqrt();
    let retries = requests.retries as f64 / requests.offered as f64;
    run.agrees_by("retries", retries, expected.retries, deviation);
    assert_eq!(requests.attempts, requests.offered + requests.retries);
    assert_eq!(run.report.errors.by_reason.keys().collect::<Vec<_>>(), ["timeout"]);
}

#[test]
fn pauses_of_one_length() {
    for rate in [300.0, 1000.0] {
        for (timeout_ms, times) in [(10.0, 2), (5.0, 3)] {
            about(
                format!("timeout {timeout_ms} ms, {times} retries, {rate}/s"),
                "Ross, ch. 3: conditioning",
            );
            let call = format!(
                "timeout: {timeout_ms}ms, retry: {{ times: {times}, backoff: fixed, base: 5ms }}"
            );
            holds(&called(rate, &call), &tries(timeout_ms, &vec![5.0; times]));
        }
    }
}

#[test]
fn pauses_that_double() {
    for rate in [300.0, 1000.0] {
        about(format!("backoff without and with jitter, {rate}/s"), "Ross, ch. 3: conditioning");
        let call = "timeout: 7ms, retry: { times: 4, backoff: exponential, base: 3ms, max: 10ms }";
        holds(&called(rate, call), &tries(7.0, &[3.0, 6.0, 10.0, 10.0]));
        // Full jitter: uniform from nothing to the whole pause.
        let call =
            "timeout: 7ms, retry: { times: 3, backoff: exponential, base: 8ms, jitter: true }";
        holds(&called(rate, call), &tries(7.0, &[4.0, 8.0, 16.0]));
    }
}

/// Said of the component, or of the request, it is the same.
#[test]
fn wherever_it_is_said() {
    for rate in [300.0, 1000.0] {
        about(
            format!("retries of a component, of a client, {rate}/s"),
            "Ross, ch. 3: conditioning",
        );
        let page = |client: &str, component: &str| {
            format!(
                "
name: said
requests: {{ ask: {{ rate: {rate}/s, {client}path: [web, api] }} }}
components:
  web: {{ server: {{}} }}
  api: {{ server: {{ {component}work: exp(10ms) }} }}
network: {{ hop: 0s }}
run: {{ duration: 50s, replications: 20, seed: 1 }}
"
            )
        };
        let policy = "timeout: 10ms, retry: { times: 2, base: 5ms }, ";
        holds(&run(&page("", policy)), &tries(10.0, &[5.0; 2]));
        holds(&run(&page(policy, "")), &tries(10.0, &[5.0; 2]));
    }
}

/// A timeout covers the network, too: of 10 ms, two hops of 1.5 ms leave 7 for the work.
#[test]
fn hops_count() {
    for rate in [300.0, 1000.0] {
        about(format!("timeout with hops, {rate}/s"), "Ross, ch. 3: conditioning");
        let page = format!(
            "
name: hops
traffic: {rate}/s
path: [web, {{ api: {{ timeout: 10ms, retry: {{ times: 1, base: 5ms }} }} }}]
components: {{ web: {{ server: {{}} }}, api: {{ server: {{ work: exp(10ms) }} }} }}
network: {{ hop: 1.5ms }}
run: {{ duration: 50s, replications: 20, seed: 1 }}
"
        );
        let mut expected = tries(7.0, &[8.0]);
        expected.mean_ms += 3.0;
        holds(&run(&page), &expected);
    }
}

/// Every try is worked at to its end, unless it is cancelled: then for min(S, T), whose mean is m(1 − q).
#[test]
fn abandoned_work_burns_capacity() {
    for rate in [300.0, 1000.0] {
        about(format!("abandoned work, {rate}/s"), "Ross, ch. 3; Little 1961");
        let used = |cancel: &str| {
            let order = if rate > 500.0 { "order: processor_sharing, " } else { "" };
            let components = format!(
                "web: {{ server: {{}} }}, api: {{ server: {{ {order}cores: 100, work: exp(10ms) }} }}"
            );
            let call = format!("timeout: 10ms, retry: {{ times: 2, base: 5ms }}{cancel}");
            let path = format!("[web, {{ api: {{ {call} }} }}]");
            chain(&format!("{rate}/s"), &path, &components, 50)
        };
        let work = |r: &Report| r.components["api"].service_ms.mean;
        let tried = rate * (1.0 + tries(10.0, &[5.0; 2]).retries);
        let api = |r: &Report| r.components["api"].utilization.expect("cores");
        used("").agrees("to the end", api, tried * 0.01 / 100.0).agrees("work", work, 10.0);
        let short = 0.01 * (1.0 - (-1.0_f64).exp());
        let run = used(", cancel: true");
        run.agrees("cancelled", api, tried * short / 100.0).agrees("work", work, short * 1e3);
    }
}

/// As many tries as are asked for: 301 of 1 ms with pauses of 1 ms between.
#[test]
fn hundreds_of_tries() {
    about("hundreds of tries", "a count");
    let components = "web: { server: {} }, api: { server: { work: 3s } }";
    let path = "[web, { api: { timeout: 1ms, cancel: true, retry: { times: 300, base: 1ms } } }]";
    let run = chain("{ rate: 10/s, arrivals: constant }", path, components, 10);
    let requests = &run.report.requests;
    let edge = 300.0 * f64::from(run.report.replications) * 10.0;
    let off = requests.retries as f64 - 300.0 * requests.offered as f64;
    assert!(requests.failed > 0 && off.abs() <= edge, "{off} beyond {edge}");
}

/// Who gives up before a connection is free has sent nothing. Half of the time the one connection is taken for 50 ms by
/// callers who wait; of the others, who wait for 1 ms, only those get through who find it free, or freed in that time.
#[test]
fn a_call_without_a_connection_was_never_made() {
    about("a full pool", "a bound");
    let page = "
name: pool
requests:
  patient: { rate: 10/s, path: [web, api] }
  hasty: { rate: 100/s, path: [web, { api: { timeout: 1ms } }] }
components:
  web: { server: {} }
  api: { server: { work: 50ms, pool: 1 } }
network: { hop: 0s }
run: { duration: 100s, replications: 20, seed: 1 }
";
    let run = run(page);
    let pool = run.report.components["api"].resources["pool"].utilization.value;
    let calls = run.report.components["api"].arrivals_per_s.value;
    // Each that gets through holds it for 1 ms at most.
    let most = 10.0 + 100.0 * (1.0 - pool) + 100.0 * calls * 1e-3;
    assert!(pool < 0.6 && calls <= most, "{pool}, {calls} calls, at most {most}");
}

/// When every try fails, a budget of 10 % lets a tenth of the calls try again, whatever `times` says; where it does not
/// bind, it changes nothing.
#[test]
fn a_budget() {
    for rate in [300.0_f64, 1000.0] {
        about(format!("retry budget, {rate}/s"), "Ross, ch. 3: conditioning");
        let components = "web: { server: {} }, api: { server: { work: 50ms } }";
        let path = "[web, { api: { timeout: 10ms, retry: { times: 3, base: 5ms, budget: 10% } } }]";
        let run = chain(&format!("{rate}/s"), path, components, 50);
        let requests = &run.report.requests;
        assert_eq!(requests.completed, 0);
        let replications = f64::from(run.report.replications);
        // A window opens with less than one token saved; tries made around its ends are 15 ms of arrivals.
        let edge = replications * (1.0 + 0.1 * 4.0 * (rate * 0.015).sqrt());
        let off = requests.retries as f64 - 0.1 * requests.offered as f64;
        assert!(off.abs() <= edge, "{off} beyond {edge}");
        let call = "timeout: 15ms, retry: { times: 1, base: 5ms, budget: 50% }";
        holds(&called(rate, call), &tries(15.0, &[5.0]));
    }
}
