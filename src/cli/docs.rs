//! `docs`: what would be read, without a comparison.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use twicetold::report::{write_documents_json, write_documents_text};
use twicetold::{Detector, DocumentsShown, Options};

use super::destination::Destination;
use super::input::{InputFlags, ReadFlags};
use super::scan::RunFlags;
use super::settings::Settings;
use super::terminal::TerminalFlags;
use super::{Failure, message};

/// The arguments of `docs`.
#[derive(Debug, Args)]
pub(super) struct Docs {
    #[command(flatten)]
    input: InputFlags,
    #[command(flatten)]
    read: ReadFlags,
    /// The format of the list
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = "text",
        value_enum,
        help_heading = "Output"
    )]
    format: ListFormat,
    /// Write the list to a file, all of it or nothing
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    #[command(flatten)]
    terminal: TerminalFlags,
    #[command(flatten)]
    run: RunFlags,
}

/// The formats of a list of documents.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ListFormat {
    /// A table
    Text,
    /// One JSON value
    Json,
}

impl Docs {
    /// Lists what would be read.
    pub(super) fn run(&self, settings: &Settings) -> Result<(), Failure> {
        let destination = Destination::named(self.output.as_deref());
        destination.check()?;
        let paths = self.input.paths()?;
        let mut options = self.options(settings);
        if let Destination::File(file) = &destination {
            let read = paths.iter().cloned().chain(self.input.named()).chain(settings.files());
            file.spare(&read.collect::<Vec<_>>())?;
            options.walk.own.push(file.target());
        }
        let report = Detector::new(options)?.documents(&paths)?;
        message::print_diagnostics(&report, self.terminal.loudness());
        let layout = match destination {
            Destination::Stdout => self.terminal.on_stdout(),
            Destination::File(_) => self.terminal.in_a_file(),
        };
        destination.write(|out| match self.format {
            ListFormat::Text => write_documents_text(&report, &layout, out),
            ListFormat::Json => write_documents_json(&report, out),
        })
    }

    fn options(&self, settings: &Settings) -> Options {
        let mut options = Options {
            walk: self.input.options(),
            read: self.read.options(),
            documents: DocumentsShown::All,
            command: "docs".to_owned(),
            ..Options::default()
        };
        self.run.steer(&mut options);
        settings.steer(&mut options);
        options
    }
}
