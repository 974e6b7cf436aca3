//! Inputs in, documents with their fingerprints out, in walk order; read and fingerprinted side by
//! side, a batch of portions at a time.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::compare::{CompareOptions, Repeat, Text};
use crate::error::{Error, ErrorKind};
use crate::fingerprint::{Fingerprints, Selections};
use crate::read::{Document, Portion, ReadOptions, Reading, portions};
use crate::report::is_report;
use crate::spill::{Store, give_back_holes};
use crate::walk::{Held, Input, InputPlace, Places, Walk};

use super::keeper::Keeper;
use super::options::SourceRule;
use super::said::Said;
use super::sources::{Host, Sources, hosts};
use super::{Options, Progress};

/// All that was read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The documents, in walk order.
    pub(super) documents: Vec<Document>,
    /// Their fingerprints.
    pub(super) fingerprints: Vec<Fingerprints>,
    /// A hash of the title of each.
    titles: Vec<u64>,
    /// Who published them.
    pub(super) sources: Sources,
    /// What each document tells twice, by place in walk order.
    pub(super) repeats: Vec<(u32, Repeat)>,
    /// Their selected shingles.
    pub(super) selections: Vec<Selections>,
    /// What could not be read, in walk order.
    pub(super) errors: Vec<Error>,
    /// Inputs that were found.
    pub(super) inputs: u64,
    /// Of these, the reports of earlier runs.
    pub(super) reports: u64,
    /// The first path that a glob left out, and the flag of the glob.
    pub(super) left_out: Option<(String, &'static str)>,
    /// The paths, by the name, of files that are not found by it: it is no UTF-8.
    pub(super) paths: HashMap<String, PathBuf>,
    /// Bytes that were read.
    pub(super) bytes: u64,
    /// Keeps the memory below its limit, where a part lies in a file.
    pub(super) keeper: Option<Keeper>,
}

/// What some portions became, with their place: task, batch.
struct Batch {
    place: (usize, usize),
    documents: Vec<Document>,
    /// Of each document.
    hosts: Vec<Host>,
    said: Said,
    errors: Vec<Error>,
    bytes: u64,
}

/// Reads and fingerprints all inputs, and stores what they say.
///
/// # Errors
///
/// [`ErrorKind::Storage`] where there is no place for it.
pub(super) fn gather(
    walk: Walk,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Gathered, Error> {
    let store = Store::open(&options.store)?;
    let (batches, reports) = read_inputs(&walk.inputs, options, progress, &store);
    let mut gathered = assemble(batches);
    gathered.reports = reports;
    gathered.left_out = walk.left_out;
    // What could not be entered was named or met, too.
    gathered.inputs = (walk.inputs.len() + walk.errors.len()) as u64;
    gathered.errors.splice(0..0, walk.errors);
    let unlike_its_name = |input: Input| match input.place {
        InputPlace::File(path) if path.to_str().is_none() => Some((input.uri, path)),
        _ => None,
    };
    gathered.paths = walk.inputs.into_iter().filter_map(unlike_its_name).collect();
    let sealed = store.seal()?;
    gathered.keeper = options.store.memory.and_then(|memory| Keeper::of(sealed, memory));
    gathered.sweep();
    Ok(gathered)
}

/// Reads, fingerprints and stores inputs side by side; returns the batches in order, and how many inputs are reports.
fn read_inputs(
    inputs: &[Input],
    options: &Options,
    progress: &dyn Progress,
    store: &Store,
) -> (Vec<Batch>, u64) {
    let reports = AtomicU64::new(0);
    let sizes: Vec<u64> = inputs.iter().map(Input::bytes).collect();
    progress.stage("read", sizes.iter().sum());
    let mut batches: Vec<Batch> = tasks(inputs, &sizes)
        .into_par_iter()
        .enumerate()
        .flat_map_iter(|(at, inputs)| {
            let of_input = |input| {
                let mut portions = portions(input, &options.read).peekable();
                // What was told of articles is none itself.
                let is_report = portions.peek().is_some_and(|first| is_report(first.content()));
                reports.fetch_add(u64::from(is_report), Ordering::Relaxed);
                portions.take_while(move |_| !is_report).map(move |portion| (input, portion))
            };
            let portions = inputs.iter().flat_map(of_input).take_while(|_| !store.has_failed());
            batched(portions, |(_, portion)| portion.bytes())
                .enumerate()
                .par_bridge()
                .map(|(nth, portions)| {
                    let read = read_all(portions, options, progress);
                    batch((at, nth), read, (&options.compare, &options.sources), store)
                })
                .collect::<Vec<_>>()
        })
        .collect();
    batches.sort_by_key(|batch| batch.place);
    (batches, reports.into_inner())
}

/// Fingerprints documents that are in memory.
pub(super) fn gather_documents(mut documents: Vec<Document>, options: &Options) -> Gathered {
    name_sources(&mut documents, &options.sources);
    let store = Store::in_memory();
    let bytes = |document: &Document| document.text.len() as u64;
    let batches: Vec<Vec<Document>> = batched(documents.into_iter(), bytes).collect();
    let batches: Vec<Batch> = batches
        .into_par_iter()
        .enumerate()
        .map(|(at, documents)| {
            let bytes = documents.iter().map(bytes).sum();
            let reading = Reading { documents, errors: Vec::new() };
            batch((at, 0), (reading, bytes), (&options.compare, &options.sources), &store)
        })
        .collect();
    let mut gathered = assemble(batches);
    gathered.inputs = gathered.documents.len() as u64;
    gathered
}

/// Bytes that a batch holds at least, if there are so many: small files share one.
const BATCH_BYTES: u64 = 256 << 10;

/// Bytes of the text of a document that is worth all threads, and pages of its own.
const LARGE_BYTES: usize = 4 << 20;

/// Returns the only one of some documents, if it is large.
fn only_large(documents: &[Document]) -> Option<&Document> {
    let [only] = documents else { return None };
    (only.text.len() >= LARGE_BYTES).then_some(only)
}

/// Shares out the inputs, of such sizes and in order: one to a task, or several small ones.
fn tasks<'a>(inputs: &'a [Input], sizes: &[u64]) -> Vec<&'a [Input]> {
    let mut sizes = sizes.iter().copied();
    let mut bytes = sizes.next().unwrap_or(0);
    let fits = |_: &Input, _: &Input| {
        let next = sizes.next().unwrap_or(0);
        let together = bytes + next;
        let fits = together <= BATCH_BYTES;
        bytes = if fits { together } else { next };
        fits
    };
    inputs.chunk_by(fits).collect()
}

