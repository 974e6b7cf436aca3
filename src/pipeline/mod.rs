//! Options, and the detector that runs the stages: the only module that knows all of them.

mod options;
mod explain;
mod progress;
mod said;
mod sources;
mod gather;
mod rank;
mod originals;
mod tally;
mod memory;
mod keeper;
mod stopwatch;

pub use options::{Options, SourceRule};
pub use progress::{NoProgress, Progress};

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::compare::{self, Match, Rule, Spent, StandingPlaces, Text};
use crate::error::{Error, ErrorKind, counted};
use crate::gate::{self, Ground, LevelSetting, Reach};
use crate::read::Document;
use crate::report::{self, Diagnostic, Explanation, Finding, Focus, Material, Report};
use crate::walk::{Held, leaves_out, walk};

use gather::{Gathered, gather, gather_documents};
use originals::Ordered;
use rank::Ranking;
use stopwatch::Stopwatch;

/// Finds what is told twice.
///
/// # Examples
///
/// ```
/// use twicetold::{Detector, Document, Options};
///
/// let story = "The council on Thursday approved a long-delayed flood barrier for the old harbour, \
///              after months of talks with the fishing fleet and a storm that put the market square \
///              under a metre of water in January.";
/// let detector = Detector::new(Options::default())?;
/// let report = detector.scan_documents(vec![
///     Document::from_text("times", format!("Flood barrier approved\n\n{story}")),
///     Document::from_text("post", format!("Harbour to get its barrier\n\n{story}")),
/// ])?;
/// assert_eq!(report.findings[0].rule, "near-document");
/// assert_eq!(report.findings[0].times, 2);
/// # Ok::<(), twicetold::Error>(())
/// ```
#[derive(Debug)]
pub struct Detector {
    options: Options,
    threads: rayon::ThreadPool,
}

/// Stack of a worker thread: readers of nested formats are bounded, but generous.
const STACK_BYTES: usize = 16 << 20;

