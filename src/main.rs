//! The command `twicetold`: arguments → options → detector → report → exit code.

mod cli;

use std::process::ExitCode;

use crate::cli::{Cli, Failure, Refusal};

/// The job could not be done: usage, no documents, output not writable.
const FAILED: u8 = 2;

/// A limit was crossed.
const CROSSED: u8 = 1;

/// The reader of the output went away: 128 + SIGPIPE, as the shell reports it.
const CLOSED_PIPE: u8 = 141;

fn main() -> ExitCode {
    twicetold::spill::fail_at_the_limit_of_files();
    twicetold::spill::keep_what_is_dropped();
    let arguments: Vec<_> = std::env::args_os().collect();
    match Cli::read(&arguments) {
        Ok(cli) => exit_code(cli.run()),
        Err(Refusal::Settings(error)) => exit_code(Err(Failure::Error(error))),
        Err(Refusal::Usage(answer)) if !answer.use_stderr() => {
            exit_code(cli::print_answer(&answer))
        }
        Err(Refusal::Usage(error)) => {
            cli::print_usage_error(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// Returns the exit code; the error itself goes to stderr.
///
/// An interrupt (130) is left to the system: nothing is under its final name before it is whole.
fn exit_code(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Crossed) => ExitCode::from(CROSSED),
        Err(Failure::ClosedPipe) => ExitCode::from(CLOSED_PIPE),
        Err(Failure::Error(error)) => {
            cli::print_error(&error);
            ExitCode::from(FAILED)
        }
    }
}
