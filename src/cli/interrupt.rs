//! Ctrl-C: the first stops the run and reports what was simulated so far, the second ends the program.

use std::sync::atomic::AtomicBool;

static STOP: AtomicBool = AtomicBool::new(false);

/// The flag that Ctrl-C sets. Where signals cannot be caught, Ctrl-C ends the program as ever.
pub fn listen() -> &'static AtomicBool {
    #[cfg(not(target_family = "wasm"))]
    signal::listen();
    &STOP
}

#[cfg(not(target_family = "wasm"))]
mod signal {
    use std::process;
    use std::sync::Once;
    use std::sync::atomic::Ordering;

    use super::STOP;
    use crate::cli::output;
    use crate::message::cli as say;

    /// What a shell expects of a program ended by the interrupt signal: 128 + SIGINT.
    const INTERRUPTED: i32 = 130;

    static LISTEN: Once = Once::new();

    pub fn listen() {
        LISTEN.call_once(|| {
            let caught = ctrlc::set_handler(|| {
                if STOP.swap(true, Ordering::Relaxed) {
                    process::exit(INTERRUPTED);
                }
                output::note(&say::stopping());
            });
            drop(caught);
        });
    }
}
