//! What the engine does, by closed forms.

use serde_json::Value;

use super::harness::{document, page};

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

fn mean_ms(run: &Value) -> f64 {
    number(&run["latency_ms"]["mean"]["value"])
}

fn errors(run: &Value) -> f64 {
    number(&run["errors"]["rate"]["value"])
}

/// A write that waits for every replica is on the one that takes over.
#[test]
fn a_synchronous_replica_loses_nothing() {
    let text = page("sync-loses-writes");
    let variants = [
        text.clone(),
        text.replace("replicas: 1", "replicas: 2"),
        text.replace("replication: sync", "replication: semi_sync"),
        text.replace("write: exp(1ms)", "write: exp(3ms)"),
    ];
    for text in variants {
        let run = document(&text, "run --max-requests 100000");
        let lost = &run["components"]["db"]["lost_writes"];
        assert!(lost.is_null() || number(lost) == 0.0, "{lost} lost in\n{text}");
    }
}

/// 20 of the 50 seconds (or so) that are looked at have no store.
#[test]
fn a_dead_store_answers_nothing() {
    let text = page("dead-store-answers");
    let run = document(&text, "run --max-requests 100000");
    assert!(errors(&run) > 0.1, "{}", run["errors"]);
    let passes = text.replace("memory: 1GB", "memory: 1GB, when_down: pass");
    assert!(errors(&document(&passes, "run --max-requests 100000")) < 0.01);
    let with_database = text
        .replace("path: [app, geo]", "path: [app, geo, db]")
        .replace("components:", "components:\n  db: { database: {} }");
    assert!(errors(&document(&with_database, "run --max-requests 100000")) < 0.01);
}

/// nginx's `random two` draws two different servers; HAProxy and Envoy draw with replacement. By the
/// Markov chain of the queue lengths, without what a real proxy adds.
#[test]
fn two_choices_are_two() {
    let text = page("two-different-ones");
    let eight = text.replace("182.5/s", "560/s").replace("instances: 2", "instances: 8");
    let eight = eight.replace("exp(8ms)", "exp(10ms)");
    let replaced = |text: &str| text.replace("two_choices", "two_choices_replaced");
    for (text, right, share) in [
        (text.clone(), 18.38, 0.05),
        (replaced(&text), 20.54, 0.05),
        (eight.clone(), 16.9, 0.025),
        (replaced(&eight), 17.8, 0.025),
    ] {
        let mean = mean_ms(&document(&text, "run --max-requests 200000"));
        assert!((mean / right - 1.0).abs() < share, "{mean} is not {right}");
    }
}

/// A place in the queue is waited for, whatever is asked for there.
#[test]
fn work_of_nothing_waits_its_turn() {
    let text = page("work-of-zero-never-waits");
    let run = document(&text, "run --max-requests 100000");
    let of = |name: &str| number(&run["request_types"][name]["latency_ms"]["mean"]["value"]);
    assert!((of("zero") / of("one_ns") - 1.0).abs() < 0.1, "{} {}", of("zero"), of("one_ns"));
}

/// Servers that are 4 % busy are steady after some milliseconds.
#[test]
fn an_idle_page_settles() {
    for seed in 1..=5 {
        let run = document(
            &page("idle-page-did-not-settle"),
            &format!("run --seed {seed} --max-requests 20000"),
        );
        let warnings = run["warnings"].as_array().expect("a list of warnings");
        assert!(warnings.iter().all(|warning| warning["code"] != "not_settled"), "{warnings:?}");
    }
}
