#![no_main]

#[path = "../../tests/corpus/harness.rs"]
#[allow(dead_code)] // Each target uses a part of it.
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::prices(bytes));
