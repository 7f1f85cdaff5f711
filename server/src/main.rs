//! Reads the command line and does what it says; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    kith::cli::run()
}