impl Detector {
    /// Returns a detector; from here on no option can be wrong.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] where an option has a value that cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        options.check()?;
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(options.threads)
            .stack_size(STACK_BYTES)
            .build()
            .map_err(|e| Error::new(ErrorKind::Usage, format!("cannot start threads: {e}")))?;
        Ok(Self { options, threads })
    }

    /// Reads files and directories (`-` is the standard input) and reports what is told twice in them.
    ///
    /// What cannot be read is in the report's diagnostics.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for a glob that cannot be used, [`ErrorKind::NoDocuments`] where nothing could be read,
    /// [`ErrorKind::Storage`] where [`Options::store`] limits the memory and there is no place for the rest.
    pub fn scan_paths(&self, paths: &[PathBuf], progress: &dyn Progress) -> Result<Report, Error> {
        let mut all = paths.to_vec();
        all.extend_from_slice(&self.options.against);
        let (gathered, mut stopwatch) = self.read_all(&all, progress)?;
        let may_be_empty = self.options.allow_empty && gathered.errors.is_empty();
        if gathered.documents.is_empty() && !may_be_empty {
            return Err(nothing_read(&gathered));
        }
        Ok(self.report(gathered, paths, progress, &mut stopwatch))
    }

    /// Compares documents that are in memory already; they count as read in this order. [`Options::sources`] name their
    /// sources; [`Options::store`] is for what is read.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoDocuments`] for no document.
    pub fn scan_documents(&self, documents: Vec<Document>) -> Result<Report, Error> {
        let mut stopwatch = Stopwatch::start();
        let gathered = self.threads.install(|| gather_documents(documents, &self.options));
        if gathered.documents.is_empty() {
            return Err(nothing_read(&gathered));
        }
        Ok(self.report(gathered, &[], &NoProgress, &mut stopwatch))
    }

    /// Reads files and directories and reports what would be compared: all documents, no finding.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for a glob that cannot be used, [`ErrorKind::NoDocuments`] where nothing could be read,
    /// [`ErrorKind::Storage`] where [`Options::store`] limits the memory and there is no place for the rest.
    pub fn documents(&self, paths: &[PathBuf]) -> Result<Report, Error> {
        let (gathered, stopwatch) = self.read_all(paths, &NoProgress)?;
        if gathered.documents.is_empty() {
            return Err(nothing_read(&gathered));
        }
        let mut report = tally::report(&gathered, Vec::new(), &self.options);
        report.run.targets = targets(paths);
        self.threads.install(|| {
            let keys = tally::keys(&gathered);
            tally::list_all_documents(&mut report, (&gathered, &keys));
        });
        report.stats =
            self.options.stats.then(|| stopwatch.stats(self.threads.current_num_threads()));
        Ok(report)
    }

    /// Returns the documents of one file (`-` is the standard input), and what of it could not be read.
    pub fn read(&self, path: &Path) -> (Vec<Document>, Vec<Error>) {
        let (keyed, errors) = self.read_keyed(path);
        (keyed.into_iter().map(|(_, document)| document).collect(), errors)
    }

    /// Returns the documents of one file, as [`read`](Self::read) does, each with its key in reports.
    pub fn read_keyed(&self, path: &Path) -> (Vec<(String, Document)>, Vec<Error>) {
        let walked = match walk(&[path.to_owned()], &self.options.walk) {
            Ok(walked) => walked,
            Err(error) => return (Vec::new(), vec![error]),
        };
        match self.threads.install(|| gather(walked, &self.options, &NoProgress)) {
            Ok(gathered) => {
                let keys = self.threads.install(|| tally::keys(&gathered));
                (keys.into_iter().zip(gathered.documents).collect(), gathered.errors)
            }
            Err(error) => (Vec::new(), vec![error]),
        }
    }

    /// Does what is shared among threads on those of the detector: to write a report, say.
    pub fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.threads.install(work)
    }

    /// Returns why two documents match, or do not.
    pub fn explain(&self, a: &Document, b: &Document) -> Explanation {
        self.threads.install(|| {
            let documents = vec![a.clone(), b.clone()];
            let mut gathered = gather_documents(documents, &self.options);
            let ranking = Ranking::of(&gathered, self.options.today);
            let found = self.compare(&mut gathered, &ranking).0.into_iter();
            let is_of_both = |m: &Match| m.copies.iter().any(|copy| copy.document != m.anchor);
            let rule = found.filter(is_of_both).map(|m| m.rule).min();
            explain::explain(&gathered, &ranking, &self.options.compare, rule)
        })
    }

    /// Returns what of a baseline a run over these paths is able to meet.
    pub fn reach<'a>(&'a self, targets: &'a [String]) -> Reach<'a> {
        let levels = &self.options.gate.levels;
        let compare = &self.options.compare;
        let is_wanted = |rule: &Rule| {
            compare.wants(*rule) && levels.rules.get(rule) != Some(&LevelSetting::Off)
        };
        let paths = targets.iter().map(PathBuf::from).collect();
        Reach {
            targets,
            wanted: Rule::OF_FINDINGS.into_iter().filter(is_wanted).collect(),
            levels,
            compare,
            usual: self.options.gate.usual.as_ref().unwrap_or(compare),
            leaves_out: Box::new(leaves_out(paths, &self.options.walk)),
        }
    }

    /// Walks and reads, and fingerprints on the way.
    fn read_all(
        &self,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<(Gathered, Stopwatch), Error> {
        let mut stopwatch = Stopwatch::start();
        let walked = walk(paths, &self.options.walk)?;
        stopwatch.lap("walk", walked.inputs.len() as u64, "inputs");
        let gathered = self.threads.install(|| gather(walked, &self.options, progress))?;
        if let Some(keeper) = &gathered.keeper {
            keeper.begin(&self.threads);
        }
        stopwatch.lap("read and fingerprint", gathered.bytes, "bytes");
        Ok((gathered, stopwatch))
    }

    fn report(
        &self,
        mut gathered: Gathered,
        paths: &[PathBuf],
        progress: &dyn Progress,
        stopwatch: &mut Stopwatch,
    ) -> Report {
        progress.stage("compare", 0);
        let ranking = self.threads.install(|| Ranking::of(&gathered, self.options.today));
        let (mut found, spent) = self.threads.install(|| self.compare(&mut gathered, &ranking));
        // What is reported needs the room where memory is limited.
        let spent = gathered.keeper.is_none().then_some(spent);
        gathered.sweep();
        stopwatch.lap("compare", gathered.words(), "words");
        let material = Material {
            documents: &gathered.documents,
            fingerprints: &gathered.fingerprints,
            order: &ranking.order,
            dated: &ranking.dated,
            shingle: self.options.compare.fingerprint.shingle,
            text: self.options.text,
            aligned: self.options.aligned,
            is_limited: gathered.keeper.is_some(),
        };
        let (mut findings, keys) = self.threads.install(|| {
            rayon::join(|| report::findings(&found, &material), || tally::keys(&gathered))
        });
        gathered.sweep();
        let (diagnostics, focus) = self.judge((&gathered, &keys), paths, &mut found, &mut findings);
        let ((), words_repeated) = self.threads.install(|| {
            let repeated_words = || ranking.repeated_words(&found, &gathered);
            rayon::join(|| tally::order(&mut findings), repeated_words)
        });
        if gathered.keeper.is_some() {
            // The documents of the report need the room.
            found = Vec::new();
        }
        let mut report = tally::report(&gathered, findings, &self.options);
        report.run.targets = targets(paths);
        report.run.focus = focus;
        report.diagnostics.extend(diagnostics);
        report.summary.words_repeated = words_repeated;
        report.gate = self.options.gate.limits.as_ref().map(|limits| limits.judge(&report));
        self.threads.install(|| tally::cut(&mut report, (&gathered, &keys), &self.options));
        stopwatch.lap("evidence", report.summary.findings, "findings");
        report.stats =
            self.options.stats.then(|| stopwatch.stats(self.threads.current_num_threads()));
        if self.options.ends_process && gathered.keeper.is_none() {
            std::mem::forget((gathered, found, spent));
        } else {
            // The report is written while the texts are given back, and nobody waits for that. Where memory is limited
            // even a process that ends needs the room to write in.
            self.threads.spawn(move || drop((gathered, found, spent)));
        }
        report
    }

    /// Drops what is not reported, and marks what is suppressed or accepted; returns what is to be told of it.
    fn judge(
        &self,
        (gathered, keys): (&Gathered, &[String]),
        paths: &[PathBuf],
        found: &mut Vec<Match>,
        findings: &mut Vec<Finding>,
    ) -> (Vec<Diagnostic>, Option<Focus>) {
        let focus = self.options.focus.as_deref().map(|paths| gathered.held_by(paths));
        let targets = targets(paths);
        let ground = Ground {
            documents: &gathered.documents,
            keys,
            focus: focus.as_ref().map(Held::inside).unwrap_or_default(),
            reference: self.reference(gathered, paths),
            reach: self.reach(&targets),
            complete: gathered.is_complete(),
            today: self.options.today,
        };
        let sifted = gate::sift(findings, &self.options.gate, &ground);
        let counted = sifted.kept.iter().zip(&*findings);
        let mut counted = counted
            .map(|(kept, finding)| *kept && gate::is_counted(finding.status))
            .collect::<Vec<_>>()
            .into_iter();
        found.retain(|_| counted.next().unwrap_or(true));
        let mut kept = sifted.kept.into_iter();
        findings.retain(|_| kept.next().unwrap_or(true));
        (sifted.diagnostics, focus.map(Focus::from))
    }

    /// Returns whether each document is only compared with; empty where none is.
    fn reference(&self, gathered: &Gathered, paths: &[PathBuf]) -> Vec<bool> {
        if self.options.against.is_empty() {
            return Vec::new();
        }
        let named = |path: &PathBuf| match &self.options.walk.stdin_name {
            Some(name) if path == Path::new("-") => PathBuf::from(name),
            _ => path.clone(),
        };
        let targets: Vec<PathBuf> = paths.iter().map(named).collect();
        gathered.held_by(&self.options.against).inside_of(&gathered.held_by(&targets))
    }

    /// Returns the matches, and what was needed to find them.
    fn compare(&self, gathered: &mut Gathered, ranking: &Ranking) -> (Vec<Match>, Spent) {
        let options = &self.options.compare;
        let selections = std::mem::take(&mut gathered.selections);
        let dated = ranking.order.par_iter().zip(&ranking.dated);
        let texts: Vec<Text<'_>> =
            dated.map(|(place, dated)| gathered.text(*place, *dated)).collect();
        let mut spent = Spent::default();
        let mut matches = if options.wants_matches() {
            let originals = Ordered { documents: &gathered.documents, order: &ranking.order };
            compare::matches(texts, (selections, &ranking.ids), options, &originals, &mut spent)
        } else {
            Vec::new()
        };
        let standing = StandingPlaces::of(&matches, &gathered.sources.of_sites);
        let repeats = std::mem::take(&mut gathered.repeats).into_iter();
        let repeats = repeats.map(|(place, repeat)| (ranking.ids[place as usize], repeat));
        let repeats = repeats.filter(|(document, repeat)| !standing.hold(*document, repeat));
        matches.extend(repeats.map(|(document, repeat)| repeat.into_match(document)));
        matches.retain(|found| options.wants(found.rule));
        (matches, spent)
    }
}

