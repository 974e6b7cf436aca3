//! Inputs in, documents with their fingerprints out, in walk order; read and fingerprinted side by
//! side, a portion a task.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::compare::{CompareOptions, Repeat, RepeatFinder, Rule, Text};
use crate::error::{Error, ErrorKind};
use crate::fingerprint::{Fingerprinter, Fingerprints, Selections, normalized};
use crate::read::{Document, Portion, ReadOptions, Reading, portions};
use crate::spill::{Pack, Store};
use crate::walk::{Input, Walk};

use super::keeper::Keeper;
use super::{Options, Progress};

/// All that was read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The documents, in walk order.
    pub(super) documents: Vec<Document>,
    /// Their fingerprints.
    pub(super) fingerprints: Vec<Fingerprints>,
    /// Their sources, equal numbers for equal names.
    pub(super) sources: Vec<u32>,
    /// What each document tells twice, by place in walk order.
    pub(super) repeats: Vec<(u32, Repeat)>,
    /// Their selected shingles.
    pub(super) selections: Vec<Selections>,
    /// What could not be read, in walk order.
    pub(super) errors: Vec<Error>,
    /// Inputs that were found.
    pub(super) inputs: u64,
    /// Bytes that were read.
    pub(super) bytes: u64,
    /// Keeps the memory below its limit, where a part lies in a file.
    pub(super) keeper: Option<Keeper>,
}

/// What one document became.
struct Digest {
    document: Document,
    fingerprints: Fingerprints,
    repeats: Vec<Repeat>,
}

/// What one portion became, with its place: input, portion.
struct Batch {
    place: (usize, usize),
    digests: Vec<Digest>,
    selections: Selections,
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
    progress.stage("read", walk.inputs.iter().map(size).sum());
    let mut batches: Vec<Batch> = walk
        .inputs
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, input)| {
            let portions = portions(input, &options.read).take_while(|_| !store.has_failed());
            let portions = portions.enumerate();
            portions
                .par_bridge()
                .map(|(nth, portion)| {
                    let bytes = portion.bytes();
                    progress.advance(bytes);
                    let reading = read_portion(portion, input, options);
                    batch((at, nth), (reading, bytes), &options.compare, &store)
                })
                .collect::<Vec<_>>()
        })
        .collect();
    batches.sort_by_key(|batch| batch.place);
    let mut gathered = assemble(batches);
    // What could not be entered was named or met, too.
    gathered.inputs = (walk.inputs.len() + walk.errors.len()) as u64;
    gathered.errors.splice(0..0, walk.errors);
    let sealed = store.seal()?;
    gathered.keeper = options.store.memory.and_then(|memory| Keeper::of(sealed, memory));
    Ok(gathered)
}

/// Fingerprints documents that are in memory.
pub(super) fn gather_documents(documents: Vec<Document>, options: &CompareOptions) -> Gathered {
    let store = Store::in_memory();
    let batches: Vec<Batch> = documents
        .into_par_iter()
        .enumerate()
        .map(|(at, document)| {
            let bytes = document.text.len() as u64;
            let reading = Reading { documents: vec![document], errors: Vec::new() };
            batch((at, 0), (reading, bytes), options, &store)
        })
        .collect();
    let mut gathered = assemble(batches);
    gathered.inputs = gathered.documents.len() as u64;
    gathered
}

fn size(input: &Input) -> u64 {
    input.bytes()
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
        for document in &mut reading.documents {
            if let Some(source) = options.sources.iter().find(|source| source.matches(document)) {
                document.source = source.name.as_str().into();
            }
        }
        reading
    });
    read.unwrap_or_else(|_| {
        let message = "the reader failed on this input; please report it";
        let error = Error::new(ErrorKind::Unreadable, message).at(input.uri.as_str());
        Reading { documents: Vec::new(), errors: vec![error] }
    })
}

/// Fingerprints what one portion, of so many bytes, was read as, and stores it.
fn batch(
    place: (usize, usize),
    (reading, bytes): (Reading, u64),
    options: &CompareOptions,
    store: &Store,
) -> Batch {
    let wanted = options.wants(Rule::RepeatedBody) || options.wants(Rule::RepeatedPassage);
    let (mut fingerprinter, mut finder) = (Fingerprinter::default(), RepeatFinder::default());
    let mut selections = Selections::default();
    let digest = |document: Document| {
        let fingerprints = fingerprinter.fingerprints(&document);
        fingerprinter.select(&fingerprints, options.fingerprint);
        let (selected, blocks) = (fingerprinter.selected(), fingerprinter.blocks());
        selections.push(selected);
        let mut repeats = Vec::new();
        if wanted {
            repeats = finder.repeats(&fingerprints, (selected, blocks), options);
        }
        Digest { document, fingerprints, repeats }
    };
    let mut digests: Vec<Digest> = reading.documents.into_iter().map(digest).collect();
    keep(&mut digests, &mut selections, store);
    Batch { place, digests, selections, errors: reading.errors, bytes }
}

/// Stores what a batch holds: apart what only the index of seeds takes, so that it is gone with it, and apart what is
/// compared and what is reported, so that a page in memory holds what is wanted of its neighbours, too.
fn keep(digests: &mut [Digest], selections: &mut Selections, store: &Store) {
    let mut pack = Pack::new(selections.packed_bytes());
    selections.pack(&mut pack);
    store.keep(pack);
    let mut pack = Pack::new(digests.iter().map(|one| one.fingerprints.packed_bytes()).sum());
    for digest in &mut *digests {
        digest.fingerprints.pack(&mut pack);
    }
    store.keep(pack);
    let mut pack = Pack::new(digests.iter().map(|one| one.document.packed_bytes()).sum());
    for digest in digests {
        digest.document.pack(&mut pack);
    }
    store.keep(pack);
}

/// Puts the batches, sorted, together.
fn assemble(batches: Vec<Batch>) -> Gathered {
    let mut gathered = Gathered::default();
    let documents = batches.iter().map(|batch| batch.digests.len()).sum();
    gathered.documents.reserve_exact(documents);
    gathered.fingerprints.reserve_exact(documents);
    for batch in batches {
        gathered.bytes += batch.bytes;
        gathered.errors.extend(batch.errors);
        gathered.selections.push(batch.selections);
        for digest in batch.digests {
            let place = gathered.documents.len() as u32;
            gathered.repeats.extend(digest.repeats.into_iter().map(|repeat| (place, repeat)));
            gathered.documents.push(digest.document);
            gathered.fingerprints.push(digest.fingerprints);
        }
    }
    let mut names = HashMap::new();
    for document in &gathered.documents {
        let next = names.len() as u32;
        gathered.sources.push(*names.entry(&*document.source).or_insert(next));
    }
    gathered
}

impl Gathered {
    /// Returns what is compared of a document.
    pub(super) fn text(&self, place: u32, dated: bool) -> Text<'_> {
        let at = place as usize;
        let (document, fingerprints) = (&self.documents[at], &self.fingerprints[at]);
        let title = document.title.as_deref().map_or(0, |title| xxh3_64(&normalized(title)));
        Text {
            title,
            source: self.sources[at],
            day: document.published.filter(|_| dated).map(|at| (at.as_second() / 86_400) as i32),
            ..Text::of(fingerprints)
        }
    }

    /// Returns the words of all documents.
    pub(super) fn words(&self) -> u64 {
        self.fingerprints.iter().map(|f| u64::from(f.words)).sum()
    }
}
