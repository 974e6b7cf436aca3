//! `check`: the same as `scan`, and exit 1 when a limit is crossed.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use twicetold::gate::Baseline;
use twicetold::report::Report;
use twicetold::{Detector, Error, ErrorKind, Options};

use super::destination::Destination;
use super::gate::{GateFlags, names_beside, read_baseline, refuse_incomplete};
use super::input::STDIN;
use super::scan::ScanFlags;
use super::settings::Settings;
use super::{Failure, message, revision};

/// The arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Every switch has its --no- inverse; the last one wins.")]
pub(super) struct Check {
    #[command(flatten)]
    scan: ScanFlags,
    #[command(flatten)]
    gate: GateFlags,
}

impl Check {
    /// Finds what is told twice, prints a report, and fails when a limit is crossed.
    pub(super) fn run(&self, settings: &Settings) -> Result<(), Failure> {
        self.scan.check()?;
        let updated = self.gate.updated()?;
        updated.map_or(Ok(()), |file| Destination::of_baseline(file).check())?;
        let paths = self.scan.paths(settings, self.gate.baseline())?;
        if updated.is_some() && paths.iter().any(|path| path.as_os_str() == STDIN) {
            let message = "--update-baseline reads its inputs twice, and the standard input can be \
                           read once; name a file";
            return Err(Error::new(ErrorKind::Usage, message).into());
        }
        let mut options = self.scan.options("check", settings)?;
        options.gate.limits = Some(self.gate.limits());
        options.allow_empty = self.gate.allows_empty();
        let accepted = self.accepted(&paths, &options)?;
        if let (Some(file), Some(baseline)) = (updated, &accepted) {
            self.update(file, baseline.clone(), (&paths, &options))?;
            options.gate.baseline = Some(read_baseline(file)?);
        } else {
            options.gate.baseline = accepted;
        }
        // Never taken apart, as in `scan`.
        let detector = Detector::new(Options { ends_process: true, ..options })?;
        let report = ManuallyDrop::new(self.scan.search(&detector, &paths)?);
        self.scan.tell(&report, &detector)?;
        self.judge(&report)
    }

    /// Says whether the settings can be used together.
    pub(super) fn verify(&self, settings: &Settings) -> Result<(), Error> {
        let mut options = self.scan.steered("check", settings);
        options.gate.limits = Some(self.gate.limits());
        Detector::new(options).map(drop)
    }

    /// Returns what was accepted before.
    fn accepted(&self, paths: &[PathBuf], options: &Options) -> Result<Option<Baseline>, Failure> {
        if let Some(revision) = self.gate.revision() {
            return Ok(Some(revision::baseline(revision, paths, options)?));
        }
        match self.gate.baseline() {
            // One that is to be written need not be there yet.
            Some(file) if self.gate.updated()?.is_some() && !file.exists() => {
                Ok(Some(Baseline::default().with_names(names_beside(file))))
            }
            Some(file) => Ok(Some(read_baseline(file)?)),
            None => Ok(None),
        }
    }

    /// Accepts what is found now.
    fn update(
        &self,
        file: &Path,
        known: Baseline,
        (paths, options): (&[PathBuf], &Options),
    ) -> Result<(), Failure> {
        let whole = Options { focus: None, max_findings: None, ..options.clone() };
        let detector = Detector::new(whole)?;
        let report = self.scan.search(&detector, paths)?;
        refuse_incomplete(&report)?;
        let mut baseline = known;
        let now = Baseline::of(&report, baseline.names().clone());
        let changed = baseline.update(&now, &detector.reach(&report.run.targets));
        Destination::of_baseline(file).write(|out| baseline.write(out))?;
        message::print_baseline(file, baseline.len(), changed);
        Ok(())
    }

    fn judge(&self, report: &Report) -> Result<(), Failure> {
        let Some(gate) = report.gate.as_ref().filter(|gate| gate.crossed) else { return Ok(()) };
        message::print_gate(gate);
        if self.gate.is_told_only() { Ok(()) } else { Err(Failure::Crossed) }
    }
}
