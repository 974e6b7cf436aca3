//! All options of a run, each with the stage that it steers.

use crate::compare::CompareOptions;
use crate::error::{Error, ErrorKind};
use crate::read::ReadOptions;
use crate::report::{AlignedText, DocumentsShown, TextShown};
use crate::walk::WalkOptions;

/// What is read, how it is compared, and what is told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which files are taken.
    pub walk: WalkOptions,
    /// How files are read.
    pub read: ReadOptions,
    /// What counts as told twice.
    pub compare: CompareOptions,
    /// Threads; 0 for as many as there are cores.
    pub threads: usize,
    /// Which documents are listed.
    pub documents: DocumentsShown,
    /// How much text the report carries.
    pub text: TextShown,
    /// Of which copies a finding carries the text word by word.
    pub aligned: AlignedText,
    /// The most findings that are listed.
    pub max_findings: Option<usize>,
    /// Whether to measure times and memory.
    pub stats: bool,
    /// The subcommand, as named in the report.
    pub command: String,
}

impl Options {
    /// Says whether the options can be used together.
    pub(super) fn check(&self) -> Result<(), Error> {
        let wrong = |message: String| Err(Error::new(ErrorKind::Usage, message));
        let compare = &self.compare;
        let least = compare.fingerprint.shingle.k + compare.fingerprint.window - 1;
        if compare.min_words < least {
            return wrong(format!(
                "--min-words {} is less than the {least} words that are always seen",
                compare.min_words
            ));
        }
        for (name, share) in [("--near", compare.near), ("--contain", compare.contain)] {
            if !(share > 0.0 && share <= 1.0) {
                return wrong(format!("{name} {share} is not above 0 and at most 1"));
            }
        }
        Ok(())
    }
}
