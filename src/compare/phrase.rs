//! Phrases of passages in, which of them their source has for itself out: many of its articles have them, and next to none
//! of other sources. Counted in a sample of the documents.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::ShingleFingerprint;
use crate::spill::lent;

use super::language::Sizes;
use super::lookup::{Filter, Heads};
use super::{Text, work};

/// A phrase, and a source that has it.
pub(super) type Phrase = (ShingleFingerprint, u32);

/// Appends the phrases of a text.
type Add = fn(&Text<'_>, &mut Vec<ShingleFingerprint>);

/// One of so many documents is in the sample, and of few documents so many.
const ONE_OF: usize = 8;
const FEW: usize = 1024;
/// Documents of the sample at most, about.
const MANY: usize = 4096;
/// One of so many documents of the sample is looked at first.
const FIRST_OF: usize = 4;
/// Documents of the sample that a thread takes at least: each has counts of its own.
const A_TASK: usize = 256;
/// Fewest documents of a source in the sample that have a phrase which is its own, and their least share.
const DOCUMENTS: u32 = 4;
const SHARE: f64 = 0.015;
/// That share as a multiple of the one of other sources' documents, one more of which is taken to have the phrase than do:
/// of few documents it is not known.
const MORE: f64 = 60.0;
/// Bits of the filter for each phrase: most phrases of a document are of no passage.
const BITS: usize = 16;

/// Returns those of some phrases (sorted, each once) that their sources have for themselves; `add` tells what phrases a text
/// has.
pub(super) fn own_phrases(asked: Vec<Phrase>, texts: &[Text<'_>], add: Add) -> Vec<Phrase> {
    if asked.is_empty() || are_of_one_source(texts) {
        return Vec::new();
    }
    let size = (texts.len() / ONE_OF).clamp(FEW, MANY);
    let sample: Vec<&Text<'_>> = texts.iter().step_by(texts.len().div_ceil(size)).collect();
    let mut own = counted(asked, &sample, add);
    own.retain(|(_, count)| count.own >= DOCUMENTS);
    if own.is_empty() {
        return Vec::new();
    }
    let sizes = Sizes::of(&sample, DOCUMENTS as usize);
    let is_own = |(_, source): &Phrase, count: &Count| {
        sizes.get(*source).is_some_and(|(own, others)| count.is_own(own, others))
    };
    own.retain(|(phrase, count)| is_own(phrase, count));
    own.into_iter().map(|(phrase, _)| phrase).collect()
}

/// Returns whether all documents are of one source: nobody else would have a phrase of it.
pub(super) fn are_of_one_source(texts: &[Text<'_>]) -> bool {
    texts.iter().all(|text| text.source == texts[0].source)
}

/// The documents of a sample that have a phrase: of its source, of others.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    own: u32,
    others: u32,
}

impl Count {
    /// Whether a source has a phrase for itself, of which so many documents are in a sample, and so many others that could
    /// have it, too.
    fn is_own(self, own: usize, others: usize) -> bool {
        let share = f64::from(self.own) / own as f64;
        let others = f64::from(self.others + 1) / (others + 1) as f64;
        share >= SHARE && share >= MORE * others
    }

    fn plus(self, other: Self) -> Self {
        Self { own: self.own + other.own, others: self.others + other.others }
    }
}

/// Returns the phrases that some first documents of their sources in a sample have, with how many have them in all: most
/// phrases are of one story, and are not looked for in the others.
fn counted(phrases: Vec<Phrase>, sample: &[&Text<'_>], add: Add) -> Vec<(Phrase, Count)> {
    let some = |are_first: bool| -> Vec<&Text<'_>> {
        let all = sample.iter().enumerate();
        all.filter(|(at, _)| (at % FIRST_OF == 0) == are_first).map(|(_, text)| *text).collect()
    };
    let asked = Asked::of(phrases);
    let counts = asked.counted(&some(true), add);
    let known = asked.phrases.into_iter().zip(counts).filter(|(_, count)| count.own > 0);
    let (phrases, counts): (Vec<Phrase>, Vec<Count>) = known.unzip();
    let asked = Asked::of(phrases);
    let more = asked.counted(&some(false), add);
    let sums = counts.into_iter().zip(more).map(|(x, y)| x.plus(y));
    asked.phrases.into_iter().zip(sums).collect()
}

/// Phrases that are looked for.
struct Asked {
    /// With the sources that have them in passages, sorted, each once.
    phrases: Vec<Phrase>,
    /// Where they stand.
    heads: Heads,
    /// Tells most phrases of a document from all of them.
    filter: Filter,
}

impl Asked {
    /// `phrases`: sorted, each once.
    fn of(phrases: Vec<Phrase>) -> Self {
        let fingerprints = || phrases.iter().map(|(phrase, _)| *phrase);
        let bits = (phrases.len() * BITS).max(64).ilog2();
        let (heads, filter) = (Heads::of(fingerprints()), Filter::of(fingerprints(), bits));
        Self { phrases, heads, filter }
    }

    /// Returns in how many documents of a sample each phrase stands.
    fn counted(&self, sample: &[&Text<'_>], add: Add) -> Vec<Count> {
        let some =
            sample.par_chunks(sample.len().div_ceil(rayon::current_num_threads()).max(A_TASK));
        let counts = some.map(|sample| self.counted_in(sample, add));
        let sum = |x: Vec<Count>, y: Vec<Count>| x.iter().zip(y).map(|(x, y)| x.plus(y)).collect();
        counts.reduce_with(sum).unwrap_or_else(|| vec![Count::default(); self.phrases.len()])
    }

    fn counted_in(&self, sample: &[&Text<'_>], add: Add) -> Vec<Count> {
        let mut counts = vec![Count::default(); self.phrases.len()];
        // The last document, from 1 on, that has the phrase.
        let mut last = vec![0; self.phrases.len()];
        let mut of_text = Vec::new();
        for (document, text) in (1_u32..).zip(sample) {
            lent(1);
            of_text.clear();
            add(text, &mut of_text);
            work::count(of_text.len());
            self.keep_likely(&mut of_text);
            for phrase in &of_text {
                let places = self.places(*phrase);
                if places.is_empty() || last[places.start] == document {
                    continue;
                }
                last[places.start] = document;
                for at in places {
                    let is_own = self.phrases[at].1 == text.source;
                    counts[at].own += u32::from(is_own);
                    counts[at].others += u32::from(!is_own);
                }
            }
        }
        counts
    }

    /// Leaves the phrases that may be asked for. Which ones cannot be guessed, and there is no branch.
    fn keep_likely(&self, phrases: &mut Vec<ShingleFingerprint>) {
        let mut kept = 0;
        for at in 0..phrases.len() {
            let phrase = phrases[at];
            phrases[kept] = phrase;
            kept += usize::from(self.filter.may_have(phrase));
        }
        phrases.truncate(kept);
    }

    /// Returns the places of a phrase: one for each source.
    fn places(&self, phrase: ShingleFingerprint) -> Range<usize> {
        let near = self.heads.near(phrase);
        let some = &self.phrases[near.clone()];
        let first = some.iter().position(|known| known.0 == phrase).unwrap_or(some.len());
        let sources = some[first..].iter().take_while(|known| known.0 == phrase).count();
        near.start + first..near.start + first + sources
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::fingerprints;
    use crate::fingerprint::{Fingerprints, ShingleOptions, Token, shingles};

    fn add(text: &Text<'_>, out: &mut Vec<ShingleFingerprint>) {
        out.extend(three(text.tokens));
    }

    fn three(tokens: &[Token]) -> Vec<ShingleFingerprint> {
        let mut all = Vec::new();
        shingles(tokens, ShingleOptions { k: 3, k_characters: 6 }, &mut all);
        all
    }

    proptest! {
        /// Against a list of the phrases of each document.
        #[test]
        fn documents_are_counted_as_by_a_list(
            said in prop::collection::vec(("[ab]( [ab]){0,8}", 0..3_u32), 1..20),
            asked in prop::collection::vec(("[ab]( [ab]){2,5}", 0..3_u32), 1..4),
        ) {
            let phrases = |said: &str| three(&fingerprints(said).tokens);
            let held: Vec<Fingerprints> = said.iter().map(|(text, _)| fingerprints(text)).collect();
            let texts: Vec<Text<'_>> = held
                .iter()
                .zip(&said)
                .map(|(held, (_, source))| Text { source: *source, ..Text::of(held) })
                .collect();
            let of_one = |(text, source): &(String, u32)| {
                phrases(text).into_iter().map(|phrase| (phrase, *source)).collect::<Vec<_>>()
            };
            let mut all: Vec<Phrase> = asked.iter().flat_map(of_one).collect();
            all.sort_unstable();
            all.dedup();
            let asked = Asked::of(all);
            let counts = asked.counted(&texts.iter().collect::<Vec<_>>(), add);
            for ((phrase, source), count) in asked.phrases.iter().zip(counts) {
                let have = said.iter().filter(|(text, _)| phrases(text).contains(phrase));
                let (own, others): (Vec<_>, Vec<_>) = have.partition(|(_, of)| of == source);
                prop_assert_eq!((count.own as usize, count.others as usize), (own.len(), others.len()));
            }
        }
    }
}