fn targets(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.to_string_lossy().into_owned()).collect()
}

fn nothing_read(gathered: &Gathered) -> Error {
    let message = match gathered.errors.as_slice() {
        [] => nothing_in_it(gathered),
        [only] => format!("no documents could be read: {only}"),
        [first, rest @ ..] => {
            let more = counted(rest.len() as u64, "more problem");
            format!("no documents could be read: {first}, and {more}")
        }
    };
    Error::new(ErrorKind::NoDocuments, message)
}

/// Returns why there is no document where nothing is wrong with any input.
fn nothing_in_it(gathered: &Gathered) -> String {
    let Gathered { inputs, reports, bytes, left_out, .. } = gathered;
    let filtered = left_out.as_ref().map(|(uri, flag)| format!("{uri} is left out by {flag}"));
    let textless = match inputs - reports {
        0 => None,
        empty if *bytes == 0 => Some(counted(empty, "empty input")),
        textless => Some(format!("{} without text", counted(textless, "input"))),
    };
    let passed_by = (*reports > 0).then(|| "reports of earlier runs are none".to_owned());
    let reasons: Vec<String> = [textless, filtered, passed_by].into_iter().flatten().collect();
    let colon = if reasons.is_empty() { "" } else { ": " };
    format!("no documents in what was named{colon}{}", reasons.join("; "))
}
