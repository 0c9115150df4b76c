//! The engine against hand-written loops for the same three models, in one run: `cargo bench --bench engine`.
//!
//! The loops know one model each: no scenario, no strings, no features, the same random variates and the same
//! histogram. W1 is Lindley's recursion, W2 the same with the earliest of 16 servers, W3 an event loop with all
//! constant hops fused and its state in the event. The page runs with all of its statistics on.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Instant;

use napkin::facts::latency::LatencyTable;
use napkin::facts::prices::PriceBook;
use napkin::problem::{Problems, Sources};
use napkin::sample::{Dist, Stream};
use napkin::stats::Histogram;
use napkin::world::{Execution, simulate};
use napkin::{blueprint, scenario};

const ROUNDS: usize = 7;
const REQUESTS: u64 = 2_000_000;
const MS: u64 = 1_000_000;

fn main() {
    println!("requests of each: {REQUESTS}; medians of {ROUNDS} rounds, page and loop in turn\n");
    println!("      loop      page     ratio   events/request");
    compare("w1", &|| lindley(80.0, 1));
    compare("w2", &|| lindley(1440.0, 16));
    compare("w3", &three_tiers);
}

/// Runs page and loop in turn, and prints ns per request of each.
fn compare(name: &str, by_hand: &dyn Fn() -> Histogram) {
    if std::env::args().skip(1).any(|arg| arg.starts_with('w') && arg != name) {
        return;
    }
    let (mut loops, mut pages, mut events) = (Vec::new(), Vec::new(), 0.0);
    let blueprint = blueprint_of(name);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let histogram = by_hand();
        loops.push(nanoseconds(started) / histogram.count() as f64);
        let (stop, progress) = (AtomicBool::new(false), AtomicU64::new(0));
        let execution =
            Execution { threads: 1, max_in_flight: 1 << 20, stop: &stop, progress: &progress };
        let started = Instant::now();
        let outcome = simulate(&blueprint, execution).expect("the page runs");
        let requests: u64 = outcome.replications[0].journeys.iter().map(|j| j.completed).sum();
        pages.push(nanoseconds(started) / requests as f64);
        events = outcome.events as f64 / requests as f64;
    }
    let (hand, page) = (median(loops), median(pages));
    println!("{name} {hand:7.1} ns {page:6.1} ns {:8.2} {events:12.2}", page / hand);
}

