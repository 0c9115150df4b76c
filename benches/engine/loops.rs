//! Hand-written loops: what a good programmer writes in an afternoon for one model.
//!
//! No scenario, no strings, no features; the same random variates and the same histogram as the page. W1's and
//! W2's is Kiefer and Wolfowitz's recursion (Lindley's, for one server), W3's an event loop with all constant
//! hops fused and its state in the event.

use std::collections::VecDeque;

use napkin::sample::{Dist, Stream};
use napkin::stats::Histogram;

use crate::{MS, REQUESTS};

/// M/M/c, first come first served: a job starts when the earliest server is free.
pub fn lindley(rate_per_s: f64, servers: usize) -> Histogram {
    let mut arrivals = Stream::new(1, 0, "loop", "arrivals");
    let mut works = Stream::new(1, 0, "loop", "works");
    let gap = Dist::exponential(1e9 / rate_per_s).expect("positive");
    let work = Dist::exponential(10.0 * MS as f64).expect("positive");
    let mut histogram = Histogram::new();
    let mut free_at = vec![0_u64; servers];
    let mut now = 0;
    for _ in 0..REQUESTS {
        now += gap.sample(&mut arrivals);
        let first = earliest(&free_at);
        let end = free_at[first].max(now) + work.sample(&mut works);
        free_at[first] = end;
        histogram.record(end - now);
    }
    histogram
}

/// The index of the least, found in four searches side by side.
fn earliest(free_at: &[u64]) -> usize {
    if free_at.len() == 1 {
        return 0;
    }
    let mut best = [(u64::MAX, 0); 4];
    for (four, times) in free_at.chunks(4).enumerate() {
        for (lane, &time) in times.iter().enumerate() {
            if time < best[lane].0 {
                best[lane] = (time, 4 * four + lane);
            }
        }
    }
    best.into_iter().min().map_or(0, |(_, at)| at)
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
        let events = &mut self.0;
        events.push(event);
        let mut at = events.len() - 1;
        while at > 0 && events[at - 1].0 <= time {
            events[at] = events[at - 1];
            at -= 1;
        }
        events[at] = event;
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

/// The streams and laws of the three tiers: gaps, works, cache, (hits), database.
pub fn three_tiers_draws() -> ([Stream; 5], [Dist; 4]) {
    let stream = |purpose| Stream::new(1, 0, "loop", purpose);
    let laws = [
        Dist::exponential(MS as f64).expect("positive"),
        Dist::lognormal_mean_cv(6.0 * MS as f64, 1.0).expect("positive"),
        Dist::exponential(0.5 * MS as f64).expect("positive"),
        Dist::exponential(10.0 * MS as f64).expect("positive"),
    ];
    (["gap", "work", "cache", "hit", "db"].map(stream), laws)
}

/// open 1000/s → hop → balancer 50 µs → hop → 8 × 8 workers → hop → cache → hop, or db → hops back.
pub fn three_tiers() -> Histogram {
    let (streams, laws) = three_tiers_draws();
    let mut tiers = Tiers {
        pending: Pending(Vec::with_capacity(256)),
        histogram: Histogram::new(),
        busy: [0; 8],
        waiting: Default::default(),
        connections: 0,
        db_waiting: VecDeque::new(),
        streams,
        laws,
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
