//! `scan`: find what is told twice, print a report, exit 0.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use twicetold::report::{Report, ReportFormat, left_out, sarif_limits};
use twicetold::{Detector, Options, StoreOptions};

use super::input::{InputFlags, ReadFlags, read_once};
use super::matching::MatchFlags;
use super::output::OutputFlags;
use super::reach::ReachFlags;
use super::settings::Settings;
use super::{Failure, message, size};

/// The arguments of `scan`.
#[derive(Debug, Args)]
#[command(after_help = "Every switch has its --no- inverse; the last one wins.")]
pub(super) struct Scan {
    #[command(flatten)]
    flags: ScanFlags,
}

/// Everything that steers a search and its report; a gate needs the same.
#[derive(Debug, Args)]
pub(super) struct ScanFlags {
    #[command(flatten)]
    input: InputFlags,
    #[command(flatten)]
    read: ReadFlags,
    #[command(flatten)]
    matching: MatchFlags,
    #[command(flatten)]
    reach: ReachFlags,
    #[command(flatten)]
    output: OutputFlags,
    #[command(flatten)]
    run: RunFlags,
}

/// How a run uses the machine.
#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub(super) struct RunFlags {
    /// Threads, 256 at most; 0 is one for each core
    #[arg(short = 'j', long, value_name = "N", default_value = "0")]
    threads: usize,
    /// Memory to aim at, for example 2GiB: texts and words go to a temporary file if they do not fit;
    /// what stands more than once and the report are held all the same. Without it everything is
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    memory: Option<u64>,
    /// Directory of the temporary file of --memory; the system's when absent
    #[arg(long, value_name = "DIR")]
    temp_dir: Option<PathBuf>,
}

impl RunFlags {
    /// Writes the flags into the options.
    pub(super) fn steer(&self, options: &mut Options) {
        options.threads = self.threads;
        options.store = StoreOptions { memory: self.memory, temp_dir: self.temp_dir.clone() };
    }
}

impl Scan {
    /// Finds what is told twice, and prints a report.
    pub(super) fn run(&self, settings: &Settings) -> Result<(), Failure> {
        self.flags.check()?;
        let paths = self.flags.paths(settings, None)?;
        let options = self.flags.options("scan", settings)?;
        let detector = Detector::new(Options { ends_process: true, ..options })?;
        // Never taken apart, as the texts.
        let report = ManuallyDrop::new(self.flags.search(&detector, &paths)?);
        self.flags.tell(&report, &detector)
    }
}

#[cfg(test)]
impl Scan {
    /// Returns the options that the arguments stand for.
    pub(super) fn options(&self) -> Options {
        self.flags.options("scan", &Settings::default()).unwrap()
    }
}

/// Formats that have no place to say that findings are left out.
const SILENT: [ReportFormat; 5] = [
    ReportFormat::Concise,
    ReportFormat::Csv,
    ReportFormat::Gitlab,
    ReportFormat::Junit,
    ReportFormat::Rdjsonl,
];

impl ScanFlags {
    /// Returns the report on the paths.
    pub(super) fn search(&self, detector: &Detector, paths: &[PathBuf]) -> Result<Report, Failure> {
        Ok(detector.scan_paths(paths, &self.output.progress())?)
    }

    /// Writes a report to its destinations, and on stderr what it lacks.
    pub(super) fn tell(&self, report: &Report, detector: &Detector) -> Result<(), Failure> {
        let loudness = self.output.loudness();
        message::print_diagnostics(report, loudness);
        if let Some(focus) = &report.run.focus {
            message::print_focus(focus, loudness);
        }
        detector.on_threads(|| self.output.write(report))?;
        if self.output.has(ReportFormat::Sarif) {
            message::print_limits("sarif", &sarif_limits(report));
        }
        if SILENT.iter().any(|format| self.output.has(*format)) {
            message::print_left_out(left_out(report));
        }
        if self.output.tells_stats_apart() {
            message::print_stats(report);
        }
        Ok(())
    }

    /// Refuses destinations that cannot be written, and more than one reader of the standard input.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let from_stdin: Vec<_> = self
            .input
            .readers_of_stdin()
            .into_iter()
            .chain(self.reach.readers_of_stdin())
            .collect();
        read_once(&from_stdin)?;
        Ok(self.output.check()?)
    }

    /// Returns the paths of the inputs.
    ///
    /// # Errors
    /// A list of paths cannot be read, or a report would take the place of something that is read, be it an input, the
    /// `baseline` or a settings file.
    pub(super) fn paths(
        &self,
        settings: &Settings,
        baseline: Option<&Path>,
    ) -> Result<Vec<PathBuf>, Failure> {
        let paths = self.input.paths()?;
        let mut read = paths.clone();
        read.extend(self.input.named().chain(self.reach.read()));
        read.extend(settings.files().chain(baseline.map(Path::to_owned)));
        self.output.spare(&read)?;
        Ok(paths)
    }

    /// Returns the options that the flags and the settings stand for.
    pub(super) fn options(&self, command: &str, settings: &Settings) -> Result<Options, Failure> {
        let mut options = self.steered(command, settings);
        self.reach.steer(&mut options)?;
        Ok(options)
    }

    /// Returns the options without those for which a file must be read.
    pub(super) fn steered(&self, command: &str, settings: &Settings) -> Options {
        let mut options = Options {
            walk: self.input.options(),
            read: self.read.options(),
            compare: self.matching.options(),
            command: command.to_owned(),
            ..Options::default()
        };
        self.run.steer(&mut options);
        self.output.steer(&mut options);
        settings.steer(&mut options);
        options
    }
}
