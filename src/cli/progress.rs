//! A bar with the time left, on a terminal, for a run that lasts.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::message::Lang;
use crate::message::cli::Text;
use crate::study::Steps;
use crate::words::Say;

/// A run that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);
/// Simulated nanoseconds are counted in milliseconds, so that rates stay within the bar's arithmetic.
const NS_PER_STEP: u64 = 1_000_000;

/// Simulated nanoseconds: how many are done, and of how many.
#[derive(Debug, Default)]
pub struct Progress {
    /// Done so far, all replications.
    pub done_ns: AtomicU64,
    /// To do in all: a run that goes on until it is precise plans one batch after another.
    total_ns: AtomicU64,
    /// Since when; not known while the run is planned.
    since: OnceLock<Instant>,
}

impl Progress {
    /// From here on it is known how much there is to do.
    pub fn plan(&self, total_ns: u64) {
        self.total_ns.store(total_ns, Ordering::Relaxed);
        self.since.get_or_init(Instant::now);
    }
}

/// Does the work, and shows its progress meanwhile if `visible`.
pub fn watch<T>(visible: bool, progress: &Progress, lang: Lang, work: impl FnOnce() -> T) -> T {
    if !visible {
        return work();
    }
    let (finished, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || draw(progress, &over, lang));
        let result = work();
        drop(finished);
        result
    })
}

/// The same for a study, whose steps are runs.
pub fn watch_steps<T>(visible: bool, steps: &Steps, lang: Lang, work: impl FnOnce() -> T) -> T {
    if !visible {
        return work();
    }
    let (finished, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || draw_steps(steps, &over, lang));
        let result = work();
        drop(finished);
        result
    })
}

fn draw_steps(steps: &Steps, over: &mpsc::Receiver<()>, lang: Lang) {
    if over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style(&Text::StepsTemplate.say(lang)));
    while over.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let (done, planned) = steps.so_far();
        bar.set_length(planned);
        bar.set_position(done);
        bar.tick();
    }
    bar.finish_and_clear();
}

fn draw(progress: &Progress, over: &mpsc::Receiver<()>, lang: Lang) {
    if over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style(&Text::LookingTemplate.say(lang)));
    let mut is_planned = false;
    loop {
        if let Some(since) = progress.since.get() {
            let total_ns = progress.total_ns.load(Ordering::Relaxed);
            if !is_planned {
                is_planned = true;
                bar.set_style(style(&Text::SimulatingTemplate.say(lang)));
            }
            bar.set_length(total_ns / NS_PER_STEP);
            let done_ns = progress.done_ns.load(Ordering::Relaxed).min(total_ns);
            bar.set_position(done_ns / NS_PER_STEP);
            let left = seconds_left(since.elapsed(), done_ns, total_ns);
            let left = left.map(|seconds| Text::TimeLeft { seconds }.say(lang));
            bar.set_message(left.unwrap_or_default());
        }
        bar.tick();
        if over.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    bar.finish_and_clear();
}

/// Simulated time passes evenly enough: what is left takes as long, by its share, as what is done.
fn seconds_left(elapsed: Duration, done_ns: u64, total_ns: u64) -> Option<f64> {
    let share = (total_ns - done_ns) as f64 / done_ns as f64;
    (done_ns > 0).then_some(elapsed.as_secs_f64() * share)
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_share_that_is_done() {
        let check = |elapsed_s: u64, done: u64, total: u64, expect: Option<&str>| {
            let left = seconds_left(Duration::from_secs(elapsed_s), done, total);
            let left = left.map(|seconds| Text::TimeLeft { seconds }.say(Lang::En));
            assert_eq!(left.as_deref(), expect);
        };
        check(10, 0, 100, None);
        check(10, 50, 100, Some("10 s left"));
        check(10, 10, 100, Some("1 min 30 s left"));
        check(60, 1, 100, Some("1 h 39 min left"));
        check(10, 100, 100, Some("0 s left"));
    }

    #[test]
    fn templates_are_well_formed() {
        let templates = [
            Text::LookingTemplate.say(Lang::En),
            Text::SimulatingTemplate.say(Lang::En),
            Text::StepsTemplate.say(Lang::En),
        ];
        for template in templates {
            assert!(ProgressStyle::with_template(&template).is_ok(), "{template}");
        }
    }
}
