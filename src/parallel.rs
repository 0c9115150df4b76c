//! Independent work on several threads, its results in the order of what it was done for. Floor 0.

use rayon::prelude::*;

/// Does `work` on every item, on so many threads (0: as many as there are cores); results are in the items' order,
/// so nothing but the time it takes depends on `threads`.
///
/// One thread is the caller's own. Work that itself is spread must be told one thread: a pool within another's
/// worker would let that worker take up its other work meanwhile, stack upon stack.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    if threads == 1 {
        return items.iter().map(work).collect();
    }
    // One item at a time: some take a hundred times as long as others.
    let all = || items.par_iter().with_max_len(1).map(&work).collect();
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(all),
        Err(_) => items.iter().map(&work).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_are_in_order_and_threads_are_as_many_as_asked_for() {
        let items: Vec<usize> = (0..50).collect();
        for threads in [0, 1, 3] {
            let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let found = in_order(&items, threads, |item| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
                2 * item
            });
            assert_eq!(found, items.iter().map(|item| 2 * item).collect::<Vec<_>>());
            assert!(threads == 0 || most.into_inner() <= threads);
        }
        assert!(in_order(&[] as &[usize], 2, |item| *item).is_empty());
    }
}
