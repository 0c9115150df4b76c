//! Arguments in, exit code out; `napkin::cli` has a file for each command, `napkin::pipeline` the work.

use std::process::ExitCode;

/// Studies make and drop the same large arrays for each of a thousand runs. The system's allocator gives them back
/// and asks for them again, page by page: a quarter of the time of `napkin montecarlo` was the kernel's.
#[cfg(not(target_family = "wasm"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    napkin::cli::main()
}
