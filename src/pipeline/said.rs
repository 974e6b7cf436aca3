//! Documents in, what they say in numbers out: one after the other, or a large one by all threads.

use xxhash_rust::xxh3::xxh3_64;

use crate::compare::{CompareOptions, Repeat, RepeatFinder};
use crate::fingerprint::{Fingerprinter, Fingerprints, Selections, Selector, normalized};
use crate::read::Document;

/// What some documents say.
pub(super) struct Said {
    /// The fingerprints of each.
    pub(super) fingerprints: Vec<Fingerprints>,
    /// A hash of the normalised title of each; 0 without one.
    pub(super) titles: Vec<u64>,
    /// What each document tells twice, by its place among them.
    pub(super) repeats: Vec<(u32, Repeat)>,
    /// The selected shingles of all.
    pub(super) selections: Selections,
}

impl Said {
    /// Fingerprints one document after the other.
    pub(super) fn of(documents: &[Document], options: &CompareOptions) -> Self {
        let (mut fingerprinter, mut finder) = (Fingerprinter::default(), RepeatFinder::default());
        let bytes = documents.iter().map(|document| document.text.len()).sum();
        let mut selector = Selector::with_room(bytes);
        let mut repeats = Vec::new();
        let of_document = |(at, document): (u32, &Document)| {
            let fingerprints = fingerprinter.fingerprints(document);
            fingerprinter.select(&fingerprints, options.selection());
            selector.push(fingerprinter.selected());
            let own = own_repeats(&mut finder, &fingerprints, &fingerprinter, options);
            repeats.extend(own.into_iter().map(|repeat| (at, repeat)));
            fingerprints
        };
        let fingerprints = (0..).zip(documents).map(of_document).collect();
        let titles = documents.iter().map(title).collect();
        Self { fingerprints, titles, repeats, selections: selector.finish() }
    }

    /// Fingerprints a document that is worth all threads.
    pub(super) fn of_large(document: &Document, options: &CompareOptions) -> Self {
        let mut fingerprinter = Fingerprinter::default();
        let fingerprints = fingerprinter.fingerprints(document);
        fingerprinter.select(&fingerprints, options.selection());
        let selections = || {
            let mut selector = Selector::default();
            selector.push(fingerprinter.selected());
            selector.finish()
        };
        let repeats =
            || own_repeats(&mut RepeatFinder::default(), &fingerprints, &fingerprinter, options);
        let (selections, repeats) = rayon::join(selections, repeats);
        let repeats = repeats.into_iter().map(|repeat| (0, repeat)).collect();
        Self {
            fingerprints: vec![fingerprints],
            titles: vec![title(document)],
            repeats,
            selections,
        }
    }
}

/// Returns a hash of a document's normalised title; 0 without one.
fn title(document: &Document) -> u64 {
    document.title.as_deref().map_or(0, |title| xxh3_64(&normalized(title)))
}

/// Returns what the document tells twice that was fingerprinted last.
fn own_repeats(
    finder: &mut RepeatFinder,
    fingerprints: &Fingerprints,
    last: &Fingerprinter,
    options: &CompareOptions,
) -> Vec<Repeat> {
    if !options.wants_repeats() {
        return Vec::new();
    }
    finder.repeats(fingerprints, last.selected(), options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_document_says_what_a_small_one_does() {
        let line =
            |n: u32| format!("Line{n} of Two{} says it {} times over again.", n % 900, n % 7);
        let text: Vec<String> = (0..9_000).chain(4_000..5_000).map(line).collect();
        let document = Document::from_text("a", text.join("\n"));
        let options = CompareOptions::default();
        let (large, small) = (
            Said::of_large(&document, &options),
            Said::of(std::slice::from_ref(&document), &options),
        );
        assert!(large.fingerprints == small.fingerprints && large.titles == small.titles);
        assert!(!small.repeats.is_empty() && large.repeats == small.repeats);
        assert!(large.selections == small.selections);
    }

    #[test]
    fn each_document_has_its_own_title_however_it_is_written() {
        let titles = ["Flood barrier approved", "", "FLOOD  barrier approved!", "Harbour market"];
        let document = |title: &&str| Document {
            title: (!title.is_empty()).then(|| (*title).into()),
            ..Document::from_text("a", "The council met.")
        };
        let documents: Vec<Document> = titles.iter().map(document).collect();
        let said = Said::of(&documents, &CompareOptions::default()).titles;
        assert_eq!(said[1], 0);
        assert_eq!(said[0], said[2]);
        assert!(said[0] != 0 && said[3] != 0 && said[0] != said[3]);
    }
}
