//! Key-value stores: what quorums cost and what they miss.

use napkin::document::Measured;

use super::harness::{Run, about, run};
use super::reference::Dice;

/// One of the kind's own figures.
fn own(run: &Run, component: &str, key: &str) -> Measured {
    let own = &crate::common::own(&run.report.components[component])[key];
    let number = |name: &str| own[name].as_f64();
    Measured { value: number("value").expect("a value"), low: number("low"), high: number("high") }
}

/// n choose k.
fn choose(n: u32, k: u32) -> f64 {
    (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product()
}

/// Mean of the k-th smallest of n independent exponentials of mean 1 (Rényi 1953).
fn order_statistic(n: u32, k: u32) -> f64 {
    (n - k + 1..=n).map(|i| 1.0 / f64::from(i)).sum()
}

fn page(fields: &str, network: &str, duration_s: u32) -> Run {
    run(&format!(
        "
name: quorum
data: {{ item: {{ keys: 1000, popularity: uniform, size: 1KB }} }}
requests:
  get: {{ rate: 1000/s, reads: item, path: [store] }}
  put: {{ rate: 200/s, writes: item, path: [store] }}
components: {{ store: {{ kv: {{ {fields} }} }} }}
network: {network}
run: {{ duration: {duration_s}s, replications: 10, seed: 1 }}
"
    ))
}

/// Writes of a key, so many a second.
const WRITES: f64 = 0.2;

/// A read that begins s after a write was acknowledged and asks R of N nodes misses it if none of them has it: with
/// deliveries that are exponential with mean 1/λ, C(N − W, R)/C(N, R) × e^(−λRs), by their lack of memory (Bailis et al.,
/// PVLDB 5(8), 2012, 3.1 and 3.4); writes of a key come at random, so s is exponential, too.
#[test]
fn a_read_misses_the_last_write() {
    let none = "{ hop: 0s, client: 0s }";
    for (n, w, r) in [(3, 1, 1), (3, 2, 1), (5, 1, 2), (5, 2, 2)] {
        about(format!("N {n}, W {w}, R {r}, delivery exp(100 ms)"), "Bailis et al. 2012");
        let fields = format!(
            "instances: 7, copies: {n}, write: {w}, read: {r}, asks: quorum, lag: exp(100ms), \
             read_work: 0s, write_work: 0s"
        );
        let misses = choose(n - w, r) / choose(n, r);
        // What is rare takes longer to be known as well.
        let run = page(&fields, none, if misses < 0.5 { 400 } else { 200 });
        let expected = misses * WRITES / (WRITES + 10.0 * f64::from(r));
        // Two writes of a key are under way at once in a hundredth of the cases.
        run.agrees_with("stale", own(&run, "store", "stale_read_ratio"), expected, 0.01 * expected);
    }
}

/// With W + R > N every read asks a node that has the last write (Gifford, SOSP 1979).
#[test]
fn quorums_that_meet_miss_nothing() {
    for (n, w, r) in [(3, 2, 2), (3, 1, 3), (5, 2, 4), (1, 1, 1)] {
        let fields = format!(
            "instances: 7, copies: {n}, write: {w}, read: {r}, lag: exp(50ms), read_work: exp(5ms), \
             write_work: exp(5ms)"
        );
        let run = page(&fields, "{ hop: exp(5ms) }", 20);
        assert_eq!(own(&run, "store", "stale_read_ratio").value, 0.0, "N {n}, W {w}, R {r}");
    }
}

/// All nodes are asked and the first R answers count: what a small simulation of the four delays says (PBS's WARS model:
/// write, acknowledgement, request, answer; Bailis et al. 2012, 5.1).
#[test]
fn first_answers_are_stale_as_in_wars() {
    let (mut dice, trials) = (Dice(7), 2_000_000);
    for (w, r) in [(1, 1), (2, 1), (1, 2)] {
        about(format!("N 3, W {w}, R {r}, first answers"), "WARS, simulated");
        let mut misses = 0_u32;
        for _ in 0..trials {
            // Milliseconds: a hop of 10 each way, 100 more for a write's delivery.
            let arrives = [(); 3].map(|()| dice.exponential(10.0) + dice.exponential(100.0));
            let mut acknowledged = arrives.map(|at| at + dice.exponential(10.0));
            acknowledged.sort_by(f64::total_cmp);
            let begins = acknowledged[w - 1] + dice.exponential(1000.0 / WRITES);
            let mut answers = arrives.map(|arrives| {
                let asked = begins + dice.exponential(10.0);
                (asked + dice.exponential(10.0), asked < arrives)
            });
            answers.sort_by(|a, b| a.0.total_cmp(&b.0));
            misses += u32::from(answers[..r].iter().all(|(_, misses)| *misses));
        }
        let fields = format!(
            "copies: 3, write: {w}, read: {r}, lag: exp(100ms), read_work: 0s, write_work: 0s"
        );
        let run = page(&fields, "{ hop: exp(10ms), client: exp(10ms) }", 200);
        let expected = f64::from(misses) / f64::from(trials);
        let uncertain = 1.96 * (f64::from(misses)).sqrt() / f64::from(trials);
        let uncertain = uncertain.hypot(0.01 * expected);
        run.agrees_with("stale", own(&run, "store", "stale_read_ratio"), expected, uncertain);
    }
}

/// A read takes the R-th smallest of N answers, or the largest of R where no more are asked; a write the W-th smallest of N.
#[test]
fn answers_by_order_statistics() {
    let none = "{ hop: 0s, client: 0s }";
    for (n, w, r, asks) in [(3, 2, 2, "all"), (5, 1, 4, "all"), (5, 5, 2, "quorum")] {
        about(format!("N {n}, W {w}, R {r}, {asks} asked"), "order statistics");
        let fields = format!(
            "copies: {n}, write: {w}, read: {r}, asks: {asks}, read_work: exp(4ms), write_work: exp(10ms)"
        );
        let run = page(&fields, none, 40);
        let mean =
            |name: &str| run.report.request_types[name].latency_ms.as_ref().expect("answers").mean;
        let of_reads = order_statistic(if asks == "all" { n } else { r }, r);
        run.agrees_with("mean read, ms", mean("get"), 4.0 * of_reads, 0.0);
        run.agrees_with("mean write, ms", mean("put"), 10.0 * order_statistic(n, w), 0.0);
    }
}

/// Each write is the work of all copies, each read that of the nodes it asks: utilization by Little's law.
#[test]
fn every_copy_works() {
    for (asks, read_copies) in [("all", 3.0), ("quorum", 2.0)] {
        about(format!("5 nodes, {asks} asked"), "Little 1961");
        let fields = format!(
            "instances: 5, cores: 1, asks: {asks}, read_work: exp(0.5ms), write_work: exp(1ms)"
        );
        let run = page(&fields, "{ hop: 0s, client: 0s }", 50);
        let busy = (1000.0 * read_copies * 0.000_5 + 200.0 * 3.0 * 0.001) / 5.0;
        let found = run.report.components["store"].utilization.expect("cores");
        run.agrees_with("cores busy", found, busy, 0.0);
    }
}
