//! `baseline`: accept what is found now, forget what is gone, show what is accepted.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use twicetold::gate::{Baseline, BaselineUpdate, Reach};
use twicetold::report::{counted, one_line};
use twicetold::{Detector, Error, ErrorKind, NoProgress, Options};

use super::destination::Destination;
use super::gate::{names_beside, read_baseline, refuse_incomplete};
use super::input::{InputFlags, ReadFlags};
use super::matching::MatchFlags;
use super::reach::ReferenceFlags;
use super::scan::RunFlags;
use super::settings::Settings;
use super::terminal::Loudness;
use super::{Failure, message};

/// The arguments of `baseline`.
#[derive(Debug, Args)]
pub(super) struct BaselineCommand {
    #[command(subcommand)]
    action: Action,
}

/// What is done with the baseline.
#[derive(Debug, Subcommand)]
enum Action {
    /// Write a baseline that accepts what is found now
    Create(Box<Run>),
    /// Accept what is found now, and drop what is met no more; reasons are kept
    Update(Box<Run>),
    /// Drop what is met no more, and accept nothing
    Prune(Box<Run>),
    /// List what is accepted
    Show(FileFlag),
}

/// The file.
#[derive(Debug, Args)]
struct FileFlag {
    /// The file of the baseline
    #[arg(long, value_name = "FILE", default_value = "twicetold-baseline.json")]
    baseline: PathBuf,
}

/// A search whose findings are accepted.
#[derive(Debug, Args)]
struct Run {
    #[command(flatten)]
    input: InputFlags,
    #[command(flatten)]
    read: ReadFlags,
    #[command(flatten)]
    matching: MatchFlags,
    #[command(flatten)]
    reference: ReferenceFlags,
    #[command(flatten)]
    file: FileFlag,
    #[command(flatten)]
    run: RunFlags,
}

impl BaselineCommand {
    /// Does what is asked for.
    pub(super) fn run(&self, settings: &Settings) -> Result<(), Failure> {
        match &self.action {
            Action::Create(run) => run.create(settings),
            Action::Update(run) => run.change(settings, Baseline::update),
            Action::Prune(run) => run.change(settings, Baseline::prune),
            Action::Show(file) => file.show(),
        }
    }
}

impl FileFlag {
    fn show(&self) -> Result<(), Failure> {
        let baseline = read_baseline(&self.baseline)?;
        Destination::Stdout.write(|out| {
            for (fingerprint, entry) in baseline.entries() {
                let words = counted(entry.words, "word");
                let reason = one_line(&entry.reason);
                let reason = if reason.is_empty() { reason } else { format!("  -- {reason}") };
                writeln!(out, "{fingerprint}  {}  {words}{reason}", one_line(&entry.rule))?;
                for document in &entry.documents {
                    writeln!(out, "  {}", one_line(document))?;
                }
            }
            writeln!(out, "{}", counted(baseline.len() as u64, "accepted finding"))
        })
    }
}

impl Run {
    fn create(&self, settings: &Settings) -> Result<(), Failure> {
        if self.file.baseline.exists() {
            let message = "there is a baseline already; `baseline update` brings it up to date";
            let name = self.file.baseline.to_string_lossy();
            return Err(Error::new(ErrorKind::Baseline, message).at(name).into());
        }
        let none = Baseline::default().with_names(names_beside(&self.file.baseline));
        self.write(none, settings, Baseline::update)
    }

    fn change(&self, settings: &Settings, change: Change) -> Result<(), Failure> {
        self.write(read_baseline(&self.file.baseline)?, settings, change)
    }

    fn write(
        &self,
        mut baseline: Baseline,
        settings: &Settings,
        change: Change,
    ) -> Result<(), Failure> {
        let file = &self.file.baseline;
        let destination = Destination::of_baseline(file);
        destination.check()?;
        let detector = Detector::new(self.options(settings))?;
        let report = detector.scan_paths(&self.input.paths()?, &NoProgress)?;
        message::print_diagnostics(&report, Loudness::Usual);
        refuse_incomplete(&report)?;
        let now = Baseline::of(&report, baseline.names().clone());
        let changed = change(&mut baseline, &now, &detector.reach(&report.run.targets));
        destination.write(|out| baseline.write(out))?;
        message::print_baseline(file, baseline.len(), changed);
        Ok(())
    }

    fn options(&self, settings: &Settings) -> Options {
        let mut options = Options {
            walk: self.input.options(),
            read: self.read.options(),
            compare: self.matching.options(),
            command: "baseline".to_owned(),
            ..Options::default()
        };
        self.run.steer(&mut options);
        self.reference.steer(&mut options);
        settings.steer(&mut options);
        options
    }
}

/// A change of a baseline by what a run accepts, and what it was able to meet.
type Change = fn(&mut Baseline, &Baseline, &Reach<'_>) -> BaselineUpdate;
