//! The command line: one file per command, and the only place that touches files and the terminal. Floor 15.
//!
//! Documents and reports go to the standard output; problems, messages and progress to the standard error.

mod args;
mod capacity;
mod check;
mod command;
mod compare;
mod completions;
mod estimate;
mod explain;
mod folder;
mod gallery;
mod gate;
mod idle;
mod input;
mod interrupt;
mod language;
mod latency;
mod list;
mod montecarlo;
mod new;
mod output;
#[cfg_attr(target_family = "wasm", path = "progress_unseen.rs")]
mod progress;
mod run;
mod scale;
mod schema;
mod study;
mod sweep;
mod terminal;
mod values;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use output::Failure;
use terminal::Terminal;

use crate::words::Say;

/// How a command ended; most usage errors are the argument parser's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// It did what it was asked to.
    Done = 0,
    /// It could not, for a reason outside the page.
    Failed = 1,
    /// A flag says something that is not there, whatever the page.
    Usage = 2,
    /// A page is wrong: nothing was run, and nothing written.
    Invalid = 3,
    /// An objective was missed, and `--gate` was given.
    Missed = 4,
}

/// Reads the arguments, runs the command, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::find(language::find(cli.lang));
    let done = match cli.command {
        Command::Capacity(args) => capacity::main(&args, &terminal),
        Command::Check(args) => check::main(&args, &terminal),
        Command::Compare(args) => compare::main(&args, &terminal),
        Command::Completions(args) => completions::main(&args, &terminal),
        Command::Estimate(args) => estimate::main(&args, &terminal),
        Command::Explain(args) => explain::main(&args, &terminal),
        Command::Latency(args) => latency::main(&args, &terminal),
        Command::List(args) => list::main(&args, &terminal),
        Command::Montecarlo(args) => montecarlo::main(&args, &terminal),
        Command::New(args) => new::main(&args, &terminal),
        Command::Run(args) => run::main(&args, &terminal),
        Command::Scale(args) => scale::main(&args, &terminal),
        Command::Schema(args) => schema::main(&args, &terminal),
        Command::Sweep(args) => sweep::main(&args, &terminal),
    };
    let exit = done.unwrap_or_else(|failure| match failure {
        Failure::Because(why) => {
            output::complain(&why.say(terminal.lang), terminal.lang);
            Exit::Failed
        }
    });
    ExitCode::from(exit as u8)
}
