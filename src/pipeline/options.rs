//! All options of a run, each with the stage that it steers.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::compare::{CompareOptions, Rule, Scope};
use crate::error::{Error, ErrorKind};
use crate::fingerprint::FingerprintOptions;
use crate::gate::{GateOptions, Limits};
use crate::read::{Document, Fields, ReadOptions};
use crate::report::{AlignedText, DocumentsShown, TextShown};
use crate::spill::StoreOptions;
use crate::walk::{PathGlobs, WalkOptions};

/// The most threads that can be asked for: a thousand took six seconds for four small files, twenty thousand no end.
const MOST_THREADS: usize = 256;

/// Bytes of the largest document that can be asked for: places in texts are numbers of 32 bits.
const MOST_BYTES: u64 = u32::MAX as u64;

/// Shingles of the shortest window that a short passage may ask for: with less, each phrase of the language is a seed.
const LEAST_WINDOW: u32 = 4;

/// The longest passage that can be asked for, and the longest shingle or window: no article has so many words.
const MOST_WORDS: u32 = 1_000_000;

/// What is read, how it is compared, and what is told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which files are taken.
    pub walk: WalkOptions,
    /// How files are read.
    pub read: ReadOptions,
    /// What counts as told twice.
    pub compare: CompareOptions,
    /// What of what is found counts.
    pub gate: GateOptions,
    /// Only findings that touch these paths are reported; all of them where there is no list. Everything is compared
    /// all the same.
    pub focus: Option<Vec<PathBuf>>,
    /// Paths that are compared with, but whose own findings are not reported. What lies in a path that is scanned is
    /// reported, unless the path here leads deeper.
    pub against: Vec<PathBuf>,
    /// Whether there may be nothing to read at all.
    pub allow_empty: bool,
    /// Sources that the settings name, the first that matches wins.
    pub sources: Vec<SourceRule>,
    /// Where records of JSON keep their parts, for some paths; the last that matches wins.
    pub fields: Vec<(PathGlobs, Fields)>,
    /// Threads, 256 at most; 0 for as many as there are cores.
    pub threads: usize,
    /// How much memory a run may take, and where the rest goes.
    pub store: StoreOptions,
    /// Which documents are listed.
    pub documents: DocumentsShown,
    /// How much text the report carries.
    pub text: TextShown,
    /// Of which copies a finding carries the text word by word.
    pub aligned: AlignedText,
    /// The most findings that are listed.
    pub max_findings: Option<usize>,
    /// The day of the run: a document of a later one has no date that can be believed, and what is allowed until an
    /// earlier one is allowed no more. `None` where no day is known.
    pub today: Option<Date>,
    /// Whether to measure times and memory.
    pub stats: bool,
    /// Whether the process ends once the report is told: the texts are then left to the system, which takes all of a
    /// process back at once. Without it the detector's threads give them back piece by piece.
    pub ends_process: bool,
    /// The subcommand, as named in the report.
    pub command: String,
}

impl Options {
    /// Says whether the options can be used together.
    pub(super) fn check(&self) -> Result<(), Error> {
        let wrong = |message: String| Err(Error::new(ErrorKind::Usage, message));
        let compare = &self.compare;
        self.check_numbers()?;
        self.check_rules()?;
        let least = compare.fingerprint.shingle.k + LEAST_WINDOW - 1;
        if compare.min_words < least {
            return wrong(format!(
                "--min-words {} is less than the {least} words that are always seen",
                compare.min_words
            ));
        }
        if self.threads > MOST_THREADS {
            return wrong(format!("--threads {} is more than {MOST_THREADS}", self.threads));
        }
        for (name, share) in [("--near", compare.near), ("--contain", compare.contain)] {
            if !(share > 0.0 && share <= 1.0) {
                return wrong(format!("{name} {share} is not above 0 and at most 1"));
            }
        }
        self.gate.limits.as_ref().map_or(Ok(()), Limits::check)
    }

