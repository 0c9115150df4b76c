//! Arguments in, exit code out; `napkin::cli` has a file for each command, `napkin::pipeline` the work.

use std::process::ExitCode;

fn main() -> ExitCode {
    napkin::cli::main()
}
