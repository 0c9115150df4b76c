//! The hold model: with n events pending, take the earliest and schedule one at a later time.
//! divan reports the time of [`HOLDS`] such pairs. `cargo bench --bench calendar`

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use divan::Bencher;
use divan::counter::ItemsCount;
use napkin::engine::Calendar;
use napkin::sample::{Dist, Stream};

const HOLDS: usize = 1024;
const PENDING: [usize; 12] = [2, 8, 24, 48, 64, 96, 128, 192, 256, 1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// Waiting times drawn beforehand, so that only the calendar is timed.
fn waits() -> Vec<u64> {
    let mut s = Stream::new(1, 0, "bench", "waits");
    let dist = Dist::exponential(1e6).expect("valid");
    (0..HOLDS).map(|_| dist.sample(&mut s)).collect()
}

/// Settles the population before it is timed.
fn fill(pending: usize, mut push: impl FnMut(u64)) {
    let mut s = Stream::new(1, 0, "bench", "fill");
    let dist = Dist::exponential(1e6).expect("valid");
    (0..pending).for_each(|_| push(dist.sample(&mut s)));
}

#[divan::bench(args = PENDING)]
fn calendar(bencher: Bencher, pending: usize) {
    let waits = waits();
    let mut calendar = Calendar::new();
    fill(pending, |time| {
        calendar.push(time, 1);
    });
    let mut hold = || {
        for wait in &waits {
            if let Some((time, _, payload)) = calendar.pop() {
                calendar.push(time + wait, payload);
            }
        }
    };
    (0..2 + 4 * pending / HOLDS).for_each(|_| hold());
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(hold);
}

#[divan::bench(args = PENDING)]
fn binary_heap(bencher: Bencher, pending: usize) {
    let waits = waits();
    let mut heap = BinaryHeap::new();
    let mut sequence = 0_u64;
    let event = |time: u64, sequence: u64| Reverse((u128::from(time) << 64) | u128::from(sequence));
    fill(pending, |time| {
        sequence += 1;
        heap.push(event(time, sequence));
    });
    let mut hold = || {
        for wait in &waits {
            if let Some(Reverse(first)) = heap.pop() {
                sequence += 1;
                heap.push(event((first >> 64) as u64 + wait, sequence));
            }
        }
    };
    (0..2 + 4 * pending / HOLDS).for_each(|_| hold());
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(hold);
}

/// Each event schedules its successor and a timeout 30 mean waits later, which comes in order of
/// time: `pending` ordinary events and about 30 times as many timeouts.
fn timeouts(bencher: Bencher, pending: usize, is_ring: bool) {
    let waits = waits();
    let mut calendar = Calendar::new();
    let ring = calendar.new_ring();
    fill(pending, |time| {
        calendar.push(time, 1);
    });
    let mut hold = || {
        for wait in &waits {
            while let Some((time, _, payload)) = calendar.pop() {
                if payload == 2 {
                    continue;
                }
                calendar.push(time + wait, 1);
                if is_ring {
                    calendar.push_in(ring, time + 30_000_000, 2);
                } else {
                    calendar.push(time + 30_000_000, 2);
                }
                break;
            }
        }
    };
    (0..2 + 100 * pending / HOLDS).for_each(|_| hold());
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(hold);
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn timeouts_in_ring(bencher: Bencher, pending: usize) {
    timeouts(bencher, pending, true);
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn timeouts_without(bencher: Bencher, pending: usize) {
    timeouts(bencher, pending, false);
}
