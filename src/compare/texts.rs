//! The texts that are compared in; what stands at some places of theirs, and whether two places are a link, out.
//!
//! A phrase of the language is no link: where the two texts part at once, the places are passed over. Texts in memory are
//! followed at once, as their tokens are fetched place by place, and looked round before that where a place is compared with
//! several; of texts in a file, where each place would bring sixteen pages into memory, so much is known beside the place
//! that most phrases are passed over, and the others are followed pair by pair. What depends on where the texts lie stands
//! in this module.

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
    /// Whether what was read lies in a file.
    in_file: bool,
    /// Whether a shingle of words, and one of characters, is a link only where two tokens more may be equal.
    must_go_on: [bool; 2],
}

/// Tokens before and behind a place that are fetched: most texts part within them.
const NEAR_BY: u32 = 10;
/// Postings of texts in a file that are put together before they are linked, about: some parts wait for the others, and the
/// postings of all are never in memory at once.
const AT_ONCE: usize = 1 << 21;

impl<'a> Texts<'a> {
    /// `in_file`: whether what was read lies in a file.
    pub(super) fn new(texts: &'a [Text<'a>], options: &'a CompareOptions, in_file: bool) -> Self {
        let needed = |is_character| {
            let length = options.fingerprint.shingle.length(is_character);
            tokens_needed(is_character, options.min_words, length)
        };
        let must_go_on = [false, true].map(|is_character| needed(is_character) >= 2);
        Self { texts, options, in_file, must_go_on }
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
        if self.in_file { AT_ONCE } else { usize::MAX }
    }

    /// Returns the link of two places, the first document's first, if the texts may go on alike.
    #[inline]
    pub(super) fn link(&self, a: &Posting, b: &Posting) -> Option<Link> {
        if !self.may_go_on(a, b) {
            return None;
        }
        let strength = if self.in_file { Some(None) } else { self.strength(a, b).map(Some) };
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
        if self.in_file {
            Context::of(self.texts[id.0 as usize].tokens, at, self.shingle())
        } else {
            Context::default()
        }
    }

    /// Looks round the places of texts in memory, each of which is compared with several others; of texts in a file it is
    /// known what stands there.
    pub(super) fn look_round(&self, places: &mut [Posting]) {
        if self.in_file {
            return;
        }
        for place in places {
            place.context = Context::of(self.tokens(place), place.position, self.shingle());
        }
    }

    /// Brings the tokens round some places into the core's cache: reads that wait for nothing wait together for the
    /// memory, where those of a pair would wait one after the other. Texts in a file are not looked at.
    pub(super) fn fetch(&self, places: &[Posting]) {
        if self.in_file {
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
        if self.in_file {
            return place.context.is_of_characters();
        }
        self.tokens(place)[place.position as usize].is_character()
    }

    #[inline]
    fn tokens(&self, place: &Posting) -> &'a [Token] {
        self.texts[place.document as usize].tokens
    }

    /// Returns so many tokens of a document from so many before a place on, if they are there.
    pub(super) fn passage(
        &self,
        place: &Posting,
        before: usize,
        length: usize,
    ) -> Option<&'a [Token]> {
        let start = (place.position as usize).checked_sub(before)?;
        self.tokens(place).get(start..start + length)
    }

    /// Returns the places that have such a [passage](Self::passage) in groups of two and more that have the same one, by
    /// its fingerprint: what is no passage in common is no seed either, so two passages of one fingerprint cost no more
    /// than a look.
    pub(super) fn alike(&self, places: &[Posting], before: usize, length: usize) -> Cells<Posting> {
        // Most part within what is known of them.
        let shingle = self.shingle().length(self.is_of_characters(&places[0])) as usize;
        let known = (length - before).saturating_sub(shingle);
        let mut places = places.to_vec();
        places.sort_unstable_by_key(|p| (p.context.behind(known), p.document, p.position));
        let same = places.chunk_by(|p, q| p.context.behind(known) == q.context.behind(known));
        let mut passages: Vec<(Exact, Posting)> = Vec::with_capacity(places.len());
        for same in same.filter(|same| same.len() > 1) {
            let exact = |p: &Posting| {
                lent(1);
                Some((Exact::of(self.passage(p, before, length)?), *p))
            };
            passages.extend(same.iter().filter_map(exact));
        }
        passages.sort_unstable();
        let mut alike = Cells::default();
        for group in passages.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1) {
            alike.extend(group.iter().map(|(_, place)| *place));
            alike.end_cell();
        }
        alike
    }
}
