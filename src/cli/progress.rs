//! A bar with the time left, on a terminal, for a run that lasts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::message::cli as say;

/// A run that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);
/// Simulated nanoseconds are counted in milliseconds, so that rates stay within the bar's arithmetic.
const NS_PER_STEP: u64 = 1_000_000;

/// Simulated nanoseconds: how many are done, and of how many. The total is 0 while it is not known.
#[derive(Debug, Default)]
pub struct Progress {
    /// Done so far, all replications.
    pub done_ns: AtomicU64,
    /// To do in all.
    pub total_ns: AtomicU64,
}

/// Does the work, and shows its progress meanwhile if `visible`.
pub fn watch<T>(visible: bool, progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !visible {
        return work();
    }
    let (finished, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || draw(progress, &over));
        let result = work();
        drop(finished);
        result
    })
}

fn draw(progress: &Progress, over: &mpsc::Receiver<()>) {
    if over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style(&say::spinner_template()));
    let mut is_planned = false;
    loop {
        let total = progress.total_ns.load(Ordering::Relaxed) / NS_PER_STEP;
        if total > 0 && !is_planned {
            is_planned = true;
            bar.set_length(total);
            bar.set_style(style(&say::bar_template()));
            // What the search for the warm-up took says nothing of the pace of the run.
            bar.reset();
        }
        bar.set_position((progress.done_ns.load(Ordering::Relaxed) / NS_PER_STEP).min(total));
        bar.tick();
        if over.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    bar.finish_and_clear();
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
