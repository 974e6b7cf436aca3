//! The command line: arguments in, options and destinations out; one file a subcommand. The only
//! place that knows the names of flags.

#![allow(clippy::struct_excessive_bools, reason = "flags are booleans, and so are their inverses")]
#![allow(clippy::doc_markdown, reason = "the doc comments of flags are the help, without Markdown")]

mod size;
mod rules;
mod input;
mod matching;
mod reach;
mod gate;
mod environment;
mod settings;
mod output;
mod terminal;
mod destination;
mod progress;
mod message;
mod scan;
mod check;
mod revision;
mod baseline;
mod config;
mod docs;
mod diff;
mod rule;
mod schema;
mod completions;
mod man;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use twicetold::Error;

pub(crate) use settings::Refusal;
use settings::Settings;

pub(crate) use destination::print_answer;
pub(crate) use message::{print_error, print_usage_error};

/// The arguments of the command.
#[derive(Debug, Parser)]
#[command(
    name = "twicetold",
    bin_name = "twicetold",
    version,
    about = "Finds what is told twice in news: repeated bodies, copied stories, lifted paragraphs",
    args_override_self = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = EXIT_CODES
)]
pub(crate) struct Cli {
    /// Take the settings from this file, and look for no other [env: TWICETOLD_CONFIG]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    /// Take no settings file [env: TWICETOLD_ISOLATED]
    #[arg(long, global = true, overrides_with = "no_isolated", help_heading = "Settings")]
    isolated: bool,
    #[arg(long, global = true, hide = true, overrides_with = "isolated")]
    no_isolated: bool,
    #[arg(skip)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    ran to the end
  1    check: a limit was crossed; the last line on stderr says which
  2    could not do the job: usage, settings, no documents at all, baseline missing or newer,
       output not writable
  130  interrupted
  141  the reader of the output went away";

/// The subcommands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Find what is told twice, and print a report
    Scan(Box<scan::Scan>),
    /// Find what is told twice, print a report, and exit 1 when a limit is crossed
    Check(Box<check::Check>),
    /// Create, update, prune or show the list of accepted findings
    Baseline(Box<baseline::BaselineCommand>),
    /// List what would be read: documents, format, encoding, language, blocks, words
    Docs(Box<docs::Docs>),
    /// Show why two documents match: passages side by side, figures beside thresholds
    Diff(Box<diff::Diff>),
    /// Show the effective settings, write a template, or check a file
    Config(config::ConfigCommand),
    /// Explain a rule, or list all of them
    Rule(rule::ExplainRule),
    /// Print the JSON Schema of a format
    Schema(schema::PrintSchema),
    /// Print the completions of a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man(man::Man),
}

impl Cli {
    /// Reads the arguments, with what settings files and the environment say under them.
    pub(crate) fn read(arguments: &[OsString]) -> Result<Self, Refusal> {
        settings::parse(arguments)
    }

    /// Does what the arguments ask for.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        self.dispatch().map_err(|failure| match failure {
            Failure::Error(error) => Failure::Error(self.settings.blame(error)),
            failure => failure,
        })
    }

    /// Says whether the settings can be used together, without a run.
    fn verify(&self, settings: &Settings) -> Result<(), Error> {
        match &self.command {
            Command::Check(check) => check.verify(settings),
            _ => Ok(()),
        }
    }

    fn dispatch(&self) -> Result<(), Failure> {
        let settings = &self.settings;
        match &self.command {
            Command::Scan(scan) => scan.run(settings),
            Command::Check(check) => check.run(settings),
            Command::Baseline(baseline) => baseline.run(settings),
            Command::Docs(docs) => docs.run(settings),
            Command::Diff(diff) => diff.run(settings),
            Command::Config(config) => config.run(self),
            Command::Rule(rule) => rule.run(),
            Command::Schema(schema) => schema.run(),
            Command::Completions(completions) => completions.run(),
            Command::Man(man) => man.run(),
        }
    }
}

/// Why a run ended before its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of the output went away: nothing to complain about.
    ClosedPipe,
    /// A limit was crossed, and the reason is told.
    Crossed,
    /// The job could not be done.
    Error(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

#[cfg(test)]
mod tests;
