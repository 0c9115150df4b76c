//! Ctrl-C, and what else asks a program to end (SIGTERM, SIGHUP): the first stops the run and reports what was simulated
//! so far, the second ends the program. A command that has nothing to report ends at the first. Files that are being
//! written are written before the program ends: they are all there, or none.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::message::Lang;

static STOP: AtomicBool = AtomicBool::new(false);
/// The command heeds `STOP`.
static CAN_STOP: AtomicBool = AtomicBool::new(false);
/// Held while files are written.
static WRITING: Mutex<()> = Mutex::new(());

/// Until this is dropped the program does not end by a signal.
pub fn hold() -> MutexGuard<'static, ()> {
    catch(None);
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The flag that Ctrl-C sets. Where signals cannot be caught, Ctrl-C ends the program as ever.
pub fn listen(lang: Lang) -> &'static AtomicBool {
    CAN_STOP.store(true, Ordering::Relaxed);
    catch(Some(lang));
    &STOP
}

/// `lang` is that of what is said when a command begins to stop: `None` for one that ends at once.
fn catch(lang: Option<Lang>) {
    #[cfg(not(target_family = "wasm"))]
    signal::listen(lang);
    #[cfg(target_family = "wasm")]
    let _ = lang;
}

#[cfg(not(target_family = "wasm"))]
mod signal {
    use std::process;
    use std::sync::atomic::Ordering;
    use std::sync::{Once, PoisonError};

    use super::{CAN_STOP, STOP, WRITING};
    use crate::cli::output;
    use crate::message::Lang;
    use crate::message::cli::Text;
    use crate::words::Say;

    /// What a shell expects of a program ended by the interrupt signal: 128 + SIGINT.
    const INTERRUPTED: i32 = 130;

    static LISTEN: Once = Once::new();

    pub fn listen(lang: Option<Lang>) {
        LISTEN.call_once(|| {
            let caught = ctrlc::set_handler(move || {
                if STOP.swap(true, Ordering::Relaxed) || !CAN_STOP.load(Ordering::Relaxed) {
                    let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
                    process::exit(INTERRUPTED);
                }
                if let Some(lang) = lang {
                    output::note(&Text::Stopping.say(lang));
                }
            });
            drop(caught);
        });
    }
}
