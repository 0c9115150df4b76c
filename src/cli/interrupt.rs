//! Ctrl-C: the first stops the run and reports what was simulated so far, the second ends the program.

use std::sync::atomic::AtomicBool;

use crate::message::Lang;

static STOP: AtomicBool = AtomicBool::new(false);

/// The flag that Ctrl-C sets. Where signals cannot be caught, Ctrl-C ends the program as ever.
pub fn listen(lang: Lang) -> &'static AtomicBool {
    #[cfg(not(target_family = "wasm"))]
    signal::listen(lang);
    #[cfg(target_family = "wasm")]
    let _ = lang;
    &STOP
}

#[cfg(not(target_family = "wasm"))]
mod signal {
    use std::process;
    use std::sync::Once;
    use std::sync::atomic::Ordering;

    use super::STOP;
    use crate::cli::output;
    use crate::message::Lang;
    use crate::message::cli::Text;
    use crate::words::Say;

    /// What a shell expects of a program ended by the interrupt signal: 128 + SIGINT.
    const INTERRUPTED: i32 = 130;

    static LISTEN: Once = Once::new();

    pub fn listen(lang: Lang) {
        LISTEN.call_once(|| {
            let caught = ctrlc::set_handler(move || {
                if STOP.swap(true, Ordering::Relaxed) {
                    process::exit(INTERRUPTED);
                }
                output::note(&Text::Stopping.say(lang));
            });
            drop(caught);
        });
    }
}
