//! The texts that are compared in; what stands at some places of theirs, and whether two places are a link, out.
//!
//! A phrase of the language is no link: where the two texts part at once, the places are passed over. Texts in memory are
//! followed at once, as their tokens are fetched place by place, and looked round before that where a place is compared with
//! several; of texts in a file, where each place would bring sixteen pages into memory, so much is known beside the place
//! that most phrases are passed over, and the others are followed pair by pair, in the order in which the texts lie there
//! ([`link`](super::link)). What depends on where they lie stands in this module, but for that order and for how the tags
//! are read ([`posting`](super::posting)).

use std::borrow::Cow;

use crate::fingerprint::{Exact, FingerprintOptions, ShingleOptions, Token};
use crate::spill::lent;

use super::cells::Cells;
use super::context::Context;
use super::evidence::{Strength, tokens_needed};
use super::link::Link;
use super::posting::Posting;
use super::{CompareOptions, DocumentId, Text};

/// The documents that are compared, by id.
pub(super) struct Texts<'a> {
    /// The documents.
    pub(super) texts: &'a [Text<'a>],
    options: &'a CompareOptions,
    /// Where what was read lies in a file.
    in_file: Option<Layout>,
    /// Whether a shingle of words, and one of characters, is a link only where two tokens more may be equal.
    must_go_on: [bool; 2],
}

/// What is known of texts that lie in a file.
#[derive(Debug)]
pub(super) struct Layout {
    /// The place of each document among those of the file, by id.
    pub(super) places: Vec<u32>,
    /// The memory that the run may take, in bytes, or [`LEAST_MEMORY`].
    pub(super) memory: u64,
}

impl Layout {
    /// `ids` gives the id of each document of the file.
    pub(super) fn of(ids: &[DocumentId], memory: u64) -> Self {
        let mut places = vec![0; ids.len()];
        for (place, id) in (0..).zip(ids) {
            places[id.0 as usize] = place;
        }
        Self { places, memory: memory.max(LEAST_MEMORY) }
    }
}

/// How much of texts in a file is compared with all of them at a time, about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AtOnce {
    /// Tokens of first documents.
    pub(super) tokens: usize,
    /// Their links.
    pub(super) links: usize,
}

/// Tokens before and behind a place that are fetched: most texts part within them.
const NEAR_BY: u32 = 10;
/// The share of the memory that the postings of texts in a file may take that are put together before they are linked:
/// some parts wait for the others, and the postings of all are never in memory at once.
const SHARE_OF_POSTINGS: u64 = 6;
/// The share of the memory that the tokens may take which stay while they are compared with those of all other texts.
const SHARE_OF_TOKENS: u64 = 16;
/// The share of the memory that their links may take, sorted.
const SHARE_OF_LINKS: u64 = 64;
/// Tokens round the places of one shingle that are read one by one, at most: a megabyte.
const MOST_READ: usize = 1 << 18;
/// The memory of which these are shares, at least: with less, all texts would be gone through too often.
const LEAST_MEMORY: u64 = 64 << 20;

