//! `napkin completions`: what a shell needs to complete the command line.

use clap::CommandFactory;

use super::Exit;
use super::args::{Cli, CompletionsArgs};
use super::output::{self, Failure};
use super::terminal::Terminal;

/// Prints the script.
pub fn main(args: &CompletionsArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "napkin", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