    /// Refuses options that leave no rule to look for: such a run would find nothing, and be green.
    fn check_rules(&self) -> Result<(), Error> {
        let compare = &self.compare;
        if Rule::OF_FINDINGS.into_iter().any(|rule| compare.wants(rule)) {
            return Ok(());
        }
        let given = [
            ("--select", !compare.select.is_empty()),
            ("--ignore", !compare.ignore.is_empty()),
            ("--level", !(compare.documents && compare.passages && compare.repeats)),
            ("--scope", compare.scope != Scope::All),
        ];
        let given: Vec<&str> =
            given.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag).collect();
        let message = format!("{} together leave no rule to look for", given.join(" and "));
        Err(Error::new(ErrorKind::Usage, message))
    }

    /// Refuses numbers that the stages cannot count with.
    fn check_numbers(&self) -> Result<(), Error> {
        let wrong = |message: String| Err(Error::new(ErrorKind::Usage, message));
        let compare = &self.compare;
        let FingerprintOptions { shingle, sampling, sampling_characters, window } =
            compare.fingerprint;
        for (name, number) in [
            ("shingle.k", shingle.k),
            ("shingle.k_characters", shingle.k_characters),
            ("sampling", sampling),
            ("sampling_characters", sampling_characters),
            ("window", window),
        ] {
            if !(1..=MOST_WORDS).contains(&number) {
                return wrong(format!("{name} {number} is not from 1 to {MOST_WORDS}"));
            }
        }
        if compare.min_words > MOST_WORDS {
            return wrong(format!("--min-words {} is more than {MOST_WORDS}", compare.min_words));
        }
        if self.read.max_size > MOST_BYTES {
            return wrong(format!(
                "--max-size {} is more than {MOST_BYTES} bytes, which is what can be read",
                self.read.max_size
            ));
        }
        Ok(())
    }
}

/// Who published what lies at a path or under an address.
#[derive(Debug, Clone, Default)]
pub struct SourceRule {
    /// The source's name.
    pub name: String,
    /// Paths of its files.
    pub path: Option<PathGlobs>,
    /// How its URLs begin, or their host.
    pub url: Option<String>,
}

impl SourceRule {
    /// Returns whether a document is of this source.
    pub(super) fn matches(&self, document: &Document) -> bool {
        let url = document.url.as_deref().unwrap_or_default();
        let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
        let behind = behind.strip_prefix("www.").unwrap_or(behind);
        self.path.as_ref().is_none_or(|globs| globs.matches(&document.uri))
            && self.url.as_ref().is_none_or(|start| {
                let begins = |text: &str| {
                    let rest = text.strip_prefix(start.as_str());
                    rest.is_some_and(|rest| {
                        rest.is_empty()
                            || start.ends_with('/')
                            || rest.starts_with(['/', '?', ':', '#'])
                    })
                };
                !url.is_empty() && (begins(url) || begins(behind))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::ShingleOptions;
    use crate::pipeline::Detector;

    #[track_caller]
    fn check_refused(set: impl FnOnce(&mut Options), expected: &str) {
        let mut options = Options::default();
        options.check().unwrap();
        set(&mut options);
        let error = options.check().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.message().starts_with(expected), "{error}");
    }

    #[test]
    fn numbers_that_no_stage_can_count_with_are_refused() {
        let shingle = ShingleOptions::default();
        check_refused(|o| o.read.max_size = 4 << 30, "--max-size 4294967296 is more");
        check_refused(|o| o.compare.min_words = 0, "--min-words 0 is less");
        check_refused(|o| o.compare.min_words = 1_000_001, "--min-words 1000001 is more");
        check_refused(|o| o.compare.fingerprint.window = 0, "window 0");
        check_refused(|o| o.compare.fingerprint.window = u32::MAX, "window 4294967295");
        check_refused(
            |o| o.compare.fingerprint.shingle = ShingleOptions { k: 0, ..shingle },
            "shingle.k 0",
        );
        check_refused(
            |o| o.compare.fingerprint.shingle = ShingleOptions { k_characters: 0, ..shingle },
            "shingle.k_characters 0",
        );
    }

    #[test]
    fn documents_in_memory_have_the_sources_that_are_named() {
        let times = SourceRule { name: "Times".to_owned(), ..SourceRule::default() };
        let options = Options { sources: vec![times], ..Options::default() };
        let twice = "The council approved a barrier for the old harbour. ".repeat(5);
        let documents = ["a", "b"].map(|uri| Document::from_text(uri, twice.clone()));
        let report = Detector::new(options).unwrap().scan_documents(documents.to_vec()).unwrap();
        let sources: Vec<_> = report.documents.iter().map(|document| &*document.source).collect();
        assert_eq!(sources, ["Times", "Times"]);
    }

    #[test]
    fn a_limit_that_nothing_can_cross_is_refused() {
        for share in [f64::NAN, 5.0, -0.1] {
            let limits = Limits { max_duplication: Some(share), ..Limits::default() };
            check_refused(|o| o.gate.limits = Some(limits), "--max-duplication");
        }
    }
}