impl<'a> Texts<'a> {
    /// `in_file`: what is known of the texts where they lie in a file.
    pub(super) fn new(
        texts: &'a [Text<'a>],
        options: &'a CompareOptions,
        in_file: Option<Layout>,
    ) -> Self {
        let needed = |is_character| {
            let length = options.fingerprint.shingle.length(is_character);
            tokens_needed(is_character, options.min_words, length)
        };
        let must_go_on = [false, true].map(|is_character| needed(is_character) >= 2);
        Self { texts, options, in_file, must_go_on }
    }

    /// Returns where a document stands among the others: in the file where what was read lies in one, else in the order of
    /// ids.
    #[inline]
    pub(super) fn place(&self, id: DocumentId) -> usize {
        let place = self.in_file.as_ref().map_or(id.0, |file| file.places[id.0 as usize]);
        place as usize
    }

    /// Returns how much of texts in a file is compared with all of them at a time.
    pub(super) fn at_once(&self) -> Option<AtOnce> {
        let memory = self.in_file.as_ref()?.memory;
        Some(AtOnce {
            tokens: (memory / SHARE_OF_TOKENS) as usize / size_of::<Token>(),
            links: (memory / SHARE_OF_LINKS) as usize / size_of::<Link>(),
        })
    }

    /// Returns the words of the shortest passage.
    pub(super) fn least_words(&self) -> u32 {
        self.options.min_words
    }

    /// Returns how shingles are made.
    pub(super) fn shingle(&self) -> ShingleOptions {
        self.options.fingerprint.shingle
    }

    /// Returns how shingles are made and selected.
    pub(super) fn selection(&self) -> FingerprintOptions {
        self.options.selection()
    }

    /// Returns the shingles in a row of which one is selected: so many passages a shingle may be selected from.
    pub(super) fn window(&self) -> usize {
        self.selection().window as usize
    }

    /// Returns the tokens from a shingle on that belong to any passage which it was selected from.
    pub(super) fn ahead(&self) -> usize {
        (self.least_words() as usize + 1).saturating_sub(self.window())
    }

    /// Returns how many postings are put together before they are linked, about.
    pub(super) fn postings_at_once(&self) -> usize {
        self.in_file.as_ref().map_or(usize::MAX, |file| {
            (file.memory / SHARE_OF_POSTINGS) as usize / size_of::<Posting>()
        })
    }

    /// Returns the link of two places, the first document's first, if the texts may go on alike.
    #[inline]
    pub(super) fn link(&self, a: &Posting, b: &Posting) -> Option<Link> {
        if !self.may_go_on(a, b) {
            return None;
        }
        let strength =
            if self.in_file.is_some() { Some(None) } else { self.strength(a, b).map(Some) };
        let [a, b] = [a, b].map(|p| (DocumentId(p.document), p.position));
        strength.map(|strength| Link::new(a, b, strength))
    }

    /// Returns how far two texts go on alike from two places.
    #[inline]
    fn strength(&self, a: &Posting, b: &Posting) -> Option<Strength> {
        let at = (a.position, b.position);
        Strength::of((self.tokens(a), self.tokens(b)), at, self.least_words())
    }

    /// Whether two texts may go on alike, by what is known beside the places; where nothing is, they may.
    fn may_go_on(&self, a: &Posting, b: &Posting) -> bool {
        let must_go_on = self.must_go_on[usize::from(a.context.is_of_characters())];
        !must_go_on || a.context.may_go_on(b.context)
    }

    /// Returns what stands round a shingle of texts in a file; texts in memory are looked at themselves.
    pub(super) fn context(&self, id: DocumentId, at: u32) -> Context {
        if self.in_file.is_some() {
            Context::of(self.texts[id.0 as usize].tokens, at, self.shingle())
        } else {
            Context::default()
        }
    }

    /// Looks round the places of texts in memory, each of which is compared with several others; of texts in a file it is
    /// known what stands there.
    pub(super) fn look_round(&self, places: &mut [Posting]) {
        if self.in_file.is_some() {
            return;
        }
        for place in places {
            place.context = Context::of(self.tokens(place), place.position, self.shingle());
        }
    }

    /// Brings the tokens round some places into the core's cache: reads that wait for nothing wait together for the
    /// memory, where those of a pair would wait one after the other. Texts in a file are not looked at.
    pub(super) fn fetch(&self, places: &[Posting]) {
        if self.in_file.is_some() {
            return;
        }
        let token =
            |p: &Posting, at: u32| self.tokens(p).get(at as usize).map_or(0, |token| token.bits());
        let round = |p: &Posting| {
            let (before, behind) = (p.position.saturating_sub(NEAR_BY), p.position + NEAR_BY);
            token(p, before) ^ token(p, behind)
        };
        std::hint::black_box(places.iter().map(round).fold(0, std::ops::BitXor::bitxor));
    }

    /// Returns whether the shingle at a place begins with a character.
    pub(super) fn is_of_characters(&self, place: &Posting) -> bool {
        if self.in_file.is_some() {
            return place.context.is_of_characters();
        }
        self.tokens(place)[place.position as usize].is_character()
    }

    #[inline]
    fn tokens(&self, place: &Posting) -> &'a [Token] {
        self.texts[place.document as usize].tokens
    }

    /// Returns what stands round some places, so many tokens before each and from it on where they are there. Of texts in a
    /// file those tokens are read, and no page round them, unless they are many.
    pub(super) fn near<'p>(
        &self,
        places: &'p [Posting],
        before: usize,
        behind: usize,
    ) -> Near<'p, 'a> {
        let are_read = self.in_file.is_some() && places.len() * (before + behind) <= MOST_READ;
        let near = |place: &Posting| {
            let at = place.position as usize;
            let own_before = before.min(at);
            let all = self.tokens(place);
            let range = at - own_before..all.len().min(at + behind);
            if !are_read {
                return (own_before, Cow::Borrowed(&all[range]));
            }
            let mut tokens = vec![Token::default(); range.len()];
            self.texts[place.document as usize].fingerprints.tokens.read(range.start, &mut tokens);
            (own_before, Cow::Owned(tokens))
        };
        Near { places, passages: places.iter().map(near).collect() }
    }

    /// Returns the places from which so many tokens are the same, in groups of two and more.
    pub(super) fn alike(&self, places: &[Posting], length: usize) -> Cells<Posting> {
        // Most part within what is known of them.
        let shingle = self.shingle().length(self.is_of_characters(&places[0])) as usize;
        let known = length.saturating_sub(shingle);
        let mut places = places.to_vec();
        places.sort_unstable_by_key(|p| (p.context.behind(known), p.document, p.position));
        let same = places.chunk_by(|p, q| p.context.behind(known) == q.context.behind(known));
        let mut alike = Cells::default();
        for same in same.filter(|same| same.len() > 1) {
            self.near(same, 0, length).alike(0, length, &mut alike);
        }
        alike
    }
}