fn nanoseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e9
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn blueprint_of(name: &str) -> napkin::blueprint::Blueprint {
    let path = format!("{}/benches/scenarios/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    let tree = scenario::page::load(Path::new(&path), &[], &mut problems, &mut sources);
    let tables =
        blueprint::Tables { latency: LatencyTable::builtin(), prices: PriceBook::builtin() };
    let mut read = |file: &Path| std::fs::read(file);
    let tree = tree.expect("the page is read");
    let page = blueprint::build(&tree, name, tables, &mut read, &mut problems);
    page.and_then(|page| page.blueprint).expect("the page is right")
}

/// M/M/c, first come first served: a job starts when the earliest server is free.
fn lindley(rate_per_s: f64, servers: usize) -> Histogram {
    let mut arrivals = Stream::new(1, 0, "loop", "arrivals");
    let mut works = Stream::new(1, 0, "loop", "works");
    let gap = Dist::exponential(1e9 / rate_per_s).expect("positive");
    let work = Dist::exponential(10.0 * MS as f64).expect("positive");
    let mut histogram = Histogram::new();
    let mut free_at = vec![0_u64; servers];
    let mut now = 0;
    for _ in 0..REQUESTS {
        now += gap.sample(&mut arrivals);
        let (mut first, mut earliest) = (0, free_at[0]);
        for (server, &free) in free_at.iter().enumerate().skip(1) {
            if free < earliest {
                (first, earliest) = (server, free);
            }
        }
        let end = earliest.max(now) + work.sample(&mut works);
        free_at[first] = end;
        histogram.record(end - now);
    }
    histogram
}

/// What an event of the three tiers is, in the low bits of its payload; above them the request's start.
const ARRIVES: u64 = 0;
const RELEASES: u64 = 1;
const ASKS_DB: u64 = 2;
const LEAVES_DB: u64 = 3;

/// The pending events, latest first: so few are pending that inserting by hand beats any heap.
struct Pending(Vec<(u64, u64)>);

impl Pending {
    fn push(&mut self, time: u64, kind: u64, server: u64, start: u64) {
        let event = (time, start << 8 | server << 4 | kind);
        let at = self.0.iter().rposition(|other| other.0 > time).map_or(0, |at| at + 1);
        self.0.insert(at, event);
    }
}

struct Tiers {
    pending: Pending,
    histogram: Histogram,
    busy: [u32; 8],
    waiting: [VecDeque<u64>; 8],
    connections: u32,
    db_waiting: VecDeque<u64>,
    streams: [Stream; 5],
    laws: [Dist; 4],
}

const HOP: u64 = MS / 4;

impl Tiers {
    fn serve(&mut self, now: u64, server: u64, start: u64) {
        let work = self.laws[1].sample(&mut self.streams[1]);
        let cache = self.laws[2].sample(&mut self.streams[2]);
        let answered = now + work + HOP + cache;
        if self.streams[3].chance(0.9) {
            let released = answered + HOP;
            self.pending.push(released, RELEASES, server, start);
            self.histogram.record(released + 2 * HOP - start);
        } else {
            self.pending.push(answered + HOP, ASKS_DB, server, start);
        }
    }

    fn ask(&mut self, now: u64, server: u64, start: u64) {
        let done = now + self.laws[3].sample(&mut self.streams[4]);
        self.pending.push(done, LEAVES_DB, server, start);
    }
}

/// open 1000/s → hop → balancer 50 µs → hop → 8 × 8 workers → hop → cache → hop, or db → hops back.
fn three_tiers() -> Histogram {
    let stream = |purpose| Stream::new(1, 0, "loop", purpose);
    let mut tiers = Tiers {
        pending: Pending(Vec::with_capacity(256)),
        histogram: Histogram::new(),
        busy: [0; 8],
        waiting: Default::default(),
        connections: 0,
        db_waiting: VecDeque::new(),
        streams: ["gap", "work", "cache", "hit", "db"].map(stream),
        laws: [
            Dist::exponential(MS as f64).expect("positive"),
            Dist::lognormal_mean_cv(6.0 * MS as f64, 1.0).expect("positive"),
            Dist::exponential(0.5 * MS as f64).expect("positive"),
            Dist::exponential(10.0 * MS as f64).expect("positive"),
        ],
    };
    let to_server = 2 * HOP + MS / 20;
    let (mut sent, mut turn) = (0, 0_u64);
    tiers.pending.push(to_server, ARRIVES, 0, 0);
    while let Some((now, payload)) = tiers.pending.0.pop() {
        let (kind, server, start) = (payload & 15, payload >> 4 & 15, payload >> 8);
        let at = server as usize;
        match kind {
            ARRIVES => {
                sent += 1;
                if sent < REQUESTS {
                    let next = start + tiers.laws[0].sample(&mut tiers.streams[0]);
                    tiers.pending.push(next + to_server, ARRIVES, 0, next);
                }
                let server = turn % 8;
                turn += 1;
                if tiers.busy[server as usize] < 8 {
                    tiers.busy[server as usize] += 1;
                    tiers.serve(now, server, start);
                } else {
                    tiers.waiting[server as usize].push_back(start);
                }
            }
            RELEASES => match tiers.waiting[at].pop_front() {
                Some(next) => tiers.serve(now, server, next),
                None => tiers.busy[at] -= 1,
            },
            ASKS_DB if tiers.connections < 16 => {
                tiers.connections += 1;
                tiers.ask(now, server, start);
            }
            ASKS_DB => tiers.db_waiting.push_back(payload),
            _ => {
                tiers.pending.push(now + 2 * HOP, RELEASES, server, start);
                tiers.histogram.record(now + 4 * HOP - start);
                match tiers.db_waiting.pop_front() {
                    Some(next) => tiers.ask(now, next >> 4 & 15, next >> 8),
                    None => tiers.connections -= 1,
                }
            }
        }
    }
    tiers.histogram
}