/// A portion, and the input of which it is one.
type Cut<'a> = (&'a Input, Portion);

/// Puts what has so many bytes into batches, in order.
fn batched<T>(
    mut all: impl Iterator<Item = T>,
    bytes: impl Fn(&T) -> u64,
) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let (mut batch, mut of_batch) = (Vec::new(), 0);
        while of_batch < BATCH_BYTES
            && let Some(next) = all.next()
        {
            of_batch += bytes(&next);
            batch.push(next);
        }
        (!batch.is_empty()).then_some(batch)
    })
}

/// Reads the portions of a batch; returns their bytes, too.
fn read_all(portions: Vec<Cut<'_>>, options: &Options, progress: &dyn Progress) -> (Reading, u64) {
    let mut all = Reading { documents: Vec::new(), errors: Vec::new() };
    let mut bytes = 0;
    for (input, portion) in portions {
        bytes += portion.bytes();
        progress.advance(portion.bytes());
        let reading = read_portion(portion, input, options);
        all.documents.extend(reading.documents);
        all.errors.extend(reading.errors);
    }
    (all, bytes)
}

/// Gives documents the sources that the settings name.
fn name_sources(documents: &mut [Document], sources: &[SourceRule]) {
    for document in documents {
        if let Some(source) = sources.iter().find(|source| source.matches(document)) {
            document.source = source.name.as_str().into();
        }
    }
}

/// Reads a portion; a reader that fails in a way that nobody foresaw costs this portion only.
fn read_portion(portion: Portion, input: &Input, options: &Options) -> Reading {
    let fields = options.fields.iter().rev().find(|(globs, _)| globs.matches(&input.uri));
    let set =
        fields.map(|(_, fields)| ReadOptions { fields: fields.clone(), ..options.read.clone() });
    let how = set.as_ref().unwrap_or(&options.read);
    let read = catch_unwind(AssertUnwindSafe(|| portion.read(how)));
    drop(portion);
    let read = read.map(|mut reading| {
        name_sources(&mut reading.documents, &options.sources);
        reading
    });
    read.unwrap_or_else(|_| {
        let message = "the reader failed on this input; please report it";
        let error = Error::new(ErrorKind::Unreadable, message).at(input.uri.as_str());
        Reading { documents: Vec::new(), errors: vec![error] }
    })
}

/// Fingerprints what a batch, of so many bytes, was read as, and stores it.
fn batch(
    place: (usize, usize),
    (reading, bytes): (Reading, u64),
    (options, declared): (&CompareOptions, &[SourceRule]),
    store: &Store,
) -> Batch {
    let Reading { documents, errors } = reading;
    let said = match only_large(&documents) {
        Some(large) => Said::of_large(large, options),
        None => Said::of(&documents, options),
    };
    let hosts = hosts(&documents, declared);
    let mut batch = Batch { place, documents, hosts, said, errors, bytes };
    batch.keep(store);
    batch
}