/// What stands round some places.
pub(super) struct Near<'p, 'a> {
    places: &'p [Posting],
    /// How many tokens stand before each, and these and those from it on.
    passages: Vec<(usize, Cow<'a, [Token]>)>,
}

impl Near<'_, '_> {
    /// Returns so many tokens from so many before a place on, if they are there.
    pub(super) fn passage(&self, place: usize, before: usize, length: usize) -> Option<&[Token]> {
        let (own_before, tokens) = &self.passages[place];
        let start = own_before.checked_sub(before)?;
        tokens.get(start..start + length)
    }

    /// Adds the places that have such a [passage](Self::passage) in groups of two and more that have the same one, by its
    /// fingerprint: what is no passage in common is no seed either, so two passages of one fingerprint cost no more than a
    /// look.
    pub(super) fn alike(&self, before: usize, length: usize, alike: &mut Cells<Posting>) {
        let exact = |(at, place): (usize, &Posting)| {
            lent(1);
            Some((Exact::of(self.passage(at, before, length)?), *place))
        };
        let mut passages: Vec<(Exact, Posting)> =
            self.places.iter().enumerate().filter_map(exact).collect();
        passages.sort_unstable();
        for group in passages.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1) {
            alike.extend(group.iter().map(|(_, place)| *place));
            alike.end_cell();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::evidence::tests::say;
    use crate::compare::run::tests::fingerprints;

    #[test]
    fn what_stands_near_a_place_is_what_the_text_has_there() {
        let said: Vec<String> = (0..30).map(say).collect();
        let said = fingerprints(&said.join(" "));
        let texts = [Text::of(&said)];
        let options = CompareOptions::default();
        let context = Context::default();
        let posting = |position| Posting { tag: 7, document: 0, position, context };
        let places: Vec<Posting> = (0..30).map(posting).collect();
        let layout = || Layout { places: vec![0], memory: 0 };
        for in_file in [None, Some(layout())] {
            let texts = Texts::new(&texts, &options, in_file);
            let near = texts.near(&places, 4, 6);
            for at in 0..30_usize {
                for (before, length) in [(0, 6), (3, 9), (4, 10), (4, 1), (5, 5), (4, 11)] {
                    let is_near = before <= 4 && length <= before + 6;
                    let start = at.checked_sub(before).filter(|_| is_near);
                    let there = start.and_then(|start| said.tokens.get(start..start + length));
                    assert_eq!(near.passage(at, before, length), there, "{at} {before} {length}");
                }
            }
        }
    }
}
