//! `completions`: the completions of a shell, from the same flags.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::destination::Destination;
use super::{Cli, Failure};

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the completions.
    pub(super) fn run(&self) -> Result<(), Failure> {
        // Into memory first: the generator panics where a write fails.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "twicetold", &mut text);
        Destination::Stdout.write(|out| out.write_all(&text))
    }
}
