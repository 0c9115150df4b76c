# What one does every day, each in a word: `just` lists them.

default:
    @just --list

# everything that a change must pass, as CI runs it
check:
    .ci/run

# the tests
test *args:
    cargo test {{ args }}

# the simulator against closed forms, one row for each figure: the table of docs/validation.md
validation times="1":
    #!/usr/bin/env bash
    set -o pipefail
    THEORY={{ times }} cargo test --release --test theory -- --nocapture --test-threads=1 | grep '^| '

# the same with runs ten times as long
theory-long:
    @just validation 10

# formatting and lints
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# run a page: `just run scenarios/one-server.yaml --seed 2`
run page *args:
    cargo run --release -- run {{ page }} {{ args }}

# the committed study notes of the gallery, made anew
reports:
    cargo build --release
    for page in scenarios/*.yaml; do target/release/napkin run --quiet "$page"; done
    .ci/studies target/release/napkin

# the messages of tests/rejects, made anew: read them before you keep them
rejects:
    UPDATE=1 cargo test --test rejects

# the gallery's reports on a second platform, wasm under Node: the committed ones, byte for byte
wasm:
    tests/wasm/gallery

# how fast the engine is
bench *args:
    cargo bench {{ args }}

# licences, advisories and sources of the dependencies (needs cargo-deny)
deny:
    cargo deny check
