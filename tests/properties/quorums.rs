//! A key-value store whose quorums meet has no stale read, whatever dies, hangs, or is slow, and whenever.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::harness::run;

/// Nodes, copies, and quorums that meet.
fn store() -> impl Strategy<Value = String> {
    let delays = prop_oneof![Just("0s"), Just("exp(20ms)"), Just("{ min: 1ms, alpha: 1.2 }")];
    let asks = prop_oneof![Just("all"), Just("quorum")];
    let more = prop_oneof![
        Just(""),
        Just(", hints: false"),
        Just(", read_repair: true"),
        Just(", cores: 1"),
        Just(", timeout: 30ms, retry: { times: 2, base: 5ms }"),
        Just(", timeout: 20ms, cancel: true"),
    ];
    (2_u32..6, 0_u32..3, 1_u32..6, 0_u32..2, delays, asks, more).prop_map(
        |(copies, spare, write, above, lag, asks, more)| {
            let write = write.min(copies);
            let read = (copies + 1 - write + above).min(copies);
            format!(
                "instances: {}, copies: {copies}, write: {write}, read: {read}, asks: {asks}, \
                 lag: {lag}, read_work: exp(2ms), write_work: exp(3ms){more}",
                copies + spare
            )
        },
    )
}

fn event() -> impl Strategy<Value = String> {
    let what = prop_oneof![
        (1_u32..3).prop_map(|count| format!("kill: store, count: {count}")),
        Just("kill: store".to_owned()),
        Just("hang: store".to_owned()),
        Just("slow: store, times: 8".to_owned()),
        Just("cut: [app, store]".to_owned()),
    ];
    (0_u32..4000, 1_u32..3000, what)
        .prop_map(|(at, lasts, what)| format!("  - {{ at: {at}ms, {what}, for: {lasts}ms }}\n"))
}

#[test]
fn quorums_that_meet_miss_nothing() {
    let config = Config { cases: 120, failure_persistence: None, ..Config::default() };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, random);
    let inputs = (store(), prop::collection::vec(event(), 1..5), 0_u32..1000);
    let outcome = runner.run(&inputs, |(store, events, seed)| {
        let run = run(&format!(
            "
name: quorums
data: {{ item: {{ keys: 5, popularity: uniform, size: 1KB }} }}
requests:
  get: {{ rate: 100/s, reads: item, path: [app, store] }}
  put: {{ rate: 100/s, writes: item, path: [app, store] }}
components:
  app: {{ server: {{ work: 1ms }} }}
  store: {{ kv: {{ {store} }} }}
network: {{ hop: exp(2ms) }}
run: {{ duration: 5s, warmup: 0s, replications: 2, seed: {seed} }}
timeline:
{}",
            events.concat()
        ));
        for meters in &run.outcome.replications {
            for component in &meters.components {
                prop_assert_eq!(component.stale_reads, 0);
            }
        }
        Ok(())
    });
    outcome.expect("no read misses an acknowledged write");
}
