//! Flags of how a report is told: formats, destinations, how much of it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use twicetold::report::{Report, ReportFormat, write_report};
use twicetold::{AlignedText, DocumentsShown, Error, ErrorKind, Options, TextShown};

use super::Failure;
use super::destination::{Destination, OutputFile};
use super::progress::Bar;
use super::rules;
use super::terminal::{Loudness, TerminalFlags, When};

/// How a report is told.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputFlags {
    /// The format of the report
    #[arg(short, long, value_name = "FORMAT", default_value = "text",
          value_parser = rules::report_format())]
    format: ReportFormat,
    /// Write the report to a file, all of it or nothing
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write a further report to a file (repeatable)
    #[arg(long, value_name = "FORMAT=FILE", value_parser = further_report)]
    report: Vec<FurtherReport>,
    /// How much of the repeated text the report carries
    #[arg(long, value_name = "HOW MUCH", default_value = "excerpt", value_enum)]
    text: TextName,
    /// List no more findings than this (all are counted)
    #[arg(long, value_name = "N")]
    max_findings: Option<usize>,
    /// Which documents the report lists
    #[arg(long, value_name = "WHICH", default_value = "findings", value_enum)]
    documents: DocumentsName,
    #[command(flatten)]
    terminal: TerminalFlags,
    #[command(flatten)]
    watch: WatchFlags,
}

/// What a run tells of itself.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct WatchFlags {
    /// Show on stderr how far the run is
    #[arg(long, value_name = "WHEN", default_value = "auto", value_enum)]
    progress: When,
    /// Measure times and memory: in the report, or on stderr beside a text report
    #[arg(long, overrides_with = "no_stats")]
    stats: bool,
    #[arg(long, hide = true, overrides_with = "stats")]
    no_stats: bool,
}

/// How much text the report carries, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum TextName {
    /// No text of the inputs but their titles
    None,
    /// The beginning of what is repeated
    Excerpt,
    /// All of what is repeated
    Full,
}

/// Which documents are listed, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DocumentsName {
    /// All that were compared
    All,
    /// Those that occur in a finding
    Findings,
}

/// A report beside the first one.
#[derive(Debug, Clone)]
struct FurtherReport {
    format: ReportFormat,
    file: PathBuf,
}

fn further_report(text: &str) -> Result<FurtherReport, String> {
    let formats = ReportFormat::ALL.map(ReportFormat::name);
    let (name, file) = text
        .split_once('=')
        .filter(|(_, file)| !file.is_empty())
        .ok_or_else(|| "expected FORMAT=FILE, for example json=report.json".to_owned())?;
    let format = ReportFormat::from_name(name).ok_or_else(|| {
        let nearest = formats
            .into_iter()
            .max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
        let nearest = nearest.filter(|known| strsim::jaro(known, name) > DID_YOU_MEAN);
        let hint = nearest.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        format!("unknown format `{name}`, the formats are {}{hint}", formats.join(", "))
    })?;
    Ok(FurtherReport { format, file: PathBuf::from(file) })
}

/// Likeness from which a name is offered, as in clap.
const DID_YOU_MEAN: f64 = 0.7;

impl OutputFlags {
    /// Writes into the options what the run has to know of the report.
    pub(super) fn steer(&self, options: &mut Options) {
        options.text = match self.text {
            TextName::None => TextShown::None,
            TextName::Excerpt => TextShown::Excerpt,
            TextName::Full => TextShown::Full,
        };
        options.aligned = if self.has(ReportFormat::Html) {
            AlignedText::EachCopy
        } else if self.has(ReportFormat::Text) || self.has(ReportFormat::Markdown) {
            AlignedText::FirstDifference
        } else {
            AlignedText::None
        };
        options.documents = match self.documents {
            DocumentsName::All => DocumentsShown::All,
            DocumentsName::Findings => DocumentsShown::InFindings,
        };
        options.walk.own.extend(self.files().map(|file| file.target()));
        options.max_findings = self.max_findings;
        options.stats = self.watch.stats;
    }

    /// Refuses destinations that cannot be written, or not by more than one report.
    pub(super) fn check(&self) -> Result<(), Error> {
        let on_stdout = self.destinations().filter(|to| *to == Destination::Stdout).count();
        if on_stdout > 1 {
            let message = "--format and --report cannot both write to the standard output; \
                           write one to a file with --output";
            return Err(Error::new(ErrorKind::Usage, message));
        }
        self.destinations().try_for_each(|to| to.check())?;
        let mut files: Vec<_> = self.files().collect();
        files.sort_by_cached_key(OutputFile::target);
        match files.windows(2).find(|pair| pair[0].target() == pair[1].target()) {
            Some(pair) => {
                let message = "two reports cannot be written to the same file";
                Err(Error::new(ErrorKind::Usage, message).at(pair[0].name()))
            }
            None => Ok(()),
        }
    }

    /// Refuses destinations that the run reads, which would be lost.
    pub(super) fn spare(&self, read: &[PathBuf]) -> Result<(), Error> {
        self.files().try_for_each(|file| file.spare(read))
    }

    /// Returns whether a report in a format is written.
    pub(super) fn has(&self, format: ReportFormat) -> bool {
        self.report.iter().map(|report| report.format).chain([self.format]).any(|f| f == format)
    }

    /// Returns what shows how far the run is.
    pub(super) fn progress(&self) -> Bar {
        Bar::new(self.watch.progress)
    }

    /// Returns how much is written on stderr.
    pub(super) fn loudness(&self) -> Loudness {
        self.terminal.loudness()
    }

    /// Writes the report to every destination.
    pub(super) fn write(&self, report: &Report) -> Result<(), Failure> {
        for (index, destination) in self.destinations().enumerate() {
            let format =
                index.checked_sub(1).map_or(self.format, |further| self.report[further].format);
            let layout = match &destination {
                Destination::Stdout => self.terminal.on_stdout(),
                Destination::File(_) => self.terminal.in_a_file(),
            };
            destination.write(|out| write_report(format, report, &layout, out))?;
        }
        Ok(())
    }

    /// Returns whether the times belong on stderr: no report that carries them was asked for.
    pub(super) fn tells_stats_apart(&self) -> bool {
        matches!(self.format, ReportFormat::Text | ReportFormat::Concise)
    }

    fn files(&self) -> impl Iterator<Item = OutputFile> {
        self.destinations().filter_map(Destination::file)
    }

    /// The first report's destination, then those of `--report`.
    fn destinations(&self) -> impl Iterator<Item = Destination> {
        let first = Destination::named(self.output.as_deref());
        let further = self.report.iter().map(|report| Destination::named(Some(&report.file)));
        std::iter::once(first).chain(further)
    }
}
