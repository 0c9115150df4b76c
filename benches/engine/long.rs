//! Whether the cost of a request stays what it is, and what memory it takes.

use std::time::Instant;

use napkin::blueprint::Blueprint;
use napkin::world::BYTES_IN_FLIGHT;

use crate::{blueprint_of, median, nanoseconds, run, simulated};

/// The parts that were asked for by name, or all of them.
pub fn run_parts(asked: &[String]) {
    let parts: [(&str, fn()); 5] = [
        ("flat", flat),
        ("wide", wide),
        ("storm", storm),
        ("threads", threads),
        ("cache", large_cache),
    ];
    let named = |name: &str| asked.iter().any(|word| word == name);
    let all = !parts.iter().any(|(name, _)| named(name));
    for (_, part) in parts.iter().filter(|(name, _)| all || named(name)) {
        part();
    }
}

/// ns per request, and the peak of resident memory in MB while it ran.
fn measured(blueprint: &Blueprint) -> (f64, f64) {
    forget_peak();
    let started = Instant::now();
    let outcome = run(blueprint, 1);
    (nanoseconds(started) / simulated(&outcome), status_mb("VmHWM:"))
}

/// As often as it takes to be rid of what else the machine does.
fn best_of(rounds: usize, blueprint: &Blueprint) -> (f64, f64) {
    let all: Vec<(f64, f64)> = (0..rounds).map(|_| measured(blueprint)).collect();
    let cost = median(all.iter().map(|one| one.0).collect());
    (cost, all.iter().map(|one| one.1).fold(0.0, f64::max))
}

/// A line of `/proc/self/status`, in MB; 0 where there is none.
fn status_mb(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    let kilobytes = line.split_whitespace().nth(1).and_then(|word| word.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// Starts the peak of resident memory anew.
fn forget_peak() {
    // Where this cannot be written the peak is that of the whole process so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn flat() {
    println!("cost and memory over length (one replication; flat is within 20 %)\n");
    println!("        requests   simulated, s   ns/request   peak memory, MB");
    for (name, rate_per_s) in [("w1", 80.0), ("w3", 1000.0)] {
        let mut blueprint = blueprint_of(name);
        for (requests, rounds) in [(1e5, 15), (1e6, 9), (1e7, 3), (1e8, 1)] {
            let simulated_s = requests / rate_per_s;
            blueprint.run.duration_ns = Some((simulated_s * 1e9) as u64);
            blueprint.run.max_requests = Some((requests * 4.0) as u64);
            let (cost, peak) = best_of(rounds, &blueprint);
            println!("{name} {requests:13.0} {simulated_s:14.0} {cost:12.1} {peak:17.1}");
        }
    }
}

fn wide() {
    println!("\nW3 with 1000 times its rate and servers (at most doubled)\n");
    let (one, thousand) = (blueprint_of("w3"), blueprint_of("w3_thousand"));
    let (narrow, wide) = (best_of(5, &one).0, best_of(5, &thousand).0);
    println!("w3 {narrow:.1} ns/request, times 1000 {wide:.1}: {:.2} times", wide / narrow);
}

fn storm() {
    println!("\na retry storm\n");
    let before = status_mb("VmRSS:");
    forget_peak();
    let started = Instant::now();
    let outcome = run(&blueprint_of("storm"), 1);
    let seconds = started.elapsed().as_secs_f64();
    let most =
        outcome.replications.iter().flat_map(|meters| &meters.live).fold(0.0, |a, &b| b.max(a));
    let bytes = (status_mb("VmHWM:") - before) * 1024.0 * 1024.0 / most;
    println!(
        "{:.2} million calls in flight at most, {bytes:.0} bytes each ({BYTES_IN_FLIGHT} of them the frame); \
         {:.0} million events in {seconds:.1} s",
        most * 1e-6,
        outcome.events as f64 * 1e-6,
    );
}

fn threads() {
    println!("\nreplications on two threads (at least 1.8)\n");
    for name in ["w1", "w3"] {
        let mut blueprint = blueprint_of(name);
        blueprint.run.replications = Some(8);
        blueprint.run.max_requests = Some(1_000_000_000);
        let took = |threads: usize| {
            let times = (0..3).map(|_| {
                let started = Instant::now();
                run(&blueprint, threads);
                nanoseconds(started)
            });
            median(times.collect())
        };
        let (one, two) = (took(1), took(2));
        println!("{name} {:.2} times as fast as on one", one / two);
    }
}

fn large_cache() {
    println!("\na cache of 10^7 entries over 10^8 keys\n");
    let before = status_mb("VmRSS:");
    forget_peak();
    let started = Instant::now();
    let outcome = run(&blueprint_of("large_cache"), 1);
    let meters = &outcome.replications[0].components;
    let (hits, lookups): (u64, u64) =
        meters.iter().fold((0, 0), |sum, meter| (sum.0 + meter.hits, sum.1 + meter.lookups));
    println!(
        "{:.1} s for {:.1} million requests, {:.0} MB; hit ratio {:.4}",
        started.elapsed().as_secs_f64(),
        simulated(&outcome) * 1e-6,
        status_mb("VmHWM:") - before,
        hits as f64 / lookups as f64,
    );
}
