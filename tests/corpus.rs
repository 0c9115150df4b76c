//! What fuzzing has found, and the inputs that reach the most of the readers: `fuzz/README.md` says how they came
//! about. Every one of them is read again here.

#[path = "corpus/harness.rs"]
mod harness;

use std::fs;
use std::path::Path;

fn check(target: &str, read: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the corpus is part of the repository") {
        let file = entry.expect("an entry of the folder").path();
        let bytes = fs::read(&file).expect("an input can be read");
        // The name of the input, should it panic: the harness does not know it.
        let outcome = std::panic::catch_unwind(|| read(&bytes));
        assert!(outcome.is_ok(), "{}", file.display());
        count += 1;
    }
    assert!(count >= 10, "{count} inputs");
}

#[test]
fn pages() {
    check("page", harness::page);
}

#[test]
fn settings() {
    check("set", harness::set);
}

#[test]
fn quantities() {
    check("units", harness::units);
}

#[test]
fn variations() {
    check("vary", harness::vary);
}

#[test]
fn latency_tables() {
    check("latency", harness::latency);
}

#[test]
fn price_lists() {
    check("prices", harness::prices);
}

#[test]
fn measured_samples() {
    check("samples", harness::samples);
}
