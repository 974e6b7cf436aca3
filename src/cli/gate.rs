//! Flags of what fails a check: limits, and what was accepted before.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use twicetold::compare::Level;
use twicetold::error::io_message;
use twicetold::gate::{Baseline, DocumentNames, FailOn, Limits, OnUnreadable};
use twicetold::report::Report;
use twicetold::{Error, ErrorKind};

use super::matching::share;

/// What fails a check.
#[derive(Debug, Args)]
#[command(next_help_heading = "Gate")]
pub(super) struct GateFlags {
    /// Which findings fail the check
    #[arg(long, value_name = "WHICH", default_value = "new", value_enum)]
    fail_on: FailOnName,
    /// The least level of findings that fail the check; boilerplate never does
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_enum)]
    fail_level: LevelName,
    /// Let so many new findings pass [default: 0]
    #[arg(long, value_name = "N")]
    max_new: Option<u64>,
    /// Fail when a larger share of all words is repeated, for example 5%
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_duplication: Option<f64>,
    /// What an input that cannot be read, or not to its end, does
    #[arg(long, value_name = "WHAT", default_value = "warn", value_enum)]
    on_unreadable: OnUnreadableName,
    /// Pass when there is no document at all
    #[arg(long, overrides_with = "no_allow_empty")]
    allow_empty: bool,
    #[arg(long, hide = true, overrides_with = "allow_empty")]
    no_allow_empty: bool,
    /// Exit with 0 although a limit is crossed; the report says that it is
    #[arg(long, overrides_with = "no_exit_zero")]
    exit_zero: bool,
    #[arg(long, hide = true, overrides_with = "exit_zero")]
    no_exit_zero: bool,
    /// Findings that were accepted before: known only where every document is, too
    #[arg(long, value_name = "FILE", overrides_with = "no_baseline")]
    baseline: Option<PathBuf>,
    /// Take no baseline, whatever the settings name
    #[arg(long, overrides_with = "baseline")]
    no_baseline: bool,
    /// Accept what is found now, and write it to the baseline
    #[arg(long, overrides_with = "no_update_baseline")]
    update_baseline: bool,
    #[arg(long, hide = true, overrides_with = "update_baseline")]
    no_update_baseline: bool,
    /// Accept what stands in another revision of the files, for example origin/main (needs git)
    #[arg(long, value_name = "GITREF", conflicts_with_all = ["baseline", "update_baseline"])]
    baseline_ref: Option<String>,
}

/// Which findings fail a check, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOnName {
    /// None
    Never,
    /// Those that are neither accepted nor suppressed
    New,
    /// Also those that the baseline accepts
    Any,
}

/// How much a finding matters, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum LevelName {
    /// Should not be published like this
    Error,
    /// Somebody should look
    Warning,
    /// Good to know
    Info,
}

/// What an input that cannot be read does, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum OnUnreadableName {
    /// It is told
    Warn,
    /// It fails the check
    Fail,
}

impl GateFlags {
    /// Returns what fails the check.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            fail_on: match self.fail_on {
                FailOnName::Never => FailOn::Never,
                FailOnName::New => FailOn::New,
                FailOnName::Any => FailOn::Any,
            },
            fail_level: match self.fail_level {
                LevelName::Error => Level::Error,
                LevelName::Warning => Level::Warning,
                LevelName::Info => Level::Info,
            },
            max_new: self.max_new,
            max_duplication: self.max_duplication,
            on_unreadable: match self.on_unreadable {
                OnUnreadableName::Warn => OnUnreadable::Warn,
                OnUnreadableName::Fail => OnUnreadable::Fail,
            },
        }
    }

    /// Returns whether there may be no document at all.
    pub(super) fn allows_empty(&self) -> bool {
        self.allow_empty
    }

    /// Returns whether a crossed limit is only told.
    pub(super) fn is_told_only(&self) -> bool {
        self.exit_zero
    }

    /// Returns the file of the baseline, if there is one.
    pub(super) fn baseline(&self) -> Option<&Path> {
        self.baseline.as_deref().filter(|_| !self.no_baseline)
    }

    /// Returns the revision whose findings are accepted.
    pub(super) fn revision(&self) -> Option<&str> {
        self.baseline_ref.as_deref()
    }

    /// Returns the file of the baseline to write, if one is to be written.
    ///
    /// # Errors
    /// No file is named.
    pub(super) fn updated(&self) -> Result<Option<&Path>, Error> {
        match self.baseline() {
            None if self.update_baseline => {
                let message = "--update-baseline needs --baseline FILE, or a file in the settings";
                Err(Error::new(ErrorKind::Usage, message))
            }
            file => Ok(file.filter(|_| self.update_baseline)),
        }
    }
}

/// Reads a baseline; a missing one is an error.
pub(super) fn read_baseline(file: &Path) -> Result<Baseline, Error> {
    let name = file.to_string_lossy();
    let text = std::fs::read_to_string(file).map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::NotFound => "; `twicetold baseline create` makes one",
            _ => "",
        };
        let message = format!("cannot read the baseline: {}{hint}", io_message(&error));
        Error::new(ErrorKind::Baseline, message).at(&*name)
    })?;
    Ok(Baseline::parse(&text, &name)?.with_names(names_beside(file)))
}

/// Refuses a report from which a baseline is to be written, where not all was read.
pub(super) fn refuse_incomplete(report: &Report) -> Result<(), Error> {
    if report.run.complete {
        return Ok(());
    }
    let message = "not every input was read; what stands in the others would be forgotten";
    Err(Error::new(ErrorKind::Baseline, message))
}

/// Returns the names of documents in a baseline of this file: from its directory on.
pub(super) fn names_beside(file: &Path) -> DocumentNames {
    let here = std::env::current_dir().unwrap_or_default();
    DocumentNames::new(file.parent().unwrap_or(Path::new("")), &here)
}
