//! Whom napkin speaks to: what the standard output and error are connected to, and in which language.

use std::io::{IsTerminal, stderr, stdout};

use crate::message::Lang;

/// Columns of a report that is not shown on a terminal, and the most on one: longer lines are hard to read.
const WIDTH: usize = 100;
const WIDTH_MAX: usize = 120;

/// What may be shown where.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns of a report.
    pub width: usize,
    /// ANSI styles on the standard output.
    pub color: bool,
    /// ANSI styles on the standard error.
    pub color_errors: bool,
    /// The standard error is a terminal: progress may be shown.
    pub live: bool,
    /// The language of everything that is said.
    pub lang: Lang,
}

impl Terminal {
    /// Looks at both, and at `NO_COLOR` (<https://no-color.org>).
    pub fn find(lang: Lang) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let styled = !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let live = stderr().is_terminal();
        let width = columns().map_or(WIDTH, |columns| columns.min(WIDTH_MAX));
        let color = styled && stdout().is_terminal();
        Self { width, color, color_errors: styled && live, live, lang }
    }
}

/// Columns of the terminal that the standard output is, if it is one.
#[cfg(not(target_family = "wasm"))]
fn columns() -> Option<usize> {
    let (columns, _) = terminal_size::terminal_size_of(stdout())?;
    Some(usize::from(columns.0))
}

/// The interface to the system has no call that tells.
#[cfg(target_family = "wasm")]
const fn columns() -> Option<usize> {
    None
}
