//! Runs side by side, their results in order.

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does `work` on every item, on so many threads (0: as many as there are cores), and returns the results in the
/// items' order.
///
/// Not rayon's pool: a run has a pool of its own, and a thread of one pool that waits for another takes up
/// further work meanwhile, so that more would run at once than was asked for.
pub(super) fn side_by_side<T: Sync, R: Send + Sync>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = if threads == 0 { cores() } else { threads }.min(items.len());
    let done: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let some = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(place)) = (items.get(at), done.get(at)) else { break };
            // Each place is taken once.
            let _ = place.set(work(item));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where there are no threads, this one does it all.
            let _ = thread::Builder::new().spawn_scoped(scope, some);
        }
        some();
    });
    done.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_and_threads_are_as_many_as_asked_for() {
        let items: Vec<usize> = (0..50).collect();
        for threads in [0, 1, 3, 100] {
            let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let found = side_by_side(&items, threads, |item| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
                2 * item
            });
            assert_eq!(found, items.iter().map(|item| 2 * item).collect::<Vec<_>>());
            assert!(threads == 0 || most.into_inner() <= threads);
        }
        assert!(side_by_side(&[] as &[usize], 2, |item| *item).is_empty());
    }
}