impl Batch {
    /// Stores what the batch holds: apart what only the index of seeds takes, so that it is gone with it (where all is held
    /// it stays with the batch), and apart what
    /// is compared and what is reported, so that a page in memory holds what is wanted of its neighbours, too.
    fn keep(&mut self, store: &Store) {
        if store.holds_all() && only_large(&self.documents).is_some() {
            return; // It has its own pages, and to copy them would take as many again.
        }
        let Said { fingerprints, selections, .. } = &mut self.said;
        // In memory the heap has their room again when they are gone, and the postings take it.
        if !store.holds_all() {
            let mut pack = store.pack(selections.packed_bytes());
            selections.pack(&mut pack);
            store.keep(pack);
        }
        let mut pack = store.pack(fingerprints.iter().map(Fingerprints::packed_bytes).sum());
        for fingerprints in fingerprints {
            fingerprints.pack(&mut pack);
        }
        store.keep(pack);
        let mut pack = store.pack(self.documents.iter().map(Document::packed_bytes).sum());
        self.documents.iter_mut().for_each(|document| document.pack(&mut pack));
        store.keep(pack);
    }
}

/// Puts the batches, sorted, together.
fn assemble(batches: Vec<Batch>) -> Gathered {
    let mut gathered = Gathered::default();
    let (mut documents, mut hosts, mut fingerprints) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = 0;
    for Batch { documents: of_batch, hosts: of_documents, said, errors, bytes, .. } in batches {
        gathered.bytes += bytes;
        gathered.errors.extend(errors);
        gathered.selections.push(said.selections);
        let repeats = said.repeats.into_iter();
        gathered.repeats.extend(repeats.map(|(at, repeat)| (before + at, repeat)));
        before += of_batch.len() as u32;
        documents.push(of_batch);
        hosts.extend(of_documents);
        fingerprints.push(said.fingerprints);
        gathered.titles.extend(said.titles);
    }
    let (sources, fingerprints) =
        rayon::join(|| Sources::of(documents.iter().flatten(), &hosts), || joined(fingerprints));
    let documents = joined(documents);
    Gathered { documents, fingerprints, sources, ..gathered }
}

/// Returns lists as one.
fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    for mut list in lists {
        all.append(&mut list);
    }
    all
}

impl Gathered {
    /// Gives back what a stage that is over left behind in the heaps, where memory is limited.
    pub(super) fn sweep(&self) {
        if self.keeper.is_some() {
            give_back_holes();
        }
    }

    /// Returns which documents lie at or below these paths.
    pub(super) fn held_by(&self, paths: &[PathBuf]) -> Held {
        let uris = self.documents.iter().map(|document| &*document.uri);
        let path = |uri| self.paths.get(uri).map_or(Path::new(uri), PathBuf::as_path);
        Places::new(paths).hold(uris.map(path))
    }

    /// Returns what is compared of a document.
    pub(super) fn text(&self, place: u32, dated: bool) -> Text<'_> {
        let at = place as usize;
        let (document, fingerprints) = (&self.documents[at], &self.fingerprints[at]);
        Text {
            title: self.titles[at],
            named: self.sources.named[at],
            source: self.sources.of_sites[at],
            day: document.published.filter(|_| dated).map(|at| (at.as_second() / 86_400) as i32),
            ..Text::of(fingerprints)
        }
    }

    /// Returns what was not read, or not to its end; a page without an article was read.
    pub(super) fn failures(&self) -> impl Iterator<Item = &Error> {
        self.errors.iter().filter(|error| error.kind() != ErrorKind::NoText)
    }

    /// Returns whether all inputs were read to their ends.
    pub(super) fn is_complete(&self) -> bool {
        self.failures().next().is_none()
    }

    /// Returns the words of all documents.
    pub(super) fn words(&self) -> u64 {
        self.fingerprints.iter().map(|f| u64::from(f.words)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::walk::InputPlace;

    #[test]
    fn small_inputs_share_a_task_and_a_large_one_has_its_own() {
        let sizes = [100, 100, BATCH_BYTES, 50, BATCH_BYTES - 50, 1, 9 * BATCH_BYTES];
        let input = |_| Input { place: InputPlace::Stdin, uri: String::new() };
        let inputs: Vec<Input> = sizes.iter().map(input).collect();
        let shared: Vec<usize> = tasks(&inputs, &sizes).iter().map(|task| task.len()).collect();
        assert_eq!(shared, [2, 1, 2, 1, 1]);
        assert!(tasks(&[], &[]).is_empty());
    }
}
