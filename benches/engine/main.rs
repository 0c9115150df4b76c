//! Pages against hand-written loops and against desru, the same models in one run.
//!
//! ```sh
//! cargo bench --bench engine              # W1, W2, W3: ns a request and ratios
//! cargo bench --bench engine -- w3        # one of them
//! cargo bench --bench engine -- long      # does it stay so?
//! cargo bench --bench engine -- long flat # one of its parts: flat, wide, storm, threads, cache
//! ```
//!
//! The pages are in `benches/scenarios/` and run with all of their statistics on.

#[path = "../../tests/common/mod.rs"]
mod common;
mod long;
mod loops;
mod peers;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Instant;

use napkin::blueprint::Blueprint;
use napkin::scenario::page::read_file;
use napkin::stats::Histogram;
use napkin::world::{BYTES_IN_FLIGHT, Budget, Execution, Outcome, Share, simulate};

const ROUNDS: usize = 7;
const REQUESTS: u64 = 2_000_000;
const MS: u64 = 1_000_000;

/// A model, by hand and in desru.
struct Model {
    name: &'static str,
    by_hand: fn() -> Histogram,
    in_desru: fn() -> Histogram,
}

const MODELS: [Model; 3] = [
    Model { name: "w1", by_hand: || loops::lindley(80.0, 1), in_desru: || peers::station(80.0, 1) },
    Model {
        name: "w2",
        by_hand: || loops::lindley(1440.0, 16),
        in_desru: || peers::station(1440.0, 16),
    },
    Model { name: "w3", by_hand: loops::three_tiers, in_desru: peers::three_tiers },
];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if asked.iter().any(|arg| arg == "long") {
        return long::run_parts(&asked);
    }
    println!(
        "{REQUESTS} requests of each; medians of {ROUNDS} rounds, loop, page and desru in turn"
    );
    println!(
        "a request that waits in the event loop takes {BYTES_IN_FLIGHT} bytes and an event 16\n"
    );
    println!("     loop, ns  page, ns  ratio   desru, ns  loop/desru   events/request  events/s");
    for model in MODELS {
        if asked.is_empty() || asked.iter().any(|name| name == model.name) {
            compare(&model);
        }
    }
}

/// Runs all three in turn, and prints ns per request of each.
fn compare(model: &Model) {
    let (mut loops, mut pages, mut peers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut events, mut rates) = (0.0, Vec::new());
    let blueprint = blueprint_of(model.name);
    for _ in 0..ROUNDS {
        loops.push(timed(model.by_hand));
        let started = Instant::now();
        let outcome = run(&blueprint, 1);
        let took = nanoseconds(started);
        let requests = simulated(&outcome);
        pages.push(took / requests);
        events = outcome.events as f64 / requests;
        rates.push(outcome.events as f64 / took * 1e9);
        peers.push(timed(model.in_desru));
    }
    let (hand, page, peer) = (median(loops), median(pages), median(peers));
    println!(
        "{} {hand:10.1} {page:9.1} {:6.2} {peer:11.1} {:11.3} {events:16.2} {:9.1}M",
        model.name,
        page / hand,
        hand / peer,
        median(rates) * 1e-6,
    );
}

/// ns per request.
fn timed(model: fn() -> Histogram) -> f64 {
    let started = Instant::now();
    let histogram = model();
    nanoseconds(started) / histogram.count() as f64
}

fn nanoseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e9
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn run(blueprint: &Blueprint, threads: usize) -> Outcome {
    let (stop, progress) = (AtomicBool::new(false), AtomicU64::new(0));
    let budget = Budget::new(u64::MAX, u64::MAX);
    let share = Share::whole(&budget);
    let execution =
        Execution { threads, max_in_flight: 1 << 24, stop: &stop, progress: &progress, share };
    simulate(blueprint, execution).expect("the page runs")
}

/// Requests simulated in all replications: those that completed, and those of the warm-ups, which are not counted
/// but cost as much.
fn simulated(outcome: &Outcome) -> f64 {
    let request_types = outcome.replications.iter().flat_map(|meters| &meters.request_types);
    let completed = request_types.map(|request_type| request_type.completed).sum::<u64>() as f64;
    let window = &outcome.plan.window;
    completed * window.to_ns as f64 / window.length_ns() as f64
}

fn blueprint_of(name: &str) -> Blueprint {
    let path = format!("{}/benches/scenarios/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    let loaded = common::load(&mut read_file, Path::new(&path), &[]).expect("the page is right");
    loaded.design.expect("the page describes a design").blueprint
}
