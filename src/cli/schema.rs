//! `schema`: the JSON Schema of a format.

use clap::{Args, ValueEnum};
use twicetold::config::write_config_schema;
use twicetold::gate::write_baseline_schema;
use twicetold::report::write_schema;

use super::Failure;
use super::destination::Destination;

/// The arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct PrintSchema {
    /// The format
    #[arg(value_enum)]
    of: Described,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Described {
    /// The JSON report
    Report,
    /// The settings file
    Config,
    /// The baseline
    Baseline,
}

impl PrintSchema {
    /// Prints the schema.
    pub(super) fn run(&self) -> Result<(), Failure> {
        match self.of {
            Described::Report => Destination::Stdout.write(|out| write_schema(out)),
            Described::Config => Destination::Stdout.write(|out| write_config_schema(out)),
            Described::Baseline => Destination::Stdout.write(|out| write_baseline_schema(out)),
        }
    }
}
